"""What was taken for what: a table of counts, each cell the darker the more there are.

Painted here: no chart library is needed for it. Figures stand in every cell, so colour is never the
only sign; what is on the diagonal is right.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.theme import contrast

_ROW, _LEFT, _HEAD = 38, 104, 30
#: What text on a ground needs at least (WCAG 2.2, 1.4.3).
_LEGIBLE = 4.5


@dataclass(frozen=True, slots=True)
class Cell:
    """A count; ``of`` is what its row adds up to, ``right`` whether it is where it should be."""

    count: int
    of: int
    right: bool = False
    blank: bool = False

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class ConfusionTable:
    """Names of rows and columns, and the cells row by row.

    ``is_share``: figures are of 100 answers of a row; else they are the answers themselves.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    is_share: bool = True

    @property
    def unit(self) -> str:
        """What the figures are, in a few words."""
        return "of 100 answers" if self.is_share else "number of answers"

    def figure(self, cell: Cell) -> str:
        """What stands in a cell."""
        return str(round(100 * cell.share) if self.is_share else cell.count)

    def spoken(self) -> str:
        """What stands out, as a sentence for a screen reader."""
        sentences = []
        for name, row in zip(self.rows, self.cells, strict=True):
            parts = [
                f"{cell.count} {column}"
                for column, cell in zip(self.columns, row, strict=True)
                if cell.count and not cell.blank
            ]
            sentences.append(f"{name}: {', '.join(parts) or 'nothing'}")
        return ". ".join(sentences)


class ConfusionChart(QWidget):
    """Shows a table; see :class:`ConfusionTable` for what its figures are."""

    spoken_role = "Chart"

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._table = ConfusionTable((), (), ())
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    def show_table(self, table: ConfusionTable) -> None:
        """Show other counts."""
        self._table = table
        self.setAccessibleName("What was taken for what")
        self.setAccessibleDescription(table.spoken())
        self.updateGeometry()
        self.update()

    def set_scale(self, scale: float) -> None:
        """Everything larger, for a projector."""
        self._scale = scale
        self.updateGeometry()
        self.update()

    @property
    def table(self) -> ConfusionTable:
        """What is shown."""
        return self._table

    def sizeHint(self) -> QSize:
        rows = len(self._table.rows)
        return QSize(360, round((_HEAD + rows * _ROW) * self._scale))

    def minimumSizeHint(self) -> QSize:
        return QSize(260, self.sizeHint().height())

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell lies."""
        scale, columns = self._scale, max(1, len(self._table.columns))
        left = round(_LEFT * scale)
        wide = min(round(76 * scale), max(30, (self.width() - left) // columns))
        top = round(_HEAD * scale) + row * round(_ROW * scale)
        return QRect(left + column * wide, top, wide, round(_ROW * scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, scale = self._appearance.theme, self._scale
        painter = QPainter(self)
        small = ui_font(13.5 * scale, strong=True)
        centre = Qt.AlignmentFlag.AlignCenter
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(small)
        painter.setPen(theme.soft_ink)
        corner = QRect(0, 0, round(_LEFT * scale), round(_HEAD * scale))
        painter.drawText(corner, int(left), "key ╲ marked")
        for number, name in enumerate(self._table.columns):
            rect = self.cell_rect(0, number)
            painter.drawText(
                QRect(rect.left(), 0, rect.width(), round(_HEAD * scale)), int(centre), name
            )
        for row, name in enumerate(self._table.rows):
            rect = self.cell_rect(row, 0)
            painter.setFont(small)
            painter.setPen(theme.soft_ink)
            painter.drawText(
                QRect(0, rect.top(), round(_LEFT * scale) - 4, rect.height()), int(left), name
            )
            for column, cell in enumerate(self._table.cells[row]):
                if not cell.blank:
                    self._paint_cell(painter, self.cell_rect(row, column), cell)
        painter.end()

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        theme = self._appearance.theme
        most = most_heat(self._ground(cell), theme.card, theme.ink)
        painter.fillRect(rect.adjusted(0, 0, -1, -1), heat(self._ground(cell), cell.share, most))
        strong = ui_font(15 * self._scale, strong=cell.right or cell.share >= 0.25)
        painter.setFont(strong)
        painter.setPen(theme.ink if cell.count else theme.soft_ink)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._table.figure(cell))

    def _ground(self, cell: Cell) -> QColor:
        theme = self._appearance.theme
        return theme.found if cell.right else theme.other


def heat(colour: QColor, share: float, most: float = 0.5) -> QColor:
    """``colour``, the more opaque the larger the share; never so much that ink is hard to read."""
    shade = QColor(colour)
    shade.setAlphaF(min(1.0, max(0.0, share)) * most)
    return shade


def most_heat(colour: QColor, ground: QColor, ink: QColor, wanted: float = 0.5) -> float:
    """How opaque ``colour`` may lie on a ground at most, so that ink on it keeps 4.5 to 1."""
    for percent in range(round(100 * wanted), 0, -1):
        if contrast(ink, laid_over(colour, ground, percent / 100)) >= _LEGIBLE:
            return percent / 100
    return 0.0


def laid_over(colour: QColor, ground: QColor, share: float) -> QColor:
    """What is seen of ``colour`` on an opaque ground, as opaque as ``share`` says."""
    above, below = ((each.red(), each.green(), each.blue()) for each in (colour, ground))
    mixed = (round(a * share + b * (1 - share)) for a, b in zip(above, below, strict=True))
    return QColor(*mixed)
