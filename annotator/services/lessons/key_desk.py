"""A lesson's key on the teacher's desk: the draft that is written, and publishing it.

A draft is kept after every step, in the teacher's file, and takes the place of the draft before. A
version is made only when it is published. The key that a shipped lesson brings is never changed:
writing on it makes a draft, publishing that the teacher's own second version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from annotator.model.errors import AnnotatorError
from annotator.model.key import AnswerKey, KeyItem
from annotator.model.lesson import Lesson
from annotator.model.work import Assignment, SchoolClass, Submission
from annotator.services.data.data_file import DataFile
from annotator.services.lessons.key_steps import same_content
from annotator.services.review.key_log import KeyEntry, key_log
from annotator.services.review.key_versions import KeyVersions
from annotator.services.review.rescoring import Rescore
from annotator.services.review.reviewing import Review
from annotator.store.classes import Assignments, Classes
from annotator.store.key_drafts import KeyDrafts


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenKey:
    """A key as it is opened for writing.

    ``published`` is the latest version, None where there is none; ``key`` what was written last.
    ``taken_over`` counts items that came into the draft from a version published meanwhile.
    ``is_shipped``: the published version is the one that came with the lesson.
    """

    lesson: Lesson
    key: AnswerKey | None
    published: AnswerKey | None
    is_draft: bool = False
    taken_over: int = 0
    is_shipped: bool = False

    @property
    def based_on(self) -> int:
        """The version that the draft begins with, 0 for none."""
        return self.published.version if self.published else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """An assignment that a new version concerns: its class, how many papers are in.

    ``is_held``: it counts with a version of its own and a new one changes nothing for it.
    """

    assignment: Assignment
    class_name: str
    students: int
    papers: int
    is_held: bool = False

    @property
    def is_working(self) -> bool:
        """Whether some of the class have not handed in yet."""
        return self.papers < self.students


class KeyDesk:
    """Reads and writes keys in the making. ``data`` belongs to the thread that calls."""

    def __init__(self, data: DataFile, *, who: str = "") -> None:
        self._data = data
        self._who = who
        self._versions = KeyVersions(data)

    def open(self, lesson: Lesson) -> OpenKey:
        """The draft of this lesson's key, or else its latest version, to write on.

        What was published after the draft was begun is put into it. InvalidModel or RecordDamaged
        where what is on the disk can't be used.
        """
        published = self._versions.key(lesson)
        shipped = published is not None and published is lesson.key
        draft = KeyDrafts(self._data.db).load(lesson.id)
        if draft is None or same_content(draft.key, published):
            return OpenKey(lesson=lesson, key=published, published=published, is_shipped=shipped)
        key, taken = draft.key, 0
        if published is not None and 0 < draft.based_on < published.version:
            base = self._versions.key(lesson, draft.based_on)
            if base is not None:
                key, taken = merged(base, published, draft.key)
        replace(lesson, key=key)  # the draft has to fit the lesson: text, quotes, labels
        return OpenKey(
            lesson=lesson,
            key=key,
            published=published,
            is_draft=True,
            taken_over=taken,
            is_shipped=shipped,
        )

    def keep(
        self,
        lesson_id: str,
        key: AnswerKey,
        based_on: int,
        *,
        on_saved: Callable[[], None],
        on_refused: Callable[[AnnotatorError], None] | None = None,
    ) -> None:
        """Write the draft; ``on_saved`` is called in the writer's thread once it is on disk.

        ``on_refused`` is called there if it can never be written.
        """
        self._data.submit(
            lambda db: KeyDrafts(db).keep(lesson_id, key, based_on),
            on_saved=on_saved,
            on_refused=on_refused,
        )

    @property
    def trouble(self) -> str:
        """Why the last try to save failed, as a sentence; empty while all is well."""
        failure = self._data.writer.failure
        return str(failure) if failure else ""

    def discard(self, lesson_id: str) -> None:
        """Forget the draft; on disk when this returns."""
        self._data.call(lambda db: KeyDrafts(db).drop(lesson_id))

    # -- publishing -----------------------------------------------------------------------------

    def in_use(self, lesson: Lesson) -> tuple[InUse, ...]:
        """The assignments of this lesson, those with the most papers first; no made-up class."""
        classes = {each.id: each for each in Classes(self._data.db).classes()}
        given = self._versions.sharing(lesson.id)
        found = [self._in_use(lesson, each, classes.get(each.class_id)) for each in given]
        return tuple(sorted(found, key=lambda each: (-each.papers, each.class_name)))

    def _in_use(self, lesson: Lesson, given: Assignment, mine: SchoolClass | None) -> InUse:
        papers = len(self._review(lesson, [given]).papers.rows)
        return InUse(
            assignment=given,
            class_name=mine.name if mine else "",
            students=len(mine.students) if mine else 0,
            papers=papers,
            is_held=given.key_version is not None,
        )

    def preview(self, lesson: Lesson, key: AnswerKey, uses: Iterable[InUse]) -> Rescore | None:
        """Who gains and who loses in these assignments; None where there is no paper."""
        given = [each.assignment for each in uses if each.papers and not each.is_held]
        return self._review(lesson, given).papers.preview(key) if given else None

    def publish(
        self, lesson: Lesson, key: AnswerKey, *, why: str = "", hold: Iterable[str] = ()
    ) -> AnswerKey:
        """Keep the key as the next version and forget the draft: both on disk, or neither.

        Assignments in ``hold`` stay with the version that they count with now.
        """
        return self._versions.save(
            lesson,
            key,
            who=self._who,
            why=why,
            hold=hold,
            also=lambda db: KeyDrafts(db).drop(lesson.id),
        )

    # -- papers to build from ---------------------------------------------------------------------

    def log(self, lesson: Lesson) -> tuple[KeyEntry, ...]:
        """All versions of the key, the latest first: who, when, why, and what is new in them."""
        return key_log(self._versions, lesson)

    def papers(self, lesson: Lesson) -> tuple[Submission, ...]:
        """The latest paper of everybody who handed one in for this lesson, by name; none made up.

        Marks of a paper that was made on another version of the text are where they belong now.
        """
        review = self._review(lesson, ())
        made_up = {each.id for each in self._made_up()}
        return tuple(
            review.papers.submission(row.sha256)
            for row in review.papers.rows
            if row.assignment_id not in made_up
        )

    def _made_up(self) -> tuple[Assignment, ...]:
        classes = [each for each in Classes(self._data.db).classes() if each.is_sample]
        given = Assignments(self._data.db)
        return tuple(made for each in classes for made in given.of_class(each.id))

    def _review(self, lesson: Lesson, given: Iterable[Assignment]) -> Review:
        return Review(lesson, tuple(given), self._data, who=self._who)


def merged(base: AnswerKey, theirs: AnswerKey, mine: AnswerKey) -> tuple[AnswerKey, int]:
    """``mine`` with what ``theirs`` added since ``base``; and how many items that concerns.

    An item that only they changed comes over as it is; of one that both changed the spans and
    labels that they accept are added. What I removed stays removed; ties are mine.
    """
    old = {item.id: item for item in base.items}
    new = {item.id: item for item in theirs.items}
    here = {item.id: item for item in mine.items}
    taken = 0
    for item_id, item in new.items():
        if item == old.get(item_id):
            continue
        if item_id not in here:
            if item_id not in old:
                here[item_id] = item
                taken += 1
        elif here[item_id] == old.get(item_id):
            here[item_id] = item
            taken += 1
        else:
            both = _widened(here[item_id], item)
            taken += both != here[item_id]
            here[item_id] = both
    tied = {end for tie in mine.relations for end in tie.mark_ids}
    for item_id, item in old.items():
        # Taken back there, untouched here.
        if item_id not in new and here.get(item_id) == item and item_id not in tied:
            del here[item_id]
            taken += 1
    items = tuple(here.values())
    gone = {trap.id for trap in base.traps} - {trap.id for trap in theirs.traps}
    traps = tuple(trap for trap in mine.traps if trap.id not in gone)
    return replace(mine, items=items, traps=traps, version=theirs.version), taken


def _widened(mine: KeyItem, theirs: KeyItem) -> KeyItem:
    known = {each.span for each in mine.accepted}
    also = [label for label in theirs.labels if label not in mine.labels]
    return replace(
        mine,
        accepted=(*mine.accepted, *(each for each in theirs.accepted if each.span not in known)),
        also_labels=(*mine.also_labels, *also),
        # What is accepted now needs no sentence that tells why not.
        likely_mistakes=tuple(pair for pair in mine.likely_mistakes if pair[0] not in also),
    )
