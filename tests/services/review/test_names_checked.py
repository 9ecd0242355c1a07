"""A paper that no class card signed says so: on the review, in the report, in the gradebook."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from annotator.files.sealing import KeyRing, SecretKey
from annotator.services.classes.cards import ClassCards
from annotator.services.review.class_reports import ReportMaker, TeachersReport, gradebook
from annotator.services.review.inbox import Flag, name_text
from annotator.services.review.reviewing import Review
from annotator.ui.outcomes.report_texts import came_text
from tests.seeded import SeededDesk


def report_of(review: Review, seeded: SeededDesk) -> TeachersReport:
    maker = ReportMaker(review, seeded.data)
    while not maker.step(1000.0):
        pass
    return maker.report()


def names_column(review: Review) -> list[str]:
    rows = csv.DictReader(io.StringIO(gradebook(review).decode("utf-8-sig")))
    return [row["name"] for row in rows]


def sign_with_a_card(seeded: SeededDesk, sha256: str, card: str) -> None:
    """As if the file had come signed with a card of this kind."""
    seeded.data.call(
        lambda db: db.execute("UPDATE arrivals SET card = ? WHERE sha256 = ?", [card, sha256])
    )


def test_where_no_one_has_a_card_it_is_said_once(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=3)
    review = seeded.review(mine)
    papers = review.papers
    assert not papers.has_cards
    assert papers.unchecked == len(papers.rows) == 3
    assert all(Flag.NAME_NOT_CHECKED not in papers.line(r.sha256).flags for r in papers.rows)
    assert names_column(review) == ["name not checked"] * 3
    assert came_text(report_of(review, seeded)).endswith(" · names not checked")


def test_where_there_are_cards_the_others_stand_out(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=4)
    first, second, third, fourth = (row.sha256 for row in seeded.review(mine).papers.rows)
    for sha256, card in ((first, "checked"), (second, "replaced"), (third, "unknown")):
        sign_with_a_card(seeded, sha256, card)
    review = seeded.review(mine)
    papers = review.papers
    assert papers.has_cards
    flagged = {
        row.sha256: Flag.NAME_NOT_CHECKED in papers.line(row.sha256).flags for row in papers.rows
    }
    assert flagged == {first: False, second: True, third: True, fourth: True}
    assert names_column(review) == [
        "class card",
        "an old class card: name not checked",
        "name not checked",
        "name not checked",
    ]
    report = report_of(review, seeded)
    assert report.unchecked == 3
    assert "3 names not checked" in came_text(report)
    sheet = replace(papers.row(fourth), from_paper=True)
    assert (sheet.is_name_checked, name_text(sheet)) == (True, "entered from paper")


def test_a_card_that_was_issued_is_enough(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=2)
    keys = KeyRing((SecretKey(b"t" * 32),))
    ClassCards(seeded.data, keys).issue([mine.students[0].id])
    papers = seeded.review(mine).papers
    assert papers.has_cards
    assert all(Flag.NAME_NOT_CHECKED in papers.line(r.sha256).flags for r in papers.rows)
