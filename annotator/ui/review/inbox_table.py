"""The inbox: all papers in a table to sort, filter and choose from."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.services.review.states import PaperState
from annotator.ui.article.vocabulary import plural
from annotator.ui.outcomes.row_delegates import SHA_ROLE
from annotator.ui.review.inbox_filter import InboxFilter
from annotator.ui.review.inbox_model import Column
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import focus_ring
from annotator.ui.widgets.sort_keys import add_sort_keys
from annotator.ui.widgets.tables import make_plain

_ROW = 38
#: From these widths (logical pixels) the button has words, the count of papers is shown.
_WORDS_FROM, _COUNT_FROM = 1000, 800
_WIDTHS = {
    Column.STUDENT: 210,
    Column.CLASS: 80,
    Column.STATE: 96,
    Column.HANDED_IN: 116,
    Column.FOUND: 84,
    Column.PLACE: 84,
    Column.EDGES: 84,
    Column.POINTS: 110,
    Column.OPEN: 84,
}
#: What is cut in the narrow columns has room from this width on.
_ROOMY_FROM = 1220
_ROOMY = {Column.CLASS: 132, Column.STATE: 150}


#: (words, tip, states); None stands for what deserves a second look, no state for all.
_FILTERS: tuple[tuple[str, str, tuple[PaperState, ...] | None], ...] = (
    ("All", "Every paper", ()),
    (
        "Undecided",
        "Something of it waits for a decision, returned or not",
        (PaperState.TO_DECIDE, PaperState.RETURNED_OPEN),
    ),
    (
        "Not looked at",
        "Nothing of it waits, but nobody has opened it",
        (PaperState.NOT_LOOKED_AT,),
    ),
    ("Decided", "Nothing of it waits; it is not returned yet", (PaperState.DECIDED,)),
    (
        "Returned",
        "Its student has it back",
        (PaperState.RETURNED, PaperState.RETURNED_OPEN),
    ),
    ("Look at", "Late, very little time, one label on most of the text, and the like", None),
)


class CellDelegate(QStyledItemDelegate):
    """A stock cell with room at its sides, and a line below each row."""

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
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.accent_tint)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        left = 20 if index.column() == 0 else 8
        inner = rect.adjusted(left, 0, -8, -1)
        strong = index.column() == Column.STUDENT
        font = ui_font(strong=strong)
        painter.setFont(font)
        painter.setPen(theme.other if index.column() == Column.FLAGS else theme.ink)
        words = QFontMetrics(font).elidedText(
            index.data() or "", Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, index.data(Qt.ItemDataRole.TextAlignmentRole), words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            # Which column the keyboard is in: it can be sorted by.
            focus_ring(painter, rect, 4, theme.accent)
        painter.restore()


class InboxTable(QWidget):
    """Asks for a paper; knows which ones are chosen."""

    paper_requested = Signal(str)
    selection_changed = Signal()

    def __init__(
        self, appearance: Appearance, papers: InboxFilter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._papers = appearance, papers
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a student or a class")
        self.search.setAccessibleName("Find a student or a class")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(300)
        # Files that are let go over it are the page's.
        self.search.setAcceptDrops(False)
        self.search.textChanged.connect(papers.show_words)
        self.chips = self._make_chips()
        self._count = TextLabel(appearance, "", Role.SMALL)
        self.enter = Button(
            appearance,
            "Enter marked sheets…",
            icon="file",
            kind=ButtonKind.QUIET,
            tip="Type in what was marked on paper; it is reviewed with the others",
        )
        self.table = self._make_table()
        row = QHBoxLayout()
        row.setContentsMargins(20, 12, 20, 8)
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self._count)
        row.addWidget(self.enter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        for signal in (papers.modelReset, papers.rowsInserted, papers.rowsRemoved):
            signal.connect(self._show_count)
        papers.layoutChanged.connect(self._show_count)
        self._show_count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.enter.set_label_shown(self.width() >= _WORDS_FROM)
        self._count.setVisible(self.width() >= _COUNT_FROM)
        before, now = (_WIDTHS, _ROOMY) if self.width() >= _ROOMY_FROM else (_ROOMY, _WIDTHS)
        for column in _ROOMY:
            # A column that was pulled to another width stays as it is.
            if self.table.columnWidth(column) == before[column]:
                self.table.setColumnWidth(column, now[column])

    def selected(self) -> list[str]:
        """The papers that are chosen, in the order of the table."""
        rows = sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row())
        return [index.data(SHA_ROLE) for index in rows]

    def choose(self, *sha256s: str) -> None:
        """Choose papers that are shown."""
        model = self.table.selectionModel()
        model.clearSelection()
        for row in range(self._papers.rowCount()):
            index = self._papers.index(row, 0)
            if index.data(SHA_ROLE) in sha256s:
                flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
                model.select(index, flags)

    def _make_chips(self) -> dict[str, Chip]:
        chips = {}
        for words, tip, states in _FILTERS:
            chip = Chip(self._appearance, words, tip=tip)
            chip.clicked.connect(lambda _on=False, w=words, s=states: self._filter(w, s))
            chips[words] = chip
        chips["All"].setChecked(True)
        return chips

    def _filter(self, words: str, states: tuple[PaperState, ...] | None) -> None:
        for each, chip in self.chips.items():
            chip.setChecked(each == words)
        self._papers.show_states(*(states or ()), flagged=states is None)
        self._show_count()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._papers)
        make_plain(table, "Papers", many=True)
        table.setItemDelegate(CellDelegate(self._appearance, table))
        table.verticalHeader().setDefaultSectionSize(_ROW)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        # Papers come sorted by name; sorting them once more would only take time.
        header.setSortIndicator(Column.STUDENT, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._papers.sort)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        add_sort_keys(self._appearance, table)
        table.doubleClicked.connect(self._open)
        table.activated.connect(self._open)
        table.selectionModel().selectionChanged.connect(lambda: self.selection_changed.emit())
        return table

    def _open(self, index: QModelIndex) -> None:
        self.paper_requested.emit(index.data(SHA_ROLE))

    def _show_count(self) -> None:
        shown, of = self._papers.rowCount(), self._papers.sourceModel().rowCount()
        self._count.setText(plural(of, "paper") if shown == of else f"{shown} of {of} papers")
