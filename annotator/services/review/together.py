"""Which assignments are looked at together: those of one lesson in all classes, samples apart."""

from __future__ import annotations

from annotator.model.work import Assignment
from annotator.services.data.data_file import DataFile
from annotator.store.classes import Assignments, Classes


def class_names(data: DataFile) -> dict[str, str]:
    """The names of all classes, by id."""
    return {each.id: each.name for each in Classes(data.db).classes()}


def assignment_of_id(data: DataFile, assignment_id: str) -> Assignment:
    """One assignment; NoSuchRecord where there is none."""
    return Assignments(data.db).load(assignment_id)


def given_to_classes(data: DataFile, lesson_id: str) -> list[Assignment]:
    """All assignments of a lesson but those of sample classes."""
    samples = _samples(data)
    return [
        each
        for each in Assignments(data.db).all()
        if each.lesson_id == lesson_id and each.class_id not in samples
    ]


def reviewed_together(data: DataFile, assignment_id: str) -> list[Assignment]:
    """This assignment, and then those of other classes that are reviewed with it.

    A sample class stays by itself. NoSuchRecord where there is no such assignment.
    """
    first = assignment_of_id(data, assignment_id)
    if first.class_id in _samples(data):
        same = [
            each
            for each in Assignments(data.db).of_class(first.class_id)
            if each.lesson_id == first.lesson_id
        ]
    else:
        same = given_to_classes(data, first.lesson_id)
    return [first, *(each for each in same if each.id != first.id)]


def _samples(data: DataFile) -> frozenset[str]:
    return frozenset(each.id for each in Classes(data.db).classes() if each.is_sample)
