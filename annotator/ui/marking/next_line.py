"""One quiet line: what is missing next, and the way there. Knows only the student's own gaps."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.services.marking.checking import NextGap, next_gap
from annotator.ui.article.vocabulary import ATTRIBUTES, RELATION_LABELS, lacking, plural
from annotator.ui.marking.check_panel import SOON_MS
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.labels import Role, TextLabel


class NextLine(QWidget):
    """Looks when the marking pauses, and only while it is seen."""

    mark_wanted = Signal(str)
    """Show this mark: something of it is open."""
    check_wanted = Signal()
    """Nothing is open any more."""

    def __init__(
        self, appearance: Appearance, session: MarkingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._gap: NextGap | None = None
        self.ties_only = False
        """Whether only ties are looked for, as in the step Connect."""
        self._text = TextLabel(appearance, "", Role.SMALL, ink="ink", wrap=True)
        self.show_me = Button(appearance, "Show me", kind=ButtonKind.QUIET)
        self.show_me.clicked.connect(self._go)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._text, 1)
        row.addWidget(self.show_me)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(self._follow)

    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def refresh(self) -> None:
        """Look for what is missing now."""
        session = self._session
        gap = self._gap = next_gap(
            session.lesson, session.marking, RELATION_LABELS, ties_only=self.ties_only
        )
        has_marks = len(session.marking) > 0
        text = gap_text(gap) if has_marks else "Next: select words and label them."
        if gap is None and has_marks and self.ties_only:
            text = "All is tied. Next: check."
        self._text.setText(text)
        self.show_me.setVisible(has_marks)
        self.show_me.set_label("Show me" if gap is not None else "Check")

    def _go(self) -> None:
        if self._gap is not None and self._gap.mark_id in self._session.marking:
            self.mark_wanted.emit(self._gap.mark_id)
        elif self._gap is None:
            self.check_wanted.emit()

    def _follow(self) -> None:
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()


def gap_text(gap: NextGap | None) -> str:
    """ "Next: 3 marks have no “said by” yet.": the first kind of thing that is open."""
    if gap is None:
        return "Your marks say all that is asked. Next: check."
    if gap.kind is not None:
        return f"Next: {lacking(gap.count, gap.kind)}."
    marks = plural(gap.count, "mark")
    if gap.question:
        return f"Next: {marks} without an answer to “{ATTRIBUTES[gap.question][0]}”"
    return f"Next: {marks} without how sure you are."
