"""What is said of every outcome, here and nowhere else.

:data:`WORDINGS` has one entry for each state of a mark, of a key item and of a tie: a new state is
a new entry. Reasons that a student reads, a teacher's papers and decisions, reports, tables and the
command line all take their words from it. A text has two voices where it has to: it says "you" to
the student, and speaks of the student to everyone else.

Which facts there are, and that each is said with its why: LABELS, "How a comparison is told".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from annotator.model.labels import Sign
from annotator.model.outcome import (
    Detail,
    Edges,
    ItemOutcome,
    ItemState,
    MarkOutcome,
    MarkState,
    RelationState,
)
from annotator.model.review import Answer
from annotator.services.marking.wording import (
    ATTRIBUTES,
    answer_text,
    plural,
    shortened,
    with_article,
)
from annotator.services.review.item_answers import How
from annotator.services.review.points import points_text

NO_COST = "It gives no points and costs nothing."


class Reader(Enum):
    """Who reads: the student whose work it is, or others (a teacher, a report)."""

    STUDENT = "you"
    TEACHER = "the student"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One text. ``of_you`` speaks to the student; ``of_student``, if given, to everyone else."""

    of_you: str
    of_student: str | None = None

    def to(self, reader: Reader) -> str:
        """The text in the voice for this reader."""
        speaks_to_student = reader is Reader.STUDENT or self.of_student is None
        return self.of_you if speaks_to_student else self.of_student or ""


