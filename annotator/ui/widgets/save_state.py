"""From the writer's thread to the window: what may be said about saving."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.model.errors import AnnotatorError
from annotator.services.data.writer import WriterState
from annotator.ui.widgets.status import SaveStatus


class SaveNews(QObject):
    """Hears the writer in its thread and tells the window in the window's."""

    changed = Signal(object, object)
    """(WriterState, AnnotatorError or None); Qt queues it across threads."""

    def tell(self, state: WriterState, error: AnnotatorError | None) -> None:
        """For ``Writer(on_state=…)``; may be called from any thread."""
        self.changed.emit(state, error)


def show_state(status: SaveStatus, state: WriterState, error: AnnotatorError | None) -> None:
    """Put the writer's state into words."""
    if state is WriterState.SAVED:
        status.show_saved()
    elif state is WriterState.SAVING:
        status.show_saving()
    else:
        status.show_failed(str(error) if error else "The last change is still in memory.")
