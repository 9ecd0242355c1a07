"""Class lists out of a OneRoster archive (1EdTech OneRoster CSV 1.1 and 1.2), class by class.

Three of its files are needed: who there is, which classes, who is enrolled in which. They are read
by their headings, since systems add columns of their own. Version 1.2 says in another file which
roles a person has at the school; the role in a class stands in the enrolment in both.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from annotator.files import limits
from annotator.model.errors import BadInput

HEADINGS = ("First name", "Last name", "ID number", "Email address", "Class")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    csv.Error,
)
#: The files that are read, with the headings that they can't do without.
_NEEDED = {
    "users.csv": {"sourcedId", "givenName", "familyName"},
    "classes.csv": {"sourcedId", "title"},
    "enrollments.csv": {"classSourcedId", "userSourcedId", "role"},
}
_GONE = "tobedeleted"


class NotEnrolled(StrEnum):
    """Why an entry of the archive is no student of a class now."""

    ROLE = "role"
    INACTIVE = "inactive"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A line of the enrolments: its record's number in that file, the cells under
    :data:`HEADINGS`, and why it gives no student, with the word that says so."""

    number: int
    cells: tuple[str, ...]
    why: NotEnrolled | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RosterClass:
    """A class of the archive with its enrolments in their order."""

    title: str
    enrolments: tuple[Enrolment, ...]


def is_roster(data: bytes) -> bool:
    """Whether it is such an archive, by the files in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            names = {each.rpartition("/")[2] for each in opened.namelist()}
    except _BROKEN:
        return False
    return names >= set(_NEEDED)


def read_roster(data: bytes, name: str, today: datetime.date) -> tuple[RosterClass, ...]:
    """All classes of the archive; what is over before ``today`` is marked so. BadInput where it is
    damaged or far too large."""
    try:
        tables = _tables(data)
        users = {row["sourcedId"]: row for row in tables["users.csv"]}
        found: dict[str, list[Enrolment]] = {
            row["sourcedId"]: [] for row in tables["classes.csv"] if row.get("status") != _GONE
        }
        titles = {row["sourcedId"]: row["title"] for row in tables["classes.csv"]}
        for number, row in enumerate(tables["enrollments.csv"], start=2):
            if row["classSourcedId"] in found and row.get("status") != _GONE:
                user = users.get(row["userSourcedId"])
                title = titles[row["classSourcedId"]]
                entry = _enrolment(number, row, user, title, today)
                found[row["classSourcedId"]].append(entry)
    except _BROKEN as error:
        raise BadInput(
            f"“{name}” can’t be read: it is not a whole OneRoster archive.",
            kept="Nothing was changed.",
            todo="Export it again, or choose a list of one class.",
        ) from error
    return tuple(RosterClass(titles[id], tuple(entries)) for id, entries in found.items())


def _enrolment(
    number: int,
    row: dict[str, str],
    user: dict[str, str] | None,
    title: str,
    today: datetime.date,
) -> Enrolment:
    if user is None or user.get("status") == _GONE:
        return Enrolment(number, ("", "", row["userSourcedId"]), NotEnrolled.UNKNOWN)
    cells = tuple(user.get(each, "") for each in ("givenName", "familyName", "identifier", "email"))
    cells = (*cells, title)
    if row["role"] != "student":
        return Enrolment(number, cells, NotEnrolled.ROLE, row["role"][:40])
    if user.get("enabledUser", "").lower() == "false":
        return Enrolment(number, cells, NotEnrolled.INACTIVE)
    ends = row.get("endDate", "")[:10]
    if ends and datetime.date.fromisoformat(ends) < today:
        return Enrolment(number, cells, NotEnrolled.OVER, ends)
    return Enrolment(number, cells)


def _tables(data: bytes) -> dict[str, list[dict[str, str]]]:
    budget = limits.SHEET_BYTES
    tables: dict[str, list[dict[str, str]]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for path in opened.namelist():
            own = path.rpartition("/")[2]
            if own not in _NEEDED or own in tables:
                continue
            with opened.open(path) as stream:
                content = stream.read(budget + 1)
            budget -= len(content)
            if budget < 0:
                raise ValueError("too much in it")
            tables[own] = list(_rows(content.decode("utf-8-sig"), _NEEDED[own]))
    return tables


def _rows(text: str, needed: set[str]) -> Iterator[dict[str, str]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    headings = next(reader, [])
    if not needed <= set(headings):
        raise ValueError("headings are missing")
    for row in reader:
        if row:
            yield dict(zip(headings, row, strict=False))
