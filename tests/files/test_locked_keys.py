"""A key file under a passphrase and a recovery sheet: what opens it, and what never does."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.files.container import pack, unpack
from annotator.files.locked_keys import LockedKeys, check_key_file, read_locked_keys
from annotator.files.passphrase import WrongPassphrase
from annotator.files.recovery_code import new_code, read_code
from annotator.files.sealing import (
    FILE_NAME,
    KIND,
    LOCKED_FORMAT,
    KeyRing,
    KeysLocked,
    SecretKey,
    is_locked,
    key_file,
    key_ring,
    read_key_file,
    replace_key_file,
)
from annotator.model.errors import AnnotatorError, BadInput, InvalidModel
from tests.quick_lock import QUICK, WORDS

KEYS = KeyRing((SecretKey(b"t" * 32), SecretKey(b"o" * 32)))
CODE = "adapt basic cactus dance eagle fabric garden hamster"


def locked() -> LockedKeys:
    return LockedKeys.new(KEYS, WORDS, CODE, QUICK)


def test_the_passphrase_and_the_sheet_open_it_and_nothing_else() -> None:
    read = read_locked_keys(locked().to_file(), FILE_NAME)
    for typed in (
        WORDS,
        f"  {WORDS.replace(' ', '  ')} ",
        CODE,
        "1 ADAP 2 basi cact danc eagl fabr gard hams",
    ):
        assert read.open(typed).ring == KEYS
    for typed in ("", "Three blue herons", CODE.replace("eagle", "eager"), CODE.rsplit(" ", 1)[0]):
        with pytest.raises(WrongPassphrase, match="as often as you like"):
            read.open(typed)


def test_a_passphrase_may_look_like_the_words_of_a_sheet() -> None:
    other = "hamster garden fabric eagle dance cactus basic adapt"
    read = LockedKeys.new(KEYS, other, CODE, QUICK)
    assert read.open(other).ring == KEYS
    assert read.open(CODE).ring == KEYS


def test_nothing_of_the_keys_is_in_the_file_in_the_clear() -> None:
    inside = unpack(locked().to_file(), KIND, LOCKED_FORMAT, name=FILE_NAME).data
    for key in KEYS.keys:
        assert key.secret not in inside
        assert key.secret.hex().encode() not in inside


def test_another_passphrase_or_sheet_leaves_the_other_lock_as_it_was() -> None:
    first = locked()
    opened = first.open(WORDS)
    changed = first.with_passphrase(opened, "four green frogs", QUICK)
    assert changed.open("four green frogs").ring == changed.open(CODE).ring == KEYS
    with pytest.raises(WrongPassphrase):
        changed.open(WORDS)
    code = new_code()
    renewed = first.with_code(opened, code, QUICK)
    assert renewed.open(code).ring == renewed.open(WORDS).ring == KEYS
    with pytest.raises(WrongPassphrase):
        renewed.open(CODE)
    with pytest.raises(InvalidModel, match="at least 10"):
        first.with_passphrase(opened, "too short", QUICK)


def test_the_words_of_a_sheet_are_known_from_four_letters() -> None:
    code = new_code()
    assert len({new_code() for _ in range(5)}) == 5
    assert read_code(" ".join(word[:4].upper() for word in code.split())) == code
    with pytest.raises(BadInput, match="eight words; there are 7"):
        read_code(" ".join(code.split()[:7]))
    with pytest.raises(BadInput, match="“qqqq” is not a word of a recovery sheet"):
        read_code("qqqq " + " ".join(code.split()[1:]))


@given(st.integers(0, 2), st.data())
def test_what_a_lock_says_of_itself_can_not_be_exchanged(number: int, data: st.DataObject) -> None:
    raw = json.loads(unpack(locked().to_file(), KIND, LOCKED_FORMAT, name=FILE_NAME).data)
    place = raw if number == 2 else raw["locks"][number]
    name = data.draw(st.sampled_from(sorted(place)))
    place[name] = data.draw(
        st.one_of(st.none(), st.integers(-5, 50_000), st.text(max_size=90), st.just(raw["keys"]))
    )
    file = pack(KIND, LOCKED_FORMAT, json.dumps(raw).encode())
    try:
        read = read_locked_keys(file, FILE_NAME)
        opened = [read.open(WORDS).ring, read.open(CODE).ring]
    except AnnotatorError:
        return
    assert opened == [KEYS, KEYS]


def test_a_lock_that_would_take_a_computer_down_is_refused() -> None:
    raw = json.loads(unpack(locked().to_file(), KIND, LOCKED_FORMAT, name=FILE_NAME).data)
    raw["locks"][0]["memory"] = 10**12
    with pytest.raises(BadInput, match="memory"):
        read_locked_keys(pack(KIND, LOCKED_FORMAT, json.dumps(raw).encode()), FILE_NAME)
    raw["locks"] = raw["locks"][1:]
    with pytest.raises(BadInput, match="lacks one of its locks"):
        check_key_file(pack(KIND, LOCKED_FORMAT, json.dumps(raw).encode()), FILE_NAME)


def test_a_locked_file_is_neither_read_as_an_open_one_nor_replaced(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    assert not is_locked(path)
    path.write_bytes(key_file(KEYS))
    assert not is_locked(path)
    file = locked().to_file()
    replace_key_file(path, file, lambda _read: None)
    assert is_locked(path)
    for read in (lambda: read_key_file(path), lambda: key_ring(tmp_path)):
        with pytest.raises(KeysLocked, match="locked with a passphrase"):
            read()
    assert path.read_bytes() == file
    check_key_file(file, FILE_NAME)


@pytest.mark.skipif(os.name == "nt", reason="Windows can't give the name of an open file away")
def test_the_old_bytes_are_overwritten_once_the_new_ones_were_read_back(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(key_file(KEYS))
    path.chmod(0o600)

    def refuse(_read: bytes) -> None:
        raise BadInput("not as it was written")

    with path.open("rb") as old:
        with pytest.raises(BadInput, match="not as it was"):
            replace_key_file(path, locked().to_file(), refuse)
        assert old.read() == key_file(KEYS) == path.read_bytes()
        replace_key_file(path, locked().to_file(), lambda _read: None)
        old.seek(0)
        assert set(old.read()) == {0}
    assert [each.name for each in tmp_path.iterdir()] == [FILE_NAME]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows can't give the name of an open file away")
def test_a_copy_under_a_second_name_is_left_alone(tmp_path: Path) -> None:
    path, copy = tmp_path / FILE_NAME, tmp_path / "my copy"
    path.write_bytes(key_file(KEYS))
    copy.hardlink_to(path)
    replace_key_file(path, locked().to_file(), lambda _read: None)
    assert copy.read_bytes() == key_file(KEYS)
