"""Lesson files: all that a student needs, and nothing of the key."""

from __future__ import annotations

import datetime
import json
import random
import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from annotator.files.container import pack
from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_file import (
    FORMAT,
    KIND,
    SIGNED_FORMAT,
    read_lesson_file,
    write_lesson_file,
)
from annotator.files.lesson_folder import load_lesson
from annotator.model.article import Article, BlockKind
from annotator.model.errors import BadInput
from annotator.model.lesson import Lesson, LessonTask, LessonUses, TeacherCard
from tests.files.make import GUIDE, LESSONS, a_key, an_article, an_id, articles, mutated

TASK = LessonTask(
    assignment_id=an_id(5),
    title="For Friday",
    teacher="Ms Ötzi",
    due=datetime.datetime(2026, 3, 20, 16, 0, tzinfo=datetime.UTC),
    stop_after_paragraph=1,
    graded=True,
    more_attempts=True,
    to_find=7,
    card_tags=("00ff", "a1b2"),
    given=datetime.datetime(2026, 3, 13, 8, 0, 0, 250_000, tzinfo=datetime.UTC),
)


def a_lesson() -> Lesson:
    article = an_article()
    return Lesson(
        id="03-leak",
        title="Mayor “Knew” of Leak 🚰",
        article=article,
        guide=load_label_guide(GUIDE),
        number=3,
        skill="denials",
        summary="A lake leaks.",
        grade="7",
        minutes=40,
        instructions="Read. Then mark.",
        new="Something new.",
        uses=LessonUses(attributes=("checkable",), certainty=True),
        stop_after_paragraph=1,
        teacher=TeacherCard(goal="TEACHERSGOAL", debrief=("TEACHERSQUESTION",)),
        key=a_key(article),
    )


def content(file: bytes) -> Any:
    return json.loads(zlib.decompress(file.split(b"\n", 2)[2]))


def test_what_was_written_is_what_is_read() -> None:
    lesson = a_lesson()
    read = read_lesson_file(write_lesson_file(lesson, TASK))
    assert read.task == TASK
    for_students = replace(
        lesson, key=None, grade="", teacher=TeacherCard(), is_open=False, task=TASK
    )
    assert read.lesson == for_students
    assert read.lesson.article.sha256 == lesson.article.sha256


@given(articles())
def test_every_article_arrives_as_it_was(article: Article) -> None:
    lesson = replace(a_lesson(), article=article, key=None)
    assert read_lesson_file(write_lesson_file(lesson)).lesson.article == article


def every_stream(data: bytes) -> list[bytes]:
    """The bytes, and whatever can be decompressed from any place in them, as often as it can."""
    found = [data]
    for start in range(len(data)):
        for window in (15, 31, -15):
            if window == 15 and data[start] & 0x0F != 8:
                continue
            if window == 31 and data[start : start + 2] != b"\x1f\x8b":
                continue
            try:
                inner = zlib.decompressobj(window).decompress(data[start:], 10_000_000)
            except zlib.error:
                continue
            if len(inner) > 100:
                found.append(inner)
    return found


def secrets_of(lesson: Lesson) -> set[str]:
    assert lesson.key is not None
    words = {lesson.teacher.goal, lesson.teacher.plan, *lesson.teacher.debrief}
    for item in lesson.key.items:
        words |= {item.id, item.why, item.question, *(why for _, why in item.likely_mistakes)}
    for trap in lesson.key.traps:
        words |= {trap.id, trap.why}
    for relation in lesson.key.relations:
        words |= {relation.id, relation.note}
    # A why may repeat a sentence that the lesson tells its students anyway.
    told = "\n".join([lesson.instructions, lesson.new, lesson.summary, lesson.article.text])
    return {word for word in words if word and word not in told}


