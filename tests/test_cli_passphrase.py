"""Commands on a desk that is locked: who is asked for the passphrase, and in which ways."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from nacl import pwhash

from annotator import cli
from annotator.services.data.data_file import DataFile
from annotator.services.data.old_passphrase import SETTING
from annotator.services.data.workspace import Workspace
from annotator.store.classes import Classes
from annotator.store.preferences import Preferences
from annotator.store.schema import DatabaseKind
from tests.quick_lock import WORDS, lock_desk
from tests.seeded import LESSON


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk under a passphrase, with a class and its cards."""
    place = tmp_path_factory.mktemp("desk")
    names = place / "7b.txt"
    names.write_text("Ada Okoro\nBen Lind\n", encoding="utf-8")
    data = place / "data"
    assert cli.main(["cards", "7B", "--list", str(names), "--data", str(data)]) == 0
    with (
        Workspace.open(data) as workspace,
        DataFile.open(workspace.opener(DatabaseKind.TEACHER)) as desk,
    ):
        lock_desk(desk)
    return data


@contextmanager
def handed_over(words: str) -> Iterator[str]:
    """The number of an open file from which these words can be read."""
    reading, writing = os.pipe()
    os.write(writing, words.encode())
    os.close(writing)
    try:
        yield str(reading)
    finally:
        os.close(reading)


def test_cards_are_printed_for_the_passphrase_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, code, told in (
        (f"{WORDS}\n", 0, "Ada Okoro: "),
        (WORDS, 0, "Ada Okoro: "),
        ("three blue heron\n", 2, "neither the passphrase"),
        ("", 2, "neither the passphrase"),
    ):
        with handed_over(words) as number:
            command = ["cards", "7B", "--data", str(folder), "--passphrase-fd", number]
            assert cli.main(command) == code
        out, err = capsys.readouterr()
        assert told in (out if code == 0 else err)
        assert code == 0 or out == ""


def test_without_a_terminal_it_is_said_what_to_do_and_nothing_is_done(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    names = tmp_path / "more.txt"
    names.write_text("Cy Amin\n", encoding="utf-8")
    for command in (
        ["cards", "7B", "--list", str(names)],
        ["publish", LESSON, "--to", str(tmp_path)],
        ["collect", str(tmp_path)],
        ["return", "--lesson", LESSON, "--to", str(tmp_path)],
    ):
        assert cli.main([*command, "--data", str(folder)]) == 2
        assert "--passphrase-fd" in capsys.readouterr().err
    with (
        Workspace.open(folder) as workspace,
        workspace.database(DatabaseKind.TEACHER) as database,
    ):
        (mine,) = Classes(database).classes()
        assert len(mine.students) == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["more.txt"]


def test_a_passphrase_that_guards_the_window_is_asked_for_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = pwhash.argon2id.str(WORDS.encode(), opslimit=1, memlimit=8 * 1024).decode("ascii")
    names = tmp_path / "7b.txt"
    names.write_text("Ada Okoro\n", encoding="utf-8")
    command = ["cards", "7B", "--data", str(tmp_path / "data")]
    assert cli.main([*command, "--list", str(names)]) == 0
    with (
        Workspace.open(tmp_path / "data") as workspace,
        workspace.database(DatabaseKind.TEACHER) as database,
    ):
        Preferences(database).set(SETTING, kept)
    capsys.readouterr()
    for words, code in (("three blue heron", 2), (WORDS, 0)):
        with handed_over(words) as number:
            assert cli.main([*command, "--passphrase-fd", number]) == code
        assert ("Ada Okoro" in capsys.readouterr().out) is (code == 0)


@pytest.mark.parametrize("number", ["9999", "-1"])
def test_a_file_that_is_not_open_is_said(
    folder: Path, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["cards", "7B", "--data", str(folder), "--passphrase-fd", number]) == 2
    assert f"open file {number}" in capsys.readouterr().err


def test_what_needs_no_key_does_not_ask(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = folder / "teacher.db"
    assert cli.main(["bring-in", str(other), "--data", str(folder.parent / "other")]) == 0
    assert "passphrase" not in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of its own")
def test_at_a_terminal_it_is_asked_for_and_not_shown(folder: Path) -> None:
    import pty

    child, terminal = pty.fork()
    if child == 0:
        command = [sys.executable, "-m", "annotator", "cards", "7B", "--data", str(folder)]
        os.execv(sys.executable, command)
    seen = b""
    while b"Passphrase of the desk:" not in seen:
        seen += os.read(terminal, 1000)
    os.write(terminal, WORDS.encode() + b"\n")
    while True:
        try:
            read = os.read(terminal, 1000)
        except OSError:  # the terminal goes with the process
            break
        if not read:
            break
        seen += read
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert b"Ada Okoro: " in seen
    assert WORDS.encode() not in seen
