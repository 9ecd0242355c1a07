"""The step "Read": what to do, what is new, what the labels are; then marking starts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from annotator.model.lesson import Lesson
from annotator.model.moments import due_text, utc_now
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import LabelBadge
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import ScrollColumn, heading, paragraph, section
from annotator.ui.widgets.labels import Role, TextLabel


class ReadPanel(QWidget):
    """Everything to know before the first mark, and the button that stays in sight."""

    start_requested = Signal()

    def __init__(
        self, appearance: Appearance, lesson: Lesson, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._lesson = lesson
        self.start = Button(appearance, "Start marking", kind=ButtonKind.PRIMARY, icon="next")
        self.start.clicked.connect(self.start_requested)
        self._scroll = ScrollColumn(spacing=12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.start)
        self._fill(self._scroll.column)

    def _fill(self, column: QVBoxLayout) -> None:
        appearance, lesson = self._appearance, self._lesson
        column.addWidget(heading(appearance, "First, read"))
        facts = [plural(lesson.article.body_word_count, "word")]
        if lesson.minutes:
            facts.append(f"about {lesson.minutes} minutes")
        if lesson.task.due is not None:
            facts.append(due_text(lesson.task.due, utc_now()))
        column.addWidget(TextLabel(appearance, " · ".join(facts), Role.SMALL, wrap=True))
        if lesson.task.assignment_id:
            # The list of words is only loaded for lessons that a teacher gave out.
            from annotator.services.marking.teachers import signature_text

            column.addWidget(TextLabel(appearance, signature_text(lesson), Role.SMALL, wrap=True))
        # What is new stands first: on a small screen what comes below may never be seen.
        if lesson.new:
            column.addWidget(self._card("New in this lesson", self._new_text()))
            column.addWidget(section(appearance, "What to do"))
        for text in _paragraphs(lesson.instructions):
            column.addWidget(paragraph(appearance, text))
        if lesson.stop_after_paragraph is not None:
            column.addWidget(self._card("A place to stop", self._stop_text()))
        column.addWidget(section(appearance, "What to look for"))
        column.addLayout(self._labels())
        column.addStretch(1)

    def _new_text(self) -> str:
        # Many lessons begin with the very words that stand above the card.
        prefix = "New in this lesson: "
        text = self._lesson.new
        if not text.startswith(prefix):
            return text
        rest = text[len(prefix) :]
        return rest[:1].upper() + rest[1:]

    def _stop_text(self) -> str:
        number = self._lesson.stop_after_paragraph
        return (
            f"If the time is short, stop after paragraph {number}. "
            "Your marks are kept; go on from there next time."
        )

    def _card(self, title: str, text: str) -> Card:
        card = Card(self._appearance, edge="accent", fill="card")
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 12, 14, 12)
        column.setSpacing(4)
        column.addWidget(section(self._appearance, title))
        for each in _paragraphs(text):
            column.addWidget(paragraph(self._appearance, each))
        return card

    def _labels(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, label in enumerate(self._lesson.guide.labels):
            words = f"{label.name}: {label.short}" if label.short else label.name
            grid.addWidget(LabelBadge(self._appearance, label), row, 0)
            grid.addWidget(paragraph(self._appearance, words), row, 1)
        return grid


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
