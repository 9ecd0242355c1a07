"""Looking work over: counts, ties that are owed, labels that cover most of the text."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.annotation import Certainty, EndKind, RelationEnd, RelationKind
from annotator.model.article import Article, BlockKind
from annotator.model.labels import Label, LabelGuide, Pattern
from annotator.model.lesson import Lesson, LessonUses
from annotator.model.text import Span
from annotator.services.marking.checking import look_over, missing_ties
from annotator.services.marking.marking import Marking

STARTS = {
    RelationKind.SAID_BY: ("claim", "denial"),
    RelationKind.DENIES: ("denial",),
    RelationKind.SAME_AS: ("source",),
}
TEXT = "one two three four five six seven eight nine ten"


def work(**uses: object) -> tuple[Lesson, Marking]:
    guide = LabelGuide(
        tuple(
            Label(name, name.title(), name.title() + "s", name[0].upper(), Pattern.SOLID, name)
            for name in ("claim", "denial", "source")
        )
    )
    article = Article.from_blocks([(BlockKind.PARAGRAPH, TEXT), (BlockKind.CREDIT, "photo me")])
    wanted = LessonUses(relations=tuple(RelationKind), certainty=True)
    lesson = Lesson(
        id="ten",
        title="Ten",
        article=article,
        guide=guide,
        uses=replace(wanted, **uses),  # type: ignore[arg-type]
    )
    return lesson, Marking(article, write=lambda _change: None)


def mark(marking: Marking, words: str, label: str, certainty: Certainty | None = None) -> str:
    start = marking.article.text.index(words)
    return marking.add([Span(start, start + len(words))], label, certainty).after[0].id


def test_nothing_marked_is_nothing_owed() -> None:
    found = look_over(*work(), STARTS)
    assert found.total == found.expected_ties == found.made_ties == 0
    assert (found.missing, found.painted, found.unsure) == ((), (), ())
    assert found.counts == (("claim", 0), ("denial", 0), ("source", 0))


def test_ties_are_owed_in_reading_order_and_paid_one_by_one() -> None:
    lesson, marking = work()
    denial = mark(marking, "five six", "denial")
    claim = mark(marking, "one two", "claim")
    source = mark(marking, "nine", "source")
    missing, expected = missing_ties(lesson, marking, STARTS)
    assert [(tie.mark_id, tie.kind) for tie in missing] == [
        (claim, RelationKind.SAID_BY),
        (denial, RelationKind.SAID_BY),
        (denial, RelationKind.DENIES),
    ]
    assert expected == 3
    marking.relate(claim, RelationKind.SAID_BY, [[RelationEnd.mark(source)]])
    marking.relate(denial, RelationKind.SAID_BY, [[RelationEnd(EndKind.NOBODY)]])
    found = look_over(lesson, marking, STARTS)
    assert found.made_ties == 2
    assert [tie.mark_id for tie in found.missing_of(RelationKind.DENIES)] == [denial]
    assert found.missing_of(RelationKind.SAID_BY) == ()


def test_only_what_the_lesson_uses_is_owed() -> None:
    lesson, marking = work(relations=(RelationKind.DENIES,), certainty=False)
    mark(marking, "one two", "claim")
    found = look_over(lesson, marking, STARTS)
    assert found.expected_ties == 0
    assert found.unsure == ()


def test_marks_without_a_certainty() -> None:
    lesson, marking = work()
    mark(marking, "one", "claim", Certainty.GUESS)
    open_one = mark(marking, "two", "claim")
    assert look_over(lesson, marking, STARTS).unsure == (open_one,)


def test_painted_is_above_sixty_percent_of_the_body() -> None:
    lesson, marking = work()
    mark(marking, "one two three four five six", "claim")
    assert look_over(lesson, marking, STARTS).painted == ()
    mark(marking, "six seven", "claim")
    painted = look_over(lesson, marking, STARTS).painted
    assert [(each.label, each.words, each.of) for each in painted] == [("claim", 7, 10)]
