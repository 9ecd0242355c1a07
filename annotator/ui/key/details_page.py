"""What a lesson around an article is called, what students are to do, and what is asked of them.

The article was looked over before, part by part. ``lesson_made`` hands over the lesson; the
listener keeps it (:func:`annotator.services.lessons.lesson_making.keep_own_lesson`) and opens its
key.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.model.annotation import RelationKind
from annotator.model.article import Article
from annotator.model.changes import History
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.model.moments import day_text
from annotator.services.lessons.lesson_making import (
    MAX_DETAIL,
    DraftStep,
    LessonDraft,
    own_lesson,
    with_article,
)
from annotator.services.lessons.shelf import LessonShelf
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.columns import ScrollColumn, heading
from annotator.ui.widgets.header import PageHeader, add_help
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.undo import PageUndo, show_history

_TITLE = "Title of the lesson"
_INSTRUCTIONS = "What students are to do"
#: Logical pixels that the fields are wide at the most.
_WIDEST = 760


class LessonDetailsPage(Page):
    """The details of a lesson, with undo.

    ``lesson`` is one that was made before: its text stays, all else may change. ``draft`` is what
    was written before the article was looked at again.
    """

    lesson_made = Signal(object)
    """The Lesson as it is written here."""
    article_requested = Signal()
    """Look at the article again, part by part."""
    draft_left = Signal(object)
    """The page goes; the LessonDraft as it is, for a page that may come after it."""

    help_topic = "teacher"

    def __init__(
        self,
        appearance: Appearance,
        shelf: LessonShelf,
        article: Article,
        lesson: Lesson | None = None,
        *,
        draft: LessonDraft | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._shelf = appearance, shelf
        self._old = lesson
        self._is_showing = False
        self.history = History(self._take)
        self.banner: Banner = Banner(appearance)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        column.addWidget(self.banner)
        column.addWidget(self._make_body(), 1)
        self._draft = self._first_draft(article) if draft is None else with_article(draft, article)
        self._show(self._draft)
        self._show_undo()
        self.title.setFocus()
        self.title.selectAll()

    # -- built once -------------------------------------------------------------------------------

    def _make_header(self) -> PageHeader:
        appearance = self._appearance
        back = "Back" if self._old else "Back to the article"
        header = self.header = PageHeader(appearance, "The lesson", back_name=back)
        header.back_requested.connect(self.back_requested)
        self.undo_button = icon_button(appearance, "undo", "Undo", key="Ctrl+Z")
        self.redo_button = icon_button(appearance, "redo", "Redo", key="Ctrl+Shift+Z")
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        self.make = Button(
            appearance,
            "Keep it and write its key",
            kind=ButtonKind.PRIMARY,
            icon="check",
            key="Ctrl+Return",
        )
        self.make.clicked.connect(self.make_lesson)
        for button in (self.undo_button, self.redo_button, self.make):
            header.add_right(button)
        add_help(appearance, header, self.help_requested.emit)
        return header

    def _make_body(self) -> QWidget:
        appearance = self._appearance
        scroll = ScrollColumn(spacing=8)
        scroll.inside.setMaximumWidth(_WIDEST)
        column = scroll.column
        column.setContentsMargins(28, 20, 28, 20)
        column.addWidget(heading(appearance, "What is asked of students?"))
        column.addWidget(self._make_article_card())
        column.addSpacing(6)
        self.title = QLineEdit()
        self.title.setAccessibleName(_TITLE)
        self.title.setMaxLength(MAX_DETAIL)
        PageUndo(self.title)
        self.title.editingFinished.connect(lambda: self._settle(_TITLE))
        self.instructions = QPlainTextEdit()
        self.instructions.setProperty("field", True)
        self.instructions.setTabChangesFocus(True)
        self.instructions.setAccessibleName(_INSTRUCTIONS)
        self.instructions.setFixedHeight(120)
        PageUndo(self.instructions)
        self.instructions.installEventFilter(self)
        self.ties = Check(appearance, "Students say who says what")
        self.details = Check(appearance, "Students answer the questions on each mark")
        self.certain = Check(appearance, "Students say how sure they are")
        column.addWidget(TextLabel(appearance, _TITLE, Role.SMALL))
        column.addWidget(self.title)
        column.addSpacing(4)
        column.addWidget(TextLabel(appearance, _INSTRUCTIONS, Role.SMALL))
        column.addWidget(self.instructions)
        column.addSpacing(4)
        for check in (self.ties, self.details, self.certain):
            check.toggled.connect(lambda _on=False, c=check: self._settle(c.label))
            column.addWidget(check)
        column.addStretch(1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        scroll.setMaximumWidth(_WIDEST)
        row.addWidget(scroll)
        return whole

    def _make_article_card(self) -> QWidget:
        card = Card(self._appearance)
        self.article_title = ElidedLabel(self._appearance, "", Role.CARD_TITLE, lines=2)
        self.about = TextLabel(self._appearance, "", Role.SMALL, wrap=True)
        text = "Change it…" if self._old else "Look at it again"
        self.look = Button(self._appearance, text, icon="article")
        self.look.set_tip("The article, part by part")
        self.look.clicked.connect(self._ask_for_article)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.article_title)
        texts.addWidget(self.about)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(16)
        row.addLayout(texts, 1)
        row.addWidget(self.look)
        return card

    def _first_draft(self, article: Article) -> LessonDraft:
        lesson = self._old
        if lesson is None:
            return LessonDraft(article=article, title=self._shelf.own_lesson(article).title)
        return LessonDraft(
            article=article,
            title=lesson.title,
            instructions=lesson.instructions,
            ties=bool(lesson.uses.relations),
            details=bool(lesson.uses.attributes),
            certain=lesson.uses.certainty,
        )

    # -- the article ------------------------------------------------------------------------------

    @property
    def article(self) -> Article:
        """The article as it is now."""
        return self._draft.article

    def take_article(self, article: Article) -> None:
        """The article as it was corrected; a lesson that bore its title bears the new one."""
        self._settle_all()
        self.title.setText(with_article(self._draft, article).title)
        self._settle("the article", article)
        self._show_article(article)

    def _ask_for_article(self) -> None:
        self._settle_all()
        self.article_requested.emit()

    def _show_article(self, article: Article) -> None:
        known = article.metadata
        first = article.blocks[0].span.of(article.text)
        self.article_title.setText(known.title or first)
        date = day_text(known.date) if known.date else ""
        parts = plural(len(article.blocks), "part")
        size = f"{plural(article.body_word_count, 'word')} to read, {parts}"
        about = (known.byline, known.publisher, date, size)
        self.about.setText(" · ".join(part for part in about if part))

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

    def page_left(self) -> None:
        self._settle_all()

    def page_closed(self) -> None:
        self.draft_left.emit(self._draft)

    def _settle_all(self) -> None:
        if self.title.hasFocus():
            self._settle(_TITLE)
        self._settle(_INSTRUCTIONS)

    def _settle(self, verb: str, article: Article | None = None) -> None:
        """Take over what is written as one step, where it is new."""
        if self._is_showing:
            return
        now = LessonDraft(
            article=article or self._draft.article,
            title=self.title.text(),
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
        self._draft = draft
        if self.title.text() != draft.title:
            self.title.setText(draft.title)
        if self.instructions.toPlainText() != draft.instructions:
            self.instructions.setPlainText(draft.instructions)
        self.ties.setChecked(draft.ties)
        self.details.setChecked(draft.details)
        self.certain.setChecked(draft.certain)
        self._show_article(draft.article)
        self._is_showing = False

    def _show_undo(self) -> None:
        show_history(self.history, self.undo_button, self.redo_button)

    # -- at the end -------------------------------------------------------------------------------

    def make_lesson(self) -> None:
        """Hand over the lesson as it is written here; what is missing is said."""
        self._settle_all()
        draft = self._draft
        try:
            lesson = own_lesson(
                self._shelf,
                draft.article,
                title=draft.title,
                instructions=draft.instructions,
                relations=tuple(RelationKind) if draft.ties else (),
                with_attributes=draft.details,
                certainty=draft.certain,
                base=self._old,
            )
        except AnnotatorError as error:
            self.show_error(error)
            return
        self.lesson_made.emit(lesson)

    def show_error(self, error: AnnotatorError) -> None:
        """Show in the banner what could not be done."""
        self.banner.show_error(error, Tone.CAREFUL)
