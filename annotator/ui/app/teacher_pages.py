"""The teacher's side: the desk, behind its passphrase, and which way leads where."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from annotator.model.work import Assignment
from annotator.services.classes.desk import TeacherDesk
from annotator.services.data.passphrase import DeskPassphrase
from annotator.ui.app.desk_pages import DeskPages
from annotator.ui.app.giving_out import GivingOut
from annotator.ui.app.lesson_pages import LessonPages
from annotator.ui.app.review_pages import ReviewSection
from annotator.ui.app.teacher_tools import TeacherTools
from annotator.ui.desk.controller import DeskController
from annotator.ui.desk.passphrase_sheets import PassphraseGate
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.page_stack import PageStack, StackPage


class TeacherPages(PageStack):
    """Begins with the desk, behind the passphrase where one is set.

    Whoever leaves for the student's side finds the desk when they come back, and is asked for the
    passphrase.
    """

    swap_requested = Signal(object)
    """Another desk takes the place of this one: what is to be done while the data is closed."""
    help_requested = Signal(QWidget)
    """The button below which a menu of help may open."""

    def __init__(
        self, appearance: Appearance, tools: TeacherTools, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._tools = appearance, tools
        self._passphrase = DeskPassphrase(tools.data)
        self.desk = TeacherDesk(tools.data, tools.shelf)
        self.lessons = LessonPages(appearance, tools, self.desk, self)
        self.lessons.help_requested.connect(self.help_requested)
        self.reviews = ReviewSection(appearance, tools, self.desk, self.lessons, self)
        self.reviews.help_requested.connect(self.help_requested)
        self.reviews.assign_requested.connect(self._assign)
        self.reviews.entry_requested.connect(self._enter_sheets)
        self.desk_pages: DeskPages | None = None
        """The desk, once it was opened."""
        self._was_away = False
        self._begin()

    def _begin(self) -> None:
        """The desk alone, or the question for its passphrase."""
        if not self._passphrase.is_set:
            self._open_desk()
            return
        self.close_all()
        gate = PassphraseGate(self._appearance, self._passphrase)
        gate.back_requested.connect(self.back_requested)
        gate.opened.connect(self._open_desk)
        self.push(StackPage(gate))

    def _open_desk(self) -> None:
        self.close_all()
        if self.desk_pages is None:
            self.desk_pages = self._make_desk()
        self.push(self.desk_pages.room)
        if not self.desk.teacher_name:
            self.desk_pages.page.ask_name(True)

    def _make_desk(self) -> DeskPages:
        made = DeskPages(self._appearance, self._tools, self.desk, self._passphrase)
        giving = GivingOut(self._tools, self.desk, made, self)
        page = made.page
        page.back_requested.connect(self.back_requested)
        page.help_requested.connect(self.help_requested)
        page.lesson_requested.connect(self.reviews.open_lesson)
        page.article_requested.connect(self.lessons.make)
        page.try_requested.connect(self.lessons.try_first)
        page.review_requested.connect(self.reviews.open)
        page.disagreements_requested.connect(self.reviews.disagreements)
        page.give_back_requested.connect(self.reviews.give_back)
        page.report_requested.connect(self.reviews.report)
        page.give_out_requested.connect(lambda given: giving.lesson_file(given))
        page.sheet_requested.connect(lambda given: giving.marking_sheet(given))
        page.entry_requested.connect(self._enter_sheets)
        if made.transfer is not None:
            made.transfer.swap_requested.connect(self.swap_requested)
        return made

    @property
    def controller(self) -> DeskController | None:
        """What works behind the desk, once it was opened."""
        return self.desk_pages.controller if self.desk_pages is not None else None

    def _assign(self, lesson_id: str) -> None:
        """Give the lesson to a class, on the desk."""
        self.back_to_first()
        if self.controller is not None:
            self.controller.assigning.assign(self.desk.last_class(), lesson_id)

    def _enter_sheets(self, assignment_id: str) -> None:
        """Type in what students of an assignment marked on paper."""
        given = self.desk.assignment(assignment_id)
        if given is not None:
            self.error_reporter(lambda: self._open_entry(given))

    def _open_entry(self, given: Assignment) -> None:
        from annotator.services.marking.sheet_entry import SheetEntry
        from annotator.ui.entry.entry_pages import EntryPages

        tools, lesson = self._tools, self.desk.lesson(given.lesson_id)
        entry = SheetEntry(tools.data, lesson, given, who=self.desk.teacher_name)
        rooms = EntryPages(self._appearance, entry, settings=tools.reading(), parent=self)
        rooms.back_requested.connect(self.back)
        self.push(StackPage(rooms, leave=rooms.flush, saving=rooms.show_saving))

    def close_down(self, timeout: float) -> None:
        """Stop for good: what goes on beside the window ends within ``timeout`` seconds."""
        self.leave()
        self.reviews.close(timeout)
        if self.desk_pages is not None:
            self.desk_pages.close(timeout)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._was_away = True
            self.leave()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self._was_away:
            self._begin()
        self._was_away = False
