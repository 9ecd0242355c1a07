"""Hand-ins: what was handed in is what is read, and nothing else is ever read."""

from __future__ import annotations

import hashlib
import json
import random
import time
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from annotator.files import limits
from annotator.files.atomic import write_atomic
from annotator.files.container import pack
from annotator.files.hand_in import (
    ENVELOPE_FORMAT,
    FORMAT,
    KIND,
    HandIn,
    read_hand_in,
    write_hand_in,
)
from annotator.model.article import Article, BlockKind
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.text import Span
from annotator.model.work import Submission
from tests.files.make import a_submission, an_article, an_id, mutated, submissions

ARTICLE = an_article()


def written(submission: Submission | None = None) -> bytes:
    return write_hand_in(submission or a_submission(ARTICLE), ARTICLE, program_version="0.1.0")


def content(file: bytes) -> Any:
    return json.loads(zlib.decompress(file.split(b"\n", 2)[2]))


def sealed_again(value: Any) -> bytes:
    return pack(KIND, FORMAT, json.dumps(value).encode("utf-8", "surrogatepass"))


def test_what_was_handed_in_is_what_is_read(tmp_path: Path) -> None:
    submission = a_submission(ARTICLE)
    place = tmp_path / "zoe.handin"
    write_atomic(place, written(submission))
    read = read_hand_in(place, ARTICLE)
    assert read.submission == submission
    assert read.text_checked
    assert read.program_version == "0.1.0"
    assert read.sha256 == hashlib.sha256(place.read_bytes()).hexdigest()


def test_the_same_submission_gives_the_same_bytes() -> None:
    assert written() == written()


@given(submissions())
def test_round_trip(made: tuple[Article, Submission]) -> None:
    article, submission = made
    file = write_hand_in(submission, article, program_version="1")
    assert read_hand_in(file, article).submission == submission


def test_read_first_and_held_against_the_article_later() -> None:
    read = read_hand_in(written())
    assert not read.text_checked
    assert read.submission.lesson_id == "03-reservoir-leak"
    assert read.check(ARTICLE).text_checked
    other = Article.from_blocks([(BlockKind.PARAGRAPH, "Another text altogether.")])
    with pytest.raises(BadInput, match="another version of the text"):
        read.check(other)


def test_marks_on_another_text_are_not_written() -> None:
    other = Article.from_blocks([(BlockKind.PARAGRAPH, "Another text altogether.")])
    with pytest.raises(InvalidModel):
        write_hand_in(a_submission(ARTICLE), other, program_version="1")


def test_what_a_teacher_could_not_read_is_not_written() -> None:
    submission = a_submission(ARTICLE)
    long = replace(submission.annotations[0], note="x" * (limits.NOTE_CHARS + 1))
    with pytest.raises(InvalidModel, match="can’t be handed in"):
        written(replace(submission, annotations=(long, *submission.annotations[1:])))


def test_quotes_are_held_against_the_article() -> None:
    value = content(written())
    selector = value["annotations"]["first"]["items"][0]["target"]["selector"][0]
    selector["exact"] = selector["exact"].replace("lake", "sea!")
    with pytest.raises(BadInput, match="does not fit the article"):
        read_hand_in(sealed_again(value), ARTICLE)


def test_unknown_fields_are_left_out() -> None:
    value = content(written())
    value["surprise"] = value["student"]["surprise"] = {"a": [1]}
    value["annotations"]["first"]["items"][0]["an:surprise"] = "x"
    assert read_hand_in(sealed_again(value), ARTICLE).submission == a_submission(ARTICLE)


def test_a_newer_one_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadInput, match="newer version of Annotator"):
        read_hand_in(pack(KIND, ENVELOPE_FORMAT + 1, b"{}"), ARTICLE)


@pytest.mark.parametrize("cut", [0, 1, 20, 21, 60, 98, 99, 100, 200, -1])
def test_a_piece_of_one_is_refused(cut: int) -> None:
    with pytest.raises(BadInput):
        read_hand_in(written()[:cut], ARTICLE)


def test_every_truncation_is_refused() -> None:
    file = written()
    for cut in range(0, len(file), 7):
        with pytest.raises(BadInput):
            read_hand_in(file[:cut], ARTICLE)


