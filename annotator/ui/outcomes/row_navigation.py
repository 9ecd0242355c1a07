"""From difference to difference: where next and previous stop."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.ui.outcomes.outcome_rows import OutcomeRow


def stops_of(shown: Sequence[OutcomeRow], *, filtered: bool) -> list[OutcomeRow]:
    """What to stop at among the rows that are shown: differences, or all that a filter keeps."""
    if filtered:
        return [entry for entry in shown if entry.can_be_chosen]
    return [entry for entry in shown if entry.is_difference]


def next_stop(
    shown: Sequence[OutcomeRow], stops: Sequence[OutcomeRow], chosen: str, by: int
) -> str:
    """The id of the stop after (``by`` 1) or before (-1) the chosen row, round at the ends.

    An empty string where there is nowhere to stop.
    """
    if not stops:
        return ""
    ids = [entry.id for entry in stops]
    if chosen in ids:
        return ids[(ids.index(chosen) + by) % len(ids)]
    order = [entry.id for entry in shown]
    if chosen not in order:
        return ids[0] if by > 0 else ids[-1]
    here = order.index(chosen)
    after = [n for n, entry_id in enumerate(ids) if order.index(entry_id) > here]
    first_after = after[0] if after else 0
    return ids[first_after if by > 0 else first_after - 1]


def place_of(stops: Sequence[OutcomeRow], entry: OutcomeRow) -> str:
    """ "3 of 7", or nothing for a row that is no stop."""
    ids = [each.id for each in stops]
    return f"{ids.index(entry.id) + 1} of {len(ids)}" if entry.id in ids else ""
