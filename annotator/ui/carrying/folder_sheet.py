"""The sheet that tells of the class folder, and lets another one be chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from annotator.model.errors import AnnotatorError
from annotator.ui.carrying.room import fit_height
from annotator.ui.choosing import ask_folder
from annotator.ui.look import Look
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.labels import Role
from annotator.ui.widgets.sheets import Sheet

_NONE = (
    "A class folder is a folder that you share with your class: on the school’s network, or one "
    "that a cloud program keeps the same on each computer. Lessons come out of it, and what you "
    "hand in goes into it. Your teacher tells you which one it is."
)


class FolderSheet(Sheet):
    """``path`` is the folder in use, or None; ``fault`` why it can't be reached now."""

    folder_chosen = Signal(object)
    """A path."""
    leave_requested = Signal()

    def __init__(
        self,
        look: Look,
        path: Path | None,
        *,
        name: str = "",
        fault: AnnotatorError | None = None,
        with_card: bool = False,
        waiting: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "Your class folder", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self.setMaximumWidth(640)
        if path is None:
            self.add_text(_NONE)
        else:
            self.add_text(name or path.name, role=Role.STRONG)
            self.add_text(str(path), ink="soft_ink", role=Role.SMALL)
            self.add_text(_state(fault, waiting), ink="ink" if fault is None else "missed")
            self.add_text(
                "What you mark is kept there, too, so you can go on at another computer with your "
                "class card."
                if with_card
                else "Your marks stay on this computer until you hand in. With a class card they "
                "would be kept in the folder, too.",
                ink="soft_ink",
            )
        self.no_button = self.add_button("Close")
        self.no_button.clicked.connect(self.reject)
        self.leave_button = self.add_button("Use none")
        self.leave_button.setVisible(path is not None)
        self.leave_button.clicked.connect(self._leave)
        self.choose_button = self.add_button(
            "Choose a folder…" if path is None else "Choose another…", ButtonKind.PRIMARY
        )
        self.choose_button.clicked.connect(self._choose)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)

    def _choose(self) -> None:
        name = ask_folder(self, "Choose your class folder")
        if name:
            self.accept()
            self.folder_chosen.emit(Path(name))

    def _leave(self) -> None:
        self.accept()
        self.leave_requested.emit()


def _state(fault: AnnotatorError | None, waiting: int) -> str:
    waits = {0: "", 1: " One hand-in waits and goes there then."}.get(
        waiting, f" {waiting} hand-ins wait and go there then."
    )
    if fault is not None:
        return f"It can’t be reached now.{waits}"
    return "It can be reached."
