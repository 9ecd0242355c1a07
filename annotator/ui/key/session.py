"""A key in the making as undoable steps: wishes come in, facts go out as signals.

To the panels that know a student's marks it is a marking session: items are its marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from annotator.model.annotation import Attributes, Certainty, RelationEnd, RelationKind
from annotator.model.key import AnswerKey, KeyItem
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.lessons.key_editing import KeyEditing
from annotator.services.lessons.key_steps import Edge, KeyStep
from annotator.ui.marking.session import MarkingSession


class KeySession(MarkingSession):
    """The key of one lesson, with undo. Lives as long as its page is open."""

    key_changed = Signal(object)
    """A KeyStep that has just been taken, forwards or back; ``changed`` tells it in marks."""

    def __init__(self, lesson: Lesson, editing: KeyEditing, parent: QObject | None = None) -> None:
        super().__init__(lesson, editing.marks, parent)
        self.editing = editing

    # -- what a marking session is asked, too ---------------------------------------------------

    def add(
        self, spans: Sequence[Span], label: str, certainty: Certainty | None = None
    ) -> tuple[str, ...]:
        """A required item on each span, as one step; the ids of the new items."""
        step = self.do(lambda: self.editing.add(spans, label))
        return tuple(item.id for item in step.after) if step else ()

    def remove(self, mark_ids: Sequence[str]) -> None:
        """Take items away."""
        self.do(lambda: self.editing.remove(mark_ids))

    def relabel(self, mark_id: str, label: str) -> None:
        """Give an item another label of its own."""
        self.do(lambda: self.editing.relabel(mark_id, label))

    def resize(self, mark_id: str, span: Span) -> None:
        """Move the edges of the span that is shown."""
        self.set_edge(mark_id, 0, Edge.SHOWN, span)

    def set_note(self, mark_id: str, note: str) -> None:
        """Write the why."""
        self.do(lambda: self.editing.set_why(mark_id, note))

    def set_attributes(self, mark_id: str, attributes: Attributes) -> None:
        """Say more of an item."""
        self.do(lambda: self.editing.set_attributes(mark_id, attributes))

    def relate(
        self,
        mark_id: str,
        kind: RelationKind,
        chain: Sequence[Sequence[RelationEnd]],
        note: str = "",
    ) -> None:
        """Set, change or (with an empty chain) take away a tie."""
        self.do(lambda: self.editing.relate(mark_id, kind, chain, note))

    # -- what only a key has ---------------------------------------------------------------------

    def set_edge(self, item_id: str, number: int, edge: Edge, span: Span | None) -> None:
        """Move edges of one accepted span, of its core or its extent."""
        self.do(lambda: self.editing.set_edge(item_id, number, edge, span))

    def accept(self, item_id: str, span: Span) -> None:
        """Accept other words for an item, too."""
        self.do(lambda: self.editing.accept(item_id, span))

    def stop_accepting(self, item_id: str, number: int) -> None:
        """Accept one of several spans no longer."""
        self.do(lambda: self.editing.stop_accepting(item_id, number))

    def show_first(self, item_id: str, number: int) -> None:
        """Show another of the accepted spans."""
        self.do(lambda: self.editing.show_first(item_id, number))

    def set_also_labels(self, item_id: str, labels: Iterable[str]) -> None:
        """Which other labels are right, too."""
        self.do(lambda: self.editing.set_also_labels(item_id, labels))

    def set_required(self, item_id: str, required: bool) -> None:
        """Whether it has to be found."""
        self.do(lambda: self.editing.set_required(item_id, required))

    def set_weight(self, item_id: str, weight: int) -> None:
        """What it is worth, in micro-points."""
        self.do(lambda: self.editing.set_weight(item_id, weight))

    def set_question(self, item_id: str, text: str) -> None:
        """A question to ask the class."""
        self.do(lambda: self.editing.set_question(item_id, text))

    def set_mistake(self, item_id: str, label: str, text: str) -> None:
        """Why a label that students are likely to choose is wrong."""
        self.do(lambda: self.editing.set_mistake(item_id, label, text))

    def set_other_names(self, item_id: str, names: Iterable[str]) -> None:
        """What else a source is called."""
        self.do(lambda: self.editing.set_other_names(item_id, names))

    def add_mention(self, item_id: str, span: Span) -> None:
        """Let a place count as this source, too."""
        self.do(lambda: self.editing.add_mention(item_id, span))

    def remove_mention(self, item_id: str, number: int) -> None:
        """Let a place count as this source no longer."""
        self.do(lambda: self.editing.remove_mention(item_id, number))

    def add_traps(
        self, spans: Sequence[Span], whys: Mapping[Span, str] | None = None
    ) -> tuple[str, ...]:
        """A trap on each span, with its reason where there is one; the ids of the new ones."""
        step = self.do(lambda: self.editing.add_traps(spans, whys))
        return tuple(trap.id for trap in step.traps_after) if step else ()

    def remove_trap(self, trap_id: str) -> None:
        """Take a trap away."""
        self.do(lambda: self.editing.remove_trap(trap_id))

    def set_trap_why(self, trap_id: str, text: str) -> None:
        """Why nothing is right there."""
        self.do(lambda: self.editing.set_trap_why(trap_id, text))

    def move_trap(self, trap_id: str, span: Span) -> None:
        """Move a trap's edges."""
        self.do(lambda: self.editing.move_trap(trap_id, span))

    def add_items(self, verb: str, items: Iterable[KeyItem]) -> tuple[str, ...]:
        """Take over items that were made elsewhere, as one step; the ids of the new ones."""
        step = self.do(lambda: self.editing.add_items(verb, items))
        return tuple(item.id for item in step.after) if step else ()

    def replace_all(self, verb: str, key: AnswerKey) -> None:
        """Another key in place of this one, as one step."""
        self.do(lambda: self.editing.replace_all(verb, key))

    # -- steps -------------------------------------------------------------------------------------

    def do(self, verb: Callable[[], KeyStep]) -> KeyStep | None:
        """Take a step, keep it for undo and tell; None where there was nothing to do."""
        return self._keep(verb, then=self._announce)

    def take(self, step: KeyStep) -> KeyStep:
        """Take a step as it is, back or forth, and tell."""
        self.editing.apply(step)
        self._announce(step)
        return step

    def _announce(self, step: KeyStep) -> None:
        self.changed.emit(step.marks())
        self.key_changed.emit(step)
