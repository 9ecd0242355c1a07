"""Pages of a PDF: a band on top of each, text documents and articles below it, a foot.

Everything is laid out in logical pixels (96 to the inch) and scaled to the paper.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QTextDocument,
)

from annotator.services.data.file_names import save_file
from annotator.ui.article.pages import ArticlePages
from annotator.ui.printing.paper import DPI, INCH, a4_writer
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.theme import Theme, light

_MARGIN = 14
"""Millimetres at every side."""
BAND, FOOT = 46, 26
"""Height of the band and of the foot, in logical pixels."""


def print_theme() -> Theme:
    """Ink on white: paper is never tinted."""
    white = QColor("#ffffff")
    return replace(light(), paper=white, card=white, panel=QColor("#f4f4f2"))


class Sheets:
    """Collects pages of A4. ``left`` and ``right`` stand in the band of every page."""

    def __init__(self, title: str, left: str, right: str = "") -> None:
        self.theme = print_theme()
        self._left, self._right = left, right
        self._held = QByteArray()
        self._buffer = QBuffer(self._held)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._writer = a4_writer(self._buffer, title, margins)
        area = self._writer.pageLayout().paintRectPixels(DPI)
        self.width = round(area.width() * INCH / DPI)
        self.height = round(area.height() * INCH / DPI) - BAND - FOOT
        self._painter = QPainter(self._writer)
        self._painter.scale(DPI / INCH, DPI / INCH)
        self.count = 0

    def add_article(self, pages: ArticlePages, foot: str = "") -> None:
        """An article's pages, each on a page of its own, with a few words at the foot of each."""
        for number in range(pages.count):
            self._begin()
            self._write_foot(foot, Qt.AlignmentFlag.AlignLeft)
            self._painter.save()
            self._painter.translate(0, BAND)
            pages.paint(self._painter, number)
            self._painter.restore()

    def add_document(self, document: QTextDocument) -> None:
        """A text document from a new page on."""
        document.setDocumentMargin(0)
        document.setPageSize(QSizeF(self.width, self.height))
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, self.theme.ink)
        context.palette = palette
        for number in range(document.pageCount()):
            self._begin()
            self._painter.save()
            self._painter.translate(0, BAND - number * self.height)
            clip = QRectF(0, number * self.height, self.width, self.height)
            self._painter.setClipRect(clip)
            context.clip = clip
            document.documentLayout().draw(self._painter, context)
            self._painter.restore()

    def _begin(self) -> None:
        if self.count:
            self._writer.newPage()
        self.count += 1
        painter, theme = self._painter, self.theme
        painter.setFont(_font(14, strong=True))
        painter.setPen(theme.ink)
        # As wide as in a window: here everything is in logical pixels.
        metrics = QFontMetrics(_font(14, strong=True))
        right = metrics.horizontalAdvance(self._right) + 4
        band = QRect(0, 0, self.width, 24)
        words = metrics.elidedText(
            self._left, Qt.TextElideMode.ElideRight, max(40, self.width - right - 16)
        )
        painter.drawText(band, int(Qt.AlignmentFlag.AlignVCenter), words)
        at_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(band, int(at_right), self._right)
        painter.fillRect(QRectF(0, 28, self.width, 0.75), theme.strong_line)
        self._write_foot(str(self.count), Qt.AlignmentFlag.AlignRight)

    def _write_foot(self, text: str, side: Qt.AlignmentFlag) -> None:
        self._painter.setFont(_font(12))
        self._painter.setPen(self.theme.soft_ink)
        foot = QRect(0, BAND + self.height, self.width, FOOT)
        self._painter.drawText(foot, int(side | Qt.AlignmentFlag.AlignBottom), text)

    def finish(self) -> bytes:
        """The PDF file. Nothing can be added then."""
        self._painter.end()
        self._buffer.close()
        return bytes(self._held.data())


def _font(pixels: int, *, strong: bool = False) -> QFont:
    """In pixels: points would be those of the paper, and scaled once more."""
    font = ui_font(strong=strong)
    font.setPixelSize(pixels)
    return font


def write_pdf(path: Path, sheets: Sheets) -> None:
    """Write the PDF whole or not at all; a CannotWrite says why it could not be."""
    save_file(path, sheets.finish())
