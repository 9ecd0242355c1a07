"""Which words an item accepts, and how much of them: the shown span, others, core and extent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.key import AcceptedSpan, KeyItem
from annotator.services.lessons.key_steps import Edge
from annotator.ui.key.session import KeySession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel

EDGES = {
    Edge.SHOWN: "the words",
    Edge.CORE: "must include",
    Edge.EXTENT: "may include",
}
_HINT = (
    "Select other words and press A: they are accepted, too. With C the selection is what must be "
    "included, with X what may be."
)


class _SpanRow(Card):
    """One accepted span: its words, what must and may be included, what can be done with it."""

    def __init__(
        self, appearance: Appearance, accepted: AcceptedSpan, number: int, alone: bool
    ) -> None:
        super().__init__(appearance)
        self.number = number
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 6, 8)
        column.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(ElidedLabel(appearance, accepted.quote, Role.QUOTE, lines=2), 1)
        self.first = icon_button(appearance, "up", "Show these words first", kind=ButtonKind.QUIET)
        self.remove = icon_button(
            appearance, "delete", "Accept these words no longer", kind=ButtonKind.QUIET
        )
        for button, shown in ((self.first, number > 0), (self.remove, not alone)):
            top.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
            button.setVisible(shown)
        column.addLayout(top)
        self.drops: dict[Edge, Button] = {}
        for edge, span in ((Edge.CORE, accepted.core), (Edge.EXTENT, accepted.extent)):
            if span is not None:
                column.addLayout(self._edge_line(appearance, edge))

    def _edge_line(self, appearance: Appearance, edge: Edge) -> QHBoxLayout:
        line = QHBoxLayout()
        sign = "solid frame" if edge is Edge.CORE else "broken frame"
        words = f"{EDGES[edge].capitalize()}: {sign}"
        line.addWidget(TextLabel(appearance, words, Role.SMALL, wrap=True), 1)
        drop = Button(
            appearance, "Take away", kind=ButtonKind.QUIET, tip=f"No “{EDGES[edge]}” here"
        )
        drop.setAccessibleName(f"Take away “{EDGES[edge]}”")
        line.addWidget(drop)
        self.drops[edge] = drop
        return line


class SpansPart(QWidget):
    """The accepted spans as rows; which of their edges the handles in the article move."""

    part_chosen = Signal(int, object)
    """(number, Edge): these edges are to be moved by handles and keys."""

    def __init__(
        self, appearance: Appearance, session: KeySession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._session = appearance, session
        self._item_id = ""
        self.rows: list[_SpanRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.edges = ChoiceRow(
            appearance, "Which edges do the handles move?", list(EDGES.items()), optional=False
        )
        self.note = TextLabel(appearance, "", Role.SMALL, wrap=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(self._column)
        outer.addWidget(self.edges)
        outer.addWidget(self.note)
        self._number = 0
        self.edges.chosen.connect(lambda edge: self.part_chosen.emit(self._number, edge))

    def show_item(self, item: KeyItem, number: int, edge: Edge) -> None:
        """Show an item; the edges of its span ``number`` are the ones that are moved."""
        self._item_id, self._number = item.id, number
        # Rows are rebuilt: the keyboard must not go with the row whose button was pressed.
        focus = QApplication.focusWidget()
        had = focus is not None and any(row.isAncestorOf(focus) for row in self.rows)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [
            _SpanRow(self._appearance, accepted, place, len(item.accepted) == 1)
            for place, accepted in enumerate(item.accepted)
        ]
        for row in self.rows:
            row.set_selected(len(self.rows) > 1 and row.number == number)
            row.first.clicked.connect(lambda _on=False, n=row.number: self._show_first(n))
            row.remove.clicked.connect(lambda _on=False, n=row.number: self._remove(n))
            for which, drop in row.drops.items():
                drop.clicked.connect(lambda _on=False, n=row.number, e=which: self._drop(n, e))
            self._column.addWidget(row)
        self.edges.set_value(edge)
        self.note.setText(f"{_default(item.accepted[number])}{_HINT}")
        if had:
            self.edges.choice(edge).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_first(self, number: int) -> None:
        self._session.show_first(self._item_id, number)

    def _remove(self, number: int) -> None:
        self._session.stop_accepting(self._item_id, number)

    def _drop(self, number: int, edge: Edge) -> None:
        self._session.set_edge(self._item_id, number, edge, None)


def _default(accepted: AcceptedSpan) -> str:
    """What counts as exact where the teacher drew nothing."""
    if accepted.core or accepted.extent:
        return ""
    if len(accepted.quote.split()) < 3:
        return ""
    return "One word more or less at either edge still counts as exact. "
