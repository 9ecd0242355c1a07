"""The review in its window: an inbox of 1,000, the next decision, the next student, accepting.

An article of 800 words with a key of 60 items; 1,000 made-up papers in four classes, in a real
file. Keys are sent to the page and the clock stops when everything that they caused is painted.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator import assets
from annotator.model.annotation import new_id
from annotator.model.article import Article
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.classes.sample_class import Rates, make_sample_class
from annotator.services.review.reviewing import Review
from annotator.store.classes import Assignments
from annotator.ui.review.bar import View
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets import fonts
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.icons import IconSet
from annotator.ui.widgets.style import apply_style
from annotator.ui.widgets.theme import ThemeChoice
from tests.benchmarks.bench_page import GUIDE, make_article
from tests.benchmarks.table import Row
from tests.seeded import NOW, SeededDesk

PAPERS, CLASSES = 1_000, 4
WORDS, ITEMS = 800, 60
STEPS = 60


def rows() -> Iterator[Row]:
    """All rows of the review; needs no display."""
    look = _look()
    with tempfile.TemporaryDirectory() as folder:
        seeded = SeededDesk.make(Path(folder))
        try:
            yield from _measure(look, seeded)
        finally:
            seeded.close()


def _measure(look: Appearance, seeded: SeededDesk) -> Iterator[Row]:
    lesson = make_lesson()
    names = {}
    for number in range(CLASSES):
        made = make_sample_class(
            seeded.data,
            [lesson],
            now=NOW,
            name=f"7{'ABCD'[number]}",
            students=PAPERS // CLASSES,
            rates=Rates(absent=0.0),
            seed=number,
            is_sample=False,
        )
        names[made.id] = made.name
    given = [a for a in Assignments(seeded.data.db).all() if a.class_id in names]
    start = time.perf_counter()
    review = Review(lesson, given, seeded.data, who="Ms Varga")
    session = ReviewSession(review, names)
    page = ReviewPage(look, session)
    page.resize(1280, 832)
    page.show_view(View.TABLE)
    page.show()
    page.repaint()
    opened = _since(start)
    size = f"{len(session.rows):,} papers, {WORDS} words, {ITEMS} items"
    yield Row("inbox: open to first paint", size, opened, "ms", goal=300, goal_on="value")
    wheel = [_timed(lambda: _wheel(page)) for _ in range(STEPS)]
    yield Row("inbox: one turn of the wheel, p95", size, p95(wheel), "ms")
    start = time.perf_counter()
    while not (session.is_ready and page.papers.knows_all):
        QCoreApplication.processEvents()
    yield Row("inbox: everything known, window alive", size, _since(start) / 1000, "s")
    page.show_view(View.DECISIONS)
    page.article.setFocus()
    _settle()
    decisions = [_timed(lambda: _key(page, Qt.Key.Key_J)) for _ in range(STEPS)]
    yield Row("next decision, p95", size, p95(decisions), "ms", goal=50, goal_on="value")
    page.decisions.choose(0)
    _settle()
    decided = [_timed(lambda: _key(page, Qt.Key.Key_S)) for _ in range(20)]
    yield Row("decide for all who gave it, p95", size, p95(decided), "ms", goal=50, goal_on="value")
    page.show_view(View.PAPERS)
    _settle()
    students = [_timed(lambda: _shift_j(page)) for _ in range(STEPS)]
    yield Row("next student, p95", size, p95(students), "ms", goal=50, goal_on="value")
    page.resize(1366, 832)
    page.show_side_by_side(True)
    _settle()
    assert page.panes.is_two
    sides = [_timed(lambda: _shift_j(page)) for _ in range(STEPS)]
    yield Row("next student side by side, p95", size, p95(sides), "ms", goal=50, goal_on="value")
    page.show_side_by_side(False)
    yield from _accept(page, session, size)
    session.stop()
    page.hide()
    page.deleteLater()
    _settle()


def _accept(page: ReviewPage, session: ReviewSession, size: str) -> Iterator[Row]:
    """What the sheet does before it asks, and what saying yes does."""
    page.show_view(View.DECISIONS)
    number = next(n for n, todo in enumerate(session.todos) if todo.is_open)
    start = time.perf_counter()
    rescore = session.rescore(number)
    assert rescore is not None
    while not rescore.step(10.0):
        QCoreApplication.processEvents()
    counted = _since(start)
    start = time.perf_counter()
    assert session.accept_for_everyone(number)
    _settle()
    done = _since(start)
    both = counted + done
    yield Row("accept for everyone: who gains and loses", size, counted, "ms")
    yield Row("accept for everyone: on disk and shown", size, done, "ms")
    yield Row("accept for everyone: both", size, both, "ms", goal=1000, goal_on="value")
    while not session.is_ready:
        QCoreApplication.processEvents()


def make_lesson() -> Lesson:
    """A text of the wanted length with a key spread over it."""
    article = make_article(WORDS)
    return Lesson(
        id="bench-desk",
        title="A text to measure with",
        article=article,
        guide=GUIDE,
        key=AnswerKey(article_sha256=article.sha256, items=tuple(_items(article))),
    )


def _items(article: Article) -> Iterator[KeyItem]:
    apart = len(article.words) // ITEMS
    for number in range(ITEMS):
        first, last = article.words.word(number * apart), article.words.word(number * apart + 4)
        span = Span(first.start, last.end)
        label, wrong = GUIDE.labels[number % 4].id, GUIDE.labels[(number + 1) % 4].id
        yield KeyItem(
            id=new_id(),
            name=f"item {number}",
            label=label,
            accepted=(AcceptedSpan(span, span.of(article.text)),),
            why="Because of what these words say, and how.",
            likely_mistakes=((wrong, "Why not: something else is said here."),),
        )


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(times, n=20, method="inclusive")[-1]


def _timed(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return _since(start)


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def _settle() -> None:
    for _ in range(3):
        QCoreApplication.processEvents()


def _key(page: ReviewPage, key: Qt.Key) -> None:
    QTest.keyClick(page.article, key)
    page.repaint()


def _shift_j(page: ReviewPage) -> None:
    QTest.keyClick(page.article, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    page.repaint()


def _wheel(page: ReviewPage) -> None:
    port: QWidget = page.table.table.viewport()
    place = QPointF(port.rect().center())
    event = QWheelEvent(
        place,
        QPointF(port.mapToGlobal(port.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(port, event)
    port.repaint()


def _look() -> Appearance:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    fonts.register_fonts()
    look = Appearance(ThemeChoice.LIGHT, IconSet(assets.resources_dir() / "icons"))
    apply_style(app, look.theme)
    return look
