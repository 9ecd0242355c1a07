"""How it was counted: every row of the sum, and the rule in a few sentences."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from annotator.model.outcome import MarkOutcome, MarkState, Row, RowKind
from annotator.services.marking.wording import shortened
from annotator.services.review.points import points_text, shown_points, shown_rows
from annotator.services.review.practice import Results
from annotator.services.review.wordings import Reader, wording
from annotator.ui.outcomes.outcome_rows import EntryKind, OutcomeRow, item_id, mark_id
from annotator.ui.outcomes.outcome_rows_model import ENTRY_ROLE, EntriesModel
from annotator.ui.outcomes.reasons import Reasons
from annotator.ui.outcomes.row_delegates import EntryDelegate
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.columns import heading
from annotator.ui.widgets.labels import Role, TextLabel

#: The states whose note stands at a row of the sum.
_NOTED = {
    RowKind.OPTIONAL: MarkState.OPTIONAL_FOUND,
    RowKind.PIECE: MarkState.PIECE,
    RowKind.AGAIN: MarkState.AGAIN,
    RowKind.EXTRA: MarkState.EXTRA,
    RowKind.TRAP: MarkState.TRAP,
}


def counted_rows(results: Results, reasons: Reasons) -> tuple[OutcomeRow, ...]:
    """The rows of the sum in reading order, what they come to, and the lines counted apart."""
    comparison = results.comparison
    items = {item.item_id: item for item in comparison.items}
    marks = {mark.mark_id: mark for mark in comparison.marks}
    rows: list[OutcomeRow] = []
    floor = total = 0
    for row, points in shown_rows(comparison):
        total += points
        if row.kind is RowKind.NOT_BELOW_ZERO:
            floor = points
            continue
        own = row.kind is RowKind.ITEM
        outcome = items[row.item_id] if own else marks[row.mark_id]
        reason_id = item_id(row.item_id) if own else _reason_of(marks[row.mark_id])
        reason = reasons.get(reason_id)
        rows.append(
            OutcomeRow(
                id=reason_id,
                kind=EntryKind.ITEM if own else EntryKind.MARK,
                words=outcome.quote,
                note=_note(row.kind) or _pair_text(results, row),
                label=outcome.label,
                sign=reason.sign if reason else None,
                points=points,
                span=outcome.span,
            )
        )
    rows.sort(key=lambda entry: (entry.span, entry.id))
    if floor:
        rows.append(
            OutcomeRow(id="floor", kind=EntryKind.SUM, words="not below zero", points=floor)
        )
    of = f"of {points_text(comparison.possible)}"
    if comparison.score is not None:
        of += f" · {comparison.score}%"
    rows.append(OutcomeRow(id="total", kind=EntryKind.SUM, words="together", note=of, points=total))
    if comparison.relation_possible and results.lesson.uses.relations:
        (lines,) = shown_points([comparison.relation_points])
        rows.append(
            OutcomeRow(
                id="lines",
                kind=EntryKind.SUM,
                words="lines, counted apart",
                note=f"of {points_text(comparison.relation_possible)}",
                points=lines,
            )
        )
    return tuple(rows)


def _pair_text(results: Results, row: Row) -> str:
    """Which mark the points of an item are for, where the best one is another."""
    comparison = results.comparison
    item = comparison.item(row.item_id) if row.kind is RowKind.ITEM else None
    if item is None or item.paired_id in ("", item.mark_id):
        return ""
    return f"for “{shortened(comparison.mark(item.paired_id).quote, 40)}”"


def _reason_of(mark: MarkOutcome) -> str:
    """The id of the reason that tells of an unpaired mark: its own, or that of an item."""
    if mark.is_lone:
        return mark_id(mark.mark_id)
    return item_id(mark.item_id or mark.belongs_to[0])


def _note(kind: RowKind) -> str:
    return wording(_NOTED[kind]).note.to(Reader.STUDENT) if kind in _NOTED else ""


def rule_text(results: Results) -> str:
    """The rule in a few sentences, with what an extra mark costs here."""
    cost = results.comparison.extra_cost
    rule = (
        "Half a point is for finding something, half for naming it; edges that are far off cost a "
        "part of it."
        if results.comparison.edges_count
        else "Half a point is for finding something, half for naming it. Edges don’t count yet."
    )
    if not cost:
        rule += (
            " In practice an extra mark costs nothing. So marking everything would pay here, but "
            "not where it counts."
        )
    else:
        rule += f" An extra mark costs {points_text(cost)}."
    if results.is_practice:
        rule += " Anyone can read this lesson’s key: the points are for practice only."
    return f"{rule} This was counted by version {results.comparison.rule} of the rule for counting."


class CountedPanel(QWidget):
    """The rows; a chosen one is shown in the article."""

    row_chosen = Signal(str)
    closed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        results: Results,
        reasons: Reasons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = EntriesModel(self)
        self.model.show_entries(counted_rows(results, reasons), results.lesson.guide)
        delegate = EntryDelegate(appearance, self)
        delegate.set_guide(results.lesson.guide)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Every row of the sum, with its points")
        self.list.viewport().setAutoFillBackground(False)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        appearance.changed.connect(self.list.viewport().update)
        self.back = Button(appearance, "Back to the reasons", icon="back")
        self.back.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(heading(appearance, "How it was counted"))
        column.addWidget(TextLabel(appearance, rule_text(results), Role.SMALL, wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(index.data(ENTRY_ROLE).id)
