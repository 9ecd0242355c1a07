"""Drafts: what is written comes back the same; what was handed in never changes."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.annotation import (
    Annotation,
    Attributes,
    Attribution,
    Certainty,
    EndKind,
    OpinionKind,
    Quotation,
    Relation,
    RelationEnd,
    RelationKind,
    new_id,
)
from annotator.model.changes import MarksChange
from annotator.model.errors import InvalidModel
from annotator.model.moments import utc_now
from annotator.model.text import Span, normalise_block, text_hash
from annotator.model.work import Attempt, AttemptState, Student
from annotator.store import errors
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students

from .conftest import ARTICLE, TEXT, mark_on

NOW = datetime.datetime(2026, 9, 1, 8, 30, tzinfo=datetime.UTC)


def said_by(mark: Annotation, *sources: Annotation) -> Relation:
    """A chain with the narrator outermost and the given sources side by side."""
    ends = tuple(RelationEnd.mark(source.id) for source in sources)
    return Relation(
        id=new_id(),
        kind=RelationKind.SAID_BY,
        source_id=mark.id,
        chain=((RelationEnd(EndKind.NARRATOR),), ends),
    )


def test_the_running_draft_is_opened_again(
    database: Database, student: Student, attempt: Attempt
) -> None:
    drafts = Drafts(database)
    again = drafts.open_draft(student.id, "01-crossing", ARTICLE.sha256)
    assert again == attempt
    other = drafts.open_draft(student.id, "01-crossing", ARTICLE.sha256, "assignment 7")
    assert other.id != attempt.id
    bo = Students(database).add_student("Bo")
    assert drafts.open_draft(bo.id, "01-crossing", ARTICLE.sha256).id != attempt.id


def test_add_change_remove_and_undo(database: Database, attempt: Attempt) -> None:
    drafts = Drafts(database)
    one, two = mark_on(0, 8), mark_on(9, 14, "opinion")
    tie = said_by(one, two)
    add = MarksChange("mark", after=(one, two), relations_after=(tie,))
    drafts.apply(attempt.id, add)
    relabelled = replace(one, label="denial", note="a\0b \U0001f6a6 نص", certainty=Certainty.GUESS)
    relabel = MarksChange("relabel", before=(one,), after=(relabelled,))
    drafts.apply(attempt.id, relabel)
    work = drafts.load(attempt.id, TEXT)
    assert work.annotations == (relabelled, two)
    assert work.relations == (tie,)
    drafts.apply(attempt.id, relabel.inverse())
    assert drafts.load(attempt.id, TEXT).annotations == (one, two)
    drafts.apply(attempt.id, add.inverse())
    assert drafts.load(attempt.id, TEXT).annotations == ()
    drafts.apply(attempt.id, add)
    assert drafts.load(attempt.id, TEXT).annotations == (one, two), "redo restores the same ids"


def test_two_marks_that_swap_labels_never_meet(database: Database, attempt: Attempt) -> None:
    drafts = Drafts(database)
    one, two = mark_on(0, 8, "claim"), mark_on(0, 8, "opinion")
    drafts.apply(attempt.id, MarksChange("mark", after=(one, two)))
    after = (replace(one, label="opinion"), replace(two, label="claim"))
    drafts.apply(attempt.id, MarksChange("relabel", before=(one, two), after=after))
    assert set(drafts.load(attempt.id, TEXT).annotations) == set(after)


def test_twins_are_refused_and_nothing_of_the_change_stays(
    database: Database, attempt: Attempt
) -> None:
    drafts = Drafts(database)
    drafts.apply(attempt.id, MarksChange("mark", after=(mark_on(0, 8),)))
    before = drafts.load(attempt.id, TEXT)
    twin = MarksChange("mark", after=(mark_on(9, 14), mark_on(0, 8)))
    with pytest.raises(errors.BrokenRule):
        drafts.apply(attempt.id, twin)
    assert drafts.load(attempt.id, TEXT) == before


def test_a_relation_needs_its_marks(database: Database, attempt: Attempt) -> None:
    drafts = Drafts(database)
    one, two = mark_on(0, 8), mark_on(9, 14)
    tie = said_by(one, two)
    with pytest.raises(InvalidModel, match="not there"):
        drafts.apply(attempt.id, MarksChange("tie", after=(one,), relations_after=(tie,)))
    drafts.apply(attempt.id, MarksChange("mark", after=(one, two), relations_after=(tie,)))
    with pytest.raises(InvalidModel, match="not there"):
        drafts.apply(attempt.id, MarksChange("remove", before=(two,)))
    assert len(drafts.load(attempt.id, TEXT).annotations) == 2


def test_hand_in_closes_the_draft(database: Database, attempt: Attempt) -> None:
    drafts = Drafts(database)
    drafts.apply(attempt.id, MarksChange("mark", after=(mark_on(0, 8),)))
    drafts.add_seconds(attempt.id, 90)
    file = b"the file"
    sha256 = hashlib.sha256(file).hexdigest()
    with pytest.raises(InvalidModel, match="not as it was kept"):
        drafts.hand_in(attempt.id, NOW, file, "0" * 64)
    handed = drafts.hand_in(attempt.id, NOW, file, sha256)
    assert handed == replace(attempt, state=AttemptState.HANDED_IN, handed_in=NOW, seconds_spent=90)
    assert drafts.hand_in_file(attempt.id) == (file, sha256)
    before = drafts.load(attempt.id, TEXT)
    with pytest.raises(errors.AttemptClosed, match="handed in"):
        drafts.apply(attempt.id, MarksChange("mark", after=(mark_on(9, 14),)))
    with pytest.raises(errors.AttemptClosed):
        drafts.add_seconds(attempt.id, 1)
    with pytest.raises(errors.AttemptClosed):
        drafts.hand_in(attempt.id, NOW, file, sha256)
    assert drafts.load(attempt.id, TEXT) == before


def test_next_attempt_and_return(database: Database, student: Student, attempt: Attempt) -> None:
    drafts = Drafts(database)
    mark = mark_on(0, 8)
    drafts.apply(attempt.id, MarksChange("mark", after=(mark,)))
    with pytest.raises(InvalidModel, match="handed in"):
        drafts.next_attempt(attempt.id)
    with pytest.raises(InvalidModel, match="never handed in"):
        drafts.take_return(attempt.id, 1, NOW, b"back")
    drafts.hand_in(attempt.id, NOW, b"f", hashlib.sha256(b"f").hexdigest())
    following = drafts.next_attempt(attempt.id, copy_marks=True)
    assert (following.number, following.supersedes) == (2, attempt.id)
    assert following.state is AttemptState.DRAFT
    assert drafts.next_attempt(attempt.id, copy_marks=True) == following
    assert drafts.load(following.id, TEXT).annotations == (mark,)
    drafts.apply(following.id, MarksChange("remove", before=(mark,)))
    assert drafts.load(attempt.id, TEXT).annotations == (mark,), "the first try stays as it was"
    for revision, file in ((1, b"back"), (2, b"again"), (2, b"again")):
        returned = drafts.take_return(attempt.id, revision, NOW, file)
    assert returned.state is AttemptState.RETURNED
    assert drafts.returned_file(attempt.id) == b"again"
    (progress,) = drafts.progress(student.id)
    assert progress.attempt.id == following.id


def test_progress(database: Database, student: Student, attempt: Attempt) -> None:
    drafts = Drafts(database)
    later = utc_now() + datetime.timedelta(minutes=5)
    drafts.open_draft(student.id, "02-lunch", "f" * 64)
    drafts.apply(attempt.id, MarksChange("mark", after=(mark_on(0, 8), mark_on(9, 14))), at=later)
    first, second = drafts.progress(student.id)
    assert (first.lesson_id, first.marks, first.saved) == ("01-crossing", 2, later)
    assert (second.lesson_id, second.marks) == ("02-lunch", 0)


def test_another_text_is_refused(database: Database, attempt: Attempt) -> None:
    with pytest.raises(InvalidModel, match="another version"):
        Drafts(database).load(attempt.id, TEXT + " ")


def test_unknown_ids(database: Database) -> None:
    drafts = Drafts(database)
    with pytest.raises(errors.NoSuchRecord):
        drafts.load("nobody", TEXT)
    with pytest.raises(errors.NoSuchRecord):
        drafts.apply("nobody", MarksChange("mark", after=(mark_on(0, 8),)))
    with pytest.raises(errors.NoSuchRecord):
        drafts.hand_in_file("nobody")
    with pytest.raises(errors.BrokenRule):
        drafts.open_draft("no such student", "01-crossing", ARTICLE.sha256)


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("annotations", "UPDATE annotations SET note = 'other'"),
        ("annotations", 'UPDATE annotations SET start = start + 1, "end" = "end" + 1'),
        ("annotations", "UPDATE annotations SET quote = 'crossing'"),
        ("annotations", "UPDATE annotations SET attributes = '{\"hedged\":true}'"),
        ("annotations", "UPDATE annotations SET checksum = ''"),
        ("relations", "UPDATE relations SET kind = 'denies'"),
        ("relations", "UPDATE relations SET note = 'other'"),
    ],
)
def test_a_changed_record_is_named(
    database: Database, attempt: Attempt, table: str, statement: str
) -> None:
    drafts = Drafts(database)
    one, two = mark_on(0, 8), mark_on(9, 14)
    tie = said_by(one, two)
    drafts.apply(attempt.id, MarksChange("mark", after=(one, two), relations_after=(tie,)))
    name = tie.id if table == "relations" else one.id
    database.execute(f"{statement} WHERE id = '{name}'")
    with pytest.raises(errors.RecordDamaged, match=name) as caught:
        drafts.load(attempt.id, TEXT)
    assert caught.value.table == table
    assert database.row("SELECT count(*) FROM annotations") == (2,), "nothing was taken away"


def test_a_changed_hand_in_is_named(database: Database, attempt: Attempt) -> None:
    drafts = Drafts(database)
    drafts.hand_in(attempt.id, NOW, b"f", hashlib.sha256(b"f").hexdigest())
    database.execute("UPDATE hand_ins SET file = x'00'")
    with pytest.raises(errors.RecordDamaged, match="hand_ins"):
        drafts.hand_in_file(attempt.id)


# -- whatever the model can hold comes back the same ------------------------------------------

characters = st.one_of(
    st.characters(exclude_categories=["Cs"]), st.sampled_from("🚦👩‍👧é\u0301שלוםقالकहते—’")
)
texts = st.text(characters, min_size=1, max_size=80).map(normalise_block).filter(bool)
notes = st.text(characters, max_size=40)
times = st.datetimes(
    datetime.datetime(1990, 1, 1), datetime.datetime(2100, 1, 1), timezones=st.just(datetime.UTC)
)
attributes = st.builds(
    Attributes,
    attribution=st.none() | st.sampled_from(Attribution),
    figure=st.none() | st.booleans(),
    opinion_kind=st.none() | st.sampled_from(OpinionKind),
    quotation=st.none() | st.sampled_from(Quotation),
    hedged=st.none() | st.booleans(),
)


@st.composite
def work(draw: st.DrawFn) -> tuple[str, tuple[Annotation, ...], tuple[Relation, ...]]:
    """A text, marks on it that are all different, and a chain over some of them."""
    text = draw(texts)
    places = draw(
        st.sets(
            st.tuples(
                st.integers(0, len(text) - 1),
                st.integers(1, len(text)),
                st.sampled_from(["claim", "denial", "source", "opinion", "étiquette"]),
            ).filter(lambda place: place[0] < place[1]),
            max_size=8,
        )
    )
    marks = tuple(
        replace(
            Annotation.on(text, Span(start, end), label, at=draw(times)),
            note=draw(notes),
            certainty=draw(st.none() | st.sampled_from(Certainty)),
            attributes=draw(attributes),
        )
        for start, end, label in sorted(places)
    )
    if len(marks) < 3:
        return text, marks, ()
    ends = [RelationEnd.mark(mark.id) for mark in marks[1:]]
    cut = draw(st.integers(1, len(ends) - 1))
    chain = (tuple(ends[:cut]), (RelationEnd(EndKind.NOBODY),), tuple(ends[cut:]))
    tie = Relation(
        id=new_id(),
        kind=RelationKind.SAID_BY,
        source_id=marks[0].id,
        chain=chain,
        note=draw(notes),
    )
    words = draw(notes.filter(bool))
    denial = Relation(
        id=new_id(),
        kind=RelationKind.DENIES,
        source_id=marks[0].id,
        chain=((RelationEnd(EndKind.IMPLIED, text=words),),),
    )
    return text, marks, (tie, denial)


@pytest.fixture(scope="module")
def shared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file for all examples; each has a student of its own in it."""
    path = tmp_path_factory.mktemp("shared") / "student.db"
    Database.open(path, kind=DatabaseKind.STUDENT).close()
    return path


