"""The hand-in as a thing to take: drag it to where the class collects work, or copy it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.cards import Card


class FileCard(Card):
    """A card that carries a file; without a path it is an ordinary card."""

    def __init__(
        self, appearance: Appearance, *, edge: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, edge=edge, parent=parent)
        self._path = ""
        self._pressed: QPoint | None = None

    def set_path(self, path: str) -> None:
        """Carry this file from now on; none where empty."""
        self._path = path
        cursor = Qt.CursorShape.OpenHandCursor if path else Qt.CursorShape.ArrowCursor
        self.setCursor(cursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if path else Qt.FocusPolicy.NoFocus)
        self.setToolTip("Drag this file to where your class collects work." if path else "")
        name = Path(path).name
        self.setAccessibleName(f"Your hand-in, the file {name}" if path else "")
        self.setAccessibleDescription("Drag it, or copy it with Ctrl+C." if path else "")

    def mime_data(self) -> QMimeData:
        """What a drag or the clipboard carries: the file itself."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self._path)])
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._path and event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            announce(self, "The file is copied. Paste it where your class collects work.")
            return
        super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the file on the clipboard."""
        QGuiApplication.clipboard().setMimeData(self.mime_data())
        app = QGuiApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(_clear_clipboard)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint() if self._path else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if far >= QApplication.startDragDistance():
            self._pressed = None
            self.drag()

    def drag(self) -> None:
        """Start the drag; returns when it was let go."""
        drag = QDrag(self)
        drag.setMimeData(self.mime_data())
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction)


def _clear_clipboard() -> None:
    # What Python made must be off the clipboard before Python goes: else the end is a crash.
    QGuiApplication.clipboard().clear()
