"""The pages of a lesson: its key to be written, the user's own lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from annotator.model.article import Article
from annotator.model.found_article import FoundArticle
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.services.classes.desk import TeacherDesk
from annotator.services.lessons.key_desk import KeyDesk
from annotator.services.lessons.lesson_making import (
    LessonDraft,
    copy_of,
    found_again,
    has_hand_ins,
    keep_own_lesson,
)
from annotator.services.review.key_versions import KeyVersions
from annotator.ui.app.teacher_tools import TeacherTools
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.page_stack import PageStack
from annotator.ui.widgets.sheets import ConfirmSheet

if TYPE_CHECKING:
    from annotator.ui.importing.reading import Source
    from annotator.ui.key.details_page import LessonDetailsPage


class LessonPages(QObject):
    """Opens them on the stack; each page is made when it is first wanted."""

    def __init__(
        self,
        appearance: Appearance,
        tools: TeacherTools,
        desk: TeacherDesk,
        stack: PageStack,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._tools, self._desk, self._stack = appearance, tools, desk, stack

    def has_key(self, lesson_id: str) -> bool:
        """Whether papers can be counted: the lesson came with a key, or one was written."""
        keys = KeyVersions(self._tools.data)
        return keys.key(self._desk.lesson(lesson_id)) is not None

    def open_key(self, lesson_id: str) -> None:
        """The lesson's key, to be written on."""
        self._stack.error_reporter(lambda: self._open_key(lesson_id))

    def _open_key(self, lesson_id: str) -> None:
        from annotator.ui.key.key_pages import KeyPages

        tools = self._tools
        desk = KeyDesk(tools.data, who=self._desk.teacher_name)
        lesson = self._desk.lesson(lesson_id)
        pages = KeyPages(self._appearance, desk, lesson, self._stack, settings=tools.reading())
        pages.article_requested.connect(lambda: self.change_article(lesson_id))
        pages.show()

    def make(self) -> None:
        """A lesson from an article of the teacher's own; once it is kept, its key."""
        from annotator.ui.importing.source_page import SourcePage

        page = SourcePage(self._appearance)
        page.found.connect(self._show_found)
        self._stack.push(page, "An article for a lesson")

    def change_article(self, lesson_id: str) -> None:
        """What is written about the article of the user's own lesson, to be changed.

        Once work came in the article stays as it is; then a copy is offered.
        """
        self._stack.error_reporter(lambda: self._change_article(lesson_id))

    def _change_article(self, lesson_id: str) -> None:
        lesson = self._desk.lesson(lesson_id)
        if not has_hand_ins(self._tools.data, lesson_id):
            self._change(lesson)
            return
        sheet = ConfirmSheet(
            self._appearance,
            "This article stays as it is",
            "Work on this lesson has come in, and belongs to the article as it was given out. You "
            "can make a copy: a lesson of its own, with the same text and the same key.",
            yes="Make a copy",
            parent=self._stack,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.confirmed.connect(lambda: self._stack.error_reporter(lambda: self._copy(lesson)))
        sheet.open()

    def _copy(self, lesson: Lesson) -> None:
        tools = self._tools
        opened = KeyDesk(tools.data, who=self._desk.teacher_name).open(lesson)
        self._change(copy_of(lesson), opened.key)

    def _show_found(self, source: Source, found: FoundArticle) -> None:
        from annotator.ui.importing.confirm_page import ConfirmPage

        page = ConfirmPage(self._appearance, found, source)
        # What was written of the lesson stays, however often the article is looked at again.
        drafts: list[LessonDraft] = []

        def confirmed(article: Article) -> None:
            details = self._show_details(article, draft=drafts[-1] if drafts else None)
            details.draft_left.connect(drafts.append)

        page.article_confirmed.connect(confirmed)
        self._stack.push(page, "The article")

    def _change(self, old: Lesson, key: AnswerKey | None = None) -> None:
        """The details of a lesson that was made before; its article from there."""
        self._show_details(old.article, old, key)

    def _show_details(
        self,
        article: Article,
        old: Lesson | None = None,
        key: AnswerKey | None = None,
        draft: LessonDraft | None = None,
    ) -> LessonDetailsPage:
        from annotator.ui.key.details_page import LessonDetailsPage

        page = LessonDetailsPage(self._appearance, self._tools.shelf, article, old, draft=draft)

        def keep(lesson: Lesson) -> None:
            keep_own_lesson(self._tools.data, lesson, key)
            self._desk.forget_lessons()
            self._stack.back_to_first()
            self._open_key(lesson.id)

        page.lesson_made.connect(lambda lesson: self._stack.error_reporter(lambda: keep(lesson)))
        if old is None:
            page.article_requested.connect(page.back_requested)
        else:
            page.article_requested.connect(lambda: self._show_article(page))
        self._stack.push(page, "A lesson of your own")
        return page

    def _show_article(self, details: LessonDetailsPage) -> None:
        from annotator.ui.importing.confirm_page import ConfirmPage

        article = details.article
        page = ConfirmPage(self._appearance, found_again(article), fixed=article)

        def confirmed(corrected: Article) -> None:
            details.take_article(corrected)
            self._stack.back()

        page.article_confirmed.connect(confirmed)
        self._stack.push(page, "The article")

    def try_first(self) -> None:
        """The first shipped lesson with a key, marked blind as a student would; kept nowhere."""
        self._stack.error_reporter(self._try_first)

    def _try_first(self) -> None:
        from annotator.ui.key.try_page import TryPage

        shipped = (card for card in self._desk.lessons() if card.shipped)
        first = next((card for card in shipped if card.has_key), None)
        lesson = self._desk.lesson(first.lesson_id) if first is not None else None
        key = lesson.key if lesson is not None else None
        if lesson is None or key is None:
            return
        page = TryPage(self._appearance, lesson, lambda: key, settings=self._tools.reading())
        page.item_requested.connect(lambda _item: self.open_key(lesson.id))
        self._stack.push(page, f"Try it: {lesson.title}")
