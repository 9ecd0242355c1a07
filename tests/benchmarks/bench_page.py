"""The page: open to first paint, one stroke, one page of scrolling, memory, at three sizes.

This is the article view by itself, without store and window. The floor is the same view with the
same text that began without marks, measured by turns with the marked one. A stroke is real: words
are selected, key 1 is sent, the listener answers with the mark, and the clock stops at the end of
the paint event.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.article import Article, BlockKind
from annotator.model.labels import Label, LabelGuide, Pattern
from annotator.model.text import Span
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.view import ArticleView
from annotator.ui.widgets.fonts import register_fonts
from tests.benchmarks.process import cost
from tests.benchmarks.table import Row

#: Words, marks, and the goal for opening in milliseconds.
SIZES = ((800, 50, 60.0), (10_000, 600, 80.0), (100_000, 5_000, 300.0))
OPENINGS = 5
PAGES = 40
STROKES = 100
_NAMES = ("claim", "denial", "source", "opinion")
GUIDE = LabelGuide(
    tuple(
        Label(name, name.title(), name.title() + "s", name[0].upper(), pattern, name)
        for name, pattern in zip(_NAMES, list(Pattern)[:4], strict=True)
    )
)
_WORDS = (
    "the county water office says that its reservoir has lost almost a fifth since January more "
    "than any “spring” on record and the mayor’s office denied 6.4% of it on Tuesday—it’s said"
).split()


class _TimedView(ArticleView):
    """Knows when it was last painted."""

    painted = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted = time.perf_counter()


@dataclass(slots=True)
class _Times:
    """Milliseconds, one list a measurement."""

    opening: list[float] = field(default_factory=list)
    stroke: list[float] = field(default_factory=list)
    scroll: list[float] = field(default_factory=list)


def rows() -> Iterator[Row]:
    """All rows of the page; needs no display."""
    app = _application()
    strokes: list[tuple[str, float]] = []
    for words, count, open_goal in SIZES:
        size = f"{words:,} words / {count:,} marks"
        article = make_article(words)
        marks = make_marks(article, count)
        marked, plain = _Times(), _Times()
        for _ in range(OPENINGS):
            _open(app, article, marks, marked).deleteLater()
            _open(app, article, (), plain).deleteLater()
        _work(app, article, marks, marked, plain)
        yield _row("page: open to first paint", size, marked.opening, plain.opening, open_goal)
        stroke, bare = p95(marked.stroke), p95(plain.stroke)
        strokes.append((size, median(marked.stroke)))
        yield Row("page: stroke, p95", size, stroke, "ms", bare, 8.0, "value")
        yield Row("page: stroke beside no marks", size, stroke, "ms", bare, 4.0, "ratio")
        yield Row(
            "page: scroll, full repaint, p95", size, p95(marked.scroll), "ms",
            p95(plain.scroll), 8.0, "value",
        )  # fmt: skip
    (_, first), (size, last) = strokes[0], strokes[-1]
    # One busy moment of the machine moves a p95, so growth is that of the median.
    yield Row("page: median stroke, growth", size, last, "ms", first, 1.5, "ratio")
    words, count, _ = SIZES[-1]
    size = f"{words:,} words / {count:,} marks"
    yield Row("page: memory", size, _peak(words, count), "MB", _peak(words, 0), 1.5, "ratio")


def p95(values: Sequence[float]) -> float:
    """The value that 95% of all values don't exceed."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def make_article(words: int) -> Article:
    """An article of about so many words in paragraphs of 40 to 90; always the same."""
    chance = random.Random(words)
    blocks = [(BlockKind.HEADLINE, "A measured article")]
    left = words
    while left > 0:
        length = min(left, chance.randint(40, 90))
        blocks.append((BlockKind.PARAGRAPH, " ".join(chance.choice(_WORDS) for _ in range(length))))
        left -= length
    return Article.from_blocks(blocks)


