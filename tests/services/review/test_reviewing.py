"""Review on seeded classes with real files: decisions, groups, the key that learns, undo."""

from __future__ import annotations

import datetime
import sqlite3
from collections import Counter
from dataclasses import replace

import pytest

from annotator.model.annotation import new_id
from annotator.model.errors import InvalidModel
from annotator.model.key import POINT
from annotator.model.outcome import MarkState, RowKind
from annotator.model.review import Answer, Decision, DecisionKind, Disagreement
from annotator.model.text import Span
from annotator.model.work import Student
from annotator.services.classes.sample_class import PaperMaker, Rates
from annotator.services.review.accepted_answers import with_answer, without_answer
from annotator.services.review.decisions import Decider, answer_of
from annotator.services.review.groups import DecisionGroup
from annotator.services.review.inbox import Flag
from annotator.services.review.reviewing import Review
from annotator.services.review.states import PaperState
from annotator.store.desk import Disagreements
from annotator.store.keys import Keys
from annotator.store.reviews import Reviews
from annotator.store.submissions import Submissions
from tests.papers import add_paper, on_old_text
from tests.seeded import LESSON, NOW, SeededDesk


def points(review: Review) -> dict[str, int]:
    """What every paper is worth now."""
    return {row.sha256: review.papers.reviewed(row.sha256).points for row in review.papers.rows}


def group_of(review: Review, state: MarkState) -> DecisionGroup:
    """The most common group whose first mark is in this state."""
    for group in review.papers.grouping().run():
        place = group.open[0]
        if review.papers.base(place.sha256).mark(place.mark_id).state is state:
            return group
    raise AssertionError(f"the class has no {state}")


def decide_group(
    review: Review, group: DecisionGroup, kind: DecisionKind, *, why: str = ""
) -> None:
    """One decision for all papers of a group that still wait for it."""
    review.decide(kind, [(place.sha256, place.mark_id) for place in group.open], why=why)


def check_sums(review: Review) -> None:
    for row in review.papers.rows:
        told = review.papers.reviewed(row.sha256)
        assert sum(each.row.points for each in told.rows) == told.points >= 0
        assert tuple(each.row for each in told.rows) == told.comparison.rows


# --- groups --------------------------------------------------------------------------------------


def test_groups_hold_every_difference_once_most_common_first(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class("7A", seed=1), seeded.add_class("7B", seed=2))
    groups = review.papers.grouping().run()
    places = [(p.sha256, p.mark_id) for group in groups for p in group.places]
    wanted = [
        (row.sha256, mark.mark_id)
        for row in review.papers.rows
        for mark in review.papers.reviewed(row.sha256).open
    ]
    assert sorted(places) == sorted(wanted)
    assert len(set(places)) == len(places)
    sizes = [len(group.open) for group in groups]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 3, "nobody agrees with anybody: that is no class"
    for group in groups:
        for place in group.places:
            mark = review.papers.base(place.sha256).mark(place.mark_id)
            assert answer_of(mark, review.lesson.article) == group.answer


def test_a_decision_shows_the_words_that_were_marked_never_the_keys(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class("7A", seed=1), seeded.add_class("7B", seed=2))
    words = review.lesson.article.words
    differ = 0
    for group in review.papers.grouping().run():
        marked = Counter(
            words.snap(review.papers.base(place.sha256).mark(place.mark_id).span)
            for place in group.places
        )
        text = review.lesson.article.text
        told = [(group.quote, marked[group.span]), *group.others]
        assert Counter(dict(told)) == Counter(
            {span.of(text): count for span, count in marked.items() if span}
        )
        assert marked[group.span] == max(marked.values())
        differ += bool(group.item_quote) and group.answer.span is None and len(marked) > 1
    assert differ, "all marked the same words: that shows nothing"


def test_what_stands_right_or_on_optional_items_needs_no_decision(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=12))
    for group in review.papers.grouping().run():
        for place in group.places:
            base = review.papers.base(place.sha256)
            mark = base.mark(place.mark_id)
            assert mark.state not in (MarkState.MATCHED, MarkState.OPTIONAL_FOUND, MarkState.PIECE)
            assert not mark.item_id or base.item(mark.item_id).required


