"""What is added to an article's paint comes under its words, over them, or over everything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter

from annotator.model.article import Article, BlockKind
from annotator.ui.article.marks import PaintedMark, Sign
from annotator.ui.article.page_layout import Layer, Seen
from annotator.ui.article.view import ArticleView
from tests.ui.article.conftest import GUIDE, span_of

WORDS = span_of("the boats stayed")


class _Fill(Layer):
    """Fills a rectangle of the page at one height of the paint."""

    def __init__(self, height: str, rect: QRect, colour: str) -> None:
        self._height, self._rect, self._colour = height, rect, QColor(colour)
        self.blocks: set[int] = set()

    def under(self, painter: QPainter, seen: Seen) -> None:
        self._fill("under", painter, seen)

    def veil(self, painter: QPainter, seen: Seen) -> None:
        self._fill("veil", painter, seen)

    def top(self, painter: QPainter, seen: Seen) -> None:
        self._fill("top", painter, seen)

    def _fill(self, height: str, painter: QPainter, seen: Seen) -> None:
        if height == self._height:
            painter.fillRect(self._rect, self._colour)
            self.blocks |= set(seen.blocks)


@pytest.fixture
def colours(view: ArticleView) -> Callable[[QRect], set[str]]:
    """The colours that a rectangle of the viewport has, without a blinking caret."""
    view.setCursorWidth(0)

    def look(rect: QRect) -> set[str]:
        image = view.viewport().grab(rect).toImage()
        return {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
        }

    return look


def test_under_leaves_the_words_to_be_seen_and_a_veil_does_not(
    view: ArticleView, colours: Callable[[QRect], set[str]]
) -> None:
    (words,) = view.rects_of(WORDS)
    view.add_layer(_Fill("under", words, "#12ab34"))
    seen = colours(words)
    assert "#12ab34" in seen
    assert len(seen) > 2
    view.add_layer(_Fill("veil", words, "#3412ab"))
    assert colours(words) == {"#3412ab"}


def test_signs_lie_over_a_veil_and_under_what_is_on_top(
    view: ArticleView, colours: Callable[[QRect], set[str]]
) -> None:
    view.add_mark(PaintedMark("one", WORDS, "claim", sign=Sign.MISSED))
    (sign,) = view.marks.picture(view.article().block_number_at(WORDS.start)).signs
    place = QRect(sign.centre - QPoint(4, 4), sign.centre + QPoint(4, 4))
    view.add_layer(_Fill("veil", place, "#3412ab"))
    assert len(colours(place)) > 1
    view.add_layer(_Fill("top", place, "#ab3412"))
    assert colours(place) == {"#ab3412"}


def test_of_two_at_one_height_the_later_one_is_on_top(
    view: ArticleView, colours: Callable[[QRect], set[str]]
) -> None:
    (words,) = view.rects_of(WORDS)
    for colour in ("#12ab34", "#ab3412"):
        view.add_layer(_Fill("top", words, colour))
    assert colours(words) == {"#ab3412"}


def test_a_layer_is_told_what_is_in_sight_and_scrolls_along(
    view: ArticleView, colours: Callable[[QRect], set[str]]
) -> None:
    blocks = [(BlockKind.PARAGRAPH, f"Number {n} of the harbour.") for n in range(200)]
    article = Article.from_blocks(blocks)
    view.set_article(article, GUIDE)
    place = QRect(200, 2000, 30, 30)
    fill = _Fill("top", place, "#12ab34")
    view.add_layer(fill)
    view.verticalScrollBar().setValue(1800)
    fill.blocks.clear()
    assert colours(place.translated(0, -1800)) == {"#12ab34"}
    assert 0 < len(fill.blocks) < 10
    assert view.page.geometry.block_at(2000) in fill.blocks
