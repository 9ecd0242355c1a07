"""A new grading rule is told once, for as much work as it concerns."""

from __future__ import annotations

import datetime

import pytest

from annotator.model.outcome import RULE
from annotator.services.review.rule_change import RuleChange, note_shown, rule_change
from annotator.store.desk import Desk
from annotator.store.given_back import GivenBackPapers
from annotator.store.preferences import Preferences
from tests.seeded import NOW, SeededDesk


@pytest.fixture(autouse=True)
def old(seeded: SeededDesk) -> None:
    """The file is one of a program that knew one rule alone."""
    seeded.data.call(lambda db: Preferences(db).drop("grading-rule"))


def test_a_new_file_is_by_the_rule_of_now(seeded: SeededDesk) -> None:
    assert rule_change(seeded.data) is None
    assert Preferences(seeded.data.db).get("grading-rule") == RULE


def test_a_made_up_class_is_nobodys_work(seeded: SeededDesk) -> None:
    made = seeded.add_class()
    seeded.data.call(
        lambda db: db.execute("UPDATE classes SET is_sample = 1 WHERE id = ?", [made.id])
    )
    assert rule_change(seeded.data) is None


def test_what_was_returned_stays_and_the_rest_is_counted_anew(seeded: SeededDesk) -> None:
    seeded.add_class(students=9)
    rows = Desk(seeded.data.db).inbox()
    back = [row.sha256 for row in rows[:2]]
    seeded.data.call(lambda db: GivenBackPapers(db).note(back, NOW + datetime.timedelta(days=1)))
    told = rule_change(seeded.data)
    assert told == RuleChange(len(rows) - 2, 2)
    assert f"{len(rows) - 2} hand-ins are counted by it now" in told.text
    assert "2 hand-ins are with their students as you gave them back" in told.text
    # Until it was said, it is asked for again; then never more.
    assert rule_change(seeded.data) == told
    note_shown(seeded.data)
    assert rule_change(seeded.data) is None


def test_one_is_told_as_one() -> None:
    text = RuleChange(1, 1).text
    assert "1 hand-in is counted by it now." in text
    assert "1 hand-in is with its student as you gave it back, until you return it again." in text
