"""Returning papers: which ways there are, where the files go, and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from annotator.model.errors import AnnotatorError
from annotator.model.received import Arrival, ReturnedBy
from annotator.services.classes.cards import students_with_card
from annotator.services.data.data_file import DataFile
from annotator.services.data.file_names import save_file
from annotator.services.exchange.giving_back import GivenBack, GivingBack
from annotator.services.exchange.platform_returns import (
    Platform,
    came_from,
    papers_of,
    to_platform,
    to_platform_by_name,
)
from annotator.services.exchange.returning import (
    MadeReturn,
    Packed,
    has_attempt_key,
    to_class_file,
    to_class_folder,
    to_folder,
)
from annotator.services.exchange.teacher_folders import KnownFolder, is_class_folder, known_folders
from annotator.services.review.return_change import return_changes
from annotator.ui.article.vocabulary import plural
from annotator.ui.review.print_job import PrintJob
from annotator.ui.review.return_sheet import ReturnSheet
from annotator.ui.review.return_ways import Known, ReturnWay
from annotator.ui.review.returns_page import ReturnsPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.file_dialogs import ask_folder, ask_open, ask_save
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.worker import Cancelled, Progress, Worker

_PLATFORMS = {ReturnWay.MOODLE: Platform.MOODLE, ReturnWay.CANVAS: Platform.CANVAS}


class GivingReturns(QObject):
    """Makes returns of the papers of a review's page and lets them go each way that there is."""

    def __init__(
        self,
        appearance: Appearance,
        data: DataFile,
        *,
        who: Callable[[], str] = str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._data = appearance, data
        self._who = who
        self._page: ReturnsPage | None = None
        self._printing: PrintJob | None = None
        self._error_reporter = ErrorReporter(
            lambda: self._page.banner if self._page is not None else None
        )
        #: A class folder may lie on a network: the window doesn't wait for it.
        self._worker = Worker(self)

    def ask(self, page: ReturnsPage, sha256s: Sequence[str]) -> ReturnSheet | None:
        """Ask where the returns of these papers go."""
        self._page = page
        if not sha256s:
            return None
        papers = page.session.review.papers
        again = sum(papers.row(sha256).returned is not None for sha256 in sha256s)
        sheet = ReturnSheet(
            self._appearance,
            papers=len(sha256s),
            is_made_up=papers.is_made_up,
            still_open=_still_open(page, set(sha256s)),
            again=again,
            known=self._known(page, sha256s),
            changes=return_changes(page.session.review, self._data, sha256s).text,
            parent=page,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.way_chosen.connect(lambda way: self._go(way, sha256s))
        sheet.open()
        return sheet

    def _known(self, page: ReturnsPage, sha256s: Sequence[str]) -> Known:
        wanted = set(sha256s)
        papers = [each for each in self._papers(page) if each.sha256 in wanted]
        students = {each.student_id for each in papers}
        with_card = students_with_card(self._data)
        return Known(
            papers=len(papers),
            class_folders=tuple(each.path.name for each in self._folders(page).values()),
            from_moodle=len(came_from(papers, Platform.MOODLE)),
            from_canvas=len(came_from(papers, Platform.CANVAS)),
            with_card=len(students & with_card),
            for_folder=sum(
                each.student_id in with_card or has_attempt_key(self._data, each.sha256)
                for each in papers
            ),
        )

    def _papers(self, page: ReturnsPage) -> tuple[Arrival, ...]:
        return papers_of(self._data, page.session.review.lesson.id)

    def _folders(self, page: ReturnsPage) -> Mapping[str, KnownFolder]:
        """The class folders of the classes that are reviewed, by assignment."""
        known = {each.class_id: each for each in known_folders(self._data)}
        given = page.session.review.papers.assignments
        return {each.id: known[each.class_id] for each in given if each.class_id in known}

    # -- asking for a place ------------------------------------------------------------------------

    def _go(self, way: ReturnWay, sha256s: Sequence[str]) -> None:
        page = self._page
        if page is None:
            return
        if way is ReturnWay.CLASS_FOLDER:
            self.to_class_folders(page, sha256s)
        elif way is ReturnWay.CLASS_FILE:
            if path := _save(page, "One file for the class", "Returned.returns", _CLASS_FILES):
                self.to_one_file(page, sha256s, path)
        elif way in _PLATFORMS:
            self._ask_platform(page, sha256s, _PLATFORMS[way])
        elif way is ReturnWay.PAPER:
            if folder := _folder(page, "Where the printed reports go"):
                self.print(page, sha256s, folder)
        elif folder := _folder(page, "Where the returned files go"):
            self.to_folder(page, sha256s, folder)

    def _ask_platform(self, page: ReturnsPage, sha256s: Sequence[str], platform: Platform) -> None:
        name, original = platform.value.title(), None
        wanted = set(sha256s)
        papers = [each for each in self._papers(page) if each.sha256 in wanted]
        if not came_from(papers, platform):
            title = f"The ZIP with the hand-ins, as {name} gave it"
            chosen = ask_open(page, title, "ZIP (*.zip)")
            if not chosen:
                return
            original = Path(chosen)
        if path := _save(page, f"The ZIP for {name}", f"Returned for {name}.zip", "ZIP (*.zip)"):
            self.to_platform(page, sha256s, platform, path, original=original)

    # -- going -------------------------------------------------------------------------------------

    def to_folder(self, page: ReturnsPage, sha256s: Sequence[str], folder: Path) -> bool:
        """One file for each student into ``folder``; whether it could be done.

        Into a class folder under names by which each student's program finds its own.
        """

        def act() -> None:
            service, made = self._make(page, sha256s)
            if is_class_folder(folder):
                self._carry(page, service, made, {folder: made.files})
                return
            to_folder(made.files, folder)
            self._note(page, service, made, f"in the folder “{folder.name}”", ReturnedBy.FILE)

        return self._act(page, act)

    def to_class_folders(self, page: ReturnsPage, sha256s: Sequence[str]) -> bool:
        """Each return into the folder of its class, in the background; whether that began."""

        def act() -> None:
            service, made = self._make(page, sha256s)
            given = {each.sha256: each.assignment_id for each in self._papers(page)}
            folders = self._folders(page)
            by_place: dict[Path, list[MadeReturn]] = {}
            for each in made.files:
                if (folder := folders.get(given[each.sha256])) is not None:
                    by_place.setdefault(folder.path, []).append(each)
            self._carry(page, service, made, by_place)

        return self._act(page, act)

    def to_one_file(self, page: ReturnsPage, sha256s: Sequence[str], path: Path) -> bool:
        """One file for the whole class; students without a class card are left out."""

        def act() -> None:
            service, made = self._make(page, sha256s)
            packed = to_class_file(made.files)
            if not packed.students:
                raise AnnotatorError(
                    "None of these students has a class card.",
                    kept="Nothing was written: what everybody gets must not be open.",
                    todo="Return the work into a folder, or print class cards first.",
                )
            self._keep(page, service, made, packed, path, ReturnedBy.CLASS_FILE)

        return self._act(page, act)

    def to_platform(
        self,
        page: ReturnsPage,
        sha256s: Sequence[str],
        platform: Platform,
        path: Path,
        *,
        original: Path | None = None,
    ) -> bool:
        """The ZIP that the platform takes back, at ``path``; whether it could be done.

        ``original`` is the ZIP that it gave; without it the names count that came with the work.
        """
        name = platform.value.title()

        def act() -> None:
            service, made = self._make(page, sha256s)
            if original is not None:
                packed = to_platform(made.files, original, platform)
            else:
                packed = to_platform_by_name(made.files, self._papers(page), platform)
            if not packed.students:
                raise AnnotatorError(
                    f"None of these hand-ins is in what {name} gave.",
                    kept="Nothing was written.",
                    todo="Choose the ZIP that holds the hand-ins of this lesson.",
                )
            self._keep(page, service, made, packed, path, _WAYS[platform])

        return self._act(page, act)

    def print(self, page: ReturnsPage, sha256s: Sequence[str], folder: Path) -> PrintJob:
        """A PDF of each paper into ``folder``, one after the other while the window lives."""
        self._page = page
        job = PrintJob(page, page.session, sha256s, folder, teacher=self._who())
        self._printing = job
        job.start()
        return job

    def _act(self, page: ReturnsPage, act: Callable[[], None]) -> bool:
        self._page = page
        return self._error_reporter(act)

    def _make(self, page: ReturnsPage, sha256s: Sequence[str]) -> tuple[GivingBack, GivenBack]:
        service = GivingBack(self._data, self._data.keys(), teacher=self._who())
        return service, service.make(page.session.review.lesson, set(sha256s))

    def _carry(
        self,
        page: ReturnsPage,
        service: GivingBack,
        made: GivenBack,
        by_place: Mapping[Path, Sequence[MadeReturn]],
    ) -> None:
        def work(_progress: Progress, _cancelled: Cancelled) -> Callable[[], None]:
            given: list[MadeReturn] = []
            for place, files in by_place.items():
                given += to_class_folder(files, place)[0]
            inside = {each.sha256 for each in given}
            left_out = [each.whose for each in made.files if each.sha256 not in inside]
            names = " and ".join(f"“{place.name}”" for place in by_place)
            kept = GivenBack(tuple(given), made.faults)
            where = f"in the class folder {names}"
            way = ReturnedBy.CLASS_FOLDER
            return lambda: self._note(page, service, kept, where, way, left_out)

        if self._worker.is_busy:
            raise AnnotatorError(
                "Returns are on their way into a class folder already.",
                todo="Wait until they are there, then return these.",
            )
        self._worker.run(work, self._went, self._did_not_go)

    def _went(self, act: Callable[[], None]) -> None:
        self._error_reporter(act)

    def _did_not_go(self, error: AnnotatorError) -> None:
        if self._page is not None:
            self._error_reporter.show(error)

    def _keep(
        self,
        page: ReturnsPage,
        service: GivingBack,
        made: GivenBack,
        packed: Packed,
        path: Path,
        way: ReturnedBy,
    ) -> None:
        save_file(path, packed.file)
        inside = set(packed.sha256s)
        kept = GivenBack(tuple(each for each in made.files if each.sha256 in inside), made.faults)
        self._note(page, service, kept, f"in “{path.name}”", way, packed.left_out)

    def _note(
        self,
        page: ReturnsPage,
        service: GivingBack,
        made: GivenBack,
        where: str,
        way: ReturnedBy,
        left_out: Sequence[str] = (),
    ) -> None:
        service.note(made, way)
        if page is not self._page:
            return
        session = page.session
        session.review.refresh()
        page.papers.reload()
        session.changed.emit()
        kept = f"Not in it: {_listed(left_out)}." if left_out else ""
        if made.faults:
            kept += f" Could not be returned: {_listed([name for name, _ in made.faults])}."
        page.banner.show_message(
            f"{plural(len(made.files), 'paper is', 'papers are')} {where}.",
            kept=kept.strip(),
            todo=_TODO[way],
            tone=Tone.CAREFUL if kept else Tone.GOOD,
        )

    def forget(self, page: ReturnsPage) -> None:
        """A page that has gone is told nothing more; what is on its way still gets there."""
        if self._page is page:
            self._page = None

    def close(self, timeout: float) -> None:
        """Stop for good: what is on its way gets ``timeout`` seconds."""
        self._worker.close(timeout)


_CLASS_FILES = "Class returns (*.returns)"
_WAYS = {Platform.MOODLE: ReturnedBy.MOODLE, Platform.CANVAS: ReturnedBy.CANVAS}
#: What is left to do after each way.
_TODO = {
    ReturnedBy.FILE: "Give the files to your students.",
    ReturnedBy.CLASS_FILE: "Give this one file to your class.",
    ReturnedBy.CLASS_FOLDER: "Your students find their own on their start page.",
    ReturnedBy.MOODLE: "In Moodle, open what was handed in for the assignment and choose "
    "“Upload multiple feedback files in a zip”.",
    ReturnedBy.CANVAS: "In Canvas, open the assignment and choose “Upload submissions”.",
}


def _folder(page: ReturnsPage, title: str) -> Path | None:
    name = ask_folder(page, title)
    return Path(name) if name else None


def _save(page: ReturnsPage, title: str, file_name: str, kinds: str) -> Path | None:
    name = ask_save(page, title, file_name, kinds)
    return Path(name) if name else None


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:6])
    return f"{shown} and {len(names) - 6} more" if len(names) > 6 else shown


def _still_open(page: ReturnsPage, wanted: Collection[str]) -> str:
    """ "3 decisions, 20 papers never opened, 1 answer to a student" of these papers."""
    session = page.session
    # What is in the key for everyone by now waits no more, though no paper has a decision on it.
    decisions = sum(
        todo.is_open and any(p.sha256 in wanted for p in todo.group.open) for todo in session.todos
    )
    papers = session.review.papers
    unseen = sum(papers.row(sha256).looked is None for sha256 in wanted)
    # What a student said to an earlier try waits as well.
    tries = {row.sha256 for sha256 in wanted for row in papers.attempts(sha256)}
    answers = sum(
        each.answered is None and each.submission_sha256 in tries
        for each in session.review.disagreements()
    )
    parts = [
        plural(decisions, "decision") if decisions else "",
        f"{plural(unseen, 'paper')} never opened whole" if unseen else "",
        f"{plural(answers, 'answer')} to students" if answers else "",
    ]
    return ", ".join(part for part in parts if part)
