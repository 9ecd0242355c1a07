"""One decision in words: how many marked what, what the key has, why, and what is painted."""

from __future__ import annotations

from annotator.model.key import AnswerKey, KeyItem, Trap
from annotator.model.labels import LabelGuide
from annotator.model.lesson import Lesson
from annotator.services.marking.wording import label_name, label_of
from annotator.services.review.explanation import Explanation, Fact, Quote, also_accepts
from annotator.services.review.pending import PendingDecision
from annotator.services.review.wordings import (
    WHY_A_TRAP,
    answer_state,
    mistake,
    title,
    why_title,
)
from annotator.ui.article.marks import MarkRole, PaintedMark
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.review.pending_decisions import pending_sign

ANSWER, ITEM = "answer", "item"
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def counted(count: int) -> str:
    """A small number as a word, as people say it."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def papers_text(count: int) -> str:
    """ "nine papers"."""
    return f"{counted(count)} {'paper' if count == 1 else 'papers'}"


def item_of(todo: PendingDecision, key: AnswerKey | None) -> KeyItem | None:
    """The key item that the answer belongs to, as it is in the key now."""
    wanted = todo.group.answer.item_id
    if key is None or not wanted:
        return None
    return next((item for item in key.items if item.id == wanted), None)


def explain_group(
    todo: PendingDecision, key: AnswerKey | None, lesson: Lesson, of: int
) -> Explanation:
    """What is said of a decision; ``of`` is how many papers there are."""
    group, answer, guide = todo.group, todo.group.answer, lesson.guide
    label = label_name(guide, answer.label)
    item, trap = item_of(todo, key), _trap_of(todo, key)
    many = len(group.places)
    who = f"{counted(many).capitalize()} of {of} marked"
    others = tuple(f"{counted(n)} of them: “{shortened(q, 90)}”" for q, n in group.others[:3])
    quotes = [Quote(who, answer.label, shortened(group.quote, 220), others)]
    if item is not None:
        small = also_accepts(item, lesson)
        quotes.append(Quote("Key says", item.label, shortened(item.quote, 220), small))
    elif answer.item_id:
        quotes.append(Quote("The key item of this answer is gone", "", group.item_quote))
    else:
        quotes.append(Quote("Key says", "", "a trap here" if trap else "nothing here"))
    sentence = ""
    if item is not None and answer.label not in item.labels:
        sentence = item.mistake_sentence(answer.label)
    why_of = ""
    if item is not None and item.why:
        why_of = why_title(label_name(guide, item.label))
    elif trap is not None and trap.why:
        why_of = WHY_A_TRAP
    facts = (
        (Fact(todo.decided_as[:1].upper() + todo.decided_as[1:], pending_sign(todo)),)
        if todo.decided_as
        else ()
    )
    return Explanation(
        title=title(answer_state(answer)),
        sign=pending_sign(todo) if not todo.decided_as else None,
        facts=facts,
        quotes=tuple(quotes),
        why_title=why_of,
        why=item.why if item else trap.why if trap else "",
        mistakes=(mistake(label, sentence),) if sentence else (),
        remarks=(_pattern(many, of),) if _pattern(many, of) else (),
    )


def _trap_of(todo: PendingDecision, key: AnswerKey | None) -> Trap | None:
    wanted = todo.group.answer.trap_id
    if key is None or not wanted:
        return None
    return next((trap for trap in key.traps if trap.id == wanted), None)


def _pattern(many: int, of: int) -> str:
    """From 30% on the same answer asks whether the key is right."""
    if many >= 2 and 10 * many >= 3 * of:
        return f"{plural(many, 'student')} of {of} gave this same answer: check the key."
    return ""


def painted_group(
    todo: PendingDecision, key: AnswerKey | None, guide: LabelGuide
) -> list[PaintedMark]:
    """The answer filled, with its sign; the key's item in a frame, broken where labels differ."""
    group, answer = todo.group, todo.group.answer
    name = label_of(guide, answer.label).name
    many = papers_text(len(group.places))
    painted = [
        PaintedMark(
            ANSWER, group.span, answer.label, sign=pending_sign(todo), tip=f"{name}: {many}"
        )
    ]
    item = item_of(todo, key)
    if item is not None:
        dashed = answer.label not in item.labels
        tip = f"{label_of(guide, item.label).name}: in the key"
        painted.append(
            PaintedMark(ITEM, item.span, item.label, MarkRole.OUTLINE, dashed=dashed, tip=tip)
        )
    trap = _trap_of(todo, key)
    if trap is not None:
        painted.append(
            PaintedMark(ITEM, trap.span, "", MarkRole.OUTLINE, dashed=True, tip="A trap in the key")
        )
    return painted
