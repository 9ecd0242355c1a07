"""Answering what students disagree with: real files, every answer undone and done again."""

from __future__ import annotations

import datetime
import sqlite3
from dataclasses import replace

import pytest

from annotator.model.annotation import new_id
from annotator.model.errors import BadInput
from annotator.model.outcome import Edges, ItemState, MarkState
from annotator.model.review import DecisionKind, Disagreement, ReviewChange, Verdict
from annotator.services.classes.sample_class import Rates
from annotator.services.review.disagreements import (
    Answering,
    Aside,
    DisagreementRow,
    Effect,
)
from annotator.services.review.holdings import is_unreturned
from annotator.services.review.reviewing import Review
from annotator.store.desk import Desk, Disagreements
from tests.seeded import NOW, SeededDesk


def a_review(seeded: SeededDesk, students: int = 12) -> Review:
    return seeded.review(seeded.add_class(students=students, rates=Rates(absent=0.0)))


def say(
    seeded: SeededDesk,
    review: Review,
    sha256: str,
    *,
    item_id: str = "",
    mark_id: str = "",
    tie_id: str = "",
    reason: str = "It says “may”.",
    revision: int = 1,
    received: datetime.datetime | None = None,
) -> str:
    """A disagreement that came in; its id."""
    when = received or datetime.datetime.now(datetime.UTC)
    said = Disagreement(
        id=new_id(),
        submission_sha256=sha256,
        item_id=item_id,
        mark_id=mark_id,
        tie_id=tie_id,
        reason=reason,
        raised=NOW,
        received=when,
        revision=revision,
    )
    assert seeded.data.call(lambda db: Disagreements(db).add(said)) == 1
    review.refresh()
    return said.id


def of_state(review: Review, *states: MarkState) -> tuple[str, str, str]:
    """(paper, mark id, item id) of a mark in one of these states."""
    for row in review.papers.rows:
        for mark in review.papers.base(row.sha256).marks:
            if mark.item_id and mark.edges is not Edges.TIDY:
                continue
            needed = not mark.item_id or review.papers.base(row.sha256).item(mark.item_id).required
            if mark.state in states and needed:
                return row.sha256, mark.mark_id, mark.item_id
    raise AssertionError(f"no mark is {states}")


def on_disk(seeded: SeededDesk, said_id: str) -> tuple[str, str]:
    """Verdict and words of an answer, read from the file by itself."""
    seeded.data.writer.flush()
    with sqlite3.connect(seeded.path) as file:
        row = file.execute(
            "SELECT verdict, answer FROM disagreements WHERE id = ?", [said_id]
        ).fetchone()
    file.close()
    return (row[0], row[1])


def only(answering: Answering) -> DisagreementRow:
    (row,) = answering.rows()
    return row


def test_right_counts_for_this_student_alone_and_is_undone_with_its_points(
    seeded: SeededDesk,
) -> None:
    review = a_review(seeded)
    sha256, mark_id, item_id = of_state(review, MarkState.OTHER_LABEL)
    before = {row.sha256: review.papers.reviewed(row.sha256).points for row in review.papers.rows}
    said_id = say(seeded, review, sha256, item_id=item_id, mark_id=mark_id)
    answering = Answering(review)
    assert only(answering).effect is Effect.COUNTS
    assert only(answering).is_open
    assert only(answering).span == review.papers.base(sha256).mark(mark_id).span
    answering.right(said_id, " Well seen. ")
    after = {row.sha256: review.papers.reviewed(row.sha256).points for row in review.papers.rows}
    assert after[sha256] > before[sha256]
    assert {k: v for k, v in after.items() if k != sha256} == {
        k: v for k, v in before.items() if k != sha256
    }
    assert on_disk(seeded, said_id) == ("right", "Well seen.")
    assert review.history.undo_text == "you are right"
    review.undo()
    assert review.papers.reviewed(sha256).points == before[sha256]
    assert only(answering).is_open
    assert on_disk(seeded, said_id) == ("", "")
    review.redo()
    assert on_disk(seeded, said_id) == ("right", "Well seen.")
    assert review.papers.reviewed(sha256).points == after[sha256]
    # Read anew, as tomorrow: the same.
    review.refresh()
    assert only(answering).disagreement.verdict is Verdict.RIGHT
    assert review.papers.reviewed(sha256).points == after[sha256]


