"""The list of marks next to the article: filter, search, and the mark that is chosen."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.ui.marking.mark_delegate import MarkDelegate
from annotator.ui.marking.marks_model import MARK_ROLE, MarksFilter, MarksModel
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import badge_picture
from annotator.ui.widgets.buttons import icon_button
from annotator.ui.widgets.card_list import CardList
from annotator.ui.widgets.chips import Chip, CountChip
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import EmptyState

_FIND = 32
#: From this height (logical pixels) on there is room for the list's name.
_TITLED = 700
#: From this width on the chips leave room for the button that searches.
_ROOMY = 310


class MarksPanel(QWidget):
    """All marks in reading order. A click or the arrow keys choose one."""

    mark_chosen = Signal(str)
    """The person chose this mark in the list."""
    mark_activated = Signal(str)
    """Enter or double-click: the person wants to write on this mark."""
    article_requested = Signal()
    """Esc: the keyboard goes back to the article."""

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
        card: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._session = session
        self._counts = Counter(mark.label for mark in session.marking.marks)
        self._model = model or MarksModel(session, self)
        self._filter = MarksFilter(self._model, self)
        self._title = TextLabel(appearance, title, Role.STRONG)
        self._search = self._make_search()
        self.search_button = icon_button(appearance, "search", f"Search in the {noun}s (Ctrl+F)")
        self.search_button.setCheckable(True)
        self.search_button.setFixedSize(_FIND, _FIND)
        self.search_button.clicked.connect(self._turn_search)
        self._counted: dict[str, CountChip] = {}
        self._chips = self._make_chips()
        self._list = self._make_list()
        self._has_card = card is not None
        self._has_marks = False
        if card is not None:
            self._list.set_card(card)
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
            self._list.open_card(QModelIndex())
            model.clear()
            return
        index = self._index_of(mark_id)
        if not index.isValid() and mark_id in self._session.marking:
            # What is chosen in the article is seen here, whatever was filtered out.
            self._search.clear()
            self._show_label("")
            index = self._index_of(mark_id)
        if self._has_card:
            self._list.open_card(index)
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

    def _index_of(self, mark_id: str) -> QModelIndex:
        source = self._model.index(self._model.row_of(mark_id))
        return self._filter.mapFromSource(source)

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self._show_search(True)
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _turn_search(self, shown: bool) -> None:
        if shown:
            self.focus_search()
        else:
            self._search.clear()
            self._show_search(False)

    def _show_search(self, shown: bool) -> None:
        self.search_button.setChecked(shown)
        self._search.setVisible(shown)

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
            picture = badge_picture(self._appearance, label)
            self._counted[label.id] = CountChip(self._appearance, label.plural, picture)
        chips |= self._counted
        for label_id, chip in chips.items():
            chip.clicked.connect(lambda _on, wanted=label_id: self._show_label(wanted))
        chips[""].setChecked(True)
        return chips

    def _make_list(self) -> CardList:
        view = CardList(MarkDelegate(self._appearance, self._session.lesson.guide, self))
        view.setModel(self._filter)
        view.setAccessibleName(f"{self._title.text()}, in reading order")
        view.selectionModel().currentChanged.connect(self._chosen)
        view.clicked.connect(self._chosen)
        view.activated.connect(lambda index: self.mark_activated.emit(index.data(MARK_ROLE).id))
        view.escaped.connect(self.article_requested)
        self._appearance.changed.connect(view.viewport().update)
        return view

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        chips = FlowLayout(gap=4, line_gap=6)
        for chip in self._chips.values():
            chips.addWidget(chip)
        chips.addWidget(self.search_button)
        column.addLayout(chips)
        column.addWidget(self._search)
        column.addWidget(self._list, 1)
        column.addWidget(self._empty, 1)
        self._search.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where room is short it goes to the marks; Ctrl+F searches all the same.
        self.search_button.setVisible(event.size().width() >= _ROOMY and self._has_marks)
        self._title.setVisible(event.size().height() >= _TITLED)

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
        self._chips[""].set_label(f"All {total}")
        for label in self._session.lesson.guide.labels:
            count = self._counts[label.id]
            self._counted[label.id].set_count(count, f"{label.plural} {count}")
        self._show_what_there_is()

    def _show_what_there_is(self) -> None:
        any_marks = len(self._session.marking) > 0
        self._list.setVisible(any_marks)
        self._has_marks = any_marks
        self.search_button.setVisible(any_marks and self.width() >= _ROOMY)
        self._empty.setVisible(not any_marks)
