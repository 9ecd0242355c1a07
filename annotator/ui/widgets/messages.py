"""What the program says outside dialogs: a banner for news, a calm page where there is nothing."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from annotator.model.errors import AnnotatorError
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import Role, TextLabel


class Tone(Enum):
    """What kind of news a banner brings: (icon, colour role, ground role)."""

    GOOD = ("check", "found", "found_tint")
    NOTE = ("info", "accent_ink", "accent_tint")
    CAREFUL = ("warning", "other", "other_tint")
    TROUBLE = ("warning", "missed", "missed_tint")


#: Good news stays this long (milliseconds), and longer by what it takes to read a long one.
_LINGER = 8_000
_PER_CHARACTER = 60


class Banner(Card):
    """What happened, what was kept, what to do next; stays until it is closed or replaced.

    Good news goes by itself: after a while, unless the pointer or the keyboard is on it or it has
    a button, and always when its page goes out of sight.
    """

    closed = Signal()
    message_shown = Signal()
    action_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent=parent)
        self._tone = Tone.NOTE
        self._is_built = False
        #: What had the keyboard when the message came.
        self._before: QWidget | None = None
        self.fading = QTimer(self, singleShot=True)
        self.fading.timeout.connect(self._fade)
        self.hide()

    def _build(self) -> None:
        # Built with its first words: most starts have nothing to say.
        self._is_built = True
        appearance = self._appearance
        self._sign = QLabel()
        self._sign.setFixedSize(24, 24)
        self._happened = TextLabel(appearance, role=Role.STRONG, wrap=True)
        self._rest = TextLabel(appearance, wrap=True)
        self._action = Button(appearance, "")
        self._action.clicked.connect(self.action_requested)
        close = icon_button(appearance, "close", "Close this message", kind=ButtonKind.QUIET)
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
        appearance.changed.connect(self._recolour)

    def show_message(
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
        self._action.set_label(action)
        self._action.set_tip(action)
        self._action.setVisible(bool(action))
        self._recolour()
        whole = " ".join(part for part in (happened, rest) if part)
        self.setAccessibleName(whole)
        if not _has_keyboard(self):
            self._before = QApplication.focusWidget()
        self.show()
        if tone is Tone.GOOD and not action:
            self.fading.start(max(_LINGER, _PER_CHARACTER * len(whole)))
        else:
            self.fading.stop()
        announce(self, whole, urgent=tone is Tone.TROUBLE)
        self.message_shown.emit()

    def show_error(self, error: AnnotatorError, tone: Tone = Tone.TROUBLE) -> None:
        """Say what could not be done, what was kept, and what to do next."""
        self.show_message(error.happened, kept=error.kept, todo=error.todo, tone=tone)

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
        self._sign.setPixmap(
            self._appearance.pixmap(icon, getattr(self._appearance.theme, ink), 24)
        )
        self.update()

    def _fade(self) -> None:
        if self.underMouse() or _has_keyboard(self):
            self.fading.start(_LINGER)
        else:
            self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._tone is Tone.GOOD and not event.spontaneous():
            # Its page went: nothing old is said to a person who comes back.
            self.fading.stop()
            self.hide()

    def _close(self) -> None:
        had_keyboard = _has_keyboard(self)
        self.hide()
        before = self._before
        if had_keyboard and before is not None and isValid(before) and before.isVisible():
            # Qt would go on to the next field; the person goes on with what she was at.
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()


def _has_keyboard(widget: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and widget.isAncestorOf(focus)


class EmptyState(QWidget):
    """Where there is nothing yet: an icon, a sentence, what to do, and maybe the button for it."""

    action_requested = Signal()

    def __init__(
        self,
        appearance: Appearance,
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
        column.addWidget(_Picture(appearance, icon), alignment=Qt.AlignmentFlag.AlignHCenter)
        for text, role in ((title, Role.HEADING), (hint, Role.BODY)):
            if text:
                words = TextLabel(appearance, text, role, wrap=True)
                words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                words.set_ink("ink" if role is Role.HEADING else "soft_ink")
                column.addWidget(words)
        if action:
            button = Button(appearance, action, kind=ButtonKind.PRIMARY)
            button.clicked.connect(self.action_requested)
            column.addSpacing(8)
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)


class _Picture(QWidget):
    def __init__(self, appearance: Appearance, icon: str) -> None:
        super().__init__()
        self._appearance, self._icon = appearance, icon
        self.setFixedSize(64, 64)
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(64, 64)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent_tint)
        painter.drawEllipse(self.rect())
        pixmap = self._appearance.pixmap(self._icon, theme.accent_ink, 32, self.devicePixelRatioF())
        painter.drawPixmap(16, 16, pixmap)
        painter.end()
