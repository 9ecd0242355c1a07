"""The window: a stack of pages, a banner above it, size and place remembered. Nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.page_stack import Page, PageStack
from annotator.ui.widgets.tab_ring import VisualTabOrder

if TYPE_CHECKING:
    from annotator.ui.widgets.file_dialogs import LastFolders

_FIRST_SIZE = (1280, 832)
_LEAST = (560, 420)


class MainWindow(VisualTabOrder, QMainWindow):
    """Shows one page at a time. ``may_close`` is asked before the window closes."""

    closing = Signal()
    """The window closes now: what is kept only here has to be written."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.last_folders: LastFolders | None = None
        """Where files were chosen last; file dialogs over this window begin there."""
        self.may_close: Callable[[], bool] = lambda: True
        self.setWindowTitle("Annotator")
        self.setMinimumSize(*_LEAST)
        self.banner = Banner(appearance)
        self.banner.message_shown.connect(self._message_shown)
        self.banner.closed.connect(self._forget_banner)
        self._banner_page: Page | None = None
        self._is_banner_new = False
        self._page: Page | None = None
        self.pages = PageStack(self.banner)
        self.pages.page_changed.connect(self._page_changed)
        body = QWidget()
        self._column = column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(body)
        appearance.changed.connect(self.update)

    @property
    def appearance(self) -> Appearance:
        """What the window is painted with, for sheets over it."""
        return self._appearance

    def show_above_pages(self, widget: QWidget) -> None:
        """Let a widget that hides and shows itself stand between the banner and the pages."""
        self._column.insertWidget(1, widget)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self.pages.page

    # -- the banner: what it says belongs to a page ---------------------------------------------

    def _page_changed(self) -> None:
        page, title = self.pages.page, self.pages.title
        self.setWindowTitle(f"{title} – Annotator" if title else "Annotator")
        if page is not self._page:
            self._page = page
            if not self._is_banner_new:
                self.banner.hide()
        # Trouble that was not closed is shown again on its page.
        is_trouble = self.banner.tone in (Tone.CAREFUL, Tone.TROUBLE)
        is_its_page = page is not None and page is self._banner_page
        if is_its_page and is_trouble and not self._is_banner_new:
            self.banner.show()

    def _message_shown(self) -> None:
        # What is said on the way to a page belongs to the page one gets to.
        self._is_banner_new = True
        QTimer.singleShot(0, self, self._bind_banner)

    def _bind_banner(self) -> None:
        self._is_banner_new = False
        self._banner_page = self.page

    def _forget_banner(self) -> None:
        self._banner_page = None

    def place(self, saved: str) -> None:
        """Size and place from :meth:`placement`; a sensible first size where that is empty."""
        if saved and self.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii", "ignore"))):
            return
        room = self.screen().availableGeometry().size()
        width, height = _FIRST_SIZE
        if room.width() < width or room.height() < height:
            # A school laptop: the whole screen is just enough.
            self.resize(room)
            self.setWindowState(Qt.WindowState.WindowMaximized)
            return
        self.resize(width, height)

    def placement(self) -> str:
        """Size and place as a short text."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def come_forward(self) -> None:
        """Show the window above the others, out of the task bar if need be."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._appearance.theme.paper)
        painter.end()
