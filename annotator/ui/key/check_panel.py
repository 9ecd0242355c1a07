"""The check-up: what is thin in the key, and where. Nothing here keeps a key from being used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.services.lessons.key_checkup import Thin, check_up
from annotator.ui.article.vocabulary import RELATIONS, plural
from annotator.ui.key.session import KeySession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.columns import ListBox, heading, paragraph
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.messages import EmptyState
from annotator.ui.widgets.wrapping_rows import SentenceRows

#: The key is looked over again when it was left alone this long (milliseconds).
_SOON = 250
_THIN = Qt.ItemDataRole.UserRole + 1


def thin_text(found: Sequence[Thin]) -> str:
    """How many thin places there are, in the same words wherever it is said; empty for none."""
    if not found:
        return ""
    first = sum(thin.needs_fixing for thin in found)
    return f"{plural(len(found), 'thin place')}, {first or 'none'} of them to mend first"


class KeyCheckPanel(QWidget):
    """Everything that is thin, as a list; a row leads to its place."""

    item_chosen = Signal(str)
    trap_chosen = Signal(str)
    try_requested = Signal()

    def __init__(
        self, appearance: Appearance, session: KeySession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._session = appearance, session
        self.found: tuple[Thin, ...] = ()
        self._all = False
        self._words = paragraph(appearance, soft=True)
        self.chips = {every: Chip(appearance, "") for every in (False, True)}
        for every, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, wanted=every: self._show_all(wanted))
        self.list = QListWidget()
        self.list.setAccessibleName("What is thin in the key")
        self.list.setItemDelegate(SentenceRows(appearance, self.list))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self._box = ListBox(appearance, self.list)
        self._good = EmptyState(
            appearance, "check", "Nothing is thin.", "Try it as a student before you publish it."
        )
        self.attempt = Button(appearance, "Try as a student", icon="person")
        self.attempt.clicked.connect(self.try_requested)
        chips = FlowLayout(gap=6, line_gap=6)
        for chip in self.chips.values():
            chips.addWidget(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(heading(appearance, "Check-up"))
        column.addWidget(self._words)
        column.addLayout(chips)
        column.addWidget(self._box, 1)
        column.addWidget(self._good, 1)
        column.addWidget(self.attempt)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.refresh)
        session.key_changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Look the key over as it is now."""
        self.found = check_up(self._session.lesson, self._session.editing.key, RELATIONS)
        first = [thin for thin in self.found if thin.needs_fixing]
        self.chips[False].set_label(f"To mend first: {len(first)}")
        self.chips[True].set_label(f"All {len(self.found)}")
        for every, chip in self.chips.items():
            chip.setChecked(every is self._all)
            chip.setVisible(bool(self.found))
        shown = self.found if self._all else tuple(first)
        row = self.list.currentRow()
        self.list.clear()
        for thin in shown:
            item = QListWidgetItem(thin.words)
            item.setData(_THIN, thin)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._box.setVisible(bool(shown))
        self._good.setVisible(not shown)
        places = thin_text(self.found)
        self._words.setText(
            f"{plural(len(self._session.marking), 'item')}, "
            f"{plural(len(self._session.editing.traps), 'trap')}. "
            + (f"{places}. You can use a thin key; it teaches less." if places else "")
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _show_all(self, every: bool) -> None:
        self._all = every
        self.refresh()

    def _follow(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _go(self, item: QListWidgetItem) -> None:
        thin: Thin = item.data(_THIN)
        if thin.item_id:
            self.item_chosen.emit(thin.item_id)
        elif thin.trap_id:
            self.trap_chosen.emit(thin.trap_id)
