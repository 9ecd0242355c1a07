"""Reading what a person brings, in a thread: a file, an address, or what was pasted.

What can be answered is asked (a computer in the own network, which chapter of a book); every other
fault goes on to the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.model.errors import AnnotatorError
from annotator.model.found_article import FoundArticle
from annotator.services.lessons.importing import (
    PrivateAddress,
    SeveralChapters,
    found_at,
    found_in_file,
    found_in_html,
    found_in_text,
)
from annotator.ui.importing.chapter_sheet import ChapterSheet
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.progress import ProgressPanel
from annotator.ui.widgets.sheets import ConfirmSheet
from annotator.ui.widgets.worker import Cancelled, Progress, Worker

_PASTED = "what was pasted"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from: one of the four, and what a person answered about it."""

    path: Path | None = None
    address: str = ""
    html: str = ""
    text: str = ""
    code_page: str = ""
    chapter: int = 0
    allow_private: bool = False

    @property
    def name(self) -> str:
        """What a person would call it."""
        if self.path is not None:
            return self.path.name
        return self.address or _PASTED

    def read(self, cancelled: Callable[[], bool]) -> FoundArticle:
        """What is found in it; BadInput with a sentence where that is no article."""
        if self.path is not None:
            return found_in_file(self.path, code_page=self.code_page, chapter=self.chapter)
        if self.address:
            return found_at(self.address, allow_private=self.allow_private, cancelled=cancelled)
        if self.html:
            return found_in_html(self.html, _PASTED)
        return found_in_text(self.text, _PASTED)


class Reading(QObject):
    """One source at a time; ``panel`` shows that it takes a while, and can stop it."""

    found = Signal(object, object)
    """(Source, FoundArticle)"""
    failed = Signal(object)
    """An AnnotatorError: why there is no article."""

    def __init__(self, appearance: Appearance, panel: ProgressPanel, page: QWidget) -> None:
        super().__init__(page)
        self._appearance, self._panel, self._page = appearance, panel, page
        self._worker: Worker | None = None
        panel.stop_requested.connect(self.stop)

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._worker is not None

    def start(self, source: Source) -> None:
        """Read this; what was being read before is forgotten."""
        self.stop()
        worker = self._worker = Worker(self)
        self._panel.start(f"Reading {source.name}…")

        def work(_progress: Progress, cancelled: Cancelled) -> FoundArticle:
            return source.read(cancelled)

        def done(found: FoundArticle) -> None:
            self._end()
            self.found.emit(source, found)

        def failed(error: AnnotatorError) -> None:
            self._end()
            self._answer(source, error)

        worker.run(work, done, failed)

    def stop(self) -> None:
        """Wait no longer. A library that can't be stopped ends in its own time, unheard."""
        if self._worker is not None:
            self._worker.close(0)
            self._end()

    def _end(self) -> None:
        self._worker = None
        self._panel.finish()

    def _answer(self, source: Source, error: AnnotatorError) -> None:
        if isinstance(error, PrivateAddress):
            sheet: ConfirmSheet | ChapterSheet = ConfirmSheet(
                self._appearance,
                "A computer in your own network",
                f"“{error.host}” is a computer in your own network, not a page of the public web. "
                "Read it all the same?",
                yes="Read it",
                no="Don’t read it",
                parent=self._page,
            )
            cast(ConfirmSheet, sheet).confirmed.connect(
                lambda: self.start(replace(source, allow_private=True))
            )
        elif isinstance(error, SeveralChapters):
            sheet = ChapterSheet(self._appearance, source.name, error.titles, self._page)
            sheet.chapter_chosen.connect(
                lambda chapter: self.start(replace(source, chapter=chapter))
            )
        else:
            self.failed.emit(error)
            return
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()
