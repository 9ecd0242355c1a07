"""What another key would change: who gains and who loses, counted a piece at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from annotator.model.article import Article
from annotator.model.errors import AnnotatorError
from annotator.model.key import AnswerKey
from annotator.model.review import Decision
from annotator.model.text import Span
from annotator.model.work import Submission
from annotator.scoring.grading import percent
from annotator.services.review.decisions import Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a change of the key does to one submission; points are micro-points.

    ``of_before`` and ``of_after`` are the points that could be had.
    """

    sha256: str
    before: int
    after: int
    of_before: int
    of_after: int

    @property
    def by(self) -> int:
        """How many points are gained; below zero where they are lost."""
        return self.after - self.before

    @property
    def gain(self) -> Fraction:
        """What is gained as a share of all that can be had; below zero where it is lost.

        With fewer items to find the points of those who found them go down, and nothing is lost.
        """
        return _share(self.after, self.of_after) - _share(self.before, self.of_before)

    @property
    def scores(self) -> tuple[int | None, int | None]:
        """Percent before and after; None where nothing is to be found."""
        return percent(self.before, self.of_before), percent(self.after, self.of_after)


def _share(points: int, of: int) -> Fraction:
    return Fraction(points, of) if of else Fraction(0)


@dataclass(frozen=True, slots=True)
class KeyPreview:
    """Who gains and who loses, those who gain or lose most at the front."""

    gains: tuple[Changed, ...] = ()
    losses: tuple[Changed, ...] = ()
    same: int = 0
    faults: tuple[str, ...] = ()


#: Numbers of words of an article.
WordSet = frozenset[int]


class Rescore:
    """Counts every submission with the old key and the new one, a piece at a time.

    Call :meth:`step` until it says True (a window does it between its events), then ask
    :attr:`preview`. Nothing is written: stopping in the middle, or a crash, leaves all as it was.
    By hash, ``keys`` gives the old and the new way to count, ``load`` a submission and its
    decisions; what can't be loaded is in ``faults``. ``known`` gives the points of now where they
    are known. Papers without a mark near anything that differs between the keys are not counted.
    """

    def __init__(
        self,
        sha256s: Sequence[str],
        keys: Callable[[str], tuple[Decider, Decider]],
        load: Callable[[str], tuple[Submission, tuple[Decision, ...]]],
        known: Callable[[str], int | None] = lambda _sha256: None,
    ) -> None:
        self._all = tuple(sha256s)
        self._known = known
        self._differing: dict[tuple[int, int], WordSet] = {}
        self._keys = keys
        self._load = load
        self._changed: list[Changed] = []
        self._same = 0
        self._faults: list[str] = []
        self.done = 0

    @property
    def of(self) -> int:
        """How many submissions there are."""
        return len(self._all)

    def step(self, milliseconds: float = 12.0) -> bool:
        """Count for about this long; True when all are done."""
        until = time.perf_counter() + milliseconds / 1000
        while self.done < len(self._all):
            self._count(self._all[self.done])
            self.done += 1
            if time.perf_counter() >= until:
                break
        return self.done >= len(self._all)

    def run(self) -> KeyPreview:
        """All at once, where no window is waiting."""
        while not self.step(1000.0):
            pass
        return self.preview

    @property
    def preview(self) -> KeyPreview:
        """What is known so far."""
        gains = [each for each in self._changed if each.gain > 0]
        losses = [each for each in self._changed if each.gain < 0]
        return KeyPreview(
            tuple(sorted(gains, key=lambda each: (-each.gain, each.sha256))),
            tuple(sorted(losses, key=lambda each: (each.gain, each.sha256))),
            self._same,
            tuple(self._faults),
        )

    def _count(self, sha256: str) -> None:
        try:
            submission, decisions = self._load(sha256)
            old, new = self._keys(sha256)
            if not self._concerns(old, new, submission):
                self._same += 1
                return
            known = self._known(sha256)
            before = old.points(submission, decisions) if known is None else known
            after = new.points(submission, decisions)
        except AnnotatorError:
            # Damaged, or of another version of the text: it has no points, now or then.
            self._faults.append(sha256)
            return
        changed = Changed(
            sha256=sha256,
            before=before,
            after=after,
            of_before=old.possible,
            of_after=new.possible,
        )
        if changed.gain:
            self._changed.append(changed)
        else:
            self._same += 1

    def _concerns(self, old: Decider, new: Decider, submission: Submission) -> bool:
        """Whether a mark of the paper shares a word with what differs between the keys.

        What becomes of a mark depends on the items and traps that share a word with it and, through
        other marks, on theirs: a paper without any such mark is paired as it was.
        """
        if (old.extra_cost, old.stop) != (new.extra_cost, new.stop):
            return True
        if old.possible != new.possible:
            # What is to be found weighs less or more in every paper then.
            return True
        pair = (id(old), id(new))
        if pair not in self._differing:
            self._differing[pair] = _differing(old.key, new.key, old.article)
        words = self._differing[pair]
        numbers = old.article.words.numbers
        return any(not words.isdisjoint(numbers(mark.span)) for mark in submission.annotations)


def _differing(old: AnswerKey, new: AnswerKey, article: Article) -> WordSet:
    """The numbers of all words under items and traps that are not the same in both keys."""
    spans: list[Span] = []
    for one, two in ((old, new), (new, old)):
        items, traps = set(two.items), set(two.traps)
        spans += [a.span for item in one.items if item not in items for a in item.accepted]
        spans += [trap.span for trap in one.traps if trap not in traps]
    return frozenset(number for span in spans for number in article.words.numbers(span))
