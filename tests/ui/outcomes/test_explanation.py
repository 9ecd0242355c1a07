"""What the page says of each kind of outcome, on papers whose mistakes are known."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from annotator.model.annotation import Certainty, RelationKind
from annotator.model.key import KeyItem
from annotator.model.labels import OPINION
from annotator.model.lesson import Lesson
from annotator.model.outcome import MarkState
from annotator.model.text import Span
from annotator.services.review.compare import LessonComparer
from annotator.services.review.explanation import (
    Explanation,
    cut,
    explain_paper,
    explain_whole_key,
)
from annotator.ui.article.marks import MarkRole, Sign
from annotator.ui.outcomes.layers import (
    Layers,
    painted_both,
    painted_id,
    painted_key,
    painted_marks,
)
from annotator.ui.outcomes.outcome_rows import (
    EntryKind,
    OutcomeRow,
    entries_of,
    explain,
    key_entries,
)
from tests.ui.outcomes.conftest import Pupil, amara, required, shelf


class Read:
    """A pupil's paper, compared and listed."""

    def __init__(self, pupil: Pupil) -> None:
        self.lesson = pupil.lesson
        assert self.lesson.key is not None
        self.submission = pupil.submission()
        self.comparison = LessonComparer(self.lesson).compare(self.submission)
        self.entries = entries_of(
            self.comparison,
            self.lesson.key,
            self.lesson.guide,
            self.submission.annotations,
            self.submission.relations,
        )

    def of(self, item: KeyItem) -> OutcomeRow:
        return next(e for e in self.entries if e.item and e.item.item_id == item.id)

    def lone(self, state: MarkState) -> OutcomeRow:
        return next(e for e in self.entries if not e.item and e.mark and e.mark.state is state)

    def told(self, entry: OutcomeRow) -> Explanation:
        return explain(entry, self.lesson, self.comparison, self.submission)


@pytest.fixture
def read(lesson: Lesson) -> Read:
    return Read(amara(lesson))


def test_another_label_is_told_with_both_sides_and_the_reason(read: Read) -> None:
    item = required(read.lesson)[2]
    entry = read.of(item)
    told = read.told(entry)
    assert told.title == "Right place, different label"
    assert told.sign is Sign.OTHER
    assert [quote.who for quote in told.quotes] == ["Amara O. marked", "Key says"]
    assert [quote.label for quote in told.quotes] == [entry.mark.label, item.label]  # type: ignore[union-attr]
    assert told.why == item.why
    assert told.mistakes[0][1] == item.mistake_sentence(entry.mark.label)  # type: ignore[union-attr]
    assert told.points.startswith("0.5 of 1: half for finding it, half for naming it")
    assert "Sure, but wrong" in [fact.words for fact in told.facts]


def test_edges_are_a_tip_and_not_only_a_percentage(read: Read) -> None:
    item = required(read.lesson)[4]
    told = read.told(read.of(item))
    assert told.title == "Right label, edges off"
    words = [fact.words for fact in told.facts]
    assert words[:2] == ["Found", "Label"]
    spare = read.of(item).item.spare_words  # type: ignore[union-attr]
    assert words[2] == f"Trim {spare} words"
    assert spare > 1


def test_an_extension_is_asked_for_where_words_lack(lesson: Lesson) -> None:
    loose = [each for each in required(lesson) if each.accepted[0].core is None]
    item = max(loose, key=lambda each: len(each.quote.split()))
    pupil = Pupil(lesson, "Short", 4)
    start = item.span.start
    middle = start + len(item.quote) // 2
    pupil.mark(Span(start, middle), item.label)
    read = Read(pupil)
    facts = [fact.words for fact in read.told(read.of(item)).facts]
    assert any(fact.startswith("Extend by") for fact in facts)


def test_passed_over(read: Read) -> None:
    item = required(read.lesson)[5]
    told = read.told(read.of(item))
    assert (told.title, told.sign) == ("Passed over", Sign.MISSED)
    assert [quote.who for quote in told.quotes] == ["Key says"]
    assert told.points == "0 of 1."
    assert told.why == item.why


