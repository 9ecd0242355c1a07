"""The article in a web page, with what stands round it left out but not thrown away.

Which blocks are the article is trafilatura's answer; it drops captions, merges spaces and knows
no reasons, so the blocks themselves, their kinds and what is left out are found here, and the
two are laid together by their letters.
"""

from __future__ import annotations

import codecs
import copy
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from lxml import html

from annotator.files.article_dates import is_relative_time, split_date_line
from annotator.files.article_furniture import is_byline, is_credit, is_navigation, split_caption
from annotator.files.article_language import guess_language
from annotator.files.code_page import Decoded, decode_list
from annotator.files.importing.html_blocks import HtmlBlock, html_blocks, parse_html
from annotator.files.importing.page_metadata import PageDetails, PageMetadata, nearest
from annotator.model.article import ArticleMetadata, BlockKind
from annotator.model.errors import BadInput
from annotator.model.found_article import Certainty, FoundArticle, FoundPart, LeftOut

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LETTERS: Final = re.compile(r"\w+")
#: A block with fewer letters than this is the article's only where it is a line of its own there.
_SHORT: Final = 25
#: Fewer words of body than this are hardly an article.
_FEW_WORDS: Final = 60
#: So many letters in one element are the article's body; a paragraph of it has so many or more.
_MUCH: Final = 600
_LONG: Final = 60
#: Code points of the longest line that is a byline, a credit or a button.
_LONGEST_LINE: Final = 200
_CAPTION: Final = re.compile(r"caption|legend\b|photo-?text")
_CREDIT: Final = re.compile(r"credit|copyright|attribution|photo-?by")
_BYLINE: Final = re.compile(r"byline|\bauthors?\b|author-?name|contributor")
_DATELINE: Final = re.compile(r"dateline|timestamp|publish|\bdate\b|pub-?date|\btime\b")
_STANDFIRST: Final = re.compile(
    r"standfirst|\bdek\b|__dek|subtitle|sub-?head(?:line)?\b|\blead\b|\blede\b|summary|\bintro\b|"
    r"description|deck\b|excerpt"
)
#: Why a block is left out, by the names of what it stands in; the first that fits.
_REASONS: Final = (
    (LeftOut.COOKIES, re.compile(r"cookie|consent|gdpr|onetrust")),
    (LeftOut.COMMENT, re.compile(r"\bcomments?\b|disqus|discussion|livefyre|\breplies")),
    (LeftOut.SHARE, re.compile(r"\bshar(?:e|ing)\b|social|follow-us|addthis")),
    (LeftOut.ADVERT, re.compile(r"\bad\b|\bads\b|advert|sponsor|promo|newsletter|subscri|signup")),
    (
        LeftOut.LINK,
        re.compile(r"related|recirc|read-?more|more-?stor|recommend|trending|most-?(?:read|pop)"),
    ),
    (LeftOut.MENU, re.compile(r"\bnav|menu|breadcrumb|navbar|toolbar")),
)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)")
_HEAD_BYTES: Final = 4_000
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BROWSERS: Final = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "utf-8": "",
}
#: One letter in so many may be broken in a page that says the truth about itself.
_FEW_BROKEN: Final = 2_000
_ADVERT: Final = re.compile(r"(?i:advertisement|sponsored content|paid post|promoted)\b.{0,20}$")


def article_in_page(data: str | bytes, name: str) -> FoundArticle:
    """The article in a page of HTML; BadInput where there is none in it.

    ``name`` is the page's address or the name of its file.
    """
    root = parse_html(data, name)
    blocks = html_blocks(root)
    metadata = PageMetadata(root)
    details = metadata.details(blocks)
    taken = _body(root, blocks, details)
    if not any(taken):
        raise no_article(name)
    parts = list(_Parts(blocks, taken, details))
    found = FoundArticle(
        parts=tuple(parts), licence=details.licence, source=name, certainty=details.certainty
    )
    return _doubted(_with_details(found, details))


def page_text(data: bytes, code_page: str = "", charset: str = "") -> Decoded:
    """A page's bytes as text: UTF-8 where all of it is, whatever it says; else as it says itself.

    ``code_page`` goes before all that; ``charset`` is what its server says.
    """
    if code_page or data.startswith(_MARKS):
        return decode_list(data, code_page)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    name = (charset or (declared[1].decode("ascii") if declared else "")).lower()
    # What browsers take these names for.
    name = _BROWSERS.get(name, name)
    try:
        text = data.decode(name, "replace") if name else ""
    except LookupError:
        text = ""
    if text and text.count("\ufffd") * _FEW_BROKEN < len(text):
        return Decoded(text, name)
    return decode_list(data)


def no_article(name: str) -> BadInput:
    """There is no article in a page: the error that says so."""
    return BadInput(
        f"No article was found in “{name}”: it may be a list of stories, an empty page, or one "
        "that asks for a login first.",
        kept="Nothing was changed.",
        todo="Open the article itself in a browser, copy its text, and paste it here.",
    )


def _key(text: str) -> str:
    return "".join(_LETTERS.findall(text)).casefold()


