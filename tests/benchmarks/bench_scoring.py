"""The grading rule over 10,000 hand-ins of an article with 60 key items.

The floor is ``json.loads`` of the same hand-ins: nothing that scores them can do with less.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotator.files.container import unpack
from annotator.files.hand_in import FORMAT, KIND, write_hand_in
from annotator.model.annotation import (
    ATTRIBUTE_LABELS,
    Annotation,
    Attributes,
    Certainty,
    Relation,
    RelationEnd,
    new_id,
)
from annotator.model.key import KeyItem
from annotator.model.labels import CLAIM, OPINION
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.model.work import Attempt, AttemptState, Student, Submission
from annotator.scoring.grading import compare, prepare
from tests.benchmarks.bench_review import long_lesson
from tests.benchmarks.table import Row
from tests.seeded import NOW, SeededDesk

SCORED = 10_000
#: So many are different; each is scored several times.
HAND_INS = 1_000
BATCH = 100
#: Of the items, how many are marked; of the marks, how many are off, called else, or extra.
MARKED, OFF, ELSE, EXTRA = 0.8, 0.3, 0.2, 0.15


def rows() -> Iterator[Row]:
    """Points, words to tell, ties and counts of every hand-in, against reading its JSON."""
    with tempfile.TemporaryDirectory() as made:
        seeded = SeededDesk.make(Path(made))
        try:
            lesson = long_lesson(seeded)
        finally:
            seeded.close()
    assert lesson.key is not None
    chance = random.Random(11)
    papers = [_paper(lesson, chance) for _ in range(HAND_INS)]
    frozen = [_frozen(lesson, paper) for paper in papers]
    scoring = reading = 0.0
    ready = prepare(lesson.key, lesson.article, uses=lesson.uses)
    # In turns, so that a machine that is busy for a while is so for both.
    for first in range(0, SCORED, BATCH):
        batch = range(first, first + BATCH)
        began = time.perf_counter()
        for n in batch:
            json.loads(frozen[n % HAND_INS])
        between = time.perf_counter()
        for n in batch:
            paper = papers[n % HAND_INS]
            compare(ready, paper.annotations, lesson.article, relations=paper.relations)
        reading += between - began
        scoring += time.perf_counter() - between
    marks = sum(len(paper.annotations) for paper in papers) // HAND_INS
    size = f"{SCORED} hand-ins of {marks} marks, {len(lesson.key.items)} items"
    yield Row("scoring hand-ins", size, scoring, "s", reading, 4.0, "ratio")


def _paper(lesson: Lesson, chance: random.Random) -> Submission:
    assert lesson.key is not None
    text = lesson.article.text
    mark_of: dict[str, str] = {}
    marks: dict[tuple[int, int, str], Annotation] = {}
    for item in lesson.key.items:
        if chance.random() < MARKED:
            mark = _mark(lesson, item, chance)
            mark_of[item.id] = marks.setdefault(mark.identity, mark).id
        if chance.random() < EXTRA:
            start = chance.randrange(len(text) - 80)
            extra = Annotation.on(text, Span(start, start + 60), OPINION, at=NOW)
            marks.setdefault(extra.identity, extra)
    ties = tuple(
        tie
        for wanted in lesson.key.relations
        if wanted.source_id in mark_of and (tie := _tie(wanted, mark_of, chance)) is not None
    )
    attempt = Attempt(id=new_id(), state=AttemptState.HANDED_IN, started=NOW, handed_in=NOW)
    return Submission(
        student=Student(id=new_id(), name="Ada Lund"),
        lesson_id=lesson.id,
        article_sha256=lesson.article.sha256,
        attempt=attempt,
        annotations=tuple(marks.values()),
        relations=ties,
    )


def _mark(lesson: Lesson, item: KeyItem, chance: random.Random) -> Annotation:
    span, text = item.span, lesson.article.text
    if chance.random() < OFF:
        start = max(0, span.start - chance.choice((0, 0, 8, 20)))
        span = Span(start, min(len(text), span.end + chance.choice((0, 0, 9, 30))))
    label = chance.choice((CLAIM, OPINION)) if chance.random() < ELSE else item.label
    mark = Annotation.on(text, span, label, at=NOW)
    # A student says what the lesson asks for: what the key says, or something else.
    said = {
        name: value
        for name, value in item.attributes.to_dict().items()
        if name in lesson.uses.attributes and label in ATTRIBUTE_LABELS[name]
    }
    if chance.random() < ELSE:
        said = {name: _OTHERS.get(str(value), value) for name, value in said.items()}
    return replace(
        mark, attributes=Attributes.from_dict(said), certainty=chance.choice(tuple(Certainty))
    )


_OTHERS = {"judgement": "feeling", "direct": "indirect", "none": "partial"}


def _tie(wanted: Relation, mark_of: dict[str, str], chance: random.Random) -> Relation | None:
    """The key's tie between this student's marks, without ends that are not marked."""
    source = mark_of[wanted.source_id]
    places = []
    for place in wanted.chain:
        ends = {
            RelationEnd.mark(mark_of[end.id]) if end.id else end
            for end in place
            if not end.id or end.id in mark_of
        }
        ends = {end for end in ends if end.id != source}
        if ends and chance.random() > OFF / 2:
            places.append(tuple(sorted(ends, key=lambda end: (end.kind, end.id))))
    used = [end for place in places for end in place]
    if not places or len(set(used)) < len(used):
        return None
    return replace(wanted, id=new_id(), source_id=source, chain=tuple(places))


def _frozen(lesson: Lesson, paper: Submission) -> bytes:
    file = write_hand_in(paper, lesson.article, program_version="0")
    return unpack(file, KIND, FORMAT, name="a hand-in").data
