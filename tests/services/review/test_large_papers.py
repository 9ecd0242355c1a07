"""A hand-in with very many marks is compared in a thread of its own and holds up no other."""

from __future__ import annotations

import random

from annotator.model.annotation import Annotation, new_id
from annotator.model.text import Span
from annotator.model.work import Attempt, AttemptState, SchoolClass, Student, Submission
from annotator.services.data.data_file import DataFile
from annotator.services.review.class_reports import ReportMaker
from annotator.services.review.figures import Figures
from annotator.services.review.groups import Grouping
from annotator.services.review.large_papers import MANY_MARKS
from annotator.services.review.reviewing import Review
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from tests.papers import add_paper
from tests.seeded import LESSON, NOW, SeededDesk


def large_paper(seeded: SeededDesk, school_class: SchoolClass, marks: int = MANY_MARKS) -> str:
    """A hand-in of no one on the list with so many marks; its hash."""
    lesson, chance = seeded.lesson(), random.Random(3)
    (given,) = seeded.assignments(school_class)
    labels = [label.id for label in lesson.guide.labels]
    made: dict[tuple[Span, str], Annotation] = {}
    while len(made) < marks:
        start = chance.randrange(len(lesson.article.text) - 50)
        span, label = Span(start, start + chance.randrange(4, 50)), chance.choice(labels)
        made[span, label] = Annotation.on(lesson.article.text, span, label, at=NOW)
    paper = Submission(
        student=Student(id=new_id(), name="Mallory"),
        lesson_id=LESSON,
        article_sha256=lesson.article.sha256,
        assignment_id=given.id,
        attempt=Attempt(id=new_id(), state=AttemptState.HANDED_IN, started=NOW, handed_in=NOW),
        annotations=tuple(made.values()),
    )
    return add_paper(seeded, paper, "name:mallory")


def compared_at_once(review: Review) -> Grouping:
    """A look that puts nothing off."""
    papers = review.papers
    return Grouping((row.sha256 for row in papers.rows), review.lesson.article, papers.reviewed)


def test_the_others_are_looked_at_first_and_nothing_is_lost(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=4)
    large = large_paper(seeded, mine)
    review = seeded.review(mine)
    papers = review.papers
    assert not papers.is_at_hand(large), "it is compared elsewhere"
    small = [row.sha256 for row in papers.rows if row.sha256 != large]
    assert all(papers.is_at_hand(each) for each in small)
    pieces, steps = papers.grouping(), 0
    while not pieces.step(0.0):
        steps += 1
        assert pieces.done <= len(papers.rows)
    assert pieces.done == len(papers.rows) == len(small) + 1
    again = compared_at_once(seeded.review(mine)).run()
    assert pieces.groups() == again
    assert papers.reviewed(large).base == seeded.review(mine).papers.base(large)


def test_another_key_has_it_compared_again(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=2)
    large = large_paper(seeded, mine)
    papers = seeded.review(mine).papers
    papers.grouping().run()
    assert papers.is_at_hand(large)
    papers.key_changed()
    assert not papers.is_at_hand(large)
    papers.key_changed()
    papers.grouping().run()
    assert papers.is_at_hand(large)


def test_the_class_report_and_the_desks_figures_wait_for_it_too(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=3)
    large_paper(seeded, mine)
    maker = ReportMaker(seeded.review(mine), seeded.data)
    while not maker.step(0.0):
        pass
    told = maker.report()
    assert told.faults == 0
    assert len(told.names) == 4
    assert list(told.names.values()) == [row.student_name for row in maker.review.papers.rows]
    (given,) = seeded.assignments(mine)
    figures = Figures([given], lambda _given: seeded.review(mine))
    figures.run()
    assert figures.of(given.id) is not None


def test_one_that_is_damaged_is_named_as_any_other(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=2)
    large = large_paper(seeded, mine)
    path = seeded.path
    review = seeded.review(mine)
    with DataFile.open(lambda: Database.open(path, kind=DatabaseKind.TEACHER)) as other:
        other.call(
            lambda db: db.execute("UPDATE submissions SET checksum = 'x' WHERE sha256 = ?", [large])
        )
    review.papers.grouping().run()
    assert review.papers.is_at_hand(large)
    assert review.papers.line(large).fault
