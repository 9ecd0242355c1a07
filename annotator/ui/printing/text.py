"""Headings, paragraphs and tables of a printed document; all words are plain text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import (
    QBrush,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from annotator.ui.widgets.fonts import article_font, ui_font
from annotator.ui.widgets.theme import Theme


class Text:
    """Fills a document from top to bottom."""

    def __init__(self, theme: Theme) -> None:
        self.document = QTextDocument()
        self.document.setDefaultFont(ui_font(13.5))
        self._theme = theme
        self._cursor = QTextCursor(self.document)
        self._is_empty = True

    def title(self, content: str) -> None:
        """The name of the whole."""
        self._paragraph(content, article_font(24, bold=True), above=0, below=6)

    def heading(self, content: str) -> None:
        """The name of a part; it never stands alone at the foot of a page."""
        self._paragraph(content, ui_font(16, strong=True), above=16, below=4, keep=True)

    def paragraph(self, content: str, *, soft: bool = False) -> None:
        """Running text."""
        self._paragraph(content, ui_font(13.5), above=0, below=4, soft=soft)

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        *,
        serif: int = -1,
        strong_last: bool = False,
    ) -> None:
        """A table; its headings stand again on every page. ``widths`` are percentages.

        Column ``serif`` holds words of the article.
        """
        form = QTextTableFormat()
        form.setHeaderRowCount(1)
        form.setBorder(0)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        form.setCellSpacing(0)
        form.setCellPadding(4)
        form.setTopMargin(4)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, width) for width in widths]
        )
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        table = self._cursor.insertTable(len(rows) + 1, len(headings), form)
        for column, content in enumerate(headings):
            self._cell(
                table.cellAt(0, column).firstCursorPosition(), content, ui_font(12, strong=True)
            )
        for number, row in enumerate(rows):
            last = strong_last and number == len(rows) - 1
            for column, content in enumerate(row):
                font = article_font(13.5) if column == serif else ui_font(12.5, strong=last)
                cell = table.cellAt(number + 1, column)
                if number % 2 == 0:
                    shade = cell.format()
                    shade.setBackground(QBrush(self._theme.panel))
                    cell.setFormat(shade)
                self._cell(cell.firstCursorPosition(), content, font)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._is_empty = False

    def _cell(self, cursor: QTextCursor, content: str, font: QFont) -> None:
        form = QTextCharFormat()
        form.setFont(font)
        form.setForeground(QBrush(self._theme.ink))
        cursor.insertText(content, form)

    def _paragraph(
        self,
        content: str,
        font: QFont,
        *,
        above: int,
        below: int,
        soft: bool = False,
        keep: bool = False,
    ) -> None:
        block = QTextBlockFormat()
        block.setTopMargin(above)
        block.setBottomMargin(below)
        if keep:
            block.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_Auto)
            block.setNonBreakableLines(True)
        form = QTextCharFormat()
        form.setFont(font)
        form.setForeground(QBrush(self._theme.soft_ink if soft else self._theme.ink))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        if self._is_empty:
            self._cursor.setBlockFormat(block)
            self._is_empty = False
        else:
            self._cursor.insertBlock(block)
        self._cursor.setCharFormat(form)
        self._cursor.insertText(content, form)
