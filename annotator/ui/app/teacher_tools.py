"""What the teacher's pages work with, and the services made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.services.classes.cards import ClassCards
from annotator.services.data.data_file import DataFile
from annotator.services.data.preferences import ReadingSettings
from annotator.services.lessons.shelf import LessonShelf

if TYPE_CHECKING:
    from annotator.services.data.workspace import Workspace
    from annotator.services.lessons.publishing import Publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherTools:
    """One file, one shelf. ``folder`` is the data folder."""

    data: DataFile
    shelf: LessonShelf
    folder: Path
    workspace: Workspace | None = None
    settings: Callable[[], ReadingSettings] | None = None

    def reading(self) -> ReadingSettings | None:
        """How the article is set."""
        return self.settings() if self.settings is not None else None

    def cards(self) -> ClassCards:
        """The class cards; loads what seals them."""
        return ClassCards(self.data, self.data.keys())

    def publishing(self) -> Publishing:
        """What makes lesson files; loads what seals hand-ins."""
        from annotator.services.lessons.publishing import Publishing

        return Publishing(self.data, self.data.keys())
