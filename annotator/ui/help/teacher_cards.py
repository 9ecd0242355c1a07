"""What a new teacher finds on an empty desk: three ways to begin, and a class to look around in."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.cards import Card, CardButton
from annotator.ui.widgets.chips import Tag
from annotator.ui.widgets.flow import CardGrid
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel

_HEIGHT = 178
_CARDS = (
    (
        "book",
        "Try a lesson as your students will",
        "Mark the first lesson and see the reasons. Nothing of it is kept.",
    ),
    (
        "article",
        "Make a lesson from an article",
        "Paste a text or open a file, then write the answer key.",
    ),
    (
        "people",
        "Collect and review",
        "Write the class list, give out a lesson, take in what comes back.",
    ),
)


class TeacherWelcome(QWidget):
    """Three cards and the sample class; each says what happens when it is pressed."""

    try_requested = Signal()
    article_requested = Signal()
    class_requested = Signal()
    sample_requested = Signal()

    def __init__(
        self, appearance: Appearance, *, offers_sample: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TextLabel(appearance, "Welcome to your desk", Role.TITLE, wrap=True))
        column.addSpacing(4)
        hint = "Three ways to begin. Lessons and classes stay at the top of this page."
        column.addWidget(TextLabel(appearance, hint, ink="soft_ink", wrap=True))
        column.addSpacing(18)
        grid = CardGrid(least=250, most=3, gap=16)
        signals = (self.try_requested, self.article_requested, self.class_requested)
        self.cards: list[WayCard] = []
        for (icon, title, text), signal in zip(_CARDS, signals, strict=True):
            card = WayCard(appearance, icon, title, text)
            card.clicked.connect(lambda _on=False, signal=signal: signal.emit())
            grid.addWidget(card)
            self.cards.append(card)
        column.addLayout(grid)
        self.sample: Button | None = None
        if offers_sample:
            column.addSpacing(20)
            column.addWidget(self._sample(appearance))

    def _sample(self, appearance: Appearance) -> QWidget:
        card = Card(appearance, edge="other")
        row = QHBoxLayout(card)
        row.setContentsMargins(22, 14, 16, 14)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(3)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Tag(appearance, "sample", ink="other", fill="other_tint"))
        top.addWidget(ElidedLabel(appearance, "A made-up class of 30", Role.CARD_TITLE), 1)
        words.addLayout(top)
        text = (
            "Thirty students who don’t exist have handed in work on three lessons. Look at "
            "decisions, reviews and reports with it. Nothing in it counts."
        )
        words.addWidget(TextLabel(appearance, text, ink="soft_ink", wrap=True))
        row.addLayout(words, 1)
        self.sample = Button(appearance, "Make a sample class", icon="plus")
        self.sample.clicked.connect(self.sample_requested)
        row.addWidget(self.sample, alignment=Qt.AlignmentFlag.AlignVCenter)
        return card


class WayCard(CardButton):
    """One way to begin: picture, title, what happens."""

    def __init__(
        self,
        appearance: Appearance,
        icon: str,
        title: str,
        text: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(6)
        column.addWidget(_Sign(appearance, icon))
        for words in (
            ElidedLabel(appearance, title, Role.CARD_TITLE, lines=2),
            ElidedLabel(appearance, text, ink="soft_ink", lines=3),
        ):
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(words)
        column.addStretch(1)
        self.setAccessibleName(f"{title}. {text}")

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, _HEIGHT))


class _Sign(QWidget):
    def __init__(self, appearance: Appearance, icon: str) -> None:
        super().__init__()
        self._appearance, self._icon = appearance, icon
        self.setFixedSize(40, 40)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent_tint)
        painter.drawEllipse(self.rect())
        pixmap = self._appearance.pixmap(self._icon, theme.accent_ink, 22, self.devicePixelRatioF())
        painter.drawPixmap(9, 9, pixmap)
        painter.end()
