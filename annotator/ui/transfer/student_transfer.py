"""A student's files on their way: class cards, the class folder, moving drafts, files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from annotator.model.attempt import AttemptState, Student
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.services.classes.cards import is_of_the_class
from annotator.services.data.backups import Backups
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import Carried, HandInState, StudentFolder
from annotator.services.exchange.folder_intake import TakenIn
from annotator.services.exchange.folder_look import Found, Who
from annotator.services.exchange.moving_drafts import MovingDrafts
from annotator.services.exchange.my_backups import MyBackups
from annotator.services.exchange.reply_folder import ReplyFolder
from annotator.services.marking.studying import OpenWork
from annotator.ui.article.vocabulary import plural
from annotator.ui.transfer.drafts import DraftMoves
from annotator.ui.transfer.files import FileOpening
from annotator.ui.transfer.folder_life import FolderLife
from annotator.ui.transfer.folder_sheet import FolderSheet
from annotator.ui.transfer.host import TransferHost
from annotator.ui.transfer.my_backups import BringingBack
from annotator.ui.transfer.on_its_way import state_text
from annotator.ui.transfer.signing_in import SigningIn
from annotator.ui.transfer.teacher_words import TeacherWords
from annotator.ui.widgets.file_dialogs import ask_save
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.sheets import ConfirmSheet
from annotator.ui.widgets.worker import DataWorker


class StudentTransfer(QObject):
    """Made when a card, a class folder or a file is first wanted. ``folder`` is where the data
    lies."""

    def __init__(
        self,
        host: TransferHost,
        data: DataFile,
        folder: Path,
        backups: Backups,
    ) -> None:
        super().__init__(host.window)
        self._host = host
        self._report = host.error_reporter.show
        self.worker = DataWorker(data, self)
        self.set_aside = folder / "set-aside"
        self.life = FolderLife(self.worker, self.set_aside, parent=self)
        self.life.looked.connect(self._show_found)
        self.cards = SigningIn(host, data, self)
        self.drafts = DraftMoves(host, self.cards, self.worker, self.set_aside, self)
        self.files = FileOpening(host, self.cards, self.drafts, self.worker, self.join)
        self.bringing_back = BringingBack(host, self.worker, MyBackups(backups, data), self)
        self.teacher_words = TeacherWords(host.window, data, self.life.look_again, self)
        self._other_draft_shown = ""
        self.follow(host.student)

    def close(self, timeout: float = 5.0) -> bool:
        """Finish what waits; whether that could be done in time."""
        self.life.follow(None)
        return self.worker.close(timeout)

    def follow(self, student: Student | None) -> None:
        """This student works from now on: their class folder is looked into."""
        self.cards.follow(student)
        has_folder = student is not None and self.folder_path(student) is not None
        self.life.follow(
            Who(student, self.cards.card_of(student))
            if student is not None and has_folder
            else None
        )

    # -- a lesson is opened, handed in, left -------------------------------------------------------

    def before_open(self, lesson: Lesson, then: Callable[[], object]) -> None:
        """Ask for the card where the lesson wants one, about one that is none of the class's, and
        for a newer draft; then go on."""
        student = self._host.student
        if student is None:
            return
        if lesson.task.cards and not student.card_issue and not self._without(lesson, student):
            self.cards.ask(
                "Your class works with class cards. With yours, your teacher sees for sure that "
                "the work is yours, and you can go on with it at another computer.",
                name=student.name,
                then=lambda: self.before_open(lesson, then),
                without=lambda: self._go_without(lesson, student, then),
            )
            return
        if not is_of_the_class(lesson.task, student) and not self._with_other(lesson, student):
            self._ask_about_card(lesson, student, then)
            return
        self.drafts.before_open(student, lesson, then)

    def _ask_about_card(
        self, lesson: Lesson, student: Student, then: Callable[[], object]
    ) -> ConfirmSheet:
        """The card is none of those for which the lesson was given out: a wrong one, or new."""
        title = lesson.task.title or lesson.title
        sheet = ConfirmSheet(
            self._host.window.appearance,
            "Is this the right class card?",
            f"“{title}” was given out for other class cards than the one of {student.name}. The "
            "card may be of another class, or a word of it may be another one. If your teacher "
            "gave you this card after the lesson, go on.",
            yes="Go on with this card",
            no="Use another card",
            parent=self._host.window,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def go_on() -> None:
            key = _other_card(lesson)
            self._host.studying.set_setting(key, True, student_id=student.id)
            self.drafts.before_open(student, lesson, then)

        sheet.confirmed.connect(lambda: self._host.error_reporter(go_on))
        sheet.no_button.clicked.connect(lambda: self.cards.sign_in())
        sheet.open()
        return sheet

    def _with_other(self, lesson: Lesson, student: Student) -> bool:
        key = _other_card(lesson)
        return bool(self._host.studying.setting(key, False, student_id=student.id))

    def _without(self, lesson: Lesson, student: Student) -> bool:
        key = f"without-card-{lesson.task.assignment_id}"
        return bool(self._host.studying.setting(key, False, student_id=student.id))

    def _go_without(self, lesson: Lesson, student: Student, then: Callable[[], object]) -> None:
        key = f"without-card-{lesson.task.assignment_id}"
        self._host.studying.set_setting(key, True, student_id=student.id)
        self.drafts.before_open(student, lesson, then)

    def opened(self, work: OpenWork) -> None:
        """A lesson's page is shown: its draft is kept in the class folder from now on."""
        self._other_draft_shown = ""
        if work.attempt.state is AttemptState.DRAFT:
            self.life.keep_draft(work.lesson)

    def left(self, work: OpenWork) -> None:
        """The page goes; what was marked last is put into the folder, too."""
        self.life.keep_draft(None)
        self.drafts.keep_once(work)

    def handed_in(self, work: OpenWork) -> None:
        """Let the hand-in go into the class folder, where there is one."""
        if self.folder_path(work.student) is None:
            return
        self.life.keep_draft(None)
        student, attempt_id, lesson = work.student, work.attempt.id, work.lesson
        card = self.cards.card_of(student)

        def job(data: DataFile) -> None:
            folder = StudentFolder(data)
            state = folder.send(student.id, attempt_id)
            if card is not None and state.carried is Carried.IN_FOLDER:
                drafts = MovingDrafts(data, self.set_aside)
                drafts.clear(folder.folder(student.id), card, student, lesson)

        self.worker.run(job, lambda _none: self.life.hurry(), self._report)

    def on_its_way(self, work: OpenWork) -> str:
        """What is known of a hand-in in the class folder; empty where it doesn't go there."""
        if self.folder_path(work.student) is None:
            return ""
        state = self.life.state_of(work.attempt.id)
        return state_text(state) or "It is not in your class folder yet."

    def may_send(self, work: OpenWork) -> bool:
        """Whether "Put it into the class folder" makes sense: it isn't there and doesn't wait."""
        if self.folder_path(work.student) is None:
            return False
        state = self.life.state_of(work.attempt.id)
        return state is None or state.carried is Carried.GONE

    def has_folder(self, work: OpenWork) -> bool:
        """Whether this student's work goes through a class folder."""
        return self.folder_path(work.student) is not None

    def send_reply(self, work: OpenWork, file: bytes, done: Callable[[HandInState], None]) -> None:
        """Let what the student disagrees with go into the class folder; ``done`` hears how far."""
        student_id, attempt_id = work.student.id, work.attempt.id

        def sent(state: HandInState) -> None:
            done(state)
            self.life.hurry()

        self.worker.run(
            lambda data: ReplyFolder(data).send(student_id, attempt_id, file),
            sent,
            self._report,
        )

    def show_backups(self) -> None:
        """Show the student who works what the backups of this computer hold of theirs."""
        if self._host.student is not None:
            self.bringing_back.show(self._host.student)

    # -- the class folder ----------------------------------------------------------------------

    def folder_path(self, student: Student | None) -> Path | None:
        """Where this student's class folder is; None where there is none."""
        return self._host.studying.class_folder(student) if student is not None else None

    def show_folder(self) -> FolderSheet | None:
        """Open the sheet with the class folder."""
        student = self._host.student
        if student is None:
            return None
        found = self.life.last
        sheet = FolderSheet(
            self._host.window.appearance,
            self.folder_path(student),
            fault=found.fault,
            with_card=self.cards.card_of(student) is not None,
            waiting=sum(each.carried is Carried.WAITING for each in found.states),
            parent=self._host.window,
        )
        sheet.folder_chosen.connect(self.join)
        sheet.leave_requested.connect(self._leave_folder)
        sheet.words_requested.connect(self.teacher_words.show)
        sheet.open()
        return sheet

    def join(self, path: Path) -> None:
        """Use this class folder for the student who works."""
        student = self._host.student
        if student is None:
            self._report(
                AnnotatorError("Nobody has said yet who works here.", todo="Type your name first.")
            )
            return

        def joined(name: str) -> None:
            if self._host.student != student:
                return
            self.follow(student)
            in_use = f"The class folder “{name}” is in use now."
            if not self.teacher_words.show_new(in_use):
                self._host.window.banner.show_message(
                    in_use,
                    kept="New lessons appear on the start page, and what you hand in goes there.",
                    tone=Tone.GOOD,
                )

        self.worker.run(lambda data: self._join(data, student, path), joined, self._report)

    def _join(self, data: DataFile, student: Student, path: Path) -> str:
        folder = StudentFolder(data).join(student.id, path)
        return folder.name or folder.path.name

    def _leave_folder(self) -> None:
        student = self._host.student
        if student is None:
            return

        def left(_none: None) -> None:
            self.follow(self._host.student)

        self.worker.run(
            lambda data: StudentFolder(data).leave(student.id),
            left,
            self._report,
        )

    def _show_found(self, found: Found) -> None:
        self._host.show_receipt_again()
        news = self._news(found.taken) if self._host.is_at_start else ""
        if not self.teacher_words.show_new(news):
            if news:
                self._host.window.banner.show_message(news, tone=Tone.NOTE)
            else:
                self.teacher_words.show_refused(found.taken)
        draft, work = found.draft, self._host.work
        if (
            draft is None
            or work is None
            or not draft.there
            or self._other_draft_shown == work.attempt.id
        ):
            return
        self._other_draft_shown = work.attempt.id
        self._host.window.banner.show_message(
            "You have marked this lesson at another computer, too.",
            kept="Both are kept.",
            todo="Go back to the start page and open the lesson again: then you choose.",
            tone=Tone.CAREFUL,
        )

    def _news(self, taken: TakenIn) -> str:
        """What came of the teacher's, in words; the start page lists it then."""
        parts = []
        if taken.lessons:
            count = plural(len(taken.lessons), "new lesson is", "new lessons are")
            parts.append(f"{count} here from your class folder.")
        if taken.returns:
            parts.append(f"{taken.returns[0]} has given back work of yours.")
        if parts:
            self._host.show_start()
        return " ".join(parts)

    # -- as a file -------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """Ask for a place and save the open draft there as a file."""
        work = self._host.work
        if work is None:
            return
        name = ask_save(
            self._host.window,
            "Save your marks as a file",
            f"{work.lesson.title}.draft",
            "Marks not handed in (*.draft)",
        )
        if name:
            self.drafts.save(work, Path(name))


def _other_card(lesson: Lesson) -> str:
    """The setting of a student who goes on with a card that the lesson's file doesn't know."""
    return f"with-other-card-{lesson.task.assignment_id}"
