"""A teacher's desk out of another database: lists, lessons, assignments, keys, hand-ins, decisions.

Each record comes in through the same validation as our own. What can't be proved any more is not
believed: a hand-in that a class card vouched for there is "name not checked" here, since its
signature stayed behind, and is placed with a student by its name as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from annotator.files.fields import is_key
from annotator.files.hand_in import HandIn
from annotator.files.lesson_file import read_lesson_file
from annotator.model.errors import InvalidModel
from annotator.model.key import AnswerKey
from annotator.model.review import Decision
from annotator.model.work import Assignment, SchoolClass
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.old_work import BroughtIn, Counts, Step
from annotator.services.exchange.placing import Placing
from annotator.store.arrivals import Arrivals
from annotator.store.articles import Articles
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.keys import Keys
from annotator.store.lesson_files import LessonFiles, OpenedLesson
from annotator.store.reviews import Reviews
from annotator.store.submissions import Submissions

#: From these versions on the file has hand-ins and decisions, and the keys that returns through a
#: class folder are sealed to.
_WITH_HAND_INS = 2
_WITH_RETURN_KEYS = 14


def desk_steps(other: Database, data: DataFile, report: BroughtIn) -> list[Step]:
    """Everything that there is to bring in, in an order in which each finds what it needs."""
    steps: list[Step] = []
    classes = report.try_to("classes", Classes(other).classes) or ()
    own = [each for each in classes if not each.is_sample]
    samples = {each.id for each in classes if each.is_sample}
    for each in own:
        steps.append((each.name, _writing(data, partial(_write_class, each))))
    for lesson in report.try_to("lessons", LessonFiles(other).all) or ():
        steps.append((lesson.title, _writing(data, partial(_write_lesson, lesson))))
    for given in report.try_to("assignments", Assignments(other).all) or ():
        if given.class_id not in samples:
            steps.append((given.title, _writing(data, partial(_write_assignment, given))))
    steps += _key_steps(other, data)
    if other.version >= _WITH_HAND_INS:
        steps += _hand_in_steps(other, data, samples)
        report.notes.append(_NOT_TAKEN)
    return steps


_NOT_TAKEN = (
    "Class cards, passphrases and what was returned did not come along. A hand-in that came with a "
    "class card there is “name not checked” here. To have all of a desk, move it as one file."
)


def _writing(data: DataFile, write: Callable[[Database], Counts]) -> Callable[[], Counts]:
    return lambda: data.call(write)


def _key_steps(other: Database, data: DataFile) -> Iterable[Step]:
    keys = Keys(other)

    def bring(lesson_id: str, version: int) -> Counts:
        key = keys.load(lesson_id, version)
        return data.call(partial(_write_key, lesson_id, key))

    for (lesson_id,) in other.rows("SELECT DISTINCT lesson_id FROM keys"):
        for version in keys.versions(lesson_id):
            name = f"key of {lesson_id[:60]}, version {version}"
            yield name, partial(bring, lesson_id, version)


def _hand_in_steps(other: Database, data: DataFile, samples: set[str]) -> Iterable[Step]:
    made_up = {each.id for each in Assignments(other).all() if each.class_id in samples}

    def bring(sha256: str, name: str) -> Counts:
        work = Submissions(other).load_received(sha256)
        if Articles(other).has(work.article_sha256):
            work.check(Articles(other).load(work.article_sha256).text)
        decisions = Reviews(other).of_submission(sha256)
        key = Arrivals(other).return_key(sha256) if other.version >= _WITH_RETURN_KEYS else ""
        found = HandIn(
            submission=work,
            sha256=sha256,
            program_version="",
            format=1,
            text_checked=False,
            return_key=key if is_key(key) else "",
        )
        return data.call(partial(_write_paper, found, decisions, name[:200]))

    for (sha256,) in other.rows("SELECT DISTINCT article_sha256 FROM submissions"):
        yield f"text {sha256[:12]}", partial(_bring_article, other, data, sha256)
    rows = other.rows("SELECT sha256, file_name, assignment_id FROM submissions ORDER BY received")
    for sha256, name, assignment_id in rows:
        if assignment_id not in made_up:
            yield name, partial(bring, sha256, name)


def _bring_article(other: Database, data: DataFile, sha256: str) -> Counts:
    if not Articles(other).has(sha256):
        return {}
    article = Articles(other).load(sha256)

    def write(db: Database) -> Counts:
        if Articles(db).has(sha256):
            return {}
        Articles(db).add(article)
        return {"texts": 1}

    return data.call(write)


def _write_class(school_class: SchoolClass, db: Database) -> Counts:
    classes = Classes(db)
    here = {each.id: each for each in classes.classes()}
    known = {student.id for each in here.values() for student in each.students}
    if school_class.id not in here:
        classes.keep_class(school_class)
    new = [student for student in school_class.students if student.id not in known]
    for student in new:
        # The card stayed behind, so there is none yet.
        classes.keep_student(replace(student, card_issue=0))
    return {"classes": int(school_class.id not in here), "students": len(new)}


def _write_lesson(lesson: OpenedLesson, db: Database) -> Counts:
    files = LessonFiles(db)
    if any(each.lesson_id == lesson.lesson_id for each in files.all()):
        return {}
    read = read_lesson_file(lesson.file, name=lesson.file_name[:80])
    if read.lesson.id != lesson.lesson_id:
        raise InvalidModel("its file is of another lesson.")
    files.add(read.lesson, lesson.file_name[:200], lesson.file)
    return {"lessons": 1}


def _write_assignment(given: Assignment, db: Database) -> Counts:
    assignments = Assignments(db)
    if any(each.id == given.id for each in assignments.all()):
        return {}
    if not any(each.id == given.class_id for each in Classes(db).classes()):
        raise InvalidModel("its class is not here.")
    if Keys(db).versions(given.lesson_id):
        # The versions of keys are counted on here, so the number would mean another one.
        given = replace(given, key_version=None)
    assignments.keep(given)
    return {"assignments": 1}


def _write_key(lesson_id: str, key: AnswerKey, db: Database) -> Counts:
    keys = Keys(db)
    for version in keys.versions(lesson_id):
        if replace(keys.load(lesson_id, version), version=key.version) == key:
            return {}
    keys.add(lesson_id, key)
    return {"answer keys": 1}


def _write_paper(found: HandIn, decisions: tuple[Decision, ...], name: str, db: Database) -> Counts:
    work, sha256 = found.submission, found.sha256
    if not Submissions(db).add_received(work, sha256, name):
        return {}
    place, arrivals = Placing(db).of(found), Arrivals(db)
    arrivals.meet(place.hand, place.student_id, place.how)
    arrivals.add(
        sha256,
        place.hand,
        card=place.card,
        supersedes=work.attempt.supersedes,
        return_key=found.return_key,
    )
    Reviews(db).keep(*decisions)
    return {"hand-ins": 1, "decisions": len(decisions)}
