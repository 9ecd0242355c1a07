"""A PDF for each of many papers, one between two events of the window."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal

from annotator.model.errors import AnnotatorError
from annotator.model.moments import utc_now
from annotator.model.review import Remark
from annotator.services.data.file_names import file_name, free_name, make_folder
from annotator.services.review.practice import Results
from annotator.ui.article.vocabulary import plural
from annotator.ui.review.paper import key_of
from annotator.ui.review.returns_page import ReturnsPage
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.messages import Tone


class PrintJob(QTimer):
    """Writes into ``folder``; a file that is there already is not replaced. Can be stopped."""

    done = Signal()

    def __init__(
        self,
        page: ReturnsPage,
        session: ReviewSession,
        sha256s: Sequence[str],
        folder: Path,
        *,
        teacher: str = "",
    ) -> None:
        super().__init__(page)
        self.setInterval(0)
        self._page, self._session, self._folder = page, session, folder
        self._waiting = list(sha256s)
        self._of, self._teacher = len(self._waiting), teacher
        self._taken: set[str] = set()
        # A folder that can't be read says so with the first report.
        with contextlib.suppress(OSError):
            self._taken.update(path.name.lower() for path in folder.iterdir())
        self.written: list[Path] = []
        self._faults: list[str] = []
        self.timeout.connect(self._print_one)
        page.progress.stop_requested.connect(self._finish)

    def start(self) -> None:
        """Begin; the page shows how far it is."""
        self._page.progress.start("Printing reports")
        super().start()

    def _print_one(self) -> None:
        if not self._waiting:
            self._finish()
            return
        sha256 = self._waiting.pop(0)
        try:
            self._write(sha256)
        except AnnotatorError as error:
            self._faults.append(f"{self._session.name(sha256)}: {error.happened}")
        self._page.progress.set_done(self._of - len(self._waiting), self._of)

    def _write(self, sha256: str) -> None:
        from annotator.ui.printing.student_report import write_student_report

        results = results_of(self._session, sha256, self._teacher)
        name = file_name(self._session.name(sha256), results.lesson.title, suffix=".pdf")
        name = free_name(name, self._taken)
        self._taken.add(name.lower())
        make_folder(self._folder)
        write_student_report(self._folder / name, results)
        self.written.append(self._folder / name)

    def _finish(self) -> None:
        if not self.isActive():
            return
        self.stop()
        self._page.progress.finish()
        kept = f"Not written: {'; '.join(self._faults[:4])}." if self._faults else ""
        self._page.banner.show_message(
            f"{plural(len(self.written), 'report is', 'reports are')} in the folder "
            f"“{self._folder.name}”.",
            kept=kept,
            tone=Tone.CAREFUL if kept else Tone.GOOD,
        )
        self.done.emit()


def results_of(session: ReviewSession, sha256: str, teacher: str) -> Results:
    """A paper after all decisions, as its student will read it. AnnotatorError where it can't be
    compared."""

    reviewed = session.review.papers.reviewed(sha256)
    key = key_of(session.review, sha256)
    return Results(
        lesson=session.review.lesson,
        submission=session.review.papers.submission(sha256),
        comparison=reviewed.comparison,
        key_ties=key.relations if key is not None else (),
        remarks=tuple(Remark.of(each) for each in reviewed.decisions),
        teacher=teacher,
        returned=utc_now(),
    )
