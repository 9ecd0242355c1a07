"""The verb "look over a key": what is thin in it. A thin key may be used all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from annotator.files.key_lint import key_faults
from annotator.files.lesson_lint import LABEL_SHARE, OPTIONAL_ITEMS, TRAPS
from annotator.model.annotation import RelationKind
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.services.lessons.key_attack import Weakness, attack, worst
from annotator.services.lessons.key_consistency import inconsistencies

#: Below this many required items a share of one label says nothing.
_FEW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Thin:
    """One thin place. ``item_id`` and ``trap_id`` say where; both are empty for the whole key.

    ``needs_fixing``: it changes what students get or read; otherwise it is worth a look.
    """

    words: str
    item_id: str = ""
    trap_id: str = ""
    needs_fixing: bool = True


def check_up(
    lesson: Lesson, key: AnswerKey, relation_text: Mapping[RelationKind, str]
) -> tuple[Thin, ...]:
    """Everything that is thin: of the whole key first, then place by place.

    ``relation_text`` are what the ties are called on screen.
    """
    found = [*_whole(lesson, key), *_places(lesson, key, relation_text)]
    traps = {trap.id for trap in key.traps}
    found += [
        Thin(
            words=weak.words[:1].upper() + weak.words[1:],
            item_id="" if weak.item_id in traps else weak.item_id,
            trap_id=weak.item_id if weak.item_id in traps else "",
            needs_fixing=False,
        )
        for weak in weak_places(lesson, key)
    ]
    place = {item.id: item.span for item in key.items}
    place |= {trap.id: trap.span for trap in key.traps}

    def rank(thin: Thin) -> tuple[bool, bool, int]:
        where = thin.item_id or thin.trap_id
        span = place.get(where)
        return (not thin.needs_fixing, bool(where), span.start if span else 0)

    return tuple(sorted(found, key=rank))


def weak_places(
    lesson: Lesson, key: AnswerKey, others: Iterable[Lesson] = ()
) -> tuple[Weakness, ...]:
    """What playing against the key shows, and where it differs from itself or from ``others``.

    The worst few of each kind.
    """
    return worst([*attack(lesson, key), *inconsistencies(lesson, key, others)])


def _whole(lesson: Lesson, key: AnswerKey) -> Iterator[Thin]:
    required = [item for item in key.items if item.required]
    optional = len(key.items) - len(required)
    if not required:
        yield Thin(words="Nothing has to be found yet: no item is required.")
    if optional < OPTIONAL_ITEMS:
        have = "no optional item" if not optional else f"only {optional} optional"
        yield Thin(
            words=f"There is {have}. Background that students may well mark costs them points "
            "unless it is optional here.",
            needs_fixing=not optional,
        )
    if len(key.traps) < TRAPS:
        have = "no trap" if not key.traps else f"only {len(key.traps)} trap"
        yield Thin(
            words=f"There is {have}. Byline, credits and lone reporting verbs make good ones.",
            needs_fixing=not key.traps,
        )
    shares = Counter(item.label for item in required)
    for label, count in shares.items():
        if len(required) >= _FEW and count > LABEL_SHARE * len(required):
            name = lesson.guide.label(label).plural.lower()
            yield Thin(
                words=f"{count} of {len(required)} required items are {name}: whoever marks "
                f"everything as {name} does well."
            )


def _places(
    lesson: Lesson, key: AnswerKey, relation_text: Mapping[RelationKind, str]
) -> Iterator[Thin]:
    items = {item.id for item in key.items}
    traps = {trap.id for trap in key.traps}
    starts = {tie.id: tie.source_id for tie in key.relations}
    for is_error, where, words in key_faults(replace(lesson, key=key), key):
        for kind, text in relation_text.items():
            words = words.replace(f"“{kind}”", f"“{text}”")
        where = starts.get(where, where)
        yield Thin(
            words=words[:1].upper() + words[1:],
            item_id=where if where in items else "",
            trap_id=where if where in traps else "",
            needs_fixing=is_error,
        )
