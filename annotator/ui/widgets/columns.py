"""What the pages of the side panel share: one column that scrolls, headings, and a safe width."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractItemView, QFrame, QVBoxLayout, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.scroll_pane import ScrollPane


class ScrollColumn(ScrollPane):
    """A column that is as wide as the panel and scrolls up and down, never sideways."""

    def __init__(self, *, spacing: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 8, 4)
        self.column.setSpacing(spacing)
        self.setWidget(self.inside)
        self.inside.setAutoFillBackground(False)

    def content_height(self, width: int) -> int:
        """Height of everything inside, in logical pixels, when the column is ``width`` wide."""
        room = max(1, width)
        if self.column.hasHeightForWidth():
            return self.column.heightForWidth(room)
        return self.column.sizeHint().height()


class ListBox(Card):
    """A stock list in a card; the card's frame shows that the keyboard is in it."""

    def __init__(self, appearance: Appearance, view: QAbstractItemView) -> None:
        super().__init__(appearance)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.viewport().setAutoFillBackground(False)
        view.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(view)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.set_selected(event.type() == QEvent.Type.FocusIn)
        return False


def heading(appearance: Appearance, text: str) -> TextLabel:
    """The name of a panel's page."""
    return TextLabel(appearance, text, Role.HEADING, wrap=True)


def section(appearance: Appearance, text: str) -> TextLabel:
    """The name of a part of a page."""
    label = TextLabel(appearance, text, Role.STRONG, wrap=True)
    label.spoken_role = "Heading"
    return label


def paragraph(appearance: Appearance, text: str = "", *, soft: bool = False) -> TextLabel:
    """Running text."""
    return TextLabel(appearance, text, Role.BODY, ink="soft_ink" if soft else "ink", wrap=True)
