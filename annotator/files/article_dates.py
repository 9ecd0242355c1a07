"""Dates as news pages print them."""

from __future__ import annotations

import datetime
import re

from annotator.model.moments import MONTHS

_MONTH = r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
_MONTH += r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"

#: An absolute date: 2022-10-11, 11 October 2022, October 11, 2022, 11/10/2022, 11.10.2022.
DATE = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2})(?:T[\d:.+\-Z]+)?(?!\d)"
    rf"|\b{_DAY.format('day')}\s+{_MONTH.format('month')},?\s+(?P<year>\d{{4}})\b"
    rf"|\b{_MONTH.format('month_us')}\s+{_DAY.format('day_us')},?\s+(?P<year_us>\d{{4}})\b"
    r"|\b(?P<numbers>\d{1,2}[/.]\d{1,2}[/.]\d{4})\b",
    re.IGNORECASE,
)
_TIME = r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?"
_ZONE = r"(?-i:UTC[+-]\d+|[A-Z]{2,4}\b)"
_DAYS = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?"
_WORDS = (
    r"(?:(?:first\s+|last\s+)?(?:published|posted|updated|modified|created|date|on|at|the|edited)"
    r"(?:\s*(?:on|at))?\s*:?)"
)
#: What may stand beside a date on a line that is only about time.
_BESIDE = re.compile(rf"(?:{_WORDS}|{_DAYS}|{_TIME}|{_ZONE}|[\s,;:|·•–—()\-])*", re.IGNORECASE)
_AGO = re.compile(
    rf"\s*{_WORDS}?\s*(?:(?:an?|\d+)\s*(?:s|sec|second|min|minute|h|hr|hour|d|day|w|wk|week|month|year)"
    r"s?\s+ago|just now|yesterday|today)\.?\s*",
    re.IGNORECASE,
)


def date_in(text: str) -> datetime.date | None:
    """The first absolute date in ``text``; None where there is none or it can be read two ways."""
    for match in DATE.finditer(text):
        date = _date_of(match)
        if date is not None:
            return date
    return None


def is_relative_time(line: str) -> bool:
    """True for "3 days ago", "Updated 2 hours ago", "just now": true when printed, not after."""
    return _AGO.fullmatch(line) is not None


def split_date_line(line: str) -> tuple[str, str] | None:
    """``line`` as (its part about time, the rest); None where it does not begin with a date.

    Words such as "Published", weekdays and times of day belong to the date.
    """
    match = DATE.search(line)
    if match is None or not _BESIDE.fullmatch(line[: match.start()]):
        return None
    end = match.end()
    while later := DATE.search(line, end):
        if not _BESIDE.fullmatch(line[end : later.start()]):
            break
        end = later.end()
    tail = _BESIDE.match(line, end)
    cut = tail.end() if tail else end
    # A word is not cut in two: "2022 ATLAS" is a date and a word, not a zone and "AS".
    if cut < len(line) and cut > end and line[cut].isalnum() and line[cut - 1].isalnum():
        cut = max(end, line.rfind(" ", end, cut) + 1)
    return line[:cut].strip(), line[cut:].strip()


def _date_of(match: re.Match[str]) -> datetime.date | None:
    found = match.groupdict()
    try:
        if found["iso"]:
            return datetime.date.fromisoformat(found["iso"])
        if found["numbers"]:
            first, second, year = (int(part) for part in re.split(r"[/.]", found["numbers"]))
            if first == second or first > 12 >= second or "." in found["numbers"]:
                return datetime.date(year, second, first)
            if second > 12:
                return datetime.date(year, first, second)
            return None
        name = (found["month"] or found["month_us"]).lower()
        month = next(n for n, full in enumerate(MONTHS, 1) if full.lower().startswith(name[:3]))
        return datetime.date(
            int(found["year"] or found["year_us"]), month, int(found["day"] or found["day_us"])
        )
    except ValueError:
        return None
