"""What the start page shows, as plain values; who builds it knows the services."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from annotator.ui.widgets.progress import StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A student who works on this machine; ``number`` counts them from 0, as they came.

    ``last`` says when their work was saved last, as people say it; empty where there is none.
    """

    id: str
    name: str
    number: int = 0
    last: str = ""
    has_card: bool = False


class LessonState(Enum):
    """How a student's work on a lesson stands."""

    NEW = auto()
    STARTED = auto()
    HANDED_IN = auto()
    RETURNED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonCardData:
    """One lesson. ``words`` counts the article's words, 0 if unknown;
    ``tried`` tells of the tries, ``is_again`` says that another one is begun.

    ``found`` is the share of what had to be found that was, 0 to 1; None where it isn't known.
    ``steps`` are reading, marking and handing in, each done, under way or open; none where the
    lesson is new.
    """

    slug: str
    title: str
    number: int = 0
    skill: str = ""
    words: int = 0
    minutes: int = 0
    found: float | None = None
    steps: tuple[StepState, ...] = ()
    marks: int = 0
    state: LessonState = LessonState.NEW
    note: str = ""
    due: str = ""
    tried: str = ""
    is_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingData:
    """Something on top of the page: work to go on with, or work that came back.

    ``detail`` and ``hint`` are small print, ``action`` the words on the button. ``before`` are the
    words on a second button, which leads to the try before this one; none where it is the first.
    """

    slug: str
    title: str
    detail: str
    action: str
    hint: str = ""
    returned: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartData:
    """All of the page. ``student_id`` is empty on a first start; ``hour`` is local, 0 to 23.

    ``assigned`` are the lessons that a teacher gave out, ``own`` the student's own articles,
    ``lessons`` all others.
    ``offers_warm_up``: the student who works has neither done the warm-up nor begun a lesson;
    ``warm_up_done`` of its sentences are answered.
    """

    people: tuple[Person, ...] = ()
    student_id: str = ""
    hour: int = 9
    summary: str = ""
    waiting: tuple[WaitingData, ...] = ()
    assigned: tuple[LessonCardData, ...] = ()
    lessons: tuple[LessonCardData, ...] = ()
    own: tuple[LessonCardData, ...] = ()
    offers_warm_up: bool = False
    warm_up_done: int = 0

    @property
    def student(self) -> Person | None:
        """The person who works now, if one was chosen."""
        return next((who for who in self.people if who.id == self.student_id), None)


_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def counted(count: int) -> str:
    """A number at the beginning of a sentence: a word up to ten."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def greeting(hour: int, name: str) -> str:
    """A greeting for the time of day; by first name where there are several names."""
    first = name.split()[0] if name.split() else name
    if 4 <= hour < 12:
        return f"Good morning, {first}."
    if 12 <= hour < 18:
        return f"Good afternoon, {first}."
    return f"Good evening, {first}."
