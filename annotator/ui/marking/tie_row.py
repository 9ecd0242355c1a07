"""One kind of tie of the chosen mark: what it says now, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.annotation import RelationKind
from annotator.ui.marking.session import MarkingSession
from annotator.ui.marking.ties_model import tie_text
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.labels import Role, TextLabel

#: What the button says that makes the tie.
ADD_WORDS = {
    RelationKind.SAID_BY: "Add who says so",
    RelationKind.DENIES: "Add what it denies",
    RelationKind.SAME_AS: "Same source as…",
}


class TieRow(QWidget):
    """Says "said by …" with Change and Remove, or offers to make the tie."""

    tie_wanted = Signal(str, object)

    def __init__(
        self,
        appearance: Appearance,
        session: MarkingSession,
        kind: RelationKind,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._kind = kind
        self._mark_id = ""
        self._words = TextLabel(appearance, "", Role.BODY, wrap=True)
        self.add = Button(appearance, ADD_WORDS[kind], icon="link")
        self.change = Button(appearance, "Change", kind=ButtonKind.QUIET)
        self.remove = Button(appearance, "Remove", kind=ButtonKind.QUIET)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._words, 1)
        row.addWidget(self.change)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.add)
        for button in (self.add, self.change):
            button.clicked.connect(self._ask)
        self.remove.clicked.connect(self._take_away)

    def text(self) -> str:
        """What the tie says now; empty where there is none."""
        return self._words.text()

    def show_mark(self, mark_id: str, *, fits: bool) -> None:
        """Show this mark's tie. Where its label has none (``fits``), only one that is left over."""
        self._mark_id = mark_id
        relation = self._session.marking.relation_from(mark_id, self._kind)
        words = tie_text(self._session.marking, relation) if relation else ""
        had_keyboard = self.add.hasFocus() or self.change.hasFocus() or self.remove.hasFocus()
        self._words.setText(words)
        self.change.setAccessibleName(f"Change: {words}")
        self.remove.setAccessibleName(f"Remove: {words}")
        self._words.setVisible(bool(relation))
        self.add.setVisible(relation is None)
        self.change.setVisible(relation is not None and fits)
        # What fits is removed where it is changed; what fits no longer can only go.
        self.remove.setVisible(relation is not None and not fits)
        self.setVisible(fits or relation is not None)
        if had_keyboard:
            # The button that was pressed may be gone: the keyboard stays in this row.
            stop = self.add if relation is None else self.change if fits else self.remove
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        self.tie_wanted.emit(self._mark_id, self._kind)

    def _take_away(self) -> None:
        self._session.relate(self._mark_id, self._kind, ())
