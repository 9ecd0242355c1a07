"""Hand-ins whose place can't be known wait for the teacher; nothing lands in a made-up class."""

from __future__ import annotations

import datetime
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.annotation import new_id
from annotator.model.received import GivenOutBy
from annotator.model.work import Assignment, SchoolClass
from annotator.services.classes.desk import TeacherDesk
from annotator.services.classes.sample_class import make_sample_class
from annotator.services.exchange.filing import Filing
from annotator.services.lessons.publishing import note_given
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.errors import BrokenRule
from annotator.store.given_out import GivenOut
from annotator.store.migrations import migrate
from annotator.store.schema import DatabaseKind
from tests.seeded import set_list
from tests.services.desk import LESSON, WHEN, ADesk, a_hand_in

OTHER = "05-pier-crack"


def table(desk: ADesk) -> TeacherDesk:
    return TeacherDesk(desk.data, desk.shelf)


def came_in(desk: ADesk, school_class: SchoolClass) -> list[int]:
    (found,) = (o for o in table(desk).overviews() if o.school_class.id == school_class.id)
    return [line.came_in for line in found.lines]


def hand_in(desk: ADesk, inbox: Path, name: str, *, lesson: str = LESSON, given: str = "") -> str:
    file = a_hand_in(desk.shelf.load(lesson), name, keys=desk.keys, assignment_id=given)
    path = inbox / f"{new_id()}.handin"
    path.write_bytes(file)
    (new,) = desk.collecting.collect([path]).new
    return new.sha256


def test_nobody_is_placed_in_the_sample_class(desk: ADesk, inbox: Path) -> None:
    sample = make_sample_class(desk.data, [desk.lesson], now=WHEN, students=6)
    before = came_in(desk, sample)
    hand_in(desk, inbox, sample.students[0].name)
    own = Assignments(desk.data.db).of_class(sample.id)[0]
    hand_in(desk, inbox, sample.students[1].name)
    assert {each.student_id for each in desk.filing.waiting()} == {""}
    assert all(desk.filing.suggestions(each) == () for each in desk.filing.waiting())
    ada = desk.add_class("7B", "Ada Okoro")
    hand_in(desk, inbox, "Ada Okoro", given=own.id)
    (unfiled,) = Filing(desk.data).unfiled()
    assert [choice.class_name for choice in unfiled.choices] == ["7B"]
    students = {who.id for who in sample.students}
    assert not any(each.student_id in students for each in desk.filing.waiting())
    assert came_in(desk, sample) == before
    assert came_in(desk, ada) == []


def test_a_lesson_that_the_class_was_not_given_is_asked_about(desk: ADesk, inbox: Path) -> None:
    mine = desk.add_class("8b", "Ada Okoro", "Ben Lind")
    other = desk.add_class("7A", "Cem Demir")
    teacher = table(desk)
    teacher.assign(OTHER, [mine.id])
    theirs = teacher.assign(LESSON, [other.id])[0]
    one, two = hand_in(desk, inbox, "Ada Okoro"), hand_in(desk, inbox, "Ben Lind")
    assert came_in(desk, mine) == [0]
    filing = teacher.filing
    (question,) = filing.unfiled()
    assert (question.names, question.class_name) == (("Ada Okoro", "Ben Lind"), "8b")
    assert set(question.sha256s) == {one, two}
    assert [(c.class_name, c.assignment_id) for c in question.choices] == [
        ("8b", ""),
        ("7A", theirs.id),
    ]
    filing.keep_aside([two])
    assert [each.is_aside for each in filing.unfiled()] == [False, True]
    teacher.count_with([one], question.choices[0])
    (line, _) = (line for o in teacher.overviews() for line in o.lines if o.school_class == mine)
    assert (line.title, line.came_in, line.assignment.graded) == (desk.lesson.title, 1, False)
    assert [each.names for each in filing.unfiled()] == [("Ben Lind",)]
    assert [row.student_name for row in teacher.review([line.assignment]).papers.rows] == [
        "Ada Okoro"
    ]
    # Asked again, it has a place by itself: the class has this lesson now.
    filing.ask_again([two])
    assert filing.unfiled() == ()
    assert came_in(desk, mine)[0] == 2
    with pytest.raises(BrokenRule):
        teacher.remove(line.assignment.id)


def test_what_another_class_was_given_is_asked_about(desk: ADesk, inbox: Path) -> None:
    mine = desk.add_class("7A", "Ada Okoro")
    other = desk.add_class("8b", "Ben Lind")
    teacher = table(desk)
    given = teacher.assign(LESSON, [other.id])[0]
    sha256 = hand_in(desk, inbox, "Ada Okoro", given=given.id)
    assert came_in(desk, other) == [0]
    (question,) = teacher.filing.unfiled()
    assert (question.class_name, question.given_to) == ("7A", "8b")
    teacher.filing.count_with([sha256], given.id)
    assert came_in(desk, other) == [1]
    assert teacher.filing.unfiled() == ()
    report = desk.work(LESSON)
    assert [work.assignment_id for work in report] == [given.id]
    assert came_in(desk, mine) == []
    with pytest.raises(BrokenRule):
        teacher.remove(given.id)


