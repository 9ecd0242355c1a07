"""What is said about marks: to the article that paints them, to the pointer, to a screen reader."""

from __future__ import annotations

from annotator.model.annotation import Annotation
from annotator.model.changes import MarksChange
from annotator.model.lesson import Lesson
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.vocabulary import mark_details, plural
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


def news_of(change: MarksChange, lesson: Lesson) -> list[str]:
    """What a screen reader says of a change: "Claim, 7 words, marked"."""
    gone = set(change.removed_ids)
    known = {mark.id for mark in change.before}
    news = [
        f"{lesson.guide.label(mark.label).name}, removed"
        for mark in change.before
        if mark.id in gone
    ]
    for mark in change.after:
        count = plural(len(lesson.article.words.numbers(mark.span)), "word")
        what = "changed" if mark.id in known else "marked"
        news.append(f"{lesson.guide.label(mark.label).name}, {count}, {what}")
    if not change.before and not change.after:
        news.append("Tied" if change.relations_after else "Tie removed")
    return news
