"""The plan that is printed of the house says what is there, and what breaks its rules."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import CHECKOUT, House, plan, problems

SMALL = {
    "model/word.py": "WORD = 1",
    "services/data/writer.py": "from annotator.model import word",
    "services/review/review.py": "from annotator.services.data.writer import word",
    "ui/widgets/button.py": "",
    "ui/review/page.py": "from annotator.ui.widgets import button",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small house with the floors of the real one, in which nothing is wrong."""
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    for name, text in SMALL.items():
        _write(tmp_path, name, text)
    return tmp_path


def _write(checkout: Path, name: str, text: str) -> None:
    path = checkout / "annotator" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for folder in path.parents:
        if folder == checkout:
            break
        (folder / "__init__.py").touch()
    path.write_text(f"{text}\n", "utf-8")


def test_a_sound_house_has_no_problems(checkout: Path) -> None:
    assert list(problems(House.read(checkout))) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "model/word.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
            "    from annotator.model import letter",
            "circle: annotator.model.letter ↔ annotator.model.word",
        ),
        (
            "ui/widgets/button.py",
            "def late():\n    from annotator.ui.desk import page",
            "arrow up: annotator.ui.widgets.button → annotator.ui.desk.page",
        ),
        (
            "services/data/writer.py",
            "import annotator.services.review.review",
            "arrow up: annotator.services.data.writer → annotator.services.review.review",
        ),
        (
            "ui/review/page.py",
            "from annotator.store.database import Database",
            "past the services: annotator.ui.review.page → annotator.store.database",
        ),
        ("model/word.py", "def long():\n" + "    x = 1\n" * 60, "model.word.long has 61 lines"),
        (
            "model/word.py",
            "class Part:\n" + "    x = 1\n" * 200 + "class Whole(Part):\n" + "    y = 1\n" * 200,
            "model.word.Whole has 402 lines",
        ),
    ],
)
def test_what_breaks_a_rule_is_named(checkout: Path, name: str, text: str, said: str) -> None:
    _write(checkout, "model/letter.py", "from annotator.model.word import WORD")
    _write(checkout, "ui/desk/page.py", "")
    _write(checkout, "store/database.py", "class Database: ...")
    _write(checkout, name, text)
    assert any(said in line for line in problems(House.read(checkout)))


def test_the_plan_counts_files_lines_and_imports(checkout: Path) -> None:
    lines = list(plan(House.read(checkout)))
    assert any(line.split() == ["widgets", "2", "files", "1", "lines"] for line in lines)
    assert any(line.strip().startswith("review") and "→ widgets 1" in line for line in lines)


def test_the_command_needs_nothing_but_python() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKOUT / "start.py"), "house"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.startswith("annotator: "), done.stderr


def test_the_house_stands() -> None:
    """No circle, no import that points up or past the services, nothing too long."""
    assert list(problems(House.read())) == []
