"""Marks as other programs and people write them: quotes instead of positions, names instead of ids.

The form is that of a key's draft (:mod:`annotator.files.key_draft`); its relations are the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotator.files import limits
from annotator.files.fields import Fields
from annotator.files.key_draft import draft_relations, named_id, quote_places
from annotator.files.source import parse_json
from annotator.model.annotation import Annotation, Attributes, Certainty, Relation, new_id
from annotator.model.lesson import Lesson
from annotator.model.text import Span

#: A quotation mark typed on a plain keyboard stands for a printed one.
_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


def read_quoted_marks(
    text: str, lesson: Lesson, name: str = "marks.json"
) -> tuple[tuple[Annotation, ...], tuple[Relation, ...]]:
    """The marks and ties that ``text`` (JSON) describes on the lesson's article, with fresh ids.

    BadInput names the file, the line and the reason: also where a quote is not in the article, or
    stands in it twice and no ``occurrence`` says which is meant.
    """
    fields = Fields(parse_json(text, name))
    # Names are known within the file; another reading of it is another hand-in.
    space = new_id()
    marks: dict[str, Annotation] = {}
    seen: set[tuple[int, int, str]] = set()
    for number, table in enumerate(fields.tables("marks", limits.MARKS, optional=False), 1):
        called = table.text("name", f"mark {number}", limit=80)
        if called in marks:
            raise table.fault(f"the name “{called}” stands there twice.", "name")
        mark = _mark(table, lesson, named_id(space, "item", called))
        if mark.identity in seen:
            raise table.fault(f"“{mark.quote[:60]}” is marked as {mark.label} already.", "quote")
        seen.add(mark.identity)
        marks[called] = mark
    relations: list[Relation] = []
    for table in fields.tables("relations", limits.RELATIONS):
        relations += draft_relations(table, space, frozenset(marks))
    fields.done()
    return tuple(marks.values()), tuple(relations)


def _mark(fields: Fields, lesson: Lesson, mark_id: str) -> Annotation:
    label = fields.text("label", limit=40)
    if label not in lesson.guide:
        known = ", ".join(each.id for each in lesson.guide.labels)
        raise fields.fault(f"this lesson has no label “{label}” (there are: {known}).", "label")
    article = lesson.article
    span = _place(fields, article.text)
    raw = fields.any("attributes", {})
    if not isinstance(raw, dict):
        raise fields.fault("“attributes” holds named fields.", "attributes")
    attributes = fields.checked(lambda: Attributes.from_dict(raw), "attributes")
    note = fields.text("note", "", limit=limits.NOTE_CHARS)
    certainty = fields.choice("certainty", Certainty) if fields.has("certainty") else None
    fields.done()
    mark = Annotation.on(article.text, span, label, id=mark_id)
    return replace(mark, note=note, certainty=certainty, attributes=attributes)


def _place(fields: Fields, text: str) -> Span:
    quote = fields.text("quote", limit=limits.NOTE_CHARS).strip()
    places = list(whole_words(text, quote))
    if not places:
        raise fields.fault(f"“{quote[:80]}” is not in the article.", "quote")
    if not fields.has("occurrence"):
        if len(places) > 1:
            raise fields.fault(
                f"“{quote[:60]}” is in the article {len(places)} times; say which with "
                "“occurrence”, counted from 1.",
                "quote",
            )
        return places[0]
    wanted = fields.integer("occurrence", 1, limits.POSITION)
    if wanted > len(places):
        raise fields.fault(f"“{quote[:60]}” is not in the article {wanted} times.", "occurrence")
    return places[wanted - 1]


def whole_words(text: str, quote: str) -> Iterable[Span]:
    """Where ``quote`` stands in ``text`` without cutting a word, in order.

    “he” does not stand in “the”. Curly and straight quotation marks are the same.
    """
    flat = text.translate(_STRAIGHT)
    for span in quote_places(flat, quote.translate(_STRAIGHT)):
        start, end = span.start, span.end
        cuts = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        cuts |= end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        if not cuts:
            yield span
