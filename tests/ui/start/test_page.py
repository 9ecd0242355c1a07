"""The start page, with real events."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from annotator.ui.start.cards import (
    LessonCard,
    NameCard,
    OpenArticleCard,
    WaitingCard,
    WarmUpCard,
)
from annotator.ui.start.model import (
    LessonCardData,
    LessonState,
    Person,
    StartData,
    WaitingData,
    greeting,
)
from annotator.ui.start.page import StartPage
from annotator.ui.start.who import Face, PersonCard, WhoIsHere
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.labels import ElidedLabel
from annotator.ui.widgets.progress import StepBar, StepState
from annotator.ui.widgets.theme import Theme, all_themes

AMARA, BEN = Person(id="a", name="Amara O."), Person(id="b", name="Ben <b>Li</b> & Co")
LESSONS = tuple(
    LessonCardData(
        slug=f"{number:02}-lesson",
        number=number,
        title=f"A lesson that teaches thing {number}",
        skill="who says so",
        words=200 + number,
        steps=(StepState.DONE, StepState.NOW, StepState.OPEN) if number == 1 else (),
        marks=6 if number == 1 else 0,
        state=LessonState.STARTED if number == 1 else LessonState.NEW,
    )
    for number in range(1, 9)
)
MANY = ("Ann", "Bo", "Cy", "Dee", "Eve", "Flo", "Gus", "Hal", "Ida")
WAITING = (
    WaitingData(slug="01-lesson", title="One", detail="who says so", action="Go on marking"),
    WaitingData(slug="02-lesson", title="Two", detail="", action="Read", returned=True),
)
FULL = StartData(
    people=(AMARA, BEN), student_id="a", hour=9, lessons=LESSONS, waiting=WAITING, summary="Two."
)


@pytest.fixture
def page(appearance: Appearance, qtbot: QtBot) -> StartPage:
    page = StartPage(appearance)
    qtbot.addWidget(page)
    page.resize(1093, 614)
    page.show_data(FULL)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return page


def test_a_card_opens_its_lesson(page: StartPage, qtbot: QtBot) -> None:
    cards = page.findChildren(LessonCard)
    assert [card.data.slug for card in cards] == [lesson.slug for lesson in LESSONS]
    with qtbot.waitSignal(page.lesson_requested) as told:
        qtbot.mouseClick(cards[2], Qt.MouseButton.LeftButton)
    assert told.args == ["03-lesson"]
    assert cards[0].accessibleName() == (
        "Lesson 1, A lesson that teaches thing 1, who says so, 201 words, 6 marks so far, "
        "1 of 3 steps done"
    )


def test_the_keyboard_reaches_every_card_in_order(page: StartPage, qtbot: QtBot) -> None:
    cards = page.findChildren(LessonCard)
    cards[0].setFocus(Qt.FocusReason.TabFocusReason)
    for card in cards[1:]:
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert page.focusWidget() is card
        # What has the keyboard is in view.
        top = card.mapTo(page, card.rect().topLeft()).y()
        assert 0 <= top < page.height()
    with qtbot.waitSignal(page.lesson_requested) as told:
        qtbot.keyClick(cards[-1], Qt.Key.Key_Return)
    assert told.args == ["08-lesson"]
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    own = page.findChildren(OpenArticleCard)[0]
    assert page.focusWidget() is own
    assert own.accessibleName() == (
        "Open an article of your own: paste a text, or open a text file, a lesson or returned work"
    )
    with qtbot.waitSignal(page.article_open_requested):
        qtbot.keyClick(own, Qt.Key.Key_Space)


def test_what_waits_is_gone_on_with(page: StartPage, qtbot: QtBot) -> None:
    waiting = page.findChildren(WaitingCard)
    assert len(waiting) == 2
    go = waiting[1].findChildren(Button)[0]
    assert go.accessibleName().startswith("Read: Two")
    with qtbot.waitSignal(page.lesson_requested) as told:
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    assert told.args == ["02-lesson"]


def test_the_try_before_is_one_press_away(page: StartPage, qtbot: QtBot) -> None:
    again = WaitingData(
        slug="01-lesson",
        title="One",
        detail="Try 2 · last time: 21 of 26 found",
        hint="23 marks · saved just now",
        action="Go on marking",
        before="See the reasons",
    )
    page.show_data(dataclasses.replace(FULL, waiting=(again,)))
    card = page.findChildren(WaitingCard)[-1]
    go_on, before = card.findChildren(Button)
    shown = [each.text() for each in card.findChildren(ElidedLabel)]
    assert shown == ["One", again.detail, again.hint]
    with qtbot.waitSignal(page.try_before_requested) as told:
        qtbot.mouseClick(before, Qt.MouseButton.LeftButton)
    assert told.args == ["01-lesson"]
    with qtbot.waitSignal(page.lesson_requested):
        qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)


#: The longest lines that the lessons of the program have.
LONG = tuple(
    dataclasses.replace(
        lesson,
        title="A Tech Chief, a President and Two Accounts",
        skill="everything at once: who says what, and who denies it",
        minutes=90,
        state=LessonState.HANDED_IN,
        tried="24 of 26 found, 21 before",
    )
    for lesson in LESSONS
)


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614), (960, 540), (640, 480)])
def test_no_line_of_a_card_is_cut_short(
    page: StartPage, size: tuple[int, int], qtbot: QtBot
) -> None:
    page.show_data(dataclasses.replace(FULL, lessons=LONG))
    page.resize(*size)
    qtbot.wait(30)
    for card in page.findChildren(LessonCard):
        lines = card.findChildren(ElidedLabel)
        assert len(lines) == 3
        for words in lines:
            assert not any(line.endswith("…") for line in words.shown_lines()), words.text()
            # All of its lines are inside it, and it is inside its card.
            assert words.height() >= words.heightForWidth(words.width())
            assert card.rect().contains(words.geometry())


def test_three_lessons_are_in_sight_on_a_school_laptop(page: StartPage, qtbot: QtBot) -> None:
    again = dataclasses.replace(WAITING[0], before="See the reasons", hint="23 marks")
    page.show_data(dataclasses.replace(FULL, waiting=(again, *WAITING)))
    qtbot.wait(30)
    whole = [
        card
        for card in page.findChildren(LessonCard)
        if page.rect().contains(QRect(card.mapTo(page, QPoint()), card.size()))
    ]
    assert len(whole) >= 3


def test_the_teachers_side_and_settings_are_wished_for(page: StartPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.teacher_requested):
        qtbot.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    named = {button.accessibleName(): button for button in page.findChildren(Button)}
    with qtbot.waitSignal(page.settings_requested):
        qtbot.mouseClick(named["Reading settings"], Qt.MouseButton.LeftButton)
    page.set_teacher_shown(False)
    assert not named["Teacher’s side"].isVisible()


def test_somebody_else_can_take_over(page: StartPage, qtbot: QtBot) -> None:
    menu = page.people_menu()
    actions = menu.actions()
    assert [a.text() for a in actions] == [
        "Amara O.",
        "Ben <b>Li</b> && Co",
        "",
        "Not me…",
        "Someone new…",
    ]
    with qtbot.waitSignal(page.not_me):
        actions[3].trigger()
    assert actions[0].isChecked()
    with qtbot.waitSignal(page.student_chosen) as told:
        actions[1].trigger()
    assert told.args == ["b"]
    actions[-1].trigger()
    card = page.findChildren(NameCard)[-1]
    assert card.field.hasFocus()
    cancel = next(b for b in card.findChildren(Button) if b.label == "Not now")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert page.findChildren(LessonCard)
    menu.deleteLater()


def test_a_first_start_asks_for_the_name_only(appearance: Appearance, qtbot: QtBot) -> None:
    page = StartPage(appearance)
    qtbot.addWidget(page)
    page.show_data(StartData(lessons=LESSONS))
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    card = page.findChildren(NameCard)[0]
    qtbot.waitUntil(card.field.hasFocus)
    assert not page.findChildren(LessonCard)
    assert not card.start.isEnabled()
    qtbot.keyClicks(card.field, "   ")
    assert not card.start.isEnabled()
    qtbot.keyClicks(card.field, "Amara   Obi ")
    with qtbot.waitSignal(page.student_added) as told:
        qtbot.keyClick(card.field, Qt.Key.Key_Return)
    assert told.args == ["Amara Obi"]


def test_a_name_that_is_taken_is_not_given_twice(appearance: Appearance, qtbot: QtBot) -> None:
    card = NameCard(appearance, taken=("Amara O.",))
    qtbot.addWidget(card)
    qtbot.keyClicks(card.field, "amara  o.")
    assert not card.start.isEnabled()
    assert any("already" in label.text() for label in card.findChildren(QLabel))
    qtbot.keyClicks(card.field, " 7B")
    assert card.start.isEnabled()


def who_page(appearance: Appearance, qtbot: QtBot, *people: Person) -> StartPage:
    page = StartPage(appearance)
    qtbot.addWidget(page)
    page.resize(1093, 614)
    page.show_data(StartData(people=people))
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return page


def test_it_is_asked_who_is_working_where_there_are_several(
    appearance: Appearance, qtbot: QtBot
) -> None:
    zoe = Person(id="z", name="Ägir Z.", number=2, last="today 10:52", has_card=True)
    page = who_page(appearance, qtbot, BEN, AMARA, zoe)
    cards = page.findChildren(PersonCard)
    # By the alphabet, and never who worked last first; accents change no place.
    assert [card.person.id for card in cards] == ["z", "a", "b"]
    assert cards[0].accessibleName() == "Ägir Z., opens with a class card, today 10:52. 1 of 3"
    qtbot.waitUntil(cards[0].hasFocus)
    with qtbot.waitSignal(page.student_chosen) as told:
        qtbot.keyClick(cards[0], Qt.Key.Key_2)
    assert told.args == ["a"]
    qtbot.keyClick(cards[0], Qt.Key.Key_Right)
    assert cards[1].hasFocus()
    qtbot.keyClick(cards[1], Qt.Key.Key_B)
    assert cards[2].hasFocus(), "a letter goes to the name that begins with it"
    with qtbot.waitSignal(page.student_chosen) as told:
        qtbot.keyClick(cards[2], Qt.Key.Key_Return)
    assert told.args == ["b"]
    with qtbot.waitSignal(page.student_chosen) as told:
        qtbot.mouseClick(cards[1], Qt.MouseButton.LeftButton)
    assert told.args == ["a"]


def test_who_is_new_types_a_name_and_may_go_back(appearance: Appearance, qtbot: QtBot) -> None:
    page = who_page(appearance, qtbot, AMARA, BEN)
    assert not page.findChildren(NameCard)
    qtbot.keyClick(page.findChildren(PersonCard)[0], Qt.Key.Key_N)
    (name,) = page.findChildren(NameCard)
    qtbot.waitUntil(name.field.hasFocus)
    next(b for b in name.findChildren(Button) if b.label == "Not now").click()
    qtbot.waitUntil(lambda: not page.findChildren(NameCard))
    assert len([c for c in page.findChildren(PersonCard) if c.isVisible()]) == 2


def test_many_names_are_searched(appearance: Appearance, qtbot: QtBot) -> None:
    people = [Person(id=str(n), name=f"{first} Li", number=n) for n, first in enumerate(MANY)]
    page = who_page(appearance, qtbot, *people)
    (who,) = page.findChildren(WhoIsHere)
    qtbot.waitUntil(who.search.hasFocus)
    qtbot.keyClicks(who.search, "gu")
    assert [c.person.name for c in who.cards if c.isVisible()] == ["Gus Li"]
    with qtbot.waitSignal(page.student_chosen) as told:
        qtbot.keyClick(who.search, Qt.Key.Key_Return)
    assert told.args == ["6"]


def test_every_face_differs_from_its_neighbour_without_colour(
    appearance: Appearance, qtbot: QtBot
) -> None:
    """Nine people with the same initials, in one colour: shape and colour never repeat together."""
    faces = []
    for number in range(9):
        face = Face(appearance, "Ann Li", number)
        qtbot.addWidget(face)
        faces.append(face.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8))
    outlines = [
        tuple(face.pixel(x, 4) == face.pixel(0, 0) for x in range(face.width())) for face in faces
    ]
    assert all(one != other for one, other in itertools.pairwise(outlines))
    assert all(one != other for one, other in itertools.combinations(faces, 2))


def test_the_warm_up_says_how_far_it_is(page: StartPage, appearance: Appearance) -> None:
    page.show_data(dataclasses.replace(FULL, offers_warm_up=True, warm_up_done=2))
    card = page.findChildren(WarmUpCard)[-1]
    assert card.start.label == "Go on with the warm-up"
    assert any(label.text() == "2 of 6 done" for label in card.findChildren(QLabel))
    assert card.findChildren(StepBar)[0].accessibleName() == "2 of 6 steps done"


def test_without_lessons_an_article_can_be_opened(appearance: Appearance, qtbot: QtBot) -> None:
    page = StartPage(appearance)
    qtbot.addWidget(page)
    page.show_data(StartData(people=(AMARA,), student_id="a"))
    assert page.findChildren(OpenArticleCard)
    assert any("No lesson was found" in label.text() for label in page.findChildren(QLabel))


def test_the_place_is_kept_when_things_change(page: StartPage, qtbot: QtBot) -> None:
    bar = page._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(90)
    page.show_data(FULL)
    qtbot.waitUntil(lambda: bar.value() == 90)


@pytest.mark.parametrize("size", [(1280, 832), (1093, 614), (960, 540), (640, 480)])
def test_nothing_is_cut_at_any_size(page: StartPage, size: tuple[int, int], qtbot: QtBot) -> None:
    page.resize(*size)
    qtbot.wait(30)
    for card in [*page.findChildren(LessonCard), *page.findChildren(WaitingCard)]:
        right = card.mapTo(page, card.rect().topRight()).x()
        assert right < size[0]
        assert card.height() >= card.minimumSizeHint().height()


@pytest.mark.parametrize("theme", all_themes(), ids=lambda theme: theme.name)
def test_every_theme_paints_paper_and_ink(
    appearance: Appearance, qtbot: QtBot, theme: Theme
) -> None:
    appearance._use(theme)
    page = StartPage(appearance)
    qtbot.addWidget(page)
    page.resize(1093, 614)
    page.show_data(FULL)
    cards = page.findChildren(LessonCard)
    image = cards[0].grab().toImage()
    assert image.pixelColor(image.width() // 2, 8) == appearance.theme.card


@pytest.mark.parametrize(
    ("hour", "words"),
    [(4, "Good morning, Amara."), (12, "Good afternoon, Amara."), (18, "Good evening, Amara.")],
)
def test_greetings(hour: int, words: str) -> None:
    assert greeting(hour, "Amara O.") == words


def test_another_student_and_a_return_begin_at_the_top(page: StartPage, qtbot: QtBot) -> None:
    bar = page._scroll.verticalScrollBar()
    for data, is_away in ((dataclasses.replace(FULL, student_id="b"), False), (FULL, True)):
        qtbot.waitUntil(lambda: bar.maximum() > 0)
        bar.setValue(bar.maximum())
        page.setVisible(not is_away)
        page.show_data(data)
        page.show()
        qtbot.wait(20)
        assert bar.value() == 0


def test_assigned_lessons_stand_first_under_their_own_heading(
    page: StartPage, qtbot: QtBot
) -> None:
    mine = dataclasses.replace(LESSONS[3], slug="given", due="due tomorrow")
    page.show_data(dataclasses.replace(FULL, assigned=(mine,)))
    first = page.findChildren(LessonCard)[0]
    assert first.data.slug == "given"
    heading = next(
        label for label in page.findChildren(QLabel) if label.text() == "From your teacher"
    )
    assert heading.mapTo(page, QPoint()).y() <= first.mapTo(page, QPoint()).y()
    with qtbot.waitSignal(page.lesson_requested) as told:
        first.click()
    assert told.args == ["given"]
