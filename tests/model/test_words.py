"""Words, and spans snapped to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.text import Span
from annotator.model.words import WordIndex, find_words

TEXT = "He said “fares doubled—it’s $3m, up 6.4%”; the co-op’s 80percent…"


def words(text: str) -> list[str]:
    return [span.of(text) for span in find_words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, "He said fares doubled it’s $3m up 6.4% the co-op’s 80percent".split()),
        ("1,200.50 and a,b", ["1,200.50", "and", "a", "b"]),
        ("the U.S. and Dr. Smith.", ["the", "U.S", "and", "Dr", "Smith"]),
        ("‘quoted’ students’ rock", ["quoted", "students", "rock"]),
        ("F*** off", ["F***", "off"]),
        ("£5 €6.50 ₹7 50%", ["£5", "€6.50", "₹7", "50%"]),
        ("日本語のテスト", list("日本語のテスト")),
        ("2026年の夏", ["2026", "年", "の", "夏"]),
        ("서울 시장은", ["서울", "시장은"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("هٰذَا كِتَابٌ", ["هٰذَا", "كِتَابٌ"]),
        ("می\u200cخواهم 😀 برو", ["می\u200cخواهم", "برو"]),
        ("well\u2011known non\u2010breaking", ["well\u2011known", "non\u2010breaking"]),
        ("… — “”", []),
        ("coun\u2060cil said 6\u2060.4 2\u20623", "coun\u2060cil said 6\u2060.4 2\u20623".split()),
        ("สะพานปิด", ["สะ", "พาน", "ปิด"]),
        ("จะปิดในเดือน เพื่อซ่อมแซม", ["จะ", "ปิด", "ใน", "เดือน", "เพื่อ", "ซ่อม", "แซม"]),
        ("ตรีกล่าวดีครับ ฿500 ปี ๒๕๖๗", ["ตรี", "กล่าว", "ดี", "ครับ", "฿500", "ปี", "๒๕๖๗"]),
        ("ຂົວຈະປິດໃນເດືອນ", ["ຂົວ", "ຈະ", "ປິດ", "ໃນ", "ເດືອນ"]),
        ("ភាសាខ្មែរ ស្ពាននឹងបិទ។", ["ភា", "សា", "ខ្មែរ", "ស្ពាន", "នឹង", "បិទ"]),
        ("မြန်မာ တံတားကို ပိတ်မည်။", ["မြန်", "မာ", "တံ", "တား", "ကို", "ပိတ်", "မည်"]),
        ("ဗုဒ္ဓ", ["ဗုဒ္ဓ"]),
        ("BBC ไทย", ["BBC", "ไทย"]),
    ],
)
def test_what_a_word_is(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("selected", "snapped"),
    [
        ("“fares doub", "fares doubled"),
        ("$3m, up 6", "$3m, up 6.4%"),
        (" “", None),
        ("%”; the co", "6.4%”; the co-op’s"),
    ],
)
def test_snapping(selected: str, snapped: str | None) -> None:
    start = TEXT.index(selected)
    span = WordIndex(TEXT).snap(Span(start, start + len(selected)))
    assert (span and span.of(TEXT)) == snapped


def test_word_at_a_position() -> None:
    index = WordIndex("ab  cd")
    assert index.at(0) == Span(0, 2)
    assert index.at(1) == Span(0, 2)
    assert index.at(2) is None
    assert index.at(5) == Span(4, 6)
    assert index.at(6) is None


@given(st.text(max_size=80), st.data())
def test_snapping_is_outward_to_words_and_stable(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    index = WordIndex(text)
    touched = [w for w in find_words(text) if w.overlaps(Span(start, end))]
    snapped = index.snap(Span(start, end))
    if not touched:
        assert snapped is None
        return
    assert snapped == Span(touched[0].start, touched[-1].end)
    assert index.snap(snapped) == snapped
    assert [index.word(n) for n in index.numbers(snapped)] == touched
