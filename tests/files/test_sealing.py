"""The teacher's keys, and hand-ins that only they open."""

from __future__ import annotations

import os
import stat
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.files.atomic import CannotWrite
from annotator.files.container import pack
from annotator.files.hand_in import read_hand_in, seal_hand_in, write_hand_in
from annotator.files.sealing import (
    FILE_NAME,
    KIND,
    KeyRing,
    SealedForOthers,
    SecretKey,
    key_ring,
    read_key_file,
    seal_to,
    write_key_file,
)
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.work import Submission
from tests.files.make import a_submission, an_article
from tests.files.returns import NAME, card_of

ARTICLE = an_article()
KEYS = KeyRing((SecretKey(b"t" * 32),))
OTHERS = KeyRing((SecretKey(b"o" * 32),))


def card_submission() -> Submission:
    made = a_submission(ARTICLE)
    return replace(made, student=replace(made.student, id=card_of().student_id, name=NAME))


def sealed(keys: KeyRing = KEYS, *, signed: bool = True) -> bytes:
    return write_hand_in(
        card_submission(),
        ARTICLE,
        program_version="1",
        teacher_key=keys.current.public,
        card=card_of() if signed else None,
    )


# -- keys --------------------------------------------------------------------------------------


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    made = key_ring(tmp_path)
    assert key_ring(tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    assert made.current.secret.hex() not in repr(made)


def test_two_teachers_have_two_keys(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    assert key_ring(tmp_path).current.public != key_ring(tmp_path / "b").current.public


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"annotator",
        pack(KIND, 3, b"{}"),
        pack(KIND, 1, b'{"keys": []}'),
        pack("lesson", 1, b""),
    ],
)
def test_a_damaged_key_file_is_named_and_left_alone(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(damage)
    with pytest.raises(BadInput, match="teacher"):
        key_ring(tmp_path)
    assert path.read_bytes() == damage


def test_a_key_file_is_never_replaced(tmp_path: Path) -> None:
    before = key_ring(tmp_path)
    with pytest.raises(CannotWrite):
        write_key_file(tmp_path / FILE_NAME, OTHERS)
    assert key_ring(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="it is not there"):
        key_ring(tmp_path / "nowhere")


def test_older_keys_still_open(tmp_path: Path) -> None:
    both = KeyRing((*OTHERS.keys, *KEYS.keys))
    write_key_file(tmp_path / FILE_NAME, both)
    ring = read_key_file(tmp_path / FILE_NAME)
    assert ring.current == OTHERS.current
    assert read_hand_in(sealed(), ARTICLE, keys=ring).submission == card_submission()


def test_only_the_right_key_opens() -> None:
    box = seal_to(KEYS.current.public, b"words")
    assert KEYS.unseal(box, "it") == (b"words", KEYS.current.public)
    with pytest.raises(SealedForOthers):
        OTHERS.unseal(box, "it")
    for at in range(8, len(box)):
        broken = bytearray(box)
        broken[at] ^= 1
        with pytest.raises(BadInput, match="seal is broken"):
            KEYS.unseal(bytes(broken), "it")


@pytest.mark.parametrize("key", ["00" * 32, "01" + "00" * 31, "ab"])
def test_a_teachers_key_that_is_none_is_a_sentence(key: str) -> None:
    with pytest.raises(InvalidModel, match="can’t be used"):
        seal_to(key, b"words")


# -- hand-ins ----------------------------------------------------------------------------------


def test_what_was_sealed_is_what_is_read() -> None:
    read = read_hand_in(sealed(), ARTICLE, keys=KEYS)
    assert read.submission == card_submission()
    assert read.card == card_of().verify_key
    assert read_hand_in(sealed(signed=False), ARTICLE, keys=KEYS).card == ""


def test_nothing_of_the_student_can_be_seen_from_outside() -> None:
    file = sealed()
    for word in (NAME, card_of().student_id, card_of().verify_key, "She says no"):
        assert word.encode() not in file
    assert bytes.fromhex(card_of().verify_key) not in file
    with pytest.raises(zlib.error):
        zlib.decompress(file.split(b"\n", 2)[2])


@pytest.mark.parametrize("keys", [None, OTHERS])
def test_a_hand_in_for_another_teacher_is_fine_and_stays_shut(keys: KeyRing | None) -> None:
    with pytest.raises(SealedForOthers, match="whose key is not here") as caught:
        read_hand_in(sealed(), keys=keys)
    assert "hand in once more" in caught.value.todo


def test_nobody_signs_for_somebody_else() -> None:
    body = zlib.compress(zlib.decompress(plain_body()), 9)
    other = card_of("Somebody Else")
    with pytest.raises(BadInput, match="not that of the class card"):
        read_hand_in(seal_hand_in(body, KEYS.current.public, other), ARTICLE, keys=KEYS)
    with pytest.raises(InvalidModel, match="not made with this class card"):
        write_hand_in(
            card_submission(),
            ARTICLE,
            program_version="1",
            teacher_key=KEYS.current.public,
            card=other,
        )


def test_a_signature_is_for_one_teacher_and_one_content() -> None:
    """A teacher who received a file can't pass it on as if it had been handed in elsewhere."""
    inside, _public = KEYS.unseal(sealed().split(b"\n", 2)[2], "it")
    moved = resealed(OTHERS, inside)
    with pytest.raises(BadInput, match="not signed by the class card"):
        read_hand_in(moved, ARTICLE, keys=OTHERS)
    changed = inside[:97] + zlib.compress(zlib.decompress(inside[97:]).replace(b"no", b"so"), 9)
    with pytest.raises(BadInput, match="not signed by the class card"):
        read_hand_in(resealed(KEYS, changed), ARTICLE, keys=KEYS)


def test_practice_stays_open() -> None:
    file = write_hand_in(a_submission(ARTICLE), ARTICLE, program_version="1")
    read = read_hand_in(file, ARTICLE)
    assert (read.format, read.card) == (1, "")


def plain_body() -> bytes:
    return write_hand_in(card_submission(), ARTICLE, program_version="1").split(b"\n", 2)[2]


def resealed(keys: KeyRing, inside: bytes) -> bytes:
    from annotator.files.container import pack_body

    return pack_body("hand-in", 2, seal_to(keys.current.public, inside))
