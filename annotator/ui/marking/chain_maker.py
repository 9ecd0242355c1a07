"""The tie in hand: which mark, which kind, what is added next. Every step is saved at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.model.annotation import EndKind, RelationEnd, RelationKind
from annotator.services.marking.checking import MissingTie, missing_ties
from annotator.ui.article.vocabulary import RELATION_LABELS, SPANLESS
from annotator.ui.marking.chain import (
    TARGETS,
    Chain,
    chain_of,
    holds,
    last_end,
    with_end,
    without_end,
)
from annotator.ui.marking.session import MarkingSession

#: In this order a mark's ties are asked for.
ASKED = (RelationKind.DENIES, RelationKind.SAID_BY, RelationKind.SAME_AS)


class ChainMaker(QObject):
    """At most one mark is in hand, and of it at most one tie is being made.

    The places are always those of the marking: what is added is one step, saved and undone like
    any other. To leave is to put back what was there when the making began.
    """

    changed = Signal()
    """Another mark, another kind, another end, or a pointer elsewhere."""
    finished = Signal()
    """The tie in hand is as the person wants it."""

    def __init__(
        self,
        session: MarkingSession,
        *,
        alternatives: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._alternatives = alternatives
        self.mark_id = ""
        self.kind: RelationKind | None = None
        self.is_making = False
        self.is_together = False
        """The next source shares the place of the last one."""
        self.pointed: RelationEnd | None = None
        """Where the keyboard stands among what can be added."""
        self.wanted: RelationKind | None = None
        """The only kind that is worked on; None for all."""
        self._before: Chain = ()
        session.changed.connect(self._follow)

    # -- what is in hand ----------------------------------------------------------------------

    @property
    def chain(self) -> Chain:
        """The places of the tie in hand."""
        return self.chain_of(self.kind) if self.kind is not None else ()

    def chain_of(self, kind: RelationKind) -> Chain:
        """The places of a tie of the mark in hand."""
        return chain_of(self._session.marking.relation_from(self.mark_id, kind))

    @property
    def kinds(self) -> tuple[RelationKind, ...]:
        """The ties that the mark in hand can have in this lesson, in the order of asking."""
        if self.mark_id not in self._session.marking:
            return ()
        label = self._session.marking.mark(self.mark_id).label
        uses = self._session.lesson.uses.relations
        return tuple(k for k in ASKED if k in uses and label in RELATION_LABELS[k])

    def hold(self, mark_id: str) -> None:
        """Take a mark in hand: its first open tie is begun; where none is open, it is shown."""
        if mark_id == self.mark_id and mark_id:
            return
        self._put_down()
        self.mark_id = mark_id if mark_id in self._session.marking else ""
        kinds = self.kinds
        if self.wanted in kinds:
            kinds = (self.wanted, *(kind for kind in kinds if kind is not self.wanted))
        still_open = [kind for kind in kinds if not self.chain_of(kind)]
        if still_open:
            self.begin(still_open[0])
        else:
            self.kind = kinds[0] if kinds else None
            self.changed.emit()

    def begin(self, kind: RelationKind) -> None:
        """Make or change one tie of the mark in hand."""
        if kind not in self.kinds:
            return
        self.kind = kind
        self.is_making, self.is_together, self.pointed = True, False, None
        self._before = self.chain
        self.changed.emit()

    # -- ends ---------------------------------------------------------------------------------

    def can_take(self, mark_id: str) -> bool:
        """Whether a mark can stand in the tie that is being made."""
        marking = self._session.marking
        if not self.is_making or self.kind is None or mark_id == self.mark_id:
            return False
        return mark_id in marking and marking.mark(mark_id).label in TARGETS[self.kind]

    def stops(self) -> Sequence[RelationEnd]:
        """All that can be added, in the order of the text; what has no words comes last."""
        if not self.is_making or self.kind is None:
            return ()
        marks = (m for m in self._session.marking.marks if self.can_take(m.id))
        ends = [RelationEnd.mark(mark.id) for mark in marks]
        if self.kind is RelationKind.SAID_BY:
            ends += [RelationEnd(kind) for kind in SPANLESS]
        return ends

    def take(self, end: RelationEnd) -> None:
        """Add an end, or take it out where it stands already."""
        if not self.is_making or self.kind is None:
            return
        if holds(self.chain, end):
            chain = without_end(self.chain, end)
        else:
            chain = with_end(
                self.kind,
                self.chain,
                end,
                together=self.is_together,
                alternatives=self._alternatives,
            )
        self.is_together = False
        self._relate(chain)

    def take_implied(self, text: str) -> None:
        """A denial answers what is not said outright; the student's own words say what."""
        if self.is_making and text.strip():
            self.take(RelationEnd(EndKind.IMPLIED, text=text.strip()))

    def toggle_together(self) -> None:
        """Let the next source share the last place, or not."""
        if self.is_making and self.chain:
            self.is_together = not self.is_together
            self.changed.emit()

    def take_back(self) -> None:
        """Take the last end out."""
        last = last_end(self.chain)
        if self.is_making and last is not None:
            self._relate(without_end(self.chain, last))

    # -- ending -------------------------------------------------------------------------------

    def finish(self) -> None:
        """The tie is as it is wanted."""
        if self.is_making and self.chain:
            self._stop()
            self.changed.emit()
            self.finished.emit()

    def leave(self) -> None:
        """Put back what was there before, and show it."""
        if not self.is_making:
            return
        before, now = self._before, self.chain
        self._stop()
        if before != now:
            self._relate(before)
        self.changed.emit()

    def remove(self) -> None:
        """Take the tie away that is shown."""
        if not self.is_making and self.chain:
            self._relate(())

    def next_open(self) -> MissingTie | None:
        """The tie to make next: another of the same mark, else the next one in the text."""
        marking = self._session.marking
        missing, _ = missing_ties(self._session.lesson, marking, RELATION_LABELS)
        rest = [tie for tie in missing if self.wanted in (None, tie.kind)]
        rest.sort(key=lambda tie: (marking.position_of(tie.mark_id), ASKED.index(tie.kind)))
        if not rest:
            return None
        here = marking.position_of(self.mark_id) if self.mark_id in marking else 0
        later = (tie for tie in rest if marking.position_of(tie.mark_id) >= here)
        return next(later, rest[0])

    # -- the keyboard's place -----------------------------------------------------------------

    def point(self, step: int) -> None:
        """Go to the next (1) or previous (-1) of what can be added."""
        stops = self.stops()
        if not stops:
            return
        if self.pointed in stops:
            number = stops.index(self.pointed) + step
        else:
            number = self._first_ahead(stops) if step > 0 else len(stops) - 1
        self.pointed = stops[number % len(stops)]
        self.changed.emit()

    def point_at(self, letters: str) -> bool:
        """Go to the next one whose first word begins so, else one with any such word."""
        stops = self.stops()
        here = stops.index(self.pointed) if self.pointed in stops else -1
        # One letter goes on to the next; more letters may still mean the one that is pointed at.
        first = here + 1 if len(letters) == 1 else max(here, 0)
        order = [stops[(first + n) % len(stops)] for n in range(len(stops))]
        wanted = letters.casefold()
        for starts in (_begins, _has_word):
            for end in order:
                if starts(self._name(end).casefold(), wanted):
                    self.pointed = end
                    self.changed.emit()
                    return True
        return False

    def take_pointed(self) -> None:
        """Add what is pointed at, or take it out."""
        if self.pointed is not None and self.pointed in self.stops():
            self.take(self.pointed)

    # -- inside -------------------------------------------------------------------------------

    def _first_ahead(self, stops: Sequence[RelationEnd]) -> int:
        """The first one that is not in the tie yet."""
        return next((n for n, end in enumerate(stops) if not holds(self.chain, end)), 0)

    def _name(self, end: RelationEnd) -> str:
        if end.kind is EndKind.MARK:
            return self._session.marking.mark(end.id).quote
        return SPANLESS[end.kind]

    def _put_down(self) -> None:
        self._stop()
        self.mark_id, self.kind = "", None

    def _stop(self) -> None:
        self.is_making, self.is_together, self.pointed = False, False, None

    def _relate(self, chain: Chain) -> None:
        if self.kind is None or chain == self.chain:
            self.changed.emit()
            return
        old = self._session.marking.relation_from(self.mark_id, self.kind)
        self._session.relate(self.mark_id, self.kind, chain, old.note if old else "")

    def _follow(self) -> None:
        if not self.mark_id:
            return
        if self.mark_id not in self._session.marking or self.kind not in self.kinds:
            held, was_making = self.mark_id, self.is_making
            self._put_down()
            if was_making and held in self._session.marking:
                # It carries another label now, with other ties.
                self.hold(held)
                return
        if self.pointed is not None and self.pointed.kind is EndKind.MARK:
            self.pointed = self.pointed if self.can_take(self.pointed.id) else None
        self.changed.emit()


def _begins(name: str, letters: str) -> bool:
    return name.lstrip("“\"'‘(").startswith(letters)


def _has_word(name: str, letters: str) -> bool:
    return any(_begins(word, letters) for word in name.split())
