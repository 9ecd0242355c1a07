"""What a comparison says once the teacher has decided: pure functions over model values.

An accepted answer is put into the key *for that one student* and the grading rule is asked again:
so it is worth the same whether it was accepted for one student or, as a new version of the key, for
everyone. A mark that is let through costs nothing. An override sets a row's points. What comes out
is a comparison like any other, with rows that say by whom and why they were changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from annotator.model.article import Article, BlockKind
from annotator.model.errors import InvalidModel
from annotator.model.key import AnswerKey
from annotator.model.lesson import LessonUses
from annotator.model.outcome import (
    Comparison,
    MarkOutcome,
    MarkState,
    Row,
    RowKind,
)
from annotator.model.review import Answer, Decision, DecisionKind
from annotator.model.text import Span
from annotator.model.work import Submission
from annotator.scoring.grading import PreparedKey, compare, percent, prepare, quick_points
from annotator.services.review.accepted_answers import with_answer

_DECIDES = (DecisionKind.WAIVE, DecisionKind.KEEP, DecisionKind.ACCEPT, DecisionKind.OVERRIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedRow:
    """A row of the sum after the review. ``before`` are its points by the key alone.

    ``decision`` is the one that changed it, with who and why; None where nothing did.
    """

    row: Row
    before: int
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A submission after the teacher's decisions.

    ``base`` is what the key alone says; ``comparison`` what counts now: its rows add up to its
    points, exactly. ``open`` are marks whose difference from the key is not decided yet, in
    reading order. ``stranded`` are decisions about a mark or key item that is not there any more:
    they change nothing and are kept.
    """

    base: Comparison
    comparison: Comparison
    rows: tuple[ReviewedRow, ...]
    open: tuple[MarkOutcome, ...]
    decisions: tuple[Decision, ...] = ()
    stranded: tuple[Decision, ...] = ()

    @property
    def points(self) -> int:
        """Micro-points after the review."""
        return self.comparison.points

    @property
    def comments(self) -> tuple[Decision, ...]:
        """What the teacher wrote, oldest first."""
        return tuple(each for each in self.decisions if each.kind is DecisionKind.COMMENT)


def answer_of(mark: MarkOutcome, article: Article) -> Answer | None:
    """The answer that a mark gives and the key doesn't have; None where there is none to decide.

    Told from the comparison with the key alone: a mark that was let through still is an answer.
    """
    words = article.words.snap(mark.span) or mark.span
    if mark.state is MarkState.OTHER_LABEL:
        return Answer(label=mark.label, item_id=mark.item_id)
    if mark.state is MarkState.EDGES_OFF:
        return Answer(label=mark.label, item_id=mark.item_id, span=words)
    if mark.state in (MarkState.EXTRA, MarkState.TRAP):
        return Answer(label=mark.label, trap_id=mark.trap_id, span=words)
    return None


@dataclass(slots=True)
class Decider:
    """One key made ready to say what any submission is worth after its decisions.

    Keys with answers accepted for single students are prepared once for each set of answers.
    """

    key: AnswerKey
    article: Article
    extra_cost: int
    stop: int | None = None
    uses: LessonUses | None = None
    _ready: dict[frozenset[Answer], PreparedKey] = field(default_factory=dict)

    def for_another_thread(self) -> Decider:
        """One that says the same, and prepares the key for itself."""
        return replace(self, _ready={})

    @property
    def possible(self) -> int:
        """Micro-points that the key gives for finding everything."""
        return self._prepared(frozenset()).possible

    def base(self, submission: Submission) -> Comparison:
        """What the key alone says; InvalidModel for a submission on another text."""
        return self._compare(submission, self._prepared(frozenset()), frozenset())

    def decided(
        self,
        submission: Submission,
        decisions: Sequence[Decision] = (),
        base: Comparison | None = None,
    ) -> Reviewed:
        """The submission after ``decisions`` (oldest first; of two on one thing the later counts).

        ``base`` spares a comparison where :meth:`base` was asked before.
        """
        base = base or self.base(submission)
        marks = {mark.mark_id: mark for mark in base.marks}
        items = {item.item_id for item in base.items}
        live: list[Decision] = []
        stranded: list[Decision] = []
        for each in decisions:
            there = (not each.mark_id or each.mark_id in marks) and (
                not each.item_id or each.item_id in items
            )
            (live if there else stranded).append(each)
        latest = {_about(each): each for each in live if each.kind in _DECIDES}
        accepts = {
            answer: each
            for each in latest.values()
            if each.kind is DecisionKind.ACCEPT
            for answer in _accepted_answers(each, marks, self.article)
        }
        waived = {e.mark_id: e for e in latest.values() if e.kind is DecisionKind.WAIVE}
        now = base
        if accepts or waived:
            ready = self._prepared(frozenset(accepts))
            now = self._compare(submission, ready, waived.keys())
        overrides = [e for e in latest.values() if e.kind is DecisionKind.OVERRIDE]
        by_mark = {each.mark_id: each for each in (*waived.values(), *accepts.values())}
        comparison, rows = _with_decisions(base, now, by_mark, overrides)
        done = {each.mark_id for each in latest.values() if each.mark_id}
        done_items = {e.item_id for e in latest.values() if not e.mark_id}
        still = tuple(
            mark
            for mark in base.marks
            if mark.mark_id not in done
            and (not mark.item_id or mark.item_id not in done_items)
            and needs_decision(mark, base, self.article)
        )
        return Reviewed(
            base=base,
            comparison=comparison,
            rows=rows,
            open=still,
            decisions=tuple(live),
            stranded=tuple(stranded),
        )

    def points(self, submission: Submission, decisions: Sequence[Decision] = ()) -> int:
        """Micro-points after ``decisions``, the quick way where no points were set or accepted."""
        latest = {_about(each): each for each in decisions if each.kind in _DECIDES}
        if any(e.kind in (DecisionKind.ACCEPT, DecisionKind.OVERRIDE) for e in latest.values()):
            return self.decided(submission, decisions).points
        self._check(submission)
        return quick_points(
            self._prepared(frozenset()),
            submission.annotations,
            self.article,
            extra_cost=self.extra_cost,
            waived={e.mark_id for e in latest.values() if e.kind is DecisionKind.WAIVE},
        )

    def _check(self, submission: Submission) -> None:
        if submission.article_sha256 != self.article.sha256:
            raise InvalidModel(
                "This work belongs to another version of the article.",
                kept="It was not compared, and nothing of it was changed.",
                todo="Look at where its marks would stand in this version.",
            )

    def _prepared(self, answers: frozenset[Answer]) -> PreparedKey:
        ready = self._ready.get(answers)
        if ready is None:
            key = self.key
            for answer in sorted(answers, key=_answer_order):
                key = with_answer(key, answer, self.article)
            ready = prepare(key, self.article, stop=self.stop, uses=self.uses)
            if len(self._ready) < 2_000:
                self._ready[answers] = ready
        return ready

    def _compare(
        self, submission: Submission, ready: PreparedKey, waived: Collection[str]
    ) -> Comparison:
        self._check(submission)
        return compare(
            ready,
            submission.annotations,
            self.article,
            relations=submission.relations,
            extra_cost=self.extra_cost,
            waived=waived,
        )


