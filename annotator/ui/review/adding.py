"""Adding hand-ins to a review: with a button, or by letting files go anywhere on its page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.services.exchange.collect_report import came_in_text
from annotator.services.exchange.collecting import CollectReport
from annotator.services.exchange.taking_in import TakingIn
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.file_dialogs import ask_open_many, dropped_paths
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.painting import rounded_box
from annotator.ui.widgets.progress import ProgressPanel
from annotator.ui.widgets.worker import ShownWork

_LET_GO = "Let go to add these hand-ins"


class DropFrame(QWidget):
    """Lies over the page while files hover, and says what letting go does."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_LET_GO)
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
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _LET_GO)
        painter.end()


class AddHandIns(QObject):
    """Takes in hand-ins in a thread, as far as ``progress`` shows, and says what became of them.

    Files that are let go over ``page`` are taken in; folders and web addresses are left alone.
    """

    added = Signal(list)
    """The papers (SHA-256) that came in, the new ones first; the page is to list them."""

    def __init__(
        self,
        appearance: Appearance,
        taking_in: TakingIn,
        page: QWidget,
        progress: ProgressPanel,
        banner: Banner,
        lesson_id: str,
    ) -> None:
        super().__init__(page)
        self._taking_in, self._page, self._banner = taking_in, page, banner
        self._lesson_id = lesson_id
        self.shown = ShownWork(progress, self)
        self.frame = DropFrame(appearance, page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def ask(self) -> None:
        """Let the teacher choose hand-ins to add."""
        names = ask_open_many(self._page, "Add hand-ins", "Hand-ins (*.handin);;All files (*)")
        if names:
            self.add([Path(name) for name in names])

    def add(self, paths: Sequence[Path]) -> bool:
        """Take in these files; False where others are being taken in already."""
        chosen = list(paths)
        return self.shown.start(
            "Adding hand-ins",
            lambda progress, cancelled: self._taking_in.collect(
                chosen, progress=progress, cancelled=cancelled
            ),
            self._collected,
            self._banner.show_error,
        )

    def _collected(self, report: CollectReport) -> None:
        self.added.emit([*(each.sha256 for each in report.new), *report.seen])
        text = came_in_text(report)
        todo = [text.todo]
        elsewhere = sum(each.lesson_id != self._lesson_id for each in report.new)
        if elsewhere:
            todo.append(
                f"{plural(elsewhere, 'hand-in is', 'hand-ins are')} of another lesson: open that "
                "lesson on your desk."
            )
        self._banner.show_message(
            text.happened,
            kept=text.kept,
            todo=" ".join(part for part in todo if part),
            tone=Tone.CAREFUL if text.has_faults else Tone.GOOD,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragEnter:
            entered = cast(QDragEnterEvent, event)
            if any(path.is_file() for path in dropped_paths(entered.mimeData())):
                entered.acceptProposedAction()
                self.frame.setGeometry(self._page.rect())
                self.frame.show()
                self.frame.raise_()
                return True
        elif kind == QEvent.Type.DragLeave:
            self.frame.hide()
        elif kind == QEvent.Type.Drop:
            self.frame.hide()
            dropped = cast(QDropEvent, event)
            paths = [path for path in dropped_paths(dropped.mimeData()) if path.is_file()]
            if paths:
                dropped.acceptProposedAction()
                self.add(paths)
                return True
        return False
