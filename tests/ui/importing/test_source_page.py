"""Where an article comes from: each kind of file, an address, the clipboard, what is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.article import BlockKind
from annotator.model.found_article import FoundArticle
from annotator.ui.importing.chapter_sheet import ChapterSheet
from annotator.ui.importing.reading import Source
from annotator.ui.importing.source_page import SourcePage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.sheets import ConfirmSheet
from tests.files.importing.pages import PAGE, PARAGRAPHS
from tests.files.importing.test_fetching import Site, send

DOCUMENTS = Path(__file__).parents[2] / "data" / "documents"
LEFT = Qt.MouseButton.LeftButton


class Brought:
    """The page where an article is brought, and what it handed on."""

    def __init__(self, page: SourcePage, qtbot: QtBot) -> None:
        self.page, self._qtbot = page, qtbot
        self.found: list[tuple[Source, FoundArticle]] = []
        page.found.connect(lambda source, found: self.found.append((source, found)))

    def click(self, button: QAbstractButton) -> None:
        QTest.mouseClick(button, LEFT)

    def article(self) -> FoundArticle:
        """What is found, once it has been read."""
        self._qtbot.waitUntil(lambda: bool(self.found), timeout=20_000)
        return self.found.pop()[1]

    def refusal(self) -> str:
        """Why there is none."""
        self._qtbot.waitUntil(self.page.banner.isVisible, timeout=20_000)
        assert not self.found
        return self.page.banner.text()

    def sheet(self, kind: type[QWidget]) -> QWidget:
        self._qtbot.waitUntil(lambda: bool(self._sheets(kind)), timeout=20_000)
        (sheet,) = self._sheets(kind)
        return sheet

    def _sheets(self, kind: type[QWidget]) -> list[QWidget]:
        return [each for each in self.page.findChildren(kind) if each.isVisible()]

    def drop(self, data: QMimeData) -> bool:
        """Drag something over the page and let it fall; whether the page would have it."""
        args = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
        entered = QDragEnterEvent(self.page.rect().center(), *args)
        QApplication.sendEvent(self.page, entered)
        if entered.isAccepted():
            dropped = QDropEvent(QPointF(self.page.rect().center()), *args)
            QApplication.sendEvent(self.page, dropped)
        return entered.isAccepted()


@pytest.fixture
def brought(dressed: Appearance, qtbot: QtBot) -> Iterator[Brought]:
    page = SourcePage(dressed)
    page.resize(1093, 614)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    yield Brought(page, qtbot)
    page.reading.stop()
    page.hide()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = Site()
    yield made
    made.close()


def mime(*, html: str = "", text: str = "", urls: tuple[str, ...] = ()) -> QMimeData:
    data = QMimeData()
    if html:
        data.setHtml(html)
    if text:
        data.setText(text)
    if urls:
        data.setUrls([QUrl(url) for url in urls])
    return data


# -- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "pdf", "epub"])
def test_each_kind_of_document_is_read(brought: Brought, kind: str) -> None:
    brought.page.read_file(DOCUMENTS / f"bridge.{kind}")
    found = brought.article()
    assert found.taken[0].kind is BlockKind.HEADLINE
    assert "bridge" in found.taken[0].text.casefold()
    assert not brought.page.banner.isVisible()


def test_a_dropped_web_page_is_read_with_what_was_left_out(
    brought: Brought, tmp_path: Path
) -> None:
    path = tmp_path / "bridge.html"
    path.write_text(PAGE, encoding="utf-8")
    assert brought.drop(mime(urls=(QUrl.fromLocalFile(str(path)).toString(),)))
    found = brought.article()
    assert PARAGRAPHS[0] in [part.text for part in found.taken]
    assert any(part.left_out for part in found.parts)


def test_a_file_that_is_no_article_is_refused_and_nothing_typed_is_lost(
    brought: Brought, tmp_path: Path
) -> None:
    page = brought.page
    page.text.setPlainText("The start of it")
    page.address.setText("https://paper.example/story")
    for name, data in (("old.doc", b"\xd0\xcf\x11\xe0"), ("empty.txt", b""), ("a.pdf", b"%PDF-1")):
        (tmp_path / name).write_bytes(data)
        page.read_file(tmp_path / name)
        assert name in brought.refusal()
        page.banner.hide()
    assert page.text.toPlainText() == "The start of it"
    assert page.address.text() == "https://paper.example/story"


def test_a_book_asks_which_chapter(
    brought: Brought, tmp_path: Path, picture: Callable[[QWidget, str], None]
) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(book("The Bridge", "The Mill"))
    brought.page.read_file(path)
    sheet = brought.sheet(ChapterSheet)
    assert isinstance(sheet, ChapterSheet)
    assert [sheet.chapters.item(n).text() for n in range(2)] == ["1. The Bridge", "2. The Mill"]
    picture(sheet, "import-chapters")
    QTest.keyClick(sheet.chapters, Qt.Key.Key_Down)
    brought.click(sheet.yes_button)
    assert "The Mill" in [part.text for part in brought.article().taken]


# -- the clipboard ----------------------------------------------------------------------------

RICH = "<h1>Bridge Closes</h1><p>The council said so on Monday.</p><ul><li>Bus 14</li></ul>"


def paste(brought: Brought) -> None:
    """Ctrl+V where no field has the keyboard."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        QApplication.sendEvent(brought.page, event)


