"""One row of a comparison in words: what the student did, what the key says, why, the points."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.annotation import Certainty, Relation, RelationKind
from annotator.model.key import KeyItem
from annotator.model.lesson import Lesson
from annotator.model.outcome import (
    Comparison,
    Edges,
    ItemOutcome,
    ItemState,
    MarkOutcome,
    MarkState,
    RelationState,
)
from annotator.model.work import Submission
from annotator.ui.article.marks import Sign
from annotator.ui.article.vocabulary import CERTAINTY, plural, shortened
from annotator.ui.outcomes.outcome_rows import (
    EntryKind,
    OutcomeRow,
    label_of,
    tie_words,
    verdict_of,
)
from annotator.ui.outcomes.points import points_words

MARK_TITLES = {
    MarkState.MATCHED: "Just as the key has it",
    MarkState.ANOTHER_ANSWER: "Another accepted answer",
    MarkState.EDGES_OFF: "Right label, edges off",
    MarkState.OTHER_LABEL: "Right place, different label",
    MarkState.PIECE: "A piece of an answer",
    MarkState.AGAIN: "The same thing, marked again",
    MarkState.EXTRA: "Extra: worth discussing",
    MarkState.TRAP: "A trap: it never counts",
    MarkState.OPTIONAL_FOUND: "Found, though it need not be",
}
ITEM_TITLES = {
    ItemState.FOUND: "Found",
    ItemState.MISSED: "Passed over",
    ItemState.MERGED: "One mark covers several answers",
    ItemState.OPTIONAL: "Need not be found",
}
_TIE_TITLES = {
    RelationState.FOUND: "Tied as in the key",
    RelationState.PARTLY: "Tied right in part",
    RelationState.WRONG_END: "Tied to something else",
    RelationState.MISSED: "Not tied",
    RelationState.OPTIONAL_FOUND: "Tied, though it need not be",
    RelationState.OPTIONAL: "Need not be tied",
    RelationState.EXTRA: "A tie that the key doesn’t have",
}


#: Quotes longer than this many characters lose their middle; the article shows them whole.
_LONG = 120


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words: who says so, under which label (an id, or empty), and small print."""

    who: str
    label: str
    words: str
    small: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the separate facts, with the sign that says how it stands."""

    words: str
    sign: Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that is said of one row. ``mistakes`` are (words before or empty, sentence)."""

    title: str
    sign: Sign | None = None
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    why_title: str = ""
    why: str = ""
    mistakes: tuple[tuple[str, str], ...] = ()
    question: str = ""
    points: str = ""
    remarks: tuple[str, ...] = ()

    def spoken(self) -> str:
        """All of it as one text, for a screen reader."""
        parts = [self.title, *(fact.words for fact in self.facts)]
        for quote in self.quotes:
            parts += [f"{quote.who} {quote.words}", *quote.small]
        parts += [self.why_title, self.why]
        parts += [f"{before} {sentence}".strip() for before, sentence in self.mistakes]
        parts += [self.question, self.points, *self.remarks]
        return ". ".join(part.rstrip(".") for part in parts if part)


def tell(
    entry: OutcomeRow, lesson: Lesson, comparison: Comparison | None, submission: Submission | None
) -> Told:
    """What is said of a row; without a comparison, of a row of the key by itself."""
    if comparison is None or submission is None:
        return _tell_key(entry, lesson)
    if entry.kind is EntryKind.TIE:
        return _tell_tie(entry, lesson, submission)
    if entry.item is not None and entry.key_item is not None:
        return _tell_item(entry.item, entry.key_item, entry, lesson, comparison, submission)
    assert entry.mark is not None
    return _tell_mark(entry.mark, entry, lesson, comparison, submission)


def short_name(submission: Submission) -> str:
    """The student's name, cut where it is very long."""
    return shortened(submission.student.name, 28)


def _tell_item(
    item: ItemOutcome,
    key_item: KeyItem,
    entry: OutcomeRow,
    lesson: Lesson,
    comparison: Comparison,
    submission: Submission,
) -> Told:
    mark = entry.mark
    if mark is None and item.merged_into:
        mark = comparison.mark(item.merged_into)
    quotes = [_mark_quote(mark, submission)] if mark is not None else []
    tidy = item.edges is Edges.TIDY
    small = _also_accepts(key_item, lesson) + (() if tidy else _edge_room(key_item, lesson))
    theirs = Quote("Key says", item.label, _cut(item.quote), small)
    if mark is not None and (mark.label, mark.quote) == (item.label, item.quote):
        who = f"{short_name(submission)} marked, and the key says"
        quotes = [Quote(who, item.label, theirs.words, theirs.small)]
    else:
        quotes.append(theirs)
    mistakes = []
    if item.sentence:
        mistakes.append(_mistake(_lower(lesson, item.mark_label), item.sentence))
    paired = entry.mark
    return Told(
        title=MARK_TITLES[verdict_of(item, paired)]
        if paired is not None
        else ITEM_TITLES[item.state],
        sign=entry.sign,
        facts=(*_facts(item, lesson), *_sure_but_wrong(item, paired)),
        quotes=tuple(quotes),
        why_title=f"Why {_with_article(_lower(lesson, item.label))}",
        why=item.why,
        mistakes=tuple(mistakes),
        question=item.question,
        points=_item_points(item, entry),
        remarks=_remarks(paired, submission),
    )


