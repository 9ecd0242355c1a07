"""Class cards on paper: eight to a page, to be cut apart. QTextDocument to QPdfWriter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import (
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from annotator.model.work import ClassCard
from annotator.services.data.file_names import save_file
from annotator.ui.printing.paper import add_line, document_pdf
from annotator.ui.widgets.fonts import article_font, ui_font

COLUMNS = 2
ROWS = 4


def cards_document(
    class_name: str, cards: Sequence[ClassCard], teacher_words: str = ""
) -> QTextDocument:
    """The cards as a document, one table a page. All text is plain, whatever it holds.

    ``teacher_words`` are the six by which the teacher's files are known.
    """
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(ui_font(14))
    cursor = QTextCursor(document)
    per_page = COLUMNS * ROWS
    for first in range(0, len(cards), per_page):
        page = cards[first : first + per_page]
        form = QTextTableFormat()
        # Lines to cut along; QPdfWriter draws none of them where they collapse.
        form.setBorder(1)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderBrush(Qt.GlobalColor.gray)
        form.setCellSpacing(0)
        form.setCellPadding(14)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, 50)] * COLUMNS
        )
        if first:
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        rows = (len(page) + COLUMNS - 1) // COLUMNS
        table = cursor.insertTable(rows, COLUMNS, form)
        for number, card in enumerate(page):
            cell = table.cellAt(number // COLUMNS, number % COLUMNS)
            _fill(cell.firstCursorPosition(), class_name, card, teacher_words)
    return document


def _fill(cursor: QTextCursor, class_name: str, card: ClassCard, teacher_words: str) -> None:
    # All of it, however long: together with the words it is what has to be typed.
    name = card.student.name
    size = 21 if len(name) <= 30 else 16 if len(name) <= 80 else 12
    top = f"Annotator · {class_name}" if class_name else "Annotator"
    again = f" · card {card.issue}" if card.issue > 1 else ""
    add_line(
        cursor,
        (top if len(top) <= 60 else top[:59] + "…") + again,
        ui_font(13),
        above=2,
        is_first=True,
    )
    add_line(cursor, name, article_font(size, bold=True), above=2)
    add_line(cursor, card.text, ui_font(21, strong=True), above=12)
    add_line(
        cursor,
        f"Type your name and {_what(card)} to open your work on any computer. "
        "Keep them to yourself: anyone who has them can hand in as you.",
        ui_font(13),
        above=12 if not teacher_words else 8,
    )
    if teacher_words:
        add_line(cursor, f"Your teacher’s six words: {teacher_words}", ui_font(13), above=6)


def _what(card: ClassCard) -> str:
    return "these four words" if card.card_format == 1 else "the number with these four words"


def cards_pdf(class_name: str, cards: Sequence[ClassCard], teacher_words: str = "") -> bytes:
    """The PDF file: A4, fonts embedded, black and grey alone."""
    document = cards_document(class_name, cards, teacher_words)
    return document_pdf(document, f"Class cards {class_name}".strip(), QMarginsF(12, 12, 12, 12))


def write_cards(
    path: Path, class_name: str, cards: Sequence[ClassCard], teacher_words: str
) -> None:
    """Write the PDF whole or not at all; CannotWrite says why it could not be."""
    save_file(path, cards_pdf(class_name, cards, teacher_words))
