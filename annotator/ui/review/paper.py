"""One paper of the review: its rows after all decisions, and what can be decided on each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.outcome import MarkOutcome, MarkState
from annotator.model.review import Answer, Decision, DecisionKind
from annotator.services.review.accepted_answers import with_answer
from annotator.services.review.compare import Compared
from annotator.services.review.decisions import Reviewed, answer_of
from annotator.services.review.explanation import Explanation, explain_paper
from annotator.services.review.inbox import name_text
from annotator.services.review.re_anchor import ReAnchored
from annotator.services.review.reviewing import Review
from annotator.ui.outcomes.outcome_rows import OutcomeRow, entries_of, explain
from annotator.ui.review.older_text import moved_text, older_text_sentence
from annotator.ui.review.session import ReviewSession
from annotator.ui.review.verdicts import DecisionChoice

_DONE = {
    DecisionKind.ACCEPT: "Accepted",
    DecisionKind.KEEP: "The key stands",
    DecisionKind.WAIVE: "Let through",
    DecisionKind.OVERRIDE: "Other points",
    DecisionKind.COMMENT: "Comment",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPaper:
    """A paper that can be compared. ``lesson`` has the key that its comparison counts with.

    ``mapped`` says what became of its marks where it was made on another version of the text,
    ``name_note`` what vouches for its name where that is not the student's class card.
    """

    sha256: str
    lesson: Lesson
    compared: Compared
    reviewed: Reviewed
    entries: tuple[OutcomeRow, ...]
    mapped: ReAnchored | None = None
    name_note: str = ""


def key_of(review: Review, sha256: str) -> AnswerKey | None:
    """The key with what was accepted for this one paper, as its comparison counts it."""
    given = review.papers.assignment(sha256)
    key = review.papers.key(given.id if given else "")
    if key is None:
        return None
    reviewed = review.papers.reviewed(sha256)
    article = review.lesson.article
    latest = {d.mark_id: d for d in reviewed.decisions if d.kind is not DecisionKind.COMMENT}
    marks = {mark.mark_id: mark for mark in reviewed.base.marks}
    for mark_id, decision in latest.items():
        if decision.kind is not DecisionKind.ACCEPT or mark_id not in marks:
            continue
        answer = answer_of(marks[mark_id], article)
        if answer is None:
            continue
        if decision.item_id and not answer.item_id:
            answer = replace(answer, item_id=decision.item_id, trap_id="")
        key = with_answer(key, answer, article)
    return key


def open_paper(session: ReviewSession, sha256: str) -> OpenPaper:
    """A paper after its decisions; an AnnotatorError says why it can't be shown."""
    review = session.review
    reviewed = review.papers.reviewed(sha256)
    submission = review.papers.submission(sha256)
    # By the name of the list, as everywhere; the file may spell it in another way.
    if name := session.name(sha256):
        submission = replace(submission, student=replace(submission.student, name=name))
    key = key_of(review, sha256)
    lesson = replace(session.lesson, key=key)
    entries: tuple[OutcomeRow, ...] = ()
    if key is not None:
        entries = entries_of(
            reviewed.comparison, key, lesson.guide, submission.annotations, submission.relations
        )
    waiting = {mark.mark_id for mark in reviewed.open}
    entries = tuple(
        replace(entry, note=entry.note or "to decide")
        if entry.mark is not None and entry.mark.mark_id in waiting
        else entry
        for entry in entries
    )
    compared = Compared(submission, reviewed.comparison, sha256=sha256)
    row = review.papers.row(sha256)
    # Who is who is hidden in a blind review; a made-up student has no name to check.
    is_named = row.is_name_checked or review.papers.is_made_up or session.is_blind
    return OpenPaper(
        sha256=sha256,
        lesson=lesson,
        compared=compared,
        reviewed=reviewed,
        entries=entries,
        mapped=review.papers.mapped(sha256),
        name_note="" if is_named else name_text(row),
    )


