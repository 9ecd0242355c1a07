"""One row of a comparison explained: what the student did, what the key says, why, the points.

The words of each state are those of :mod:`annotator.services.review.wordings`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from annotator.model.annotation import Certainty
from annotator.model.key import KeyItem, Trap
from annotator.model.labels import Sign
from annotator.model.lesson import Lesson
from annotator.model.outcome import (
    Comparison,
    Edges,
    ItemOutcome,
    ItemState,
    MarkOutcome,
    RelationOutcome,
)
from annotator.model.work import Submission
from annotator.services.marking.wording import (
    CERTAINTY,
    found_text,
    label_name,
    label_of,
    plural,
    shortened,
)
from annotator.services.review.points import points_text, sum_of
from annotator.services.review.ties import (
    KIND_TITLES,
    TieExplainer,
    TieExplanation,
    tie_points_text,
    ties_summary,
)
from annotator.services.review.wordings import (
    ELSEWHERE,
    NO_COST,
    WHY_A_TRAP,
    Reader,
    again_text,
    cost_text,
    detail_text,
    edges_text,
    item_points_text,
    item_sign,
    mark_sign,
    merged_text,
    mistake,
    title,
    verdict_of,
    why_title,
    wording,
)

#: Quotes longer than this many characters lose their middle; the article shows them whole.
_LONG = 120


@dataclass(frozen=True, slots=True)
class Quote:
    """What was said: by whom, under which label (an id, or empty), and small print."""

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
class Explanation:
    """All that is said of one row. ``mistakes`` are (words before or empty, sentence); ``tie`` has
    the places of a tie, the student's and the key's."""

    title: str
    sign: Sign | None = None
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    tie: TieExplanation | None = None
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
        parts += self.tie.lines() if self.tie is not None else []
        parts += [self.why_title, self.why]
        parts += [f"{before} {sentence}".strip() for before, sentence in self.mistakes]
        parts += [self.question, self.points, *self.remarks]
        return ". ".join(part.rstrip(".") for part in parts if part)


def also_accepts(item: KeyItem, lesson: Lesson) -> tuple[str, ...]:
    """Other labels and other words that count as well."""
    lines = []
    others = [label_name(lesson.guide, label) for label in item.labels[1:]]
    if others:
        lines.append("also accepts: " + ", ".join(others))
    lines += [f"also accepts: “{shortened(other.quote, 90)}”" for other in item.accepted[1:]]
    return tuple(lines)


def _edge_room(item: KeyItem, lesson: Lesson) -> tuple[str, ...]:
    """How far the edges may lie in and out; nothing where the key leaves no room of its own."""
    lines = []
    first, text = item.accepted[0], lesson.article.text
    if first.core is not None and first.core != first.span:
        lines.append(f"enough: “{shortened(first.core.of(text), 90)}”")
    if first.extent is not None and first.extent != first.span:
        lines.append(f"at most: “{shortened(first.extent.of(text), 140)}”")
    return tuple(lines)


def short_name(submission: Submission) -> str:
    """The student's name, cut where it is very long."""
    return shortened(submission.student.name, 28)


