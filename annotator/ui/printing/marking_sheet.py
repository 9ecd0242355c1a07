"""A lesson to be marked with a pencil: the labels with their patterns, then the article."""

from __future__ import annotations

from pathlib import Path

from annotator.model.labels import Pattern
from annotator.model.lesson import Lesson
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.numbering import MarginNotes, numbered_sentences
from annotator.ui.article.pages import ArticlePages
from annotator.ui.printing.sheet import Sheets, write_pdf
from annotator.ui.printing.text import Text

#: Room between the lines for what is drawn under the words, and letters over them.
_READING = ReadingSettings(size=16.0, line_height=2.3, column_width=520)
_DRAWN = {
    Pattern.SOLID: "a straight line",
    Pattern.DASH: "a broken line",
    Pattern.DOT: "a dotted line",
    Pattern.WAVE: "a wavy line",
    Pattern.DOUBLE: "two lines",
    Pattern.DASH_DOT: "dashes and dots",
}


def marking_sheet(lesson: Lesson) -> bytes:
    """The PDF. Nothing of a key is in it, whatever the lesson holds."""
    return _sheets(lesson).finish()


def write_marking_sheet(path: Path, lesson: Lesson) -> None:
    """Write it to a file; a CannotWrite says why it could not be."""
    write_pdf(path, _sheets(lesson))


def _sheets(lesson: Lesson) -> Sheets:
    sheets = Sheets(lesson.title, "Name: ______________________________", "Date: ____________")
    text = Text(sheets.theme)
    text.title(lesson.title)
    if lesson.instructions:
        text.paragraph(lesson.instructions)
    text.heading("Draw under the words, and write the letter next to the line")
    text.table(
        ("Letter", "Label", "Draw", "What it is"),
        [
            (label.letter, label.name, _DRAWN.get(label.pattern, "a line"), label.short)
            for label in lesson.guide.labels
        ],
        (12, 18, 26, 44),
    )
    if lesson.uses.relations:
        text.paragraph("Draw an arrow from a mark to what it belongs to.")
    if lesson.uses.certainty:
        text.paragraph("Write ! next to a mark that you are sure of, ? next to a guess.")
    text.paragraph("The small numbers in the margin count the sentences.", soft=True)
    sheets.add_document(text.document)
    sheets.add_article(
        ArticlePages(
            lesson.article,
            lesson.guide,
            (),
            sheets.theme,
            _READING,
            sheets.width,
            sheets.height,
            margins=[MarginNotes.numbers(lesson.article, numbered_sentences(lesson.article))],
        )
    )
    return sheets
