"""The teacher's side of the window: a file of its own, opened on the first visit, closed to be
swapped for another one, and recovered where it is damaged."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from annotator.model.errors import DatabaseDamaged
from annotator.services.data.workspace import DatabaseKind, Workspace
from annotator.services.lessons.shelf import LessonShelf
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.messages import Tone

if TYPE_CHECKING:
    from annotator.services.data.data_file import DataFile
    from annotator.services.data.preferences import ReadingSettings
    from annotator.services.data.writer import Unsaved, Writer
    from annotator.ui.app.teacher_pages import TeacherPages

_log = logging.getLogger(__name__)


class TeacherSide(QObject):
    """Makes the teacher's pages. Nothing is opened, made or imported before it is asked for."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        shelf: LessonShelf,
        settings: Callable[[], ReadingSettings] | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._workspace, self._shelf = window, workspace, shelf
        self._settings = settings
        self._error_reporter = ErrorReporter(lambda: window.banner)
        self._data: DataFile | None = None
        self._pages: TeacherPages | None = None

    def show(self) -> None:
        """Show the desk, or the question for its passphrase.

        Where the file can't be opened the window says why; where it is damaged, a sheet asks what
        to do.
        """

        def act() -> None:
            try:
                self.open().begin()
            except DatabaseDamaged as error:
                _log.warning("the teacher's file is damaged: %s", error)
                self._ask_to_recover(error)

        self._error_reporter(act)

    def open(self) -> TeacherPages:
        """The pages, with the teacher's file open behind them. A StoreError where it can't be."""
        if self._pages is None:
            self._pages = self._open()
        return self._pages

    def _open(self) -> TeacherPages:
        # All of this is loaded with the first visit: most students never come here.
        from annotator.services.data.data_file import DataFile
        from annotator.ui.app.teacher_pages import TeacherPages
        from annotator.ui.app.teacher_tools import TeacherTools
        from annotator.ui.widgets.save_status import SaveNews

        news = SaveNews()
        opener = self._workspace.opener(DatabaseKind.TEACHER)
        data = self._data = self._data or DataFile.open(opener, on_state=news.report)
        tools = TeacherTools(
            data=data,
            # Lessons that a student opened here are not the teacher's, and the other way round.
            shelf=self._shelf.beside(data),
            folder=self._workspace.folder,
            workspace=self._workspace,
            settings=self._settings,
        )
        pages = TeacherPages(self._window.appearance, tools, self._window.pages)
        pages.swap_requested.connect(self._swap_soon)
        news.setParent(pages)
        news.changed.connect(pages.show_saving)
        return pages

    @property
    def writer(self) -> Writer | None:
        """What writes the teacher's file; None before the first visit."""
        return self._data.writer if self._data is not None else None

    def close(self, timeout: float = 10.0) -> Unsaved | None:
        """Write what waits and close the file; what could not be written is reported."""
        if self._pages is not None:
            self._pages.close_down(timeout)
            self._pages.deleteLater()
        unsaved = self._data.close(timeout) if self._data is not None else None
        self._data = self._pages = None
        return unsaved

    # -- another file in the place of this one ---------------------------------------------------

    def _swap_soon(self, act: Callable[[], str]) -> None:
        # Not at once: it is asked for by what goes away with it.
        QTimer.singleShot(0, self, lambda: self._swap(act))

    def _swap(self, act: Callable[[], str]) -> None:
        """Another desk takes the place of this one; the file is closed meanwhile."""
        done: list[str] = []

        def swap() -> None:
            self.close()
            done.append(act())

        self._error_reporter(swap)
        self.show()
        if done:
            self._window.banner.show_message(done[0], tone=Tone.NOTE)

    def _ask_to_recover(self, error: DatabaseDamaged) -> None:
        from annotator.ui.app.recovery import RecoverySheet

        self.close()
        window, kind = self._window, DatabaseKind.TEACHER
        sheet = RecoverySheet(window.appearance, self._workspace, kind, error, window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.recovered.connect(self._recovered)
        sheet.open()

    def _recovered(self, done: str) -> None:
        self.show()
        self._window.banner.show_message(done, tone=Tone.NOTE)
