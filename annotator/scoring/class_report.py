"""Many comparisons of one lesson told together: what to teach next, where to doubt the key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from annotator.model.annotation import Certainty
from annotator.model.article import Article
from annotator.model.class_report import (
    Agreement,
    ClassReport,
    Discussion,
    ItemReport,
    LabelHeat,
    OtherAnswer,
    Paper,
)
from annotator.model.labels import LabelGuide
from annotator.model.outcome import ConfusionCell, ItemOutcome, MarkOutcome, MarkState
from annotator.model.text import Span
from annotator.scoring.agreement import alpha_from_counts, positive_specific_agreement
from annotator.scoring.class_help import needs_help
from annotator.scoring.class_ties import detail_reports, tie_reports
from annotator.scoring.coverage import covered
from annotator.scoring.item_analysis import in_words
from annotator.scoring.place import WordRange

#: From this share of the papers on, the same other answer asks whether the key is right: 30%.
DOUBT = (3, 10)
#: One or two papers with the same other answer are no pattern, however small the class.
DOUBT_FROM = 2
DISCUSSIONS = 3
#: So many words of a passage are quoted in a question.
_QUOTED = 14

#: Item (or nothing), trap, label, words: what makes two answers the same.
_Answer = tuple[str, str, str, Span | None]


def class_report(
    papers: Sequence[Paper], article: Article, guide: LabelGuide | None = None
) -> ClassReport:
    """What ``papers`` (one a student) say together; their order changes nothing.

    ``guide`` gives the names of labels in suggested questions. All comparisons have to be with the
    same version of the key: an item that only some of them know counts those papers alone.
    """
    papers = sorted(papers, key=lambda paper: paper.student_id)
    answers = other_answers(papers, article)
    items = _items(papers, answers)
    others = _ranked(a for a in answers if not a.item_id)
    doubted = _doubted(items, others, len(papers))
    heat = _heat(papers, article)
    missed = sorted((i for i in items if i.required and len(i.hit_by) < i.papers), key=_worst_first)
    return ClassReport(
        papers=len(papers),
        items=items,
        most_missed=tuple(item.item_id for item in missed),
        confusion=_confusion(papers),
        sure_but_wrong=_sure_but_wrong(papers, article, doubted),
        needs_help=needs_help(papers, article),
        check_the_key=doubted,
        discussions=_discussions(papers, missed, doubted, guide),
        heat=heat,
        others=others,
        agreement=tuple(
            Agreement(
                each.label,
                positive_specific_agreement(each.counts, len(papers)),
                alpha_from_counts(each.counts, len(papers)),
            )
            for each in heat
        ),
        ties=tie_reports(papers),
        details=detail_reports(papers),
    )


# --- answers that the key doesn't have -----------------------------------------------------------


def _answers(paper: Paper, article: Article) -> Iterable[tuple[_Answer, MarkOutcome]]:
    """What a paper says that the key doesn't, each with the mark that says it.

    Of each item the verdict that is told, so one answer; then marks that belong nowhere, or cost.
    """
    marks = {mark.mark_id: mark for mark in paper.comparison.marks}
    answered = set()
    for item in paper.comparison.items:
        mark = marks.get(item.mark_id)
        if mark is None or not item.found:
            continue
        answered.add(mark.mark_id)
        if not item.label_right:
            yield (item.item_id, "", mark.label, None), mark
        elif item.required and (item.verdict or mark.state) is MarkState.EDGES_OFF:
            yield (item.item_id, "", mark.label, _words(mark, article)), mark
    for mark in marks.values():
        costs = mark.state in (MarkState.EXTRA, MarkState.TRAP) and not mark.waived
        if costs and mark.mark_id not in answered:
            yield ("", mark.trap_id, mark.label, _words(mark, article)), mark


def _words(mark: MarkOutcome, article: Article) -> Span:
    return article.words.snap(mark.span) or mark.span


def other_answers(
    papers: Iterable[Paper], article: Article, only: Certainty | None = None
) -> tuple[OtherAnswer, ...]:
    """All other answers, identical ones together; of one certainty only, where that is given."""
    students: dict[_Answer, dict[str, None]] = defaultdict(dict)
    marked: dict[_Answer, Counter[Span]] = defaultdict(Counter)
    labels: dict[str, str] = {}
    for paper in papers:
        for answer, mark in _answers(paper, article):
            if only is None or mark.certainty is only:
                students[answer][paper.student_id] = None
                marked[answer][_words(mark, article)] += 1
        for item in paper.comparison.items:
            labels[item.item_id] = item.label
    return tuple(
        OtherAnswer(
            label=answer[2],
            student_ids=tuple(who),
            item_id=answer[0],
            trap_id=answer[1],
            key_label=labels.get(answer[0], ""),
            span=answer[3],
            quote=_commonest(marked[answer]).of(article.text),
        )
        for answer, who in students.items()
    )


def _commonest(spans: Counter[Span]) -> Span:
    """What most marked; of spans as common as each other the first."""
    return min(spans, key=lambda span: (-spans[span], span))


def _ranked(answers: Iterable[OtherAnswer]) -> tuple[OtherAnswer, ...]:
    """The commonest first, then in reading order."""
    nowhere = Span(0, 1)
    return tuple(
        sorted(answers, key=lambda a: (-a.count, a.span or nowhere, a.item_id, a.label, a.trap_id))
    )


def _doubted(
    items: Iterable[ItemReport], others: Iterable[OtherAnswer], papers: int
) -> tuple[OtherAnswer, ...]:
    """Answers that 30% or more of the papers share; never one that lies in a trap."""
    answers = [answer for item in items for answer in (*item.called, *item.moved)]
    answers += [answer for answer in others if not answer.trap_id]
    return _ranked(
        a for a in answers if a.count >= DOUBT_FROM and a.count * DOUBT[1] >= papers * DOUBT[0]
    )


def _sure_but_wrong(
    papers: Sequence[Paper], article: Article, doubted: Iterable[OtherAnswer]
) -> tuple[OtherAnswer, ...]:
    """Confident errors: a wrong label, a trap, an extra. Nothing where the key is in doubt."""
    doubtful_items = {answer.item_id for answer in doubted if answer.item_id}
    doubtful_words = {(a.label, a.span) for a in doubted if not a.item_id}
    return _ranked(
        answer
        for answer in other_answers(papers, article, Certainty.SURE)
        # Words too many or too few are no error of that kind.
        if not (answer.item_id and answer.span)
        and answer.item_id not in doubtful_items
        and (bool(answer.item_id) or (answer.label, answer.span) not in doubtful_words)
    )


# --- items ---------------------------------------------------------------------------------------


def _items(papers: Sequence[Paper], answers: Iterable[OtherAnswer]) -> tuple[ItemReport, ...]:
    outcomes: dict[str, list[tuple[str, ItemOutcome]]] = defaultdict(list)
    for paper in papers:
        for item in paper.comparison.items:
            outcomes[item.item_id].append((paper.student_id, item))
    at_item: dict[str, list[OtherAnswer]] = defaultdict(list)
    for answer in answers:
        at_item[answer.item_id].append(answer)
    # Required items that all papers know; the rest score leaves out what only some had to find.
    common = [i for i, each in outcomes.items() if len(each) == len(papers) and each[0][1].required]
    column = {item_id: n for n, item_id in enumerate(common)}
    hits = [[0] * len(common) for _ in papers]
    for row, paper in enumerate(papers):
        for item in paper.comparison.items:
            if item.item_id in column:
                hits[row][column[item.item_id]] = int(bool(item.label_right))
    reports = []
    for item_id, each in outcomes.items():
        first = each[0][1]
        report = ItemReport(
            item_id=item_id,
            name=first.name,
            label=first.label,
            span=first.span,
            quote=first.quote,
            required=first.required,
            papers=len(each),
            hit_by=tuple(student for student, item in each if item.label_right),
            missed_by=tuple(student for student, item in each if not item.found),
            called=_ranked(a for a in at_item[item_id] if a.span is None),
            moved=_ranked(a for a in at_item[item_id] if a.span is not None),
        )
        reports.append(_with_rest(report, hits, column.get(item_id)))
    return tuple(sorted(reports, key=lambda item: (item.span, item.label, item.item_id)))


def _with_rest(report: ItemReport, hits: Sequence[Sequence[int]], column: int | None) -> ItemReport:
    if column is None:
        return report
    rest, number = in_words(hits, column)
    return replace(report, rest=rest, correlation=number)


def _worst_first(item: ItemReport) -> tuple[float, Span, str]:
    return (item.hit_rate, item.span, item.item_id)


# --- words and labels ----------------------------------------------------------------------------


def _heat(papers: Iterable[Paper], article: Article) -> tuple[LabelHeat, ...]:
    """Students per word and label; overlapping marks of one student count a word once."""
    size = len(article.words)
    steps: dict[str, list[int]] = defaultdict(lambda: [0] * (size + 1))
    for paper in papers:
        by_label: dict[str, list[WordRange]] = defaultdict(list)
        for mark in paper.comparison.marks:
            numbers = article.words.numbers(mark.span)
            by_label[mark.label].append((numbers.start, numbers.stop))
        for label, ranges in by_label.items():
            for start, end in covered(ranges):
                steps[label][start] += 1
                steps[label][end] -= 1
    return tuple(
        LabelHeat(label, tuple(accumulate(steps[label][:size]))) for label in sorted(steps)
    )


def _confusion(papers: Iterable[Paper]) -> tuple[ConfusionCell, ...]:
    cells: Counter[tuple[str, str]] = Counter()
    for paper in papers:
        for cell in paper.comparison.confusion:
            cells[cell.key_label, cell.mark_label] += cell.count
    return tuple(ConfusionCell(*names, count) for names, count in sorted(cells.items()))


# --- for tomorrow --------------------------------------------------------------------------------


def _discussions(
    papers: Sequence[Paper],
    missed: Sequence[ItemReport],
    doubted: Iterable[OtherAnswer],
    guide: LabelGuide | None,
) -> tuple[Discussion, ...]:
    """Questions on the items that fewest have right; an item in doubt only when no other is left.

    The teacher's own question where the key has one, else a plain one from the class's answers.
    """
    questions = {i.item_id: i.question for paper in papers for i in paper.comparison.items}
    in_doubt = {answer.item_id for answer in doubted}
    # Sorted is stable: within each of the two groups the worst item stays first.
    chosen = sorted(missed, key=lambda item: item.item_id in in_doubt)[:DISCUSSIONS]
    return tuple(
        Discussion(item.item_id, _question(item, questions.get(item.item_id, ""), guide))
        for item in chosen
    )


def _question(item: ItemReport, own: str, guide: LabelGuide | None) -> str:
    """The teacher's own question with the words that it is about, unless it has them already."""
    if not own:
        return _plain_question(item, guide)
    quote = _short(item.quote)
    return own if quote.strip("…") in own else f"“{quote}”: {own}"


def _short(quote: str) -> str:
    """The first words of a quote: enough to find it on the page."""
    words = quote.split(" ")
    return quote if len(words) <= _QUOTED else " ".join(words[:_QUOTED]) + "…"


def _plain_question(item: ItemReport, guide: LabelGuide | None) -> str:
    def name(label: str) -> str:
        return guide.label(label).name.lower() if guide and label in guide else label

    if item.called and item.called[0].count >= len(item.missed_by):
        other = name(item.called[0].label)
        return (
            f"“{_short(item.quote)}”: {name(item.label)} or {other}? What in the words tells you?"
        )
    return f"“{_short(item.quote)}”: what makes this worth marking, and as what?"
