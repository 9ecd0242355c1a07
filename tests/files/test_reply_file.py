"""Replies: written and read, sealed, and refused where they are not what they say."""

from __future__ import annotations

import datetime
import json
import zlib
from dataclasses import replace

import pytest

from annotator.files.container import pack
from annotator.files.reply_file import KIND, Reply, ReplyEntry, read_reply, write_reply
from annotator.files.sealing import KeyRing, SealedForOthers, SecretKey
from annotator.model.annotation import new_id
from annotator.model.errors import BadInput

THEN = datetime.datetime(2026, 3, 14, 9, 30, tzinfo=datetime.UTC)
REPLY = Reply(
    student_id=new_id(),
    student_name="Zoë O’Hara",
    hand_in_sha256="ab" * 32,
    entries=(ReplyEntry(id=new_id(), reason="It says “never”.", item_id=new_id(), raised=THEN),),
)


def test_it_reads_what_was_written() -> None:
    assert read_reply(write_reply(REPLY)) == REPLY


def test_sealed_it_opens_for_its_teacher_alone() -> None:
    mine, other = SecretKey(b"1" * 32), SecretKey(b"2" * 32)
    file = write_reply(REPLY, teacher_key=mine.public)
    assert b"never" not in file
    assert read_reply(file, keys=KeyRing((mine,))) == REPLY
    for keys in (None, KeyRing((other,))):
        with pytest.raises(SealedForOthers):
            read_reply(file, keys=keys)


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"{}",
        b'{"student": {"id": "x", "name": "Z"}, "handIn": "urn:sha256:12", "said": []}',
        b"\xff",
    ],
)
def test_what_is_no_reply_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_reply(pack(KIND, 1, data))
    file = write_reply(REPLY)
    with pytest.raises(BadInput):
        read_reply(file[:-3])


def test_it_says_which_return_was_read_and_may_leave_that_open() -> None:
    entry = replace(REPLY.entries[0], revision=4)
    assert read_reply(write_reply(replace(REPLY, entries=(entry,)))).entries == (entry,)
    # Programs of before wrote none.
    web = json.loads(zlib.decompress(write_reply(REPLY).split(b"\n", 2)[2]))
    assert "revision" not in web["said"][0]
    web["said"][0]["revision"] = -1
    with pytest.raises(BadInput):
        read_reply(pack(KIND, 1, json.dumps(web).encode()))
