"""The demo as a command: what it leaves, what it spares, how it ends when it can't."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from tests.e2e.processes import program


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo was played once, on a small screen and in dark colours."""
    made = tmp_path_factory.mktemp("demo")
    result = program("demo", "--out", str(made), "--size", "1093x614", "--colours", "dark")
    assert result.returncode == 0, result.stderr
    assert str(made) in result.stdout
    assert "Traceback" not in result.stderr
    return made


def size_of(png: Path) -> tuple[int, int]:
    head = png.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def test_it_leaves_pictures_databases_the_hand_in_and_the_comparison(folder: Path) -> None:
    pictures = sorted(folder.glob("*.png"))
    assert [path.name[:2] for path in pictures] == [
        f"{number:02d}" for number in range(1, len(pictures) + 1)
    ]
    assert len(pictures) >= 15
    assert {size_of(path) for path in pictures} == {(1093, 614)}
    assert (folder / "data" / "student.db").stat().st_size
    assert (folder / "data" / "teacher.db").stat().st_size
    assert (folder / "amara.handin").stat().st_size
    assert not list(folder.glob("*stuck*"))
    assert not (folder / "demo-screen.json").exists()


def test_the_comparison_is_that_of_the_command(folder: Path) -> None:
    result = program("compare", "8", str(folder / "amara.handin"), "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout) == json.loads((folder / "comparison.json").read_text("utf-8"))


def test_the_program_said_nothing_of_trouble(folder: Path) -> None:
    log = (folder / "data" / "logs" / "annotator.log").read_text("utf-8")
    # What Qt's platform without a screen says of itself is no trouble.
    told = [line for line in log.splitlines() if "Qt: This plugin does not support" not in line]
    assert not [line for line in told if "ERROR" in line or "WARNING" in line]


def test_a_second_demo_takes_away_what_the_first_left_and_nothing_else(folder: Path) -> None:
    (folder / "holiday.png").write_bytes(b"mine")
    (folder / "99-old.png").write_bytes(b"mine, too")
    first = json.loads((folder / "comparison.json").read_text("utf-8"))
    result = program("demo", "--out", str(folder), QT_SCALE_FACTOR="2")
    assert result.returncode == 0, result.stderr
    assert (folder / "holiday.png").read_bytes() == b"mine"
    assert (folder / "99-old.png").read_bytes() == b"mine, too"
    assert size_of(folder / "01-start.png") == (2560, 1664)
    second = json.loads((folder / "comparison.json").read_text("utf-8"))
    assert [item["state"] for item in second[0]["items"]] == [
        item["state"] for item in first[0]["items"]
    ]
    assert second[0]["points"] == first[0]["points"]


@pytest.mark.parametrize(
    "words", [(), ("--out", "x", "--size", "big"), ("--out", "x", "--size", "9x9")]
)
def test_what_it_does_not_understand_is_said(words: tuple[str, ...]) -> None:
    result = program("demo", *words)
    assert result.returncode == 2
    assert "annotator demo" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    result = program("demo", "--out", str(tmp_path / "taken"))
    assert result.returncode == 2
    assert "can't be used" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_data_folder_of_somebody_elses_is_not_played_in(tmp_path: Path) -> None:
    """No list of a demo's files: what is called "data" is a person's, and stays."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "thesis.txt").write_text("years of work", "utf-8")
    result = program("demo", "--out", str(tmp_path))
    assert result.returncode == 2
    assert "data" in result.stderr
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["thesis.txt"]
