"""Adding hand-in files: what a drag carries, the frame while one hovers, what to say after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.services.review.papers import Added, Papers
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.painting import rounded_box
from annotator.ui.widgets.progress import ProgressPanel
from annotator.ui.widgets.shown_work import ShownWork
from annotator.ui.widgets.work_queue import Cancelled, Progress

#: So many faults are told one by one; the rest is counted.
_TOLD = 3


def dropped_files(data: QMimeData) -> list[Path]:
    """The files on this machine that a drag carries; web addresses and folders are left out."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


def added_words(added: Added) -> tuple[str, str, str, Tone]:
    """What a banner says of added files: what happened, what was kept, what to do; its tone."""
    said = []
    if added.new:
        said.append(f"{plural(len(added.new), 'hand-in')} added.")
    if added.known:
        verb = "was" if len(added.known) == 1 else "were"
        said.append(f"{plural(len(added.known), 'hand-in')} {verb} here already.")
    faults = added.faults
    if not faults:
        return " ".join(said) or "There was no file to add.", "", "", Tone.GOOD
    if len(faults) > 1 or said:
        said.append(f"{plural(len(faults), 'file')} can’t be used.")
        told = [fault.happened for fault in faults[:_TOLD]]
        if len(faults) > _TOLD:
            told.append(f"And {len(faults) - _TOLD} more.")
        todo = "Ask for these hand-ins again." if len(faults) > 1 else faults[0].todo
        kept = "\n".join(told)
        return " ".join(said), kept, f"\n{todo}" if todo else "", Tone.CAREFUL
    only = faults[0]
    kept = only.kept or "Nothing was added."
    return only.happened, kept, only.todo or "Ask for this hand-in again.", Tone.CAREFUL


class Adding(QObject):
    """Adds files in a thread with a connection of its own, as far as ``progress`` shows."""

    added = Signal(object)
    """An :class:`Added`."""
    failed = Signal(object)
    """An AnnotatorError."""

    def __init__(
        self,
        papers: Papers,
        progress: ProgressPanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._papers = papers
        self.shown = ShownWork(progress, self)

    def start(self, paths: Sequence[Path]) -> bool:
        """Begin; False where files are being added already."""
        chosen = list(paths)

        def work(progress: Progress, cancelled: Cancelled) -> Added:
            with self._papers.in_this_thread() as papers:
                return papers.add_files(chosen, progress=progress, cancelled=cancelled)

        return self.shown.start("Adding hand-ins", work, self.added.emit, self.failed.emit)


class DropFrame(QWidget):
    """Lies over the page while files hover, and says what letting go does."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Let go to add these hand-ins")
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setOpacity(0.9)
        painter.fillRect(self.rect(), theme.accent_tint)
        painter.setOpacity(1)
        box = self.rect().adjusted(16, 16, -16, -16)
        rounded_box(painter, box, 14, None, theme.accent, 3, dashed=True)
        painter.setFont(ui_font(20, strong=True))
        painter.setPen(theme.accent_ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Let go to add these hand-ins")
        painter.end()


class DropPage(QWidget):
    """A page on which files can be dropped anywhere."""

    files_dropped = Signal(object)
    """A list of paths of files on this machine."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drop = DropFrame(appearance, self)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self._drop.setGeometry(self.rect())
            self._drop.show()
            self._drop.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop.hide()
        paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)
