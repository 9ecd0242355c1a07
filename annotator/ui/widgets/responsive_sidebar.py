"""The room beside an article: a panel there, or a drawer over it where the page is narrow."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.ui.widgets.buttons import Button

#: So much of the article stays in sight beside an open drawer (logical pixels).
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
    """Places ``panel`` beside ``view`` on ``page``, or over it; ``button`` opens it there.

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
        """Whether the page is too narrow for the panel to stand beside the article."""
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
