"""Between the model and what a column holds: times, JSON, checksums. Strings in, model out."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from dataclasses import fields
from typing import Any

from annotator.model.annotation import (
    Annotation,
    Attributes,
    Certainty,
    EndKind,
    Relation,
    RelationEnd,
    RelationKind,
)
from annotator.model.attempt import Attempt, AttemptState, Student, Submission
from annotator.model.errors import InvalidModel
from annotator.model.text import Span

_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """``text`` with lone surrogates, which no file can hold as UTF-8, as U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def stamp(time: datetime.datetime) -> str:
    """A time as UTC in ISO 8601, to the microsecond; such strings sort as the times do."""
    if time.tzinfo is None:
        raise InvalidModel("A time without its zone can't be stored.")
    return time.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime.datetime:
    """The reverse of :func:`stamp`; InvalidModel for anything else."""
    try:
        time = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise InvalidModel(f"“{text[:40]}” is not a time.") from None
    if time.tzinfo is None:
        raise InvalidModel(f"The time “{text}” has no zone.")
    return time


def optional_stamp(time: datetime.datetime | None) -> str | None:
    """As :func:`stamp`; None stays None."""
    return None if time is None else stamp(time)


def optional_moment(text: str | None) -> datetime.datetime | None:
    """As :func:`moment`; None stays None."""
    return None if text is None else moment(text)


def to_json(value: Any) -> str:
    """The one way in which a value is written as JSON, so that checksums can be repeated."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_json(text: str) -> Any:
    """The reverse; InvalidModel where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidModel("It is not written as it should be.") from None


def checksum(*content: object) -> str:
    """Sixteen hexadecimal digits that change with any column; for accidents, not attacks."""
    return hashlib.blake2b(to_json(content).encode(), digest_size=8).hexdigest()


# -- annotations and relations as rows -------------------------------------------------------

ANNOTATION_COLUMNS = (
    'attempt_id, id, label, start, "end", quote, note, certainty, attributes, created, modified, '
    "checksum"
)
RELATION_COLUMNS = "attempt_id, id, kind, source_id, chain, note, checksum"


def annotation_row(attempt_id: str, mark: Annotation) -> tuple[Any, ...]:
    """The columns of :data:`ANNOTATION_COLUMNS`; the checksum covers all before it."""
    row = (
        attempt_id,
        mark.id,
        mark.label,
        mark.span.start,
        mark.span.end,
        mark.quote,
        clean(mark.note),
        None if mark.certainty is None else str(mark.certainty),
        to_json(mark.attributes.to_dict()),
        stamp(mark.created),
        stamp(mark.modified),
    )
    return (*row, checksum(*row))


def annotation_from_row(row: tuple[Any, ...], *, verify: bool = True) -> Annotation:
    """The reverse of :func:`annotation_row`; InvalidModel for what can't be one.

    ``verify`` is off where a checksum over more than this row was looked at already.
    """
    if verify:
        _verify(row)
    _, id, label, start, end, quote, note, certainty, attributes, created, modified, _ = row
    return Annotation(
        id=id,
        label=label,
        span=Span(start, end),
        quote=quote,
        note=note,
        certainty=None if certainty is None else _certainty(certainty),
        attributes=Attributes()
        if attributes == "{}"
        else Attributes.from_dict(from_json(attributes)),
        created=moment(created),
        modified=moment(modified),
    )


def relation_row(attempt_id: str, relation: Relation) -> tuple[Any, ...]:
    """The columns of :data:`RELATION_COLUMNS`; the checksum covers all before it."""
    row = (
        attempt_id,
        relation.id,
        str(relation.kind),
        relation.source_id,
        to_json(chain_to_list(relation.chain)),
        clean(relation.note),
    )
    return (*row, checksum(*row))


