"""Where a part is to be split: its words with a cursor that is put somewhere; nothing is typed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from annotator.model.found_article import FoundPart
from annotator.model.utf16 import Utf16Map
from annotator.ui.importing.part_delegate import part_font
from annotator.ui.widgets.appearance import Appearance


class SplitField(QTextEdit):
    """Lies over a part's words. Enter splits before the cursor, Escape goes on without."""

    split_requested = Signal(int)
    """Before this code point of the part's text."""
    closed = Signal()

    def __init__(self, appearance: Appearance, part: FoundPart, parent: QWidget) -> None:
        super().__init__(parent)
        self._text, self._positions = part.text, Utf16Map(part.text)
        self.setFont(part_font(part.kind))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.document().setDefaultTextOption(option)
        self.setPlainText(part.text)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setCursorWidth(3)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Where to split: move the cursor, then press Enter")
        theme = appearance.theme
        self.setStyleSheet(
            f"QTextEdit {{ background: {theme.accent_tint.name()}; color: {theme.ink.name()}; }}"
        )

    def put_cursor(self, at: QPoint) -> None:
        """Put the cursor where the mouse is."""
        self.setTextCursor(self.cursorForPosition(at))

    def split(self) -> None:
        """Ask for the split at the cursor; nothing happens where one half would be empty."""
        position = self._positions.to_code_point(self.textCursor().position())
        if self._text[:position].strip() and self._text[position:].strip():
            self.split_requested.emit(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.split()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # The button that splits takes the keyboard; anything else means to go on without.
        if event.reason() is Qt.FocusReason.TabFocusReason:
            self.closed.emit()
