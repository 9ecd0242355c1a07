"""HTML as its blocks of text: what a reader sees, in reading order, one line a block.

lxml parses; nothing is run, no address in the page is opened. A block knows the elements that it
stands in, which is what the choice between the article and the page round it goes by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree, html

from annotator.files import limits
from annotator.model.errors import BadInput
from annotator.model.text import normalise_block

#: Elements whose words no reader sees, or that are no text.
_UNSEEN: Final = frozenset(
    "script style noscript template head title meta link svg math canvas object embed iframe "
    "audio video source track map area datalist select option textarea dialog".split()
)
#: Elements that run on in a line; every other one begins a block.
_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big button cite code data del dfn em font i img ins kbd label mark "
    "nobr output picture q rp rt ruby s samp small span strike strong sub sup time tt u var "
    "wbr".split()
)
_SPACES: Final = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_HIDDEN: Final = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"<\?xml[^>]*\?>")
#: Elements nested deeper than this are read as if they were not nested.
_DEEPEST: Final = 200
#: A row of a table is one block, whatever stands in its cells.
_CELLS: Final = frozenset({"td", "th"})
_TABLE: Final = frozenset({"table", "tr"})


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A line of text, its element, and what it stands in.

    ``tags`` are the names of the elements from the body down, ``names`` their classes, ids and
    roles in lower case, one text. ``links`` is the share of its letters that are links, 0 to 1.
    """

    text: str
    tags: tuple[str, ...]
    names: str = field(repr=False, default="")
    links: float = 0.0
    is_hidden: bool = False

    def is_in(self, *tags: str) -> bool:
        """Whether it stands in one of these elements."""
        return any(tag in self.tags for tag in tags)


def parse_html(data: str | bytes, name: str) -> html.HtmlElement:
    """The root of a page; BadInput, named ``name``, where there is nothing to read in it.

    A page of ``bytes`` is decoded as it says itself (byte-order mark, ``charset``), else as UTF-8.
    """
    if len(data) > limits.PAGE_BYTES:
        raise BadInput(
            f"“{name}” is too large: more than {limits.PAGE_BYTES // 1_000_000} MB of HTML.",
            todo="Copy the article’s text and paste it.",
        )
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    # A declaration of XML would win over what the text was decoded with.
    raw = _DECLARED.sub(b"", raw, count=1) if isinstance(data, str) else raw
    parser = html.HTMLParser(
        encoding="utf-8" if isinstance(data, str) else None,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = html.document_fromstring(raw, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise BadInput(
            f"There is no text in “{name}”.", todo="Choose another page, or paste the article."
        ) from error
    return root


def html_blocks(root: html.HtmlElement) -> list[HtmlBlock]:
    """The page's blocks in reading order."""
    body = root.find("body")
    walk = _Walk()
    walk.element(root if body is None else body, _Place())
    walk.close()
    return walk.blocks


@dataclass(frozen=True, slots=True)
class _Place:
    tags: tuple[str, ...] = ()
    names: str = ""
    is_link: bool = False
    is_hidden: bool = False

    def inside(self, element: html.HtmlElement, tag: str) -> _Place:
        # What the body is called says something of the page, and nothing of a part of it.
        keys = () if tag in ("html", "body") else ("class", "id", "role", "data-component")
        names = " ".join(filter(None, (element.get(key) for key in keys))).lower()
        return _Place(
            (*self.tags, tag) if len(self.tags) < _DEEPEST else self.tags,
            f"{self.names} {names}" if names else self.names,
            self.is_link or tag == "a",
            self.is_hidden or _is_hidden(element),
        )


def _is_hidden(element: html.HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
    )


class _Walk:
    """Gathers text until a block ends. An own stack, since pages nest as deep as they like."""

    def __init__(self) -> None:
        self.blocks: list[HtmlBlock] = []
        self._pieces: list[tuple[str, bool]] = []
        self._place = _Place()

    def element(self, top: html.HtmlElement, place: _Place) -> None:
        stack: list[Iterator[None]] = [self._steps(top, place)]
        self._pending: list[Iterator[None]] = []
        while stack:
            try:
                next(stack[-1])
            except StopIteration:
                stack.pop()
            stack += self._pending
            self._pending = []

    def _steps(self, element: html.HtmlElement, place: _Place) -> Iterator[None]:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _UNSEEN:
            return
        if tag == "br":
            self._pieces.append(("\n", False))
            return
        inside = place.inside(element, tag)
        in_cell = bool(_CELLS.intersection(place.tags))
        is_block = tag not in _INLINE and tag not in _CELLS and (not in_cell or tag in _TABLE)
        if is_block:
            self.close()
            self._place = inside
        elif tag in _CELLS and any(text.strip() for text, _ in self._pieces):
            self._pieces.append((" | ", False))
        elif in_cell and tag not in _INLINE:
            self._pieces.append((" ", False))
        self._text(element.text, inside)
        for child in element:
            self._pending.append(self._steps(child, inside))
            yield
            if is_block:
                # What follows a block inside this one belongs to this one again.
                self._place = self._place if self._pieces else inside
            self._text(child.tail, inside)
        if is_block:
            self.close()

    def _text(self, text: str | None, place: _Place) -> None:
        if text:
            self._pieces.append((text, place.is_link))

    def close(self) -> None:
        """The block ends here; a line break in it makes two of it, as two do on a page."""
        pieces, self._pieces = self._pieces, []
        line: list[tuple[str, bool]] = []
        breaks = 0
        for text, is_link in pieces:
            if text == "\n" and not is_link:
                breaks += 1
                continue
            if breaks and text.strip():
                if breaks > 1:
                    self._add(line)
                    line = []
                elif line:
                    line.append((" ", False))
                breaks = 0
            line.append((text, is_link))
        self._add(line)

    def _add(self, line: list[tuple[str, bool]]) -> None:
        text = normalise_block(_SPACES.sub(" ", "".join(text for text, _ in line)))
        if not text:
            return
        linked = sum(len(_SPACES.sub(" ", text).strip()) for text, is_link in line if is_link)
        place = self._place
        self.blocks.append(
            HtmlBlock(text, place.tags, place.names, min(1.0, linked / len(text)), place.is_hidden)
        )
