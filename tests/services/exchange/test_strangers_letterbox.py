"""A classmate writes to the class folder: swapped keys, forged and replayed files, floods.

The attacker here may read and write everything in the folder and knows all formats, and has no key
of the teacher's and no card but a card of their own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import sqlite3
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from annotator.files.card_keys import CardKeys
from annotator.files.class_folder import (
    ClassFolder,
    FolderPart,
    class_tag,
    student_tag,
)
from annotator.files.container import deflate, pack, pack_body
from annotator.files.hand_in import in_envelope, read_hand_in, write_hand_in
from annotator.files.lesson_file import read_lesson_file, write_lesson_file
from annotator.files.reply_file import Reply, ReplyEntry, read_reply, write_reply
from annotator.files.return_file import attempt_key_of, read_return, write_return
from annotator.files.sealing import AttemptKey, KeyRing, SealedForOthers, SecretKey, seal_to
from annotator.files.signing import fingerprint, sign_body, signing_key
from annotator.model.annotation import new_id
from annotator.model.attempt import Student
from annotator.model.errors import BadInput, FolderUnreachable, InvalidModel
from annotator.model.lesson import Lesson, LessonTask
from annotator.model.moments import utc_now
from annotator.model.work import Assignment
from annotator.services.classes.cards import ClassCards
from annotator.services.exchange.class_folder import Carried, StudentFolder
from annotator.services.exchange.file_kinds import FileKind, needs_card
from annotator.services.exchange.folder_intake import FLOOD, PASS_FILES, FolderIntake, TakenIn
from annotator.services.exchange.giving_back import GivingBack
from annotator.services.exchange.old_database import bring_in
from annotator.services.exchange.reply_folder import ReplyFolder
from annotator.services.exchange.returning import MadeReturn, to_class_folder
from annotator.services.exchange.teacher_folders import (
    FolderLooks,
    choose_folder,
    ignore_strangers,
    known_folders,
)
from annotator.services.lessons.publishing import Publishing
from annotator.services.marking.attempt_keys import keys_of
from annotator.services.marking.returned_work import take_return
from annotator.services.marking.teachers import (
    NotTheTeacher,
    confirm,
    known_teachers,
    new_teachers,
    take_words,
)
from annotator.services.review.practice import Practice
from annotator.store.drafts import Drafts
from annotator.store.lesson_files import LessonFiles
from tests.e2e.transfer import Machine, machine, mark_items
from tests.services.desk import ADesk, a_desk

ATTACKER = KeyRing((SecretKey(b"x" * 32),))


class Class:
    """A teacher's class with a folder, an assignment, and a student's computer that joined."""

    def __init__(self, desk: ADesk, here: Machine, path: Path) -> None:
        self.desk, self.here = desk, here
        mine = desk.add_class("7B", "Ann")
        (card,) = ClassCards(desk.data, desk.keys).issue([mine.students[0].id])
        tag = class_tag(mine.id)
        self.folder = ClassFolder.create(path, "7B", class_id=tag, keys=desk.keys)
        self.publishing = Publishing(desk.data, desk.keys)
        self.assignment: Assignment = self.publishing.assignment(desk.lesson, mine)
        self.file = self.publish()
        self.intake = FolderIntake()
        self.student, self.card = here.sign_in("Ann", card.text)

    def publish(self, keys: KeyRing | None = None) -> bytes:
        publishing = Publishing(self.desk.data, keys) if keys else self.publishing
        made = publishing.publish(self.desk.lesson, self.assignment, teacher="Ms Bell")
        return made.file

    def join(self) -> None:
        StudentFolder(self.here.data).join(self.student.id, self.folder.path)

    def put(self, name: str, file: bytes, part: FolderPart = FolderPart.LESSONS) -> Path:
        path = self.folder.path / part.folder / name
        path.write_bytes(file)
        return path

    def look(self) -> TakenIn:
        return self.intake.take(self.here.data, self.folder, self.student.id, self.card)

    def lessons(self) -> list[str]:
        return [card.teacher_key for card in LessonFiles(self.here.data.db).cards()]

    @property
    def teacher_key(self) -> str:
        return self.desk.keys.current.public

    @property
    def card_keys(self) -> CardKeys:
        assert self.card is not None
        return self.card

    def swapped(self, keys: KeyRing | None, **more: object) -> bytes:
        """The teacher's lesson with the attacker's key in it, signed by ``keys``."""
        lesson = read_lesson_file(self.file).lesson
        task = replace(lesson.task, teacher_key=ATTACKER.current.public, **more)  # type: ignore[arg-type]
        return write_lesson_file(lesson, task, keys=keys)

    def hand_in(self) -> str:
        lesson = self.here.shelf.load(self.assignment.id)
        work = self.here.studying.open_work(self.student, lesson)
        mark_items(work, self.desk.lesson, 0, 3)
        file = self.here.studying.hand_in(work, self.card).file
        place = self.folder.path / "hand-ins" / "ann.handin"
        place.write_bytes(file)
        self.desk.collecting.collect([place])
        return work.attempt.id

    def returned(self) -> bytes:
        giving = GivingBack(self.desk.data, self.desk.keys, teacher="Ms Bell")
        given = giving.make(self.desk.lesson)
        giving.note(given)
        (made,) = given.files
        return made.file

    def shown(self, attempt_id: str) -> bytes | None:
        return Drafts(self.here.data.db).returned_file(attempt_id)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Class]:
    with a_desk(tmp_path / "desk") as desk, machine(tmp_path / "laptop") as here:
        yield Class(desk, here, tmp_path / "class")


# -- a man in the middle ------------------------------------------------------------------------


def test_whoever_joins_knows_the_teacher_and_takes_nobody_elses_lesson(school: Class) -> None:
    school.join()
    (teacher,) = new_teachers(school.here.data.db)
    assert teacher.words == fingerprint(signing_key(school.desk.keys.current))
    school.put("a.lesson", school.swapped(ATTACKER))
    school.put("b.lesson", school.swapped(None))
    school.put("c.lesson", school.swapped(ATTACKER, assignment_id="", class_id=""))
    school.put("real.lesson", school.file)
    taken = school.look()
    assert len(taken.lessons) == 1
    assert school.lessons() == [school.teacher_key]
    assert taken.strangers == 3
    assert school.look() == TakenIn(strangers=3)


def test_a_swapped_key_by_file_is_refused_with_both_sets_of_words(school: Class) -> None:
    school.join()
    school.put("real.lesson", school.file)
    school.look()
    here = school.here
    for number, file in enumerate((school.swapped(ATTACKER), school.swapped(None))):
        path = school.put(f"mail-{number}.lesson", file, FolderPart.REPLIES)
        with pytest.raises(NotTheTeacher) as caught:
            here.shelf.open_file(path, keep=here.studying.keep_lesson)
        assert "Show this to your teacher" in caught.value.todo
        if number == 0:
            assert fingerprint(signing_key(ATTACKER.current)) in caught.value.todo
            assert fingerprint(signing_key(school.desk.keys.current)) in caught.value.todo
    assert school.lessons() == [school.teacher_key]
    # The teacher's own opens as often as it is opened.
    path = school.put("again.lesson", school.file, FolderPart.REPLIES)
    assert here.shelf.open_file(path, keep=here.studying.keep_lesson).id == school.desk.lesson.id


def test_a_swapped_marker_shows_other_words_and_keeps_the_teachers_lessons_out(
    school: Class,
) -> None:
    """At the very first sight only the words on the card can tell: they are shown for that."""
    forged = ClassFolder.create(
        school.folder.path.with_name("forged"),
        "7B",
        folder_id=school.folder.id,
        class_id=school.folder.class_id,
        keys=ATTACKER,
    )
    (school.folder.path / "class.annotator").write_bytes(
        (forged.path / "class.annotator").read_bytes()
    )
    school.join()
    (teacher,) = new_teachers(school.here.data.db)
    assert teacher.words == fingerprint(signing_key(ATTACKER.current))
    school.put("real.lesson", school.file)
    taken = school.look()
    assert (taken.lessons, taken.strangers) == ((), 1)
    assert school.lessons() == []


def test_a_marker_that_is_swapped_later_changes_nothing(school: Class) -> None:
    school.join()
    school.folder.sign(school.folder.class_id, ATTACKER)
    with pytest.raises(NotTheTeacher):
        school.join()
    school.put("a.lesson", school.swapped(ATTACKER))
    school.put("real.lesson", school.file)
    assert len(school.look().lessons) == 1
    assert school.lessons() == [school.teacher_key]


def test_before_any_key_is_known_a_second_key_for_an_assignment_is_refused(school: Class) -> None:
    """As older versions wrote: not signed. What is here binds to the key it is sealed to."""
    lesson = read_lesson_file(school.file).lesson
    here = school.here
    first = school.put("old.lesson", write_lesson_file(lesson), FolderPart.REPLIES)
    here.shelf.open_file(first, keep=here.studying.keep_lesson)
    for keys in (None, ATTACKER):
        path = school.put("second.lesson", school.swapped(keys), FolderPart.REPLIES)
        with pytest.raises(NotTheTeacher, match="another teacher’s key"):
            here.shelf.open_file(path, keep=here.studying.keep_lesson)
    assert known_teachers(here.data.db) == ()
    # The teacher's own, signed since, has the same key in it. Then the unsigned one still opens.
    path = school.put("signed.lesson", school.file, FolderPart.REPLIES)
    here.shelf.open_file(path, keep=here.studying.keep_lesson)
    assert len(known_teachers(here.data.db)) == 1
    here.shelf.open_file(first, keep=here.studying.keep_lesson)
    other = write_lesson_file(lesson, replace(lesson.task, title="Another"))
    path = school.put("unsigned.lesson", other, FolderPart.REPLIES)
    with pytest.raises(NotTheTeacher, match="is not signed"):
        here.shelf.open_file(path, keep=here.studying.keep_lesson)


def test_a_lesson_of_ones_own_needs_no_teacher(school: Class) -> None:
    school.join()
    here = school.here
    own = here.shelf.own_lesson(school.desk.lesson.article)
    here.studying.keep_lesson(own, "own", write_lesson_file(own))
    assert LessonFiles(here.data.db).cards()[0].assignment_id == ""


# -- a new key ----------------------------------------------------------------------------------


def test_a_new_key_that_the_old_one_vouches_for_is_taken_and_told(school: Class) -> None:
    school.join()
    school.put("real.lesson", school.file)
    school.look()
    new = KeyRing((SecretKey(b"n" * 32), *school.desk.keys.keys))
    lesson = read_lesson_file(school.file).lesson
    task = LessonTask(
        assignment_id=lesson.task.assignment_id,
        class_id=lesson.task.class_id,
        given=lesson.task.given,
    )
    school.put("new.lesson", write_lesson_file(lesson, task, keys=new))
    assert len(school.look().lessons) == 1
    (teacher,) = new_teachers(school.here.data.db)
    assert teacher.words == fingerprint(signing_key(new.current))
    assert teacher.follows
    # From now on the old key alone is not enough: who stole it can't go back.
    school.put("stale.lesson", school.swapped(school.desk.keys))
    assert school.look().lessons == ()


def test_a_new_key_after_a_lost_desk_is_taken_by_its_six_words(school: Class) -> None:
    school.join()
    new = KeyRing((SecretKey(b"n" * 32),))
    here, words = school.here, fingerprint(signing_key(new.current))
    with pytest.raises(InvalidModel, match="No file that came here"):
        here.data.call(lambda db: take_words(db, words))
    path = school.put("new.lesson", school.publish(new), FolderPart.REPLIES)
    with pytest.raises(NotTheTeacher):
        here.shelf.open_file(path, keep=here.studying.keep_lesson)
    with pytest.raises(InvalidModel):
        here.data.call(lambda db: take_words(db, " ".join(words.split()[:5])))
    taken = here.data.call(lambda db: take_words(db, words.upper()))
    assert taken.words == words
    assert taken.compared
    here.shelf.open_file(path, keep=here.studying.keep_lesson)
    assert school.lessons() == [new.current.public]


def test_words_that_are_on_the_card_are_noted(school: Class) -> None:
    school.join()
    (teacher,) = known_teachers(school.here.data.db)
    assert not teacher.compared
    confirm(school.here.data, teacher.key)
    (teacher,) = known_teachers(school.here.data.db)
    assert teacher.compared
    assert new_teachers(school.here.data.db) == ()


# -- returns ------------------------------------------------------------------------------------


def forged_returns(school: Class, real: bytes) -> list[bytes]:
    """“You are a disgrace”, in every form that the attacker can write."""
    card = school.card_keys
    content = replace(read_return(real, card=card).content, revision=99_999)
    elsewhere = replace(content, attempt_id="11111111-1111-4111-8111-111111111111")
    mine = write_return(content).split(b"\n", 2)[2]
    return [
        write_return(content),
        write_return(content, keys=ATTACKER),
        write_return(content, keys=ATTACKER, box_key=card.box_key),
        write_return(elsewhere, keys=ATTACKER),
        pack_body("return", 3, real.split(b"\n", 2)[2]),
        pack_body("return", 3, sign_body(ATTACKER, "return", 3, mine, to=card.box_key)),
        pack_body("return", 1, sign_body(ATTACKER, "return", 3, mine)),
    ]


def test_no_forged_return_is_shown_whatever_its_number(school: Class) -> None:
    school.join()
    school.put("real.lesson", school.file)
    school.look()
    attempt_id = school.hand_in()
    real = school.returned()
    tag = student_tag(school.student.id, "return")
    forged = forged_returns(school, real)
    for number, file in enumerate(forged):
        school.put(f"{tag}-{number:032x}.return", file, FolderPart.RETURNS)
        with pytest.raises(BadInput):
            take_return(school.here.data, file, card=school.card)
    assert school.look().returns == ()
    assert school.shown(attempt_id) is None
    school.put(f"{tag}-{'f' * 32}.return", real, FolderPart.RETURNS)
    assert school.look().returns == ("Ms Bell",)
    assert school.shown(attempt_id) == real


def test_a_return_replayed_from_before_does_not_come_back(school: Class) -> None:
    school.join()
    school.put("real.lesson", school.file)
    school.look()
    attempt_id = school.hand_in()
    first, second = school.returned(), school.returned()
    for file in (first, second, first):
        take_return(school.here.data, file, card=school.card)
    assert school.shown(attempt_id) == second


def test_a_forged_return_of_before_stands_behind_the_signed_one(school: Class) -> None:
    """It was taken by an older version, when nothing was signed."""
    school.join()
    school.put("real.lesson", school.file)
    school.look()
    attempt_id = school.hand_in()
    real = school.returned()
    forged, *_ = forged_returns(school, real)
    now = Drafts(school.here.data.db).attempt(attempt_id).handed_in
    assert now is not None
    school.here.data.call(lambda db: Drafts(db).take_return(attempt_id, 99_999, now, forged))
    assert school.shown(attempt_id) == forged
    take_return(school.here.data, real, card=school.card)
    assert school.shown(attempt_id) == real


# -- floods and things that are no files -----------------------------------------------------------


def test_a_flood_costs_little_and_does_not_keep_the_teachers_lesson_out(school: Class) -> None:
    school.join()
    signed = school.swapped(ATTACKER)
    for number in range(600):
        school.put(f"a{number}.lesson", signed)
    for number in range(300):
        school.put(f"b{number}.lesson", pack("lesson", 1, f"{{{number}".encode()))
    for number in range(100):
        school.put(f"c{number}.lesson", b"annotator less")
    claims = bytes.fromhex(signing_key(school.desk.keys.current)) + bytes(200)
    for number in range(3):
        school.put(f"d{number}.lesson", pack_body("lesson", 2, claims + number.to_bytes(2, "big")))
    school.put("z.lesson", school.file)
    before = time.process_time()
    taken = school.look()
    spent = time.process_time() - before
    assert len(taken.lessons) == 1
    assert school.lessons() == [school.teacher_key]
    assert taken.strangers >= FLOOD
    before = time.process_time()
    assert school.look().lessons == ()
    again = time.process_time() - before
    assert spent < 5
    assert again < 1


def test_a_pass_reads_no_more_than_its_share_and_goes_on_with_the_next(school: Class) -> None:
    school.join()
    claims = bytes.fromhex(signing_key(school.desk.keys.current)) + bytes(200)
    for number in range(2 * PASS_FILES):
        school.put(
            f"a{number:03}.lesson", pack_body("lesson", 2, claims + number.to_bytes(2, "big"))
        )
    school.put("real.lesson", school.file)
    first = school.look()
    assert first.lessons == ()
    assert first.waiting == PASS_FILES + 1
    assert [bool(school.look().lessons) for _ in range(2)] == [False, True]
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return True

    intake = FolderIntake()
    data, student = school.here.data, school.student
    assert intake.take(data, school.folder, student.id, None, cancelled=stop) == TakenIn()
    assert len(asked) <= 2


def test_pipes_sockets_devices_and_links_are_never_opened(school: Class, tmp_path: Path) -> None:
    school.join()
    place, outside = school.folder.path / "lessons", tmp_path / "outside.lesson"
    outside.write_bytes(school.file)
    os.mkfifo(place / "pipe.lesson")
    (place / "link.lesson").symlink_to(outside)
    (place / "zero.lesson").symlink_to("/dev/zero")
    (place / "folder.lesson").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place / "s.lesson"))
        # One that were opened would be read for ever.
        assert school.look() == TakenIn()
    returns = school.folder.path / "returns"
    returns.rmdir()
    returns.symlink_to(tmp_path)
    with pytest.raises(FolderUnreachable, match="leads to another place"):
        school.look()
    with pytest.raises(FolderUnreachable, match="leads to another place"):
        school.folder.put(FolderPart.RETURNS, pack("return", 1, b"{}"))


def test_a_file_that_still_arrives_is_taken_when_it_is_whole(school: Class) -> None:
    school.join()
    path = school.put("real.lesson", school.file[:40])
    assert school.look() == TakenIn()
    path.write_bytes(school.file[:-5])
    assert school.look().lessons == ()
    path.write_bytes(school.file)
    assert len(school.look().lessons) == 1


def test_without_a_known_teacher_a_folder_gives_so_many_lessons_and_no_more(
    school: Class,
) -> None:
    from annotator.model.annotation import new_id
    from annotator.services.exchange.folder_intake import UNSIGNED_LESSONS

    lesson: Lesson = read_lesson_file(school.file).lesson
    for number in range(UNSIGNED_LESSONS + 5):
        task = replace(lesson.task, assignment_id=new_id())
        school.put(f"{number}.lesson", write_lesson_file(lesson, task))
    assert len(school.look().lessons) == UNSIGNED_LESSONS
    assert len(school.lessons()) == UNSIGNED_LESSONS


def test_a_card_of_ones_own_is_no_key_to_the_desk(school: Class) -> None:
    """A classmate's card signs hand-ins, and nothing that a teacher signs."""
    school.join()
    card = CardKeys.from_card("Mallory", ("able", "about", "above", "absent"))
    body = pack("lesson", 1, b"{}").split(b"\n", 2)[2]
    head = bytes.fromhex(card.verify_key) + b"\0"
    school.put("m.lesson", pack_body("lesson", 2, head + card.sign(body) + body))
    assert school.look().lessons == ()
    assert Student(id=card.student_id, name="Mallory").card_issue == 0


