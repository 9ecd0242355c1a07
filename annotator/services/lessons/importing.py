"""The verb "import": an article out of a file, a page, a document or the clipboard.

Everything that is found goes through :class:`FoundArticle`: a person looks at it before it becomes
an article. The libraries that read pages and documents are imported when one is taken in.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from annotator.files import limits
from annotator.files.article_dates import date_in
from annotator.files.code_page import CODE_PAGES as CODE_PAGES
from annotator.files.code_page import Decoded, decode_list
from annotator.files.importing.private_address import PrivateAddress as PrivateAddress
from annotator.files.lesson_folder import write_lesson_folder
from annotator.files.reading import decode_text, read_bytes
from annotator.model.article import Article
from annotator.model.errors import BadInput
from annotator.model.found_article import FoundArticle

#: The endings of files that an article can be taken from, for file dialogs.
SUFFIXES: Final = (
    ".txt",
    ".md",
    ".html",
    ".htm",
    ".xhtml",
    ".mhtml",
    ".mht",
    ".docx",
    ".odt",
    ".rtf",
    ".epub",
    ".pdf",
)
#: Bytes of pasted text, of HTML too: more of it is no article, and would hold up the window.
PASTE_BYTES: Final = limits.TEXT_BYTES
_DOCUMENTS: Final = frozenset({".docx", ".odt", ".epub", ".pdf", ".mhtml", ".mht", ".rtf"})
_PAGES: Final = frozenset({".html", ".htm", ".xhtml"})
_OLD: Final = {".doc": "Word", ".pages": "Pages", ".wps": "Works", ".wpd": "WordPerfect"}


@contextmanager
def _readers_are_here() -> Iterator[None]:
    """BadInput where the libraries that read pages and documents were not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("annotator"):
            raise
        raise BadInput(
            "This copy of Annotator lacks the parts that read web pages and documents.",
            kept="Nothing was taken in.",
            todo="Paste the article’s plain text, or install “annotator[import]”.",
        ) from error


@_readers_are_here()
def found_in_file(path: Path, *, code_page: str = "", chapter: int = 0) -> FoundArticle:
    """What a file holds, by its content first and its name second.

    ``code_page`` is for text files that don't say theirs, ``chapter`` (from 1) for books. BadInput
    with a sentence for what is locked, damaged, too large or no article.
    """
    data = read_bytes(path, limits.DOCUMENT_BYTES)
    name, suffix = path.name, path.suffix.lower()
    if suffix in _OLD:
        raise BadInput(
            f"“{name}” is a document of {_OLD[suffix]}, which this program does not read.",
            kept="The file is as it was.",
            todo="Save it as .docx or .odt, or copy the article’s text and paste it.",
        )
    if not data.strip():
        raise BadInput(
            f"“{name}” is empty.", kept="The file is as it was.", todo="Choose another file."
        )
    try:
        found = _found(data, name, _kind_of(data, suffix), code_page, chapter)
        return replace(found, code_page=code_page) if code_page else found
    except BadInput as error:
        if name in error.happened:
            raise
        raise BadInput(
            f"“{name}”: {error.happened}", kept="The file is as it was.", todo=error.todo
        ) from error


