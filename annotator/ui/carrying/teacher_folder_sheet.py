"""The sheet that tells a teacher of a class's folder, and lets one be chosen."""

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

_WHAT = (
    "Choose a folder that your students can reach, too: on the school’s network, or one that a "
    "cloud program keeps the same everywhere. Lessons that you give out go into it, and hand-ins "
    "come from it by themselves while this program is open."
)
_WHO = (
    "Hand-ins are sealed: only you can read them. Students’ marks on the way are sealed to their "
    "class cards."
)


class TeacherFolderSheet(Sheet):
    """``path`` is the folder in use, or None; ``fault`` why it can't be reached now."""

    folder_chosen = Signal(object)
    """A path."""
    leave_requested = Signal()

    def __init__(
        self,
        look: Look,
        class_name: str,
        path: Path | None,
        *,
        fault: AnnotatorError | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, f"The class folder of {class_name}", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.setMaximumWidth(640)
        if path is None:
            self.add_text(_WHAT)
        else:
            self.add_text(path.name, role=Role.STRONG)
            self.add_text(str(path), ink="soft_ink", role=Role.SMALL)
            self.add_text(
                "It can be reached."
                if fault is None
                else f"{fault.happened} The program goes on looking for it.",
                ink="ink" if fault is None else "missed",
            )
        self.add_text(_WHO, ink="soft_ink", role=Role.SMALL)
        self.add_button("Close").clicked.connect(self.reject)
        self.leave_button = self.add_button("Use none")
        self.leave_button.setVisible(path is not None)
        self.leave_button.clicked.connect(self._leave)
        words = "Choose a folder…" if path is None else "Choose another…"
        self.choose_button = self.add_button(words, ButtonKind.PRIMARY)
        self.choose_button.clicked.connect(self._choose)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)

    def _choose(self) -> None:
        name = ask_folder(self, "Choose the class folder")
        if name:
            self.accept()
            self.folder_chosen.emit(Path(name))

    def _leave(self) -> None:
        self.accept()
        self.leave_requested.emit()
