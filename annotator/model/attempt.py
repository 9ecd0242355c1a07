"""A student, and a student's tries at a lesson with the marks that are in them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.annotation import Annotation, Relation
from annotator.model.errors import InvalidModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """A student: a name and, where the teacher wants it, a class card."""

    id: str
    name: str
    class_id: str = ""
    card_issue: int = 0


class AttemptState(StrEnum):
    """Where an attempt is: draft → handed in → returned."""

    DRAFT = "draft"
    HANDED_IN = "handed-in"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try at an assignment or lesson. ``number`` counts from 1; times are UTC."""

    id: str
    number: int = 1
    supersedes: str = ""
    state: AttemptState = AttemptState.DRAFT
    started: datetime.datetime
    handed_in: datetime.datetime | None = None
    seconds_spent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One student's annotations of one attempt. ``assignment_id`` is empty for practice."""

    student: Student
    lesson_id: str
    article_sha256: str
    attempt: Attempt
    annotations: tuple[Annotation, ...]
    relations: tuple[Relation, ...] = ()
    assignment_id: str = ""

    def __post_init__(self) -> None:
        ids = {mark.id for mark in self.annotations}
        if len(ids) < len(self.annotations):
            raise InvalidModel("Two marks of one hand-in share an id.")
        if len({mark.identity for mark in self.annotations}) < len(self.annotations):
            raise InvalidModel("Two marks of one hand-in are identical.")
        for relation in self.relations:
            if not relation.mark_ids <= ids:
                raise InvalidModel("A relation names a mark that is not in the hand-in.")

    def check(self, text: str) -> Submission:
        """Itself, if every mark quotes what ``text`` holds; InvalidModel otherwise."""
        for mark in self.annotations:
            mark.check(text)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """How one try came out: required items with an accepted label, of how many."""

    number: int
    named: int
    required: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonProgress:
    """How far a student is with a lesson: the latest attempt, how many marks, when last saved."""

    lesson_id: str
    assignment_id: str
    article_sha256: str
    attempt: Attempt
    marks: int
    saved: datetime.datetime
