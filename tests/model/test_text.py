"""Normalised blocks, spans, UTF-16, hashes."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import InvalidModel
from annotator.model.text import Span, normalise_block, text_hash
from annotator.model.utf16 import Utf16Map

WILD = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("a é e\u0301 😀 👩‍👩‍👧 日 ש \u00a0\u00ad\u200b\u200d\u2028\ufeff\r\n\t"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  a\u00a0b  ", "a b"),
        ("e\u0301", "é"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth", "zerowidth"),
        ("e\u200b\u0301", "é"),
        ("one\r\ntwo\u2028three\u2029four\x85five", "one two three four five"),
        ("\u202eabc\u202c\u2066d\u2069", "abcd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👩", "👩\u200d👩"),
        ("a\x00b\x1bc\ufffcd\ufdd0e", "abcde"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("two  spaces stay", "two  spaces stay"),
    ],
)
def test_a_block_is_kept_as_printed_but_for_what_nobody_sees(raw: str, kept: str) -> None:
    assert normalise_block(raw) == kept


@given(WILD)
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalise_block(raw)
    assert normalise_block(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set("\n\r\u2028\u2029\ufeff\u00ad\u200b\u00a0") & set(once)
    once.encode("utf-8")


def test_hash_is_of_utf8() -> None:
    assert text_hash("é\n😀") == hashlib.sha256("é\n😀".encode()).hexdigest()


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 2)])
def test_spans_are_never_empty_or_negative(start: int, end: int) -> None:
    with pytest.raises(InvalidModel):
        Span(start, end)


def test_a_span_outside_its_text_is_refused() -> None:
    assert Span(1, 3).of("abc") == "bc"
    with pytest.raises(InvalidModel, match="ends at 4"):
        Span(1, 4).of("abc")


@given(WILD.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_utf16_positions_agree_with_the_codec(text: str) -> None:
    positions = Utf16Map(text)
    for code_point in range(len(text) + 1):
        unit = len(text[:code_point].encode("utf-16-le")) // 2
        assert positions.to_utf16(code_point) == unit
        assert positions.to_code_point(unit) == code_point
        if code_point < len(text) and ord(text[code_point]) > 0xFFFF:
            assert positions.to_code_point(unit + 1) == code_point
