"""Where the user's own article comes from: pasted text, or a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.lessons.importing import article_in_file, article_in_text
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.columns import heading, paragraph
from annotator.ui.widgets.file_dialogs import ask_open


class ArticleSource(QWidget):
    """Reads an article and hands it over; nothing is kept here."""

    article_read = Signal(object)
    """An Article."""
    refused = Signal(object)
    """An AnnotatorError: why there is none."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit()
        self.text.setProperty("field", True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("The article’s text")
        self.text.setPlaceholderText("Paste the article here: headline, byline, paragraphs.")
        self.read = Button(appearance, "Look at it", kind=ButtonKind.PRIMARY, icon="next")
        self.choose_file = Button(appearance, "Choose a file…", icon="folder")
        self.read.clicked.connect(self.read_text)
        self.choose_file.clicked.connect(self.ask_for_file)
        inside = QWidget()
        inside.setMaximumWidth(900)
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(12)
        column.addWidget(heading(appearance, "Which article?"))
        hint = (
            "Paste it, or choose a plain text file. You see what became of it before anything is "
            "kept. Use only texts that you may give to your class."
        )
        column.addWidget(paragraph(appearance, hint, soft=True))
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.choose_file)
        row.addStretch(1)
        row.addWidget(self.read)
        column.addLayout(row)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inside)

    def ask_for_file(self) -> None:
        """Let the teacher choose a text file."""
        name = ask_open(self, "Choose an article", "Plain text (*.txt);;All files (*)")
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> bool:
        """Read an article from a file, and tell it; whether that could be done."""
        try:
            article = article_in_file(path)
        except AnnotatorError as error:
            self.refused.emit(error)
            return False
        self.article_read.emit(article)
        return True

    def read_text(self) -> bool:
        """Read the article that was pasted, and tell it; whether that could be done."""
        try:
            article = article_in_text(self.text.toPlainText())
        except AnnotatorError as error:
            self.refused.emit(error)
            return False
        self.article_read.emit(article)
        return True
