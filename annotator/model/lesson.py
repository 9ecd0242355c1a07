"""A lesson: an article, a label guide, instructions, and in the teacher's edition a key."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.annotation import ATTRIBUTE_VALUES, RelationKind
from annotator.model.article import Article
from annotator.model.errors import InvalidModel
from annotator.model.labels import LabelGuide

if TYPE_CHECKING:
    from annotator.model.key import AnswerKey


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonUses:
    """What a lesson asks of a student besides the labels."""

    attributes: tuple[str, ...] = ()
    relations: tuple[RelationKind, ...] = ()
    certainty: bool = False
    edges_count: bool = True

    def __post_init__(self) -> None:
        for name in self.attributes:
            if name not in ATTRIBUTE_VALUES:
                raise InvalidModel(f"There is no attribute “{name}”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherCard:
    """What a teacher wants to know before using a lesson."""

    goal: str = ""
    standards: tuple[str, ...] = ()
    watch_for: tuple[str, ...] = ()
    plan: str = ""
    note: str = ""
    debrief: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonTask:
    """What a student is told of the assignment; all of it may be empty. Times are UTC.

    ``given`` is when this file was given out, by the teacher's clock: of several files of one
    assignment the one that was given out last counts, whichever is opened last.

    ``teacher_key`` is the public key, in 64 hexadecimal digits, to which hand-ins are sealed; it
    is empty for lessons that were not given out. ``cards`` says that the class has class cards.
    ``to_find`` is the number of required items, 0 where it isn't known: it is never shown, and
    tells whether an article was cut into very small marks.
    ``card_tags`` tell whether a class card is one of the class's, and nothing else of it.
    ``signed_by`` is the public signing key of the teacher whose signature was found right, with the
    ``older_keys`` that vouch for it; it is empty where the file is not signed, and it is never read
    from what the file says of itself.
    """

    assignment_id: str = ""
    class_id: str = ""
    title: str = ""
    teacher: str = ""
    due: datetime.datetime | None = None
    stop_after_paragraph: int | None = None
    graded: bool = False
    more_attempts: bool = False
    teacher_key: str = ""
    cards: bool = False
    to_find: int = 0
    given: datetime.datetime | None = None
    card_tags: tuple[str, ...] = ()
    signed_by: str = ""
    older_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Everything a student's page needs, and, where ``key`` is set, a teacher's too.

    ``id`` is stable across machines; for shipped lessons it is the slug. ``is_open`` says that the
    key can be read by anyone (shipped and practice lessons): for practice, not for grades.
    ``stop_after_paragraph`` counts paragraphs from 1; None where the lesson fits one period.
    ``task`` is what the lesson file said of the assignment; empty for lessons of the program.
    """

    id: str
    title: str
    article: Article
    guide: LabelGuide
    number: int = 0
    skill: str = ""
    summary: str = ""
    grade: str = ""
    minutes: int = 0
    instructions: str = ""
    new: str = ""
    uses: LessonUses = LessonUses()
    stop_after_paragraph: int | None = None
    teacher: TeacherCard = TeacherCard()
    key: AnswerKey | None = None
    is_open: bool = True
    task: LessonTask = LessonTask()

    def __post_init__(self) -> None:
        if self.key is None:
            return
        if self.key.article_sha256 != self.article.sha256:
            raise InvalidModel(f"The answer key of “{self.title}” belongs to another text.")
        for item in self.key.items:
            for label in item.labels:
                self.guide.label(label)
        self.key.check(self.article.text)


def is_cut_small(marks: int, required: int) -> bool:
    """Whether there are more than twice as many marks as items that have to be found."""
    return 0 < 2 * required < marks
