"""The step "Connect": all marks that can be tied, those ticked that are; never what is right."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.annotation import RelationKind
from annotator.services.marking.checking import TiedMark
from annotator.ui.article.vocabulary import plural
from annotator.ui.marking.check_panel import SOON_MS
from annotator.ui.marking.mark_delegate import Index, MarkDelegate, paint_arrow, paint_tick
from annotator.ui.marking.marks_model import DETAILS_ROLE
from annotator.ui.marking.session import MarkingSession
from annotator.ui.marking.ties_model import OPEN_ROLE, TIES_ROLE, TieCounts, TiesModel
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import BADGE_SIZE
from annotator.ui.widgets.card_list import CardList
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.columns import heading
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import EmptyState
from annotator.ui.widgets.progress import ProgressBar

_CHIPS = {RelationKind.SAID_BY: "Who says so?", RelationKind.DENIES: "Denies?"}


class TieDelegate(MarkDelegate):
    """A tick or an open ring, the words, a line for each tie, the badge at the right."""

    #: The mark whose tie is being made; it has an arrow in place of tick or ring.
    in_hand = ""

    def notes(self, index: Index) -> list[str]:
        lines: list[str] = index.data(DETAILS_ROLE) or []
        return lines

    def sides(self) -> tuple[int, int]:
        return 10 + 20 + 9, 8 + BADGE_SIZE.width() + 8

    def paint_sides(self, painter: QPainter, box: QRect, index: Index) -> None:
        at = box.topLeft() + QPoint(10, 7)
        if index.data(TIES_ROLE).mark_id == self.in_hand:
            paint_arrow(painter, self._appearance, at)
        else:
            paint_tick(painter, self._appearance, at, done=not index.data(OPEN_ROLE))
        place = box.topRight() + QPoint(-8 - BADGE_SIZE.width(), 7)
        self.paint_badge(painter, place, index)


class ConnectPanel(QWidget):
    """Choose a row, and its mark is in hand; what is done keeps its place, with a tick."""

    mark_chosen = Signal(str)
    tie_wanted = Signal(str, object)
    """Mark id and RelationKind."""
    kind_wanted = Signal(object)
    """The only RelationKind that is worked on, or None for all."""
    article_requested = Signal()

    def __init__(
        self, appearance: Appearance, session: MarkingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._session = session
        self._chosen_id = ""
        self._model = TiesModel(session)
        self._bar = ProgressBar(appearance, ink="accent")
        self.done = TextLabel(appearance, "", Role.SMALL_STRONG)
        self.chips = self._make_chips()
        self._delegate = TieDelegate(appearance, session.lesson.guide, self)
        self.list = self._make_list()
        self.empty = EmptyState(
            appearance,
            "link",
            "Nothing to tie yet.",
            "First mark what is claimed, denied or thought, and who says so.",
        )
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(self._follow)
        self.refresh()

    @property
    def current(self) -> TiedMark | None:
        """The row that is chosen."""
        index = self.list.currentIndex()
        return index.data(TIES_ROLE) if index.isValid() else None

    def refresh(self) -> None:
        """Look at what is tied now."""
        counts = self._model.refresh()
        self._show_counts(counts)
        self._point_at_chosen()

    def choose(self, mark_id: str) -> None:
        """Point at this mark; at nothing where it can't be tied."""
        self._chosen_id = mark_id
        self._point_at_chosen()

    def show_in_hand(self, mark_id: str) -> None:
        """The tie of this mark is being made, or of none."""
        self._delegate.in_hand = mark_id
        self.list.viewport().update()

    # -- building -----------------------------------------------------------------------------

    def _make_chips(self) -> dict[RelationKind | None, Chip]:
        chips: dict[RelationKind | None, Chip] = {None: Chip(self._appearance, "All")}
        for offered, text in _CHIPS.items():
            if offered in self._session.lesson.uses.relations:
                chips[offered] = Chip(self._appearance, text)
        for kind, chip in chips.items():
            chip.clicked.connect(lambda _on, wanted=kind: self._show_kind(wanted))
        chips[None].setChecked(True)
        return chips

    def _make_list(self) -> CardList:
        view = CardList(self._delegate)
        view.setModel(self._model)
        view.setAccessibleName("Marks to tie, in reading order")
        view.clicked.connect(self._chosen)
        view.selectionModel().currentChanged.connect(self._chosen)
        view.activated.connect(lambda _index: self.article_requested.emit())
        view.escaped.connect(self.article_requested)
        self._appearance.changed.connect(view.viewport().update)
        return view

    def _lay_out(self) -> None:
        appearance = self._appearance
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(heading(appearance, "Who says what?"), 1)
        top.addWidget(self.done)
        column.addLayout(top)
        column.addWidget(self._bar)
        chips = FlowLayout(gap=6, line_gap=6)
        for chip in self.chips.values():
            chips.addWidget(chip)
        column.addLayout(chips)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)

    # -- wishes -------------------------------------------------------------------------------

    def _show_kind(self, kind: RelationKind | None) -> None:
        self._model.kind = kind
        for each, chip in self.chips.items():
            chip.setChecked(each == kind)
        self.refresh()
        self.kind_wanted.emit(kind)

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.mark_chosen.emit(index.data(TIES_ROLE).mark_id)

    # -- facts --------------------------------------------------------------------------------

    def _follow(self) -> None:
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _point_at_chosen(self) -> None:
        """Point at a row without calling it chosen: only a person chooses."""
        row = self._model.row_of(self._chosen_id)
        model, index = self.list.selectionModel(), self._model.index(row, 0)
        if self.list.currentIndex() == index and model.isSelected(index):
            return
        blocked = model.blockSignals(True)
        if row >= 0:
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            model.clear()
        model.blockSignals(blocked)
        self.list.scrollTo(index)
        self.list.viewport().update()

    def _show_counts(self, counts: TieCounts) -> None:
        made, expected = counts.made, counts.expected
        self._bar.set_share(made / expected if expected else 0.0)
        self.done.setText(f"{made} of {plural(expected, 'tie')}")
        for kind, chip in self.chips.items():
            if kind is None:
                chip.set_label(f"All {self._model.rowCount()}" if chip.isChecked() else "All")
            else:
                left = counts.open[kind]
                chip.set_label(f"{_CHIPS[kind]} {left}" if left else f"{_CHIPS[kind]} ✓")
        has_any = expected > 0
        for widget in (self._bar, self.done, self.list):
            widget.setVisible(has_any)
        for chip in self.chips.values():
            chip.setVisible(has_any and len(self.chips) > 2)
        self.empty.setVisible(not has_any)
