"""Overlapping marks are told apart by pattern and letter alone, read from the page's pixels.

In every theme, and for eyes that lack a kind of cone or see no colour at all.
"""

from __future__ import annotations

from functools import lru_cache

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from annotator.model.labels import Pattern
from annotator.ui.article.layers import Stripe, Underline
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.patterns import PatternTiles
from annotator.ui.article.view import ArticleView
from annotator.ui.widgets.theme import Theme, all_themes, contrast
from tests.ui.article.conftest import GUIDE, span_of
from tests.ui.article.eyes import CONES, seen_with

each_eye = pytest.mark.parametrize("cones", CONES)
each_theme = pytest.mark.parametrize("theme", all_themes(), ids=lambda theme: theme.name)
PATTERNS = {label.id: label.pattern for label in GUIDE.labels}
BLOCK = 3


class Page:
    """The page's pixels as somebody sees them."""

    def __init__(self, view: ArticleView, theme: Theme, cones: str) -> None:
        view.clearFocus()
        view.setCursorWidth(0)
        self._image = view.viewport().grab().toImage()
        self._paper = seen_with(cones, theme.paper)
        self._seen = lru_cache(maxsize=None)(lambda rgb: seen_with(cones, QColor(rgb)))

    def at(self, x: int, y: int) -> QColor:
        return self._seen(self._image.pixel(x, y))

    def stands_out(self, x: int, y: int) -> bool:
        """Whether a pixel has 3 to 1 against the paper."""
        return contrast(self.at(x, y), self._paper) >= 3

    def line(self, rect: QRect) -> list[bool]:
        """Where the pixels of a stretch of line stand out, row by row."""
        return [
            self.stands_out(x, y)
            for y in range(rect.top(), rect.top() + rect.height())
            for x in range(rect.left(), rect.left() + rect.width())
        ]


def drawn(pattern: Pattern, rect: QRect) -> list[bool]:
    """A pattern by itself, in black on white, as large as ``rect``."""
    image = QImage(rect.right() + 1, rect.height(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    # Patterns are fixed to the page, so it has to be drawn at the same place sideways.
    PatternTiles().underline(painter, rect.translated(0, -rect.top()), pattern, QColor("black"))
    painter.end()
    return [
        image.pixelColor(x, y).lightness() < 150
        for y in range(rect.height())
        for x in range(rect.left(), rect.right() + 1)
    ]


def likest(page: Page, line: Underline) -> Pattern:
    """The pattern of the guide that a line on the page looks most like, posts left out."""
    inner = line.rect.adjusted(3, 0, -3, 0)
    seen = page.line(inner)

    def alike(pattern: Pattern) -> int:
        return sum(a == b for a, b in zip(seen, drawn(pattern, inner), strict=True))

    return max(PATTERNS.values(), key=alike)


def lines_of(view: ArticleView) -> tuple[Underline, ...]:
    assert view.verticalScrollBar().value() == 0
    return view.marks.picture(BLOCK).underlines


@each_eye
@each_theme
def test_three_overlapping_labels_are_known_by_their_patterns(
    view: ArticleView, theme: Theme, cones: str
) -> None:
    view.set_theme(theme)
    quotes = ("Nobody asked why the boats", "asked why the boats stayed", "why the boats stayed in")
    for labels in (("claim", "denial", "opinion"), ("source", "opinion", "claim")):
        view.set_marks(
            [
                PaintedMark(str(n), span_of(quote), label)
                for n, (quote, label) in enumerate(zip(quotes, labels, strict=True))
            ]
        )
        page = Page(view, theme, cones)
        lines = lines_of(view)
        assert {line.label for line in lines} == set(labels)
        assert len({line.rect.top() for line in lines}) == 3
        for line in lines:
            assert likest(page, line) is PATTERNS[line.label], line.label


@each_eye
@each_theme
def test_two_of_one_label_have_their_own_ends(view: ArticleView, theme: Theme, cones: str) -> None:
    view.set_theme(theme)
    view.set_marks(
        [
            PaintedMark("a", span_of("Nobody asked why the boats"), "source"),
            PaintedMark("b", span_of("why the boats stayed"), "source"),
        ]
    )
    page = Page(view, theme, cones)
    lines = lines_of(view)
    assert len(lines) == 2
    for line in lines:
        for x in (line.rect.left(), line.rect.right()):
            bottom = line.rect.bottom()
            # A dotted line is never as high as this: only a post is.
            assert all(page.stands_out(x, y) for y in range(bottom - 4, bottom + 1)), x


@each_eye
@each_theme
def test_letters_in_the_margin_are_read(view: ArticleView, theme: Theme, cones: str) -> None:
    view.set_theme(theme)
    quotes = ("Nobody asked", "asked why", "why the", "the boats")
    view.set_marks(
        [
            PaintedMark(str(n), span_of(quote), label)
            for n, (quote, label) in enumerate(zip(quotes, PATTERNS, strict=True))
        ]
    )
    page = Page(view, theme, cones)
    stripes = view.marks.picture(BLOCK).stripes
    assert {stripe.label for stripe in stripes} == set(PATTERNS)
    shapes = {stripe.label: letter(page, view, stripe) for stripe in stripes}
    for one, shape in shapes.items():
        assert sum(shape) >= 8, f"no letter on {one}"
        for other, another in shapes.items():
            if one != other:
                differing = sum(a != b for a, b in zip(shape, another, strict=True))
                assert differing >= 8, f"{one} and {other} have letters alike"


def letter(page: Page, view: ArticleView, stripe: Stripe) -> list[bool]:
    """Which pixels at the top of a stripe stand out from it, 3 to 1."""
    rect = stripe.rect
    ground = page.at(rect.left() + 2, rect.bottom() - 3)
    return [
        contrast(page.at(x, y), ground) >= 3
        for y in range(rect.top() + 1, rect.top() + 15)
        for x in range(rect.left() + 1, rect.right())
    ]
