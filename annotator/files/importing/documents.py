"""Articles out of documents: .docx, .odt, .rtf, .epub, .md and saved web pages in one file.

Each format's own library reads it; here is only what goes in and what comes out. Nothing in a
document is run, and no picture or address in it is opened.
"""

from __future__ import annotations

import email
import email.policy
import io
import logging
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from annotator.files.importing.archive import BROKEN, DocumentArchive, damaged, locked
from annotator.files.importing.html_blocks import HtmlBlock, html_blocks, parse_html
from annotator.files.importing.typed_text import Line, found_in_lines, one_headline
from annotator.files.importing.web_page import article_in_page
from annotator.files.lesson_article import parse_lesson_article
from annotator.model.article import BlockKind
from annotator.model.errors import BadInput
from annotator.model.found_article import Certainty, FoundArticle, FoundPart

#: How the older Office formats and locked newer ones begin.
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FRONT_MATTER: Final = "+++"
#: A chapter has at least so many characters; title pages and such have fewer.
_CHAPTER_CHARS: Final = 300
#: What reading a damaged document raises, whichever library reads it.
_FAULTS: Final = (*BROKEN, TypeError, AttributeError, IndexError, OSError, RecursionError)


def article_in_docx(data: bytes, name: str) -> FoundArticle:
    """The article in a Word document; BadInput for one that is locked, damaged or empty."""
    if data.startswith(OLE):
        raise locked(name)
    DocumentArchive(data, name).refuse_entities()
    import mammoth

    logging.getLogger("mammoth").setLevel(logging.ERROR)
    styles = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh"
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data), style_map=styles, convert_image=mammoth.images.img_element(_no_image)
        )
    except _FAULTS as error:
        raise damaged(name) from error
    return found_in_blocks(html_blocks(parse_html(made.value or "<p>", name)), name)


def _no_image(_image: Any) -> dict[str, str]:
    return {"src": ""}


def article_in_odt(data: bytes, name: str) -> FoundArticle:
    """The article in an OpenDocument text; BadInput for one that is locked, damaged or empty."""
    archive = DocumentArchive(data, name)
    archive.refuse_entities()
    if "content.xml" not in archive:
        raise damaged(name)
    if _has(archive, "META-INF/manifest.xml", b"encryption-data"):
        raise locked(name)
    from odfdo import Document

    try:
        lines = list(_odt_lines(Document(io.BytesIO(data))))
    except _FAULTS as error:
        raise damaged(name) from error
    return found_in_lines(one_headline(lines), name)


def _has(archive: DocumentArchive, path: str, words: bytes) -> bool:
    return path in archive and words in archive.read(path)


def _odt_lines(document: Any) -> Iterator[Line]:
    rows: list[str] = []
    for element in document.body.xpath("//text:h|//text:p"):
        path = [parent.tag for parent in _parents(element)]
        if any(tag in ("text:tracked-changes", "office:annotation", "text:note") for tag in path):
            continue
        for note in element.xpath("descendant::office:annotation|descendant::text:note"):
            note.delete()
        text = str(element.inner_text if hasattr(element, "inner_text") else element.text_recursive)
        if not text.strip():
            continue
        if "table:table-row" in path:
            rows.append(text)
            if not element.xpath("ancestor::table:table-cell/following-sibling::table:table-cell"):
                yield " | ".join(rows), BlockKind.TABLE_ROW
                rows = []
            continue
        kind: BlockKind | None = None
        style = _style(document, element)
        if element.tag == "text:h":
            level = element.get_attribute("text:outline-level") or "1"
            kind = BlockKind.HEADLINE if str(level) == "1" else BlockKind.SUBHEADING
        elif style in ("title", "heading 1"):
            kind = BlockKind.HEADLINE
        elif style.startswith("heading"):
            kind = BlockKind.SUBHEADING
        elif "text:list-item" in path:
            kind = BlockKind.LIST_ITEM
        elif style in ("quotations", "quote"):
            kind = BlockKind.QUOTE
        yield text, kind


def _style(document: Any, element: Any) -> str:
    """The name of a paragraph's style, in lower case; of an automatic one, that of its parent."""
    name = element.get_attribute("text:style-name") or ""
    style = document.get_style("paragraph", name) if name else None
    parent = style.get_attribute("style:parent-style-name") if style is not None else ""
    return str(parent or name).replace("_20_", " ").casefold()


def _parents(element: Any) -> Iterator[Any]:
    while (element := element.parent) is not None:
        yield element


