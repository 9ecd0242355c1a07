"""The note on a mark: typed freely, taken over when the person pauses or leaves, and meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.changes import MarksChange
from annotator.services.marking.marking import MAX_NOTE
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import Role, TextLabel

SETTLED_MS = 800
"""A note is taken over when no key was pressed for this long, in milliseconds."""
OLDEST_MS = 1200
"""Nothing that is typed waits longer than this, however long one types, in milliseconds.

With the writing itself it is on the disk within two seconds.
"""
_LINES, _MOST_LINES = 2, 6


class _Field(QPlainTextEdit):
    """Plain text that grows with what is written, up to a few lines."""

    left = Signal()

    def __init__(self, name: str, hint: str, least_lines: int) -> None:
        super().__init__()
        self._least = least_lines
        self.setProperty("field", True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # Another window or a menu in front is no leaving, but a good moment all the same.
        self.left.emit()

    def lines(self) -> int:
        """Lines on screen, long ones wrapped."""
        return max(1, round(self.document().size().height()))

    def sizeHint(self) -> QSize:
        lines = min(_MOST_LINES, max(self._least, self.lines()))
        return QSize(200, lines * QFontMetrics(self.font()).lineSpacing() + 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())


class NoteField(QWidget):
    """One undo step for each time the writing settles. No text is ever lost:

    it is taken over every now and then while one types, on leaving the field, on choosing another
    mark and on ``flush``; until then ``session`` knows that something is being typed. Where the
    mark was taken away under the typing hand, the text waits for the mark to come back.

    ``read`` and ``write`` (mark id; mark id, text) let it be another sentence about a mark than its
    note, ``exists`` about something that is no mark; ``limit`` counts characters.
    """

    grew = Signal()

    def __init__(
        self,
        appearance: Appearance,
        session: MarkingSession,
        parent: QWidget | None = None,
        *,
        title: str = "Your note",
        name: str = "Your note on this mark",
        hint: str = "Why did you mark it? (if you like)",
        read: Callable[[str], str] | None = None,
        write: Callable[[str, str], None] | None = None,
        exists: Callable[[str], bool] | None = None,
        limit: int = MAX_NOTE,
        least_lines: int = _LINES,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._read = read or (lambda mark_id: session.marking.mark(mark_id).note)
        self._write = write or session.set_note
        self._exists = exists or session.marking.__contains__
        self._limit = limit
        self._mark_id = ""
        self._waiting: dict[str, str] = {}
        self._unsettled = False
        self._begun: Any = None
        """The step of what was taken over of a text that is still being typed."""
        self.field = _Field(name, hint, least_lines)
        self._full = TextLabel(
            appearance, f"No more than {limit:,} characters.", Role.SMALL, wrap=True
        )
        self._full.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._oldest = QTimer(self)
        self._oldest.setSingleShot(True)
        self._oldest.setInterval(OLDEST_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.title = TextLabel(appearance, title, Role.SMALL, wrap=True)
        column.addWidget(self.title)
        self.title.setVisible(bool(title))
        column.addWidget(self.field)
        column.addWidget(self._full)
        self._timer.timeout.connect(self.flush)
        self._oldest.timeout.connect(self._write_so_far)
        self.field.left.connect(self.flush)
        self.field.textChanged.connect(self._typed)
        session.changed.connect(self._follow)

    def show_mark(self, mark_id: str) -> None:
        """Take over what was typed, then show this mark's note; an empty id shows none."""
        if mark_id == self._mark_id:
            self.refresh()
            return
        self.flush()
        self._mark_id = mark_id
        waiting = self._waiting.pop(mark_id, "")
        self._put(waiting or self._kept())
        if waiting:
            self._unsettle()

    def refresh(self) -> None:
        """Show the note as it is kept, unless the person is in the middle of a word of it."""
        is_typed = self._unsettled or self._begun is not None
        if not is_typed and self.field.toPlainText().strip() != self._kept():
            self._put(self._kept())

    def flush(self) -> None:
        """Take over what is typed, now; does nothing where nothing is new."""
        self._take_over(goes_on=False)

    def _write_so_far(self) -> None:
        self._take_over(goes_on=True)

    def _take_over(self, *, goes_on: bool) -> None:
        begun, was_unsettled = self._begun, self._unsettled
        if goes_on:
            self._oldest.stop()
            self._unsettled = False
        else:
            self._settle()
        if was_unsettled and self._exists(self._mark_id):
            text = self.field.toPlainText()
            self._session.in_mid_sentence = goes_on
            begun = self._session.write_on(lambda: self._write(self._mark_id, text), begun)
            self._session.in_mid_sentence = False
        if goes_on:
            self._begun = begun
        self._session.set_typing(self, False)

    def _unsettle(self) -> None:
        self._unsettled = True
        self._timer.start()
        if not self._oldest.isActive():
            self._oldest.start()
        self._session.set_typing(self, True)

    def _settle(self) -> None:
        self._timer.stop()
        self._oldest.stop()
        self._unsettled = False
        self._begun = None

    def _kept(self) -> str:
        return self._read(self._mark_id) if self._exists(self._mark_id) else ""

    def _put(self, text: str) -> None:
        blocked = self.field.blockSignals(True)
        self.field.setPlainText(text)
        self.field.blockSignals(blocked)
        self._fit(text)

    def _typed(self) -> None:
        text = self.field.toPlainText()
        if len(text) > self._limit:
            # Cut here, where the person sees it, and not silently when it is kept.
            text = text[: self._limit]
            at = min(self.field.textCursor().position(), len(text))
            self._put(text)
            cursor = self.field.textCursor()
            cursor.setPosition(at)
            self.field.setTextCursor(cursor)
        self._fit(text)
        self._unsettle()

    def _fit(self, text: str) -> None:
        self._full.setVisible(len(text) >= self._limit)
        self.field.updateGeometry()
        self.grew.emit()

    def _follow(self, change: MarksChange) -> None:
        if self._unsettled and self._mark_id in change.removed_ids:
            self._settle()
            self._waiting[self._mark_id] = self.field.toPlainText()
            self._session.set_typing(self, False)
