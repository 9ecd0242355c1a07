"""A student joins while the marker is a classmate's, then types the six words of the class card:
from there on all is as if the marker had been the teacher's all along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.files.class_folder import MARKER, ClassFolder
from annotator.files.container import pack_body
from annotator.files.folder_marker import write_marker
from annotator.files.lesson_file import read_lesson_file, write_lesson_file
from annotator.files.signing import fingerprint, signing_key
from annotator.model.errors import AnnotatorError, FolderUnreachable
from annotator.services.exchange.class_folder import StudentFolder
from annotator.services.exchange.teacher_folders import FolderLooks, choose_folder, known_folders
from annotator.services.marking.teachers import NotTheTeacher, take_words
from tests.e2e.transfer import machine
from tests.services.desk import a_desk
from tests.services.exchange.test_strangers_letterbox import ATTACKER, Class


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Class]:
    with a_desk(tmp_path / "desk") as desk, machine(tmp_path / "laptop") as here:
        yield Class(desk, here, tmp_path / "class")


def swap_marker(school: Class) -> None:
    folder = school.folder
    forged = write_marker(folder.id, "7B", folder.class_id, ATTACKER)
    (folder.path / MARKER).write_bytes(forged)
    school.folder = ClassFolder.open(folder.path)


def joined_with_a_swapped_marker(school: Class) -> None:
    """The attacker's lesson was taken, at first sight; then the teacher's marker came back."""
    swap_marker(school)
    school.join()
    school.put("a.lesson", school.swapped(ATTACKER))
    assert len(school.look().lessons) == 1
    school.folder = ClassFolder.open(school.folder.path).sign(
        school.folder.class_id, school.desk.keys
    )
    school.put("real.lesson", school.file)


def type_words(school: Class) -> None:
    words = fingerprint(signing_key(school.desk.keys.current))
    school.here.data.call(lambda db: take_words(db, words))
    school.intake.look_again()


def test_the_teachers_own_marker_is_refused_once_and_its_words_can_be_typed(school: Class) -> None:
    joined_with_a_swapped_marker(school)
    taken = school.look()
    assert taken.refused is not None
    assert fingerprint(signing_key(school.desk.keys.current)) in taken.refused.todo
    assert school.look().refused is None
    type_words(school)
    assert len(school.look().lessons) == 1
    task = school.here.shelf.load(school.assignment.id).task
    assert task.teacher_key == school.teacher_key
    school.put("b.lesson", school.swapped(ATTACKER, title="Again"))
    assert school.look().lessons == ()


def test_work_is_not_sealed_to_a_key_that_the_words_replaced(school: Class) -> None:
    joined_with_a_swapped_marker(school)
    school.look()
    work = school.here.studying.open_work(
        school.student, school.here.shelf.load(school.assignment.id)
    )
    type_words(school)
    with pytest.raises(NotTheTeacher, match="another key than your teacher’s") as caught:
        school.here.studying.hand_in(work, school.card)
    assert "Your marks are kept" in caught.value.kept
    school.look()
    lesson = school.here.shelf.load(school.assignment.id)
    work = school.here.studying.open_work(school.student, lesson)
    assert school.here.studying.hand_in(work, school.card).file


def test_a_lesson_with_a_key_and_no_assignment_needs_a_teacher_too(school: Class) -> None:
    """What is handed in of it would be sealed to that key."""
    school.join()
    here, lesson = school.here, read_lesson_file(school.file).lesson
    for keys, class_id in ((None, ""), (ATTACKER, ""), (ATTACKER, lesson.task.class_id)):
        task = replace(
            lesson.task,
            assignment_id="",
            class_id=class_id,
            teacher_key=ATTACKER.current.public,
        )
        path = school.put("mail.handed", write_lesson_file(lesson, task, keys=keys))
        with pytest.raises(NotTheTeacher):
            here.shelf.open_file(path, keep=here.studying.keep_lesson)
    assert school.lessons() == []
    signed = write_lesson_file(
        lesson, replace(lesson.task, assignment_id="", class_id=""), keys=school.desk.keys
    )
    path = school.put("mail.handed", signed)
    assert here.shelf.open_file(path, keep=here.studying.keep_lesson).id == lesson.id


@pytest.mark.parametrize("form", ["signed", "not signed", "damaged"])
def test_the_desk_puts_its_marker_back(school: Class, form: str) -> None:
    data, place = school.desk.data, school.folder.path
    choose_folder(data, school.assignment.class_id, "7B", place)
    looks = FolderLooks(lambda: 0.0)
    looks.look(data, known_folders(data))
    marker = place / MARKER
    mine = ClassFolder.open(place).signature
    if form == "signed":
        swap_marker(school)
    elif form == "not signed":
        marker.write_bytes(write_marker(school.folder.id, "7B", school.folder.class_id, None))
    else:
        # The attacker's content under the teacher's signature.
        mine_body, forged = (
            file.split(b"\n", 2)[2]
            for file in (
                marker.read_bytes(),
                write_marker(school.folder.id, "X", "", ATTACKER),
            )
        )
        marker.write_bytes(pack_body("class-folder", 2, mine_body[:97] + forged[97:]))
        with pytest.raises(FolderUnreachable):
            ClassFolder.open(place)
    _new, faults = looks.look(data, known_folders(data))
    assert faults == {}
    again = ClassFolder.open(place)
    assert (again.signature, again.id) == (mine, school.folder.id)
    assert again.teacher_key == school.teacher_key


def test_another_classs_marker_is_left_alone(school: Class) -> None:
    data, place = school.desk.data, school.folder.path
    choose_folder(data, school.assignment.class_id, "7B", place)
    marker = place / MARKER
    other = write_marker("11111111-1111-4111-8111-111111111111", "8A", "", ATTACKER)
    for file in (other, b"nothing of ours"):
        marker.write_bytes(file)
        _new, faults = FolderLooks(lambda: 0.0).look(data, known_folders(data))
        assert [type(each) for each in faults.values()] == [FolderUnreachable]
        assert marker.read_bytes() == file
    with pytest.raises(AnnotatorError):
        StudentFolder(school.here.data).join(school.student.id, place)
