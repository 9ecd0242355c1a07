"""What a teacher decides about a comparison, as values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.errors import InvalidModel


class DecisionKind(StrEnum):
    """The kinds of decision: this extra costs nothing, this answer counts, these points, a word."""

    WAIVE = "waive"
    ACCEPT = "accept"
    OVERRIDE = "override"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision on one submission: about a mark, a key item, both, or (a comment) the whole.

    ``points`` is in micro-points and belongs to an override alone. ``who``, ``decided`` (UTC) and
    ``why`` say whose it is, when and for what reason.
    """

    id: str
    submission_sha256: str
    kind: DecisionKind
    item_id: str = ""
    mark_id: str = ""
    points: int | None = None
    comment: str = ""
    why: str = ""
    who: str = ""
    decided: datetime.datetime

    def __post_init__(self) -> None:
        if (self.kind is DecisionKind.OVERRIDE) != (self.points is not None):
            raise InvalidModel("An override, and nothing else, sets points.")
        if self.kind is DecisionKind.WAIVE and not self.mark_id:
            raise InvalidModel("Only a mark can be waived.")
        if self.kind is not DecisionKind.COMMENT and not (self.item_id or self.mark_id):
            raise InvalidModel("A decision is about a mark or a key item.")
        if self.kind is DecisionKind.COMMENT and not self.comment:
            raise InvalidModel("A comment needs words.")
