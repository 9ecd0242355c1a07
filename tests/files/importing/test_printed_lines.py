"""Lines of paper made whole: hyphens, heads and feet of pages."""

from __future__ import annotations

import pytest

from annotator.files.importing.plain_text import article_in_text
from annotator.files.importing.printed_lines import Hyphens, without_page_lines


@pytest.mark.parametrize(
    ("text", "line", "after", "whole", "is_doubted"),
    [
        ("repairs", "the re-", "pairs began", "the repairs began", False),
        ("", "was di-", "verted over", "was diverted over", True),
        ("a well-known face", "the well-", "known face", "the well-known face", False),
        ("", "the Anglo-", "Irish war", "the Anglo-Irish war", False),
        ("", "the end", "of it", "the end of it", False),
        ("", "a dash –", "not a hyphen", "a dash – not a hyphen", False),
        ("", "pages 3-", "4 of it", "pages 3- 4 of it", False),
    ],
)
def test_a_word_that_was_cut_is_joined_as_the_text_writes_it(
    text: str, line: str, after: str, whole: str, is_doubted: bool
) -> None:
    hyphens = Hyphens(text)
    assert hyphens.join(line, after) == whole
    assert bool(hyphens.doubts) == is_doubted


def test_a_hyphen_before_a_blank_can_be_meant() -> None:
    hyphens = Hyphens("")
    assert hyphens.within("pre- and post-war houses") == "pre- and post-war houses"
    assert hyphens.within("was di- verted and re- paired") == "was diverted and repaired"
    assert hyphens.sentence() == (
        "Words that were cut at the end of a line were joined: “diverted” (or “di-verted”?), "
        "“repaired” (or “re-paired”?). Check them."
    )


def test_heads_feet_and_numbers_of_pages_are_no_text() -> None:
    words = "alpha beta gamma delta epsilon".split()
    text = [[f"{word} {n} stands in the text" for n in "one two three".split()] for word in words]
    pages = [
        ["The Ostrow Post", *lines, f"Page {number} of 5"] for number, lines in enumerate(text, 1)
    ]
    kept, left_out = without_page_lines(pages)
    assert kept == text
    assert len(left_out) == 10
    assert without_page_lines([["One page", "of text"]]) == ([["One page", "of text"]], [])


def test_text_that_was_copied_from_a_page_reads_as_it_was_meant() -> None:
    text = (
        "Bridge Closes\nBy Ida Braun\n\n"
        "The council said on Monday that the bridge across the\n"
        "river would close for repairs in May. Traffic will be di-\n"
        "verted over the old road, the clerk wrote in a letter to\n"
        "the people of the town. The mayor denied that the re-\n"
        "pairs had anything to do with the crack that was seen.\n"
    )
    found = article_in_text(text, "")
    body = found.taken[-1].text
    assert "will be diverted over" in body
    assert "the repairs had" in body
    assert "“diverted”" in found.doubts[0]
    assert "repairs" not in found.doubts[0]