def test_a_step_by_step_grouping_finds_what_one_run_finds(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=10))
    pieces = review.papers.grouping()
    steps = 0
    while not pieces.step(0.0):
        steps += 1
        assert pieces.done == steps
    assert pieces.groups() == review.papers.grouping().run()
    assert steps == len(review.papers.rows) - 1


# --- decisions -----------------------------------------------------------------------------------


def test_an_extra_that_is_let_through_costs_nothing(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=12))
    group = group_of(review, MarkState.EXTRA)
    place = group.open[0]
    before = review.papers.reviewed(place.sha256)
    review.decide(DecisionKind.WAIVE, [(place.sha256, place.mark_id)], why="a good thought")
    after = review.papers.reviewed(place.sha256)
    row = next(each for each in after.rows if each.row.mark_id == place.mark_id)
    assert (row.before, row.row.points, row.row.kind) == (-POINT // 2, 0, RowKind.EXTRA)
    assert row.decision is not None
    assert (row.decision.who, row.decision.why) == ("Ms Varga", "a good thought")
    assert after.comparison.mark(place.mark_id).waived
    assert after.points >= before.points
    check_sums(review)


@pytest.mark.parametrize("seed", [7, 11, 23, 41])
@pytest.mark.parametrize("state", [MarkState.OTHER_LABEL, MarkState.EDGES_OFF, MarkState.EXTRA])
def test_accepted_for_one_is_worth_what_accepted_for_all_is(
    seeded: SeededDesk, state: MarkState, seed: int
) -> None:
    review = seeded.review(seeded.add_class(seed=seed))
    group = group_of(review, state)
    before = points(review)
    decide_group(review, group, DecisionKind.ACCEPT, why="fair")
    one_by_one = points(review)
    check_sums(review)
    assert any(one_by_one[p.sha256] > before[p.sha256] for p in group.places)
    assert all(one_by_one[sha256] >= before[sha256] for sha256 in before)
    review.undo()
    assert points(review) == before
    review.accept_for_everyone(group.answer, why="fair")
    everyone, gave_it = points(review), {place.sha256 for place in group.places}
    for sha256, worth in everyone.items():
        if sha256 in gave_it:
            assert worth == one_by_one[sha256]
        else:
            # Whoever marked nearly the same may gain from it, too; nobody loses.
            assert worth >= one_by_one[sha256]
    check_sums(review)


def test_an_override_sets_the_points_and_says_by_whom(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=6))
    sha256 = review.papers.rows[0].sha256
    missed = next(i for i in review.papers.base(sha256).items if i.required and not i.found)
    before = review.papers.reviewed(sha256)
    review.decide(
        DecisionKind.OVERRIDE, [(sha256, "")], item_id=missed.item_id, points=250_000, why="told me"
    )
    after = review.papers.reviewed(sha256)
    row = next(each for each in after.rows if each.row.item_id == missed.item_id)
    assert (row.before, row.row.points) == (0, 250_000)
    assert row.decision is not None
    assert row.decision.why == "told me"
    assert after.points == before.points + 250_000
    assert after.comparison.item(missed.item_id).points == 250_000
    review.decide(
        DecisionKind.OVERRIDE, [(sha256, "")], item_id=missed.item_id, points=-50 * POINT, why="no"
    )
    low = review.papers.reviewed(sha256)
    assert low.points == 0
    assert low.rows[-1].row.kind is RowKind.NOT_BELOW_ZERO
    assert len(review.papers.decisions(sha256)) == 1, (
        "the second override takes the first one's place"
    )
    check_sums(review)


def test_comments_stay_beside_decisions_and_change_no_points(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=6))
    group = group_of(review, MarkState.EXTRA)
    place = (group.open[0].sha256, group.open[0].mark_id)
    review.decide(DecisionKind.COMMENT, [place], comment="Who says so?")
    review.decide(DecisionKind.COMMENT, [(place[0], "")], comment="Read the end once more.")
    before = points(review)
    review.decide(DecisionKind.WAIVE, [place])
    told = review.papers.reviewed(place[0])
    assert [c.comment for c in told.comments] == ["Who says so?", "Read the end once more."]
    assert points(review)[place[0]] >= before[place[0]]


