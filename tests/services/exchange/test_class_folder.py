"""Handing in through a class folder: waiting, there since, gone; what a teacher sees arrive."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.files.class_folder import ClassFolder, FolderPart, is_whole
from annotator.files.container import pack
from annotator.files.hand_in import read_hand_in
from annotator.files.label_guide import load_label_guide
from annotator.model.errors import BadInput, FolderUnreachable
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import Carried, Poll, StudentFolder, return_tag
from annotator.services.exchange.folder_intake import return_tags
from annotator.services.exchange.teacher_folders import SETTLE_SECONDS, TeacherFolder
from annotator.services.marking.studying import Studying
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from tests.files.make import GUIDE, an_article, an_id

NOW = datetime.datetime(2026, 3, 14, 9, 30, tzinfo=datetime.UTC)
LESSON = Lesson(id="03-leak", title="Leak", article=an_article(), guide=load_label_guide(GUIDE))


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def class_folder(tmp_path: Path) -> ClassFolder:
    return ClassFolder.create(tmp_path / "class", "7b")


class Laptop:
    def __init__(self, path: Path) -> None:
        path.mkdir()
        self.path = path
        self.data = DataFile.open(self.open)
        self.studying = Studying(self.data)
        self.folder = StudentFolder(self.data, now=lambda: NOW)
        self.ada = self.studying.add_person("Ada").id

    def open(self) -> Database:
        return Database.open(self.path / "student.db", kind=DatabaseKind.STUDENT)

    def hand_in(self) -> tuple[str, bytes]:
        student = next(who for who in self.studying.people() if who.id == self.ada)
        work = self.studying.open_work(student, LESSON)
        work.marking.add([Span(0, 5)], "claim")
        done = self.studying.hand_in(work)
        return done.attempt.id, done.file

    def close(self) -> None:
        self.data.close()


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "laptop")
    yield made
    made.close()


def test_a_hand_in_goes_into_the_folder(laptop: Laptop, class_folder: ClassFolder) -> None:
    laptop.folder.join(laptop.ada, class_folder.path)
    attempt_id, file = laptop.hand_in()
    (ada,) = (who for who in laptop.studying.people() if who.id == laptop.ada)
    assert not laptop.studying.is_sent(ada, attempt_id)
    state = laptop.folder.send(laptop.ada, attempt_id)
    assert laptop.studying.is_sent(ada, attempt_id)
    assert (state.carried, state.since, state.folder_fault) == (Carried.IN_FOLDER, NOW, None)
    [entry] = class_folder.entries(FolderPart.HAND_INS)
    assert entry.path.read_bytes() == file
    assert read_hand_in(entry.path, LESSON.article).submission.student.name == "Ada"
    assert laptop.folder.deliver(laptop.ada) == (state,), "a second time changes nothing"
    assert len(class_folder.entries(FolderPart.HAND_INS)) == 1


def test_it_waits_while_the_folder_is_away(
    laptop: Laptop, class_folder: ClassFolder, tmp_path: Path
) -> None:
    laptop.folder.join(laptop.ada, class_folder.path)
    away = class_folder.path.rename(tmp_path / "away")
    attempt_id, file = laptop.hand_in()
    state = laptop.folder.send(laptop.ada, attempt_id)
    assert (state.carried, state.since) == (Carried.WAITING, None)
    assert isinstance(state.folder_fault, FolderUnreachable)
    assert not class_folder.path.exists(), "no folder was made in its place"
    laptop.close()  # the laptop is closed, and opened again at school
    again = Laptop.__new__(Laptop)
    again.path, again.ada = laptop.path, laptop.ada
    again.data = DataFile.open(again.open)
    again.folder = StudentFolder(again.data, now=lambda: NOW)
    away.rename(class_folder.path)
    [state] = again.folder.deliver(again.ada)
    assert state.carried is Carried.IN_FOLDER
    [entry] = class_folder.entries(FolderPart.HAND_INS)
    assert hashlib.sha256(entry.path.read_bytes()).digest() == hashlib.sha256(file).digest()
    again.close()


def test_a_file_that_is_gone_is_said_and_not_put_there_again(
    laptop: Laptop, class_folder: ClassFolder
) -> None:
    laptop.folder.join(laptop.ada, class_folder.path)
    attempt_id, _ = laptop.hand_in()
    laptop.folder.send(laptop.ada, attempt_id)
    [entry] = class_folder.entries(FolderPart.HAND_INS)
    entry.path.unlink()
    [state] = laptop.folder.deliver(laptop.ada)
    assert (state.carried, state.since) == (Carried.GONE, NOW)
    assert class_folder.entries(FolderPart.HAND_INS) == ()
    assert laptop.folder.send(laptop.ada, attempt_id).carried is Carried.IN_FOLDER


def test_without_a_folder(laptop: Laptop, tmp_path: Path) -> None:
    attempt_id, _ = laptop.hand_in()
    assert laptop.folder.deliver(laptop.ada) == ()
    with pytest.raises(FolderUnreachable):
        laptop.folder.send(laptop.ada, attempt_id)
    with pytest.raises(FolderUnreachable):
        laptop.folder.join(laptop.ada, tmp_path)
    assert laptop.folder.folder_path(laptop.ada) is None


def test_lessons_and_returns_are_found(laptop: Laptop, class_folder: ClassFolder) -> None:
    teacher = TeacherFolder(class_folder, Clock())
    lesson = pack("lesson", 1, b"{}")
    path = teacher.give_lesson(lesson, "Leak")
    path.with_name("Leak (1).lesson").write_bytes(lesson)
    path.with_name("A.lesson").write_bytes(lesson[:-1])
    laptop.folder.join(laptop.ada, class_folder.path)
    _attempt_id, file = laptop.hand_in()
    sha256 = hashlib.sha256(file).hexdigest()
    opened = pack("return", 1, b"open to all")
    with pytest.raises(BadInput, match="everybody"):
        teacher.give_return(opened, hand_in_sha256=sha256)
    mine = teacher.give_return(opened, hand_in_sha256=sha256, open_too=True)
    carded = teacher.give_return(pack("return", 2, b"mine"), card_id=laptop.ada)
    teacher.give_return(pack("return", 2, b"another's"), card_id=an_id(2))
    renamed = mine.with_name("feedback.return")
    renamed.write_bytes(pack("return", 1, b"renamed"))
    found = class_folder.entries(FolderPart.LESSONS)
    whole = [each.path.name for each in found if is_whole(each.path, FolderPart.LESSONS)]
    assert whole == ["Leak (1).lesson", "Leak.lesson"]
    tags = return_tags(laptop.data.db, laptop.ada)
    returned = class_folder.entries(FolderPart.RETURNS, tags=tags)
    assert {each.path for each in returned} == {mine, carded, renamed}
    assert carded.name.startswith(return_tag(laptop.ada))


def test_the_teacher_sees_what_is_new_and_whole(class_folder: ClassFolder) -> None:
    clock = Clock()
    teacher = TeacherFolder(class_folder, clock)
    one = class_folder.put(FolderPart.HAND_INS, pack("hand-in", 1, b"one"))
    assert teacher.look().new == (one,)
    assert teacher.look().new == ()
    half = one.with_name("half.handin")
    whole = pack("hand-in", 1, b"two")
    half.write_bytes(whole[:20])
    assert (teacher.look().new, teacher.look().arriving) == ((), 1)
    half.write_bytes(whole)
    assert teacher.look().new == (half,)
    broken = one.with_name("broken.handin")
    broken.write_bytes(whole[:-1])
    assert teacher.look().arriving == 1
    clock.seconds += SETTLE_SECONDS
    assert teacher.look().damaged == (broken,)
    assert teacher.look().damaged == (), "said once"


def test_polling_slows_down_while_the_folder_is_away() -> None:
    clock = Clock()
    poll = Poll(clock, every=10)
    assert poll.is_due
    poll.done(True)
    assert not poll.is_due
    clock.seconds += 10
    assert poll.is_due
    for pause in (20, 40, 80, 120, 120):
        poll.done(False)
        clock.seconds += pause - 1
        assert not poll.is_due
        clock.seconds += 1
        assert poll.is_due
    poll.done(True)
    poll.hurry()
    assert poll.is_due
