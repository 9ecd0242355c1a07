"""The warm-up's file: what is shipped, and what is wrong with others."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import assets
from annotator.files.label_guide import load_label_guide
from annotator.files.reading_level import flesch_kincaid_grade
from annotator.files.warm_up import load_warm_up
from annotator.model.errors import BadInput

GUIDE = load_label_guide(assets.resources_dir() / "label_guide.toml")
SHIPPED = assets.resources_dir() / "warm_up.toml"


def test_six_sentences_that_meet_every_label_and_begin_with_the_two_claims() -> None:
    questions = load_warm_up(SHIPPED, GUIDE).questions
    assert len(questions) == 6
    assert {question.right for question in questions} == {label.id for label in GUIDE.labels}
    first, second = questions[:2]
    assert "argue" in first.question
    assert "check" in first.question
    assert (first.right, second.right) == ("claim", "opinion")


def test_a_twelve_year_old_can_read_it() -> None:
    texts = [
        text
        for question in load_warm_up(SHIPPED, GUIDE).questions
        for text in (question.question, *(answer.why for answer in question.answers))
    ]
    assert flesch_kincaid_grade(texts) <= 6.0


def test_the_first_label_is_not_always_right() -> None:
    questions = load_warm_up(SHIPPED, GUIDE).questions
    assert {q.answers[0].label == q.right for q in questions} == {True, False}


def test_every_label_has_an_answer_in_the_order_of_its_key() -> None:
    for question in load_warm_up(SHIPPED, GUIDE).questions:
        assert [a.label for a in question.answers] == [label.id for label in GUIDE.labels]


def test_the_first_words_are_selected_and_later_ones_are_for_students_to_select() -> None:
    questions = load_warm_up(SHIPPED, GUIDE).questions
    assert not questions[0].find
    assert any(question.find for question in questions)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('right = "opinion"', 'right = "rumour"', "one of them right"),
        ('label = "source"', 'label = "rumour"', "no label “rumour”"),
        ('quote = "letter from the town hall"', 'quote = "letter of the king"', "not in the"),
        ("format = 1", "format = 99", "newer version"),
        (
            '[[question.answer]]\nlabel = "denial"',
            '[[question.answer]]\nlabel = "claim"',
            "no answer",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "warm_up.toml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput, match="line") as caught:
        load_warm_up(broken, GUIDE)
    assert says in str(caught.value)
