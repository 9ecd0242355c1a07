"""The user's own article: its text pasted, or a file."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.sheets import Sheet

_WIDE, _HIGH = 620, 440
#: What stays free around the sheet (logical pixels).
_EDGE = 48


class ArticleSheet(Sheet):
    """Asks for a text; what is wrong with one is shown by :meth:`refuse`."""

    text_given = Signal(str)
    file_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, "Open an article", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_text(
            "Copy a news story anywhere and paste it here: headline, who wrote it, paragraphs.",
            ink="soft_ink",
        )
        self.field = QPlainTextEdit()
        self.field.setProperty("field", True)
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName("The article’s text")
        self.field.setPlaceholderText("Paste the text here")
        self.body.addWidget(self.field, 1)
        self.fault = self.add_text("", ink="missed")
        self.fault.hide()
        self.paste = Button(appearance, "Paste", icon="copy")
        self.file = Button(appearance, "Open a file instead…", icon="folder")
        self.file.set_tip("A text file, a lesson, marks, or work that came back")
        ways = QHBoxLayout()
        ways.setSpacing(10)
        ways.addWidget(self.paste)
        ways.addWidget(self.file)
        ways.addStretch(1)
        self.body.addLayout(ways)
        self.add_button("Not now").clicked.connect(self.reject)
        self.open_text = self.add_button("Open", ButtonKind.PRIMARY)
        self.open_text.setEnabled(False)
        self.field.textChanged.connect(self._check)
        self.paste.clicked.connect(self._paste)
        self.file.clicked.connect(self._ask_for_file)
        self.open_text.clicked.connect(self._give)
        QGuiApplication.clipboard().dataChanged.connect(self._look_at_clipboard)
        self._look_at_clipboard()

    def refuse(self, text: str) -> None:
        """Say why this text can't be opened; it stays in the field."""
        self.fault.setText(text)
        self.fault.show()
        announce(self.fault, text, urgent=True)

    def _check(self) -> None:
        self.fault.hide()
        self.open_text.setEnabled(bool(self.field.toPlainText().strip()))

    def _look_at_clipboard(self) -> None:
        self.paste.setEnabled(self.field.canPaste())

    def _paste(self) -> None:
        self.field.paste()
        self.open_text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_for_file(self) -> None:
        self.reject()
        self.file_requested.emit()

    def _give(self) -> None:
        self.text_given.emit(self.field.toPlainText())

    def sizeHint(self) -> QSize:
        window = self.parentWidget()
        room = window.size() if window is not None else QSize(_WIDE, _HIGH) * 2
        return QSize(min(_WIDE, room.width() - _EDGE), min(_HIGH, room.height() - _EDGE))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