NOTHING = Phrase("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one state is put. ``note`` is what a row of a list says of it, in a word or two.

    ``fact`` is the one sentence that stands before any reason. ``points`` is why it counts what it
    counts, where its state alone says so.
    """

    title: Phrase
    sign: Sign | None = None
    note: Phrase = NOTHING
    fact: Phrase = NOTHING
    points: Phrase = NOTHING


State = MarkState | ItemState | RelationState | How

_MARKS: dict[State, Wording] = {
    MarkState.MATCHED: Wording(title=Phrase("Right"), sign=Sign.FOUND),
    MarkState.ANOTHER_ANSWER: Wording(
        title=Phrase("Right: another accepted answer"), sign=Sign.FOUND
    ),
    MarkState.OPTIONAL_FOUND: Wording(
        title=Phrase("Right, though it need not be found"),
        sign=Sign.FOUND,
        note=Phrase("need not be found", "optional"),
        points=Phrase(NO_COST),
    ),
    MarkState.EDGES_OFF: Wording(
        title=Phrase("Right label, edges off"),
        sign=Sign.OTHER,
        note=Phrase("edges"),
        points=Phrase("the mark covers the right words only in part"),
    ),
    MarkState.OTHER_LABEL: Wording(
        title=Phrase("Right place, different label"),
        sign=Sign.OTHER,
        note=Phrase("as {label}"),
        points=Phrase("half for finding it, half for naming it"),
    ),
    MarkState.PIECE: Wording(
        title=Phrase("A piece of an answer"),
        note=Phrase("piece"),
        points=Phrase("It costs nothing: it is part of something that the key accepts."),
    ),
    MarkState.AGAIN: Wording(
        title=Phrase("The same thing, marked again"),
        note=Phrase("marked again"),
        fact=Phrase("You marked it more than once", "It is marked more than once"),
        points=Phrase("It costs nothing: it says the same thing twice."),
    ),
    MarkState.EXTRA: Wording(
        title=Phrase("Extra: worth discussing"),
        sign=Sign.EXTRA,
        note=Phrase("extra"),
        fact=Phrase(
            "The key has nothing here. Your mark may be a good idea all the same: talk it over.",
            "The key has nothing here. It may be a good idea all the same: talk it over.",
        ),
        points=Phrase("what an extra mark costs"),
    ),
    MarkState.TRAP: Wording(
        title=Phrase("This never counts", "A trap: this never counts"),
        sign=Sign.EXTRA,
        note=Phrase("never counts", "trap"),
        points=Phrase("it costs as much as an extra mark", "a trap costs as much as an extra mark"),
    ),
}
_ITEMS: dict[State, Wording] = {
    ItemState.FOUND: Wording(title=Phrase("Found"), sign=Sign.FOUND),
    ItemState.MISSED: Wording(
        title=Phrase("You passed over this", "Passed over"),
        sign=Sign.MISSED,
        note=Phrase("passed over"),
        fact=NOTHING,
    ),
    ItemState.MERGED: Wording(
        title=Phrase("One mark of yours covers several answers", "One mark covers several answers"),
        sign=Sign.OTHER,
        note=Phrase("merged"),
        fact=Phrase("Mark this part by itself.", "Not marked by itself"),
    ),
    ItemState.OPTIONAL: Wording(title=Phrase("Need not be found"), points=Phrase(NO_COST)),
}
_TIES: dict[State, Wording] = {
    RelationState.FOUND: Wording(title=Phrase("A line just as in the key"), sign=Sign.FOUND),
    RelationState.OPTIONAL_FOUND: Wording(
        title=Phrase("A line that need not be there"), sign=Sign.FOUND
    ),
    RelationState.PARTLY: Wording(title=Phrase("A line that is right in part"), sign=Sign.OTHER),
    RelationState.WRONG_END: Wording(title=Phrase("A line to something else"), sign=Sign.OTHER),
    RelationState.MISSED: Wording(title=Phrase("No line is drawn here"), sign=Sign.MISSED),
    RelationState.OPTIONAL: Wording(title=Phrase("A line that need not be there")),
    RelationState.EXTRA: Wording(
        title=Phrase("A line that the key doesn’t have"), sign=Sign.EXTRA, note=Phrase("extra")
    ),
}
#: What one student made of one item: the states above, and one that only exists there.
_ANSWERS: dict[State, Wording] = {
    How.RIGHT: _MARKS[MarkState.MATCHED],
    How.LABEL: _MARKS[MarkState.OTHER_LABEL],
    How.EDGES: _MARKS[MarkState.EDGES_OFF],
    How.MERGED: _ITEMS[ItemState.MERGED],
    How.MISSED: _ITEMS[ItemState.MISSED],
    How.NEAR: Wording(
        title=Phrase(
            "You passed over this, and marked something else there",
            "Passed over; something else is marked there",
        ),
        sign=Sign.EXTRA,
    ),
}
#: Every state that there is, in one place. (A StrEnum equals its string, and some states share
#: one: so each kind has a table of its own.)
WORDINGS: dict[type[Enum], dict[State, Wording]] = {
    MarkState: _MARKS,
    ItemState: _ITEMS,
    RelationState: _TIES,
    How: _ANSWERS,
}


#: What each sign is called, for screen readers and filters.
SIGN_NAMES = {
    Sign.FOUND: "Right",
    Sign.OTHER: "Other label or edges",
    Sign.MISSED: "Passed over",
    Sign.EXTRA: "Extra",
}


def wording(state: State) -> Wording:
    """How a state is put."""
    return WORDINGS[type(state)][state]


def title(state: State, reader: Reader = Reader.TEACHER) -> str:
    """What a state is called."""
    return wording(state).title.to(reader)


# -- signs, and states of what is not a mark -----------------------------------------------------


def mark_sign(mark: MarkOutcome) -> Sign | None:
    """The sign at the end of a student's mark; where another mark or item has one, it has none."""
    return wording(mark.state).sign


def item_sign(item: ItemOutcome, mark: MarkOutcome | None) -> Sign | None:
    """The sign of a key item; None for one that need not be found and was not."""
    if mark is None:
        return wording(item.state).sign
    return wording(verdict_of(item, mark)).sign


def verdict_of(item: ItemOutcome, mark: MarkOutcome) -> MarkState:
    """What is said of a found item; a comparison made by rule 1 says it of the mark alone."""
    return item.verdict or mark.state


def answer_state(answer: Answer) -> MarkState:
    """The state of the marks that give an answer which the key doesn't have."""
    if answer.trap_id:
        return MarkState.TRAP
    if not answer.item_id:
        return MarkState.EXTRA
    return MarkState.EDGES_OFF if answer.span is not None else MarkState.OTHER_LABEL


# -- facts and points ----------------------------------------------------------------------------


def edges_text(outcome: ItemOutcome, reader: Reader = Reader.TEACHER) -> str:
    """ "Leave out 3 words" to the student, "Trim 3 words" of one; empty where edges are tidy."""
    spare, lacking = plural(outcome.spare_words, "word"), plural(outcome.lacking_words, "word")
    phrase = {
        Edges.TRIM: Phrase(f"Leave out {spare}", f"Trim {spare}"),
        Edges.EXTEND: Phrase(f"Take in {lacking} more", f"Extend by {lacking}"),
        Edges.BOTH: Phrase(
            f"Leave out {spare}, and take in {lacking} more", f"Trim {spare}, extend by {lacking}"
        ),
    }.get(outcome.edges or Edges.TIDY, NOTHING)
    return phrase.to(reader)


def why_title(label: str) -> str:
    """ "Why a claim"; ``label`` is the label's name inside a sentence."""
    return f"Why {with_article(label)}"


WHY_A_TRAP = "Why it never counts"


def mistake(label: str, sentence: str) -> tuple[str, str]:
    """Many keys begin the sentence with "Why not claim:"; the others get words before it."""
    asks_why = sentence.lower().startswith("why not")
    return ("" if asks_why else f"If marked as {label}:", sentence)


def again_text(
    item: ItemOutcome, quotes: Mapping[str, str], reader: Reader = Reader.TEACHER
) -> str:
    """ "You marked it more than once: “…”.": the other marks of an item, by their ``quotes``."""
    others = ", ".join(f"“{shortened(quotes[mark], 60)}”" for mark in item.other_marks)
    return f"{wording(MarkState.AGAIN).fact.to(reader)}: {others}." if others else ""


def merged_text(quotes: Sequence[str], reader: Reader = Reader.TEACHER) -> str:
    """What a mark covers besides the item that it answers; empty where that is nothing."""
    others = ", ".join(f"“{shortened(quote, 60)}”" for quote in quotes)
    phrase = Phrase(
        f"This one mark of yours also covers {others}: mark that by itself.",
        f"This one mark also covers {others}, which is not marked by itself.",
    )
    return phrase.to(reader) if others else ""


#: A source that was found by a later mention of it.
ELSEWHERE = Phrase(
    "You found this source at another place.", "The source was found at another place."
)


def detail_text(detail: Detail, reader: Reader = Reader.TEACHER) -> str:
    """ "You said feeling. The key says judgement."; empty where both say the same."""
    if detail.is_right:
        return ""
    question, expected = ATTRIBUTES[detail.name][0], answer_text(detail.name, detail.expected)
    if not detail.given:
        return f"{question} The key says: {expected}."
    given = answer_text(detail.name, detail.given)
    who = Phrase("You said", "The student said").to(reader)
    return f"{who}: {given}. The key says: {expected}."


def item_points_text(item: ItemOutcome, shown: int) -> str:
    """What an item earned and why; ``shown`` are its points as they are shown (micro-points)."""
    if not item.required:
        return NO_COST
    of = f"{points_text(shown)} of {points_text(item.weight)}"
    if not item.found or item.points >= item.weight:
        return f"{of}."
    if item.label_right is False:
        tail = ", less what the edges miss" if item.points * 2 < item.weight else ""
        return f"{of}: {wording(MarkState.OTHER_LABEL).points.of_you}{tail}."
    return f"{of}: {wording(MarkState.EDGES_OFF).points.of_you}."


def cost_text(mark: MarkOutcome, extra_cost: int, reader: Reader = Reader.TEACHER) -> str:
    """What a mark that answers no item costs, and why."""
    if mark.waived:
        return Phrase(
            "It costs nothing: your teacher has let it through.",
            "It costs nothing: it was let through.",
        ).to(reader)
    why = wording(mark.state).points.to(reader)
    if mark.state not in (MarkState.EXTRA, MarkState.TRAP):
        return why
    return f"{points_text(-extra_cost)}: {why}." if mark.points else "It costs nothing here."
