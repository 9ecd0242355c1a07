"""The verb "review": every decision on one lesson's papers, and how it is taken back.

Decisions are values; each is sent to the writer at once and held here, so that the next question is
answered with it. :meth:`Review.undo` and :meth:`Review.redo` go the same way to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from annotator.model.annotation import new_id
from annotator.model.changes import History
from annotator.model.errors import BadInput
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.review import Answer, Decision, DecisionKind, Disagreement, ReviewChange
from annotator.model.work import Assignment
from annotator.services.data.data_file import DataFile
from annotator.services.review.groups import DecisionGroup
from annotator.services.review.holdings import Holdings
from annotator.services.review.inbox import InboxLine
from annotator.services.review.key_versions import KeyChange
from annotator.services.review.reviewed_papers import ReviewedPapers
from annotator.store.classes import Classes
from annotator.store.database import Database
from annotator.store.desk import Desk, Disagreements
from annotator.store.given_back import GivenBackPapers
from annotator.store.reviews import Reviews

#: What a step of each kind is called where it is taken back or done again.
STEP_WORDS = {
    DecisionKind.ACCEPT: "accepted",
    DecisionKind.KEEP: "the key stands",
    DecisionKind.WAIVE: "let through",
    DecisionKind.OVERRIDE: "other points",
    DecisionKind.COMMENT: "comment",
}
#: A step that changes nothing.
NOTHING = ReviewChange("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """An answer that is accepted for everyone; ``also`` is what is answered with it.

    ``change`` is what it did to the key; a step with ``is_back`` takes that back.
    """

    answer: Answer
    why: str = ""
    required: bool = False
    also: ReviewChange = NOTHING
    change: KeyChange | None = None
    is_back: bool = False

    @property
    def verb(self) -> str:
        """What the undo button says."""
        return "accept for everyone"

    def inverse(self) -> Promotion:
        """The step back."""
        return replace(self, also=self.also.inverse(), is_back=not self.is_back)

    def __bool__(self) -> bool:
        return bool(self.change) or bool(self.also)


#: What can be undone: decisions, or a key that was changed.
Step = ReviewChange | Promotion


class Review:
    """One lesson's papers for some assignments, and what is decided on them.

    ``who`` signs the decisions. ``papers`` has the papers with what was decided on them; see
    :class:`ReviewedPapers` for which they are.
    """

    def __init__(
        self,
        lesson: Lesson,
        assignments: Sequence[Assignment],
        data: DataFile,
        *,
        the_rest: bool = False,
        who: str = "",
    ) -> None:
        self.lesson, self.who = lesson, who
        self.papers = ReviewedPapers(lesson, assignments, data, the_rest=the_rest)
        self._data = data
        self._disagreements: dict[str, Disagreement] | None = None
        self.holdings = Holdings(data, self.papers, self.disagreements)
        self.history: History[Step] = History(self._take)

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
                    for each in self.papers.decisions(sha256)
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
        return ReviewChange(STEP_WORDS[kind], tuple(before), tuple(after))

    def keep_rest(self, groups: Iterable[DecisionGroup], *, why: str = "") -> ReviewChange:
        """Let the key stand wherever nothing was decided yet in ``groups``; one step to undo."""
        waiting = [group for group in groups if group.open]
        places = [(p.sha256, p.mark_id) for group in waiting for p in group.open]
        step = self.planned(DecisionKind.KEEP, places, why=why)
        if len(waiting) > 1:
            step = replace(step, verb=f"{step.verb} for {len(waiting)} answers")
        return self.do(step)

    def remove(self, *decisions: Decision) -> ReviewChange:
        """Take decisions or comments away."""
        return self.do(ReviewChange("take back", before=tuple(decisions)))

    def _item_of(self, sha256: str, mark_id: str) -> str:
        if not mark_id:
            return ""
        try:
            return self.papers.base(sha256).mark(mark_id).item_id
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
            self.history.push(change)
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
        if self._disagreements is not None:
            self._disagreements |= {
                each.id: each for each in change.answered if each.id in self._disagreements
            }
        gone = {each.id for each in change.before}
        touched = {each.submission_sha256 for each in (*change.before, *change.after)}
        for sha256 in touched:
            kept = [each for each in self.papers.decisions(sha256) if each.id not in gone]
            kept += [each for each in change.after if each.submission_sha256 == sha256]
            self.papers.hold_decisions(sha256, kept)

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
        step = self._promote(Promotion(answer=answer, why=why, required=required, also=also))
        if step.change:
            self.history.push(step)
        elif also:
            # The key had it already: what was done with it is a step of its own.
            self.history.push(also)
        return step

    def _promote(self, step: Promotion) -> Promotion:
        names = {each.id: each.name for each in Classes(self._data.db).classes()}
        change = self.papers.keys.accept_for_everyone(
            self.lesson,
            step.answer,
            who=self.who,
            why=step.why,
            assignments=self.papers.assignments,
            classes=[names.get(each.class_id, "") for each in self.papers.assignments],
            required=step.required,
            also=self._writing(step.also),
        )
        self._promoted(step, change)
        return replace(step, change=change)

    def _demote(self, step: Promotion) -> Promotion:
        assert step.change is not None
        change = self.papers.keys.take_back(
            self.lesson, step.change, who=self.who, also=self._writing(step.also)
        )
        self._promoted(step, change)
        return step

    def _promoted(self, step: Promotion, change: KeyChange) -> None:
        """Hold what was written with the key; where the key was left as it is, write it alone."""
        if change:
            self._hold(step.also)
        elif step.also:
            self._apply(step.also)
        self.papers.key_changed()

    # -- undo ------------------------------------------------------------------------------------

    def undo(self) -> Step | None:
        """Take the last step back, on disk too; the step that did it."""
        return self.history.undo()

    def redo(self) -> Step | None:
        """Do what was undone last once more; which step it was."""
        return self.history.redo()

    def _take(self, step: Step) -> Step:
        if isinstance(step, Promotion):
            return self._demote(step) if step.is_back else self._promote(step)
        self._apply(step)
        return step

    # -- what students say -----------------------------------------------------------------------

    def refresh(self) -> None:
        """Read what came in and what was decided and said."""
        self.papers.refresh()
        self.holdings.refresh()
        self._disagreements = None

    def came_in(self) -> tuple[int, int]:
        """How many papers, and how many disagreements with these papers, came in since everything
        was read; :meth:`refresh` reads them."""
        known = {each.id for each in self.disagreements()}
        new = sum(
            each.id not in known and each.submission_sha256 in self.papers
            for each in Disagreements(self._data.db).of_lesson(self.lesson.id)
        )
        return self.papers.came_in(), new

    def line(self, sha256: str) -> InboxLine:
        """What the inbox says of a paper, and whether its student holds something else by now."""
        line = self.papers.line(sha256)
        return replace(line, changed_since=not line.fault and self.holdings.is_changed(sha256))

    def disagreements(self) -> tuple[Disagreement, ...]:
        """What students of these papers disagree with, oldest first, as it is answered now.

        How they are answered: :mod:`annotator.services.review.disagreements`.
        """
        if self._disagreements is None:
            self._disagreements = {
                each.id: each
                for each in Disagreements(self._data.db).of_lesson(self.lesson.id)
                if each.submission_sha256 in self.papers
            }
        return tuple(self._disagreements.values())

    def note_looked(self, sha256: str) -> bool:
        """Note that a paper was opened whole; whether that is new."""
        row = self.papers.row(sha256)
        if row.looked is not None:
            return False
        now = utc_now()
        self._data.submit(lambda db: Desk(db).note_looked(sha256, now))
        self.papers.hold_look(sha256, now)
        return True

    def give_back(self, sha256s: Sequence[str]) -> None:
        """Note that papers were given back now; called once their files are written."""
        self._data.call(lambda db: GivenBackPapers(db).note(sha256s, utc_now()))
        self.refresh()