def test_it_stands_needs_words_and_takes_an_acceptance_back(seeded: SeededDesk) -> None:
    review = a_review(seeded)
    sha256, mark_id, item_id = of_state(review, MarkState.OTHER_LABEL)
    points = review.papers.reviewed(sha256).points
    said_id = say(seeded, review, sha256, item_id=item_id, mark_id=mark_id)
    answering = Answering(review)
    with pytest.raises(BadInput, match="reason"):
        answering.stands(said_id, "  ")
    assert only(answering).is_open
    answering.right(said_id)
    answering.stands(said_id, "The council says it, so it is a claim.")
    assert review.papers.reviewed(sha256).points == points
    kinds = [each.kind for each in review.papers.decisions(sha256) if each.mark_id == mark_id]
    assert kinds == [DecisionKind.KEEP]
    review.undo()
    assert only(answering).disagreement.verdict is Verdict.RIGHT
    review.undo()
    answering.stands(said_id, "No.")
    answering.reopen(said_id)
    assert only(answering).is_open
    assert [each for each in review.papers.decisions(sha256) if each.mark_id == mark_id] == []


def test_what_was_let_through_stays_so_where_the_key_stands(seeded: SeededDesk) -> None:
    review = a_review(seeded)
    sha256, mark_id, _item = of_state(review, MarkState.EXTRA)
    review.decide(DecisionKind.WAIVE, [(sha256, mark_id)])
    points = review.papers.reviewed(sha256).points
    said_id = say(seeded, review, sha256, mark_id=mark_id)
    Answering(review).stands(said_id, "It is no claim, though a fair thought.")
    assert review.papers.reviewed(sha256).points == points


def test_right_about_a_missed_item_gives_its_points(seeded: SeededDesk) -> None:
    review = a_review(seeded)
    sha256, item = next(
        (row.sha256, item)
        for row in review.papers.rows
        for item in review.papers.base(row.sha256).items
        if item.required and item.state is ItemState.MISSED
    )
    points = review.papers.reviewed(sha256).points
    said_id = say(seeded, review, sha256, item_id=item.item_id)
    answering = Answering(review)
    assert only(answering).effect is Effect.POINTS
    assert only(answering).quote == item.quote
    answering.right(said_id, "Nobody could know that.")
    assert review.papers.reviewed(sha256).points == points + item.weight
    review.undo()
    assert review.papers.reviewed(sha256).points == points


def test_a_missed_item_can_become_optional_for_everyone_and_back(seeded: SeededDesk) -> None:
    review = a_review(seeded, students=28)
    states: dict[str, list[tuple[str, bool]]] = {}
    for row in review.papers.rows:
        for item in review.papers.base(row.sha256).items:
            if item.required:
                there = (row.sha256, item.state is ItemState.MISSED)
                states.setdefault(item.item_id, []).append(there)
    item_id = next(
        each
        for each, those in states.items()
        if 2 <= sum(missed for _, missed in those) < len(those)
    )
    missed = [sha256 for sha256, is_missed in states[item_id] if is_missed]
    found = [sha256 for sha256, is_missed in states[item_id] if not is_missed]
    one = say(seeded, review, missed[0], item_id=item_id)
    two = say(seeded, review, missed[1], item_id=item_id)
    answering = Answering(review)
    answering.right(one)
    was = {row.sha256: review.papers.reviewed(row.sha256).comparison for row in review.papers.rows}
    assert {each.disagreement.id for each in answering.alike(one)} == {one, two}
    rescore = answering.rescore(one)
    assert rescore is not None
    told = rescore.run()
    gain, lose = ({each.sha256 for each in those} for those in (told.gains, told.losses))
    whole = {sha256 for sha256 in found if (i := was[sha256].item(item_id)).points == i.weight}
    assert whole
    assert not gain & whole, "nobody gains who has all of its points"
    assert gain >= {*missed[1:]}
    assert not lose & {*missed[1:]}
    answering.right_for_everyone(one, "You are right.", why="It can be read either way")
    key = review.papers.key()
    assert key is not None
    assert not next(each for each in key.items if each.id == item_id).required
    now = {row.sha256: review.papers.reviewed(row.sha256).comparison for row in review.papers.rows}
    assert {each.required for each in now.values()} == {was[missed[0]].required - 1}
    assert review.papers.decisions(missed[0]) == (), "the points of before are not given on top"
    for each in (*told.gains, *told.losses):
        assert each.after == now[each.sha256].points
        assert each.scores == (was[each.sha256].score, now[each.sha256].score)
    assert {m.disagreement.verdict for m in answering.rows()} == {Verdict.EVERYONE}
    review.undo()
    assert {
        r.sha256: review.papers.reviewed(r.sha256).comparison.points for r in review.papers.rows
    } == {sha256: each.points for sha256, each in was.items()}
    key = review.papers.key()
    assert key is not None
    assert next(each for each in key.items if each.id == item_id).required
    assert {m.disagreement.verdict for m in answering.rows()} == {Verdict.RIGHT, None}
    review.redo()
    key = review.papers.key()
    assert key is not None
    assert not next(each for each in key.items if each.id == item_id).required


