"""The teacher's side of the window: a file of its own, opened on the first visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator.services.data.workspace import DatabaseKind, Workspace
from annotator.services.lessons.shelf import LessonShelf
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.page_stack import PageStack

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.model.errors import DatabaseDamaged
    from annotator.services.data.data_file import DataFile
    from annotator.services.data.preferences import ReadingSettings
    from annotator.services.data.writer import Unsaved, Writer
    from annotator.ui.app.recovery import RecoverySheet
    from annotator.ui.app.teacher_pages import TeacherPages


class TeacherSide:
    """Makes the teacher's pages. Nothing is opened, made or imported before it is asked for."""

    def __init__(
        self,
        appearance: Appearance,
        workspace: Workspace,
        shelf: LessonShelf,
        settings: Callable[[], ReadingSettings] | None = None,
    ) -> None:
        self._appearance, self._workspace, self._shelf = appearance, workspace, shelf
        self._settings = settings
        self._data: DataFile | None = None
        self._pages: TeacherPages | None = None

    def open(self, stack: PageStack) -> TeacherPages:
        """The pages, to be shown on a stack, with the teacher's file open behind them.

        A StoreError where it can't be opened.
        """
        from annotator.services.data.data_file import DataFile
        from annotator.ui.app.teacher_pages import TeacherPages
        from annotator.ui.app.teacher_tools import TeacherTools
        from annotator.ui.widgets.save_status import SaveNews

        news = SaveNews()
        opener = self._workspace.opener(DatabaseKind.TEACHER)
        data = self._data = self._data or DataFile.open(opener, on_state=news.tell)
        tools = TeacherTools(
            data=data,
            # Lessons that a student opened here are not the teacher's, and the other way round.
            shelf=self._shelf.beside(data),
            folder=self._workspace.folder,
            workspace=self._workspace,
            settings=self._settings,
        )
        self._pages = TeacherPages(self._appearance, tools, stack)
        news.setParent(self._pages)
        news.changed.connect(self._pages.show_saving)
        return self._pages

    def swap(self, act: Callable[[], str]) -> str:
        """Do something while the teacher's data is closed; what it says. The pages of before are
        gone then, whatever it raises: ask for :meth:`open` again."""
        self.close()
        return act()

    def mend(
        self, error: DatabaseDamaged, parent: QWidget, done: Callable[[str], None]
    ) -> RecoverySheet:
        """Ask what to do about a damaged file, with the side closed; ``done`` is told what was."""
        from annotator.ui.app.recovery import RecoverySheet

        self.close()
        sheet = RecoverySheet(
            self._appearance, self._workspace, DatabaseKind.TEACHER, error, parent
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.mended.connect(done)
        sheet.open()
        return sheet

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
