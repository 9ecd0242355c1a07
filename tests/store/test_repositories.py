"""Students, preferences, articles, and everything on the teacher's desk."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.model.annotation import (
    Attributes,
    Checkable,
    Relation,
    RelationEnd,
    RelationKind,
    new_id,
)
from annotator.model.article import Article, ArticleMetadata
from annotator.model.errors import InvalidModel
from annotator.model.key import POINT, AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.labels import Label, LabelGuide, Pattern
from annotator.model.lesson import Lesson, LessonTask
from annotator.model.review import Decision, DecisionKind
from annotator.model.text import Span
from annotator.model.work import Assignment, Attempt, AttemptState, Student, Submission
from annotator.store import errors
from annotator.store.articles import Articles
from annotator.store.classes import Assignments, Classes
from annotator.store.damage import find_damage
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.keys import Keys, key_from_json, key_to_json
from annotator.store.lesson_files import LessonFiles
from annotator.store.preferences import Preferences
from annotator.store.reviews import Reviews
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from annotator.store.submissions import Submissions
from annotator.store.teacher_keys import HowKnown, TeacherKeys

from .conftest import ARTICLE, TEXT, mark_on

NOW = datetime.datetime(2026, 9, 1, 8, 30, tzinfo=datetime.UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    """A new teacher's file."""
    with Database.open(tmp_path / "teacher.db", kind=DatabaseKind.TEACHER) as database:
        yield database


def submission(name: str = "Ada", *, number: int = 1) -> Submission:
    """A hand-in with two marks and a relation."""
    one, two = mark_on(0, 8), mark_on(9, 14, "source")
    tie = Relation(
        id=new_id(),
        kind=RelationKind.SAID_BY,
        source_id=one.id,
        chain=((RelationEnd.mark(two.id),),),
    )
    return Submission(
        student=Student(id=new_id(), name=name),
        lesson_id="01-crossing",
        article_sha256=ARTICLE.sha256,
        attempt=Attempt(
            id=new_id(),
            number=number,
            state=AttemptState.HANDED_IN,
            started=NOW,
            handed_in=NOW,
            seconds_spent=600,
        ),
        annotations=(one, two),
        relations=(tie,),
    )


def sha(content: str) -> str:
    """A hash to know a file by."""
    return hashlib.sha256(content.encode()).hexdigest()


def test_students(database: Database) -> None:
    students = Students(database)
    ada = students.add_student("  Ada \n Łovelace\u0000 ")
    other = students.add_student("Ada Łovelace")
    assert ada.name == other.name == "Ada Łovelace"
    assert students.students() == (ada, other)
    assert students.rename(ada.id, "Bo").name == "Bo"
    assert [s.name for s in students.students()] == ["Bo", "Ada Łovelace"]
    for bad in ("", " \n ", "x" * 201):
        with pytest.raises(InvalidModel):
            students.add_student(bad)
    with pytest.raises(errors.NoSuchRecord):
        students.student("nobody")


