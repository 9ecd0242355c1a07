"""The verb "collect": hand-ins from files, folders and archives into the teacher's store.

A file is known by its hash, so collecting again changes nothing. Every attempt is kept; which one
counts is decided by :mod:`attempts`. What can't be used is named with its reason and left alone.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.files import limits
from annotator.files.atomic import reason_of
from annotator.files.container import kind_of
from annotator.files.hand_in import KIND, SUFFIX, HandIn, read_hand_in
from annotator.files.lms_zip import entries, is_zip, unpacked_name
from annotator.files.reading import is_plain_file, read_bytes
from annotator.files.reply_file import KIND as REPLY
from annotator.files.reply_file import Reply, read_reply
from annotator.files.sealing import KeyRing
from annotator.model.article import Article
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.received import Arrival
from annotator.model.review import Disagreement
from annotator.model.work import due_for
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.filing import file_with_namesake
from annotator.services.exchange.placing import Placing
from annotator.services.marking.attempts import StudentWork, claims_to_be_in_time, is_late, work_of
from annotator.store.arrivals import Arrivals
from annotator.store.articles import Articles
from annotator.store.cards import Cards
from annotator.store.classes import Assignments
from annotator.store.database import Database
from annotator.store.desk import Disagreements
from annotator.store.own_terms import TermsOfStudents
from annotator.store.submissions import Submissions

#: How many hand-ins share one commit; between two of them a collection can be stopped.
BATCH = 50
#: How many new hand-ins one collection takes in, and how many of them from one hand: more
#: at once floods the inbox.
MOST_NEW = 1_000
MOST_OF_ONE = 50
_TOO_MANY = (
    f"More than {MOST_NEW:,} new hand-ins came at once. The rest were left where they are: "
    "look once more to take them in."
)
_PEEK = 64


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that could not be used, by its name where it was found, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectReport:
    """What became of everything that was looked at, once.

    ``new`` were received now, ``known`` counts those received before; ``seen`` are the hashes of
    these, each once. ``unknown`` are the new ones whose student is not known yet; ``late`` are
    among the new ones too, and ``claims``, which arrived late and say that they were in time.
    ``other_lessons`` and ``other_text`` were left alone: their lesson is
    another one, or their text another version. ``passed_over`` counts files of other kinds.
    ``disagreeing`` are the names of those from whom new disagreements came, each once.
    ``work`` says for each student which one counts.
    """

    new: tuple[Arrival, ...] = ()
    known: int = 0
    seen: tuple[str, ...] = ()
    unknown: tuple[Arrival, ...] = ()
    late: tuple[Arrival, ...] = ()
    claims: tuple[Arrival, ...] = ()
    damaged: tuple[Fault, ...] = ()
    other_lessons: tuple[Fault, ...] = ()
    other_text: tuple[Fault, ...] = ()
    passed_over: int = 0
    disagreements: int = 0
    disagreeing: tuple[str, ...] = ()
    work: tuple[StudentWork, ...] = ()
    stopped: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """Quiet sentences about names with two hands."""
        return tuple(each.note for each in self.work if each.note)


@dataclass(slots=True)
class _Pile:
    """What was found so far, while looking."""

    known: int = 0
    seen: list[str] = field(default_factory=list)
    passed_over: int = 0
    disagreements: int = 0
    disagreeing: list[str] = field(default_factory=list)
    replies: list[tuple[str, Reply]] = field(default_factory=list)
    damaged: list[Fault] = field(default_factory=list)
    other_lessons: list[Fault] = field(default_factory=list)
    other_text: list[Fault] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    lessons: set[str] = field(default_factory=set)


class _Stop:
    """Asks whether to stop, and remembers that it was so."""

    def __init__(self, cancelled: Callable[[], bool] | None) -> None:
        self._cancelled = cancelled
        self.stopped = False

    def __call__(self) -> bool:
        if not self.stopped and self._cancelled is not None:
            self.stopped = self._cancelled()
        return self.stopped


class Collecting:
    """What "Look for hand-ins" asks for. ``data`` belongs to the thread that calls.

    ``load`` gives a lesson by its id, and BadInput for one that isn't here.
    """

    def __init__(
        self,
        data: DataFile,
        load: Callable[[str], Lesson],
        keys: KeyRing | None,
    ) -> None:
        self._data = data
        self._load = load
        self._keys = keys

    def collect(
        self,
        paths: Iterable[Path],
        *,
        lesson: Lesson | None = None,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> CollectReport:
        """Take in what is new; on disk when this returns.

        ``lesson`` keeps to hand-ins of that one. ``progress`` hears how many of how many files are
        done (an archive counts as one). ``cancelled`` is asked before each file, and inside
        archives: what was taken in until then stays. A StoreError where nothing can be written.
        """
        pile = _Pile(lessons={lesson.id} if lesson else set())
        looker = _Looker(self._load, self._keys, lesson, self._data.db, pile)
        waiting: list[tuple[HandIn, str]] = []
        stop = _Stop(cancelled)
        for name, data in _files(list(paths), pile, progress, stop):
            if stop():
                break
            if len(pile.fresh) + len(waiting) >= MOST_NEW:
                pile.damaged.append(Fault(name, _TOO_MANY))
                break
            if (found := looker.look(name, data)) is not None:
                waiting.append((found, name))
            if len(waiting) >= BATCH:
                self._keep(waiting, pile)
        self._keep(waiting, pile)
        # Only now: the work that they speak of may have come in the same archive.
        for name, reply in pile.replies:
            self._take_reply(name, reply, pile)
        return self._report(pile, stop.stopped)

    def _keep(self, waiting: list[tuple[HandIn, str]], pile: _Pile) -> None:
        if not waiting:
            return
        batch = tuple(waiting)
        waiting.clear()
        fresh = self._data.call(lambda db: _write(db, batch))
        pile.fresh += fresh
        pile.known += len(batch) - len(fresh)
        pile.lessons |= {found.submission.lesson_id for found, _ in batch}

    def _take_reply(self, name: str, reply: Reply, pile: _Pile) -> None:
        try:
            new = self._data.call(lambda db: _keep_reply(db, reply))
            pile.disagreements += new
            pile.disagreeing += [reply.student_name] * bool(new)
        except BadInput as error:
            pile.damaged.append(Fault(name, error.happened))

    def _report(self, pile: _Pile, stopped: bool) -> CollectReport:
        arrivals = Arrivals(self._data.db)
        came = [each for id in sorted(pile.lessons) for each in arrivals.of_lesson(id)]
        fresh = set(pile.fresh)
        new = tuple(each for each in came if each.sha256 in fresh)
        given = {each.id: each for each in Assignments(self._data.db).all()}
        own = TermsOfStudents(self._data.db).all()

        def due(each: Arrival) -> datetime.datetime | None:
            terms = own.get((each.assignment_id, each.student_id))
            return due_for(given.get(each.assignment_id), terms)

        return CollectReport(
            new=new,
            known=pile.known,
            seen=tuple(each for each in dict.fromkeys(pile.seen) if each not in fresh),
            unknown=tuple(each for each in new if not each.student_id),
            late=tuple(each for each in new if is_late(each, due(each))),
            claims=tuple(each for each in new if claims_to_be_in_time(each, due(each))),
            damaged=tuple(pile.damaged),
            other_lessons=tuple(pile.other_lessons),
            other_text=tuple(pile.other_text),
            passed_over=pile.passed_over,
            disagreements=pile.disagreements,
            disagreeing=tuple(dict.fromkeys(pile.disagreeing)),
            work=work_of(came),
            stopped=stopped,
        )


class _Looker:
    """Looks at one file after the other; each lesson is loaded once."""

    def __init__(
        self,
        load: Callable[[str], Lesson],
        keys: KeyRing | None,
        lesson: Lesson | None,
        database: Database,
        pile: _Pile,
    ) -> None:
        self._load = load
        self._keys = keys
        self._only = lesson
        self._hands: Counter[str] = Counter()
        self._known = Arrivals(database).known()
        self._articles = Articles(database)
        self._pile = pile
        self._lessons: dict[str, Lesson | None] = {lesson.id: lesson} if lesson else {}

    def look(self, name: str, data: bytes) -> HandIn | None:
        """A hand-in that is new and sound; everything else is put on the pile."""
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in self._known:
            self._pile.known += 1
            self._pile.seen.append(sha256)
            return None
        try:
            if kind_of(data[:_PEEK]) == REPLY:
                self._pile.replies.append((name, read_reply(data, name=name, keys=self._keys)))
                return None
            found = read_hand_in(data, name=name, keys=self._keys)
            lesson = self._lesson(found.submission.lesson_id)
            if lesson is None:
                self._pile.other_lessons.append(Fault(name, self._other(found)))
                return None
            article = self._article(lesson, found.submission.article_sha256)
            if article is None:
                reason = "It was made on another version of the text."
                self._pile.other_text.append(Fault(name, reason))
                return None
            found = found.check(article)
        except AnnotatorError as error:
            self._pile.damaged.append(Fault(name, error.happened))
            return None
        if found.sha256 in self._known:
            # It came before, in another envelope or in none.
            self._pile.known += 1
            self._pile.seen.append(found.sha256)
            return None
        # The same file twice in one go is known the second time.
        self._known |= {sha256, found.sha256}
        hand = found.card or f"{found.submission.student.id} {found.submission.student.name}"
        self._hands[hand] += 1
        if self._hands[hand] > MOST_OF_ONE:
            who = found.submission.student.name
            reason = f"More than {MOST_OF_ONE} hand-ins of {who} came at once; it was left alone."
            self._pile.damaged.append(Fault(name, reason))
            return None
        return found

    def _lesson(self, lesson_id: str) -> Lesson | None:
        if self._only is not None and lesson_id != self._only.id:
            return None
        if lesson_id not in self._lessons:
            try:
                self._lessons[lesson_id] = self._load(lesson_id)
            except BadInput:
                self._lessons[lesson_id] = None
        return self._lessons[lesson_id]

    def _article(self, lesson: Lesson, sha256: str) -> Article | None:
        """The text that was marked: the lesson's own, or an older version that was given out."""
        if lesson.article.sha256 == sha256:
            return lesson.article
        return self._articles.load(sha256) if self._articles.has(sha256) else None

    def _other(self, found: HandIn) -> str:
        whose = found.submission.student.name
        if self._only is not None:
            return f"It is {whose}’s work on another lesson ({found.submission.lesson_id})."
        return f"It is {whose}’s work on a lesson that is not here."


