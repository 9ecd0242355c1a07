"""Moving drafts: a newer one is taken, of two that differ one is chosen, one is saved as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.attempt import AttemptState, Student
from annotator.model.errors import AnnotatorError, FolderUnreachable
from annotator.model.lesson import Lesson
from annotator.model.moments import moment_text
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import StudentFolder
from annotator.services.exchange.moving_drafts import (
    Draft,
    DraftsFound,
    DraftStanding,
    MovingDrafts,
    work_in_file,
)
from annotator.services.marking.studying import OpenWork
from annotator.ui.article.vocabulary import plural
from annotator.ui.transfer.host import TransferHost
from annotator.ui.transfer.signing_in import SigningIn
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.sheets import Sheet, fit_height
from annotator.ui.widgets.worker import DataWorker

#: How long work waits for a folder that doesn't answer, in milliseconds.
_PATIENCE_MS = 4000


class DraftChoice(Sheet):
    """Says what each version has; none is chosen by itself and none is lost."""

    chosen = Signal(object)
    """A :class:`Draft` of those there, or None for the one that is here."""

    def __init__(
        self,
        appearance: Appearance,
        found: DraftsFound,
        title: str,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Which marks do you want to go on with?", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self.setMaximumWidth(640)
        self.add_text(
            f"You have marked “{title}” in two places, and each has marks that the other has not. "
            "Choose one. The other is kept as a file on this computer."
        )
        self.buttons_of: list[Button] = []
        if found.here is not None:
            marks = plural(len(found.here.annotations), "mark")
            self._add("On this computer", marks, None)
        for draft in found.there:
            marks = plural(len(draft.submission.annotations), "mark")
            saved = f"{marks} · saved {moment_text(draft.version.saved)}"
            self._add("From elsewhere", saved, draft)
        self.no_button = self.add_button("Not now")
        self.no_button.clicked.connect(self.reject)

    def _add(self, place: str, detail: str, draft: Draft | None) -> None:
        card = Card(self._appearance, edge="accent")
        row = QHBoxLayout(card)
        row.setContentsMargins(18, 12, 14, 12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(TextLabel(self._appearance, place, Role.STRONG))
        words.addWidget(TextLabel(self._appearance, detail, Role.SMALL, wrap=True))
        row.addLayout(words, 1)
        button = Button(self._appearance, "Go on with this")
        button.setAutoDefault(False)
        button.setAccessibleName(f"Go on with this: {place}, {detail}")
        button.clicked.connect(lambda: self._choose(draft))
        row.addWidget(button)
        self.buttons_of.append(button)
        self.body.addWidget(card)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)

    def _choose(self, draft: Draft | None) -> None:
        self.accept()
        self.chosen.emit(draft)


class DraftMoves(QObject):
    """Everything that touches the disk or the folder runs in the worker's thread.

    ``set_aside`` is the folder for versions that were not chosen.
    """

    def __init__(
        self,
        host: TransferHost,
        cards: SigningIn,
        worker: DataWorker,
        set_aside: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._host, self._cards = host, cards
        self._report = host.error_reporter.show
        self._worker, self._set_aside = worker, set_aside

    def _service(self, data: DataFile) -> MovingDrafts:
        return MovingDrafts(data, self._set_aside)

    def before_open(self, student: Student, lesson: Lesson, then: Callable[[], object]) -> None:
        """Take a newer draft of the class folder, or let the student choose; then go on."""
        card = self._cards.card_of(student)
        if card is None or self._host.studying.class_folder(student) is None:
            then()
            return
        # What is open may be this very draft: it must not change under its page.
        self._host.leave_work()
        once = _Once(then, self)

        def look(data: DataFile) -> DraftsFound | None:
            try:
                folder = StudentFolder(data).folder(student.id)
                return self._service(data).look(folder, card, student, lesson)
            except FolderUnreachable:
                # The page says so; what is here can be worked on.
                return None

        def looked(found: DraftsFound | None) -> None:
            if once.is_done:
                return
            if found is None or not found.there:
                once.go()
                return
            once.leave()
            self.settle(found, student, lesson, then)

        def failed(error: AnnotatorError) -> None:
            once.go()
            self._report(error)

        self._worker.run(look, looked, failed)

    def settle(
        self, found: DraftsFound, student: Student, lesson: Lesson, then: Callable[[], object]
    ) -> DraftChoice | None:
        """Take the newer version, or ask which; ``then`` is called when one is in place."""
        if found.standing is DraftStanding.NEWER_THERE:
            self._take(found, student, lesson, found.there[0], then)
            return None
        sheet = DraftChoice(
            self._host.window.appearance, found, lesson.title, parent=self._host.window
        )
        sheet.chosen.connect(lambda draft: self._take(found, student, lesson, draft, then))
        # To decide later means being back at the lessons, not at a page that has gone.
        sheet.rejected.connect(self._host.show_start)
        sheet.open()
        return sheet

    def _take(
        self,
        found: DraftsFound,
        student: Student,
        lesson: Lesson,
        chosen: Draft | None,
        then: Callable[[], object],
    ) -> None:
        card = self._cards.card_of(student)

        def taken(_attempt: object) -> None:
            if self._host.student == student:
                then()

        self._worker.run(
            lambda data: self._service(data).take(found, student, lesson, chosen, card),
            taken,
            self._report,
        )

    def keep_once(self, work: OpenWork) -> None:
        """Put a draft that was left into the class folder, if that loses nothing."""
        student, lesson = work.student, work.lesson
        card = self._cards.card_of(student)
        if (
            card is None
            or work.attempt.state is not AttemptState.DRAFT
            or self._host.studying.class_folder(student) is None
        ):
            return

        def keep(data: DataFile) -> None:
            try:
                folder = StudentFolder(data).folder(student.id)
                self._service(data).keep(folder, card, student, lesson)
            except FolderUnreachable:
                # It is kept here; the next look that reaches the folder says how things stand.
                return

        self._worker.run(keep, lambda _none: None, self._report)

    # -- as a file -----------------------------------------------------------------------------

    def save(self, work: OpenWork, path: Path) -> None:
        """Save the draft of ``work`` as a file, and say so."""
        self._host.flush()

        def saved(_none: None) -> None:
            self._host.window.banner.show_message(
                f"Your marks are saved as “{path.name}”.",
                kept="They stay here, too.",
                todo="Open the file on another computer to go on there.",
                tone=Tone.GOOD,
            )

        attempt_id, lesson = work.attempt.id, work.lesson
        self._worker.run(
            lambda data: self._service(data).save_file(attempt_id, lesson, path),
            saved,
            self._report,
        )

    def open_file(self, path: Path, student: Student) -> None:
        """Go on with a draft from a file; the window says why it can't be read, or that its lesson
        isn't here."""
        card = self._cards.card_of(student)

        def lesson_of(data: DataFile) -> Lesson:
            work = work_in_file(path, card)
            shelf = self._host.shelf.beside(data)
            return shelf.load(work.assignment_id or work.lesson_id, with_key=False)

        def known(lesson: Lesson) -> None:
            if self._host.student == student:
                # What is open may be this very draft: it must not change under its page.
                self._host.leave_work()
                self._compare(path, student, lesson)

        self._worker.run(lesson_of, known, self._report)

    def _compare(self, path: Path, student: Student, lesson: Lesson) -> None:
        """Hold the draft in a file against what is here, and go on with the newer one."""
        card = self._cards.card_of(student)

        def go_on() -> None:
            self._host.error_reporter(lambda: self._host.open_now(lesson))

        def looked(found: DraftsFound) -> None:
            if self._host.student != student:
                return
            if found.there:
                self.settle(found, student, lesson, go_on)
                return
            go_on()
            self._host.window.banner.show_message(
                "What is in this file is here already.",
                kept="Your marks are as they were.",
                tone=Tone.GOOD,
            )

        self._worker.run(
            lambda data: self._service(data).open_file(path, student, lesson, card),
            looked,
            self._report,
        )


class _Once(QObject):
    """Goes on once: when it is told to, or after a while."""

    def __init__(self, then: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._then, self.is_done = then, False
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._timer.timeout.connect(self.go)
        self._timer.start()

    def go(self) -> None:
        """Go on, if that has not happened yet."""
        if not self.is_done:
            self.leave()
            self._then()

    def leave(self) -> None:
        """Another way to go on was found."""
        self.is_done = True
        self._timer.stop()
        self.deleteLater()