def test_rich_text_keeps_its_headings_and_lists(brought: Brought) -> None:
    QGuiApplication.clipboard().setMimeData(mime(html=RICH, text="Bridge Closes\nBus 14"))
    paste(brought)
    assert brought.page.text.toPlainText() == "Bridge Closes\nBus 14"
    assert "headings" in brought.page.richness.text()
    brought.click(brought.page.read)
    kinds = [part.kind for part in brought.article().taken]
    assert kinds == [BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM]


def test_rich_text_that_is_changed_is_plain_from_then_on(brought: Brought) -> None:
    page = brought.page
    QGuiApplication.clipboard().setMimeData(mime(html=RICH, text="Bridge Closes\n\nIt is so."))
    page.text.setFocus()
    page.text.paste()
    QTest.keyClicks(page.text, " Maybe.")
    assert page.text.html == ""
    brought.click(page.read)
    assert [part.text for part in brought.article().taken][-1] == "It is so. Maybe."


def test_plain_text_without_words_and_too_much_of_it(
    brought: Brought, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = brought.page
    brought.click(page.read)
    assert "no words" in brought.refusal()
    page.text.setPlainText("The start")
    monkeypatch.setattr("annotator.ui.importing.paste_field.PASTE_BYTES", 50)
    page.text.insert(mime(text="x" * 51))
    assert "too much" in brought.refusal()
    assert page.text.toPlainText() == "The start"


# -- addresses ---------------------------------------------------------------------------------


def test_a_page_of_ones_own_network_is_asked_about_once(
    brought: Brought, site: Site, picture: Callable[[QWidget, str], None]
) -> None:
    site.answers["/bridge"] = lambda handler: send(handler, PAGE.encode())
    page = brought.page
    page.address.setText(f"{site.address}/bridge")
    QTest.keyClick(page.address, Qt.Key.Key_Return)
    sheet = brought.sheet(ConfirmSheet)
    assert isinstance(sheet, ConfirmSheet)
    assert site.asked == [], "nothing is fetched before the answer"
    picture(sheet, "import-private")
    brought.click(sheet.yes_button)
    assert PARAGRAPHS[1] in [part.text for part in brought.article().taken]
    assert [path for path, _ in site.asked] == ["/robots.txt", "/bridge"]


def test_an_address_that_is_dropped_or_pasted_is_fetched_only_when_asked(
    brought: Brought, site: Site
) -> None:
    page, address = brought.page, f"{site.address}/bridge"
    assert brought.drop(mime(text=address, urls=(address,)))
    assert page.address.text() == address
    assert not page.reading.is_busy
    page.address.clear()
    page.text.setPlainText(f" {address}\n")
    brought.click(page.read)
    assert page.address.text() == address
    sheet = brought.sheet(ConfirmSheet)
    assert isinstance(sheet, ConfirmSheet)
    brought.click(sheet.no_button)
    assert site.asked == []


def test_a_page_that_never_ends_its_answer_can_be_stopped(brought: Brought, site: Site) -> None:
    is_over = threading.Event()
    site.answers["/slow"] = lambda _handler: bool(is_over.wait(20))  # type: ignore[assignment]
    page = brought.page
    page.reading.start(Source(address=f"{site.address}/slow", allow_private=True))
    brought._qtbot.waitUntil(page.progress.isVisible)
    page.text.setPlainText("The window still works")
    brought.click(page.progress._stop)
    assert not page.progress.isVisible()
    assert not page.reading.is_busy
    brought.click(page.read)
    assert brought.article().taken[0].text == "The window still works"
    is_over.set()


def book(*titles: str) -> bytes:
    """A book as EPUB has it: a chapter for each title."""
    import io
    import zipfile

    names = [f"c{n}" for n in range(len(titles))]
    items = "".join(
        f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in names
    )
    spine = "".join(f'<itemref idref="{n}"/>' for n in names)
    body = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
            '<rootfiles><rootfile full-path="book.opf" '
            'media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        archive.writestr(
            "book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x'
            "</dc:identifier><dc:title>Book</dc:title><dc:language>en</dc:language></metadata>"
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for name, title in zip(names, titles, strict=True):
            archive.writestr(
                f"{name}.xhtml",
                f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head>'
                f"<body><h1>{title}</h1>{body}</body></html>",
            )
    return made.getvalue()
