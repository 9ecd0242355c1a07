"""What to practise next, in one sentence, from what a student did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from annotator.model.labels import CLAIM, DENIAL, OPINION, SOURCE
from annotator.model.outcome import Edges
from annotator.services.review.practice import Results
from annotator.services.review.ties import ties_right

_TIES = "ties"
#: Lessons of the program that are about something, the easier first.
LESSONS = {
    CLAIM: ("02-lunch-vote", "06-night-buses"),
    DENIAL: ("03-reservoir-leak", "08-tech-chief"),
    SOURCE: ("01-new-crossing", "05-pier-crack"),
    OPINION: ("02-lunch-vote", "07-festival"),
    _TIES: ("04-lantern-tour", "08-tech-chief"),
}


def next_practice(results: Results, titles: Mapping[str, str]) -> str:
    """What went wrong most often here, and a lesson in which it can be practised.

    ``titles`` are those of the lessons that are here, by id. Empty where nothing is left to
    practise. Of what went wrong equally often, ties come after labels and labels in the order of
    the label guide.
    """
    comparison, guide = results.comparison, results.lesson.guide
    asked = Counter(item.label for item in comparison.items if item.required)
    missed = Counter(item.label for item in comparison.to_look_at)
    wanted = results.lesson.uses.relations
    right, ties = ties_right([each for each in comparison.relations if each.kind in wanted])
    worst = max(guide.labels, key=lambda label: missed[label.id], default=None)
    if worst is not None and missed[worst.id] and missed[worst.id] >= ties - right:
        count, of = missed[worst.id], asked[worst.id]
        what = f"look for {worst.plural.lower()}"
        why = f"{_of(count, of)} passed over or called something else"
        return _sentence(what, why, _lesson(worst.id, results, titles))
    if ties > right:
        why = _lines(ties - right, ties)
        return _sentence("ask who says so, and who denies it", why, _lesson(_TIES, results, titles))
    rough = sum(item.edges not in (None, Edges.TIDY) for item in comparison.items)
    if rough and comparison.edges_count:
        what = "look twice at the first and the last word of a mark"
        return _sentence(what, f"{rough} began or ended somewhere else", "")
    return ""


def _lines(wrong: int, ties: int) -> str:
    if ties == 1:
        return "the line between marks is not right yet"
    if wrong == ties:
        return f"none of the {ties} lines between marks is right yet"
    return f"{wrong} of {ties} lines between marks {'is' if wrong == 1 else 'are'} not right yet"


def _of(count: int, of: int) -> str:
    if of == 1:
        return "the one here was"
    return f"all {of} here were" if count == of else f"{count} of {of} {_were(count)}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _sentence(what: str, why: str, title: str) -> str:
    where = f" “{title}” is a good lesson for that." if title else ""
    return f"Next time, {what}: {why}.{where}"


def _lesson(about: str, results: Results, titles: Mapping[str, str]) -> str:
    """The title of a lesson that is about this, and is another one than this; empty for none."""
    ids = (each for each in LESSONS.get(about, ()) if each != results.lesson.id)
    return next((titles[each] for each in ids if each in titles), "")
