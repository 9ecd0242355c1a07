"""Returns: what was decided is what is read, by the student alone, and nothing else goes out."""

from __future__ import annotations

import dataclasses
import datetime
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.files import outcome_json
from annotator.files.card_keys import seal_card
from annotator.files.container import kind_of, pack, pack_body
from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_folder import load_lesson
from annotator.files.return_file import (
    ATTEMPT_FORMAT,
    KIND,
    SEALED_FORMAT,
    SIGNED_FORMAT,
    SIGNED_SEALED_FORMAT,
    read_class_return,
    read_return,
    write_class_return,
    write_return,
)
from annotator.files.sealing import KeyRing, SecretKey
from annotator.files.signing import signing_key
from annotator.model.annotation import Annotation
from annotator.model.article import Article, BlockKind
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.outcome import (
    Comparison,
    ConfusionCell,
    Coverage,
    ItemOutcome,
    LabelCounts,
    MarkOutcome,
    RelationOutcome,
    Row,
)
from annotator.model.review import Answered, Decision, DecisionKind, Disagreement, Remark, Verdict
from annotator.model.text import Span
from annotator.scoring.grading import compare, prepare
from tests.files.make import GUIDE, LESSONS, WHEN, an_article, an_id
from tests.files.returns import NAME, a_return, card_of

TEACHER = SecretKey(b"t" * 32)


def inside(file: bytes) -> Any:
    return json.loads(zlib.decompress(file.split(b"\n", 2)[2]))


def test_what_was_written_is_what_is_read(tmp_path: Path) -> None:
    made = a_return()
    place = tmp_path / "zoe.return"
    place.write_bytes(write_return(made))
    read = read_return(place)
    assert read.content == made
    assert read.teacher_key == ""
    assert read.content.check(an_article()) is read.content
    assert write_return(made) == write_return(made)


@pytest.mark.parametrize("slug", sorted(p.name for p in LESSONS.glob("0*")))
def test_every_shipped_lessons_outcome_goes_and_comes(slug: str) -> None:
    lesson = load_lesson(LESSONS / slug, load_label_guide(GUIDE))
    assert lesson.key is not None
    text = lesson.article.text
    marks = tuple(
        Annotation.on(text, Span(start, min(start + 60, len(text))), "claim")
        for start in range(0, len(text) - 1, 97)
    )
    told = compare(prepare(lesson.key, lesson.article), marks, lesson.article)
    made = replace(a_return(), comparison=told, key_ties=lesson.key.relations)
    assert read_return(write_return(made)).content.check(lesson.article) == made


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (outcome_json.MARK, MarkOutcome),
        (outcome_json.ITEM, ItemOutcome),
        (outcome_json.ROW, Row),
        (outcome_json.LABEL_COUNTS, LabelCounts),
        (outcome_json.CELL, ConfusionCell),
        (outcome_json.RELATION, RelationOutcome),
        (outcome_json.COVERAGE, Coverage),
        (outcome_json.COMPARISON, Comparison),
    ],
)
def test_a_new_field_of_an_outcome_is_decided_on(table: dict[str, Any], kind: type) -> None:
    """Whoever adds a field to an outcome says here whether students are told."""
    assert set(table) == {field.name for field in dataclasses.fields(kind)}


def test_who_decided_and_when_stays_at_the_desk() -> None:
    decision = Decision(
        id=an_id(500),
        submission_sha256="b" * 64,
        kind=DecisionKind.WAIVE,
        mark_id=an_id(77),
        why="good idea",
        who="head of department",
        decided=WHEN,
    )
    file = write_return(replace(a_return(), remarks=(Remark.of(decision),)))
    written = json.dumps(inside(file))
    assert "good idea" in written
    for word in (an_id(500), "b" * 64, "head of department"):
        assert word not in written
    assert set(inside(file)) == {
        "format",
        "kind",
        "student",
        "lesson",
        "attempt",
        "handIn",
        "revision",
        "returned",
        "teacher",
        "outcome",
        "remarks",
        "answers",
        "keyTies",
    }


def test_a_return_of_before_answers_were_kept_is_read() -> None:
    web = inside(write_return(a_return()))
    del web["answers"]
    old = read_return(pack(KIND, 1, json.dumps(web).encode())).content
    assert old == replace(a_return(), answers=())


def test_when_it_was_answered_stays_at_the_desk() -> None:
    answered = WHEN + datetime.timedelta(days=1, minutes=7)
    said = Disagreement(
        id=an_id(60),
        submission_sha256="b" * 64,
        reason="It says “may”.",
        raised=WHEN,
        received=answered,
        verdict=Verdict.EVERYONE,
        answer="You are right.",
        answered=answered,
    )
    told = Answered.of(said)
    assert told is not None
    (web,) = inside(write_return(replace(a_return(), answers=(told,))))["answers"]
    assert set(web) == {"id", "reason", "said", "verdict", "answer"}
    assert Answered.of(replace(said, verdict=None, answered=None)) is None


def sealed(name: str = NAME) -> bytes:
    card = card_of(name)
    return write_return(a_return(card.student_id), keys=KeyRing((TEACHER,)), box_key=card.box_key)


def test_a_sealed_return_opens_with_its_card_alone() -> None:
    read = read_return(sealed(), card=card_of())
    assert read.content == a_return()
    assert read.teacher_key == TEACHER.public
    assert read.signature is not None
    assert read.signature.key == signing_key(TEACHER)
    assert NAME.encode() not in sealed()
    with pytest.raises(BadInput, match="opens with a class card"):
        read_return(sealed())
    with pytest.raises(BadInput, match="does not open with this class card"):
        read_return(sealed(), card=card_of("Somebody"))


