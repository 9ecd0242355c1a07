"""Paper: a PDF writer for A4, and a document printed on it."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

#: Dots an inch of every PDF, and of Qt's logical pixels.
DPI = 300
INCH = 96


def a4_writer(device: QIODevice, title: str, margins: QMarginsF) -> QPdfWriter:
    """A writer of A4 pages onto an open device; ``margins`` are in millimetres."""
    writer = QPdfWriter(device)
    writer.setResolution(DPI)
    writer.setTitle(title)
    writer.setCreator("Annotator")
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    return writer


def document_pdf(document: QTextDocument, title: str, margins: QMarginsF) -> bytes:
    """The bytes of a PDF with a document on A4, fonts embedded; ``margins`` in millimetres."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = a4_writer(buffer, title, margins)
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(writer.pageLayout().paintRectPixels(DPI).size()))
    document.print_(writer)
    buffer.close()
    return bytes(held.data())


def add_line(
    cursor: QTextCursor, text: str, font: QFont, *, above: int = 0, is_first: bool = False
) -> None:
    """A line of plain text as a paragraph of its own, or as the one that a cell begins with."""
    block, char = QTextBlockFormat(), QTextCharFormat()
    block.setTopMargin(above)
    char.setFont(font)
    if is_first:
        cursor.setBlockFormat(block)
    else:
        cursor.insertBlock(block)
    cursor.setCharFormat(char)
    cursor.insertText(text, char)
