"""What is said about marks: to the article that paints them, to the pointer, to a screen reader."""

from __future__ import annotations

from annotator.model.annotation import Annotation
from annotator.model.changes import MarksChange
from annotator.model.lesson import Lesson
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.vocabulary import mark_details, plural, shortened
from annotator.ui.marking.session import MarkingSession

#: What is said where a key turns a reading setting on, and off.
SWITCHED = {
    "hide_marks": ("Marks are hidden", "Marks are shown"),
    "dim_unmarked": ("Words that are not marked are dim now", "Nothing is dim"),
    "ruler": ("Reading ruler on: all but one line is dim", "Reading ruler off"),
}


def painted(mark: Annotation) -> PaintedMark:
    """A mark as the article paints it."""
    return PaintedMark(mark.id, mark.span, mark.label)


def tip_of(session: MarkingSession, mark_id: str) -> str:
    """What the pointer is told of a mark: label, all that is said of it, what the label is."""
    if mark_id not in session.marking:
        return ""
    mark = session.marking.mark(mark_id)
    label = session.lesson.guide.label(mark.label)
    parts = (label.name, mark_details(session.marking, mark), label.short)
    return "\n".join(part for part in parts if part)


def mark_text(session: MarkingSession, mark_id: str) -> str:
    """Which mark this is, for those who hear it: "Claim, 3 of 12: “…”, said by …"."""
    marking = session.marking
    mark = marking.mark(mark_id)
    name = session.lesson.guide.label(mark.label).name
    place = f"{marking.position_of(mark_id) + 1} of {len(marking)}"
    text = f"{name}, {place}: “{shortened(mark.quote, 120)}”"
    details = mark_details(marking, mark)
    return f"{text}, {details}" if details else text


def details_of(session: MarkingSession, mark_id: str) -> str:
    """All that is said of a mark, on one line."""
    known = mark_id in session.marking
    return mark_details(session.marking, session.marking.mark(mark_id)) if known else ""


def news_of(change: MarksChange, lesson: Lesson) -> list[str]:
    """What a screen reader says of a change: "Claim, 7 words, marked"."""
    gone = set(change.removed_ids)
    known = {mark.id: mark for mark in change.before}
    news = [
        f"{lesson.guide.label(mark.label).name}, removed"
        for mark in change.before
        if mark.id in gone
    ]
    news += [_mark_news(known.get(mark.id), mark, lesson) for mark in change.after]
    if not change.before and not change.after:
        news.append("Tied" if change.relations_after else "Tie removed")
    return news


def _mark_news(before: Annotation | None, mark: Annotation, lesson: Lesson) -> str:
    name = lesson.guide.label(mark.label).name
    words, text = lesson.article.words, lesson.article.text
    numbers = words.numbers(mark.span)
    count = plural(len(numbers), "word")
    if before is None:
        return f"{name}, {count}, marked"
    if before.span == mark.span or not numbers:
        return f"{name}, {count}, changed"
    edges = []
    if before.span.start != mark.span.start:
        edges.append(f"begins at “{words.word(numbers[0]).of(text)}”")
    if before.span.end != mark.span.end:
        edges.append(f"ends at “{words.word(numbers[-1]).of(text)}”")
    return f"{name} now {' and '.join(edges)}, {count}"
