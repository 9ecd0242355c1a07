"""The ledger of returns: what each student holds, what counts now, and what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotator.model.annotation import new_id
from annotator.model.moments import utc_now
from annotator.model.received import ReturnedBy
from annotator.model.review import Answer, DecisionKind, Disagreement
from annotator.model.work import SchoolClass
from annotator.services.exchange.giving_back import GivenBack, GivingBack
from annotator.services.review.disagreements import Answering
from annotator.services.review.ledger import HoldingState, Ledger, LedgerRow, make_ledger
from annotator.services.review.reviewing import Review
from annotator.store.database import Database
from annotator.store.desk import Disagreements
from tests.seeded import SeededDesk

CHANGED, WORDS, NEW, CURRENT = (
    HoldingState.CHANGED,
    HoldingState.WORDS,
    HoldingState.NEW,
    HoldingState.CURRENT,
)


@dataclass
class Reviewed:
    """A class with a few papers, and their review."""

    seeded: SeededDesk
    mine: SchoolClass
    review: Review

    def ledger(self) -> Ledger:
        return make_ledger(self.review, self.mine.students)

    def row(self, sha256: str) -> LedgerRow:
        return next(each for each in self.ledger().rows if each.sha256 == sha256)

    def give_back(self, *sha256s: str, way: ReturnedBy = ReturnedBy.FILE) -> GivenBack:
        giving = GivingBack(self.seeded.data, self.seeded.data.keys())
        made = giving.make(self.review.lesson, set(sha256s) if sha256s else None)
        giving.note(made, way)
        self.review.refresh()
        return made

    def differences(self) -> GivenBack:
        giving = GivingBack(self.seeded.data, self.seeded.data.keys())
        return giving.make(self.review.lesson, differences_alone=True)

    @property
    def first(self) -> str:
        """A paper with something that its student passed over."""
        return next(
            row.sha256
            for row in self.review.papers.rows
            if self.review.papers.base(row.sha256).to_look_at
        )

    def disagree(self, sha256: str) -> str:
        """Its student disagrees with something that was passed over; the disagreement's id."""
        item = self.review.papers.base(sha256).to_look_at[0]
        each = Disagreement(
            id=new_id(),
            submission_sha256=sha256,
            reason="I did mark it.",
            item_id=item.item_id,
            raised=utc_now(),
            received=utc_now(),
        )
        self.seeded.data.call(lambda db: Disagreements(db).add(each))
        self.review.refresh()
        return each.id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Reviewed]:
    seeded = SeededDesk.make(tmp_path)
    mine = seeded.add_class(students=8)
    yield Reviewed(seeded, mine, seeded.review(mine))
    seeded.close()


def test_what_was_never_returned_is_new_and_who_handed_in_nothing_is_named(desk: Reviewed) -> None:
    ledger = desk.ledger()
    assert len(ledger.rows) == len(desk.mine.students)
    assert len(ledger.of(NEW)) == len(desk.review.papers.rows)
    assert {row.name for row in ledger.of(HoldingState.NOTHING)} == {
        who.name for who in desk.mine.students
    } - {row.student_name for row in desk.review.papers.rows}
    # Work with something undecided is no return that is due.
    assert all(row.is_ready == (not row.open) for row in ledger.of(NEW))
    desk.give_back()
    assert not desk.ledger().counts[NEW]
    assert desk.ledger().counts[CURRENT] == len(desk.review.papers.rows)
    assert not desk.differences().files


def test_a_decision_moves_a_row_and_an_undo_moves_it_back(desk: Reviewed) -> None:
    desk.give_back()
    item = desk.review.papers.base(desk.first).to_look_at[0]
    override = DecisionKind.OVERRIDE
    desk.review.decide(override, [(desk.first, "")], item_id=item.item_id, points=500_000)
    row = desk.row(desk.first)
    assert (row.state, row.change, row.to_return) == (CHANGED, 500_000, (desk.first,))
    assert row.reasons[0].endswith(": other points")
    assert desk.review.line(desk.first).state_words.startswith("returned, changed since")
    (made,) = desk.differences().files
    assert (made.sha256, made.revision) == (desk.first, 2)
    desk.review.undo()
    assert desk.row(desk.first).state is CURRENT
    desk.review.redo()
    desk.give_back()
    desk.review.undo()
    assert desk.row(desk.first).reasons[0].endswith(": taken back (other points)")