def test_the_teacher_sees_a_flood_and_puts_it_away(school: Class) -> None:
    school.join()
    mine = school.put("real.lesson", school.file)
    school.look()
    school.hand_in()
    mine_too = school.folder.put(FolderPart.RETURNS, school.returned())
    signed = school.swapped(ATTACKER)
    for number in range(40):
        school.put(f"a{number}.lesson", signed)
        school.put(f"b{number}.return", b"annotator return 4\n", FolderPart.RETURNS)
    class_id = school.assignment.class_id
    choose_folder(school.desk.data, class_id, "7B", school.folder.path)
    (known,) = known_folders(school.desk.data)
    looks = FolderLooks(time.monotonic)
    _new, faults = looks.look(school.desk.data, (known,))
    assert (faults, looks.strange) == ({}, {class_id: 80})
    assert ignore_strangers(school.desk.data, known) == 80
    assert mine.exists()
    assert mine_too.exists()
    assert len(list((school.folder.path / "ignored").iterdir())) == 80
    looks.look(school.desk.data, (known,))
    assert looks.strange == {class_id: 0}
    assert (
        FolderIntake().take(school.here.data, school.folder, school.student.id, None) == TakenIn()
    )


# -- what lies there in the clear ---------------------------------------------------------------


def practised(school: Class) -> tuple[str, bytes]:
    """A practice lesson that was handed in: the attempt's id, and the open file."""
    lesson = school.desk.lesson
    work = school.here.studying.open_work(school.student, lesson)
    mark_items(work, lesson, 0, 3)
    done = school.here.studying.hand_in(work)
    return done.attempt.id, done.file


