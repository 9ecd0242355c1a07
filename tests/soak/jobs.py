"""The kinds of work that are killed: marking and undoing, collecting, re-scoring, migrating."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from annotator.files.atomic import write_atomic
from annotator.files.hand_in import write_hand_in
from annotator.files.label_guide import load_label_guide
from annotator.model.annotation import RelationEnd, RelationKind, new_id
from annotator.model.changes import MarksChange
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.review import Decision, DecisionKind
from annotator.model.text import Span
from annotator.services.data.data_file import DataFile
from annotator.services.data.writer import Writer
from annotator.services.exchange.collecting import Collecting
from annotator.services.marking.marking import AlreadyMarked, Marking
from annotator.store.arrivals import Arrivals
from annotator.store.articles import Articles
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.keys import Keys, key_to_json
from annotator.store.reviews import Reviews
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from annotator.store.submissions import Submissions
from tests.files.make import GUIDE, LABELS, a_key, a_submission, an_article
from tests.soak.kill import Job, Mouth
from tests.soak.locking import LOCKING
from tests.soak.transfer import CARRYING

ARTICLE = an_article()
FIXTURES = Path(__file__).parents[1] / "store" / "data"
LESSON = "03-reservoir-leak"


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


def _student(folder: Path) -> Database:
    return Database.open(folder / "student.db", kind=DatabaseKind.STUDENT)


def _teacher(folder: Path) -> Database:
    return Database.open(folder / "teacher.db", kind=DatabaseKind.TEACHER)


# -- marking and undoing --------------------------------------------------------------------------


def _prepare_marking(folder: Path) -> None:
    with _student(folder) as database:
        Articles(database).add(ARTICLE)
        student = Students(database).add_student("Ada")
        Drafts(database).open_draft(student.id, LESSON, ARTICLE.sha256)


def _attempt(database: Database) -> str:
    student = Students(database).students()[0]
    attempt = Drafts(database).latest(student.id, LESSON, ARTICLE.sha256)
    assert attempt is not None
    return attempt.id


def _marking_digest(folder: Path) -> str:
    with _student(folder) as database:
        database.check_integrity()
        work = Drafts(database).load(_attempt(database), ARTICLE.text)
    return _work_digest(work.annotations, work.relations)


def _work_digest(marks: tuple[object, ...], ties: tuple[object, ...]) -> str:
    return _digest(sorted(map(repr, marks)), sorted(map(repr, ties)))


def _mark(folder: Path, seed: int, mouth: Mouth) -> None:
    """Mark, change, tie, remove, undo and redo, in bursts, as quickly as it goes."""
    chance = random.Random(seed)
    with _student(folder) as database:
        attempt_id = _attempt(database)
        work = Drafts(database).load(attempt_id, ARTICLE.text)
    writer = Writer(lambda: _student(folder))

    def write(change: MarksChange) -> None:
        def job(database: Database) -> None:
            Drafts(database).apply(attempt_id, change)

        waiting.append(job)

    waiting: list[Callable[[Database], None]] = []
    marking = Marking(ARTICLE, work.annotations, work.relations, write=write)
    done: list[MarksChange] = []
    undone: list[MarksChange] = []
    while True:
        for _ in range(chance.choice((1, 1, 1, 4))):
            _one_step(marking, chance, done, undone)
            if waiting:
                digest = _work_digest(marking.marks, marking.relations)
                mouth.going(digest)
                writer.submit(waiting.pop(), on_saved=lambda d=digest: mouth.saved(d))  # type: ignore[misc]
        writer.flush()


def _one_step(
    marking: Marking, chance: random.Random, done: list[MarksChange], undone: list[MarksChange]
) -> None:
    verb = chance.choice(("add", "add", "add", "undo", "undo", "redo", "note", "remove", "tie"))
    marks = marking.marks
    if verb == "undo" and done:
        undone.append(done.pop())
        marking.apply(undone[-1].inverse())
        return
    if verb == "redo" and undone:
        done.append(undone.pop())
        marking.apply(done[-1])
        return
    change = MarksChange("none")
    if verb == "add" and len(marks) < 60:
        start = chance.randrange(len(ARTICLE.text) - 12)
        try:
            change = marking.add(
                [Span(start, start + chance.randint(1, 12))], chance.choice(LABELS)
            )
        except AlreadyMarked:
            return
    elif marks and verb == "note":
        change = marking.set_note(chance.choice(marks).id, f"note {chance.random()}")
    elif verb == "remove" and len(marks) > 3:
        change = marking.remove([m.id for m in chance.sample(marks, 2)])
    elif verb == "tie" and len(marks) > 3:
        source, *ends = chance.sample(marks, 3)
        chain = [[RelationEnd.mark(end.id)] for end in ends]
        change = marking.relate(source.id, RelationKind.SAID_BY, chain)
    if change:
        done.append(change)
        undone.clear()


# -- collecting -----------------------------------------------------------------------------------


def _prepare_teacher(folder: Path) -> None:
    with _teacher(folder) as database:
        Articles(database).add(ARTICLE)


def _new_file(folder: Path) -> tuple[Path, str]:
    """A hand-in of somebody new, in the folder that is collected from; and its hash."""
    base = a_submission(ARTICLE)
    work = replace(
        base,
        student=replace(base.student, id=new_id()),
        attempt=replace(base.attempt, id=new_id()),
    )
    file = write_hand_in(work, ARTICLE, program_version="1")
    sha256 = hashlib.sha256(file).hexdigest()
    path = folder / "in" / f"{sha256[:20]}.handin"
    path.parent.mkdir(exist_ok=True)
    write_atomic(path, file)  # a half-written one would be damaged, which is another matter
    return path, sha256


def _collected(database: Database) -> list[str]:
    return sorted(row.sha256 for row in Submissions(database).received(LESSON))


def _collecting_digest(folder: Path) -> str:
    with _teacher(folder) as database:
        database.check_integrity()
        hashes = _collected(database)
        for sha256 in hashes:
            Submissions(database).load_received(sha256, ARTICLE.text)
        hands = {arrival.sha256: arrival.hand for arrival in Arrivals(database).of_lesson(LESSON)}
    assert sorted(hands) == hashes
    assert not any(hand.startswith("file:") for hand in hands.values()), "only half was written"
    return _digest(hashes)


def _collect(folder: Path, seed: int, mouth: Mouth) -> None:
    """Collect some files at a time; some of them were collected before."""
    chance = random.Random(seed)
    lesson = Lesson(id=LESSON, title="Leak", article=ARTICLE, guide=load_label_guide(GUIDE))
    with DataFile.open(lambda: _teacher(folder)) as data:
        known = _collected(data.db)
        collecting = Collecting(data, lambda _: lesson, None)
        while True:
            new = [_new_file(folder) for _ in range(chance.choice((0, 1, 1, 2, 5)))]
            old = chance.sample(sorted((folder / "in").glob("[!.]*")), min(len(known), 2))
            known += [sha256 for _, sha256 in new]
            # An old file may be one that was written and never collected.
            known = sorted({*known, *(_hash(path) for path in old)})
            digest = _digest(known)
            mouth.going(digest)
            collecting.collect([*(path for path, _ in new), *old])
            mouth.saved(digest)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# -- re-scoring -----------------------------------------------------------------------------------


def _prepare_rescoring(folder: Path) -> None:
    with _teacher(folder) as database:
        Articles(database).add(ARTICLE)
        Submissions(database).add_received(a_submission(ARTICLE), "0" * 64, "a.handin")
        Keys(database).add(LESSON, a_key(ARTICLE))


def _key_state(key: AnswerKey, decisions: list[str]) -> str:
    return _digest(key_to_json(key), key.version, sorted(decisions))


def _rescoring_digest(folder: Path) -> str:
    with _teacher(folder) as database:
        database.check_integrity()
        decisions = [d.id for d in Reviews(database).of_submission("0" * 64)]
        entries = Reviews(database).log_entries()
        key = Keys(database).load(LESSON)
    logged = {entry.detail.get("decision_id") for entry in entries}
    assert set(decisions) <= logged, "a decision without its line in the log"
    return _key_state(key, decisions)


def _rescore(folder: Path, seed: int, mouth: Mouth) -> None:
    """Accept for everyone: a new version of the key, the decision and the log, at once."""
    chance = random.Random(seed)
    with _teacher(folder) as database:
        key = Keys(database).load(LESSON)
        decisions = [d.id for d in Reviews(database).of_submission("0" * 64)]
    writer = Writer(lambda: _teacher(folder))
    for number in count():
        item = replace(key.items[0], why=f"because {number} {chance.random()}")
        key = replace(key, items=(item, *key.items[1:]), version=key.version + 1)
        decision = Decision(
            id=new_id(),
            submission_sha256="0" * 64,
            kind=DecisionKind.COMMENT,
            item_id=item.id,
            comment=f"accepted {number}",
            decided=utc_now(),
        )
        decisions.append(decision.id)
        digest = _key_state(key, decisions)
        mouth.going(digest)

        def write(database: Database, k: AnswerKey = key, d: Decision = decision) -> None:
            assert Keys(database).add(LESSON, k).version == k.version
            Reviews(database).keep(d)

        writer.call(write)
        mouth.saved(digest)


# -- migrating ------------------------------------------------------------------------------------

_CONTENT = {
    "student.db": ("students", "attempts", "annotations", "relations", "hand_ins"),
    "teacher.db": ("classes", "students", "keys"),
}


def _prepare_migration(folder: Path) -> None:
    shutil.copy(FIXTURES / "student-v1.db", folder / "student.db")
    shutil.copy(FIXTURES / "teacher-v1.db", folder / "teacher.db")


def _migrating_digest(folder: Path) -> str:
    """Old or new, the content is the same; opening read-only tells which without migrating."""
    found = []
    for kind in DatabaseKind:
        with Database.open(folder / kind.file_name, kind=kind) as database:
            database.check_integrity()
            tables = _CONTENT[kind.file_name]
            columns = [f'SELECT * FROM "{table}" ORDER BY 1, 2' for table in tables]
            found.append([sorted(map(repr, database.rows(sql))) for sql in columns])
        backups = list(folder.glob(f"{kind.name.lower()}*backup*"))
        assert all(backup.stat().st_size for backup in backups)
    return _digest(found)


def _unmigrated_digest(folder: Path) -> str:
    """The content without a change to the files: copies are migrated, not they themselves."""
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in folder.glob("*.db*"):
        shutil.copy(path, copy / path.name)
    digest = _migrating_digest(copy)
    shutil.rmtree(copy)
    return digest


def _migrate(folder: Path, seed: int, mouth: Mouth) -> None:
    """Bring both files up to date; they hold the same afterwards."""
    digest = _unmigrated_digest(folder)
    mouth.going(digest)
    for kind in DatabaseKind:
        Database.open(folder / kind.file_name, kind=kind).close()
    mouth.saved(digest)


JOBS = {
    job.name: job
    for job in (
        Job("marking", _prepare_marking, _mark, _marking_digest),
        Job("collecting", _prepare_teacher, _collect, _collecting_digest),
        Job("re-scoring", _prepare_rescoring, _rescore, _rescoring_digest),
        Job(
            "migrating",
            _prepare_migration,
            _migrate,
            _unmigrated_digest,
            late=0.1,
            words=1,
            fresh=True,
        ),
        *CARRYING,
        LOCKING,
    )
}
