"""The desk as a whole: into one file, from a file, back from a backup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.model.moments import moment_text
from annotator.services.data.backups import Backup
from annotator.services.data.desk_in_file import IF_LOST, DeskContents, check_passphrase
from annotator.ui.desk.asking_sheet import AskingSheet
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import ScrollColumn
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.picker import searchable


class SaveDeskSheet(AskingSheet):
    """Asks for the passphrase of the file; where to put it is asked afterwards."""

    wanted = Signal(str)
    """The passphrase."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, "Use my desk on another computer", parent)
        self.add_text(
            "One file holds your classes and their cards, hand-ins, keys, decisions and settings. "
            "Open it on another computer to go on there. A passphrase locks it."
        )
        self.add_text(
            "If the desk itself has a passphrase, it is asked for on the other computer as well.",
            ink="soft_ink",
            role=Role.SMALL,
        )
        self.add_text(IF_LOST, ink="soft_ink", role=Role.SMALL)
        self.first = self.add_secret("Passphrase for this file")
        self.again = self.add_secret("The same once more")
        self.add_hint()
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Choose a place…", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._take)
        self.again.returnPressed.connect(self.yes_button.click)
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        if self.first.text() != self.again.text():
            self.show_hint("The two are not the same. Type the passphrase twice.")
            return
        try:
            check_passphrase(self.first.text())
        except AnnotatorError as error:
            self.show_hint(str(error))
            return
        self.accept()
        self.wanted.emit(self.first.text())


class OpenDeskSheet(AskingSheet):
    """Asks for the passphrase of a desk file. ``unlock`` raises where it doesn't open."""

    opened = Signal(object)
    """What is in the file: a :class:`DeskContents`."""

    def __init__(
        self,
        appearance: Appearance,
        path: Path,
        unlock: Callable[[str], DeskContents],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Open a desk", parent)
        self._unlock = unlock
        self.add_text(
            f"The desk in “{path.name}” takes the place of the one on this computer. The one that "
            "is here is not lost: it is kept whole in a folder next to it."
        )
        self.field = self.add_secret("Passphrase of the file")
        self.add_hint()
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Open this desk", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._open)
        self.field.returnPressed.connect(self.yes_button.click)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        typed = self.field.text()

        def opened(contents: DeskContents) -> None:
            self.accept()
            self.opened.emit(contents)

        self.work("Unlocking the file…", lambda _progress, _stop: self._unlock(typed), opened)


class BackupsSheet(AskingSheet):
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
        column.setMinimumHeight(280 if backups else 60)
        for each in backups:
            column.column.addWidget(self._row(each))
        if not backups:
            column.column.addWidget(TextLabel(appearance, "There is no backup yet.", wrap=True))
        column.column.addStretch(1)
        self.body.addWidget(column)
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


class NewCardSheet(AskingSheet):
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
        searchable(self.box, "Type a name, or choose")
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
