"""Every shipped key gives full points to whoever marks just what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_folder import load_lesson
from annotator.model.annotation import Annotation, Relation, RelationKind
from annotator.model.outcome import MarkState, RelationState
from annotator.scoring.grading import compare

TOP = Path(__file__).parents[2]
LESSONS = sorted(path.parent for path in (TOP / "lessons").glob("*/key.json"))


def own_tie(relation: Relation) -> Relation:
    """The tie as a student makes it: a denial denies one thing."""
    if relation.kind is RelationKind.DENIES:
        return replace(relation, chain=(relation.chain[0][:1],))
    return relation


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_marking_what_the_key_says(folder):
    lesson = load_lesson(folder, load_label_guide(TOP / "resources" / "label_guide.toml"))
    assert lesson.key is not None
    text = lesson.article.text
    everything = [Annotation.on(text, i.span, i.label, id=i.id) for i in lesson.key.items]
    ties = [own_tie(relation) for relation in lesson.key.relations]
    told = compare(lesson.key, everything, lesson.article, relations=ties)
    assert told.score == 100
    assert {m.state for m in told.marks} <= {MarkState.MATCHED, MarkState.OPTIONAL_FOUND}
    assert told.relation_points == told.relation_possible
    assert {tie.state for tie in told.relations} <= {
        RelationState.FOUND,
        RelationState.OPTIONAL_FOUND,
    }
    assert all(mark.item_id == mark.mark_id for mark in told.marks)

    # Whoever leaves out all that is optional loses nothing, ties included.
    required = [
        mark for mark, item in zip(everything, lesson.key.items, strict=True) if item.required
    ]
    kept = {mark.id for mark in required}
    some = [tie for tie in ties if tie.mark_ids <= kept]
    told = compare(lesson.key, required, lesson.article, relations=some)
    assert (told.score, told.found) == (100, told.required)
    assert told.relation_points == told.relation_possible
