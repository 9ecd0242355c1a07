"""The teacher's side: the desk, behind its passphrase, and which way leads where."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.model.errors import AnnotatorError
from annotator.model.work import Assignment
from annotator.services.classes.desk import TeacherDesk
from annotator.services.data.desk_lock import DeskLock, Guard
from annotator.services.data.writer import WriterState
from annotator.services.marking.sheet_entry import SheetEntry
from annotator.ui.app.desk_pages import DeskPages, GivingOut
from annotator.ui.app.lesson_pages import LessonPages
from annotator.ui.app.review_pages import ReviewSection
from annotator.ui.app.teacher_tools import TeacherTools
from annotator.ui.desk.controller import DeskController
from annotator.ui.desk.passphrase_gate import PassphraseGate
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.page_stack import Page, PageStack

_TITLE = "Teacher’s side"


class TeacherPages(QObject):
    """Begins with the desk, behind the passphrase where one is set; all pages are on the window's
    stack. A teacher who was on the student's side is asked for the passphrase again."""

    swap_requested = Signal(object)
    """Another desk takes the place of this one: what is to be done while the data is closed."""
    saving_changed = Signal(object, object)
    """(WriterState, AnnotatorError or None) of the teacher's file."""

    def __init__(self, appearance: Appearance, tools: TeacherTools, stack: PageStack) -> None:
        super().__init__(stack)
        self._appearance, self._tools, self._stack = appearance, tools, stack
        self._lock = DeskLock(tools.data)
        self.desk = TeacherDesk(tools.data, tools.shelf)
        self.lessons = LessonPages(appearance, tools, self.desk, stack, self)
        self.reviews = ReviewSection(appearance, tools, self.desk, self.lessons, stack, self)
        self.reviews.assign_requested.connect(self._assign)
        self.reviews.entry_requested.connect(self._enter_sheets)
        self.desk_pages: DeskPages | None = None
        """The desk, once it was opened."""

    @property
    def page(self) -> Page | None:
        """What is shown."""
        return self._stack.page

    def begin(self) -> None:
        """The desk alone, or the question for its passphrase."""
        self._lock.close()
        if self._lock.guard is Guard.NONE:
            self._open_desk()
            return
        gate = PassphraseGate(self._appearance, self._lock)
        gate.opened.connect(self._unlocked)
        self._stack.show_first(gate, _TITLE)

    def _unlocked(self, with_sheet: bool) -> None:
        self._open_desk()
        if self.controller is not None and self.controller.passphrase is not None:
            self.controller.passphrase.show_opened(with_sheet)

    def _open_desk(self) -> None:
        if self.desk_pages is None:
            self.desk_pages = self._make_desk()
        page = self.desk_pages.page
        self._stack.show_first(page, _TITLE, self.desk_pages)
        if not self.desk.teacher_name:
            page.ask_name(True)

    def _make_desk(self) -> DeskPages:
        made = DeskPages(self._appearance, self._tools, self.desk, self._lock)
        giving = GivingOut(self._tools, self.desk, made, self._stack)
        page = made.page
        page.lesson_requested.connect(self.reviews.open_lesson)
        page.article_requested.connect(self.lessons.make)
        page.try_requested.connect(self.lessons.try_first)
        page.review_requested.connect(self.reviews.open)
        page.disagreements_requested.connect(self.reviews.disagreements)
        page.give_back_requested.connect(self.reviews.give_back)
        page.returns_requested.connect(self.reviews.ledger)
        page.report_requested.connect(self.reviews.report)
        page.give_out_requested.connect(lambda given: giving.lesson_file(given))
        page.sheet_requested.connect(lambda given: giving.marking_sheet(given))
        page.entry_requested.connect(self._enter_sheets)
        made.controller.hand_ins.came_in.connect(self.reviews.notice_new)
        if made.transfer is not None:
            made.transfer.swap_requested.connect(self.swap_requested)
        return made

    @property
    def controller(self) -> DeskController | None:
        """What works behind the desk, once it was opened."""
        return self.desk_pages.controller if self.desk_pages is not None else None

    def _assign(self, lesson_id: str) -> None:
        """Give the lesson to a class, on the desk."""
        self._stack.back_to_first()
        if self.controller is not None:
            self.controller.assigning.assign(self.desk.last_class(), lesson_id)

    def _enter_sheets(self, assignment_id: str) -> None:
        """Type in what students of an assignment marked on paper."""
        given = self.desk.assignment(assignment_id)
        if given is not None:
            self._stack.error_reporter(lambda: self._open_entry(given))

    def _open_entry(self, given: Assignment) -> None:
        from annotator.ui.entry.entry_pages import EntryPages

        tools, lesson = self._tools, self.desk.lesson(given.lesson_id)
        entry = SheetEntry(tools.data, lesson, given, who=self.desk.teacher_name)
        pages = EntryPages(self._appearance, entry, self._stack, settings=tools.reading())
        self.saving_changed.connect(pages.show_saving)
        pages.show()

    def show_saving(self, state: WriterState, error: AnnotatorError | None) -> None:
        """How far what was done here is on its way to the disk."""
        self._stack.show_saving(state, error)
        self.saving_changed.emit(state, error)

    def close_down(self, timeout: float) -> None:
        """Stop for good: work in the background ends within ``timeout`` seconds."""
        self._stack.close_all()
        self.reviews.close(timeout)
        if self.desk_pages is not None:
            self.desk_pages.close(timeout)
            self._stack.drop(self.desk_pages.page)
