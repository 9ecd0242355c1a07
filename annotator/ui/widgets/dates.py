"""Dates as people say them, in local time."""

from __future__ import annotations

import datetime

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def due_words(due: datetime.datetime | None, now: datetime.datetime) -> str:
    """When something is due, in local words; ``now`` is a local time with its zone."""
    if due is None:
        return "no due date"
    here = due.astimezone(now.tzinfo)
    days = (here.date() - now.date()).days
    clock = f"{here.hour:02}:{here.minute:02}"
    if days == 0:
        return f"{'due' if due >= now else 'was due'} today {clock}"
    if days == 1:
        return f"due tomorrow {clock}"
    if days == -1:
        return f"was due yesterday {clock}"
    if 1 < days < 7:
        return f"due {_DAYS[here.weekday()]} {clock}"
    return f"{'due' if days > 0 else 'was due'} {date_words(here, now)}"


def date_words(here: datetime.datetime, now: datetime.datetime) -> str:
    """A date in words, with the year where it is another one."""
    year = f" {here.year}" if here.year != now.year else ""
    return f"{here.day} {_MONTHS[here.month - 1]}{year}"
