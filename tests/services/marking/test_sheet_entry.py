"""A sheet of paper typed in: filed as that student's work, never late by itself, draft on disk."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.files.hand_in import write_hand_in
from annotator.files.return_file import read_return
from annotator.files.sealing import key_ring
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.moments import utc_now
from annotator.model.review import DecisionKind
from annotator.model.work import Assignment, Attempt, AttemptState, SchoolClass, Student, Submission
from annotator.services.classes.desk import TeacherDesk
from annotator.services.exchange.collecting import Collecting
from annotator.services.exchange.giving_back import GivingBack
from annotator.services.marking.attempts import work_of
from annotator.services.marking.sheet_entry import FROM_PAPER, SheetEntry
from annotator.services.review.inbox import Flag
from annotator.store.arrivals import Arrivals
from annotator.store.reviews import Reviews
from tests.seeded import LESSON, SeededDesk

_YESTERDAY = utc_now() - datetime.timedelta(days=1)


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def given(seeded: SeededDesk) -> tuple[SchoolClass, Assignment]:
    """A class of three, and a lesson that was due yesterday."""
    desk: TeacherDesk = seeded.desk
    made = desk.add_class("7B", ["Ada Abara", "Ben Castel", "Élif Demir"])
    (assignment,) = desk.assign(LESSON, [made.id], due=_YESTERDAY)
    return made, assignment


@pytest.fixture
def entry(seeded: SeededDesk, given: tuple[SchoolClass, Assignment]) -> SheetEntry:
    return entry_of(seeded, given[1])


def entry_of(seeded: SeededDesk, assignment: Assignment) -> SheetEntry:
    lesson = seeded.lesson(LESSON)
    return SheetEntry(seeded.data, lesson, assignment, who="Ms Varga")


def mark_all(seeded: SeededDesk, entry: SheetEntry, student_id: str, count: int = 99) -> str:
    """Type in the required items of the key; the hash."""
    key = seeded.lesson(LESSON).key
    assert key is not None
    sheet = entry.open(student_id)
    for item in [item for item in key.items if item.required][:count]:
        sheet.marking.add([item.span], item.label)
    return entry.file(sheet)


def test_a_sheet_is_reviewed_as_all_other_work_is(
    seeded: SeededDesk, entry: SheetEntry, given: tuple[SchoolClass, Assignment]
) -> None:
    made, assignment = given
    ada = made.students[0]
    sha256 = mark_all(seeded, entry, ada.id)
    review = seeded.desk.review([assignment])
    (row,) = review.papers.rows
    assert (row.sha256, row.student_id, row.student_name) == (sha256, ada.id, "Ada Abara")
    assert row.from_paper
    assert row.handed_in is None
    told = review.papers.reviewed(sha256).comparison
    assert told.named == told.required
    line = review.papers.line(sha256)
    assert Flag.PAPER in line.flags
    assert Flag.LATE not in line.flags, "it was due yesterday, and nobody knows when it was done"
    assert Flag.SHORT_TIME not in line.flags
    (arrival,) = Arrivals(seeded.data.db).of_lesson(LESSON)
    assert (arrival.file_name, arrival.how, arrival.from_paper) == (FROM_PAPER, "teacher", True)
    (logged,) = Reviews(seeded.data.db).log_entries()
    assert (logged.who, logged.what) == ("Ms Varga", "entered a sheet")
    (overview,) = seeded.desk.overviews()
    assert overview.lines[0].came_in == 1


def test_it_is_given_back_as_a_file_after_the_decisions(
    seeded: SeededDesk,
    entry: SheetEntry,
    given: tuple[SchoolClass, Assignment],
    tmp_path: Path,
) -> None:
    sha256 = mark_all(seeded, entry, given[0].students[0].id, 4)
    review = seeded.desk.review([given[1]])
    review.decide(DecisionKind.COMMENT, [(sha256, "")], comment="Well drawn.")
    lesson = seeded.lesson(LESSON)
    giving = GivingBack(seeded.data, key_ring(tmp_path), teacher="Ms Varga")
    back = giving.make(lesson, {sha256})
    assert not back.faults
    (file,) = back.files
    read = read_return(file.file, name="back").content
    assert (read.student_name, read.hand_in_sha256) == ("Ada Abara", sha256)
    assert [remark.comment for remark in read.remarks] == ["Well drawn."]
    giving.note(back)
    (row,) = seeded.desk.review([given[1]]).papers.rows
    assert row.returned is not None


def test_those_with_nothing_in_come_first(
    seeded: SeededDesk, entry: SheetEntry, given: tuple[SchoolClass, Assignment]
) -> None:
    ada, ben, _elif = given[0].students
    mark_all(seeded, entry, ada.id)
    sheet = entry.open(ben.id)
    sheet.marking.add([seeded.lesson(LESSON).article.blocks[0].span], "claim")
    listed = entry.students()
    assert [each.student.name for each in listed] == ["Ben Castel", "Élif Demir", "Ada Abara"]
    assert [each.tries for each in listed] == [0, 0, 1]
    assert [each.is_begun for each in listed] == [True, False, False]


def test_what_was_typed_is_there_after_a_crash_until_it_is_filed(
    seeded: SeededDesk, entry: SheetEntry, given: tuple[SchoolClass, Assignment]
) -> None:
    ada = given[0].students[0]
    key = seeded.lesson(LESSON).key
    assert key is not None
    sheet = entry.open(ada.id)
    for item in key.items[:3]:
        sheet.marking.add([item.span], item.label)
    again = entry_of(seeded, given[1]).open(ada.id)
    assert again.marking.marks == sheet.marking.marks
    assert again.attempt == sheet.attempt
    sha256 = entry.file(again)
    assert not entry.open(ada.id).marking.marks, "the draft went with the sheet"
    assert (
        seeded.desk.review([given[1]]).papers.submission(sha256).annotations == sheet.marking.marks
    )


def test_taking_every_mark_back_leaves_no_draft(
    seeded: SeededDesk, entry: SheetEntry, given: tuple[SchoolClass, Assignment]
) -> None:
    sheet = entry.open(given[0].students[0].id)
    change = sheet.marking.add([entry.lesson.article.blocks[0].span], "claim")
    sheet.marking.apply(change.inverse())
    assert not any(each.is_begun for each in entry.students())
    sheet.marking.apply(change)
    assert any(each.is_begun for each in entry.students())


def test_a_second_sheet_is_the_next_try_and_counts(
    seeded: SeededDesk, entry: SheetEntry, given: tuple[SchoolClass, Assignment]
) -> None:
    ada = given[0].students[0]
    first = mark_all(seeded, entry, ada.id, 2)
    sheet = entry.open(ada.id)
    assert (sheet.tries, sheet.attempt.number) == (1, 2)
    second = mark_all(seeded, entry, ada.id, 5)
    (work,) = work_of(Arrivals(seeded.data.db).of_lesson(LESSON))
    assert work.counts.sha256 == second != first
    assert len(work.all) == 2
    assert not work.note, "two sheets of one student are no two hands"
    (row,) = seeded.desk.review([given[1]]).papers.rows
    assert row.sha256 == second


def test_a_sheet_after_a_file_counts_and_is_no_second_hand(
    seeded: SeededDesk,
    entry: SheetEntry,
    given: tuple[SchoolClass, Assignment],
    tmp_path: Path,
) -> None:
    ada = given[0].students[0]
    lesson = seeded.lesson(LESSON)
    now = utc_now()
    file = Submission(
        student=Student(id="11111111-1111-4111-8111-111111111111", name=ada.name),
        lesson_id=LESSON,
        article_sha256=lesson.article.sha256,
        assignment_id=given[1].id,
        attempt=Attempt(
            id="22222222-2222-4222-8222-222222222222",
            state=AttemptState.HANDED_IN,
            started=now,
            handed_in=now,
        ),
        annotations=(),
    )
    path = tmp_path / "ada.handin"
    path.write_bytes(write_hand_in(file, lesson.article, program_version="1"))
    Collecting(seeded.data, seeded.shelf.load, None).collect([path])
    sha256 = mark_all(seeded, entry, ada.id, 3)
    (work,) = work_of(Arrivals(seeded.data.db).of_lesson(LESSON))
    assert work.counts.sha256 == sha256
    assert work.counts.attempt_number == 2
    assert len(work.hands) == 1


def test_an_empty_sheet_can_be_filed(
    seeded: SeededDesk, entry: SheetEntry, given: tuple[SchoolClass, Assignment]
) -> None:
    sha256 = entry.file(entry.open(given[0].students[0].id))
    assert seeded.desk.review([given[1]]).papers.reviewed(sha256).comparison.named == 0


def test_two_empty_sheets_are_two(
    seeded: SeededDesk, entry: SheetEntry, given: tuple[SchoolClass, Assignment]
) -> None:
    hashes = {entry.file(entry.open(who.id)) for who in given[0].students}
    assert len(hashes) == 3
    assert len(seeded.desk.review([given[1]]).papers.rows) == 3


def test_somebody_of_no_class_and_a_draft_on_another_text(
    seeded: SeededDesk, entry: SheetEntry, given: tuple[SchoolClass, Assignment]
) -> None:
    with pytest.raises(BadInput, match="not in the class"):
        entry.open("nobody")
    ada = given[0].students[0]
    entry.open(ada.id).marking.add([entry.lesson.article.blocks[0].span], "claim")
    seeded.data.writer.flush()
    other = seeded.lesson("02-lunch-vote")
    elsewhere = SheetEntry(seeded.data, replace(other, id=LESSON), given[1], who="")
    with pytest.raises(AnnotatorError, match="another version"):
        elsewhere.open(ada.id)
