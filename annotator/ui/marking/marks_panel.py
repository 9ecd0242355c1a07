"""The list of marks next to the article: filter, search, and the mark that is chosen."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from annotator.ui.article.vocabulary import plural
from annotator.ui.marking.mark_delegate import MarkDelegate
from annotator.ui.marking.marks_model import MARK_ROLE, MarksFilter, MarksModel
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import EmptyState


class _Rows(QListView):
    """Keeps the chosen row in view when its height changes: details below take room from it.

    A row that goes leaves nothing chosen. Qt would choose the row next to it, as if a person had.
    """

    def rowsAboutToBeRemoved(
        self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int
    ) -> None:
        if start <= self.currentIndex().row() <= end:
            chosen = self.selectionModel()
            blocked = chosen.blockSignals(True)
            chosen.clear()
            chosen.blockSignals(blocked)
        super().rowsAboutToBeRemoved(parent, start, end)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())


class MarksPanel(QWidget):
    """All marks in reading order. A click or the arrow keys choose one."""

    mark_chosen = Signal(str)
    """The person chose this mark in the list."""
    mark_activated = Signal(str)
    """Enter or double-click: the person wants to write on this mark."""

    def __init__(
        self,
        appearance: Appearance,
        session: MarkingSession,
        parent: QWidget | None = None,
        *,
        title: str = "Your marks",
        noun: str = "mark",
        empty: tuple[str, str] = (
            "Nothing is marked yet.",
            "Select words in the article, then choose what they are.",
        ),
        model: MarksModel | None = None,
    ) -> None:
        super().__init__(parent)
        self._noun = noun
        self._lines = 2
        self._appearance = appearance
        self._session = session
        self._counts = Counter(mark.label for mark in session.marking.marks)
        self._model = model or MarksModel(session, self)
        self._filter = MarksFilter(self._model, self)
        self._title = TextLabel(appearance, title, Role.STRONG)
        self._count = TextLabel(appearance, "", Role.BODY, ink="soft_ink")
        self._search = self._make_search()
        self._chips = self._make_chips()
        self._list = self._make_list()
        self._empty = EmptyState(appearance, "article", *empty)
        self._lay_out()
        session.changed.connect(self._follow)
        self._show_counts()

    def set_title(self, title: str) -> None:
        """Call the list otherwise: they may be another person's marks."""
        self._title.setText(title)

    def choose(self, mark_id: str) -> None:
        """Show this mark as chosen and bring it into view; an empty id chooses none."""
        model = self._list.selectionModel()
        if not mark_id:
            model.clear()
            return
        source = self._model.index(self._model.row_of(mark_id))
        index = self._filter.mapFromSource(source)
        if not index.isValid():
            model.clear()
            return
        if self._list.currentIndex() == index and model.isSelected(index):
            return
        blocked = model.blockSignals(True)
        model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        model.blockSignals(blocked)
        self._list.scrollTo(index)
        self._list.viewport().update()

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_lines(self, lines: int) -> None:
        """How many lines of a mark's words a row shows, 1 or 2."""
        if lines != self._lines:
            self._lines = lines
            self._delegate.set_lines(lines)
            self._list.doItemsLayout()
            if self._list.currentIndex().isValid():
                self._list.scrollTo(self._list.currentIndex())

    def height_for_rows(self, rows: int) -> int:
        """The height (logical pixels) at which so many rows are seen whole, or all where fewer."""
        listed = self._filter.rowCount()
        row = self._list.sizeHintForRow(0) if listed else 0
        layout = self.layout()
        if layout is not None:
            layout.activate()
        return self._list.y() + min(rows, listed) * row

    def hasHeightForWidth(self) -> bool:
        # The chips wrap, but a box layout would then take the list's wish for its least height
        # and leave nothing for the details below it. The least height is told below instead.
        return False

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        width = max(200, self.width())
        return QSize(200, layout.minimumHeightForWidth(width) if layout is not None else 0)

    def _make_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setPlaceholderText("Search")
        search.setAccessibleName("Search quotes and notes")
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self._filter.search)
        search.textChanged.connect(self._show_what_there_is)
        return search

    def _make_chips(self) -> dict[str, Chip]:
        chips = {"": Chip(self._appearance, "All")}
        for label in self._session.lesson.guide.labels:
            chips[label.id] = Chip(self._appearance, label.plural)
        for label_id, chip in chips.items():
            chip.clicked.connect(lambda _on, wanted=label_id: self._show_label(wanted))
        chips[""].setChecked(True)
        return chips

    def _make_list(self) -> QListView:
        view = _Rows()
        view.setModel(self._filter)
        self._delegate = MarkDelegate(self._appearance, self._session.lesson.guide, view)
        view.setItemDelegate(self._delegate)
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName(f"{self._title.text()}, in reading order")
        view.viewport().setAutoFillBackground(False)
        view.selectionModel().currentChanged.connect(self._chosen)
        view.clicked.connect(self._chosen)
        view.activated.connect(lambda index: self.mark_activated.emit(index.data(MARK_ROLE).id))
        self._appearance.changed.connect(view.viewport().update)
        return view

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self._count)
        top.addSpacing(10)
        top.addWidget(self._search, 100)
        top.addStretch(1)
        column.addLayout(top)
        chips = FlowLayout(gap=6, line_gap=6)
        for chip in self._chips.values():
            chips.addWidget(chip)
        column.addLayout(chips)
        column.addWidget(self._list, 1)
        column.addWidget(self._empty, 1)

    def _show_label(self, label: str) -> None:
        for label_id, chip in self._chips.items():
            chip.setChecked(label_id == label)
        self._filter.show_label(label)
        self._show_what_there_is()

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.mark_chosen.emit(index.data(MARK_ROLE).id)

    def _follow(self, change: object) -> None:
        for mark in change.before:  # type: ignore[attr-defined]
            self._counts[mark.label] -= 1
        for mark in change.after:  # type: ignore[attr-defined]
            self._counts[mark.label] += 1
        self._show_counts()

    def _show_counts(self) -> None:
        total = len(self._session.marking)
        self._count.setText(str(total))
        self._count.setAccessibleName(plural(total, self._noun))
        for label in self._session.lesson.guide.labels:
            count = self._counts[label.id]
            self._chips[label.id].set_words(f"{label.plural} {count}" if count else label.plural)
        self._show_what_there_is()

    def _show_what_there_is(self) -> None:
        any_marks = len(self._session.marking) > 0
        self._list.setVisible(any_marks)
        self._search.setVisible(len(self._session.marking) > 5 or bool(self._search.text()))
        self._empty.setVisible(not any_marks)
