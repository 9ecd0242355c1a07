"""A worked example: a sentence of an article in which the marked words look as on the page."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model.labels import Label, LabelExample
from annotator.model.utf16 import Utf16Map
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import paint_underline
from annotator.ui.widgets.fonts import article_font

_SIZE = 16.0
_LEADING = 1.55
_LINE = 5.0


class ExampleView(QWidget):
    """The sentence, wrapped, with tint and patterned underline where the label is."""

    def __init__(
        self,
        appearance: Appearance,
        label: Label,
        example: LabelExample,
        parent: QWidget | None = None,
        *,
        size: float = _SIZE,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._appearance = appearance
        self._label = label
        self._example = example
        start = example.sentence.index(example.quote)
        units = Utf16Map(example.sentence)
        self._start = units.to_utf16(start)
        self._end = units.to_utf16(start + len(example.quote))
        self._layout = QTextLayout(example.sentence, article_font(size))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._laid_out = -1
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(
            f"Example: {example.sentence} Marked as {label.name.lower()}: “{example.quote}”"
        )
        appearance.changed.connect(self.update)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._wrap(width)
        return round(self._layout.lineCount() * self._leading()) + 2

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(self.width() or 240))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, round(self._leading()) + 2)

    def marked_rects(self) -> list[QRectF]:
        """Where the marked words are, one rectangle a line and run, in logical pixels."""
        self._wrap(self.width())
        rects = []
        for number in range(self._layout.lineCount()):
            rects += self._rects_of(self._layout.lineAt(number), number * self._leading())
        return rects

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        colours = theme.label(self._label.colour)
        painter = QPainter(self)
        for rect in self.marked_rects():
            painter.fillRect(rect, colours.tint)
            under = QRectF(rect.left(), rect.bottom() - 1, rect.width(), _LINE)
            painter.save()
            painter.setClipRect(under.adjusted(0, -1, 0, 1))
            paint_underline(painter, under, self._label.pattern, colours.line)
            painter.restore()
        self._draw_words(painter)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        painter.setPen(self._appearance.theme.ink)
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            line.draw(painter, QPointF(0, number * self._leading()))

    def _leading(self) -> float:
        return self._size * _LEADING

    def _wrap(self, width: int) -> None:
        if width == self._laid_out or width <= 0:
            return
        self._laid_out = width
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
        self._layout.endLayout()

    def _rects_of(self, line: QTextLine, y: float) -> list[QRectF]:
        start = max(self._start, line.textStart())
        end = min(self._end, line.textStart() + line.textLength())
        if start >= end:
            return []
        # Glyph runs, not cursor positions: those paint the wrong words from right to left.
        rects = []
        for run in line.glyphRuns(start, end - start):
            box = run.boundingRect()
            rects.append(QRectF(box.left(), y + 1, box.width(), line.height() + 1))
        return rects
