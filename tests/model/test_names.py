"""Names: equal with their marks, alike without them, in order, and safe in files."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import InvalidModel
from annotator.model.names import (
    ALIKE,
    MAX_NAME,
    AlikeNames,
    checked_name,
    file_words,
    folded,
    likeness,
    name_key,
    shown_name,
    sort_key,
    typed_key,
)

CONTROLS = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NAMES = st.text(
    st.sampled_from("aZéßı\u0130 -’'.\u0301\u0308कमिीो\u094dนาิ์\u0e33\u200d\u202e\u200bがﬁ李🌟7"),
    max_size=24,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë O’Hara", " zoë  O'HARA "),
        ("Zoe\u0308", "ZOË"),
        ("Jean-Luc", "jean luc"),
        ("Straße", "STRASSE"),
        ("ﬁona", "Fiona"),
        ("Ли Бэн", "ли бэн"),
        ("李 明", "李明"),
        ("Kowal\u200b", "Kowal"),
        ("मीना राव", "मीना  राव"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "Jose"),
        ("मीना राव", "मोना राव"),
        ("राम कुमार", "रमा कुमारी"),
        ("นิดา ใจดี", "นดา ใจดี"),
        ("วิชัย", "วีชัย"),
        ("น้ำฝน", "นํ้าฝน"),
        ("सुमन", "समन"),
        ("किरण", "करण"),
        ("İpek", "Ipek"),
        ("がく", "かく"),
        ("مُحَمَّد", "محمد"),
        ("שָׂרָה", "שרה"),
    ],
)
def test_names_that_are_others_and_alike(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert likeness(one, other) >= ALIKE or len(one) == 2


def test_a_vowel_sign_is_no_accent() -> None:
    assert typed_key("José Ñandú") == typed_key("jose nandu")
    assert typed_key("मीना") != typed_key("मोना")
    assert folded("मीना") == "मीना"
    assert folded("Łódź Ärger") == "lodz arger"


@pytest.mark.parametrize("name", ["", "…", "🌟", "\u0301", "\u200d"])
def test_nothing_is_left_of_signs(name: str) -> None:
    assert name_key(name) == typed_key(name) == ""


@given(NAMES)
def test_a_key_is_of_letters_and_their_marks(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key == unicodedata.normalize("NFC", key)
    assert not key or unicodedata.category(key[0])[0] in "LN"
    assert name_key(shown_name(name)) == key


@given(NAMES)
def test_no_control_comes_through_a_name(name: str) -> None:
    try:
        kept = checked_name(name)
    except InvalidModel:
        return
    assert checked_name(kept) == kept
    assert not set(kept) & set(CONTROLS)


def test_a_name_is_neither_empty_nor_endless() -> None:
    for name in ("", " \u202e ", "\u200d", "x" * (MAX_NAME + 1)):
        with pytest.raises(InvalidModel):
            checked_name(name)


@given(NAMES)
def test_marks_stay_with_their_letters_in_file_names(name: str) -> None:
    part = file_words(name, most=7, most_bytes=20)
    assert len(part) <= 7
    assert len(part.encode()) <= 20
    assert not set(part) & set("/\\:\u202e🌟'’")
    assert not part or unicodedata.category(part[0])[0] != "M"


def test_lists_are_in_the_order_of_letters_not_of_code_points() -> None:
    names = ["Zoe", "Özil", "Ozon", "ada", "Éva", "Ewa"]
    assert sorted(names, key=sort_key) == ["ada", "Éva", "Ewa", "Özil", "Ozon", "Zoe"]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Hanna Müller", "Anna Müller"),
        ("Luca Meier", "Lukas Meyer"),
        ("Zoe Obrien", "Zoë O’Brien-Smith"),
        ("Müller, Anna", "Anna Müller"),
    ],
)
def test_alike_names_are_found_among_others(name: str, other: str) -> None:
    listed = ["Bo Lin", "Zelda Quist", other, "Ahmed Ali"]
    assert AlikeNames(listed).of(name) == (2,)
    assert AlikeNames(["Bo Lin", "🌟", ""]).of(name) == ()


@pytest.mark.parametrize("name", ["Con", "aux", "COM1", "lpt9", "NUL.lesson", "prn.txt"])
def test_names_that_windows_keeps_are_no_names_of_files(name: str) -> None:
    assert file_words(name) == f"{name}_"
    assert file_words(f"My {name}") == f"My {name}"
