"""The label guide on paper: what each label is, with its underline, readable without colour."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from annotator.model.labels import Label, LabelExample, LabelGuide, Pattern
from annotator.services.data.file_names import save_file
from annotator.ui.printing.paper import DPI, INCH, document_pdf
from annotator.ui.widgets.fonts import article_font, ui_font
from annotator.ui.widgets.theme import LabelColours, light

_LINES = {
    Pattern.SOLID: QTextCharFormat.UnderlineStyle.SingleUnderline,
    Pattern.DASH: QTextCharFormat.UnderlineStyle.DashUnderline,
    Pattern.DOT: QTextCharFormat.UnderlineStyle.DotLine,
    Pattern.WAVE: QTextCharFormat.UnderlineStyle.WaveUnderline,
    Pattern.DOUBLE: QTextCharFormat.UnderlineStyle.DashDotDotLine,
    Pattern.DASH_DOT: QTextCharFormat.UnderlineStyle.DashDotLine,
}


def guide_document(guide: LabelGuide) -> QTextDocument:
    """The guide as a document. All text is plain, whatever it holds."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(ui_font(13))
    paper = _Paper(QTextCursor(document))
    paper.line("Label guide", article_font(26, bold=True))
    for label in guide.labels:
        _write_label(paper, label, guide.key_of(label.id))
    if guide.edge_rules:
        paper.line("Where a mark begins and ends", article_font(18, bold=True), above=16)
        for rule in guide.edge_rules:
            paper.line(f"•  {rule}", indent=True)
    return document


def _write_label(paper: _Paper, label: Label, key: int) -> None:
    colours = light().label(label.colour)
    paper.line("", above=14)
    paper.mark(f" {label.letter}  {label.name} ", label, colours, article_font(18, bold=True))
    paper.add(f"   {label.short} · key {key}", ui_font(13))
    paper.line(label.definition, above=4)
    for title, text in (("Inside the mark: ", label.inside), ("Tell apart: ", label.contrast)):
        if text:
            paper.line(title, ui_font(13, strong=True))
            paper.add(text, ui_font(13))
    for example in label.examples:
        _write_example(paper, label, example, colours)
    if label.usual_mistakes:
        paper.line("Easy to get wrong", ui_font(13, strong=True), above=4)
        for mistake in label.usual_mistakes:
            paper.line(f"•  {mistake}", indent=True)


def _write_example(
    paper: _Paper, label: Label, example: LabelExample, colours: LabelColours
) -> None:
    before, after = example.sentence.split(example.quote, 1)
    paper.line(before, article_font(14), above=5, indent=True)
    paper.mark(example.quote, label, colours, article_font(14))
    paper.add(after, article_font(14))
    paper.line(example.why, ui_font(12), indent=True)


class _Paper:
    """Writes lines and marked words at the end of a document."""

    def __init__(self, cursor: QTextCursor) -> None:
        self._cursor = cursor
        self._is_first = True

    def line(
        self,
        text: str,
        font: QFont | None = None,
        *,
        above: int = 2,
        indent: bool = False,
    ) -> None:
        """A new paragraph."""
        form = QTextBlockFormat()
        form.setTopMargin(above)
        form.setIndent(1 if indent else 0)
        if self._is_first:
            self._cursor.setBlockFormat(form)
            self._is_first = False
        else:
            self._cursor.insertBlock(form)
        self.add(text, font or ui_font(13))

    def add(self, text: str, font: QFont) -> None:
        """Words at the end of the paragraph."""
        form = QTextCharFormat()
        form.setFont(font)
        self._cursor.insertText(text, form)

    def mark(self, text: str, label: Label, colours: LabelColours, font: QFont) -> None:
        """Words that carry a label: the pattern tells it where colour can't."""
        form = QTextCharFormat()
        form.setFont(font)
        form.setUnderlineStyle(_LINES[label.pattern])
        form.setUnderlineColor(QColor(colours.line))
        form.setBackground(QColor(colours.tint))
        self._cursor.insertText(text, form)


def guide_pdf(guide: LabelGuide) -> bytes:
    """The PDF file: A4, fonts embedded."""
    document = guide_document(guide)
    document.setIndentWidth(DPI / INCH * 18)
    return document_pdf(document, "Label guide", QMarginsF(18, 16, 18, 16))


def write_guide(path: Path, guide: LabelGuide) -> None:
    """Write the PDF whole or not at all; CannotWrite says why it could not be."""
    save_file(path, guide_pdf(guide))
