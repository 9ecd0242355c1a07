"""Prompt notice of what changes in a class folder, besides looking now and then.

The system tells of changes on this computer and of what a sync program writes here. Of a folder on
a network it often tells nothing, so it must not be relied on.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from annotator.services.exchange.class_folder import FolderPart


class FolderWatch(QObject):
    """Watches parts of class folders."""

    changed = Signal()
    """Something came into a watched folder, changed or went."""

    def __init__(self, *parts: FolderPart, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _path: self.changed.emit())

    def watch(self, folders: Iterable[Path]) -> None:
        """Watch these and no others.

        Call it when a look has just reached them: asking for a folder whose network has gone would
        keep the window waiting. One that vanished is forgotten by the system; it is watched again
        with the next look that reaches it.
        """
        wanted = {str(folder / part.folder) for folder in folders for part in self._parts}
        now = set(self._watcher.directories())
        if gone := sorted(now - wanted):
            self._watcher.removePaths(gone)
        if new := sorted(wanted - now):
            self._watcher.addPaths(new)
