"""What both views of the review ask before they decide: points and words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from annotator.services.data.preferences import TeacherPreferences
from annotator.ui.article.vocabulary import shortened
from annotator.ui.review.explain_group import item_of
from annotator.ui.review.session import ReviewSession
from annotator.ui.review.sheets import CommentSheet, EveryoneSheet, PointsSheet
from annotator.ui.widgets.appearance import Appearance


class Asking(QObject):
    """Opens the sheets over ``window`` and hands on what was said."""

    def __init__(self, appearance: Appearance, session: ReviewSession, window: QWidget) -> None:
        super().__init__(window)
        self._appearance, self.session, self._window = appearance, session, window
        self._preferences: TeacherPreferences | None = None

    def set_preferences(self, preferences: TeacherPreferences | None) -> None:
        """Where the teacher's own phrases are kept."""
        self._preferences = preferences

    def ask_comment(self, whom: str, take: Callable[[str], object]) -> None:
        """Ask for words; ``take`` gets them."""
        phrases = self._preferences.phrases() if self._preferences is not None else ()
        sheet = CommentSheet(self._appearance, whom=whom, phrases=phrases, parent=self._window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.commented.connect(take)
        if self._preferences is not None:
            sheet.phrases_kept.connect(self._preferences.keep_phrases)
        sheet.open()

    def ask_points(
        self, what: str, now: int, most: int, take: Callable[[int, str], object]
    ) -> None:
        """Ask for points and a reason; ``take`` gets them. All points are micro-points."""
        sheet = PointsSheet(
            self._appearance, what=what, now=now, most=most, least=min(0, now), parent=self._window
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.points_given.connect(take)
        sheet.open()

    def ask_everyone(self, number: int) -> None:
        """Show what accepting a decision's answer for everyone would do, and do it if wanted."""
        rescore = self.session.rescore(number)
        if rescore is None:
            return
        todo = self.session.todos[number]
        guide = self.session.review.lesson.guide
        label = todo.group.answer.label
        name = guide.label(label).name.lower() if label in guide else label
        words = shortened(todo.group.quote, 140)
        item = item_of(todo, self.session.key)
        sheet = EveryoneSheet(
            self._appearance,
            what=f"“{words}” counts as {name} for everyone.",
            classes=self.session.class_names,
            rescore=rescore,
            name=self.session.name,
            can_require=not todo.group.answer.item_id,
            drops=item.mistake_sentence(label) if item is not None else "",
            others=len(self.session.review.papers.still_working()),
            parent=self._window,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.accepted_for.connect(
            lambda why, required: self.session.accept_for_everyone(
                number, why=why, required=required
            )
        )
        sheet.open()