def test_everything_is_undone_and_done_again_on_disk_too(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=15)
    review = seeded.review(mine)
    stages = [points(review)]
    groups = review.papers.grouping().run()
    steps = (
        lambda: decide_group(review, groups[0], DecisionKind.ACCEPT, why="a"),
        lambda: decide_group(review, groups[1], DecisionKind.WAIVE, why="b"),
        lambda: review.accept_for_everyone(groups[2].answer, why="c"),
        lambda: review.keep_rest(review.papers.grouping().run(), why="d"),
    )
    for step in steps:
        step()
        stages.append(points(review))
    for row in review.papers.rows:
        decided = (
            PaperState.DECIDED if review.papers.decisions(row.sha256) else PaperState.NOT_LOOKED_AT
        )
        assert review.papers.line(row.sha256).state is decided
    for stage in reversed(stages[:-1]):
        assert review.undo() is not None
        assert points(review) == stage
        assert points(seeded.review(mine)) == stage, "another look from the disk says the same"
    assert review.undo() is None
    assert not review.history.undo_text
    for stage in stages[1:]:
        assert review.redo() is not None
        assert points(review) == stage
        assert points(seeded.review(mine)) == stage
    assert review.redo() is None


def test_a_new_step_forgets_what_could_be_done_again(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=6))
    groups = review.papers.grouping().run()
    decide_group(review, groups[0], DecisionKind.KEEP)
    review.undo()
    assert review.history.redo_text == "the key stands"
    decide_group(review, groups[1], DecisionKind.KEEP)
    assert not review.history.redo_text


def test_what_is_accepted_again_is_as_it_was_accepted(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=6))
    answer = next(g.answer for g in review.papers.grouping().run() if g.answer.span is not None)
    review.accept_for_everyone(answer, why="it is said twice", required=True)
    accepted = review.papers.keys.versions(review.lesson)[-1]
    key = review.papers.key(review.papers.assignments[0].id)
    review.undo()
    review.redo()
    again = review.papers.keys.versions(review.lesson)[-1]
    assert (again.why, again.classes) == (accepted.why, accepted.classes)
    now = review.papers.key(review.papers.assignments[0].id)
    assert key is not None
    assert now is not None
    assert [(i.span, i.required) for i in now.items] == [(i.span, i.required) for i in key.items]


def test_every_decision_is_in_the_log(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=6))
    group = review.papers.grouping().run()[0]
    decide_group(review, group, DecisionKind.KEEP)
    review.undo()
    seeded.data.writer.flush()
    told = Counter(entry.what for entry in Reviews(seeded.data.db).log_entries())
    assert told == {"decided: keep": len(group.open), "took back": len(group.open)}
    assert {e.who for e in Reviews(seeded.data.db).log_entries()} == {"Ms Varga"}


# --- the key that learns -------------------------------------------------------------------------


def test_accept_for_everyone_names_classes_and_touches_no_other(seeded: SeededDesk) -> None:
    first, second = seeded.add_class("7A", seed=1), seeded.add_class("8C", seed=2)
    other = seeded.review(second)
    untouched = points(other)
    review = seeded.review(first)
    answer = review.papers.grouping().run()[0].answer
    assert [each.class_id for each in review.papers.still_working()] == [second.id]
    review.accept_for_everyone(answer, why="they are right")
    versions = review.papers.keys.versions(review.lesson)
    assert [v.number for v in versions] == [1, 2]
    assert (versions[1].who, versions[1].why, versions[1].classes) == (
        "Ms Varga",
        "they are right",
        ("7A",),
    )
    assert seeded.assignments(first)[0].key_version == 2
    assert seeded.assignments(second)[0].key_version == 1
    assert points(seeded.review(second)) == untouched
    sha256 = review.papers.rows[0].sha256
    assert review.papers.reviewed(sha256).comparison.key_version == 2
    review.undo()
    assert seeded.assignments(second)[0].key_version is None, "held back no longer"
    assert points(seeded.review(second)) == untouched


