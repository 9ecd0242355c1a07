"""What students hold of their reviewed work: what was given back last, and whether that still
is what counts.

Nothing has to be told when a key, a decision or an answer changes: what a return would say now is
laid beside what the last one said.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from annotator.model.errors import AnnotatorError
from annotator.model.outcome import Comparison, ItemState
from annotator.model.received import GivenBackPaper, ReturnContent, ReturnedOutcome
from annotator.model.review import Answered, Decision, Disagreement, Remark
from annotator.services.data.data_file import DataFile
from annotator.services.review.reviewed_papers import ReviewedPapers
from annotator.store.given_back import GivenBackPapers


def content_of(
    comparison: Comparison, decisions: Iterable[Decision], answers: Iterable[Disagreement]
) -> ReturnContent:
    """What a return says of a paper; of ``answers`` those that are answered."""
    verdicts: dict[str, tuple[str, int, str]] = {}
    for mark in comparison.marks:
        state = f"{mark.state}, waived" if mark.waived else str(mark.state)
        verdicts[f"mark {mark.mark_id}"] = (state, mark.points, _digest(mark.why, mark.sentence))
    for item in comparison.items:
        # What need not be found and was not is nothing to the student, and a key gains many.
        if item.state is not ItemState.OPTIONAL:
            why = _digest(item.why, item.sentence)
            verdicts[f"item {item.item_id}"] = (str(item.state), item.points, why)
    for tie in comparison.relations:
        name = tie.key_relation_id or tie.relation_id
        verdicts[f"tie {name}"] = (str(tie.state), tie.points, _digest(tie.why))
    remarks = (Remark.of(each) for each in decisions)
    answered = (Answered.of(each) for each in answers)
    return ReturnContent(
        key_version=comparison.key_version,
        verdicts=verdicts,
        remarks=frozenset(
            (str(r.kind), r.item_id, r.mark_id, r.points, r.comment, r.why) for r in remarks
        ),
        answers=frozenset((a.id, str(a.verdict), a.words) for a in answered if a is not None),
    )


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:8]


def is_same_outcome(before: ReturnedOutcome, now: ReturnedOutcome) -> bool:
    """Whether two outcomes are the same to a student, whichever rule counted them."""
    return replace(before, rule=now.rule) == now


def says_the_same(
    given: GivenBackPaper,
    now: ReturnContent,
    outcome: ReturnedOutcome,
    decisions: Iterable[Decision],
    answers: Iterable[Disagreement],
) -> bool:
    """Whether a return made now says what the last one said.

    Where an older program gave it back, as far as outcome and times can tell.
    """
    if given.outcome is not None and not is_same_outcome(given.outcome, outcome):
        return False
    if given.content is not None:
        return given.content == now
    since = given.returned
    return not (
        any(each.decided > since for each in decisions)
        or any(each.answered is not None and each.answered > since for each in answers)
    )


def is_unreturned(disagreement: Disagreement, returned: datetime.datetime | None) -> bool:
    """Whether a disagreement was answered after its paper was given back last (UTC)."""
    if disagreement.answered is None:
        return False
    return returned is None or disagreement.answered > returned


class Holdings:
    """Looks at the papers of one review. ``disagreements`` gives what their students say."""

    def __init__(
        self,
        data: DataFile,
        papers: ReviewedPapers,
        disagreements: Callable[[], Sequence[Disagreement]],
    ) -> None:
        self._data, self._papers, self._disagreements = data, papers, disagreements
        self._given: dict[str, GivenBackPaper] | None = None

    def refresh(self) -> None:
        """Read again what was given back, when it is next asked for."""
        self._given = None

    def given(self, sha256: str) -> GivenBackPaper | None:
        """What is known of the last return of a paper; None where it was never given back."""
        if self._given is None:
            self._given = GivenBackPapers(self._data.db).of_lesson(self._papers.lesson.id)
        return self._given.get(sha256)

    def content(self, sha256: str) -> ReturnContent:
        """What a return of this paper would say now; an AnnotatorError where there can't be one."""
        reviewed = self._papers.reviewed(sha256)
        return content_of(reviewed.comparison, reviewed.decisions, self.answers(sha256))

    def outcome(self, sha256: str) -> ReturnedOutcome:
        """What the paper comes to now; an AnnotatorError where it can't be compared."""
        return ReturnedOutcome.of(self._papers.reviewed(sha256).comparison)

    def is_changed(self, sha256: str) -> bool:
        """Whether a paper was given back, and its student holds something else than counts now."""
        given = self.given(sha256)
        if given is None:
            return False
        try:
            now, outcome = self.content(sha256), self.outcome(sha256)
        except AnnotatorError:
            # It can't be given back again either.
            return False
        decisions, answers = self._papers.decisions(sha256), self.answers(sha256)
        return not says_the_same(given, now, outcome, decisions, answers)

    def earlier_with_answers(self, sha256: str) -> tuple[str, ...]:
        """Earlier tries of the same student of which an answer has not gone out."""
        earlier = (row.sha256 for row in self._papers.attempts(sha256) if row.sha256 != sha256)
        return tuple(each for each in earlier if self.unsent(each))

    def unsent(self, sha256: str) -> tuple[Disagreement, ...]:
        """What was answered since the paper was given back last."""
        given = self.given(sha256)
        returned = given.returned if given is not None else None
        return tuple(each for each in self._own(sha256) if is_unreturned(each, returned))

    def answers(self, sha256: str) -> list[Disagreement]:
        """What goes out with a paper: all that its student disagrees with in it, and what was
        answered of earlier tries, since the newest one is what the student reads first."""
        if sha256 not in self._papers:
            return self._own(sha256)
        number = self._papers.row(sha256).attempt_number
        earlier = [
            each
            for row in self._papers.attempts(sha256)
            if row.attempt_number < number
            for each in self._own(row.sha256)
            if each.answered is not None
        ]
        return [*self._own(sha256), *earlier]

    def _own(self, sha256: str) -> list[Disagreement]:
        return [each for each in self._disagreements() if each.submission_sha256 == sha256]
