"""Giving work back: how many papers, what is still open, and where the files go."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.ui.look import Look
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.labels import Role
from annotator.ui.widgets.sheets import Sheet
from annotator.ui.words import plural


class ReturnSheet(Sheet):
    """Asks where the returns go; nothing is written before a place was chosen."""

    folder_requested = Signal()
    class_file_requested = Signal()
    print_requested = Signal()

    def __init__(
        self,
        look: Look,
        *,
        papers: int,
        undecided: int,
        again: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "Give work back", parent)
        self.setMinimumWidth(500)
        self.add_text(
            f"{plural(papers, 'student gets', 'students get')} the reasons, your comments and the "
            "points. Each file holds one student’s work; with a class card it opens for that "
            "student alone."
        )
        if undecided:
            self.add_text(
                f"{plural(undecided, 'paper still has', 'papers still have')} something to decide. "
                "What you decide later can be returned again.",
                ink="other",
                role=Role.SMALL,
            )
        if again:
            self.add_text(
                f"{plural(again, 'paper was', 'papers were')} returned before: the new one takes "
                "the place of the old one where it is opened.",
                ink="soft_ink",
                role=Role.SMALL,
            )
        self.add_button("Not now").clicked.connect(self.reject)
        self.print = self.add_button("On paper (PDF)…")
        self.one_file = self.add_button("One file for the class…")
        self.folder = self.add_button("Into a folder…", ButtonKind.PRIMARY)
        self.print.clicked.connect(self._print)
        self.one_file.clicked.connect(self._one_file)
        self.folder.clicked.connect(self._folder)
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _one_file(self) -> None:
        self.accept()
        self.class_file_requested.emit()

    def _print(self) -> None:
        self.accept()
        self.print_requested.emit()

    def _folder(self) -> None:
        self.accept()
        self.folder_requested.emit()
