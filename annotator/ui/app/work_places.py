"""A student comes back to a lesson as it was left: place, chosen mark, and what can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer

from annotator.model.annotation import Annotation, Relation
from annotator.model.changes import History
from annotator.services.marking.studying import OpenWork, Studying
from annotator.services.marking.work_place import WorkPlace, keep_place, place_of
from annotator.ui.marking.session import LessonStep

if TYPE_CHECKING:
    from annotator.ui.marking.page import StudentPage

#: The place is kept so often (milliseconds) while one reads on, for a program that is killed.
_OFTEN = 10_000
#: The steps of so many attempts can be undone after coming back.
_KEPT = 8


class _Left(NamedTuple):
    history: History[Any]
    marks: tuple[Annotation, ...]
    relations: tuple[Relation, ...]


class WorkPlaces(QObject):
    """Knows the page that is open; steps are remembered while the program runs."""

    def __init__(self, studying: Studying, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studying = studying
        self._left: dict[str, _Left] = {}
        self._open: tuple[OpenWork, StudentPage] | None = None
        self._kept = WorkPlace()
        self._clock = QTimer(self, interval=_OFTEN)
        self._clock.timeout.connect(self.keep)

    def opened(self, work: OpenWork, page: StudentPage) -> None:
        """The page is shown: go to where it was left."""
        left = self._left.pop(work.attempt.id, None)
        # Only what is as it was left can be taken back step by step.
        if left is not None and (left.marks, set(left.relations)) == _state(work):
            page.session.take_over(left.history)
        self._open = (work, page)
        place = self._kept = place_of(self._studying, work)
        if place != WorkPlace():
            _go_to(page, place)
        self._clock.start()

    def keep(self) -> None:
        """Keep the place of the page that is open, if it is another one."""
        if self._open is None:
            return
        work, page = self._open
        place = _place_on(page)
        if place != self._kept:
            self._kept = place
            keep_place(self._studying, work, place)

    def leave(self) -> None:
        """The page goes: keep its place, and its steps for as long as the program runs."""
        if self._open is None:
            return
        self.keep()
        work, page = self._open
        marking = page.session.marking
        left = _Left(page.session.history, marking.marks, marking.relations)
        self._left[work.attempt.id] = left
        while len(self._left) > _KEPT:
            del self._left[next(iter(self._left))]
        self.forget()

    def forget(self) -> None:
        """There is no page any more whose place could be kept."""
        self._open = None
        self._clock.stop()


def _state(work: OpenWork) -> tuple[tuple[Annotation, ...], set[Relation]]:
    return work.marking.marks, set(work.marking.relations)


def _place_on(page: StudentPage) -> WorkPlace:
    step = page.panel.step
    # What is read first is read first again.
    name = "" if step is LessonStep.READ else step.value
    return WorkPlace(page.view.page.top_position(), page.chosen, name)


def _go_to(page: StudentPage, place: WorkPlace) -> None:
    if place.chosen:
        page.choose(place.chosen, to_edit=False)
    step = next((step for step in LessonStep if step.value == place.step), LessonStep.READ)
    has_ties = bool(page.session.lesson.uses.relations)
    if step not in (LessonStep.READ, page.panel.step) and (
        has_ties or step is not LessonStep.CONNECT
    ):
        page.panel.begin_with(step)
    page.view.page.scroll_to_position(place.top)
