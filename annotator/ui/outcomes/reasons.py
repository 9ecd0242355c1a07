"""The outcome of an attempt as the student reads it: what to look at first, each with its why."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from annotator.model.labels import LabelGuide, Sign
from annotator.model.outcome import (
    ItemOutcome,
    ItemState,
    MarkOutcome,
    MarkState,
    RelationOutcome,
    RelationState,
)
from annotator.model.review import Answered, Subject
from annotator.model.text import Span
from annotator.services.marking.wording import label_name, shortened, with_article
from annotator.services.review.explanation import covered_besides
from annotator.services.review.practice import Results
from annotator.services.review.ties import TieExplainer, TieExplanation
from annotator.services.review.wordings import (
    ELSEWHERE,
    Reader,
    again_text,
    cost_text,
    detail_text,
    edges_text,
    merged_text,
    title,
    verdict_of,
    wording,
)
from annotator.ui.outcomes.answers import (
    answer_text,
    answers_about,
    change_text,
)
from annotator.ui.outcomes.outcome_rows import item_id, mark_id


class ReasonSection(Enum):
    """Where a reason stands in the list; the value is the heading."""

    LOOK = "to look at"
    EDGES = "Nearly: look at the edges"
    DISCUSS = "Worth discussing"
    TIES = "Lines between marks"
    FOUND = "Right"


@dataclass(frozen=True, slots=True)
class Side:
    """Who called the words what: "You said", "claim" (a label's id)."""

    who: str
    label: str

    def noun(self, name: str) -> str:
        """The label's name as it follows ``who``: "It is a claim", but "You said claim"."""
        return with_article(name) if self.who.endswith(" is") else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing to read. ``painted`` is the mark in the article that stands for it, ``also`` are
    others that say the same thing again.

    ``mistake`` tells why the student's label is not right here, ``why`` why the key's is;
    ``comments`` are the teacher's words. ``fact`` is a short sentence about edges or points;
    ``answers`` are the teacher's to what the student disagreed with here, ``change`` what has come
    of that since the return before. ``tie`` has the places of a line, the student's and the key's.
    """

    id: str
    part: ReasonSection
    sign: Sign
    title: str
    words: str
    span: Span | None = None
    painted: str = ""
    also: tuple[str, ...] = ()
    label: str = ""
    sides: tuple[Side, ...] = ()
    fact: str = ""
    mistake: str = ""
    why: str = ""
    question: str = ""
    comments: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    change: str = ""
    tie: TieExplanation | None = None
    item_id: str = ""
    mark_id: str = ""
    tie_ids: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """What the student disagrees with who disagrees with this."""
        return Subject(self.item_id, self.mark_id, self.tie_ids)

    def tie_lines(self) -> list[str]:
        """ "You drew: …" and "The key has: …"; none of what is no tie."""
        return self.tie.lines() if self.tie is not None else []

    def spoken(self, guide: LabelGuide) -> str:
        """All of it as one text, for a screen reader."""
        parts = [self.title, self.words]
        parts += [f"{side.who} {side.noun(label_name(guide, side.label))}" for side in self.sides]
        parts += [*self.tie_lines(), self.fact, self.mistake, self.why, self.question]
        parts += self.comments
        for answer in self.answers:
            parts += [f"You wrote: {answer.reason}", answer_text(answer)]
        parts.append(self.change)
        return ". ".join(part.rstrip(".") for part in parts if part)


@dataclass(frozen=True, slots=True)
class Reasons:
    """All of them in the order in which they are read, by part."""

    rows: tuple[Reason, ...]
    #: What the teacher said about the whole.
    general: tuple[str, ...] = field(default=())
    #: Answers about something that is neither in the key nor among the marks any more.
    loose: tuple[Answered, ...] = ()

    @property
    def answered(self) -> tuple[Reason, ...]:
        """The reasons with an answer of the teacher's."""
        return tuple(each for each in self.rows if each.answers)

    def of(self, part: ReasonSection) -> tuple[Reason, ...]:
        """The reasons of one part."""
        return tuple(each for each in self.rows if each.part is part)

    @property
    def stops(self) -> tuple[Reason, ...]:
        """What "next" goes through: everything but what is right."""
        return tuple(each for each in self.rows if each.part is not ReasonSection.FOUND)

    def get(self, reason_id: str) -> Reason | None:
        """The reason with this id, if there is one."""
        return next((each for each in self.rows if each.id == reason_id), None)

    def for_painted(self, painted: str) -> Reason | None:
        """The reason that a mark in the article stands for; its own before that of a line."""
        mine = [each for each in self.rows if painted in (each.painted, each.id, *each.also)]
        return min(mine, key=lambda each: each.tie is not None, default=None) if painted else None


#: Where the reason of a mark stands; what is not named here is right.
_PARTS = {
    MarkState.OTHER_LABEL: ReasonSection.LOOK,
    MarkState.EDGES_OFF: ReasonSection.EDGES,
    MarkState.EXTRA: ReasonSection.DISCUSS,
    MarkState.TRAP: ReasonSection.DISCUSS,
}


def reasons_of(results: Results) -> Reasons:
    """Everything there is to read of these results."""
    maker = _ReasonMaker(results)
    rows = [*maker.items(), *maker.lone_marks()]
    rows.sort(key=lambda each: (each.span or Span(0, 1), each.id))
    rows += maker.ties()
    order = list(ReasonSection)
    rows.sort(key=lambda each: order.index(each.part))
    answered = [
        replace(
            each,
            answers=answers_about(results, each.subject),
            change=change_text(results, each.subject),
        )
        for each in rows
    ]
    # What the answer says need not stand there once more as the reason of a decision.
    answered = [
        replace(
            each,
            comments=tuple(w for w in each.comments if w not in {a.words for a in each.answers}),
        )
        for each in answered
    ]
    answered_ids = {answer.id for each in answered for answer in each.answers}
    loose = tuple(each for each in results.answers if each.id not in answered_ids)
    return Reasons(tuple(answered), maker.comments(), loose)


class _ReasonMaker:
    def __init__(self, results: Results) -> None:
        self._results = results
        self._comparison = results.comparison
        self._guide = results.lesson.guide
        self._marks = {mark.mark_id: mark for mark in results.comparison.marks}
        self._quotes = {id: mark.quote for id, mark in self._marks.items()}
        self._ties = TieExplainer(
            own={each.id: each for each in results.submission.relations},
            key={each.id: each for each in results.key_ties},
            marks={mark.id: mark.quote for mark in results.submission.annotations},
            items={item.item_id: item.quote for item in results.comparison.items},
            reader=Reader.STUDENT,
        )

    def items(self) -> list[Reason]:
        reasons = []
        for item in self._comparison.items:
            if item.state is ItemState.OPTIONAL:
                continue
            mark = self._marks.get(item.mark_id)
            if mark is not None and item.found:
                reasons.append(self._found(item, mark))
            else:
                reasons.append(self._missed(item))
        return reasons

    def _found(self, item: ItemOutcome, mark: MarkOutcome) -> Reason:
        state = verdict_of(item, mark)
        if not item.required and state is not MarkState.OTHER_LABEL:
            state = MarkState.OPTIONAL_FOUND
        part = _PARTS.get(state, ReasonSection.FOUND)
        if part is ReasonSection.LOOK and not item.required:
            part = ReasonSection.DISCUSS
        right = state is not MarkState.OTHER_LABEL
        edges = edges_text(item, Reader.STUDENT) if right else ""
        if edges and item.answer == 0:
            # Of another accepted answer only its number is known here, not its words.
            edges += f". The key has: “{shortened(item.quote, 140)}”."
        elif edges:
            edges += "."
        about = [
            edges,
            ELSEWHERE.to(Reader.STUDENT) if item.is_elsewhere else "",
            *(detail_text(detail, Reader.STUDENT) for detail in item.details),
            again_text(item, self._quotes, Reader.STUDENT),
            merged_text(covered_besides(item, self._comparison), Reader.STUDENT),
        ]
        sides = () if right else (Side("You said", mark.label), Side("Here it is", item.label))
        return Reason(
            id=item_id(item.item_id),
            part=part,
            sign=wording(state).sign or Sign.FOUND,
            title=title(state, Reader.STUDENT),
            words=mark.quote,
            span=mark.span,
            painted=mark_id(mark.mark_id),
            also=tuple(mark_id(each) for each in item.other_marks),
            label=mark.label,
            sides=sides,
            fact=" ".join(part for part in about if part),
            mistake=item.sentence,
            why=item.why,
            question=item.question,
            comments=self.comments(item.item_id, mark.mark_id),
            item_id=item.item_id,
            mark_id=mark.mark_id,
        )

    def _missed(self, item: ItemOutcome) -> Reason:
        phrases = wording(item.state)
        return Reason(
            id=item_id(item.item_id),
            part=ReasonSection.LOOK,
            sign=phrases.sign or Sign.MISSED,
            title=phrases.title.to(Reader.STUDENT),
            words=item.quote,
            span=item.span,
            painted=item_id(item.item_id),
            label=item.label,
            sides=(Side("It is", item.label),),
            fact=phrases.fact.to(Reader.STUDENT),
            why=item.why,
            question=item.question,
            comments=self.comments(item.item_id),
            item_id=item.item_id,
        )

    def lone_marks(self) -> list[Reason]:
        return [self._lone(mark) for mark in self._comparison.marks if mark.is_lone]

    def _lone(self, mark: MarkOutcome) -> Reason:
        phrases = wording(mark.state)
        fact = phrases.fact.to(Reader.STUDENT)
        if mark.waived or phrases.sign is None:
            # That it costs nothing is what there is to know of it.
            fact = cost_text(mark, self._comparison.extra_cost, Reader.STUDENT)
        return Reason(
            id=mark_id(mark.mark_id),
            part=_PARTS.get(mark.state, ReasonSection.FOUND),
            sign=phrases.sign or Sign.FOUND,
            title=phrases.title.to(Reader.STUDENT),
            words=mark.quote,
            span=mark.span,
            painted=mark_id(mark.mark_id),
            label=mark.label,
            sides=(Side("You said", mark.label),),
            fact=fact,
            why=mark.why,
            comments=self.comments(mark=mark.mark_id),
            mark_id=mark.mark_id,
        )

    # -- lines ---------------------------------------------------------------------------------

    def ties(self) -> list[Reason]:
        wanted = self._results.lesson.uses.relations
        return [
            self._tie(number, tie)
            for number, tie in enumerate(self._comparison.relations)
            if tie.kind in wanted and tie.state is not RelationState.OPTIONAL
        ]

    def _tie(self, number: int, tie: RelationOutcome) -> Reason:
        mine, theirs = self._ties.own.get(tie.relation_id), self._ties.key.get(tie.key_relation_id)
        explanation = self._ties.explain(tie)
        right = wording(tie.state).sign is Sign.FOUND
        words = self._ties.items.get(theirs.source_id, "") if theirs is not None else ""
        if not words and mine is not None:
            words = self._ties.marks.get(mine.source_id, "")
        item = next((i for i in self._comparison.items if i.item_id == tie.item_id), None)
        painted = ""
        if mine is not None:
            painted = mark_id(mine.source_id)
        elif item is not None:
            painted = mark_id(item.mark_id) if item.mark_id else item_id(item.item_id)
        return Reason(
            id=f"tie {number}",
            part=ReasonSection.FOUND if right else ReasonSection.TIES,
            sign=wording(tie.state).sign or Sign.FOUND,
            title=explanation.title,
            words=words,
            span=item.span if item is not None else None,
            painted=painted,
            fact=explanation.mistake,
            why=tie.why,
            tie=explanation,
            tie_ids=tie.ids,
        )

    # -- the teacher's words ---------------------------------------------------------------------

    def comments(self, item: str = "", mark: str = "") -> tuple[str, ...]:
        """Remarks about an item or a mark; without either, about the whole."""
        return tuple(
            words
            for remark in self._results.remarks
            if _is_about(remark.item_id, remark.mark_id, item, mark)
            for words in (remark.comment or remark.why,)
            if words
        )


def _is_about(remark_item: str, remark_mark: str, item: str, mark: str) -> bool:
    if not item and not mark:
        return not remark_item and not remark_mark
    return bool((item and remark_item == item) or (mark and remark_mark == mark))
