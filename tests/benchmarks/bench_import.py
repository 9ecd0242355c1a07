"""How well and how fast a web page comes in, beside bare trafilatura and readability.

The measure is that of scrapinghub/article-extraction-benchmark: shingles of four words, the mean of
F1 over the pages. Its 40 saved pages are no part of the project: without them those rows are
missing, and that is said.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any

from lxml import html
from readability import Document
from trafilatura import extract

from annotator.files.importing.web_page import article_in_page, page_text
from annotator.model.article import BlockKind
from tests.benchmarks.table import Row
from tests.files.importing.pages import PAGE, PARAGRAPHS

PAGES = Path(__file__).parents[3] / "shared" / "articles" / "pages"
ROUNDS = 5
_TOKEN = re.compile(r"\w+")
_BODY = frozenset(
    {
        BlockKind.STANDFIRST,
        BlockKind.PARAGRAPH,
        BlockKind.SUBHEADING,
        BlockKind.LIST_ITEM,
        BlockKind.QUOTE,
        BlockKind.TABLE_ROW,
    }
)


def rows() -> Iterator[Row]:
    """What is wrong in the bodies of saved pages, then the time that pages take."""
    if PAGES.is_dir():
        yield from _quality()
    else:
        print(f"The saved pages are not here ({PAGES.name}): no rows about them.", file=sys.stderr)
    page = _page(800)
    value, floor = _fastest(lambda: article_in_page(page, "x")), _fastest(lambda: extract(page))
    yield Row("web page: found", "800 words", value, "ms", floor, 500, "value")
    page = _page(5_000_000 // 6)
    began = time.perf_counter()
    article_in_page(page, "x")
    took = 1000 * (time.perf_counter() - began)
    size = f"{len(page) / 1_000_000:.1f} MB of HTML"
    yield Row("web page: found", size, took, "ms", None, 5000, "value")


def _quality() -> Iterator[Row]:
    truth: dict[str, dict[str, str]] = json.loads((PAGES / "ground-truth.json").read_text("utf-8"))
    pages = {name: gzip.decompress((PAGES / f"{name}.html.gz").read_bytes()) for name in truth}
    size = f"{len(pages)} saved pages"

    def scores(read: Callable[[bytes], str]) -> list[float]:
        return [f1(truth[name]["articleBody"], read(data)) for name, data in pages.items()]

    ours, bare, readable = scores(_ours), scores(_bare), scores(_readable)
    name = "web page: body wrong, 1 - F1"
    yield Row(
        f"{name} (mean; floor: trafilatura)",
        size,
        1 - mean(ours),
        "",
        1 - mean(bare),
        0.045,
        "value",
    )
    yield Row(f"{name} (worst page)", size, 1 - min(ours), "", 1 - min(bare), 0.5, "value")
    yield Row(f"{name} (readability, mean)", size, 1 - mean(readable), "")


def _ours(data: bytes) -> str:
    found = article_in_page(page_text(data).text, "x")
    return "\n".join(part.text for part in found.taken if part.kind in _BODY)


def _bare(data: bytes) -> str:
    return extract(data) or ""


def _readable(data: bytes) -> str:
    summary = Document(data.decode("utf-8", "replace")).summary()
    return str(html.fromstring(summary).text_content())


def f1(wanted: str, found: str) -> float:
    """F1 of the shingles of four words, each as often as it stands there."""
    left, right = _shingles(wanted), _shingles(found)
    shared = (left & right).total()
    return 2 * shared / max(1, left.total() + right.total())


def _shingles(text: str) -> Counter[tuple[Any, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[at : at + 4]) for at in range(max(1, len(tokens) - 3)))


def _page(words: int) -> str:
    """A page of about so many words; each paragraph is another one."""
    each = len(PARAGRAPHS[1].split()) + 2
    body = "".join(f"<p>{PARAGRAPHS[1]} Part {n}.</p>" for n in range(words // each))
    return PAGE.replace(f"<p>{PARAGRAPHS[3]}</p>", body)


def _fastest(act: Callable[[], object]) -> float:
    """Milliseconds of the fastest of some rounds; the first one loads what is loaded late."""
    times = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - began))
    return min(times[1:])
