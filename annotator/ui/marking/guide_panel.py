"""The label guide: what each label means, with examples, next to the article. F1 opens it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.labels import Label, LabelGuide
from annotator.ui.marking.example_view import ExampleView
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import LabelBadge
from annotator.ui.widgets.buttons import ButtonKind, icon_button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import ScrollColumn, heading, paragraph, section
from annotator.ui.widgets.keycap import KeyCap
from annotator.ui.widgets.labels import Role, TextLabel


class GuidePanel(QWidget):
    """Lies over the side panel and leaves the article free. Escape closes it."""

    closed = Signal()

    def __init__(
        self, appearance: Appearance, guide: LabelGuide, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._guide = guide
        self.setAccessibleName("Label guide")
        self.close_button = icon_button(
            appearance, "close", "Close the guide", kind=ButtonKind.QUIET
        )
        self.close_button.clicked.connect(self.closed)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the guide")
        self.search.setAccessibleName("Search the guide")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self._nothing = paragraph(appearance, "Nothing in the guide has these words.", soft=True)
        self._nothing.hide()
        self._scroll = ScrollColumn(spacing=12)
        # With the arrow keys the guide can be read through; there is little to tab to inside.
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName("The labels and what they mean")
        self.entries: list[tuple[QWidget, str]] = []
        self._lay_out()
        self.setFocusProxy(self.search)

    def show_label(self, label_id: str) -> None:
        """Bring one label's entry into view."""
        for label, (entry, _text) in zip(self._guide.labels, self.entries, strict=False):
            if label.id == label_id:
                self._scroll.ensureWidgetVisible(entry, 0, 0)

    def _lay_out(self) -> None:
        appearance = self._appearance
        top = QHBoxLayout()
        top.addWidget(heading(appearance, "Label guide"), 1)
        top.addWidget(self.close_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        outer.addLayout(top)
        outer.addWidget(self.search)
        outer.addWidget(self._scroll, 1)
        column = self._scroll.column
        for label in self._guide.labels:
            entry = self._entry(label)
            column.addWidget(entry)
            self.entries.append((entry, _everything(label)))
        for number, rule in enumerate(self._guide.edge_rules):
            if number == 0:
                title = section(appearance, "Where a mark begins and ends")
                column.addWidget(title)
                self.entries.append((title, " ".join(self._guide.edge_rules).casefold()))
            line = _bullet(appearance, rule)
            column.addWidget(line)
            self.entries.append((line, rule.casefold()))
        column.addWidget(self._nothing)
        column.addStretch(1)

    def _entry(self, label: Label) -> Card:
        appearance = self._appearance
        card = Card(appearance)
        card.setAccessibleName(label.name)
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(LabelBadge(appearance, label))
        top.addWidget(TextLabel(appearance, label.name, Role.HEADING), 1)
        top.addWidget(KeyCap(appearance, str(self._guide.key_of(label.id))))
        column.addLayout(top)
        for text in (label.definition or label.short,):
            if text:
                column.addWidget(paragraph(appearance, text))
        for title, text in (("Inside the mark", label.inside), ("Tell apart", label.contrast)):
            if text:
                column.addWidget(TextLabel(appearance, title, Role.SMALL_STRONG))
                column.addWidget(paragraph(appearance, text))
        if label.examples:
            several = len(label.examples) > 1
            title = "Examples" if several else "Example"
            column.addWidget(TextLabel(appearance, title, Role.SMALL_STRONG))
        for example in label.examples:
            column.addWidget(ExampleView(appearance, label, example))
            column.addWidget(TextLabel(appearance, example.why, Role.SMALL, wrap=True))
            column.addSpacing(4)
        if label.usual_mistakes:
            column.addWidget(TextLabel(appearance, "Easy to get wrong", Role.SMALL_STRONG))
            for mistake in label.usual_mistakes:
                column.addWidget(_bullet(appearance, mistake))
        return card

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        any_shown = False
        for entry, text in self.entries:
            shown = all(word in text for word in words)
            entry.setVisible(shown)
            any_shown = any_shown or shown
        self._nothing.setVisible(not any_shown)
        self._scroll.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.search.text():
                self.search.clear()
            else:
                self.closed.emit()
            return
        super().keyPressEvent(event)


def _everything(label: Label) -> str:
    """All words of a label's entry, for searching."""
    parts = [label.name, label.plural, label.short, label.definition, label.inside, label.contrast]
    parts += label.usual_mistakes
    parts += [part for each in label.examples for part in (each.sentence, each.why)]
    return " ".join(parts).casefold()


def _bullet(appearance: Appearance, text: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    dot = TextLabel(appearance, "•", Role.BODY, ink="soft_ink")
    row.addWidget(dot, alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(paragraph(appearance, text), 1)
    return line
