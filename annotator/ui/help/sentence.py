"""A sentence of the warm-up: first the words that are asked about, then what they are."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent

from annotator.model.labels import Label, LabelExample, Pattern
from annotator.model.warm_up import WarmUpQuestion
from annotator.ui.marking.example_view import ExampleView
from annotator.ui.widgets.appearance import Appearance

_ASKED = Label("asked", "Asked", "Asked", "?", Pattern.SOLID, "asked")


class AskedSentence(ExampleView):
    """Tints the words in question without a label; :meth:`reveal` marks them as on a page."""

    def __init__(self, appearance: Appearance, question: WarmUpQuestion) -> None:
        example = LabelExample(question.sentence, question.quote, "")
        super().__init__(appearance, _ASKED, example, size=20.0)
        self._is_revealed = False
        self.setAccessibleName(f"{question.sentence} The words in question: “{question.quote}”")

    def reveal(self, label: Label) -> None:
        """Mark the words with the label that is right."""
        self._label = label
        self._is_revealed = True
        self.setAccessibleName(
            f"{self._example.sentence} Marked as {label.name.lower()}: “{self._example.quote}”"
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_revealed:
            super().paintEvent(event)
            return
        theme = self._appearance.theme
        painter = QPainter(self)
        for rect in self.marked_rects():
            painter.fillRect(rect, theme.accent_tint)
        self._draw_words(painter)
        painter.end()
