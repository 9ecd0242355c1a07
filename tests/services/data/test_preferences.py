"""What people have set is found as they left it; what makes no sense counts as not set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.services.data.data_file import DataFile
from annotator.services.data.preferences import (
    MOST_PHRASES,
    ReadingSettings,
    StudentPreferences,
    TeacherPreferences,
)
from annotator.store.database import Database
from annotator.store.preferences import Preferences
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFile]:
    def opener() -> Database:
        return Database.open(tmp_path / "student.db", kind=DatabaseKind.STUDENT)

    with DataFile.open(opener) as file:
        yield file


@pytest.fixture
def student_id(data: DataFile) -> str:
    return data.call(lambda db: Students(db).add_student("Ada")).id


def test_a_student_finds_what_was_set(data: DataFile, student_id: str) -> None:
    kept = StudentPreferences(data)
    assert (kept.theme(student_id), kept.is_warm(student_id)) == ("", False)
    assert kept.reading(student_id) == ReadingSettings()
    wanted = ReadingSettings(size=24.0, ruler=True, font_family="Lexend")
    kept.keep_theme(student_id, "sepia")
    kept.keep_reading(student_id, wanted)
    kept.keep_warm(student_id)
    again = StudentPreferences(data)
    assert (again.theme(student_id), again.is_warm(student_id)) == ("sepia", True)
    assert again.reading(student_id) == wanted
    other = data.call(lambda db: Students(db).add_student("Ben")).id
    assert (again.theme(other), again.is_warm(other)) == ("", False)
    assert again.reading(other) == ReadingSettings()


def test_the_window_finds_what_was_set(data: DataFile) -> None:
    kept = StudentPreferences(data)
    assert (kept.window_place(), kept.last_folders()) == ("", {})
    kept.keep_window_place("AAAA")
    kept.keep_last_folders({"Open": "/home/ada"})
    assert StudentPreferences(data).window_place() == "AAAA"
    assert StudentPreferences(data).last_folders() == {"Open": "/home/ada"}


def test_a_teacher_finds_what_was_set(data: DataFile) -> None:
    kept = TeacherPreferences(data)
    assert (kept.is_side_by_side(), kept.knows_verdicts(), kept.phrases()) == (False, False, ())
    kept.keep_side_by_side(True)
    kept.keep_knows_verdicts()
    kept.keep_phrases(["Who says so?", " ", "Who  says so?", *(f"Phrase {n}" for n in range(20))])
    again = TeacherPreferences(data)
    assert (again.is_side_by_side(), again.knows_verdicts()) == (True, True)
    assert again.phrases()[:2] == ("Who says so?", "Phrase 0")
    assert len(again.phrases()) == MOST_PHRASES
    again.keep_side_by_side(False)
    assert not kept.is_side_by_side()


@pytest.mark.parametrize("junk", [None, 17, "17", "", [3], {"size": [], "Open": 7}, True])
def test_what_makes_no_sense_counts_as_not_set(
    data: DataFile, student_id: str, junk: object
) -> None:
    for name in ("window", "folders", "phrases", "review side by side", "review knows verdicts"):
        data.submit(lambda db, n=name: Preferences(db).set(n, junk))  # type: ignore[misc]
    for name in ("theme", "reading", "warm-up"):
        data.submit(
            lambda db, n=name: Preferences(db).set(n, junk, student_id=student_id)  # type: ignore[misc]
        )
    kept, teacher = StudentPreferences(data), TeacherPreferences(data)
    assert kept.reading(student_id) == ReadingSettings()
    assert kept.last_folders() == {}
    assert teacher.phrases() == ()
    as_text = junk if isinstance(junk, str) else ""
    assert (kept.theme(student_id), kept.window_place()) == (as_text, as_text)
    switches = (kept.is_warm(student_id), teacher.is_side_by_side(), teacher.knows_verdicts())
    assert switches == (junk is True,) * 3
