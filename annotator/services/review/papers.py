"""The verbs of a teacher's table: which lessons have a key, what came in, how each paper stands.

Reading goes through a connection of the thread that asks; all writing goes through the writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.files.sealing import FILE_NAME as KEY_FILE
from annotator.files.sealing import KeyRing, key_ring
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.key import POINT, AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.outcome import Comparison
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.collecting import Collecting, Fault
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.review.compare import Compared, LessonComparer
from annotator.services.review.key_versions import KeyVersions
from annotator.store.articles import LessonFiles
from annotator.store.keys import Keys
from annotator.store.preferences import Preferences
from annotator.store.submissions import Received, Submissions

#: What an extra mark may cost, in micro-points; the first is what it costs unless chosen.
EXTRA_COSTS = (POINT // 2, POINT // 4, 0)

_LESSON_SETTING = "papers-lesson"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedLesson:
    """A lesson that papers can be compared with. ``fault`` says why one can't be opened."""

    lesson_id: str
    title: str
    number: int
    papers: int
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """How one paper stands, for a list. ``points`` are micro-points.

    Of ``required`` items ``found`` were marked at all, ``named`` with an accepted label.
    ``painted`` is the label that covers most of the text, or empty. ``fault`` is a sentence where
    the paper can't be compared; then the figures say nothing.
    """

    found: int = 0
    named: int = 0
    required: int = 0
    points: int = 0
    possible: int = 0
    score: int | None = None
    painted: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of files that were added: new ones, those known before, those not usable."""

    new: tuple[Received, ...] = ()
    known: tuple[Received, ...] = ()
    faults: tuple[AnnotatorError, ...] = ()

    @property
    def lesson_id(self) -> str:
        """The lesson of the first usable file, or an empty string."""
        return next((each.lesson_id for each in (*self.new, *self.known)), "")


class LessonPapers:
    """One lesson with its key and what came in for it. Made by :meth:`Papers.open`."""

    def __init__(
        self,
        comparer: LessonComparer,
        data: DataFile,
        extra_cost: int,
        keep_cost: Callable[[int], None],
    ) -> None:
        self._comparer = comparer
        self._data = data
        self._keep_cost = keep_cost
        self._extra_cost = extra_cost
        self._lines: dict[str, PaperLine] = {}

    @property
    def lesson(self) -> Lesson:
        """The lesson, with its key."""
        return self._comparer.lesson

    @property
    def extra_cost(self) -> int:
        """What an extra mark costs in this lesson's papers, in micro-points."""
        return self._extra_cost

    def set_extra_cost(self, cost: int) -> None:
        """Let extra marks cost this much from now on, and remember it for the lesson."""
        if cost != self._extra_cost:
            self._extra_cost = cost
            self._lines.clear()
            self._keep_cost(cost)

    def received(self) -> tuple[Received, ...]:
        """What came in, by student's name and attempt."""
        return Submissions(self._data.db).received(self.lesson.id)

    def line(self, sha256: str) -> PaperLine:
        """How a paper stands; worked out once, never raises for what is wrong with the paper."""
        line = self._lines.get(sha256)
        if line is None:
            try:
                line = _line(self.compared(sha256).comparison)
            except AnnotatorError as error:
                line = PaperLine(fault=error.happened)
            self._lines[sha256] = line
        return line

    def compared(self, sha256: str) -> Compared:
        """A paper against the key; an AnnotatorError where it can't be read or compared."""
        submission = Submissions(self._data.db).load_received(sha256)
        comparison = self._comparer.compare(submission, extra_cost=self._extra_cost)
        return Compared(submission, comparison, sha256=sha256)