def lying_there(school: Class) -> str:
    """Names and contents of all hand-ins and replies, unpacked where they can be."""
    seen = ""
    for part in (FolderPart.HAND_INS, FolderPart.REPLIES):
        for entry in school.folder.entries(part):
            body = entry.path.read_bytes().split(b"\n", 2)[2]
            with contextlib.suppress(zlib.error):
                body += zlib.decompress(body)
            seen += entry.path.name + body.decode("latin-1")
    return seen


def test_practice_in_the_folder_is_sealed_and_has_no_name_in_clear(school: Class) -> None:
    school.join()
    attempt_id, file = practised(school)
    assert b"Ann" in zlib.decompress(file.split(b"\n", 2)[2]), "the student's own file is open"
    side = StudentFolder(school.here.data)
    assert side.send(school.student.id, attempt_id).carried is Carried.IN_FOLDER
    reply = Reply(
        student_id=school.student.id,
        student_name="Ann",
        hand_in_sha256=hashlib.sha256(file).hexdigest(),
        entries=(ReplyEntry(id=new_id(), reason="The mayor did.", item_id="a", raised=utc_now()),),
    )
    replies = ReplyFolder(school.here.data)
    sent = replies.send(school.student.id, attempt_id, write_reply(reply))
    assert sent.carried is Carried.IN_FOLDER
    seen = lying_there(school)
    digest = hashlib.sha256(file).hexdigest()
    for told in ("Ann", attempt_id, school.student.id, digest[:32], "mayor", "annotations"):
        assert told not in seen
    for part in (FolderPart.HAND_INS, FolderPart.REPLIES):
        (entry,) = school.folder.entries(part)
        read = read_hand_in if part is FolderPart.HAND_INS else read_reply
        for keys in (None, ATTACKER):
            with pytest.raises(SealedForOthers):
                read(entry.path, keys=keys)
    # A second look finds both there, and the teacher has the very file, in whatever envelope.
    assert side.deliver(school.student.id)[0].carried is Carried.IN_FOLDER
    assert replies.deliver(school.student.id)[0].carried is Carried.IN_FOLDER
    parts = (FolderPart.HAND_INS, FolderPart.REPLIES)
    places = [school.folder.path / part.folder for part in parts]
    report = school.desk.collecting.collect(places)
    assert [each.sha256 for each in report.new] == [digest]
    assert (report.damaged, report.disagreements) == ((), 1)
    school.put("again.handin", in_envelope(file, school.teacher_key), FolderPart.HAND_INS)
    school.put("open.handin", file, FolderPart.HAND_INS)
    again = school.desk.collecting.collect(places)
    assert (again.new, again.known, again.seen) == ((), 3, (digest,))


