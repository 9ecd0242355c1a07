"""The ledger on the screen: groups of students, each line painted with its sign and figures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.services.review.ledger import HoldingState
from annotator.ui.ledger.model import (
    FOLDED,
    GROUPS,
    LINE_ROLE,
    SECOND_ROLE,
    Column,
    LedgerLine,
    LedgerModel,
)
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import small_font, ui_font
from annotator.ui.widgets.painting import rounded_box
from annotator.ui.widgets.tables import make_plain

_SIDE = 10
_BOX = 22
_SIGN = 18
#: A picture, and a role of the theme for it, by the state of a group.
_SIGNS = {
    HoldingState.CHANGED: ("other", "other"),
    HoldingState.WORDS: ("note", "soft_ink"),
    HoldingState.NEW: ("hand-in", "soft_ink"),
    HoldingState.UNREADABLE: ("warning", "missed"),
    HoldingState.CURRENT: ("check", "found"),
    HoldingState.NOTHING: ("person", "soft_ink"),
}
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

_Index = QModelIndex | QPersistentModelIndex


class LedgerDelegate(QStyledItemDelegate):
    """Paints heads over their whole width, and cells with a small line under their words."""

    def __init__(self, appearance: Appearance, parent: QTableView) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect = self._appearance.theme, QRect(option.rect)
        line: LedgerLine = index.data(LINE_ROLE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.accent_tint)
        elif line.row is None:
            painter.fillRect(rect, theme.panel)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        if line.row is None:
            self._paint_head(painter, rect, line)
        elif index.column() == Column.TICK:
            self._paint_tick(painter, rect, index.data(Qt.ItemDataRole.CheckStateRole))
        elif index.column() == Column.CHANGE:
            self._paint_change(painter, rect, index.data() or "")
        else:
            self._paint_cell(painter, rect, index)
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRect, line: LedgerLine) -> None:
        theme, ratio = self._appearance.theme, painter.device().devicePixelRatioF()
        picture, role = _SIGNS[line.state]
        sign = self._appearance.pixmap(picture, getattr(theme, role), _SIGN, ratio)
        left = rect.left() + _SIDE + 2
        painter.drawPixmap(left, rect.top() + (rect.height() - _SIGN) // 2, sign)
        left += _SIGN + 9
        title, about = GROUPS[line.state]
        parts = [(title, True, theme.ink), (line.names or about, False, theme.soft_ink)]
        link = ""
        if line.state in FOLDED:
            link = "Hide them" if line.is_open else f"Show the {line.count}"
        room = rect.right() - _SIDE - QFontMetrics(ui_font(strong=True)).horizontalAdvance(link)
        for text, strong, ink in parts:
            font = ui_font(strong=strong)
            metrics = QFontMetrics(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room - left - 14))
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(QRect(left, rect.top(), room, rect.height()), _TOP, shown)
            left += metrics.horizontalAdvance(shown) + (12 if shown else 0)
        if link:
            painter.setFont(ui_font(strong=True))
            painter.setPen(theme.accent_ink)
            painter.drawText(rect.adjusted(left - rect.left(), 0, 0, 0), _TOP, link)

    def _paint_tick(self, painter: QPainter, rect: QRect, state: Qt.CheckState | None) -> None:
        if state is None:
            return
        theme, on = self._appearance.theme, state == Qt.CheckState.Checked
        box = QRect(0, 0, _BOX, _BOX)
        box.moveCenter(rect.center())
        fill, edge = (theme.accent, None) if on else (theme.card, theme.strong_line)
        rounded_box(painter, box, 5, fill, edge, 1.5)
        if on:
            ratio = painter.device().devicePixelRatioF()
            tick = self._appearance.pixmap("check", theme.on_accent, _BOX - 4, ratio)
            painter.drawPixmap(box.topLeft() + QPoint(2, 2), tick)

    def _paint_change(self, painter: QPainter, rect: QRect, text: str) -> None:
        if not text:
            return
        theme, font = self._appearance.theme, ui_font(strong=True)
        metrics = QFontMetrics(font)
        box = QRect(0, 0, max(40, metrics.horizontalAdvance(text) + 16), metrics.height() + 4)
        box.moveCenter(rect.center())
        box.moveLeft(rect.left() + _SIDE)
        rounded_box(painter, box, 5, theme.card, theme.strong_line)
        painter.setFont(font)
        painter.setPen(theme.missed if text.startswith("−") else theme.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_cell(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        theme = self._appearance.theme
        inner = rect.adjusted(_SIDE, 0, -_SIDE, -1)
        lines = [(str(index.data() or ""), ui_font(strong=index.column() == Column.STUDENT))]
        if second := str(index.data(SECOND_ROLE) or ""):
            lines.append((second, small_font()))
        height = sum(QFontMetrics(font).height() for _text, font in lines)
        top = inner.top() + (inner.height() - height) // 2
        for number, (text, font) in enumerate(lines):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            is_soft = number or text == "nothing yet"
            painter.setPen(theme.soft_ink if is_soft else theme.ink)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            line = QRect(inner.left(), top, inner.width(), metrics.height())
            painter.drawText(line, _TOP, shown)
            top += metrics.height()


class LedgerHeader(QHeaderView):
    """The columns' names over their words."""

    def __init__(self, appearance: Appearance, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._appearance = appearance
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        theme = self._appearance.theme
        painter.save()
        painter.fillRect(rect, theme.card)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        painter.setFont(small_font(strong=True))
        painter.setPen(theme.soft_ink)
        words = str(self.model().headerData(logical, Qt.Orientation.Horizontal) or "")
        painter.drawText(rect.adjusted(_SIDE, 0, 0, 0), _TOP, words)
        painter.restore()


class LedgerTable(QTableView):
    """All lines. Space ticks, Enter opens the paper or a folded group."""

    paper_requested = Signal(str)
    """The paper (SHA-256) of a student."""

    def __init__(
        self, appearance: Appearance, lines: LedgerModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = lines
        self.setModel(lines)
        self.setItemDelegate(LedgerDelegate(appearance, self))
        make_plain(self, "What each student holds, and what counts now")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalHeader(LedgerHeader(appearance, self))
        lines.modelReset.connect(self._lay_out)
        appearance.changed.connect(self.viewport().update)

    def _lay_out(self) -> None:
        """Heads over the whole width; lines with two rows of words are higher."""
        self.clearSpans()
        one, small = QFontMetrics(ui_font()).height(), QFontMetrics(small_font()).height()
        for number, line in enumerate(self._model.lines):
            if line.row is None:
                self.setSpan(number, 0, 1, len(Column))
            is_high = line.row is not None and line.row.held is not None
            self.setRowHeight(number, one + small + 8 if is_high else one + 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        metrics = QFontMetrics(ui_font())
        figures = metrics.horizontalAdvance("18.75 of 25 · 100%") + 2 * _SIDE
        held = QFontMetrics(small_font()).horizontalAdvance("return 2 · 26 Nov · class folder")
        fixed = {
            Column.TICK: _BOX + 2 * _SIDE,
            Column.HOLDS: max(figures, min(held + 2 * _SIDE, width // 4)),
            Column.COUNTS: figures,
            Column.CHANGE: metrics.horizontalAdvance("+18.75") + 16 + 2 * _SIDE,
        }
        left = max(240, width - sum(fixed.values()))
        fixed[Column.STUDENT] = min(240, round(left * 0.36))
        fixed[Column.WHY] = left - fixed[Column.STUDENT]
        for column, wide in fixed.items():
            self.setColumnWidth(column, wide)

    # -- keys and pointer ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() == Qt.Key.Key_Space:
            self._model.turn_tick(index.row())
        elif index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(index)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._model.lines[index.row()].row is None:
            self._model.turn_group(self._model.lines[index.row()])
        elif index.column() == Column.TICK:
            self._model.turn_tick(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() != Column.TICK:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        line = self._model.lines[index.row()]
        if line.row is None:
            self._model.turn_group(line)
        elif line.row.sha256:
            self.paper_requested.emit(line.row.sha256)

    def event(self, event: QEvent) -> bool:
        # A page's shortcut for the space bar or Enter must not take them from the table.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() in keys and not event.modifiers():
                event.accept()
        return super().event(event)
