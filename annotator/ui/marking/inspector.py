"""The chosen mark's own card: what the lesson asks of it, the most wanted question first."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.annotation import ATTRIBUTE_LABELS, Certainty
from annotator.model.changes import MarksChange
from annotator.ui.article.vocabulary import CERTAINTY, RELATION_LABELS
from annotator.ui.marking.chain_maker import ASKED
from annotator.ui.marking.mark_parts import attribute_rows, label_buttons
from annotator.ui.marking.note_field import NoteField
from annotator.ui.marking.session import MarkingSession
from annotator.ui.marking.tie_row import TieRow
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.flow import FlowLayout

_SIDE, _END = 12, 15
#: From this width on there is room for words next to the labels.
_ROOMY = 300


class Inspector(QWidget):
    """Opens in the row of the chosen mark. Hidden while no mark is chosen."""

    tie_wanted = Signal(str, object)
    """Mark id and RelationKind: the person wants to make or change this tie."""
    escaped = Signal()
    """Esc: back to the article."""

    def __init__(
        self, appearance: Appearance, session: MarkingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._mark_id = ""
        uses = session.lesson.uses
        self.ties = {
            kind: TieRow(appearance, session, kind) for kind in ASKED if kind in uses.relations
        }
        self.certainty = ChoiceRow(appearance, "How sure are you?", list(CERTAINTY.items()))
        self.note = NoteField(
            appearance, session, title="", hint="Your note: why did you mark it?", least_lines=1
        )
        self.labels = label_buttons(appearance, session.lesson.guide, self._relabel)
        self.more = Button(
            appearance,
            "More",
            kind=ButtonKind.QUIET,
            icon="down",
            tip="More about it: what this lesson asks",
            checkable=True,
        )
        self.attributes = attribute_rows(appearance, uses, self._set)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self._wire()
        self.setAccessibleName("The chosen mark")
        self.hide()

    @property
    def mark_id(self) -> str:
        """The id of the mark that is shown, or an empty string."""
        return self._mark_id

    def show_mark(self, mark_id: str) -> None:
        """Show another mark; what was typed on the one before is kept. An empty id shows none."""
        if mark_id and mark_id not in self._session.marking:
            mark_id = ""
        self._mark_id = mark_id
        self.note.show_mark(mark_id)
        self.setVisible(bool(mark_id))
        if mark_id:
            self._refresh()

    def focus_note(self) -> None:
        """Put the keyboard into the note."""
        if self._mark_id:
            self.note.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Take over what is being typed, now."""
        self.note.flush()

    # -- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 0, _SIDE, _END)
        column.setSpacing(7)
        for tie in self.ties.values():
            column.addWidget(tie)
        column.addWidget(self.certainty)
        self.certainty.setVisible(self._session.lesson.uses.certainty)
        column.addWidget(self.note)
        badges = FlowLayout(gap=4, line_gap=4)
        for button in self.labels.values():
            badges.addWidget(button)
        badges.addWidget(self.more)
        column.addLayout(badges)
        for row in self.attributes.values():
            column.addWidget(row)

    def _wire(self) -> None:
        self.certainty.chosen.connect(self._set_certainty)
        self.note.grew.connect(self.updateGeometry)
        self.more.clicked.connect(self._show_more)
        for tie in self.ties.values():
            tie.tie_wanted.connect(self.tie_wanted)
        self._session.changed.connect(self._follow)
        self._soon.timeout.connect(self._catch_up)

    # -- wishes -------------------------------------------------------------------------------

    def _relabel(self, label: str) -> None:
        self.flush()
        self._session.relabel(self._mark_id, label)
        # A press alone must not check a badge: the session may have refused.
        if self._mark_id:
            self._refresh()

    def _set_certainty(self, value: Certainty | None) -> None:
        self._session.set_certainty(self._mark_id, value)

    def _set(self, name: str, value: object) -> None:
        attributes = self._session.marking.mark(self._mark_id).attributes
        changed = replace(attributes, **{name: value})  # type: ignore[arg-type]
        self._session.set_attributes(self._mark_id, changed)

    def _show_more(self) -> None:
        if self._mark_id:
            self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.more.set_label_shown(event.size().width() >= _ROOMY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    # -- facts --------------------------------------------------------------------------------

    def _follow(self, change: MarksChange) -> None:
        if not self._mark_id:
            return
        if self._mark_id not in self._session.marking:
            self.show_mark("")
            return
        touched = {mark.id for mark in (*change.before, *change.after)}
        for relation in (*change.relations_before, *change.relations_after):
            touched.add(relation.source_id)
        shown = {self._mark_id}
        for relation in self._session.marking.relations_of(self._mark_id):
            if relation.source_id == self._mark_id:
                shown |= relation.mark_ids
        if touched & shown:
            # When the article has been painted: what is waited for is the words, not their details.
            self._soon.start()

    def _catch_up(self) -> None:
        if self._mark_id in self._session.marking:
            self._refresh()

    def _refresh(self) -> None:
        """Show the mark as it is now; no widget is rebuilt, so the keyboard stays where it is."""
        mark = self._session.marking.mark(self._mark_id)
        for label_id, button in self.labels.items():
            button.setChecked(label_id == mark.label)
        self.note.refresh()
        self.certainty.set_value(mark.certainty)
        asked = [name for name in self.attributes if mark.label in ATTRIBUTE_LABELS[name]]
        left = sum(getattr(mark.attributes, name) is None for name in asked)
        self.more.setVisible(bool(asked))
        self.more.set_label(f"More, {left} open" if left else "More")
        self.more.set_icon("up" if self.more.isChecked() else "down")
        for name, row in self.attributes.items():
            row.setVisible(name in asked and self.more.isChecked())
            row.set_value(getattr(mark.attributes, name))
        for kind, tie in self.ties.items():
            tie.show_mark(mark.id, fits=mark.label in RELATION_LABELS[kind])
        self.updateGeometry()