def test_no_other_marker_gets_practice_in_the_clear_or_to_another_key(school: Class) -> None:
    school.join()
    attempt_id, _file = practised(school)
    marker = school.folder.path / "class.annotator"
    own = marker.read_bytes()
    unsigned = ClassFolder.create(
        school.folder.path.with_name("unsigned"), "7B", folder_id=school.folder.id
    )
    forged = ClassFolder.create(
        school.folder.path.with_name("forged"), "7B", folder_id=school.folder.id, keys=ATTACKER
    )
    side = StudentFolder(school.here.data)
    for other in (unsigned, forged):
        marker.write_bytes((other.path / "class.annotator").read_bytes())
        state = side.send(school.student.id, attempt_id)
        assert state.carried is Carried.WAITING
        assert isinstance(state.folder_fault, BadInput)
        assert school.folder.entries(FolderPart.HAND_INS) == ()
    marker.write_bytes(own)
    (state,) = side.deliver(school.student.id)
    assert state.carried is Carried.IN_FOLDER
    assert read_hand_in(
        school.folder.entries(FolderPart.HAND_INS)[0].path, keys=school.desk.keys
    ).submission.student.id == (school.student.id)


def test_an_envelope_holds_one_open_hand_in_and_nothing_else(school: Class) -> None:
    _attempt_id, file = practised(school)
    key = school.teacher_key
    once = in_envelope(file, key)
    assert read_hand_in(once, keys=school.desk.keys).sha256 == hashlib.sha256(file).hexdigest()
    for inside in (once, pack("lesson", 1, b"{}"), file[:-4], b""):
        forged = pack_body("hand-in", 3, seal_to(key, inside))
        with pytest.raises(BadInput):
            read_hand_in(forged, keys=school.desk.keys)
    with pytest.raises(BadInput):
        in_envelope(once, key)


