"""What is being reviewed: the decisions that there are to make, those made, and who is who.

Looking through all papers takes a while, so it is done a piece at a time while the window lives.
The order of the decisions stays as it was found: what was decided stays in its place, with what was
decided, and can be decided again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.errors import AnnotatorError
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.received import InboxRow
from annotator.model.review import Answer, DecisionKind, ReviewChange
from annotator.services.review.accepted_answers import with_answer
from annotator.services.review.groups import Grouping
from annotator.services.review.inbox import BlindNames
from annotator.services.review.pending import EVERYONE, PendingDecision, PendingDecisions
from annotator.services.review.rescoring import Rescore
from annotator.services.review.reviewing import Promotion, Review, Step

_log = logging.getLogger(__name__)

#: Milliseconds of looking between two looks at what the teacher does.
_PIECE = 10.0


class ReviewSession(QObject):
    """Holds one :class:`Review`. ``names`` are the classes' names by id."""

    progressed = Signal(int, int)
    """(looked through, of): papers."""
    ready = Signal()
    """All papers were looked through; the decisions are known."""
    changed = Signal()
    """Something was decided or taken back; the decisions are the same ones."""
    decided = Signal(str)
    """What was decided, in words; comes before :attr:`changed`, so that it is heard first."""
    key_changed = Signal()
    """Every paper counts again: the key has another answer, or one less."""
    names_changed = Signal()
    lateness_changed = Signal()
    """Hand-ins count as late, or in time, that were undecided; nothing else has changed."""
    looked_at = Signal(str)
    """A paper was opened whole for the first time."""
    failed = Signal(object)
    """An AnnotatorError: what was asked for could not be done."""

    def __init__(
        self,
        review: Review,
        names: Mapping[str, str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.review = review
        self._class_names = dict(names or {})
        self._grouping: Grouping | None = None
        self._pending = PendingDecisions(review)
        self._touched: frozenset[str] = frozenset()
        self._blind: BlindNames | None = None
        self._rows = {row.sha256: row for row in review.papers.rows}
        self._keys = review.papers.keys_now()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._look_on)

    # -- looking through ------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to look through the papers; :attr:`ready` tells when that is done."""
        self._grouping = self.review.papers.grouping()
        self._rows = {row.sha256: row for row in self.review.papers.rows}
        self._timer.start()

    def take_in(self) -> int:
        """Read what came in, and which key was published, while something else was shown.

        How many papers are new. What was decided can be undone as before.
        """
        try:
            new, disagreements = self.review.came_in()
            if new or disagreements:
                self.review.refresh()
            has_other_key = self.review.papers.keys_now() != self._keys
            if has_other_key:
                self.review.papers.key_changed()
            if new or has_other_key:
                self._begin_again()
            elif disagreements:
                self.changed.emit()
        except AnnotatorError as error:
            self.failed.emit(error)
            return 0
        return new

    def stop(self) -> None:
        """Look no further, for instance because the page goes."""
        self._timer.stop()

    @property
    def is_ready(self) -> bool:
        """Whether all papers were looked through."""
        return self._grouping is not None and not self._timer.isActive()

    def _look_on(self) -> None:
        assert self._grouping is not None
        try:
            done = self._grouping.step(_PIECE)
        except AnnotatorError as error:
            self._timer.stop()
            self.failed.emit(error)
            return
        self.progressed.emit(self._grouping.done, self._grouping.of)
        if done:
            self._timer.stop()
            self._pending.take(self._grouping.groups())
            self.ready.emit()

    # -- what is there --------------------------------------------------------------------------

    @property
    def lesson(self) -> Lesson:
        """The lesson with the key that counts now."""
        key = self.key
        return replace(self.review.lesson, key=key) if key is not None else self.review.lesson

    @property
    def key(self) -> AnswerKey | None:
        """The key of the first assignment; all of a review that was begun count with one.

        In the review of a whole lesson, the latest.
        """
        given = self.review.papers.assignments
        return self.review.papers.key(
            given[0].id if given and not self.review.papers.takes_the_rest else ""
        )

    @property
    def shows_key_alone(self) -> bool:
        """Whether there is a key to read, and no paper yet to lay over it."""
        return self.review.papers.takes_the_rest and not self.rows and self.key is not None

    def set_extra_cost(self, cost: int) -> None:
        """Let extra marks cost this much (micro-points) in the papers of no class."""
        try:
            self.review.papers.set_extra_cost(cost)
        except AnnotatorError as error:
            self.failed.emit(error)
            return
        self._begin_again()
        self.changed.emit()

    def answer_claims(self, sha256s: Sequence[str], late: bool | None) -> bool:
        """Let hand-ins count as late or in time (None: not said); whether that could be kept."""
        try:
            self.review.papers.answer_claims(sha256s, late)
        except AnnotatorError as error:
            self.failed.emit(error)
            return False
        self.lateness_changed.emit()
        return True

    @property
    def todos(self) -> tuple[PendingDecision, ...]:
        """All decisions, the most common first."""
        return self._pending.all

    @property
    def open_count(self) -> int:
        """How many decisions are still to be made."""
        return sum(todo.is_open for todo in self.todos)

    @property
    def rows(self) -> tuple[InboxRow, ...]:
        """The papers that count."""
        return self.review.papers.rows

    def row(self, sha256: str) -> InboxRow:
        """One paper's row; KeyError where it is not among those that count."""
        return self._rows[sha256]

    def class_name(self, class_id: str) -> str:
        """What a class is called; empty where it is not known."""
        return self._class_names.get(class_id, "")

    @property
    def class_names(self) -> tuple[str, ...]:
        """The classes that are reviewed, in order."""
        ids = [each.class_id for each in self.review.papers.assignments]
        return tuple(dict.fromkeys(self._class_names.get(i, "") for i in ids if i))

    # -- names ----------------------------------------------------------------------------------

    @property
    def is_blind(self) -> bool:
        """Whether students go by names of trees."""
        return self._blind is not None

    def set_blind(self, blind: bool) -> None:
        """Hide who is who, or show it again."""
        try:
            self._blind = self.review.papers.blind() if blind else None
        except AnnotatorError as error:
            self.failed.emit(error)
            return
        self.names_changed.emit()

    def name(self, sha256: str) -> str:
        """The student's name, or the tree's."""
        if self._blind is not None:
            return self._blind.name(sha256)
        return self.review.papers.row(sha256).student_name

    def place(self, sha256: str) -> int:
        """Where a paper stands while who is who is hidden; 0 for all where it isn't."""
        return self._blind.place(sha256) if self._blind is not None else 0

    # -- deciding -------------------------------------------------------------------------------

    def number_of(self, answer: Answer | None) -> int:
        """Which decision an answer is part of, from 0; -1 for none."""
        return self._pending.number_of(answer)

    def decide(self, number: int, kind: DecisionKind, *, why: str = "") -> bool:
        """One decision for every paper that gave this answer; whether it was made.

        A decision that was made already is made again, for the same papers.
        """
        group = self.todos[number].group
        places = [(p.sha256, p.mark_id) for p in (group.open or group.places)]
        return self.take_step(lambda: self.review.decide(kind, places, why=why))

    def open_here(self, number: int) -> tuple[int, ...]:
        """The decisions that are open at the same place as this one, itself among them."""
        return self._pending.open_here(number)

    @property
    def explained(self) -> tuple[int, ...]:
        """The open decisions for which the key says at that item why the label is wrong."""
        return self._pending.explained(self.key)

    def keep_explained(self) -> bool:
        """Let the key stand wherever it says why the label is wrong, as one step."""
        groups = [self.todos[n].group for n in self.explained]
        return self.take_step(lambda: self.review.keep_rest(groups), is_shown=True)

    def keep_here(self, number: int) -> bool:
        """Let the key stand for every answer at this place that is open, as one step."""
        groups = [self.todos[n].group for n in self.open_here(number)]
        return self.take_step(lambda: self.review.keep_rest(groups), is_shown=True)

    def override(self, number: int, points: int, why: str) -> bool:
        """Give this answer these points (micro-points) in every paper that has it."""
        group = self.todos[number].group
        places = [(p.sha256, p.mark_id) for p in (group.open or group.places)]
        return self.take_step(
            lambda: self.review.decide(DecisionKind.OVERRIDE, places, points=points, why=why)
        )

    def comment(self, number: int, text: str) -> bool:
        """Say something about this answer to everybody who gave it."""
        places = [(p.sha256, p.mark_id) for p in self.todos[number].group.places]
        return self.take_step(
            lambda: self.review.decide(DecisionKind.COMMENT, places, comment=text)
        )

    def decide_mark(
        self,
        sha256: str,
        mark_id: str,
        kind: DecisionKind,
        *,
        item_id: str = "",
        points: int | None = None,
        why: str = "",
        comment: str = "",
    ) -> bool:
        """One decision on one paper; without a mark and an item a comment on the whole."""
        return self.take_step(
            lambda: self.review.decide(
                kind, [(sha256, mark_id)], item_id=item_id, points=points, why=why, comment=comment
            )
        )

    def keep_rest(self) -> bool:
        """Let the key stand wherever nothing was decided yet."""
        groups = [todo.group for todo in self.todos if todo.is_open]
        return self.take_step(lambda: self.review.keep_rest(groups))

    def rescore(self, number: int) -> Rescore | None:
        """What accepting this answer for everyone would change; nothing is written."""
        key = self.key
        if key is None:
            return None
        try:
            wanted = with_answer(key, self.todos[number].group.answer, self.lesson.article)
        except AnnotatorError as error:
            self.failed.emit(error)
            return None
        return self.review.papers.preview(wanted)

    def accept_for_everyone(self, number: int, *, why: str = "", required: bool = False) -> bool:
        """Put the answer into the key for these classes; every paper counts again."""
        answer = self.todos[number].group.answer
        return self.promote(
            lambda: self.review.accept_for_everyone(answer, why=why, required=required)
        )

    def promote(self, act: Callable[[], Promotion]) -> bool:
        """Change the key by ``act``; every paper counts again. Whether it could be done."""
        return self._step(act, EVERYONE)

    def undo(self) -> bool:
        """Take the last step back."""
        return self._step(self.review.undo, "")

    def redo(self) -> bool:
        """Do it again."""
        return self._step(self.review.redo, EVERYONE)

    def _step(self, act: Callable[[], Step | None], decided_as: str) -> bool:
        try:
            step = act()
        except AnnotatorError as error:
            self.failed.emit(error)
            return False
        if isinstance(step, Promotion):
            self._pending.promoted(step.answer, decided_as)
            self._begin_again()
        elif step is not None:
            self._touched = self._pending.refresh(step)
            self.changed.emit()
        return step is not None

    def _begin_again(self) -> None:
        self._keys = self.review.papers.keys_now()
        self.key_changed.emit()
        self.start()

    def take_step(self, act: Callable[[], ReviewChange], *, is_shown: bool = False) -> bool:
        """Take a step of the review and ask again what it touched; whether it could be taken.

        ``is_shown``: the caller says on the page what was done.
        """
        try:
            change = act()
        except AnnotatorError as error:
            _log.warning("told: %s", error, exc_info=error)
            self.failed.emit(error)
            return False
        self._touched = self._pending.refresh(change)
        text = self.review.history.undo_text
        if text and not is_shown:
            self.decided.emit(f"{text[:1].upper()}{text[1:]}")
        self.changed.emit()
        return True

    @property
    def touched(self) -> frozenset[str]:
        """The papers that the last step was about."""
        return self._touched

    def look_at(self, sha256: str) -> None:
        """The teacher has this paper open; that is kept."""
        if self.review.note_looked(sha256):
            self._rows = {row.sha256: row for row in self.review.papers.rows}
            self.looked_at.emit(sha256)
