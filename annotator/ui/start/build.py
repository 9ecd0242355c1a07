"""From what the services know to what the start page shows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from annotator.model.work import AttemptState, Student
from annotator.services.lessons import ShelfCard
from annotator.ui.start.model import (
    LessonCardData,
    LessonState,
    Person,
    StartData,
    WaitingData,
)
from annotator.ui.words import plural

if TYPE_CHECKING:
    from annotator.store.drafts import LessonProgress

#: A lesson goes from not begun over begun to handed in; that is all that can be said honestly.
_SHARES = {
    LessonState.NEW: 0.0,
    LessonState.STARTED: 0.5,
    LessonState.HANDED_IN: 1.0,
    LessonState.RETURNED: 1.0,
}
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_MOST_WAITING = 4


def start_data(
    people: Sequence[Student],
    student: Student | None,
    cards: Sequence[ShelfCard],
    progress: Sequence[LessonProgress],
    now: datetime.datetime,
    *,
    is_warm: bool = True,
) -> StartData:
    """The start page for ``student`` at ``now`` (a local time with its zone).

    ``progress`` has the latest saved at the front, as the store gives it. ``is_warm``: the
    warm-up was done or put away; who has begun a lesson is not asked either.
    """
    latest: dict[str, LessonProgress] = {}
    for entry in progress:
        latest.setdefault(_shelf_id(entry), entry)
    lessons = tuple(_card(card, latest.get(card.lesson_id)) for card in cards)
    titles = {card.lesson_id: card for card in cards}
    waiting = [
        _waiting(titles[_shelf_id(entry)], entry, now)
        for entry in latest.values()
        if _shelf_id(entry) in titles
        and _state(entry) in (LessonState.STARTED, LessonState.RETURNED)
    ]
    waiting.sort(key=lambda item: not item.returned)
    reasons = _reasons_to_read(latest.values(), titles)
    if reasons is not None:
        waiting = [*waiting[: _MOST_WAITING - 1], reasons]
    return StartData(
        people=tuple(Person(id=who.id, name=who.name) for who in people),
        student_id=student.id if student else "",
        hour=now.hour,
        summary=_summary(lessons),
        waiting=tuple(waiting[:_MOST_WAITING]),
        lessons=lessons,
        offers_warm_up=not is_warm
        and student is not None
        and not waiting
        and all(lesson.state is LessonState.NEW for lesson in lessons),
    )


def _reasons_to_read(
    latest: Iterable[LessonProgress], cards: Mapping[str, ShelfCard]
) -> WaitingData | None:
    """The open lesson that was handed in last: its reasons can be read again.

    Only where that is later than all other work: who has gone on to something else wants that.
    """
    for entry in latest:
        card = cards.get(_shelf_id(entry))
        if card is None or _state(entry) is LessonState.NEW:
            continue
        is_open = card.shipped and card.has_key and not entry.assignment_id
        if _state(entry) is LessonState.HANDED_IN and is_open:
            return WaitingData(
                slug=card.lesson_id,
                title=card.title,
                detail=_detail(card),
                action="Read the reasons",
                hint="handed in, for practice",
                returned=True,
            )
        return None
    return None


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


def _card(card: ShelfCard, entry: LessonProgress | None) -> LessonCardData:
    state = _state(entry)
    return LessonCardData(
        slug=card.lesson_id,
        title=card.title,
        number=card.number,
        skill=card.skill,
        words=card.words,
        minutes=card.minutes,
        progress=_SHARES[state],
        marks=entry.marks if entry else 0,
        state=state,
        note="can’t be opened" if card.fault else "",
    )


def _waiting(card: ShelfCard, entry: LessonProgress, now: datetime.datetime) -> WaitingData:
    returned = _state(entry) is LessonState.RETURNED
    return WaitingData(
        slug=card.lesson_id,
        title=card.title,
        detail=_detail(card),
        action="Read the reasons" if returned else "Go on marking",
        hint="" if returned else f"{plural(entry.marks, 'mark')} · saved {ago(entry.saved, now)}",
        returned=returned,
    )


def _detail(card: ShelfCard) -> str:
    length = f"{card.words} words" if card.words else ""
    return " · ".join(part for part in (card.skill, length) if part)


def _summary(lessons: Sequence[LessonCardData]) -> str:
    started = sum(card.state is LessonState.STARTED for card in lessons)
    returned = sum(card.state is LessonState.RETURNED for card in lessons)
    parts = []
    if started:
        parts.append(f"{_counted(started)} begun and not handed in yet.")
    if returned:
        parts.append(f"{_counted(returned)} back from your teacher.")
    if not parts and lessons:
        parts.append("Choose a lesson to begin with.")
    return " ".join(parts)


def _counted(count: int) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} lesson is" if count == 1 else f"{number} lessons are"


def ago(then: datetime.datetime, now: datetime.datetime) -> str:
    """How long ago, in words: "just now", "5 minutes ago", "yesterday", "on 3 March"."""
    seconds = (now - then).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{plural(int(seconds // 60), 'minute')} ago"
    then_here = then.astimezone(now.tzinfo)
    days = (now.date() - then_here.date()).days
    if days == 0:
        return f"{plural(int(seconds // 3600), 'hour')} ago"
    if days == 1:
        return "yesterday"
    # Month names as the program's other words, not as the system's language has them.
    months = "January February March April May June July August September October November December"
    return f"on {then_here.day} {months.split()[then_here.month - 1]}"
