"""What a web page says about its article: title, byline, publisher, date, language, licence.

Pages describe themselves in JSON-LD, in ``meta`` elements and in print. The title is the heading
nearest to what the page calls itself; a date is the publication's; a byline is printed where one
stands in the page, else put together from the names that the page gives.
"""

from __future__ import annotations

import copy
import datetime
import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import html

from annotator.files.article_dates import date_in
from annotator.files.importing.html_blocks import HtmlBlock
from annotator.model.found_article import Certainty, a_date
from annotator.model.text import normalise_block

_ARTICLE_TYPES: Final = re.compile(r"Article|BlogPosting|Report|Review|LiveBlogPosting")
_DATES: Final = (
    "article:published_time",
    "og:article:published_time",
    "datePublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publication_date",
    "pubdate",
    "cxenseparse:recs:publishtime",
)
_AUTHORS: Final = ("author", "article:author_name", "parsely-author", "sailthru.author", "byl")
#: A title may end in the name of the paper: "Headline | The Paper".
_TITLE_END: Final = re.compile(r"\s+[|–—·-]\s+[^|–—·]{2,40}$")
#: JSON-LD of a page is small; more of it costs time and says nothing.
_JSON_BYTES: Final = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDetails:
    """The details of an article, each "" or None where the page does not give it."""

    title: str = ""
    byline: str = ""
    publisher: str = ""
    date: datetime.date | None = None
    language: str = ""
    licence: str = ""
    description: str = ""
    certainty: tuple[tuple[str, Certainty], ...] = ()


class PageMetadata:
    """Reads a page once and answers for each detail."""

    def __init__(self, root: html.HtmlElement) -> None:
        self._root = root
        self._meta = dict(_metas(root))
        self._article = next(_articles(root), {})

    def details(self, blocks: Sequence[HtmlBlock]) -> PageDetails:
        """All that the page gives. ``blocks`` are its text, in reading order."""
        title, headings = self.title(), [b.text for b in blocks if "h1" in b.tags[-2:]]
        heading = nearest(title, headings)
        byline = self._byline()
        date, how = self._date()
        known = {
            "title": Certainty.PRINTED if heading else _stated(title),
            "byline": _stated(byline),
            "publisher": _stated(self._publisher()),
            "date": how,
            "language": _stated(self._language()),
        }
        return PageDetails(
            title=heading or title,
            byline=byline,
            publisher=self._publisher(),
            date=date,
            language=self._language(),
            licence=self._licence(),
            description=self._first("og:description", "description", "twitter:description"),
            certainty=tuple(known.items()),
        )

    def title(self) -> str:
        """What the page calls itself, without the name of the paper at its end."""
        title = self._first("og:title", "twitter:title") or _text(self._article.get("headline"))
        if not title:
            title = _found_title(self._root)
        publisher = self._publisher()
        end = _TITLE_END.search(title)
        if end and (not publisher or _alike(end.group().strip(" |–—·-"), publisher) > 0.5):
            return title[: end.start()]
        return title

    def _first(self, *names: str) -> str:
        return next((value for name in names if (value := self._meta.get(name.lower()))), "")

    def _byline(self) -> str:
        authors = self._article.get("author")
        names = _names(authors) or [
            name for name in [self._first(*_AUTHORS)] if name and "://" not in name
        ]
        names = list(dict.fromkeys(name for name in names if 1 < len(name) < 80))
        if not names:
            return ""
        if len(names) == 1:
            return names[0]
        return f"{', '.join(names[:-1])} and {names[-1]}"

    def _publisher(self) -> str:
        stated = self._first("og:site_name") or _text(self._article.get("publisher"))
        if "://" in stated:
            stated = stated.split("://")[1].split("/")[0].removeprefix("www.")
        return stated.strip() if len(stated) < 80 else ""

    def _date(self) -> tuple[datetime.date | None, Certainty]:
        stated = [_text(self._article.get("datePublished"))]
        stated += [self._meta.get(name.lower(), "") for name in _DATES]
        for text in stated:
            if found := a_date(text) or date_in(text):
                return found, Certainty.STATED
        for element in self._root.iterfind(".//time"):
            given = element.get("datetime") or element.text_content()
            if found := a_date(given) or date_in(given):
                return found, Certainty.PRINTED
        return _searched(self._root)

    def _language(self) -> str:
        given = self._root.get("lang") or self._first("og:locale", "content-language")
        return re.split(r"[-_,]", given.strip())[0].lower() if given else ""

    def _licence(self) -> str:
        for element in self._root.iterfind(".//a[@rel='license']"):
            return normalise_block(element.text_content()) or (element.get("href") or "")
        return _text(self._article.get("license"))


def nearest(title: str, headings: Sequence[str]) -> str:
    """The heading most like ``title``; without a title the first one; "" where none is like it."""
    if not headings:
        return ""
    best = max(headings, key=lambda text: _alike(title, text)) if title else headings[0]
    return best if not title or len(headings) == 1 or _alike(title, best) > 0.4 else ""


def _alike(one: str, other: str) -> float:
    left, right = one.casefold()[:400], other.casefold()[:400]
    return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()


def _stated(value: str) -> Certainty:
    return Certainty.STATED if value else Certainty.NONE


def _metas(root: html.HtmlElement) -> Iterator[tuple[str, str]]:
    # Reversed: of two with one name the first is the page's own.
    for element in reversed(root.findall(".//meta")):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = normalise_block(element.get("content") or "")
        if name and content:
            yield name.lower(), content


def _articles(root: html.HtmlElement) -> Iterator[dict[str, Any]]:
    for element in root.iterfind(".//script[@type='application/ld+json']"):
        text = element.text or ""
        if len(text) > _JSON_BYTES:
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(value, 0):
            kind = thing.get("@type")
            if _ARTICLE_TYPES.search(str(kind)):
                yield thing


def _things(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _things(each, depth + 1)
    elif isinstance(value, list):
        for each in value[:200]:
            yield from _things(each, depth + 1)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("url") or ""
    return normalise_block(html_text(value)) if isinstance(value, str) else ""


def html_text(value: str) -> str:
    """``value`` without markup and entities that some pages leave in their descriptions."""
    if "<" not in value and "&" not in value:
        return value
    try:
        return str(html.fragment_fromstring(value, create_parent="div").text_content())
    except (ValueError, AssertionError):
        return value


def _names(value: Any) -> list[str]:
    many = value if isinstance(value, list) else [value]
    return [name for each in many[:12] if (name := _text(each)) and "://" not in name]


def _found_title(root: html.HtmlElement) -> str:
    # Imported here: it takes half a second, and most pages name their title.
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(copy.deepcopy(root), extensive=False)
    return normalise_block(found.title or "")


def _searched(root: html.HtmlElement) -> tuple[datetime.date | None, Certainty]:
    # Imported here: it weighs more than all the rest, and most pages say when they appeared.
    from htmldate import find_date

    found = find_date(root, original_date=True, extensive_search=True)
    date = a_date(str(found or ""))
    return date, Certainty.GUESSED if date else Certainty.NONE
