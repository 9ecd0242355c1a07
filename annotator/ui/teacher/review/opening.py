"""From the desk to the review of a lesson's papers, its report, and back out as returns.

Whoever has a window hands in how a page is shown; the pages are made when they are asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from annotator.files.sealing import KeyRing
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.model.work import Assignment
from annotator.services.giving_back import GivenBack, GivingBack
from annotator.services.inbox import PaperState
from annotator.services.phrases import PhraseBank
from annotator.services.reviewing import Review
from annotator.services.writer import Writer
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.ui.look import Look
from annotator.ui.reading.settings import ReadingSettings
from annotator.ui.teacher.report.page import ReportPage
from annotator.ui.teacher.review.page import ReviewPage
from annotator.ui.teacher.review.return_sheet import ReturnSheet
from annotator.ui.teacher.review.session import ReviewSession
from annotator.ui.widgets.messages import Tone
from annotator.ui.words import plural

if TYPE_CHECKING:
    from annotator.ui.teacher.review.print_job import PrintJob

_log = logging.getLogger(__name__)


class ReviewPages(QObject):
    """Makes the pages of one lesson at a time. ``lesson`` loads one with its key by id."""

    back_requested = Signal()
    """The review was left: whoever showed it shows the desk again."""

    def __init__(
        self,
        look: Look,
        database: Database,
        writer: Writer,
        lesson: Callable[[str], Lesson],
        keys: Callable[[], KeyRing],
        show: Callable[[QWidget, str], None],
        *,
        who: Callable[[], str] = str,
        settings: Callable[[], ReadingSettings] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._db, self._writer = look, database, writer
        self._lesson, self._keys, self._show = lesson, keys, show
        self._who, self._settings = who, settings
        self.page: ReviewPage | None = None
        self.report: ReportPage | None = None
        self._session: ReviewSession | None = None
        self._printing: PrintJob | None = None

    # -- opening -------------------------------------------------------------------------------

    def review(self, assignment_id: str) -> ReviewPage:
        """The review that an assignment is part of: of all classes that have this lesson.

        Sample classes stay among themselves. AnnotatorError where it can't be opened.
        """
        given = self._together(assignment_id)
        return self._open(self._lesson(given[0].lesson_id), given)

    def class_report(self, assignment_id: str) -> ReportPage:
        """The report of one assignment's class alone."""
        self._drop()
        given = next(a for a in Assignments(self._db).all() if a.id == assignment_id)
        lesson = self._lesson(given.lesson_id)
        review = Review(lesson, [given], self._db, self._writer, who=self._who())
        return self._show_report(review)

    def _together(self, assignment_id: str) -> list[Assignment]:
        everything = Assignments(self._db).all()
        first = next(each for each in everything if each.id == assignment_id)
        samples = {each.id for each in Classes(self._db).classes() if each.is_sample}
        same = [
            each
            for each in everything
            if each.lesson_id == first.lesson_id
            and (each.class_id in samples) == (first.class_id in samples)
        ]
        return [first, *(each for each in same if each.id != first.id)]

    def _open(self, lesson: Lesson, given: Sequence[Assignment]) -> ReviewPage:
        self._drop()
        review = Review(lesson, given, self._db, self._writer, who=self._who())
        session = ReviewSession(review, self._class_names())
        settings = self._settings() if self._settings is not None else None
        phrases = PhraseBank(self._db, self._writer)
        page = ReviewPage(self._look, session, phrases=phrases, settings=settings)
        session.setParent(page)
        page.classes.setVisible(len(self._together(given[0].id)) > 1)
        page.back_requested.connect(self._leave)
        page.report_requested.connect(lambda: self._show_report(review))
        page.classes_requested.connect(self._choose_classes)
        page.return_requested.connect(self.give_back)
        page.destroyed.connect(lambda: self._forget_page(session))
        self.page = page
        self._session = session
        self._show(page, f"Review · {lesson.title}")
        return page

    def _forget_page(self, session: ReviewSession) -> None:
        """A page that its window deleted must not be shown again."""
        if self._session is session:
            self.page = self._session = None

    def _show_report(self, review: Review) -> ReportPage:
        from annotator.services.class_reports import ReportMaker

        settings = self._settings() if self._settings is not None else None
        maker = ReportMaker(review, self._db)
        report = ReportPage(self._look, maker, self._class_names(), settings=settings)
        report.back_requested.connect(self._leave_report)
        report.paper_requested.connect(self._open_paper)
        report.print_requested.connect(self._print_report)
        self.report = report
        self._show(report, f"Class report · {review.lesson.title}")
        return report

    def _class_names(self) -> dict[str, str]:
        return {each.id: each.name for each in Classes(self._db).classes()}

    def _choose_classes(self) -> None:
        """A menu of the classes that have this lesson; the review begins anew with those chosen."""
        if self.page is None:
            return
        now = self.page.session.review.assignments
        names = self._class_names()
        menu = QMenu(self.page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in sorted(self._together(now[0].id), key=lambda a: names.get(a.class_id, "")):
            name = names.get(each.class_id, "") or each.title
            action = QAction(name.replace("&", "&&"), menu, checkable=True)
            action.setChecked(any(given.id == each.id for given in now))
            action.triggered.connect(lambda on, wish=each: self._with_class(wish, on))
            menu.addAction(action)
        button = self.page.classes
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _with_class(self, given: Assignment, wanted: bool) -> None:
        if self.page is None:
            return
        review = self.page.session.review
        left = [each for each in review.assignments if each.id != given.id]
        chosen = [*left, given] if wanted else left
        if chosen:
            self._guarded(lambda: self._open(review.lesson, chosen))

    # -- between the pages -----------------------------------------------------------------------

    def _open_paper(self, sha256: str) -> None:
        if self.page is None and self.report is not None:
            review = self.report.review
            self._open(review.lesson, review.assignments)
        if self.page is None:
            return
        self._show(self.page, f"Review · {self.page.session.review.lesson.title}")
        self.page.open_paper(sha256)

    def _leave_report(self) -> None:
        if self.page is not None:
            self._show(self.page, f"Review · {self.page.session.review.lesson.title}")
        else:
            self._leave()

    def _leave(self) -> None:
        self._drop()
        self.back_requested.emit()

    def _drop(self) -> None:
        """Forget the pages; whoever shows pages deletes them when others take their place."""
        if self.page is not None:
            self.page.session.stop()
        self.page = self.report = self._session = None

    # -- giving back -----------------------------------------------------------------------------

    def give_back(self, sha256s: Sequence[str]) -> ReturnSheet | None:
        """Ask where the returns of these papers go."""
        page = self.page
        if page is None or not sha256s:
            return None
        lines = [page.papers.line(sha256) for sha256 in sha256s]
        sheet = ReturnSheet(
            self._look,
            papers=len(sha256s),
            undecided=sum(bool(line.open) for line in lines),
            again=sum(line.state is PaperState.RETURNED for line in lines),
            parent=page,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.folder_requested.connect(lambda: self._ask_folder(sha256s))
        sheet.class_file_requested.connect(lambda: self._ask_class_file(sha256s))
        sheet.print_requested.connect(lambda: self._ask_print(sha256s))
        sheet.open()
        return sheet

    def _ask_folder(self, sha256s: Sequence[str]) -> None:
        name = QFileDialog.getExistingDirectory(self.page, "Where the returned files go")
        if name:
            self.return_to_folder(sha256s, Path(name))

    def _ask_class_file(self, sha256s: Sequence[str]) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self.page, "One file for the class", "Returned.returns", "Class returns (*.returns)"
        )
        if name:
            self.return_in_one_file(sha256s, Path(name))

    def _ask_print(self, sha256s: Sequence[str]) -> None:
        name = QFileDialog.getExistingDirectory(self.page, "Where the printed reports go")
        if name:
            self.print_students(sha256s, Path(name))

    def print_students(self, sha256s: Sequence[str], folder: Path) -> PrintJob | None:
        """A PDF of each paper into ``folder``, one after the other while the window lives."""
        from annotator.ui.teacher.review.print_job import PrintJob

        if self.page is None:
            return None
        job = PrintJob(self.page, self.page.session, sha256s, folder, teacher=self._who())
        self._printing = job
        job.start()
        return job

    def return_to_folder(self, sha256s: Sequence[str], folder: Path) -> bool:
        """One file for each student into ``folder``; whether it could be done.

        Into a class folder under names by which each student's program finds its own.
        """
        from annotator.services.returning import is_class_folder, to_class_folder, to_folder

        def act() -> None:
            service, made = self._make(sha256s)
            if is_class_folder(folder):
                given, left_out = to_class_folder(made.files, folder)
                kept = GivenBack(given, made.faults)
                self._note(service, kept, f"in the class folder “{folder.name}”", left_out)
                return
            to_folder(made.files, folder)
            self._note(service, made, f"in the folder “{folder.name}”")

        return self._guarded(act)

    def return_in_one_file(self, sha256s: Sequence[str], path: Path) -> bool:
        """One file for the whole class; students without a class card are left out."""
        from annotator.files.atomic import write_atomic
        from annotator.services.returning import to_class_file

        def act() -> None:
            service, made = self._make(sha256s)
            packed = to_class_file(made.files)
            if not packed.students:
                raise AnnotatorError(
                    "None of these students has a class card.",
                    kept="Nothing was written: what everybody gets must not be open.",
                    todo="Return the work into a folder, or print class cards first.",
                )
            write_atomic(path, packed.file)
            inside = set(packed.students)
            kept = GivenBack(
                tuple(each for each in made.files if each.student_name in inside), made.faults
            )
            self._note(service, kept, f"in “{path.name}”", packed.left_out)

        return self._guarded(act)

    def _make(self, sha256s: Sequence[str]) -> tuple[GivingBack, GivenBack]:
        assert self.page is not None
        self._writer.flush()
        service = GivingBack(self._db, self._writer, self._keys(), teacher=self._who())
        return service, service.make(self.page.session.review.lesson, set(sha256s))

    def _note(
        self, service: GivingBack, made: GivenBack, where: str, left_out: Sequence[str] = ()
    ) -> None:
        assert self.page is not None
        service.note(made)
        session = self.page.session
        session.review.refresh()
        self.page.papers.reload()
        session.changed.emit()
        kept = ""
        if left_out:
            kept = f"Without a class card, so not in it: {_listed(left_out)}."
        if made.faults:
            kept += f" Could not be returned: {_listed([name for name, _ in made.faults])}."
        self.page.banner.say(
            f"{plural(len(made.files), 'paper is', 'papers are')} {where}.",
            kept=kept.strip(),
            todo="Give the files to your students.",
            tone=Tone.CAREFUL if kept else Tone.GOOD,
        )

    # -- paper -----------------------------------------------------------------------------------

    def _print_report(self) -> None:
        report = self.report
        if report is None or report.told is None:
            return
        name, _filter = QFileDialog.getSaveFileName(
            report, "Print the class report", "Class report.pdf", "PDF (*.pdf)"
        )
        if name:
            self.print_report(Path(name))

    def print_report(self, path: Path) -> bool:
        """Write the class report as a PDF, without names where the page hides them."""
        from annotator.ui.printing.class_report import write_class_report

        def act() -> None:
            report = self.report
            assert report is not None
            assert report.told is not None
            write_class_report(
                path, report.review.lesson, report.told, with_names=report.shows_names
            )
            report.banner.say(f"The report is saved as “{path.name}”.", tone=Tone.GOOD)

        return self._guarded(act)

    def _guarded(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except AnnotatorError as error:
            _log.warning("told: %s", error, exc_info=error)
            banner = self.page.banner if self.page is not None else None
            if self.report is not None and self.page is None:
                banner = self.report.banner
            if banner is not None:
                banner.say_error(error)
            return False
        return True


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:6])
    return f"{shown} and {len(names) - 6} more" if len(names) > 6 else shown
