"""After a change no more is painted anew than looks different, and nothing less."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint
from PySide6.QtGui import QImage, QPaintEvent, QRegion

from annotator.model.article import Article, BlockKind
from annotator.model.text import Span
from annotator.ui.article.marks import MarkRole, PaintedMark, Sign
from annotator.ui.article.view import ArticleView
from tests.ui.article.conftest import GUIDE

LABELS = [label.id for label in GUIDE.labels]
WORDS = "The council met on Monday and said nothing that had not been said before. "
LONG = Article.from_blocks(
    [
        (BlockKind.HEADLINE, "A council meets"),
        (BlockKind.PARAGRAPH, WORDS * 9),
        (BlockKind.PARAGRAPH, WORDS * 4),
    ]
)


class _Region(QObject):
    """What of a widget is painted anew."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self.region = QRegion()
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


@pytest.fixture
def long_view(view: ArticleView) -> ArticleView:
    view.set_article(LONG, GUIDE)
    # A caret that blinks would be a difference of its own.
    view.setCursorWidth(0)
    QCoreApplication.processEvents()
    return view


def test_a_lone_mark_costs_its_own_lines_and_not_the_whole_block(long_view: ArticleView) -> None:
    long_view.add_mark(_mark("first", Span(30, 40)))
    QCoreApplication.processEvents()
    painted = _Region(long_view)
    long_view.add_mark(_mark("second", Span(500, 510)))
    QCoreApplication.processEvents()
    block = long_view.page.geometry.block(1).box
    assert 0 < painted.region.boundingRect().height() < block.height() // 2


@pytest.mark.parametrize("seed", range(6))
def test_all_that_looks_different_is_painted_anew(long_view: ArticleView, seed: int) -> None:
    chance = random.Random(seed)
    known: list[PaintedMark] = []
    painted = _Region(long_view)
    before = _image(long_view)
    for number in range(25):
        QCoreApplication.processEvents()
        painted.region = QRegion()
        _change(long_view, known, chance, str(number))
        QCoreApplication.processEvents()
        region = QRegion(painted.region)  # before the picture is taken, which paints all
        after = _image(long_view)
        missed = _outside(before, after, region)
        assert missed is None, f"step {number}: {missed} looks different and was not painted"
        before = after


def _change(view: ArticleView, known: list[PaintedMark], chance: random.Random, name: str) -> None:
    """One mark more, one less, or one elsewhere; seldom one with a sign or a frame."""
    verb = chance.choice(("add", "add", "move", "remove")) if known else "add"
    if verb == "remove":
        view.remove_mark(known.pop(chance.randrange(len(known))).id)
        return
    start = chance.randrange(len(LONG.text) - 90)
    role = MarkRole.OUTLINE if chance.random() < 0.04 else MarkRole.FILL
    sign = Sign.FOUND if chance.random() < 0.04 else None
    mark_id = known.pop(chance.randrange(len(known))).id if verb == "move" else name
    span = Span(start, start + chance.randrange(1, 90))
    mark = PaintedMark(mark_id, span, chance.choice(LABELS), role, sign)
    known.append(mark)
    view.add_mark(mark)


def _mark(mark_id: str, span: Span) -> PaintedMark:
    return PaintedMark(mark_id, span, "claim")


def _image(view: ArticleView) -> QImage:
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def _outside(before: QImage, after: QImage, region: QRegion) -> tuple[int, int] | None:
    """The first place that differs and lies outside of the region, row by row."""
    ratio = after.devicePixelRatio()
    width = before.width() * 4
    old, new = bytes(before.constBits()), bytes(after.constBits())
    step = before.bytesPerLine()
    for y in range(before.height()):
        row, other = (data[y * step : y * step + width] for data in (old, new))
        if row == other:
            continue
        for x in range(before.width()):
            if row[x * 4 : x * 4 + 4] != other[x * 4 : x * 4 + 4]:
                place = (int(x / ratio), int(y / ratio))
                if not region.contains(QPoint(*place)):
                    return place
    return None
