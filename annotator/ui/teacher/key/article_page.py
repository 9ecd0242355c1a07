"""A lesson from one's own article: read in, looked over, blocks named, details written.

The text is as it was read and stays so. ``lesson_made`` hands over the lesson; whoever hears it
keeps it (:func:`annotator.services.lesson_making.keep_own_lesson`) and opens its key.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.annotation import RelationKind
from annotator.model.article import Article, BlockKind
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.lesson import Lesson
from annotator.services.lesson_making import (
    MAX_DETAIL,
    article_in_file,
    article_in_text,
    own_lesson,
    retyped,
    with_details,
)
from annotator.services.lessons import LessonShelf
from annotator.ui.look import Look
from annotator.ui.student.panel import ListBox, ScrollColumn, heading, paragraph
from annotator.ui.teacher.key.rows import SentenceRows
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, Words
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.words import plural, shortened

KINDS = {
    BlockKind.HEADLINE: "headline",
    BlockKind.STANDFIRST: "summary under it",
    BlockKind.PARAGRAPH: "paragraph",
    BlockKind.CAPTION: "picture text",
    BlockKind.BYLINE: "who wrote it",
    BlockKind.PUBLISHER: "publisher",
    BlockKind.DATELINE: "date",
    BlockKind.CREDIT: "photo credit",
    BlockKind.OTHER: "something else",
}
_LONG = 240
_PANEL = 380


class ArticlePage(QWidget):
    """First where the text comes from, then what it is. ``lesson`` is one that was made before."""

    back_requested = Signal()
    lesson_made = Signal(object)

    def __init__(
        self,
        look: Look,
        shelf: LessonShelf,
        lesson: Lesson | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._shelf = look, shelf
        self.article: Article | None = None
        self._old = lesson
        self.header = PageHeader(look, "A lesson from an article", back_name="Back to the desk")
        self.header.back_requested.connect(self.back_requested)
        self.banner = Banner(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_source())
        self._stack.addWidget(self._make_preview())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        if lesson is not None:
            self.show_article(lesson.article, lesson)

    # -- where the text comes from ----------------------------------------------------------------

    def _make_source(self) -> QWidget:
        look, page = self._look, QWidget()
        self.text = QPlainTextEdit()
        self.text.setProperty("field", True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("The article’s text")
        self.text.setPlaceholderText("Paste the article here: headline, byline, paragraphs.")
        self.read = Button(look, "Look at it", kind=ButtonKind.PRIMARY, icon="next")
        self.choose_file = Button(look, "Choose a file…", icon="folder")
        self.read.clicked.connect(self.read_text)
        self.choose_file.clicked.connect(self.ask_for_file)
        inside = QWidget()
        inside.setMaximumWidth(900)
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(12)
        column.addWidget(heading(look, "Which article?"))
        hint = (
            "Paste it, or choose a plain text file. You see what became of it before anything is "
            "kept. Use only texts that you may give to your class."
        )
        column.addWidget(paragraph(look, hint, soft=True))
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.choose_file)
        row.addStretch(1)
        row.addWidget(self.read)
        column.addLayout(row)
        outer = QHBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inside)
        return page

    def ask_for_file(self) -> None:
        """Let the teacher choose a text file."""
        name, _filter = QFileDialog.getOpenFileName(
            self, "Choose an article", "", "Plain text (*.txt);;All files (*)"
        )
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> bool:
        """Read an article from a file and show it; whether that could be done."""
        try:
            article = article_in_file(path)
        except AnnotatorError as error:
            self.tell_error(error)
            return False
        self.show_article(article)
        return True

    def read_text(self) -> bool:
        """Read the article that was pasted and show it; whether that could be done."""
        try:
            article = article_in_text(self.text.toPlainText())
        except AnnotatorError as error:
            self.tell_error(error)
            return False
        self.show_article(article)
        return True

    # -- what it is -----------------------------------------------------------------------------

    def _make_preview(self) -> QWidget:
        look, page = self._look, QWidget()
        self.blocks = QListWidget()
        self.blocks.setAccessibleName("The article, block by block")
        self.blocks.setItemDelegate(SentenceRows(look, self.blocks))
        self.blocks.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.blocks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.blocks.currentRowChanged.connect(self._show_kind)
        self.kind = ChoiceRow(
            look, "What is the chosen block?", list(KINDS.items()), optional=False
        )
        self.kind.chosen.connect(self._retype)
        self.count = Words(look, "", Role.SMALL)
        left = QVBoxLayout()
        left.setContentsMargins(20, 16, 16, 16)
        left.setSpacing(10)
        left.addWidget(self.count)
        left.addWidget(ListBox(look, self.blocks), 1)
        left.addWidget(self.kind)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._make_details())
        return page

    def _make_details(self) -> QWidget:
        look = self._look
        self.fields = {
            "title": self._line("Title of the lesson"),
            "byline": self._line("Who wrote the article"),
            "publisher": self._line("Where it was published"),
            "date": self._line("When (year-month-day)"),
        }
        self.instructions = QPlainTextEdit()
        self.instructions.setProperty("field", True)
        self.instructions.setTabChangesFocus(True)
        self.instructions.setAccessibleName("What students are to do")
        self.instructions.setFixedHeight(92)
        self.ties = Check(look, "Students say who says what")
        self.ties.setChecked(True)
        self.details = Check(look, "Students answer the questions on each mark")
        self.certain = Check(look, "Students say how sure they are")
        self.certain.setChecked(True)
        self.other = Button(look, "Another article")
        self.other.clicked.connect(lambda: self._stack.setCurrentIndex(0))
        self.make = Button(look, "Keep it and write its key", kind=ButtonKind.PRIMARY)
        self.make.clicked.connect(self.make_lesson)
        scroll = ScrollColumn(spacing=6)
        for name, words in _FIELD_WORDS.items():
            scroll.column.addWidget(Words(look, words, Role.SMALL))
            scroll.column.addWidget(self.fields[name])
        scroll.column.addWidget(Words(look, "What students are to do", Role.SMALL))
        scroll.column.addWidget(self.instructions)
        for check in (self.ties, self.details, self.certain):
            scroll.column.addWidget(check)
        scroll.column.addStretch(1)
        panel = QWidget()
        panel.setFixedWidth(_PANEL)
        column = QVBoxLayout(panel)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(heading(look, "About it"))
        column.addWidget(scroll, 1)
        column.addWidget(self.make)
        column.addWidget(self.other)
        return panel

    @staticmethod
    def _line(name: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setMaxLength(MAX_DETAIL)
        return field

    def show_article(self, article: Article, lesson: Lesson | None = None) -> None:
        """Show what was read; details are filled in as far as they were found."""
        self.banner.hide()
        self.article = article
        known = article.metadata
        made = lesson or self._shelf.own_lesson(article)
        self.fields["title"].setText(made.title)
        self.fields["byline"].setText(known.byline)
        self.fields["publisher"].setText(known.publisher)
        self.fields["date"].setText(known.date.isoformat() if known.date else "")
        if lesson is not None:
            self.instructions.setPlainText(lesson.instructions)
            self.ties.setChecked(bool(lesson.uses.relations))
            self.details.setChecked(bool(lesson.uses.attributes))
            self.certain.setChecked(lesson.uses.certainty)
        self.other.setVisible(lesson is None)
        self._list_blocks()
        self.blocks.setCurrentRow(0)
        self._show_kind(0)
        self._stack.setCurrentIndex(1)
        self.blocks.setFocus()

    def _list_blocks(self) -> None:
        assert self.article is not None
        row = max(0, self.blocks.currentRow())
        blocked = self.blocks.blockSignals(True)
        self.blocks.clear()
        for block in self.article.blocks:
            words = shortened(block.span.of(self.article.text), _LONG)
            item = QListWidgetItem(f"{words}\n{KINDS[block.kind]}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{KINDS[block.kind]}: {words}")
            self.blocks.addItem(item)
        self.blocks.setCurrentRow(row)
        self.blocks.blockSignals(blocked)
        blocks = plural(len(self.article.blocks), "block")
        count = plural(self.article.body_word_count, "word")
        self.count.setText(f"{count} to read, {blocks}. The text itself stays as it is.")

    def _show_kind(self, row: int) -> None:
        if self.article is not None and 0 <= row < len(self.article.blocks):
            self.kind.set_value(self.article.blocks[row].kind)

    def _retype(self, kind: BlockKind) -> None:
        row = self.blocks.currentRow()
        if self.article is not None and row >= 0:
            self.article = retyped(self.article, row, kind)
            self._list_blocks()

    def make_lesson(self) -> None:
        """Hand over the lesson as it is written here; what is missing is said."""
        if self.article is None:
            return
        try:
            self.lesson_made.emit(self._lesson(self.article))
        except AnnotatorError as error:
            self.tell_error(error)

    def _lesson(self, article: Article) -> Lesson:
        said = {name: field.text() for name, field in self.fields.items()}
        article = with_details(
            article,
            title=said["title"],
            byline=said["byline"],
            publisher=said["publisher"],
            date=_date(said["date"]),
        )
        return own_lesson(
            self._shelf,
            article,
            title=said["title"],
            instructions=self.instructions.toPlainText(),
            relations=tuple(RelationKind) if self.ties.isChecked() else (),
            with_attributes=self.details.isChecked(),
            certainty=self.certain.isChecked(),
        )

    def tell_error(self, error: AnnotatorError) -> None:
        """Say in the banner what could not be done."""
        self.banner.say_error(error, Tone.CAREFUL)


_FIELD_WORDS = {
    "title": "Title of the lesson",
    "byline": "Who wrote the article",
    "publisher": "Where it was published",
    "date": "When (year-month-day, if known)",
}


def _date(words: str) -> datetime.date | None:
    words = words.strip()
    if not words:
        return None
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        raise BadInput(
            f"“{words}” is no date that can be read.",
            kept="Nothing was changed.",
            todo="Write it like 2026-03-14, or leave it empty.",
        ) from None
