"""The sheets that show the class folder, and let another one be chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from annotator.model.errors import AnnotatorError
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.file_dialogs import ask_folder
from annotator.ui.widgets.labels import Role
from annotator.ui.widgets.sheets import Sheet, fit_height

_NONE = (
    "A class folder is a folder that you share with your class: on the school’s network, or one "
    "that a cloud program keeps the same on each computer. Lessons come out of it, and what you "
    "hand in goes into it. Your teacher tells you which one it is."
)
_TEACHER_NONE = (
    "Choose a folder that your students can reach, too: on the school’s network, or one that a "
    "cloud program keeps the same everywhere. Lessons that you give out go into it, and hand-ins "
    "come from it by themselves while this program is open."
)
_SEALED = (
    "Hand-ins are sealed: only you can read them. Students’ marks on the way are sealed to their "
    "class cards."
)


class _FolderSheet(Sheet):
    """What both sheets are: words of the folder, and the choice of another one or of none."""

    folder_chosen = Signal(object)
    """A path."""
    leave_requested = Signal()

    def __init__(
        self,
        appearance: Appearance,
        title: str,
        asks: str,
        path: Path | None,
        parent: QWidget | None,
    ) -> None:
        super().__init__(appearance, title, parent)
        self._asks = asks
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.setMaximumWidth(640)
        self.no_button = self.add_button("Close")
        self.no_button.clicked.connect(self.reject)
        self.leave_button = self.add_button("Use none")
        self.leave_button.setVisible(path is not None)
        self.leave_button.clicked.connect(self._leave)
        words = "Choose a folder…" if path is None else "Choose another…"
        self.choose_button = self.add_button(words, ButtonKind.PRIMARY)
        self.choose_button.clicked.connect(self._choose)

    def _add_folder(self, name: str, path: Path, state: str, *, is_reached: bool) -> None:
        self.add_text(name, role=Role.STRONG)
        self.add_text(str(path), ink="soft_ink", role=Role.SMALL)
        self.add_text(state, ink="ink" if is_reached else "missed")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)

    def _choose(self) -> None:
        name = ask_folder(self, self._asks)
        if name:
            self.accept()
            self.folder_chosen.emit(Path(name))

    def _leave(self) -> None:
        self.accept()
        self.leave_requested.emit()


class FolderSheet(_FolderSheet):
    """A student's: ``path`` is the folder in use, or None; ``fault`` why it can't be reached."""

    words_requested = Signal()
    """The teacher's six words are asked for."""

    def __init__(
        self,
        appearance: Appearance,
        path: Path | None,
        *,
        name: str = "",
        fault: AnnotatorError | None = None,
        with_card: bool = False,
        waiting: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Your class folder", "Choose your class folder", path, parent)
        self.words_button = self.add_button("Teacher’s six words…", ButtonKind.QUIET)
        self.buttons.insertWidget(0, self.words_button)
        self.words_button.clicked.connect(self.accept)
        self.words_button.clicked.connect(self.words_requested)
        if path is None:
            self.add_text(_NONE)
            return
        state = _state(fault, waiting)
        self._add_folder(name or path.name, path, state, is_reached=fault is None)
        self.add_text(
            "What you mark is kept there, too, so you can go on at another computer with your "
            "class card."
            if with_card
            else "Your marks stay on this computer until you hand in. With a class card they "
            "would be kept in the folder, too.",
            ink="soft_ink",
        )


class TeacherFolderSheet(_FolderSheet):
    """A teacher's: ``path`` is the folder in use, or None; ``fault`` why it can't be reached;
    ``strange`` how many files there only look as if they were the teacher's, ``words`` the
    teacher's six."""

    ignore_requested = Signal()
    """Those files should be put away."""

    def __init__(
        self,
        appearance: Appearance,
        class_name: str,
        path: Path | None,
        *,
        fault: AnnotatorError | None = None,
        strange: int = 0,
        words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        title = f"The class folder of {class_name}"
        super().__init__(appearance, title, "Choose the class folder", path, parent)
        if path is None:
            self.add_text(_TEACHER_NONE)
        else:
            state = (
                "It can be reached."
                if fault is None
                else f"{fault.happened} The program goes on looking for it."
            )
            self._add_folder(path.name, path, state, is_reached=fault is None)
        self.ignore_button = self.add_button("Ignore these")
        self.buttons.insertWidget(0, self.ignore_button)
        self.ignore_button.setVisible(bool(strange))
        self.ignore_button.clicked.connect(self.accept)
        self.ignore_button.clicked.connect(self.ignore_requested)
        if strange:
            self.add_text(_strange_text(strange), ink="missed")
        if words:
            self.add_text(f"Your six words, for students to compare: {words}")
        self.add_text(_SEALED, ink="soft_ink", role=Role.SMALL)


def _strange_text(count: int) -> str:
    files = "One file in it is" if count == 1 else f"{count} files in it are"
    return (
        f"{files} not signed by you, or no student’s draft. Your students’ programs leave such "
        "files alone. “Ignore these” moves what is there now into the folder “ignored”; nothing is "
        "deleted."
    )


def _state(fault: AnnotatorError | None, waiting: int) -> str:
    waits = {0: "", 1: " One hand-in waits and goes there then."}.get(
        waiting, f" {waiting} hand-ins wait and go there then."
    )
    if fault is not None:
        return f"It can’t be reached now.{waits}"
    return "It can be reached."
