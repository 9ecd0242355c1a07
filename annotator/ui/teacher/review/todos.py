"""The decisions as a list: an answer, how many gave it, what was decided."""

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
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.labels import LabelGuide
from annotator.ui.fonts import article_font, small_font, ui_font
from annotator.ui.look import Look
from annotator.ui.reading.marks import Sign
from annotator.ui.teacher.entries import label_of
from annotator.ui.teacher.review.session import Todo
from annotator.ui.teacher.signs import SIGN_NAMES, paint_sign
from annotator.ui.widgets.badge import BADGE_SIZE, paint_badge
from annotator.ui.widgets.rows import RowsList
from annotator.ui.words import plural

TODO_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


def todo_sign(todo: Todo) -> Sign:
    """Found once it was accepted; else other label or edges, or an extra."""
    if todo.said.startswith("accepted"):
        return Sign.FOUND
    return Sign.OTHER if todo.group.answer.item_id else Sign.EXTRA


def kind_words(todo: Todo) -> str:
    """What kind of difference it is, in a few words."""
    answer = todo.group.answer
    if answer.trap_id:
        return "in a trap"
    if not answer.item_id:
        return "not in the key"
    return "other words" if answer.span is not None else "another label"


class TodosModel(QAbstractListModel):
    """One row a decision. Its order never changes under the teacher's hands."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._todos: tuple[Todo, ...] = ()
        self._guide: LabelGuide | None = None

    def show_todos(self, todos: tuple[Todo, ...], guide: LabelGuide) -> None:
        """Show these; where only what was decided is new, no row moves."""
        same = [t.group.answer for t in todos] == [t.group.answer for t in self._todos]
        self._guide = guide
        if same and todos:
            self._todos = todos
            self.dataChanged.emit(self.index(0, 0), self.index(len(todos) - 1, 0))
            return
        self.beginResetModel()
        self._todos = todos
        self.endResetModel()

    @property
    def todos(self) -> tuple[Todo, ...]:
        """What is listed."""
        return self._todos

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._todos)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._todos):
            return None
        todo = self._todos[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return todo.group.quote
        if role == TODO_ROLE:
            return todo
        if role == Qt.ItemDataRole.AccessibleTextRole:
            label = label_of(self._guide, todo.group.answer.label).name if self._guide else ""
            count = plural(len(todo.group.places), "paper")
            state = todo.said or "to decide"
            return f"{SIGN_NAMES[todo_sign(todo)]}, {label}, {todo.group.quote}, {count}, {state}"
        return None


class TodoDelegate(QStyledItemDelegate):
    """Badge, words, how many; on the second line what kind it is, or what was decided."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._guide: LabelGuide | None = None
        self._quote, self._strong = article_font(15.5), ui_font(strong=True)
        self._small = small_font()

    def set_guide(self, guide: LabelGuide) -> None:
        """The labels that answers carry."""
        self._guide = guide

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = QFontMetrics(self._quote).height() + QFontMetrics(self._small).height()
        return QSize(200, height + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        todo: Todo = index.data(TODO_ROLE)
        theme, rect = self._look.theme, QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.accent_tint)
            painter.fillRect(rect.left(), rect.top(), 4, rect.height(), theme.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        inner = rect.adjusted(14, 8, -12, -9)
        line = QRect(inner.left(), inner.top(), inner.width(), QFontMetrics(self._quote).height())
        if self._guide is not None:
            label = label_of(self._guide, todo.group.answer.label)
            badge = QRect(QPoint(line.left(), line.center().y() - 9), BADGE_SIZE)
            paint_badge(painter, badge, label.letter, label.pattern, theme.label(label.colour))
        count = str(len(todo.group.places))
        painter.setFont(self._strong)
        painter.setPen(theme.ink if todo.is_open else theme.soft_ink)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | _ONE_LINE), count)
        words = line.adjusted(BADGE_SIZE.width() + 8, 0, -28, 0)
        painter.setFont(self._quote)
        cut = QFontMetrics(self._quote).elidedText(
            todo.group.quote, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, int(_ONE_LINE), cut)
        below = QRect(
            inner.left(), line.bottom() + 2, inner.width(), inner.bottom() - line.bottom()
        )
        painter.setFont(self._small)
        painter.setPen(theme.soft_ink)
        x = below.left() + BADGE_SIZE.width() + 8
        if not todo.is_open:
            centre = QPoint(below.left() + BADGE_SIZE.width() // 2, below.center().y() + 1)
            paint_sign(painter, theme, Sign.FOUND, centre, 13)
        painter.drawText(
            QRect(x, below.top(), below.right() - x, below.height()),
            int(_ONE_LINE),
            todo.said or kind_words(todo),
        )
        painter.restore()


class TodosList(RowsList):
    """The list itself; one decision is chosen."""

    todo_chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        todos = TodosModel()
        super().__init__(look, todos, "Decisions, the most common first")
        todos.setParent(self)
        self.todos = todos
        self._delegate = TodoDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.row_chosen.connect(lambda index: self.todo_chosen.emit(index.row()))

    def show_todos(self, todos: tuple[Todo, ...], guide: LabelGuide) -> None:
        """Show these decisions, without telling."""
        self._delegate.set_guide(guide)
        with self.quietly():
            self.todos.show_todos(todos, guide)

    def choose(self, number: int) -> None:
        """Show one as chosen, without telling; -1 shows none."""
        self.choose_row(self.todos.index(number, 0))