class Papers:
    """What the teacher's page asks for. ``database`` belongs to the thread that calls."""

    def __init__(self, data: DataFile, shelf: LessonShelf) -> None:
        self._data = data
        self._shelf = shelf

    def lessons(self) -> tuple[KeyedLesson, ...]:
        """Every lesson with a key (or a key that can't be read), with the number of its papers."""
        submissions, keyed = Submissions(self._data.db), Keys(self._data.db).lessons()
        return tuple(
            KeyedLesson(
                lesson_id=card.lesson_id,
                title=card.title,
                number=card.number,
                papers=len(submissions.received(card.lesson_id)),
                fault=card.fault,
            )
            for card in self._shelf.cards()
            if card.has_key or card.lesson_id in keyed or (card.shipped and card.fault)
        )

    def first_lesson(self) -> str:
        """The lesson to begin with: the last one chosen, else one with papers, else the first."""
        lessons = [each for each in self.lessons() if not each.fault]
        wanted = Preferences(self._data.db).get(_LESSON_SETTING, "")
        if any(each.lesson_id == wanted for each in lessons):
            return str(wanted)
        best = max(lessons, key=lambda each: each.papers > 0, default=None)
        return best.lesson_id if best else ""

    def open(self, lesson_id: str) -> LessonPapers:
        """One lesson's papers and the latest version of its key.

        BadInput or RecordDamaged where the lesson or its key can't be read.
        """
        lesson = self._shelf.load(lesson_id)
        comparer = LessonComparer(replace(lesson, key=self._key(lesson)))
        name = f"extra-cost/{lesson_id}"
        cost = Preferences(self._data.db).get(name, EXTRA_COSTS[0])
        if cost not in EXTRA_COSTS:
            cost = EXTRA_COSTS[0]
        self._keep(_LESSON_SETTING, lesson_id)
        return LessonPapers(comparer, self._data, cost, lambda new: self._keep(name, new))

    def is_current(self, papers: LessonPapers) -> bool:
        """Whether the key is still the latest version; RecordDamaged where that can't be read."""
        return self._key(papers.lesson) == papers.lesson.key

    def _key(self, lesson: Lesson) -> AnswerKey | None:
        return KeyVersions(self._data).key(lesson)

    @contextmanager
    def in_this_thread(self) -> Iterator[Papers]:
        """The same on another connection, for another thread."""
        with self._data.in_this_thread() as data:
            yield Papers(data, self._shelf.beside(lambda: LessonFiles(data.db)))

    def add_files(
        self,
        paths: Iterable[Path],
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Added:
        """Take in hand-in files, folders or archives; on disk when this returns.

        One bad file keeps no other out. Sealed ones open with the key beside the teacher's data.
        ``progress`` and ``cancelled`` as in :meth:`Collecting.collect`. A StoreError where nothing
        could be written.
        """
        chosen = list(paths)
        collecting = Collecting(self._data, self._shelf.load, self._key_ring())
        told = collecting.collect(chosen, progress=progress, cancelled=cancelled)
        submissions = Submissions(self._data.db)
        faults = [*map(_fault, (*told.damaged, *told.other_lessons, *told.other_text))]
        if told.passed_over:
            faults.append(_not_ours(chosen, told.passed_over))
        return Added(
            submissions.summaries(each.sha256 for each in told.new),
            submissions.summaries(told.seen),
            tuple(faults),
        )

    def _key_ring(self) -> KeyRing | None:
        """The teacher's keys, which lie beside the data; None where nothing was ever given out."""
        folder = self._data.db.path.parent
        return key_ring(folder) if (folder / KEY_FILE).exists() else None

    def _keep(self, name: str, value: object) -> None:
        self._data.submit(lambda db: Preferences(db).set(name, value))


def _line(comparison: Comparison) -> PaperLine:
    painted = next((each.label for each in comparison.coverage if each.painted), "")
    return PaperLine(
        found=comparison.found,
        named=comparison.named,
        required=comparison.required,
        points=comparison.points,
        possible=comparison.possible,
        score=comparison.score,
        painted=painted,
    )


def _fault(fault: Fault) -> AnnotatorError:
    """Why a file was left out, with its name in the first sentence."""
    named = fault.file in fault.reason
    happened = fault.reason if named else f"“{fault.file}”: {fault.reason}"
    return BadInput(happened, kept="It was not added.", todo="Ask for this hand-in again.")


def _not_ours(chosen: Sequence[Path], count: int) -> AnnotatorError:
    what = f"“{chosen[0].name}” is not a hand-in." if len(chosen) == 1 else ""
    many = "One file is not a hand-in." if count == 1 else f"{count} files are not hand-ins."
    return BadInput(what or many, kept="Nothing of it was added.", todo="Choose a hand-in file.")