def cut(quote: str) -> str:
    """A long quote without its middle: the edges are what is compared."""
    if len(quote) <= _LONG:
        return quote
    head, tail = quote[: _LONG // 2], quote[-_LONG // 3 :]
    return f"{head.rsplit(' ', 1)[0]} … {tail.split(' ', 1)[-1]}"


# -- one row for a teacher --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains the rows of one paper. ``lesson`` has the key that ``comparison`` counts with."""

    lesson: Lesson
    comparison: Comparison
    submission: Submission

    def item(self, item: ItemOutcome, sign: Sign | None, shown: int) -> Explanation:
        """A key item, and the mark that answers it or covers it; ``shown`` are micro-points."""
        assert self.lesson.key is not None
        key_item = self.lesson.key.item(item.item_id)
        paired = self._mark(item.mark_id)
        mark = paired or self._mark(item.merged_into)
        room = () if item.edges is Edges.TIDY else _edge_room(key_item, self.lesson)
        theirs = Quote(
            "Key says", item.label, cut(item.quote), also_accepts(key_item, self.lesson) + room
        )
        quotes = [self._marked(mark), theirs] if mark is not None else [theirs]
        if mark is not None and (mark.label, mark.quote) == (item.label, item.quote):
            who = f"{short_name(self.submission)} marked, and the key says"
            quotes = [Quote(who, item.label, theirs.words, theirs.small)]
        called = self._name(item.mark_label)
        return Explanation(
            title=title(verdict_of(item, paired) if paired is not None else item.state),
            sign=sign,
            facts=(*self._facts(item), *_sure_but_wrong(item, paired)),
            quotes=tuple(quotes),
            why_title=why_title(self._name(item.label)),
            why=item.why,
            mistakes=(mistake(called, item.sentence),) if item.sentence else (),
            question=item.question,
            points=item_points_text(item, shown),
            remarks=(*self._of_item(item), *self._remarks(paired)),
        )

    def _of_item(self, item: ItemOutcome) -> tuple[str, ...]:
        """What is to be said of an item besides its three facts."""
        quotes = {mark.mark_id: mark.quote for mark in self.comparison.marks}
        covered = covered_besides(item, self.comparison)
        remarks = [
            ELSEWHERE.to(Reader.TEACHER) if item.is_elsewhere else "",
            *(detail_text(detail) for detail in item.details),
            again_text(item, quotes),
            merged_text(covered),
        ]
        if item.paired_id and item.paired_id != item.mark_id:
            remarks.append(f"The points are those of “{shortened(quotes[item.paired_id], 60)}”.")
        return tuple(each for each in remarks if each)

    def mark(self, mark: MarkOutcome) -> Explanation:
        """A mark that answers no item."""
        assert self.lesson.key is not None
        quotes, why = [self._marked(mark)], ""
        trap = next((each for each in self.lesson.key.traps if each.id == mark.trap_id), None)
        if mark.piece_of:
            whole = self.lesson.key.item(mark.piece_of)
            quotes.append(Quote("It lies inside", whole.label, cut(whole.quote)))
            why = why_title(self._name(whole.label))
        elif trap is not None:
            if trap.quote != mark.quote:
                quotes.append(Quote("Trap in the key", "", cut(trap.quote)))
            why = WHY_A_TRAP
        else:
            quotes.append(Quote("Key says", "", "nothing here"))
        fact = wording(mark.state).fact.to(Reader.TEACHER)
        return Explanation(
            title=title(mark.state),
            sign=mark_sign(mark),
            quotes=tuple(quotes),
            why_title=why,
            why=mark.why,
            points=cost_text(mark, self.comparison.extra_cost),
            remarks=(*((fact,) if fact else ()), *self._remarks(mark)),
        )

    def tie(self, tie: RelationOutcome, shown: int | None) -> Explanation:
        """A tie of the student, of the key, or both; ``shown`` are micro-points."""
        assert self.lesson.key is not None
        in_key = {item.id: item.quote for item in self.lesson.key.items}
        given = {mark.id: mark.quote for mark in self.submission.annotations}
        mine = {each.id: each for each in self.submission.relations}
        theirs = {each.id: each for each in self.lesson.key.relations}
        explanation = TieExplainer(
            own=mine,
            key=theirs,
            marks=given,
            items=in_key,
            student=short_name(self.submission),
        ).explain(tie)
        if wanted := theirs.get(tie.key_relation_id):
            start = self.lesson.key.item(wanted.source_id)
            label, words = start.label, start.quote
        else:
            mark = self.comparison.mark(mine[tie.relation_id].source_id)
            label, words = mark.label, mark.quote
        return Explanation(
            title=explanation.title,
            sign=wording(tie.state).sign,
            quotes=(Quote(KIND_TITLES[tie.kind], label, cut(words)),),
            tie=explanation,
            why_title=f"Why: {KIND_TITLES[tie.kind].lower()}" if tie.why else "",
            why=tie.why,
            remarks=(explanation.mistake,) if explanation.mistake else (),
            points=tie_points_text(tie, shown),
        )

    def _facts(self, item: ItemOutcome) -> tuple[Fact, ...]:
        if not item.found:
            if item.state is ItemState.MERGED:
                merged = wording(ItemState.MERGED)
                assert merged.sign is not None
                return (Fact(merged.fact.to(Reader.TEACHER), merged.sign),)
            return (Fact("Not found", Sign.MISSED),) if item.required else ()
        label = (
            Fact("Label", Sign.FOUND)
            if item.label_right
            else Fact(f"Label: {self._name(item.mark_label)}", Sign.OTHER)
        )
        edges = edges_text(item)
        facts = [Fact("Found", Sign.FOUND), label]
        if self.comparison.edges_count:
            facts.append(Fact(edges, Sign.OTHER) if edges else Fact("Edges", Sign.FOUND))
        if item.details:
            right = sum(detail.is_right for detail in item.details)
            sign = Sign.FOUND if right == len(item.details) else Sign.OTHER
            facts.append(Fact(f"Details: {right} of {len(item.details)}", sign))
        return tuple(facts)

    def _marked(self, mark: MarkOutcome) -> Quote:
        return Quote(f"{short_name(self.submission)} marked", mark.label, cut(mark.quote))

    def _mark(self, mark_id: str) -> MarkOutcome | None:
        return self.comparison.mark(mark_id) if mark_id else None

    def _name(self, label: str) -> str:
        return label_name(self.lesson.guide, label)

    def _remarks(self, mark: MarkOutcome | None) -> tuple[str, ...]:
        if mark is None:
            return ()
        remarks = []
        if mark.certainty is not None:
            remarks.append(f"How sure: {CERTAINTY[mark.certainty].lower()}.")
        given = next((a for a in self.submission.annotations if a.id == mark.mark_id), None)
        if given is not None and given.note:
            remarks.append(f"Note: {given.note}")
        return tuple(remarks)


def _sure_but_wrong(item: ItemOutcome, mark: MarkOutcome | None) -> tuple[Fact, ...]:
    if mark is None or item.label_right or mark.certainty is not Certainty.SURE:
        return ()
    return (Fact("Sure, but wrong", Sign.OTHER),)


def covered_besides(item: ItemOutcome, comparison: Comparison) -> list[str]:
    """The words of other items that the mark of this one covers as well."""
    own = {item.mark_id, item.paired_id} - {""}
    return [each.quote for each in comparison.items if own and each.merged_into in own]


# -- the key by itself ------------------------------------------------------------------------


def explain_key_item(item: KeyItem, lesson: Lesson) -> Explanation:
    """An item of the key where there is no paper."""
    small = also_accepts(item, lesson) + _edge_room(item, lesson)
    weight = points_text(item.weight)
    return Explanation(
        title="To find" if item.required else title(ItemState.OPTIONAL),
        quotes=(Quote("Key says", item.label, item.quote, small),),
        why_title=why_title(label_name(lesson.guide, item.label)),
        why=item.why,
        mistakes=tuple(
            mistake(label_name(lesson.guide, label), sentence)
            for label, sentence in item.likely_mistakes
        ),
        question=item.question,
        points=f"Worth {weight}." if item.required else NO_COST,
    )


def explain_trap(trap: Trap) -> Explanation:
    """A trap of the key where there is no paper."""
    quote = Quote("Words that are wrong under every label", "", trap.quote)
    return Explanation(title="A trap", quotes=(quote,), why_title=WHY_A_TRAP, why=trap.why)


# -- a whole paper, or the whole key ----------------------------------------------------------


def explain_paper(
    lesson: Lesson, comparison: Comparison, submission: Submission, *, side_by_side: bool = False
) -> Explanation:
    """What is said of a paper while none of its rows is chosen.

    ``side_by_side``: marks and key stand in two columns.
    """
    counts = Counter(mark_sign(mark) for mark in comparison.marks)
    states = Counter(item.state for item in comparison.items)
    missed, merged = states[ItemState.MISSED], states[ItemState.MERGED]
    other, edges_off = comparison.found - comparison.named, _edges_off(comparison)
    facts = [
        Fact(found_text(comparison.named, comparison.required, len(comparison.marks)), Sign.FOUND)
    ]
    if not comparison.marks:
        facts.append(Fact("nothing is marked", Sign.MISSED))
    if edges_off:
        facts.append(Fact(f"{edges_off} of them with edges off", Sign.OTHER))
    if other:
        facts.append(Fact(plural(other, "other label"), Sign.OTHER))
    if merged:
        facts.append(Fact(f"{merged} merged", Sign.OTHER))
    if missed:
        facts.append(Fact(f"{missed} passed over", Sign.MISSED))
    if counts[Sign.EXTRA]:
        facts.append(Fact(f"{counts[Sign.EXTRA]} extra", Sign.EXTRA))
    if comparison.cut_small:
        facts.append(Fact("cut very small", Sign.OTHER))
    if any(each.painted for each in comparison.coverage):
        facts.append(Fact("one label on most of the text", Sign.OTHER))
    remarks = [
        f"{label_of(lesson.guide, each.label).name} covers {round(100 * each.share)}% of the words:"
        " that is most of the text. Talk it over; it takes no points away by itself."
        for each in comparison.coverage
        if each.painted
    ]
    if comparison.cut_small:
        remarks.append(
            "There are more than two marks for each thing to find, so what was found says little. "
            "Talk it over; it takes no points away by itself."
        )
    if comparison.details:
        of = f"{comparison.details_right} of {comparison.details}"
        remarks.append(f"Details that are right: {of}. They give no points.")
    if comparison.relation_possible:
        of = points_text(comparison.relation_possible)
        ties = ties_summary(comparison.relations)
        points = points_text(comparison.relation_points)
        remarks.append(f"Counted apart: {ties}, {points} of {of}.")
    return Explanation(
        title=short_name(submission),
        facts=tuple(facts),
        points=f"{sum_of(comparison).words()}",
        remarks=(*remarks, _SIDES_LEGEND if side_by_side else _LEGEND),
    )


def _edges_off(comparison: Comparison) -> int:
    """How many required items are found, rightly labelled, with edges that cost something."""
    marks = {mark.mark_id: mark for mark in comparison.marks}
    return sum(
        item_sign(item, marks.get(item.mark_id)) is Sign.OTHER
        for item in comparison.items
        if item.required and item.label_right
    )


def explain_whole_key(lesson: Lesson) -> Explanation:
    """What is said of the key while none of its rows is chosen."""
    key = lesson.key
    assert key is not None
    required = sum(item.required for item in key.items)
    optional, traps = len(key.items) - required, len(key.traps)
    counts = [f"{required} to find"]
    if optional:
        counts.append(f"{optional} that need not be found")
    if traps:
        counts.append(plural(traps, "trap"))
    return Explanation(
        title="Answer key",
        points=", ".join(counts) + ".",
        remarks=(_KEY_LEGEND,),
    )


_LEGEND = (
    "In the article: colour is what was marked, a frame is the key, a broken frame is the key "
    "with another label. Stripes were passed over."
)
_SIDES_LEGEND = (
    "Left is what was marked, right what the key says, each with what came of it. "
    "The strip between them shows where to look."
)
_KEY_LEGEND = (
    "In the article: colour is what to find. A hollow stripe at the side need not be found. "
    "A broken frame is a trap."
)
