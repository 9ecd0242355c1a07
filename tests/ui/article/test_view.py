"""The strip of marks, tips, pointers, copying out to paper, accessibility."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.model.article import Article, BlockKind
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.document import build_document, head_end
from annotator.ui.article.marks import MarkRole, PaintedMark, Sign
from annotator.ui.article.overview import OverviewStrip
from annotator.ui.article.pages import ArticlePages
from annotator.ui.article.view import ArticleView
from annotator.ui.widgets.fonts import SANS, SERIF
from annotator.ui.widgets.theme import dark, light
from tests.ui.article.conftest import ARTICLE, GUIDE, point_in, span_of

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PROSE = "The county will publish its own measurements next week, a clerk said on Monday. "
LONG = Article.from_blocks(
    [(BlockKind.HEADLINE, "A long one")]
    + [(BlockKind.PARAGRAPH, f"Number {n}. {PROSE * 5}") for n in range(60)]
)


def strip_of(view: ArticleView) -> OverviewStrip:
    return view.findChildren(OverviewStrip)[0]


def pixels(strip: OverviewStrip) -> dict[str, list[int]]:
    """Colour → the heights at which the strip has it."""
    image = strip.grab().toImage()
    found: dict[str, list[int]] = {}
    for y in range(image.height()):
        for x in range(image.width()):
            found.setdefault(image.pixelColor(x, y).name(), []).append(y)
    return found


def test_the_strip_has_a_tick_where_a_mark_is(view: ArticleView) -> None:
    view.set_article(LONG, GUIDE)
    colour = light().label("denial").line.name()
    assert colour not in pixels(strip_of(view))
    view.add_mark(PaintedMark("late", span_of("Number 45", LONG), "denial"))
    rows = pixels(strip_of(view))[colour]
    assert 0.7 < sum(rows) / len(rows) / strip_of(view).height() < 0.8
    view.add_mark(PaintedMark("late", span_of("Number 3", LONG), "denial"))
    rows = pixels(strip_of(view))[colour]
    assert sum(rows) / len(rows) / strip_of(view).height() < 0.1
    view.set_theme(dark())
    assert dark().label("denial").line.name() in pixels(strip_of(view))
    view.remove_mark("late")
    assert dark().label("denial").line.name() not in pixels(strip_of(view))
    assert strip_of(view).ticks() == 0


def test_beside_a_short_text_a_tick_is_at_the_height_of_its_words(view: ArticleView) -> None:
    assert view.verticalScrollBar().maximum() == 0
    view.add_mark(PaintedMark("last", span_of("today"), "denial"))
    rows = pixels(strip_of(view))[light().label("denial").line.name()]
    assert abs(rows[0] - view.rects_of(span_of("today"))[0].center().y()) < 30
    view.resize(900, 300)
    rows = pixels(strip_of(view))[light().label("denial").line.name()]
    assert rows[0] > 250


def test_in_a_review_the_strip_shows_outcomes(view: ArticleView) -> None:
    view.set_marks(
        [
            PaintedMark("m", span_of("boats stayed"), "claim", sign=Sign.OTHER),
            PaintedMark("k", span_of("boats stayed"), "denial", MarkRole.OUTLINE),
            PaintedMark("miss", span_of("Smith"), "source", MarkRole.HATCH, Sign.MISSED),
        ]
    )
    seen = pixels(strip_of(view))
    assert light().other.name() in seen
    assert light().missed.name() in seen
    assert light().label("denial").line.name() not in seen


def test_a_click_on_the_strip_goes_there(view: ArticleView) -> None:
    view.set_article(LONG, GUIDE)
    strip = strip_of(view)
    target = span_of("Number 45", LONG)
    y = target.start * strip.height() // len(LONG.text)
    QTest.mouseClick(strip, LEFT, NONE, QPoint(5, y))
    top = view.rects_of(target)[0].top()
    assert 0 <= top < view.viewport().height()


def test_going_to_a_mark_scrolls_no_more_than_needed(view: ArticleView) -> None:
    view.set_article(LONG, GUIDE)
    view.set_marks(
        [
            PaintedMark("far", span_of("Number 50", LONG), "claim"),
            PaintedMark("near", span_of("Number 1.", LONG), "claim"),
        ]
    )
    view.ensure_mark_visible("near")
    assert view.verticalScrollBar().value() == 0
    view.ensure_mark_visible("far")
    rect = view.rects_of(span_of("Number 50", LONG))[0]
    assert view.viewport().rect().contains(rect)
    before = view.verticalScrollBar().value()
    view.ensure_mark_visible("far")
    view.ensure_mark_visible("unknown")
    assert view.verticalScrollBar().value() == before


def test_a_tip_tells_about_the_smallest_mark(view: ArticleView, qtbot: Any) -> None:
    view.set_marks(
        [
            PaintedMark("a", span_of("Nobody asked why the boats"), "denial", tip="<b>note</b>"),
            PaintedMark("b", span_of("why the"), "claim"),
        ]
    )

    def tip_at(quote: str) -> str:
        QToolTip.hideText()
        point = point_in(view, quote)
        event = QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point))
        QApplication.sendEvent(view.viewport(), event)
        return QToolTip.text()

    assert "Claim: could be checked" in tip_at("why the")
    assert "&lt;b&gt;note&lt;/b&gt;" in tip_at("Nobody")


def test_the_pointer_shows_the_tool(view: ArticleView) -> None:
    port = view.viewport()
    assert port.cursor().shape() is Qt.CursorShape.IBeamCursor
    view.set_tool("claim")
    claim = port.cursor().pixmap().toImage()
    assert light().label("claim").line.name() in {
        claim.pixelColor(x, y).name() for x in range(claim.width()) for y in range(claim.height())
    }
    view.set_tool("denial")
    assert port.cursor().pixmap().toImage() != claim
    view.set_tool(None)
    assert port.cursor().shape() is Qt.CursorShape.IBeamCursor


def test_the_pointer_shows_an_edge_that_can_be_moved(view: ArticleView) -> None:
    view.set_marks([PaintedMark("one", span_of("the boats stayed"), "claim")])
    view.select_mark("one")
    rect = view.rects_of(span_of("the boats stayed"))[0]
    QTest.mouseMove(view.viewport(), rect.center())
    QTest.mouseMove(view.viewport(), QPoint(rect.right() + 1, rect.center().y()))
    assert view.viewport().cursor().shape() is Qt.CursorShape.SizeHorCursor


def test_the_selection_has_a_rectangle_for_a_tool_bar(view: ArticleView) -> None:
    assert view.words.rect().isEmpty()
    view.words.select(span_of("the boats"))
    assert view.words.rect() == view.rects_of(span_of("the boats"))[0]


def test_news_of_a_mark_whose_edge_is_held_is_kept(view: ArticleView, heard: Any) -> None:
    wishes = heard("resize_requested")
    span = span_of("the boats stayed")
    view.set_marks([PaintedMark("one", span, "claim", pending=True)])
    view.select_mark("one")
    rect = view.rects_of(span)[0]
    end = QPoint(rect.right() + 1, rect.center().y())
    QTest.mousePress(view.viewport(), LEFT, NONE, end)
    view.picked.preview(span_of("the boats"))
    assert view.picked.hold() is not None
    view.picked.preview(span_of("the boats"))
    saved = PaintedMark("one", span, "claim")
    view.add_mark(saved)
    shown = view.mark("one")
    assert shown is not None
    assert shown.span == span_of("the boats")
    QTest.mouseRelease(view.viewport(), LEFT, NONE, end)
    assert view.mark("one") == saved
    assert wishes == [("one", span_of("the boats"))]


def test_a_screen_reader_finds_the_article(view: ArticleView) -> None:
    assert view.accessibleName() == "Article: Ferry “doubled—it’s late”"
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface is not None
    text = interface.textInterface()
    assert text is not None
    assert text.text(0, 5) == "Ferry"
    view.words.place_caret(span_of("Smith").start)
    assert text.cursorPosition() == span_of("Smith").start


def test_kinds_are_set_apart_in_type(view: ArticleView) -> None:
    document = build_document(ARTICLE, ReadingSettings(), light())

    def family_of(number: int) -> str:
        first: Any = document.findBlockByNumber(number).begin()
        return first.fragment().charFormat().font().family() or document.defaultFont().family()

    assert document.blockCount() == len(ARTICLE.blocks)
    sizes = [
        view.document().findBlockByNumber(n).layout().lineAt(0).height()
        for n in range(len(ARTICLE.blocks))
    ]
    headline, byline, paragraph, caption = sizes[0], sizes[1], sizes[2], sizes[4]
    assert headline > paragraph > caption > byline
    assert head_end(ARTICLE) == 1
    assert family_of(1) == SANS
    assert family_of(0) == SERIF
    assert document.defaultFont().family() == SERIF


@pytest.mark.parametrize("scale", [1, 2])
def test_pages_hold_every_line_once(qapp: Any, scale: int) -> None:
    marks = [PaintedMark("a", span_of("Number 30", LONG), "claim", sign=Sign.FOUND)]
    pages = ArticlePages(LONG, GUIDE, marks, light(), ReadingSettings(), 700, 900)
    assert 10 < pages.count < 30
    with_claim = []
    for number in range(pages.count):
        image = QImage(700 * scale, 900 * scale, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.scale(scale, scale)
        pages.paint(painter, number)
        painter.end()
        rows = [
            y
            for y in range(0, image.height(), scale)
            if any(image.pixelColor(x, y).lightness() < 90 for x in range(0, image.width(), 3))
        ]
        assert rows, f"page {number} is empty"
        # Nothing touches the sheet's edges.
        assert rows[0] > 0
        assert rows[-1] < image.height() - 1
        tint = light().label("claim").tint.name()
        middle = range(0, image.height(), scale)
        if any(image.pixelColor(150 * scale, y).name() == tint for y in middle):
            with_claim.append(number)
    assert len(with_claim) == 1
    with pytest.raises(IndexError):
        pages.paint(QPainter(), pages.count)


def test_an_empty_page_can_be_shown(qtbot: Any, qapp: Any) -> None:
    view = ArticleView()
    qtbot.addWidget(view)
    view.show()
    QTest.mouseClick(view.viewport(), LEFT, NONE, QPoint(50, 50))
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    view.resize(300, 300)
    assert view.words.span() is None
    assert view.marks.under_point(QPoint(5, 5)) == []
