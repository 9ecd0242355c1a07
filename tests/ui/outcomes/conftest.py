"""A student's work on a shipped lesson, made mark by mark.

The mistakes are made from the key, so that what there is to say of them is known.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from annotator import assets
from annotator.model.annotation import Annotation, Certainty, Relation, RelationEnd, RelationKind
from annotator.model.key import KeyItem
from annotator.model.labels import CLAIM, DENIAL, OPINION, SOURCE
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.model.work import Attempt, AttemptState, Student, Submission
from annotator.services.lessons.shelf import LessonShelf

_THEN = datetime.datetime(2026, 3, 14, 9, 30, tzinfo=datetime.UTC)


def shelf() -> LessonShelf:
    """The lessons that come with the program."""
    return LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")


def uuid(number: int) -> str:
    """Always the same id for a number."""
    return f"00000000-0000-4000-8000-{number:012d}"


def required(lesson: Lesson) -> list[KeyItem]:
    """What is to be found, in reading order."""
    assert lesson.key is not None
    return sorted((i for i in lesson.key.items if i.required), key=lambda i: (i.span, i.id))


class Pupil:
    """Makes one submission, mark by mark."""

    def __init__(self, lesson: Lesson, name: str, number: int = 1) -> None:
        self.lesson, self.name, self.number = lesson, name, number
        self.marks: list[Annotation] = []
        self.ties: list[Relation] = []

    def mark(self, span: Span, label: str, **more: object) -> Annotation:
        """Mark a span."""
        made = Annotation.on(
            self.lesson.article.text,
            span,
            label,
            at=_THEN,
            id=uuid(self.number * 10_000 + len(self.marks)),
        )
        made = replace(made, **more)  # type: ignore[arg-type]
        self.marks.append(made)
        return made

    def right(self, item: KeyItem) -> Annotation:
        """Mark an item just as the key has it."""
        return self.mark(item.span, item.label)

    def wrong_label(self, item: KeyItem) -> Annotation:
        """Mark an item's words as something that it does not accept, sure of it."""
        label = next(each for each in (CLAIM, OPINION, DENIAL, SOURCE) if each not in item.labels)
        likely = [label for label, _ in item.likely_mistakes]
        return self.mark(item.span, likely[0] if likely else label, certainty=Certainty.SURE)

    def words(self, quote: str, label: str) -> Annotation:
        """Mark the first place where these words stand."""
        start = self.lesson.article.text.index(quote)
        return self.mark(Span(start, start + len(quote)), label)

    def tie(self, kind: RelationKind, source: Annotation, *ends: Annotation) -> None:
        """Tie a mark to others, one place each."""
        chain = tuple((RelationEnd.mark(end.id),) for end in ends)
        tie_id = uuid(self.number * 10_000 + 5_000 + len(self.ties))
        self.ties.append(Relation(id=tie_id, kind=kind, source_id=source.id, chain=chain))

    def submission(self, attempt: int = 1) -> Submission:
        """All of it, handed in."""
        return Submission(
            student=Student(id=uuid(self.number), name=self.name),
            lesson_id=self.lesson.id,
            article_sha256=self.lesson.article.sha256,
            attempt=Attempt(
                id=uuid(self.number * 100 + attempt),
                number=attempt,
                state=AttemptState.HANDED_IN,
                started=_THEN,
                handed_in=_THEN + datetime.timedelta(minutes=25),
                seconds_spent=1500,
            ),
            annotations=tuple(self.marks),
            relations=tuple(self.ties),
        )


def amara(lesson: Lesson) -> Pupil:
    """Right but for: item 2 has another label, 4 is too long, 5 and 8 are missed, one extra."""
    pupil = Pupil(lesson, "Amara O.", 1)
    for number, item in enumerate(required(lesson)):
        if number == 2:
            pupil.wrong_label(item)
        elif number == 4:
            end = lesson.article.text.index("\n", item.span.end)
            pupil.mark(Span(item.span.start, min(end, item.span.end + 90)), item.label)
        elif number not in (5, 8):
            pupil.right(item)
    assert lesson.key is not None
    pupil.mark(lesson.key.traps[0].span, SOURCE)
    return pupil
