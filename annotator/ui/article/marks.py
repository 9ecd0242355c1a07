"""What the page is told about a mark: where it is, whose it is, how it is to look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from annotator.model.labels import Sign as Sign
from annotator.model.text import Span


class MarkRole(Enum):
    """How a mark is drawn: a student's mark, an item of the key next to it, a missed item."""

    FILL = "fill"
    OUTLINE = "outline"
    HATCH = "hatch"


@dataclass(frozen=True, slots=True)
class PaintedMark:
    """A mark as the page paints it; ``span`` counts code points of the article's text.

    ``pending`` is painted but not yet saved; ``dashed`` breaks the line of an outline; ``tip`` is
    plain text shown under the pointer.
    """

    id: str
    span: Span
    label: str
    role: MarkRole = MarkRole.FILL
    sign: Sign | None = None
    pending: bool = False
    dashed: bool = False
    tip: str = ""
