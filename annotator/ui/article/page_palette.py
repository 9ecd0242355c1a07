"""The colours in which Qt itself paints on the page: paper and ink, and no selection."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from annotator.ui.widgets.theme import Theme


def page_palette(before: QPalette, theme: Theme) -> QPalette:
    """``before`` in the theme's colours, whether or not the window is in front."""
    palette = QPalette(before)
    clear = QColor(0, 0, 0, 0)
    for group in (
        QPalette.ColorGroup.Active,
        QPalette.ColorGroup.Inactive,
        QPalette.ColorGroup.Disabled,
    ):
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            palette.setColor(group, role, theme.paper)
        palette.setColor(group, QPalette.ColorRole.Text, theme.ink)
        # The selection is painted by us, snapped to words and under the lines of the marks.
        palette.setColor(group, QPalette.ColorRole.Highlight, clear)
        palette.setColor(group, QPalette.ColorRole.HighlightedText, theme.ink)
    return palette