def test_the_preview_says_what_happens_then(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class())
    answer = review.papers.grouping().run()[0].answer
    before = points(review)
    key = review.papers.key()
    assert key is not None
    rescore = review.papers.preview(with_answer(key, answer, review.lesson.article))
    assert not rescore.step(0.0)
    assert rescore.done == 1
    told = rescore.run()
    assert points(review) == before, "looking changes nothing"
    review.accept_for_everyone(answer)
    after = points(review)
    assert {c.sha256: c.after for c in told.gains} == {
        sha256: after[sha256] for sha256 in after if after[sha256] > before[sha256]
    }
    assert len(told.gains) + len(told.losses) + told.same == len(review.papers.rows)
    assert told.losses == ()
    assert told.gains
    assert [c.by for c in told.gains] == sorted((c.by for c in told.gains), reverse=True)


def test_the_quick_way_to_count_says_what_the_long_one_does(seeded: SeededDesk) -> None:
    """Waived, kept, accepted, overridden; papers that the change does not concern as well."""
    review = seeded.review(seeded.add_class())
    groups = review.papers.grouping().run()
    decide_group(review, groups[0], DecisionKind.WAIVE)
    decide_group(review, groups[1], DecisionKind.KEEP)
    decide_group(review, groups[2], DecisionKind.ACCEPT)
    item = next(i for i in review.papers.base(review.papers.rows[0].sha256).items if i.required)
    review.decide(
        DecisionKind.OVERRIDE, [(review.papers.rows[0].sha256, "")], item_id=item.item_id, points=1
    )
    key = review.papers.key()
    assert key is not None
    given = review.papers.assignments[0]
    for group in (*groups[3:9], group_of(review, MarkState.EDGES_OFF)):
        wider = with_answer(key, group.answer, review.lesson.article)
        old, new = (Decider(k, review.lesson.article, given.extra_cost) for k in (key, wider))
        preview = review.papers.preview(wider).run()
        told = {each.sha256: each.after for each in (*preview.gains, *preview.losses)}
        for row in review.papers.rows:
            paper, decided = (
                review.papers.submission(row.sha256),
                review.papers.decisions(row.sha256),
            )
            before = old.decided(paper, decided).points
            assert old.points(paper, decided) == before
            after = new.decided(paper, decided).points
            assert new.points(paper, decided) == after
            assert told.get(row.sha256, before) == after


def test_an_acceptance_can_be_taken_back_after_other_changes(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class())
    first, second = (group.answer for group in review.papers.grouping().run()[:2])
    step = review.accept_for_everyone(first)
    review.accept_for_everyone(second)
    assert step.change is not None
    review.papers.keys.take_back(review.lesson, step.change, who="Ms Varga")
    now = review.papers.keys.key(review.lesson)
    original = review.lesson.key
    assert now is not None
    assert original is not None
    alone = with_answer(original, second, review.lesson.article)
    assert replace(now, version=1) == replace(alone, version=1)


def test_adding_and_taking_away_an_answer_gives_the_key_back(seeded: SeededDesk) -> None:
    lesson = seeded.lesson()
    key, article = lesson.key, lesson.article
    assert key is not None
    trap = key.traps[0]
    for answer in (
        Answer(label="opinion", item_id=key.items[0].id),
        Answer(label=key.items[1].label, item_id=key.items[1].id, span=key.items[2].span),
        Answer(label="claim", span=trap.span, trap_id=trap.id),
    ):
        wider = with_answer(key, answer, article)
        assert wider != key
        assert with_answer(wider, answer, article) == wider
        back = without_answer(wider, key, wider)
        assert (back.items, back.relations) == (key.items, key.relations)
        assert set(back.traps) == set(key.traps)


def test_a_key_item_that_was_deleted_strands_decisions_and_breaks_nothing(
    seeded: SeededDesk,
) -> None:
    mine = seeded.add_class()
    review = seeded.review(mine)
    group = group_of(review, MarkState.OTHER_LABEL)
    decide_group(review, group, DecisionKind.ACCEPT, why="fair")
    key = review.papers.key()
    assert key is not None
    ids = {group.answer.item_id}
    smaller = replace(
        key,
        items=tuple(item for item in key.items if item.id not in ids),
        relations=tuple(tie for tie in key.relations if not tie.mark_ids & ids),
    )
    review.papers.keys.save(review.lesson, smaller, who="Ms Varga", why="not a good item")
    later = seeded.review(mine)
    place = group.places[0]
    told = later.papers.reviewed(place.sha256)
    assert [each.item_id for each in told.stranded] == [group.answer.item_id]
    assert told.decisions == ()
    check_sums(later)
    # The window that was open when the item went: its group can't be promoted any more.
    with pytest.raises(InvalidModel, match="not in the key any more"):
        review.accept_for_everyone(group.answer)
    assert len(Keys(seeded.data.db).versions(LESSON)) == 2


