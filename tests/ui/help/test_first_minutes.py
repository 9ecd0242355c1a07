"""What has to be pressed from the first start to the first mark, and to the first comparison."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from annotator.demo.demo_hand import Hand
from annotator.model.text import Span
from annotator.ui.help.warm_up import WarmUpPage
from annotator.ui.marking.page import StudentPage
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.start.cards import LessonCard, WarmUpCard
from annotator.ui.start.page import StartPage
from tests.ui.help.conftest import New


class CountingHand(Hand):
    """Counts every press of the mouse, a swipe included. Typing is no press."""

    presses = 0

    def _hit(self, widget: QWidget, point: QPoint) -> None:
        self.presses += 1
        super()._hit(widget, point)

    def drag(
        self,
        widget: QWidget,
        start: QPoint,
        end: QPoint,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self.presses += 1
        super().drag(widget, start, end, held)


def test_four_presses_to_the_first_mark_and_six_to_the_first_comparison(new: New) -> None:
    hand = CountingHand(new.window)
    field = hand.one(QLineEdit, "Your name")
    hand.until("the keyboard is in the field", field.hasFocus)
    hand.type("Amara Okonkwo")
    hand.press("Start")
    hand.until("the warm-up is offered", lambda: hand.all(WarmUpCard))
    hand.click(hand.one(LessonCard))
    page = hand.one(StudentPage)
    hand.press("Claim")
    words = page.session.lesson.article.words
    body = page.session.lesson.article.blocks[2].span
    numbers = words.numbers(body)
    span = Span(words.word(numbers.start).start, words.word(numbers.start + 3).end)
    hand.swipe(page.view, span)
    assert [mark.label for mark in page.session.marking.marks] == ["claim"]
    assert hand.presses <= 4
    hand.press("Hand in…")
    hand.press("Hand in", inside=page.panel)
    hand.one(ReturnedPage)
    assert hand.presses <= 6


def test_the_first_start_asks_one_thing(new: New) -> None:
    hand = Hand(new.window)
    assert len(hand.all(QLineEdit)) == 1
    assert not hand.all(LessonCard)


def test_the_warm_up_leads_to_the_first_lesson_and_is_not_offered_again(new: New) -> None:
    hand = Hand(new.window)
    hand.type("Amara")
    hand.press("Start")
    hand.press("Start the warm-up")
    page = hand.one(WarmUpPage)
    asked = 0
    while (question := page.question) is not None:
        asked += 1
        # By key: the number of a wrong answer for the first, of the right one after that.
        labels = [answer.label for answer in question.answers]
        wrong = next(n for n, label in enumerate(labels) if label != question.right)
        number = wrong if asked == 1 else labels.index(question.right)
        hand.key(str(number + 1))
        told = [w.accessibleName() for w in page.findChildren(QWidget) if w.isVisible()]
        assert any(question.answer(labels[number]).why in each for each in told)
        assert any(question.answer(question.right).why in each for each in told)
        hand.key("Return")
    assert asked == 6
    hand.until("Enter leads on", page.next.hasFocus)
    assert page.next.words == "Open the first lesson"
    hand.key("Return")
    hand.one(StudentPage)
    new.shell.show_start()
    assert isinstance(new.window.page, StartPage)
    assert not hand.all(WarmUpCard)
    student = new.shell.student
    assert student is not None
    assert new.studying.setting("warm-up", student_id=student.id) is True


def test_an_answer_counts_once(new: New) -> None:
    hand = Hand(new.window)
    hand.type("Amara")
    hand.press("Start")
    hand.press("Start the warm-up")
    page = hand.one(WarmUpPage)
    page.answer("claim")
    page.answer("opinion")
    chosen = [b for b in page.answers if b.isChecked()]
    assert [b.words for b in chosen] == ["Yes, a claim: it could be checked"]


def test_not_now_puts_the_warm_up_away_for_this_student_alone(new: New) -> None:
    hand = Hand(new.window)
    hand.type("Amara")
    hand.press("Start")
    hand.press("Not now")
    hand.until("it is gone", lambda: not hand.all(WarmUpCard))
    assert isinstance(new.window.page, StartPage)
    new.window.page.add_person()
    hand.one(QLineEdit, "Your name")
    hand.type("Ben")
    hand.press("Start")
    hand.one(WarmUpCard)


def test_who_has_begun_a_lesson_is_not_asked(new: New) -> None:
    hand = Hand(new.window)
    hand.type("Amara")
    hand.press("Start")
    hand.click(hand.one(LessonCard))
    page = hand.one(StudentPage)
    page.session.add([page.session.lesson.article.words.word(3)], "claim")
    new.studying.settle()
    hand.click(hand.one(QAbstractButton, "Back to the start page"))
    hand.one(LessonCard)
    assert not hand.all(WarmUpCard)
