"""One rule of lateness for everything that comes in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest

from annotator.services.marking.attempts import claims_to_be_in_time, is_late

DUE = datetime.datetime(2026, 3, 20, 16, 0, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Came:
    received: datetime.datetime
    handed_in: datetime.datetime | None
    from_paper: bool = False


def after(minutes: float) -> datetime.datetime:
    return DUE + datetime.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("received", "claimed", "late"),
    [
        (-5, -6, False),
        (-5, 60 * 24, False),  # the student's clock is a day ahead
        (0.99, 0.99, False),  # to the end of the minute
        (1, 1, True),
        (20, 20, True),
        (60 * 24, -2, False),  # it waited in a folder that was offline
        (60 * 24, 0.5, False),
        (20, None, True),
        (0.5, None, False),
    ],
)
def test_received_in_time_is_in_time(received: float, claimed: float | None, late: bool) -> None:
    handed_in = None if claimed is None else after(claimed)
    assert is_late(Came(after(received), handed_in), DUE) is late
    assert not is_late(Came(after(received), handed_in), None)
    assert not is_late(Came(after(received), handed_in, from_paper=True), DUE)


@pytest.mark.parametrize(
    ("received", "claimed", "undecided"),
    [
        (-5, -6, False),  # it was here in time: nothing to decide
        (0.99, -6, False),
        (1, -2, True),
        (20, -2, True),
        (60 * 24, 0.99, True),
        (20, 1, False),  # it says itself that it is late
        (20, 60 * 24, False),
        (20, None, False),
    ],
)
def test_a_claim_waits_for_the_teacher(
    received: float, claimed: float | None, undecided: bool
) -> None:
    handed_in = None if claimed is None else after(claimed)
    assert claims_to_be_in_time(Came(after(received), handed_in), DUE) is undecided
    assert not claims_to_be_in_time(Came(after(received), handed_in), None)
    assert not claims_to_be_in_time(Came(after(received), handed_in, from_paper=True), DUE)
