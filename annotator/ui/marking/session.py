"""A student's marking as undoable changes: requests come in, facts go out as signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.model.annotation import Attributes, Certainty, RelationEnd, RelationKind
from annotator.model.changes import History, MarksChange, S
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.marking.marking import AlreadyMarked, Marking
from annotator.ui.article.vocabulary import RELATION_LABELS
from annotator.ui.marking.chain import TARGETS


class LessonStep(Enum):
    """The steps of a lesson, in order, as the header names them."""

    READ = "Read"
    MARK = "Mark"
    CONNECT = "Connect"
    CHECK = "Check"


class MarkingSession(QObject):
    """The marks of one attempt, with undo. Lives as long as the lesson is open."""

    changed = Signal(object)
    """A MarksChange that has just been taken, forwards or back."""
    refused = Signal(object)
    """An AnnotatorError: what was asked for could not be done, and nothing changed."""
    already_marked = Signal(str)
    """The id of the mark that is exactly what was asked for."""
    typing_changed = Signal(bool)
    """Whether words are being typed that are not on their way to the disk yet."""
    history_changed = Signal()
    """There is another step to undo or redo."""

    def __init__(self, lesson: Lesson, marking: Marking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lesson = lesson
        self.marking = marking
        self.history: History[Any] = History(self.take)
        self.in_mid_sentence = False
        """Whether what changes now is only what was typed so far, of a text that goes on."""
        self._typed_in: set[object] = set()

    def add(
        self, spans: Sequence[Span], label: str, certainty: Certainty | None = None
    ) -> tuple[str, ...]:
        """Mark the spans, as one step; the ids of the new marks."""
        change = self._try(lambda: self.marking.add(spans, label, certainty))
        return tuple(mark.id for mark in change.after) if change else ()

    def remove(self, mark_ids: Sequence[str]) -> None:
        """Take marks away."""
        self._try(lambda: self.marking.remove(mark_ids))

    def relabel(self, mark_id: str, label: str) -> None:
        """Give a mark another label."""
        self._try(lambda: self.marking.relabel(mark_id, label))

    def resize(self, mark_id: str, span: Span) -> None:
        """Move a mark's edges."""
        self._try(lambda: self.marking.resize(mark_id, span))

    def set_note(self, mark_id: str, note: str) -> None:
        """Write a note on a mark."""
        self._try(lambda: self.marking.set_note(mark_id, note))

    @property
    def is_typing(self) -> bool:
        """Whether words are being typed that nothing was written of yet."""
        return bool(self._typed_in)

    def set_typing(self, field: object, typing: bool) -> None:
        """``field`` holds words that were not written yet, or holds none any more."""
        was = bool(self._typed_in)
        (self._typed_in.add if typing else self._typed_in.discard)(field)
        if was != bool(self._typed_in):
            self.typing_changed.emit(not was)

    def write_on(self, write: Callable[[], None], begun: Any) -> Any:
        """Write what was typed so far, as one step with ``begun``, the step of what came before.

        The step of all of it; None where nothing was written, or it can't be taken back here.
        """
        steps = len(self.history)
        write()
        if len(self.history) != steps + 1:
            return begun
        step = self.history.last
        joined = begun.followed_by(step) if begun is not None else None
        if joined is None:
            return step
        self.history.join_last(joined)
        return joined

    def set_certainty(self, mark_id: str, certainty: Certainty | None) -> None:
        """Say how sure."""
        self._try(lambda: self.marking.set_certainty(mark_id, certainty))

    def next_certainty(self, mark_id: str) -> Certainty | None:
        """Say the next of sure, think so, guess, nothing; what is said now."""
        steps: list[Certainty | None] = [*Certainty, None]
        now = steps.index(self.marking.mark(mark_id).certainty)
        value = steps[(now + 1) % len(steps)]
        self.set_certainty(mark_id, value)
        return value

    def set_attributes(self, mark_id: str, attributes: Attributes) -> None:
        """Say more of a mark."""
        self._try(lambda: self.marking.set_attributes(mark_id, attributes))

    def relate(
        self,
        mark_id: str,
        kind: RelationKind,
        chain: Sequence[Sequence[RelationEnd]],
        note: str = "",
    ) -> None:
        """Set, change or (with an empty chain) take away a relation."""
        self._try(lambda: self.marking.relate(mark_id, kind, chain, note))

    def take_over(self, history: History[Any]) -> None:
        """Go on with the steps of another session on the same marks."""
        self.history = history.copy_for(self.take)
        self.history_changed.emit()

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        self._walk(self.history.undo)

    def redo(self) -> None:
        """Take the step again that was taken back, if there is one."""
        self._walk(self.history.redo)

    def take(self, step: Any) -> Any:
        """Take a step of this session's kind as it is, back or forth, and tell."""
        self.marking.apply(step)
        self.changed.emit(step)
        return step

    def _walk(self, way: Callable[[], object]) -> None:
        try:
            way()
        except AnnotatorError as error:
            self.refused.emit(error)
        self.history_changed.emit()

    def _try(self, verb: Callable[[], MarksChange]) -> MarksChange | None:
        return self._keep(verb, then=self.changed.emit)

    def _keep(self, verb: Callable[[], S], *, then: Callable[[S], None]) -> S | None:
        """Do ``verb``, keep its step for undo and tell it; None where nothing came of it."""
        try:
            step = verb()
        except AlreadyMarked as error:
            self.already_marked.emit(error.existing_id)
            return None
        except AnnotatorError as error:
            self.refused.emit(error)
            return None
        if not step:
            return None
        self.history.push(step)
        self.history_changed.emit()
        then(step)
        return step


def kind_for(session: MarkingSession, source: str, target: str) -> RelationKind | None:
    """What a tie from a mark of one label to one of another means in this lesson."""
    for kind in session.lesson.uses.relations:
        if source in RELATION_LABELS[kind] and target in TARGETS[kind]:
            return kind
    return None
