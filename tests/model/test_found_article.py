"""What was found and is looked over: each change makes a new value, and nothing is lost."""

from __future__ import annotations

import pytest

from annotator.model.article import BlockKind
from annotator.model.errors import BadInput
from annotator.model.found_article import FoundArticle, FoundPart, LeftOut, a_date

PARTS = (
    FoundPart(BlockKind.OTHER, "Home News Sport", LeftOut.MENU),
    FoundPart(BlockKind.PARAGRAPH, "By noon it had rained. The tour was off."),
    FoundPart(BlockKind.HEADLINE, "The Tour"),
    FoundPart(BlockKind.PARAGRAPH, "Nobody came."),
)
FOUND = FoundArticle(parts=PARTS)


def test_the_article_is_what_is_taken_in_headline_first() -> None:
    article = FOUND.article()
    assert article.text == "The Tour\nBy noon it had rained. The tour was off.\nNobody came."


def test_parts_are_left_out_and_put_back() -> None:
    without = FOUND.without(1, 3)
    assert [part.left_out for part in without.parts] == [LeftOut.MENU, *[LeftOut.BY_HAND] * 3]
    assert without.put_back(1, 3) == FOUND
    assert FOUND.put_back(0).taken[0].text == "Home News Sport"
    with pytest.raises(BadInput, match="no article"):
        without.article()


def test_a_part_gets_another_kind_and_is_taken_in_with_it() -> None:
    assert FOUND.retyped(0, BlockKind.PUBLISHER).parts[0] == FoundPart(
        BlockKind.PUBLISHER, "Home News Sport"
    )


def test_parts_are_cut_and_joined() -> None:
    cut = FOUND.split(1, PARTS[1].text.index("The tour"))
    assert [part.text for part in cut.parts[1:3]] == ["By noon it had rained.", "The tour was off."]
    assert cut.merged(1) == FOUND
    assert FOUND.split(1, 0) == FOUND
    assert FOUND.split(1, 1_000) == FOUND


def test_parts_are_moved() -> None:
    assert [part.text for part in FOUND.moved(3, 1).parts] == [
        PARTS[0].text,
        PARTS[3].text,
        PARTS[1].text,
        PARTS[2].text,
    ]
    assert FOUND.moved(3, 1).moved(1, 3) == FOUND


def test_a_part_that_is_not_there_is_an_error() -> None:
    for change in (
        lambda: FOUND.without(4),
        lambda: FOUND.without(0, 5),
        lambda: FOUND.merged(3),
        lambda: FOUND.put_back(-1),
    ):
        with pytest.raises(IndexError):
            change()


def test_dates_are_read_or_not() -> None:
    assert str(a_date("2026-05-12T08:30:00+02:00")) == "2026-05-12"
    assert a_date("soon") is None