def test_an_open_return_is_signed_and_can_not_be_changed() -> None:
    file = write_return(a_return(), keys=KeyRing((TEACHER,)))
    read = read_return(file)
    assert read.signature is not None
    assert (read.content, read.signature.key) == (a_return(), signing_key(TEACHER))
    body = file.split(b"\n", 2)[2]
    other = write_return(a_return(), keys=KeyRing((SecretKey(b"f" * 32),))).split(b"\n", 2)[2]
    for forged in (
        body[:-1] + bytes([body[-1] ^ 1]),
        body[:32] + other[32:],
        other[:50] + body[50:],
    ):
        with pytest.raises(BadInput, match="signed"):
            read_return(pack_body(KIND, SIGNED_FORMAT, forged))


def test_what_older_versions_wrote_is_read() -> None:
    """Format 2: sealed to the card, and not signed."""
    card, body = card_of(), write_return(a_return()).split(b"\n", 2)[2]
    sealed_to = bytes.fromhex(TEACHER.public) + seal_card(TEACHER.secret, card.box_key, body)
    read = read_return(pack_body(KIND, SEALED_FORMAT, sealed_to), card=card)
    assert (read.content, read.signature) == (a_return(), None)
    assert read.teacher_key == TEACHER.public


def test_nobody_but_the_teacher_seals_in_the_teachers_name() -> None:
    """Another sender's key stands in the file; with the teacher's put in its place it is shut."""
    forger = SecretKey(b"f" * 32)
    card = card_of()
    forged = write_return(a_return(), keys=KeyRing((forger,)), box_key=card.box_key)
    assert read_return(forged, card=card).teacher_key == forger.public
    body = forged.split(b"\n", 2)[2]
    moved = pack_body(KIND, SIGNED_SEALED_FORMAT, bytes.fromhex(TEACHER.public) + body[32:])
    with pytest.raises(BadInput, match="does not open"):
        read_return(moved, card=card)


def test_a_class_file_opens_for_each_card_alone() -> None:
    names = (NAME, "Amara Diallo", "Ben Osei")
    parts = {card_of(name).student_id: sealed(name) for name in names}
    file = write_class_return(parts)
    assert kind_of(file) == "class-return"
    for name in names:
        assert name.encode() not in zlib.decompress(file.split(b"\n", 2)[2])
    found = read_class_return(file)
    assert found == parts
    own = found[card_of("Amara Diallo").student_id]
    assert (
        read_return(own, card=card_of("Amara Diallo")).content.student_id
        == card_of("Amara Diallo").student_id
    )
    with pytest.raises(BadInput):
        read_return(own, card=card_of("Ben Osei"))


def test_an_open_return_never_goes_into_a_class_file() -> None:
    with pytest.raises(InvalidModel, match="everybody gets"):
        write_class_return({card_of().student_id: write_return(a_return())})


def change(value: Any, *steps: Any, to: Any) -> Any:
    for step in steps[:-1]:
        value = value[step]
    value[steps[-1]] = to
    return None


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (lambda web: change(web, "outcome", "points", to=1), "don’t add up"),
        (lambda web: change(web, "outcome", "marks", 0, "item_id", to=an_id(999)), "not there"),
        (lambda web: change(web, "outcome", "marks", 0, "span", to=[5, 5]), "must not be empty"),
        (lambda web: change(web, "outcome", "marks", 0, "span", to=[True, 5]), "two positions"),
        (lambda web: change(web, "outcome", "score", to=101), "from 0 to 100"),
        (lambda web: change(web, "outcome", "items", 0, "state", to="nice"), "cannot be"),
        (lambda web: change(web, "handIn", to="urn:sha256:zz"), "hashes"),
        (lambda web: change(web, "revision", to=0), "from 1"),
        (lambda web: web["outcome"].pop("found"), "is missing"),
        (lambda web: web["outcome"]["marks"].append(web["outcome"]["marks"][0]), "share an id"),
        (lambda web: change(web, "remarks", 0, "kind", to="fire"), "cannot be"),
        (lambda web: change(web, "answers", 0, "verdict", to="maybe"), "cannot be"),
        (lambda web: web["answers"][0].pop("said"), "is missing"),
    ],
)
def test_what_does_not_hold_together_is_refused(fault: Callable[[Any], Any], says: str) -> None:
    web = inside(write_return(a_return()))
    fault(web)
    with pytest.raises(BadInput, match=says):
        read_return(pack(KIND, 1, json.dumps(web).encode()))


def test_quotes_are_held_against_the_article() -> None:
    other = Article.from_blocks([(BlockKind.PARAGRAPH, "Another text altogether.")])
    with pytest.raises(BadInput, match="another version"):
        a_return().check(other)
    told = a_return().comparison
    moved = replace(told.marks[0], span=Span(0, len(told.marks[0].quote)))
    wrong = replace(a_return(), comparison=replace(told, marks=(moved, *told.marks[1:])))
    with pytest.raises(BadInput, match="is not what the article says there"):
        wrong.check(an_article())


def test_a_newer_one_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadInput, match="newer version of Annotator"):
        read_return(pack(KIND, ATTEMPT_FORMAT + 1, b"{}"))