def test_right_for_everyone_changes_the_key_and_answers_all_that_say_the_same(
    seeded: SeededDesk,
) -> None:
    review = a_review(seeded, students=28)
    group = next(
        each
        for each in review.papers.grouping().run()
        if each.answer.item_id and each.answer.span is None and len(each.places) > 2
    )
    first, second, *_ = group.places
    answering = Answering(review)
    one = say(seeded, review, first.sha256, item_id=group.answer.item_id, mark_id=first.mark_id)
    two = say(seeded, review, second.sha256, mark_id=second.mark_id)
    away, mark_id, _ = of_state(review, MarkState.EXTRA)
    other = say(seeded, review, away, mark_id=mark_id)
    before = {row.sha256: review.papers.reviewed(row.sha256).points for row in review.papers.rows}
    rescore = answering.rescore(one)
    assert rescore is not None
    gains = {each.sha256 for each in rescore.run().gains}
    assert {first.sha256, second.sha256} <= gains
    assert {each.disagreement.id for each in answering.alike(one)} == {one, two}
    was = review.papers.key()
    assert was is not None
    answering.right_for_everyone(one, "You are right, all of you.", why="7B saw it")
    key = review.papers.key()
    assert key is not None
    assert key.version == was.version + 1
    gained = {
        row.sha256
        for row in review.papers.rows
        if review.papers.reviewed(row.sha256).points > before[row.sha256]
    }
    assert gained == gains
    told = {each.disagreement.id: each.disagreement.verdict for each in answering.rows()}
    assert told == {one: Verdict.EVERYONE, two: Verdict.EVERYONE, other: None}
    assert on_disk(seeded, two) == ("everyone", "You are right, all of you.")
    review.undo()
    assert {each.disagreement.verdict for each in answering.rows()} == {None}
    assert on_disk(seeded, two) == ("", "")
    assert {
        row.sha256: review.papers.reviewed(row.sha256).points for row in review.papers.rows
    } == before
    review.redo()
    assert on_disk(seeded, one) == ("everyone", "You are right, all of you.")


def test_one_answered_right_before_counts_by_the_key_alone_after(seeded: SeededDesk) -> None:
    review = a_review(seeded, students=28)
    sha256, mark_id, item_id = of_state(review, MarkState.OTHER_LABEL)
    said_id = say(seeded, review, sha256, item_id=item_id, mark_id=mark_id)
    answering = Answering(review)
    answering.right(said_id)
    alone = review.papers.reviewed(sha256).points
    answering.right_for_everyone(said_id)
    assert [e for e in review.papers.decisions(sha256) if e.mark_id == mark_id] == []
    assert review.papers.reviewed(sha256).points >= alone
    review.undo()
    assert review.papers.reviewed(sha256).points == alone
    assert only(answering).disagreement.verdict is Verdict.RIGHT


# --- the desk has moved on ---------------------------------------------------------------------


def test_an_item_that_was_changed_or_taken_away_since(seeded: SeededDesk) -> None:
    review = a_review(seeded)
    sha256, mark_id, item_id = of_state(review, MarkState.OTHER_LABEL)
    review.give_back([sha256])
    said_id = say(seeded, review, sha256, item_id=item_id, mark_id=mark_id)
    answering = Answering(review)
    assert only(answering).asides == ()
    key = review.papers.key()
    assert key is not None
    lesson = review.lesson
    label = review.papers.base(sha256).mark(mark_id).label
    changed = replace(
        key,
        items=tuple(
            replace(each, also_labels=(*each.also_labels, label)) if each.id == item_id else each
            for each in key.items
        ),
    )
    review.papers.keys.save(lesson, changed, who="Ms Varga")
    again = seeded.review(*seeded.desk.classes())
    answering = Answering(again)
    row = only(answering)
    assert Aside.ITEM_CHANGED in row.asides
    assert Aside.COUNTS_NOW in row.asides
    assert row.item_then == key.item(item_id)
    # There is nothing left to accept: the answer is words, and says so.
    assert row.effect is Effect.WORDS
    points = again.papers.reviewed(sha256).points
    answering.right(said_id, "It counts by now.")
    assert again.papers.reviewed(sha256).points == points
    gone = replace(
        key,
        items=tuple(each for each in key.items if each.id != item_id),
        relations=tuple(tie for tie in key.relations if item_id not in tie.mark_ids),
    )
    again.papers.keys.save(lesson, gone, who="Ms Varga")
    last = seeded.review(*seeded.desk.classes())
    row = only(Answering(last))
    assert Aside.ITEM_GONE in row.asides
    assert row.item_then == key.item(item_id)
    assert row.item is None
    assert row.quote


