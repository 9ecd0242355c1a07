"""The warm-up page: one sentence at a time, and the reason at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.labels import LabelGuide
from annotator.model.warm_up import WarmUp, WarmUpAnswer, WarmUpQuestion
from annotator.ui.help.sentence import AskedSentence
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import LabelBadge, badge_picture
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import ScrollColumn
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.progress import ProgressBar

_WIDEST = 760


class WarmUpPage(Page):
    """Asks the questions in turn. Nothing is counted and nothing is kept but that it was done."""

    done = Signal()
    """The last answer was given."""
    lesson_requested = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        warm_up: WarmUp,
        guide: LabelGuide,
        *,
        first_lesson: tuple[str, str] = ("", ""),
        parent: QWidget | None = None,
    ) -> None:
        """``first_lesson`` is the id and the title of the lesson that is offered at the end."""
        super().__init__(parent)
        self._appearance, self._warm_up, self._guide = appearance, warm_up, guide
        self._first_lesson = first_lesson
        self._number = 0
        self._answered = False
        self.header = PageHeader(appearance, "Warm-up")
        self.header.back_requested.connect(self.back_requested)
        self._scroll = ScrollColumn(spacing=0)
        self.bar = ProgressBar(appearance)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._scroll, 1)
        self._body: QWidget | None = None
        self.answers: list[Button] = []
        self.next = Button(appearance, "")
        self._ask()

    # -- what is asked -------------------------------------------------------------------------

    @property
    def question(self) -> WarmUpQuestion | None:
        """The question on screen; None at the end."""
        questions = self._warm_up.questions
        return questions[self._number] if self._number < len(questions) else None

    def answer(self, label: str) -> None:
        """Give an answer: the reason is shown at once, and the words are marked."""
        question = self.question
        if question is None or self._answered:
            return
        self._answered = True
        given, right = question.answer(label), question.answer(question.right)
        self._sentence.reveal(self._guide.label(question.right))
        for button, each in zip(self.answers, question.answers, strict=True):
            button.setEnabled(False)
            button.setChecked(each.label == label)
        self._reasons.addWidget(self._reason(given, is_right=given is right))
        if given is not right:
            self._reasons.addWidget(self._reason(right, is_right=True, is_second=True))
        self.next.show()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._number == len(self._warm_up.questions) - 1:
            self.done.emit()
        # Once the reasons have their place.
        QTimer.singleShot(0, self._show_reasons)

    def _show_reasons(self) -> None:
        if self._answered:
            self._scroll.ensureWidgetVisible(self.next, 0, 24)

    def go_on(self) -> None:
        """The next sentence, or the end."""
        self._number += 1
        self._answered = False
        self._ask()

    # -- building ------------------------------------------------------------------------------

    def _ask(self) -> None:
        question, count = self.question, len(self._warm_up.questions)
        body = QWidget()
        body.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 24, 24, 32)
        column.setSpacing(12)
        self.bar = ProgressBar(self._appearance, self._number / count)
        if question is None:
            self._fill_end(column)
        else:
            self._fill(column, question, f"Sentence {self._number + 1} of {count}")
        column.addStretch(1)
        old, self._body = self._body, body
        if old is not None:
            old.hide()
            old.deleteLater()
            self._scroll.column.takeAt(0)
        # The body first, up to its widest; what is left stands at both sides.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(body, 1000)
        row.addStretch(1)
        self._scroll.column.addLayout(row)
        self._scroll.verticalScrollBar().setValue(0)
        first = self.next if question is None else self.answers[0]
        # The page has the keyboard: the number keys answer, and nothing is ringed unasked.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setTabOrder(self, first)
        if question is None:
            # Enter led through the sentences, and leads on; once the button is shown.
            QTimer.singleShot(0, self.next, self.next.setFocus)

    def _fill(self, column: QVBoxLayout, question: WarmUpQuestion, place: str) -> None:
        appearance = self._appearance
        column.addWidget(TextLabel(appearance, place, Role.SMALL))
        column.addWidget(self.bar)
        card = Card(appearance)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(22, 18, 22, 18)
        self._sentence = AskedSentence(appearance, question)
        inside.addWidget(self._sentence)
        column.addWidget(card)
        column.addWidget(TextLabel(appearance, question.question, Role.STRONG, wrap=True))
        self.answers = []
        for number, answer in enumerate(question.answers, 1):
            button = Button(
                appearance,
                answer.words,
                picture=badge_picture(appearance, self._guide.label(answer.label)),
                key=str(number),
                show_key=True,
                checkable=True,
            )
            button.clicked.connect(lambda _on=False, label=answer.label: self.answer(label))
            self.answers.append(button)
            line = QHBoxLayout()
            line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(10)
        column.addLayout(self._reasons)
        is_last = question is self._warm_up.questions[-1]
        words = "To the end" if is_last else "Next sentence"
        self.next = Button(appearance, words, kind=ButtonKind.PRIMARY, icon="next")
        self.next.clicked.connect(self.go_on)
        column.addWidget(self.next, alignment=Qt.AlignmentFlag.AlignLeft)
        self.next.hide()
        announce(self, f"{place}. {question.sentence} {question.question}")

    def _reason(self, answer: WarmUpAnswer, *, is_right: bool, is_second: bool = False) -> QWidget:
        appearance, label = self._appearance, self._guide.label(answer.label)
        ink = "found" if is_right else "other"
        said = f"It is a{'n' if label.name[0] in 'AEIOU' else ''} {label.name.lower()}"
        said = said if is_right else f"Not {said[6:]}"
        title = said if is_second or not is_right else f"Yes. {said}"
        card = Card(appearance, edge=ink, fill=f"{ink}_tint")
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 12, 18, 14)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(LabelBadge(appearance, label))
        sign = "✓" if is_right else "≠"
        top.addWidget(TextLabel(appearance, f"{sign} {title}", Role.STRONG, ink=ink), 1)
        column.addLayout(top)
        column.addWidget(TextLabel(appearance, answer.why, wrap=True))
        card.setAccessibleName(f"{title}. {answer.why}")
        announce(self, card.accessibleName())
        return card

    def _fill_end(self, column: QVBoxLayout) -> None:
        appearance = self._appearance
        lesson_id, title = self._first_lesson
        column.addWidget(TextLabel(appearance, "That was the warm-up", Role.TITLE, wrap=True))
        column.addWidget(self.bar)
        for text in self._warm_up.learned:
            column.addWidget(TextLabel(appearance, f"•  {text}", wrap=True))
        column.addSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(10)
        self.next = Button(
            appearance, "Open the first lesson" if lesson_id else "To the lessons",
            kind=ButtonKind.PRIMARY, icon="next",
        )  # fmt: skip
        line.addWidget(self.next)
        if lesson_id:
            self.next.set_tip(title)
            self.next.clicked.connect(lambda: self.lesson_requested.emit(lesson_id))
            other = Button(appearance, "All lessons")
            other.clicked.connect(self.back_requested)
            line.addWidget(other)
        else:
            self.next.clicked.connect(self.back_requested)
        line.addStretch(1)
        if lesson_id and title:
            column.addWidget(
                TextLabel(appearance, f"First comes “{title}”.", ink="soft_ink", wrap=True)
            )
        column.addLayout(line)
