"""The table of a class list: what each column is stands in its head, and can be changed there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.services.classes.list_columns import ColumnMeaning
from annotator.ui.desk.list_rows import (
    OWN_COLUMNS,
    ROW,
    STATE_ROLE,
    WHAT,
    ListModel,
    ListRow,
    RowState,
)
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import small_font, ui_font
from annotator.ui.widgets.tables import make_plain

MEANINGS = {
    ColumnMeaning.FIRST: "First name",
    ColumnMeaning.LAST: "Last name",
    ColumnMeaning.NAME: "Whole name",
    ColumnMeaning.ID: "ID",
    ColumnMeaning.MAIL: "E-mail",
    ColumnMeaning.SECTION: "Class or group",
    ColumnMeaning.OTHER: "leave out",
}
_LINE = 34
_SIDE = 8
_SIGN = 18
#: A picture, and a role of the theme for it, by what becomes of a row.
_SIGNS = {
    RowState.IN_CLASS: ("check", "found"),
    RowState.NEW: ("plus", "soft_ink"),
    RowState.ASKED: ("other", "other"),
    RowState.LEFT_OUT: ("remove", "soft_ink"),
}


class MeaningHeader(QHeaderView):
    """Words over the columns, and below them a box that says what the column is."""

    meaning_chosen = Signal(int, object)
    """A person said what a column (from 0) is, a :class:`ColumnMeaning`."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._appearance = appearance
        self.boxes: list[QComboBox] = []
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionResized.connect(self._place)
        self.setStretchLastSection(True)

    def show_columns(self, headings: Sequence[str], meanings: Sequence[ColumnMeaning]) -> None:
        """A box for each column of the list."""
        while len(self.boxes) > len(meanings):
            self.boxes.pop().deleteLater()
        while len(self.boxes) < len(meanings):
            self.boxes.append(self._make_box(len(self.boxes)))
        for box, heading, meaning in zip(self.boxes, headings, meanings, strict=True):
            box.setAccessibleName(f"What the column “{heading}” is")
            box.setCurrentIndex(list(MEANINGS).index(meaning))
        self._place()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        box = max((each.sizeHint().height() for each in self.boxes), default=0)
        return QSize(super().sizeHint().width(), QFontMetrics(small_font()).height() + 14 + box)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().viewportEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        theme = self._appearance.theme
        painter.save()
        painter.fillRect(rect, theme.panel)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        painter.setFont(small_font())
        painter.setPen(theme.soft_ink)
        inner = rect.adjusted(_SIDE, 6, -_SIDE, -4)
        words = str(self.model().headerData(logical, Qt.Orientation.Horizontal) or "")
        shown = QFontMetrics(small_font()).elidedText(
            words, Qt.TextElideMode.ElideRight, inner.width()
        )
        at = Qt.AlignmentFlag.AlignTop if logical >= OWN_COLUMNS else Qt.AlignmentFlag.AlignBottom
        painter.drawText(inner, at | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()

    def _make_box(self, place: int) -> QComboBox:
        box = QComboBox(self.viewport())
        for meaning, words in MEANINGS.items():
            box.addItem(words, meaning)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(4)
        box.activated.connect(
            lambda _at: self.meaning_chosen.emit(place, list(MEANINGS)[box.currentIndex()])
        )
        box.show()
        return box

    def _place(self) -> None:
        for place, box in enumerate(self.boxes):
            section = place + OWN_COLUMNS
            if section >= self.count():
                continue
            height = box.sizeHint().height()
            left, width = self.sectionViewportPosition(section), self.sectionSize(section)
            box.setGeometry(left + 4, self.height() - height - 5, width - 8, height)


class ListDelegate(QStyledItemDelegate):
    """A cell with room at its sides; what is left out is struck, what is asked stands out."""

    def __init__(self, appearance: Appearance, parent: QTableView) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, rect = self._appearance.theme, QRect(option.rect)
        row: ListRow = index.data(STATE_ROLE)
        is_out = row.state is RowState.LEFT_OUT
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.accent_tint)
        elif row.looked_at:
            painter.fillRect(rect, theme.other_tint)
        elif is_out:
            painter.fillRect(rect, theme.panel)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        inner = rect.adjusted(_SIDE, 0, -_SIDE, -1)
        what = index.column() == WHAT
        if what:
            inner.setLeft(self._paint_sign(painter, inner, row))
        font = ui_font(strong=what and row.question is not None)
        font.setStrikeOut(row.is_struck and index.column() >= OWN_COLUMNS)
        painter.setFont(font)
        painter.setPen(theme.soft_ink if is_out or index.column() == ROW else theme.ink)
        words = QFontMetrics(font).elidedText(
            index.data() or "", Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    def _paint_sign(self, painter: QPainter, inner: QRect, row: ListRow) -> int:
        """Paint the sign of what becomes of a row; where the words begin."""
        picture, role = _SIGNS[row.state]
        if row.looked_at and row.question is None:
            picture, role = "other", "other"
        ink = getattr(self._appearance.theme, role)
        ratio = painter.device().devicePixelRatioF()
        top = inner.top() + (inner.height() - _SIGN) // 2
        sign = self._appearance.pixmap(picture, ink, _SIGN, ratio)
        painter.drawPixmap(inner.left(), top, sign)
        return inner.left() + _SIGN + 8


class ListTable(QTableView):
    """All rows of the list. Enter or a double click asks to take a row in or leave it out."""

    row_requested = Signal(int)
    """A row by its number was opened."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ListModel()
        self.setModel(self.rows)
        self.head = MeaningHeader(appearance, self)
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(ListDelegate(appearance, self))
        make_plain(self, "Rows of the list")
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(
            max(_LINE, QFontMetrics(ui_font()).height() + 12)
        )
        self.horizontalScrollBar().valueChanged.connect(lambda _at: self.head.updateGeometries())
        self.activated.connect(self._activated)
        appearance.changed.connect(self.viewport().update)

    @property
    def current(self) -> ListRow | None:
        """The row that is chosen."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def choose(self, number: int) -> bool:
        """Choose a row by its number in the list; False where it isn't shown."""
        place = self.rows.place_of(number)
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place, WHAT))
        return place >= 0

    def set_widths(self) -> None:
        """Give the columns the room that their words need, none of them more than a third."""
        metrics = QFontMetrics(ui_font())
        self.setColumnWidth(ROW, metrics.horizontalAdvance("00000") + 2 * _SIDE)
        self.setColumnWidth(
            WHAT, metrics.horizontalAdvance("new; or is it Amara Okonkwo-Smith?") + 60
        )
        least = metrics.horizontalAdvance("Class or group") + 56
        for column in range(OWN_COLUMNS, self.rows.columnCount()):
            cells = (
                self.rows.index(at, column).data() for at in range(min(60, self.rows.rowCount()))
            )
            wide = max((metrics.horizontalAdvance(cell) for cell in cells if cell), default=0)
            self.setColumnWidth(column, min(max(least, wide + 3 * _SIDE), 260))

    def _activated(self, index: QModelIndex) -> None:
        self.row_requested.emit(self.rows.rows[index.row()].number)
