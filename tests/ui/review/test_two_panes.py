"""A paper's marks beside the key: equal rows, one scroll, both show the place of a difference."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.outcome import ItemState
from annotator.model.text import Span
from annotator.services.data.preferences import ReadingSettings, TeacherPreferences
from annotator.ui.article.marks import Sign
from annotator.ui.article.overview import OverviewStrip
from annotator.ui.outcomes.article_pane import ReviewArticle
from annotator.ui.outcomes.layers import PLACE
from annotator.ui.review.bar import View
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice
from tests.ui.review.conftest import Table

Begin = Callable[..., Table]


def side_by_side(table: Table, qtbot: QtBot, width: int = 1366, height: int = 768) -> ReviewArticle:
    """Turn to the papers and press the key; the key's pane."""
    page = table.page
    page.resize(width, height)
    page.show_view(View.PAPERS)
    page.article.setFocus()
    qtbot.keyClick(page.article, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: page.panes.is_two)
    qtbot.wait(20)
    key = page.panes.key
    assert key is not None
    return key


def test_rows_are_equal_and_scrolling_one_scrolls_the_other(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin()
    page = table.page
    key = side_by_side(table, qtbot)
    assert key.isVisible()
    assert not page.lists.isVisible()
    assert page.bar.list.isVisible()
    picture(page, "panes-1366x768")
    assert page.article.viewport().width() == key.viewport().width()
    text = page.article.article().text
    for start in range(0, len(text) - 40, len(text) // 9):
        span = Span(start, start + 30)
        assert page.article.rects_of(span) == key.rects_of(span)
    ours, theirs = page.article.verticalScrollBar(), key.verticalScrollBar()
    assert ours.maximum() == theirs.maximum() > 0
    for pane, other in ((page.article, theirs), (key, ours)):
        before = other.value()
        place = QPointF(60, 60)
        QApplication.sendEvent(
            pane.viewport(),
            QWheelEvent(
                place,
                QPointF(pane.viewport().mapToGlobal(place.toPoint())),
                QPoint(),
                QPoint(0, -240),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )
        assert other.value() > before
        assert ours.value() == theirs.value()


def test_each_side_has_its_own_and_the_strip_has_all_differences(
    begin: Begin, qtbot: QtBot
) -> None:
    table = begin()
    page = table.page
    key = side_by_side(table, qtbot)
    paper = page.paper_view.paper
    assert paper is not None
    assert paper.lesson.key is not None
    for mark in paper.compared.comparison.marks:
        assert page.article.mark(f"mark {mark.mark_id}") is not None
        assert key.mark(f"mark {mark.mark_id}") is None
    for item in paper.lesson.key.items:
        assert key.mark(f"item {item.id}") is not None
        assert page.article.mark(f"item {item.id}") is None
    missed = sum(each.state is ItemState.MISSED for each in paper.compared.comparison.items)
    assert missed
    ticks = page.article.findChildren(OverviewStrip)[0].ticks()
    assert ticks >= len(paper.compared.comparison.marks) + missed
    assert not key.findChildren(OverviewStrip)[0].isVisible()


def test_each_difference_is_shown_at_its_place_in_both(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    page = table.page
    key = side_by_side(table, qtbot)
    kinds = set()
    for _ in range(40):
        qtbot.keyClick(page.article, Qt.Key.Key_J)
        entry = page.paper_view.chosen
        assert entry is not None
        if entry.span is None:
            continue
        kinds.add(entry.sign)
        for pane in (page.article, key):
            picked = pane.selected_mark()
            assert picked is not None
            painted = pane.mark(picked)
            assert painted is not None
            rects = pane.rects_of(painted.span)
            assert rects[0].bottom() > 0
            assert rects[0].top() < pane.viewport().height()
        if entry.mark is None:
            assert page.article.selected_mark() == PLACE
    assert Sign.MISSED in kinds
    # One column again: what stood for a place on the other side is gone.
    qtbot.keyClick(page.article, Qt.Key.Key_T)
    assert not page.panes.is_two
    assert page.article.mark(PLACE) is None
    assert not key.isVisible()
    assert page.lists.isVisible()


def test_a_mark_of_the_key_can_be_clicked(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    page = table.page
    key = side_by_side(table, qtbot)
    paper = page.paper_view.paper
    assert paper is not None
    entry = next(e for e in paper.entries if e.sign is Sign.MISSED and e.key_item is not None)
    assert entry.span is not None
    key.ensure_span_visible(entry.span)
    place = key.rects_of(entry.span)[0].center()
    qtbot.mouseClick(key.viewport(), Qt.MouseButton.LeftButton, pos=place)
    chosen = page.paper_view.chosen
    assert chosen is not None
    assert chosen.id == entry.id


def test_where_it_is_narrow_one_column_stays_and_that_is_said(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin()
    page = table.page
    page.resize(1093, 614)
    page.show_view(View.PAPERS)
    page.article.setFocus()
    qtbot.keyClick(page.article, Qt.Key.Key_T)
    qtbot.wait(20)
    assert not page.panes.is_two
    assert page.lists.isVisible()
    assert "too narrow" in page.banner.text()
    assert "once the window is wide enough" in page.bar.panes.toolTip()
    picture(page, "panes-1093x614")
    page.banner.hide()
    page.resize(1366, 768)
    qtbot.waitUntil(lambda: page.panes.is_two)
    assert "once" not in page.bar.panes.toolTip()
    page.resize(1093, 614)
    qtbot.waitUntil(lambda: not page.panes.is_two)


def test_other_views_have_one_column(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    page = table.page
    side_by_side(table, qtbot)
    page.show_view(View.DECISIONS)
    assert not page.panes.is_two
    assert not page.bar.panes.isVisible()
    page.show_view(View.PAPERS)
    qtbot.waitUntil(lambda: page.panes.is_two)


def test_dark(
    begin: Begin, dressed: Appearance, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin()
    key = side_by_side(table, qtbot)
    table.page.step(1)
    dressed.choose(ThemeChoice.DARK)
    qtbot.wait(20)
    picture(table.page, "panes-dark")
    assert key.palette().base().color() == dressed.theme.paper
    dressed.choose(ThemeChoice.LIGHT)


def test_large_type_needs_more_room(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    page = table.page
    least = page.panes.least_width()
    page.article.set_settings(ReadingSettings(size=38))
    assert page.panes.least_width() > least + 500


def test_the_wish_and_the_first_verdict_are_kept(
    begin: Begin, qtbot: QtBot, dressed: Appearance
) -> None:
    table = begin()
    seeded = table.seeded
    preferences = TeacherPreferences(seeded.data)

    def open_again() -> ReviewPage:
        again = TeacherPreferences(seeded.data)
        session = ReviewSession(table.session.review)
        page = ReviewPage(dressed, session, preferences=again)
        session.setParent(page)
        qtbot.addWidget(page)
        page.resize(1366, 768)
        page.show()
        qtbot.waitUntil(lambda: session.is_ready, timeout=30000)
        return page

    assert not preferences.is_side_by_side()
    page = open_again()
    assert page.decision_panel.verdicts.hint.isVisible()
    page.show_view(View.PAPERS)
    page.show_side_by_side(True)
    page.show_view(View.DECISIONS)
    page.decision_panel.verdicts.buttons[next(iter(page.decision_panel.verdicts.buttons))].click()
    assert not page.decision_panel.verdicts.hint.isVisible()
    page.hide()
    seeded.data.writer.flush()
    assert TeacherPreferences(seeded.data).knows_verdicts()
    page = open_again()
    assert not page.decision_panel.verdicts.hint.isVisible()
    page.show_view(View.PAPERS)
    qtbot.waitUntil(lambda: page.panes.is_two)
    assert page.bar.panes.isChecked()
    page.session.stop()
    page.hide()


@pytest.mark.parametrize("two", [False, True])
def test_the_next_paper_is_there_at_once(begin: Begin, qtbot: QtBot, two: bool) -> None:
    table = begin(students=24)
    page = table.page
    if two:
        side_by_side(table, qtbot)
    else:
        page.show_view(View.PAPERS)
    page.repaint()
    took = []
    for _ in range(20):
        began = perf_counter()
        page.paper_view.step_paper(1)
        QApplication.processEvents()
        took.append(1000 * (perf_counter() - began))
    took.sort()
    print(f"next paper, two={two}: median {took[10]:.1f} ms, 19th of 20 {took[18]:.1f} ms")
    assert took[10] < 150
