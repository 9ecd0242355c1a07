"""The student's page in the real window over the real store, at three sizes.

The floor is the same window with the same article that began without marks, measured by turns with
the marked one. A stroke is real: words are selected, the small bar stands by them, key 1 is sent;
the first clock stops at the end of the article's paint event, the second when the window is painted
and "Saved" stands on it: that is after the commit with synchronous FULL.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent

from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.ui.article.view import ArticleView
from annotator.ui.marking import page as page_module
from tests.benchmarks.bench_page import SIZES, make_article, p95
from tests.benchmarks.process import cost
from tests.benchmarks.student_window import PaintWatch, StudentWindow
from tests.benchmarks.table import Row

OPENINGS = 5
STROKES = 100
PAGES = 40
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
#: What else a person does to a mark: name, key, modifiers.
_OTHERS = (
    ("grow", Qt.Key.Key_Right, (_ALT,)),
    ("relabel", Qt.Key.Key_4, ()),
    ("next mark", Qt.Key.Key_J, ()),
    ("remove", Qt.Key.Key_Delete, ()),
    ("undo", Qt.Key.Key_Z, (_CTRL,)),
)


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
    window: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    scroll: list[float] = field(default_factory=list)
    others: dict[str, list[float]] = field(default_factory=dict)


def rows() -> Iterator[Row]:
    """All rows of the student's page; needs no display."""
    medians: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder, _timed_views():
        for words, count, open_goal in SIZES:
            size = f"{words:,} words / {count:,} marks"
            marked, plain = _measure(Path(folder) / str(words), words, count)
            medians.append((size, median(marked.stroke)))
            yield from _rows_of(size, marked, plain, open_goal)
    (_, first), (size, last) = medians[0], medians[-1]
    # One busy moment of the machine moves a p95, so growth is that of the median.
    yield Row("student: median stroke, growth", size, last, "ms", first, 1.5, "ratio")
    words, count, _ = SIZES[-1]
    size = f"{words:,} words / {count:,} marks"
    yield Row("student: memory", size, _peak(words, count), "MB", _peak(words, 0), 1.5, "ratio")


def _rows_of(size: str, marked: _Times, plain: _Times, open_goal: float) -> Iterator[Row]:
    yield Row(
        "student: open to first paint", size, median(marked.opening), "ms",
        median(plain.opening), open_goal, "value",
    )  # fmt: skip
    stroke, bare = p95(marked.stroke), p95(plain.stroke)
    yield Row("student: stroke, p95", size, stroke, "ms", bare, 8.0, "value")
    yield Row("student: stroke beside no marks", size, stroke, "ms", bare, 4.0, "ratio")
    yield Row(
        "student: stroke, whole window painted, p95", size, p95(marked.window), "ms",
        p95(plain.window),
    )  # fmt: skip
    yield Row(
        "student: stroke to “Saved”, p95", size, p95(marked.saved), "ms",
        p95(plain.saved), 25.0, "value",
    )  # fmt: skip
    yield Row(
        "student: scroll, full repaint, p95", size, p95(marked.scroll), "ms",
        p95(plain.scroll), 8.0, "value",
    )  # fmt: skip
    for name, values in marked.others.items():
        yield Row(
            f"student: {name}, p95", size, p95(values), "ms", p95(plain.others[name]), 8.0, "value"
        )


@contextmanager
def _timed_views() -> Iterator[None]:
    before = vars(page_module)["ArticleView"]
    vars(page_module)["ArticleView"] = _TimedView
    try:
        yield
    finally:
        vars(page_module)["ArticleView"] = before


