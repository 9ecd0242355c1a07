"""A sheet with fields that are asked for, a line for what is wrong, and work that takes a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.data.desk_lock import DeskLock
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.columns import ScrollColumn
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.progress import ProgressBar
from annotator.ui.widgets.sheets import Sheet
from annotator.ui.widgets.worker import Cancelled, Progress, Worker

T = TypeVar("T")

#: Logical pixels of a window's own frame, and the least that is shown of the body.
_FRAME, _LEAST_BODY = 40, 120


def secret_field(name: str) -> QLineEdit:
    """A field for a passphrase: what is typed is not shown."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMinimumHeight(42)
    field.setMaxLength(1000)
    field.setAccessibleName(name)
    field.setPlaceholderText(name)
    return field


def error_text(error: AnnotatorError) -> str:
    """What happened and what to do: a sheet has no room for more."""
    return " ".join(part for part in (error.happened, error.todo) if part)


def in_thread(lock: DeskLock, act: Callable[[DeskLock], T]) -> Callable[[Progress, Cancelled], T]:
    """What a worker does to ``act`` on the lock with a connection of its own."""

    def job(_progress: Progress, _cancelled: Cancelled) -> T:
        with lock.in_this_thread() as mine:
            return act(mine)

    return job


class AskingSheet(Sheet):
    """Deleted when it closes. Its body scrolls where the screen is too low for it. While
    :meth:`work` is going on nothing can be typed, and it stays open: what was begun ends in one
    state or the other."""

    def __init__(
        self,
        appearance: Appearance,
        title: str,
        parent: QWidget | None,
        *,
        width: int = 540,
    ) -> None:
        super().__init__(appearance, title, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(width)
        self._scroll = ScrollColumn(spacing=8)
        # As wide as the row of buttons.
        self._scroll.column.setContentsMargins(0, 0, 0, 0)
        self._scroll.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._scroll)
        self.body = self._scroll.column
        self._worker = Worker(self)
        self._worker.progressed.connect(self._show_progress)
        self._paused: list[QWidget] = []

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Make the sheet as high as what it holds, as far as the screen has room."""
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        content = self._scroll.content_height(self.width() - margins.left() - margins.right())
        room = self.screen().availableGeometry().height() - _FRAME
        too_high = max(0, self._height_with(content) - room)
        height = self._height_with(max(_LEAST_BODY, content - too_high)) if too_high else 0
        self.setFixedHeight(height or self._height_with(content))

    def _height_with(self, body: int) -> int:
        """How high the sheet is with so high a body; that is set."""
        self._scroll.setFixedHeight(body)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        if layout.hasHeightForWidth():
            return layout.totalHeightForWidth(self.width())
        return layout.totalSizeHint().height()

    @property
    def is_busy(self) -> bool:
        """Whether something is being worked on."""
        return self._worker.is_busy

    def add_secret(self, name: str) -> QLineEdit:
        """A field of the body for a passphrase."""
        field = secret_field(name)
        self.body.addWidget(field)
        return field

    def add_hint(self) -> None:
        """The line for what is wrong, and below it what shows that something is going on."""
        self.hint = self.add_text("", ink="missed", role=Role.SMALL)
        self._doing = TextLabel(self._appearance, "", Role.SMALL, wrap=True)
        self._bar = ProgressBar(self._appearance)
        for widget in (self._doing, self._bar):
            self.body.addWidget(widget)
            widget.hide()
        self.hint.hide()

    def show_hint(self, text: str) -> None:
        """Show what is wrong."""
        self.hint.setText(text)
        self.hint.show()
        self.fit()
        self._scroll.ensureWidgetVisible(self.hint)
        announce(self.hint, text, urgent=True)

    def work(
        self, text: str, job: Callable[[Progress, Cancelled], T], done: Callable[[T], None]
    ) -> None:
        """Do ``job`` in a thread, with ``text`` shown meanwhile; then ``done`` is called here, or
        what went wrong stands in the hint and all can be typed again."""
        if self.is_busy:
            return
        self.hint.hide()
        self._doing.setText(text)
        self._doing.show()
        self._bar.set_share(0)
        self.fit()
        announce(self._doing, text)
        kinds = (QLineEdit, QAbstractButton)
        every = [each for kind in kinds for each in self.findChildren(kind)]
        self._paused = [each for each in every if each.isEnabled()]
        for each in self._paused:
            each.setEnabled(False)

        def ended(result: T) -> None:
            self._resume()
            done(result)

        def failed(error: AnnotatorError) -> None:
            self._resume()
            self.show_hint(error_text(error))

        self._worker.run(job, ended, failed)

    def reject(self) -> None:
        if not self.is_busy:
            super().reject()

    def _resume(self) -> None:
        for each in self._paused:
            each.setEnabled(True)
        self._paused = []
        self._doing.hide()
        self._bar.hide()

    def _show_progress(self, done: int, of: int) -> None:
        if of > 1 and self.is_busy:
            self._bar.show()
            self._bar.set_share(done / of)
            self.fit()
