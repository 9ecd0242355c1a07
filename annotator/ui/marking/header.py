"""The student's bar on top: lesson, steps, which try, what is saved, who works, hand in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import ElidedLabel
from annotator.ui.widgets.save_status import SaveStatus

#: From this width on (logical pixels) there is room for what the button for a file says.
_WORDS_FROM = 1200
#: Room for the student's name (logical pixels).
_LONGEST_NAME = 180


class StudentHeader(PageHeader):
    """Only shows and asks; what stands further right is added by the maker of the page."""

    save_draft_requested = Signal()
    try_before_requested = Signal()

    def __init__(
        self, appearance: Appearance, title: str, steps: Sequence[str], student_name: str
    ) -> None:
        super().__init__(appearance, title, steps=steps)
        self._appearance = appearance
        self.save_status = SaveStatus(appearance)
        self.hand_in = Button(appearance, "Hand in…", kind=ButtonKind.PRIMARY, icon="hand-in")
        self._save_draft: Button | None = None
        name = ElidedLabel(appearance, student_name, ink="soft_ink")
        name.setMaximumWidth(_LONGEST_NAME)
        name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for widget in (self.save_status, name, self.hand_in):
            self.add_right(widget)

    def show_more(self) -> None:
        """Offer to save the marks as a file, after the steps: far from handing in."""
        button = self._save_draft = Button(
            self._appearance,
            "Save as a file…",
            kind=ButtonKind.QUIET,
            icon="file",
            tip="Save your marks as a file, to go on at another computer",
        )
        button.clicked.connect(self.save_draft_requested)
        self.add_left(button)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._save_draft is not None:
            self._save_draft.set_label_shown(self.width() >= _WORDS_FROM)

    def show_try(self, number: int, last: str) -> None:
        """Say which try this is, from 2, and how the one before came out."""
        button = TryButton(self._appearance, number, last)
        button.before_requested.connect(self.try_before_requested)
        self.add_left(button)

    def show_handed_in(self) -> None:
        """The work is given away: nothing is left to be done here."""
        if self._save_draft is not None:
            self._save_draft.hide()
        self.hand_in.set_label("Handed in")
        self.hand_in.set_kind(ButtonKind.PLAIN)


class TryButton(Button):
    """``number`` counts from 2; ``last`` tells how the try before came out, or is empty."""

    before_requested = Signal()

    def __init__(self, appearance: Appearance, number: int, last: str) -> None:
        super().__init__(appearance, f"Try {number}", kind=ButtonKind.QUIET, opens_menu=True)
        self.set_tip(f"This is try {number}. Try {number - 1} is kept")
        self.menu_shown = QMenu(self)
        words = f"See try {number - 1} again" + (f": {last}" if last else "")
        self.back = self.menu_shown.addAction(words)
        self.back.triggered.connect(self.before_requested)
        self.clicked.connect(self._show_menu)

    def _show_menu(self) -> None:
        self.menu_shown.popup(self.mapToGlobal(self.rect().bottomLeft()))
