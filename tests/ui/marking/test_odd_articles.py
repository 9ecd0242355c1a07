"""Articles with every odd kind of text, from a file to marks on the disk and back to the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.article import Article
from annotator.model.text import Span
from annotator.ui.marking.page import StudentPage

from .house import House, close, open_house, still

#: The file's text; what is swiped over, from one place to another; the quotes that are marked.
ARTICLES = {
    "emoji": (
        "Boats 😀 are late\n\nThe crew 👩‍👩‍👧 said 🚢🚢 that 6.4% left early 🇳🇴 today.",
        [("crew", "said"), ("6.4", "early"), ("late", "late")],
        ["crew 👩‍👩‍👧 said", "6.4% left early", "late"],
    ),
    "combining": (
        "Cafe\u0301 reopens\n\nThe cafe\u0301’s owner, Ze\u0301 Nun\u0303ez, q\u0307uit the guild.",
        [("café", "owner"), ("Z", "ñez"), ("q\u0307", "q\u0307")],
        ["café’s owner", "Zé Nuñez", "q\u0307uit"],
    ),
    "CJK": (
        "渡船が遅れた\n\n港の新聞によると、船長は「故障ではない」と述べた。The crew agreed.",
        [("船長", "長"), ("故障", "ない"), ("crew", "agreed")],
        ["船長", "故障ではない", "crew agreed"],
    ),
    "Arabic": (
        "تأخرت العبارة\n\nقال القبطان إن المحرك سليم يوم الاثنين.",
        [("القبطان", "القبطان"), ("المحرك", "سليم")],
        ["القبطان", "المحرك سليم"],
    ),
    "mixed": (
        "Ferry late\n\nThe word العبارة means “ferry”, wrote The Herald in القاهرة on 3 May.",
        [("word", "means"), ("Herald", "القاهرة")],
        ["word العبارة means", "Herald in القاهرة"],
    ),
    "spaces and line ends": (
        "Ferry\u00a0late\r\n\r\nFares rose to $3\u00a0m,\u2028says the co\u00adop."
        "\r\n\r\nNo\u200b more.",
        [("rose", "m"), ("says", "coop"), ("No", "more")],
        ["rose to $3 m", "says the coop", "No more"],
    ),
}


@pytest.fixture(scope="module")
def house(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("odd") / "data") as opened:
        yield opened


def in_last_block(article: Article, words: str) -> Span:
    """Where words stand: in the text's blocks after the headline, or else in the headline."""
    after = article.blocks[0].span.end
    found = article.text.find(words, after)
    start = found if found >= 0 else article.text.index(words)
    return Span(start, start + len(words))


def edge(page: StudentPage, span: Span, *, at_end: bool) -> QPoint:
    """A point a pixel inside the side at which words begin or end, whichever way they run."""
    text = page.session.lesson.article.text
    char = text[span.end - 1 if at_end else span.start]
    backwards = unicodedata.bidirectional(char) in ("R", "AL")
    rects = page.view.rects_of(span)
    rect = rects[-1] if at_end else rects[0]
    x = rect.right() - 1 if at_end != backwards else rect.left() + 1
    return QPoint(x, rect.center().y())


def swipe(page: StudentPage, start: Span, end: Span) -> None:
    """Drag from just inside the first character to just inside the end of the last one."""
    port = page.view.viewport()
    first = edge(page, start, at_end=False)
    last = edge(page, end, at_end=True)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(port, left, none, first)
    for share in (0.4, 0.8, 1.0):
        QTest.mouseMove(port, first + (last - first) * share)
    QTest.mouseRelease(port, left, none, last)
    QTest.qWait(QApplication.doubleClickInterval() + 10)


@pytest.mark.parametrize("name", ARTICLES)
def test_what_is_swiped_is_saved_and_shown_again(
    house: House, tmp_path: Path, picture: Any, name: str
) -> None:
    text, swipes, quotes = ARTICLES[name]
    file = tmp_path / f"{name}.txt"
    file.write_bytes(text.encode("utf-8"))
    lesson = house.shelf.open_file(file, keep=house.studying.keep_lesson)
    article = lesson.article
    for odd in "\u00a0\u2028\u00ad\u200b\r":
        assert odd not in article.text
    student = house.studying.add_person(name)
    work = house.studying.open_work(student, lesson)
    page = house.page(work)
    try:
        for number, (first, last) in enumerate(swipes):
            start = in_last_block(article, first.strip())
            swipe(page, start, in_last_block(article, last.strip()))
            QTest.keyClick(page.view, Qt.Key.Key_1.value + number % 4)
            page.choose("")
        made = sorted(work.marking.marks, key=lambda mark: quotes.index(mark.quote))
        assert [mark.quote for mark in made] == quotes
        saved = house.read(work)
        assert saved.annotations == work.marking.marks
        for mark in saved.annotations:
            assert mark.quote == mark.span.of(article.text)
        still(page)
        again = house.page(house.studying.open_work(student, lesson))
        still(again)
        picture(again, f"odd-{name}")
        assert again.view.grab().toImage() == page.view.grab().toImage()
        for mark in saved.annotations:
            middle = again.view.rects_of(mark.span)[0].center()
            assert mark.id in {under.id for under in again.view.marks.under_point(middle)}
        close(again)
    finally:
        close(page)


def test_a_lesson_file_of_an_odd_article_opens_the_same(house: House, tmp_path: Path) -> None:
    from annotator.files.lesson_file import write_lesson_file

    for number, (text, _, _) in enumerate(ARTICLES.values()):
        source = tmp_path / f"{number}.txt"
        source.write_text(text, "utf-8", newline="")
        lesson = house.shelf.open_file(source, keep=lambda *_: None)
        packed = tmp_path / f"{number}.lesson"
        packed.write_bytes(write_lesson_file(lesson))
        again = house.shelf.open_file(packed, keep=lambda *_: None)
        assert again.article.text == lesson.article.text
        assert again.article.sha256 == lesson.article.sha256