def _tell_mark(
    mark: MarkOutcome,
    entry: OutcomeRow,
    lesson: Lesson,
    comparison: Comparison,
    submission: Submission,
) -> Told:
    quotes = [_mark_quote(mark, submission)]
    why_title = ""
    if entry.key_item is not None:
        item = entry.key_item
        quotes.append(Quote("It lies inside", item.label, _cut(item.quote)))
        why_title = f"Why {_with_article(_lower(lesson, item.label))}"
    elif entry.trap is not None:
        if entry.trap.quote != mark.quote:
            quotes.append(Quote("Trap in the key", "", _cut(entry.trap.quote)))
        why_title = "Why it never counts"
    else:
        quotes.append(Quote("Key says", "", "nothing here"))
    remarks = list(_remarks(mark, submission))
    if mark.state is MarkState.EXTRA:
        remarks.insert(0, "It may be a good idea that the key lacks.")
    return Told(
        title=MARK_TITLES[mark.state],
        sign=entry.sign,
        quotes=tuple(quotes),
        why_title=why_title,
        why=mark.why,
        points=_lone_points(mark, comparison),
        remarks=tuple(remarks),
    )


def _tell_key(entry: OutcomeRow, lesson: Lesson) -> Told:
    if entry.trap is not None:
        quote = Quote("Words that are wrong under every label", "", entry.trap.quote)
        why = entry.trap.why
        return Told(title="A trap", quotes=(quote,), why_title="Why it never counts", why=why)
    item = entry.key_item
    assert item is not None
    weight = points_words(item.weight)
    return Told(
        title="To find" if item.required else "Need not be found",
        quotes=(
            Quote(
                "Key says",
                item.label,
                item.quote,
                _also_accepts(item, lesson) + _edge_room(item, lesson),
            ),
        ),
        why_title=f"Why {_with_article(_lower(lesson, item.label))}",
        why=item.why,
        mistakes=tuple(
            _mistake(_lower(lesson, label), sentence) for label, sentence in item.likely_mistakes
        ),
        question=item.question,
        points=f"Worth {weight}." if item.required else "No points, and it costs nothing.",
    )


def _tell_tie(entry: OutcomeRow, lesson: Lesson, submission: Submission) -> Told:
    tie = entry.tie
    assert tie is not None
    assert lesson.key is not None
    sides = []
    mine = next((r for r in submission.relations if r.id == tie.relation_id), None)
    theirs = next((r for r in lesson.key.relations if r.id == tie.key_relation_id), None)
    if mine is not None:
        given = {mark.id: mark.quote for mark in submission.annotations}
        sides.append(Quote(f"{short_name(submission)} tied", "", _tie_said(mine, given)))
    if theirs is not None:
        in_key = {item.id: item.quote for item in lesson.key.items}
        either = theirs.kind is RelationKind.DENIES
        sides.append(Quote("Key says", "", _tie_said(theirs, in_key, either=either)))
    return Told(
        title=_TIE_TITLES[tie.state],
        sign=entry.sign,
        quotes=tuple(sides),
        why_title="Why this tie" if tie.why else "",
        why=tie.why,
        points=_tie_points(entry),
    )


def _tie_said(relation: Relation, quotes: dict[str, str], *, either: bool = False) -> str:
    words = shortened(quotes[relation.source_id], 60)
    return f"“{words}”: {tie_words(relation, quotes, either=either)}"


# -- parts -----------------------------------------------------------------------------------


def _mark_quote(mark: MarkOutcome, submission: Submission) -> Quote:
    return Quote(f"{short_name(submission)} marked", mark.label, _cut(mark.quote))