def test_a_key_change_moves_all_whom_it_concerns(desk: Reviewed) -> None:
    desk.give_back()
    passed_over = desk.review.papers.base(desk.first).to_look_at[0]
    optional = Answer(label=passed_over.label, item_id=passed_over.item_id, missed=True)
    desk.review.accept_for_everyone(optional, why="not asked for")
    ledger = desk.ledger()
    # With one item less to find everybody's figures are others.
    assert ledger.counts[CHANGED] == len(desk.review.papers.rows)
    assert all("accepted for everyone" in row.reasons[0] for row in ledger.of(CHANGED))
    assert len(desk.differences().files) == len(desk.review.papers.rows)
    desk.review.undo()
    assert desk.ledger().counts[CHANGED] == 0


def test_a_comment_is_words_with_the_same_points(desk: Reviewed) -> None:
    desk.give_back()
    desk.review.decide(DecisionKind.COMMENT, [(desk.first, "")], comment="Well read.")
    row = desk.row(desk.first)
    assert (row.state, row.change) == (WORDS, 0)
    assert row.reasons == ("1 comment on the whole paper",)
    desk.give_back(*row.to_return)
    assert desk.row(desk.first).state is CURRENT


def test_an_answer_is_sent_with_the_differences(desk: Reviewed) -> None:
    desk.give_back()
    said_id = desk.disagree(desk.first)
    assert desk.row(desk.first).state is CURRENT, "nothing is answered yet"
    Answering(desk.review).stands(said_id, "It was not marked.")
    row = desk.row(desk.first)
    assert row.state is WORDS
    assert row.reasons == ("1 answer to “I disagree”: “It was not marked.”",)
    assert [each.sha256 for each in desk.differences().files] == [desk.first]
    desk.give_back(*row.to_return)
    assert desk.row(desk.first).state is CURRENT


def test_two_ways_are_one_return(desk: Reviewed) -> None:
    desk.give_back(desk.first, way=ReturnedBy.CLASS_FOLDER)
    (made,) = desk.give_back(desk.first, way=ReturnedBy.FILE).files
    assert (made.revision, made.is_known) == (1, True)
    held = desk.row(desk.first).held
    assert held is not None
    assert (held.revision, held.ways) == (1, (ReturnedBy.CLASS_FOLDER, ReturnedBy.FILE))
    # The next return went on its own way only.
    desk.review.decide(DecisionKind.COMMENT, [(desk.first, "")], comment="Well read.")
    (made,) = desk.give_back(desk.first, way=ReturnedBy.MOODLE).files
    held = desk.row(desk.first).held
    assert held is not None
    assert (made.revision, held.revision, held.ways) == (2, 2, (ReturnedBy.MOODLE,))


def test_what_an_older_program_gave_back_is_told_by_outcome_and_time(desk: Reviewed) -> None:
    desk.give_back()

    def forget(db: Database) -> None:
        for table in ("returned_contents", "return_ways"):
            db.execute(f"DELETE FROM {table}")

    desk.seeded.data.call(forget)
    desk.review.refresh()
    assert desk.ledger().counts[CURRENT] == len(desk.review.papers.rows)
    desk.review.decide(DecisionKind.COMMENT, [(desk.first, "")], comment="Well read.")
    row = desk.row(desk.first)
    assert (row.state, row.reasons) == (WORDS, ("returned by an older program",))


def test_losses_of_more_than_a_point_stand_first(desk: Reviewed) -> None:
    desk.give_back()
    last = desk.review.papers.rows[-1].sha256
    override = DecisionKind.OVERRIDE
    right = [i for i in desk.review.papers.base(last).items if i.points == i.weight][:2]
    for item in right:
        desk.review.decide(override, [(last, item.paired_id)], points=0)
    other = desk.review.papers.base(desk.first).to_look_at[0]
    desk.review.decide(override, [(desk.first, "")], item_id=other.item_id, points=500_000)
    changed = desk.ledger().of(CHANGED)
    assert [row.sha256 for row in changed] == [last, desk.first]
