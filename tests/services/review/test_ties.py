"""Ties in words: how much of a chain is right, what is missing, and what was left open."""

from __future__ import annotations

from annotator.model.annotation import Annotation, Relation, RelationKind
from annotator.model.labels import SOURCE, Sign
from annotator.model.lesson import Lesson
from annotator.model.outcome import Comparison, RelationOutcome, RelationState
from annotator.services.marking.wording import shortened
from annotator.services.review.compare import LessonComparer
from annotator.services.review.ties import (
    TieExplainer,
    TieExplanation,
    tie_note,
    ties_right,
    ties_summary,
)
from annotator.services.review.wordings import Reader
from tests.ui.outcomes.conftest import Pupil, required, shelf

LESSON = shelf().load("04-lantern-tour")


class Paper:
    """All required items marked as in the key, and ties drawn one by one."""

    def __init__(self, lesson: Lesson = LESSON) -> None:
        assert lesson.key is not None
        self.lesson, self.key = lesson, lesson.key
        self.pupil = Pupil(lesson, "Tier")
        self.marks = {item.id: self.pupil.right(item) for item in required(lesson)}

    def chain(self, *, places: int) -> Relation:
        """A chain of the key's whose ends are all marked, and that has no alternative."""
        said_by = [each for each in self.key.relations if each.kind is RelationKind.SAID_BY]
        return next(
            each
            for each in said_by
            if len(each.chain) == places
            and each.mark_ids <= set(self.marks)
            and sum(other.source_id == each.source_id for other in said_by) == 1
        )

    def denial(self) -> Relation:
        """A denial of the key's with all ends marked."""
        return next(
            each
            for each in self.key.relations
            if each.kind is RelationKind.DENIES and each.mark_ids <= set(self.marks)
        )

    def tellers(self, chain: Relation) -> list[Annotation]:
        """The marks of a chain's places, outermost first."""
        return [self.marks[place[0].id] for place in chain.chain]

    def another_source(self, chain: Relation) -> Annotation:
        """A source that has nothing to do with a chain."""
        tied = {end.id for place in chain.chain for end in place}
        return next(
            mark for item, mark in self.marks.items() if mark.label == SOURCE and item not in tied
        )

    def compare(self) -> Comparison:
        return LessonComparer(self.lesson).compare(self.pupil.submission())

    def told(
        self, of: Relation, reader: Reader = Reader.STUDENT
    ) -> tuple[RelationOutcome, TieExplanation]:
        """What is said of a tie of the key."""
        comparison = self.compare()
        tie = next(each for each in comparison.relations if each.key_relation_id == of.id)
        explainer = TieExplainer(
            own={each.id: each for each in self.pupil.ties},
            key={each.id: each for each in self.key.relations},
            marks={mark.id: mark.quote for mark in self.pupil.marks},
            items={item.id: item.quote for item in self.key.items},
            reader=reader,
            student="Tier",
        )
        return tie, explainer.explain(tie)


def test_a_missing_teller_is_named_where_it_is_missing() -> None:
    paper = Paper()
    chain = paper.chain(places=3)
    tellers = paper.tellers(chain)
    paper.pupil.tie(chain.kind, paper.marks[chain.source_id], tellers[0], tellers[1])
    tie, told = paper.told(chain)
    assert tie.state is RelationState.PARTLY
    assert tie_note(tie) == "2 of 3"
    first, second = (f"“{shortened(teller.quote, 28)}”" for teller in tellers[:2])
    assert told.title == f"You had 2 of 3: {first}, {second}; who told {second} is missing"
    assert [place.sign for place in told.key] == [Sign.FOUND, Sign.FOUND, Sign.MISSED]
    assert [place.note for place in told.key] == ["you had it", "you had it", "you left this out"]
    assert [place.sign for place in told.own] == [Sign.FOUND, Sign.FOUND]
    assert told.is_ordered
    # The key's places say which of them the student has.
    assert [name for name, _ in told.sides] == ["The key has"]
    assert [line.split(":")[0] for line in told.lines()] == ["You drew", "The key has"]
    _, to_teacher = paper.told(chain, Reader.TEACHER)
    assert to_teacher.title == told.title.removeprefix("You had ")
    assert (to_teacher.own_title, to_teacher.key[0].note) == ("Tier drew", "named")


