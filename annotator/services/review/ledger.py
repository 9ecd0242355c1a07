"""The ledger of returns: for each student what they hold, what counts now, and why these differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.model.errors import AnnotatorError
from annotator.model.key import POINT
from annotator.model.lesson import Lesson
from annotator.model.names import sort_key
from annotator.model.outcome import Comparison
from annotator.model.received import GivenBackPaper, InboxRow, ReturnContent, ReturnedOutcome
from annotator.model.review import Disagreement
from annotator.model.work import Student
from annotator.services.data.data_file import DataFile
from annotator.services.marking.wording import plural, shortened
from annotator.services.review.holdings import is_same_outcome
from annotator.services.review.key_log import KeyEntry
from annotator.services.review.key_versions import KEY_ACCEPTED, KEY_TAKEN_BACK
from annotator.services.review.own_terms import terms_text
from annotator.services.review.reviewing import STEP_WORDS, Review
from annotator.services.review.together import given_to_classes
from annotator.store.classes import Classes

#: So many reasons are named; of the rest it is said how many there are.
_NAMED = 2
_QUOTE = 48


class HoldingState(StrEnum):
    """How what a student holds stands to what counts now.

    ``CHANGED``: other figures. ``WORDS``: the same figures, but an answer, a comment or a reason
    is new. ``NEW``: what counts was never given back. ``CURRENT``: exactly what counts.
    ``UNREADABLE``: the paper can't be compared. ``NOTHING``: nothing came in.
    """

    CHANGED = "changed"
    WORDS = "words"
    NEW = "new"
    CURRENT = "current"
    UNREADABLE = "unreadable"
    NOTHING = "nothing"

    @property
    def is_difference(self) -> bool:
        """Whether a return would bring the student something."""
        return self in (HoldingState.CHANGED, HoldingState.WORDS, HoldingState.NEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One student of the ledger.

    ``sha256`` is the paper that counts, empty where nothing came in; ``attempt`` its number.
    ``held`` is what was given back last, ``held_attempt`` of which try. ``counts`` is what the
    paper comes to now. ``to_return`` are the papers of which a return would be a difference.
    ``open`` counts marks that wait for a decision.
    """

    student_id: str
    name: str
    state: HoldingState
    sha256: str = ""
    attempt: int = 0
    held: GivenBackPaper | None = None
    held_attempt: int = 0
    counts: ReturnedOutcome | None = None
    to_return: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    open: int = 0

    @property
    def change(self) -> int | None:
        """Micro-points more (or fewer) than the student holds; None where either is not known."""
        if self.counts is None or self.held is None or self.held.outcome is None:
            return None
        return self.counts.points - self.held.outcome.points

    @property
    def is_ready(self) -> bool:
        """Whether a return is due: work that never went out only once all of it is decided."""
        return self.state.is_difference and not (self.state is HoldingState.NEW and self.open)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All students of a review's classes, and others with work among its papers."""

    rows: tuple[LedgerRow, ...] = ()

    def of(self, state: HoldingState) -> tuple[LedgerRow, ...]:
        """The rows of one state, by name; where a student loses more than a point, losses first."""
        return tuple(each for each in self.rows if each.state is state)

    @property
    def counts(self) -> Counter[HoldingState]:
        """How many students there are of each state."""
        return Counter(each.state for each in self.rows)


def make_ledger(review: Review, students: Iterable[Student]) -> Ledger:
    """The ledger of a review; ``students`` are those of its classes.

    Compares what was not compared yet: ask when the papers were looked through.
    """
    maker = _Maker(review)
    rows = [maker.row(row) for row in review.papers.rows]
    came = {row.student_id for row in rows if row.student_id}
    rows += [_nothing_from(review, who) for who in students if who.id not in came]
    rows.sort(key=lambda each: sort_key(each.name))
    losses = [each.change or 0 for each in rows if each.state is HoldingState.CHANGED]
    if any(each < -POINT for each in losses):
        # A loss must not hide among gains.
        rows.sort(key=lambda each: min(0, each.change or 0))
    return Ledger(tuple(rows))


def _nothing_from(review: Review, who: Student) -> LedgerRow:
    terms = (
        review.papers.terms(who.id, each.id)
        for each in review.papers.assignments
        if each.class_id == who.class_id
    )
    reasons = tuple(terms_text(each) for each in terms if each is not None)
    return LedgerRow(student_id=who.id, name=who.name, state=HoldingState.NOTHING, reasons=reasons)


def ledgers_of_lesson(
    data: DataFile, lesson: Lesson, *, class_id: str = ""
) -> tuple[tuple[str, Ledger], ...]:
    """The ledger of each class that was given a lesson, or of one, with the class's name.

    Made-up classes are left out.
    """
    classes = {each.id: each for each in Classes(data.db).classes()}
    found = []
    for given in given_to_classes(data, lesson.id):
        mine = classes[given.class_id]
        if class_id in ("", mine.id):
            found.append((mine.name, make_ledger(Review(lesson, [given], data), mine.students)))
    return tuple(found)


