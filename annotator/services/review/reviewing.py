"""The verb "review": every decision on one lesson's papers, and how it is taken back.

Decisions are values; each is sent to the writer at once and held here, so that the next question is
answered with it. :meth:`Review.undo` and :meth:`Review.redo` go the same way to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from annotator.model.annotation import new_id
from annotator.model.errors import BadInput
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.review import Answer, Decision, DecisionKind, Disagreement, ReviewChange
from annotator.model.work import Assignment
from annotator.services.data.data_file import DataFile
from annotator.services.review.groups import DecisionGroup
from annotator.services.review.key_versions import KeyChange
from annotator.services.review.reviewed_papers import ReviewedPapers
from annotator.store.classes import Classes
from annotator.store.database import Database
from annotator.store.desk import Desk, Disagreements
from annotator.store.reviews import Reviews

#: A step that changes nothing.
NOTHING = ReviewChange("")


@dataclass(frozen=True, slots=True)
class Promotion:
    """An answer that was accepted for everyone; ``also`` is what was answered with it."""

    change: KeyChange
    answer: Answer
    also: ReviewChange = NOTHING


#: What can be undone: decisions, or a key that was changed.
Step = ReviewChange | Promotion


class Review(ReviewedPapers):
    """One lesson's papers for some assignments, and what is decided on them.

    ``who`` signs the decisions. See :class:`ReviewedPapers` for the rest.
    """

    def __init__(
        self,
        lesson: Lesson,
        assignments: Sequence[Assignment],
        data: DataFile,
        *,
        who: str = "",
    ) -> None:
        self._said: dict[str, Disagreement] | None = None
        super().__init__(lesson, assignments, data)
        self.who = who
        self._done: list[Step] = []
        self._undone: list[Step] = []

    # -- decisions ------------------------------------------------------------------------------

    def decide(
        self,
        kind: DecisionKind,
        places: Iterable[tuple[str, str]],
        *,
        why: str = "",
        comment: str = "",
        item_id: str = "",
        points: int | None = None,
    ) -> ReviewChange:
        """Decide on marks, each given as (paper, mark id); what was decided on them before goes.

        With an empty mark id the decision is about ``item_id`` (an override of an item that was
        missed) or, for a comment, about the whole paper. Comments replace nothing. ``points`` are
        micro-points. InvalidModel for a decision that makes no sense.
        """
        return self.do(
            self.planned(kind, places, why=why, comment=comment, item_id=item_id, points=points)
        )

    def planned(
        self,
        kind: DecisionKind,
        places: Iterable[tuple[str, str]],
        *,
        why: str = "",
        comment: str = "",
        item_id: str = "",
        points: int | None = None,
    ) -> ReviewChange:
        """The step that :meth:`decide` takes; nothing is decided yet."""
        before: list[Decision] = []
        after: list[Decision] = []
        now = utc_now()
        for sha256, mark_id in places:
            item = item_id or self._item_of(sha256, mark_id)
            if kind is not DecisionKind.COMMENT:
                before += [
                    each
                    for each in self.decisions(sha256)
                    if each.kind is not DecisionKind.COMMENT
                    and (each.mark_id == mark_id if mark_id else each.item_id == item)
                ]
            after.append(
                Decision(
                    id=new_id(),
                    submission_sha256=sha256,
                    kind=kind,
                    item_id=item,
                    mark_id=mark_id,
                    points=points,
                    comment=comment,
                    why=why,
                    who=self.who,
                    decided=now,
                )
            )
        return ReviewChange(str(kind), tuple(before), tuple(after))

    def keep_rest(self, groups: Iterable[DecisionGroup], *, why: str = "") -> ReviewChange:
        """Let the key stand wherever nothing was decided yet in ``groups``; one step to undo."""
        places = [(p.sha256, p.mark_id) for group in groups for p in group.open]
        return self.decide(DecisionKind.KEEP, places, why=why)

    def remove(self, *decisions: Decision) -> ReviewChange:
        """Take decisions or comments away."""
        return self.do(ReviewChange("take back", before=tuple(decisions)))

    def _item_of(self, sha256: str, mark_id: str) -> str:
        if not mark_id:
            return ""
        try:
            return self.base(sha256).mark(mark_id).item_id
        except KeyError:
            raise BadInput(
                "This mark is not in the paper any more.",
                kept="Nothing was decided.",
                todo="Open the paper again.",
            ) from None

    def do(self, change: ReviewChange) -> ReviewChange:
        """Take a step that was planned, on its way to the disk when this returns."""
        if change:
            self._apply(change)
            self._done.append(change)
            self._undone.clear()
        return change

    def _apply(self, change: ReviewChange) -> None:
        self._data.submit(self._writing(change))
        self._hold(change)

    def _writing(self, change: ReviewChange) -> Callable[[Database], None]:
        who = self.who

        def write(db: Database) -> None:
            Reviews(db).take_back(tuple(each.id for each in change.before), who)
            Reviews(db).keep(*change.after)
            Disagreements(db).keep_answers(*change.answered)

        return write

    def _hold(self, change: ReviewChange) -> None:
        """What was decided and answered, for the next question."""
        if self._said is not None:
            self._said |= {each.id: each for each in change.answered if each.id in self._said}
        gone = {each.id for each in change.before}
        touched = {each.submission_sha256 for each in (*change.before, *change.after)}
        for sha256 in touched:
            kept = [each for each in self.decisions(sha256) if each.id not in gone]
            kept += [each for each in change.after if each.submission_sha256 == sha256]
            self._now_decided(sha256, kept)

    # -- accept for everyone -----------------------------------------------------------------------

    def accept_for_everyone(
        self,
        answer: Answer,
        *,
        why: str = "",
        required: bool = False,
        also: ReviewChange = NOTHING,
    ) -> Promotion:
        """Put an answer into the key for the chosen classes; on disk when this returns.

        ``also`` is done in the same breath, and taken back with it.
        """
        names = {each.id: each.name for each in Classes(self._data.db).classes()}
        change = self._keys.accept_for_everyone(
            self.lesson,
            answer,
            who=self.who,
            why=why,
            assignments=self.assignments,
            classes=[names.get(each.class_id, "") for each in self.assignments],
            required=required,
            also=self._writing(also),
        )
        step = Promotion(change, answer, also)
        if not change:
            # The key has it already: what was to be done with it is a step of its own.
            self.do(also)
            return step
        self._hold(also)
        self._key_changed()
        self._done.append(step)
        self._undone.clear()
        return step

    # -- undo ------------------------------------------------------------------------------------

    @property
    def undo_words(self) -> str:
        """What undo would take back; empty where there is nothing."""
        return _words(self._done[-1]) if self._done else ""

    @property
    def redo_words(self) -> str:
        """What redo would do again; empty where there is nothing."""
        return _words(self._undone[-1]) if self._undone else ""

    def undo(self) -> Step | None:
        """Take the last step back, on disk too; which one it was."""
        if not self._done:
            return None
        step = self._done[-1]
        if isinstance(step, ReviewChange):
            self._apply(step.inverse())
        else:
            back = step.also.inverse()
            taken = self._keys.take_back(
                self.lesson, step.change, who=self.who, also=self._writing(back)
            )
            if taken:
                self._hold(back)
            else:
                self._apply(back)
            self._key_changed()
        self._undone.append(self._done.pop())
        return step

    def redo(self) -> Step | None:
        """Do what was undone last once more; which step it was."""
        if not self._undone:
            return None
        step: Step = self._undone[-1]
        if isinstance(step, ReviewChange):
            self._apply(step)
        else:
            change = self._keys.accept_for_everyone(
                self.lesson,
                step.answer,
                who=self.who,
                assignments=self.assignments,
                also=self._writing(step.also),
            )
            if change:
                self._hold(step.also)
            else:
                self._apply(step.also)
            step = Promotion(change, step.answer, step.also)
            self._key_changed()
        self._undone.pop()
        self._done.append(step)
        return step

    # -- what students say -----------------------------------------------------------------------

    def refresh(self) -> None:
        super().refresh()
        self._said = None

    def disagreements(self) -> tuple[Disagreement, ...]:
        """What students of these papers disagree with, oldest first, as it is answered now.

        How they are answered: :mod:`annotator.services.review.disagreements`.
        """
        if self._said is None:
            self._said = {
                each.id: each
                for each in Disagreements(self._data.db).of_lesson(self.lesson.id)
                if each.submission_sha256 in self._all
            }
        return tuple(self._said.values())

    def note_looked(self, sha256: str) -> bool:
        """Note that a paper was opened whole; whether that is new."""
        row = self._all[sha256]
        if row.looked is not None:
            return False
        now = utc_now()
        self._data.submit(lambda db: Desk(db).note_looked(sha256, now))
        self._now_looked_at(sha256, now)
        return True

    def give_back(self, sha256s: Sequence[str]) -> None:
        """Note that papers were given back now; whoever writes their files calls this after."""
        self._data.call(lambda db: Desk(db).give_back(sha256s, utc_now()))
        self.refresh()


def _words(step: Step) -> str:
    return step.verb if isinstance(step, ReviewChange) else "accept for everyone"