def test_a_folder_that_an_older_version_made_is_signed_and_gets_the_key(school: Class) -> None:
    old = ClassFolder.create(school.folder.path.with_name("old"), "7B")
    assert old.teacher_key == ""
    signed = old.sign("", school.desk.keys)
    assert signed.teacher_key == school.teacher_key
    # One that is signed, by a version that did not say the key yet, gets it, too.
    content = {"format": 2, "kind": "class-folder", "id": old.id, "name": "7B", "class": ""}
    body = sign_body(school.desk.keys, "class-folder", 2, deflate(json.dumps(content).encode()))
    (old.path / "class.annotator").write_bytes(pack_body("class-folder", 2, body))
    assert ClassFolder.open(old.path).teacher_key == ""
    assert ClassFolder.open(old.path).sign("", school.desk.keys).teacher_key == school.teacher_key


# -- what goes back without a card ---------------------------------------------------------------


@dataclass
class Uncarded:
    """Bo, who has no card, handed in through the folder; the teacher gave it back there."""

    student: Student
    attempt_id: str
    file: bytes
    made: MadeReturn
    path: Path


@pytest.fixture
def bo(school: Class) -> Uncarded:
    here, desk = school.here, school.desk
    student = here.studying.add_person("Bo")
    StudentFolder(here.data).join(student.id, school.folder.path)
    work = here.studying.open_work(student, desk.lesson)
    mark_items(work, desk.lesson, 0, 3)
    handed_in = here.studying.hand_in(work)
    StudentFolder(here.data).send(student.id, work.attempt.id)
    desk.collecting.collect([school.folder.path / "hand-ins"])
    (made,) = GivingBack(desk.data, desk.keys, teacher="Ms Bell").make(desk.lesson).files
    given, left_out = to_class_folder([made], school.folder.path)
    assert (given, left_out) == ((made,), ())
    (entry,) = school.folder.entries(FolderPart.RETURNS)
    return Uncarded(student, work.attempt.id, handed_in.file, made, entry.path)


