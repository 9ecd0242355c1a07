"""The verb "import": what is read by what it is, and what is said where it can't be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from annotator.model.errors import BadInput
from annotator.services.lessons.importing import (
    SeveralChapters,
    found_in_file,
    found_in_html,
    found_in_text,
    found_to_json,
    keep_as_folder,
)
from tests.files.importing.pages import PAGE, PARAGRAPHS

DATA = Path(__file__).parents[2] / "data" / "documents"


def test_without_the_readers_plain_text_comes_in_and_the_rest_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in list(sys.modules):
        if name.startswith(("lxml", "annotator.files.importing", "mammoth", "pypdf")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert found_in_text(f"Bridge Closes\n\n{PARAGRAPHS[0]}").taken
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    for read in (
        lambda: found_in_file(tmp_path / "a.html"),
        lambda: found_in_file(DATA / "bridge.docx"),
        lambda: found_in_html(PAGE, "clipboard"),
    ):
        with pytest.raises(BadInput, match="lacks the parts"):
            read()


def test_what_a_file_is_its_content_says_before_its_name(tmp_path: Path) -> None:
    for name, wrong in (("bridge.pdf", "a.txt"), ("bridge.rtf", "b.txt")):
        (tmp_path / wrong).write_bytes((DATA / name).read_bytes())
        assert found_in_file(tmp_path / wrong).metadata.title == "Bridge Closes for Repairs"
    (tmp_path / "page").write_text(PAGE, "utf-8")
    assert found_in_file(tmp_path / "page").metadata.title == "Bridge Closes in May"
    (tmp_path / "old.doc").write_bytes(b"anything")
    with pytest.raises(BadInput, match="a document of Word"):
        found_in_file(tmp_path / "old.doc")


def test_letters_that_a_file_does_not_explain_are_doubted(tmp_path: Path) -> None:
    text = "Zażółć gęślą jaźń\n\n" + "Łódź śpi, a rzeka płynie pod mostem, który ktoś zamknął. " * 4
    (tmp_path / "a.txt").write_bytes(text.encode("cp1250"))
    found = found_in_file(tmp_path / "a.txt")
    assert "Łódź śpi" in found.article().text
    assert "Windows-1250" in found.doubts[0]
    other = found_in_file(tmp_path / "a.txt", code_page="cp1252")
    assert "Łódź" not in other.article().text


def test_a_book_asks_for_a_chapter(tmp_path: Path) -> None:
    import zipfile

    book = tmp_path / "book.epub"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="a.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "a.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
            '<item id="a" href="a.xhtml"/><item id="b" href="b.xhtml"/></manifest>'
            '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        )
        for name in ("a", "b"):
            body = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
            archive.writestr(
                f"{name}.xhtml", f"<html><body><h1>Part {name}</h1>{body}</body></html>"
            )
    with pytest.raises(SeveralChapters) as caught:
        found_in_file(book)
    assert caught.value.titles == ("Part a", "Part b")
    assert found_in_file(book, chapter=2).metadata.title == "Part b"
    with pytest.raises(BadInput, match="no chapter 3"):
        found_in_file(book, chapter=3)


def test_what_was_found_is_printed_and_kept_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    found = found_in_file(tmp_path / "a.html")
    printed = found_to_json(found)
    assert printed["title"] == "Bridge Closes in May"
    assert {each["why"] for each in printed["left_out"]} >= {"menu", "advert", "cookies"}
    keep_as_folder(found, tmp_path / "bridge")
    again = found_in_file(tmp_path / "bridge" / "article.md")
    assert again.article() == found.article()
    with pytest.raises(BadInput, match="is not empty"):
        keep_as_folder(found, tmp_path / "bridge")
