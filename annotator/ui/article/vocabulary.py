"""What the program calls things on screen, in words a twelve-year-old reads."""

from __future__ import annotations

from annotator.model.annotation import (
    Annotation,
    EndKind,
    Relation,
    RelationEnd,
    RelationKind,
)
from annotator.services.marking.marking import Marking
from annotator.services.marking.wording import ATTRIBUTES as ATTRIBUTES
from annotator.services.marking.wording import CERTAINTY as CERTAINTY
from annotator.services.marking.wording import RELATIONS as RELATIONS
from annotator.services.marking.wording import SPANLESS as SPANLESS
from annotator.services.marking.wording import found_text as found_text
from annotator.services.marking.wording import plural as plural
from annotator.services.marking.wording import shortened as shortened

#: Which labels a relation can start from.
RELATION_LABELS: dict[RelationKind, tuple[str, ...]] = {
    RelationKind.DENIES: ("denial",),
    RelationKind.SAID_BY: ("claim", "denial", "opinion"),
    RelationKind.SAME_AS: ("source",),
}

#: The same inside a sentence.
_SPANLESS_IN_WORDS = {
    EndKind.NARRATOR: "the article itself",
    EndKind.NOBODY: "someone who is not named",
}


def lacking(count: int, kind: RelationKind) -> str:
    """ "3 marks have no “said by” yet": what a lesson's ties still lack."""
    if kind is RelationKind.DENIES:
        return f"{plural(count, 'denial')} {'is' if count == 1 else 'are'} not tied to a claim yet"
    has = "has" if count == 1 else "have"
    return f"{plural(count, 'mark')} {has} no “{RELATIONS[kind]}” yet"


def end_text(marking: Marking, end: RelationEnd) -> str:
    """One end of a relation, as the list and the connect page name it."""
    if end.kind is EndKind.MARK:
        return f"“{shortened(marking.mark(end.id).quote, 36)}”"
    if end.kind is EndKind.IMPLIED:
        return f"“{shortened(end.text, 36)}” (not said outright)"
    return _SPANLESS_IN_WORDS[end.kind]


def relation_text(marking: Marking, relation: Relation) -> str:
    """A whole relation: "said by “the Herald”, who had it from “a clerk” and “an engineer”"."""
    # Several ends of a denial stand in keys alone: any of them is right.
    joint = " or " if relation.kind is RelationKind.DENIES else " and "
    places = [joint.join(end_text(marking, end) for end in place) for place in relation.chain]
    return f"{RELATIONS[relation.kind]} " + ", who had it from ".join(places)


def mark_details(marking: Marking, mark: Annotation) -> str:
    """What else is said of a mark, on one line: attributes, ties, certainty, note."""
    parts = [
        ATTRIBUTES[name][1][getattr(mark.attributes, name)] for name in mark.attributes.to_dict()
    ]
    parts += [
        relation_text(marking, relation)
        for relation in marking.relations_of(mark.id)
        if relation.source_id == mark.id
    ]
    if mark.certainty is not None:
        parts.append(CERTAINTY[mark.certainty].lower())
    if mark.note:
        parts.append(f"note: {shortened(mark.note, 60)}")
    return " · ".join(parts)
