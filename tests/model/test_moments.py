"""Dates and times: local by the rules of their own day, in English on every system."""

from __future__ import annotations

import datetime
import locale
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from annotator.model import moments
from annotator.model.moments import (
    ago_text,
    clock_text,
    date_text,
    day_and_clock_text,
    due_text,
    file_stamp,
    is_after,
    moment_text,
    same_hour_tomorrow,
    table_text,
)

UTC = datetime.UTC
NOW = datetime.datetime(2026, 3, 16, 14, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def at(*numbers: int) -> datetime.datetime:
    year, month, day, *clock = numbers
    hour, minute, *_ = [*clock, 0, 0]
    return datetime.datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (1, "due today 16:00"),
        (-1, "was due today 14:00"),
        (0, "due today 15:00"),
        (24, "due tomorrow 15:00"),
        (-24, "was due yesterday 15:00"),
        (72, "due Thursday 15:00"),
        (24 * 30, "due 15 April"),
        (-24 * 100, "was due 6 December 2025"),
    ],
)
def test_due_times_are_told_as_people_do(hours: int, text: str) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=1))
    assert due_text(NOW + datetime.timedelta(hours=hours), NOW, zone) == text
    assert due_text(None, NOW, zone) == "no due date"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "just now"),
        (-5, "just now"),
        (1, "1 minute ago"),
        (59, "59 minutes ago"),
        (60, "1 hour ago"),
        (125, "2 hours ago"),
        (60 * 14, "yesterday"),
        (60 * 24 * 4, "on 10 March"),
        (60 * 24 * 100, "on 4 December 2025"),
    ],
)
def test_how_long_ago(minutes: int, text: str) -> None:
    now = datetime.datetime(2026, 3, 14, 11, 5, tzinfo=UTC)
    zone = datetime.timezone(datetime.timedelta(hours=2))
    assert ago_text(now - datetime.timedelta(minutes=minutes), now, zone) == text


@pytest.mark.parametrize(
    ("zone", "moment", "text"),
    [
        # Told in winter, of summer, and the other way round; in both halves of the world.
        ("Europe/Berlin", at(2026, 7, 1, 14), "1 July, 16:00"),
        ("Europe/Berlin", at(2026, 1, 15, 14), "15 January, 15:00"),
        ("America/New_York", at(2026, 3, 8, 6, 59), "8 March, 01:59"),
        ("America/New_York", at(2026, 3, 8, 7), "8 March, 03:00"),
        # The hour that comes twice.
        ("Europe/Berlin", at(2026, 10, 25, 0, 30), "25 October, 02:30"),
        ("Europe/Berlin", at(2026, 10, 25, 1, 30), "25 October, 02:30"),
        ("Australia/Lord_Howe", at(2026, 4, 4, 14, 59), "5 April, 01:59"),
        ("Australia/Lord_Howe", at(2026, 4, 4, 15), "5 April, 01:30"),
        ("Asia/Kolkata", at(2026, 3, 31, 18, 30), "1 April, 00:00"),
        ("Asia/Kathmandu", at(2026, 3, 31, 18, 30), "1 April, 00:15"),
        ("America/St_Johns", at(2026, 5, 1, 2, 29), "30 April, 23:59"),
        ("Pacific/Kiritimati", at(2025, 12, 31, 10), "1 January, 00:00"),
    ],
)
def test_a_moment_is_told_by_the_rules_of_its_own_day(
    zone: str, moment: datetime.datetime, text: str
) -> None:
    for now in (at(2026, 1, 15), at(2026, 7, 15)):
        assert moment_text(moment, now, ZoneInfo(zone)) == text
        assert clock_text(moment, ZoneInfo(zone)) == text[-5:]


def test_days_are_those_of_the_calendar_across_a_change() -> None:
    # The night of 29 March has 23 hours, that of 25 October has 25.
    assert due_text(at(2026, 3, 29, 21, 59), at(2026, 3, 28, 22, 30), BERLIN) == (
        "due tomorrow 23:59"
    )
    assert day_and_clock_text(at(2026, 10, 25, 22, 30), at(2026, 10, 26, 23), BERLIN) == (
        "25 October 23:30"
    )
    assert day_and_clock_text(at(2026, 10, 25, 22, 30), at(2026, 10, 26, 22), BERLIN) == (
        "yesterday 23:30"
    )


