"""What stands at the sides of a page, or slides over it as a drawer where the page is narrow."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button

#: So much of the article stays in sight next to an open drawer (logical pixels).
_LEFT_OPEN = 60


@dataclass(frozen=True, slots=True)
class SidebarWidths:
    """How wide the panel is, in logical pixels, for pages of which width."""

    narrow: int
    roomy: int
    roomy_from: int
    drawer_below: int = 900
    drawer: int = 340


class ResponsiveSidebar:
    """Places ``panel`` next to ``view`` on ``page``, or over it; ``button`` opens it there.

    The page puts ``row`` into its layout and calls :meth:`fit` whenever its size changes.
    """

    def __init__(
        self, page: QWidget, view: QWidget, panel: QWidget, button: Button, widths: SidebarWidths
    ) -> None:
        self._page, self._view, self._panel, self._button = page, view, panel, button
        self._widths = widths
        self.row = QHBoxLayout()
        self.row.setSpacing(0)
        self.row.addWidget(view, 1)
        self.row.addWidget(panel)

    @property
    def is_drawer(self) -> bool:
        """Whether the page is too narrow for the panel to stand next to the article."""
        return self._page.width() < self._widths.drawer_below

    def fit(self) -> None:
        """Place the panel for the size that the page has now."""
        drawer, beside = self.is_drawer, self.row.indexOf(self._panel) >= 0
        self._button.setVisible(drawer)
        if drawer and beside:
            self.row.removeWidget(self._panel)
            self.show(False)
        elif not drawer and not beside:
            self.row.addWidget(self._panel)
            self._panel.show()
        if drawer:
            self._lay_over()
        else:
            is_roomy = self._page.width() >= self._widths.roomy_from
            self._panel.setFixedWidth(self._widths.roomy if is_roomy else self._widths.narrow)

    def open(self) -> None:
        """Open the panel where it is a drawer on a page that is shown."""
        if self.is_drawer and self._page.isVisible():
            self.show(True)

    def toggle(self) -> None:
        """Open the drawer, or close it."""
        self.show(not self._panel.isVisible())

    def show(self, shown: bool) -> None:
        """Open or close the drawer."""
        self._panel.setVisible(shown)
        if shown:
            # What stands above the article may have come or gone since the last time.
            self._lay_over()
            self._panel.raise_()
        self._button.setChecked(shown)

    def _lay_over(self) -> None:
        if self.row.indexOf(self._panel) >= 0:
            return
        page, top = self._page, self._view.geometry().top()
        width = min(self._widths.drawer, page.width() - _LEFT_OPEN)
        self._panel.setFixedWidth(width)
        self._panel.setGeometry(page.width() - width, top, width, page.height() - top)


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
    """How wide list and details are next to the middle of a page this wide."""
    return (272, 372) if width >= _ROOMY else (226, 320)


class SideGround(QWidget):
    """Paints a card's ground; ``line`` is the edge that parts it from the article."""

    def __init__(
        self,
        appearance: Appearance,
        line: Qt.Edge = Qt.Edge.LeftEdge,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._line = appearance, line
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.card)
        x = 0 if self._line == Qt.Edge.LeftEdge else self.width() - 1
        painter.fillRect(x, 0, 1, self.height(), theme.line)
        painter.end()
