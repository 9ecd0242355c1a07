"""The recovery sheet of a desk on paper: eight words that open it when the passphrase is lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import (
    QFont,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from annotator.services.data.file_names import save_file
from annotator.ui.printing.paper import add_line, document_pdf
from annotator.ui.widgets.fonts import article_font, ui_font

_COLUMNS = 2


def recovery_document(code: str, teacher: str, signed_by: str, made: str) -> QTextDocument:
    """The sheet as a document. ``teacher`` may be empty; ``signed_by`` are the six words of the
    desk's keys, ``made`` the day."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(ui_font(14))
    cursor = QTextCursor(document)
    whose = f"of {teacher}’s desk" if teacher else "of the teacher’s desk"
    add_line(cursor, "Annotator", ui_font(13), is_first=True)
    add_line(cursor, f"Recovery sheet {whose}", article_font(26, bold=True), above=4)
    add_line(cursor, f"Made on {made}", ui_font(13), above=4)
    add_line(
        cursor,
        "These eight words open the desk when its passphrase is lost. Type them where the "
        "passphrase is asked for, in this order; the first four letters of each are enough.",
        ui_font(15),
        above=14,
    )
    _words(cursor, code.split())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    for text in (
        "Keep this sheet where you keep the keys to the classroom, and not with the computer. "
        "Anyone who has it and the computer can read your class’s work and sign in your name.",
        "If the sheet and the passphrase are both lost, no one can open the desk, not even those "
        "who made the program. Work that is sealed for you then stays closed. Your students still "
        "have it: begin a new desk, give the lessons out again, and they hand in once more.",
        "The sheet still works after you change the passphrase. It stops working when you make "
        "another sheet or remove the passphrase.",
        f"It belongs to the desk whose six words, on every class card, are: {signed_by}. "
        "Those six are no secret.",
    ):
        add_line(cursor, text, ui_font(14), above=12)
    return document


def _words(cursor: QTextCursor, words: list[str]) -> None:
    form = QTextTableFormat()
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(Qt.GlobalColor.gray)
    form.setCellSpacing(0)
    form.setCellPadding(10)
    form.setTopMargin(16)
    form.setBottomMargin(6)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, 50)] * _COLUMNS)
    font = ui_font(21, strong=True)
    # Letter by letter: a ligature is hard to type from, and other programs can't read it back.
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.5)
    rows = len(words) // _COLUMNS
    table = cursor.insertTable(rows, _COLUMNS, form)
    for number, word in enumerate(words):
        # Down the first column, then down the second, as a list is read.
        cell = table.cellAt(number % rows, number // rows).firstCursorPosition()
        add_line(cell, f"{number + 1}   {word}", font, is_first=True)


def recovery_pdf(code: str, teacher: str, signed_by: str, made: str) -> bytes:
    """The PDF file: one page of A4, fonts embedded, black and grey alone."""
    document = recovery_document(code, teacher, signed_by, made)
    return document_pdf(document, "Recovery sheet", QMarginsF(20, 20, 20, 20))


def write_recovery_sheet(path: Path, code: str, *, teacher: str, signed_by: str, made: str) -> None:
    """Write the PDF whole or not at all; CannotWrite says why it could not be."""
    save_file(path, recovery_pdf(code, teacher, signed_by, made))
