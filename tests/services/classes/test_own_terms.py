"""What holds for one student alone: lateness, the desk, the report and the gradebook follow it."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.errors import InvalidModel
from annotator.model.received import InboxRow
from annotator.model.work import Assignment, Away, OwnTerms, SchoolClass
from annotator.services.review.class_reports import ReportMaker, gradebook
from annotator.services.review.inbox import Flag
from annotator.services.review.ledger import HoldingState, make_ledger
from annotator.store.classes import Classes
from annotator.store.database import Database
from annotator.store.own_terms import TermsOfStudents
from tests.seeded import SeededDesk

DAY = datetime.timedelta(days=1)


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def mine(seeded: SeededDesk) -> SchoolClass:
    """A class of which one student handed in nothing."""
    made = seeded.add_class(students=8)
    seeded.data.call(lambda db: Classes(db).add_student(made.id, "Zita Quist"))
    return seeded.desk.school_class(made.id)


def given(seeded: SeededDesk) -> Assignment:
    return seeded.desk.assignments()[0]


def make_late(seeded: SeededDesk, mine: SchoolClass) -> InboxRow:
    """Let the class's time be long over for everybody; a paper."""
    row = seeded.review(mine).papers.rows[0]
    assert row.handed_in is not None
    over = min(row.handed_in, row.received) - DAY
    seeded.desk.change(replace(given(seeded), due=over))
    return row


def flags(seeded: SeededDesk, mine: SchoolClass, sha256: str) -> tuple[Flag, ...]:
    return seeded.review(mine).papers.line(sha256).flags


def test_terms_are_one_thing_or_the_other() -> None:
    with pytest.raises(InvalidModel):
        OwnTerms()
    with pytest.raises(InvalidModel):
        OwnTerms(due=datetime.datetime.now(datetime.UTC), away=Away.ABSENT)


def test_an_extension_is_this_students_due_time(seeded: SeededDesk, mine: SchoolClass) -> None:
    row = make_late(seeded, mine)
    assert Flag.LATE in flags(seeded, mine, row.sha256)
    assert row.handed_in is not None
    later = max(row.handed_in, row.received) + DAY
    seeded.desk.set_terms(given(seeded).id, {row.student_id: OwnTerms(due=later)})
    line = seeded.review(mine).papers.line(row.sha256)
    assert Flag.LATE not in line.flags
    assert line.terms.startswith("own due time ")
    (overview,) = seeded.desk.overviews()
    assert overview.lines[0].extended == 1
    # Taken back, the time of the class holds again.
    seeded.desk.set_terms(given(seeded).id, {row.student_id: None})
    assert Flag.LATE in flags(seeded, mine, row.sha256)
    assert seeded.desk.terms(given(seeded).id) == {}


def test_who_is_excused_is_never_late(seeded: SeededDesk, mine: SchoolClass) -> None:
    row = make_late(seeded, mine)
    excused = OwnTerms(away=Away.EXCUSED)
    seeded.desk.set_terms(given(seeded).id, {row.student_id: excused})
    assert Flag.LATE not in flags(seeded, mine, row.sha256)


def test_of_who_is_away_nothing_is_expected(seeded: SeededDesk, mine: SchoolClass) -> None:
    came = {row.student_id for row in seeded.review(mine).papers.rows}
    gone = [who for who in mine.students if who.id not in came]
    absent = OwnTerms(away=Away.ABSENT)
    seeded.desk.set_terms(given(seeded).id, {gone[0].id: absent})
    (overview,) = seeded.desk.overviews()
    line = overview.lines[0]
    assert (line.absent, line.expected) == (1, len(mine.students) - 1)
    review = seeded.review(mine)
    maker = ReportMaker(review, seeded.data)
    while not maker.step(1000):
        pass
    report = maker.report()
    assert report.away == ((gone[0].name, "absent"),)
    assert gone[0].name not in report.missing
    assert report.students == len(mine.students) - 1
    (row,) = (r for r in make_ledger(review, mine.students).rows if r.student_id == gone[0].id)
    assert (row.state, row.reasons) == (HoldingState.NOTHING, ("absent",))
    table = gradebook(review, {mine.id: mine.name}, seeded.data).decode("utf-8-sig")
    cells = {line["student"]: line for line in csv.DictReader(io.StringIO(table))}
    assert len(cells) == len(mine.students), "who handed in nothing has a row, too"
    assert (cells[gone[0].name]["own terms"], cells[gone[0].name]["points"]) == ("absent", "")


def test_terms_go_with_the_assignment(seeded: SeededDesk) -> None:
    mine = seeded.desk.add_class("8b", ["Ada Okoro", "Ben Lind"])
    (made,) = seeded.desk.assign("05-pier-crack", [mine.id])
    who = seeded.desk.school_class(mine.id).students[0]
    seeded.desk.set_terms(made.id, {who.id: OwnTerms(away=Away.EXCUSED)})
    seeded.desk.remove(made.id)

    def left(db: Database) -> int:
        return len(TermsOfStudents(db).all())

    assert seeded.data.call(left) == 0
