"""The article in a web page: its body, its kinds and details, and what stands round it."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path

import pytest

from annotator.files import limits
from annotator.files.importing.documents import article_in_piece
from annotator.files.importing.web_page import article_in_page, page_text
from annotator.model.article import BlockKind
from annotator.model.errors import BadInput
from annotator.model.found_article import Certainty, FoundArticle, LeftOut
from tests.files.importing.pages import PAGE, PARAGRAPHS

SAVED = Path(__file__).parents[4] / "shared" / "articles" / "pages"


def kinds(found: FoundArticle, kind: BlockKind) -> list[str]:
    return [part.text for part in found.taken if part.kind is kind]


@pytest.fixture(scope="module")
def found() -> FoundArticle:
    return article_in_page(PAGE, "https://post.example/bridge")


def test_the_body_is_taken_in_with_kinds_of_its_own(found: FoundArticle) -> None:
    assert tuple(kinds(found, BlockKind.PARAGRAPH)) == PARAGRAPHS
    assert kinds(found, BlockKind.HEADLINE) == ["Bridge Closes in May"]
    assert kinds(found, BlockKind.STANDFIRST) == [
        "Buses will go round by Millford, and shops fear for it."
    ]
    assert kinds(found, BlockKind.SUBHEADING) == ["The way round"]
    assert len(kinds(found, BlockKind.LIST_ITEM)) == 2
    assert kinds(found, BlockKind.QUOTE) == [
        "We advise that no lorry should cross before the work is done."
    ]
    assert kinds(found, BlockKind.CAPTION) == ["The bridge on Sunday, seen from the mill"]
    assert kinds(found, BlockKind.CREDIT) == ["Photo: A. Lund"]


def test_what_stands_round_it_is_left_out_in_its_place_with_a_reason(found: FoundArticle) -> None:
    reasons = {part.text: part.left_out for part in found.parts if part.left_out}
    assert reasons["Home"] is LeftOut.MENU
    assert reasons["We use cookies. Accept all of them?"] is LeftOut.COOKIES
    assert reasons["Advertisement"] is LeftOut.ADVERT
    assert reasons["Read more: Ten bridges that nobody crosses any longer"] is LeftOut.LINK
    assert reasons["What a shame, the council should be ashamed."] is LeftOut.COMMENT
    texts = [part.text for part in found.parts]
    assert texts.index(PARAGRAPHS[1]) < texts.index("Advertisement") < texts.index("The way round")
    assert not any("written by a script" in text for text in texts)


def test_details_come_from_the_page_and_say_how_sure_they_are(found: FoundArticle) -> None:
    known = found.metadata
    assert known.title == "Bridge Closes in May"
    assert known.byline == "By Petra Lindquist"
    assert known.publisher == "The Ostrow Post"
    assert known.date == datetime.date(2026, 5, 12)
    assert known.language == "en"
    assert found.certainty_of("title") is Certainty.PRINTED
    assert found.certainty_of("byline") is Certainty.PRINTED
    assert found.certainty_of("date") is Certainty.STATED


def test_an_advert_in_the_middle_does_not_end_the_article() -> None:
    many = "".join(f"<p>{text} Part {n}.</p>" for n in range(4) for text in PARAGRAPHS)
    page = PAGE.replace(f"<p>{PARAGRAPHS[3]}</p>", f"<div class='ad'>Advertisement</div>{many}")
    assert len(kinds(article_in_page(page, "x"), BlockKind.PARAGRAPH)) == 3 + 16


@pytest.mark.parametrize(
    "page",
    ["", "   ", "<html></html>", "<p></p>", "<!-- -->", "<html><body><nav><a>Home</a></nav>"],
)
def test_a_page_without_an_article_is_refused_with_what_to_do(page: str) -> None:
    with pytest.raises(BadInput) as caught:
        article_in_page(page, "page.html")
    assert "page.html" in caught.value.happened
    assert "paste" in caught.value.todo


def test_little_text_is_doubted() -> None:
    page = f"<html><body><h1>Short</h1><article><p>{PARAGRAPHS[0]}</p></article></body></html>"
    assert "asks for a login" in article_in_page(page, "x").doubts[0]


def test_html_in_a_title_or_a_byline_is_text() -> None:
    page = PAGE.replace('content="Bridge Closes in May"', 'content="&lt;b&gt;Bridge&lt;/b&gt;"')
    page = page.replace('"Petra Lindquist"', '"<img src=x onerror=alert(1)>Petra Lindquist"')
    found = article_in_page(page, "x")
    assert found.metadata.byline == "By Petra Lindquist"
    assert found.article().blocks


def test_deep_nesting_and_long_lines_are_read() -> None:
    deep = "<div>" * 5_000 + PARAGRAPHS[1] + "</div>" * 5_000
    found = article_in_page(PAGE.replace("<footer>", f"{deep}<footer>"), "x")
    assert len(kinds(found, BlockKind.PARAGRAPH)) >= 4


def test_too_large_a_page_is_refused() -> None:
    with pytest.raises(BadInput, match="too large"):
        article_in_page("x" * (limits.PAGE_BYTES + 1), "x")


def test_a_piece_of_a_page_is_taken_in_whole() -> None:
    piece = f"<h2>Bridge</h2><p>By Petra Lindquist</p><p>{PARAGRAPHS[0]}</p><ul><li>One entry</ul>"
    found = article_in_piece(piece, "clipboard")
    assert [part.kind for part in found.parts] == [
        BlockKind.HEADLINE,
        BlockKind.BYLINE,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
    ]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<meta charset='iso-8859-1'><p>Zoë</p>".encode(), "Zoë"),  # says the wrong thing
        ("<meta charset='iso-8859-2'><p>Łódź śpi</p>".encode("iso-8859-2"), "Łódź śpi"),
        ("<meta charset='latin1'><p>“Zoë”</p>".encode("cp1252"), "“Zoë”"),
        ("\ufeff<p>Zoë</p>".encode("utf-16"), "Zoë"),
        ("<meta charset='no-such'><p>Café fermé à midi</p>".encode("cp1252"), "Café fermé à midi"),
    ],
)
def test_letters_are_read_as_they_were_written(data: bytes, text: str) -> None:
    assert text in page_text(data).text


@pytest.mark.skipif(not SAVED.is_dir(), reason="the saved pages are not part of a checkout")
def test_forty_saved_pages_have_their_captions_and_most_of_their_words() -> None:
    truth = json.loads((SAVED / "ground-truth.json").read_text("utf-8"))
    short = []
    for name, page in truth.items():
        raw = gzip.decompress((SAVED / f"{name}.html.gz").read_bytes())
        found = article_in_page(page_text(raw).text, page["url"])
        got = set(" ".join(part.text for part in found.taken).split())
        wanted = set(page["articleBody"].split())
        if len(got & wanted) < 0.75 * len(wanted):
            short.append(name)
    assert short == []
