"""The work that is open: its page, what was handed in of it, what came back, the next try."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from annotator.model.attempt import AttemptState, Student
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.services.data.writer import WriterState
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import OpenWork, Studying
from annotator.ui.app.work_places import WorkPlaces
from annotator.ui.article.preferences import PreferencesInUse
from annotator.ui.article.vocabulary import plural
from annotator.ui.transfer.on_demand import TransferOnDemand
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind, icon_button
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.main_window import MainWindow

if TYPE_CHECKING:
    from annotator.ui.app.handed_in import HandInFiles
    from annotator.ui.marking.page import StudentPage
    from annotator.ui.marking.receipt_panel import HandInReceipt
    from annotator.ui.returned.showing import ReturnedPages


#: How often time at work is counted, in seconds.
_TICK = 15


class TimeAtWork(QObject):
    """Counts in steps of fifteen seconds, between ``start`` and ``stop``."""

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._seconds = 0
        self._clock = QTimer(self, interval=_TICK * 1000)
        self._clock.timeout.connect(self._count)

    def start(self) -> None:
        """Count from now on."""
        self._clock.start()

    def stop(self) -> None:
        """Count no longer; what was counted stays."""
        self._clock.stop()

    def take(self) -> int:
        """The seconds since this was last asked."""
        seconds, self._seconds = self._seconds, 0
        return seconds

    def _count(self) -> None:
        if self._window.isActiveWindow():
            self._seconds += _TICK


class AttemptController(QObject):
    """One attempt at a time. A draft is shown to be marked; what was handed in as it came back,
    or as it was given away. ``hand_ins`` is the folder of the files."""

    def __init__(
        self,
        window: MainWindow,
        appearance: Appearance,
        studying: Studying,
        shelf: LessonShelf,
        preferences: PreferencesInUse,
        transfer: TransferOnDemand,
        error_reporter: ErrorReporter,
        hand_ins: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._appearance, self._preferences = window, appearance, preferences
        self._studying, self._shelf = studying, shelf
        self._transfer, self._error_reporter = transfer, error_reporter
        self._hand_ins = hand_ins
        self.work: OpenWork | None = None
        self.page: StudentPage | None = None
        """The page to mark on; None while there is none, or what came back is read."""
        self._files: HandInFiles | None = None
        self._returned: ReturnedPages | None = None
        self._time = TimeAtWork(window, self)
        self._places = WorkPlaces(studying, self)
        self._saving: tuple[WriterState, AnnotatorError | None] = (WriterState.SAVED, None)

    # -- opening and leaving -----------------------------------------------------------------

    def open(self, student: Student, lesson: Lesson) -> None:
        """Open a lesson with the marks that are here. AnnotatorError where it can't be opened."""
        work = self._studying.open_work(student, lesson)
        self.leave()
        self._show(work)

    def open_try_before(self, student: Student, lesson: Lesson) -> None:
        """Open the try before the draft: its reasons where they may be read, else its marks."""
        work = self._studying.open_work(student, lesson)
        before = self._studying.try_before(work)
        self.leave()
        self._show(before or work)

    def _show(self, work: OpenWork) -> None:
        self.work = work
        fault: AnnotatorError | None = None
        if work.attempt.state is not AttemptState.DRAFT:
            try:
                if not self._waits_to_be_asked(work) and self._show_reasons(work):
                    return
            except AnnotatorError as error:
                # The marks as they were handed in can be looked at all the same.
                fault = error
        self._show_marking(work)
        if fault is not None:
            self._error_reporter.show(fault)

    def leave(self) -> None:
        """Close what is open; what is on its way to the disk goes on."""
        if self._returned is not None and self._returned.page is not None:
            self._returned.leave()
            self.work = None
        if self.page is None or self.work is None:
            return
        self.page.flush()
        self._places.leave()
        left = self.work
        self._keep_time(left)
        page = self.page
        self._end_marking()
        self._window.pages.drop(page)
        self.work = None
        if self._transfer.made is not None:
            self._transfer.made.left(left)

    def flush(self) -> None:
        """Take over what is being typed on the open page."""
        if self.page is not None:
            self.page.flush()

    def _reopen(self, work: OpenWork) -> None:
        self.leave()
        self._show(work)

    # -- marking -----------------------------------------------------------------------------

    def _show_marking(self, work: OpenWork) -> None:
        page = self.page = self._make_page(work)
        page.save_status.show_state(*self._saving)
        self._window.banner.hide()
        page.expect(self._window.size())
        self._window.pages.show_first(page, work.lesson.title)
        if work.attempt.state is not AttemptState.DRAFT:
            self._show_receipt(work, page)
            return
        self._time.start()
        self._show_try(work, page)
        if self._transfer.is_offered:
            page.header.save_draft_requested.connect(self._save_draft)
            page.header.show_more()
        if (transfer := self._transfer.for_work(work.student, work.lesson)) is not None:
            transfer.opened(work)
        self._offer_earlier(work, page)
        self._places.opened(work, page)

    def _make_page(self, work: OpenWork) -> StudentPage:
        from annotator.ui.marking.page import StudentPage
        from annotator.ui.marking.session import MarkingSession

        preferences, name = self._preferences, work.student.name
        session = MarkingSession(work.lesson, work.marking)
        page = StudentPage(
            self._appearance, session, student_name=name, settings=preferences.reading()
        )
        session.setParent(page)
        page.reading_requested.connect(lambda: preferences.open_settings(page.tools.reading))
        preferences.reading_changed.connect(page.view.set_settings)
        page.settings_changed.connect(preferences.use_reading)
        page.hand_in_requested.connect(self.hand_in)
        page.send_requested.connect(self._send_to_folder)
        self._wire_hand_in(page)
        page.next_try_requested.connect(self.next_try)
        page.reasons_requested.connect(self._show_reasons_asked)
        page.header.try_before_requested.connect(self._go_to_try_before)
        button = icon_button(self._appearance, "help", "Help", kind=ButtonKind.QUIET)
        button.clicked.connect(lambda: page.help_requested.emit(button))
        page.header.add_right(button)
        return page

    def _offer_earlier(self, work: OpenWork, page: StudentPage) -> None:
        """Where the lesson was given out once more, the marks of before can be brought over."""
        earlier = self._studying.earlier_work(work)
        if earlier is None:
            return

        def bring() -> None:
            page.banner.hide()
            if self.page is page and not len(work.marking):
                self._error_reporter(lambda: self._reopen(self._studying.bring_over(work, earlier)))

        page.banner.show_message(
            f"You have marked this text before: {plural(earlier.marks, 'mark')}.",
            kept="Your earlier work stays as it is.",
            todo="You can go on with those marks here.",
            action="Bring my marks over",
        )
        page.banner.action_requested.connect(bring)

    def _save_draft(self) -> None:
        if (transfer := self._transfer.get()) is not None:
            transfer.save_draft()

    def _keep_time(self, work: OpenWork) -> None:
        self._studying.add_seconds(work, self._time.take())

    def _end_marking(self) -> None:
        self._places.forget()
        self._time.stop()
        self.page = None

    def show_saving(self, state: WriterState, error: AnnotatorError | None) -> None:
        """How far what was marked is on its way to the disk."""
        self._saving = (state, error)
        if self.page is not None:
            self.page.save_status.show_state(state, error)

    # -- handing in --------------------------------------------------------------------------

    def hand_in(self) -> None:
        """Close the attempt that is open and keep its file with the student's other ones."""
        work, page = self.work, self.page
        if work is None or page is None or work.attempt.state is not AttemptState.DRAFT:
            return
        page.flush()
        self._places.leave()
        self._error_reporter(lambda: self._hand_in(work, page))

    def _hand_in(self, work: OpenWork, page: StudentPage) -> None:
        self._keep_time(work)
        handed = self._studying.hand_in(work, self._transfer.card_of(work.student))
        closed = self.work = dataclasses.replace(work, attempt=handed.attempt)
        self._hand_in_files().keep(handed)
        if (transfer := self._transfer.for_work(work.student, work.lesson)) is not None:
            transfer.handed_in(closed)
        self._show_receipt(closed, page)
        # The reasons come after all that matters more: the file is there whatever they do.
        if not self._waits_to_be_asked(closed) and self._show_reasons(closed, just_handed_in=True):
            self._end_marking()
        else:
            announce(page, f"Handed in, {plural(len(work.marking), 'mark')}. Your marks are kept.")

    def _hand_in_files(self) -> HandInFiles:
        """Made with the first hand-in that is looked at; a start never needs them."""
        if self._files is None:
            from annotator.ui.app.handed_in import HandInFiles

            self._files = HandInFiles(
                self._window, self._studying, self._hand_ins, self._transfer, self._error_reporter
            )
        return self._files

    def _wire_hand_in(self, page: StudentPage | ReturnedPages) -> None:
        """What a page with a receipt asks for; it has one only while work is open."""
        page.show_file_requested.connect(self._show_file)
        page.save_copy_requested.connect(self._save_copy)
        page.put_there_changed.connect(self._keep_put_there)

    def _show_file(self) -> None:
        if self.work is not None:
            self._hand_in_files().show_folder(self.work)

    def _save_copy(self) -> None:
        if self.work is not None:
            self._hand_in_files().save_copy(self.work)

    def _keep_put_there(self, done: bool) -> None:
        if self.work is not None:
            self._hand_in_files().keep_put_there(self.work, done)

    def _show_receipt(self, work: OpenWork, page: StudentPage) -> None:
        page.show_receipt(self._receipt(work))

    def _receipt(self, work: OpenWork) -> HandInReceipt:
        receipt = self._hand_in_files().receipt(work, may_go_on=True)
        return dataclasses.replace(receipt, may_see_reasons=self._waits_to_be_asked(work))

    def show_receipt_again(self) -> None:
        """Something is known now that was not: how far the hand-in is on its way."""
        if self.page is not None and self.work is not None and self.page.receipt is not None:
            self.page.receipt.show_receipt(self._receipt(self.work))
        if self._returned is not None:
            self._returned.show_state_again()

    def _send_to_folder(self) -> None:
        """Put the hand-in that is open into the class folder, once more where it has gone."""
        if self.work is not None and (transfer := self._transfer.get()) is not None:
            transfer.handed_in(self.work)

    # -- what came back, and the next try ------------------------------------------------------

    def _returned_pages(self) -> ReturnedPages:
        """Made with the first work that was handed in; a start never needs it."""
        if self._returned is None:
            from annotator.services.review.practice import Practice
            from annotator.ui.returned.showing import ReturnedPages

            practice = Practice(self._studying, self._shelf.load, self._shelf.has)
            pages = ReturnedPages(
                self._window,
                self._appearance,
                self._preferences,
                practice,
                self._returned_receipt,
                self._titles,
                self._transfer,
                self,
            )
            pages.try_again_requested.connect(self.next_try)
            self._wire_hand_in(pages)
            self._returned = pages
        return self._returned

    def _titles(self) -> dict[str, str]:
        """What the lessons of the program are called, by id."""
        cards = (card for card in self._shelf.cards() if card.shipped and not card.fault)
        return {card.lesson_id: card.title for card in cards}

    def _returned_receipt(self) -> HandInReceipt:
        assert self.work is not None
        return self._hand_in_files().receipt(self.work, may_go_on=False)

    def _show_reasons(self, work: OpenWork, *, just_handed_in: bool = False) -> bool:
        """Show what may be read of a try that was handed in; False where nothing may yet."""
        pages, card = self._returned_pages(), self._transfer.card_of(work.student)
        if not pages.show(work, just_handed_in=just_handed_in, card=card):
            return False
        assert pages.page is not None
        if (newer := self._studying.newer_try(work)) is not None:
            pages.page.again.set_label(f"Go on with try {newer.number}")
        return True

    def _waits_to_be_asked(self, work: OpenWork) -> bool:
        return self._returned_pages().practice.waits_to_be_asked(work)

    def _show_reasons_asked(self) -> None:
        """The reasons of practice without a mark: the student wants to see them all the same."""
        work = self.work

        def show() -> None:
            if work is not None and self._waits_to_be_asked(work) and self._show_reasons(work):
                self._end_marking()

        self._error_reporter(show)

    def _last_time(self, work: OpenWork) -> str:
        """How the try before this one came out, where its reasons were read."""
        last = self._studying.kept_try(work.attempt.supersedes)
        return f"{last.named} of {last.required} found" if last is not None else ""

    def _show_try(self, work: OpenWork, page: StudentPage) -> None:
        if work.attempt.number > 1:
            page.header.show_try(work.attempt.number, self._last_time(work))

    def _go_to_try_before(self) -> None:
        work = self.work
        if work is not None:
            self._error_reporter(lambda: self.open_try_before(work.student, work.lesson))

    def next_try(self) -> None:
        """Go on marking after a hand-in: a new try that begins with the same marks."""
        work = self.work
        if work is not None and self._error_reporter(
            lambda: self._reopen(self._studying.next_try(work))
        ):
            self._show_new_try()

    def _show_new_try(self) -> None:
        if self.page is None or self.work is None:
            return
        number, last = self.work.attempt.number, self._last_time(self.work)
        self.page.banner.show_message(
            f"This is try {number}. It begins with the marks of try {number - 1}.",
            kept=f"Try {number - 1} is kept as you handed it in" + (f": {last}." if last else "."),
            todo="Change what you like, then hand in again.",
        )