def explain_entry(
    paper: OpenPaper, entry: OutcomeRow | None, *, side_by_side: bool = False
) -> Explanation:
    """What is said of a row, with what was decided, by whom and why.

    Without a row, of the paper; ``side_by_side`` where its marks and the key stand in two columns.
    """
    comparison, submission = paper.compared.comparison, paper.compared.submission
    if entry is None:
        explanation = explain_paper(paper.lesson, comparison, submission, side_by_side=side_by_side)
        if paper.mapped is not None:
            older = older_text_sentence(paper.mapped, paper.lesson.guide)
            explanation = replace(explanation, remarks=(*older, *explanation.remarks))
        if paper.name_note:
            note = f"{paper.name_note[0].upper()}{paper.name_note[1:]}."
            explanation = replace(explanation, remarks=(note, *explanation.remarks))
        explanation = replace(
            explanation, remarks=(*stranded_text(paper.reviewed.stranded), *explanation.remarks)
        )
        about = [d for d in paper.reviewed.decisions if not d.mark_id and not d.item_id]
    else:
        explanation = explain(entry, paper.lesson, comparison, submission)
        if paper.mapped is not None and entry.mark is not None:
            moved = moved_text(paper.mapped, entry.mark.mark_id)
            explanation = replace(explanation, remarks=(*explanation.remarks, *moved))
        about = decisions_on(paper, entry)
    return replace(
        explanation, remarks=(*explanation.remarks, *(decided_text(each) for each in about))
    )


def decisions_on(paper: OpenPaper, entry: OutcomeRow) -> list[Decision]:
    """Everything that was decided or said about a row, oldest first."""
    mark = entry.mark.mark_id if entry.mark else ""
    item = entry.item.item_id if entry.item else ""
    return [
        each
        for each in paper.reviewed.decisions
        if (mark and each.mark_id == mark) or (item and not each.mark_id and each.item_id == item)
    ]


def decided_text(decision: Decision) -> str:
    """ "Accepted by Ms Varga: a good reason"."""
    who = f" by {decision.who}" if decision.who else ""
    words = decision.comment or decision.why
    return f"{_DONE[decision.kind]}{who}: {words}" if words else f"{_DONE[decision.kind]}{who}."


def stranded_text(stranded: Iterable[Decision]) -> tuple[str, ...]:
    """What was decided about something that is not there any more; it is kept all the same."""
    return tuple(
        "This was decided about something that is not in the key or the paper any more, so it "
        f"changes nothing: {decided_text(each)}"
        for each in stranded
    )


def base_mark(paper: OpenPaper, entry: OutcomeRow | None) -> MarkOutcome | None:
    """The row's mark as the key alone sees it."""
    if entry is None or entry.mark is None:
        return None
    wanted = entry.mark.mark_id
    return next((mark for mark in paper.reviewed.base.marks if mark.mark_id == wanted), None)


def answer_at(paper: OpenPaper, entry: OutcomeRow | None) -> Answer | None:
    """The answer that a row's mark gives and the key doesn't have, if there is one."""
    mark = base_mark(paper, entry)
    return answer_of(mark, paper.lesson.article) if mark is not None else None


def verdicts_for(
    paper: OpenPaper, entry: OutcomeRow | None, *, has_group: bool
) -> tuple[DecisionChoice, ...]:
    """What can be decided on a row; ``has_group``: its answer stands among the decisions."""
    if entry is None:
        return (DecisionChoice.COMMENT,)
    mark = base_mark(paper, entry)
    if answer_at(paper, entry) is not None and mark is not None:
        everyone = (DecisionChoice.EVERYONE,) if has_group else ()
        lone = mark.state in (MarkState.EXTRA, MarkState.TRAP)
        waive = (DecisionChoice.WAIVE,) if lone else ()
        return (
            *(DecisionChoice.ACCEPT, *everyone, DecisionChoice.KEEP, *waive),
            *(DecisionChoice.OVERRIDE, DecisionChoice.COMMENT),
        )
    if entry.item is not None and entry.item.required:
        return (DecisionChoice.OVERRIDE, DecisionChoice.COMMENT)
    return (DecisionChoice.COMMENT,) if entry.item is not None or entry.mark is not None else ()
