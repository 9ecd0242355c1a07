"""What is painted on the article: a student's marks, the key, or one over the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum

from annotator.model.annotation import Relation
from annotator.model.key import AnswerKey, KeyItem
from annotator.model.labels import LabelGuide
from annotator.model.outcome import Comparison, ItemState
from annotator.model.text import Span
from annotator.model.work import Submission
from annotator.services.marking.wording import label_of
from annotator.services.review.wordings import item_sign, mark_sign, title
from annotator.ui.article.marks import MarkRole, PaintedMark, Sign
from annotator.ui.article.vocabulary import RELATIONS
from annotator.ui.outcomes.outcome_rows import OutcomeRow, item_id, mark_id, trap_id

#: The id of the frame that :func:`place_of_row` makes.
PLACE = "place"


class Layers(Enum):
    """Which side is painted; the value is what the switch says."""

    BOTH = "Marks and key"
    MARKS = "Marks"
    KEY = "Key"


def painted_key(key: AnswerKey, guide: LabelGuide) -> list[PaintedMark]:
    """The key by itself: what is to be found filled, traps in a broken frame."""
    marks = [
        PaintedMark(
            item_id(item.id),
            item.span,
            item.label,
            pending=not item.required,
            tip=_tip(
                label_of(guide, item.label).name, "" if item.required else "need not be found"
            ),
        )
        for item in key.items
    ]
    marks += [
        PaintedMark(trap_id(trap.id), trap.span, "", MarkRole.OUTLINE, dashed=True, tip="Trap")
        for trap in key.traps
    ]
    return marks


def painted_marks(submission: Submission, guide: LabelGuide) -> list[PaintedMark]:
    """The student's marks by themselves, as they were handed in."""
    return [
        PaintedMark(mark_id(mark.id), mark.span, mark.label, tip=label_of(guide, mark.label).name)
        for mark in submission.annotations
    ]


def painted_both(
    comparison: Comparison, key: AnswerKey, guide: LabelGuide, signs: Sign | None = None
) -> list[PaintedMark]:
    """Marks filled, the key framed over them, what was passed over hatched.

    What need not be found and wasn't is left out: there are many such places in an article.
    With ``signs`` only what carries that sign is painted, each with its other side.
    """
    painted: list[PaintedMark] = []
    kept: set[str] = set()
    for mark in comparison.marks:
        sign = mark_sign(mark)
        if signs is not None and sign is not signs:
            continue
        kept.add(mark.item_id)
        tip = _tip(label_of(guide, mark.label).name, title(mark.state))
        painted.append(
            PaintedMark(mark_id(mark.mark_id), mark.span, mark.label, sign=sign, tip=tip)
        )
    for item in comparison.items:
        name = label_of(guide, item.label).name
        span = key.item(item.item_id).accepted[item.answer].span
        if item.found:
            if item.item_id in kept:
                other = item.label_right is False
                painted.append(
                    PaintedMark(
                        item_id(item.item_id),
                        span,
                        item.label,
                        MarkRole.OUTLINE,
                        dashed=other,
                        tip=_tip(name, "in the key"),
                    )
                )
            continue
        if item.state is ItemState.OPTIONAL:
            continue
        missed = item.state is ItemState.MISSED
        sign = item_sign(item, None)
        if signs is not None and sign is not signs:
            continue
        role = MarkRole.HATCH if missed else MarkRole.OUTLINE
        tip = _tip(name, title(item.state))
        painted.append(
            PaintedMark(
                item_id(item.item_id), span, item.label, role, sign, dashed=not missed, tip=tip
            )
        )
    return painted


def painted_sides(
    comparison: Comparison, key: AnswerKey, guide: LabelGuide, signs: Sign | None = None
) -> tuple[list[PaintedMark], list[PaintedMark], list[PaintedMark]]:
    """A paper and its key apart: the student's marks, the key's, and what both lead to.

    Both sides are filled, each with the sign of what became of it. The key's side has all of the
    key; with ``signs`` it has, like the other, only what carries that sign. The third list is the
    two laid over one another, for the strip of differences.
    """
    both = painted_both(comparison, key, guide, signs)
    known = {mark.id: mark for mark in both}
    own = {item_id(item.id) for item in key.items}
    marks = [mark for mark in both if mark.id not in own]
    # An item that was found has its sign at the student's mark; apart, both sides need one.
    met = {item_id(each.item_id): mark_sign(each) for each in comparison.marks if each.item_id}
    items = []
    for item in painted_key(key, guide):
        laid = known.get(item.id)
        if laid is not None:
            item = replace(item, sign=laid.sign or met.get(item.id), tip=laid.tip)
        elif signs is not None:
            continue
        items.append(item)
    return marks, items, both


def place_of_row(span: Span) -> PaintedMark:
    """A plain frame where the side has nothing of its own: the other one has it here."""
    return PaintedMark(PLACE, span, "", MarkRole.OUTLINE, dashed=True, tip="Nothing on this side")


def framed(item: KeyItem) -> PaintedMark:
    """An item that need not be found and wasn't, for as long as it is explained."""
    return PaintedMark(item_id(item.id), item.span, item.label, MarkRole.OUTLINE, dashed=True)


def painted_id(entry: OutcomeRow, layers: Layers) -> str:
    """The painted mark that stands for a row on these layers, or an empty string."""
    has_mark = entry.mark is not None
    if layers is Layers.KEY or not has_mark:
        if entry.key_item is not None and layers is not Layers.MARKS:
            return item_id(entry.key_item.id)
        if entry.trap is not None and layers is not Layers.MARKS:
            return trap_id(entry.trap.id)
        return ""
    assert entry.mark is not None
    return mark_id(entry.mark.mark_id)


def links_of(relations: Iterable[Relation], prefix: str) -> list[tuple[str, str, str]]:
    """Ties for the page; ``prefix`` is "mark" for a student's, "item" for the key's."""
    return [
        (f"{prefix} {relation.source_id}", f"{prefix} {end.id}", RELATIONS[relation.kind])
        for relation in relations
        for place in relation.chain
        for end in place
        if end.id
    ]


def _tip(name: str, more: str) -> str:
    return f"{name}: {more[:1].lower()}{more[1:]}" if more else name