def test_right_is_told_once_and_not_as_a_difference(read: Read) -> None:
    entry = read.of(required(read.lesson)[0])
    told = read.told(entry)
    assert told.title == "Right"
    assert len(told.quotes) == 1
    assert not entry.is_difference


def test_a_trap_says_why_it_never_counts(read: Read) -> None:
    told = read.told(read.lone(MarkState.TRAP))
    assert told.title == "A trap: this never counts"
    assert told.why == read.lesson.key.traps[0].why  # type: ignore[union-attr]
    assert told.points.startswith("−0.5: a trap costs")


def test_an_extra_is_worth_discussing(lesson: Lesson) -> None:
    pupil = Pupil(lesson, "Extra", 5)
    covered = [item.span for item in lesson.key.items]  # type: ignore[union-attr]
    covered += [trap.span for trap in lesson.key.traps]  # type: ignore[union-attr]
    text = lesson.article.text
    words = [Span(*each.span()) for each in re.finditer(r"\w+", text)]
    pupil.mark(next(w for w in words if not any(w.overlaps(c) for c in covered)), OPINION)
    read = Read(pupil)
    told = read.told(read.lone(MarkState.EXTRA))
    assert told.title == "Extra: worth discussing"
    assert told.points == "−0.5: what an extra mark costs."
    assert "good idea" in told.remarks[0]


def test_one_mark_over_several_answers_is_told_as_merged(lesson: Lesson) -> None:
    def words(span: Span) -> int:
        return len(lesson.article.words.numbers(span))

    items = required(lesson)
    pupil = Pupil(lesson, "Merger", 6)
    pairs = [
        (Span(one.span.start, two.span.end), one.label)
        for one in items
        for two in items
        if one.span.end <= two.span.start
        and one.label == two.label
        # It has to fit both: a quarter of its words in each.
        and words(Span(one.span.start, two.span.end)) <= 4 * min(words(one.span), words(two.span))
    ]
    pupil.mark(*pairs[0])
    read = Read(pupil)
    merged = [e for e in read.entries if e.item and e.item.merged_into]
    assert merged
    told = read.told(merged[0])
    assert told.title == "One mark covers several answers"
    assert told.quotes[0].who == "Merger marked"
    assert merged[0].sign is Sign.OTHER


def test_notes_and_certainty_are_told_as_plain_words(lesson: Lesson) -> None:
    pupil = Pupil(lesson, "Noter", 7)
    item = required(lesson)[0]
    pupil.mark(item.span, item.label, note="<b>He</b> said so", certainty=Certainty.GUESS)
    read = Read(pupil)
    assert read.told(read.of(item)).remarks == ("How sure: guess.", "Note: <b>He</b> said so")


def test_a_label_that_the_guide_lacks_breaks_nothing(lesson: Lesson) -> None:
    pupil = Pupil(lesson, "Odd", 8)
    item = required(lesson)[0]
    pupil.mark(item.span, "zebra")
    read = Read(pupil)
    told = read.told(read.of(item))
    assert told.title == "Right place, different label"
    assert "Label: zebra" in [fact.words for fact in told.facts]


def test_the_list_is_in_reading_order_with_its_sum(read: Read) -> None:
    upto = [e for e in read.entries if e.kind in (EntryKind.ITEM, EntryKind.MARK)]
    counted = [e for e in upto if e.points is not None]
    assert [e.span for e in counted] == sorted(e.span for e in counted)  # type: ignore[type-var]
    total = next(e for e in read.entries if e.id == "total")
    assert total.points == sum(e.points or 0 for e in counted)
    differences = [e for e in read.entries if e.is_difference and e.tie is None]
    assert [e.sign for e in differences] == [
        Sign.EXTRA,
        Sign.OTHER,
        Sign.OTHER,
        Sign.MISSED,
        Sign.MISSED,
    ]