def test_an_older_return_a_student_off_the_list_and_a_mark_that_is_gone(
    seeded: SeededDesk,
) -> None:
    review = a_review(seeded)
    sha256, mark_id, item_id = of_state(review, MarkState.OTHER_LABEL)
    review.give_back([sha256])
    review.give_back([sha256])
    said_id = say(seeded, review, sha256, item_id=item_id, mark_id=mark_id, revision=1)
    answering = Answering(review)
    assert only(answering).asides == (Aside.OLD_RETURN,)
    (school_class,) = seeded.desk.classes()
    who = review.papers.row(sha256).student_id
    left = [each.name for each in school_class.students if each.id != who]
    seeded.set_list(school_class.id, left)
    review = Review(review.lesson, seeded.desk.assignments(), seeded.data, who="Ms Varga")
    answering = Answering(review)
    assert set(only(answering).asides) == {Aside.OLD_RETURN, Aside.OFF_LIST}
    answering.stands(said_id, "It stands all the same.")
    assert not only(answering).is_open
    lost = say(seeded, review, sha256, mark_id="not-there")
    row = answering.row(lost)
    assert Aside.MARK_GONE in row.asides
    assert row.effect is Effect.WORDS
    assert row.span is None
    assert answering.right(lost, "Still, thank you.")


def test_a_tie_is_answered_in_words_and_its_points_stay(seeded: SeededDesk) -> None:
    review = a_review(seeded)
    answering, sha256 = Answering(review), review.papers.rows[0].sha256
    base = review.papers.base(sha256)
    tie = next(each for each in base.relations if each.key_relation_id and each.item_id)
    drawn = next(
        (row.sha256, each)
        for row in review.papers.rows
        for each in review.papers.base(row.sha256).relations
        if each.relation_id and each.key_relation_id
    )
    points = review.papers.reviewed(sha256).comparison.relation_points
    of_key = say(seeded, review, sha256, tie_id=tie.key_relation_id)
    of_student = say(seeded, review, drawn[0], tie_id=drawn[1].relation_id)
    gone = say(seeded, review, sha256, tie_id=new_id())
    row = answering.row(of_key)
    assert (row.tie, row.effect, row.answer, row.asides) == (tie, Effect.WORDS, None, ())
    assert (row.item, row.quote) == (base.item(tie.item_id), base.item(tie.item_id).quote)
    assert answering.row(of_student).tie == drawn[1]
    assert answering.row(gone).asides == (Aside.TIE_GONE,)
    answering.right(of_key, "The station may be left out.")
    assert on_disk(seeded, of_key) == ("right", "The station may be left out.")
    assert review.papers.reviewed(sha256).comparison.relation_points == points
    review.undo()
    assert answering.row(of_key).is_open
    # About the item itself something else is said.
    other = say(seeded, review, sha256, item_id=tie.item_id, reason="It is a guess.")
    assert {each.disagreement.id for each in answering.rows()} == {of_key, of_student, gone, other}


def test_answers_wait_to_be_returned(seeded: SeededDesk) -> None:
    review = a_review(seeded)
    sha256, mark_id, item_id = of_state(review, MarkState.OTHER_LABEL)
    review.give_back([sha256])
    said_id = say(seeded, review, sha256, item_id=item_id, mark_id=mark_id)
    answering = Answering(review)
    assert not only(answering).is_unreturned
    answering.right(said_id)
    review.refresh()
    assert only(answering).is_unreturned
    review.give_back([sha256])
    assert not only(answering).is_unreturned
    said = only(answering).disagreement
    assert not is_unreturned(replace(said, verdict=None, answered=None), None)
    rows = {row.sha256: row for row in Desk(seeded.data.db).inbox()}
    assert rows[sha256].revision == 2
    assert not ReviewChange("answer")