def test_the_year_is_named_where_it_is_another_one_there() -> None:
    assert date_text(at(2025, 12, 31, 23, 30), at(2026, 1, 5), BERLIN) == "1 January"
    assert date_text(at(2025, 12, 31, 23, 30), at(2026, 1, 5), UTC) == "31 December 2025"
    assert moment_text(at(2026, 3, 9, 8, 5), NOW, UTC, with_year=True) == "9 March 2026, 08:05"
    assert moment_text(at(2025, 3, 9, 8, 5), NOW, UTC, short=True) == "9 Mar 2025, 08:05"


def test_a_table_and_a_file_have_forms_of_their_own() -> None:
    assert table_text(at(2026, 7, 1, 22, 5), BERLIN) == "2026-07-02 00:05"
    assert table_text(None) == ""
    assert file_stamp(datetime.datetime(2026, 7, 2, 0, 5, tzinfo=BERLIN)) == (
        "20260701T220500000000Z"
    )


def test_tomorrow_at_this_hour_is_by_the_clock_on_the_wall() -> None:
    assert same_hour_tomorrow(at(2026, 3, 28, 14, 20), BERLIN) == at(2026, 3, 29, 13)
    assert same_hour_tomorrow(at(2026, 10, 24, 14, 20), BERLIN) == at(2026, 10, 25, 15)
    assert same_hour_tomorrow(at(2026, 3, 16, 14, 20), ZoneInfo("Asia/Kolkata")) == (
        at(2026, 3, 17, 13, 30)
    )


def test_due_means_to_the_end_of_the_minute() -> None:
    due = at(2026, 3, 16, 16)
    assert not is_after(due, due)
    assert not is_after(due + datetime.timedelta(seconds=59.9), due)
    assert is_after(due + datetime.timedelta(seconds=60), due)
    assert not is_after(due, due + datetime.timedelta(seconds=30))
    assert not is_after(due, None)


# --- the system's own zone and language ----------------------------------------------------------


@pytest.fixture
def move_to(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Set the zone of this process, as the system would have it."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system keeps one zone for all")
def test_the_systems_zone_is_asked_for_the_day_itself(move_to: Callable[[str], None]) -> None:
    summer, winter = at(2026, 7, 1, 14), at(2026, 1, 15, 14)
    for zone, in_summer, in_winter in (
        ("Europe/Berlin", "16:00", "15:00"),
        ("America/New_York", "10:00", "09:00"),
        ("Australia/Adelaide", "23:30", "00:30"),
        ("Asia/Kolkata", "19:30", "19:30"),
    ):
        move_to(zone)
        assert (clock_text(summer), clock_text(winter)) == (in_summer, in_winter), zone
        # A time that was made local before carries an offset that no longer holds.
        assert clock_text(summer.astimezone(datetime.timezone.max)) == in_summer


FOREIGN = ("de_DE.UTF-8", "fr_FR.UTF-8", "ar_SA.UTF-8", "ja_JP.UTF-8", "de_DE", "German_Germany")


def test_names_of_months_are_english_under_every_language_of_the_system() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        for name in ("C", *FOREIGN):
            try:
                locale.setlocale(locale.LC_TIME, name)
            except locale.Error:
                continue
            assert moment_text(at(2026, 3, 9, 8), NOW, UTC) == "9 March, 08:00", name
            assert due_text(at(2026, 3, 19, 8), NOW, UTC) == "due Thursday 08:00", name
    finally:
        locale.setlocale(locale.LC_TIME, before)


def test_nothing_asks_the_system_how_a_month_is_called() -> None:
    """Few machines have a second language to try: what would ask for it is looked for as well."""
    program = Path(moments.__file__).parents[1]
    asks = re.compile(r"%[-#_]?[aAbBcxXp]\b|month_name|month_abbr|day_name|day_abbr")
    assert asks.search('f"{here:%B}"')
    found = [
        f"{path.relative_to(program)}:{number}"
        for path in program.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if asks.search(line)
    ]
    assert found == []
