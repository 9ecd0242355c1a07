"""Plain text becomes a typed article; nothing of it is lost on the way."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.files.article_dates import date_in, is_relative_time, split_date_line
from annotator.files.article_furniture import is_byline, is_credit, is_navigation, split_caption
from annotator.files.article_language import guess_language
from annotator.files.article_text import article_from_text
from annotator.model.article import Article, BlockKind
from annotator.model.errors import BadInput

HARBOUR = Path(__file__).parent / "data" / "scraped_harbour.txt"
SHARED = Path(__file__).parents[3] / "shared" / "articles" / "us-sun-2022-10-as-scraped.txt"


def of_kind(article: Article, kind: BlockKind) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.kind is kind]


def letters(text: str) -> Counter[str]:
    return Counter(char for char in text if not char.isspace())


def test_scraped_page_with_everything_that_came_along() -> None:
    printed = HARBOUR.read_text(encoding="utf-8")
    article = article_from_text(printed)
    assert article.blocks[0].kind is BlockKind.HEADLINE
    assert article.metadata.title == (
        "Ferry ‘ran aground twice’ before council called off harbour festival”"
    )
    assert article.metadata.byline == "By Orla Tennant and Piet van Houten"
    assert article.metadata.publisher == "The Saltmere Courier"
    assert article.metadata.date == datetime.date(2025, 3, 4)
    assert article.metadata.language == "en"
    assert of_kind(article, BlockKind.PUBLISHER) == ["The Saltmere Courier"] * 2
    assert of_kind(article, BlockKind.DATELINE) == ["Published: 4 March 2025, 07:45 GMT"]
    assert of_kind(article, BlockKind.CAPTION) == [
        "The Lark at low water on Sunday",
        "Festival stalls stand empty by the quay",
    ]
    assert of_kind(article, BlockKind.CREDIT) == ["(Photo: D. Osei/Courier)", "Credit: Getty"]
    paragraphs = of_kind(article, BlockKind.PARAGRAPH)
    assert len(paragraphs) == 5
    assert paragraphs[2].startswith('"We had no choice,"said')
    assert "70percent" in paragraphs[2]
    assert of_kind(article, BlockKind.OTHER) == [
        "HomeNewsSportWeatherMore",
        "2 hours ago",
        "Share",
        "Read more: Ten things to do in Saltmere this spring",
        "What happens next",
        "Advertisement",
        "Related articles",
        "© 2025 Saltmere Courier. All rights reserved.",
    ]
    assert letters(article.text) == letters(printed)


@pytest.mark.skipif(
    not SHARED.exists(), reason="the shared scraped article is not beside this checkout"
)
def test_the_shared_scraped_article() -> None:
    printed = SHARED.read_text(encoding="utf-8")
    article = article_from_text(printed)
    assert article.metadata.title.startswith("Elon Musk ‘spoke to Putin’ before")
    assert article.metadata.title.endswith("the war’")
    assert article.metadata.byline == "By Leah Chiappino"
    assert article.metadata.publisher == "The US Sun"
    assert article.metadata.date == datetime.date(2022, 10, 11)
    assert len(of_kind(article, BlockKind.CAPTION)) == 2
    assert of_kind(article, BlockKind.CREDIT) == ["Credit: AFP", "Credit: Alamy"]
    assert len(of_kind(article, BlockKind.PARAGRAPH)) == 24
    assert of_kind(article, BlockKind.OTHER) == ["ContributorsPublishersAdvertisers", "3 days ago"]
    assert letters(article.text) == letters(printed)


def test_hard_wrapped_paragraphs_are_made_whole() -> None:
    text = """Bus lane to stay, says council

By Ida Roth

The bus lane on Quay Street will stay for another year, the council's
transport committee decided on Tuesday after a debate that lasted for
three hours and drew some two hundred people.

