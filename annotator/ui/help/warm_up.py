"""The warm-up page: one sentence at a time, and the reason at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.labels import Label, LabelGuide
from annotator.model.text import Span
from annotator.model.warm_up import WarmUp, WarmUpAnswer, WarmUpQuestion
from annotator.ui.help.sentence import WarmUpSentence
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import LabelBadge, badge_picture
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import ScrollColumn
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.progress import ProgressBar

_WIDEST = 760
#: After so many wrong swipes the words are selected for the student.
_MISSES = 2


class WarmUpPage(Page):
    """Asks the questions in turn. Nothing is counted but how many are answered."""

    answered = Signal(int)
    """So many sentences are answered."""
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
        begin_at: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """``first_lesson`` is the id and the title of the lesson that is offered at the end;
        ``begin_at`` the number of sentences that were answered before, if some are left."""
        super().__init__(parent)
        self._appearance, self.warm_up, self._guide = appearance, warm_up, guide
        self._first_lesson = first_lesson
        self._number = begin_at if begin_at < len(warm_up.questions) else 0
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
        self.tools: dict[str, Button] = {}
        self.sentence: WarmUpSentence | None = None
        self.next = Button(appearance, "")
        self._ask()

    # -- what is asked -------------------------------------------------------------------------

    @property
    def question(self) -> WarmUpQuestion | None:
        """The question on screen; None at the end."""
        questions = self.warm_up.questions
        return questions[self._number] if self._number < len(questions) else None

    def use_label(self, label: str) -> None:
        """As in a lesson: label what is selected, or else take the tool in hand (or drop it)."""
        if self.sentence is None or self._answered:
            return
        spans = self.sentence.words.spans()
        if spans:
            self._mark(spans, label)
        else:
            self._keep_tool("" if self.sentence.tool() == label else label)

    def answer(self, label: str) -> None:
        """Give an answer: the reason is shown at once, and the words are marked."""
        question, sentence = self.question, self.sentence
        if question is None or sentence is None or self._answered:
            return
        self._answered = True
        self._keep_tool("")
        self._hint.hide()
        self._how.hide()
        given, right = question.answer(label), question.answer(question.right)
        sentence.reveal(question.right, self._guide.label(question.right).name)
        for label_id, button in self.tools.items():
            button.setEnabled(False)
            button.setChecked(label_id == label)
        self._reasons.addWidget(self._reason(given, is_right=given is right))
        if given is not right:
            self._reasons.addWidget(self._reason(right, is_right=True, is_second=True))
        self.next.show()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        self.answered.emit(self._number + 1)
        if self._number == len(self.warm_up.questions) - 1:
            self.done.emit()
        # Once the reasons have their place.
        QTimer.singleShot(0, self._show_reasons)

    def _mark(self, spans: Sequence[Span], label: str | None) -> None:
        """The article asks for a mark: an answer, where the words are those in question."""
        sentence, question = self.sentence, self.question
        if sentence is None or question is None or self._answered:
            return
        if label is None:
            # Enter on a selection asks which label it is to be.
            next(iter(self.tools.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if sentence.is_wanted(spans[0]):
            self.answer(label)
            return
        self._misses += 1
        self._keep_tool(sentence.tool() or "")
        if question.find and self._misses < _MISSES:
            self._show_hint(f"Other words are meant. Look for {question.find}.")
            return
        # Once the swipe is over, which ends with nothing selected.
        QTimer.singleShot(0, sentence, sentence.select_wanted)
        self._show_hint("These are the words that are meant. What are they?")

    def _show_hint(self, text: str) -> None:
        self._hint.setText(text)
        self._hint.show()
        announce(self, text)

    def _keep_tool(self, label: str) -> None:
        assert self.sentence is not None
        self.sentence.set_tool(label or None)
        for label_id, button in self.tools.items():
            button.setChecked(label_id == label)

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
        question, count = self.question, len(self.warm_up.questions)
        self.tools, self.sentence, self._misses = {}, None, 0
        body = QWidget()
        body.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 24, 24, 32)
        column.setSpacing(12)
        self.bar = ProgressBar(self._appearance, self._number / count)
        if question is None:
            self._fill_end(column)
        else:
            place = f"Sentence {self._number + 1} of {count}"
            self.sentence = self._fill(column, question, place)
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
        # The sentence has the keyboard, as an article has: words can be selected at once.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.next if self.sentence is None else self.sentence)
        if self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if question is None:
            # Enter led through the sentences, and leads on; once the button is shown.
            QTimer.singleShot(0, self.next, self.next.setFocus)

    def _fill(self, column: QVBoxLayout, question: WarmUpQuestion, place: str) -> WarmUpSentence:
        appearance = self._appearance
        column.addWidget(TextLabel(appearance, place, Role.SMALL))
        column.addWidget(self.bar)
        column.addWidget(TextLabel(appearance, question.question, Role.STRONG, wrap=True))
        card = Card(appearance)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2, 2, 2, 2)
        sentence = WarmUpSentence(appearance, question, self._guide)
        sentence.mark_requested.connect(self._mark)
        inside.addWidget(sentence)
        column.addWidget(card)
        if question.find:
            how = "Swipe over the words, then choose a label or press its key."
        else:
            sentence.select_wanted()
            how = "The words are selected. Choose a label or press its key."
        self._how = TextLabel(appearance, how, ink="soft_ink", wrap=True)
        column.addWidget(self._how)
        tools = FlowLayout(gap=8, line_gap=8)
        for label in self._guide.labels:
            self.tools[label.id] = self._tool(label)
            tools.addWidget(self.tools[label.id])
        column.addLayout(tools)
        self._hint = TextLabel(appearance, "", wrap=True)
        self._hint.hide()
        column.addWidget(self._hint)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(10)
        column.addLayout(self._reasons)
        is_last = question is self.warm_up.questions[-1]
        words = "To the end" if is_last else "Next sentence"
        self.next = Button(appearance, words, kind=ButtonKind.PRIMARY, icon="next")
        self.next.clicked.connect(self.go_on)
        column.addWidget(self.next, alignment=Qt.AlignmentFlag.AlignLeft)
        self.next.hide()
        announce(self, f"{place}. {question.sentence} {question.question} {how}")
        return sentence

    def _tool(self, label: Label) -> Button:
        """A label as the row of tools in a lesson has it, with the same key."""
        button = Button(
            self._appearance,
            label.name,
            picture=badge_picture(self._appearance, label),
            key=str(self._guide.key_of(label.id)),
            show_key=True,
            checkable=True,
            tip=f"{label.name}: {label.short}",
        )
        # The article keeps the keyboard, and with it its selection.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.use_label(label.id))
        return button

    def _reason(self, answer: WarmUpAnswer, *, is_right: bool, is_second: bool = False) -> QWidget:
        appearance, label = self._appearance, self._guide.label(answer.label)
        ink = "found" if is_right else "other"
        text = f"It is a{'n' if label.name[0] in 'AEIOU' else ''} {label.name.lower()}"
        if not is_right:
            text = f"You said “{label.name.lower()}”"
        title = text if is_second or not is_right else f"Yes. {text}"
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
        for text in self.warm_up.learned:
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