@pytest.mark.parametrize("slug", ["made-here", *sorted(p.name for p in LESSONS.glob("0*"))])
def test_no_byte_of_the_key_or_the_teachers_card_is_in_it(slug: str) -> None:
    if slug == "made-here":
        lesson = a_lesson()
    else:
        lesson = load_lesson(LESSONS / slug, load_label_guide(GUIDE))
    streams = every_stream(write_lesson_file(lesson, TASK))
    assert any(lesson.article.text[:20].encode("utf-8") in stream for stream in streams)
    for secret in secrets_of(lesson):
        escaped = json.dumps(secret)[1:-1].encode("ascii")
        for stream in streams:
            assert secret.encode("utf-8") not in stream
            assert escaped not in stream
    for word in (b"accepted", b"an:required", b"likely", b"answer-key", b"debrief"):
        assert all(word not in stream for stream in streams)


def test_the_search_for_secrets_can_find_them() -> None:
    lesson = a_lesson()
    leaky = pack(
        KIND, FORMAT, json.dumps({"text": "x" * 200, "why": secrets_of(lesson).pop()}).encode()
    )
    assert any(
        secret.encode("utf-8") in stream or json.dumps(secret)[1:-1].encode() in stream
        for secret in secrets_of(lesson)
        for stream in every_stream(leaky)
    )


def test_a_text_that_is_not_what_the_file_says_is_refused() -> None:
    value = content(write_lesson_file(a_lesson()))
    value["article"]["blocks"][0]["text"] = "Another headline"
    with pytest.raises(BadInput, match="not the one that the file names"):
        read_lesson_file(pack(KIND, FORMAT, json.dumps(value).encode()))


def test_newer_damaged_and_other_files_are_refused(tmp_path: Path) -> None:
    file = write_lesson_file(a_lesson())
    place = tmp_path / "a.lesson"
    place.write_bytes(file[:-3])
    with pytest.raises(BadInput, match=r"“a\.lesson” is damaged"):
        read_lesson_file(place)
    with pytest.raises(BadInput, match="newer version"):
        read_lesson_file(pack(KIND, SIGNED_FORMAT + 1, b"{}"))
    with pytest.raises(BadInput, match="is a hand-in file, not a lesson file"):
        read_lesson_file(pack("hand-in", 1, b"{}"))
    for at in range(0, len(file), 11):
        with pytest.raises(BadInput):
            read_lesson_file(file[:at] + bytes([file[at] ^ 4]) + file[at + 1 :])


def test_resealed_mutations_never_raise_anything_but_bad_input() -> None:
    value = content(write_lesson_file(a_lesson(), TASK))
    refused = 0
    for seed in range(800):
        data = json.dumps(mutated(value, random.Random(seed))).encode("utf-8", "surrogatepass")
        try:
            read = read_lesson_file(pack(KIND, FORMAT, data))
        except BadInput:
            refused += 1
        else:
            assert read.lesson.key is None
            assert read.lesson.article.blocks
    assert refused > 300


def test_an_empty_article_is_refused() -> None:
    value = content(write_lesson_file(a_lesson()))
    empty = Article.from_blocks([(BlockKind.PARAGRAPH, "")])
    value["article"] |= {"blocks": [], "sha256": f"urn:sha256:{empty.sha256}"}
    with pytest.raises(BadInput, match="the article is empty"):
        read_lesson_file(pack(KIND, FORMAT, json.dumps(value).encode()))


def test_towers_of_combining_marks_cost_no_time() -> None:
    value = content(write_lesson_file(a_lesson()))
    value["article"]["blocks"].append({"kind": "paragraph", "text": "a" + "\u0301\u0316" * 200_000})
    started = time.thread_time()
    with pytest.raises(BadInput, match="not the one that the file names"):
        read_lesson_file(pack(KIND, FORMAT, json.dumps(value, ensure_ascii=False).encode()))
    assert time.thread_time() - started < 20
    tower = Article.from_blocks([(BlockKind.PARAGRAPH, "a" + "\u0301\u0316" * 40)])
    assert Article(tower.text, tower.blocks) == tower
