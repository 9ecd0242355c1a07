"""What a verb changed, as a value: enough to write it, to paint it and to take it back."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.annotation import Annotation, Relation


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
