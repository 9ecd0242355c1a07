"""The class report on paper, with names or without."""

from __future__ import annotations

from pathlib import Path

from annotator.model.lesson import Lesson
from annotator.model.moments import date_text
from annotator.services.data.preferences import ReadingSettings
from annotator.services.marking.wording import label_of
from annotator.services.review.class_reports import TeachersReport
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.numbering import MarginNotes
from annotator.ui.article.pages import ArticlePages
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.outcomes.report_texts import (
    came_text,
    confusion_table,
    detail_rows,
    help_rows,
    key_rows,
    other_words,
    sure_rows,
    tie_rows,
)
from annotator.ui.printing.sheet import Sheets, write_pdf
from annotator.ui.printing.text import Text
from annotator.ui.widgets.confusion import heat

_MOST = 1_000
_READING = ReadingSettings(size=15.0, line_height=1.7, column_width=560)
#: Of the colour at most this much lies behind the words: print in grey stays easy to read.
_DARKEST = 0.45
_LEGEND = "At the right: how many of {came} have it right. The darker the words, the fewer."


def class_report_pdf(lesson: Lesson, report: TeachersReport, *, with_names: bool) -> bytes:
    """The PDF: A4, faces embedded, figures in every cell."""
    return _sheets(lesson, report, with_names).finish()


def write_class_report(
    path: Path, lesson: Lesson, report: TeachersReport, *, with_names: bool
) -> None:
    """Write it to a file; a CannotWrite says why it could not be."""
    write_pdf(path, _sheets(lesson, report, with_names))


def _sheets(lesson: Lesson, report: TeachersReport, with_names: bool) -> Sheets:
    came = plural(report.figures.papers, "paper")
    left = " · ".join((*report.classes, "Class report", lesson.title))
    right = f"{date_text(report.made, with_year=True)} · {came}"
    sheets = Sheets(f"Class report: {lesson.title}", left, right)
    if report.figures.papers:
        sheets.add_article(_heat_map(lesson, report, sheets), _LEGEND.format(came=came))
    sheets.add_document(_text(lesson, report, with_names, sheets).document)
    return sheets


def _heat_map(lesson: Lesson, report: TeachersReport, sheets: Sheets) -> ArticlePages:
    """The article with every required item: how many have it, in figures and in grey."""
    wanted = [item for item in report.figures.items if item.required]
    right = (
        (item.span, f"{label_of(lesson.guide, item.label).letter} {len(item.hit_by)}")
        for item in wanted
    )
    shade = sheets.theme.missed
    return ArticlePages(
        lesson.article,
        lesson.guide,
        [PaintedMark(item.item_id, item.span, item.label) for item in wanted],
        sheets.theme,
        _READING,
        sheets.width,
        sheets.height,
        margins=[MarginNotes(lesson.article, right, at_left=False)],
        shades=[(item.span, heat(shade, 1 - item.hit_rate, _DARKEST)) for item in wanted],
    )


def _text(lesson: Lesson, report: TeachersReport, with_names: bool, sheets: Sheets) -> Text:
    text, figures, guide = Text(sheets.theme), report.figures, lesson.guide
    text.title(lesson.title)
    day = date_text(report.made, with_year=True)
    text.paragraph(" · ".join((*report.classes, came_text(report), day)), soft=True)
    if figures.discussions:
        text.heading("To discuss tomorrow")
        for number, each in enumerate(figures.discussions, 1):
            text.paragraph(f"{number}. {each.question}")
    text.heading("Most missed")
    rows = []
    for item_id in figures.most_missed:
        item = figures.item(item_id)
        other = item.commonest_other
        other_text = f"{other.count} say {other_words(other, guide)}" if other is not None else ""
        label = label_of(guide, item.label).name
        rows.append(
            (label, shortened(item.quote, 160), f"{len(item.hit_by)} of {item.papers}", other_text)
        )
    text.table(("Label", "Words", "Right", "Instead"), rows, (12, 46, 10, 32), serif=1)
    table = confusion_table(report, guide)
    text.heading(f"What was taken for what, {table.unit}")
    text.table(
        ("Key", *(f"marked {name}" if name != "none" else "not marked" for name in table.columns)),
        [
            (name, *("" if c.blank else table.figure(c) for c in cells))
            for name, cells in zip(table.rows, table.cells, strict=True)
        ],
        (25, *(75 // len(table.columns) for _ in table.columns)),
    )
    for title, found in (
        ("Ties", tie_rows(report, _MOST)),
        ("Details", detail_rows(report, _MOST)),
        ("Sure, but wrong", sure_rows(report, guide, _MOST) if report.certainty else []),
        ("Check the key", key_rows(report, guide, _MOST)),
    ):
        if found:
            text.heading(title)
            widths = (45, 55) if title == "Ties" else (82, 18)
            text.table(("Answer", ""), [(row.words, row.right) for row in found], widths)
    if with_names:
        helped = help_rows(report, guide, _MOST)
        if helped:
            text.heading("Who needs help")
            text.table(("Student", "Why"), [(r.words, r.right) for r in helped], (36, 64))
        if report.missing:
            text.heading("Nothing received yet")
            text.paragraph(", ".join(report.missing))
        if report.away:
            text.heading("Nothing expected")
            text.paragraph(", ".join(f"{name} ({why})" for name, why in report.away))
    return text
