"""What a paper was returned with is kept, and a second return says first what is different."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.outcome import RULE
from annotator.model.received import ReturnedOutcome
from annotator.model.review import DecisionKind
from annotator.services.exchange.giving_back import GivenBack, GivingBack
from annotator.services.review.return_change import ReturnChanges, return_changes, returned_outcomes
from annotator.services.review.reviewing import Review
from annotator.store.given_back import GivenBackPapers
from tests.seeded import NOW, SeededDesk


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def review(seeded: SeededDesk) -> Review:
    return seeded.review(seeded.add_class(students=8))


def give_back(seeded: SeededDesk, review: Review) -> GivenBack:
    giving = GivingBack(seeded.data, seeded.data.keys())
    made = giving.make(review.lesson)
    giving.note(made)
    review.refresh()
    return made


def changes(seeded: SeededDesk, review: Review) -> ReturnChanges:
    hashes = [row.sha256 for row in review.papers.rows]
    return return_changes(review, seeded.data, hashes)


def test_what_was_returned_is_kept_with_its_rule(seeded: SeededDesk, review: Review) -> None:
    assert changes(seeded, review) == ReturnChanges()
    made = give_back(seeded, review)
    kept = returned_outcomes(seeded.data, review.lesson.id)
    assert set(kept) == {each.sha256 for each in made.files}
    for sha256, each in kept.items():
        assert each == ReturnedOutcome.of(review.papers.reviewed(sha256).comparison)
        assert each.rule == RULE
    assert changes(seeded, review) == ReturnChanges()
    assert changes(seeded, review).text == ""


def test_a_decision_since_then_is_a_difference_until_it_goes_out(
    seeded: SeededDesk, review: Review
) -> None:
    give_back(seeded, review)
    row = next(
        row for row in review.papers.rows if review.papers.reviewed(row.sha256).base.to_look_at
    )
    item = review.papers.reviewed(row.sha256).base.to_look_at[0]
    before = review.papers.line(row.sha256).points
    review.decide(DecisionKind.OVERRIDE, [(row.sha256, "")], item_id=item.item_id, points=999_000)
    (change,) = changes(seeded, review).changed
    assert change.student_name == row.student_name
    assert (change.before.points, change.now.points) == (
        before,
        review.papers.line(row.sha256).points,
    )
    said = changes(seeded, review).text
    assert said.startswith(f"1 comes out otherwise now: {row.student_name}: ")
    assert " points, now " in said
    giving = GivingBack(seeded.data, seeded.data.keys())
    assert giving.changes(review.lesson, giving.make(review.lesson)).text == said
    give_back(seeded, review)
    assert changes(seeded, review) == ReturnChanges()


def test_an_older_rule_and_returns_of_older_programs_are_told(
    seeded: SeededDesk, review: Review
) -> None:
    first, second, *_ = (row.sha256 for row in review.papers.rows)
    now = ReturnedOutcome.of(review.papers.reviewed(first).comparison)
    older = ReturnedOutcome(1, now.named - 1, now.required, now.points, now.possible)
    seeded.data.call(lambda db: GivenBackPapers(db).note([first, second], NOW, {first: older}))
    review.refresh()
    told = changes(seeded, review)
    assert (told.older, told.unknown, len(told.changed)) == (1, 1, 1)
    assert f"{now.named - 1} of {now.required} found, now {now.named} of" in told.text
    assert "1 was counted by an older version of the grading rule." in told.text
    assert "Of 1 it is not known here what they came to then." in told.text
