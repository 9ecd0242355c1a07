"""What a start must not load before the first paint: it would cost everybody, every time.

Measured figures are the benchmarks' business. Here it is said which modules and classes wait, in a
process of its own that starts as a user's does and looks around at the moment of the first paint.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LESSON = "08-tech-chief"

#: Each of these, or anything inside it, has been found to cost a start, or would.
LATER = (
    "annotator.cli",
    "annotator.files.key_file",
    "annotator.files.lesson_file",
    "annotator.model.key",
    "annotator.model.outcome",
    "annotator.scoring",
    "annotator.services.review.compare",
    "annotator.ui.widgets.file_dialogs",
    "annotator.ui.start",
    "annotator.ui.marking.chain_editor",
    "annotator.ui.marking.inspector",
    "annotator.ui.marking.marks_panel",
    "annotator.ui.marking.receipt_panel",
    "annotator.ui.desk",
    "annotator.ui.ledger",
    "annotator.ui.importing",
    "annotator.ui.review.page",
    "charset_normalizer",
    "html",
    "jsonschema",
    "nacl",
    "numpy",
    "pandas",
    "pydantic",
    "pysbd",
    "PySide6.QtGui.QAccessible",
    "PySide6.QtGui.QIcon",
    "PySide6.QtGui.QPointingDevice",
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
    "PySide6.QtTest",
    "PySide6.QtWidgets.QFileDialog",
    "PySide6.QtWidgets.QMessageBox",
    "PySide6.QtWidgets.QStyle",
    "scipy",
    "sqlite_utils",
    "uuid",
)

_LOOK_AROUND = """
import sys
from annotator.ui.article.view import ArticleView
paint, seen = ArticleView.paintEvent, []
def look_around(canvas, event):
    if not seen:
        seen.extend(sorted(sys.modules))
        # Qt's classes are made ready, each with its enumerations, when first asked for.
        for module in [m for m in seen if m.startswith("PySide6.Qt")]:
            seen.extend(f"{module}.{name}" for name in vars(sys.modules[module]))
    paint(canvas, event)
ArticleView.paintEvent = look_around
from annotator.__main__ import main
code = main(sys.argv[1:])
print(*seen, sep="\\n")
sys.exit(code)
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of a second start: ready, modules and classes of Qt."""
    data = tmp_path_factory.mktemp("data")
    return [_start(data) for _ in range(2)][1]


def _start(data: Path) -> list[str]:
    root = Path(__file__).parents[1]
    words = ["--bench-start", LESSON, "--data", str(data)]
    done = subprocess.run(
        [sys.executable, "-c", _LOOK_AROUND, *words],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_the_saved_marks_were_there(start: list[str]) -> None:
    assert start[0] == "ready with 25 saved marks"
    assert "annotator.ui.marking.page" in start
    assert "PySide6.QtWidgets" in start
    assert "PySide6.QtWidgets.QWidget" in start


@pytest.mark.parametrize("module", LATER)
def test_waits_until_after_the_first_paint(start: list[str], module: str) -> None:
    assert not [name for name in start if name == module or name.startswith(f"{module}.")]
