"""Going from page to page; each page is built when it is first shown."""

from __future__ import annotations

import dataclasses
import datetime
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.model.attempt import AttemptState, Student
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.services.lessons import LessonShelf
from annotator.services.studying import OpenWork, Studying
from annotator.services.writer import WriterState
from annotator.ui.likings import Likings
from annotator.ui.look import Look
from annotator.ui.main_window import MainWindow
from annotator.ui.saving import SaveNews, show_state
from annotator.ui.widgets.buttons import ButtonKind, icon_button
from annotator.ui.widgets.messages import Tone
from annotator.ui.words import plural

if TYPE_CHECKING:
    from annotator.files.card_keys import CardKeys
    from annotator.ui.carrying.student import StudentCarrying
    from annotator.ui.start.page import StartPage
    from annotator.ui.student.page import StudentPage
    from annotator.ui.student.receipt_panel import HandInReceipt
    from annotator.ui.student.returned.showing import ReturnedPages
    from annotator.ui.welcome.first_steps import FirstSteps

_log = logging.getLogger(__name__)

#: How often time at work is counted, in seconds, while the window is in front.
_TICK = 15


class Shell(QObject):
    """Holds the pages of one window together; knows the services, so that the pages need not."""

    def __init__(
        self,
        window: MainWindow,
        look: Look,
        studying: Studying,
        shelf: LessonShelf,
        news: SaveNews,
        hand_ins: Path,
        make_teacher: Callable[[], QWidget] | None = None,
        make_carrying: Callable[[Shell], StudentCarrying] | None = None,
        swap_teacher: Callable[[Callable[[], str]], str] | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._look = window, look
        self._studying, self._shelf = studying, shelf
        self._hand_ins = hand_ins
        self._make_teacher = make_teacher
        self._make_carrying = make_carrying
        self._swap_teacher = swap_teacher
        self._carrying: StudentCarrying | None = None
        self.likings = Likings(look, studying, self)
        self._student: Student | None = None
        self._start: StartPage | None = None
        self._work: OpenWork | None = None
        self._page: StudentPage | None = None
        self._returned: ReturnedPages | None = None
        self._teacher: QWidget | None = None
        self._first: FirstSteps | None = None
        self._saving: tuple[WriterState, AnnotatorError | None] = (WriterState.SAVED, None)
        news.changed.connect(self._show_saving)
        self._seconds = 0
        self._clock = QTimer(self, interval=_TICK * 1000)
        self._clock.timeout.connect(self._count_time)
        window.closing.connect(self.leave_work)

    # -- who is here -------------------------------------------------------------------------

    @property
    def student(self) -> Student | None:
        """Who works now."""
        return self._student

    @property
    def window(self) -> MainWindow:
        """The window, for sheets over it and its banner."""
        return self._window

    @property
    def look(self) -> Look:
        """What everything is painted with."""
        return self._look

    @property
    def studying(self) -> Studying:
        """The services of the student's side."""
        return self._studying

    @property
    def shelf(self) -> LessonShelf:
        """The lessons."""
        return self._shelf

    @property
    def work(self) -> OpenWork | None:
        """The attempt that is open, if one is."""
        return self._work

    @property
    def is_at_start(self) -> bool:
        """Whether the start page is what is shown."""
        return self._start is not None and self._window.page is self._start

    @property
    def student_page(self) -> StudentPage | None:
        """The open lesson's page, if one is open."""
        return self._page

    def take_student(self, student: Student | None) -> None:
        """Somebody works from now on: their theme is used."""
        self._student = student
        self.likings.take(student)
        if self._carrying is not None:
            self._carrying.follow(student)

    def begin_with(self, student: Student | None) -> None:
        """Who worked here last goes on, unless a class card has to be typed first."""
        needs_card = student is not None and bool(student.card_issue)
        self.take_student(None if needs_card and self._make_carrying is not None else student)

    # -- cards, the class folder, files ----------------------------------------------------------

    @property
    def carrying(self) -> StudentCarrying | None:
        """What carries files and knows cards; made when first asked for, which a start avoids."""
        if self._carrying is None and self._make_carrying is not None:
            self._carrying = self._make_carrying(self)
        return self._carrying

    def _sign_in(self) -> None:
        if (carrying := self.carrying) is not None:
            carrying.sign_in()

    def _show_folder(self) -> None:
        if (carrying := self.carrying) is not None:
            carrying.show_folder()

    def _save_draft(self) -> None:
        if (carrying := self.carrying) is not None:
            carrying.save_draft()

    def start_carrying(self) -> None:
        """After the first paint: look into the class folder of whoever works, if there is one."""
        student = self._student
        if student and self._studying.setting("class-folder", None, student_id=student.id):
            _ = self.carrying

    def close_carrying(self, timeout: float) -> None:
        """Let what is on its way into the class folder get there."""
        if self._carrying is not None and not self._carrying.close(timeout):
            _log.warning("the class folder did not answer in time")

    def _carrier_for(self, student: Student, lesson: Lesson) -> StudentCarrying | None:
        """What carries this student's work on this lesson; None where nothing is carried."""
        has_folder = self._studying.setting("class-folder", None, student_id=student.id)
        return self.carrying if has_folder or student.card_issue or lesson.task.cards else None

    def _card(self) -> CardKeys | None:
        return self._carrying.card_of(self._student) if self._carrying is not None else None

    # -- the start page ----------------------------------------------------------------------

    def show_start(self) -> None:
        """Leave what is open and show the start page as things stand now."""
        self.leave_work()
        if self._start is None:
            self._start = self._make_start()
        self._guarded(self._refresh_start)
        self._window.show_page(self._start)

    def _make_start(self) -> StartPage:
        from annotator.ui.start.page import StartPage

        page = StartPage(self._look)
        page.set_teacher_shown(self._make_teacher is not None)
        page.lesson_requested.connect(lambda slug: self.open_lesson(slug))
        page.article_open_requested.connect(self.ask_for_file)
        page.teacher_requested.connect(self.show_teacher)
        page.settings_requested.connect(self.likings.open_settings)
        page.student_chosen.connect(self._choose_student)
        page.student_added.connect(self._add_student)
        page.set_carrying_shown(self._make_carrying is not None)
        page.card_requested.connect(self._sign_in)
        page.folder_requested.connect(self._show_folder)
        page.warm_up_requested.connect(lambda: self.first_steps.show_warm_up())
        page.warm_up_put_away.connect(lambda: self.first_steps.put_warm_up_away())
        page.help_requested.connect(lambda button: self.first_steps.show_menu(button))
        return page

    @property
    def first_steps(self) -> FirstSteps:
        """Warm-up, help and tours; made when one is first wanted, which a start never does."""
        if self._first is None:
            from annotator.ui.welcome.first_steps import FirstSteps

            self._first = FirstSteps(self._window, self.likings, self._shelf, self)
            self._first.start_requested.connect(self.show_start)
            self._first.lesson_requested.connect(lambda lesson_id: self.open_lesson(lesson_id))
        return self._first

    def _refresh_start(self) -> None:
        from annotator.ui.start.build import start_data

        assert self._start is not None
        now = datetime.datetime.now().astimezone()
        progress = self._studying.progress(self._student.id) if self._student else ()
        people, cards = self._studying.people(), self._shelf.cards()
        is_warm = self.likings.is_warm()
        data = start_data(people, self._student, cards, progress, now, is_warm=is_warm)
        self._start.show_data(data)

    def _choose_student(self, student_id: str) -> None:
        who = next((who for who in self._studying.people() if who.id == student_id), None)
        if who is None:
            return
        if who.card_issue and (carrying := self.carrying) is not None:
            carrying.enter(who, lambda: self._let_in(who))
        else:
            self._let_in(who)

    def _let_in(self, who: Student) -> None:
        def choose() -> None:
            self._studying.choose(who.id)
            self.take_student(who)

        if self._guarded(choose):
            self.show_start()

    def _add_student(self, name: str) -> None:
        def add() -> None:
            who = self._studying.add_person(name)
            self._studying.choose(who.id)
            self.take_student(who)

        if self._guarded(add):
            self.show_start()

    # -- a lesson ----------------------------------------------------------------------------

    def open_lesson(self, lesson_id: str) -> bool:
        """Open a lesson of the shelf for whoever works now; whether it could be opened."""
        return self._guarded(lambda: self._open(self._shelf.load(lesson_id, with_key=False)))

    def open_path(self, path: Path) -> bool:
        """Open a lesson file, a lesson folder, an article or work that came back; whether it
        could be opened."""

        def load() -> None:
            if (carrying := self.carrying) is not None and carrying.files.open(path):
                return
            lesson = self._shelf.open_file(path, keep=self._studying.keep_lesson)
            self._open(lesson)

        return self._guarded(load)

    def open_dropped(self, paths: list[Path]) -> None:
        """Open what was let go over the window: one after the other, the last is what is seen."""
        for path in paths:
            self.open_path(path)

    def say_given_back(self, teacher: str, student_name: str) -> None:
        """Say that work came back, in the banner."""
        self._window.banner.say(
            f"{teacher or 'Your teacher'} has given back work of {student_name}.",
            kept="It is kept with the work.",
            todo="Choose “Read the reasons”.",
        )

    def open_wanted(self, wanted: str) -> bool:
        """What the command line named: a lesson of the shelf, or a file or folder."""
        if self._shelf.has(wanted):
            return self.open_lesson(wanted)
        return self.open_path(Path(wanted))

    def _open(self, lesson: Lesson) -> None:
        if self._student is None:
            raise AnnotatorError(
                "Nobody has said yet who works here.", todo="Type your name first."
            )
        carrying = self._carrier_for(self._student, lesson)
        if carrying is None:
            self.open_now(lesson)
        else:
            carrying.before_open(lesson, lambda: self._open_guarded(lesson))

    def _open_guarded(self, lesson: Lesson) -> None:
        self._guarded(lambda: self.open_now(lesson))

    def open_now(self, lesson: Lesson) -> None:
        """Open a lesson for whoever works now, with the marks that are here."""
        if self._student is None:
            return
        work = self._studying.open_work(self._student, lesson)
        self.leave_work()
        self._show_work(work)

    def _show_work(self, work: OpenWork) -> None:
        self._work = work
        fault: AnnotatorError | None = None
        if work.attempt.state is not AttemptState.DRAFT:
            try:
                if self._returned_pages().show(work, card=self._card()):
                    return
            except AnnotatorError as error:
                # The marks as they were handed in can be looked at all the same.
                fault = error
        self._show_marking(work)
        if fault is not None:
            self.tell(fault)

    def _show_marking(self, work: OpenWork) -> None:
        from annotator.ui.student.page import StudentPage
        from annotator.ui.student.session import MarkingSession

        session = MarkingSession(work.lesson, work.marking)
        page = StudentPage(
            self._look,
            session,
            student_name=work.student.name,
            settings=self.likings.reading(),
        )
        session.setParent(page)
        page.back_requested.connect(self.show_start)
        page.reading_requested.connect(lambda: self.likings.open_settings(page.tools.reading))
        self.likings.reading_changed.connect(page.view.set_settings)
        page.settings_changed.connect(self.likings.use_reading)
        page.hand_in_requested.connect(self.hand_in)
        page.show_file_requested.connect(self.show_file)
        page.save_copy_requested.connect(self.save_copy)
        page.next_try_requested.connect(self.next_try)
        page.put_there_changed.connect(self._keep_put_there)
        button = icon_button(self._look, "help", "Help", kind=ButtonKind.QUIET)
        button.clicked.connect(lambda: self.first_steps.show_menu(button))
        page.header.add_right(button)
        self._work, self._page = work, page
        show_state(page.save_status, *self._saving)
        self._window.banner.hide()
        self._window.show_page(page, work.lesson.title)
        page.send_requested.connect(self.send_to_folder)
        if work.attempt.state is not AttemptState.DRAFT:
            self._show_receipt(work, page)
            return
        self._clock.start()
        if self._make_carrying is not None:
            page.save_draft_requested.connect(self._save_draft)
            page.show_more()
        if (carrying := self._carrier_for(work.student, work.lesson)) is not None:
            carrying.opened(work)
        self._offer_earlier(work, page)

    def _offer_earlier(self, work: OpenWork, page: StudentPage) -> None:
        """Where the lesson was given out anew, the marks of before can be brought over."""
        earlier = self._studying.earlier_work(work)
        if earlier is None:
            return

        def bring() -> None:
            page.banner.hide()
            if self._page is page and not len(work.marking):
                self._guarded(lambda: self._reopen(self._studying.bring_over(work, earlier)))

        page.banner.say(
            f"You have marked this text before: {plural(earlier.marks, 'mark')}.",
            kept="Your earlier work stays as it is.",
            todo="You can go on with those marks here.",
            action="Bring my marks over",
        )
        page.banner.action_requested.connect(bring)

    def leave_work(self) -> None:
        """Close the open lesson; what is on its way to the disk goes on."""
        if self._first is not None:
            self._first.left()
        if self._returned is not None and self._returned.page is not None:
            self._returned.leave()
            self._work = None
        if self._page is None or self._work is None:
            return
        self._page.flush()
        self._clock.stop()
        self._studying.add_seconds(self._work, self._seconds)
        left, self._seconds = self._work, 0
        self._window.drop_page(self._page)
        self._page = self._work = None
        if self._carrying is not None:
            self._carrying.left(left)

    def flush(self) -> None:
        """Take over what is being typed on the open page."""
        if self._page is not None:
            self._page.flush()

    def hand_in(self) -> None:
        """Close the attempt that is open and keep its file beside the student's other ones."""
        work, page = self._work, self._page
        if work is None or page is None or work.attempt.state is not AttemptState.DRAFT:
            return
        page.flush()

        def give() -> None:
            from annotator.services.studying import keep_file

            self._studying.add_seconds(work, self._seconds)
            self._seconds = 0
            handed = self._studying.hand_in(work, self._card())
            closed = dataclasses.replace(work, attempt=handed.attempt)
            self._work = closed
            keep_file(self._hand_ins, handed)
            if (carrying := self._carrier_for(work.student, work.lesson)) is not None:
                carrying.handed_in(closed)
            self._show_receipt(closed, page)
            # The reasons come after all that matters more: the file is there whatever they do.
            if self._returned_pages().show(closed, just_handed_in=True):
                self._drop_marking(page)

        self._guarded(give)

    def _drop_marking(self, page: StudentPage) -> None:
        self._clock.stop()
        self._page = None
        self._window.drop_page(page)

    def _returned_pages(self) -> ReturnedPages:
        """Made with the first work that was handed in; a start never needs it."""
        if self._returned is None:
            from annotator.services.practice import Practice
            from annotator.ui.student.returned.showing import ReturnedPages

            practice = Practice(self._studying, self._shelf.load, self._shelf.has)
            pages = ReturnedPages(
                self._window, self._look, self.likings, practice, self._open_receipt, self
            )
            pages.back_requested.connect(self.show_start)
            pages.try_again_requested.connect(self.next_try)
            pages.show_file_requested.connect(self.show_file)
            pages.save_copy_requested.connect(self.save_copy)
            pages.put_there_changed.connect(self._keep_put_there)
            self._returned = pages
        return self._returned

    def _open_receipt(self) -> HandInReceipt:
        assert self._work is not None
        return self._receipt(self._work, may_go_on=False)

    def _show_receipt(self, work: OpenWork, page: StudentPage) -> None:
        page.show_receipt(self._receipt(work, may_go_on=True))

    def _receipt(self, work: OpenWork, *, may_go_on: bool) -> HandInReceipt:
        from annotator.services.studying import keep_file
        from annotator.ui.carrying.words import late_words
        from annotator.ui.student.receipt_panel import HandInReceipt

        assert work.attempt.handed_in is not None
        handed, carrying = self._studying.handed_in(work), self._carrying
        return HandInReceipt(
            file_name=handed.file_name,
            file_path=str(keep_file(self._hand_ins, handed)),
            late=late_words(work.attempt.handed_in, work.lesson.task.due),
            on_its_way=carrying.on_its_way(work) if carrying is not None else "",
            may_send=carrying is not None and carrying.may_send(work),
            handed_in=work.attempt.handed_in,
            marks=len(work.marking),
            attempt=work.attempt.number,
            put_there=bool(self._studying.setting(self._put_there_key(work), False)),
            may_go_on=may_go_on,
        )

    def show_receipt_again(self) -> None:
        """Something is known now that was not: how far the hand-in is on its way."""
        if self._page is not None and self._work is not None and self._page.receipt is not None:
            self._page.receipt.show_receipt(self._receipt(self._work, may_go_on=True))

    def send_to_folder(self) -> None:
        """Put the hand-in that is open into the class folder, once more where it has gone."""
        if self._work is not None and (carrying := self.carrying) is not None:
            carrying.handed_in(self._work)

    @staticmethod
    def _put_there_key(work: OpenWork) -> str:
        return f"put-there-{work.attempt.id}"

    def _keep_put_there(self, done: bool) -> None:
        if self._work is not None:
            self._studying.set_setting(self._put_there_key(self._work), done)

    def show_file(self) -> None:
        """Show the folder with the hand-in file in the system's file manager."""
        if self._work is None:
            return
        work = self._work

        def show() -> None:
            from PySide6.QtCore import QUrl
            from PySide6.QtGui import QDesktopServices

            from annotator.services.studying import keep_file

            path = keep_file(self._hand_ins, self._studying.handed_in(work))
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
                self._window.banner.say(
                    "The folder could not be shown by the system.",
                    kept=f"Your hand-in is the file “{path.name}” in the folder “{path.parent}”.",
                )

        self._guarded(show)

    def save_copy(self) -> None:
        """Let the student put a copy of the hand-in file where the class collects work."""
        if self._work is None:
            return
        handed = self._studying.handed_in(self._work)
        name, _filter = QFileDialog.getSaveFileName(
            self._window, "Save a copy of your hand-in", handed.file_name, "Hand-ins (*.handin)"
        )
        if not name:
            return

        def save() -> None:
            from annotator.files.atomic import write_atomic

            write_atomic(Path(name), handed.file)
            self._window.banner.say(
                f"A copy is saved as “{Path(name).name}”.",
                kept="Your own one stays here, too.",
                tone=Tone.GOOD,
            )

        self._guarded(save)

    def next_try(self) -> None:
        """Go on marking after a hand-in: a new try that begins with the same marks."""
        work = self._work
        if work is not None:
            self._guarded(lambda: self._reopen(self._studying.next_try(work)))

    def _reopen(self, work: OpenWork) -> None:
        self.leave_work()
        self._show_work(work)

    def _count_time(self) -> None:
        if self._window.isActiveWindow():
            self._seconds += _TICK

    def _show_saving(self, state: WriterState, error: AnnotatorError | None) -> None:
        self._saving = (state, error)
        if self._page is not None:
            show_state(self._page.save_status, state, error)

    # -- files and the teacher's side ----------------------------------------------------------

    def ask_for_file(self) -> None:
        """Let a person choose an article or a lesson file to open."""
        name, _filter = QFileDialog.getOpenFileName(
            self._window,
            "Open an article, a lesson, marks or work that came back",
            "",
            "Articles, lessons, marks, returned work "
            "(*.txt *.lesson *.draft *.return *.returns);;All files (*)",
        )
        if name:
            self.open_path(Path(name))

    def show_teacher(self) -> None:
        """The teacher's page; built on the first visit."""
        if self._make_teacher is None:
            return
        self.leave_work()
        if self._teacher is None:

            def make() -> None:
                assert self._make_teacher is not None
                self._teacher = self._make_teacher()
                back = getattr(self._teacher, "back_requested", None)
                if back is not None:
                    back.connect(self.show_start)
                swap = getattr(self._teacher, "swap_requested", None)
                if swap is not None:
                    # Not at once: it is asked for by what goes away with it.
                    swap.connect(lambda act: QTimer.singleShot(0, lambda: self._swap_desk(act)))
                help_wanted = getattr(self._teacher, "help_requested", None)
                if help_wanted is not None:
                    help_wanted.connect(lambda button: self.first_steps.show_menu(button))

            if not self._guarded(make) or self._teacher is None:
                return
        self._window.show_page(self._teacher, "Teacher’s side")

    def _swap_desk(self, act: Callable[[], str]) -> None:
        """Another desk takes the place of this one; the teacher's side is closed meanwhile."""
        if self._teacher is None or self._swap_teacher is None:
            return
        swap, old, self._teacher = self._swap_teacher, self._teacher, None
        self._window.drop_page(old)
        said: list[str] = []
        went_well = self._guarded(lambda: said.append(swap(act)))
        self.show_teacher()
        if went_well:
            self._window.banner.say(said[0], tone=Tone.NOTE)

    # -- trouble -----------------------------------------------------------------------------

    def guarded(self, act: Callable[[], None]) -> bool:
        """Do something that may fail for a reason people can be told; whether it went well."""
        return self._guarded(act)

    def _guarded(self, act: Callable[[], None]) -> bool:
        """Do something that may fail for a reason people can be told; whether it went well."""
        try:
            act()
        except AnnotatorError as error:
            _log.warning("told: %s", error, exc_info=error)
            self.tell(error)
            return False
        return True

    def tell(self, error: AnnotatorError) -> None:
        """Show an error in the window's banner."""
        self._window.banner.say(error.happened, kept=error.kept, todo=error.todo, tone=Tone.TROUBLE)

    def tell_unforeseen(self, _kind: str) -> None:
        """What nobody foresaw, in the banner; its traceback is in the log."""
        self._window.banner.say(
            "Something went wrong inside the program.",
            kept="What you marked is kept.",
            todo="You can go on. If it happens again, start the program anew and tell somebody "
            "who looks after it: the details are in the log file.",
            tone=Tone.TROUBLE,
        )
