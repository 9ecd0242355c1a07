"""A key with one more accepted answer, and without it again: pure functions over model values."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.article import Article
from annotator.model.errors import InvalidModel
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem
from annotator.model.review import Answer


def with_answer(
    key: AnswerKey, answer: Answer, article: Article, *, name: str = "", required: bool = False
) -> AnswerKey:
    """``key`` with one more accepted answer, under the same version number.

    Another label or other words at an item are added to that item, and the sentence that told why
    that label is wrong there goes. An item that was missed becomes optional. An answer away from
    every item becomes an optional item (``required``: one that everybody has to find), whose id is
    the same whenever the same answer is accepted; a trap under it goes. InvalidModel where the item
    is not in the key (any more). A key that has the answer already comes back as it is.
    """
    if answer.item_id:
        item = next((each for each in key.items if each.id == answer.item_id), None)
        if item is None:
            raise InvalidModel(
                "The key item that this answer belongs to is not in the key any more.",
                kept="The key and all decisions are as they were.",
                todo="Look at the paper again: its differences are now counted with the new key.",
            )
        changed = (
            replace(item, required=False) if answer.missed else _widened(item, answer, article)
        )
        items = tuple(changed if each.id == item.id else each for each in key.items)
        return key if changed == item else replace(key, items=items)
    span = answer.span
    if span is None:
        raise InvalidModel("An answer away from every key item needs words.")
    new_id = f"accepted-{answer.label}-{span.start}-{span.end}"
    if any(each.id == new_id for each in key.items):
        return key
    quote = span.of(article.text)
    item = KeyItem(
        id=new_id,
        name=name or quote[:60],
        label=answer.label,
        accepted=(AcceptedSpan(span, quote),),
        required=required,
    )
    return replace(
        key,
        items=(*key.items, item),
        traps=tuple(trap for trap in key.traps if trap.id != answer.trap_id),
    )


def _widened(item: KeyItem, answer: Answer, article: Article) -> KeyItem:
    if answer.label not in item.labels:
        # Why this label is wrong here is not to be read next to a key that takes it.
        mistakes = tuple(each for each in item.likely_mistakes if each[0] != answer.label)
        labels = (*item.also_labels, answer.label)
        item = replace(item, also_labels=labels, likely_mistakes=mistakes)
    span = answer.span
    if span is None or any(each.span == span for each in item.accepted):
        return item
    return replace(item, accepted=(*item.accepted, AcceptedSpan(span, span.of(article.text))))


def without_answer(key: AnswerKey, before: AnswerKey, after: AnswerKey) -> AnswerKey:
    """``key`` without what the step from ``before`` to ``after`` added or took away.

    What else was changed since stays; so an acceptance can be taken back after other changes.
    """
    had = {item.id: item for item in before.items}
    added = {item.id for item in after.items} - had.keys()
    items = []
    for item in key.items:
        if item.id in added:
            continue
        then = next((each for each in after.items if each.id == item.id), None)
        was = had.get(item.id)
        items.append(item if then is None or was is None else _narrowed(item, was, then))
    gone = {trap.id for trap in before.traps} - {trap.id for trap in after.traps}
    here = {trap.id for trap in key.traps}
    traps = [trap for trap in before.traps if trap.id in gone and trap.id not in here]
    ids = {item.id for item in items}
    return replace(
        key,
        items=tuple(items),
        traps=(*key.traps, *traps),
        relations=tuple(tie for tie in key.relations if tie.mark_ids <= ids),
    )


def _narrowed(item: KeyItem, was: KeyItem, then: KeyItem) -> KeyItem:
    labels = {label for label in then.also_labels if label not in was.also_labels}
    spans = {each.span for each in then.accepted} - {each.span for each in was.accepted}
    accepted = tuple(each for each in item.accepted if each.span not in spans)
    known = {label for label, _ in item.likely_mistakes}
    dropped = (each for each in was.likely_mistakes if each not in then.likely_mistakes)
    return replace(
        item,
        required=item.required or (was.required and not then.required),
        likely_mistakes=_in_order(
            (*item.likely_mistakes, *(each for each in dropped if each[0] not in known)),
            was.likely_mistakes,
        ),
        also_labels=tuple(label for label in item.also_labels if label not in labels),
        accepted=accepted or item.accepted,
    )


def _in_order(
    mistakes: tuple[tuple[str, str], ...], like: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """Sentences in the order in which they were; what was written since follows."""
    place = {label: number for number, (label, _) in enumerate(like)}
    return tuple(sorted(mistakes, key=lambda each: place.get(each[0], len(place))))
