"""What a paper that was given back would come to now: told before it is given back again.

Returned work keeps the rule, the key and the decisions that made it until it is returned once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.model.errors import AnnotatorError
from annotator.model.outcome import RULE
from annotator.model.received import ReturnedOutcome
from annotator.services.data.data_file import DataFile
from annotator.services.marking.wording import plural
from annotator.services.review.points import points_text
from annotator.services.review.reviewing import Review
from annotator.store.given_back import GivenBackPapers

#: So many papers are named; of the rest it is said how many there are.
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnChange:
    """One paper that comes out otherwise than it was returned."""

    student_name: str
    before: ReturnedOutcome
    now: ReturnedOutcome

    @property
    def text(self) -> str:
        """ "Amara O.: 20 of 26 found, now 21 of 26"; where that is the same, the points."""
        was, now = self.before, self.now
        if (was.named, was.required) != (now.named, now.required):
            found = f"{was.named} of {was.required} found, now {now.named} of {now.required}"
            return f"{self.student_name}: {found}"
        points = f"{points_text(was.points)} of {points_text(was.possible)} points"
        after = f"{points_text(now.points)} of {points_text(now.possible)}"
        return f"{self.student_name}: {points}, now {after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnChanges:
    """What returning papers once more changes. ``older`` were counted by an older rule,
    ``unknown`` were returned before it was kept what they came to."""

    changed: tuple[ReturnChange, ...] = ()
    older: int = 0
    unknown: int = 0

    @property
    def text(self) -> str:
        """The difference in sentences; empty where there is none."""
        sentences = []
        if self.changed:
            named = "; ".join(each.text for each in self.changed[:_NAMED])
            more = len(self.changed) - _NAMED
            rest = f"; and {more} more" if more > 0 else ""
            come = plural(len(self.changed), "comes", "come")
            sentences.append(f"{come} out otherwise now: {named}{rest}.")
        if self.older:
            was = plural(self.older, "was", "were")
            sentences.append(f"{was} counted by an older version of the grading rule.")
        if self.unknown:
            sentences.append(f"Of {self.unknown} it is not known here what they came to then.")
        return " ".join(sentences)


def return_changes(review: Review, data: DataFile, sha256s: Sequence[str]) -> ReturnChanges:
    """What returning these papers changes for those that were returned before."""

    def now() -> Iterator[tuple[str, str, ReturnedOutcome]]:
        for sha256 in sha256s:
            row = review.papers.row(sha256)
            if row.returned is None:
                continue
            try:
                comparison = review.papers.reviewed(sha256).comparison
            except AnnotatorError:
                # It can't be returned either, and is named then.
                continue
            yield row.student_name, sha256, ReturnedOutcome.of(comparison)

    return changes_since(returned_outcomes(data, review.lesson.id), now())


def returned_outcomes(data: DataFile, lesson_id: str) -> dict[str, ReturnedOutcome]:
    """What a lesson's hand-ins came to when they were given back last, as far as is known."""
    given = GivenBackPapers(data.db).of_lesson(lesson_id)
    return {sha256: each.outcome for sha256, each in given.items() if each.outcome is not None}


def changes_since(
    known: Mapping[str, ReturnedOutcome], papers: Iterable[tuple[str, str, ReturnedOutcome]]
) -> ReturnChanges:
    """What is new of ``papers`` that were returned before: (student, hash, what it comes to now).

    ``known`` is by hash what they came to then.
    """
    changed, older, unknown = [], 0, 0
    for name, sha256, now in papers:
        before = known.get(sha256)
        if before is None:
            unknown += 1
            continue
        older += before.rule != RULE
        if replace(before, rule=now.rule) != now:
            changed.append(ReturnChange(student_name=name, before=before, now=now))
    return ReturnChanges(changed=tuple(changed), older=older, unknown=unknown)
