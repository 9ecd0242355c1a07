"""Dates and times: kept as UTC, shown in the local time of that moment, in English.

The local time of a moment follows the zone's rules: what is due in July is told in summer time in
January as well. ``zone`` is this computer's own where it is None. Month and weekday names are those
of the interface's language; ``strftime`` would take them from the system's.
"""

from __future__ import annotations

import datetime

MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_MINUTE = datetime.timedelta(minutes=1)


def utc_now() -> datetime.datetime:
    """The time now, in UTC, to the millisecond."""
    now = datetime.datetime.now(datetime.UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def is_after(moment: datetime.datetime, due: datetime.datetime | None) -> bool:
    """Whether ``moment`` is too late for ``due``: what is due at 16:00 may come until 16:00:59."""
    return due is not None and moment >= due.replace(second=0, microsecond=0) + _MINUTE


def local(moment: datetime.datetime, zone: datetime.tzinfo | None = None) -> datetime.datetime:
    """``moment`` as a local time, by the rules that hold on its own day."""
    return moment.astimezone(zone)


def clock_text(moment: datetime.datetime, zone: datetime.tzinfo | None = None) -> str:
    """ "09:30"."""
    here = local(moment, zone)
    return f"{here.hour:02}:{here.minute:02}"


def date_text(
    moment: datetime.datetime,
    now: datetime.datetime | None = None,
    zone: datetime.tzinfo | None = None,
    *,
    short: bool = False,
    with_year: bool = False,
) -> str:
    """ "14 March", ``short`` "14 Mar"; the year where it isn’t that of ``now``, or is asked for."""
    here = local(moment, zone)
    month = MONTHS[here.month - 1]
    with_year = with_year or here.year != local(now or utc_now(), zone).year
    return f"{here.day} {month[:3] if short else month}{f' {here.year}' if with_year else ''}"


def day_text(day: datetime.date) -> str:
    """ "14 March 2026": a day that is no moment, such as an article’s date."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_text(
    moment: datetime.datetime,
    now: datetime.datetime | None = None,
    zone: datetime.tzinfo | None = None,
    *,
    short: bool = False,
    with_year: bool = False,
) -> str:
    """ "14 March, 09:30", ``short`` "14 Mar, 09:30"; with the year as in :func:`date_text`."""
    date = date_text(moment, now, zone, short=short, with_year=with_year)
    return f"{date}, {clock_text(moment, zone)}"


def day_and_clock_text(
    moment: datetime.datetime, now: datetime.datetime, zone: datetime.tzinfo | None = None
) -> str:
    """ "today 09:30", "yesterday 15:58", "tomorrow 09:30", else "14 March 09:30"."""
    days = (local(moment, zone).date() - local(now, zone).date()).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)
    return f"{near or date_text(moment, now, zone)} {clock_text(moment, zone)}"


def due_text(
    due: datetime.datetime | None, now: datetime.datetime, zone: datetime.tzinfo | None = None
) -> str:
    """ "due today 16:00", "was due yesterday 15:00", "due Thursday 15:00", "due 15 April"."""
    if due is None:
        return "no due date"
    here = local(due, zone)
    days = (here.date() - local(now, zone).date()).days
    verb = "was due" if is_after(now, due) else "due"
    if abs(days) <= 1:
        return f"{verb} {day_and_clock_text(due, now, zone)}"
    if 1 < days < 7:
        return f"{verb} {WEEKDAYS[here.weekday()]} {clock_text(due, zone)}"
    return f"{verb} {date_text(due, now, zone)}"


def ago_text(
    then: datetime.datetime, now: datetime.datetime, zone: datetime.tzinfo | None = None
) -> str:
    """ "just now", "5 minutes ago", "3 hours ago", "yesterday", "on 3 March"."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} minute{'s' * (minutes > 1)} ago"
    days = (local(now, zone).date() - local(then, zone).date()).days
    if days == 0:
        return f"{minutes // 60} hour{'s' * (minutes >= 120)} ago"
    return "yesterday" if days == 1 else f"on {date_text(then, now, zone)}"


def same_hour_tomorrow(
    now: datetime.datetime, zone: datetime.tzinfo | None = None
) -> datetime.datetime:
    """The full hour that the clock shows now, a day later by the calendar; UTC."""
    here = local(now, zone).replace(minute=0, second=0, microsecond=0)
    # Without its zone, so that a day with 23 hours is a day as well.
    later = here.replace(tzinfo=None, fold=0) + datetime.timedelta(days=1)
    return (later.replace(tzinfo=zone) if zone else later).astimezone(datetime.UTC)


def table_text(moment: datetime.datetime | None, zone: datetime.tzinfo | None = None) -> str:
    """ "2026-03-14 09:30" for a cell of a table, which sorts; empty for None."""
    if moment is None:
        return ""
    here = local(moment, zone)
    return f"{here.date().isoformat()} {clock_text(moment, zone)}"


def file_stamp(moment: datetime.datetime) -> str:
    """A time in a file's name, UTC to the microsecond: "20260314T093000000000Z"."""
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%S%fZ")