def _measure(folder: Path, words: int, count: int) -> tuple[_Times, _Times]:
    marked, plain = _Times(), _Times()
    article = make_article(words)
    both: list[tuple[StudentWindow, Lesson, _Times]] = []
    for name, marks, times in (("marked", count, marked), ("plain", 0, plain)):
        window = StudentWindow(folder / name)
        lesson = window.lesson_of(article)
        window.save_marks(lesson, marks)
        window.window.show()
        window.rest(0.2)
        both.append((window, lesson, times))
    for _ in range(OPENINGS):
        for window, lesson, times in both:
            window.leave()
            begin = time.perf_counter()
            page = window.open(lesson)
            times.opening.append((_view(window).painted - begin) * 1000)
    for window, _, _ in both:
        _settle(window)
    for number in range(PAGES):
        for window, _, times in both:
            times.scroll.append(_scroll(window, number))
    for number in range(STROKES):
        for window, _, times in both:
            _stroke(window, number, times)
    for number in range(STROKES // 4):
        for window, _, times in both:
            _other_strokes(window, number, times)
    for window, _, _ in both:
        window.close()
    del page
    return marked, plain


def _view(window: StudentWindow) -> _TimedView:
    view = window.page.view
    assert isinstance(view, _TimedView)
    return view


def _settle(window: StudentWindow) -> None:
    """Let Qt lay out the rest of the text, and the side panel build its page."""
    layout = window.page.view.document().documentLayout()
    layout.blockBoundingRect(window.page.view.document().lastBlock())
    window.rest(0.6)


def _scroll(window: StudentWindow, number: int) -> float:
    view = _view(window)
    bar = view.verticalScrollBar()
    step = view.viewport().height() - 40
    # A short text ends soon: then from the top again.
    bar.setValue(number * step % max(1, bar.maximum()))
    window.app.processEvents()
    begin = time.perf_counter()
    view.viewport().repaint()
    return (view.painted - begin) * 1000


def _stroke(window: StudentWindow, number: int, times: _Times) -> None:
    """Select words in sight and press 1; the clocks stop at paint, and at "Saved"."""
    view = _view(window)
    window.come_forward()
    if number % 5 == 0:
        bar = view.verticalScrollBar()
        bar.setValue((number // 5) * 600 % max(1, bar.maximum()))
    span = _free_words(window, number)
    window.select(span)
    status = PaintWatch(window.page.save_status)
    saves: list[object] = []
    window.news.changed.connect(lambda state, _error: saves.append(state.value))
    begin = time.perf_counter()
    done = _press(window, view, Qt.Key.Key_1, ())
    times.stroke.append((view.painted - begin) * 1000)
    times.window.append((done - begin) * 1000)
    window.until(lambda: "saved" in saves and status.count > 0)
    times.saved.append((time.perf_counter() - begin) * 1000)
    assert window.page.save_status.text() == "✓ Saved"
    window.news.changed.disconnect()
    window.news.changed.connect(window.shell.attempt_controller.show_saving)
    status.stop()


def _free_words(window: StudentWindow, number: int) -> Span:
    """Five words in sight that are not a claim already."""
    page = window.page
    words, article = page.session.lesson.article.words, page.session.lesson.article
    place = page.view.viewport().rect().center()
    first = words.numbers(Span(page.view.page.position_at(place), len(article.text)))[0]
    first = min(first + number % 5 * 6, len(words) - 7)
    while True:
        block = article.blocks[article.block_number_at(words.starts[first])].span
        span = Span(words.starts[first], min(words.ends[first + 4], block.end))
        if page.session.marking.find(span, "claim") is None:
            return span
        first = first + 1 if first + 12 < len(words) else 1


def _press(
    window: StudentWindow, view: _TimedView, key: Qt.Key, held: tuple[Qt.KeyboardModifier, ...]
) -> float:
    view.painted = 0.0
    window.press(key, *held)
    window.until_painted(lambda: view.painted > 0)
    return time.perf_counter()


def _other_strokes(window: StudentWindow, number: int, times: _Times) -> None:
    """Make a mark, then do to it what else can be done by key; each clock stops at the paint."""
    view = _view(window)
    window.come_forward()
    bar = view.verticalScrollBar()
    bar.setValue(number * 700 % max(1, bar.maximum()))
    window.select(_free_words(window, number))
    _press(window, view, Qt.Key.Key_1, ())
    made = window.page.chosen
    window.rest(0.02)
    for name, key, held in _OTHERS:
        view.painted = 0.0
        begin = time.perf_counter()
        window.press(key, *held)
        for _ in range(3):
            window.app.processEvents()
        # At the end of a block nothing can grow, and after the last mark there is no next one.
        if view.painted:
            times.others.setdefault(name, []).append((view.painted - begin) * 1000)
        if name == "next mark":
            window.page.choose(made)
        window.rest(0.02)


def _peak(words: int, count: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.bench_student", str(words), str(count)]
    environment = {"QT_QPA_PLATFORM": "offscreen"}
    return median(cost(command, environment).peak_mb for _ in range(3))


def _show(words: int, count: int) -> None:
    """What the memory is measured of: a saved article opened and leafed through once."""
    with tempfile.TemporaryDirectory() as folder:
        window = StudentWindow(Path(folder) / "data")
        lesson = window.lesson_of(make_article(words))
        window.save_marks(lesson, count)
        page = window.open(lesson)
        _settle(window)
        bar = page.view.verticalScrollBar()
        for number in range(PAGES):
            bar.setValue(number * bar.maximum() // PAGES)
            page.view.viewport().repaint()
        print("shown", flush=True)
        window.close()


if __name__ == "__main__":
    _show(int(sys.argv[1]), int(sys.argv[2]))
