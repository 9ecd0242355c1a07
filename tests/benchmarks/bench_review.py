"""The desk and the review: 1,000 hand-ins on an article of 800 words with 60 key items.

Made of two shipped lessons laid end to end. The floor of the lists is reading the same rows from
the file with one plain query; what compares papers has the comparison itself as its floor.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from annotator.model.article import Article
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.scoring.grading import compare, prepare
from annotator.services.classes.sample_class import Rates, make_sample_class
from annotator.services.review.accepted_answers import with_answer
from annotator.services.review.reviewing import Review
from tests.benchmarks.table import Row
from tests.seeded import NOW, SeededDesk

PAPERS = 1_000
ITEMS = 60
SHOWN = 20
STEPS = 200


def rows() -> Iterator[Row]:
    """Opening, paging, deciding, and a key that changes under a thousand papers."""
    with tempfile.TemporaryDirectory() as made:
        seeded = SeededDesk.make(Path(made))
        try:
            yield from _measure(seeded)
        finally:
            seeded.close()


def _measure(seeded: SeededDesk) -> Iterator[Row]:
    lesson = long_lesson(seeded)
    mine = make_sample_class(
        seeded.data, [lesson], now=NOW, students=PAPERS, rates=Rates(absent=0.0)
    )
    given = seeded.assignments(mine)
    assert lesson.key is not None
    words, items = lesson.article.body_word_count, len(lesson.key.items)
    size = f"{PAPERS} hand-ins, {words} words, {items} items"

    def open_inbox() -> Review:
        review = Review(lesson, given, seeded.data, who="x")
        for row in review.papers.rows[:SHOWN]:
            review.papers.line(row.sha256)
        return review

    sql = "SELECT sha256, student_name, handed_in, marks FROM submissions ORDER BY student_name"
    floor = min(_timed(lambda: seeded.data.db.rows(sql)) for _ in range(5))
    took = min(_timed(open_inbox) for _ in range(3))
    yield Row("inbox, first rows with figures", size, 1000 * took, "ms", 1000 * floor, 300, "value")
    took = min(_timed(seeded.desk.overviews) for _ in range(3))
    yield Row("desk, how things stand", size, 1000 * took, "ms", 1000 * floor)

    review = open_inbox()
    ready = prepare(lesson.key, lesson.article)
    pages, floors = [], []
    for row in review.papers.rows[SHOWN : SHOWN + STEPS]:
        pages.append(_timed(lambda row=row: review.papers.reviewed(row.sha256)))  # type: ignore[misc]
        paper = review.papers.submission(row.sha256)
        floors.append(
            _timed(
                lambda paper=paper: compare(  # type: ignore[misc]
                    ready, paper.annotations, lesson.article, relations=paper.relations
                )
            )
        )
    yield Row("next student, p95", size, 1000 * _p95(pages), "ms", 1000 * _p95(floors), 50, "value")

    cold = time.perf_counter()
    groups = review.papers.grouping().run()
    cold = time.perf_counter() - cold
    yield Row("all decisions found, papers not read yet", size, cold, "s")
    decisions = [
        _timed(lambda g=group: review.keep_rest([g]))  # type: ignore[misc]
        for group in groups[: min(STEPS, len(groups) - 1)]
    ]
    seeded.data.writer.flush(60)
    yield Row("next decision, p95", size, 1000 * _p95(decisions), "ms", None, 50, "value")

    answer = groups[-1].answer
    key = review.papers.key()
    assert key is not None
    wider = with_answer(key, answer, lesson.article)
    look = _timed(lambda: review.papers.preview(wider).run())
    accept = _timed(lambda: review.accept_for_everyone(answer))
    yield Row("accept for everyone, preview and key", size, look + accept, "s", None, 1.0, "value")


def long_lesson(seeded: SeededDesk) -> Lesson:
    """Two shipped lessons as one: about 800 words and 60 items."""
    one, two = seeded.lesson("07-festival"), seeded.lesson("08-tech-chief")
    assert one.key is not None
    assert two.key is not None
    text = one.article.text
    blocks = [
        (block.kind, block.span.of(lesson.article.text))
        for lesson in (one, two)
        for block in lesson.article.blocks
    ]
    article = Article.from_blocks(blocks)
    shift = len(text) + 1
    items = (*one.key.items, *(_moved(item, shift) for item in two.key.items))
    # Those that have to be found first; the rest of two keys would be twice what a lesson holds.
    items = tuple(sorted(items, key=lambda item: not item.required))[:ITEMS]
    kept = {item.id for item in items}
    key = AnswerKey(
        article_sha256=article.sha256,
        items=items,
        traps=(
            *one.key.traps,
            *(replace(trap, span=_on(trap.span, shift)) for trap in two.key.traps),
        ),
        relations=tuple(
            tie for tie in (*one.key.relations, *two.key.relations) if tie.mark_ids <= kept
        ),
    )
    return replace(one, id="long", title="Long", article=article, key=key)


def _moved(item: KeyItem, shift: int) -> KeyItem:
    return replace(
        item,
        accepted=tuple(_shifted(each, shift) for each in item.accepted),
        mentions=tuple(_shifted(each, shift) for each in item.mentions),
    )


def _shifted(each: AcceptedSpan, shift: int) -> AcceptedSpan:
    return AcceptedSpan(
        _on(each.span, shift),
        each.quote,
        _on(each.core, shift) if each.core else None,
        _on(each.extent, shift) if each.extent else None,
    )


def _on(span: Span, shift: int) -> Span:
    return Span(span.start + shift, span.end + shift)


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]
