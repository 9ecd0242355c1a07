"""What the teacher's rooms work with, and the services made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.files.sealing import key_ring
from annotator.services.classes.cards import ClassCards
from annotator.services.data.writer import Writer
from annotator.services.lessons.shelf import LessonShelf
from annotator.store.database import Database
from annotator.ui.article.settings import ReadingSettings

if TYPE_CHECKING:
    from annotator.services.data.workspace import Workspace
    from annotator.services.lessons.publishing import Publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherTools:
    """One file, one writer, one shelf. ``folder`` is the data folder."""

    database: Database
    writer: Writer
    shelf: LessonShelf
    open_database: Callable[[], Database]
    folder: Path
    workspace: Workspace | None = None
    settings: Callable[[], ReadingSettings] | None = None

    def reading(self) -> ReadingSettings | None:
        """How the article is set."""
        return self.settings() if self.settings is not None else None

    def cards(self) -> ClassCards:
        """The class cards; loads what seals them."""
        return ClassCards(self.database, self.writer, key_ring(self.folder))

    def publishing(self) -> Publishing:
        """What makes lesson files; loads what seals hand-ins."""
        from annotator.services.lessons.publishing import Publishing

        return Publishing(self.database, self.writer, key_ring(self.folder))
