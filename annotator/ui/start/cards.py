"""The cards of the start page: a lesson, an article of one's own, something waiting."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.ui.article.vocabulary import plural
from annotator.ui.start.model import LessonCardData, LessonState, WaitingData
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card, CardButton
from annotator.ui.widgets.labels import ElidedLabel, Role
from annotator.ui.widgets.progress import ProgressBar

#: A card with one line of each is as high as this (logical pixels); more words make it higher.
_LEAST_HEIGHT = 128
_STATES = {
    LessonState.NEW: "",
    LessonState.STARTED: "started",
    LessonState.HANDED_IN: "handed in",
    LessonState.RETURNED: "returned",
}


class LessonCard(CardButton):
    """A lesson: number · skill, title, length, how far."""

    def __init__(
        self, appearance: Appearance, data: LessonCardData, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent=parent)
        self.data = data
        top = " · ".join(part for part in (str(data.number or ""), data.skill) if part)
        length = f"{data.words} words" if data.words else ""
        is_new = data.state is LessonState.NEW and not data.is_again
        minutes = f"about {plural(data.minutes, 'minute')}" if data.minutes and is_new else ""
        state = data.note or (_STATES[data.state] if not data.is_again else "")
        foot = " · ".join(part for part in (length, minutes, data.due, state, data.tried) if part)
        _fill(self, appearance, top, data.title, foot)
        bar = ProgressBar(appearance, data.progress, ink=_bar_ink(data.state))
        bar.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(bar)
        done = f"{round(100 * data.progress)} percent done" if data.progress else ""
        said = [f"Lesson {data.number}" if data.number else "Lesson", data.title, data.skill]
        self.setAccessibleName(
            ", ".join(p for p in [*said, length, minutes, data.due, state, data.tried, done] if p)
        )


def _bar_ink(state: LessonState) -> str:
    return "found" if state is LessonState.RETURNED else "accent"


class OpenArticleCard(CardButton):
    """The way to an article of one's own."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, dashed=True, parent=parent)
        which = "paste a text, or open a text file, a lesson or returned work"
        _fill(self, appearance, "your own", "Open an article…", which)
        self.setAccessibleName(f"Open an article of your own: {which}")


def _fill(card: CardButton, appearance: Appearance, top: str, title: str, foot: str) -> None:
    """Small print, title, small print: each takes the lines that it needs, at most three."""
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(0)
    texts = (
        ElidedLabel(appearance, top, Role.SMALL, lines=3, by_width=True),
        ElidedLabel(appearance, title, Role.CARD_TITLE, lines=3, by_width=True),
        ElidedLabel(appearance, foot, Role.SMALL, lines=3, by_width=True),
    )
    card.setMinimumHeight(_LEAST_HEIGHT)
    for text in texts:
        text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    column.addWidget(texts[0])
    column.addSpacing(2)
    column.addWidget(texts[1])
    column.addStretch(1)
    column.addSpacing(8)
    column.addWidget(texts[2])
    column.addSpacing(6)


class WaitingCard(Card):
    """Something that waits for the student, with the button that goes on, and maybe one back."""

    go_requested = Signal(str)
    before_requested = Signal(str)

    def __init__(
        self, appearance: Appearance, data: WaitingData, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, edge="found" if data.returned else "accent", parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 12, 14, 12)
        column.setSpacing(2)
        column.addWidget(
            ElidedLabel(appearance, data.title, Role.CARD_TITLE, lines=2, by_width=True)
        )
        small = [data.detail, data.hint] if data.before else [data.detail]
        for words in small:
            column.addWidget(ElidedLabel(appearance, words, Role.SMALL, lines=2, by_width=True))
        column.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(8)
        kind = ButtonKind.PLAIN if data.returned else ButtonKind.PRIMARY
        button = Button(appearance, data.action, kind=kind)
        button.setAccessibleName(f"{data.action}: {data.title}, {data.detail}")
        button.clicked.connect(lambda: self.go_requested.emit(data.slug))
        row.addWidget(button)
        if data.before:
            before = Button(appearance, data.before, kind=ButtonKind.QUIET)
            before.setAccessibleName(f"{data.before}: {data.title}")
            before.clicked.connect(lambda: self.before_requested.emit(data.slug))
            row.addWidget(before)
            row.addStretch(1)
        else:
            row.addWidget(ElidedLabel(appearance, data.hint, Role.SMALL, lines=2, by_width=True), 1)
        column.addLayout(row)


class WarmUpCard(Card):
    """Offers the warm-up to somebody new, and can be put away."""

    go_requested = Signal()
    put_away_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, edge="accent", parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 12, 14, 12)
        column.setSpacing(2)
        column.addWidget(ElidedLabel(appearance, "Warm-up: six sentences", Role.CARD_TITLE))
        what = "What is a claim here, and what is an opinion? It takes two minutes."
        column.addWidget(ElidedLabel(appearance, what, Role.SMALL, lines=2, by_width=True))
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(10)
        self.start = Button(appearance, "Start the warm-up", kind=ButtonKind.PRIMARY)
        self.start.clicked.connect(self.go_requested)
        row.addWidget(self.start)
        self.put_away = Button(appearance, "Not now", kind=ButtonKind.QUIET)
        self.put_away.set_tip("Put the warm-up away. You find it again in Help.")
        self.put_away.clicked.connect(self.put_away_requested)
        row.addWidget(self.put_away)
        row.addStretch(1)
        column.addLayout(row)
