"""A flood of drafts in a class folder is counted at the desk and put away; real drafts stay."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.files.class_folder import FolderPart
from annotator.files.container import pack_body
from annotator.services.exchange import strange_drafts
from annotator.services.exchange.folder_drafts import draft_tag
from annotator.services.exchange.folder_look import FolderLook, Who
from annotator.services.exchange.teacher_folders import (
    FolderLooks,
    choose_folder,
    ignore_strangers,
    known_folders,
)
from tests.e2e.transfer import machine, mark_items
from tests.services.desk import a_desk
from tests.services.exchange.test_strangers_letterbox import Class


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Class]:
    """A class whose student has a draft in the folder."""
    monkeypatch.setattr(strange_drafts, "MANY_VERSIONS", 5)
    monkeypatch.setattr(strange_drafts, "MANY_UNKNOWN", 8)
    with a_desk(tmp_path / "desk") as desk, machine(tmp_path / "laptop") as here:
        made = Class(desk, here, tmp_path / "class")
        choose_folder(desk.data, made.assignment.class_id, "7B", made.folder.path)
        made.join()
        made.put("real.lesson", made.file)
        made.look()
        lesson = here.shelf.load(made.assignment.id)
        mark_items(here.studying.open_work(made.student, lesson), desk.lesson, 0, 3)
        look(made)
        yield made


def look(school: Class) -> int:
    """One look of the student's; how many strange files it tells of."""
    lesson = school.here.shelf.load(school.assignment.id)
    who = Who(school.student, school.card)
    looking = FolderLook(school.folder.path.with_name("aside"))
    return looking.look(school.here.data, who, lesson, lambda: False).taken.strangers


def drafts(school: Class) -> set[str]:
    return {each.path.name for each in school.folder.entries(FolderPart.DRAFTS)}


def sealed(school: Class, tag: str) -> None:
    file = pack_body("draft", 2, os.urandom(90))
    school.put(f"{tag}-{os.urandom(16).hex()}.draft", file, FolderPart.DRAFTS)


def strange(school: Class) -> int:
    looks = FolderLooks(lambda: 0.0)
    looks.look(school.desk.data, known_folders(school.desk.data))
    return looks.strange[school.assignment.class_id]


def put_away(school: Class) -> int:
    (known,) = known_folders(school.desk.data)
    return ignore_strangers(school.desk.data, known)


def test_a_few_drafts_of_work_that_is_not_known_here_are_left_alone(school: Class) -> None:
    (mine,) = drafts(school)
    for _ in range(6):
        sealed(school, os.urandom(10).hex())
    assert strange(school) == 0
    assert put_away(school) == 0
    assert mine in drafts(school)


def test_what_is_no_sealed_draft_is_named(school: Class) -> None:
    (mine,) = drafts(school)
    school.put("a.draft", pack_body("draft", 1, b"open"), FolderPart.DRAFTS)
    school.put("b.draft", b"nothing of ours", FolderPart.DRAFTS)
    assert strange(school) == 2
    assert put_away(school) == 2
    assert drafts(school) == {mine}
    assert strange(school) == 0


def test_a_flood_under_many_names_leaves_what_was_given_out(school: Class) -> None:
    (mine,) = drafts(school)
    for _ in range(20):
        sealed(school, os.urandom(10).hex())
    assert strange(school) == 20
    assert put_away(school) == 20
    assert drafts(school) == {mine}


def test_a_flood_under_one_students_name_is_named_on_both_sides(school: Class) -> None:
    lesson = school.here.shelf.load(school.assignment.id)
    tag = draft_tag(school.student, lesson)
    for _ in range(30):
        sealed(school, tag)
    assert look(school) == 30
    assert strange(school) == 31
    assert put_away(school) == 31
    assert drafts(school) == set()
    # The student's program puts its own back.
    assert look(school) == 0
    assert len(drafts(school)) == 1