def make_marks(article: Article, count: int) -> list[PaintedMark]:
    """So many marks of 1 to 14 words, spread by chance, overlapping as they fall."""
    chance = random.Random(count)
    words = article.words
    marks = []
    for number in range(count):
        first = chance.randrange(len(words))
        block = article.blocks[article.block_number_at(words.starts[first])].span
        last = min(first + chance.randint(0, 13), len(words) - 1)
        span = Span(words.starts[first], min(words.ends[last], block.end))
        marks.append(PaintedMark(f"mark-{number}", span, chance.choice(_NAMES)))
    return marks


def _application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    register_fonts()
    return app


def _row(name: str, size: str, values: Sequence[float], floor: Sequence[float], goal: float) -> Row:
    return Row(name, size, median(values), "ms", median(floor), goal, "value")


def _open(
    app: QApplication, article: Article, marks: Sequence[PaintedMark], times: _Times
) -> _TimedView:
    start = time.perf_counter()
    view = _TimedView()
    view.resize(930, 720)
    view.set_article(article, GUIDE)
    view.set_marks(marks)
    view.show()
    while not view.painted:
        app.processEvents()
    times.opening.append((view.painted - start) * 1000)
    return view


def _settled(app: QApplication, view: _TimedView) -> None:
    """Let Qt lay out the rest of the text, which it does bit by bit while nothing else happens."""
    view.document().documentLayout().blockBoundingRect(view.document().lastBlock())
    until = time.perf_counter() + 0.4
    while time.perf_counter() < until:
        app.processEvents()


def _work(
    app: QApplication,
    article: Article,
    marks: Sequence[PaintedMark],
    marked: _Times,
    plain: _Times,
) -> None:
    views = (
        (_open(app, article, marks, _Times()), marked),
        (_open(app, article, (), _Times()), plain),
    )
    for view, _ in views:
        _settled(app, view)
        view.mark_requested.connect(lambda spans, label, view=view: _answer(view, spans, label))
    for number in range(PAGES):
        for view, times in views:
            bar = view.verticalScrollBar()
            step = view.viewport().height() - 40
            # A short text ends soon: then from the top again.
            bar.setValue(number * step % max(1, bar.maximum()))
            app.processEvents()
            begin = time.perf_counter()
            view.viewport().repaint()
            times.scroll.append((view.painted - begin) * 1000)
    for number in range(STROKES):
        for view, times in views:
            if number % 5 == 0:
                bar = view.verticalScrollBar()
                bar.setValue((number // 5) * 600 % max(1, bar.maximum()))
            _stroke(app, article, view, number, times)
    for view, _ in views:
        view.deleteLater()


def _stroke(
    app: QApplication, article: Article, view: _TimedView, number: int, times: _Times
) -> None:
    """Select five words in sight, press 1, wait until they are painted."""
    place = view.viewport().rect().center()
    words = article.words
    first = words.numbers(Span(view.page.position_at(place), len(article.text)))[0]
    first = min(first + number % 5 * 6, len(words) - 6)
    span = Span(words.starts[first], words.ends[first + 4])
    block = article.blocks[article.block_number_at(span.start)].span
    view.words.select(Span(span.start, min(span.end, block.end)))
    app.processEvents()
    view.painted = 0.0
    begin = time.perf_counter()
    QTest.keyClick(view, Qt.Key.Key_1)
    while not view.painted:
        app.processEvents()
    times.stroke.append((view.painted - begin) * 1000)


def _answer(view: _TimedView, spans: Sequence[Span], label: str) -> None:
    for span in spans:
        view.add_mark(PaintedMark(f"new-{time.perf_counter_ns()}", span, label))
    view.words.clear()


def _peak(words: int, count: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.bench_page", str(words), str(count)]
    environment = {"QT_QPA_PLATFORM": "offscreen"}
    return median(cost(command, environment).peak_mb for _ in range(3))


def _show(words: int, count: int) -> None:
    """What the memory is measured of: the article shown and leafed through once."""
    app = _application()
    article = make_article(words)
    view = _open(app, article, make_marks(article, count), _Times())
    _settled(app, view)
    bar = view.verticalScrollBar()
    for number in range(PAGES):
        bar.setValue(number * bar.maximum() // PAGES)
        view.viewport().repaint()
    print("shown", flush=True)


if __name__ == "__main__":
    _show(int(sys.argv[1]), int(sys.argv[2]))
