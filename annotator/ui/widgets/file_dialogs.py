"""Asking for files and folders: each kind begins where it ended last time, the first in Documents.

A file dialog begins in the folder from which the program runs, which is nobody's own, unless it is
told better. What was chosen last is remembered by the window over which the dialog opens. Qt's
dialog is loaded when one opens: a start does without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget


class LastFolders:
    """The folders that were used last, by what was asked for. ``keep`` gets all of them anew."""

    def __init__(
        self,
        known: Mapping[str, str] | None = None,
        keep: Callable[[dict[str, str]], None] = lambda _all: None,
    ) -> None:
        self._known = dict(known or {})
        self._keep = keep

    def of(self, purpose: str) -> str:
        """Where this was chosen last, if that is still there; else the person's documents."""
        last = self._known.get(purpose, "")
        return last if last and Path(last).is_dir() else documents()

    def note(self, purpose: str, folder: Path) -> None:
        """This was chosen there."""
        if self._known.get(purpose) != str(folder):
            self._known[purpose] = str(folder)
            self._keep(dict(self._known))


def documents() -> str:
    """The person's own folder for documents, or their home where there is none."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return place if place and Path(place).is_dir() else str(Path.home())


def ask_open(parent: QWidget, title: str, kinds: str) -> str:
    """A file that is there; empty where none was chosen. ``kinds`` tells what is asked for."""
    from PySide6.QtWidgets import QFileDialog

    last = _last_folders(parent)
    name, _filter = QFileDialog.getOpenFileName(parent, title, last.of(kinds), kinds)
    if name:
        last.note(kinds, Path(name).parent)
    return name


def ask_open_many(parent: QWidget, title: str, kinds: str) -> list[str]:
    """Files that are there; none where none was chosen."""
    from PySide6.QtWidgets import QFileDialog

    last = _last_folders(parent)
    names, _filter = QFileDialog.getOpenFileNames(parent, title, last.of(kinds), kinds)
    if names:
        last.note(kinds, Path(names[0]).parent)
    return names


def ask_save(parent: QWidget, title: str, file_name: str, kinds: str) -> str:
    """A place for a file; empty where none was chosen."""
    from PySide6.QtWidgets import QFileDialog

    last = _last_folders(parent)
    begin = str(Path(last.of(kinds)) / file_name.replace("/", "-"))
    name, _filter = QFileDialog.getSaveFileName(parent, title, begin, kinds)
    if name:
        last.note(kinds, Path(name).parent)
    return name


def ask_folder(parent: QWidget, title: str) -> str:
    """A folder; empty where none was chosen."""
    from PySide6.QtWidgets import QFileDialog

    last = _last_folders(parent)
    name = QFileDialog.getExistingDirectory(parent, title, last.of(title))
    if name:
        last.note(title, Path(name))
    return name


def _last_folders(widget: QWidget | None) -> LastFolders:
    """Those of the window over which the dialog opens; a page by itself remembers nothing."""
    while widget is not None:
        found = getattr(widget, "last_folders", None)
        if isinstance(found, LastFolders):
            return found
        widget = widget.parentWidget()
    return LastFolders()
