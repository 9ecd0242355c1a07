"""The article in a PDF that holds text. pypdf reads; paper's lines are made whole here."""

from __future__ import annotations

import io
import logging
import re
from typing import Final

from annotator.files import limits
from annotator.files.importing.archive import damaged, locked
from annotator.files.importing.printed_lines import Hyphens, without_page_lines
from annotator.files.importing.typed_text import found_in_lines
from annotator.model.article import BlockKind
from annotator.model.errors import BadInput
from annotator.model.found_article import FoundArticle, FoundPart, LeftOut

_SENTENCE_END: Final = re.compile(r"[.!?…:][”\"’')\]]*$")
#: Fewer letters than this on all pages are no text: pictures of pages, perhaps.
_FEW_LETTERS: Final = 40


def article_in_pdf(data: bytes, name: str) -> FoundArticle:
    """The article; BadInput for a PDF that is locked, damaged, too long, or made of pictures."""
    pages = _pages(data, name)
    kept, left_out = without_page_lines(pages)
    if sum(char.isalnum() for page in kept for line in page for char in line) < _FEW_LETTERS:
        raise BadInput(
            f"The pages of “{name}” are pictures: there is no text in them.",
            kept="The file is as it was.",
            todo="Look for the article on the web, or let a scanner’s program read the pages.",
        )
    lines = [line.strip() for page in kept for line in page]
    hyphens = Hyphens("\n".join(lines))
    paragraphs = _paragraphs(lines, hyphens)
    doubts = [doubt for doubt in (hyphens.sentence(),) if doubt]
    found = found_in_lines([(text, None) for text in paragraphs], name, doubts)
    extra = tuple(FoundPart(BlockKind.OTHER, line, LeftOut.PAGE_LINE) for _, line in left_out)
    return FoundArticle(
        parts=found.parts + extra,
        metadata=found.metadata,
        source=found.source,
        doubts=found.doubts,
        certainty=found.certainty,
    )


def _pages(data: bytes, name: str) -> list[list[str]]:
    # Imported here: only who takes in a PDF needs it.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked(name)
        count = len(reader.pages)
        if count > limits.PDF_PAGES:
            raise BadInput(
                f"“{name}” has {count:,} pages; {limits.PDF_PAGES} are read at most.",
                kept="The file is as it was.",
                todo="Print the article’s pages into a PDF of their own, and choose that.",
            )
        return [_lines(page.extract_text()) for page in reader.pages]
    except BadInput:
        raise
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        NotImplementedError,
        AssertionError,
        ArithmeticError,
    ) as error:
        # A damaged PDF breaks its reader in many ways; none of them is the program's.
        raise damaged(name) from error


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _paragraphs(lines: list[str], hyphens: Hyphens) -> list[str]:
    """Lines that ran on are one paragraph.

    A paragraph ends with a line that ends a sentence and is shorter than the column, or where
    the next line is a heading: short, with no end of a sentence.
    """
    width = _column(lines)
    made: list[str] = []
    is_open = False
    for number, line in enumerate(lines):
        if is_open:
            made[-1] = hyphens.join(made[-1], line)
        else:
            made.append(line)
        after = lines[number + 1] if number + 1 < len(lines) else ""
        is_open = bool(after) and _runs_on(line, after, width)
    return made


def _column(lines: list[str]) -> int:
    """The length of a full line, in code points: what one line in ten exceeds."""
    lengths = sorted(len(line) for line in lines)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _runs_on(line: str, after: str, width: int) -> bool:
    if line.endswith(("-", "\u2010", "\u00ad")) and after[:1].islower():
        return True
    if _SENTENCE_END.search(line):
        return len(line) > width * 0.92
    if after[:1].islower() or line.endswith((",", ";")):
        return True
    return len(line) > width * 0.7
