"""Between the desk's page and the services: shows how things stand, does what is asked."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.model.moments import utc_now
from annotator.services.classes.desk import TeacherDesk
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.review.figures import Figures
from annotator.services.review.rule_change import note_shown, rule_change
from annotator.ui.desk.assigning import Assigning
from annotator.ui.desk.build import desk_data
from annotator.ui.desk.card_printing import CardPrinting
from annotator.ui.desk.hand_ins import HandIns
from annotator.ui.desk.lists import ClassLists
from annotator.ui.desk.model import DeskData, Waiting
from annotator.ui.desk.own_terms import OneStudent
from annotator.ui.desk.page import DeskPage
from annotator.ui.desk.passphrase_steps import PassphraseSteps
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.error_reporter import ErrorReporter

if TYPE_CHECKING:
    from annotator.services.data.data_file import DataFile
    from annotator.services.data.desk_lock import DeskLock
    from annotator.services.exchange.taking_in import TakingIn


#: Lessons whose papers a sample class has, by number of the shelf.
_SAMPLE_LESSONS = 3


class DeskController(QObject):
    """Owns no window: sheets open over the page. What other pages do is asked for by signals."""

    def __init__(
        self,
        appearance: Appearance,
        page: DeskPage,
        desk: TeacherDesk,
        shelf: LessonShelf,
        data: DataFile,
        *,
        taking_in: TakingIn | None = None,
        lock: DeskLock | None = None,
        now: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        super().__init__(page)
        self._appearance, self._page, self._desk = appearance, page, desk
        self._shelf, self._file = shelf, data
        self._now = now
        self._error_reporter = ErrorReporter(lambda: page.banner)
        self.hand_ins = HandIns(
            appearance, page, desk, shelf, taking_in, self._came_in, self._error_reporter
        )
        self.assigning = Assigning(appearance, page, desk, now, self.show, self._error_reporter)
        self.one_student = OneStudent(appearance, page, desk, now, self.show, self._error_reporter)
        self.cards = CardPrinting(page, desk, data, self.hand_ins.shown, self._error_reporter)
        self.lists = ClassLists(appearance, page, desk, self.show, self._error_reporter)
        self.passphrase: PassphraseSteps | None = None
        if lock is not None:
            self.passphrase = PassphraseSteps(appearance, page, lock, lambda: desk.teacher_name)
        self._figures: Figures | None = None
        self._is_done = self._is_covered = False
        self._class_id = ""
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._look_on)
        page.class_chosen.connect(self.choose_class)
        page.sample_requested.connect(self.make_sample)
        page.sample_removal_requested.connect(self.remove_sample)
        page.passphrase_requested.connect(self.set_passphrase)
        page.name_given.connect(self.sign_as)

    # -- showing -------------------------------------------------------------------------------

    def show(self, class_id: str = "") -> None:
        """Show the desk as it stands now: lists at once, what needs papers compared after that."""

        def act() -> None:
            self._is_covered = False
            self._class_id = class_id or self._class_id or self._desk.last_class()
            self._figures = self._desk.figures(self._class_id) if self._class_id else None
            self._is_done = self._figures is None
            self._page.show_data(self._data())
            self._show_rule_change()
            if self._figures is not None:
                self._timer.start()

        self._error_reporter(act)

    def _show_rule_change(self) -> None:
        """Once: that a new grading rule counts work again, and what stays as it was."""
        changed = rule_change(self._file)
        if changed is not None:
            note_shown(self._file)
            self._page.banner.show_message(changed.text)

    @property
    def is_settled(self) -> bool:
        """Whether everything that the page says has been worked out."""
        return self._is_done and not self._timer.isActive()

    def stop(self) -> None:
        """Look through no more papers, since another page is shown."""
        self._is_covered = True
        self._timer.stop()

    def _came_in(self) -> None:
        """Show what came in; a desk that is covered shows it when it is seen again."""
        if not self._is_covered:
            self.show()

    def _data(self) -> DeskData:
        return desk_data(
            self._desk.overviews(),
            self._class_id,
            figures=self._figures,
            is_done=self._is_done,
            guide=self._shelf.guide,
            cards=self._desk.cards(),
            now=self._now(),
            teacher=self._desk.teacher_name,
            waiting=self._waiting(),
            tab=self._page.tab,
        )

    def _waiting(self) -> Waiting:
        unfiled = self._desk.filing.unfiled()
        return Waiting(
            unknown=self._desk.unknown_hands(),
            unfiled=sum(len(each.sha256s) for each in unfiled if not each.is_aside),
            aside=sum(len(each.sha256s) for each in unfiled if each.is_aside),
            names=len(self._desk.rosters.known_names()),
        )

    def _look_on(self) -> None:
        if self._figures is None:
            self._timer.stop()
            return
        self._is_done = self._figures.step()
        if self._is_done:
            self._timer.stop()
            self._error_reporter(lambda: self._page.update_figures(self._data()))

    def choose_class(self, class_id: str) -> None:
        """Look at another class."""
        self._desk.choose_class(class_id)
        self.show(class_id)

    def sign_as(self, name: str) -> None:
        """Keep how the teacher is called; the page asks no more."""

        def act() -> None:
            self._desk.set_teacher_name(name)
            self._page.ask_name(False)
            self.show()

        self._error_reporter(act)

    # -- classes -------------------------------------------------------------------------------

    def make_sample(self) -> None:
        """Make the class of made-up students and show it."""
        from annotator.services.classes.sample_class import make_sample_class

        def act() -> None:
            # The user's own lesson has its key in the store, not in its file.
            lessons = [
                self._desk.lesson(card.lesson_id)
                for card in self._desk.lessons()
                if card.shipped and card.has_key
            ]
            made = make_sample_class(
                self._file,
                lessons[:_SAMPLE_LESSONS],
                now=self._now(),
            )
            self._desk.choose_class(made.id)
            self.show(made.id)

        self._error_reporter(act)

    def remove_sample(self, class_id: str) -> None:
        """Take the class of made-up students out again, after asking."""
        from annotator.ui.widgets.sheets import ConfirmSheet

        sheet = ConfirmSheet(
            self._appearance,
            "Remove the sample class?",
            "Its made-up students and their papers go, with your decisions and the keys made "
            "from them. Your own classes stay as they are, and you can make a sample class again "
            "at any time.",
            yes="Remove it",
            dangerous=True,
            parent=self._page,
        )

        def act() -> None:
            self._desk.remove_sample(class_id)
            self._class_id = ""
            self.show()

        sheet.confirmed.connect(lambda: self._error_reporter(act))
        sheet.open()

    # -- the passphrase --------------------------------------------------------------------------

    def set_passphrase(self) -> None:
        """Open the sheet that sets, changes or takes away the passphrase."""
        if self.passphrase is not None:
            self.passphrase.ask()
