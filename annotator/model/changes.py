"""What a verb changed, as a value: enough to write it, to paint it and to take it back.

:class:`History` keeps such steps, whatever they change: marks, a key, an article, a review.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from annotator.model.annotation import Annotation, Relation


class UndoStep(Protocol):
    """A change that knows its name for the undo button, and its way back."""

    @property
    def verb(self) -> str: ...

    def inverse(self) -> Self: ...

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        ...


S = TypeVar("S", bound=UndoStep)


class History(Generic[S]):
    """Steps that were taken and can be taken back, the last one first, and taken again.

    ``take`` takes a step as it is and returns it as it was taken, which may be more than was asked
    for: a key that is changed again gets another number. Where it raises, nothing has moved.
    """

    def __init__(self, take: Callable[[S], S]) -> None:
        self._take = take
        self._done: list[S] = []
        self._undone: list[S] = []

    def push(self, step: S) -> None:
        """Remember a step that was taken; what was taken back before can’t be taken again."""
        self._done.append(step)
        self._undone.clear()

    @property
    def last(self) -> S | None:
        """The step that undo would take back; None where there is none."""
        return self._done[-1] if self._done else None

    def join_last(self, joined: S) -> None:
        """The last two steps are this one, and taken back together."""
        self._done[-2:] = [joined]

    def undo(self) -> S | None:
        """Take the last step back; the step that did it, None where there is none."""
        if not self._done:
            return None
        back = self._take(self._done[-1].inverse())
        self._done.pop()
        self._undone.append(back.inverse())
        return back

    def redo(self) -> S | None:
        """Take the step again that was taken back last; None where there is none."""
        if not self._undone:
            return None
        step = self._take(self._undone[-1])
        self._undone.pop()
        self._done.append(step)
        return step

    def copy_for(self, take: Callable[[S], S]) -> History[S]:
        """The same steps, to be taken by something else."""
        copied = History(take)
        copied._done, copied._undone = list(self._done), list(self._undone)
        return copied

    def clear(self) -> None:
        """Forget all steps."""
        self._done.clear()
        self._undone.clear()

    def __len__(self) -> int:
        """How many steps can be taken back."""
        return len(self._done)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self._undone)

    @property
    def undo_text(self) -> str:
        """What undo would take back; empty where there is nothing."""
        return self._done[-1].verb if self._done else ""

    @property
    def redo_text(self) -> str:
        """What redo would do again; empty where there is nothing."""
        return self._undone[-1].verb if self._undone else ""


@dataclass(frozen=True, slots=True)
class MarksChange:
    """A step from some annotations and relations to others.

    What stands in ``before`` and not (by id) in ``after`` was removed; what stands in ``after`` is
    added or put in the place of its namesake. Everything else is untouched. ``verb`` is what the
    undo button says ("mark", "relabel", "note"…).
    """

    verb: str
    before: tuple[Annotation, ...] = ()
    after: tuple[Annotation, ...] = ()
    relations_before: tuple[Relation, ...] = ()
    relations_after: tuple[Relation, ...] = ()

    def inverse(self) -> MarksChange:
        """The step back: ids and everything else as they were."""
        return MarksChange(
            self.verb, self.after, self.before, self.relations_after, self.relations_before
        )

    def followed_by(self, later: MarksChange) -> MarksChange | None:
        """Both steps as one; None where ``later`` does not begin with what this one made."""
        if (self.after, self.relations_after) != (later.before, later.relations_before):
            return None
        return MarksChange(
            later.verb, self.before, later.after, self.relations_before, later.relations_after
        )

    @property
    def removed_ids(self) -> tuple[str, ...]:
        """Ids of the annotations that this step takes away."""
        kept = {mark.id for mark in self.after}
        return tuple(mark.id for mark in self.before if mark.id not in kept)

    @property
    def removed_relation_ids(self) -> tuple[str, ...]:
        """Ids of the relations that this step takes away."""
        kept = {relation.id for relation in self.relations_after}
        return tuple(r.id for r in self.relations_before if r.id not in kept)

    def __bool__(self) -> bool:
        return self.before != self.after or self.relations_before != self.relations_after
