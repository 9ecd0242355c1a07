"""Small pieces of wording that all texts share: counts, cut quotes, names of things."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.model.annotation import (
    Attribution,
    Certainty,
    Checkable,
    DenialKind,
    EndKind,
    OpinionKind,
    Quotation,
    Relation,
    RelationEnd,
    RelationKind,
    SourceType,
)
from annotator.model.labels import Label, LabelGuide, Pattern
from annotator.model.lesson import is_cut_small

CERTAINTY = {
    Certainty.SURE: "Sure",
    Certainty.THINK_SO: "Think so",
    Certainty.GUESS: "Guess",
}

#: Attribute → (the question, what each answer is called).
ATTRIBUTES: dict[str, tuple[str, dict[object, str]]] = {
    "attribution": (
        "Does the article say who says so?",
        {
            Attribution.STATED: "yes, it is named",
            Attribution.MISSING: "nobody is named",
            Attribution.CLAIM_QUOTES: "only quote marks",
        },
    ),
    "checkable": (
        "Could it be checked?",
        {
            Checkable.NOW: "now",
            Checkable.IN_PRINCIPLE: "one day",
            Checkable.TOO_VAGUE: "too vague",
        },
    ),
    "figure": ("Is there a number in it?", {True: "has a number", False: "no number"}),
    "denial_kind": (
        "How does it deny?",
        {
            DenialKind.ANNOUNCES: "only says no",
            DenialKind.SUBSTANCE: "says what is true instead",
            DenialKind.PARTIAL: "denies a part",
        },
    ),
    "source_type": (
        "What kind of source?",
        {
            SourceType.NAMED: "a name",
            SourceType.ROLE_ONLY: "job, no name",
            SourceType.OUTLET: "news outlet",
            SourceType.DOCUMENT: "document",
            SourceType.POLL: "poll",
            SourceType.UNNAMED: "kept secret",
        },
    ),
    "opinion_kind": (
        "What kind of opinion?",
        {
            OpinionKind.JUDGEMENT: "judgement",
            OpinionKind.FEELING: "feeling",
            OpinionKind.PROPOSAL: "proposal",
            OpinionKind.FORECAST: "guess about the future",
        },
    ),
    "quotation": (
        "Is it quoted?",
        {
            Quotation.DIRECT: "all of it",
            Quotation.PARTIAL: "a few words",
            Quotation.INDIRECT: "in other words",
            Quotation.NONE: "no",
        },
    ),
    "hedged": (
        "Are there careful words in it (“may”, “about”)?",
        {True: "careful words", False: "no careful words"},
    ),
}

RELATIONS = {
    RelationKind.DENIES: "denies",
    RelationKind.SAID_BY: "said by",
    RelationKind.SAME_AS: "same as",
}

SPANLESS = {
    EndKind.NARRATOR: "the article itself",
    EndKind.NOBODY: "nobody is named",
}


def found_text(named: int, required: int, marks: int = 0) -> str:
    """ "21 of 26 found": a paper's headline, the same wherever it stands.

    ``named`` counts required items that were marked with an accepted label. Where more than twice
    as many ``marks`` were made, it says with how many: "21 of 26 found, with 74 marks".
    """
    with_marks = f", with {marks} marks" if is_cut_small(marks, required) else ""
    return f"{named} of {required} found{with_marks}"


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 mark", "3 marks": a count with its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def answer_text(name: str, answer: str) -> str:
    """ "feeling": what an answer of an attribute is called; ``answer`` as files have it."""
    answers = ATTRIBUTES[name][1].items()
    return next((words for value, words in answers if str(value).lower() == answer), answer)


def with_article(noun: str) -> str:
    """ "a claim", "an opinion"."""
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def shortened(text: str, limit: int = 48) -> str:
    """``text``, cut after a word with "…" where it is longer than ``limit`` characters."""
    if len(text) <= limit:
        return text
    cut = text[:limit].rsplit(" ", 1)[0] if " " in text[:limit] else text[:limit]
    return cut.rstrip(" ,.;:") + "…"


def label_of(guide: LabelGuide, label_id: str) -> Label:
    """A label of the guide, or a stand-in: a student's file may name any label."""
    if label_id in guide:
        return guide.label(label_id)
    name = shortened(label_id, 24) or "no label"
    return Label(label_id, name, name, "?", Pattern.DOUBLE, label_id)


def label_name(guide: LabelGuide, label_id: str) -> str:
    """ "claim": what a label is called inside a sentence."""
    return label_of(guide, label_id).name.lower()


def tie_text(relation: Relation, quotes: Mapping[str, str], *, either: bool = False) -> str:
    """ "said by “the Herald”, who had it from “a clerk” and “an engineer”".

    ``either``: several ends of a *denies* are alternatives, as in a key.
    """
    joint = " or " if either else " and "
    places = [joint.join(tie_end_text(end, quotes) for end in place) for place in relation.chain]
    return f"{RELATIONS[relation.kind]} " + ", who had it from ".join(places)


def tie_end_text(end: RelationEnd, quotes: Mapping[str, str]) -> str:
    """ "“the Herald”", "nobody is named": one end of a tie; ``quotes`` are those of marks by id."""
    if end.kind is EndKind.MARK:
        return f"“{shortened(quotes.get(end.id, '?'), 40)}”"
    if end.kind is EndKind.IMPLIED:
        return f"“{shortened(end.text, 40)}” (not said outright)"
    return SPANLESS[end.kind]
