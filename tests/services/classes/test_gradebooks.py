"""A class's points in a platform's own gradebook: who is who, and what is written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from annotator import cli
from annotator.model.key import POINT
from annotator.model.work import Away, OwnTerms
from annotator.services.classes.gradebooks import GradebookFilling, GradebookOptions
from tests.seeded import LESSON, SeededDesk

HEAD = (
    "Student,ID,SIS Login ID,Section,Reservoir (7),Other (8),Final Score\n"
    "    Points Possible,,,,10.00,5.00,(read only)\n"
)


def sheet(names: list[str]) -> bytes:
    """A gradebook of Canvas; names are "First Last" and stand there as "Last, First"."""
    rows = []
    for number, name in enumerate(names, 1):
        first, _, last = name.rpartition(" ")
        shown = f'"{last}, {first}"' if first else last
        rows.append(f"{shown},{number},login{number},7B,,,\n")
    return (HEAD + "".join(rows)).encode()


def test_everyone_of_the_class_gets_their_points(seeded: SeededDesk) -> None:
    made = seeded.add_class(students=5)
    review = seeded.review(made)
    names = [who.name for who in made.students]
    filling = GradebookFilling(seeded.data, review, sheet([*names, "Nobody Here"]), "grades.csv")
    result = filling.fill(filling.columns[0])
    assert [match.name for match in result.unknown] == ["Nobody Here"]
    lines = result.file.data.decode().split("\n")[2:]
    handed_in = {row.student_id: row.sha256 for row in review.papers.rows}
    for who, text in zip(made.students, lines, strict=False):
        cell = text.split(",")[5 if '"' in text else 4]
        if who.id not in handed_in:
            assert cell == ""
            continue
        line = review.papers.line(handed_in[who.id])
        share = Decimal(line.points) / line.possible * 10
        assert abs(Decimal(cell) - share) <= Decimal("0.005")


def test_who_handed_in_nothing_gets_a_zero_only_when_asked(seeded: SeededDesk) -> None:
    made = seeded.add_class(students=3)
    seeded.set_list(made.id, [*(who.name for who in made.students), "Zora Late"])
    filling = GradebookFilling(seeded.data, seeded.review(made), sheet(["Zora Late"]), "grades.csv")
    column = filling.columns[0]
    assert filling.fill(column).file.written == ()
    zero = filling.fill(column, GradebookOptions(zero=True, remarks=True))
    assert b",7B,0.00,," in zero.file.data
    assert len(zero.missing) == 3


def test_who_is_excused_gets_no_zero(seeded: SeededDesk) -> None:
    made = seeded.add_class(students=2)
    names = [*(who.name for who in made.students), "Zora Late"]
    seeded.set_list(made.id, names)
    review = seeded.review(made)
    (given,) = review.papers.assignments
    zora = next(s for s in seeded.desk.school_class(made.id).students if s.name == "Zora Late")
    seeded.desk.set_terms(given.id, {zora.id: OwnTerms(away=Away.EXCUSED)})
    filling = GradebookFilling(seeded.data, seeded.review(made), sheet(["Zora Late"]), "g.csv")
    assert filling.fill(filling.columns[0], GradebookOptions(zero=True)).file.written == ()


def test_points_can_stay_as_they_are(seeded: SeededDesk) -> None:
    made = seeded.add_class(students=1)
    review = seeded.review(made)
    filling = GradebookFilling(seeded.data, review, sheet([made.students[0].name]), "grades.csv")
    points = Decimal(review.papers.line(review.papers.rows[0].sha256).points) / POINT
    result = filling.fill(filling.columns[0], GradebookOptions(scaled=False))
    if points <= 10:
        assert f",7B,{points:.2f},".encode() in result.file.data
    else:
        assert result.file.left


def test_a_row_that_nobody_is_can_be_given_to_somebody_once(seeded: SeededDesk) -> None:
    made = seeded.add_class(students=2)
    one, other = made.students
    filling = GradebookFilling(
        seeded.data, seeded.review(made), sheet([one.name, "O. Therwise"]), "g.csv"
    )
    assert [match.student_id for match in filling.matches] == [one.id, ""]
    filling.choose(4, other.id)
    assert [match.student_id for match in filling.matches] == [one.id, other.id]
    filling.choose(4, one.id)
    assert [match.student_id for match in filling.matches] == ["", one.id]


def test_two_of_one_name_are_nobody_until_the_teacher_chooses(seeded: SeededDesk) -> None:
    made = seeded.add_class(students=1)
    twin = made.students[0].name
    filling = GradebookFilling(seeded.data, seeded.review(made), sheet([twin, twin]), "g.csv")
    assert sum(bool(match.student_id) for match in filling.matches) <= 1


def test_the_command_writes_a_copy_and_says_who_is_missing(
    seeded: SeededDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = seeded.add_class(students=3)
    seeded.data.writer.flush(10)
    seeded.close()
    source, copy = tmp_path / "grades.csv", tmp_path / "filled.csv"
    source.write_bytes(sheet([made.students[0].name]))
    arguments = ["gradebook", str(source), "--lesson", LESSON, "--data", str(seeded.path.parent)]
    assert cli.main([*arguments, "--to", str(copy)]) == 2
    assert "--column" in capsys.readouterr().err
    assert not copy.exists()
    assert cli.main([*arguments, "--to", str(copy), "--column", "Reservoir"]) == 1
    printed = capsys.readouterr()
    assert "1 row written for Canvas" in printed.out
    assert f"{made.students[1].name}: no row in the gradebook" in printed.err
    assert source.read_bytes() == sheet([made.students[0].name])
    assert cli.main([*arguments, "--to", str(source), "--column", "Reservoir"]) == 2