def test_ties_stand_apart_and_say_what_is_tied() -> None:
    lesson = shelf().load("08-tech-chief")
    assert lesson.key is not None
    pupil = Pupil(lesson, "Tier", 9)
    marks = {item.id: pupil.right(item) for item in required(lesson)}
    ties = [
        tie
        for tie in lesson.key.relations
        if tie.kind is RelationKind.SAID_BY and tie.mark_ids <= set(marks)
    ]
    first, second = ties[0], ties[1]
    pupil.tie(first.kind, marks[first.source_id], *(marks[p[0].id] for p in first.chain))
    wrong = next(m for i, m in marks.items() if m.label == "source" and i not in second.mark_ids)
    pupil.tie(second.kind, marks[second.source_id], wrong)
    read = Read(pupil)
    told = {e.tie.key_relation_id: (e, read.told(e)) for e in read.entries if e.tie is not None}
    right, wrongly = told[first.id], told[second.id]
    assert right[1].title == "Right: who says so"
    assert right[1].quotes[0].words == cut(lesson.key.item(first.source_id).quote)
    assert right[1].tie is not None
    assert [place.sign for place in right[1].tie.key] == [Sign.FOUND] * len(first.chain)
    assert right[1].points == "0.5 of 0.5, counted apart from the marks."
    assert wrongly[1].title.startswith("None of the ")
    assert wrongly[0].is_difference
    assert wrongly[1].tie is not None
    assert [who for who, _ in wrongly[1].tie.sides] == ["Tier drew", "The key has"]
    assert "Tier drew: “" in wrongly[1].spoken()
    total = next(e for e in read.entries if e.id == "ties-total")
    assert total.points == read.comparison.relation_points


def test_ids_of_a_students_file_cannot_pass_for_the_keys(lesson: Lesson) -> None:
    """A file may give a mark the id of a key item, whose ids anyone can read."""
    item, other = required(lesson)[0], required(lesson)[1]
    pupil = Pupil(lesson, "Sly", 10)
    made = pupil.right(item)
    pupil.marks[0] = replace(made, id=other.id)
    read = Read(pupil)
    ids = [mark.id for mark in painted_both(read.comparison, lesson.key, lesson.guide)]  # type: ignore[arg-type]
    assert len(ids) == len(set(ids))
    assert read.of(other).sign is Sign.MISSED


def test_layers_paint_marks_filled_the_key_framed_missed_hatched(read: Read) -> None:
    lesson, key = read.lesson, read.lesson.key
    assert key is not None
    painted = {m.id: m for m in painted_both(read.comparison, key, lesson.guide)}
    items = required(lesson)

    def item(number: int) -> str:
        return f"item {items[number].id}"

    assert painted[item(0)].role is MarkRole.OUTLINE
    assert not painted[item(0)].dashed
    assert painted[item(2)].dashed
    assert painted[item(5)].role is MarkRole.HATCH
    assert painted[item(5)].sign is Sign.MISSED
    mark = painted[painted_id(read.of(items[2]), Layers.BOTH)]
    assert (mark.role, mark.sign) == (MarkRole.FILL, Sign.OTHER)
    optional = [i for i in key.items if not i.required]
    assert not any(f"item {i.id}" in painted for i in optional)
    assert len(painted_marks(read.submission, lesson.guide)) == len(read.submission.annotations)
    assert len(painted_key(key, lesson.guide)) == len(key.items) + len(key.traps)
    only = painted_both(read.comparison, key, lesson.guide, Sign.MISSED)
    assert [m.sign for m in only] == [Sign.MISSED, Sign.MISSED]


def test_the_key_by_itself_tells_its_reasons(lesson: Lesson) -> None:
    assert lesson.key is not None
    entries = key_entries(lesson.key)
    assert len(entries) == len(lesson.key.items) + len(lesson.key.traps)
    for entry in entries:
        told = explain(entry, lesson, None, None)
        assert told.why
        assert told.quotes
    whole = explain_whole_key(lesson)
    assert whole.points.startswith(f"{len(required(lesson))} to find")


def test_painting_everything_is_said_of_the_paper(lesson: Lesson) -> None:
    pupil = Pupil(lesson, "Painter", 11)
    for block in lesson.article.blocks:
        pupil.mark(block.span, "claim")
    read = Read(pupil)
    told = explain_paper(lesson, read.comparison, read.submission)
    assert "one label on most of the text" in [fact.words for fact in told.facts]
    assert any("Claim covers" in remark for remark in told.remarks)
