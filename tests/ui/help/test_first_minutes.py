"""What has to be pressed from the first start to the first mark, and to the first comparison."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from annotator.demo.hand import Hand
from annotator.files.label_guide import load_label_guide
from annotator.model.text import Span
from annotator.ui.help.sentence import WarmUpSentence
from annotator.ui.help.warm_up import WarmUpPage
from annotator.ui.marking.page import StudentPage
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.start.cards import LessonCard, WarmUpCard
from annotator.ui.start.page import StartPage
from annotator.ui.widgets.labels import TextLabel
from tests.files.make import GUIDE as GUIDE_FILE
from tests.ui.help.conftest import New

GUIDE = load_label_guide(GUIDE_FILE)


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
        assert page.sentence is not None
        if question.find:
            assert page.sentence.words.span() is None
            hand.swipe(page.sentence, page.sentence.wanted)
        # By the keys of a lesson: a wrong label for the first, the right one after that.
        label = "opinion" if asked == 1 else question.right
        assert label != question.right or asked > 1
        hand.key(str(GUIDE.key_of(label)))
        told = [w.accessibleName() for w in page.findChildren(QWidget) if w.isVisible()]
        assert any(question.answer(label).why in each for each in told)
        assert any(question.answer(question.right).why in each for each in told)
        hand.key("Return")
    assert asked == 6
    hand.until("Enter leads on", page.next.hasFocus)
    assert page.next.label == "Open the first lesson"
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
    page.use_label("denial")
    assert [label for label, b in page.tools.items() if b.isChecked()] == ["claim"]


def warm_up_page(new: New) -> tuple[Hand, WarmUpPage]:
    hand = Hand(new.window)
    hand.type("Amara")
    hand.press("Start")
    hand.press("Start the warm-up")
    return hand, hand.one(WarmUpPage)


def at_question(hand: Hand, page: WarmUpPage, number: int) -> WarmUpSentence:
    while page.question is not None and page.question is not page.warm_up.questions[number]:
        page.go_on()
        hand.settle()
    sentence, tool = page.sentence, page.tools["source"]
    assert sentence is not None
    hand.until("it is laid out", lambda: sentence.height() > 60 and tool.y() > sentence.height())
    hand.settle()
    return sentence


def shown(page: WarmUpPage) -> list[str]:
    """What stands in the reasons and hints that are shown."""
    return [w.text() for w in page.findChildren(TextLabel) if w.isVisible()]


def test_a_wrong_answer_is_told_as_what_was_said_with_the_right_one_below(new: New) -> None:
    hand, page = warm_up_page(new)
    hand.press("Opinion")
    told = shown(page)
    assert "≠ You said “opinion”" in told
    assert "✓ It is a claim" in told
    assert not [words for words in told if "Not an opinion" in words]
    assert page.sentence is not None
    (mark,) = [mark.id for mark in page.sentence.marks.index.at(page.sentence.wanted.start)]
    painted = page.sentence.mark(mark)
    assert painted is not None
    assert (painted.label, painted.span) == ("claim", page.sentence.wanted)


def test_a_tool_in_hand_marks_what_is_swiped(new: New) -> None:
    hand, page = warm_up_page(new)
    sentence = at_question(hand, page, 3)
    hand.press("Source")
    assert sentence.tool() == "source"
    hand.press("Source")
    assert sentence.tool() is None
    hand.press("Source")
    hand.swipe(sentence, sentence.wanted)
    assert "✓ Yes. It is a source" in shown(page)


def test_other_words_are_no_answer_and_at_last_the_right_ones_are_selected(new: New) -> None:
    hand, page = warm_up_page(new)
    sentence = at_question(hand, page, 3)
    first = sentence.article().words
    other = Span(first.word(0).start, first.word(5).end)
    assert not sentence.is_wanted(other)
    hand.swipe(sentence, other)
    hand.key(str(GUIDE.key_of("claim")))
    question = page.question
    assert question is not None
    assert f"Other words are meant. Look for {question.find}." in shown(page)
    assert not page.tools["claim"].isChecked()
    hand.press("Claim")
    hand.until("the words are selected", lambda: sentence.words.span() == sentence.wanted)
    hand.press("Source")
    assert "✓ Yes. It is a source" in shown(page)


def test_a_little_more_or_less_is_the_same_words(new: New) -> None:
    hand, page = warm_up_page(new)
    sentence = at_question(hand, page, 3)
    text, words = sentence.article().text, sentence.article().words
    numbers = words.numbers(sentence.wanted)
    assert sentence.is_wanted(Span(words.word(numbers.start - 1).start, sentence.wanted.end))
    assert sentence.is_wanted(Span(sentence.wanted.start, words.word(numbers.stop - 2).end))
    assert not sentence.is_wanted(words.word(numbers.start))
    assert not sentence.is_wanted(Span(0, len(text)))


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
