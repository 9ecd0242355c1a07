"""Which chapter of a book an article is taken from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.columns import ListBox
from annotator.ui.widgets.sheets import Sheet


class ChapterSheet(Sheet):
    """The chapters by their titles, the first one chosen."""

    chapter_chosen = Signal(int)
    """Its number, from 1."""

    def __init__(
        self, appearance: Appearance, name: str, titles: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(appearance, "Which chapter?", parent)
        self.resize(520, 420)
        self.add_text(f"“{name}” is a book. One chapter becomes the article.")
        self.chapters = QListWidget()
        self.chapters.setAccessibleName("Chapters")
        self.chapters.addItems([f"{n}. {title}" for n, title in enumerate(titles, 1)])
        self.chapters.setCurrentRow(0)
        self.chapters.itemActivated.connect(self.accept)
        self.body.addWidget(ListBox(appearance, self.chapters), 1)
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Read this chapter", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self.accept)
        self.accepted.connect(lambda: self.chapter_chosen.emit(self.chapters.currentRow() + 1))
        self.chapters.setFocus()
