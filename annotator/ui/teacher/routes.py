"""The rooms of the teacher's side and the ways between them: the desk, and what opens from it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from annotator.files.sealing import key_ring
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.model.work import Assignment
from annotator.services.cards import ClassCards
from annotator.services.collecting import Collecting
from annotator.services.desk import TeacherDesk
from annotator.services.lessons import LessonShelf
from annotator.services.papers import Papers
from annotator.services.passphrase import DeskPassphrase
from annotator.services.taking_in import TakingIn, teacher_keys
from annotator.services.writer import Writer, WriterState
from annotator.store.database import Database
from annotator.ui.look import Look
from annotator.ui.reading.settings import ReadingSettings
from annotator.ui.teacher.desk.controller import DeskController
from annotator.ui.teacher.desk.page import DeskPage
from annotator.ui.teacher.desk.passphrase_sheets import PassphraseGate
from annotator.ui.widgets.buttons import ButtonKind, icon_button
from annotator.ui.widgets.messages import Banner, Tone

if TYPE_CHECKING:
    from annotator.services.workspace import Workspace
    from annotator.ui.carrying.teacher import TeacherCarrying
    from annotator.ui.teacher.page import TeacherPage
    from annotator.ui.teacher.review.opening import ReviewPages

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherTools:
    """What the rooms work with: one file, one writer, one shelf. ``folder`` is the data folder."""

    database: Database
    writer: Writer
    shelf: LessonShelf
    open_database: Callable[[], Database]
    folder: Path
    workspace: Workspace | None = None
    settings: Callable[[], ReadingSettings] | None = None

    def reading(self) -> ReadingSettings | None:
        """How the article is set."""
        return self.settings() if self.settings is not None else None


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class _Room:
    """``enter`` shows how things stand now; ``leave`` takes over what is typed, each time that
    another room lies over it; ``close`` stops for good. A room that is kept is opened again."""

    page: QWidget
    enter: Callable[[], object] = _nothing
    leave: Callable[[], object] = _nothing
    close: Callable[[], object] = _nothing
    is_kept: bool = False


class TeacherRooms(QStackedWidget):
    """Begins with the desk, behind the passphrase where one is set.

    What is opened lies over what it was opened from; going back shows that again. Whoever leaves
    for the student's side finds the desk when they come back, and is asked for the passphrase.
    """

    back_requested = Signal()
    swap_requested = Signal(object)
    """Another desk takes the place of this one: what is to be done while the data is closed."""
    help_requested = Signal(QWidget)
    """The button below which a menu of help may open."""

    def __init__(self, look: Look, tools: TeacherTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._tools = look, tools
        self._passphrase = DeskPassphrase(tools.database, tools.writer)
        self.desk = TeacherDesk(tools.database, tools.writer, tools.shelf)
        self._trail: list[_Room] = []
        self._desk_room: _Room | None = None
        self._lessons: _Room | None = None
        self._reviews: ReviewPages | None = None
        self.controller: DeskController | None = None
        self.carrying: TeacherCarrying | None = None
        self._was_away = self._is_failing = False
        self._begin()

    # -- the desk --------------------------------------------------------------------------------

    @property
    def room(self) -> QWidget | None:
        """What is shown."""
        return self._trail[-1].page if self._trail else None

    def _begin(self) -> None:
        """The desk alone, or the question for its passphrase."""
        for room in reversed(self._trail):
            self._close(room)
        self._trail.clear()
        if not self._passphrase.is_set:
            self._open_desk()
            return
        gate = PassphraseGate(self._look, self._passphrase)
        gate.back_requested.connect(self.back_requested)
        gate.opened.connect(self._open_desk)
        self._push(_Room(gate))

    def _open_desk(self) -> None:
        for room in reversed(self._trail):
            self._close(room)
        self._trail.clear()
        if self._desk_room is None:
            self._desk_room = self._make_desk()
        self._push(self._desk_room)
        page = self._desk_room.page
        if isinstance(page, DeskPage) and not self.desk.teacher_name:
            page.ask_name(True)

    def _make_desk(self) -> _Room:
        tools, page = self._tools, DeskPage(self._look)
        self.controller = DeskController(
            self._look,
            page,
            self.desk,
            tools.shelf,
            tools.writer,
            cards=lambda: ClassCards(tools.database, tools.writer, key_ring(tools.folder)),
            collecting=lambda: Collecting(
                tools.database, tools.writer, self.desk.lesson, teacher_keys(tools.folder)
            ),
            taking_in=TakingIn(tools.open_database, tools.writer, tools.shelf, tools.folder),
            passphrase=self._passphrase,
        )
        page.back_requested.connect(self.back_requested)
        page.lesson_requested.connect(self.open_lesson)
        page.article_requested.connect(self.make_lesson)
        page.try_requested.connect(self.try_first)
        page.review_requested.connect(self.review)
        page.report_requested.connect(self.report)
        page.give_out_requested.connect(self.give_out)
        page.sheet_requested.connect(self.save_marking_sheet)
        page.help_requested.connect(self.help_requested)
        if tools.workspace is not None:
            self._carry(page, self.controller, tools.workspace)
        return _Room(page, enter=self._enter_desk, leave=self._leave_desk, is_kept=True)

    def _carry(self, page: DeskPage, controller: DeskController, workspace: Workspace) -> None:
        """Class folders, new cards, the desk in a file, backups."""
        from annotator.ui.carrying.teacher import DeskTools, TeacherCarrying

        tools = self._tools
        carried = DeskTools(
            workspace=workspace,
            database=tools.database,
            writer=tools.writer,
            open_database=tools.open_database,
            cards=lambda: ClassCards(tools.database, tools.writer, key_ring(tools.folder)),
        )
        self.carrying = TeacherCarrying(self._look, page, self.desk, controller.hand_ins, carried)
        self.carrying.swap_requested.connect(self.swap_requested)

    def _enter_desk(self) -> None:
        if self.controller is not None:
            self.controller.show()
        if self.carrying is not None:
            self.carrying.start()

    def _leave_desk(self) -> None:
        if self.controller is not None:
            self.controller.stop()
        if self.carrying is not None:
            self.carrying.stop()

    # -- lessons and keys ------------------------------------------------------------------------

    def open_lesson(self, lesson_id: str) -> None:
        """A lesson with its key and its papers; where it has no key yet, the key to be written."""

        def act() -> None:
            if self._has_key(lesson_id):
                self._open_papers(lesson_id)
            else:
                self._open_key(lesson_id)

        self._guarded(act)

    def _has_key(self, lesson_id: str) -> bool:
        from annotator.services.key_versions import KeyVersions

        keys = KeyVersions(self._tools.database, self._tools.writer)
        return keys.key(self.desk.lesson(lesson_id)) is not None

    def _open_papers(self, lesson_id: str) -> None:
        page = self.lesson_page
        if self._lessons is None or page is None:
            self._lessons = self._make_papers(lesson_id)
        elif page.lesson_id != lesson_id and not page.open_lesson(lesson_id):
            return
        self._push(self._lessons)

    @property
    def lesson_page(self) -> TeacherPage | None:
        """The page with a lesson's key and papers, once it was opened."""
        from annotator.ui.teacher.page import TeacherPage

        page = self._lessons.page if self._lessons is not None else None
        return page if isinstance(page, TeacherPage) else None

    def _make_papers(self, lesson_id: str) -> _Room:
        from annotator.ui.teacher.page import TeacherPage

        tools = self._tools
        papers = Papers(tools.database, tools.writer, tools.shelf)
        page = TeacherPage(self._look, papers, first=lesson_id, settings=tools.reading())
        page.back_requested.connect(self.back)
        page.key_requested.connect(self.open_key)
        page.assign_requested.connect(self._assign)
        button = icon_button(self._look, "help", "Help", key="F1", kind=ButtonKind.QUIET)
        button.clicked.connect(lambda: self.help_requested.emit(button))
        page.header.add_right(button)
        return _Room(page, enter=page.refresh, is_kept=True)

    def _assign(self, lesson_id: str) -> None:
        """Give the lesson to a class, on the desk."""
        self._back_to_desk()
        if self.controller is not None:
            self.controller.assign(self.desk.last_class(), lesson_id)

    def open_key(self, lesson_id: str) -> None:
        """The lesson's key, to be written on."""
        self._guarded(lambda: self._open_key(lesson_id))

    def _open_key(self, lesson_id: str) -> None:
        from annotator.services.key_desk import KeyDesk
        from annotator.ui.teacher.key.rooms import KeyRooms

        tools = self._tools
        desk = KeyDesk(tools.database, tools.writer, who=self.desk.teacher_name)
        rooms = KeyRooms(
            self._look, desk, self.desk.lesson(lesson_id), settings=tools.reading(), parent=self
        )
        rooms.back_requested.connect(self.back)
        self._push(_Room(rooms, leave=lambda: rooms.page.flush()))

    def make_lesson(self) -> None:
        """A lesson from an article of the teacher's own; once it is kept, its key."""
        from annotator.services.lesson_making import keep_own_lesson
        from annotator.ui.teacher.key.article_page import ArticlePage

        page = ArticlePage(self._look, self._tools.shelf, parent=self)

        def keep(lesson: Lesson) -> None:
            keep_own_lesson(self._tools.writer, lesson)
            self.desk.forget_lessons()
            self._back_to_desk()
            self._open_key(lesson.id)

        page.back_requested.connect(self.back)
        page.lesson_made.connect(lambda lesson: self._guarded(lambda: keep(lesson)))
        self._push(_Room(page))

    def try_first(self) -> None:
        """The first shipped lesson with a key, marked blind as a student would; kept nowhere."""

        def act() -> None:
            from annotator.ui.teacher.key.try_page import TryPage

            shipped = (card for card in self.desk.lessons() if card.shipped)
            first = next((card for card in shipped if card.has_key), None)
            lesson = self.desk.lesson(first.lesson_id) if first is not None else None
            key = lesson.key if lesson is not None else None
            if lesson is None or key is None:
                return
            page = TryPage(
                self._look, lesson, lambda: key, settings=self._tools.reading(), parent=self
            )
            page.back_requested.connect(self.back)
            page.item_requested.connect(lambda _item: self.open_key(lesson.id))
            self._push(_Room(page))

        self._guarded(act)

    # -- reviewing -------------------------------------------------------------------------------

    def review(self, assignment_id: str) -> None:
        """The papers of an assignment; without a key first the key, built from those papers."""

        def act() -> None:
            given = self._assignment(assignment_id)
            if given is None:
                return
            if not self._has_key(given.lesson_id):
                self._open_key(given.lesson_id)
                return
            self.reviews.review(assignment_id)

        self._guarded(act)

    def _assignment(self, assignment_id: str) -> Assignment | None:
        return next((a for a in self.desk.assignments() if a.id == assignment_id), None)

    def report(self, assignment_id: str) -> None:
        """What the papers of an assignment say together."""
        self._guarded(lambda: self.reviews.class_report(assignment_id))

    @property
    def reviews(self) -> ReviewPages:
        """Reviews, reports and giving back; made when one is first wanted."""
        if self._reviews is None:
            from annotator.ui.teacher.review.opening import ReviewPages

            tools = self._tools
            self._reviews = ReviewPages(
                self._look,
                tools.database,
                tools.writer,
                self.desk.lesson,
                lambda: key_ring(tools.folder),
                self._show_review,
                who=lambda: self.desk.teacher_name,
                settings=tools.settings,
                parent=self,
            )
            self._reviews.back_requested.connect(self._back_to_desk)
        return self._reviews

    def _show_review(self, page: QWidget, _title: str) -> None:
        """A review lies on the desk, its report on the review; of each there is one at a time."""
        from annotator.ui.teacher.review.page import ReviewPage

        if page in [room.page for room in self._trail]:
            while self._trail[-1].page is not page:
                self._close(self._trail.pop())
            self._show(self._trail[-1])
            return
        if isinstance(page, ReviewPage):
            while len(self._trail) > 1:
                self._close(self._trail.pop())
            self._push(_Room(page, close=page.session.stop))
        else:
            self._push(_Room(page))

    # -- giving out ------------------------------------------------------------------------------

    def save_marking_sheet(self, assignment_id: str) -> None:
        """Ask where to put the lesson as a sheet to mark with a pencil, and write it."""
        given = self._assignment(assignment_id)
        if given is None:
            return

        def act() -> None:
            from annotator.ui.printing.marking_sheet import write_marking_sheet

            lesson = self.desk.lesson(given.lesson_id)
            name, _filter = QFileDialog.getSaveFileName(
                self, "Save a sheet to mark on paper", f"{lesson.title}.pdf", "PDF (*.pdf)"
            )
            if name:
                write_marking_sheet(Path(name), lesson)
                self._say(
                    f"The sheet is “{Path(name).name}”.",
                    kept="It holds the article and room for notes, and nothing of the key.",
                    todo="Print it for whoever has no computer.",
                )

        self._guarded(act)

    def give_out(self, assignment_id: str) -> None:
        """Ask where to put the lesson file of an assignment, and write it."""
        given = self._assignment(assignment_id)
        if given is None:
            return

        def act() -> None:
            from annotator.services.publishing import Publishing

            tools = self._tools
            names = {each.id: each.name for each in self.desk.classes()}
            publishing = Publishing(tools.database, tools.writer, key_ring(tools.folder))
            made = publishing.publish(
                self.desk.lesson(given.lesson_id),
                given,
                teacher=self.desk.teacher_name,
                class_name=names.get(given.class_id, ""),
            )
            if self.carrying is not None and self.carrying.give_out(given, made):
                return
            name, _filter = QFileDialog.getSaveFileName(
                self, "Give out the lesson file", made.file_name, "Lessons (*.lesson)"
            )
            if name:
                path = made.write(Path(name))
                self._say(
                    f"The lesson file is “{path.name}”.",
                    kept="It holds the article and the task, and nothing of the key.",
                    todo="Put it where your class finds it.",
                )

        self._guarded(act)

    def _say(self, happened: str, *, kept: str = "", todo: str = "") -> None:
        if self._desk_room is not None and isinstance(self._desk_room.page, DeskPage):
            self._desk_room.page.banner.say(happened, kept=kept, todo=todo, tone=Tone.GOOD)

    # -- going about -----------------------------------------------------------------------------

    def back(self) -> None:
        """To where this was opened from; from the desk to the student's side."""
        if len(self._trail) < 2:
            self.back_requested.emit()
            return
        self._close(self._trail.pop())
        self._show(self._trail[-1])

    def lay_over(self, page: QWidget, back: SignalInstance) -> None:
        """Show a page that is no room of the desk, such as help, until it asks to go ``back``."""
        back.connect(self.back)
        self._push(_Room(page))

    def _back_to_desk(self) -> None:
        while len(self._trail) > 1:
            self._close(self._trail.pop())
        self._show(self._trail[-1])

    def _push(self, room: _Room) -> None:
        if self._trail:
            self._trail[-1].leave()
        self._trail.append(room)
        self._show(room)

    def _show(self, room: _Room) -> None:
        if self.indexOf(room.page) < 0:
            self.addWidget(room.page)
        focus: QWidget | None = self.focusWidget()
        if focus is not None and not room.page.isAncestorOf(focus):
            focus.clearFocus()
        self.setCurrentWidget(room.page)
        self.setFocusProxy(room.page)
        self._guarded(lambda: room.enter())
        now: QWidget | None = self.focusWidget()
        if now is None or not room.page.isAncestorOf(now):
            # Qt would take the first button there is and ring it, as if it had been asked for.
            room.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self, room: _Room) -> None:
        room.leave()
        room.close()
        if room.is_kept:
            return
        self.removeWidget(room.page)
        room.page.hide()
        room.page.deleteLater()

    def leave(self) -> None:
        """Take over what is being typed, and stop what goes on in all rooms."""
        for room in reversed(self._trail):
            room.leave()

    def close_down(self, timeout: float) -> None:
        """Stop for good: what goes on beside the window ends within ``timeout`` seconds."""
        self.leave()
        if self.controller is not None:
            self.controller.hand_ins.background.close(timeout)
        if self.carrying is not None:
            self.carrying.close(timeout)

    def show_saving(self, state: WriterState, error: AnnotatorError | None) -> None:
        """Say on the page that is shown when the disk refuses, and take it back when it is well."""
        banner = self._banner()
        if banner is None:
            return
        if state is WriterState.FAILED:
            self._is_failing = True
            banner.say(
                error.happened if error else "The last change could not be saved.",
                kept="What you did is kept while this window is open.",
                todo="The program goes on trying. Make room on the disk, or plug it in again.",
                tone=Tone.TROUBLE,
            )
        elif state is WriterState.SAVED and self._is_failing:
            self._is_failing = False
            banner.say("Everything is saved now.", tone=Tone.GOOD)

    def _banner(self) -> Banner | None:
        room = self.room
        found = getattr(room, "banner", None) or getattr(
            getattr(room, "page", None), "banner", None
        )
        return found if isinstance(found, Banner) else None

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

    def _guarded(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except AnnotatorError as error:
            _log.warning("told: %s", error, exc_info=error)
            self.tell_error(error)
            return False
        return True

    def tell_error(self, error: AnnotatorError) -> None:
        """Say on the page that is shown what could not be done."""
        banner = self._banner()
        if banner is None:
            raise error
        banner.say(error.happened, kept=error.kept, todo=error.todo, tone=Tone.TROUBLE)
