"""The line in which a pencil mark is typed: "12 c" and Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.model.errors import BadInput
from annotator.model.labels import LabelGuide
from annotator.services.marking.sheet_marks import SheetMark
from annotator.ui.article.vocabulary import shortened
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.painting import PAGE_MARGIN
from annotator.ui.widgets.undo import PageUndo

_FIELD = 260


class MarkLine(QWidget):
    """Says at once what it understands. ``read`` understands a line, or raises BadInput."""

    meant = Signal(object)
    """The SheetMark that is typed now, or None."""
    mark_entered = Signal(object)
    """A SheetMark with a label, to be made a mark."""

    def __init__(
        self,
        appearance: Appearance,
        guide: LabelGuide,
        text: str,
        read: Callable[[str], SheetMark],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._guide, self._text, self._read = appearance, guide, text, read
        letters = guide.labels
        self._hint = (
            f"A number and a letter: “12 {letters[0].letter.lower()}”. Words after it mark a part: "
            f"“12 {letters[-1].letter.lower()} too late”."
        )
        self.field = QLineEdit()
        # What is typed is taken back first, then marks.
        PageUndo(self.field, lambda: not self.field.text())
        self.field.setAccessibleName("Mark by number and letter")
        self.field.setPlaceholderText(f"12 {letters[0].letter.lower()}")
        self.field.setFixedWidth(_FIELD)
        self.field.textChanged.connect(self._follow)
        self.field.returnPressed.connect(self._enter)
        self.answer = ElidedLabel(appearance, self._hint, Role.BODY, ink="soft_ink")
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, 7, PAGE_MARGIN, 7)
        row.setSpacing(12)
        row.addWidget(TextLabel(appearance, "From the sheet", Role.STRONG))
        row.addWidget(self.field)
        row.addWidget(self.answer, 1)
        self.setFocusProxy(self.field)
        appearance.changed.connect(self.update)

    def _follow(self) -> None:
        if not self.field.text().strip():
            self._show(self._hint)
            self.meant.emit(None)
            return
        try:
            mark = self._read(self.field.text())
        except BadInput as error:
            self._show(f"{error.happened} {error.todo}".strip(), "missed")
            self.meant.emit(None)
            return
        quote = shortened(mark.span.of(self._text), 160)
        name = f"{self._guide.label(mark.label).name}: " if mark.label else ""
        self._show(f"{name}{quote}", "ink")
        self.meant.emit(mark)

    def _enter(self) -> None:
        try:
            mark = self._read(self.field.text())
        except BadInput:
            return
        if mark.label:
            self.field.clear()
            self.mark_entered.emit(mark)

    def _show(self, text: str, ink: str = "soft_ink") -> None:
        self.answer.setText(text)
        self.answer.set_ink(ink)
        self.field.setAccessibleDescription(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.panel)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.line)
        painter.end()
