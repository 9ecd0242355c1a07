"""From the desk to the review of a lesson's papers, its report, and back out as returns.

The window hands in how a page is shown; the pages are made when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator.model.lesson import Lesson
from annotator.model.work import Assignment
from annotator.services.data.data_file import DataFile
from annotator.services.data.file_names import file_name
from annotator.services.data.preferences import ReadingSettings, TeacherPreferences
from annotator.services.exchange.taking_in import TakingIn
from annotator.services.review.reviewing import Review
from annotator.services.review.together import (
    assignment_of_id,
    class_names,
    given_to_classes,
    reviewed_together,
)
from annotator.ui.report.page import ReportPage
from annotator.ui.review.giving_returns import GivingReturns
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.file_dialogs import ask_save
from annotator.ui.widgets.messages import Banner, Tone

if TYPE_CHECKING:
    from annotator.ui.review.return_sheet import ReturnSheet


class ReviewPages(QObject):
    """Makes the pages of one lesson at a time. ``lesson`` loads one with its key by id."""

    back_requested = Signal()
    """The review was left: its opener shows the desk again."""
    key_requested = Signal(str)
    """The key of this lesson is to be written on."""
    assign_requested = Signal(str)
    """This lesson is to be given to a class."""
    entry_requested = Signal(str)
    """Sheets of this assignment are to be typed in."""

    def __init__(
        self,
        appearance: Appearance,
        data: DataFile,
        lesson: Callable[[str], Lesson],
        show: Callable[[ReviewPage | ReportPage, str], None],
        *,
        who: Callable[[], str] = str,
        settings: Callable[[], ReadingSettings] | None = None,
        taking_in: TakingIn | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._data = appearance, data
        self._lesson, self._show = lesson, show
        self._who, self._settings, self._taking_in = who, settings, taking_in
        self.page: ReviewPage | None = None
        self.report: ReportPage | None = None
        self._session: ReviewSession | None = None
        self._error_reporter = ErrorReporter(self._banner)
        self.returns = GivingReturns(appearance, data, who=who, parent=self)

    # -- opening -------------------------------------------------------------------------------

    def review(self, assignment_id: str) -> ReviewPage:
        """The review that an assignment is part of: of all classes that have this lesson.

        Sample classes stay among themselves. AnnotatorError where it can't be opened.
        """
        given = reviewed_together(self._data, assignment_id)
        return self._open(self._lesson(given[0].lesson_id), given)

    def review_lesson(self, lesson_id: str) -> ReviewPage:
        """The review of all that came in for a lesson, with a class or without one.

        AnnotatorError where it can't be opened.
        """
        given = given_to_classes(self._data, lesson_id)
        page = self._open(self._lesson(lesson_id), given, the_rest=True)
        page.key_requested.connect(lambda: self.key_requested.emit(lesson_id))
        page.assign_requested.connect(lambda: self.assign_requested.emit(lesson_id))
        return page

    def review_and_return(self, assignment_id: str) -> ReviewPage:
        """The review, and over it the question where the returns of this one assignment go.

        It is asked once the papers were looked through; AnnotatorError as in :meth:`review`.
        """
        page = self.review(assignment_id)
        review = page.session.review

        def ask() -> None:
            if self.page is page:
                placed = (
                    (row.sha256, review.papers.assignment(row.sha256)) for row in review.papers.rows
                )
                self.give_back([s for s, given in placed if given and given.id == assignment_id])

        page.session.ready.connect(ask, Qt.ConnectionType.SingleShotConnection)
        return page

    def class_report(self, assignment_id: str) -> ReportPage:
        """The report of one assignment's class alone."""
        self._drop()
        given = assignment_of_id(self._data, assignment_id)
        lesson = self._lesson(given.lesson_id)
        review = Review(lesson, [given], self._data, who=self._who())
        return self._show_report(review)

    def _open(
        self, lesson: Lesson, given: Sequence[Assignment], *, the_rest: bool = False
    ) -> ReviewPage:
        self._drop()
        review = Review(lesson, given, self._data, the_rest=the_rest, who=self._who())
        session = ReviewSession(review, class_names(self._data))
        settings = self._settings() if self._settings is not None else None
        page = ReviewPage(
            self._appearance,
            session,
            preferences=TeacherPreferences(self._data),
            settings=settings,
            taking_in=self._taking_in if review.papers.takes_the_rest else None,
        )
        session.setParent(page)
        page.classes.setVisible(
            not the_rest and len(reviewed_together(self._data, given[0].id)) > 1
        )
        page.back_requested.connect(self._leave)
        page.report_requested.connect(lambda: self._show_report(review))
        page.classes_requested.connect(self._choose_classes)
        page.return_requested.connect(self.give_back)
        page.sheets_requested.connect(self._enter_sheets)
        page.destroyed.connect(lambda: self._forget_page(session))
        self.page = page
        self._session = session
        self._show(page, f"Review · {lesson.title}")
        return page

    def _forget_page(self, session: ReviewSession) -> None:
        """A page that its window deleted must not be shown again."""
        if self._session is session:
            if self.page is not None:
                self.returns.forget(self.page)
            self.page = self._session = None

    def _show_report(self, review: Review) -> ReportPage:
        from annotator.services.review.class_reports import ReportMaker

        settings = self._settings() if self._settings is not None else None
        maker = ReportMaker(review, self._data)
        report = ReportPage(self._appearance, maker, class_names(self._data), settings=settings)
        report.back_requested.connect(self._leave_report)
        report.paper_requested.connect(self._open_paper)
        report.answers_requested.connect(self._open_item)
        report.print_requested.connect(self._print_report)
        self.report = report
        self._show(report, f"Class report · {review.lesson.title}")
        return report

    def _choose_classes(self) -> None:
        """A menu of the classes that have this lesson; those chosen are reviewed from now on."""
        if self.page is None:
            return
        now = self.page.session.review.papers.assignments
        names = class_names(self._data)
        menu = QMenu(self.page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in sorted(
            reviewed_together(self._data, now[0].id), key=lambda a: names.get(a.class_id, "")
        ):
            name = names.get(each.class_id, "") or each.title
            action = QAction(name.replace("&", "&&"), menu, checkable=True)
            action.setChecked(any(given.id == each.id for given in now))
            action.triggered.connect(lambda on, wish=each: self._with_class(wish, on))
            menu.addAction(action)
        button = self.page.classes
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _enter_sheets(self) -> None:
        """Type in sheets of the class that is reviewed; a menu asks where there are several."""
        if self.page is None:
            return
        given, names = self.page.session.review.papers.assignments, class_names(self._data)
        if len(given) == 1:
            self.entry_requested.emit(given[0].id)
            return
        menu = QMenu(self.page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Sheets of which class")
        for each in sorted(given, key=lambda a: names.get(a.class_id, "")):
            name = names.get(each.class_id, "") or each.title
            action = menu.addAction(f"Sheets of {name}".replace("&", "&&"))
            action.triggered.connect(lambda _on=False, id=each.id: self.entry_requested.emit(id))
        button = self.page.table.enter
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _with_class(self, given: Assignment, wanted: bool) -> None:
        if self.page is None:
            return
        review = self.page.session.review
        left = [each for each in review.papers.assignments if each.id != given.id]
        chosen = [*left, given] if wanted else left
        if chosen:
            self._error_reporter(lambda: self._open(review.lesson, chosen))

    # -- between the pages -----------------------------------------------------------------------

    def _open_paper(self, sha256: str) -> None:
        page = self._page_again()
        if page is not None:
            page.open_paper(sha256)

    def _open_item(self, item_id: str) -> None:
        page = self._page_again()
        if page is not None:
            page.open_item(item_id)

    def _page_again(self) -> ReviewPage | None:
        """The review of what the report tells of, shown; opened where it isn't yet."""
        report, self.report = self.report, None
        if self.page is None and report is not None:
            review = report.review
            self._open(
                review.lesson, review.papers.assignments, the_rest=review.papers.takes_the_rest
            )
        if self.page is not None:
            self._show(self.page, f"Review · {self.page.session.review.lesson.title}")
        return self.page

    def _leave_report(self) -> None:
        self.report = None
        if self.page is not None:
            self._show(self.page, f"Review · {self.page.session.review.lesson.title}")
        else:
            self._leave()

    def _leave(self) -> None:
        self._drop()
        self.back_requested.emit()

    def _drop(self) -> None:
        """Forget the pages; the page stack deletes them when others take their place."""
        if self.page is not None:
            self.page.page_closed()
            self.returns.forget(self.page)
        self.page = self.report = self._session = None

    # -- giving back -----------------------------------------------------------------------------

    def give_back(self, sha256s: Sequence[str]) -> ReturnSheet | None:
        """Ask where the returns of these papers go."""
        return self.returns.ask(self.page, sha256s) if self.page is not None else None

    def close(self, timeout: float) -> None:
        """Stop for good: what is on its way to the students gets ``timeout`` seconds."""
        self.returns.close(timeout)
        if self.page is not None:
            self.page.page_closed()

    # -- paper -----------------------------------------------------------------------------------

    def _print_report(self) -> None:
        report = self.report
        if report is None or report.shown is None:
            return
        wanted = file_name(
            "Class report",
            ", ".join(report.shown.classes),
            report.review.lesson.title,
            suffix=".pdf",
        )
        name = ask_save(report, "Print the class report", wanted, "PDF (*.pdf)")
        if name:
            self.print_report(Path(name))

    def print_report(self, path: Path) -> bool:
        """Write the class report as a PDF, without names where the page hides them."""
        from annotator.ui.printing.class_report import write_class_report

        def act() -> None:
            report = self.report
            assert report is not None
            assert report.shown is not None
            write_class_report(
                path, report.review.lesson, report.shown, with_names=report.shows_names
            )
            report.banner.show_message(f"The report is saved as “{path.name}”.", tone=Tone.GOOD)

        return self._error_reporter(act)

    def _banner(self) -> Banner | None:
        shown = self.report or self.page
        return shown.banner if shown is not None else None