@settings(max_examples=60, deadline=None)
@given(sample=work())
def test_everything_comes_back_the_same(
    shared_file: Path, sample: tuple[str, tuple[Annotation, ...], tuple[Relation, ...]]
) -> None:
    text, marks, relations = sample
    change = MarksChange("mark", after=marks, relations_after=relations)
    with Database.open(shared_file, kind=DatabaseKind.STUDENT) as database:
        student = Students(database).add_student("Ada")
        attempt = Drafts(database).open_draft(student.id, "x", text_hash(text))
        Drafts(database).apply(attempt.id, change)
    with Database.open(shared_file, kind=DatabaseKind.STUDENT) as database:
        loaded = Drafts(database).load(attempt.id, text)
        assert set(loaded.annotations) == set(marks)
        assert set(loaded.relations) == set(relations)
        Drafts(database).apply(attempt.id, change.inverse())
        assert Drafts(database).load(attempt.id, text).annotations == ()


def test_a_note_with_half_a_character_is_kept_readable(
    database: Database, attempt: Attempt
) -> None:
    broken = replace(mark_on(0, 8), note="half \ud83d of one")
    Drafts(database).apply(attempt.id, MarksChange("note", after=(broken,)))
    (mark,) = Drafts(database).load(attempt.id, TEXT).annotations
    assert mark.note == "half � of one"


def test_two_connections_see_each_others_commits(
    open_student: Callable[..., Database], database: Database, attempt: Attempt
) -> None:
    other = open_student()
    Drafts(other).apply(attempt.id, MarksChange("mark", after=(mark_on(0, 8),)))
    assert len(Drafts(database).load(attempt.id, TEXT).annotations) == 1
