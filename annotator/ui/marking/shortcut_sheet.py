"""All keys on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.ui.marking.shortcuts import Binding, ShortcutGroup
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.columns import ScrollColumn
from annotator.ui.widgets.keycap import KeyCap, key_text
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import Sheet

_TWO_COLUMNS_FROM = 720
_CAPS = 172


class ShortcutSheet(Sheet):
    """Groups of keys, in two columns where there is room; scrolls where it is low. Esc closes."""

    def __init__(
        self, appearance: Appearance, groups: Sequence[ShortcutGroup], parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "Keys", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._scroll = ScrollColumn(spacing=0)
        # The arrow keys scroll; there is nothing to press in here.
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName("Keys and what they do")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(18)
        self._scroll.column.addLayout(self._grid)
        self._scroll.column.addStretch(1)
        self._blocks = [self._block(group) for group in groups]
        self._columns = 0
        self.body.addWidget(self._scroll, 1)
        self.close_button = self.add_button("Close", ButtonKind.PRIMARY)
        self.close_button.clicked.connect(self.accept)
        self._arrange(2)
        self.resize(self.sizeHint())
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else QSize(1280, 832)
        return QSize(min(920, room.width() - 40), min(720, room.height() - 40))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= _TWO_COLUMNS_FROM else 1)

    def _block(self, group: ShortcutGroup) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(TextLabel(self._appearance, group.title, Role.STRONG))
        for binding in group.bindings:
            column.addWidget(self._line(binding))
        column.addStretch(1)
        return block

    def _line(self, binding: Binding) -> QWidget:
        line = QWidget()
        names = " or ".join(key_text(key) for key in binding.keys)
        line.setAccessibleName(f"{names}: {binding.words}")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        caps = QWidget()
        caps.setFixedWidth(_CAPS)
        side = QVBoxLayout(caps)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(3)
        # Long keys stand one below the other, short ones next to each other.
        together = QHBoxLayout()
        together.setSpacing(4)
        for number, key in enumerate(binding.keys):
            if number and len(key) > 9:
                together.addStretch(1)
                side.addLayout(together)
                together = QHBoxLayout()
            together.addWidget(KeyCap(self._appearance, key))
        together.addStretch(1)
        side.addLayout(together)
        row.addWidget(caps, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(self._appearance, binding.words, wrap=True), 1)
        return line

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        halves = (len(self._blocks) + 1) // columns
        for block in self._blocks:
            self._grid.removeWidget(block)
        for number, block in enumerate(self._blocks):
            self._grid.addWidget(block, number % halves, number // halves)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
