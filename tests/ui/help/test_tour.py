"""The tours and the way to help and back, through the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QMenu

from annotator.demo.hand import Hand
from annotator.ui.desk.page import DeskPage
from annotator.ui.help.page import HelpPage
from annotator.ui.help.teacher_cards import TeacherWelcome
from annotator.ui.help.tour import place_beside
from annotator.ui.help.tours import steps_for
from annotator.ui.marking.page import StudentPage
from annotator.ui.start.page import StartPage
from tests.ui.help.conftest import New

# A menu that pops up wants the keyboard for itself; without a screen there is none to take.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support grabbing", extend=True)


def begin(new: New, name: str = "Amara") -> Hand:
    hand = Hand(new.window)
    hand.type(name)
    hand.press("Start")
    return hand


def from_help(hand: Hand, words: str) -> None:
    """Open the menu of help and choose an entry with the mouse."""
    hand.press("Help")
    menu = hand.one(QMenu)
    action = next(each for each in menu.actions() if each.text() == words)
    hand.click(menu, menu.actionGeometry(action).center())
    hand.settle()


def walk(new: New) -> list[tuple[str, QRect]]:
    """Go through the tour; what was pointed at, and that the card never lies over it."""
    seen = []
    tour = new.shell.first_steps.tour
    assert tour is not None
    while new.shell.first_steps.tour is tour:
        target = tour.target
        assert target is not None
        page = tour.card.parentWidget()
        assert page is not None
        rect = QRect(target.mapTo(page, QPoint()), target.size())
        assert page.rect().contains(tour.card.geometry())
        large = rect.width() > page.width() // 3 and rect.height() > page.height() // 3
        assert large or not tour.card.geometry().intersects(rect)
        seen.append((target.accessibleName(), rect))
        tour.card.next.click()
    return seen


@pytest.mark.parametrize("size", [(1280, 832), (1093, 614), (700, 520)])
def test_the_students_tour_points_at_real_controls(new: New, size: tuple[int, int]) -> None:
    hand = begin(new)
    new.shell.open_lesson("01-new-crossing")
    new.window.resize(*size)
    hand.settle()
    from_help(hand, "Show me around this page")
    page = hand.one(StudentPage)
    seen = walk(new)
    assert len(seen) == len(steps_for(page)) == 6
    assert new.shell.first_steps.tour is None


def test_a_tour_is_skipped_by_key_and_comes_back_from_help(new: New) -> None:
    hand = begin(new)
    new.shell.open_lesson("01-new-crossing")
    for _ in range(2):
        from_help(hand, "Show me around this page")
        assert new.shell.first_steps.tour is not None
        hand.key("Escape")
        assert new.shell.first_steps.tour is None


def test_what_is_pointed_at_can_be_pressed_meanwhile(new: New) -> None:
    hand = begin(new)
    new.shell.open_lesson("01-new-crossing")
    from_help(hand, "Show me around this page")
    tour = new.shell.first_steps.tour
    assert tour is not None
    tour.go_on()
    page = hand.one(StudentPage)
    hand.press("Claim", inside=page.tools)
    assert page.tools.tools["claim"].isChecked()
    hand.click(hand.one(QAbstractButton, "Back to the start page"))
    assert new.shell.first_steps.tour is None


def test_help_opens_from_an_open_lesson_and_leads_back_to_it(new: New) -> None:
    hand = begin(new)
    new.shell.open_lesson("01-new-crossing")
    page = hand.one(StudentPage)
    page.session.add([page.session.lesson.article.words.word(3)], "claim")
    title = new.window.windowTitle()
    from_help(hand, "Help pages")
    assert hand.one(HelpPage).shown == "student"
    hand.press("Back to where you were")
    assert new.window.page is page
    assert new.window.windowTitle() == title
    assert len(page.session.marking) == 1


def test_help_on_the_start_page(new: New) -> None:
    hand = begin(new)
    hand.key("F1")
    assert isinstance(hand.front(), QMenu)
    hand.key("Escape")
    from_help(hand, "Help pages")
    hand.one(HelpPage)
    hand.press("Back to where you were")
    assert isinstance(new.window.page, StartPage)


def test_help_and_tour_on_the_desk_that_stays_open(new: New) -> None:
    hand = begin(new)
    hand.press("Teacher’s side")
    desk = hand.one(DeskPage)
    hand.one(TeacherWelcome)
    from_help(hand, "Help pages")
    assert hand.one(HelpPage).shown == "teacher"
    hand.press("Back to where you were")
    assert hand.one(DeskPage) is desk
    from_help(hand, "Show me around this page")
    assert len(walk(new)) >= 4


def test_the_sample_class_is_one_press_away_and_clearly_one(new: New) -> None:
    hand = begin(new)
    hand.press("Teacher’s side")
    desk = hand.one(DeskPage)
    hand.press("Make a sample class")
    hand.until("the class is there", lambda: desk.data.is_sample)
    assert "all made up" in desk.data.class_detail
    assert all(row.came_in.endswith("of 30 in") for row in desk.data.rows)


@pytest.mark.parametrize(
    "target",
    [
        QRect(0, 0, 40, 40),
        QRect(1040, 560, 40, 40),
        QRect(500, 20, 80, 42),
        QRect(0, 54, 30, 560),
        QRect(741, 100, 352, 500),
    ],
)
def test_the_card_stands_beside_what_it_tells_of(target: QRect) -> None:
    room = QRect(0, 0, 1093, 614)
    card = place_beside(target, QSize(340, 170), room)
    assert room.contains(card)
    assert not card.intersects(target)


def test_where_there_is_no_room_beside_the_card_stays_inside() -> None:
    room = QRect(0, 0, 700, 400)
    card = place_beside(QRect(0, 40, 700, 360), QSize(340, 170), room)
    assert room.contains(card)
