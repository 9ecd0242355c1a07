"""One key item in detail: all that a key holds of it, in the order in which people write it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.annotation import ATTRIBUTE_LABELS
from annotator.model.key import POINT, KeyItem
from annotator.model.labels import SOURCE
from annotator.services.lessons.key_editing import MAX_SENTENCE
from annotator.services.lessons.key_steps import Edge, KeyStep
from annotator.services.review.points import points_text
from annotator.ui.article.vocabulary import RELATION_LABELS
from annotator.ui.key.labels_part import LabelsPart
from annotator.ui.key.names_part import NamesPart
from annotator.ui.key.session import KeySession
from annotator.ui.key.spans_part import SpansPart
from annotator.ui.marking.mark_parts import attribute_rows, label_buttons
from annotator.ui.marking.note_field import NoteField
from annotator.ui.marking.tie_row import TieRow
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.columns import ScrollColumn, section
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.stepper import Stepper

_MOST_POINTS = 5


class ItemPanel(QWidget):
    """Takes the list's place while an item is chosen."""

    back_requested = Signal()
    step_requested = Signal(int)
    tie_wanted = Signal(str, object)
    """Item id and RelationKind."""
    part_chosen = Signal(int, object)
    """(number, Edge) whose edges the handles move from now on."""

    def __init__(
        self, appearance: Appearance, session: KeySession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._session = appearance, session
        self._item_id = ""
        self._number, self._edge = 0, Edge.SHOWN
        self.back = Button(appearance, "All items", icon="back", kind=ButtonKind.QUIET)
        self._place = TextLabel(appearance, "", Role.SMALL)
        self.previous = icon_button(appearance, "up", "The item before (K)", kind=ButtonKind.QUIET)
        self.next = icon_button(appearance, "down", "The next item (J)", kind=ButtonKind.QUIET)
        self.remove = icon_button(appearance, "delete", "Remove this item", kind=ButtonKind.QUIET)
        self.labels = label_buttons(appearance, session.lesson.guide, self._relabel)
        self._name = TextLabel(appearance, "", Role.STRONG)
        answers = [(True, "required"), (False, "optional")]
        self.required = ChoiceRow(appearance, "Does it have to be found?", answers, optional=False)
        self.weight = Stepper(
            appearance,
            "Points",
            least=0.5,
            most=_MOST_POINTS,
            step=0.5,
            show=lambda value: points_text(round(value * POINT)),
        )
        self.why = NoteField(
            appearance,
            session,
            title="Why (students read this)",
            name="Why it is that",
            hint="One sentence that gives the reason",
            limit=MAX_SENTENCE,
        )
        self.spans = SpansPart(appearance, session)
        self.other = LabelsPart(appearance, session)
        self.names = NamesPart(appearance, session)
        self.question = NoteField(
            appearance,
            session,
            title="A question to ask the class",
            name="A question to ask the class",
            hint="For the talk afterwards (if you like)",
            read=lambda item_id: session.editing.item(item_id).question,
            write=session.set_question,
            limit=MAX_SENTENCE,
        )
        self.attributes = attribute_rows(appearance, session.lesson.uses, self._set)
        self.ties = {
            kind: TieRow(appearance, session, kind) for kind in session.lesson.uses.relations
        }
        self._scroll = ScrollColumn(spacing=12)
        self._lay_out()
        self._wire()
        self.setAccessibleName("The chosen key item")

    @property
    def item_id(self) -> str:
        """The id of the item that is shown, or an empty string."""
        return self._item_id

    def show_item(self, item_id: str, number: int = 0, edge: Edge = Edge.SHOWN) -> None:
        """Show an item; what was typed on the one before is kept. An empty id shows none."""
        editing = self._session.editing
        if item_id and not editing.has_item(item_id):
            item_id = ""
        moved = item_id != self._item_id
        self._item_id, self._number, self._edge = item_id, number, edge
        for field in (self.why, self.question):
            field.show_mark(item_id)
        if not item_id:
            self.other.leave()
            self.names.leave()
            return
        if moved:
            self._scroll.verticalScrollBar().setValue(0)
        self.refresh()
        QTimer.singleShot(0, self, self._fit_fields)

    def show_part(self, number: int, edge: Edge) -> None:
        """Which edges the handles move now."""
        self._number, self._edge = number, edge
        if self._item_id:
            self.spans.show_item(self._session.editing.item(self._item_id), number, edge)

    def focus_why(self) -> None:
        """Put the keyboard into the why."""
        self.why.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(self.why)

    def flush(self) -> None:
        """Take over what is being typed, now."""
        self.why.flush()
        self.question.flush()
        self.other.flush()
        self.names.flush()

    # -- building -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        appearance = self._appearance
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.back)
        top.addStretch(1)
        for widget in (self._place, self.previous, self.next):
            top.addWidget(widget)
        badges = FlowLayout(gap=4, line_gap=4)
        for button in self.labels.values():
            badges.addWidget(button)
        label_row = QHBoxLayout()
        label_row.addLayout(badges, 1)
        label_row.addWidget(self.remove, alignment=Qt.AlignmentFlag.AlignTop)
        column = self._scroll.column
        column.addLayout(label_row)
        column.addWidget(self._name)
        column.addWidget(self.why)
        column.addWidget(self.required)
        column.addWidget(self.weight)
        column.addWidget(section(appearance, "Which words"))
        column.addWidget(self.spans)
        self._names_title = section(appearance, "Named elsewhere")
        column.addWidget(self._names_title)
        column.addWidget(self.names)
        column.addWidget(section(appearance, "Other labels"))
        column.addWidget(self.other)
        self._ties_title = section(appearance, "Ties")
        column.addWidget(self._ties_title)
        for tie in self.ties.values():
            column.addWidget(tie)
        column.addWidget(section(appearance, "More"))
        column.addWidget(self.question)
        for row in self.attributes.values():
            column.addWidget(row)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(top)
        outer.addWidget(self._scroll, 1)

    def _wire(self) -> None:
        session = self._session
        self.back.clicked.connect(self.back_requested)
        self.previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self.next.clicked.connect(lambda: self.step_requested.emit(1))
        self.remove.clicked.connect(self._take_away)
        self.required.chosen.connect(lambda on: session.set_required(self._item_id, bool(on)))
        self.weight.value_changed.connect(
            lambda value: session.set_weight(self._item_id, round(value * POINT))
        )
        self.spans.part_chosen.connect(self.part_chosen)
        for tie in self.ties.values():
            tie.tie_wanted.connect(self.tie_wanted)
        session.key_changed.connect(self._follow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # How many lines a text has is known once its field has its width.
        QTimer.singleShot(0, self, self._fit_fields)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fit_fields)

    def _fit_fields(self) -> None:
        for each in (self.why, self.question, self.names.names, *self.other.fields.values()):
            each.field.updateGeometry()

    # -- wishes ---------------------------------------------------------------------------------

    def _relabel(self, label: str) -> None:
        self.flush()
        self._session.relabel(self._item_id, label)
        # A press alone must not check a badge: the session may have refused.
        if self._item_id:
            self.refresh()

    def _set(self, name: str, value: object) -> None:
        item = self._session.editing.item(self._item_id)
        changed = replace(item.attributes, **{name: value})  # type: ignore[arg-type]
        self._session.set_attributes(self._item_id, changed)

    def _take_away(self) -> None:
        self.flush()
        self._session.remove([self._item_id])

    # -- facts ----------------------------------------------------------------------------------

    def _follow(self, step: KeyStep) -> None:
        if not self._item_id:
            return
        if not self._session.editing.has_item(self._item_id):
            self.show_item("")
            return
        touched = {item.id for item in (*step.before, *step.after)}
        for tie in (*step.relations_before, *step.relations_after):
            touched.add(tie.source_id)
        for tie in self._session.marking.relations_of(self._item_id):
            if tie.source_id == self._item_id and touched & tie.mark_ids:
                touched.add(self._item_id)
        self._show_place()
        if self._item_id in touched:
            self.refresh()

    def refresh(self) -> None:
        """Show the item as it is now; no field that is being typed in is rebuilt."""
        item = self._session.editing.item(self._item_id)
        self._number = min(self._number, len(item.accepted) - 1)
        self._show_place()
        self._name.setText(self._session.lesson.guide.label(item.label).name)
        for label_id, button in self.labels.items():
            button.setChecked(label_id == item.label)
        self.why.refresh()
        self.question.refresh()
        self.required.set_value(item.required)
        self.weight.setVisible(item.required)
        self.weight.set_value(item.weight / POINT)
        self.spans.show_item(item, self._number, self._edge)
        self.other.show_item(item)
        self.names.show_item(item)
        # Where something is no source any more, its names are shown as long as there are some.
        named = bool(SOURCE in item.labels or item.other_names or item.mentions)
        self.names.setVisible(named)
        self._names_title.setVisible(named)
        self._show_more(item)

    def _show_more(self, item: KeyItem) -> None:
        for name, row in self.attributes.items():
            row.setVisible(item.label in ATTRIBUTE_LABELS[name])
            row.set_value(getattr(item.attributes, name))
        for kind, tie in self.ties.items():
            tie.show_mark(item.id, fits=item.label in RELATION_LABELS[kind])
        self._ties_title.setVisible(any(not tie.isHidden() for tie in self.ties.values()))

    def _show_place(self) -> None:
        marking = self._session.marking
        if self._item_id in marking:
            at = marking.position_of(self._item_id)
            self._place.setText(f"{at + 1} of {len(marking)}")
            self.previous.setEnabled(at > 0)
            self.next.setEnabled(at + 1 < len(marking))