class _Maker:
    """Makes the rows of one ledger; the key's log is read once."""

    def __init__(self, review: Review) -> None:
        self._review, self._holdings = review, review.holdings
        self._log: tuple[KeyEntry, ...] | None = None

    def row(self, row: InboxRow) -> LedgerRow:
        papers, holdings = self._review.papers, self._holdings
        given, held_attempt = self._held(row)
        made = LedgerRow(
            student_id=row.student_id,
            name=row.student_name,
            state=HoldingState.UNREADABLE,
            sha256=row.sha256,
            attempt=row.attempt_number,
            held=given,
            held_attempt=held_attempt,
        )
        try:
            reviewed = papers.reviewed(row.sha256)
        except AnnotatorError as error:
            return replace(made, reasons=(error.happened,))
        answered = holdings.earlier_with_answers(row.sha256)
        state, reasons = self._standing(row, reviewed.comparison)
        own = (row.sha256,) if state is not HoldingState.CURRENT else ()
        if state is HoldingState.NEW and reviewed.open and answered:
            # What waits for decisions holds no answer back: that goes out by itself.
            own = ()
        if answered and not own:
            state = HoldingState.WORDS
        for earlier in answered:
            number = papers.row(earlier).attempt_number
            reasons += _answer_reasons(holdings.unsent(earlier), f" to try {number}")
        return replace(
            made,
            state=state,
            counts=ReturnedOutcome.of(reviewed.comparison),
            to_return=(*own, *answered),
            reasons=_cut(reasons),
            open=len(reviewed.open),
        )

    def _held(self, row: InboxRow) -> tuple[GivenBackPaper | None, int]:
        """What was given back last of a student's tries, that of this paper before all others."""
        own = self._holdings.given(row.sha256)
        if own is not None:
            return own, row.attempt_number
        tries = [
            (given, each.attempt_number)
            for each in self._review.papers.attempts(row.sha256)
            if (given := self._holdings.given(each.sha256)) is not None
        ]
        return max(tries, key=lambda each: each[0].returned, default=(None, 0))

    def _standing(self, row: InboxRow, now: Comparison) -> tuple[HoldingState, list[str]]:
        given = self._holdings.given(row.sha256)
        if given is None:
            is_first = self._held(row)[0] is None
            number = row.attempt_number
            what = "first return" if is_first else f"try {number} was not returned yet"
            return HoldingState.NEW, [what]
        if not self._holdings.is_changed(row.sha256):
            return HoldingState.CURRENT, []
        outcome = ReturnedOutcome.of(now)
        same = given.outcome is None or is_same_outcome(given.outcome, outcome)
        state = HoldingState.WORDS if same else HoldingState.CHANGED
        return state, self._reasons(row, given, now)

    def _reasons(self, row: InboxRow, given: GivenBackPaper, now: Comparison) -> list[str]:
        """Why what counts differs from what was given back."""
        answers = _answer_reasons(self._holdings.unsent(row.sha256), "")
        if given.content is None:
            return [*answers, "returned by an older program"]
        content = self._holdings.content(row.sha256)
        key: list[str] = []
        if given.content.verdicts != content.verdicts:
            key = self._key_reasons(given.content.key_version, content.key_version)
        found = [*key, *_remark_reasons(given.content, content, now), *answers]
        return found or ["counted in another way"]

    def _key_reasons(self, before: int, now: int) -> list[str]:
        if before == now:
            return []
        if now < before:
            return [f"key version {now} counts again"]
        if self._log is None:
            self._log = self._review.papers.key_log()
        entries = [each for each in self._log if before < each.version.number <= now]
        return [_key_reason(each) for each in reversed(entries)]


def _key_reason(entry: KeyEntry) -> str:
    named = [f"“{shortened(each.name, _QUOTE)}”" for each in entry.changes[:_NAMED]]
    if len(entry.changes) > _NAMED:
        named.append(f"{len(entry.changes) - _NAMED} more")
    what = ", ".join(named) or "the key"
    if entry.version.what == KEY_ACCEPTED:
        return f"{what}: accepted for everyone"
    if entry.version.what == KEY_TAKEN_BACK:
        return f"{what}: no longer accepted for everyone"
    how = (
        entry.changes[0].what if len(entry.changes) == 1 else f"key version {entry.version.number}"
    )
    return f"{what}: {how}"


def _remark_reasons(before: ReturnContent, now: ReturnContent, comparison: Comparison) -> list[str]:
    """What was decided or said since, and what was taken back."""
    quotes = _quotes(comparison)
    new, gone = now.remarks - before.remarks, before.remarks - now.remarks
    comments = [each for each in new if each[0] == "comment"]
    found = [
        f"{_quoted(quotes, each)}: {_STEPS[each[0]]}"
        for each in sorted(new, key=str)
        if each[0] != "comment"
    ]
    redone = {each[1:3] for each in new}
    found += [
        f"{_quoted(quotes, each)}: taken back ({_STEPS[each[0]]})"
        for each in sorted(gone, key=str)
        if each[1:3] not in redone
    ]
    if len(comments) == 1:
        found.append(f"1 comment on {_quoted(quotes, comments[0])}")
    elif comments:
        found.append(f"{len(comments)} comments")
    return found


_STEPS: Mapping[str, str] = {str(kind): words for kind, words in STEP_WORDS.items()}


def _quotes(comparison: Comparison) -> dict[str, str]:
    quotes = {each.item_id: each.quote for each in comparison.items}
    return quotes | {each.mark_id: each.quote for each in comparison.marks}


def _quoted(quotes: Mapping[str, str], remark: tuple[str, str, str, int | None, str, str]) -> str:
    _kind, item_id, mark_id, *_rest = remark
    quote = quotes.get(mark_id) or quotes.get(item_id)
    if quote:
        return f"“{shortened(quote, _QUOTE)}”"
    return "something that is gone" if mark_id or item_id else "the whole paper"


def _answer_reasons(answered: Sequence[Disagreement], whither: str) -> list[str]:
    if not answered:
        return []
    words = next((each.answer for each in answered if each.answer), "")
    quoted = f": “{shortened(words, 60)}”" if words else ""
    return [f"{plural(len(answered), 'answer')} to “I disagree”{whither}{quoted}"]


def _cut(reasons: Sequence[str]) -> tuple[str, ...]:
    if len(reasons) <= _NAMED:
        return tuple(reasons)
    return (*reasons[:_NAMED], f"{len(reasons) - _NAMED} more")
