"""What was said to and fro about one thing, and the list of all that was answered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.review import Answered, Verdict
from annotator.services.review.practice import Results
from annotator.ui.article.marks import Sign
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.outcomes.answers import VERDICTS, progress_text
from annotator.ui.outcomes.reasons import Reason, Reasons
from annotator.ui.outcomes.signs import SignMark
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import heading
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel

_TOP = Qt.AlignmentFlag.AlignTop
_SIGNS = {Verdict.RIGHT: Sign.FOUND, Verdict.EVERYONE: Sign.FOUND, Verdict.STANDS: Sign.OTHER}


class Exchange(QWidget):
    """What the student wrote, and below it the teacher's verdict and words."""

    def __init__(
        self, appearance: Appearance, answer: Answered, teacher: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(
            TextLabel(appearance, f"You wrote: {answer.reason}", Role.SMALL, wrap=True)
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(SignMark(appearance, _SIGNS[answer.verdict], 16), 0, _TOP)
        words = QVBoxLayout()
        words.setSpacing(2)
        who = teacher or "Your teacher"
        verdict = f"{who}: {VERDICTS[answer.verdict]}."
        words.addWidget(TextLabel(appearance, verdict, Role.SMALL_STRONG, ink="ink", wrap=True))
        if answer.words:
            words.addWidget(TextLabel(appearance, answer.words, Role.SMALL, ink="ink", wrap=True))
        row.addLayout(words, 1)
        column.addLayout(row)


class AnswersCard(Card):
    """Everything that was answered, each a step away."""

    reason_chosen = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        results: Results,
        reasons: Reasons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent=parent)
        self.buttons: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 10, 10, 10)
        column.setSpacing(4)
        who = results.teacher or "Your teacher"
        column.addWidget(heading(appearance, f"{who} has answered you"))
        for reason in reasons.answered:
            column.addLayout(self._row(appearance, reason))
        for answer in reasons.loose:
            gone = "What this was about is not in the key any more."
            column.addWidget(TextLabel(appearance, gone, Role.SMALL, wrap=True))
            column.addWidget(Exchange(appearance, answer, results.teacher))
        progress = progress_text(results)
        if progress:
            column.addWidget(TextLabel(appearance, progress, Role.SMALL, ink="ink", wrap=True))
        count = len(results.answers)
        self.setAccessibleName(f"{who} has answered {plural(count, 'disagreement')} of yours")

    def _row(self, appearance: Appearance, reason: Reason) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        answer = reason.answers[-1]
        row.addWidget(SignMark(appearance, _SIGNS[answer.verdict], 16))
        short = "It stands" if answer.verdict is Verdict.STANDS else "You are right"
        row.addWidget(TextLabel(appearance, short, Role.SMALL_STRONG, ink="ink"))
        row.addWidget(ElidedLabel(appearance, f"“{reason.words}”", Role.SMALL), 1)
        button = Button(appearance, "Read ›", kind=ButtonKind.QUIET)
        button.setAccessibleName(f"{short}: read the answer about “{shortened(reason.words, 90)}”")
        button.clicked.connect(lambda: self.reason_chosen.emit(reason.id))
        row.addWidget(button)
        self.buttons.append(button)
        return row