def test_a_crash_in_the_middle_leaves_all_or_nothing(
    seeded: SeededDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write dies between the version and its log line; a new start finds the old key."""
    mine = seeded.add_class(students=8)
    review = seeded.review(mine)
    before = points(review)
    answer = review.papers.grouping().run()[0].answer
    seeded.data.writer.flush()

    def dies(*_: object, **__: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(Reviews, "log", dies)
        with pytest.raises(Exception, match="power"):
            review.accept_for_everyone(answer)
    assert Keys(seeded.data.db).versions(LESSON) == ()
    again = seeded.review(mine)
    assert points(again) == before
    # Half of a look through is half of a look: nothing of it was ever written.
    key = again.papers.key()
    assert key is not None
    again.papers.preview(with_answer(key, answer, again.lesson.article)).step(0.0)
    with sqlite3.connect(f"file:{seeded.path}?mode=ro", uri=True) as raw:
        assert raw.execute("SELECT count(*) FROM keys").fetchone() == (0,)
    raw.close()
    again.accept_for_everyone(answer)
    assert points(again) != before


def test_a_thin_or_missing_key_is_no_error(seeded: SeededDesk) -> None:
    """Assign with no key, then build it from the class's own marks."""
    lesson = seeded.lesson()
    mine = seeded.add_class(students=12)
    bare = replace(lesson, key=None)
    review = Review(bare, seeded.assignments(mine), seeded.data, who="Ms Varga")
    groups = review.papers.grouping().run()
    assert review.papers.key() is None
    assert {group.answer.item_id for group in groups} == {""}
    assert review.papers.line(review.papers.rows[0].sha256).score is None
    assert len(groups[0].open) > 4, "what most of the class marked comes first"


# --- the inbox -----------------------------------------------------------------------------------


def test_the_inbox_flags_what_was_made_to_be_flagged(seeded: SeededDesk) -> None:
    rates = Rates(painter=0.4, hurried=0.4, late=0.5, no_ties=0.5, absent=0.0)
    review = seeded.review(seeded.add_class(rates=rates))
    due = review.papers.assignments[0].due
    assert due is not None
    seen: Counter[Flag] = Counter()
    for row in review.papers.rows:
        line, paper = review.papers.line(row.sha256), review.papers.submission(row.sha256)
        seen.update(line.flags)
        assert (Flag.LATE in line.flags) == (row.handed_in is not None and row.handed_in > due)
        assert (Flag.SHORT_TIME in line.flags) == (paper.attempt.seconds_spent == 25)
        assert (Flag.CHAIN_BLANK in line.flags) == (not paper.relations)
        assert bool(line.painted) == (Flag.PAINTED in line.flags)
        assert (Flag.CUT_SMALL in line.flags) == (line.marks > 2 * line.required)
        assert line.tidy <= line.placed <= line.required
    assert {Flag.LATE, Flag.PAINTED, Flag.SHORT_TIME, Flag.CHAIN_BLANK} <= seen.keys()


def test_rates_come_out_about_as_asked(seeded: SeededDesk) -> None:
    rates = Rates(found=0.8, wrong_label=0.2, edges=0.0, painter=0.0, absent=0.1)
    review = seeded.review(seeded.add_class(students=120, rates=rates))
    assert 100 <= len(review.papers.rows) <= 115
    lines = [review.papers.line(row.sha256) for row in review.papers.rows]
    found = sum(line.placed for line in lines) / sum(line.required for line in lines)
    named = sum(line.named for line in lines) / sum(line.placed for line in lines)
    assert 0.7 < found < 0.88
    assert 0.72 < named < 0.9


def test_the_same_seed_gives_the_same_papers(seeded: SeededDesk) -> None:
    lesson, student = seeded.lesson(), Student(id="s-1", name="Ada")
    make = PaperMaker(lesson, seed=3)
    one = make.paper(student, started=NOW)
    assert one == PaperMaker(lesson, seed=3).paper(student, started=NOW)
    assert one != PaperMaker(lesson, seed=4).paper(student, started=NOW)
    one.check(lesson.article.text)


def test_blind_names_are_stable_random_and_nobodys(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=40)
    review = seeded.review(mine)
    blind = review.papers.blind()
    ids = [row.sha256 for row in review.papers.rows]
    names = [blind.name(each) for each in ids]
    assert len(set(names)) == len(names)
    assert not set(names) & {row.student_name for row in review.papers.rows}
    assert sorted(blind.place(each) for each in ids) == list(range(len(ids)))
    assert [seeded.review(mine).papers.blind().name(each) for each in ids] == names
    other = review.papers.blind(again=True)
    assert [other.name(each) for each in ids] != names


def test_of_several_attempts_the_latest_counts(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=5, rates=Rates(absent=0.0))
    given = seeded.assignments(mine)[0]
    student = mine.students[0]
    second = PaperMaker(seeded.lesson(), seed=9).paper(
        student, started=NOW, assignment_id=given.id, number=2
    )
    sha256 = add_paper(seeded, second, f"sample:{student.id}")
    review = seeded.review(mine)
    counted = [row for row in review.papers.rows if row.student_id == student.id]
    assert [row.sha256 for row in counted] == [sha256]
    assert [row.attempt_number for row in review.papers.attempts(sha256)] == [1, 2]
    assert len(review.papers.rows) == 5


def test_an_id_in_a_file_proves_nothing(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=3, rates=Rates(absent=0.0))
    given = seeded.assignments(mine)[0]
    forged = PaperMaker(seeded.lesson(), seed=9).paper(
        mine.students[0], started=NOW, assignment_id=given.id, number=9
    )
    sha256 = add_paper(seeded, forged, "name:somebody:else")
    review = seeded.review(mine)
    assert len(review.papers.rows) == 4
    assert Flag.UNKNOWN in review.papers.line(sha256).flags


# --- another version of the text, and marks outside it -------------------------------------------


@pytest.mark.parametrize("keep_article", [True, False])
def test_a_paper_on_another_version_is_mapped_and_says_so(
    seeded: SeededDesk, keep_article: bool
) -> None:
    mine = seeded.add_class(students=3)
    sha256, old = on_old_text(seeded, keep_article=keep_article)
    review = seeded.review(mine)
    line, mapped = review.papers.line(sha256), review.papers.mapped(sha256)
    assert mapped is not None
    assert not line.fault
    assert Flag.OTHER_TEXT in line.flags
    text = review.lesson.article.text
    gone = old.blocks[-1].span.of(old.text)
    # Without the old text nobody can say which "She" was meant: such a mark is an orphan, too.
    wanted = (
        {gone}
        if keep_article
        else {
            mark.quote
            for mark in Submissions(seeded.data.db).load_received(sha256).annotations
            if text.count(mark.quote) != 1
        }
    )
    assert {mark.quote for mark in mapped.orphans} == wanted >= {gone}
    assert mapped.moved
    for each in mapped.moved:
        assert each.same_words
        assert each.after.span.of(text) == each.after.quote == each.before.quote
    assert any(each.before.span != each.after.span for each in mapped.moved)
    kept = Submissions(seeded.data.db).load_received(sha256)
    assert kept.article_sha256 == old.sha256, "what was handed in stays what it was"


def test_marks_outside_the_text_are_a_fault_and_nothing_else(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=3, rates=Rates(absent=0.0))
    lesson, given = seeded.lesson(), seeded.assignments(mine)[0]
    good = PaperMaker(lesson, seed=3).paper(
        Student(id="x", name="Outside"), started=NOW, assignment_id=given.id
    )
    far = len(lesson.article.text) + 50
    outside = replace(good.annotations[0], span=Span(far, far + len(good.annotations[0].quote)))
    sha256 = add_paper(seeded, replace(good, annotations=(outside,), relations=()), "name:x")
    review = seeded.review(mine)
    assert "ends at" in review.papers.line(sha256).fault
    groups = review.papers.grouping().run()
    assert sha256 not in {place.sha256 for group in groups for place in group.places}
    key = review.papers.key()
    assert key is not None
    assert review.papers.preview(key).run().faults == (sha256,)


# --- what students say ---------------------------------------------------------------------------


def test_disagreements_are_kept_once_listed_and_answered(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=4, rates=Rates(absent=0.0))
    review = seeded.review(mine)
    said = Disagreement(
        id=new_id(),
        submission_sha256=review.papers.rows[0].sha256,
        item_id="i",
        reason="=cmd|' /C calc'!A0 <b>It says “may”.</b>",
        raised=NOW,
        received=NOW,
    )
    assert seeded.data.call(lambda db: Disagreements(db).add(said)) == 1
    assert seeded.data.call(lambda db: Disagreements(db).add(said)) == 0
    review.refresh()
    assert review.disagreements() == (said,)
    assert seeded.desk.overviews()[0].lines[0].disagree == 1
    with pytest.raises(InvalidModel):
        replace(said, reason="  ")


def test_stop_for_today_makes_later_items_optional(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=8)
    given = seeded.assignments(mine)[0]
    whole = seeded.review(mine).papers.line(seeded.review(mine).papers.rows[0].sha256)
    seeded.desk.change(replace(given, stop_after_paragraph=2))
    half = seeded.review(mine)
    line = half.papers.line(half.papers.rows[0].sha256)
    assert 0 < line.required < whole.required
    late = [
        place
        for group in half.papers.grouping().run()
        for place in group.places
        if half.papers.base(place.sha256).mark(place.mark_id).span.start > 1500
    ]
    assert late == []


def test_a_decision_on_a_mark_that_is_not_there_is_refused(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=3))
    with pytest.raises(Exception, match="not in the paper"):
        review.decide(DecisionKind.WAIVE, [(review.papers.rows[0].sha256, "nobody")])
    decider = Decider(
        review.papers.key() or pytest.fail("no key"), review.lesson.article, POINT // 2
    )
    stray = Decision(
        id=new_id(),
        submission_sha256=review.papers.rows[0].sha256,
        kind=DecisionKind.WAIVE,
        mark_id="nobody",
        decided=datetime.datetime.now(datetime.UTC),
    )
    told = decider.decided(review.papers.submission(review.papers.rows[0].sha256), [stray])
    assert told.stranded == (stray,)
    assert told.points == review.papers.base(review.papers.rows[0].sha256).points


