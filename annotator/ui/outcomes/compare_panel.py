"""The right side: one difference explained, and under it every row with its points."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.model.labels import LabelGuide
from annotator.services.review.explanation import Explanation
from annotator.services.review.wordings import SIGN_NAMES
from annotator.ui.article.marks import Sign
from annotator.ui.outcomes.difference import DifferenceCard
from annotator.ui.outcomes.outcome_rows import OutcomeRow
from annotator.ui.outcomes.outcome_rows_model import ENTRY_ROLE, EntriesModel, SignFilter
from annotator.ui.outcomes.row_delegates import EntryDelegate
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.rows import RowsList
from annotator.ui.widgets.scroll_pane import ScrollPane
from annotator.ui.widgets.sidebars import SideGround

#: Of the panel's height the explanation takes this share at most; it scrolls beyond. With next and
#: previous at hand the list is needed less than the reasons.
_SHARE = 0.68


class ComparePanel(SideGround):
    """Lists the rows, filters them by outcome, explains the chosen one."""

    entry_chosen = Signal(str)
    sign_chosen = Signal(object)
    """Only rows with this sign are wanted; None for all."""

    def __init__(
        self, appearance: Appearance, *, share: float = _SHARE, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent=parent)
        self._share = share
        self.model = EntriesModel(self)
        self._filter = SignFilter(self.model, self)
        self.card = DifferenceCard(appearance)
        self._scroll = self._make_scroll()
        self.chips = self._make_chips()
        self._chip_row = QWidget()
        self._delegate = EntryDelegate(appearance, self)
        self.list = RowsList(appearance, self._filter, "All items with their points")
        self.list.setItemDelegate(self._delegate)
        self.list.row_chosen.connect(self._chosen)
        self._lay_out()
        appearance.changed.connect(self._recolour)
        self._recolour()

    def show_entries(self, entries: tuple[OutcomeRow, ...], guide: LabelGuide) -> None:
        """List other rows, all of them; nothing is chosen."""
        self.card.set_guide(guide)
        self._delegate.set_guide(guide)
        with self.list.quietly():
            self._filter.show_sign(None)
            self.model.show_entries(entries, guide)
        counts = self.model.counts()
        self._chip_row.setVisible(bool(counts))
        for sign, chip in self.chips.items():
            chip.setChecked(sign is None)
            count = counts.total() if sign is None else counts[sign]
            chip.set_label("All" if sign is None else f"{sign.value} {count}")
            name = "All rows" if sign is None else f"{SIGN_NAMES[sign]}, {count}"
            chip.setAccessibleName(name)
            chip.setEnabled(sign is None or count > 0)

    def show_explanation(self, explanation: Explanation, place: str = "") -> None:
        """Explain a row, or a whole paper."""
        self.card.show_explanation(explanation, place)
        self._scroll.verticalScrollBar().setValue(0)
        self._fit()

    def choose(self, entry_id: str) -> None:
        """Show a row as chosen, without telling; an empty id chooses none."""
        index = self._filter.mapFromSource(self.model.index(self.model.row_of(entry_id)))
        self.list.choose_row(index if entry_id else QModelIndex())

    def shown_entries(self) -> list[OutcomeRow]:
        """The rows that the filter lets through, in order."""
        return [
            self._filter.index(row, 0).data(ENTRY_ROLE) for row in range(self._filter.rowCount())
        ]

    def show_sign(self, sign: Sign | None) -> None:
        """Keep only rows with this sign; None for all."""
        for each, chip in self.chips.items():
            chip.setChecked(each is sign)
        with self.list.quietly():
            self._filter.show_sign(sign)
        self.sign_chosen.emit(sign)

    def _make_scroll(self) -> ScrollPane:
        area = ScrollPane("What is different, and why")
        area.setWidget(self.card)
        self.card.setAutoFillBackground(False)
        return area

    def _make_chips(self) -> dict[Sign | None, Chip]:
        tips = {
            None: "Every row",
            Sign.FOUND: "Only rows that are right, with ties and what need not be found",
            Sign.OTHER: "Only another label, or edges that are off",
            Sign.MISSED: "Only what was passed over",
            Sign.EXTRA: "Only extra marks and traps",
        }
        chips: dict[Sign | None, Chip] = {}
        for sign, tip in tips.items():
            chip = Chip(self._appearance, "", tip=tip)
            chip.clicked.connect(lambda _on, wanted=sign: self.show_sign(wanted))
            chips[sign] = chip
        return chips

    def _lay_out(self) -> None:
        chips = QHBoxLayout(self._chip_row)
        chips.setContentsMargins(16, 8, 14, 6)
        chips.setSpacing(6)
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        chips.addWidget(TextLabel(self._appearance, "points", Role.SMALL_STRONG))
        self._rule = QFrame()
        self._rule.setFixedHeight(1)
        self._rule.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll)
        column.addWidget(self._rule)
        column.addWidget(self._chip_row)
        column.addWidget(self.list, 1)

    def _chosen(self, index: QModelIndex) -> None:
        self.entry_chosen.emit(index.data(ENTRY_ROLE).id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = self.card.height_for(self._scroll.viewport().width())
        self._scroll.setFixedHeight(min(wanted, round(self.height() * self._share)))

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 200)

    def _recolour(self) -> None:
        palette = QPalette(self._rule.palette())
        palette.setColor(QPalette.ColorRole.Window, self._appearance.theme.line)
        self._rule.setPalette(palette)
