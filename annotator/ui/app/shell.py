"""One window: who works here, which page is shown, and what is opened.

The pages are built when they are first shown, each by the controller that knows it: the start
page, the work that is open, the teacher's side, help.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.model.attempt import Student
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import OpenWork, Studying
from annotator.ui.app.attempt_controller import AttemptController
from annotator.ui.app.teacher_side import TeacherSide
from annotator.ui.article.preferences import PreferencesInUse
from annotator.ui.transfer.on_demand import TransferOnDemand
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.save_status import SaveNews

if TYPE_CHECKING:
    from annotator.ui.app.file_reading import FileReading, ReadFile
    from annotator.ui.app.start_controller import StartController
    from annotator.ui.help.first_steps import FirstSteps
    from annotator.ui.marking.page import StudentPage
    from annotator.ui.start.article_sheet import ArticleSheet
    from annotator.ui.transfer.student_transfer import StudentTransfer
    from annotator.ui.widgets.patience import Patience


class Shell(QObject):
    """Holds the pages of one window together; knows the services, so that the pages need not."""

    def __init__(
        self,
        window: MainWindow,
        appearance: Appearance,
        studying: Studying,
        shelf: LessonShelf,
        news: SaveNews,
        hand_ins: Path,
        teacher: TeacherSide | None = None,
        make_transfer: Callable[[Shell], StudentTransfer] | None = None,
    ) -> None:
        super().__init__(window)
        self.window, self.appearance = window, appearance
        self.studying, self.shelf = studying, shelf
        self.student: Student | None = None
        """Who works now."""
        self._wanted = ""
        self._shared_folder = ""
        """The class folder of the others here that the student uses now, until that is said."""
        self.error_reporter = ErrorReporter(lambda: window.banner)
        self.preferences = PreferencesInUse(appearance, studying.preferences, self)
        make = (lambda: make_transfer(self)) if make_transfer is not None else None
        self.transfer = TransferOnDemand(studying, make)
        self._start: StartController | None = None
        self._first: FirstSteps | None = None
        self._patience: Patience | None = None
        self._reading: FileReading | None = None
        self.attempt_controller = AttemptController(
            window,
            appearance,
            studying,
            shelf,
            self.preferences,
            self.transfer,
            self.error_reporter,
            hand_ins,
            self,
        )
        window.pages.back_requested.connect(self.show_start)
        window.pages.help_requested.connect(self._show_help_menu)
        window.pages.page_changed.connect(self._end_tour)
        news.changed.connect(self.attempt_controller.show_saving)
        window.closing.connect(self.attempt_controller.leave)
        self._teacher = teacher

    # -- who is here -------------------------------------------------------------------------

    def take_student(self, student: Student | None) -> None:
        """This student works from now on: their theme is used."""
        self.student = student
        shared = self.studying.share_class_folder(student) if student is not None else ""
        self._shared_folder = shared or self._shared_folder
        self.preferences.take(student)
        self.transfer.follow(student)

    def begin_with(self, student: Student | None) -> None:
        """Who worked here last goes on, unless a class card has to be typed first, or others work
        on this computer, too: then the start page asks who it is."""
        needs_card = student is not None and bool(student.card_issue) and self.transfer.is_offered
        is_asked = needs_card or (student is not None and len(self.studying.people()) > 1)
        self.take_student(None if is_asked else student)

    def ask_who(self) -> None:
        """The person who works now leaves, and the start page asks who comes."""
        self.leave_work()
        self.take_student(None)
        self.show_start()

    # -- what is shown -----------------------------------------------------------------------

    @property
    def work(self) -> OpenWork | None:
        """The attempt that is open, if one is."""
        return self.attempt_controller.work

    @property
    def student_page(self) -> StudentPage | None:
        """The page on which a lesson is marked, if one is open."""
        return self.attempt_controller.page

    @property
    def is_at_start(self) -> bool:
        """Whether the start page is what is shown."""
        return self._start is not None and self.window.pages.currentWidget() is self._start.page

    def leave_work(self) -> None:
        """Close what is open; what is on its way to the disk goes on."""
        self.attempt_controller.leave()

    def flush(self) -> None:
        """Take over what is being typed on the open page."""
        self.attempt_controller.flush()

    def show_receipt_again(self) -> None:
        """More is known now of how far a hand-in is on its way."""
        self.attempt_controller.show_receipt_again()

    def show_start(self) -> None:
        """Leave what is open and show the start page as things stand now."""
        self.attempt_controller.leave()
        if self._start is None:
            self._start = self._make_start()
        self._start.refresh(self.student)
        self.window.pages.show_first(self._start.page, "Lessons")

    def _make_start(self) -> StartController:
        from annotator.ui.app.start_controller import StartController

        start = StartController(
            self.appearance,
            self.studying,
            self.shelf,
            self.preferences,
            self.transfer,
            self.error_reporter,
            self,
        )
        start.student_taken.connect(self._begin_with)
        page, transfer = start.page, self.transfer
        page.set_teacher_shown(self._teacher is not None)
        page.lesson_requested.connect(self.open_lesson)
        page.try_before_requested.connect(self.open_try_before)
        page.article_open_requested.connect(self.ask_for_article)
        page.not_me.connect(self.ask_who)
        page.teacher_requested.connect(self.show_teacher)
        page.settings_requested.connect(self.preferences.open_settings)
        page.card_requested.connect(lambda: _do(transfer, lambda made: made.cards.sign_in()))
        page.backups_requested.connect(lambda: _do(transfer, lambda made: made.show_backups()))
        page.folder_requested.connect(lambda: _do(transfer, lambda made: made.show_folder()))
        page.warm_up_requested.connect(lambda: self.first_steps.show_warm_up())
        page.warm_up_put_away.connect(lambda: self.first_steps.put_warm_up_away())
        return start

    def _begin_with(self, who: Student) -> None:
        self.take_student(who)
        self.go_on()
        # Another one may have been here before, who has no class folder to look into.
        self.transfer.start(who)

    def go_on(self) -> None:
        """It is known now who works: open what waited for that, or show the start page."""
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.window.banner.hide()
        is_lesson = self.shelf.has(wanted)
        if not is_lesson or not self.open_lesson(wanted):
            self.show_start()
            if wanted and not is_lesson:
                self.open_path(Path(wanted))
        if self._shared_folder:
            name, self._shared_folder = self._shared_folder, ""
            self.window.banner.show_message(
                f"You use the class folder “{name}”, as the others on this computer do.",
                kept="New lessons come from there, and what you hand in goes there.",
                todo="If it is not your class’s, press your name and choose “Class folder…”.",
                tone=Tone.NOTE,
            )

    def show_teacher(self) -> None:
        """The teacher's page; built on the first visit."""
        if self._teacher is not None:
            self.attempt_controller.leave()
            self._teacher.show()

    @property
    def first_steps(self) -> FirstSteps:
        """Warm-up, help and tours; made when one is first wanted, which a start never does."""
        if self._first is None:
            from annotator.ui.help.first_steps import FirstSteps

            self._first = FirstSteps(self.window, self.preferences, self.shelf, self)
            self._first.start_requested.connect(self.show_start)
            self._first.lesson_requested.connect(self.open_lesson)
        return self._first

    def _show_help_menu(self, button: QWidget) -> None:
        self.first_steps.show_menu(button)

    def _end_tour(self) -> None:
        if self._first is not None:
            self._first.end_tour()

    # -- opening -----------------------------------------------------------------------------

    def open_lesson(self, lesson_id: str) -> bool:
        """Open a lesson of the shelf for the student who works; whether it could be opened."""
        return self.error_reporter(lambda: self.open(self.shelf.load(lesson_id, with_key=False)))

    def open_try_before(self, lesson_id: str) -> bool:
        """Open the try before the one that is being made, to be looked at."""

        def show() -> None:
            if self.student is not None:
                lesson = self.shelf.load(lesson_id, with_key=False)
                self.attempt_controller.open_try_before(self.student, lesson)

        return self.error_reporter(show)

    def open_path(self, path: Path) -> None:
        """Open a lesson file, a lesson folder, an article or work that came back, once it is read.

        The window's banner says why it can't be opened.
        """
        if self._reading is None:
            from annotator.ui.app.file_reading import FileReading

            self.window.show_above_pages(self.patience.panel)
            self._reading = FileReading(self.shelf, self.patience, self)
            self.window.closing.connect(self._reading.close)
        student = self.student

        def opened(read: ReadFile) -> None:
            # Another student who came meanwhile did not ask for it.
            if self.student == student:
                self.error_reporter(lambda: self._open_read(read))

        self._reading.read(path, opened, self.error_reporter.show)

    def _open_read(self, read: ReadFile) -> None:
        transfer = self.transfer.get()
        if read.lesson is None:
            if transfer is not None:
                transfer.files.open(read.path, read.kind, read.file)
            return
        lesson = read.lesson.kept_by(self.studying.keep_lesson)
        if transfer is not None:
            transfer.teacher_words.show_new()
        self.open(lesson)

    @property
    def patience(self) -> Patience:
        """Says what is being opened, where that takes a while."""
        if self._patience is None:
            from annotator.ui.widgets.patience import Patience

            self._patience = Patience(self.appearance, self)
        return self._patience

    def open_dropped(self, paths: list[Path]) -> None:
        """Open what was let go over the window: one after the other, the last is what is seen."""
        for path in paths:
            self.open_path(path)

    def open_wanted(self, wanted: str) -> bool:
        """What the command line named: a lesson of the shelf, or a file or folder.

        It waits until it is known who works here. Whether something is shown now: a lesson, or the
        start page until the file is read.
        """
        if self.student is None:
            self._wanted = wanted
            what = "the lesson" if self.shelf.has(wanted) else f"“{Path(wanted).name}”"
            self.window.banner.show_message(
                "Who is here?", todo=f"Say your name, then {what} is opened.", tone=Tone.NOTE
            )
            return False
        if self.shelf.has(wanted):
            return self.open_lesson(wanted)
        if self.window.page is None:
            self.show_start()
        self.open_path(Path(wanted))
        return True

    def ask_for_article(self) -> ArticleSheet:
        """Let a person paste an article, or go on to choose a file."""
        from annotator.ui.start.article_sheet import ArticleSheet

        sheet = ArticleSheet(self.appearance, self.window)
        sheet.text_given.connect(lambda text: self._open_text(text, sheet))
        sheet.file_requested.connect(self.ask_for_file)
        sheet.open()
        return sheet

    def _open_text(self, text: str, sheet: ArticleSheet) -> None:
        try:
            lesson = self.shelf.open_text(text, keep=self.studying.keep_lesson)
        except AnnotatorError as error:
            sheet.refuse(" ".join(filter(None, (error.happened, error.kept, error.todo))))
            return
        sheet.accept()
        self.error_reporter(lambda: self.open(lesson))

    def ask_for_file(self) -> None:
        """Let a person choose an article or a lesson file to open."""
        from annotator.ui.widgets.file_dialogs import ask_open

        name = ask_open(
            self.window,
            "Open an article, a lesson, marks or work that came back",
            "Articles, lessons, marks, returned work "
            "(*.txt *.lesson *.draft *.return *.returns);;All files (*)",
        )
        if name:
            self.open_path(Path(name))

    def open(self, lesson: Lesson) -> None:
        """Open a lesson for the student who works, after a card was typed and a newer draft fetched
        where that is needed. AnnotatorError where it can't be opened."""
        if self.student is None:
            raise AnnotatorError(
                "Nobody has said yet who works here.", todo="Type your name first."
            )
        transfer = self.transfer.for_work(self.student, lesson)
        if transfer is None:
            self.open_now(lesson)
        else:
            transfer.before_open(lesson, lambda: self.error_reporter(lambda: self.open_now(lesson)))

    def open_now(self, lesson: Lesson) -> None:
        """Open a lesson for the student who works, with the marks that are here."""
        if self.student is not None:
            self.attempt_controller.open(self.student, lesson)

    # -- what is said in the window's banner ---------------------------------------------------

    def show_unexpected_error(self, _kind: str) -> None:
        """Say that an unexpected error was caught; its traceback is in the log."""
        self.window.banner.show_message(
            "Something went wrong inside the program.",
            kept="What you marked is kept.",
            todo="You can go on. If it happens again, close the program, start it again and "
            "tell the person who looks after it: the details are in the log file.",
            tone=Tone.TROUBLE,
        )


def _do(transfer: TransferOnDemand, act: Callable[[StudentTransfer], object]) -> None:
    if (made := transfer.get()) is not None:
        act(made)
