"""What the key page paints: items, traps, and of the chosen item everything that it holds."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.key import KeyItem, Trap
from annotator.model.labels import LabelGuide
from annotator.services.lessons.key_steps import Edge
from annotator.ui.article.marks import MarkRole, PaintedMark

TRAP = "trap"
_MENTION = "mention"
_PARTS = {Edge.CORE: "core", Edge.EXTENT: "extent", Edge.SHOWN: "also"}


@dataclass(frozen=True, slots=True)
class MarkTarget:
    """What a painted mark stands for: an item's accepted span and which edges, or a trap."""

    item_id: str = ""
    number: int = 0
    edge: Edge = Edge.SHOWN
    trap_id: str = ""


def part_id(item_id: str, number: int, edge: Edge) -> str:
    """The painted mark of a part; the item's own id for the span that is shown."""
    if edge is Edge.SHOWN and number == 0:
        return item_id
    return f"{_PARTS[edge]} {number} {item_id}"


def trap_part(trap_id: str) -> str:
    """The painted mark of a trap."""
    return f"{TRAP} {trap_id}"


def part_of(painted: str) -> MarkTarget:
    """The reverse of both."""
    kind, _, rest = painted.partition(" ")
    if not rest:
        return MarkTarget(item_id=painted)
    if kind == TRAP:
        return MarkTarget(trap_id=rest)
    number, _, item_id = rest.partition(" ")
    if kind == _MENTION:
        return MarkTarget(item_id=item_id)
    edge = next(edge for edge, name in _PARTS.items() if name == kind)
    return MarkTarget(item_id=item_id, number=int(number), edge=edge)


def painted_item(item: KeyItem, guide: LabelGuide) -> PaintedMark:
    """An item as it is always shown; paler where it need not be found."""
    name = guide.label(item.label).name
    tip = "\n".join(part for part in (name if item.required else f"{name}, optional", item.why))
    return PaintedMark(item.id, item.span, item.label, pending=not item.required, tip=tip.strip())


def painted_trap(trap: Trap) -> PaintedMark:
    """A trap: a broken frame, under no label."""
    tip = "\n".join(part for part in ("Trap: nothing is right here", trap.why) if part)
    return PaintedMark(trap_part(trap.id), trap.span, "", MarkRole.OUTLINE, dashed=True, tip=tip)


def painted_parts(item: KeyItem) -> list[PaintedMark]:
    """What is painted while an item is chosen: other accepted words, cores, extents, mentions."""
    marks = [
        PaintedMark(
            f"{_MENTION} {number} {item.id}",
            mention.span,
            item.label,
            MarkRole.OUTLINE,
            dashed=True,
            tip="Counts as this source, too",
        )
        for number, mention in enumerate(item.mentions)
    ]
    for number, accepted in enumerate(item.accepted):
        if number:
            marks.append(
                PaintedMark(
                    part_id(item.id, number, Edge.SHOWN),
                    accepted.span,
                    item.label,
                    tip="These words are accepted, too",
                )
            )
        if accepted.extent:
            marks.append(
                PaintedMark(
                    part_id(item.id, number, Edge.EXTENT),
                    accepted.extent,
                    item.label,
                    MarkRole.OUTLINE,
                    dashed=True,
                    tip="May include: up to here edges are exact",
                )
            )
        if accepted.core:
            marks.append(
                PaintedMark(
                    part_id(item.id, number, Edge.CORE),
                    accepted.core,
                    item.label,
                    MarkRole.OUTLINE,
                    tip="Must include",
                )
            )
    return marks
