"""The program as a process of its own: what it says and how it ends when it can't open."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import __version__
from annotator.services.data.workspace import Workspace

CHECKOUT = Path(__file__).resolve().parents[3]


def program(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "annotator", *words],
        env=kept | {"PYTHONPATH": str(CHECKOUT), "QT_QPA_PLATFORM": "offscreen"} | environ,
        cwd=CHECKOUT.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def refused(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr


def test_version() -> None:
    assert program("--version").stdout == f"Annotator {__version__}\n"


def test_without_a_screen_a_sentence_and_no_abort() -> None:
    words = refused(program(QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY=""))
    assert "no screen" in words


def test_a_damaged_database_is_named_and_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "student.db"
    database.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    before = database.read_bytes()
    words = refused(program("--data", str(tmp_path)))
    assert "student.db" in words
    assert "damaged" in words
    assert database.read_bytes() == before


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    assert program("--data", str(tmp_path), "--bench-start", "01-new-crossing").returncode == 0
    with sqlite3.connect(tmp_path / "student.db") as connection:
        connection.execute("PRAGMA user_version = 900")
    connection.close()
    assert "newer version" in refused(program("--data", str(tmp_path)))


def test_a_locked_database_is_told(tmp_path: Path) -> None:
    assert program("--data", str(tmp_path), "--bench-start", "01-new-crossing").returncode == 0
    other = sqlite3.connect(tmp_path / "student.db", isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("CREATE TABLE held (x)")
    try:
        words = refused(program("--data", str(tmp_path)))
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert "student.db" in words


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    assert "can't be used" in refused(program("--data", str(tmp_path / "taken")))


def test_a_second_start_without_a_window_to_raise_says_so(tmp_path: Path) -> None:
    # The folder is in use, but whoever uses it has no window that listens.
    with Workspace.open(tmp_path):
        assert "open already" in refused(program("--data", str(tmp_path)))


def test_a_measured_start_finds_its_marks_again(tmp_path: Path) -> None:
    for _ in range(2):
        result = program("--data", str(tmp_path), "--bench-start", "08-tech-chief")
        assert result.returncode == 0, result.stderr
        assert result.stdout == "ready with 25 saved marks\n"


@pytest.mark.parametrize("module", ["annotator.__main__", "annotator.ui.app.display"])
def test_the_command_line_costs_no_qt(module: str) -> None:
    code = f"import sys, {module}; print([m for m in sys.modules if 'PySide6' in m])"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "[]"


def test_the_first_paint_needs_no_heavy_library(tmp_path: Path) -> None:
    """DESIGN, start-up: the first read goes through sqlite3 alone; nothing heavy at run time."""
    data = str(tmp_path)
    assert program("--data", data, "--bench-start", "01-new-crossing").returncode == 0
    code = (
        "import sys\n"
        "import annotator.ui.app.bench_start as b\n"
        "real = b._press\n"
        "def press(*a):\n"
        "    heavy = {'sqlite_utils', 'numpy', 'pandas', 'pydantic', 'pysbd',\n"
        "             'PySide6.QtNetwork', 'charset_normalizer', 'asyncio', 'nacl'}\n"
        "    print(sorted(heavy & set(sys.modules)))\n"
        "    real(*a)\n"
        "b._press = press\n"
        "from annotator.__main__ import main\n"
        f"main(['--data', {data!r}, '--bench-start', '01-new-crossing'])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.splitlines()[0] == "[]"


@pytest.mark.parametrize("goes_in", [False, True], ids=["student", "teacher"])
def test_nothing_of_the_window_outlives_it(tmp_path: Path, goes_in: bool) -> None:
    code = (
        "import gc, sys, weakref\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from annotator.ui.app import app as root\n"
        "from annotator.ui.widgets.main_window import MainWindow\n"
        "from annotator.ui.app.shell import Shell\n"
        "from annotator.ui.app.teacher_pages import TeacherPages\n"
        "app, seen = QApplication([]), []\n"
        "def look():\n"
        "    (window,) = [w for w in app.topLevelWidgets() if isinstance(w, MainWindow)]\n"
        "    if sys.argv[2] == 'True':\n"
        "        window.findChild(Shell).show_teacher()\n"
        "        seen.append(weakref.ref(window.findChild(TeacherPages)))\n"
        "    seen.append(weakref.ref(window))\n"
        "    window.close()\n"
        "QTimer.singleShot(1000, look)\n"
        "assert root.run(root.Options(data=Path(sys.argv[1]))) == 0\n"
        "gc.collect()\n"
        "print(len(seen), [each() for each in seen if each() is not None])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(goes_in)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.stdout.strip() == f"{1 + goes_in} []", result.stderr
    assert "Traceback" not in result.stderr
