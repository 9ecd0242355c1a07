"""Files that are let go over the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


def dropped_paths(data: QMimeData) -> list[Path]:
    """Files and folders of this machine that a drag carries; web addresses are left out."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropFiles(QObject):
    """Calls ``take`` with what was let go over ``window``, where no page takes it itself."""

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
