"""Trying a lesson as its students will meet it: marked blind, then held against the key.

What is marked here is never a submission: it lives as long as the page, and is never counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.services.data.preferences import ReadingSettings
from annotator.services.marking.marking import Marking
from annotator.services.marking.wording import found_text
from annotator.services.review.compare import Compared, blind_edition, compare_trial
from annotator.services.review.explanation import explain_paper
from annotator.ui.marking.page import StudentPage
from annotator.ui.marking.session import MarkingSession
from annotator.ui.outcomes.article_pane import ReviewArticle, entry_of
from annotator.ui.outcomes.compare_panel import ComparePanel
from annotator.ui.outcomes.layers import Layers
from annotator.ui.outcomes.outcome_rows import OutcomeRow, entries_of, explain
from annotator.ui.outcomes.row_navigation import next_stop, place_of, stops_of
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import TextLabel
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.single_keys import bind_key

_NAME = "Your own try"


class Outcome(QWidget):
    """The try over the key, with each difference explained."""

    back_requested = Signal()
    again_requested = Signal()
    item_requested = Signal(str)
    """Write on this key item."""

    def __init__(
        self,
        appearance: Appearance,
        lesson: Lesson,
        compared: Compared,
        settings: ReadingSettings | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lesson, self._compared = lesson, compared
        self._chosen = ""
        comparison = compared.comparison
        assert lesson.key is not None
        self.header = PageHeader(
            appearance, f"{lesson.title}: your try", back_name="Back to the key"
        )
        found = found_text(comparison.named, comparison.required, len(comparison.marks))
        self.header.add_right(TextLabel(appearance, found))
        self.again = Button(appearance, "Go on marking", icon="retry")
        self.edit = Button(appearance, "Write on this item", kind=ButtonKind.PRIMARY, icon="note")
        for button in (self.again, self.edit):
            self.header.add_right(button)
        self.view = ReviewArticle()
        self.view.set_theme(appearance.theme)
        if settings is not None:
            self.view.set_settings(settings)
        self.view.set_article(lesson.article, lesson.guide)
        self.view.show_compared(lesson, compared, Layers.BOTH, None)
        self.panel = ComparePanel(appearance)
        self.panel.setFixedWidth(360)
        submission = compared.submission
        self.entries = entries_of(
            comparison, lesson.key, lesson.guide, submission.annotations, submission.relations
        )
        self.panel.show_entries(self.entries, lesson.guide)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(row, 1)
        self.setFocusProxy(self.view)
        self.header.back_requested.connect(self.back_requested)
        self.again.clicked.connect(self.again_requested)
        self.edit.clicked.connect(self._ask_for_item)
        self.panel.entry_chosen.connect(self.choose)
        self.view.mark_clicked.connect(lambda painted: self.choose(entry_of(painted, self.entries)))
        appearance.theme_changed.connect(self.view.set_theme)
        for key, by in (("J", 1), ("K", -1)):
            bind_key(appearance, key, self, partial(self.step, by), within=True)
        self.choose("")

    @property
    def chosen(self) -> str:
        """The row that is explained, or an empty string."""
        return self._chosen

    def choose(self, entry_id: str) -> None:
        """Explain a row; an empty id tells of the whole try."""
        entry = next((each for each in self.entries if entry_id and each.id == entry_id), None)
        self._chosen = entry.id if entry is not None else ""
        comparison, submission = self._compared.comparison, self._compared.submission
        self.panel.choose(self._chosen)
        if entry is None:
            self.panel.show_explanation(explain_paper(self._lesson, comparison, submission))
        else:
            explanation = explain(entry, self._lesson, comparison, submission)
            self.panel.show_explanation(explanation, place_of(self._stops(), entry))
        self.view.pick(entry)
        self.edit.setEnabled(bool(self._item_of(entry)))

    def step(self, by: int) -> None:
        """Choose the next (1) or the previous (-1) difference."""
        chosen = next_stop(self.panel.shown_entries(), self._stops(), self._chosen, by)
        if chosen:
            self.choose(chosen)

    def _stops(self) -> list[OutcomeRow]:
        return stops_of(self.panel.shown_entries(), filtered=False)

    def _item_of(self, entry: OutcomeRow | None) -> str:
        return entry.key_item.id if entry is not None and entry.key_item is not None else ""

    def _ask_for_item(self) -> None:
        entry = next((each for each in self.entries if each.id == self._chosen), None)
        if item_id := self._item_of(entry):
            self.item_requested.emit(item_id)


class TryPage(Page):
    """The student's page without a key; after that the outcome. ``key`` is asked for only then."""

    item_requested = Signal(str)

    help_topic = "teacher"

    def __init__(
        self,
        appearance: Appearance,
        lesson: Lesson,
        key: Callable[[], AnswerKey],
        *,
        settings: ReadingSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._lesson, self._key, self._settings = (
            appearance,
            lesson,
            key,
            settings,
        )
        # Nothing is written: a try is not kept.
        self._marking = Marking(lesson.article, write=lambda _change: None)
        session = MarkingSession(blind_edition(lesson), self._marking)
        self.student = StudentPage(appearance, session, student_name=_NAME, settings=settings)
        session.setParent(self.student)
        self.student.save_status.hide()
        self.student.tools.reading.hide()
        self.student.hand_in.set_label("Compare with the key")
        self.student.hand_in.set_icon("check")
        self.student.hand_in.clicked.disconnect()
        self.student.hand_in.clicked.connect(self.compare)
        self.student.hand_in_requested.connect(self.compare)
        self.student.back_requested.connect(self.back_requested)
        self.outcome: Outcome | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.student)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setFocusProxy(self.student)

    def compare(self) -> None:
        """Hold the marks against the key as it is now."""
        self.student.flush()
        key = self._key()
        compared = compare_trial(self._lesson, key, self._marking, name=_NAME)
        old = self.outcome
        keyed = replace(self._lesson, key=key)
        self.outcome = Outcome(self._appearance, keyed, compared, self._settings)
        self.outcome.back_requested.connect(self.back_requested)
        self.outcome.again_requested.connect(lambda: self._stack.setCurrentWidget(self.student))
        self.outcome.item_requested.connect(self.item_requested)
        self._stack.addWidget(self.outcome)
        self._stack.setCurrentWidget(self.outcome)
        self.outcome.setFocus()
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
