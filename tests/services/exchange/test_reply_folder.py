"""Disagreements through a class folder: put there, waiting for it, gone, and taken in once."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.reply_file import Reply, ReplyEntry, write_reply
from annotator.model.errors import FolderUnreachable
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import Carried, StudentFolder
from annotator.services.exchange.reply_folder import ReplyFolder
from annotator.services.marking.studying import Studying
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.ui.transfer.on_its_way import reply_text
from tests.files.make import an_id

NOW = datetime.datetime(2026, 3, 14, 9, 30, tzinfo=datetime.UTC)


class Laptop:
    """A student's data with somebody in it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "student.db"
        self.data = DataFile.open(self.open)
        self.ada = Studying(self.data).add_person("Ada").id
        self.sides = StudentFolder(self.data)
        self.replies = ReplyFolder(self.data, now=lambda: NOW)

    def open(self) -> Database:
        return Database.open(self.path, kind=DatabaseKind.STUDENT)

    def close(self) -> None:
        assert self.data.close() is None


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path)
    yield made
    made.close()


def a_file(reason: str) -> bytes:
    entry = ReplyEntry(id=an_id(1), reason=reason, item_id=an_id(2), raised=NOW)
    return write_reply(
        Reply(student_id=an_id(3), student_name="Ada", hand_in_sha256="ab" * 32, entries=(entry,))
    )


def test_it_lies_there_and_is_known_to_be_gone(laptop: Laptop, tmp_path: Path) -> None:
    folder = ClassFolder.create(tmp_path / "class", "7b")
    laptop.sides.join(laptop.ada, folder.path)
    state = laptop.replies.send(laptop.ada, "a", a_file("One."))
    assert (state.carried, state.since) == (Carried.IN_FOLDER, NOW)
    assert "in the class folder since" in reply_text(state)
    (entry,) = folder.entries(FolderPart.REPLIES)
    assert entry.path.read_bytes() == a_file("One.")
    laptop.replies.send(laptop.ada, "a", a_file("One."))
    assert len(folder.entries(FolderPart.REPLIES)) == 1, "the same file is there once"
    entry.path.unlink()
    (state,) = laptop.replies.deliver(laptop.ada)
    assert state.carried is Carried.GONE
    assert "not in the class folder any more" in reply_text(state)


def test_it_waits_for_a_folder_that_is_away(laptop: Laptop, tmp_path: Path) -> None:
    with pytest.raises(FolderUnreachable):
        laptop.replies.send(laptop.ada, "a", a_file("One."))
    folder = ClassFolder.create(tmp_path / "class", "7b")
    laptop.sides.join(laptop.ada, folder.path)
    away = tmp_path / "away"
    shutil.move(folder.path, away)
    state = laptop.replies.send(laptop.ada, "a", a_file("One."))
    assert state.carried is Carried.WAITING
    assert state.folder_fault is not None
    assert "goes there by itself" in reply_text(state)
    # What is said since takes its place; the one that waited was never seen by anybody.
    laptop.replies.send(laptop.ada, "a", a_file("Two."))
    shutil.move(away, folder.path)
    (state,) = ReplyFolder(laptop.data, now=lambda: NOW).deliver(laptop.ada)
    assert state.carried is Carried.IN_FOLDER
    (entry,) = folder.entries(FolderPart.REPLIES)
    assert entry.path.read_bytes() == a_file("Two.")


def test_nothing_is_told_where_nothing_was_sent(laptop: Laptop) -> None:
    assert laptop.replies.deliver(laptop.ada) == ()
