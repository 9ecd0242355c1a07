"""Articles out of documents, as other programs write them, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.files.importing.archive import DocumentArchive
from annotator.files.importing.documents import (
    OLE,
    article_in_docx,
    article_in_epub,
    article_in_markdown,
    article_in_mhtml,
    article_in_odt,
    article_in_rtf,
    chapters_in_epub,
)
from annotator.files.importing.pdf import article_in_pdf
from annotator.files.lesson_article import parse_lesson_article
from annotator.model.article import BlockKind
from annotator.model.errors import BadInput
from annotator.model.found_article import FoundArticle
from tests.files.importing.pages import PAGE, PARAGRAPHS

DATA = Path(__file__).parents[2] / "data" / "documents"
CRACK = "had anything to do with the crack that was reported last year by two inspectors"


def in_epub(data: bytes, name: str) -> FoundArticle:
    (chapter,) = chapters_in_epub(data, name)
    return article_in_epub(data, name, chapter)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("bridge.docx", article_in_docx),
        ("bridge.odt", article_in_odt),
        ("bridge.rtf", article_in_rtf),
        ("bridge.epub", in_epub),
        ("bridge.pdf", article_in_pdf),
    ],
)
def test_what_programs_write_is_read(name: str, read: Callable[[bytes, str], FoundArticle]) -> None:
    found = read((DATA / name).read_bytes(), name)
    kinds = {part.text: part.kind for part in found.taken}
    assert found.metadata.title == "Bridge Closes for Repairs"
    assert found.metadata.byline == "By Ida Braun"
    assert str(found.metadata.date) == "2025-05-12"
    assert kinds["What the inspectors wrote"] is BlockKind.SUBHEADING
    assert kinds["The railing is loose in four places."] is BlockKind.LIST_ITEM
    assert any(CRACK in text for text in kinds)
    paragraphs = [part for part in found.taken if part.kind is BlockKind.PARAGRAPH]
    assert 3 <= len(paragraphs) <= 4
    assert found.article().text.startswith("Bridge Closes for Repairs\n")


def test_a_table_is_read_row_by_row() -> None:
    for name, read in (("bridge.docx", article_in_docx), ("bridge.odt", article_in_odt)):
        found = read((DATA / name).read_bytes(), name)
        rows = [part.text for part in found.taken if part.kind is BlockKind.TABLE_ROW]
        assert rows == ["Bridge | Year", "Old Bridge | 1904"]


def test_the_number_of_a_page_is_left_out() -> None:
    found = article_in_pdf((DATA / "bridge.pdf").read_bytes(), "bridge.pdf")
    assert [part.text.strip() for part in found.parts if part.left_out] == ["1"]


def test_markdown_has_its_kinds_and_no_html() -> None:
    text = f"# Bridge\n\nBy Ida Braun\n\n{PARAGRAPHS[0]}\n\n## Then\n\n- One\n- Two\n\n> {CRACK}\n"
    found = article_in_markdown(text + "\n<script>alert(1)</script>\n", "a.md")
    assert [part.kind for part in found.parts][:6] == [
        BlockKind.HEADLINE,
        BlockKind.BYLINE,
        BlockKind.PARAGRAPH,
        BlockKind.SUBHEADING,
        BlockKind.LIST_ITEM,
        BlockKind.LIST_ITEM,
    ]
    assert found.parts[-1].text == "<script>alert(1)</script>"


def test_a_lessons_own_article_comes_in_as_that_article() -> None:
    lesson = Path(__file__).parents[3] / "lessons" / "04-lantern-tour" / "article.md"
    found = article_in_markdown(lesson.read_text("utf-8"), "article.md")
    article = parse_lesson_article(lesson.read_text("utf-8"))
    assert found.article() == article
    assert found.metadata == article.metadata


def test_a_page_that_a_browser_saved_in_one_file() -> None:
    message = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/bridge\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
        "--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{PAGE}\r\n--x\r\nContent-Type: image/png\r\n\r\nnothing\r\n--x--\r\n"
    )
    found = article_in_mhtml(message.encode(), "saved.mhtml")
    assert found.source == "https://post.example/bridge"
    assert found.metadata.title == "Bridge Closes in May"


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


ENTITY = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("read", "data", "sentence"),
    [
        (article_in_docx, b"PK\x03\x04 and no more", "damaged"),
        (article_in_docx, OLE + bytes(600), "password"),
        (article_in_docx, zipped({"word/document.xml": ENTITY}), "damaged"),
        (article_in_docx, zipped({"a.xml": b"<x/>"}), "damaged"),
        (article_in_docx, zipped({"a": bytes(3_000_000)}), "unpacks"),
        (article_in_docx, zipped({"a": b"x"}, zipfile.ZIP_LZMA), "damaged"),
        (article_in_odt, zipped({"content.xml": ENTITY}), "damaged"),
        (article_in_odt, zipped({"mimetype": b"x"}), "damaged"),
        (
            article_in_odt,
            zipped({"content.xml": b"<x/>", "META-INF/manifest.xml": b"<encryption-data/>"}),
            "password",
        ),
        (chapters_in_epub, zipped({"META-INF/container.xml": b"<x/>"}), "damaged"),
        (chapters_in_epub, zipped({"META-INF/container.xml": b"no xml"}), "damaged"),
        (article_in_rtf, b"plain words", "damaged"),
        (article_in_rtf, b"{\\rtf1 }", "no words"),
        (article_in_mhtml, b"no message", "damaged"),
        (article_in_pdf, b"%PDF-1.7\nbroken", "damaged"),
    ],
)
def test_what_cannot_be_read_is_named(
    read: Callable[[bytes, str], object], data: bytes, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        read(data, "document")


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(BadInput, match="unpacks to more"):
        DocumentArchive(zipped({str(n): b"" for n in range(5_001)}), "document")


def pdf_of(pages: int) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_pictures_of_pages_and_whole_books_are_named() -> None:
    with pytest.raises(BadInput, match="are pictures"):
        article_in_pdf(pdf_of(2), "scan.pdf")
    with pytest.raises(BadInput, match="has 101 pages"):
        article_in_pdf(pdf_of(101), "book.pdf")


def test_a_locked_pdf_is_named() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO((DATA / "bridge.pdf").read_bytes())))
    writer.encrypt("secret", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    with pytest.raises(BadInput, match="password"):
        article_in_pdf(made.getvalue(), "locked.pdf")
