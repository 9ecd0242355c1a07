"""Sentences that are made of figures and quotes, in both voices."""

from __future__ import annotations

from dataclasses import fields

import pytest

from annotator.model.annotation import ATTRIBUTE_LABELS, ATTRIBUTE_VALUES, Attributes, RelationKind
from annotator.model.outcome import Detail, RelationOutcome, RelationState, TieMistake
from annotator.services.marking.wording import ATTRIBUTES, answer_text, found_text
from annotator.services.review.ties import tie_mistake_text
from annotator.services.review.wordings import Reader, detail_text, merged_text

MARKS = {"m": "the mayor", "n": "a clerk"}
ITEMS = {"i": "the engineer", "j": "the report"}


@pytest.mark.parametrize(
    ("detail", "to_student", "of_student"),
    [
        (
            Detail("opinion_kind", "judgement", "feeling"),
            "You said: feeling. The key says: judgement.",
            "The student said: feeling. The key says: judgement.",
        ),
        (
            Detail("figure", "true", "false"),
            "You said: no number. The key says: has a number.",
            "The student said: no number. The key says: has a number.",
        ),
        (
            Detail("source_type", "role-only"),
            "What kind of source? The key says: job, no name.",
            "What kind of source? The key says: job, no name.",
        ),
        (Detail("checkable", "now", "now"), "", ""),
    ],
)
def test_a_detail_is_said_where_it_is_not_right(
    detail: Detail, to_student: str, of_student: str
) -> None:
    assert detail_text(detail, Reader.STUDENT) == to_student
    assert detail_text(detail) == of_student


def test_every_attribute_has_values_labels_and_words() -> None:
    names = [field.name for field in fields(Attributes)]
    assert list(ATTRIBUTE_VALUES) == list(ATTRIBUTE_LABELS) == list(ATTRIBUTES) == names
    for name, kind in ATTRIBUTE_VALUES.items():
        values = [True, False] if kind is bool else list(kind)  # type: ignore[call-overload]
        assert list(ATTRIBUTES[name][1]) == values


def test_every_answer_of_every_attribute_has_a_name() -> None:
    for name, (_question, answers) in ATTRIBUTES.items():
        for value, words in answers.items():
            assert answer_text(name, str(value).lower()) == words


@pytest.mark.parametrize(
    ("mistake", "given", "expected", "to_student", "of_student"),
    [
        (
            TieMistake.MISSING,
            (),
            ("i", "@narrator"),
            "You left out “the engineer” and the article itself. The rest is right.",
            "Left out: “the engineer” and the article itself. The rest is right.",
        ),
        (
            TieMistake.TOO_MANY,
            ("m",),
            (),
            "This doesn’t belong there: “the mayor”.",
            "This doesn’t belong there: “the mayor”.",
        ),
        (
            TieMistake.ORDER,
            ("m", "n"),
            ("i", "j"),
            "The right people, in another order.",
            "The right people, in another order.",
        ),
        (
            TieMistake.TO_SOURCE,
            ("m",),
            ("i",),
            "You tied it to who says something. A denial is tied to the claim that it denies.",
            "It is tied to a source. A denial is tied to the claim that it denies.",
        ),
        (
            TieMistake.TO_DENIAL,
            ("m",),
            ("i",),
            "You tied it to another denial. A denial is tied to the claim that it denies.",
            "It is tied to another denial. A denial is tied to the claim that it denies.",
        ),
        (
            TieMistake.OTHER,
            ("n",),
            ("j",),
            "It goes to “a clerk”. It should go to “the report”.",
            "It goes to “a clerk”. It should go to “the report”.",
        ),
        (TieMistake.OTHER, ("gone",), ("j",), "", ""),
    ],
)
def test_a_likely_wrong_tie_has_a_sentence(
    mistake: TieMistake,
    given: tuple[str, ...],
    expected: tuple[str, ...],
    to_student: str,
    of_student: str,
) -> None:
    tie = RelationOutcome(
        kind=RelationKind.SAID_BY,
        state=RelationState.PARTLY,
        mistake=mistake,
        given=given,
        expected=expected,
    )
    assert tie_mistake_text(tie, MARKS, ITEMS, Reader.STUDENT) == to_student
    assert tie_mistake_text(tie, MARKS, ITEMS) == of_student


def test_marks_that_are_cut_small_are_counted_in_the_headline() -> None:
    assert found_text(21, 26) == "21 of 26 found"
    assert found_text(21, 26, 74) == "21 of 26 found, with 74 marks"


def test_nothing_covered_is_nothing_said() -> None:
    assert merged_text([]) == ""
    assert "“a”, “b”" in merged_text(["a", "b"])
