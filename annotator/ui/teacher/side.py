"""The teacher's side of the window: its own file and writer, opened on the first visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.services.lessons import LessonShelf
from annotator.services.workspace import Workspace
from annotator.store.schema import DatabaseKind
from annotator.ui.look import Look

if TYPE_CHECKING:
    from annotator.services.writer import Unsaved, Writer
    from annotator.store.database import Database
    from annotator.ui.reading.settings import ReadingSettings
    from annotator.ui.teacher.page import TeacherPage


class TeacherSide:
    """Makes the teacher's page. Nothing is opened, made or imported before it is asked for."""

    def __init__(
        self,
        look: Look,
        workspace: Workspace,
        shelf: LessonShelf,
        settings: Callable[[], ReadingSettings] | None = None,
    ) -> None:
        self._look, self._workspace, self._shelf = look, workspace, shelf
        self._settings = settings
        self._database: Database | None = None
        self._writer: Writer | None = None

    def page(self) -> TeacherPage:
        """The page, with the teacher's file open behind it; a StoreError where that can't be."""
        from annotator.services.papers import Papers
        from annotator.services.writer import Writer
        from annotator.ui.teacher.page import TeacherPage

        if self._database is None:
            self._database = self._workspace.database(DatabaseKind.TEACHER)
        if self._writer is None:
            self._writer = Writer(self._workspace.opener(DatabaseKind.TEACHER))
        papers = Papers(self._database, self._writer, self._shelf)
        settings = self._settings() if self._settings is not None else None
        return TeacherPage(self._look, papers, settings=settings)

    def close(self, timeout: float = 10.0) -> Unsaved | None:
        """Write what waits and close the file; what could not be written is reported."""
        unsaved = self._writer.close(timeout) if self._writer is not None else None
        if self._database is not None:
            self._database.close()
        self._writer = self._database = None
        return unsaved