def test_a_return_without_a_card_opens_where_the_work_was_made(school: Class, bo: Uncarded) -> None:
    there = bo.path.read_bytes()
    assert there == bo.made.folder_file != bo.made.file
    here = school.here
    taken = FolderIntake().take(here.data, school.folder, bo.student.id, None)
    assert (taken.returns, taken.strangers) == (("Ms Bell",), 0)
    assert school.shown(bo.attempt_id) == there
    # The page of results opens it, too, with no card and with somebody's.
    attempt = Drafts(here.data.db).attempt(bo.attempt_id)
    for card in (None, school.card):
        key = here.studying.key_for(there, card)
        assert read_return(there, card=key).content.attempt_id == attempt.id
    work = here.studying.open_work(bo.student, school.desk.lesson)
    practice = Practice(here.studying, here.shelf.load, lambda _id: False)
    results = practice.results(work)
    assert results is not None
    assert results.teacher == "Ms Bell"


def test_nobody_else_opens_it_and_the_file_says_what_to_do(
    school: Class, bo: Uncarded, tmp_path: Path
) -> None:
    there = bo.path.read_bytes()
    assert not needs_card(there, FileKind.RETURN, name="r")
    with machine(tmp_path / "other") as other:
        for card in (None, school.card):
            with pytest.raises(BadInput) as caught:
                take_return(other.data, there, card=card)
            assert "computer where this work was handed in" in caught.value.happened
            assert "as a file" in caught.value.todo
    # Nor with the attacker's key of an attempt, under their own name for it.
    mine = AttemptKey.new()
    for key in (mine, school.card_keys):
        with pytest.raises(BadInput):
            read_return(there, card=key)
    body = there.split(b"\n", 2)[2]
    moved = pack_body("return", 5, body[:32] + bytes.fromhex(mine.box_key) + body[64:])
    with pytest.raises(BadInput):
        read_return(moved, card=mine)
    seen = bo.path.name.encode() + there
    digest = hashlib.sha256(bo.file).hexdigest().encode()
    for told in (b"Bo", bo.attempt_id.encode(), bo.student.id.encode(), digest[:32]):
        assert told not in seen


