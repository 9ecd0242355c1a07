"""Room for sheets: Qt gives a dialog with wrapped words less height than the words need."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def fit_height(sheet: QDialog) -> None:
    """Make the sheet as high as its words are at its width; call it again when they change."""
    layout = sheet.layout()
    if layout is None:
        return
    layout.activate()
    if layout.hasHeightForWidth():
        height = layout.totalHeightForWidth(max(sheet.width(), sheet.minimumWidth()))
        sheet.setMinimumHeight(height)
        sheet.resize(sheet.width(), max(height, sheet.height()))
