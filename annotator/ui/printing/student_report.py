"""One student's work on paper: the article with the outcome in it, then each row with its why."""

from __future__ import annotations

from pathlib import Path

from annotator.services.data.preferences import ReadingSettings
from annotator.services.marking.wording import found_text, label_of
from annotator.services.review.points import points_text, sum_of
from annotator.services.review.practice import Results
from annotator.ui.article.pages import ArticlePages
from annotator.ui.article.vocabulary import shortened
from annotator.ui.outcomes.counted import counted_rows, rule_text
from annotator.ui.outcomes.outcome_rows import EntryKind
from annotator.ui.outcomes.reasons import Reason, Reasons, ReasonSection, reasons_of
from annotator.ui.outcomes.returned_marks import painted_results
from annotator.ui.printing.sheet import Sheets, write_pdf
from annotator.ui.printing.text import Text
from annotator.ui.widgets.theme import Theme

_READING = ReadingSettings(size=15.0, line_height=1.7, column_width=560)


def student_report(results: Results) -> bytes:
    """The PDF: A4, faces embedded. Signs and patterns carry everything, so it can be grey."""
    return _sheets(results).finish()


def write_student_report(path: Path, results: Results) -> None:
    """Write it to a file; a CannotWrite says why it could not be."""
    write_pdf(path, _sheets(results))


def _sheets(results: Results) -> Sheets:
    comparison, lesson = results.comparison, results.lesson
    name = results.submission.student.name
    found = found_text(comparison.named, comparison.required, len(comparison.marks))
    sheets = Sheets(f"{lesson.title}: {name}", f"{name} · {lesson.title}", found)
    reasons = reasons_of(results)
    sheets.add_article(
        ArticlePages(
            lesson.article,
            lesson.guide,
            painted_results(results, reasons),
            sheets.theme,
            _READING,
            sheets.width,
            sheets.height,
        )
    )
    sheets.add_document(report_rows(results, reasons, sheets.theme).document)
    return sheets


def report_rows(results: Results, reasons: Reasons, theme: Theme) -> Text:
    """What stands behind the article: each row with its why, and how it was counted."""
    text = Text(theme)
    comparison = results.comparison
    text.title(results.lesson.title)
    who = f"returned by {results.teacher}" if results.teacher else ""
    tries = f"try number {results.submission.attempt.number}"
    parts = (results.submission.student.name, tries, who)
    text.paragraph(" · ".join(part for part in parts if part), soft=True)
    for words in reasons.general:
        text.paragraph(words)
    for part in (
        ReasonSection.LOOK,
        ReasonSection.EDGES,
        ReasonSection.DISCUSS,
        ReasonSection.TIES,
    ):
        rows = reasons.of(part)
        if not rows:
            continue
        heading = f"{len(rows)} {part.value}" if part is ReasonSection.LOOK else part.value
        text.heading(heading)
        text.table(
            ("", "Words", "Why"),
            [_reason_row(each, results) for each in rows],
            (22, 34, 44),
            serif=1,
        )
    text.heading("How it was counted")
    text.paragraph(rule_text(results), soft=True)
    counted = []
    for entry in counted_rows(results, reasons):
        words = entry.words if entry.kind is not EntryKind.SUM else entry.words.capitalize()
        label = label_of(results.lesson.guide, entry.label).name if entry.label else ""
        points = points_text(entry.points or 0)
        note = f"{points} {entry.note}" if entry.kind is EntryKind.SUM else points
        counted.append((label, words, entry.note if entry.kind is not EntryKind.SUM else "", note))
    text.table(("Label", "Words", "", "Points"), counted, (14, 54, 14, 18), serif=1)
    text.paragraph(f"{sum_of(comparison).words()}")
    return text


def _reason_row(reason: Reason, results: Results) -> tuple[str, str, str]:
    guide = results.lesson.guide
    sides = [
        f"{side.who} {side.noun(label_of(guide, side.label).name.lower())}."
        for side in reason.sides
    ]
    why = [*reason.tie_lines(), reason.fact, reason.mistake, reason.why, *reason.comments]
    return (
        "\n".join([reason.title, *sides]),
        shortened(reason.words, 200),
        "\n".join(each for each in why if each),
    )
