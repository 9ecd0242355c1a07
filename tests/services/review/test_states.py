"""How far papers are: returning decides nothing, and what nobody saw is not decided."""

from __future__ import annotations

from collections import Counter

from annotator.model.review import DecisionKind
from annotator.services.classes.sample_class import Rates
from annotator.services.review.reviewing import Review
from annotator.services.review.states import PaperCounts, PaperState, state_words
from tests.seeded import SeededDesk

#: Nobody marks anything: there is much to find, and no answer to decide on.
#: Below zero, for skill and easy items add to it.
BLANK = Rates(found=-1.0, optional=-1.0, extras=0.0, trap=0.0, painter=0.0, absent=0.0)


def states(review: Review) -> Counter[PaperState]:
    return Counter(review.papers.line(row.sha256).state for row in review.papers.rows)


def standing(review: Review) -> PaperCounts:
    return PaperCounts.of((row, review.papers.line(row.sha256).state) for row in review.papers.rows)


def test_what_was_given_back_undecided_stays_open(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=10))
    first, *rest = [row.sha256 for row in review.papers.rows if review.papers.line(row.sha256).open]
    marks = review.papers.reviewed(first).open
    review.decide(DecisionKind.KEEP, [(first, mark.mark_id) for mark in marks])
    review.give_back([first, *rest])
    assert review.papers.line(first).state is PaperState.RETURNED
    for sha256 in rest:
        line = review.papers.line(sha256)
        assert line.state is PaperState.RETURNED_OPEN
        assert line.state_words == f"returned, {line.open} open"
    told = standing(review)
    assert told.returned_open == len(rest) == told.with_open
    assert not told.is_done
    assert f"{len(rest)} open" in told.words()
    # Decided afterwards, nothing of them is open any more.
    review.keep_rest(review.papers.grouping().run())
    assert not standing(review).returned_open


def test_all_returned_is_done_only_when_nothing_is_open(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=6))
    review.give_back([row.sha256 for row in review.papers.rows])
    assert standing(review).returned == len(review.papers.rows)
    assert not standing(review).is_done
    review.keep_rest(review.papers.grouping().run())
    assert standing(review).is_done
    assert standing(review).words() == "all returned"


def test_a_paper_that_nobody_opened_is_not_decided(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=5, rates=BLANK)
    review = seeded.review(mine)
    assert not review.papers.grouping().run(), "the class was meant to mark nothing"
    assert set(states(review)) == {PaperState.NOT_LOOKED_AT}
    told = standing(review)
    assert (told.decided, told.not_looked_at, told.unseen) == (0, 5, 5)
    first = review.papers.rows[0].sha256
    assert review.note_looked(first)
    assert not review.note_looked(first), "it was new once"
    assert review.papers.line(first).state is PaperState.DECIDED
    seeded.data.writer.flush()
    again = seeded.review(mine)
    assert states(again) == Counter({PaperState.NOT_LOOKED_AT: 4, PaperState.DECIDED: 1})
    assert standing(again).unseen == 4
    assert standing(again).words() == "1 decided · 4 not looked at"


def test_a_decision_taken_back_opens_the_paper_again(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=6))
    before = states(review)
    review.keep_rest(review.papers.grouping().run())
    assert PaperState.TO_DECIDE not in states(review)
    review.undo()
    assert states(review) == before


def test_what_cannot_be_read_is_counted_apart() -> None:
    told = PaperCounts.of([])
    assert told.words() == ""
    assert not told.is_done, "no papers are not all papers"
    assert state_words(PaperState.TO_DECIDE, 3) == "undecided"