def _body(root: html.HtmlElement, blocks: Sequence[HtmlBlock], details: PageDetails) -> list[bool]:
    """For each block whether it is the article's body.

    A block that stands more than once in the page counts where its neighbours are.
    """
    # Imported here: it takes half a second, and only who takes in a page needs it.
    from trafilatura import extract

    text = extract(copy.deepcopy(root), include_comments=False, include_tables=True) or ""
    lines = Counter(_key(re.sub(r"^\s*[-|]\s*", "", line)) for line in text.split("\n"))
    whole = _key(text)
    title = _key(details.title)
    keys = [_key(block.text) for block in blocks]
    taken = [
        bool(key)
        and (key in lines or (len(key) >= _SHORT and key in whole))
        and key != title
        and not (block.is_hidden or block.is_in("nav"))
        for key, block in zip(keys, blocks, strict=True)
    ]
    _fill_in(blocks, taken)
    same: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        if taken[number]:
            same[key].append(number)
    for key, places in same.items():
        if len(places) > 1 and len(places) > max(lines[key], whole.count(key)):
            best = max(places, key=lambda n: _company(keys, taken, n))
            for place in places:
                taken[place] = place == best
    return taken


def _fill_in(blocks: Sequence[HtmlBlock], taken: list[bool]) -> None:
    """Take in the paragraphs that stand in just the same element as the body's.

    An advert or a box in the middle ends an article for trafilatura now and then.
    """
    letters: Counter[tuple[tuple[str, ...], str]] = Counter()
    for block, is_taken in zip(blocks, taken, strict=True):
        if is_taken and block.tags[-1:] == ("p",):
            letters[block.tags, block.names] += len(block.text)
    if not letters:
        return
    (place, most) = letters.most_common(1)[0]
    if most < _MUCH:
        return
    for number, block in enumerate(blocks):
        is_long = len(block.text) >= _LONG and block.links < 0.3
        if is_long and (block.tags, block.names) == place and not block.is_hidden:
            taken[number] = True


def _company(keys: Sequence[str], taken: Sequence[bool], number: int) -> int:
    """How many letters are taken in near a block."""
    near = range(max(0, number - 4), min(len(keys), number + 5))
    return sum(len(keys[n]) for n in near if taken[n] and n != number)


