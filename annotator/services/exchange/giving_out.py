"""Noting that a class was given its lesson file: the desk says so, and what to do next."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from annotator.model.moments import utc_now
from annotator.services.data.data_file import DataFile
from annotator.store.given_out import Given, GivenOut, GivenOutBy


def note_given(
    data: DataFile,
    assignment_id: str,
    way: GivenOutBy,
    name: str,
    *,
    now: Callable[[], datetime.datetime] = utc_now,
) -> None:
    """The lesson file of an assignment was written as ``name``; on disk when this returns."""
    given = Given(way=way, name=name, given=now())
    data.call(lambda db: GivenOut(db).note(assignment_id, given))
