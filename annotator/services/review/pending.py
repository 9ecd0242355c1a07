"""The decisions of a review, each answer once: those to be made, and those made with what was said.

Their order stays as it was found: what was decided stays in its place, and can be decided again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.model.key import AnswerKey
from annotator.model.review import Answer, ReviewChange
from annotator.services.review.groups import DecisionGroup, same_place
from annotator.services.review.reviewing import STEP_WORDS, Review

EVERYONE = "accepted for everyone"


@dataclass(frozen=True, slots=True)
class PendingDecision:
    """One decision to make or made. ``decided_as`` is what was decided, empty while it is open."""

    group: DecisionGroup
    decided_as: str = ""

    @property
    def is_open(self) -> bool:
        """Whether some paper still waits for it."""
        return not self.decided_as and any(not place.decided for place in self.group.places)


class PendingDecisions:
    """All decisions of ``review``, by number from 0."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self.all: tuple[PendingDecision, ...] = ()
        self._at: dict[tuple[str, str], set[int]] = {}

    def take(self, groups: Iterable[DecisionGroup]) -> None:
        """Groups in the order that is shown already; new ones follow."""
        found = {group.answer: group for group in groups}
        kept = []
        for each in self.all:
            group = found.pop(each.group.answer, None)
            if group is not None:
                kept.append(self._of(group))
            elif each.decided_as == EVERYONE:
                # The key has it now, so it is no difference any more: a place to look back at.
                kept.append(each)
        self.all = (*kept, *(self._of(group) for group in found.values()))
        self._at = {}
        for number, each in enumerate(self.all):
            item_id = each.group.answer.item_id
            for place in each.group.places:
                for about in (place.mark_id, f"item {item_id}" if item_id else ""):
                    if about:
                        self._at.setdefault((place.sha256, about), set()).add(number)

    def number_of(self, answer: Answer | None) -> int:
        """Which decision an answer is part of; -1 for none."""
        return next((n for n, each in enumerate(self.all) if each.group.answer == answer), -1)

    def open_here(self, number: int) -> tuple[int, ...]:
        """The decisions that are open at the same place as this one, itself among them."""
        here = self.all[number].group
        return tuple(
            n for n, each in enumerate(self.all) if each.is_open and same_place(here, each.group)
        )

    def explained(self, key: AnswerKey | None) -> tuple[int, ...]:
        """The open decisions about a label for which the key says at that item why it is wrong.

        The author of that sentence decided these before; the students read it.
        """
        items = {item.id: item for item in key.items} if key is not None else {}
        return tuple(
            n
            for n, each in enumerate(self.all)
            if each.is_open
            and each.group.answer.span is None
            and (item := items.get(each.group.answer.item_id)) is not None
            and item.mistake_sentence(each.group.answer.label)
        )

    def promoted(self, answer: Answer, decided_as: str) -> None:
        """The key has this answer now, or has it no more."""
        self.all = tuple(
            replace(each, decided_as=decided_as) if each.group.answer == answer else each
            for each in self.all
        )

    def refresh(self, change: ReviewChange) -> frozenset[str]:
        """Ask again what a step touched, and no more; the papers (SHA-256) that it was about."""
        decisions = (*change.before, *change.after)
        touched = frozenset(each.submission_sha256 for each in decisions)
        touched |= {each.submission_sha256 for each in change.answered}
        numbers: set[int] = set()
        for each in decisions:
            about = each.mark_id or f"item {each.item_id}"
            numbers |= self._at.get((each.submission_sha256, about), set())
        known = list(self.all)
        for number in numbers:
            group = known[number].group
            item_id = group.answer.item_id
            places = tuple(
                replace(p, decided=self._is_decided(p.sha256, p.mark_id, item_id))
                if p.sha256 in touched
                else p
                for p in group.places
            )
            known[number] = self._of(replace(group, places=places))
        self.all = tuple(known)
        return touched

    def _is_decided(self, sha256: str, mark_id: str, item_id: str) -> bool:
        return self._review.papers.decision_on(sha256, mark_id, item_id) is not None

    def _of(self, group: DecisionGroup) -> PendingDecision:
        return PendingDecision(group, self._decided_as(group))

    def _decided_as(self, group: DecisionGroup) -> str:
        """What was decided, in two words; empty while a paper waits."""
        if not group.places or any(not place.decided for place in group.places):
            return ""
        item_id = group.answer.item_id
        latest = (
            self._review.papers.decision_on(p.sha256, p.mark_id, item_id) for p in group.places
        )
        kinds = {decision.kind for decision in latest if decision is not None}
        if len(kinds) > 1:
            return "decided one by one"
        return next((STEP_WORDS.get(kind, "decided") for kind in kinds), "decided")
