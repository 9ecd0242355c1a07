"""What the teacher answers to a student's disagreements: in words, and what came of it."""

from __future__ import annotations

from annotator.model.outcome import Comparison
from annotator.model.review import Answered, Subject, Verdict, is_about
from annotator.services.review.points import points_text
from annotator.services.review.practice import Results

VERDICTS = {
    Verdict.RIGHT: "You are right",
    Verdict.EVERYONE: "You are right, and the key was changed for everyone",
    Verdict.STANDS: "It stands",
}


def answer_text(answer: Answered) -> str:
    """ "It stands: a guess is no claim."."""
    verdict = VERDICTS[answer.verdict]
    return f"{verdict}: {answer.words}" if answer.words else f"{verdict}."


def answers_about(results: Results, subject: Subject) -> tuple[Answered, ...]:
    """The answers about one reason, what was said first at the front."""
    found = [each for each in results.answers if is_about(each, subject)]
    return tuple(sorted(found, key=lambda each: each.raised))


def objection_about(results: Results, subject: Subject) -> str:
    """What the student has to say to one reason and the teacher has not answered; or empty."""
    answered = {each.id for each in results.answers}
    found = (
        each.reason
        for each in reversed(results.objections)
        if each.id not in answered and is_about(each, subject)
    )
    return next(found, "")


def change_text(results: Results, subject: Subject) -> str:
    """ "It counts 1 now; it counted ½ before.": against the return before; empty where nothing has
    changed or that return is not here."""
    if results.before is None or not answers_about(results, subject):
        return ""
    was = _points(results.before, subject)
    now = _points(results.comparison, subject)
    if was == now:
        return ""
    return f"It counts {points_text(now)} now; it counted {points_text(was)} before."


def progress_text(results: Results) -> str:
    """ "With this, 22 of 26 are found; before it were 21."; empty where that is as it was."""
    before, now = results.before, results.comparison
    if before is None or (before.named, before.required) == (now.named, now.required):
        return ""
    return (
        f"{now.named} of {now.required} are found now; before it were {before.named} of "
        f"{before.required}."
    )


def _points(comparison: Comparison, subject: Subject) -> int:
    """Micro-points of a tie, of the rows of a mark, or without one of the rows of an item."""
    if subject.tie_ids:
        known = set(subject.tie_ids)
        return sum(tie.points for tie in comparison.relations if known.intersection(tie.ids))
    return sum(
        row.points
        for row in comparison.rows
        if (row.mark_id == subject.mark_id if subject.mark_id else row.item_id == subject.item_id)
    )
