"""The chosen mark in detail: label, note, how sure, what the lesson asks, and its ties."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.annotation import ATTRIBUTE_LABELS, Certainty
from annotator.model.changes import MarksChange
from annotator.ui.article.vocabulary import CERTAINTY, RELATION_LABELS
from annotator.ui.marking.mark_parts import attribute_rows, label_buttons
from annotator.ui.marking.note_field import NoteField
from annotator.ui.marking.session import MarkingSession
from annotator.ui.marking.tie_row import TieRow
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind, icon_button
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.columns import ScrollColumn
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel

_LEAST = 120
_RULE = 6


class Inspector(QWidget):
    """Below the list of marks. Hidden while no mark is chosen; scrolls where it is tall."""

    tie_wanted = Signal(str, object)
    """Mark id and RelationKind: the person wants to make or change this tie."""
    turned = Signal()
    """Another mark is shown, or none."""

    def __init__(
        self, appearance: Appearance, session: MarkingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._session = session
        self._mark_id = ""
        self._most = 0
        self._name = TextLabel(appearance, "", Role.STRONG)
        self._quote = ElidedLabel(appearance, "", Role.QUOTE)
        self._remove = icon_button(appearance, "delete", "Remove this mark", kind=ButtonKind.QUIET)
        self.labels = label_buttons(appearance, session.lesson.guide, self._relabel)
        self.note = NoteField(appearance, session)
        self.certainty = ChoiceRow(appearance, "How sure are you?", list(CERTAINTY.items()))
        self.attributes = attribute_rows(appearance, session.lesson.uses, self._set)
        self.ties = {
            kind: TieRow(appearance, session, kind) for kind in session.lesson.uses.relations
        }
        self._scroll = ScrollColumn(spacing=9)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self._wire()
        self.setAccessibleName("The chosen mark")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
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
            self._scroll.verticalScrollBar().setValue(0)
            self._refresh()
        self.turned.emit()

    def focus_note(self) -> None:
        """Put the keyboard into the note."""
        if self._mark_id:
            self.note.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.ensureWidgetVisible(self.note)

    def flush(self) -> None:
        """Take over what is being typed, now."""
        self.note.flush()

    # -- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, _RULE, 0, 0)
        outer.addWidget(self._scroll)
        top = QHBoxLayout()
        top.setSpacing(6)
        badges = FlowLayout(gap=4, line_gap=4)
        for button in self.labels.values():
            badges.addWidget(button)
        top.addLayout(badges, 1)
        top.addWidget(self._remove, alignment=Qt.AlignmentFlag.AlignTop)
        what = QHBoxLayout()
        what.setSpacing(8)
        what.addWidget(self._name)
        what.addWidget(self._quote, 1)
        column = self._scroll.column
        column.addLayout(top)
        column.addLayout(what)
        column.addWidget(self.note)
        for tie in self.ties.values():
            column.addWidget(tie)
        if self._session.lesson.uses.certainty:
            column.addWidget(self.certainty)
        for row in self.attributes.values():
            column.addWidget(row)
        column.addStretch(1)

    def _wire(self) -> None:
        self._remove.clicked.connect(self._remove_mark)
        self.certainty.chosen.connect(self._set_certainty)
        self.note.grew.connect(self.updateGeometry)
        for tie in self.ties.values():
            tie.tie_wanted.connect(self.tie_wanted)
        self._session.changed.connect(self._follow)
        self._soon.timeout.connect(self._catch_up)
        self._appearance.changed.connect(self.update)

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

    def _remove_mark(self) -> None:
        self.flush()
        self._session.remove([self._mark_id])

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
        guide = self._session.lesson.guide
        self._name.setText(guide.label(mark.label).name)
        self._quote.setText(mark.quote)
        for label_id, button in self.labels.items():
            button.setChecked(label_id == mark.label)
        self.note.refresh()
        self.certainty.set_value(mark.certainty)
        for name, row in self.attributes.items():
            row.setVisible(mark.label in ATTRIBUTE_LABELS[name])
            row.set_value(getattr(mark.attributes, name))
        for kind, tie in self.ties.items():
            tie.show_mark(mark.id, fits=mark.label in RELATION_LABELS[kind])
        self.updateGeometry()

    # -- room ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        width = self.width() or 260
        wanted = self._scroll.content_height(width) + _RULE
        if self._most:
            wanted = min(wanted, max(_LEAST, self._most))
        return QSize(260, wanted)

    def set_most(self, height: int) -> None:
        """Take no more height than this (logical pixels), so that the list above stays a list."""
        if height != self._most:
            self._most = height
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(_LEAST, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        # A rule parts the details from the list above.
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._appearance.theme.line)
        painter.end()
