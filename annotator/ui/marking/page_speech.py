"""What a screen reader hears of the student's page: steps, tools, marks, and what was undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.model.changes import MarksChange
from annotator.ui.article.view import ArticleView
from annotator.ui.marking.mark_news import details_of, mark_text, news_of
from annotator.ui.marking.session import LessonStep, MarkingSession
from annotator.ui.widgets.announce import announce


class PageSpeech(QObject):
    """Announces for one page; ``steps`` are the lesson's, in order."""

    def __init__(
        self,
        page: QWidget,
        session: MarkingSession,
        view: ArticleView,
        steps: Sequence[LessonStep],
    ) -> None:
        super().__init__(page)
        self._page, self._session, self._view = page, session, view
        self._steps = list(steps)
        self._step = steps[0]
        #: Opens what is said of a change: that it was undone, or done again.
        self._opening = ""
        session.changed.connect(self._follow)
        view.speech.details_of = lambda mark_id: details_of(session, mark_id)

    def show_step(self, step: LessonStep) -> None:
        """Another step's page is shown."""
        if step is not self._step:
            number = self._steps.index(step) + 1
            announce(self._page, f"Step {number} of {len(self._steps)}: {step.value}")
        self._step = step

    def show_tool(self, before: str, label: str) -> None:
        """A tool (a label's id, or none) was taken in hand in place of another, or put away."""
        guide = self._session.lesson.guide
        if label:
            name = guide.label(label).name
            announce(self._page, f"{name} tool in hand. Swipe over words to mark them.")
        elif before:
            announce(self._page, f"{guide.label(before).name} tool put away")

    def _follow(self, change: MarksChange) -> None:
        """Marks or ties have changed; not said while a note is still being typed."""
        quiet = self._session.in_mid_sentence
        news = () if quiet else news_of(change, self._session.lesson)
        for number, text in enumerate(news):
            announce(self._page, text if number else self._opening + text)

    def walk(self, opening: str, way: Callable[[], None]) -> None:
        """Undo or redo with ``way``; what changes is said after ``opening``."""
        self._opening = opening
        way()
        self._opening = ""

    def show_next(self, mark_id: str, step: int) -> None:
        """The caret goes to a mark that was chosen by key; an empty id: there is none that way."""
        if mark_id:
            self._view.speech.go_to(self._session.marking.mark(mark_id).span.start)
            announce(self._page, mark_text(self._session, mark_id))
        elif not len(self._session.marking):
            announce(self._page, "Nothing is marked yet")
        else:
            announce(self._page, "No further mark" if step > 0 else "No mark before this one")

    def show_here(self) -> None:
        """Say and show what the caret stands on: the paragraph, and the marks there."""
        text = self._view.speech.say_here()
        port = self._view.viewport()
        QToolTip.showText(port.mapToGlobal(self._view.cursorRect().bottomLeft()), text, port)
