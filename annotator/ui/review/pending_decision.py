"""One decision of the review, to be made or made, and the words for what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.review import DecisionKind
from annotator.services.review.groups import DecisionGroup

SAID = {
    DecisionKind.ACCEPT: "accepted",
    DecisionKind.KEEP: "the key stands",
    DecisionKind.WAIVE: "let through",
    DecisionKind.OVERRIDE: "other points",
}
EVERYONE = "accepted for everyone"


@dataclass(frozen=True, slots=True)
class PendingDecision:
    """One decision to make or made. ``said`` is what was decided, empty while it is open."""

    group: DecisionGroup
    said: str = ""

    @property
    def is_open(self) -> bool:
        """Whether some paper still waits for it."""
        return not self.said and any(not place.decided for place in self.group.places)
