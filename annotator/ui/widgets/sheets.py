"""Sheets: small windows over a page that ask for one decision."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.tab_ring import VisualTabOrder


class Sheet(VisualTabOrder, QDialog):
    """A window-modal sheet with a title, a body to fill, and a row of buttons at its foot."""

    def __init__(self, appearance: Appearance, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        heading = TextLabel(appearance, title, Role.HEADING, wrap=True)
        column.addWidget(heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column.addLayout(self.body, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(10)
        self.buttons.addStretch(1)
        column.addSpacing(4)
        column.addLayout(self.buttons)
        appearance.changed.connect(self.update)

    def add_text(self, text: str, *, ink: str = "ink", role: Role = Role.BODY) -> TextLabel:
        """A paragraph of plain text in the body."""
        label = TextLabel(self._appearance, text, role, ink=ink, wrap=True)
        self.body.addWidget(label)
        return label

    def add_button(self, label: str, kind: ButtonKind = ButtonKind.PLAIN) -> Button:
        """A button at the right of the foot, after those that are there."""
        button = Button(self._appearance, label, kind=kind)
        button.setAutoDefault(False)
        self.buttons.addWidget(button)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._appearance.theme.card)
        painter.end()


class ConfirmSheet(Sheet):
    """Asks before something that can't be taken back. Escape and the first focus say no."""

    confirmed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        title: str,
        text: str,
        *,
        yes: str,
        no: str = "Not now",
        dangerous: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, title, parent)
        self.setMinimumWidth(380)
        self.setMaximumWidth(560)
        self.add_text(text)
        self.no_button = self.add_button(no)
        self.no_button.clicked.connect(self.reject)
        kind = ButtonKind.DANGER if dangerous else ButtonKind.PRIMARY
        self.yes_button = self.add_button(yes, kind)
        self.yes_button.clicked.connect(self.accept)
        self.accepted.connect(self.confirmed)
        (self.no_button if dangerous else self.yes_button).setFocus(Qt.FocusReason.OtherFocusReason)


def fit_height(sheet: QDialog) -> None:
    """Make the sheet as high as its words are at its width; call it again when they change."""
    layout = sheet.layout()
    if layout is None:
        return
    layout.activate()
    if layout.hasHeightForWidth():
        height = layout.totalHeightForWidth(max(sheet.width(), sheet.minimumWidth()))
        sheet.setMinimumHeight(height)
        sheet.resize(sheet.width(), max(height, sheet.height()))
