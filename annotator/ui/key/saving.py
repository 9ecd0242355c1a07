"""Every step of a key on its way to the disk, and what may be said about that."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from annotator.model.errors import AnnotatorError
from annotator.model.key import AnswerKey
from annotator.services.lessons.key_desk import KeyDesk
from annotator.ui.widgets.save_status import SaveStatus

#: How often a draft that is not on disk yet is asked for, in milliseconds.
_LOOK_AGAIN = 400


class KeySaver(QObject):
    """Hands keys to the desk and counts what is not on disk yet; the status tells the truth."""

    saved = Signal()
    """All that was handed over is on disk."""
    _landed = Signal()
    _refused = Signal(object)

    def __init__(
        self, desk: KeyDesk, lesson_id: str, based_on: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._lesson_id, self.based_on = desk, lesson_id, based_on
        self._status: SaveStatus | None = None
        self.waiting = 0
        self._refusal = ""
        # From the writer's thread into the window's.
        self._landed.connect(self._one_less, Qt.ConnectionType.QueuedConnection)
        self._refused.connect(self._never, Qt.ConnectionType.QueuedConnection)
        self._look = QTimer(self, interval=_LOOK_AGAIN)
        self._look.timeout.connect(self._show)

    def show_on(self, status: SaveStatus) -> None:
        """Say how things stand there from now on."""
        self._status = status
        self._show()

    def keep(self, key: AnswerKey) -> None:
        """Write the draft as it is now; returns at once."""
        self.waiting += 1
        self._desk.keep(
            self._lesson_id,
            key,
            self.based_on,
            on_saved=self._landed.emit,
            on_refused=self._refused.emit,
        )
        self._show()

    def _never(self, error: AnnotatorError) -> None:
        self.waiting -= 1
        self._refusal = str(error)
        self._show()

    def _one_less(self) -> None:
        self.waiting -= 1
        # Each draft is whole: what was refused before is in this one.
        self._refusal = ""
        self._show()
        if not self.waiting:
            self.saved.emit()

    def _show(self) -> None:
        if self.waiting and not self._look.isActive():
            self._look.start()
        elif not self.waiting:
            self._look.stop()
        if self._status is None:
            return
        trouble = self._desk.trouble if self.waiting else self._refusal
        if trouble:
            self._status.show_failed(trouble)
        elif not self.waiting:
            self._status.show_saved()
        else:
            self._status.show_saving()
