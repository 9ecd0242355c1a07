"""The buttons over the list of parts: all that its keys do, for the mouse and to be found."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.labels import Role, TextLabel

#: Below this width (logical pixels) the buttons keep to their pictures.
_ROOMY = 700


class PartsBar(QWidget):
    """Acts on the chosen parts. While a place to split at is chosen, it offers that alone."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = Button(appearance, "What it is", icon="text", opens_menu=True)
        self.leave_out = Button(appearance, "Leave out", icon="hide")
        self.put_back = Button(appearance, "Put back", icon="undo")
        self.merge = Button(appearance, "Merge with next", icon="link")
        self.split = Button(appearance, "Split…", icon="ruler")
        self.up = icon_button(appearance, "up", "Move up")
        self.down = icon_button(appearance, "down", "Move down")
        self.kind.set_tip("What the chosen part is (Space, or 1 to 9 and 0)")
        self.leave_out.set_tip("Leave out (Del)")
        self.put_back.set_tip("Put back (Enter)")
        self.merge.set_tip("Make one part of this and the next (M)")
        self.split.set_tip("Choose a place and split there (S, or a double click)")
        self.up.set_tip("Move up (Alt+↑)")
        self.down.set_tip("Move down (Alt+↓)")
        self.hint = TextLabel(appearance, "Click where the next part begins.", Role.SMALL)
        self.split_here = Button(appearance, "Split here", kind=ButtonKind.PRIMARY, icon="check")
        self.split_here.set_tip("Split before the cursor (Enter)")
        self.cancel = Button(appearance, "Don’t split")
        self.cancel.set_tip("Leave the part whole (Esc)")
        self._acts = (
            self.kind,
            self.leave_out,
            self.put_back,
            self.merge,
            self.split,
            self.up,
            self.down,
        )
        self._splits = (self.hint, self.split_here, self.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 6)
        row.setSpacing(6)
        for each in (*self._acts, *self._splits):
            row.addWidget(each)
        row.addStretch(1)
        # The page may become narrower than the words on the buttons: then they go.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_splitting(False)

    def show_splitting(self, is_on: bool) -> None:
        """Offer to split at the cursor, or everything else."""
        for each in self._acts:
            each.setVisible(not is_on)
        for part in self._splits:
            part.setVisible(is_on)
        if not is_on:
            self.put_back.setVisible(self._is_out)
            self.leave_out.setVisible(not self._is_out)

    _is_out = False

    def show_chosen(self, *, is_out: bool) -> None:
        """The chosen parts are left out, or taken in."""
        self._is_out = is_out
        if not self.split_here.isVisibleTo(self):
            self.put_back.setVisible(is_out)
            self.leave_out.setVisible(not is_out)

    def fit(self, width: int) -> None:
        """Keep to pictures where there is no room for words."""
        for button in (self.kind, self.leave_out, self.put_back, self.merge, self.split):
            button.set_label_shown(width >= _ROOMY)
