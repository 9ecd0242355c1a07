"""What is typed of a pencilled sheet: numbers, letters, words, and what is said of the rest."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.files.article_text import article_from_text
from annotator.model.annotation import Certainty
from annotator.model.errors import BadInput
from annotator.model.labels import Label, LabelGuide, Pattern
from annotator.model.text import Span
from annotator.services.marking.sheet_marks import SheetMark, read_mark

ARTICLE = article_from_text(
    "Fares rise\n\nThe fare doubled to $4.50 in May. “It’s unfair,” said Jo Lind, a rider. "
    "The council denies it: the plan is the plan."
)
TEXT = ARTICLE.text
_FIRST = TEXT.index("The fare")
_SECOND = TEXT.index("“It’s")
_THIRD = TEXT.index("The council")
SENTENCES = (
    ARTICLE.blocks[0].span,
    Span(_FIRST, _SECOND - 1),
    Span(_SECOND, _THIRD - 1),
    Span(_THIRD, len(TEXT)),
)
GUIDE = LabelGuide(
    tuple(
        Label(
            id=name,
            name=name,
            plural=name,
            letter=name[0].upper(),
            pattern=Pattern.SOLID,
            colour=name,
        )
        for name in ("claim", "denial", "source", "opinion")
    )
)


def read(line: str) -> SheetMark:
    return read_mark(line, SENTENCES, ARTICLE, GUIDE)


def words(line: str) -> str:
    return read(line).span.of(TEXT)


@pytest.mark.parametrize(
    ("line", "label", "quote"),
    [
        ("1 c", "claim", "Fares rise"),
        ("2c", "claim", "The fare doubled to $4.50 in May"),
        (" 2  C ", "claim", "The fare doubled to $4.50 in May"),
        ("3 o it’s unfair", "opinion", "It’s unfair"),
        ("3 s jo rider", "source", "Jo Lind, a rider"),
        ("3 s Lind", "source", "Lind"),
        ("2 c fare … may", "claim", "fare doubled to $4.50 in May"),
        ("2 c $4.5", "claim", "$4.50"),
        ("2 c 4.50", "claim", "$4.50"),
        ("4 d the plan is", "denial", "the plan is"),
        ("4 d plan plan", "denial", "plan is the plan"),
        ("2-3 c", "claim", TEXT[_FIRST : _THIRD - 2]),
        ("2\u20133 o doubled unfair", "opinion", "doubled to $4.50 in May. “It’s unfair"),
    ],
)
def test_a_line_is_a_mark(line: str, label: str, quote: str) -> None:
    assert (read(line).label, words(line)) == (label, quote)


def test_how_sure_and_a_number_alone() -> None:
    assert read("2 c!").certainty is Certainty.SURE
    assert read("2 c? fare").certainty is Certainty.GUESS
    assert read("2 c").certainty is None
    alone = read("3")
    assert (alone.label, alone.span) == ("", SENTENCES[2])


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("", "not understood"),
        ("c 2", "not understood"),
        ("2 claim", "not understood"),
        ("0 c", "1 to 4"),
        ("5 c", "1 to 4"),
        ("3-2 c", "1 to 4"),
        ("2 x", "no label"),
        ("2 c council", "not in this sentence"),
        ("2 c may fare", "not in this sentence"),
    ],
)
def test_what_is_not_understood_is_said(line: str, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        read(line)


@given(
    st.text(max_size=30)
    | st.from_regex(r"[1-5]([-][1-5])?\s?[cdsox][!?]?( (fare|the|may|plan|…| )*)?", fullmatch=True)
)
def test_whatever_is_typed_is_refused_or_is_a_mark_in_the_text(line: str) -> None:
    with contextlib.suppress(BadInput):
        found = read(line)
        assert 0 <= found.span.start < found.span.end <= len(TEXT)
        assert not found.label or found.label in GUIDE
