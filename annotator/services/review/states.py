"""How far a paper is, and how far many are: said here once, for desk, review, return and tables.

A paper is *decided* only when nothing of it waits and it was decided on or looked at whole.
Giving a paper back decides nothing: what was open stays open and is said with the state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.received import InboxRow
from annotator.services.review.decisions import Reviewed


class PaperState(StrEnum):
    """How far the teacher is with a paper.

    ``TO_DECIDE``: a difference from the key waits. ``NOT_LOOKED_AT``: none waits, but
    nothing was decided on it and it was not opened. ``DECIDED``: none waits. ``RETURNED`` and
    ``RETURNED_OPEN``: given back, without and with something that waits.
    """

    TO_DECIDE = "to-decide"
    NOT_LOOKED_AT = "not-looked-at"
    DECIDED = "decided"
    RETURNED = "returned"
    RETURNED_OPEN = "returned-open"

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do before it may lie with its student."""
        return self in (PaperState.DECIDED, PaperState.RETURNED)

    @property
    def is_returned(self) -> bool:
        """Whether its student has it back."""
        return self in (PaperState.RETURNED, PaperState.RETURNED_OPEN)


_WORDS = {
    PaperState.TO_DECIDE: "undecided",
    PaperState.NOT_LOOKED_AT: "not looked at",
    PaperState.DECIDED: "decided",
    PaperState.RETURNED: "returned",
    PaperState.RETURNED_OPEN: "returned",
}


def paper_state(row: InboxRow, reviewed: Reviewed) -> PaperState:
    """The state of a paper that could be compared."""
    is_open = bool(reviewed.open)
    if row.returned is not None:
        return PaperState.RETURNED_OPEN if is_open else PaperState.RETURNED
    if is_open:
        return PaperState.TO_DECIDE
    was_seen = row.looked is not None or reviewed.decisions
    return PaperState.DECIDED if was_seen else PaperState.NOT_LOOKED_AT


def state_words(state: PaperState, still_open: int, *, changed_since: bool = False) -> str:
    """ "undecided", "returned, 3 open", "returned, changed since"."""
    text = _WORDS[state]
    if changed_since and state.is_returned:
        text += ", changed since"
    return f"{text}, {still_open} open" if state is PaperState.RETURNED_OPEN else text


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCounts:
    """How many papers there are of each state.

    ``decided`` of ``papers`` are decided, returned or not. ``unread`` can't be compared. ``unseen``
    were never opened whole, whatever their state. Of ``changed`` the students hold something else
    than what counts now.
    """

    papers: int = 0
    to_decide: int = 0
    not_looked_at: int = 0
    decided: int = 0
    returned: int = 0
    returned_open: int = 0
    unread: int = 0
    unseen: int = 0
    changed: int = 0

    @classmethod
    def of(
        cls, papers: Iterable[tuple[InboxRow, PaperState | None]], *, changed: int = 0
    ) -> PaperCounts:
        """Count papers; a state of None stands for one that can't be compared."""
        states: Counter[PaperState | None] = Counter()
        unseen = 0
        for row, state in papers:
            states[state] += 1
            unseen += row.looked is None
        return cls(
            papers=states.total(),
            to_decide=states[PaperState.TO_DECIDE],
            not_looked_at=states[PaperState.NOT_LOOKED_AT],
            decided=states[PaperState.DECIDED] + states[PaperState.RETURNED],
            returned=states[PaperState.RETURNED] + states[PaperState.RETURNED_OPEN],
            returned_open=states[PaperState.RETURNED_OPEN],
            unread=states[None],
            unseen=unseen,
            changed=changed,
        )

    @property
    def with_open(self) -> int:
        """Papers of which something waits for a decision, returned or not."""
        return self.to_decide + self.returned_open

    @property
    def is_done(self) -> bool:
        """Whether all are returned, as they count now, and nothing of any waits."""
        waits = self.returned_open or self.changed
        return bool(self.papers) and self.returned == self.papers and not waits

    def words(self) -> str:
        """ "20 decided · 7 undecided · 1 not looked at"; of what is returned, how many are open."""
        if self.is_done:
            return "all returned"
        parts = []
        if self.returned:
            all_back = self.returned == self.papers
            back = "all returned" if all_back else f"{self.returned} returned"
            open_ = f", {self.returned_open} open" if self.returned_open else ""
            changed = f", {self.changed} changed since" if self.changed else ""
            parts.append(back + changed + open_)
        here = self.decided - (self.returned - self.returned_open)
        if here:
            parts.append(f"{here} decided")
        if self.to_decide:
            parts.append(f"{self.to_decide} undecided")
        if self.not_looked_at:
            parts.append(f"{self.not_looked_at} not looked at")
        if self.unread:
            parts.append(f"{self.unread} can’t be read")
        return " · ".join(parts)
