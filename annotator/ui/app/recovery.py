"""When a file of the program's own is damaged: a sound backup in its place, or an empty one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from annotator import assets
from annotator.model.errors import AnnotatorError, StoreError
from annotator.model.moments import moment_text
from annotator.services.data.backups import Backup, Backups
from annotator.services.data.workspace import DatabaseKind, Workspace
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.icons import IconSet
from annotator.ui.widgets.sheets import Sheet
from annotator.ui.widgets.style import apply_style
from annotator.ui.widgets.theme import ThemeChoice

_TITLES = {
    DatabaseKind.STUDENT: "The work on this computer can’t be opened",
    DatabaseKind.TEACHER: "The teacher’s desk can’t be opened",
}
_WHOSE = {
    DatabaseKind.STUDENT: "Everybody’s work on this computer",
    DatabaseKind.TEACHER: "The desk",
}


class RecoverySheet(Sheet):
    """Says what is damaged and asks what to do. The file must not be open meanwhile."""

    recovered = Signal(str)
    """It can be opened again; what was done, for people."""

    def __init__(
        self,
        appearance: Appearance,
        workspace: Workspace,
        kind: DatabaseKind,
        error: StoreError,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, _TITLES[kind], parent)
        self.setMinimumWidth(480)
        self.setMaximumWidth(620)
        self._workspace, self._kind = workspace, kind
        self._backups = Backups(workspace)
        self.add_text(error.happened)
        sound = self._backups.newest_sound(kind)
        if sound is not None:
            self.add_text(
                f"The newest sound backup is of {moment_text(sound.made)}. What was saved after "
                "that is not in it."
            )
        else:
            self.add_text("There is no sound backup of it.")
        self.add_text(
            "Whatever you choose, the damaged file is kept whole in a folder of its own. Somebody "
            "who looks after the computer may still get something out of it.",
            ink="soft_ink",
        )
        self._fault = self.add_text("", ink="missed")
        self._fault.hide()
        self.not_now = self.add_button("Not now")
        self.not_now.clicked.connect(self.reject)
        self.afresh = self.add_button("Begin with nothing")
        self.afresh.clicked.connect(lambda: self._do(self._begin_afresh))
        self.put_back = self.add_button("Put the backup back", ButtonKind.PRIMARY)
        self.put_back.setVisible(sound is not None)
        if sound is not None:
            self.put_back.clicked.connect(lambda: self._do(lambda: self._restore(sound)))
        (self.put_back if sound is not None else self.not_now).setFocus()

    def _restore(self, backup: Backup) -> str:
        kept = self._backups.restore(backup).kept
        return f"{_WHOSE[self._kind]} is as it was on {moment_text(backup.made)}.{_kept(kept)}"

    def _begin_afresh(self) -> str:
        kept = self._workspace.set_aside(self._kind)
        return f"{_WHOSE[self._kind]} begins with nothing.{_kept(kept)}"

    def _do(self, act: Callable[[], str]) -> None:
        try:
            done = act()
        except AnnotatorError as error:
            words = (error.happened, error.kept, error.todo)
            self._fault.setText(" ".join(part for part in words if part))
            self._fault.show()
            return
        self.recovered.emit(done)
        self.accept()


def offer(app: QApplication, workspace: Workspace, error: StoreError) -> str:
    """Ask at the start, before there is a window, what to do about the students' file.

    Waits for the answer. What was done, for people; empty where nothing was.
    """
    appearance = Appearance(ThemeChoice.SYSTEM, IconSet(assets.resources_dir() / "icons"))
    apply_style(app, appearance.theme)
    done: list[str] = []
    sheet = RecoverySheet(appearance, workspace, DatabaseKind.STUDENT, error)
    sheet.recovered.connect(done.append)
    sheet.exec()
    return "".join(done)


def _kept(folder: Path | None) -> str:
    return f" The damaged file is kept in “{folder.name}”." if folder is not None else ""
