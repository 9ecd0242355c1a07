"""What the desk does with hand-ins: takes them in, and asks whose those of unknown hands are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from annotator.model.errors import AnnotatorError
from annotator.services.classes.desk import TeacherDesk
from annotator.services.lessons.shelf import LessonShelf
from annotator.ui.article.vocabulary import plural
from annotator.ui.desk.page import DeskPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.file_dialogs import ask_open_many
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.worker import ShownWork

if TYPE_CHECKING:
    from annotator.model.received import Arrival
    from annotator.model.work import KnownName
    from annotator.services.exchange.collecting import CollectReport
    from annotator.services.exchange.filing import FilingChoice
    from annotator.services.exchange.taking_in import TakingIn
    from annotator.ui.desk.place_sheet import NoClass, PlaceSheet, UnknownHand
    from annotator.ui.widgets.report_sheet import ReportSheet


class HandIns(QObject):
    """``refresh`` shows the desk again, if it is seen; ``error_reporter`` does something and shows
    what went wrong.

    Files are read in a thread: a folder on a network may take its time, and the window lives on.
    """

    came_in = Signal()
    """Hand-ins or disagreements that are new were taken in."""

    def __init__(
        self,
        appearance: Appearance,
        page: DeskPage,
        desk: TeacherDesk,
        shelf: LessonShelf,
        taking_in: TakingIn | None,
        refresh: Callable[[], None],
        error_reporter: ErrorReporter,
    ) -> None:
        super().__init__(page)
        self._appearance, self._page, self._desk, self._shelf = appearance, page, desk, shelf
        self._refresh, self._error_reporter = refresh, error_reporter
        self._taking_in = taking_in
        self.shown = ShownWork(page.progress, self)
        page.hand_ins_requested.connect(self.look_for_hand_ins)
        self._last_report: CollectReport | None = None
        page.banner.action_requested.connect(self.read_report)
        page.banner.message_shown.connect(self._forget_report)
        page.waiting_requested.connect(self.place_hands)

    def look_for_hand_ins(self) -> None:
        """Ask for hand-ins, or the archive of a learning platform, and take in what is new."""
        if self._taking_in is None or self.shown.is_busy:
            return
        names = ask_open_many(
            self._page, "Look for hand-ins", "Hand-ins (*.handin *.reply *.zip);;All files (*)"
        )
        if names:
            self.take_in([Path(name) for name in names])

    def take_in(self, paths: Sequence[Path]) -> bool:
        """Take in hand-ins from files, folders or archives, and say in the end what became of
        each; False where that is going on already."""
        if self._taking_in is None or self.shown.is_busy:
            return False
        take, chosen = self._taking_in, list(paths)
        self._page.banner.hide()
        return self.shown.start(
            "Taking in hand-ins",
            lambda progress, cancelled: take.collect(
                chosen, progress=progress, cancelled=cancelled
            ),
            self._collected,
            self._failed,
        )

    def refresh(self) -> None:
        """Show the desk again."""
        self._error_reporter(self._refresh)

    def _collected(self, report: CollectReport) -> None:
        self._error_reporter(self._refresh)
        self._show_collected(report)
        if report.new or report.disagreements:
            self.came_in.emit()

    def _failed(self, error: AnnotatorError) -> None:
        self._error_reporter(self._refresh)
        self._page.banner.show_error(error)

    def place_hands(self) -> PlaceSheet:
        """Open the sheet that says whose hand-ins are, and where those count that fit nowhere."""
        from annotator.ui.desk.place_sheet import PlaceSheet

        titles = {card.lesson_id: card.title for card in self._shelf.cards()}
        students = [
            (who.id, f"{who.name} · {school_class.name}")
            for school_class in self._desk.classes()
            for who in school_class.students
            if not school_class.is_sample
        ]
        sheet = PlaceSheet(
            self._appearance,
            self._unknown_hands(titles),
            students,
            self._desk.filing.unfiled(),
            titles,
            known_names=self._known_names(dict(students)),
            parent=self._page,
        )
        sheet.kept.connect(self._place)
        sheet.open()
        return sheet

    def _known_names(self, students: dict[str, str]) -> list[tuple[KnownName, str]]:
        known = self._desk.rosters.known_names()
        return [(name, students[who.id]) for name, who in known if who.id in students]

    def _unknown_hands(self, titles: dict[str, str]) -> list[UnknownHand]:
        from annotator.ui.desk.place_sheet import UnknownHand

        files: dict[str, list[Arrival]] = {}
        filing = self._desk.filing
        for each in filing.waiting():
            files.setdefault(each.hand, []).append(each)
        return [
            UnknownHand(
                hand=hand,
                name=each[0].student_name,
                detail=f"{plural(len(each), 'hand-in')} · {titles.get(each[0].lesson_id, '')}",
                sha256s=tuple(arrival.sha256 for arrival in each),
                likely=tuple(who.id for who in filing.suggestions(each[0])),
            )
            for hand, each in files.items()
            # A file that was added by itself has no hand that could be placed.
            if not hand.startswith("file:")
        ]

    def _place(
        self,
        hands: list[tuple[str, str]],
        filed: list[tuple[tuple[str, ...], FilingChoice | NoClass]],
        taken_back: list[KnownName],
    ) -> None:
        def act() -> None:
            for name in taken_back:
                self._desk.rosters.forget_name(name)
            for hand, student_id in hands:
                self._desk.filing.place(hand, student_id)
            for sha256s, where in filed:
                self._file(sha256s, where)
            self._refresh()
            if self._last_report is not None:
                # What the banner says of hands that are not known may be over.
                waiting = {each.sha256 for each in self._desk.filing.waiting()}
                known = tuple(each for each in self._last_report.unknown if each.sha256 in waiting)
                self._show_collected(replace(self._last_report, unknown=known))

        self._error_reporter(act)

    def _file(self, sha256s: tuple[str, ...], where: FilingChoice | NoClass) -> None:
        from annotator.ui.desk.place_sheet import NoClass

        filing = self._desk.filing
        if where is NoClass.ASIDE:
            filing.keep_aside(sha256s)
        elif where is NoClass.ASK:
            filing.ask_again(sha256s)
        else:
            self._desk.count_with(sha256s, where)

    def _show_collected(self, report: CollectReport) -> None:
        from annotator.services.exchange.collect_report import came_in_text

        new = {each.sha256 for each in report.new}
        to_file = [s for u in self._desk.filing.unfiled() for s in u.sha256s if s in new]
        text = came_in_text(report, to_file=len(to_file))
        self._page.banner.show_message(
            text.happened,
            kept=text.kept,
            todo=text.todo,
            tone=Tone.CAREFUL if text.has_faults else Tone.GOOD,
            action="Read the report…",
        )
        self._last_report = report

    def _forget_report(self) -> None:
        """Something else stands in the banner now, and its button may mean something else."""
        self._last_report = None

    def read_report(self) -> ReportSheet | None:
        """Open the whole report of what came in, if the banner tells of it."""
        if self._last_report is None:
            return None
        from annotator.services.exchange.collect_report import report_lines, report_table, summary
        from annotator.ui.widgets.report_sheet import ReportSheet

        report = self._last_report
        sheet = ReportSheet(
            self._appearance,
            "What came in",
            summary(report),
            report_lines(report),
            table=lambda: report_table(report),
            parent=self._page,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()
        return sheet
