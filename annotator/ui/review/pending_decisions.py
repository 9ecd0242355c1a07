"""The decisions as a list: an answer, how many gave it, what was decided."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from annotator.model.labels import LabelGuide
from annotator.services.marking.wording import label_name, label_of
from annotator.services.review.pending import PendingDecision
from annotator.services.review.wordings import SIGN_NAMES, Reader, answer_state, wording
from annotator.ui.article.marks import Sign
from annotator.ui.article.vocabulary import plural
from annotator.ui.review.answer_rows import ROW_ROLE, AnswerDelegate, AnswerRow
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.rows import RowsList

_Index = QModelIndex | QPersistentModelIndex


def pending_sign(todo: PendingDecision) -> Sign:
    """Found once it was accepted; else other label or edges, or an extra."""
    if todo.decided_as.startswith("accepted"):
        return Sign.FOUND
    return wording(answer_state(todo.group.answer)).sign or Sign.EXTRA


def kind_text(todo: PendingDecision, guide: LabelGuide | None) -> str:
    """What kind of difference it is, in a few words."""
    answer = todo.group.answer
    label = label_name(guide, answer.label) if guide is not None else ""
    return wording(answer_state(answer)).note.to(Reader.TEACHER).format(label=label)


class PendingDecisionsModel(QAbstractListModel):
    """One row a decision. Its order never changes under the teacher's hands."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pending_list: tuple[PendingDecision, ...] = ()
        self._guide: LabelGuide | None = None

    def show_pending(self, todos: tuple[PendingDecision, ...], guide: LabelGuide) -> None:
        """Show these; where only what was decided is new, no row moves."""
        same = [t.group.answer for t in todos] == [t.group.answer for t in self._pending_list]
        self._guide = guide
        if same and todos:
            self._pending_list = todos
            self.dataChanged.emit(self.index(0, 0), self.index(len(todos) - 1, 0))
            return
        self.beginResetModel()
        self._pending_list = todos
        self.endResetModel()

    @property
    def todos(self) -> tuple[PendingDecision, ...]:
        """What is listed."""
        return self._pending_list

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._pending_list)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._pending_list):
            return None
        todo = self._pending_list[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return todo.group.quote
        if role == ROW_ROLE:
            return AnswerRow(
                label=todo.group.answer.label,
                words=todo.group.quote,
                count=str(len(todo.group.places)),
                below=todo.decided_as or kind_text(todo, self._guide),
                is_done=not todo.is_open,
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            label = label_of(self._guide, todo.group.answer.label).name if self._guide else ""
            count = plural(len(todo.group.places), "paper")
            state = todo.decided_as or "to decide"
            return (
                f"{SIGN_NAMES[pending_sign(todo)]}, {label}, {todo.group.quote}, {count}, {state}"
            )
        return None


class PendingDecisionsList(RowsList):
    """The list itself; one decision is chosen."""

    pending_chosen = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        todos = PendingDecisionsModel()
        super().__init__(appearance, todos, "Decisions, the most common first")
        todos.setParent(self)
        self.todos = todos
        self._delegate = AnswerDelegate(appearance, self)
        self.setItemDelegate(self._delegate)
        self.row_chosen.connect(lambda index: self.pending_chosen.emit(index.row()))

    def show_pending(self, todos: tuple[PendingDecision, ...], guide: LabelGuide) -> None:
        """Show these decisions, without telling."""
        self._delegate.set_guide(guide)
        with self.quietly():
            self.todos.show_pending(todos, guide)

    def choose(self, number: int) -> None:
        """Show one as chosen, without telling; -1 shows none."""
        self.choose_row(self.todos.index(number, 0))
