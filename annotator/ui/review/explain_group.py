"""One decision in words: how many marked what, what the key has, why, and what is painted."""

from __future__ import annotations

from annotator.model.key import AnswerKey, KeyItem, Trap
from annotator.model.labels import LabelGuide
from annotator.ui.article.marks import MarkRole, PaintedMark
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.outcomes.explanation import Fact, Quote, Told
from annotator.ui.outcomes.outcome_rows import label_of
from annotator.ui.review.pending_decision import PendingDecision
from annotator.ui.review.pending_decisions import todo_sign

ANSWER, ITEM = "answer", "item"
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def counted(count: int) -> str:
    """A small number as a word, as people say it."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def papers_words(count: int) -> str:
    """ "nine papers"."""
    return f"{counted(count)} {'paper' if count == 1 else 'papers'}"


def item_of(todo: PendingDecision, key: AnswerKey | None) -> KeyItem | None:
    """The key item that the answer belongs to, as it is in the key now."""
    wanted = todo.group.answer.item_id
    if key is None or not wanted:
        return None
    return next((item for item in key.items if item.id == wanted), None)


def tell_group(todo: PendingDecision, key: AnswerKey | None, guide: LabelGuide, of: int) -> Told:
    """What is said of a decision; ``of`` is how many papers there are."""
    group, answer = todo.group, todo.group.answer
    label = label_of(guide, answer.label).name.lower()
    item, trap = item_of(todo, key), _trap_of(todo, key)
    many = len(group.places)
    who = f"{counted(many).capitalize()} of {of} marked"
    quotes = [Quote(who, answer.label, shortened(group.quote, 220))]
    if item is not None:
        small = [f"also accepts: “{shortened(each.quote, 90)}”" for each in item.accepted[1:]]
        others = [label_of(guide, each).name.lower() for each in item.labels[1:]]
        if others:
            small.insert(0, "also accepts: " + ", ".join(others))
        quotes.append(Quote("Key says", item.label, shortened(item.quote, 220), tuple(small)))
    elif answer.item_id:
        quotes.append(Quote("The key item of this answer is gone", "", group.item_quote))
    else:
        quotes.append(Quote("Key says", "", "a trap here" if trap else "nothing here"))
    mistakes = []
    if item is not None and answer.label not in item.labels:
        sentence = item.mistake_sentence(answer.label)
        if sentence:
            before = "" if sentence.lower().startswith("why not") else f"If marked as {label}:"
            mistakes.append((before, sentence))
    facts = (Fact(todo.said[:1].upper() + todo.said[1:], todo_sign(todo)),) if todo.said else ()
    return Told(
        title=_title(todo),
        sign=todo_sign(todo) if not todo.said else None,
        facts=facts,
        quotes=tuple(quotes),
        why_title=_why_title(item, trap, guide),
        why=item.why if item else trap.why if trap else "",
        mistakes=tuple(mistakes),
        remarks=(_pattern(many, of),) if _pattern(many, of) else (),
    )


def _title(todo: PendingDecision) -> str:
    answer = todo.group.answer
    if answer.trap_id:
        return "A trap: it never counts"
    if not answer.item_id:
        return "Extra: worth discussing"
    if answer.span is not None:
        return "Right label, edges off"
    return "Right place, different label"


def _why_title(item: KeyItem | None, trap: Trap | None, guide: LabelGuide) -> str:
    if item is not None and item.why:
        name = label_of(guide, item.label).name.lower()
        return f"Why {'an' if name[:1] in 'aeiou' else 'a'} {name}"
    return "Why it never counts" if trap is not None and trap.why else ""


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
    many = papers_words(len(group.places))
    painted = [
        PaintedMark(ANSWER, group.span, answer.label, sign=todo_sign(todo), tip=f"{name}: {many}")
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
