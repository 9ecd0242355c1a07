"""The pages of reviewing: the papers of an assignment, and what they say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.services.classes.desk import TeacherDesk
from annotator.services.exchange.taking_in import TakingIn
from annotator.ui.app.lesson_pages import LessonPages
from annotator.ui.app.teacher_tools import TeacherTools
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.header import add_help
from annotator.ui.widgets.page_stack import PageStack

if TYPE_CHECKING:
    from annotator.ui.report.page import ReportPage
    from annotator.ui.review.opening import ReviewPages
    from annotator.ui.review.page import ReviewPage


class ReviewSection(QObject):
    """A review lies on the desk, its report on the review; of each there is one at a time."""

    assign_requested = Signal(str)
    """This lesson is to be given to a class."""
    entry_requested = Signal(str)
    """Sheets of this assignment are to be typed in, over the review."""

    def __init__(
        self,
        appearance: Appearance,
        tools: TeacherTools,
        desk: TeacherDesk,
        lessons: LessonPages,
        stack: PageStack,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._tools, self._desk = appearance, tools, desk
        self._lessons, self._stack = lessons, stack
        self._pages: ReviewPages | None = None

    def open(self, assignment_id: str) -> None:
        """The papers of an assignment; without a key first the key, built from those papers."""

        def act() -> None:
            given = self._desk.assignment(assignment_id)
            if given is None:
                return
            if self._lessons.has_key(given.lesson_id):
                self.pages.review(assignment_id)
            else:
                self._lessons.open_key(given.lesson_id)

        self._stack.error_reporter(act)

    def open_lesson(self, lesson_id: str) -> None:
        """All that came in for a lesson; where it has no key yet, the key to be written."""

        def act() -> None:
            if self._lessons.has_key(lesson_id):
                self.pages.review_lesson(lesson_id)
            else:
                self._lessons.open_key(lesson_id)

        self._stack.error_reporter(act)

    def disagreements(self, assignment_id: str) -> None:
        """What students of an assignment disagree with, to be answered."""
        from annotator.ui.review.bar import View

        self._stack.error_reporter(
            lambda: self.pages.review(assignment_id).show_view(View.DISAGREEMENTS)
        )

    def ledger(self, assignment_id: str) -> None:
        """What each student of an assignment holds, and what counts now."""
        self._stack.error_reporter(lambda: self._show_ledger(assignment_id))

    def _show_ledger(self, assignment_id: str) -> None:
        from annotator.ui.ledger.page import LedgerPage
        from annotator.ui.review.session import ReviewSession

        given = self._desk.assignment(assignment_id)
        if given is None:
            return
        mine = self._desk.school_class(given.class_id)
        session = ReviewSession(self._desk.review([given]), {mine.id: mine.name})
        page = LedgerPage(
            self._appearance, session, lambda: self._desk.school_class(given.class_id).students
        )
        session.setParent(page)
        page.return_requested.connect(lambda papers: self.pages.returns.ask(page, papers))
        page.review_requested.connect(lambda: self.open(assignment_id))
        page.report_requested.connect(lambda: self.report(assignment_id))
        page.paper_requested.connect(lambda sha256: self._open_paper(assignment_id, sha256))
        page.destroyed.connect(lambda: self.pages.returns.forget(page))
        add_help(self._appearance, page.header, page.help_requested.emit)
        self._stack.close_above_first()
        self._stack.push(page, "The class at work")

    def _open_paper(self, assignment_id: str, sha256: str) -> None:
        self._stack.error_reporter(lambda: self.pages.review(assignment_id).open_paper(sha256))

    def give_back(self, assignment_id: str) -> None:
        """The review of an assignment, with the question where its returns go."""
        self._stack.error_reporter(lambda: self.pages.review_and_return(assignment_id))

    def report(self, assignment_id: str) -> None:
        """What the papers of an assignment say together."""
        self._stack.error_reporter(lambda: self.pages.class_report(assignment_id))

    def notice_new(self) -> None:
        """Hand-ins came in: an open review says so, if some are for it."""
        if self._pages is not None and self._pages.page is not None:
            self._pages.page.new_hand_ins.notice()

    def close(self, timeout: float) -> None:
        """Stop for good: what is on its way to the students gets ``timeout`` seconds."""
        if self._pages is not None:
            self._pages.close(timeout)

    @property
    def pages(self) -> ReviewPages:
        """Reviews, reports and giving back; made when one is first wanted."""
        if self._pages is None:
            from annotator.ui.review.opening import ReviewPages

            tools = self._tools
            self._pages = ReviewPages(
                self._appearance,
                tools.data,
                self._desk.lesson,
                self._show,
                who=lambda: self._desk.teacher_name,
                settings=tools.settings,
                taking_in=TakingIn(tools.data, tools.shelf),
                parent=self,
            )
            self._pages.key_requested.connect(self._lessons.open_key)
            self._pages.assign_requested.connect(self.assign_requested)
            self._pages.back_requested.connect(self._stack.back_to_first)
            self._pages.entry_requested.connect(self.entry_requested)
        return self._pages

    def _show(self, page: ReviewPage | ReportPage, title: str) -> None:
        from annotator.ui.review.page import ReviewPage

        if self._stack.back_to(page):
            return
        add_help(self._appearance, page.header, page.help_requested.emit)
        if isinstance(page, ReviewPage):
            self._stack.close_above_first()
        self._stack.push(page, title)
