"""Files and folders from a person: chosen in a dialog, or dropped on the window.

A file dialog would begin in the folder from which the program runs. Here each kind begins where it
ended last time, the first in Documents: the window over which the dialog opens remembers it. Qt's
dialog is loaded when one opens: a start does without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QMimeData, QObject, QStandardPaths
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class LastFolders:
    """The folders that were used last, by what was asked for. ``keep`` gets all of them."""

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


@runtime_checkable
class _Remembering(Protocol):
    """A window that remembers the folders."""

    last_folders: LastFolders | None


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
        if isinstance(widget, _Remembering) and widget.last_folders is not None:
            return widget.last_folders
        widget = widget.parentWidget()
    return LastFolders()


def dropped_paths(data: QMimeData) -> list[Path]:
    """Files and folders of this machine that a drag carries; web addresses are left out."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropFiles(QObject):
    """Calls ``take`` with what was dropped on ``window``, where no page takes it itself."""

    def __init__(self, window: QWidget, take: Callable[[list[Path]], None]) -> None:
        super().__init__(window)
        self._take = take
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragEnter:
            entered = cast(QDragEnterEvent, event)
            if dropped_paths(entered.mimeData()):
                entered.acceptProposedAction()
                return True
        elif event.type() == QEvent.Type.Drop:
            dropped = cast(QDropEvent, event)
            if paths := dropped_paths(dropped.mimeData()):
                dropped.acceptProposedAction()
                self._take(paths)
                return True
        return False
