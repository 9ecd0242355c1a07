"""What students disagree with, as a list and in words: who, what they say, how it is answered."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.review import Verdict
from annotator.services.review.disagreements import Aside, DisagreementRow, Effect
from annotator.services.review.points import points_text
from annotator.ui.article.marks import Sign
from annotator.ui.article.vocabulary import shortened
from annotator.ui.outcomes.row_delegates import paint_ground
from annotator.ui.outcomes.signs import paint_sign
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import small_font, ui_font
from annotator.ui.widgets.rows import RowsList

DISAGREEMENT_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_SIGN = 22

_ANSWERED = {
    Verdict.RIGHT: "You are right",
    Verdict.EVERYONE: "You are right, for everyone",
    Verdict.STANDS: "It stands",
}


def verdict_sign(row: DisagreementRow) -> Sign | None:
    """Found where the student was right; None while it is unanswered."""
    if row.disagreement.verdict is None:
        return None
    return Sign.OTHER if row.disagreement.verdict is Verdict.STANDS else Sign.FOUND


def answered_text(row: DisagreementRow) -> str:
    """ "Answered: it stands. Not returned yet."; empty while it is open."""
    verdict = row.disagreement.verdict
    if verdict is None:
        return ""
    returned = "Not returned yet." if row.is_unreturned else "The student has it."
    return f"{_ANSWERED[verdict]}. {returned}"


def aside_text(row: DisagreementRow) -> tuple[str, ...]:
    """What has moved on since it was said, in sentences."""
    paper, disagreement, then = row.paper, row.disagreement, row.item_then
    was = f" It was: “{shortened(then.quote, 90)}”." if then is not None else ""
    sentences = {
        Aside.ITEM_GONE: f"This is not in the key any more.{was} You can answer in words.",
        Aside.ITEM_CHANGED: f"The key was changed here since the student read it.{was}",
        Aside.MARK_GONE: "The student’s mark is not in this version of the text. You can answer in "
        "words.",
        Aside.TIE_GONE: "This line is neither in the key nor among the student’s any more. You can "
        "answer in words.",
        Aside.COUNTS_NOW: "The key accepts this by now. You can say so.",
        Aside.OLD_RETURN: f"The student had read return number {disagreement.revision}; you have "
        "given the work back again since, so they may have seen something else (now number "
        f"{paper.revision}).",
        Aside.NEWER_TRY: "The student has handed in another try since. The answer goes out with "
        "this one.",
        Aside.OFF_LIST: "This student is on none of your class lists now. The answer can be "
        "returned all the same.",
        Aside.TAKEN_BACK: "The student has taken this back since. What you answered stays.",
    }
    lines = tuple(sentences[each] for each in row.asides)
    return (row.fault, *lines) if row.fault else lines


def right_text(row: DisagreementRow) -> str:
    """What "You are right" would do, for the button's tip."""
    if row.effect is Effect.COUNTS:
        return "Counts for this student; the key stays as it is"
    if row.effect is Effect.POINTS and row.item is not None:
        return f"Gives this student {points_text(row.item.weight)} for it"
    return "Says so; no points change"


class DisagreementsModel(QAbstractListModel):
    """One row a disagreement, in the order in which they were said."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[DisagreementRow, ...] = ()
        self._names: tuple[str, ...] = ()

    def show_disagreements(self, rows: tuple[DisagreementRow, ...], names: tuple[str, ...]) -> None:
        """Show these, each with the name that its student goes by."""
        same = [each.disagreement.id for each in rows] == [
            each.disagreement.id for each in self._rows
        ]
        if same and rows:
            self._rows, self._names = rows, names
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self._rows, self._names = rows, names
        self.endResetModel()

    def name(self, row: int) -> str:
        """Whose disagreement a row is."""
        return self._names[row]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == DISAGREEMENT_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            state = answered_text(row) or "Open"
            return f"{self._names[index.row()]}: {row.disagreement.reason}. {state}"
        return None


class DisagreementDelegate(QStyledItemDelegate):
    """Who and how it stands, then the first words of what was said."""

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._strong, self._small = ui_font(strong=True), small_font()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = QFontMetrics(self._strong).height() + QFontMetrics(self._small).height()
        return QSize(200, height + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: DisagreementRow = index.data(DISAGREEMENT_ROLE)
        model = index.model()
        assert isinstance(model, DisagreementsModel)
        theme, rect = self._appearance.theme, QRect(option.rect)
        painter.save()
        paint_ground(painter, self._appearance, option)
        inner = rect.adjusted(14, 9, -12, -9)
        line = QRect(inner.left(), inner.top(), inner.width(), QFontMetrics(self._strong).height())
        sign = verdict_sign(row)
        if sign is not None:
            paint_sign(painter, theme, sign, QPoint(line.left() + 7, line.center().y()), 14)
        painter.setPen(theme.ink if row.is_open else theme.soft_ink)
        painter.setFont(self._strong)
        room = line.adjusted(_SIGN, 0, 0, 0)
        self._cut(painter, room, model.name(index.row()))
        painter.setFont(self._small)
        painter.setPen(theme.soft_ink)
        below = QRect(room.left(), line.bottom() + 3, room.width(), inner.bottom() - line.bottom())
        self._cut(painter, below, f"“{row.disagreement.reason}”")
        painter.restore()

    def _cut(self, painter: QPainter, room: QRect, text: str) -> None:
        one_line = " ".join(text.split())
        mode = Qt.TextElideMode.ElideRight
        cut = painter.fontMetrics().elidedText(one_line, mode, room.width())
        painter.drawText(room, int(_ONE_LINE), cut)


class DisagreementsList(RowsList):
    """The list itself; one disagreement is chosen."""

    disagreement_chosen = Signal(str)
    """The disagreement's id."""

    def __init__(self, appearance: Appearance) -> None:
        model = DisagreementsModel()
        super().__init__(appearance, model, "What students disagree with, the oldest first")
        model.setParent(self)
        self.disagreements = model
        self.setItemDelegate(DisagreementDelegate(appearance, self))
        self.row_chosen.connect(
            lambda at: self.disagreement_chosen.emit(at.data(DISAGREEMENT_ROLE).disagreement.id)
        )

    def show_disagreements(self, rows: tuple[DisagreementRow, ...], names: tuple[str, ...]) -> None:
        """Show these, without telling."""
        with self.quietly():
            self.disagreements.show_disagreements(rows, names)

    def choose(self, number: int) -> None:
        """Show one as chosen, without telling; -1 shows none."""
        self.choose_row(self.disagreements.index(number, 0))