def _cut(quote: str) -> str:
    """A long quote without its middle: the edges are what is compared."""
    if len(quote) <= _LONG:
        return quote
    head, tail = quote[: _LONG // 2], quote[-_LONG // 3 :]
    return f"{head.rsplit(' ', 1)[0]} … {tail.split(' ', 1)[-1]}"


def _mistake(label: str, sentence: str) -> tuple[str, str]:
    """Many keys begin the sentence with "Why not claim:"; the others get words before it."""
    says_so = sentence.lower().startswith("why not")
    return ("" if says_so else f"If marked as {label}:", sentence)


def _also_accepts(item: KeyItem, lesson: Lesson) -> tuple[str, ...]:
    """Other labels and other words that count as well."""
    said = []
    others = [_lower(lesson, label) for label in item.labels[1:]]
    if others:
        said.append("also accepts: " + ", ".join(others))
    said += [f"also accepts: “{shortened(other.quote, 90)}”" for other in item.accepted[1:]]
    return tuple(said)


def _edge_room(item: KeyItem, lesson: Lesson) -> tuple[str, ...]:
    """How far the edges may lie in and out; nothing where the key leaves no room of its own."""
    said = []
    first, text = item.accepted[0], lesson.article.text
    if first.core is not None and first.core != first.span:
        said.append(f"enough: “{shortened(first.core.of(text), 90)}”")
    if first.extent is not None and first.extent != first.span:
        said.append(f"at most: “{shortened(first.extent.of(text), 140)}”")
    return tuple(said)


def _facts(item: ItemOutcome, lesson: Lesson) -> tuple[Fact, ...]:
    if not item.found:
        if item.state is ItemState.MERGED:
            return (Fact("Not marked by itself", Sign.OTHER),)
        return (Fact("Not found", Sign.MISSED),) if item.required else ()
    label = (
        Fact("Label", Sign.FOUND)
        if item.label_right
        else Fact(f"Label: {_lower(lesson, item.mark_label)}", Sign.OTHER)
    )
    return (Fact("Found", Sign.FOUND), label, _edges_fact(item))


def _edges_fact(item: ItemOutcome) -> Fact:
    spare, lacking = plural(item.spare_words, "word"), plural(item.lacking_words, "word")
    if item.edges is Edges.TRIM:
        return Fact(f"Trim {spare}", Sign.OTHER)
    if item.edges is Edges.EXTEND:
        return Fact(f"Extend by {lacking}", Sign.OTHER)
    if item.edges is Edges.BOTH:
        return Fact(f"Trim {spare}, extend by {lacking}", Sign.OTHER)
    return Fact("Edges", Sign.FOUND)


def _item_points(item: ItemOutcome, entry: OutcomeRow) -> str:
    if not item.required:
        return "It gives no points and costs nothing."
    of = f"{points_words(entry.points or 0)} of {points_words(item.weight)}"
    if not item.found:
        return f"{of}."
    if item.label_right is False:
        tail = ", less what the edges miss" if item.points * 2 < item.weight else ""
        return f"{of}: half for finding it, half for naming it{tail}."
    if item.points < item.weight:
        return f"{of}: the mark covers the right words only in part."
    return f"{of}."


def _lone_points(mark: MarkOutcome, comparison: Comparison) -> str:
    if mark.state is MarkState.PIECE:
        return "It costs nothing: it is part of something that the key accepts."
    if mark.waived:
        return "It costs nothing: it was let through."
    if not mark.points:
        return "It costs nothing here."
    what = "a trap costs as much as an extra mark" if mark.trap_id else "what an extra mark costs"
    return f"{points_words(-comparison.extra_cost)}: {what}."


def _tie_points(entry: OutcomeRow) -> str:
    tie = entry.tie
    assert tie is not None
    if entry.points is None:
        return "It gives no points and costs nothing."
    of = f"{points_words(entry.points)} of {points_words(tie.possible)}"
    if tie.state is RelationState.PARTLY:
        names = f"{tie.right_places} of {tie.places}"
        return f"{of}: {names} are right."
    return f"{of}, counted apart from the marks."


def _sure_but_wrong(item: ItemOutcome, mark: MarkOutcome | None) -> tuple[Fact, ...]:
    if mark is None or item.label_right or mark.certainty is not Certainty.SURE:
        return ()
    return (Fact("Sure, but wrong", Sign.OTHER),)


def _remarks(mark: MarkOutcome | None, submission: Submission) -> tuple[str, ...]:
    if mark is None:
        return ()
    said = []
    if mark.certainty is not None:
        said.append(f"How sure: {CERTAINTY[mark.certainty].lower()}.")
    given = next((each for each in submission.annotations if each.id == mark.mark_id), None)
    if given is not None and given.note:
        said.append(f"Note: {given.note}")
    return tuple(said)


def _lower(lesson: Lesson, label_id: str) -> str:
    return label_of(lesson.guide, label_id).name.lower()


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"
