"""One item of the key in words and marks: what it is, and what one student made of it."""

from __future__ import annotations

from annotator.model.key import KeyItem
from annotator.model.labels import LabelGuide
from annotator.services.marking.wording import label_name, label_of
from annotator.services.review.explanation import Explanation, Fact, Quote, also_accepts
from annotator.services.review.item_answers import How, ItemAnswer
from annotator.services.review.reviewing import STEP_WORDS
from annotator.services.review.wordings import mistake, title, why_title, wording
from annotator.ui.article.marks import MarkRole, PaintedMark, Sign
from annotator.ui.article.vocabulary import shortened
from annotator.ui.outcomes.outcome_rows import EntryKind, OutcomeRow
from annotator.ui.review.session import ReviewSession

ANSWER, ITEM = "answer", "item"


def answer_sign(answer: ItemAnswer) -> Sign:
    """The sign of a student's answer; there always is one."""
    sign = wording(answer.how).sign
    assert sign is not None
    return sign


def answer_entry(session: ReviewSession, answer: ItemAnswer, item: KeyItem) -> OutcomeRow:
    """One student's row."""
    decision = session.review.papers.decision_on(answer.sha256, answer.mark_id, item.id)
    parts = ["to decide"] if answer.is_open else []
    if decision is not None:
        parts.append(STEP_WORDS.get(decision.kind, "decided"))
    if answer.quote:
        parts.append(f"“{shortened(answer.quote, 60)}”")
    return OutcomeRow(
        id=answer.sha256,
        kind=EntryKind.ANSWER,
        words=session.name(answer.sha256) or "No name",
        note=" · ".join(parts),
        label=answer.label,
        sign=answer_sign(answer),
        points=answer.points,
        is_difference=answer.is_open,
        span=answer.span,
    )


def explain_item(
    session: ReviewSession, item: KeyItem, answer: ItemAnswer | None, guide: LabelGuide
) -> Explanation:
    """What is said of an item, and of one student's answer where one is chosen."""
    small = also_accepts(item, session.lesson)
    quotes = [Quote("Key says", item.label, shortened(item.quote, 220), small)]
    facts: tuple[Fact, ...] = ()
    mistakes: tuple[tuple[str, str], ...] = ()
    remarks: list[str] = []
    if answer is not None:
        who = session.name(answer.sha256) or "No name"
        facts = (Fact(title(answer.how), answer_sign(answer)),)
        if answer.quote:
            theirs = Quote(f"{who} marked", answer.label, shortened(answer.quote, 220))
            quotes.insert(0, theirs)
        sentence = item.mistake_sentence(answer.label)
        if answer.how is How.LABEL and sentence:
            mistakes = (mistake(label_name(guide, answer.label), sentence),)
        remarks = [
            each for each in (_note_text(session, answer), *_decided(session, answer)) if each
        ]
    return Explanation(
        title=f"{shortened(item.name or item.quote, 60)}",
        facts=facts,
        quotes=tuple(quotes),
        why_title=why_title(label_name(guide, item.label)) if item.why else "",
        why=item.why,
        mistakes=mistakes,
        question=item.question,
        remarks=tuple(remarks),
    )


def _note_text(session: ReviewSession, answer: ItemAnswer) -> str:
    """What the student wrote to the mark."""
    marks = session.review.papers.submission(answer.sha256).annotations
    note = next((each.note for each in marks if each.id == answer.mark_id), "")
    return f"Note: {note}" if note else ""


def _decided(session: ReviewSession, answer: ItemAnswer) -> list[str]:
    found = []
    for each in session.review.papers.decisions(answer.sha256):
        if answer.mark_id and each.mark_id == answer.mark_id:
            what = STEP_WORDS.get(each.kind, "comment").capitalize()
            by, why = f" by {each.who}" if each.who else "", each.comment or each.why
            found.append(f"{what}{by}: {why}" if why else f"{what}{by}.")
    return found


def painted_item(item: KeyItem, answer: ItemAnswer | None, guide: LabelGuide) -> list[PaintedMark]:
    """The item in a frame (hatched where it was passed over), the student's mark filled."""
    name = label_of(guide, item.label).name
    missed = answer is not None and answer.how in (How.MISSED, How.NEAR)
    dashed = answer is not None and bool(answer.label) and answer.label not in item.labels
    painted = [
        PaintedMark(
            ITEM,
            item.span,
            item.label,
            MarkRole.HATCH if missed else MarkRole.OUTLINE,
            Sign.MISSED if missed else None,
            dashed=dashed and not missed,
            tip=f"{name}: in the key",
        )
    ]
    if answer is not None and answer.span is not None:
        theirs = label_of(guide, answer.label).name
        sign = answer_sign(answer)
        painted.append(PaintedMark(ANSWER, answer.span, answer.label, sign=sign, tip=theirs))
    return painted
