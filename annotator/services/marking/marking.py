"""The verb "annotate": one student's marks on one article, every step of it a value.

Every verb checks, changes what is held here, hands the same change to ``write`` (the writer
thread's door) and returns it. Undo is ``apply(change.inverse())``: it goes the same way to disk.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from annotator.model.annotation import (
    Annotation,
    Attributes,
    Certainty,
    Relation,
    RelationEnd,
    RelationKind,
    new_id,
)
from annotator.model.article import Article
from annotator.model.changes import MarksChange
from annotator.model.errors import AnnotatorError
from annotator.model.moments import utc_now
from annotator.model.text import Span

#: Longest note, in code points: a page of writing, and a limit for files that come from elsewhere.
MAX_NOTE = 4_000

#: Where a mark stands among the others; see :func:`reading_place`.
Place = tuple[int, int, str, str]


class AlreadyMarked(AnnotatorError):
    """The same words carry the same label already; ``existing_id`` is that mark."""

    def __init__(self, existing_id: str) -> None:
        self.existing_id = existing_id
        super().__init__("These words carry this label already.", kept="Your mark is as it was.")


def reading_place(mark: Annotation) -> Place:
    """Reading order: by start, the longer one first, then label and id so that it never varies."""
    return (mark.span.start, -mark.span.end, mark.label, mark.id)


class Marking:
    """One student's annotations and relations on one article, held here and sent to disk."""

    def __init__(
        self,
        article: Article,
        annotations: Iterable[Annotation] = (),
        relations: Iterable[Relation] = (),
        *,
        write: Callable[[MarksChange], None],
        now: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        self.article = article
        self._write = write
        self._now = now
        self._marks = {mark.id: mark.check(article.text) for mark in annotations}
        self._relations = {relation.id: relation for relation in relations}
        self._order = sorted(reading_place(mark) for mark in self._marks.values())
        self._by_identity = {mark.identity: mark.id for mark in self._marks.values()}
        self._touching: defaultdict[str, set[str]] = defaultdict(set)
        for relation in self._relations.values():
            self._index(relation)

    # -- reading ------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._marks)

    def __contains__(self, mark_id: object) -> bool:
        return mark_id in self._marks

    def mark(self, mark_id: str) -> Annotation:
        """The mark with this id; KeyError where there is none."""
        return self._marks[mark_id]

    @property
    def marks(self) -> tuple[Annotation, ...]:
        """All marks in reading order."""
        return tuple(self._marks[place[3]] for place in self._order)

    @property
    def relations(self) -> tuple[Relation, ...]:
        """All relations, those of earlier marks first."""
        order = {place[3]: number for number, place in enumerate(self._order)}
        return tuple(
            sorted(
                self._relations.values(), key=lambda r: (order.get(r.source_id, -1), r.kind, r.id)
            )
        )

    def at(self, number: int) -> Annotation:
        """The mark at a place in reading order, from 0; IndexError beyond the last."""
        return self._marks[self._order[number][3]]

    def position_of(self, mark_id: str) -> int:
        """The place of a mark in reading order, from 0."""
        return bisect_left(self._order, reading_place(self._marks[mark_id]))

    def find(self, span: Span, label: str) -> Annotation | None:
        """The mark with exactly this span and label, if there is one."""
        mark_id = self._by_identity.get((span.start, span.end, label))
        return self._marks[mark_id] if mark_id else None

    def relations_of(self, mark_id: str) -> tuple[Relation, ...]:
        """Every relation that starts or ends at this mark."""
        return tuple(
            sorted(
                (self._relations[r] for r in self._touching.get(mark_id, ())),
                key=lambda r: (r.kind, r.id),
            )
        )

    def relation_from(self, mark_id: str, kind: RelationKind) -> Relation | None:
        """The relation of this kind that starts at this mark, if there is one."""
        for relation in self.relations_of(mark_id):
            if relation.source_id == mark_id and relation.kind is kind:
                return relation
        return None

    # -- verbs --------------------------------------------------------------------------------

    def add(
        self, spans: Sequence[Span], label: str, certainty: Certainty | None = None
    ) -> MarksChange:
        """Mark each span but those marked so already. AlreadyMarked if all of them are."""
        at = self._now()
        fresh = [span for span in dict.fromkeys(spans) if self.find(span, label) is None]
        if not fresh:
            raise AlreadyMarked(self._by_identity[(spans[0].start, spans[0].end, label)])
        marks = [Annotation.on(self.article.text, span, label, at=at) for span in fresh]
        return self._do(
            MarksChange("mark", after=tuple(replace(m, certainty=certainty) for m in marks))
        )

    def remove(self, mark_ids: Iterable[str]) -> MarksChange:
        """Take marks away, and them out of every relation that names them."""
        ids = set(mark_ids)
        touched = {r for mark_id in ids for r in self._touching.get(mark_id, ())}
        before = tuple(self._relations[r] for r in sorted(touched))
        after = (self._without(relation, ids) for relation in before)
        return self._do(
            MarksChange(
                "remove",
                before=tuple(
                    sorted((self._marks[i] for i in ids & self._marks.keys()), key=reading_place)
                ),
                relations_before=before,
                relations_after=tuple(relation for relation in after if relation),
            )
        )

    def relabel(self, mark_id: str, label: str) -> MarksChange:
        """Give a mark another label; AlreadyMarked where its words carry that one already."""
        mark = self._marks[mark_id]
        # Attributes are asked label by label: a denial's kind says nothing of a source.
        return self._change("relabel", mark, label=label, attributes=Attributes())

    def resize(self, mark_id: str, span: Span) -> MarksChange:
        """Move a mark's edges; AlreadyMarked where another one is exactly there."""
        mark = self._marks[mark_id]
        return self._change("move the edge", mark, span=span, quote=span.of(self.article.text))

    def set_note(self, mark_id: str, note: str) -> MarksChange:
        """Write, change or (with an empty text) take away a mark's note."""
        return self._change("note", self._marks[mark_id], note=note.strip()[:MAX_NOTE])

    def set_certainty(self, mark_id: str, certainty: Certainty | None) -> MarksChange:
        """Say how sure the student is."""
        return self._change("how sure", self._marks[mark_id], certainty=certainty)

    def set_attributes(self, mark_id: str, attributes: Attributes) -> MarksChange:
        """Say more of a mark."""
        return self._change("detail", self._marks[mark_id], attributes=attributes)

    def relate(
        self,
        mark_id: str,
        kind: RelationKind,
        chain: Sequence[Sequence[RelationEnd]],
        note: str = "",
    ) -> MarksChange:
        """Set the one relation of this kind that starts here; an empty chain takes it away.

        KeyError where an end names a mark that isn't there; InvalidModel for a chain that the
        model does not allow (see :class:`Relation`).
        """
        old = self.relation_from(mark_id, kind)
        places = tuple(tuple(place) for place in chain if place)
        new = None
        if places:
            new = Relation(
                id=old.id if old else new_id(),
                kind=kind,
                source_id=mark_id,
                chain=places,
                note=note.strip()[:MAX_NOTE],
            )
            for end_id in new.mark_ids:
                self._marks[end_id]
        return self._do(
            MarksChange(
                _RELATION_VERBS[kind],
                relations_before=(old,) if old else (),
                relations_after=(new,) if new else (),
            )
        )

    def apply(self, change: MarksChange) -> MarksChange:
        """Take a step, forwards or back, as it is: the way of undo and redo."""
        return self._do(change)

    # -- inside -------------------------------------------------------------------------------

    def _change(self, verb: str, mark: Annotation, **values: object) -> MarksChange:
        changed = replace(mark, **values)  # type: ignore[arg-type]
        if changed == mark:
            return MarksChange(verb)
        other = self._by_identity.get(changed.identity)
        if other is not None and other != mark.id:
            raise AlreadyMarked(other)
        changed = replace(changed, modified=self._now())
        return self._do(MarksChange(verb, before=(mark,), after=(changed,)))

    def _do(self, change: MarksChange) -> MarksChange:
        if not change:
            return change
        for relation in change.relations_before:
            self._unindex(self._relations.pop(relation.id))
        for mark in change.before:
            held = self._marks.pop(mark.id)
            # A key that came from a file may have two items on the same words with one label.
            self._by_identity.pop(held.identity, None)
            del self._order[bisect_left(self._order, reading_place(held))]
        for mark in change.after:
            self._marks[mark.id] = mark.check(self.article.text)
            self._by_identity[mark.identity] = mark.id
            insort(self._order, reading_place(mark))
        for relation in change.relations_after:
            self._relations[relation.id] = relation
            self._index(relation)
        self._write(change)
        return change

    def _index(self, relation: Relation) -> None:
        for mark_id in relation.mark_ids:
            self._touching[mark_id].add(relation.id)

    def _unindex(self, relation: Relation) -> None:
        for mark_id in relation.mark_ids:
            self._touching[mark_id].discard(relation.id)

    @staticmethod
    def _without(relation: Relation, ids: set[str]) -> Relation | None:
        """``relation`` with these marks taken out of its chain; None where nothing is left."""
        if relation.source_id in ids:
            return None
        places = (tuple(end for end in place if end.id not in ids) for place in relation.chain)
        chain = tuple(place for place in places if place)
        return replace(relation, chain=chain) if chain else None


_RELATION_VERBS = {
    RelationKind.DENIES: "what it denies",
    RelationKind.SAID_BY: "who says so",
    RelationKind.SAME_AS: "same source",
}
