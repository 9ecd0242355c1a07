"""The bar on top of the desk: its pages, what the teacher does now and then, and help."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.desk.model import Tab
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import ElidedLabel


class DeskHeader(PageHeader):
    """Where room is short its buttons keep their pictures alone, and the name goes first."""

    tab_chosen = Signal(object)
    hand_ins_requested = Signal()
    name_requested = Signal()
    passphrase_requested = Signal()
    save_desk_requested = Signal()
    more_requested = Signal(QWidget)
    """The button below which a menu may open."""
    help_requested = Signal(QWidget)
    """The button below which a menu may open."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(
            appearance, "Annotator", back_name="Back to the student’s side", parent=parent
        )
        self.tabs = {
            Tab.LESSONS: Chip(appearance, "Lessons"),
            Tab.CLASSES: Chip(appearance, "Classes"),
        }
        for tab, chip in self.tabs.items():
            chip.clicked.connect(lambda _on=False, wish=tab: self.tab_chosen.emit(wish))
            self.add_left(chip)
        look_for = Chip(appearance, "Look for hand-ins", tip="Take in work that was handed in")
        look_for.setCheckable(False)
        look_for.clicked.connect(self.hand_ins_requested)
        self.add_left(look_for)
        self._teacher = ElidedLabel(appearance, "", ink="soft_ink")
        self._teacher.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._call = Button(appearance, "Your name…", kind=ButtonKind.QUIET, icon="person")
        self._call.clicked.connect(self.name_requested)
        self._lock = Button(appearance, "Passphrase…", kind=ButtonKind.QUIET, icon="lock")
        self._lock.clicked.connect(self.passphrase_requested)
        self._elsewhere = Button(
            appearance,
            "Another computer…",
            kind=ButtonKind.QUIET,
            icon="folder",
            tip="Use my desk on another computer: all of it in one locked file",
        )
        self._elsewhere.clicked.connect(self.save_desk_requested)
        self.more = icon_button(appearance, "more", "More for the desk", kind=ButtonKind.QUIET)
        self.more.clicked.connect(lambda: self.more_requested.emit(self.more))
        self.help = icon_button(appearance, "help", "Help", key="F1", kind=ButtonKind.QUIET)
        self.help.clicked.connect(lambda: self.help_requested.emit(self.help))
        for widget in (
            self._teacher,
            self._call,
            self._lock,
            self._elsewhere,
            self.more,
            self.help,
        ):
            self.add_right(widget)

    def show_state(self, tab: Tab, teacher: str) -> None:
        """Which of the two pages is open, and whose desk it is (empty: not known)."""
        for each, chip in self.tabs.items():
            chip.setChecked(each is tab)
        self._teacher.setText(f"{teacher}’s desk" if teacher else "")

    def fit(self, width: int) -> None:
        """Show what has room in so many logical pixels."""
        named = bool(self._teacher.text())
        self._lock.set_label_shown(width >= 1180)
        self._elsewhere.set_label_shown(width >= 1000)
        self._call.set_label_shown(not named and width >= 1180)
        self._teacher.setVisible(named and width >= 900)
        self._teacher.setMaximumWidth(240 if width >= 1180 else 150)
        self.show_title(width >= 800)
