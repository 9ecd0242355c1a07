"""The right side of what came back: how far, what to look at, what is right, where the file is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.attempt import Try
from annotator.services.review.next_practice import next_practice
from annotator.services.review.practice import Results
from annotator.services.review.ties import ties_right
from annotator.ui.outcomes.answers import objection_about
from annotator.ui.outcomes.counted import CountedPanel
from annotator.ui.outcomes.reasons import Reason, Reasons, ReasonSection
from annotator.ui.returned.exchange import AnswersCard
from annotator.ui.returned.reason_card import ReasonCard, TeacherQuote
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.columns import ScrollColumn, heading, paragraph, section
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.progress import ProgressBar


class ReasonsPanel(QWidget):
    """Lists the reasons as cards; one of them is chosen, and then it can be answered."""

    reason_chosen = Signal(str)
    next_requested = Signal()
    objected = Signal(str, str)
    counted_closed = Signal()
    receipt_requested = Signal()
    save_copy_requested = Signal()

    def __init__(
        self,
        appearance: Appearance,
        results: Results,
        reasons: Reasons,
        titles: Mapping[str, str] = MappingProxyType({}),
        parent: QWidget | None = None,
    ) -> None:
        """``titles`` are those of the lessons that can be practised, by id."""
        super().__init__(parent)
        self._appearance, self._results, self._reasons = appearance, results, reasons
        self._titles = titles
        self._chosen = ""
        self.cards: dict[str, ReasonCard] = {}
        self.counted: CountedPanel | None = None
        self._scroll = ScrollColumn(spacing=10)
        self.save_copy = Button(appearance, "Save a copy…", kind=ButtonKind.QUIET)
        self.receipt = Button(appearance, "Receipt…", kind=ButtonKind.QUIET)
        self._stack = QStackedWidget()
        self._fill()
        self._lay_out()
        self.save_copy.clicked.connect(self.save_copy_requested)
        self.receipt.clicked.connect(self.receipt_requested)
        appearance.changed.connect(self.update)

    # -- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._stack.addWidget(self._scroll)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._show_field)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 8, 0)
        foot.setSpacing(2)
        foot.addWidget(TextLabel(self._appearance, "Your hand-in is a file.", Role.SMALL), 1)
        foot.addWidget(self.save_copy)
        foot.addWidget(self.receipt)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 14, 8, 6)
        column.setSpacing(6)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _fill(self) -> None:
        appearance, column = self._appearance, self._scroll.column
        if len(self._results.tries) > 1:
            column.addWidget(TriesView(appearance, self._results.tries))
            column.addSpacing(4)
        if self._results.answers:
            answers = AnswersCard(appearance, self._results, self._reasons)
            answers.reason_chosen.connect(self.reason_chosen)
            column.addWidget(answers)
        for words in self._reasons.general:
            column.addWidget(TeacherQuote(appearance, words))
        look_at = self._reasons.of(ReasonSection.LOOK)
        if look_at:
            column.addWidget(heading(appearance, f"{len(look_at)} {ReasonSection.LOOK.value}"))
        else:
            column.addWidget(heading(appearance, "You found everything"))
            column.addWidget(
                paragraph(appearance, "Each thing to find has its right label.", soft=True)
            )
        for part in ReasonSection:
            rows = self._reasons.of(part)
            if rows and part is not ReasonSection.LOOK:
                column.addSpacing(8)
                column.addWidget(section(appearance, part.value + self._count(part, len(rows))))
            for reason in rows:
                column.addWidget(self._card(reason))
        if practice := next_practice(self._results, self._titles):
            column.addSpacing(8)
            column.addWidget(section(appearance, "What to practise next"))
            column.addWidget(paragraph(appearance, practice))
        column.addStretch(1)

    def _count(self, part: ReasonSection, rows: int) -> str:
        """What stands behind a heading: how many rows; of lines how many are right."""
        if part is ReasonSection.TIES:
            wanted = self._results.lesson.uses.relations
            ties = [each for each in self._results.comparison.relations if each.kind in wanted]
            right, asked = ties_right(ties)
            return f": {right} of {asked} right" if asked else f" ({rows})"
        return f": {rows}" if part is ReasonSection.FOUND else f" ({rows})"

    def _card(self, reason: Reason) -> ReasonCard:
        objection = objection_about(self._results, reason.subject)
        card = ReasonCard(
            self._appearance,
            reason,
            self._results.lesson.guide,
            objection=objection,
            teacher=self._results.teacher,
            may_object=bool(reason.subject),
            compact=reason.part is ReasonSection.FOUND,
        )
        card.chosen.connect(self.reason_chosen)
        card.next_requested.connect(self.next_requested)
        card.objected.connect(self.objected)
        card.field_opened.connect(self._show_field)
        if objection:
            card.show_chosen(True)
            card.show_chosen(False)
        self.cards[reason.id] = card
        return card

    # -- choosing ------------------------------------------------------------------------------

    def choose(self, reason_id: str) -> None:
        """Show a card as the chosen one and bring it into sight, without telling."""
        if self._chosen in self.cards and self._chosen != reason_id:
            self.cards[self._chosen].show_chosen(False)
        self._chosen = reason_id
        card = self.cards.get(reason_id)
        if card is None:
            return
        stops = self._reasons.stops
        has_next = len(stops) > 1 or (bool(stops) and stops[0].id != reason_id)
        card.show_chosen(True, has_next=has_next)
        self._bring_into_sight(card)

    def show_top(self) -> None:
        """Show the list from its beginning, whatever is chosen in it."""
        self._scroll.verticalScrollBar().setValue(0)

    def _bring_into_sight(self, card: ReasonCard) -> None:
        layout = self._scroll.inside.layout()
        if layout is not None:
            layout.activate()
        bar, port = self._scroll.verticalScrollBar(), self._scroll.viewport()
        wanted = self._scroll.column.heightForWidth(self._scroll.inside.width())
        self._scroll.inside.resize(self._scroll.inside.width(), max(wanted, port.height()))
        bar.setRange(0, max(0, self._scroll.inside.height() - port.height()))
        top = card.mapTo(self._scroll.inside, QPoint(0, 0)).y()
        bottom = top + card.height()
        if top < bar.value() or card.height() > port.height():
            bar.setValue(max(0, top - 12))
        elif bottom > bar.value() + port.height():
            bar.setValue(bottom - port.height() + 12)

    def _show_field(self) -> None:
        """Keep the field in sight that is typed in; cards grow only after it is shown."""
        card = self.cards.get(self._chosen)
        if card is not None and card.foot is not None and card.foot.field.hasFocus():
            self._scroll.ensureWidgetVisible(card.foot, 0, 12)

    def flush(self) -> None:
        """Keep what is being typed."""
        for card in self.cards.values():
            if card.foot is not None:
                card.foot.flush()

    # -- how it was counted ----------------------------------------------------------------------

    @property
    def is_counting(self) -> bool:
        """Whether the rows of the sum are shown in place of the reasons."""
        return self._stack.currentWidget() is not self._scroll

    def show_counted(self, shown: bool) -> None:
        """Show how it was counted, or the reasons again."""
        if not shown:
            self._stack.setCurrentWidget(self._scroll)
            return
        if self.counted is None:
            self.counted = CountedPanel(self._appearance, self._results, self._reasons)
            self.counted.row_chosen.connect(self.reason_chosen)
            self.counted.closed.connect(self.counted_closed)
            self._stack.addWidget(self.counted)
        self._stack.setCurrentWidget(self.counted)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.panel)
        painter.fillRect(0, 0, 1, self.height(), theme.line)
        painter.end()


class TriesView(QWidget):
    """How far each try came: "Try 1", a bar, "8 of 13"."""

    def __init__(
        self, appearance: Appearance, tries: tuple[Try, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, each in enumerate(tries):
            last = row == len(tries) - 1
            role = Role.SMALL_STRONG if last else Role.SMALL
            share = each.named / each.required if each.required else 0.0
            grid.addWidget(TextLabel(appearance, f"Try {each.number}", role), row, 0)
            grid.addWidget(
                ProgressBar(appearance, share, ink="found" if last else "strong_line"), row, 1
            )
            grid.addWidget(TextLabel(appearance, f"{each.named} of {each.required}", role), row, 2)
        self.setAccessibleName(
            ", ".join(f"try {each.number}: {each.named} of {each.required}" for each in tries)
        )
