"""The right side while disagreements are answered: the student’s words, and ways to answer them."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.labels import LabelGuide
from annotator.model.moments import moment_text
from annotator.services.review.disagreements import DisagreementRow
from annotator.services.review.explanation import Explanation
from annotator.ui.article.vocabulary import plural
from annotator.ui.outcomes.difference import DifferenceCard
from annotator.ui.review.disagreements import answered_text, aside_text, right_text
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.scroll_pane import ScrollPane
from annotator.ui.widgets.sidebars import SideGround

#: Below this height (logical pixels) what was said needs the room more than the keys on buttons.
_LOW = 560
#: What "right for everyone" is called, and does, where an item was passed over.
_OPTIONAL = (
    "Optional for everyone…",
    "Nobody in these classes has to find it any more; you see first who gains and who loses",
)


class AnswerChoice(Enum):
    """The ways to answer: (words, key, tip)."""

    RIGHT = ("You are right", "A", "")
    EVERYONE = (
        "Right for everyone…",
        "Shift+A",
        "Puts the answer into the key for these classes; you see first who gains and who loses",
    )
    STANDS = ("It stands, because…", "S", "The key holds; say why")
    WORDS = ("Words…", "C", "Other words to this answer, or some where there are none")
    REOPEN = ("Open again", "R", "Takes the answer away, with what it changed for this student")


class DisagreementPanel(SideGround):
    """Only shows and asks."""

    way_chosen = Signal(object)
    paper_requested = Signal()
    return_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent=parent)
        self._who = TextLabel(appearance, "", Role.STRONG, wrap=True)
        self._when = TextLabel(appearance, "", Role.SMALL, wrap=True)
        self.words = TextLabel(appearance, "", Role.BODY, wrap=True)
        self.asides = TextLabel(appearance, "", Role.SMALL, ink="other", wrap=True)
        self.answered = TextLabel(appearance, "", Role.SMALL_STRONG, ink="ink", wrap=True)
        self.answer = TextLabel(appearance, "", Role.SMALL, ink="ink", wrap=True)
        self.card = DifferenceCard(appearance)
        self.paper = Button(appearance, "Open the paper ›", kind=ButtonKind.QUIET)
        self.paper.clicked.connect(self.paper_requested)
        self.buttons: dict[AnswerChoice, Button] = {}
        flow = FlowLayout(gap=8, line_gap=8)
        for way in AnswerChoice:
            words, key, tip = way.value
            button = Button(appearance, words, key=key, show_key=True, tip=tip)
            button.clicked.connect(lambda _on=False, w=way: self.way_chosen.emit(w))
            self.buttons[way] = button
            flow.addWidget(button)
        self.unreturned = TextLabel(appearance, "", Role.SMALL, ink="ink", wrap=True)
        self.again = Button(appearance, "Return again…", kind=ButtonKind.PRIMARY, icon="hand-in")
        self.again.clicked.connect(self.return_requested)
        quoted = Card(appearance)
        inside = QVBoxLayout(quoted)
        inside.setContentsMargins(13, 10, 12, 10)
        inside.setSpacing(3)
        for part in (self._who, self._when, self.words):
            inside.addWidget(part)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 14, 12, 8)
        column.setSpacing(8)
        for widget in (quoted, self.asides, self.answered, self.answer):
            column.addWidget(widget)
        column.addLayout(flow)
        column.addWidget(self.card)
        column.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._scroll = ScrollPane("What the student says, and your answer")
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 8, 14, 12)
        foot.setSpacing(6)
        foot.addWidget(self.unreturned)
        foot.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self._foot)
        self._foot.hide()

    def show_disagreement(
        self,
        row: DisagreementRow,
        name: str,
        explanation: Explanation | None,
        guide: LabelGuide,
        *,
        has_key: bool,
    ) -> None:
        """Show one disagreement; ``explanation`` is that of its row, None where it has none."""
        self._who.setText(f"{name} disagrees")
        self._when.setText(f"on {moment_text(row.disagreement.raised)}, by the student’s clock")
        self.words.setText(f"“{row.disagreement.reason}”")
        self._set(self.asides, "\n".join(aside_text(row)))
        self._set(self.answered, answered_text(row))
        self._set(self.answer, row.disagreement.answer)
        self.card.setVisible(explanation is not None)
        if explanation is not None:
            self.card.set_guide(guide)
            self.card.show_explanation(explanation, "")
        is_open = row.is_open
        shown = {
            AnswerChoice.RIGHT: True,
            AnswerChoice.EVERYONE: has_key and row.answer is not None,
            AnswerChoice.STANDS: True,
            AnswerChoice.WORDS: not is_open,
            AnswerChoice.REOPEN: not is_open,
        }
        for way, button in self.buttons.items():
            button.setVisible(shown[way])
        self.buttons[AnswerChoice.RIGHT].set_tip(right_text(row))
        missed = row.answer is not None and row.answer.missed
        words, _key, tip = AnswerChoice.EVERYONE.value
        self.buttons[AnswerChoice.EVERYONE].set_label(_OPTIONAL[0] if missed else words)
        self.buttons[AnswerChoice.EVERYONE].set_tip(_OPTIONAL[1] if missed else tip)
        self._scroll.verticalScrollBar().setValue(0)

    def show_unreturned(self, count: int) -> None:
        """How many answers no student has yet; the way to return them."""
        self._foot.setVisible(count > 0)
        self.unreturned.setText(f"{plural(count, 'answer')} not yet returned.")

    @staticmethod
    def _set(label: TextLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < _LOW
        for button in self.buttons.values():
            button.set_key_shown(not low)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 200)
