"""The student's page as a student uses it: real mouse and key events, marks on the other side."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget

from annotator.model.annotation import RelationEnd, RelationKind
from annotator.ui.marking.check_panel import CheckPanel
from annotator.ui.marking.connect_panel import ConnectPanel
from annotator.ui.marking.marks_model import MARK_ROLE
from annotator.ui.marking.page import StudentPage
from annotator.ui.marking.receipt_panel import HandInReceipt
from annotator.ui.marking.session import LessonStep
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.sheets import ConfirmSheet

from .conftest import Desk

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(qtbot: Any, appearance: Appearance, desk: Desk) -> StudentPage:
    """The page with nothing marked, in front and with the keyboard in the article."""
    made = StudentPage(appearance, desk.session, student_name="Amara Okonkwo-Fitzgerald")
    qtbot.addWidget(made)
    made.resize(1280, 832)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus()
    return made


def point_at(page: StudentPage, desk: Desk, words: str, *, end: bool = False) -> QPoint:
    rects = page.view.rects_of(desk.span(words))
    rect = rects[-1] if end else rects[0]
    return QPoint(rect.right() - 3 if end else rect.left() + 3, rect.center().y())


def swipe(page: StudentPage, desk: Desk, words: str) -> None:
    """Drag over these words with the left button, slowly enough to be no double click."""
    viewport = page.view.viewport()
    first, last = point_at(page, desk, words), point_at(page, desk, words, end=True)
    QTest.mousePress(viewport, LEFT, NONE, first)
    for share in (0.3, 0.7, 1.0):
        step = first + (last - first) * share
        QTest.mouseMove(viewport, step)
        QApplication.processEvents()
    QTest.mouseRelease(viewport, LEFT, NONE, last)
    QTest.qWait(QApplication.doubleClickInterval() + 20)


def click(page: StudentPage, desk: Desk, words: str) -> None:
    QTest.mouseClick(page.view.viewport(), LEFT, NONE, point_at(page, desk, words))
    QTest.qWait(QApplication.doubleClickInterval() + 20)


def key(page: StudentPage, *args: Any) -> None:
    QTest.keyClick(page.view, *args)
    QApplication.processEvents()


def quotes(desk: Desk) -> list[tuple[str, str]]:
    return [(mark.label, mark.quote) for mark in desk.marking.marks]


def test_select_then_key_marks_whole_words(page: StudentPage, desk: Desk) -> None:
    swipe(page, desk, "ld ferry will stop")
    key(page, "1")
    assert quotes(desk) == [("claim", "old ferry will stop")]
    assert page.view.words.span() is None
    assert page.chosen == desk.marking.marks[0].id
    assert page.panel.step is LessonStep.MARK


def test_the_small_bar_stands_by_the_selection_and_labels_it(
    page: StudentPage, desk: Desk, qtbot: Any
) -> None:
    swipe(page, desk, "deckhand and a clerk")
    qtbot.waitUntil(page.bar.isVisible)
    assert page.view.viewport().rect().contains(page.bar.geometry())
    assert not page.bar.geometry().intersects(page.view.words.rect())
    QTest.mouseClick(page.bar.buttons["source"], LEFT)
    assert quotes(desk) == [("source", "deckhand and a clerk")]
    assert not page.bar.isVisible()


def test_enter_on_a_selection_asks_which_label(page: StudentPage, desk: Desk, qtbot: Any) -> None:
    swipe(page, desk, "deckhand and a clerk")
    key(page, Qt.Key.Key_Return)
    assert page.bar.isVisible()
    qtbot.waitUntil(lambda: page.bar.isAncestorOf(QApplication.focusWidget() or page))
    for key_ in (Qt.Key.Key_Tab, Qt.Key.Key_Return):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key_)
    assert quotes(desk) == [("denial", "deckhand and a clerk")]
    assert page.view.hasFocus()


def test_a_kept_tool_marks_with_every_swipe(page: StudentPage, desk: Desk) -> None:
    QTest.mouseClick(page.tools.tools["source"], LEFT)
    assert page.tools.tools["source"].isChecked()
    swipe(page, desk, "Harbour Post")
    swipe(page, desk, "Mira Holt")
    assert quotes(desk) == [("source", "Harbour Post"), ("source", "Mira Holt")]
    page.view.setFocus()
    key(page, Qt.Key.Key_Escape)
    key(page, Qt.Key.Key_Escape)
    assert not page.tools.tools["source"].isChecked()
    swipe(page, desk, "engine is broken")
    assert len(quotes(desk)) == 2


def test_a_label_key_changes_the_chosen_mark(page: StudentPage, desk: Desk) -> None:
    mark = desk.mark("careless nonsense", "claim")
    click(page, desk, "careless")
    assert page.chosen == mark
    key(page, "4")
    assert quotes(desk) == [("opinion", "careless nonsense")]
    assert page.chosen == mark


def test_delete_undo_redo_bring_back_the_same_mark(page: StudentPage, desk: Desk) -> None:
    mark = desk.mark("careless nonsense", "claim")
    click(page, desk, "careless")
    key(page, Qt.Key.Key_Delete)
    assert quotes(desk) == []
    assert page.view.mark(mark) is None
    key(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [m.id for m in desk.marking.marks] == [mark]
    assert page.view.mark(mark) is not None
    key(page, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert quotes(desk) == []
    key(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    key(page, Qt.Key.Key_Z, shift)
    assert quotes(desk) == []


def test_undo_and_redo_say_what_they_would_do(page: StudentPage, desk: Desk) -> None:
    assert not page.tools.undo.isEnabled()
    desk.mark("careless nonsense", "claim")
    assert page.tools.undo.isEnabled()
    assert "mark" in page.tools.undo.toolTip()
    QTest.mouseClick(page.tools.undo, LEFT)
    assert quotes(desk) == []
    assert page.tools.redo.isEnabled()


def test_marking_the_same_again_shows_the_mark_that_is_there(page: StudentPage, desk: Desk) -> None:
    mark = desk.mark("careless nonsense", "claim")
    page.choose("")
    swipe(page, desk, "careless nonsense")
    key(page, "1")
    assert len(quotes(desk)) == 1
    assert page.chosen == mark


def test_grow_by_keys_is_one_step_each(page: StudentPage, desk: Desk) -> None:
    desk.mark("careless", "opinion")
    click(page, desk, "careless")
    key(page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert quotes(desk) == [("opinion", "careless nonsense")]
    key(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert quotes(desk) == [("opinion", "careless")]


def test_next_and_previous_mark_by_keys(page: StudentPage, desk: Desk) -> None:
    later = desk.mark("careless nonsense", "opinion")
    earlier = desk.mark("Harbour Post", "source")
    key(page, Qt.Key.Key_J)
    assert page.chosen == earlier
    key(page, Qt.Key.Key_J)
    assert page.chosen == later
    key(page, Qt.Key.Key_J)
    assert page.chosen == later
    key(page, Qt.Key.Key_K)
    assert page.chosen == earlier


def test_list_and_article_are_in_step(page: StudentPage, desk: Desk) -> None:
    page.panel.show_step(LessonStep.MARK)
    desk.mark("careless nonsense", "opinion")
    desk.mark("Harbour Post", "source")
    rows = page.panel.findChild(QListView)
    assert isinstance(rows, QListView)
    model = rows.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "Harbour Post",
        "careless nonsense",
    ]
    spot = rows.visualRect(model.index(1, 0)).center()
    QTest.mouseClick(rows.viewport(), LEFT, NONE, spot)
    assert page.chosen == desk.marking.marks[1].id
    click(page, desk, "Harbour")
    assert rows.currentIndex().row() == 0


def test_the_chosen_mark_stays_chosen_while_it_changes(page: StudentPage, desk: Desk) -> None:
    page.panel.show_step(LessonStep.MARK)
    for words in ("Harbour Post", "careless nonsense", "the engine is broken"):
        desk.mark(words, "source")
    rows = page.panel.findChild(QListView)
    assert isinstance(rows, QListView)
    mark = desk.mark("40 people", "claim")
    page.choose(mark)
    QApplication.processEvents()
    for pressed in ((Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier), ("4",), ("2",)):
        key(page, *pressed)
        assert page.chosen == mark
        assert rows.currentIndex().data(MARK_ROLE) == desk.get(mark)
    assert (desk.get(mark).label, desk.get(mark).quote) == ("denial", "40 people use")
    desk.session.resize(mark, desk.span("old ferry"))
    QApplication.processEvents()
    assert page.chosen == mark
    assert (rows.currentIndex().row(), rows.currentIndex().data()) == (0, "old ferry")


def test_a_key_takes_a_tool_after_a_mark_until_that_is_chosen(
    page: StudentPage, desk: Desk
) -> None:
    page.view.words.select(desk.span("careless nonsense"))
    key(page, "2")
    (mark,) = desk.marking.marks
    assert page.chosen == mark.id
    key(page, "4")
    assert (desk.get(mark.id).label, page.view.tool()) == ("denial", "opinion")
    key(page, "4")
    click(page, desk, "nonsense")
    key(page, "4")
    assert (desk.get(mark.id).label, page.view.tool()) == ("opinion", None)


def test_a_mark_that_is_worked_on_is_changed_by_a_key(page: StudentPage, desk: Desk) -> None:
    page.view.words.select(desk.span("careless"))
    key(page, "2")
    (mark,) = desk.marking.marks
    key(page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    key(page, "4")
    assert (desk.get(mark.id).label, desk.get(mark.id).quote) == ("opinion", "careless nonsense")


def test_no_key_changes_a_mark_out_of_sight(page: StudentPage, desk: Desk) -> None:
    mark = desk.mark("careless nonsense", "denial")
    page.resize(page.width(), 300)
    page.choose(mark)
    QApplication.processEvents()
    assert page.view.picked.is_in_sight()
    bar = page.view.verticalScrollBar()
    bar.setValue(0)
    if page.view.picked.is_in_sight():
        bar.setValue(bar.maximum())
    assert not page.view.picked.is_in_sight()
    key(page, "4")
    assert (desk.get(mark).label, page.view.tool()) == ("denial", "opinion")


def test_mark_first_leads_back_to_the_article(page: StudentPage, qtbot: Any) -> None:
    page.panel.show_step(LessonStep.CHECK)
    check = page.panel.findChild(CheckPanel)
    assert isinstance(check, CheckPanel)
    check.hand_in.setFocus()
    check.ask_to_hand_in()
    (sheet,) = page.findChildren(ConfirmSheet)
    sheet.no_button.click()
    qtbot.waitUntil(page.view.hasFocus)
    assert page.panel.step is LessonStep.MARK


def test_connect_points_at_the_mark_with_the_handles(
    page: StudentPage, desk: Desk, qtbot: Any
) -> None:
    first = desk.mark("old ferry will stop running", "claim")
    second = desk.mark("the engine is broken", "claim")
    source = desk.mark("Harbour Post", "source")
    page.choose(second)
    page.panel.show_step(LessonStep.CONNECT)
    QApplication.processEvents()
    connect = page.panel.findChild(ConnectPanel)
    assert isinstance(connect, ConnectPanel)

    def pointed() -> str:
        return connect.current.mark_id if connect.current else ""

    assert pointed() == second
    page.choose(first)
    qtbot.waitUntil(lambda: pointed() == first)
    page.choose(source)
    qtbot.waitUntil(lambda: pointed() == "")
    page.choose(first)
    qtbot.waitUntil(lambda: pointed() == first)
    # A finished tie hands on to the next open one, in the list and in the article.
    desk.session.relate(first, RelationKind.SAID_BY, [[RelationEnd.mark(source)]])
    key(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pointed() == page.chosen == second)


def test_a_mark_that_goes_leaves_none_chosen(page: StudentPage, desk: Desk) -> None:
    page.panel.show_step(LessonStep.MARK)
    for words in ("Harbour Post", "careless nonsense", "the engine is broken"):
        mark = desk.mark(words, "source")
    rows = page.panel.findChild(QListView)
    assert isinstance(rows, QListView)
    page.choose(mark)
    QApplication.processEvents()
    # The second press must not take away a mark that nobody chose.
    for _ in range(2):
        key(page, Qt.Key.Key_Delete)
    assert page.chosen == ""
    assert not rows.currentIndex().isValid()
    assert len(desk.marking) == 2


def test_a_note_can_be_written_from_the_article(page: StudentPage, desk: Desk) -> None:
    mark = desk.mark("careless nonsense", "opinion")
    click(page, desk, "careless")
    key(page, Qt.Key.Key_N)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "why 1 and not 2")
    page.flush()
    assert desk.get(mark).note == "why 1 and not 2"
    assert quotes(desk) == [("opinion", "careless nonsense")]


def test_ties_are_shown_in_the_list(page: StudentPage, desk: Desk) -> None:
    page.panel.show_step(LessonStep.MARK)
    claim = desk.mark("old ferry will stop running", "claim")
    source = desk.mark("Harbour Post", "source")
    desk.session.relate(claim, RelationKind.SAID_BY, [[RelationEnd.mark(source)]])
    rows = page.panel.findChild(QListView)
    assert isinstance(rows, QListView)
    told = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Claim: old ferry will stop running. said by “Harbour Post”"


def test_a_new_tie_is_seen_at_once(page: StudentPage, desk: Desk) -> None:
    claim = desk.mark("old ferry will stop running", "claim")
    source = desk.mark("Harbour Post", "source")
    page.choose("")
    accent = page._appearance.theme.accent

    def lines() -> int:
        image = page.view.viewport().grab().toImage()
        return sum(
            image.pixelColor(x, y) == accent
            for x in range(image.width())
            for y in range(0, image.height(), 2)
        )

    before = lines()
    desk.session.relate(claim, RelationKind.SAID_BY, [[RelationEnd.mark(source)]])
    assert page.chosen == claim
    assert lines() > before + 20
    desk.session.undo()
    assert lines() <= before + 20, "the line goes with the tie"


def test_after_hand_in_nothing_changes_any_more(page: StudentPage, desk: Desk) -> None:
    desk.mark("careless nonsense", "opinion")
    page.show_receipt(
        HandInReceipt(
            file_name="Amara.handin",
            handed_in=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC),
            marks=1,
        )
    )
    click(page, desk, "careless")
    assert page.chosen
    key(page, Qt.Key.Key_Delete)
    key(page, "1")
    swipe(page, desk, "Harbour Post")
    key(page, "3")
    key(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert quotes(desk) == [("opinion", "careless nonsense")]
    assert not page.bar.isVisible()


def test_small_screens_get_a_drawer_that_makes_way(
    page: StudentPage, desk: Desk, qtbot: Any
) -> None:
    page.resize(700, 520)
    QApplication.processEvents()
    assert not page.panel.isVisible()
    assert page.tools.list.isVisible()
    QTest.mouseClick(page.tools.list, LEFT)
    assert page.panel.isVisible()
    assert page.rect().contains(page.panel.geometry())
    page.view.words.select(desk.span("Harbour Post"))
    qtbot.waitUntil(lambda: not page.panel.isVisible())
    page.resize(1280, 832)
    QApplication.processEvents()
    assert page.panel.isVisible()
    assert not page.tools.list.isVisible()


@pytest.mark.parametrize("width", [1280, 1000, 700])
def test_the_article_is_laid_out_for_one_width_when_the_page_comes(
    appearance: Appearance, desk: Desk, qtbot: Any, width: int
) -> None:
    page = StudentPage(appearance, desk.session, student_name="Amara")
    qtbot.addWidget(page)
    widths: set[int] = set()

    class Widths(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QResizeEvent):
                widths.add(event.size().width())
            return False

    page.view.viewport().installEventFilter(Widths(page))
    page.expect(QSize(width, 768))
    page.show()
    QApplication.processEvents()
    assert widths == {page.view.viewport().width()}


@pytest.mark.parametrize("size", [(1280, 832), (1093, 614), (960, 540), (700, 520)])
def test_nothing_of_the_page_is_cut_off(
    page: StudentPage,
    desk: Desk,
    size: tuple[int, int],
    picture: Callable[[QWidget, str], None],
) -> None:
    desk.mark("old ferry will stop running", "claim")
    desk.mark("careless nonsense", "opinion")
    page.resize(*size)
    QApplication.processEvents()
    for row in (page.header, page.tools):
        assert row.width() <= size[0]
        shown = [w for w in row.findChildren(QWidget) if w.isVisible() and w.parent() is row]
        for widget in shown:
            assert row.rect().contains(widget.geometry()), widget
        for one, other in pairwise(shown):
            assert not one.geometry().intersects(other.geometry())
    picture(page, f"page-{size[0]}")


def test_everything_has_a_name_for_screen_readers(page: StudentPage, desk: Desk) -> None:
    desk.mark("old ferry will stop running", "claim")
    for step in LessonStep:
        page.panel.show_step(step)
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName(), widget


@pytest.mark.parametrize(("size", "rows"), [((1366, 768), 3), ((1093, 614), 2)])
def test_the_list_stays_a_list_beside_the_details(
    page: StudentPage,
    desk: Desk,
    dressed: Appearance,
    size: tuple[int, int],
    rows: int,
    picture: Callable[[QWidget, str], None],
) -> None:
    for words in ("old ferry", "Harbour Post", "a deckhand", "a clerk", "the owner"):
        desk.mark(words, "source")
    desk.mark("The engine runs well", "denial")
    claim = desk.mark("the engine is broken", "claim")
    page.resize(*size)
    page.panel.show_step(LessonStep.MARK)
    page.panel.choose(claim)
    for _ in range(3):
        QApplication.processEvents()
    picture(page, f"list-{size[0]}")
    (view,) = (v for v in page.panel.findChildren(QListView) if v.isVisible())
    inside = view.viewport().rect()
    model = view.model()
    whole = sum(
        inside.contains(view.visualRect(model.index(row, 0))) for row in range(model.rowCount())
    )
    assert whole >= rows
    assert page.panel._mark_page is not None
    inspector = page.panel._mark_page.inspector
    assert inspector.isVisible()
    assert inspector.height() >= 120


def test_a_note_on_selected_words_marks_them_as_the_last_label(
    page: StudentPage, desk: Desk, qtbot: Any
) -> None:
    swipe(page, desk, "careless nonsense")
    key(page, Qt.Key.Key_4)
    swipe(page, desk, "the engine is broken")
    qtbot.waitUntil(page.bar.isVisible)
    assert page.bar.note.toolTip() == "<p>Mark as Opinion and write a note</p>"
    selected = page.view.words.rect()
    assert page.bar.geometry().bottom() < selected.top(), "what is read next stays in sight"
    QTest.mouseClick(page.bar.note, LEFT)
    field = QApplication.focusWidget()
    assert isinstance(field, QWidget)
    QTest.keyClicks(field, "who says so?")
    page.flush()
    mark = desk.marking.find(desk.span("the engine is broken"), "opinion")
    assert mark is not None
    assert mark.note == "who says so?"


def test_hand_in_at_the_top_checks_first_and_then_hands_in(page: StudentPage, desk: Desk) -> None:
    desk.mark("careless nonsense", "opinion")
    asked: list[bool] = []
    page.hand_in_requested.connect(lambda: asked.append(True))
    page.hand_in.click()
    assert page.panel.step is LessonStep.CHECK
    assert asked == []
    page.hand_in.click()
    assert asked == [True]