def _write(db: Database, batch: tuple[tuple[HandIn, str], ...]) -> list[str]:
    """Keep hand-ins that are new; their hashes. In one transaction."""
    submissions, arrivals, placing = Submissions(db), Arrivals(db), Placing(db)
    fresh = []
    for found, name in batch:
        if not submissions.add_received(found.submission, found.sha256, name):
            continue
        place = placing.of(found)
        arrivals.meet(place.hand, place.student_id, place.how)
        supersedes = found.submission.attempt.supersedes
        arrivals.add(
            found.sha256,
            place.hand,
            card=place.card,
            supersedes=supersedes,
            return_key=found.return_key,
        )
        file_with_namesake(db, placing, found.sha256)
        fresh.append(found.sha256)
    return fresh


def _keep_reply(db: Database, reply: Reply) -> int:
    """Keep what is new of a reply, inside the writer's transaction; how many disagreements.

    BadInput where the hand-in isn't here, or came from another student: work signed by a class card
    is answered with a card of the same student alone.
    """
    paper = Arrivals(db).find(reply.hand_in_sha256)
    if paper is None:
        raise BadInput(f"It speaks of work of {reply.student_name} that has not come in here.")
    if paper.card:
        owners = {card.verify_key: card.student_id for card in Cards(db).all()}
        fits = bool(paper.student_id) and owners.get(reply.card) == paper.student_id
    else:
        fits = paper.hand.startswith((f"name:{reply.student_id}:", f"file:{reply.student_id}"))
    if not fits:
        raise BadInput(f"It does not come from {paper.student_name}, whose work it speaks of.")
    now = utc_now()
    return Disagreements(db).take(
        Disagreement(
            id=each.id,
            submission_sha256=paper.sha256,
            reason=each.reason,
            item_id=each.item_id,
            mark_id=each.mark_id,
            tie_id=each.tie_id,
            revision=each.revision,
            raised=each.raised,
            received=now,
            withdrawn=each.withdrawn,
        )
        for each in reply.entries
    )