def test_by_file_it_opens_on_any_computer_that_has_the_work(school: Class, bo: Uncarded) -> None:
    content = read_return(bo.made.file).content
    assert content.attempt_id == bo.attempt_id
    assert take_return(school.here.data, bo.made.file).attempt.id == bo.attempt_id


def test_a_forged_one_for_the_attempt_is_refused(school: Class, bo: Uncarded) -> None:
    """The public key is sealed in the hand-in; this attacker has it all the same."""
    content = replace(read_return(bo.made.file).content, revision=99_999)
    public = attempt_key_of(bo.made.folder_file)
    unsigned = zlib.compress(b"{}")
    for forged in (
        write_return(content, keys=ATTACKER, attempt_key=public),
        pack_body("return", 5, bo.made.file.split(b"\n", 2)[2]),
        pack_body("return", 5, bytes.fromhex(ATTACKER.current.public + public) + unsigned),
        pack_body("return", 5, b""),
    ):
        with pytest.raises(BadInput):
            take_return(school.here.data, forged)
    assert school.shown(bo.attempt_id) is None


def test_a_key_that_is_none_leaves_the_return_out_of_the_folder_and_holds_up_nobody(
    school: Class, bo: Uncarded
) -> None:
    desk = school.desk
    submission = read_hand_in(bo.file).submission
    for number, key in enumerate(("0" * 64, "01" + "0" * 62)):
        attempt = replace(submission.attempt, id=new_id())
        work = replace(
            submission, attempt=attempt, student=Student(id=new_id(), name=f"Mallory {number}")
        )
        file = write_hand_in(work, desk.lesson.article, program_version="1", return_key=key)
        path = school.put(f"{number}.handin", file, FolderPart.HAND_INS)
        assert not desk.collecting.collect([path]).damaged
    made = GivingBack(desk.data, desk.keys).make(desk.lesson)
    assert made.faults == ()
    given, left_out = to_class_folder(made.files, school.folder.path)
    assert [each.student_name for each in given] == ["Bo"]
    assert left_out == ("Mallory 0", "Mallory 1")
    for wrong in ("x" * 64, "0" * 63):
        web = json.loads(zlib.decompress(bo.file.split(b"\n", 2)[2]))
        web["returnKey"] = wrong
        with pytest.raises(BadInput):
            read_hand_in(pack("hand-in", 1, json.dumps(web).encode()))


def test_a_backup_brings_the_key_back_with_the_work(
    school: Class, bo: Uncarded, tmp_path: Path
) -> None:
    copy = tmp_path / "old.db"
    school.here.data.writer.flush()
    with sqlite3.connect(copy) as target, sqlite3.connect(school.here.data.db.path) as source:
        source.backup(target)
    source.close()
    target.close()
    with machine(tmp_path / "new") as new:
        assert bring_in(copy, new.data).new["pieces of work"] == 1
        taken = take_return(new.data, bo.path.read_bytes())
        assert taken.attempt.id == bo.attempt_id


def test_with_a_card_no_key_is_made(school: Class) -> None:
    school.join()
    work = school.here.studying.open_work(school.student, school.desk.lesson)
    mark_items(work, school.desk.lesson, 0, 3)
    file = school.here.studying.hand_in(work, school.card).file
    assert read_hand_in(file).return_key == ""
    assert keys_of(school.here.data.db, work.attempt.id) == {}
