"""A lesson from the user's own article: read in, looked over, blocks named, details written.

The text is as it was read and stays so. ``lesson_made`` hands over the lesson; the listener
keeps it (:func:`annotator.services.lessons.lesson_making.keep_own_lesson`) and opens its key.
"""

from __future__ import annotations

import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
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
from annotator.model.changes import History
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.lesson import Lesson
from annotator.services.lessons.lesson_making import (
    MAX_DETAIL,
    DraftStep,
    LessonDraft,
    own_lesson,
    retyped,
    with_details,
)
from annotator.services.lessons.shelf import LessonShelf
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.key.article_source import ArticleSource
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.columns import ListBox, ScrollColumn, heading
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.undo import PageUndo, show_history
from annotator.ui.widgets.wrapping_rows import SentenceRows

KINDS = {
    BlockKind.HEADLINE: "headline",
    BlockKind.STANDFIRST: "summary under it",
    BlockKind.PARAGRAPH: "paragraph",
    BlockKind.SUBHEADING: "heading between",
    BlockKind.LIST_ITEM: "entry of a list",
    BlockKind.QUOTE: "quote set apart",
    BlockKind.TABLE_ROW: "row of a table",
    BlockKind.CAPTION: "picture text",
    BlockKind.BYLINE: "who wrote it",
    BlockKind.PUBLISHER: "publisher",
    BlockKind.DATELINE: "date",
    BlockKind.CREDIT: "photo credit",
    BlockKind.OTHER: "something else",
}
_LONG = 240
_PANEL = 380