def _files(
    paths: list[Path], pile: _Pile, progress: Callable[[int, int], None] | None, stop: _Stop
) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of everything that may be a hand-in; the rest goes on the pile."""
    # Archives come last: one that takes long holds up no single file.
    listed = sorted(_listed(paths, pile), key=is_zip)
    for number, path in enumerate(listed):
        if stop():
            return
        if progress:
            progress(number, len(listed))
        if is_zip(path):
            yield from _zipped(path, pile, stop)
            continue
        try:
            if not _may_be_ours(path):
                pile.passed_over += 1
                continue
            yield unpacked_name(path), read_bytes(path, limits.PACKED_BYTES)
        except BadInput as error:
            pile.damaged.append(Fault(path.name, error.happened))
        except OSError as error:
            reason = f"It could not be read: {reason_of(error)}."
            pile.damaged.append(Fault(path.name, reason))
    if progress:
        progress(len(listed), len(listed))


def _listed(paths: list[Path], pile: _Pile) -> Iterator[Path]:
    """All files, those of folders in the order of their names. Links to folders aren't followed."""

    def refused(error: OSError) -> None:
        name = Path(error.filename or "a folder").name
        pile.damaged.append(Fault(name, f"It could not be opened: {reason_of(error)}."))

    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path, onerror=refused):
            folders.sort()
            # What begins with a dot is the system's, or another writer's half-written file.
            found = (Path(folder, name) for name in sorted(names) if not name.startswith("."))
            for each in found:
                # Nor links to files, pipes, sockets and devices: anybody may have put them there.
                if is_plain_file(each):
                    yield each
                else:
                    pile.damaged.append(Fault(each.name, "It is no plain file: it was not opened."))


def _zipped(path: Path, pile: _Pile, stop: _Stop) -> Iterator[tuple[str, bytes]]:
    ours = others = 0
    try:
        for entry in entries(path, stop=stop):
            if entry.fault:
                pile.damaged.append(Fault(entry.path, entry.fault))
            elif entry.kind in (KIND, REPLY) or entry.path.lower().endswith(SUFFIX):
                ours += 1
                yield entry.path, entry.data
            else:
                others += 1
        # Letters and slides are archives too, of a hundred parts that no one has heard of.
        pile.passed_over += others if ours else 1
    except BadInput as error:
        pile.damaged.append(Fault(path.name, error.happened))


def _may_be_ours(path: Path) -> bool:
    """By its ending or, since platforms rename files, by how it begins."""
    if path.suffix.lower() == SUFFIX or not path.exists():
        return True
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return kind_of(file.read(_PEEK)) in (KIND, REPLY)
