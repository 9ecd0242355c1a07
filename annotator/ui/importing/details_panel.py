"""What is known about the article, each detail with how sure it is; doubts, counts, letters."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from annotator.model.found_article import Certainty, FoundPart
from annotator.services.lessons.importing import CODE_PAGES
from annotator.ui.importing.session import ImportSession, ImportState
from annotator.ui.importing.texts import BY_YOU, CERTAINTY, DETAILS, counts_text
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.columns import ScrollColumn, heading
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.undo import PageUndo

#: The longest detail, in code points.
_LONGEST = 200
_FIXED = (
    "The text stays as it is.",
    "It belongs to the lesson and its marks. What each part is can be changed.",
)
_LATER = (
    "Later the text stays as it is.",
    "Once it is marked, its words can’t change. What each part is can still be changed.",
)


class DetailsPanel(QWidget):
    """Fields over the session's state; what is typed becomes a step when the field is left."""

    left_out_shown = Signal(bool)
    """Show what was left out, or only the article."""
    code_page_chosen = Signal(str)
    """Read the letters of the file so."""

    def __init__(
        self, appearance: Appearance, session: ImportSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._session = appearance, session
        self.fields: dict[str, QLineEdit] = {}
        self.notes: dict[str, TextLabel] = {}
        scroll = ScrollColumn(spacing=3)
        column = scroll.column
        column.setContentsMargins(0, 0, 12, 8)
        column.addWidget(heading(appearance, "About the article"))
        column.addSpacing(4)
        self._doubts = QVBoxLayout()
        self._doubts.setSpacing(6)
        column.addLayout(self._doubts)
        self._add_code_pages(column)
        for name, text in DETAILS.items():
            column.addWidget(TextLabel(appearance, text, Role.SMALL_STRONG, ink="ink", wrap=True))
            column.addWidget(self._field(name, text))
            self.notes[name] = TextLabel(appearance, "", Role.SMALL, wrap=True)
            column.addWidget(self.notes[name])
            column.addSpacing(5)
        column.addWidget(self._card(*(_FIXED if session.is_fixed else _LATER), "accent"))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 14, 4, 8)
        outer.setSpacing(4)
        outer.addWidget(scroll, 1)
        self.counts = TextLabel(appearance, "", Role.STRONG, wrap=True)
        outer.addWidget(self.counts)
        self.show_out = Check(appearance, "Show what was left out")
        self.show_out.setChecked(True)
        self.show_out.toggled.connect(self.left_out_shown)
        outer.addWidget(self.show_out)
        # Only now: shown before it has a parent, it would flash up as a window of its own.
        self.show_out.setVisible(not session.is_fixed)
        appearance.changed.connect(self.update)
        self._shown_doubts: tuple[str, ...] = ()
        self.show_state()

    def _add_code_pages(self, column: QVBoxLayout) -> None:
        self._letters = QWidget()
        inside = QVBoxLayout(self._letters)
        inside.setContentsMargins(0, 4, 0, 6)
        inside.setSpacing(3)
        text = "Letters of the file"
        inside.addWidget(TextLabel(self._appearance, text, Role.SMALL_STRONG, ink="ink"))
        self.code_pages = QComboBox()
        self.code_pages.setAccessibleName(text)
        self.code_pages.setMinimumContentsLength(8)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.code_pages.setSizeAdjustPolicy(policy)
        for name, label in CODE_PAGES.items():
            self.code_pages.addItem(label, name)
        self.code_pages.activated.connect(
            lambda _at: self.code_page_chosen.emit(self.code_pages.currentData())
        )
        inside.addWidget(self.code_pages)
        column.addWidget(self._letters)

    def _field(self, name: str, text: str) -> QLineEdit:
        field = self.fields[name] = QLineEdit()
        field.setAccessibleName(text)
        field.setMaxLength(_LONGEST)
        PageUndo(field)
        field.editingFinished.connect(lambda: self._settle(name))
        return field

    # -- what is shown ----------------------------------------------------------------------------

    def show_state(self) -> None:
        """Show the details as they are now."""
        state = self._session.state
        for name, field in self.fields.items():
            if field.text() != state.detail(name):
                field.setText(state.detail(name))
                field.setCursorPosition(0)
            self._show_note(name, state)
        self._show_doubts(state.found.doubts)
        self._letters.setVisible(bool(state.found.code_page))
        if state.found.code_page:
            at = self.code_pages.findData(state.found.code_page)
            self.code_pages.setCurrentIndex(at)
        self._show_counts(state.found.parts)

    def _show_note(self, name: str, state: ImportState) -> None:
        note = self.notes[name]
        if name == "licence" and name not in state.by_hand:
            is_known = bool(state.found.licence)
            sign, text, ink = ("✓", "the page says so", "found") if is_known else ("", "", "ink")
        elif name in state.by_hand:
            sign, text, ink = BY_YOU
        else:
            sign, text, ink = CERTAINTY[_certainty(state, name)]
        note.setVisible(bool(text) and not self._session.is_fixed)
        note.setText(f"{sign} {text}")
        note.set_ink(ink)
        self.fields[name].setAccessibleDescription(text)

    def _show_doubts(self, doubts: tuple[str, ...]) -> None:
        if doubts == self._shown_doubts:
            return
        self._shown_doubts = doubts
        while (item := self._doubts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for doubt in doubts:
            self._doubts.addWidget(self._card("", doubt, "other"))

    def _show_counts(self, parts: tuple[FoundPart, ...]) -> None:
        self.counts.setText(counts_text(parts))
        is_any_out = any(part.left_out is not None for part in parts)
        self.show_out.setEnabled(is_any_out)

    def _card(self, strong: str, text: str, edge: str) -> Card:
        card = Card(self._appearance, edge=edge)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 10, 10, 10)
        column.setSpacing(2)
        if strong:
            role = Role.SMALL_STRONG
            column.addWidget(TextLabel(self._appearance, strong, role, ink="ink", wrap=True))
        column.addWidget(TextLabel(self._appearance, text, Role.SMALL, ink="ink", wrap=True))
        return card

    # -- what is typed ----------------------------------------------------------------------------

    def settle(self) -> None:
        """Take over what is being typed."""
        for name, field in self.fields.items():
            if field.hasFocus():
                self._settle(name)

    def _settle(self, name: str) -> None:
        self._session.write(name, self.fields[name].text())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.panel)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.line)
        painter.end()


def _certainty(state: ImportState, name: str) -> Certainty:
    """How sure a detail is; one that stands in the article is printed, however it was found."""
    sure, detail = state.found.certainty_of(name), state.detail(name)
    if sure is Certainty.NONE and detail:
        is_printed = any(detail in part.text for part in state.found.taken)
        return Certainty.PRINTED if is_printed else Certainty.GUESSED
    return sure