class ArticlePage(Page):
    """First where the text comes from, then what it is, with undo.

    ``lesson`` is one that was made before: its text stays, all else may change.
    """

    lesson_made = Signal(object)

    help_topic = "teacher"

    def __init__(
        self,
        appearance: Appearance,
        shelf: LessonShelf,
        lesson: Lesson | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._shelf = appearance, shelf
        self._old = lesson
        self._draft: LessonDraft | None = None
        self._is_showing = False
        self.history = History(self._take)
        self.header = PageHeader(
            appearance, "A lesson from an article", back_name="Back to the desk"
        )
        self.header.back_requested.connect(self.back_requested)
        self.undo_button = icon_button(appearance, "undo", "Undo", key="Ctrl+Z")
        self.redo_button = icon_button(appearance, "redo", "Redo", key="Ctrl+Shift+Z")
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        for button in (self.undo_button, self.redo_button):
            self.header.add_right(button)
        self.banner: Banner = Banner(appearance)
        self._stack = QStackedWidget()
        self.source = ArticleSource(appearance)
        self.source.article_read.connect(self.show_article)
        self.source.refused.connect(self.show_error)
        self._stack.addWidget(self.source)
        self._stack.addWidget(self._make_preview())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        self._show_undo()
        if lesson is not None:
            self.show_article(lesson.article, lesson)

    # -- what it is -----------------------------------------------------------------------------

    def _make_preview(self) -> QWidget:
        appearance, page = self._appearance, QWidget()
        self.blocks = QListWidget()
        self.blocks.setAccessibleName("The article, block by block")
        self.blocks.setItemDelegate(SentenceRows(appearance, self.blocks))
        self.blocks.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.blocks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.blocks.currentRowChanged.connect(self._show_kind)
        self.kind = ChoiceRow(
            appearance, "What is the chosen block?", list(KINDS.items()), optional=False
        )
        self.kind.chosen.connect(self._retype)
        self.count = TextLabel(appearance, "", Role.SMALL)
        left = QVBoxLayout()
        left.setContentsMargins(20, 16, 16, 16)
        left.setSpacing(10)
        left.addWidget(self.count)
        left.addWidget(ListBox(appearance, self.blocks), 1)
        left.addWidget(self.kind)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._make_details())
        return page

    def _make_details(self) -> QWidget:
        appearance = self._appearance
        self.fields = {
            "title": self._line("Title of the lesson"),
            "byline": self._line("Who wrote the article"),
            "publisher": self._line("Where it was published"),
            "date": self._line("When (year-month-day)"),
        }
        self.instructions = QPlainTextEdit()
        self.instructions.setProperty("field", True)
        self.instructions.setTabChangesFocus(True)
        self.instructions.setAccessibleName(_INSTRUCTIONS)
        self.instructions.setFixedHeight(92)
        self.ties = Check(appearance, "Students say who says what")
        self.ties.setChecked(True)
        self.details = Check(appearance, "Students answer the questions on each mark")
        self.certain = Check(appearance, "Students say how sure they are")
        self.certain.setChecked(True)
        self.other = Button(appearance, "Another article")
        self.other.clicked.connect(self._ask_for_another)
        self.make = Button(appearance, "Keep it and write its key", kind=ButtonKind.PRIMARY)
        self.make.clicked.connect(self.make_lesson)
        for name, field in self.fields.items():
            PageUndo(field)
            field.editingFinished.connect(lambda verb=_FIELD_WORDS[name]: self._settle(verb))
        PageUndo(self.instructions)
        self.instructions.installEventFilter(self)
        for check in (self.ties, self.details, self.certain):
            check.toggled.connect(lambda _on=False, c=check: self._settle(c.words))
        scroll = ScrollColumn(spacing=6)
        for name, words in _FIELD_WORDS.items():
            scroll.column.addWidget(TextLabel(appearance, words, Role.SMALL))
            scroll.column.addWidget(self.fields[name])
        scroll.column.addWidget(TextLabel(appearance, _INSTRUCTIONS, Role.SMALL))
        scroll.column.addWidget(self.instructions)
        for check in (self.ties, self.details, self.certain):
            scroll.column.addWidget(check)
        scroll.column.addStretch(1)
        panel = QWidget()
        panel.setFixedWidth(_PANEL)
        column = QVBoxLayout(panel)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(heading(appearance, "About it"))
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
        known = article.metadata
        made = lesson or self._shelf.own_lesson(article)
        draft = LessonDraft(
            article=article,
            title=made.title,
            byline=known.byline,
            publisher=known.publisher,
            date=known.date.isoformat() if known.date else "",
            instructions=lesson.instructions if lesson else self.instructions.toPlainText(),
            ties=bool(lesson.uses.relations) if lesson else self.ties.isChecked(),
            details=bool(lesson.uses.attributes) if lesson else self.details.isChecked(),
            certain=lesson.uses.certainty if lesson else self.certain.isChecked(),
        )
        self.other.setVisible(lesson is None)
        self.history.clear()
        self._show(draft)
        self.blocks.setCurrentRow(0)
        self._show_kind(0)
        self._stack.setCurrentIndex(1)
        self._show_undo()
        self.blocks.setFocus()

    @property
    def article(self) -> Article | None:
        """The article with its blocks as they are named now; None before one was read."""
        return self._draft.article if self._draft is not None else None

    def _ask_for_another(self) -> None:
        self._stack.setCurrentIndex(0)
        self._show_undo()

    # -- undo -------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back, what is being typed included."""
        self._settle_all()
        self.history.undo()
        self._show_undo()

    def redo(self) -> None:
        """Take the step again that was taken back."""
        self.history.redo()
        self._show_undo()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What students are to do is taken over on leaving the field."""
        if watched is self.instructions and event.type() == QEvent.Type.FocusOut:
            self._settle(_INSTRUCTIONS)
        return False

    def _settle_all(self) -> None:
        for name, field in self.fields.items():
            if field.hasFocus():
                self._settle(_FIELD_WORDS[name])
        self._settle(_INSTRUCTIONS)

    def _settle(self, verb: str, article: Article | None = None) -> None:
        """Take over what is written as one step, where it is new."""
        if self._draft is None or self._is_showing:
            return
        now = LessonDraft(
            article=article or self._draft.article,
            **{name: field.text() for name, field in self.fields.items()},
            instructions=self.instructions.toPlainText(),
            ties=self.ties.isChecked(),
            details=self.details.isChecked(),
            certain=self.certain.isChecked(),
        )
        if step := DraftStep(verb, self._draft, now):
            self._draft = now
            self.history.push(step)
            self._show_undo()

    def _take(self, step: DraftStep) -> DraftStep:
        self._show(step.after)
        return step

    def _show(self, draft: LessonDraft) -> None:
        """Put a draft into the fields."""
        self._is_showing = True
        old, self._draft = self._draft, draft
        for name, field in self.fields.items():
            if field.text() != getattr(draft, name):
                field.setText(getattr(draft, name))
        if self.instructions.toPlainText() != draft.instructions:
            self.instructions.setPlainText(draft.instructions)
        self.ties.setChecked(draft.ties)
        self.details.setChecked(draft.details)
        self.certain.setChecked(draft.certain)
        if old is None or old.article is not draft.article:
            self._list_blocks()
            self._show_kind(self.blocks.currentRow())
        self._is_showing = False

    def _show_undo(self) -> None:
        is_on = self._stack.currentIndex() == 1
        show_history(self.history, self.undo_button, self.redo_button, may=is_on)

    # -- the blocks -------------------------------------------------------------------------------

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
            self._settle_all()
            self._settle("what a block is", retyped(self.article, row, kind))
            self._list_blocks()

    def make_lesson(self) -> None:
        """Hand over the lesson as it is written here; what is missing is said."""
        if self.article is None:
            return
        try:
            self.lesson_made.emit(self._lesson(self.article))
        except AnnotatorError as error:
            self.show_error(error)

    def _lesson(self, article: Article) -> Lesson:
        values = {name: field.text() for name, field in self.fields.items()}
        article = with_details(
            article,
            title=values["title"],
            byline=values["byline"],
            publisher=values["publisher"],
            date=_date(values["date"]),
        )
        return own_lesson(
            self._shelf,
            article,
            title=values["title"],
            instructions=self.instructions.toPlainText(),
            relations=tuple(RelationKind) if self.ties.isChecked() else (),
            with_attributes=self.details.isChecked(),
            certainty=self.certain.isChecked(),
            base=self._old,
        )

    def show_error(self, error: AnnotatorError) -> None:
        """Say in the banner what could not be done."""
        self.banner.show_error(error, Tone.CAREFUL)


_INSTRUCTIONS = "What students are to do"
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
