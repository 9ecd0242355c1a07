"""Class cards: the same keys everywhere, forgiving of how they are typed."""

from __future__ import annotations

import pytest

from annotator.files import card_keys
from annotator.files.card_keys import (
    CardKeys,
    card_format_for,
    format_of,
    is_signed,
    new_words,
    read_words,
    seal_card,
)
from annotator.files.fields import is_id
from annotator.model.errors import BadInput, InvalidModel
from tests.files.returns import NAME, WORDS, card_of


def test_format_1_gives_these_keys_forever() -> None:
    """Cards are printed: another result would lock everybody out."""
    card = card_of()
    assert card.verify_key == FORMAT_1[0]
    assert card.box_key == FORMAT_1[1]
    assert card.student_id == FORMAT_1[2]
    assert is_id(card.student_id)


FORMAT_1 = (
    "8e07e8ea6a9105e42e89155ee3092b501a7ab9361cb9ffc2808bd943affa8bea",
    "d7b8930bd1aac8e0182d12d9efb8734ed897d6a9e9cfba7ced1e2aa601eeee3b",
    "f6fa8004-208b-5d79-8d81-5db2f59f090b",
)


def test_name_and_words_both_count() -> None:
    assert CardKeys.from_card("zoe ohara", WORDS) == card_of()
    assert card_of("Zoe Ohare").verify_key != card_of().verify_key
    turned = CardKeys.from_card(NAME, (*WORDS[2:], *WORDS[:2]))
    assert turned.verify_key != card_of().verify_key


def test_secrets_are_never_shown() -> None:
    shown = repr(card_of())
    assert card_of().seed.hex() not in shown
    assert repr(card_of().box_secret) not in shown


def test_a_card_is_opened_by_its_name_however_it_is_typed() -> None:
    assert card_format_for(NAME) == card_format_for("Łukasz Żółć") == card_format_for("李 明") == 1
    assert CardKeys.from_card("ZOE  OHARA", WORDS, 2) == card_of(), "nothing is lost by the number"


MEENA, MONA = "मीना राव", "मोना राव"


def test_vowel_signs_tell_the_cards_of_format_2_apart() -> None:
    assert card_format_for(MEENA) == 2
    new = CardKeys.from_card(MEENA, WORDS, 2)
    assert new.student_id != CardKeys.from_card(MONA, WORDS, 2).student_id
    assert new.student_id == CardKeys.from_card(f" {MEENA}\u200d ", WORDS, 2).student_id
    assert new.student_id == "c39a1523-e836-5312-9ee2-68b84467df83"


def test_cards_of_format_1_still_open() -> None:
    """They were salted with the name without its marks, and print no number."""
    assert CardKeys.from_card(MEENA, WORDS) == CardKeys.from_card("मन रव", WORDS)
    assert CardKeys.from_card(MEENA, WORDS).student_id == "c13d071a-8080-5cd4-a861-b004317d31fd"


@pytest.mark.parametrize("name", ["", "  ", "…", "🙂"])
def test_no_name_is_a_sentence(name: str) -> None:
    with pytest.raises(InvalidModel, match="at least one letter"):
        CardKeys.from_card(name, WORDS)


@pytest.mark.parametrize(
    "typed",
    [
        "able about above absent",
        "  ABLE, About; above - absent. ",
        "able\nabou\nabov\nabse",
        "1 able about above absent",
        "2 able about above absent",
        "able aboutt above absently",
    ],
)
def test_words_as_they_are_typed(typed: str) -> None:
    assert read_words(typed) == WORDS
    assert format_of(typed) == (2 if typed.startswith("2") else 1)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("able about above", "there are 3"),
        ("able about above absent actor", "there are 5"),
        ("able about above xyzzy", "“xyzzy” is not a word"),
        ("abl about above absent", "“abl” is not a word"),
        ("", "there are 0"),
        ("3 able about above absent", "newer version"),
        ("9" * 500 + " able about above absent", "newer version"),
    ],
)
def test_what_is_wrong_with_words(typed: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_words(typed)


def test_new_words_are_on_the_list_and_fit_for_school() -> None:
    drawn = [new_words() for _ in range(200)]
    assert len(set(drawn)) == 200
    for words in drawn:
        assert read_words(" ".join(words)) == words
        assert not set(words) & card_keys._NOT_DRAWN


def test_every_word_is_known_by_its_first_four_letters() -> None:
    words = card_keys._word_list()
    assert len(words) == 2048
    assert len({word[:4] for word in words}) == 2048
    assert set(words) >= card_keys._NOT_DRAWN


def test_a_signature_is_of_one_card_and_one_text() -> None:
    signature = card_of().sign(b"text")
    assert is_signed(card_of().verify_key, signature, b"text")
    assert not is_signed(card_of().verify_key, signature, b"texts")
    assert not is_signed(card_of("Somebody").verify_key, signature, b"text")
    assert not is_signed(card_of().verify_key, b"short", b"text")
    assert not is_signed("00" * 32, signature, b"text")


def test_drafts_open_with_the_card_alone() -> None:
    box = card_of().seal(b"draft")
    assert card_of().open(box) == b"draft"
    with pytest.raises(BadInput, match="does not open with this class card"):
        card_of("Somebody").open(box)
    with pytest.raises(BadInput, match="does not open with this class card"):
        card_of().open(box[:-1])
    with pytest.raises(BadInput):
        card_of().open(b"")


def test_a_key_that_is_none_is_a_sentence() -> None:
    with pytest.raises(InvalidModel):
        seal_card(b"s" * 32, "00" * 32, b"text")
