"""The teacher's half of the demo: the desk, the hand-in, what differs in it, what extras cost."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu

from annotator.demo.hand import Camera, Hand, Stuck
from annotator.demo.student import LESSON
from annotator.model.outcome import ItemState, MarkState
from annotator.ui.desk.model import Tab
from annotator.ui.desk.page import DeskPage
from annotator.ui.desk.rows import DeskCard
from annotator.ui.outcomes.layers import Layers
from annotator.ui.outcomes.outcome_rows import EntryKind, OutcomeRow
from annotator.ui.review.page import ReviewPage

#: Differences that get a picture of their own, the first of each kind, and the picture's name.
_PICTURES = {
    MarkState.TRAP: "trap",
    MarkState.OTHER_LABEL: "other-label",
    MarkState.EDGES_OFF: "edges",
    MarkState.EXTRA: "extra",
    ItemState.MISSED: "missed",
    EntryKind.TIE: "tie",
}
TEACHER = "Ms Bell"
"""How the teacher of the demo is called."""
_MOST = 500
"""More differences than this and the walk goes in circles."""


class TeacherStory:
    """One teacher, from the start page to the end of the list of differences."""

    def __init__(self, hand: Hand, camera: Camera) -> None:
        self._hand = hand
        self._camera = camera
        self.walked: list[OutcomeRow] = []

    def play(self, hand_in: Path) -> None:
        """All of it, with the hand-in file that a student made."""
        self.arrive()
        self.add(hand_in)
        self.walk()
        self.look_at_layers()
        self.weigh_extras()

    @property
    def page(self) -> ReviewPage:
        """The page that the teacher sees."""
        return self._hand.one(ReviewPage, inside=self._hand.window)

    def arrive(self) -> None:
        """From the start page to the desk, and from there to a lesson: its key, no papers yet."""
        hand = self._hand
        hand.key("Ctrl+T")
        desk = hand.one(DeskPage, inside=hand.window)
        hand.settle()
        hand.click(desk.name.field)
        hand.type(TEACHER)
        hand.press("Keep", inside=desk)
        hand.until("the desk has its name", lambda: desk.data.teacher == TEACHER)
        hand.press("Lessons", inside=desk)
        hand.until("the lessons are shown", lambda: desk.data.tab is Tab.LESSONS)
        hand.settle()
        self._camera.take("desk")
        cards = hand.all(DeskCard, inside=desk)
        hand.click(next(c for c in cards if c.accessibleName().startswith(f"{LESSON} ")))
        hand.one(ReviewPage, inside=hand.window)
        hand.settle()
        self._camera.take("teacher")

    def add(self, hand_in: Path) -> None:
        """Add the file; its lesson and its paper are shown."""
        hand, page = self._hand, self.page
        hand.in_file_dialog(lambda: hand.press("Add hand-ins…", inside=page), str(hand_in))
        hand.until("the paper is shown", lambda: page.paper_view.paper is not None)
        hand.press("Close this message", inside=page)
        hand.settle()
        self._camera.take("compared")

    def walk(self) -> None:
        """Through all differences with J, back at the first one in the end."""
        hand, page = self._hand, self.page
        pictures = dict(_PICTURES)
        hand.key("J")
        first = page.paper_view.chosen
        if first is None:
            raise Stuck("J chose no difference.")
        while True:
            entry = self._chosen(page)
            self.walked.append(entry)
            if name := pictures.pop(_outcome(entry), ""):
                hand.settle()
                self._camera.take(name)
            hand.key("J")
            if self._chosen(page).id == first.id:
                break
            if len(self.walked) > _MOST:
                raise Stuck("The walk through the differences comes to no end.")
        hand.key("K")
        hand.until("K goes back", lambda: self._chosen(page).id == self.walked[-1].id)

    def look_at_layers(self) -> None:
        """The student's marks alone, the key alone, and both again."""
        hand, page = self._hand, self.page
        for layers in (Layers.MARKS, Layers.KEY, Layers.BOTH):
            hand.click(page.bar.layers)
            menu = hand.front()
            assert isinstance(menu, QMenu)
            action = next(each for each in menu.actions() if each.text() == layers.value)
            hand.click(menu, menu.actionGeometry(action).center())
            hand.until("the layers change", partial(self._are_shown, page, layers))
            if layers is Layers.KEY:
                self._camera.take("key")

    def weigh_extras(self) -> None:
        """An extra that costs a quarter, and a half again: the sum follows."""
        hand, page = self._hand, self.page
        before = self._points(page)
        if not page.lists.isVisible():
            # On a small screen the papers are a drawer.
            hand.click(page.bar.list)
        hand.press("0.25", inside=page.lists)
        hand.until("the sum follows", lambda: self._points(page) > before)
        hand.press("0.5", inside=page.lists)
        hand.until("the sum is as before", lambda: self._points(page) == before)

    @staticmethod
    def _are_shown(page: ReviewPage, layers: Layers) -> bool:
        return page.paper_view.layers is layers

    @staticmethod
    def _points(page: ReviewPage) -> int:
        paper = page.paper_view.paper
        return paper.compared.comparison.points if paper is not None else 0

    @staticmethod
    def _chosen(page: ReviewPage) -> OutcomeRow:
        chosen = page.paper_view.chosen
        assert chosen is not None
        return chosen


def _outcome(entry: OutcomeRow) -> MarkState | ItemState | EntryKind:
    """What became of it: of the student's mark, else of the key's item, else what it is."""
    if entry.mark is not None:
        return entry.mark.state
    return entry.item.state if entry.item is not None else entry.kind
