"""One item across all papers: every student once, as the comparison and the decisions have it."""

from __future__ import annotations

from collections import Counter

from annotator.model.outcome import ItemState
from annotator.model.review import DecisionKind
from annotator.services.review.decisions import Reviewed
from annotator.services.review.item_answers import How, ItemAnswer, ItemTally, item_answers
from annotator.services.review.reviewing import Review
from tests.seeded import SeededDesk


def answers(review: Review, item_id: str) -> tuple[ItemAnswer, ...]:
    papers = [row.sha256 for row in review.papers.rows]
    return item_answers(papers, item_id, review.papers.reviewed, review.lesson.article)


def item_ids(review: Review) -> list[str]:
    key = review.papers.key()
    assert key is not None
    return [item.id for item in key.items]


def test_every_student_stands_there_once_with_what_they_did(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=20))
    seen: Counter[How] = Counter()
    for item_id in item_ids(review):
        found = answers(review, item_id)
        assert [each.sha256 for each in found] == [row.sha256 for row in review.papers.rows]
        for each in found:
            seen[each.how] += 1
            item = review.papers.base(each.sha256).item(item_id)
            assert each.points == item.points
            assert (each.how in (How.MISSED, How.NEAR)) == (
                item.state in (ItemState.MISSED, ItemState.OPTIONAL)
            )
            if each.how in (How.RIGHT, How.LABEL, How.EDGES):
                assert each.label == item.mark_label
            if each.how is How.NEAR:
                assert each.span is not None
                assert each.span.overlaps(item.span)
            if each.how is How.RIGHT:
                assert not each.is_open
    assert {How.RIGHT, How.LABEL, How.EDGES, How.MISSED} <= seen.keys()


def test_an_accepted_answer_is_right_and_can_still_be_judged(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=20))
    waiting = (
        (item_id, each)
        for item_id in item_ids(review)
        for each in answers(review, item_id)
        if each.how is How.LABEL and each.is_open
    )
    item_id, before = next(waiting)
    review.decide(DecisionKind.ACCEPT, [(before.sha256, before.mark_id)])
    after = next(each for each in answers(review, item_id) if each.sha256 == before.sha256)
    assert after.how in (How.RIGHT, How.EDGES)
    assert not after.is_open
    assert after.answer == before.answer, "the answer is what it was; it counts now"


def test_the_tally_follows_what_is_decided(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=20))
    tally = ItemTally(review.papers.reviewed)
    tally.count(row.sha256 for row in review.papers.rows)
    assert tally.papers == len(review.papers.rows)
    change = review.keep_rest(review.papers.grouping().run()[:3])
    tally.count({each.submission_sha256 for each in change.after})
    anew = ItemTally(review.papers.reviewed)
    anew.count(row.sha256 for row in review.papers.rows)
    assert +tally.right == +anew.right
    assert +tally.open == +anew.open
    for item_id in item_ids(review):
        found = answers(review, item_id)
        right = sum(each.how in (How.RIGHT, How.EDGES) for each in found)
        assert tally.right[item_id] == right
        here = sum(e.is_open for e in found if e.how in (How.LABEL, How.EDGES))
        assert tally.open[item_id] == here


def test_a_thousand_papers_are_listed_with_one_look_at_each(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=30))
    papers = [row.sha256 for row in review.papers.rows]
    many = (papers * (1000 // len(papers) + 1))[:1000]
    looked: list[str] = []

    def reviewed(sha256: str) -> Reviewed:
        looked.append(sha256)
        return review.papers.reviewed(sha256)

    found = item_answers(many, item_ids(review)[0], reviewed, review.lesson.article)
    assert len(found) == 1000
    assert len(looked) == 1000
