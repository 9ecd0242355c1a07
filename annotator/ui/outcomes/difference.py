"""The card that explains one row: both sides with their badges, the why, the points."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.labels import LabelGuide
from annotator.services.marking.wording import label_of
from annotator.services.review.explanation import Explanation, Fact, Quote
from annotator.services.review.ties import TieExplanation
from annotator.services.review.wordings import SIGN_NAMES
from annotator.ui.article.marks import Sign
from annotator.ui.outcomes.signs import SignMark, paint_sign
from annotator.ui.outcomes.tie_places import TiePlaces
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import LabelBadge
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.fonts import small_font
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import rounded_box

_TINTS = {
    Sign.FOUND: "found_tint",
    Sign.OTHER: "other_tint",
    Sign.MISSED: "missed_tint",
    Sign.EXTRA: "extra_tint",
}


class FactTag(QWidget):
    """A sign and what it is about, in a pill."""

    def __init__(self, appearance: Appearance, fact: Fact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance, self._fact = appearance, fact
        self.setFont(small_font(strong=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{fact.words}: {SIGN_NAMES[fact.sign].lower()}")
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._fact.words) + 32, metrics.height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        fill = getattr(theme, _TINTS[self._fact.sign])
        rounded_box(painter, self.rect(), self.height() / 2, fill)
        paint_sign(painter, theme, self._fact.sign, QPoint(12, self.height() // 2), 14)
        painter.setFont(self.font())
        painter.setPen(theme.ink)
        room = self.rect().adjusted(23, 0, -4, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._fact.words)
        painter.end()


class DifferenceCard(QWidget):
    """Shows what is said of one row, or of a whole paper."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._guide: LabelGuide | None = None
        self._explanation: Explanation | None = None
        self._body = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)

    @property
    def explanation(self) -> Explanation | None:
        """What is shown now."""
        return self._explanation

    def set_guide(self, guide: LabelGuide) -> None:
        """The labels that quotes carry."""
        self._guide = guide

    def show_explanation(self, explanation: Explanation, place: str = "") -> None:
        """Show this; ``place`` ("3 of 7") stands at the right of the title."""
        self._explanation = explanation
        body = self._filled(explanation, place)
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        # Shown now and not with the next event, so that its height can be asked for at once.
        body.show()
        self.setAccessibleName(explanation.title)
        self.setAccessibleDescription(explanation.spoken())

    def height_for(self, width: int) -> int:
        """What all of it needs at a width, in logical pixels."""
        layout = self._body.layout()
        if layout is None:
            return 0
        layout.activate()
        return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())

    def _filled(self, explanation: Explanation, place: str) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 14, 12)
        column.setSpacing(10)
        column.addLayout(self._title(explanation, place))
        if explanation.facts:
            flow = FlowLayout(gap=4, line_gap=6)
            for fact in explanation.facts:
                flow.addWidget(FactTag(self._appearance, fact))
            column.addLayout(flow)
        if explanation.quotes:
            column.addWidget(self._quotes(explanation.quotes, explanation.tie))
        if explanation.why or explanation.mistakes or explanation.question:
            column.addWidget(self._why(explanation))
        if explanation.points:
            column.addWidget(
                TextLabel(self._appearance, explanation.points, Role.STRONG, wrap=True)
            )
        for remark in explanation.remarks:
            column.addWidget(TextLabel(self._appearance, remark, Role.SMALL, wrap=True))
        column.addStretch(1)
        return body

    def _title(self, explanation: Explanation, place: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if explanation.sign is not None:
            row.addWidget(
                SignMark(self._appearance, explanation.sign, 20), 0, Qt.AlignmentFlag.AlignTop
            )
        row.addWidget(TextLabel(self._appearance, explanation.title, Role.HEADING, wrap=True), 1)
        if place:
            where = TextLabel(self._appearance, place, Role.SMALL_STRONG)
            row.addWidget(where, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _quotes(self, quotes: tuple[Quote, ...], tie: TieExplanation | None) -> Card:
        card = Card(self._appearance)
        column = QVBoxLayout(card)
        column.setContentsMargins(13, 10, 13, 12)
        column.setSpacing(4)
        for number, quote in enumerate(quotes):
            if number:
                column.addSpacing(6)
            column.addWidget(TextLabel(self._appearance, quote.who, Role.SMALL))
            row = QHBoxLayout()
            row.setSpacing(9)
            if quote.label and self._guide is not None:
                badge = LabelBadge(self._appearance, label_of(self._guide, quote.label))
                row.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(TextLabel(self._appearance, quote.words, Role.QUOTE, wrap=True))
            for small in quote.small:
                words.addWidget(TextLabel(self._appearance, small, Role.SMALL, wrap=True))
            row.addLayout(words, 1)
            column.addLayout(row)
        if tie is not None:
            column.addWidget(TiePlaces(self._appearance, tie))
        return card

    def _why(self, explanation: Explanation) -> Card:
        card = Card(self._appearance, fill="panel")
        column = QVBoxLayout(card)
        column.setContentsMargins(13, 10, 13, 12)
        column.setSpacing(4)
        if explanation.why:
            column.addWidget(TextLabel(self._appearance, explanation.why_title, Role.STRONG))
            column.addWidget(TextLabel(self._appearance, explanation.why, wrap=True))
        for before, sentence in explanation.mistakes:
            column.addSpacing(2)
            if before:
                column.addWidget(TextLabel(self._appearance, before, Role.SMALL_STRONG, wrap=True))
            column.addWidget(TextLabel(self._appearance, sentence, Role.SMALL, wrap=True))
        if explanation.question:
            column.addSpacing(2)
            column.addWidget(TextLabel(self._appearance, "Ask the class:", Role.SMALL_STRONG))
            column.addWidget(
                TextLabel(self._appearance, explanation.question, Role.SMALL, wrap=True)
            )
        return card