def _kind_of(data: bytes, suffix: str) -> str:
    """What a file is: by how it begins, else by its name."""
    if data.startswith(b"%PDF-"):
        return ".pdf"
    if data.lstrip().startswith(b"{\\rtf"):
        return ".rtf"
    if suffix in _DOCUMENTS or suffix in _PAGES:
        return suffix
    head = data[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return ".html"
    return suffix


def _found(data: bytes, name: str, kind: str, code_page: str, chapter: int) -> FoundArticle:
    if kind in _DOCUMENTS:
        return _found_in_document(data, name, kind, chapter)
    limit = limits.PAGE_BYTES if kind in _PAGES else limits.TEXT_BYTES
    if len(data) > limit:
        raise BadInput(
            f"“{name}” is too large: more than {limit // 1_000_000} MB.",
            kept="The file is as it was.",
            todo="Choose a smaller file, or only the part that you need.",
        )
    if kind in _PAGES:
        from annotator.files.importing.web_page import article_in_page, page_text

        page = page_text(data, code_page)
        return _with_code_page(article_in_page(page.text, name), page)
    decoded = _decoded(data, name, code_page)
    if kind in (".md", ".markdown"):
        from annotator.files.importing.documents import article_in_markdown

        return _with_code_page(article_in_markdown(decoded.text, name), decoded)
    return _with_code_page(found_in_text(decoded.text, name), decoded)


def _found_in_document(data: bytes, name: str, kind: str, chapter: int) -> FoundArticle:
    from annotator.files.importing import documents
    from annotator.files.importing.pdf import article_in_pdf

    if kind == ".epub":
        return _found_in_book(data, name, chapter)
    readers: dict[str, Callable[[bytes, str], FoundArticle]] = {
        ".docx": documents.article_in_docx,
        ".odt": documents.article_in_odt,
        ".rtf": documents.article_in_rtf,
        ".mhtml": documents.article_in_mhtml,
        ".mht": documents.article_in_mhtml,
        ".pdf": article_in_pdf,
    }
    return readers[kind](data, name)


def _found_in_book(data: bytes, name: str, chapter: int) -> FoundArticle:
    from annotator.files.importing.documents import article_in_epub, chapters_in_epub

    chapters = chapters_in_epub(data, name)
    if not chapter and len(chapters) > 1:
        titles = "\n".join(f"{n}. {each.title}" for n, each in enumerate(chapters, 1))
        raise SeveralChapters(name, tuple(each.title for each in chapters), titles)
    number = chapter or 1
    if not 1 <= number <= len(chapters):
        raise BadInput(
            f"“{name}” has {len(chapters)} chapters; there is no chapter {number}.",
            todo="Choose one of these.",
        )
    return article_in_epub(data, name, chapters[number - 1])


class SeveralChapters(BadInput):
    """A book has several chapters, and one has to be chosen; ``titles`` are theirs, in order."""

    def __init__(self, name: str, titles: tuple[str, ...], listed: str) -> None:
        super().__init__(
            f"“{name}” is a book of {len(titles)} chapters.",
            kept="Nothing was taken in.",
            todo=f"Choose one of them:\n{listed}",
        )
        self.titles = titles


@_readers_are_here()
def found_at(
    address: str,
    *,
    allow_private: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> FoundArticle:
    """What the page at an address of the web holds; it is asked for now, and nothing else is.

    BadInput with a sentence where there is none; PrivateAddress where the name leads into the own
    network, unless ``allow_private``.
    """
    from annotator.files.importing.fetching import fetch_page
    from annotator.files.importing.web_page import article_in_page, page_text

    page = fetch_page(address, allow_private=allow_private, cancelled=cancelled)
    if page.kind == "application/pdf":
        return _found_in_document(page.data, page.address, ".pdf", 0)
    if page.kind == "text/plain":
        return found_in_text(_decoded(page.data, page.address, "").text, page.address)
    if page.kind not in ("text/html", "application/xhtml+xml", ""):
        raise BadInput(
            f"“{page.address}” is no page of text ({page.kind}).",
            kept="Nothing was taken in.",
            todo="Copy the address of the article itself.",
        )
    decoded = page_text(page.data, "", page.charset)
    return _with_code_page(article_in_page(decoded.text, page.address), decoded)


def found_in_text(text: str, name: str = "") -> FoundArticle:
    """What pasted plain text holds; BadInput where there is not one word in it."""
    from annotator.files.importing.plain_text import article_in_text as found

    return found(text, name)


@_readers_are_here()
def found_in_html(html: str, name: str) -> FoundArticle:
    """What pasted rich text holds: a piece of a page, of which all that was chosen is taken in."""
    from annotator.files.importing.documents import article_in_piece

    return article_in_piece(html, name)


def _decoded(data: bytes, name: str, code_page: str) -> Decoded:
    if code_page:
        return decode_list(data, code_page)
    text = decode_text(data, name)  # BadInput where it is no text at all
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_list(data)
    return Decoded(text, "utf-8")


def _with_code_page(found: FoundArticle, decoded: Decoded) -> FoundArticle:
    if not decoded.is_guess:
        return found
    name = CODE_PAGES.get(decoded.code_page, decoded.code_page)
    proof = f" It reads “{decoded.proof}” so." if decoded.proof else ""
    doubt = f"The file does not say how its letters are written; {name} was taken.{proof}"
    return replace(found, doubts=(doubt, *found.doubts), code_page=decoded.code_page)


def keep_as_folder(found: FoundArticle, folder: Path) -> None:
    """Keep what was found as a lesson's folder without a key; BadInput where that can't be done."""
    write_lesson_folder(found.article(), folder)


def typed_date(text: str) -> datetime.date | None:
    """A date as people write it ("12 May 2026", "2026-05-12"); None where nothing is written.

    BadInput where it is no date, or one that can be read two ways.
    """
    if not text.strip():
        return None
    date = date_in(text)
    if date is None:
        raise BadInput(
            f"“{text.strip()[:80]}” is no date that can be read, or it can be read two ways.",
            kept="Nothing was changed.",
            todo="Write it like 12 May 2026 or 2026-05-12, or leave it empty.",
        )
    return date


def article_to_json(article: Article) -> dict[str, Any]:
    """An article as ``import --json`` prints it; positions are code points, ends exclusive."""
    known = article.metadata
    return {
        "title": known.title,
        "byline": known.byline,
        "publisher": known.publisher,
        "date": known.date.isoformat() if known.date else None,
        "language": known.language,
        "sha256": article.sha256,
        "blocks": [
            {
                "kind": block.kind.value,
                "text": block.span.of(article.text),
                "start": block.span.start,
                "end": block.span.end,
            }
            for block in article.blocks
        ],
    }


def found_to_json(found: FoundArticle) -> dict[str, Any]:
    """:func:`article_to_json`, with what was left out, the doubts, and how sure each detail is."""
    return {
        **article_to_json(found.article()),
        "licence": found.licence,
        "source": found.source,
        "left_out": [
            {
                "after": sum(p.left_out is None for p in found.parts[:number]),
                "text": part.text,
                "why": part.left_out.value,
            }
            for number, part in enumerate(found.parts)
            if part.left_out is not None
        ],
        "doubts": list(found.doubts),
        "certainty": {name: each.value for name, each in found.certainty},
    }
