"""The marks that a tie can lead to: nearest first, to be searched and picked by key or click."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.model.article import Article
from annotator.model.text import Span
from annotator.services.marking.marking import Marking
from annotator.ui.article.vocabulary import shortened
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import BADGE_SIZE, badge_icon
from annotator.ui.widgets.columns import ListBox
from annotator.ui.widgets.painting import plain_tip

ID_ROLE = Qt.ItemDataRole.UserRole + 1
_SEARCH_FROM = 7
_SHORT = 5
"""Quotes shorter than this ("he", "Musk") say little without the words around them."""
_WORDS_AROUND = 3
_ROW = 36


def distance(one: Span, two: Span) -> int:
    """Code points between two spans; 0 where they touch or overlap."""
    return max(0, one.start - two.end, two.start - one.end)


def nearest_first(marking: Marking, mark_id: str, labels: Sequence[str]) -> tuple[Annotation, ...]:
    """Other marks with one of these labels; the nearest first, at one distance in reading order."""
    here = marking.mark(mark_id).span
    others = (m for m in marking.marks if m.id != mark_id and m.label in labels)
    return tuple(sorted(others, key=lambda m: distance(here, m.span)))


def in_context(article: Article, span: Span) -> str:
    """The marked words with a few before and after, from the same block."""
    blocks = article.blocks_of(span)
    first, last = article.blocks[blocks[0]].span, article.blocks[blocks[-1]].span
    words, numbers = article.words, article.words.numbers(span)
    if not numbers:
        return span.of(article.text)
    start = max(first.start, words.word(max(0, numbers[0] - _WORDS_AROUND)).start)
    end = min(last.end, words.word(min(len(words) - 1, numbers[-1] + _WORDS_AROUND)).end)
    before = "…" if start > first.start else ""
    after = "…" if end < last.end else ""
    return f"{before}{article.text[start:end]}{after}".replace("\n", " ")


class CandidateList(QWidget):
    """A search field (where there are many) over a list; Enter or double-click picks."""

    picked = Signal(str)
    """Enter, Return or a double-click on this mark."""
    picked_together = Signal(str)
    """The same with Shift."""
    pointed = Signal(str)
    """The person pointed at this mark, by click or arrow key."""

    def __init__(
        self,
        appearance: Appearance,
        session: MarkingSession,
        name: str,
        *,
        point_first: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._point_first = point_first
        self._appearance = appearance
        self._session = session
        self._taken: Callable[[str], bool] = lambda _id: False
        self._by_itself = False
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName(f"Search: {name}")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setIconSize(BADGE_SIZE)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.installEventFilter(self)
        self.list.itemDoubleClicked.connect(lambda item: self.picked.emit(item.data(ID_ROLE)))
        self.list.itemClicked.connect(self._show_pointed)
        self.list.currentItemChanged.connect(self._show_pointed)
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(ListBox(appearance, self.list), 1)

    @property
    def current_id(self) -> str:
        """The mark that is pointed at, or an empty string."""
        # By row: there may be no current item, whatever Qt's stubs say.
        row = self.list.currentRow()
        if row < 0 or self.list.item(row).isHidden():
            return ""
        mark_id: str = self.list.item(row).data(ID_ROLE)
        return mark_id

    def show_marks(self, marks: Sequence[Annotation]) -> None:
        """List these marks, in this order."""
        kept = self.current_id
        alike = Counter(mark.quote.casefold() for mark in marks)
        self._by_itself = True
        self.list.clear()
        for mark in marks:
            self.list.addItem(self._item(mark, alike[mark.quote.casefold()] > 1))
        self._by_itself = False
        self.search.setVisible(len(marks) >= _SEARCH_FROM)
        self._filter()
        self.choose(kept)

    def hide_taken(self, taken: Callable[[str], bool]) -> None:
        """Leave out the marks for which ``taken`` is true, from now on."""
        self._taken = taken
        self._filter()

    def choose(self, mark_id: str) -> None:
        """Point at this mark, where it is listed."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(ID_ROLE) == mark_id:
                self._set_row(row)
                self.list.scrollToItem(item)

    def shown_ids(self) -> list[str]:
        """The marks in sight, from top to bottom."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.data(ID_ROLE) for item in items if not item.isHidden()]

    def start(self) -> None:
        """Put the keyboard where picking begins."""
        stop = self.search if self.search.isVisibleTo(self) else self.list
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _item(self, mark: Annotation, alike: bool) -> QListWidgetItem:
        label = self._session.lesson.guide.label(mark.label)
        around = in_context(self._session.lesson.article, mark.span)
        words = shortened(mark.quote, 70)
        if alike or len(mark.quote) < _SHORT:
            words = f"{words}   ({around})"
        item = QListWidgetItem(badge_icon(self._appearance.theme, label), words)
        item.setData(ID_ROLE, mark.id)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{label.name}: {words}")
        item.setToolTip(plain_tip(around))
        item.setSizeHint(QSize(80, _ROW))
        return item

    def _filter(self) -> None:
        wanted = self.search.text().casefold().strip()
        marking = self._session.marking
        first = -1
        for row in range(self.list.count()):
            item = self.list.item(row)
            mark_id = item.data(ID_ROLE)
            quote = marking.mark(mark_id).quote if mark_id in marking else ""
            item.setHidden(self._taken(mark_id) or wanted not in quote.casefold())
            if first < 0 and not item.isHidden():
                first = row
        if not self.current_id and (self._point_first or wanted):
            self._set_row(first)

    def _set_row(self, row: int) -> None:
        self._by_itself = True
        self.list.setCurrentRow(row)
        self._by_itself = False

    def _show_pointed(self) -> None:
        row = self.list.currentRow()
        # With the keyboard's arrival Qt makes the first row current, but does not select it.
        chosen = row >= 0 and self.list.item(row).isSelected()
        if chosen and self.current_id and not self._by_itself:
            self.pointed.emit(self.current_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        key, held = event.key(), event.modifiers()
        control = held & Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            if self.current_id:
                together = bool(held & Qt.KeyboardModifier.ShiftModifier)
                (self.picked_together if together else self.picked).emit(self.current_id)
            return True
        if watched is self.search and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
            return True
        return False

    def _step(self, by: int) -> None:
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if not self.list.item(row).isHidden():
                self.list.setCurrentRow(row)
                return
            row += by