def test_every_flipped_bit_is_refused() -> None:
    file = written()
    chance = random.Random(4)
    for _ in range(500):
        at = chance.randrange(len(file))
        flipped = bytes([file[at] ^ 1 << chance.randrange(8)])
        with pytest.raises(BadInput):
            read_hand_in(file[:at] + flipped + file[at + 1 :], ARTICLE)


def test_bytes_after_the_end_are_refused() -> None:
    with pytest.raises(BadInput):
        read_hand_in(written() + b"x", ARTICLE)
    body = zlib.compress(b"{}") + b"more"
    first = b"annotator hand-in 1\n"
    digest = hashlib.sha256(first + body).hexdigest().encode()
    with pytest.raises(BadInput, match="its end"):
        read_hand_in(first + b"sha256 " + digest + b"\n" + body)


def test_resealed_mutations_never_raise_anything_but_bad_input() -> None:
    value = content(written())
    refused = 0
    for seed in range(1_500):
        file = sealed_again(mutated(value, random.Random(seed)))
        started = time.thread_time()
        try:
            read = read_hand_in(file, ARTICLE)
        except BadInput:
            refused += 1
        else:
            assert isinstance(read, HandIn)
            for mark in read.submission.annotations:
                assert mark.span.of(ARTICLE.text) == mark.quote
            assert read.submission.student.name == read.submission.student.name.strip()
        assert time.thread_time() - started < 10
    assert refused > 700


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"format": NaN}',
        b'{"format": 1e999}',
        b'{"format": ' + b"9" * 5_000 + b"}",
        b'{"format": 1, "format": 1}',
        b"\xff\xfe{}",
        b'"' + b'\\"' * 200_000,
        b"[" * 100_000,
        b"[" * 31 + b"]" * 31,
        b'{"a":' * 100_000,
        b"[" + b"[]," * 600_000 + b"[]]",
        b"0" * (limits.UNPACKED_BYTES + 1),
    ],
    ids=range(15),
)
def test_hostile_contents_are_refused_quickly_and_cheaply(data: bytes) -> None:
    file = pack(KIND, FORMAT, data)
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(BadInput):
        read_hand_in(file, ARTICLE)
    taken = time.perf_counter() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 2
    assert peak < 200_000_000


def test_a_bomb_is_not_unpacked() -> None:
    file = pack(KIND, FORMAT, b" " * 100_000_000)
    tracemalloc.start()
    with pytest.raises(BadInput, match="unpacks to far more"):
        read_hand_in(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * limits.UNPACKED_BYTES


def test_two_identical_marks_and_strange_ties_are_refused() -> None:
    value = content(written())
    items = value["annotations"]["first"]["items"]
    twin = json.loads(json.dumps(items[0]))
    twin["id"] = f"urn:uuid:{an_id(77)}"
    items.append(twin)
    value["annotations"]["total"] += 1
    with pytest.raises(BadInput, match="identical"):
        read_hand_in(sealed_again(value), ARTICLE)
    items.pop()
    value["annotations"]["total"] -= 1
    items[-1]["target"] = f"urn:uuid:{an_id(78)}"
    with pytest.raises(BadInput, match="not in the hand-in"):
        read_hand_in(sealed_again(value), ARTICLE)


def test_a_lesson_file_is_no_hand_in() -> None:
    with pytest.raises(BadInput, match="is a lesson file, not a hand-in file"):
        read_hand_in(pack("lesson", 1, b"{}"))


def test_five_thousand_marks_fit() -> None:
    article = Article.from_blocks([(BlockKind.PARAGRAPH, "word " * 5_000)])
    first = a_submission(ARTICLE).annotations[0]
    marks = tuple(
        replace(first, id=an_id(n + 1), span=Span(5 * n, 5 * n + 4), quote="word")
        for n in range(limits.MARKS)
    )
    submission = replace(
        a_submission(ARTICLE), article_sha256=article.sha256, annotations=marks, relations=()
    )
    file = write_hand_in(submission, article, program_version="1")
    assert read_hand_in(file, article).submission == submission
