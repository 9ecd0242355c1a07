"""The verb "compare": hand-ins, and a teacher's own try, against a lesson's answer key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.files.hand_in import HandIn, read_hand_in
from annotator.files.outcome_json import comparison_to_report
from annotator.model.annotation import new_id
from annotator.model.errors import BadInput
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.outcome import Comparison
from annotator.model.work import Attempt, AttemptState, Student, Submission
from annotator.scoring.grading import DEFAULT_EXTRA_COST, PreparedKey, compare, prepare
from annotator.services.marking.marking import Marking


@dataclass(frozen=True, slots=True)
class Compared:
    """A submission and what the key says of it."""

    submission: Submission
    comparison: Comparison
    file_name: str = ""
    sha256: str = ""


class LessonComparer:
    """Compares any number of submissions of one lesson; the key is prepared once."""

    def __init__(self, lesson: Lesson, *, extra_cost: int = DEFAULT_EXTRA_COST) -> None:
        if lesson.key is None:
            raise BadInput(
                f"“{lesson.title}” has no answer key, so there is nothing to compare with.",
                kept="Nothing was changed.",
                todo="Use the teacher's edition of the lesson, or write a key first.",
            )
        self.lesson = lesson
        self.extra_cost = extra_cost
        self._prepared: PreparedKey = prepare(lesson.key, lesson.article, uses=lesson.uses)

    def compare(self, submission: Submission, *, extra_cost: int | None = None) -> Comparison:
        """One submission against the key; BadInput where it is of another lesson or text.

        ``extra_cost`` (micro-points) stands for this once in place of the comparer's own.
        """
        if submission.article_sha256 != self.lesson.article.sha256:
            raise BadInput(
                f"The work of {submission.student.name} belongs to another text than "
                f"“{self.lesson.title}”.",
                kept="Nothing was changed.",
                todo="Choose the lesson that it was made for.",
            )
        return compare(
            self._prepared,
            submission.annotations,
            self.lesson.article,
            relations=submission.relations,
            extra_cost=self.extra_cost if extra_cost is None else extra_cost,
        )

    def compare_file(self, path: Path) -> Compared:
        """A hand-in file against the key; BadInput where it can't be used, naming the file."""
        hand_in = self.read(path)
        return Compared(
            hand_in.submission, self.compare(hand_in.submission), path.name, hand_in.sha256
        )

    def read(self, path: Path) -> HandIn:
        """A hand-in file, held against this lesson's article."""
        try:
            return read_hand_in(path, self.lesson.article)
        except BadInput as error:
            if path.name in error.happened:
                raise
            raise BadInput(
                f"“{path.name}”: {error.happened}", kept=error.kept, todo=error.todo
            ) from error


def blind_edition(lesson: Lesson) -> Lesson:
    """The lesson as its students get it: without a key."""
    return replace(lesson, key=None)


def compare_trial(lesson: Lesson, key: AnswerKey, marking: Marking, *, name: str) -> Compared:
    """What the key says of a teacher's own blind attempt, which is kept nowhere.

    ``name`` is what its author is called on screen.
    """
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


def compared_to_json(compared: Compared) -> dict[str, Any]:
    """Whose work it is, and its comparison as :func:`comparison_to_report` writes it."""
    submission = compared.submission
    return {
        "student": submission.student.name,
        "lesson": submission.lesson_id,
        "assignment": submission.assignment_id,
        "attempt": submission.attempt.number,
        "file": compared.file_name,
        "sha256": compared.sha256,
        **comparison_to_report(compared.comparison),
    }