def article_in_rtf(data: bytes, name: str) -> FoundArticle:
    """The article in a Rich Text file; BadInput where there is not one word in it."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise damaged(name)
    try:
        # Its text is ASCII, with every other letter written out in it.
        text: str = rtf_to_text(data.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    except (*_FAULTS, LookupError) as error:
        raise damaged(name) from error
    return found_in_lines([(line, None) for line in text.split("\n") if line.strip()], name)


def article_in_markdown(text: str, name: str) -> FoundArticle:
    """The article in Markdown, or in a lesson's own article.md, which says what each block is."""
    if text.lstrip("\ufeff").startswith(_FRONT_MATTER):
        return _own(text.lstrip("\ufeff"), name)
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return found_in_blocks(html_blocks(parse_html(made or "<p>", name)), name)


def _own(text: str, name: str) -> FoundArticle:
    article = parse_lesson_article(text, name)
    details = ("title", "byline", "publisher", "date", "language")
    return FoundArticle(
        parts=tuple(FoundPart(b.kind, b.span.of(article.text)) for b in article.blocks),
        metadata=article.metadata,
        source=name,
        certainty=tuple(
            (each, Certainty.STATED) for each in details if getattr(article.metadata, each)
        ),
    )


def article_in_mhtml(data: bytes, name: str) -> FoundArticle:
    """The article in a web page that a browser saved as one file (.mhtml, .mht)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                address = str(message.get("Snapshot-Content-Location") or "") or name
                return article_in_page(_decoded(payload, part.get_content_charset()), address)
    raise damaged(name)


def _decoded(payload: bytes, charset: str | None) -> str:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return payload.decode(charset or "cp1252", "replace")
    except LookupError:
        return payload.decode("cp1252", "replace")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a book: its first words, and where it lies in it."""

    title: str
    path: str


def chapters_in_epub(data: bytes, name: str) -> list[Chapter]:
    """The chapters with text, in reading order; BadInput for a locked or damaged book."""
    archive = DocumentArchive(data, name)
    if _has(archive, "META-INF/encryption.xml", b"EncryptedData"):
        raise locked(name)
    chapters = []
    for path in _spine(archive):
        blocks = html_blocks(parse_html(archive.read(path), name))
        if sum(len(block.text) for block in blocks) >= _CHAPTER_CHARS:
            heads = [block for block in blocks if block.is_in("h1", "h2", "h3")] or blocks
            chapters.append(Chapter(heads[0].text[:120], path))
    if not chapters:
        raise damaged(name)
    return chapters


def article_in_epub(data: bytes, name: str, chapter: Chapter) -> FoundArticle:
    """One chapter of a book as an article."""
    archive = DocumentArchive(data, name)
    return found_in_blocks(html_blocks(parse_html(archive.read(chapter.path), name)), name)


def _spine(archive: DocumentArchive) -> Iterator[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        container = etree.fromstring(archive.read("META-INF/container.xml"), parser)
        book = container.find(".//{*}rootfile").get("full-path")
        package = etree.fromstring(archive.read(book), parser)
        items = {each.get("id"): each.get("href") for each in package.iterfind(".//{*}item")}
        references = [each.get("idref") for each in package.iterfind(".//{*}itemref")]
    except (etree.LxmlError, AttributeError, ValueError) as error:
        raise damaged(archive.name) from error
    folder = posixpath.dirname(book)
    for reference in references:
        path = posixpath.normpath(posixpath.join(folder, unquote(items.get(reference) or "")))
        if path in archive:
            yield path


def article_in_piece(data: str, name: str) -> FoundArticle:
    """The article in a piece of a page that was copied: all of it was chosen."""
    return found_in_blocks(html_blocks(parse_html(data, name)), name)


def found_in_blocks(blocks: Sequence[HtmlBlock], name: str) -> FoundArticle:
    """The article in blocks of HTML that are all of it; BadInput where there are none."""
    lines = [(block.text, _kind(block)) for block in blocks]
    if not lines:
        raise BadInput(
            f"There are no words in “{name}”.",
            kept="The file is as it was.",
            todo="Choose another file, or paste the article.",
        )
    return found_in_lines(one_headline(lines), name)


def _kind(block: HtmlBlock) -> BlockKind | None:
    if block.is_in("h1"):
        return BlockKind.HEADLINE
    if block.is_in("h2", "h3", "h4", "h5", "h6"):
        return BlockKind.SUBHEADING
    if block.is_in("table"):
        return BlockKind.TABLE_ROW
    if block.is_in("li"):
        return BlockKind.LIST_ITEM
    return BlockKind.QUOTE if block.is_in("blockquote") else None
