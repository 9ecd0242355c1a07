"""The student's half of the demo: a name, a lesson, marks good and bad, ties, a hand-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from annotator.demo.hand import Camera, Hand, Stuck
from annotator.model.annotation import Annotation, RelationKind
from annotator.model.text import Span
from annotator.ui.article.reading_settings import THEMES, ReadingSettingsPopover
from annotator.ui.marking.inspector import Inspector
from annotator.ui.marking.page import StudentPage
from annotator.ui.start.cards import LessonCard
from annotator.ui.widgets.theme import ThemeChoice

NAME = "Amara Okonkwo"
LESSON = 8


@dataclass(frozen=True, slots=True)
class Stroke:
    """Words to mark: ``quote`` as it stands first after ``after``. ``why`` says what it shows."""

    label: str
    quote: str
    why: str
    after: str = ""
    sloppy: bool = False


# What a student of this lesson might do. It does not follow the key: the mistakes are on purpose.
TALKED = Stroke(
    "claim",
    "had talked with President Vladimir Putin of Russia about the invasion of Ukraine",
    "right",
)
BREMMER = Stroke("source", "Ian Bremmer, a political scientist", "right")
WITH_THE_TOOL = (
    Stroke("source", "By the lesson desk", "a trap: who wrote the piece is no source of it"),
    Stroke("source", "Musk himself", "right"),
    Stroke("source", "Vice", "right", after="Citing Bremmer, "),
    Stroke("source", "Putin", "right", after="Musk had quoted "),
    Stroke("source", "poll that Musk attached to his plan", "right"),
    Stroke("source", "Andrij Melnyk", "right, without what he is"),
)
REJECTS = Stroke("denial", "rejects these allegations", "right")
GOALS = Stroke(
    "opinion",
    "Russia would reach its goals “no matter what”, if need be with a nuclear strike should "
    "Ukrainian troops enter Crimea",
    "right",
)
SUPPLIED = Stroke("claim", "Musk had supplied Starlink equipment", "right, once its end is moved")
REFUSED = Stroke(
    "denial",
    "Musk had refused to switch the service on in Crimea",
    "the wrong label: a refusal is an act",
)
WITH_KEYS = (
    Stroke(
        "claim",
        "Bremmer also quoted Musk as saying that Putin was “prepared to negotiate” only with "
        "Crimea recognised as Russian",
        "sloppy edges: the layers that should be peeled are inside",
        sloppy=True,
    ),
    REJECTS,
    Stroke(
        "denial",
        "He had spoken with Putin “only once”, he wrote in reply",
        "sloppy edges: too long",
        sloppy=True,
    ),
    GOALS,
    SUPPLIED,
    Stroke("claim", "About 25,000 terminals were in the country", "right"),
    REFUSED,
    Stroke("opinion", "should vote again under the eyes of the United Nations", "right"),
    Stroke(
        "claim",
        "Russia should leave wherever voters wanted it gone",
        "the wrong label: a proposal",
    ),
    Stroke("opinion", "terrible” for Ukraine and for the planet", "right"),
    Stroke(
        "claim", "nearly six in ten of those who answered on Twitter disagreed with it", "right"
    ),
    Stroke("claim", "Nearly 80% of those who answered it on Twitter chose the second", "right"),
    Stroke("claim", "quite a few” were in touch with him", "right"),
    Stroke("source", "United Nations", "an extra: it is named, and tells nothing"),
)
STROKES = (TALKED, BREMMER, *WITH_THE_TOOL, *WITH_KEYS)
_CORRECTED = "Musk had supplied Starlink equipment so that Ukraine’s army could get online"
_NEAR = 12
"""Code points by which a mark may begin elsewhere than its stroke: snapped to a word."""
_NOTE = "This came through four people before it came to us."
_KEYS = {"claim": "1", "denial": "2", "source": "3", "opinion": "4"}


class StudentStory:
    """One student, from the first start to the receipt."""

    def __init__(
        self, hand: Hand, camera: Camera, colours: ThemeChoice = ThemeChoice.LIGHT
    ) -> None:
        self._hand = hand
        self._camera = camera
        self._colours = colours

    def play(self, hand_in: Path) -> None:
        """All of it; a copy of the hand-in is saved as ``hand_in``, by the student's own dialog."""
        self.arrive()
        self.open_lesson()
        self.mark()
        self.add_details()
        self.tie()
        self.check_and_hand_in()
        self.save_copy(hand_in)
        self.leave()

    # -- beginning -------------------------------------------------------------------------------

    def arrive(self) -> None:
        """The first start asks for a name, and then shows the lessons."""
        hand = self._hand
        field = hand.one(QLineEdit, "Your name")
        hand.until("the keyboard is in the field for the name", field.hasFocus)
        self._camera.take("start")
        hand.type(NAME)
        hand.until("the name is typed", lambda: field.text() == NAME)
        hand.press("Start")
        hand.until("the lessons are shown", lambda: _lesson_cards(hand))
        self._camera.take("lessons")

    def open_lesson(self) -> None:
        """Open lesson 8 and read: what to do stands next to the article."""
        hand = self._hand
        hand.click(_lesson_cards(hand)[0])
        hand.one(StudentPage)
        hand.one(QAbstractButton, "Start marking")
        hand.settle()
        self._camera.take("read")
        self._choose_colours()
        hand.press("Start marking")

    def _choose_colours(self) -> None:
        """Next to the tools: how the article looks, for this student alone."""
        hand, page = self._hand, self.page
        hand.click(page.tools.reading)
        popover = hand.one(ReadingSettingsPopover)
        hand.press(THEMES[self._colours], inside=popover)
        hand.settle()
        self._camera.take("reading-settings")
        hand.key("Escape")
        hand.until("the settings are closed", lambda: not hand.all(ReadingSettingsPopover))

    @property
    def page(self) -> StudentPage:
        """The page that the student sees."""
        return self._hand.one(StudentPage, inside=self._hand.window)

    # -- marking ---------------------------------------------------------------------------------

    def mark(self) -> None:
        """Mark in the three ways there are: select and press, the small bar, a tool in hand."""
        hand, page = self._hand, self.page
        self.mark_by_key(TALKED)
        hand.swipe(page.view, self.span(BREMMER))
        hand.until("the small bar stands by the selection", page.bar.isVisible)
        self._camera.take("selection")
        self._expecting_one_more(lambda: hand.click(page.bar.buttons["source"]))
        hand.key("Escape")
        self._mark_with_tool()
        for stroke in WITH_KEYS:
            self.mark_by_key(stroke)
        self._correct()
        self._undo_and_redo()
        self.saved()

    def mark_by_key(self, stroke: Stroke) -> None:
        """Select the words of a stroke and press its label's key."""
        hand, view = self._hand, self.page.view
        hand.swipe(view, self.span(stroke), sloppy=stroke.sloppy)
        hand.until("words are selected", view.words.span)
        self._expecting_one_more(lambda: hand.key(_KEYS[stroke.label]))

    def _mark_with_tool(self) -> None:
        hand, page = self._hand, self.page
        hand.key("Escape")
        hand.until("no mark is chosen", lambda: not page.chosen)
        hand.key(_KEYS["source"])
        hand.until("the tool is in hand", lambda: page.view.tool() == "source")
        for stroke in WITH_THE_TOOL:
            self._expecting_one_more(partial(hand.swipe, page.view, self.span(stroke)))
        self._camera.take("tool-in-hand")
        hand.key(_KEYS["source"])
        hand.until("the tool is put away", lambda: page.view.tool() is None)

    def _correct(self) -> None:
        """Take a mark by its end and draw it out; one step to undo, one write."""
        hand, view = self._hand, self.page.view
        mark = self._choose(SUPPLIED)
        wanted = self._span_of(_CORRECTED)
        hand.show_words(view, wanted)
        start, end = view.rects_of(mark.span)[-1], view.rects_of(wanted)[-1]
        knob = QPoint(start.right() + 1, start.bottom() + 1)
        hand.drag(view.viewport(), knob, QPoint(end.right() - 1, end.center().y()))
        marking = self.page.session.marking
        hand.until("the mark has its new edge", lambda: marking.mark(mark.id).span == wanted)

    def _undo_and_redo(self) -> None:
        """Back over the new edge and two marks, and forward again: the same marks, same ids."""
        hand, marking = self._hand, self.page.session.marking
        before = {mark.id: mark for mark in marking.marks}
        for _ in range(3):
            hand.key("Ctrl+Z")
        hand.until("two marks are gone", lambda: len(marking.marks) == len(before) - 2)
        for _ in range(3):
            hand.key("Ctrl+Shift+Z")
        hand.until("all is as it was", lambda: {mark.id: mark for mark in marking.marks} == before)

    # -- saying more -----------------------------------------------------------------------------

    def add_details(self) -> None:
        """A note, how sure, and what the lesson asks of a mark."""
        hand, page = self._hand, self.page
        goals = self._choose(GOALS)
        hand.key("N")
        hand.type(_NOTE)
        hand.press("Think so")
        hand.click(hand.one(Inspector, inside=hand.window).more)
        hand.press("guess about the future")
        marking = page.session.marking
        hand.until("the note is kept", lambda: marking.mark(goals.id).note == _NOTE)
        self.saved()
        self._camera.take("marked")
        refused = self._choose(REFUSED)
        hand.press("Sure")
        hand.until("it says how sure", lambda: marking.mark(refused.id).certainty is not None)
        hand.key("F1")
        self._camera.take("label-guide")
        hand.key("F1")

    # -- ties ------------------------------------------------------------------------------------

    def tie(self) -> None:
        """A chain of four by clicks, a shorter one by keys, and a denial drawn to its claim."""
        hand = self._hand
        self._chain(GOALS, [WITH_THE_TOOL[2], BREMMER, WITH_THE_TOOL[1], WITH_THE_TOOL[3]])
        self._chain_by_keys(TALKED, {"I": BREMMER, "M": WITH_THE_TOOL[1]})
        self._draw_denial()
        hand.settle()
        self.saved()
        self._camera.take("connect")
        hand.press("Step 2 of 4: Mark")
        self._choose(TALKED)
        self._camera.take("ties")

    def _chain(self, stroke: Stroke, tellers: list[Stroke]) -> None:
        """Who says so, from the one who told the paper inwards: click each in the text."""
        hand, page = self._hand, self.page
        mark = self._choose(stroke)
        hand.press("Add who says so")
        ties = page.ties
        hand.until("the mark is in hand", lambda: ties.mode.maker.mark_id == mark.id)
        for number, teller in enumerate(tellers, start=1):
            hand.pick(page.view, self.find(teller).span)
            self._expect_tellers(mark.id, number)
        self._camera.take("chain")
        hand.press(f"Finish with {len(tellers)}")
        hand.until("the chain is finished", lambda: ties.mode.maker.mark_id != mark.id)

    def _chain_by_keys(self, stroke: Stroke, tellers: dict[str, Stroke]) -> None:
        """The same by keys: first letters find a source, Space takes it, Enter finishes."""
        hand, maker = self._hand, self.page.ties.mode.maker
        mark = self._choose(stroke)
        for number, (letter, teller) in enumerate(tellers.items(), start=1):
            wanted = self.find(teller).id
            # Several may begin with this letter: it goes on from one to the next.
            for _ in range(len(maker.stops())):
                hand.key(letter)
                if maker.pointed is not None and maker.pointed.id == wanted:
                    break
            hand.key("Space")
            self._expect_tellers(mark.id, number)
        hand.key("Return")
        hand.until("the chain is finished", lambda: maker.mark_id != mark.id)

    def _expect_tellers(self, mark_id: str, number: int) -> None:
        marking = self.page.session.marking

        def count() -> int:
            relation = marking.relation_from(mark_id, RelationKind.SAID_BY)
            return len(relation.chain) if relation is not None else 0

        self._hand.until("the teller is added", lambda: count() == number)

    def _draw_denial(self) -> None:
        """With Alt held, draw from the denial to what it denies."""
        hand, page = self._hand, self.page
        denial, claim = self.find(REJECTS), self.find(TALKED)
        self._choose(REJECTS)
        hand.show_words(page.view, Span(claim.span.start, denial.span.end))
        start = page.view.rects_of(denial.span)[0].center()
        end = page.view.rects_of(claim.span)[0].center()
        hand.drag(page.view.viewport(), start, end, Qt.KeyboardModifier.AltModifier)
        marking = page.session.marking
        hand.until(
            "the denial is tied", lambda: marking.relation_from(denial.id, RelationKind.DENIES)
        )
        hand.press("Finish")

    # -- handing in ------------------------------------------------------------------------------

    def check_and_hand_in(self) -> None:
        """A last look at what is there and what is open, then hand in."""
        hand, page = self._hand, self.page
        hand.click(page.hand_in)
        hand.settle()
        self.saved()
        self._camera.take("check")
        hand.press("Hand in", inside=page.panel)
        hand.one(QAbstractButton, "Save a copy…", inside=hand.window)
        hand.settle()
        self._camera.take("handed-in")

    def save_copy(self, path: Path) -> None:
        """Save a copy of the hand-in where the class collects work."""
        hand = self._hand
        hand.in_file_dialog(lambda: hand.press("Save a copy…"), str(path))
        hand.until("the copy is there", path.exists)

    def leave(self) -> None:
        """Back to the lessons: this one says that it is handed in."""
        hand = self._hand
        hand.key("Alt+Home")
        hand.until("the lessons are shown", lambda: _lesson_cards(hand))
        self._camera.take("after")

    def _choose(self, stroke: Stroke) -> Annotation:
        """Click on a mark; it is chosen in the article and in the list."""
        page, mark = self.page, self.find(stroke)
        self._hand.pick(page.view, mark.span)
        self._hand.until("the mark is chosen", lambda: page.chosen == mark.id)
        return mark

    # -- finding ---------------------------------------------------------------------------------

    def span(self, stroke: Stroke) -> Span:
        """Where the words of a stroke stand."""
        return self._span_of(stroke.quote, stroke.after)

    def find(self, stroke: Stroke) -> Annotation:
        """The mark that was made there; Stuck where there is none."""
        span = self.span(stroke)
        for mark in self.page.session.marking.marks:
            near = abs(mark.span.start - span.start) < _NEAR
            if near and mark.label == stroke.label and mark.span.overlaps(span):
                return mark
        raise Stuck(f"There is no mark on “{stroke.quote}”.")

    def _span_of(self, quote: str, after: str = "") -> Span:
        text = self.page.session.lesson.article.text
        at = text.find(after + quote)
        if at < 0:
            raise Stuck(f"The lesson no longer says “{after}{quote}”.")
        start = at + len(after)
        return Span(start, start + len(quote))

    def _expecting_one_more(self, act: Callable[[], None]) -> None:
        marking = self.page.session.marking
        before = len(marking.marks)
        act()
        self._hand.until("there is one mark more", lambda: len(marking.marks) == before + 1)

    def saved(self) -> None:
        """Wait until the page says that everything is on the disk."""
        status = self.page.save_status
        self._hand.until("everything is saved", lambda: status.text() == "✓ Saved")


def _lesson_cards(hand: Hand) -> list[LessonCard]:
    return [card for card in hand.all(LessonCard) if card.data.number == LESSON]
