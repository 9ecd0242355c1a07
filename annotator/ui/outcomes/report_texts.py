"""The class report in words: tables and rows from the figures, with or without names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.model.class_report import (
    Help,
    HelpReason,
    ItemReport,
    ItemRest,
    OtherAnswer,
    TieReport,
)
from annotator.model.labels import LabelGuide
from annotator.model.outcome import EXTRA, MISSED
from annotator.services.marking.wording import ATTRIBUTES, answer_text, label_of
from annotator.services.review.class_reports import TeachersReport
from annotator.services.review.ties import KIND_TITLES, end_text
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.widgets.confusion import Cell, ConfusionTable

#: Of fewer papers it is said how many answers there are: "50 of 100" would be two of four.
_SHARES_FROM = 10


@dataclass(frozen=True, slots=True)
class RowText:
    """A row of a card; ``paper`` or ``item`` is what a press on it opens."""

    words: str
    right: str = ""
    paper: str = ""
    item: str = ""
    strong: bool = False


def confusion_table(report: TeachersReport, guide: LabelGuide) -> ConfusionTable:
    """Labels of the key by labels that were given, with "none" and "not in the key"."""
    labels = [label.id for label in guide.labels]
    counts = {(c.key_label, c.mark_label): c.count for c in report.figures.confusion}
    columns = [*labels, MISSED]
    rows = []
    for key in [*labels, EXTRA]:
        row = [counts.get((key, column), 0) for column in columns]
        of = sum(row)
        rows.append(
            tuple(
                Cell(count, of, right=key == column, blank=key == EXTRA and column == MISSED)
                for count, column in zip(row, columns, strict=True)
            )
        )
    return ConfusionTable(
        (*(guide.label(each).name for each in labels), "not in key"),
        (*(guide.label(each).letter for each in labels), "none"),
        tuple(rows),
        is_share=report.figures.papers >= _SHARES_FROM,
    )


def help_rows(report: TeachersReport, guide: LabelGuide, most: int = 8) -> list[RowText]:
    """Who needs help, with the weightiest reasons."""
    return [
        RowText(
            report.names.get(who.student_id, ""),
            " · ".join(help_text(reason, guide) for reason in who.reasons[:2]),
            paper=report.papers.get(who.student_id, ""),
        )
        for who in report.figures.needs_help[:most]
    ]


def help_text(reason: Help, guide: LabelGuide) -> str:
    """One reason in a few words."""
    if reason.reason is HelpReason.FOUND_LITTLE:
        return f"{reason.count} of {reason.of} places marked"
    if reason.reason is HelpReason.PAINTED:
        share = round(100 * reason.count / reason.of) if reason.of else 0
        return f"{label_of(guide, reason.label).name.lower()} on {share}% of the text"
    if reason.reason is HelpReason.CUT_SMALL:
        return f"{reason.count} marks for {plural(reason.of, 'place')}"
    if reason.reason is HelpReason.ONE_LABEL:
        return f"everything marked as {label_of(guide, reason.label).name.lower()}"
    if reason.reason is HelpReason.TIES_BLANK:
        return "no lines drawn"
    minutes = reason.count // 60
    return plural(minutes, "minute") if minutes else "less than a minute"


def other_words(other: OtherAnswer, guide: LabelGuide, limit: int = 60) -> str:
    """ "Denial: “declined to comment”": an answer, what it was called first."""
    return f"{label_of(guide, other.label).name}: “{shortened(other.quote, limit)}”"


def sure_rows(report: TeachersReport, guide: LabelGuide, most: int = 5) -> list[RowText]:
    """Confident errors, the commonest first."""
    return [
        RowText(other_words(each, guide), str(each.count), item=each.item_id, strong=True)
        for each in report.figures.sure_but_wrong[:most]
    ]


def key_rows(report: TeachersReport, guide: LabelGuide, most: int = 5) -> list[RowText]:
    """Answers that so many share that the key is worth a look, and items that the best miss."""
    of = report.figures.papers
    rows = [
        RowText(
            f"{each.count} of {of} say {other_words(each, guide)}",
            "" if each.span is None or not each.item_id else "other words",
            item=each.item_id,
        )
        for each in report.figures.check_the_key
    ]
    rows += [
        RowText(
            f"“{shortened(item.quote, 40)}”: students who did well tended to miss it",
            item=item.item_id,
        )
        for item in report.figures.items
        if item.rest is ItemRest.REVERSED
    ]
    return rows[:most]


def tie_rows(report: TeachersReport, most: int = 4) -> list[RowText]:
    """Ties that not everybody has right: of each kind so many, the worst first, with what was left
    open, left out or tied wrongly."""
    worst = sorted(report.figures.ties, key=lambda tie: tie.right / tie.papers)
    return [
        RowText(
            f"{title}: “{shortened(tie.quote, 48)}”",
            " · ".join((f"{tie.right} of {tie.papers} right", *_tie_answers(tie))),
            item=tie.item_id,
        )
        for kind, title in KIND_TITLES.items()
        for tie in [tie for tie in worst if tie.kind is kind and tie.right < tie.papers][:most]
    ]


def _tie_answers(tie: TieReport) -> list[str]:
    answers = [f"left open by {tie.left_open}"] if tie.left_open else []
    for each in tie.answers[:2]:
        did = "left out" if each.is_left_out else "tied it to"
        answers.append(f"{each.count} {did} {end_text(each.words)}")
    return answers


def detail_rows(report: TeachersReport, most: int = 8) -> list[RowText]:
    """How many details are right, and which answer was given where the key has another."""
    details = report.figures.details
    if not details:
        return []
    rows = [
        (count, each.name, expected, given)
        for each in details
        for expected, given, count in each.confused
    ]
    left_open = sum(count for count, _name, _expected, given in rows if not given)
    right, asked = sum(each.right for each in details), sum(each.asked for each in details)
    rows = sorted((row for row in rows if row[3]), key=lambda row: (-row[0], row[1:]))
    open_words = f" · {left_open} left open" if left_open else ""
    return [
        RowText("All details together", f"{right} of {asked} right{open_words}"),
        *(
            RowText(
                f"{ATTRIBUTES[name][0]} Said: {answer_text(name, given)}; "
                f"key: {answer_text(name, expected)}",
                str(count),
                strong=True,
            )
            for count, name, expected, given in rows[:most]
        ),
    ]


def came_text(report: TeachersReport) -> str:
    """ "26 of 28 handed in"; "26 papers" without a list. Who is on no list is told apart, and how
    many names no class card vouches for."""
    papers = report.figures.papers
    parts = [plural(papers, "paper")]
    if report.students:
        parts = [f"{papers - report.strangers} of {report.students} handed in"]
        if report.strangers:
            parts.append(f"{plural(report.strangers, 'paper')} of students on no list")
    if report.unchecked:
        names = "names" if report.unchecked >= papers else plural(report.unchecked, "name")
        parts.append(f"{names} not checked")
    return " · ".join(parts)


def missing_rows(report: TeachersReport, most: int = 8) -> list[RowText]:
    """Students from whom nothing was received, then those of whom nothing is expected."""
    rows = [RowText(name, "nothing received") for name in report.missing[:most]]
    more = len(report.missing) - most
    rows += [RowText(f"and {more} more")] if more > 0 else []
    return [*rows, *(RowText(name, why) for name, why in report.away[:most])]


def item_lines(
    item: ItemReport, guide: LabelGuide, names: Callable[[tuple[str, ...]], str] | None
) -> tuple[str, list[str]]:
    """What is said of an item that was pressed: a title, and lines; names where they may be."""
    label = label_of(guide, item.label).name.lower()
    hit = f"{len(item.hit_by)} of {item.papers} have it right"
    lines = [f"{hit}; not marked by {len(item.missed_by)}."]
    called = [
        f"{each.count} called it {_a(label_of(guide, each.label).name.lower())}"
        for each in item.called
    ]
    moved = sum(each.count for each in item.moved)
    if moved:
        called.append(f"{moved} marked other words")
    if called:
        lines.append(", ".join(called) + ".")
    if names is not None and item.missed_by:
        lines.append(f"Not marked by: {names(item.missed_by)}.")
    if names is not None:
        lines += [
            f"{label_of(guide, each.label).name}: {names(each.student_ids)}."
            for each in item.called[:3]
        ]
    return f"“{shortened(item.quote, 120)}” · {label}", lines


def _a(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"
