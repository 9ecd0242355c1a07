"""The one question of a new desk: what do your students call you?"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import Role, TextLabel

#: Longest name in characters, as the desk keeps it.
MOST = 100


class TeacherName(Card):
    """Stands above the desk until it is answered or put away; nothing waits for it."""

    name_given = Signal(str)
    put_away = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent=parent)
        question = TextLabel(appearance, "What do your students call you?", Role.STRONG)
        hint = TextLabel(
            appearance,
            "It stands under your decisions and on what you give back.",
            Role.SMALL,
            wrap=True,
        )
        self.field = QLineEdit()
        self.field.setMinimumHeight(42)
        self.field.setMaxLength(MOST)
        self.field.setPlaceholderText("For example Ms Bell")
        self.field.setAccessibleName("What do your students call you?")
        question.setBuddy(self.field)
        self.keep = Button(appearance, "Keep", kind=ButtonKind.PRIMARY)
        self.keep.setEnabled(False)
        later = Button(appearance, "Not now")
        later.clicked.connect(self.put_away)
        self.field.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.field.returnPressed.connect(self.keep.click)
        self.keep.clicked.connect(lambda: self.name_given.emit(" ".join(self.field.text().split())))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(question)
        words.addWidget(hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 12, 12)
        row.setSpacing(12)
        row.addLayout(words, 3)
        row.addWidget(self.field, 4)
        row.addWidget(self.keep)
        row.addWidget(later)

    def ask(self, known: str = "") -> None:
        """Show the name that is known, ready to be typed over, and take the keyboard."""
        self.field.setText(known)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