def test_who_came_in_the_same_millisecond_stays_in_order(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr("annotator.store.students.utc_now", lambda: noon)
    students = Students(database)
    names = [f"Ada {number}" for number in range(20)]
    for name in names:
        students.add_student(name)
    assert [each.name for each in students.students()] == names


def test_preferences(database: Database, student: Student) -> None:
    preferences = Preferences(database)
    preferences.set("theme", "dark")
    preferences.set("theme", "light", student_id=student.id)
    preferences.set("size", {"points": 18, "face": "Łexend"}, student_id=student.id)
    preferences.set("size", {"points": 20}, student_id=student.id)
    assert preferences.all() == {"theme": "dark"}
    assert preferences.all(student.id) == {"theme": "light", "size": {"points": 20}}
    assert preferences.get("nothing", 7) == 7
    with pytest.raises(errors.BrokenRule):
        preferences.set("theme", "dark", student_id="nobody")


def test_articles(database: Database) -> None:
    articles = Articles(database)
    assert not articles.has(ARTICLE.sha256)
    articles.add(ARTICLE)
    dated = ArticleMetadata(title="Żółw", date=datetime.date(2026, 9, 1), version=2, licence="©")
    newer = Article(ARTICLE.text, ARTICLE.blocks, dated)
    articles.add(newer)
    articles.add(ARTICLE)  # older metadata never takes the newer one's place
    assert articles.load(ARTICLE.sha256).metadata == dated
    assert articles.load(ARTICLE.sha256).text == TEXT
    database.execute("UPDATE articles SET text = replace(text, 'safe', 'fine')")
    with pytest.raises(errors.RecordDamaged, match="articles"):
        articles.load(ARTICLE.sha256)
    with pytest.raises(errors.NoSuchRecord):
        articles.load("0" * 64)


def a_lesson(title: str = "One", **task: Any) -> Lesson:
    label = Label(
        id="claim",
        name="claim",
        plural="claims",
        letter="C",
        pattern=Pattern.SOLID,
        colour="claim",
    )
    return Lesson(
        id="l1",
        title=title,
        article=ARTICLE,
        guide=LabelGuide((label,), ()),
        task=LessonTask(**task),
    )


def test_lesson_files_are_kept_as_they_came(database: Database) -> None:
    lessons = LessonFiles(database)
    for name, file in (("a", b"first edition"), ("a", b"second edition"), ("b", b"first edition")):
        lessons.add(a_lesson(), f"{name}.lesson", file)
    assert {lesson.file for lesson in lessons.all()} == {b"first edition", b"second edition"}
    assert lessons.all()[0].file_name == "b.lesson", "what was opened last comes first"
    sha256 = hashlib.sha256(b"second edition").hexdigest()
    assert lessons.load(sha256).file == b"second edition"
    database.execute("UPDATE lessons SET file = x'00' WHERE file_sha256 = ?", [sha256])
    with pytest.raises(errors.RecordDamaged, match="l1"):
        lessons.all()
    with pytest.raises(errors.RecordDamaged, match="l1"):
        lessons.load(sha256)


def test_lesson_files_are_listed_by_their_cards(database: Database) -> None:
    lessons, given = LessonFiles(database), new_id()
    lessons.add(a_lesson(assignment_id=given, teacher_key="ab", due=NOW), "a.lesson", b"given")
    lessons.add(a_lesson(title="Mine"), "b.lesson", b"own")
    assert [(card.title, card.assignment_id) for card in lessons.cards()] == [
        ("Mine", ""),
        ("One", given),
    ]
    (card,) = lessons.of_assignment(given)
    assert (card.teacher_key, card.due, card.words) == ("ab", NOW, ARTICLE.body_word_count)
    assert lessons.has(card.file_sha256)
    assert lessons.undescribed() == ()
    database.execute("DELETE FROM lesson_cards WHERE assignment_id <> ''")
    assert lessons.undescribed() == (card.file_sha256,)


def test_of_the_files_of_an_assignment_the_one_given_out_last_counts(database: Database) -> None:
    lessons, given = LessonFiles(database), new_id()
    day = datetime.timedelta(days=1)
    assert lessons.newest(given) is None
    for file, when in ((b"2", NOW), (b"3", NOW + day), (b"1", NOW - day), (b"older program", None)):
        lessons.add(a_lesson(assignment_id=given, given=when), "a.lesson", file)
    newest = lessons.newest(given)
    assert newest is not None
    assert newest.file_sha256 == hashlib.sha256(b"3").hexdigest()
    assert newest.given == NOW + day


def test_the_keys_of_teachers(database: Database) -> None:
    keys, mine, other = TeacherKeys(database), "a" * 64, "b" * 64
    keys.pin(["class", "folder"], mine, HowKnown.FIRST_SIGHT, "Ms Bell")
    found = keys.of("class")
    assert found is not None
    assert (found.key, found.how, found.is_shown) == (mine, HowKnown.FIRST_SIGHT, False)
    assert keys.of("another class") is None
    keys.note_shown(mine)
    assert all(each.is_shown for each in keys.all())
    keys.refuse(other, ["class", "assignment"])
    assert keys.refused() == {other: ("assignment", "class")}
    keys.pin(["class"], other, HowKnown.WORDS, "")
    assert keys.refused() == {}
    assert {each.scope: each.key for each in keys.all()} == {"class": other, "folder": mine}
    for number in range(60):
        keys.refuse(f"{number:064x}", ["class"])
    assert len(keys.refused()) == 20


def test_classes_and_assignments(desk: Database) -> None:
    classes, assignments = Classes(desk), Assignments(desk)
    school_class = classes.add_class("7b", is_sample=True)
    ada = classes.add_student(school_class.id, "Ada")
    bo = classes.add_student(school_class.id, "Bo")
    classes.keep_student(replace(ada, card_issue=2))
    assert classes.classes() == (replace(school_class, students=(replace(ada, card_issue=2), bo)),)
    with pytest.raises(errors.BrokenRule):
        classes.add_student("no such class", "Cy")
    given = Assignment(
        id=new_id(),
        lesson_id="01-crossing",
        class_id=school_class.id,
        due=NOW,
        stop_after_paragraph=3,
        extra_cost=POINT // 4,
        graded=False,
        key_version=2,
        created=NOW,
    )
    assert assignments.keep(given) == given
    later = replace(given, due=None, title="For Monday")
    assignments.keep(later)
    assert assignments.of_class(school_class.id) == (later,)


def key() -> AnswerKey:
    """A key that uses everything a key can hold."""
    quote = TEXT[0:8]
    item = KeyItem(
        id="i1",
        name="opening",
        label="claim",
        accepted=(
            AcceptedSpan(Span(0, 8), quote, Span(0, 4), Span(0, 14)),
            AcceptedSpan(Span(9, 14), TEXT[9:14]),
        ),
        also_labels=("opinion",),
        required=False,
        weight=POINT * 2,
        why="It can be checked — see “Mill Lane”.",
        likely_mistakes=(("opinion", "Nobody judges here."),),
        question="Who says so?",
        attributes=Attributes(checkable=Checkable.NOW, figure=False),
        other_names=("Mill Lane",),
        mentions=(AcceptedSpan(Span(9, 14), TEXT[9:14]),),
    )
    other = replace(item, id="i2", name="second", label="denial")
    tie = Relation(
        id="r1",
        kind=RelationKind.DENIES,
        source_id="i2",
        chain=((RelationEnd.mark("i1"),),),
        note="why",
    )
    trap = Trap(id="t1", span=Span(0, 4), quote=TEXT[0:4], why="A byline.")
    return AnswerKey(
        article_sha256=ARTICLE.sha256, items=(item, other), traps=(trap,), relations=(tie,)
    )


def test_key_versions(desk: Database) -> None:
    keys = Keys(desk)
    assert keys.add("l1", key()) == key()
    thinner = replace(key(), traps=())
    assert keys.add("l1", thinner) == replace(thinner, version=2)
    assert keys.versions("l1") == (1, 2)
    assert keys.load("l1") == replace(thinner, version=2)
    assert keys.load("l1", 1) == key()
    with pytest.raises(errors.NoSuchRecord):
        keys.load("l2")
    desk.execute("UPDATE keys SET content = replace(content, 'byline', 'title') WHERE version = 1")
    with pytest.raises(errors.RecordDamaged, match="l1 version 1"):
        keys.load("l1", 1)


def test_a_key_from_before_other_names_is_read() -> None:
    content = json.loads(key_to_json(key()))
    for item in content["items"]:
        del item["other_names"], item["mentions"]
    old = key_from_json(json.dumps(content), ARTICLE.sha256, 1)
    bare = [replace(item, other_names=(), mentions=()) for item in key().items]
    assert old == replace(key(), items=tuple(bare))


def test_received_hand_ins_are_known_by_their_hash(desk: Database) -> None:
    submissions = Submissions(desk)
    work = submission("Żofia")
    assert submissions.add_received(work, sha("a"), "zofia.handin", received=NOW) is True
    assert submissions.add_received(work, sha("a"), "copy of zofia.handin") is False
    second = submission("ada", number=2)
    submissions.add_received(second, sha("b"), "ada.handin")
    listed = submissions.received("01-crossing")
    assert [(r.student_name, r.marks, r.attempt_number) for r in listed] == [
        ("ada", 2, 2),
        ("Żofia", 2, 1),
    ]
    assert listed[1].file_name == "zofia.handin"
    assert (listed[1].received, listed[1].handed_in) == (NOW, NOW)
    assert submissions.load_received(sha("a"), TEXT) == work
    with pytest.raises(InvalidModel, match="another version"):
        submissions.load_received(sha("a"), "other text")
    with pytest.raises(errors.NoSuchRecord):
        submissions.load_received(sha("c"))
    desk.execute("UPDATE submissions SET content = replace(content, '600', '60')")
    with pytest.raises(errors.RecordDamaged, match="submissions"):
        submissions.load_received(sha("a"))


def decision(kind: DecisionKind, **values: object) -> Decision:
    """A decision of Ms Bell's on the hand-in "a"."""
    return Decision(
        id=new_id(),
        submission_sha256=sha("a"),
        kind=kind,
        who="Ms Bell",
        decided=NOW,
        **values,  # type: ignore[arg-type]
    )


def test_decisions_are_kept_taken_back_and_logged(desk: Database) -> None:
    Submissions(desk).add_received(submission(), sha("a"), "a.handin")
    reviews = Reviews(desk)
    waive = decision(DecisionKind.WAIVE, mark_id="m1", why="A good idea.")
    points = decision(DecisionKind.OVERRIDE, item_id="i1", points=POINT // 2, why="Half of it.")
    reviews.keep(waive, points)
    assert reviews.of_submission(sha("a")) == (waive, points)
    reviews.take_back((waive.id, "unknown"), "Ms Bell")
    assert reviews.of_submission(sha("a")) == (points,)
    entries = reviews.log_entries()
    assert [e.what for e in entries] == ["decided: waive", "decided: override", "took back"]
    assert entries[2].detail == {"decision_id": waive.id}
    reviews.log("Ms Bell", "published", version=2)
    assert [e.what for e in reviews.log_entries(with_detail="version")] == ["published"]
    with pytest.raises(errors.BrokenRule):
        reviews.keep(replace(points, id=new_id(), submission_sha256=sha("never received")))
    assert len(reviews.log_entries()) == 4, "what was refused is not in the log either"
    desk.execute("UPDATE reviews SET points = 1")
    with pytest.raises(errors.RecordDamaged, match=points.id):
        reviews.of_submission(sha("a"))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (DecisionKind.OVERRIDE, {"item_id": "i1"}),
        (DecisionKind.ACCEPT, {"item_id": "i1", "points": 5}),
        (DecisionKind.WAIVE, {"item_id": "i1"}),
        (DecisionKind.ACCEPT, {}),
        (DecisionKind.COMMENT, {}),
    ],
)
def test_decisions_that_mean_nothing(kind: DecisionKind, values: dict[str, object]) -> None:
    with pytest.raises(InvalidModel):
        decision(kind, **values)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("students", "name = 'Ida'"),
        ("students", "card_issue = 7"),
        ("settings", "value = '19'"),
        ("settings", "key = 'sise'"),
        ("preferences", "value = '\"dork\"'"),
        ("teacher_keys", "teacher = 'Mr Bell'"),
        ("teacher_keys", "how = 'words'"),
    ],
)
def test_a_change_that_no_one_made_is_named(database: Database, table: str, change: str) -> None:
    student = Students(database).add_student("Ada")
    Preferences(database).set("size", 18)
    Preferences(database).set("theme", "dark", student_id=student.id)
    keys = TeacherKeys(database)
    keys.pin(["class"], "a" * 64, HowKnown.FIRST_SIGHT, "Ms Bell")
    keys.note_shown("a" * 64)
    keys.confirm("a" * 64)
    assert [key.how for key in keys.all()] == [HowKnown.CARD]
    assert find_damage(database) == ()
    database.execute(f"UPDATE {table} SET {change}")
    reading: dict[str, Callable[[], object]] = {
        "students": Students(database).students,
        "settings": Preferences(database).all,
        "preferences": lambda: Preferences(database).all(student.id),
        "teacher_keys": keys.all,
    }
    with pytest.raises(errors.RecordDamaged, match="checksum") as caught:
        reading[table]()
    assert caught.value.table == table
    assert [damage.table for damage in find_damage(database)] == [table]


def test_work_that_came_back_and_is_gone_is_named(database: Database) -> None:
    drafts = Drafts(database)
    student = Students(database).add_student("Ada")
    Articles(database).add(ARTICLE)
    attempt = drafts.open_draft(student.id, "l", ARTICLE.sha256)
    file = b"annotator hand-in 1"
    drafts.hand_in(attempt.id, NOW, file, hashlib.sha256(file).hexdigest())
    drafts.take_return(attempt.id, 1, NOW, b"annotator return 1", signed=True)
    assert drafts.returned_file(attempt.id, before=1) is None
    for table, read in (
        ("returns", drafts.returned_file),
        ("hand_ins", drafts.hand_in_file),
    ):
        database.execute(f"DELETE FROM {table}")
        with pytest.raises(errors.RecordDamaged, match="is not there"):
            read(attempt.id)
    database.execute("UPDATE attempts SET saved = 'x'")
    with pytest.raises(errors.RecordDamaged, match="attempts"):
        drafts.progress(student.id)
