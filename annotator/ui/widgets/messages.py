"""What the program says outside dialogs: a banner for news, a calm page where there is nothing."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.ui.look import Look
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import Role, Words


class Tone(Enum):
    """What kind of news a banner brings: (icon, colour role, ground role)."""

    GOOD = ("check", "found", "found_tint")
    NOTE = ("info", "accent_ink", "accent_tint")
    CAREFUL = ("warning", "other", "other_tint")
    TROUBLE = ("warning", "missed", "missed_tint")


class Banner(Card):
    """What happened, what was kept, what to do next; stays until it is closed or replaced."""

    closed = Signal()
    action_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._tone = Tone.NOTE
        self._is_built = False
        self.hide()

    def _build(self) -> None:
        # Built with its first words: most starts have nothing to say.
        self._is_built = True
        look = self._look
        self._sign = QLabel()
        self._sign.setFixedSize(24, 24)
        self._happened = Words(look, role=Role.STRONG, wrap=True)
        self._rest = Words(look, wrap=True)
        self._action = Button(look, "")
        self._action.clicked.connect(self.action_requested)
        close = icon_button(look, "close", "Close this message", kind=ButtonKind.QUIET)
        close.clicked.connect(self._close)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._happened)
        texts.addWidget(self._rest)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addLayout(texts, 1)
        row.addWidget(self._action)
        row.addWidget(close)
        look.changed.connect(self._recolour)

    def say(
        self,
        happened: str,
        *,
        kept: str = "",
        todo: str = "",
        tone: Tone = Tone.NOTE,
        action: str = "",
    ) -> None:
        """Show the message, and read it out. ``action`` is a button's words; none if empty."""
        self._tone = tone
        if not self._is_built:
            self._build()
        self._happened.setText(happened)
        rest = " ".join(part for part in (kept, todo) if part)
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        self._action.set_words(action)
        self._action.set_tip(action)
        self._action.setVisible(bool(action))
        self._recolour()
        whole = " ".join(part for part in (happened, rest) if part)
        self.setAccessibleName(whole)
        self.show()
        announce(self, whole, urgent=tone is Tone.TROUBLE)

    def say_error(self, error: AnnotatorError, tone: Tone = Tone.TROUBLE) -> None:
        """Say what could not be done, what was kept, and what to do next."""
        self.say(error.happened, kept=error.kept, todo=error.todo, tone=tone)

    @property
    def tone(self) -> Tone:
        """What kind of news it brings, or brought last."""
        return self._tone

    def text(self) -> str:
        """All that it says."""
        return self.accessibleName()

    def _recolour(self) -> None:
        icon, ink, self._fill = self._tone.value
        self._edge = ink
        self._sign.setPixmap(self._look.pixmap(icon, getattr(self._look.theme, ink), 24))
        self.update()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class EmptyState(QWidget):
    """Where there is nothing yet: an icon, a sentence, what to do, and maybe the button for it."""

    action_requested = Signal()

    def __init__(
        self,
        look: Look,
        icon: str,
        title: str,
        hint: str = "",
        *,
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 28, 20, 28)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(_Picture(look, icon), alignment=Qt.AlignmentFlag.AlignHCenter)
        for text, role in ((title, Role.HEADING), (hint, Role.BODY)):
            if text:
                words = Words(look, text, role, wrap=True)
                words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                words.set_ink("ink" if role is Role.HEADING else "soft_ink")
                column.addWidget(words)
        if action:
            button = Button(look, action, kind=ButtonKind.PRIMARY)
            button.clicked.connect(self.action_requested)
            column.addSpacing(8)
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)


class _Picture(QWidget):
    def __init__(self, look: Look, icon: str) -> None:
        super().__init__()
        self._look, self._icon = look, icon
        self.setFixedSize(64, 64)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(64, 64)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent_tint)
        painter.drawEllipse(self.rect())
        pixmap = self._look.pixmap(self._icon, theme.accent_ink, 32, self.devicePixelRatioF())
        painter.drawPixmap(16, 16, pixmap)
        painter.end()
