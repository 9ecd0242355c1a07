"""Where else a source is named: its other names, and places that count for it alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.key import AcceptedSpan, KeyItem
from annotator.services.lessons.key_editing import MAX_NAME, MOST_NAMES
from annotator.ui.key.session import KeySession
from annotator.ui.marking.note_field import NoteField
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind, icon_button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel

_HINT = (
    "A mark on one of these names counts as the source, found at another place. For “he” or “the "
    "mayor”, select the words in the article and press M: they count at that place alone."
)


class _MentionRow(Card):
    """One place that counts: its words, and a way to take it away."""

    def __init__(self, appearance: Appearance, mention: AcceptedSpan) -> None:
        super().__init__(appearance)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(4)
        row.addWidget(ElidedLabel(appearance, mention.quote, Role.QUOTE), 1)
        self.remove = icon_button(
            appearance, "delete", "This place counts no longer", kind=ButtonKind.QUIET
        )
        self.remove.setAccessibleDescription(mention.quote)
        row.addWidget(self.remove)


class NamesPart(QWidget):
    """Other names, one a line, and the listed places of later mentions."""

    def __init__(
        self, appearance: Appearance, session: KeySession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._session = appearance, session
        self._item_id = ""
        self.names = NoteField(
            appearance,
            session,
            title="Other names, one a line",
            name="Other names of this source, one a line",
            hint="Musk",
            read=lambda item_id: "\n".join(session.editing.item(item_id).other_names),
            write=lambda item_id, text: session.set_other_names(item_id, text.splitlines()),
            limit=MOST_NAMES * MAX_NAME,
        )
        self.rows: list[_MentionRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self._places = TextLabel(appearance, "Counts at these places alone", Role.SMALL)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.names)
        outer.addWidget(self._places)
        outer.addLayout(self._column)
        outer.addWidget(TextLabel(appearance, _HINT, Role.SMALL, wrap=True))

    def show_item(self, item: KeyItem) -> None:
        """Show an item; what was typed about the one before is kept."""
        self._item_id = item.id
        self.names.show_mark(item.id)
        # Rows are rebuilt: the keyboard must not go with the row whose button was pressed.
        focus = QApplication.focusWidget()
        had = focus is not None and any(row.isAncestorOf(focus) for row in self.rows)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [_MentionRow(self._appearance, mention) for mention in item.mentions]
        for number, row in enumerate(self.rows):
            row.remove.clicked.connect(lambda _on=False, n=number: self._remove(n))
            self._column.addWidget(row)
        self._places.setVisible(bool(self.rows))
        if had:
            self.names.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Take over what is being typed, now."""
        self.names.flush()

    def leave(self) -> None:
        """Take over what is typed; no item is shown any more."""
        self.names.show_mark("")
        self._item_id = ""

    def _remove(self, number: int) -> None:
        self._session.remove_mention(self._item_id, number)
