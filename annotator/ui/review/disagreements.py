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

MATTER_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_SIGN = 22

_ANSWERED = {
    Verdict.RIGHT: "You are right",
    Verdict.EVERYONE: "You are right, for everyone",
    Verdict.STANDS: "It stands",
}


def verdict_sign(matter: DisagreementRow) -> Sign | None:
    """Found where the student was right; None while it is unanswered."""
    if matter.said.verdict is None:
        return None
    return Sign.OTHER if matter.said.verdict is Verdict.STANDS else Sign.FOUND


def answered_text(matter: DisagreementRow) -> str:
    """ "Answered: it stands. Not returned yet."; empty while it is open."""
    verdict = matter.said.verdict
    if verdict is None:
        return ""
    told = "Not returned yet." if matter.is_unreturned else "The student has it."
    return f"{_ANSWERED[verdict]}. {told}"


def aside_text(matter: DisagreementRow) -> tuple[str, ...]:
    """What has moved on since it was said, in sentences."""
    row, said, then = matter.row, matter.said, matter.item_then
    was = f" It was: “{shortened(then.quote, 90)}”." if then is not None else ""
    words = {
        Aside.ITEM_GONE: f"This is not in the key any more.{was} You can answer in words.",
        Aside.ITEM_CHANGED: f"The key was changed here since the student read it.{was}",
        Aside.MARK_GONE: "The student’s mark is not in this version of the text. You can answer in "
        "words.",
        Aside.COUNTS_NOW: "The key accepts this by now. You can say so.",
        Aside.OLD_RETURN: f"The student had read return number {said.revision}; you have given the "
        f"work back again since, so they may have seen something else (now number {row.revision}).",
        Aside.NEWER_TRY: "The student has handed in another try since. The answer goes out with "
        "this one.",
        Aside.OFF_LIST: "This student is on none of your class lists now. The answer can be "
        "returned all the same.",
        Aside.TAKEN_BACK: "The student has taken this back since. What you answered stays.",
    }
    told = tuple(words[each] for each in matter.asides)
    return (matter.fault, *told) if matter.fault else told


def right_text(matter: DisagreementRow) -> str:
    """What "You are right" would do, for the button's tip."""
    if matter.effect is Effect.COUNTS:
        return "Counts for this student; the key stays as it is"
    if matter.effect is Effect.POINTS and matter.item is not None:
        return f"Gives this student {points_text(matter.item.weight)} for it"
    return "Says so; no points change"


class DisagreementsModel(QAbstractListModel):
    """One row a disagreement, in the order in which they were said."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matters: tuple[DisagreementRow, ...] = ()
        self._names: tuple[str, ...] = ()

    def show_matters(self, matters: tuple[DisagreementRow, ...], names: tuple[str, ...]) -> None:
        """Show these, each with the name that its student goes by."""
        same = [each.said.id for each in matters] == [each.said.id for each in self._matters]
        if same and matters:
            self._matters, self._names = matters, names
            self.dataChanged.emit(self.index(0, 0), self.index(len(matters) - 1, 0))
            return
        self.beginResetModel()
        self._matters, self._names = matters, names
        self.endResetModel()

    def name(self, row: int) -> str:
        """Whose disagreement a row is."""
        return self._names[row]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self._matters)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        matter = self._matters[index.row()]
        if role == MATTER_ROLE:
            return matter
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            state = answered_text(matter) or "Open"
            return f"{self._names[index.row()]}: {matter.said.reason}. {state}"
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
        matter: DisagreementRow = index.data(MATTER_ROLE)
        model = index.model()
        assert isinstance(model, DisagreementsModel)
        theme, rect = self._appearance.theme, QRect(option.rect)
        painter.save()
        paint_ground(painter, self._appearance, option)
        inner = rect.adjusted(14, 9, -12, -9)
        line = QRect(inner.left(), inner.top(), inner.width(), QFontMetrics(self._strong).height())
        sign = verdict_sign(matter)
        if sign is not None:
            paint_sign(painter, theme, sign, QPoint(line.left() + 7, line.center().y()), 14)
        painter.setPen(theme.ink if matter.is_open else theme.soft_ink)
        painter.setFont(self._strong)
        room = line.adjusted(_SIGN, 0, 0, 0)
        self._cut(painter, room, model.name(index.row()))
        painter.setFont(self._small)
        painter.setPen(theme.soft_ink)
        below = QRect(room.left(), line.bottom() + 3, room.width(), inner.bottom() - line.bottom())
        self._cut(painter, below, f"“{matter.said.reason}”")
        painter.restore()

    def _cut(self, painter: QPainter, room: QRect, words: str) -> None:
        one_line = " ".join(words.split())
        mode = Qt.TextElideMode.ElideRight
        cut = painter.fontMetrics().elidedText(one_line, mode, room.width())
        painter.drawText(room, int(_ONE_LINE), cut)


class DisagreementsList(RowsList):
    """The list itself; one disagreement is chosen."""

    matter_chosen = Signal(str)
    """The disagreement's id."""

    def __init__(self, appearance: Appearance) -> None:
        matters = DisagreementsModel()
        super().__init__(appearance, matters, "What students disagree with, the oldest first")
        matters.setParent(self)
        self.matters = matters
        self.setItemDelegate(DisagreementDelegate(appearance, self))
        self.row_chosen.connect(lambda at: self.matter_chosen.emit(at.data(MATTER_ROLE).said.id))

    def show_matters(self, matters: tuple[DisagreementRow, ...], names: tuple[str, ...]) -> None:
        """Show these, without telling."""
        with self.quietly():
            self.matters.show_matters(matters, names)

    def choose(self, number: int) -> None:
        """Show one as chosen, without telling; -1 shows none."""
        self.choose_row(self.matters.index(number, 0))