def stop_position(article: Article, stop_after_paragraph: int | None) -> int | None:
    """The code point at which today's reading ends, counting paragraphs from 1; None for all.

    None as well where the article has no more paragraphs than that.
    """
    if stop_after_paragraph is None:
        return None
    paragraphs = [b for b in article.blocks if b.kind is BlockKind.PARAGRAPH]
    if len(paragraphs) <= stop_after_paragraph:
        return None
    return paragraphs[stop_after_paragraph].span.start


def _answer_order(answer: Answer) -> tuple[str, str, str, Span]:
    return (answer.item_id, answer.trap_id, answer.label, answer.span or Span(0, 1))


def _about(decision: Decision) -> tuple[str, str]:
    """What a decision decides: a mark, or an item where it names no mark."""
    return (decision.mark_id, "") if decision.mark_id else ("", decision.item_id)


def _accepted_answers(
    decision: Decision, marks: dict[str, MarkOutcome], article: Article
) -> Iterable[Answer]:
    mark = marks.get(decision.mark_id)
    if mark is None:
        return
    answer = answer_of(mark, article)
    if answer is None:
        return
    if decision.item_id and not answer.item_id:
        # An extra that the teacher takes for an answer to that item: its label and its words.
        answer = Answer(label=answer.label, item_id=decision.item_id, span=answer.span)
    yield answer


def needs_decision(mark: MarkOutcome, comparison: Comparison, article: Article) -> bool:
    """Whether the mark differs from the key in a way that a teacher may want to judge.

    Nothing is at stake where it answers an optional item, or lies beyond where today's reading
    stops; a mark that was passed over needs no judgement either: there is no answer to judge.
    """
    if answer_of(mark, article) is None:
        return False
    if mark.item_id:
        return comparison.item(mark.item_id).required
    return mark.points < 0 or not comparison.extra_cost


def _place(row: Row) -> tuple[str, str]:
    """What tells a row from all others: its item, or the mark that is paired with nothing."""
    if row.kind is RowKind.ITEM:
        return (row.item_id, "")
    return ("", row.mark_id)


def _with_decisions(
    base: Comparison,
    now: Comparison,
    by_mark: dict[str, Decision],
    overrides: Sequence[Decision],
) -> tuple[Comparison, tuple[ReviewedRow, ...]]:
    """The comparison with overrides in its rows, and every row with what it was and by whom."""
    before = {_place(row): row.points for row in base.rows}
    rows = []
    for row in now.rows:
        if row.kind is RowKind.NOT_BELOW_ZERO:
            continue
        was = before.get(_place(row), before.get(("", row.mark_id), 0))
        decision = by_mark.get(row.mark_id)
        for each in overrides:
            if each.points is not None and _is_about(each, row):
                row, decision = replace(row, points=each.points), each
        rows.append(ReviewedRow(row=row, before=was, decision=decision))
    value = sum(each.row.points for each in rows)
    if value < 0:
        low = sum(r.points for r in base.rows if r.kind is RowKind.NOT_BELOW_ZERO)
        rows.append(ReviewedRow(row=Row(RowKind.NOT_BELOW_ZERO, -value), before=low))
    points = sum(each.row.points for each in rows)
    at_item = {e.row.item_id: e.row.points for e in rows if _place(e.row)[0]}
    at_mark = {e.row.mark_id: e.row.points for e in rows if e.row.mark_id}
    comparison = replace(
        now,
        rows=tuple(each.row for each in rows),
        points=points,
        score=percent(points, now.possible),
        items=tuple(replace(i, points=at_item.get(i.item_id, i.points)) for i in now.items),
        marks=tuple(replace(m, points=at_mark.get(m.mark_id, m.points)) for m in now.marks),
    )
    return comparison, tuple(rows)


def _is_about(decision: Decision, row: Row) -> bool:
    if decision.mark_id:
        return row.mark_id == decision.mark_id
    return _place(row)[0] == decision.item_id
