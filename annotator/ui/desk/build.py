"""From what the desk's services know to what the page shows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from annotator.model.labels import LabelGuide
from annotator.model.moments import due_text
from annotator.services.classes.desk import AssignmentLine, ClassOverview
from annotator.services.lessons.shelf import ShelfCard
from annotator.services.review.figures import AssignmentFigures, Figures, Hard
from annotator.services.review.states import PaperCounts
from annotator.services.review.ties import KIND_TITLES
from annotator.ui.article.vocabulary import plural
from annotator.ui.desk.model import (
    NOTHING_WAITS,
    ClassData,
    DeskData,
    HardData,
    LessonData,
    RowData,
    Tab,
    Waiting,
)
from annotator.ui.desk.steps import DeskStep, given_text, next_step, waiting_text


def desk_data(
    overviews: Sequence[ClassOverview],
    class_id: str,
    *,
    figures: Figures | None,
    is_done: bool,
    guide: LabelGuide,
    cards: Sequence[ShelfCard],
    now: datetime.datetime,
    teacher: str = "",
    waiting: Waiting = NOTHING_WAITS,
    tab: Tab = Tab.CLASSES,
) -> DeskData:
    """The page for one class. ``figures`` has what was found so far, all where ``is_done``."""
    chosen = next((each for each in overviews if each.school_class.id == class_id), None)
    has_sample = any(each.school_class.is_sample for each in overviews)
    lessons = tuple(_lesson(card, overviews) for card in cards)
    if chosen is None:
        return DeskData(
            teacher=teacher,
            tab=tab,
            offers_sample=not has_sample,
            waiting=waiting,
            lessons=lessons,
        )
    mine = chosen.school_class
    drafts = _drafts(cards, overviews)
    return DeskData(
        teacher=teacher,
        tab=tab,
        class_id=mine.id,
        class_name=mine.name,
        class_detail=_class_detail(chosen),
        is_sample=mine.is_sample,
        has_students=bool(mine.students),
        rows=(
            *(
                row(each, figures, now, is_done=is_done, is_sample=mine.is_sample)
                for each in chosen.lines
            ),
            *(() if mine.is_sample else drafts),
        ),
        hard=hard_data(figures.hard(guide), guide) if figures and is_done else None,
        others=tuple(_other(each) for each in overviews if each.school_class.id != class_id),
        offers_sample=not has_sample,
        waiting=waiting,
        lessons=lessons,
    )


def _class_detail(chosen: ClassOverview) -> str:
    count = plural(len(chosen.school_class.students), "student")
    if chosen.school_class.is_sample:
        return f"{count}, all made up · nothing here counts"
    return count


def row(
    line: AssignmentLine,
    figures: Figures | None,
    now: datetime.datetime,
    *,
    is_done: bool = True,
    is_sample: bool = False,
) -> RowData:
    """One assignment's row."""
    given = line.assignment
    known = figures.of(given.id) if figures else None
    standing = known.standing if known else None
    when = due_text(given.due, now)
    practice = "" if given.graded else "practice"
    strong, state = _state(line, known, now, is_done=is_done)
    return RowData(
        id=given.id,
        lesson_id=given.lesson_id,
        title=line.title,
        detail=" · ".join(p for p in (when, own_terms_text(line), practice, line.skill) if p),
        came_in=f"{line.came_in} of {line.expected} in",
        students=line.expected,
        in_count=line.came_in,
        decided=standing.decided if standing else 0,
        bar=_bar_text(line, standing),
        strong=strong,
        state=state,
        step=next_step(line, known),
        given=given_text(line.given, now),
        is_sample=is_sample,
        may_remove=not (line.came_in or line.unplaced),
    )


def own_terms_text(line: AssignmentLine) -> str:
    """ "1 extension, 2 excused, 1 absent"; empty where the same holds for all."""
    parts = [
        plural(line.extended, "extension") if line.extended else "",
        f"{line.excused} excused" if line.excused else "",
        f"{line.absent} absent" if line.absent else "",
    ]
    return ", ".join(part for part in parts if part)


