"""The page under a finger: picking, relabelling, a handle, a swipe."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.marking.page import StudentPage
from annotator.ui.widgets.appearance import Appearance

from .conftest import Desk


@pytest.fixture(scope="module")
def screen(qapp: QApplication) -> QPointingDevice:
    """A touch screen."""
    return QTest.createTouchDevice()


@pytest.fixture
def page(qtbot: Any, appearance: Appearance, desk: Desk) -> StudentPage:
    """The page in front."""
    made = StudentPage(appearance, desk.session, student_name="Amara")
    qtbot.addWidget(made)
    made.resize(1280, 832)
    made.show()
    qtbot.waitExposed(made)
    return made


def finger(screen: QPointingDevice, widget: QWidget, *points: QPoint) -> None:
    """Down at the first point, over the others, up at the last."""
    QTest.touchEvent(widget, screen).press(0, points[0], widget).commit()
    for point in points[1:]:
        QTest.touchEvent(widget, screen).move(0, point, widget).commit()
    QTest.touchEvent(widget, screen).release(0, points[-1], widget).commit()
    QApplication.processEvents()


def tap(screen: QPointingDevice, widget: QWidget) -> None:
    finger(screen, widget, widget.rect().center())


def middle(page: StudentPage, desk: Desk, words: str) -> QPoint:
    return page.view.rects_of(desk.span(words))[0].center()


def test_a_tapped_mark_is_relabelled_noted_and_removed(
    page: StudentPage, desk: Desk, screen: QPointingDevice, picture: Any
) -> None:
    mark = desk.mark("careless nonsense", "claim")
    page.choose("")
    finger(screen, page.view.viewport(), middle(page, desk, "careless"))
    assert page.chosen == mark
    bar = page.mark_bar
    assert bar.isVisible()
    assert page.view.viewport().rect().contains(bar.geometry())
    assert bar.buttons["claim"].isChecked()
    assert all(min(b.width(), b.height()) >= 42 for b in (*bar.buttons.values(), bar.remove))
    picture(page, "touch-mark-bar")
    tap(screen, bar.buttons["opinion"])
    assert desk.get(mark).label == "opinion"
    assert bar.isVisible()
    assert bar.buttons["opinion"].isChecked()
    tap(screen, bar.note)
    note = QApplication.focusWidget()
    assert note is not None
    assert note.accessibleName() == "Your note on this mark"
    # Long enough after the first tap not to be the second half of a double one.
    QTest.qWait(QApplication.doubleClickInterval() + 20)
    finger(screen, page.view.viewport(), middle(page, desk, "careless"))
    tap(screen, bar.remove)
    assert len(desk.marking) == 0
    assert not bar.isVisible()


def test_a_mouse_needs_no_bar_where_the_details_are_beside(page: StudentPage, desk: Desk) -> None:
    mark = desk.mark("careless nonsense", "claim")
    page.choose("")
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(page.view.viewport(), left, none, middle(page, desk, "careless"))
    assert page.chosen == mark
    assert not page.mark_bar.isVisible()


def test_words_are_selected_and_labelled_by_finger(
    page: StudentPage, desk: Desk, screen: QPointingDevice, qtbot: Any
) -> None:
    rect = page.view.rects_of(desk.span("deckhand and a clerk"))[0]
    start, end = rect.center(), rect.center()
    start.setX(rect.left() + 4)
    end.setX(rect.right() - 4)
    finger(screen, page.view.viewport(), start, (start + end) / 2, end)
    qtbot.waitUntil(page.bar.isVisible)
    tap(screen, page.bar.buttons["source"])
    assert [(m.label, m.quote) for m in desk.marking.marks] == [("source", "deckhand and a clerk")]


def test_a_finger_moves_an_edge_from_beside_the_handle(
    page: StudentPage, desk: Desk, screen: QPointingDevice
) -> None:
    mark = desk.mark("engine is", "claim")
    page.choose(mark)
    rect = page.view.rects_of(desk.span("engine is"))[0]
    target = page.view.rects_of(desk.span("broken"))[0]
    # Fifteen pixels beside it: a mouse would miss the handle, a finger does not.
    start = QPoint(rect.right() + 15, rect.bottom() + 2)
    before = len(desk.session.history)
    finger(screen, page.view.viewport(), start, target.center(), target.center() + QPoint(8, 0))
    assert desk.get(mark).quote == "engine is broken"
    assert len(desk.session.history) == before + 1


def test_the_keyboard_is_in_the_article_when_the_page_opens(page: StudentPage, qtbot: Any) -> None:
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    assert page.view.hasFocus()


def test_the_chosen_row_stays_in_view_when_its_details_open(
    page: StudentPage, desk: Desk, qtbot: Any
) -> None:
    words = desk.session.lesson.article.words
    for number in range(30):
        desk.session.add([words.word(number)], "claim")
    last = desk.marking.at(len(desk.marking) - 1)
    page.choose("")
    page.panel.show_step(page.panel.step.MARK)
    QApplication.processEvents()
    page.choose(last.id)
    rows = page.panel._mark_page.marks._list  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: rows.viewport().rect().contains(rows.visualRect(rows.currentIndex())))
