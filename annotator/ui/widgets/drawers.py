"""What stands beside the article, and slides over it where the window is narrow."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

#: Below these widths (logical pixels) the list of papers, then the details, become drawers.
LIST_DRAWER_BELOW = 1000
DETAILS_DRAWER_BELOW = 820
_ROOMY = 1200


class Sides:
    """The list of papers at the left and the details at the right of ``centre``."""

    def __init__(self, row: QHBoxLayout, left: QWidget, centre: QWidget, right: QWidget) -> None:
        self._row = row
        self._is_alone = False
        self.left, self._centre, self.right = left, centre, right
        row.addWidget(left)
        row.addWidget(centre, 1)
        row.addWidget(right)

    def fit(self, width: int, *, centre: int = 0, alone: bool = False) -> tuple[bool, bool]:
        """Place both for a page this wide; whether each is a drawer now.

        The list is one as well where that, and only that, gives the middle its wish: ``centre``
        logical pixels. With ``alone`` the middle stands by itself, and neither can be opened.
        """
        left, right = _widths(width)
        drawers = (width < LIST_DRAWER_BELOW, width < DETAILS_DRAWER_BELOW)
        if not drawers[0] and width - left - right < centre <= self.widest(width):
            drawers = (True, drawers[1])
        self._place(self.left, drawers[0], left, width)
        self._place(self.right, drawers[1], right, width)
        if alone != self._is_alone:
            self._is_alone = alone
            for part, drawer in zip((self.left, self.right), drawers, strict=True):
                part.setVisible(not alone and not drawer)
        return (False, False) if alone else drawers

    def widest(self, width: int) -> int:
        """The room for the middle of a page this wide while the list is put away."""
        return width - (0 if width < DETAILS_DRAWER_BELOW else _widths(width)[1])

    def toggle(self, part: QWidget) -> None:
        """Open or close a drawer."""
        part.setVisible(not part.isVisible())
        self._lay_over(part)

    def close(self, part: QWidget) -> None:
        """Close a part if it is a drawer."""
        if self._row.indexOf(part) < 0:
            part.hide()

    def _place(self, part: QWidget, drawer: bool, wide: int, width: int) -> None:
        in_row = self._row.indexOf(part) >= 0
        if drawer and in_row:
            self._row.removeWidget(part)
            part.hide()
        elif not drawer and not in_row:
            self._row.insertWidget(0 if part is self.left else self._row.count(), part)
            part.setVisible(not self._is_alone)
        part.setFixedWidth(min(wide, max(220, width - 60)))
        if drawer:
            self._lay_over(part)

    def _lay_over(self, part: QWidget) -> None:
        page = part.parentWidget()
        if self._row.indexOf(part) >= 0 or page is None:
            return
        top = self._centre.geometry().top()
        left = 0 if part is self.left else page.width() - part.width()
        part.setGeometry(left, top, part.width(), page.height() - top)
        part.raise_()


def _widths(width: int) -> tuple[int, int]:
    """How wide list and details are beside the middle of a page this wide."""
    return (272, 372) if width >= _ROOMY else (226, 320)