def _bar_text(line: AssignmentLine, standing: PaperCounts | None) -> str:
    waits = f"{line.unplaced} not on the list" if line.unplaced else ""
    if not line.came_in:
        return waits or "nothing in yet"
    if standing is None:
        found = f"{line.returned} returned" if line.returned else ""
    else:
        found = standing.words()
    return " · ".join(part for part in (found, waits) if part)


def _state(
    line: AssignmentLine,
    known: AssignmentFigures | None,
    now: datetime.datetime,
    *,
    is_done: bool,
) -> tuple[str, str]:
    if line.fault:
        return "", line.fault
    if not line.came_in:
        return waiting_text(line, now)
    if line.disagree:
        words = "student disagrees" if line.disagree == 1 else "students disagree"
        return f"{line.disagree} {words}", " with a reason"
    if line.answers:
        return plural(line.answers, "answer"), " not yet returned"
    if not line.has_key:
        return "", "write the key, or build it from the class’s marks"
    if known is None:
        return "", "" if is_done else "looking through the papers…"
    if known.standing.changed and not known.decisions:
        return plural(known.standing.changed, "paper"), " returned, changed since"
    if known.decisions:
        papers = plural(known.touched, "paper")
        if line.returned:
            return plural(known.decisions, "decision"), f" still open in {papers}"
        return plural(known.decisions, "decision"), f" for {papers}"
    if known.standing.not_looked_at:
        return "", f"nothing to decide, {known.standing.not_looked_at} not looked at"
    if line.returned < line.came_in:
        return "", "everything decided, ready to give back"
    return "", ""


def _drafts(cards: Iterable[ShelfCard], overviews: Iterable[ClassOverview]) -> tuple[RowData, ...]:
    given = {line.assignment.lesson_id for each in overviews for line in each.lines}
    return tuple(
        RowData(
            id=card.lesson_id,
            lesson_id=card.lesson_id,
            title=card.title,
            detail="your own" if card.has_key else "your own · no key yet",
            came_in="not assigned",
            state="" if card.has_key else "write the key, or build it from the class’s marks",
            step=DeskStep.OPEN,
            is_draft=True,
        )
        for card in cards
        if not card.shipped and not card.fault and card.lesson_id not in given
    )


def hard_data(hard: Sequence[Hard], guide: LabelGuide) -> tuple[HardData, ...]:
    """The cards of what is hard, the hardest first; five at the most."""
    found = []
    for each in hard[:5]:
        tie = next((words for kind, words in KIND_TITLES.items() if kind == each.label), "")
        name = tie or guide.label(each.label).plural
        share = f"{round(100 * each.now)}% right"
        if each.before is None:
            detail = f"{share} · first time"
        else:
            detail = f"{share} · was {round(100 * each.before)}%"
        found.append(HardData(name, detail))
    return tuple(found)


def _other(overview: ClassOverview) -> ClassData:
    mine = overview.school_class
    if mine.is_sample:
        papers = sum(line.came_in for line in overview.lines)
        detail = plural(papers, "made-up paper")
        return ClassData(mine.id, mine.name, detail, is_sample=True)
    latest = overview.lines[0] if overview.lines else None
    if latest is None:
        return ClassData(mine.id, mine.name, "nothing assigned")
    state = "" if latest.came_in or latest.given else " · not given out yet"
    if latest.came_in:
        is_back = latest.returned == latest.came_in
        state = " · returned" if is_back else f" · {latest.came_in - latest.returned} to give back"
    return ClassData(mine.id, mine.name, f"{latest.came_in} of {latest.students} in{state}")


def _lesson(card: ShelfCard, overviews: Sequence[ClassOverview]) -> LessonData:
    names = [
        each.school_class.name
        for each in overviews
        if any(line.assignment.lesson_id == card.lesson_id for line in each.lines)
        and not each.school_class.is_sample
    ]
    key = "" if card.has_key else "no key yet"
    given = f"given to {', '.join(names)}" if names else "not assigned"
    top = " · ".join(part for part in (str(card.number or ""), card.skill) if part)
    return LessonData(
        id=card.lesson_id,
        title=card.title,
        top=top,
        foot="can’t be opened" if card.fault else " · ".join(p for p in (given, key) if p),
        fault=bool(card.fault),
    )
