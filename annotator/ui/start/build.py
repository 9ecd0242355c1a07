"""From what the services know to what the start page shows."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from annotator.model.moments import ago_text, day_and_clock_text, due_text, is_after, local
from annotator.model.work import AttemptState, Student
from annotator.services.lessons.shelf import OWN, ShelfCard
from annotator.ui.article.vocabulary import plural
from annotator.ui.start.model import (
    LessonCardData,
    LessonState,
    Person,
    StartData,
    WaitingData,
    counted,
)
from annotator.ui.widgets.progress import StepState

if TYPE_CHECKING:
    from annotator.model.attempt import LessonProgress, Try

#: Reading, marking, handing in: that is all that can be said honestly of a lesson on its way.
_STEPS = {
    LessonState.NEW: (),
    LessonState.STARTED: (StepState.DONE, StepState.NOW, StepState.OPEN),
    LessonState.HANDED_IN: (StepState.DONE,) * 3,
    LessonState.RETURNED: (StepState.DONE,) * 3,
}
_NOTHING = (StepState.OPEN,) * 3
_NOT_SENT = (StepState.DONE, StepState.DONE, StepState.NOW)
#: Not handed in yet.
_OPEN = (LessonState.NEW, LessonState.STARTED)
#: As many as stand next to each other on a school laptop: the lessons come next.
_MOST_WAITING = 3


def _all_sent(_attempt_id: str) -> bool:
    return True


def _never_read(_attempt_id: str) -> Try | None:
    return None


def start_data(
    people: Sequence[Student],
    student: Student | None,
    cards: Sequence[ShelfCard],
    progress: Sequence[LessonProgress],
    now: datetime.datetime,
    *,
    is_warm: bool = True,
    outcome: Callable[[str], Try | None] = _never_read,
    is_sent: Callable[[str], bool] = _all_sent,
    last_saved: Mapping[str, datetime.datetime] = MappingProxyType({}),
    warm_up_done: int = 0,
) -> StartData:
    """The start page for ``student`` at ``now`` (a local time with its zone).

    ``progress`` has the latest saved at the front, as the store gives it. ``is_warm``: the
    warm-up was done or put away; a student who has begun a lesson is not asked either.
    ``outcome`` tells how an attempt in practice came out, by its id, where that is known;
    ``is_sent`` whether a hand-in is known to have left for the teacher. ``last_saved`` has the
    moments of the last work by the ids of ``people``; ``warm_up_done`` counts sentences.
    """
    latest: dict[str, LessonProgress] = {}
    for entry in progress:
        latest.setdefault(_shelf_id(entry), entry)
    # An article of one's own is on the shelf of the computer; it is shown to those who opened it.
    cards = [card for card in cards if not _is_own(card) or card.lesson_id in latest]
    cards = sorted(cards, key=lambda card: _place(card, latest.get(card.lesson_id)))
    shown = [
        (card, _card(card, latest.get(card.lesson_id), outcome, now, is_sent)) for card in cards
    ]
    lessons = tuple(data for _, data in shown)
    assigned, practice = _assigned_apart(shown)
    own = {card.lesson_id for card in cards if _is_own(card)}
    titles = {card.lesson_id: card for card in cards}
    waiting = [
        _waiting(titles[_shelf_id(entry)], entry, now, outcome)
        for entry in latest.values()
        if _shelf_id(entry) in titles
        and _state(entry) in (LessonState.STARTED, LessonState.RETURNED)
    ]
    waiting.sort(key=lambda item: not item.returned)
    reasons = _reasons_to_read(latest.values(), titles, outcome)
    if reasons is not None:
        waiting = [*waiting[: _MOST_WAITING - 1], reasons]
    return StartData(
        people=_persons(people, last_saved, now),
        student_id=student.id if student else "",
        hour=local(now).hour,
        summary=_summary(lessons, _count_again(latest.values(), titles)),
        waiting=tuple(waiting[:_MOST_WAITING]),
        assigned=assigned,
        lessons=tuple(data for data in practice if data.slug not in own),
        own=tuple(data for data in practice if data.slug in own),
        offers_warm_up=not is_warm
        and student is not None
        and not waiting
        and all(lesson.state is LessonState.NEW for lesson in lessons),
        warm_up_done=warm_up_done,
    )


def _persons(
    people: Sequence[Student], last: Mapping[str, datetime.datetime], now: datetime.datetime
) -> tuple[Person, ...]:
    return tuple(_person(number, who, last.get(who.id), now) for number, who in enumerate(people))


def _person(
    number: int, who: Student, last: datetime.datetime | None, now: datetime.datetime
) -> Person:
    """Last used is a day, or a time of today, and never a title: classmates look on."""
    days = (local(now).date() - local(last).date()).days if last is not None else 0
    near = last is not None and days <= 0
    text = "" if last is None else day_and_clock_text(last, now) if near else ago_text(last, now)
    return Person(id=who.id, name=who.name, number=number, last=text, has_card=bool(who.card_issue))


def _is_own(card: ShelfCard) -> bool:
    return not card.shipped and not card.given_of and card.lesson_id.startswith(OWN)


def _assigned_apart(
    shown: Sequence[tuple[ShelfCard, LessonCardData]],
) -> tuple[tuple[LessonCardData, ...], tuple[LessonCardData, ...]]:
    """What a teacher gave out, and all other lessons, in their order.

    The open lesson of which an assignment was made is left out until the work comes back, unless
    it was begun: it looks the same, and what is marked in it does not reach the teacher.
    """
    twins = {card.given_of for card, data in shown if data.state is not LessonState.RETURNED}
    given, others = [], []
    for card, data in shown:
        if card.given_of:
            given.append(data)
        elif card.lesson_id not in twins or data.state is not LessonState.NEW:
            others.append(data)
    return tuple(given), tuple(others)


def _reasons_to_read(
    latest: Iterable[LessonProgress],
    cards: Mapping[str, ShelfCard],
    outcome: Callable[[str], Try | None],
) -> WaitingData | None:
    """The open lesson that was handed in last: its reasons can be read again.

    Only where that is later than all other work: a student who has gone on wants the newer. Where
    nothing was marked, the reasons would lay the whole key open, and are not offered.
    """
    for entry in latest:
        card = cards.get(_shelf_id(entry))
        if card is None or _state(entry) is LessonState.NEW:
            continue
        if _is_empty(entry):
            return None
        if _state(entry) is LessonState.HANDED_IN and _is_practice(card, entry):
            how_far = _found(outcome(entry.attempt.id))
            return WaitingData(
                slug=card.lesson_id,
                title=card.title,
                detail=_detail(card),
                action="Read the reasons",
                hint=f"handed in · {how_far}" if how_far else "handed in, for practice",
                returned=True,
            )
        return None
    return None


def _is_practice(card: ShelfCard, entry: LessonProgress) -> bool:
    """Whether the reasons may be read as soon as it is handed in."""
    return card.shipped and card.has_key and not entry.assignment_id


def _is_empty(entry: LessonProgress) -> bool:
    """Whether it was handed in with nothing marked."""
    return _state(entry) is LessonState.HANDED_IN and not entry.marks


def _is_again(entry: LessonProgress) -> bool:
    """Whether this is another try, and not handed in yet."""
    return entry.attempt.number > 1 and entry.attempt.state is AttemptState.DRAFT


def _count_again(latest: Iterable[LessonProgress], cards: Mapping[str, ShelfCard]) -> int:
    return sum(
        _is_again(entry) and _state(entry) is LessonState.STARTED
        for entry in latest
        if _shelf_id(entry) in cards
    )


def _found(outcome: Try | None) -> str:
    return f"{outcome.named} of {outcome.required} found" if outcome and outcome.required else ""


def _shelf_id(entry: LessonProgress) -> str:
    """Where a lesson stands on the shelf: what a teacher gave out goes by its assignment."""
    return entry.assignment_id or entry.lesson_id


def _state(entry: LessonProgress | None) -> LessonState:
    if entry is None:
        return LessonState.NEW
    if entry.attempt.state is AttemptState.RETURNED:
        return LessonState.RETURNED
    if entry.attempt.state is AttemptState.HANDED_IN:
        return LessonState.HANDED_IN
    return LessonState.STARTED if entry.marks else LessonState.NEW


def _place(card: ShelfCard, entry: LessonProgress | None) -> tuple[int, float]:
    """What a teacher gave out stands first, what is due next at the front; then what came back,
    what is handed in, and everything else as it is on the shelf."""
    state = _state(entry)
    if not card.given_of:
        return 3, 0.0
    if state not in _OPEN:
        return 1 if state is LessonState.RETURNED else 2, 0.0
    return 0, card.due.timestamp() if card.due is not None else math.inf


def _due(card: ShelfCard, entry: LessonProgress | None, now: datetime.datetime) -> str:
    """When it is due, as long as it is not handed in; late is no lock, and that is said."""
    if card.due is None or _state(entry) not in _OPEN:
        return ""
    late = ", you can still hand in" if is_after(now, card.due) else ""
    return f"{due_text(card.due, now)}{late}"


def _card(
    card: ShelfCard,
    entry: LessonProgress | None,
    outcome: Callable[[str], Try | None],
    now: datetime.datetime,
    is_sent: Callable[[str], bool],
) -> LessonCardData:
    state = _state(entry)
    steps, note = _STEPS[state], ""
    if entry is not None and _is_empty(entry):
        steps, note = _NOTHING, "handed in, nothing marked"
    waits = (
        entry is not None
        and bool(card.given_of)
        and state is LessonState.HANDED_IN
        and not is_sent(entry.attempt.id)
    )
    if waits:
        steps, note = _NOT_SENT, "handed in, not sent yet"
    return LessonCardData(
        slug=card.lesson_id,
        title=card.title,
        number=card.number,
        skill=card.skill,
        words=card.words,
        minutes=card.minutes,
        found=_share(entry, outcome),
        steps=steps,
        marks=entry.marks if entry else 0,
        state=state,
        note="can’t be opened" if card.fault else note,
        due=_due(card, entry, now),
        tried=_tried(entry, outcome) if entry is not None else "",
        is_again=entry is not None and _is_again(entry),
    )


def _share(entry: LessonProgress | None, outcome: Callable[[str], Try | None]) -> float | None:
    """How much was found in work that was handed in, where that is known."""
    if entry is None or _state(entry) in _OPEN:
        return None
    known = outcome(entry.attempt.id)
    return known.named / known.required if known and known.required else None


def _tried(entry: LessonProgress, outcome: Callable[[str], Try | None]) -> str:
    """How the tries came out, as far as their reasons were read."""
    before = outcome(entry.attempt.supersedes)
    if _is_again(entry):
        last = f", last time {_found(before)}" if before else ""
        return f"try {entry.attempt.number}{last}"
    here = _found(outcome(entry.attempt.id))
    return f"{here}, {before.named} before" if here and before else here


def _waiting(
    card: ShelfCard,
    entry: LessonProgress,
    now: datetime.datetime,
    outcome: Callable[[str], Try | None],
) -> WaitingData:
    detail, before = _detail(card), ""
    if _state(entry) is LessonState.RETURNED:
        action, hint = "Read the reasons", ""
    else:
        action = "Go on marking"
        saved = f"{plural(entry.marks, 'mark')} · saved {ago_text(entry.saved, now)}"
        hint = " · ".join(part for part in (saved, _due(card, entry, now)) if part)
    if _is_again(entry):
        last = _found(outcome(entry.attempt.supersedes))
        detail = f"Try {entry.attempt.number}" + (f" · last time: {last}" if last else "")
        before = "See the reasons" if _is_practice(card, entry) else "See your last try"
    return WaitingData(
        slug=card.lesson_id,
        title=card.title,
        detail=detail,
        action=action,
        hint=hint,
        returned=_state(entry) is LessonState.RETURNED,
        before=before,
    )


def _detail(card: ShelfCard) -> str:
    length = f"{card.words} words" if card.words else ""
    return " · ".join(part for part in (card.skill, length) if part)


def _summary(lessons: Sequence[LessonCardData], again: int) -> str:
    """``again`` of the lessons that are begun are tried again."""
    started = sum(card.state is LessonState.STARTED for card in lessons) - again
    returned = sum(card.state is LessonState.RETURNED for card in lessons)
    parts = []
    if started:
        parts.append(f"{_counted(started)} begun and not handed in yet.")
    if again:
        kept = "what you handed in before is kept."
        parts.append(f"{_counted(again)} open for another try; {kept}")
    if returned:
        parts.append(f"{_counted(returned)} back from your teacher.")
    if not parts and lessons:
        parts.append("Choose a lesson to begin with.")
    return " ".join(parts)


def _counted(count: int) -> str:
    number = counted(count)
    return f"{number} lesson is" if count == 1 else f"{number} lessons are"
