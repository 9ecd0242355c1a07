"""Random keys, marks and ties, few of a kind, so that edges coincide, nest and touch.

What is drawn depends on the :class:`random.Random` alone. The suite gives one of Hypothesis's,
which makes a case that fails smaller; a soak gives a plain one, which is sixty times as fast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from annotator.model.annotation import EndKind, Relation, RelationEnd, RelationKind
from annotator.model.key import POINT
from tests.scoring.build import HALF, LABELS, Accepted, Case, Item, Mark, Range, tie

EDGES = (0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 18, 20, 21, 30)

T = TypeVar("T")


def several(random: Random, least: int, most: int, draw: Callable[[Random], T]) -> tuple[T, ...]:
    """From ``least`` to ``most`` of what is drawn."""
    return tuple(draw(random) for _ in range(random.randint(least, most)))


def is_chosen(random: Random, one_in: int = 2) -> bool:
    return random.randrange(one_in) == 0


def a_range(random: Random) -> Range:
    start, end = sorted((random.choice(EDGES), random.choice(EDGES)))
    return (start, end) if start < end else (start, start + 1)


def an_accepted_span(random: Random) -> Accepted:
    start, end = a_range(random)
    core = extent = None
    if is_chosen(random):
        if is_chosen(random):
            first = random.randrange(start, end)
            core = (first, random.randint(first + 1, end))
        if is_chosen(random):
            extent = (random.randint(max(0, start - 4), start), random.randint(end, end + 4))
    return Accepted((start, end), core, extent)


def an_item(random: Random) -> Item:
    return Item(
        several(random, 1, 3, an_accepted_span),
        tuple(random.sample(LABELS, random.randint(1, 2))),
        not is_chosen(random, 4),
        random.choice((POINT, POINT, 2 * POINT, 333_333, 0)),
        several(random, 0, 2, a_range) if is_chosen(random, 4) else (),
        random.choice(("", "", "", "x", "y")),
    )


def a_mark_near(random: Random, known: Sequence[Range]) -> Mark:
    """A mark somewhere, or on or beside something that is in the key; seldom on no word."""
    anywhere = not known or is_chosen(random)
    start, end = a_range(random) if anywhere else random.choice(known)
    if is_chosen(random):
        start = max(0, start + random.randint(-3, 3))
        end = max(start + 1, end + random.randint(-3, 3))
    if start and is_chosen(random, 16):
        end = start
    return (start, end, random.choice(LABELS))


def some_marks(random: Random, known: Sequence[Range], most: int) -> tuple[Mark, ...]:
    """Marks of one student: no two are the same."""
    return tuple(dict.fromkeys(several(random, 0, most, lambda r: a_mark_near(r, known))))


def a_case(random: Random, most_items: int = 6, most_marks: int = 8) -> Case:
    items = several(random, 1, most_items, an_item)
    traps = several(random, 0, 2, a_range)
    known = [accepted.words for each in items for accepted in each.accepted]
    known += [words for each in items for words in each.mentions]
    marks = some_marks(random, known, most_marks)
    cost = random.choice((HALF, HALF, POINT // 4, 0))
    return Case(items, marks, traps, cost, not is_chosen(random, 3))


def cases(most_items: int = 6, most_marks: int = 8) -> st.SearchStrategy[Case]:
    """The same for Hypothesis."""
    return randoms().map(lambda random: a_case(random, most_items, most_marks))


def randoms() -> st.SearchStrategy[Random]:
    """Chances that Hypothesis keeps an account of, so that it can make a case smaller."""
    return st.randoms(use_true_random=False)


# -- ties ------------------------------------------------------------------------------------------


def a_tie(random: Random, letters: str, *kinds: RelationKind) -> Relation:
    """A tie between what is called by these letters: joint sources, several ends, no mark."""
    kind = random.choice(kinds or tuple(RelationKind))
    source = random.choice(letters)
    left = [each for each in letters if each != source]
    random.shuffle(left)
    places: list[tuple[str | RelationEnd, ...]] = []
    for _ in range(random.randint(1, 3) if kind is RelationKind.SAID_BY else 1):
        most = 1 if kind is RelationKind.SAME_AS else 3 if kind is RelationKind.DENIES else 2
        size = random.randint(1, most)
        if left:
            places.append(tuple(sorted(left[:size])))
            left = left[size:]
    if is_chosen(random, 6) and kind is not RelationKind.SAME_AS:
        is_denial = kind is RelationKind.DENIES
        spanless = RelationEnd(random.choice((EndKind.NARRATOR, EndKind.NOBODY)))
        places[0] = (RelationEnd(EndKind.IMPLIED, text="hinted at") if is_denial else spanless,)
    return tie(kind, source, *places, id=f"{random.getrandbits(64):016x}")


def some_ties(random: Random, letters: str, least: int = 0, most: int = 5) -> tuple[Relation, ...]:
    return several(random, least, most, lambda each: a_tie(each, letters))
