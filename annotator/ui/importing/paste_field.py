"""The field that an article is pasted into: it shows the words, and keeps what came with them."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator.model.errors import AnnotatorError, BadInput
from annotator.services.lessons.importing import PASTE_BYTES


class PasteField(QPlainTextEdit):
    """Plain text to look at; as long as it is as it was pasted, its HTML is kept too."""

    refused = Signal(object)
    """An AnnotatorError: why nothing was pasted."""
    richness_changed = Signal(bool)
    """Whether headings, lists and quotes of what was pasted are known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("field", True)
        self.setTabChangesFocus(True)
        self.setAccessibleName("The article’s text")
        self.setPlaceholderText("Paste the article here: headline, byline, paragraphs.")
        self._html = self._pasted = ""
        self.textChanged.connect(self._note_change)

    @property
    def html(self) -> str:
        """The HTML of what was pasted; empty where there is none, or where it was changed since."""
        return self._html

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insert(source)

    def insert(self, source: QMimeData) -> None:
        """Take in what was pasted or dropped; the text that is chosen gives way."""
        html = bytes(source.data("text/html").data()) if source.hasHtml() else b""
        text = source.text() if source.hasText() else ""
        if max(len(html), len(text)) > PASTE_BYTES:
            self.refused.emit(_too_much())
            return
        rich = source.html() if html else ""
        text = text or _plain(rich)
        was_all = self.textCursor().selectedText() != "" and self._is_all_chosen()
        is_first = not self.toPlainText().strip() or was_all
        self._html = ""
        self.insertPlainText(text)
        if is_first and rich:
            self._html, self._pasted = rich, self.toPlainText()
        self.richness_changed.emit(bool(self._html))

    def _is_all_chosen(self) -> bool:
        cursor = self.textCursor()
        return cursor.selectionEnd() - cursor.selectionStart() >= len(self.toPlainText())

    def _note_change(self) -> None:
        if self._html and self.toPlainText() != self._pasted:
            self._html = ""
            self.richness_changed.emit(False)


def _plain(html: str) -> str:
    from PySide6.QtGui import QTextDocumentFragment

    # Nothing is loaded by this: a fragment by itself asks for no picture.
    return QTextDocumentFragment.fromHtml(html).toPlainText()


def _too_much() -> AnnotatorError:
    return BadInput(
        f"That is too much text: more than {PASTE_BYTES // 1_000_000} MB.",
        kept="Nothing was pasted.",
        todo="Copy only the article, or choose a file.",
    )