The committee's chair said that journeys had become four minutes shorter
since the lane was painted, and that shops had not lost trade as many of
their owners had feared that they would.
"""
    article = article_from_text(text)
    kinds = [block.kind for block in article.blocks]
    assert kinds == [
        BlockKind.HEADLINE,
        BlockKind.BYLINE,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]
    assert "committee decided" in article.text
    assert "council's transport" in article.text


def test_header_on_one_line_with_separators() -> None:
    article = article_from_text(
        "Library opens at night\n"
        "By Sam Okoro | The Evening Post | Oct. 3, 2024\n"
        "The town library will stay open until midnight from Monday, the council said.\n"
    )
    assert article.metadata.byline == "By Sam Okoro"
    assert article.metadata.publisher == "The Evening Post"
    assert article.metadata.date == datetime.date(2024, 10, 3)


def test_standfirst_between_headline_and_byline() -> None:
    article = article_from_text(
        "Library opens at night\n\nStudents asked for it; the council found the money in May.\n\n"
        "By Sam Okoro\n\nThe town library will stay open until midnight, the council said.\n"
    )
    assert [block.kind for block in article.blocks] == [
        BlockKind.HEADLINE,
        BlockKind.STANDFIRST,
        BlockKind.BYLINE,
        BlockKind.PARAGRAPH,
    ]


def test_body_alone_has_no_title() -> None:
    article = article_from_text("The town library will stay open until midnight, the council said.")
    assert article.metadata.title == ""
    assert [block.kind for block in article.blocks] == [BlockKind.PARAGRAPH]


def test_caption_before_a_credit_of_its_own_line() -> None:
    article = article_from_text(
        "Library opens at night\nBy Sam Okoro\n"
        "The town library will stay open until midnight, the council said.\n"
        "The reading room on Monday\nPhoto: A. Lind / Post\n"
        "Readers came from three towns for the first night, the librarian said.\n"
    )
    assert of_kind(article, BlockKind.CAPTION) == ["The reading room on Monday"]
    assert of_kind(article, BlockKind.CREDIT) == ["Photo: A. Lind / Post"]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2022-10-11", datetime.date(2022, 10, 11)),
        ("Published 11 October 2022", datetime.date(2022, 10, 11)),
        ("Oct. 3, 2024 at 5:10 p.m.", datetime.date(2024, 10, 3)),
        ("Tuesday, March 4th, 2025", datetime.date(2025, 3, 4)),
        ("31/12/2023", datetime.date(2023, 12, 31)),
        ("12/31/2023", datetime.date(2023, 12, 31)),
        ("3.4.2023", datetime.date(2023, 4, 3)),
        ("3/4/2023", None),
        ("31 February 2023", None),
        ("no date here", None),
    ],
)
def test_dates(line: str, date: datetime.date | None) -> None:
    assert date_in(line) == date


def test_date_lines_are_split_from_what_was_glued_to_them() -> None:
    assert split_date_line("date 2022-10-11 MenuHomeNews") == ("date 2022-10-11", "MenuHomeNews")
    assert split_date_line("On 3 May 2021 the bridge closed") == (
        "On 3 May 2021 the",
        "bridge closed",
    )
    assert split_date_line("The bridge closed on 3 May 2021") is None


@pytest.mark.parametrize("line", ["3 days ago", "Updated 2 hours ago", "Just now", "an hour ago"])
def test_relative_times(line: str) -> None:
    assert is_relative_time(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Leah Chiappino", True),
        ("By ANN LEE and Bo Ray, Politics Editor", True),
        ("Von Anna Müller", True),
        ("By the time the vote came, most had left", False),
        ("By Friday, nobody had answered the letter.", False),
    ],
)
def test_bylines(line: str, expected: bool) -> None:
    assert is_byline(line) is expected


def test_captions_and_credits() -> None:
    assert split_caption("The pier at noon Credit: AFP") == ("The pier at noon", "Credit: AFP")
    assert split_caption("The pier at noon. Photo by Jo Ray/Getty Images") == (
        "The pier at noon.",
        "Photo by Jo Ray/Getty Images",
    )
    assert split_caption("She gave credit to her team for the win.") is None
    assert split_caption("He said the photo by Jo Ray was a fake.") is None
    assert is_credit("(AP Photo/Jo Ray)")
    assert not is_credit(
        "Credit is hard to get in Saltmere, say shops that have tried all year long."
    )


@pytest.mark.parametrize("line", ["Home | News | Sport", "Share", "Tweet", "4 min read", "Menu"])
def test_navigation(line: str) -> None:
    assert is_navigation(line)


def test_sentences_are_not_navigation() -> None:
    assert not is_navigation("Most people share news on Facebook.")
    assert not is_navigation("Council shares more top secrets")


def test_language() -> None:
    assert (
        guess_language("Der Rat hat die Brücke nicht für den Verkehr gesperrt und ist zu.") == "de"
    )
    assert guess_language("日本語のニュースです。") == "ja"
    assert guess_language("قال المجلس إن الجسر مغلق") == "ar"
    assert guess_language("1234") == ""


@pytest.mark.parametrize("text", ["", "  \n\n", "— … —", "\ufeff\u200b"])
def test_no_words_is_said(text: str) -> None:
    with pytest.raises(BadInput, match="no words"):
        article_from_text(text)


@given(st.text(max_size=400))
def test_nothing_is_lost_whatever_the_text(text: str) -> None:
    try:
        article = article_from_text(text)
    except BadInput:
        return
    again = Article.from_blocks([(BlockKind.OTHER, text.replace("\n", " "))])
    # NFC may join or part characters across what used to be line ends; compare without marks.
    import unicodedata

    def plain(value: str) -> Counter[str]:
        return letters(
            "".join(c for c in unicodedata.normalize("NFD", value) if not unicodedata.combining(c))
        )

    assert plain(article.text) == plain(again.text)


def test_one_huge_line_is_fast_enough_to_wait_for() -> None:
    article = article_from_text("By A " * 50_000 + "\n" + "Photo " * 50_000 + "\n" + "a" * 500_000)
    assert len(article.text) > 1_000_000
