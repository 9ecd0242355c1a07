"""How far several people agree on the words they marked.

Positive specific agreement (Hripcsak and Rothschild 2005): the chance that a word which one of them
marked was marked by another too; it needs no count of the unmarked words. Krippendorff's
alpha for nominal data, here of two values (marked or not), from the same counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def positive_specific_agreement(counts: Iterable[int], people: int) -> float | None:
    """Σ c(c−1) / ((m−1) Σ c) for counts c of people, of m, who marked each word; from 0 to 1.

    None with fewer than two people, or where no word was marked.
    """
    marked = agreed = 0
    for count in counts:
        marked += count
        agreed += count * (count - 1)
    if people < 2 or not marked:
        return None
    return agreed / ((people - 1) * marked)


def alpha_from_counts(counts: Sequence[int], people: int) -> float | None:
    """Alpha of "marked or not", from how many of ``people`` marked each word."""
    if people < 2:
        return None
    disagreed = 2 * sum(count * (people - count) for count in counts) / (people - 1)
    everything, marked = people * len(counts), sum(counts)
    expected = 2 * marked * (everything - marked)
    return 1 - (everything - 1) * disagreed / expected if expected else None