def test_the_first_teller() -> None:
    paper = Paper()
    chain = paper.chain(places=3)
    tellers = paper.tellers(chain)
    paper.pupil.tie(chain.kind, paper.marks[chain.source_id], *tellers[1:])
    _, told = paper.told(chain)
    assert told.title.startswith("You had 2 of 3: “")
    assert told.title.endswith("; the first teller is missing")
    assert [each.note for each in told.key] == [
        "you left this out",
        "you had it as 1",
        "you had it as 2",
    ]


def test_nothing_of_a_chain_is_right() -> None:
    paper = Paper()
    chain = paper.chain(places=2)
    paper.pupil.tie(chain.kind, paper.marks[chain.source_id], paper.another_source(chain))
    _, told = paper.told(chain)
    assert told.title == "You had none of the 2"
    assert [name for name, _ in told.sides] == ["You drew", "The key has"]
    assert paper.told(chain, Reader.TEACHER)[1].title == "None of the 2"


def test_one_too_many_and_another_order() -> None:
    paper = Paper()
    chain = paper.chain(places=2)
    tellers, start = paper.tellers(chain), paper.marks[chain.source_id]
    paper.pupil.tie(chain.kind, start, *tellers, paper.another_source(chain))
    _, told = paper.told(chain)
    assert told.title == "You had 2 of 2, and 1 that doesn’t belong there"
    assert [place.sign for place in told.own] == [Sign.FOUND, Sign.FOUND, Sign.EXTRA]
    paper.pupil.ties.clear()
    paper.pupil.tie(chain.kind, start, *reversed(tellers))
    _, told = paper.told(chain)
    assert told.title == "You had 1 of 2 in the right order"
    assert Sign.EXTRA not in [place.sign for place in told.own]
    assert "you had it in another place" in [place.note for place in told.key]
    paper.pupil.ties.clear()
    # Nobody is said to be left out who is there, and nobody to be there who is left out.
    paper.pupil.tie(chain.kind, start, tellers[1], paper.another_source(chain), tellers[0])
    _, told = paper.told(chain)
    assert "not in its place" in [place.note for place in told.key]
    assert "you left this out" not in [place.note for place in told.key]


def test_what_was_never_drawn_is_no_line() -> None:
    paper = Paper()
    chain = paper.chain(places=2)
    tie, told = paper.told(chain)
    assert tie_note(tie) == "left open"
    assert told.title == "You left open who says so"
    assert told.own == ()
    assert [place.sign for place in told.key] == [None, None]
    denial = paper.denial()
    _, told = paper.told(denial)
    assert told.title == "You left open what it denies"
    assert paper.told(denial, Reader.TEACHER)[1].title == "Left open: what it denies"
    assert not told.is_ordered


def test_a_denial_of_something_else_and_of_everything() -> None:
    paper = Paper()
    denial = paper.denial()
    start, right = paper.marks[denial.source_id], paper.marks[denial.chain[0][0].id]
    other = next(
        mark
        for item, mark in paper.marks.items()
        if mark.label == "claim" and item not in denial.mark_ids
    )
    paper.pupil.tie(denial.kind, start, other)
    tie, told = paper.told(denial)
    assert tie.state is RelationState.WRONG_END
    assert told.title == "It denies something else"
    assert [place.sign for place in told.own] == [Sign.EXTRA]
    paper.pupil.tie(denial.kind, start, right)
    _, told = paper.told(denial)
    assert told.title == "Only 1 of the 2 lines is right"
    assert {place.sign for place in told.own} == {Sign.EXTRA, Sign.FOUND}


def test_right_ones_say_what_is_right_and_are_counted() -> None:
    paper = Paper()
    denial, chain = paper.denial(), paper.chain(places=2)
    paper.pupil.tie(denial.kind, paper.marks[denial.source_id], paper.marks[denial.chain[0][0].id])
    paper.pupil.tie(chain.kind, paper.marks[chain.source_id], *paper.tellers(chain))
    assert paper.told(denial)[1].title == "Right: what is denied"
    assert paper.told(chain)[1].title == "Right: who says so"
    relations = paper.compare().relations
    right, asked = ties_right(relations)
    assert right == 2
    assert asked == sum(each.possible > 0 for each in relations)
    assert ties_summary(relations) == f"2 of {asked} ties right"
    assert ties_summary(()) == ""
