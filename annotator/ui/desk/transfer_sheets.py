"""The desk as a whole: into one file, from a file, back from a backup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.model.moments import moment_text
from annotator.services.data.backups import Backup
from annotator.services.data.desk_in_file import IF_LOST, check_passphrase
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import ScrollColumn
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import Sheet, fit_height


class _AskingSheet(Sheet):
    """A sheet with fields and a line below them for what is wrong."""

    def __init__(self, appearance: Appearance, title: str, parent: QWidget | None) -> None:
        super().__init__(appearance, title, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.setMaximumWidth(640)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)

    def _secret(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMinimumHeight(42)
        field.setMaxLength(1000)
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        self.body.addWidget(field)
        return field

    def _add_hint(self) -> None:
        self.hint = self.add_text("", ink="missed", role=Role.SMALL)
        self.hint.hide()

    def _say(self, words: str) -> None:
        self.hint.setText(words)
        self.hint.show()
        fit_height(self)
        announce(self.hint, words, urgent=True)


class SaveDeskSheet(_AskingSheet):
    """Asks for the passphrase of the file; where to put it is asked afterwards."""

    wanted = Signal(str)
    """The passphrase."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, "Use my desk on another computer", parent)
        self.add_text(
            "One file holds your classes and their cards, hand-ins, keys, decisions and settings. "
            "Open it on another computer to go on there. A passphrase locks it."
        )
        self.add_text(IF_LOST, ink="soft_ink", role=Role.SMALL)
        self.first = self._secret("Passphrase for this file")
        self.again = self._secret("The same once more")
        self._add_hint()
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Choose a place…", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._take)
        self.again.returnPressed.connect(self.yes_button.click)
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        if self.first.text() != self.again.text():
            self._say("The two are not the same. Type the passphrase twice.")
            return
        try:
            check_passphrase(self.first.text())
        except AnnotatorError as error:
            self._say(str(error))
            return
        self.accept()
        self.wanted.emit(self.first.text())


class OpenDeskSheet(_AskingSheet):
    """Asks for the passphrase of a desk file. ``check`` raises where it doesn't open."""

    opened = Signal(str)
    """The passphrase, which opens the file."""

    def __init__(
        self,
        appearance: Appearance,
        path: Path,
        check: Callable[[str], None],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Open a desk", parent)
        self._check = check
        self.add_text(
            f"The desk in “{path.name}” takes the place of the one on this computer. The one that "
            "is here is not lost: it is kept whole in a folder next to it."
        )
        self.field = self._secret("Passphrase of the file")
        self._add_hint()
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Open this desk", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._open)
        self.field.returnPressed.connect(self.yes_button.click)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._check(self.field.text())
        except AnnotatorError as error:
            self._say(" ".join(part for part in (error.happened, error.todo) if part))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.accept()
        self.opened.emit(self.field.text())


class BackupsSheet(_AskingSheet):
    """The backups of the desk, the newest at the front, each with the way back to it."""

    restore_requested = Signal(object)
    """A :class:`Backup`."""
    make_requested = Signal()

    def __init__(
        self, appearance: Appearance, backups: Sequence[Backup], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "Backups of the desk", parent)
        self.add_text(
            "The program makes one every day or so, looks through it, and keeps the last five. "
            "They lie on this computer. “Use my desk on another computer…” makes a copy to keep "
            "elsewhere.",
            ink="soft_ink",
        )
        self.rows: list[Button] = []
        column = ScrollColumn(spacing=8)
        column.setMinimumHeight(180 if backups else 0)
        for each in backups:
            column.column.addWidget(self._row(each))
        if not backups:
            column.column.addWidget(TextLabel(appearance, "There is no backup yet.", wrap=True))
        column.column.addStretch(1)
        self.body.addWidget(column, 1)
        self.add_button("Close").clicked.connect(self.reject)
        self.make_button = self.add_button("Make one now", ButtonKind.PRIMARY)
        self.make_button.clicked.connect(self._make)

    def _row(self, backup: Backup) -> Card:
        card = Card(self._appearance)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 8, 10, 8)
        words = QVBoxLayout()
        words.setSpacing(0)
        made = moment_text(backup.made)
        words.addWidget(TextLabel(self._appearance, made, Role.STRONG))
        words.addWidget(TextLabel(self._appearance, _size(backup.size), Role.SMALL))
        row.addLayout(words, 1)
        button = Button(self._appearance, "Put this back…")
        button.setAutoDefault(False)
        button.setAccessibleName(f"Put back the desk of {made}")
        button.clicked.connect(lambda: self._restore(backup))
        self.rows.append(button)
        row.addWidget(button)
        return card

    def _restore(self, backup: Backup) -> None:
        self.accept()
        self.restore_requested.emit(backup)

    def _make(self) -> None:
        self.accept()
        self.make_requested.emit()


class NewCardSheet(_AskingSheet):
    """Asks for whom a new class card is; the old one is replaced."""

    wanted = Signal(str)
    """The student's id."""

    def __init__(
        self,
        appearance: Appearance,
        students: Sequence[tuple[str, str]],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "A new class card", parent)
        self.add_text(
            "For a card that was lost. The student’s old card stops to count: work that comes in "
            "with it from now on is marked as made with the old card. What was handed in before "
            "stays as it is."
        )
        self.add_text(
            "Marks that are not handed in yet: those in the class folder go over to the new card. "
            "Those that lie on one computer alone can’t: they open with the old card only. If the "
            "student still knows its words, they can hand in there, and you see that it was the "
            "old card. If the card is only lost, print the same one again instead.",
            ink="soft_ink",
            role=Role.SMALL,
        )
        self.box = QComboBox()
        self.box.setAccessibleName("Student")
        self.box.setMinimumHeight(42)
        for id, name in students:
            self.box.addItem(name, id)
        self.body.addWidget(self.box)
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Make a new card…", ButtonKind.PRIMARY)
        self.yes_button.setEnabled(bool(students))
        self.yes_button.clicked.connect(self._make)

    def _make(self) -> None:
        self.accept()
        self.wanted.emit(str(self.box.currentData()))


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, size // 1000)} kB"