def relation_from_row(row: tuple[Any, ...], *, verify: bool = True) -> Relation:
    """The reverse of :func:`relation_row`; InvalidModel for what can't be one.

    ``verify`` as in :func:`annotation_from_row`.
    """
    if verify:
        _verify(row)
    _, id, kind, source_id, chain, note, _ = row
    return Relation(
        id=id,
        kind=RelationKind(kind),
        source_id=source_id,
        chain=chain_from_list(from_json(chain)),
        note=note,
    )


def _verify(row: tuple[Any, ...]) -> None:
    if checksum(*row[:-1]) != row[-1]:
        raise InvalidModel("its checksum is not right.")


def _certainty(text: str) -> Certainty:
    try:
        return Certainty(text)
    except ValueError:
        raise InvalidModel(f"“{text[:40]}” is not a degree of certainty.") from None


def chain_to_list(chain: tuple[tuple[RelationEnd, ...], ...]) -> list[list[dict[str, str]]]:
    """Places of ends, each with what it has: kind, id or words."""
    return [
        [
            {
                name: value
                for name, value in (
                    ("kind", str(end.kind)),
                    ("id", end.id),
                    ("text", clean(end.text)),
                )
                if value
            }
            for end in place
        ]
        for place in chain
    ]


def chain_from_list(places: Any) -> tuple[tuple[RelationEnd, ...], ...]:
    """The reverse of :func:`chain_to_list`; the model checks what it means."""
    try:
        return tuple(
            tuple(
                RelationEnd(EndKind(end["kind"]), str(end.get("id", "")), str(end.get("text", "")))
                for end in place
            )
            for place in places
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise InvalidModel("The ends of a relation are not written as they should be.") from error
    except InvalidModel:
        raise
    except ValueError as error:
        raise InvalidModel("A relation has an end of an unknown kind.") from error


# -- attempts and whole submissions ------------------------------------------------------------

ATTEMPT_COLUMNS = "id, number, supersedes, state, started, handed_in, seconds_spent"


def attempt_from_row(row: tuple[Any, ...]) -> Attempt:
    """An attempt from the columns of :data:`ATTEMPT_COLUMNS`."""
    id, number, supersedes, state, started, handed_in, seconds = row
    return Attempt(
        id=id,
        number=number,
        supersedes=supersedes,
        state=AttemptState(state),
        started=moment(started),
        handed_in=optional_moment(handed_in),
        seconds_spent=seconds,
    )


def submission_to_json(submission: Submission) -> str:
    """A whole submission; marks and relations as the rows that a student's file has."""
    attempt, student = submission.attempt, submission.student
    return to_json(
        {
            "student": {f.name: _plain(getattr(student, f.name)) for f in fields(Student)},
            "lesson_id": submission.lesson_id,
            "assignment_id": submission.assignment_id,
            "article_sha256": submission.article_sha256,
            "attempt": [
                attempt.id,
                attempt.number,
                attempt.supersedes,
                str(attempt.state),
                stamp(attempt.started),
                optional_stamp(attempt.handed_in),
                attempt.seconds_spent,
            ],
            "annotations": [annotation_row(attempt.id, mark) for mark in submission.annotations],
            "relations": [relation_row(attempt.id, tie) for tie in submission.relations],
        }
    )


def submission_from_json(text: str) -> Submission:
    """The reverse; InvalidModel for what can't be a submission.

    The text has a checksum of its own, so those of its rows are not worked out once more: that
    took more than half of the time.
    """
    raw = from_json(text)
    try:
        return Submission(
            student=Student(**raw["student"]),
            lesson_id=raw["lesson_id"],
            assignment_id=raw["assignment_id"],
            article_sha256=raw["article_sha256"],
            attempt=attempt_from_row(tuple(raw["attempt"])),
            annotations=tuple(
                annotation_from_row(tuple(row), verify=False) for row in raw["annotations"]
            ),
            relations=tuple(
                relation_from_row(tuple(row), verify=False) for row in raw["relations"]
            ),
        )
    except (KeyError, TypeError) as error:
        raise InvalidModel("A part of the hand-in is missing.") from error


def _plain(value: str | int) -> str | int:
    return clean(value) if isinstance(value, str) else value
