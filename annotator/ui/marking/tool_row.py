"""The row of tools above the article: the labels, remove, undo and redo, reading, the guide."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.labels import LabelGuide
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import badge_picture
from annotator.ui.widgets.buttons import Button, icon_button
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import PAGE_MARGIN


class _Tool(Button):
    """A label to press. The page decides which tool is kept: a press alone checks nothing."""

    def nextCheckState(self) -> None:
        """Stay as it is."""


class KeyUse(Enum):
    """What a label's key does, as the row says it."""

    TAKE = "Take up"
    MARK = "Mark as"
    CHANGE = "Change to"


class ToolRow(QWidget):
    """Always in view. Where it gets narrow, the tools lose their words last."""

    label_requested = Signal(str)
    """A tool was pressed, by mouse or by its number key."""
    remove_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    reading_requested = Signal()
    guide_requested = Signal()
    sentences_requested = Signal()
    keys_requested = Signal()
    list_requested = Signal()

    def __init__(
        self, appearance: Appearance, guide: LabelGuide, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._actions: QWidget | None = None
        self.use = TextLabel(appearance, "", Role.SMALL)
        self.tools = {label.id: self._tool(guide, label.id) for label in guide.labels}
        self.remove = Button(appearance, "Remove", icon="delete", tip="Remove the chosen mark")
        self.undo = icon_button(appearance, "undo", "Undo", key="Ctrl+Z")
        self.redo = icon_button(appearance, "redo", "Redo", key="Ctrl+Shift+Z")
        self.reading = Button(appearance, "Aa", tip="How the article looks")
        self.reading.setAccessibleName("How the article looks")
        self.guide = Button(appearance, "Label guide", icon="book", key="F1", show_key=True)
        self.sentences = icon_button(appearance, "article", "Mark by sentences", key="Ctrl+E")
        self.keys = icon_button(appearance, "keyboard", "All keys", key="?")
        self.list = Button(
            appearance, "Marks", icon="list", checkable=True, tip="Show the list of marks"
        )
        self._lay_out()
        for button, signal in (
            (self.remove, self.remove_requested),
            (self.undo, self.undo_requested),
            (self.redo, self.redo_requested),
            (self.reading, self.reading_requested),
            (self.guide, self.guide_requested),
            (self.sentences, self.sentences_requested),
            (self.keys, self.keys_requested),
            (self.list, self.list_requested),
        ):
            button.clicked.connect(signal)
        appearance.changed.connect(self.update)

    def set_tool(self, label: str) -> None:
        """Show which tool is kept in hand; an empty label means none."""
        for label_id, button in self.tools.items():
            button.setChecked(label_id == label)

    def show_use(self, use: KeyUse) -> None:
        """What a label's button or number key would do now."""
        if self.use.text() != use.value:
            metrics = QFontMetrics(self.use.font())
            widest = max(metrics.horizontalAdvance(each.value) for each in KeyUse)
            self.use.setFixedWidth(widest + 2)
            self.use.setText(use.value)

    def set_editable(self, editable: bool) -> None:
        """Whether marks can be made and changed, or only looked at."""
        for button in (*self.tools.values(), self.remove, self.undo, self.redo, self.sentences):
            button.setEnabled(editable)

    def add_actions(self, actions: QWidget) -> None:
        """Put what belongs to another step than marking into the row, out of sight for now."""
        actions.hide()
        self._actions = actions
        self._row.insertWidget(0, actions, 100)

    def show_actions(self, shown: bool) -> None:
        """Show those in place of the labels, or the labels again."""
        for widget in (self.use, *self.tools.values(), self.remove):
            widget.setVisible(not shown)
        if self._actions is not None:
            self._actions.setVisible(shown)
        self._fit()

    def _tool(self, guide: LabelGuide, label_id: str) -> Button:
        label = guide.label(label_id)
        button = _Tool(
            self._appearance,
            label.name,
            picture=badge_picture(self._appearance, label),
            key=str(guide.key_of(label_id)),
            show_key=True,
            checkable=True,
            tip=f"{label.name}: {label.short}" if label.short else label.name,
        )
        button.clicked.connect(lambda _on: self.label_requested.emit(label_id))
        return button

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, 7, PAGE_MARGIN, 7)
        row.setSpacing(8)
        row.addWidget(self.use)
        for button in self.tools.values():
            row.addWidget(button)
        row.addSpacing(12)
        row.addWidget(self.remove)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addStretch(1)
        row.addWidget(self.reading)
        row.addWidget(self.guide)
        row.addWidget(self.sentences)
        row.addWidget(self.keys)
        row.addWidget(self.list)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Take words away from the right until all fit; the tools' own words go last."""
        spare = [self.guide, self.list, self.remove, *reversed(self.tools.values())]
        for button in spare:
            button.set_label_shown(True)
        for button in spare:
            if self._row.sizeHint().width() <= self.width():
                break
            button.set_label_shown(False)
            self._row.invalidate()
        # What the keys will do is said before them, where there is room for it.
        is_marking = self._actions is None or self._actions.isHidden()
        needed = self._row.sizeHint().width()
        if self.use.isHidden():
            needed += self.use.sizeHint().width() + self._row.spacing()
        is_shown = is_marking and needed <= self.width()
        if is_shown == self.use.isHidden():
            self.use.setVisible(is_shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.panel)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.line)
        painter.end()
