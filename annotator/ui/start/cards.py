"""The cards of the start page: who you are, a lesson, the user's own article, what waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.names import name_key
from annotator.ui.article.vocabulary import plural
from annotator.ui.start.model import LessonCardData, LessonState, WaitingData
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card, CardButton
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.progress import ProgressBar, StepBar, StepState, step_text

#: The sentences of the warm-up.
WARM_UP = 6
#: A card with one line of each is as high as this (logical pixels); more words make it higher.
_LEAST_HEIGHT = 128
_STATES = {
    LessonState.NEW: "",
    LessonState.STARTED: "begun",
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
        top = " · ".join(part for part in (data.due, str(data.number or ""), data.skill) if part)
        length = f"{data.words} words" if data.words else ""
        is_new = data.state is LessonState.NEW and not data.is_again
        minutes = f"about {plural(data.minutes, 'minute')}" if data.minutes and is_new else ""
        state = data.note or (_state_text(data) if not data.is_again else "")
        foot = " · ".join(part for part in (length, minutes, state, data.tried) if part)
        _fill(self, appearance, top, data.title, foot)
        bar = _bar(appearance, data)
        bar.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(bar)
        done = step_text(data.steps) if state and data.found is None else ""
        parts = [f"Lesson {data.number}" if data.number else "Lesson", data.title, data.skill]
        self.setAccessibleName(
            ", ".join(p for p in [*parts, length, minutes, data.due, state, data.tried, done] if p)
        )


def _state_text(data: LessonCardData) -> str:
    begun = data.state is LessonState.STARTED and data.marks
    return f"{plural(data.marks, 'mark')} so far" if begun else _STATES[data.state]


def _bar(appearance: Appearance, data: LessonCardData) -> QWidget:
    """What was found of what was to be found, where that is known; else the steps."""
    if data.found is not None:
        return ProgressBar(appearance, data.found, ink="found")
    return StepBar(appearance, data.steps or (StepState.OPEN,) * 3)


class OpenArticleCard(CardButton):
    """The way to the user's own article."""

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
    """Offers the warm-up to a newcomer, and can be put away."""

    go_requested = Signal()
    put_away_requested = Signal()

    def __init__(
        self, appearance: Appearance, done: int = 0, parent: QWidget | None = None
    ) -> None:
        """``done`` of the six sentences are answered."""
        super().__init__(appearance, edge="accent", parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 12, 14, 12)
        column.setSpacing(2)
        column.addWidget(ElidedLabel(appearance, "Warm-up: six sentences", Role.CARD_TITLE))
        what = "What is a claim here, and what is an opinion? It takes two minutes."
        column.addWidget(ElidedLabel(appearance, what, Role.SMALL, lines=2, by_width=True))
        if done:
            column.addLayout(self._progress(done))
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(10)
        go = "Go on with the warm-up" if done else "Start the warm-up"
        self.start = Button(appearance, go, kind=ButtonKind.PRIMARY)
        self.start.clicked.connect(self.go_requested)
        row.addWidget(self.start)
        self.put_away = Button(appearance, "Not now", kind=ButtonKind.QUIET)
        self.put_away.set_tip("Put the warm-up away. You find it again in Help.")
        self.put_away.clicked.connect(self.put_away_requested)
        row.addWidget(self.put_away)
        row.addStretch(1)
        column.addLayout(row)

    def _progress(self, done: int) -> QHBoxLayout:
        """Those that are answered are ticked."""
        line = QHBoxLayout()
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(10)
        left = WARM_UP - done
        bar = StepBar(
            self._appearance, (StepState.DONE,) * done + (StepState.OPEN,) * left, ticked=True
        )
        bar.setFixedWidth(WARM_UP * 28)
        line.addWidget(bar)
        text = TextLabel(self._appearance, f"{done} of {WARM_UP} done", Role.SMALL_STRONG)
        line.addWidget(text)
        line.addStretch(1)
        return line


MOST = 60
"""Longest name in characters; longer ones would not fit a list or a hand-in's file name."""


class NameCard(Card):
    """Asks for a name. ``taken`` names may not be given twice on one machine."""

    name_given = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        appearance: Appearance,
        *,
        taken: tuple[str, ...] = (),
        can_cancel: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent=parent)
        self._taken = {name_key(name) or name for name in taken}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        question = TextLabel(appearance, "What is your name?", Role.HEADING)
        self.field = QLineEdit()
        self.field.setMaxLength(MOST)
        self.field.setPlaceholderText("First name and last name")
        self.field.setAccessibleName("Your name")
        self.field.setMinimumHeight(42)
        question.setBuddy(self.field)
        self._hint = TextLabel(
            appearance, "Your teacher sees this name on what you hand in.", Role.SMALL, wrap=True
        )
        self.start = Button(appearance, "Start", kind=ButtonKind.PRIMARY)
        self.start.setEnabled(False)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.field, 1)
        row.addWidget(self.start)
        if can_cancel:
            cancel = Button(appearance, "Not now")
            cancel.clicked.connect(self.cancelled)
            row.addWidget(cancel)
        column.addWidget(question)
        column.addLayout(row)
        column.addWidget(self._hint)
        self.field.textChanged.connect(self._check)
        self.field.returnPressed.connect(self.start.click)
        self.start.clicked.connect(lambda: self.name_given.emit(self._name()))

    def ask(self) -> None:
        """Put the keyboard into the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self) -> str:
        return " ".join(self.field.text().split())

    def _check(self) -> None:
        name = self._name()
        is_taken = (name_key(name) or name) in self._taken
        self.start.setEnabled(bool(name) and not is_taken)
        self._hint.set_ink("missed" if is_taken else "soft_ink")
        self._hint.setText(
            f"{name} already works on this computer. Choose that name from the list, "
            "or add something that tells you apart."
            if is_taken
            else "Your teacher sees this name on what you hand in."
        )