class _Parts:
    """The parts of a page: each block with its kind, or with the reason why it is left out."""

    def __init__(
        self, blocks: Sequence[HtmlBlock], taken: Sequence[bool], details: PageDetails
    ) -> None:
        self._blocks, self._taken, self._details = blocks, taken, details
        bodies = [n for n, is_taken in enumerate(taken) if is_taken]
        self._headline = self._find_headline(bodies[0])
        self._first = min(self._headline, bodies[0]) if self._headline >= 0 else bodies[0]
        self._start, self._last = bodies[0], bodies[-1]
        self._has = set[BlockKind]()
        paragraphs = (n for n in bodies if not blocks[n].is_in(*_HEADINGS))
        self._last_paragraph = max(paragraphs, default=self._last)

    def __iter__(self) -> Iterator[FoundPart]:
        if self._headline < 0 and self._details.title:
            yield FoundPart(BlockKind.HEADLINE, self._details.title)
        for number, block in enumerate(self._blocks):
            kind = self._kind(number, block)
            if kind in (BlockKind.CAPTION, BlockKind.CREDIT) and (
                both := split_caption(block.text)
            ):
                yield FoundPart(BlockKind.CAPTION, both[0])
                yield FoundPart(BlockKind.CREDIT, both[1])
            elif kind is not None:
                yield FoundPart(kind, block.text)
            else:
                yield FoundPart(BlockKind.OTHER, block.text, self._reason(number, block))

    def _find_headline(self, first_body: int) -> int:
        title = _key(self._details.title)
        same = [n for n, block in enumerate(self._blocks) if _key(block.text) == title and title]
        heads = [n for n in same if "h1" in self._blocks[n].tags[-2:]] or same
        before = [n for n in heads if n <= first_body]
        return (before or heads or [-1])[-1]

    def _kind(self, number: int, block: HtmlBlock) -> BlockKind | None:
        if number == self._headline:
            return BlockKind.HEADLINE
        if block.is_hidden:
            return None
        if self._is_caption(number, block):
            return BlockKind.CREDIT if self._is_credit(block) else BlockKind.CAPTION
        if self._taken[number]:
            return self._body_kind(number, block)
        if self._first < number < self._start + 2 or self._first - 6 < number < self._first:
            return self._head_kind(number, block)
        return None

    def _is_caption(self, number: int, block: HtmlBlock) -> bool:
        if not self._first - 8 <= number <= self._last + 3:
            return False
        own = " ".join(block.names.split()[-6:])
        is_named = _CAPTION.search(own) is not None or (
            block.is_in("figure") and _CREDIT.search(own) is not None
        )
        if block.is_in("h1", "nav", "video"):
            return False
        return block.is_in("figcaption") or (is_named and block.links < 0.8)

    def _is_credit(self, block: HtmlBlock) -> bool:
        own = " ".join(block.names.split()[-2:])
        is_short = len(block.text.split()) <= 12
        return is_credit(block.text) or (is_short and _CREDIT.search(own) is not None)

    def _body_kind(self, number: int, block: HtmlBlock) -> BlockKind | None:
        if len(block.text) <= _LONGEST_LINE:
            if is_navigation(block.text) or _ADVERT.match(block.text):
                return None
            if is_relative_time(block.text):
                return None
            if is_byline(block.text):
                return BlockKind.BYLINE
            if is_credit(block.text):
                return BlockKind.CREDIT
        if block.is_in(*_HEADINGS):
            return self._heading(number, block)
        if number < self._start + 3 and self._is_standfirst(block):
            return BlockKind.STANDFIRST
        if block.is_in("blockquote"):
            return BlockKind.QUOTE
        if block.is_in("table"):
            return BlockKind.TABLE_ROW
        if block.is_in("li"):
            return BlockKind.LIST_ITEM
        return BlockKind.PARAGRAPH

    def _heading(self, number: int, block: HtmlBlock) -> BlockKind | None:
        """A heading has something under it; one above the first paragraph says what comes."""
        if number < self._headline:
            return None
        if number < self._start + 2 and len(block.text.split()) > 5:
            return self._once(BlockKind.STANDFIRST)
        return BlockKind.SUBHEADING if number < self._last_paragraph else None

    def _is_standfirst(self, block: HtmlBlock) -> bool:
        if BlockKind.STANDFIRST in self._has:
            return False
        own = " ".join(block.names.split()[-3:])
        is_said = _key(block.text) == _key(self._details.description) and block.is_in(
            "h2", "header"
        )
        if is_said or _STANDFIRST.search(own):
            self._has.add(BlockKind.STANDFIRST)
            return True
        return False

    def _head_kind(self, number: int, block: HtmlBlock) -> BlockKind | None:
        """What a block between headline and body is: byline, date, standfirst or nothing."""
        own, words = " ".join(block.names.split()[-4:]), block.text.split()
        split = split_date_line(block.text)
        if is_byline(block.text) or (
            self._is_author(block.text) and _BYLINE.search(own) and len(words) < 20
        ):
            return self._once(BlockKind.BYLINE)
        if len(words) < 14 and (block.is_in("time") or split or _DATELINE.search(own)):
            has_digit = any(char.isdigit() for char in block.text)
            return self._once(BlockKind.DATELINE) if has_digit else None
        if len(words) > 5 and number > self._headline and block.links < 0.5:
            described = nearest(self._details.description, [block.text])
            if self._is_standfirst(block) or (described and block.is_in("h2", "p", "header")):
                return self._once(BlockKind.STANDFIRST)
        return None

    def _is_author(self, text: str) -> bool:
        names = re.split(r", | and ", self._details.byline)
        return any(name and name.casefold() in text.casefold() for name in names)

    def _once(self, kind: BlockKind) -> BlockKind | None:
        if kind in self._has and kind is not BlockKind.STANDFIRST:
            return None
        self._has.add(kind)
        return kind

    def _reason(self, number: int, block: HtmlBlock) -> LeftOut:
        if block.is_in("nav"):
            return LeftOut.MENU
        if _ADVERT.match(block.text):
            return LeftOut.ADVERT
        for reason, names in _REASONS:
            if names.search(block.names):
                return reason
        is_inside = self._first < number < self._last
        return LeftOut.LINK if block.links > 0.5 and is_inside else LeftOut.FRAME


def _with_details(found: FoundArticle, details: PageDetails) -> FoundArticle:
    """The details of the page; a byline as it is printed, a language that is guessed if need be."""
    printed = next((p.text for p in found.taken if p.kind is BlockKind.BYLINE), "")
    body = " ".join(part.text for part in found.taken if part.kind is BlockKind.PARAGRAPH)
    certainty = dict(details.certainty)
    if printed:
        certainty["byline"] = Certainty.PRINTED
    language = details.language
    if not language and (language := guess_language(body)):
        certainty["language"] = Certainty.GUESSED
    metadata = ArticleMetadata(
        title=details.title,
        byline=_byline(printed, details.byline),
        publisher=details.publisher,
        date=details.date,
        language=language,
    )
    return replace(found, metadata=metadata, certainty=tuple(certainty.items()))


def _byline(printed: str, stated: str) -> str:
    """The byline without what is printed beside it (a date, an address), where that is known."""
    if printed and stated and stated.casefold() in printed.casefold():
        start = printed.casefold().index(stated.casefold())
        return (
            printed[: start + len(stated)] if is_byline(printed[: start + len(stated)]) else stated
        )
    return printed or stated


def _doubted(found: FoundArticle) -> FoundArticle:
    words = sum(len(part.text.split()) for part in found.taken if part.kind is BlockKind.PARAGRAPH)
    doubts = list(found.doubts)
    if words < _FEW_WORDS:
        doubts.append(
            "There is little text in this page: it may be only the start of an article, or a page "
            "that asks for a login."
        )
    return replace(found, doubts=tuple(doubts))
