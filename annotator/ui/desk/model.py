"""What the desk shows, as plain values; :mod:`build` makes them from what the services know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from annotator.ui.desk.steps import DeskStep


@dataclass(frozen=True, slots=True, kw_only=True)
class RowData:
    """One line of a class: an assignment, or (dashed) the user's own lesson that no class has yet.

    ``in_count`` and ``decided`` of ``students`` fill the bar; ``bar`` stands under it. ``strong``
    is said before ``state``, in bold. ``step`` is what the row's button does; ``given`` says when
    and how the class got its lesson file, where that is known.
    """

    id: str
    title: str
    detail: str = ""
    came_in: str = ""
    students: int = 0
    in_count: int = 0
    decided: int = 0
    bar: str = ""
    strong: str = ""
    state: str = ""
    step: DeskStep = DeskStep.OPEN
    given: str = ""
    is_draft: bool = False
    is_sample: bool = False
    lesson_id: str = ""
    may_remove: bool = False


@dataclass(frozen=True, slots=True)
class HardData:
    """One card of "what this class finds hard"."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class ClassData:
    """Another class, as a card."""

    id: str
    name: str
    detail: str
    is_sample: bool = False


class Tab(Enum):
    """The two pages of the desk."""

    LESSONS = auto()
    CLASSES = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonData:
    """A lesson as a card: number and skill, title, which classes have it, whether it has a key."""

    id: str
    title: str
    top: str = ""
    foot: str = ""
    fault: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Hand-ins that count nowhere: of people who are on no list, of lessons that their class was
    not given, and those that were kept aside. ``names`` counts names that the teacher said are a
    student's, too."""

    unknown: int = 0
    unfiled: int = 0
    aside: int = 0
    names: int = 0


NOTHING_WAITS = Waiting()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskData:
    """All of the page. ``class_id`` is empty where there is no class yet.

    ``hard`` is None while papers are still being looked through.
    """

    teacher: str = ""
    tab: Tab = Tab.CLASSES
    class_id: str = ""
    class_name: str = ""
    class_detail: str = ""
    is_sample: bool = False
    has_students: bool = False
    rows: tuple[RowData, ...] = ()
    hard: tuple[HardData, ...] | None = None
    others: tuple[ClassData, ...] = ()
    offers_sample: bool = True
    waiting: Waiting = NOTHING_WAITS
    lessons: tuple[LessonData, ...] = ()
