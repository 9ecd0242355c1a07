"""The step "Connect": the ties that the lesson expects and that are not there yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from annotator.model.annotation import RelationKind
from annotator.services.marking.checking import MissingTie, missing_ties
from annotator.ui.article.vocabulary import RELATION_LABELS, RELATIONS, lacking, plural
from annotator.ui.marking.check_panel import SOON_MS
from annotator.ui.marking.mark_delegate import MarkDelegate
from annotator.ui.marking.marks_model import DETAILS_ROLE, MARK_ROLE
from annotator.ui.marking.session import MarkingSession
from annotator.ui.marking.tie_row import ADD_WORDS
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.columns import heading, paragraph
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import EmptyState
from annotator.ui.widgets.progress import ProgressBar

TIE_ROLE = Qt.ItemDataRole.UserRole + 9

_CHIPS = {RelationKind.SAID_BY: "Who says so", RelationKind.DENIES: "What it denies"}

_Index = QModelIndex | QPersistentModelIndex


class _Missing(QAbstractListModel):
    """One row a missing tie, in reading order."""

    def __init__(self, session: MarkingSession) -> None:
        super().__init__()
        self._session = session
        self._ties: Sequence[MissingTie] = ()

    def show_ties(self, ties: Sequence[MissingTie]) -> None:
        self.beginResetModel()
        self._ties = ties
        self.endResetModel()

    @property
    def ties(self) -> Sequence[MissingTie]:
        return self._ties

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ties)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ties):
            return None
        tie = self._ties[index.row()]
        if role == TIE_ROLE:
            return tie
        if tie.mark_id not in self._session.marking:
            return None
        mark = self._session.marking.mark(tie.mark_id)
        missing = f"no “{RELATIONS[tie.kind]}” yet"
        if role == Qt.ItemDataRole.DisplayRole:
            return mark.quote
        if role == MARK_ROLE:
            return mark
        if role == DETAILS_ROLE:
            return missing
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = self._session.lesson.guide.label(mark.label).name
            return f"{name}: {mark.quote}. {missing}"
        return None


class ConnectPanel(QWidget):
    """A list to work through: choose a row, tie it, and it leaves. Never says what is right."""

    mark_chosen = Signal(str)
    pointed_at = Signal(str)
    """The list went on to this mark by itself, and the article is to show the same one."""
    tie_wanted = Signal(str, object)
    """Mark id and RelationKind."""

    def __init__(
        self, appearance: Appearance, session: MarkingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._session = session
        self._kind: RelationKind | None = None
        self._chosen_id = ""
        self._model = _Missing(session)
        self.summary = TextLabel(appearance, "", Role.STRONG, wrap=True)
        self._bar = ProgressBar(appearance, ink="found")
        self._done = TextLabel(appearance, "", Role.SMALL)
        self.chips = self._make_chips()
        self.list = self._make_list()
        self.tie = Button(appearance, "", kind=ButtonKind.PRIMARY, icon="link")
        self.empty = EmptyState(appearance, "check", "", "")
        self._empty_state = ""
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(self._follow)
        self.tie.clicked.connect(self._want)
        self.refresh()

    @property
    def current(self) -> MissingTie | None:
        """The row that is pointed at."""
        index = self.list.currentIndex()
        return index.data(TIE_ROLE) if index.isValid() else None

    def refresh(self) -> None:
        """Look at what is missing now; the pointer goes on to what comes next in the list."""
        missing, expected = missing_ties(
            self._session.lesson, self._session.marking, RELATION_LABELS
        )
        self._show_missing(missing, expected)
        self._show_chips(missing)
        shown = [tie for tie in missing if self._kind in (None, tie.kind)]
        if list(self._model.ties) != shown:
            row, kept = self.list.currentIndex().row(), self.current
            self._model.show_ties(shown)
            if kept in shown:
                row = shown.index(kept)
            elif row < 0 or any(tie.mark_id == self._chosen_id for tie in shown):
                row = self._row_of_chosen()
            self._point_at(min(row, len(shown) - 1))
            self._show_pointed()
        self.list.viewport().update()
        self._offer()
        self._show_what_there_is(bool(missing), expected)

    def choose(self, mark_id: str) -> None:
        """Point at what is missing at the chosen mark; at nothing where nothing is."""
        self._chosen_id = mark_id
        tie = self.current
        if mark_id and (tie is None or tie.mark_id != mark_id):
            self._point_at(self._row_of_chosen())
            self._offer()

    def _row_of_chosen(self) -> int:
        """The first row of the chosen mark, or -1; the first of all where none is chosen."""
        ids = [tie.mark_id for tie in self._model.ties]
        if not self._chosen_id:
            return 0
        return ids.index(self._chosen_id) if self._chosen_id in ids else -1

    def _show_pointed(self) -> None:
        tie = self.current
        if self._chosen_id and tie and tie.mark_id != self._chosen_id and self.isVisible():
            self.pointed_at.emit(tie.mark_id)

    # -- building -----------------------------------------------------------------------------

    def _make_chips(self) -> dict[RelationKind | None, Chip]:
        chips: dict[RelationKind | None, Chip] = {None: Chip(self._appearance, "All")}
        for offered in _CHIPS:
            if offered in self._session.lesson.uses.relations:
                chips[offered] = Chip(self._appearance, _CHIPS[offered])
        for kind, chip in chips.items():
            chip.clicked.connect(lambda _on, wanted=kind: self._show_kind(wanted))
        chips[None].setChecked(True)
        return chips

    def _make_list(self) -> QListView:
        view = QListView()
        view.setModel(self._model)
        view.setItemDelegate(MarkDelegate(self._appearance, self._session.lesson.guide, view))
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName("Marks that are not tied yet")
        view.viewport().setAutoFillBackground(False)
        view.clicked.connect(self._chosen)
        view.selectionModel().currentChanged.connect(self._chosen)
        view.activated.connect(self._want)
        self._appearance.changed.connect(view.viewport().update)
        return view

    def _lay_out(self) -> None:
        appearance = self._appearance
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(heading(appearance, "Who says what?"))
        column.addWidget(
            paragraph(appearance, "A mark says more once you know who it comes from.", soft=True)
        )
        column.addWidget(self._bar)
        column.addWidget(self._done)
        column.addWidget(self.summary)
        chips = FlowLayout(gap=6, line_gap=6)
        for chip in self.chips.values():
            chips.addWidget(chip)
        column.addLayout(chips)
        column.addWidget(self.list, 1)
        column.addWidget(self.tie)
        column.addWidget(self.empty, 1)

    # -- wishes -------------------------------------------------------------------------------

    def _show_kind(self, kind: RelationKind | None) -> None:
        self._kind = kind
        for each, chip in self.chips.items():
            chip.setChecked(each == kind)
        self.refresh()

    def _chosen(self, index: QModelIndex) -> None:
        self._offer()
        if index.isValid():
            self.mark_chosen.emit(index.data(TIE_ROLE).mark_id)

    def _want(self) -> None:
        tie = self.current
        if tie is not None:
            self.tie_wanted.emit(tie.mark_id, tie.kind)

    # -- facts --------------------------------------------------------------------------------

    def _follow(self) -> None:
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        if self.current is None and self._model.ties:
            self._point_at(0)
            self._offer()
        self._show_pointed()

    def _point_at(self, row: int) -> None:
        """Point at a row without calling it chosen: only a person chooses."""
        model = self.list.selectionModel()
        blocked = model.blockSignals(True)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        model.setCurrentIndex(self._model.index(row, 0), flag)
        model.blockSignals(blocked)
        self.list.viewport().update()

    def _show_missing(self, missing: Sequence[MissingTie], expected: int) -> None:
        made = expected - len(missing)
        self._bar.set_share(made / expected if expected else 0.0)
        self._done.setText(f"{made} of {plural(expected, 'tie')} made")
        counts = {kind: sum(tie.kind is kind for tie in missing) for kind in _CHIPS}
        lines = [f"{lacking(count, kind)}." for kind, count in counts.items() if count]
        self.summary.setText("\n".join(lines))

    def _show_chips(self, missing: Sequence[MissingTie]) -> None:
        for kind, chip in self.chips.items():
            if kind is not None:
                count = sum(tie.kind is kind for tie in missing)
                chip.set_words(f"{_CHIPS[kind]} {count}" if count else _CHIPS[kind])

    def _offer(self) -> None:
        tie = self.current
        self.tie.setEnabled(tie is not None)
        self.tie.set_words(ADD_WORDS[tie.kind if tie else RelationKind.SAID_BY])

    def _show_what_there_is(self, any_missing: bool, expected: int) -> None:
        work: tuple[QWidget, ...] = (self.summary, self.list, self.tie)
        for widget in work:
            widget.setVisible(any_missing)
        for chip in self.chips.values():
            chip.setVisible(any_missing and len(self.chips) > 2)
        self._bar.setVisible(expected > 0)
        self._done.setVisible(expected > 0)
        state = "" if any_missing else "done" if expected else "nothing"
        if state and state != self._empty_state:
            self._replace_empty(state)
        self._empty_state = state or self._empty_state
        self.empty.setVisible(bool(state))

    def _replace_empty(self, state: str) -> None:
        texts = {
            "done": ("check", "All is tied.", "You can still change any tie next to its mark."),
            "nothing": (
                "link",
                "Nothing to tie yet.",
                "First mark what is claimed, denied or thought, and who says so.",
            ),
        }
        old, self.empty = self.empty, EmptyState(self._appearance, *texts[state])
        self._column.replaceWidget(old, self.empty)
        old.hide()
        old.deleteLater()