def test_who_is_in_two_classes_counts_in_the_one_that_is_named(desk: ADesk, inbox: Path) -> None:
    one, two = desk.add_class("7A", "Ada Okoro"), desk.add_class("7A history", "Ada Okoro")
    first = table(desk).assign(LESSON, [one.id])[0]
    second = table(desk).assign(OTHER, [two.id])[0]
    student = new_id()
    for lesson, given in ((LESSON, first), (OTHER, second)):
        path = inbox / f"{lesson}.handin"
        path.write_bytes(
            a_hand_in(
                desk.shelf.load(lesson),
                "Ada Okoro",
                student_id=student,
                keys=desk.keys,
                assignment_id=given.id,
            )
        )
    desk.collecting.collect([inbox])
    assert table(desk).filing.unfiled() == ()
    assert (came_in(desk, one), came_in(desk, two)) == ([1], [1])
    assert {each.student_id for each in desk.work(OTHER)} == {two.students[0].id}


# --- given out -----------------------------------------------------------------------------------


def test_a_change_that_students_should_see_outdates_what_was_given_out(desk: ADesk) -> None:
    mine = desk.add_class("7B", "Ada")
    teacher = table(desk)
    given = teacher.assign(LESSON, [mine.id])[0]

    def line() -> object:
        return teacher.overviews()[0].lines[0].given

    assert line() is None
    note_given(desk.data, given.id, GivenOutBy.FOLDER, "x.lesson", now=lambda: WHEN)
    now = GivenOut(desk.data.db).all()[given.id]
    assert (now.way, now.name, now.given, now.outdated) == (
        GivenOutBy.FOLDER,
        "x.lesson",
        WHEN,
        False,
    )
    teacher.change(replace(given, extra_cost=0))
    assert not GivenOut(desk.data.db).all()[given.id].outdated
    teacher.change(replace(given, due=WHEN + datetime.timedelta(days=3)))
    assert GivenOut(desk.data.db).all()[given.id].outdated
    note_given(desk.data, given.id, GivenOutBy.FILE, "y.lesson", now=lambda: WHEN)
    assert not GivenOut(desk.data.db).all()[given.id].outdated
    teacher.remove(given.id)
    assert GivenOut(desk.data.db).all() == {}


def test_what_was_given_before_this_was_noted_and_sample_placings(tmp_path: Path) -> None:
    """A file of the step before: no question about what was given long ago; the sample is left."""
    path = tmp_path / DatabaseKind.TEACHER.file_name
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {DatabaseKind.TEACHER.value}")
    migrate(connection, DatabaseKind.TEACHER, stop_before="t0008_given_out_and_filed")
    at = "2026-03-14T09:30:00.000000+00:00"
    connection.execute("INSERT INTO classes VALUES ('c', 'Sample class', 1, ?)", [at])
    connection.execute("INSERT INTO students VALUES ('s', 'Ada', 'c', 0, ?)", [at])
    connection.execute(
        "INSERT INTO assignments VALUES ('a', 'l', 'c', 't', NULL, NULL, 0, 1, 0, NULL, ?)", [at]
    )
    for hand, how in (("name:1:ada", "name"), ("sample:s", "teacher")):
        connection.execute("INSERT INTO hands VALUES (?, 's', ?, ?)", [hand, how, at])
    connection.commit()
    connection.close()
    with Database.open(path, kind=DatabaseKind.TEACHER) as database:
        assert GivenOut(database).all()["a"].way is GivenOutBy.UNKNOWN
        assert database.rows("SELECT hand, student_id FROM hands ORDER BY hand") == [
            ("name:1:ada", None),
            ("sample:s", "s"),
        ]
        Assignments(database).keep(Assignment(id="b", lesson_id="l", class_id="c"))
        assert set(GivenOut(database).all()) == {"a"}
        assert Classes(database).classes()[0].is_sample


# --- the sample class goes ------------------------------------------------------------------------


def test_the_sample_class_goes_with_all_that_was_made_up(desk: ADesk, inbox: Path) -> None:
    mine = desk.add_class("7B", "Ada Okoro")
    teacher = table(desk)
    teacher.assign(LESSON, [mine.id])
    hand_in(desk, inbox, "Ada Okoro")
    before = desk.everything()
    sample = make_sample_class(desk.data, [desk.lesson], now=WHEN, students=6)
    given = Assignments(desk.data.db).of_class(sample.id)
    review = teacher.review(given)
    review.keep_rest(review.papers.grouping().run())
    review.give_back([row.sha256 for row in review.papers.rows])
    set_list(teacher, sample.id, [sample.students[0].name])
    with pytest.raises(BrokenRule):
        teacher.remove_sample(mine.id)
    teacher.remove_sample(sample.id)
    after = desk.everything()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"log", "articles"}, "nothing else is left of it, and nothing else went"
    assert came_in(desk, mine) == [1]