# --- the sentence on why not -----------------------------------------------------------------


def likely_mistake(review: Review) -> Answer:
    """Another label at an item whose key says why that label is wrong."""
    key = review.papers.key()
    assert key is not None
    item = next(each for each in key.items if each.likely_mistakes)
    label = next(wrong for wrong, _ in item.likely_mistakes if wrong not in item.labels)
    return Answer(label=label, item_id=item.id)


def test_an_accepted_label_is_not_called_wrong_any_more(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=6))
    answer = likely_mistake(review)
    before = review.papers.key()
    assert before is not None
    review.accept_for_everyone(answer, why="both can be argued")
    after = review.papers.key(review.papers.assignments[0].id)
    assert after is not None
    assert answer.label in after.item(answer.item_id).labels
    assert not after.item(answer.item_id).mistake_sentence(answer.label)
    others = {m for m in before.item(answer.item_id).likely_mistakes if m[0] != answer.label}
    assert set(after.item(answer.item_id).likely_mistakes) == others
    review.undo()
    back = review.papers.key(review.papers.assignments[0].id)
    assert back is not None
    assert back.item(answer.item_id) == before.item(answer.item_id), "word for word, in its place"
    review.redo()
    again = review.papers.key(review.papers.assignments[0].id)
    assert again is not None
    assert not again.item(answer.item_id).mistake_sentence(answer.label)


def test_a_sentence_written_since_is_not_overwritten_by_undo(seeded: SeededDesk) -> None:
    review = seeded.review(seeded.add_class(students=4))
    answer = likely_mistake(review)
    before = review.papers.key()
    assert before is not None
    after = with_answer(before, answer, review.lesson.article)
    newer = replace(
        after.item(answer.item_id),
        likely_mistakes=((answer.label, "Said anew."), *after.item(answer.item_id).likely_mistakes),
    )
    now = replace(after, items=tuple(newer if i.id == newer.id else i for i in after.items))
    back = without_answer(now, before, after).item(answer.item_id)
    assert back.mistake_sentence(answer.label) == "Said anew."
    assert len(back.likely_mistakes) == len(before.item(answer.item_id).likely_mistakes)
