"""A teacher's own blind attempt at a lesson: compared like a paper, kept nowhere."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.annotation import new_id
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.work import Attempt, AttemptState, Student, Submission
from annotator.services.marking.marking import Marking
from annotator.services.review.compare import Compared, LessonComparer


def blind_edition(lesson: Lesson) -> Lesson:
    """The lesson as its students get it: without a key."""
    return replace(lesson, key=None)


def compare_trial(lesson: Lesson, key: AnswerKey, marking: Marking, *, name: str) -> Compared:
    """What the key says of the marks; ``name`` is how whoever tried it is called on screen."""
    now = utc_now()
    submission = Submission(
        student=Student(id=new_id(), name=name),
        lesson_id=lesson.id,
        article_sha256=lesson.article.sha256,
        attempt=Attempt(id=new_id(), state=AttemptState.HANDED_IN, started=now, handed_in=now),
        annotations=marking.marks,
        relations=marking.relations,
    )
    comparer = LessonComparer(replace(lesson, key=key))
    return Compared(submission, comparer.compare(submission))
