"""The built wheel, installed elsewhere: everything that belongs to the program is in it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]

# Run by the installed program's Python in an empty folder; fails with the reason.
LOOK = """
import sys
from pathlib import Path
import annotator
from annotator.assets import lessons_dir, resources_dir

top = Path(sys.argv[1])
for place in (Path(annotator.__file__), lessons_dir(), resources_dir()):
    assert place.is_relative_to(top), place
lessons = sorted(path.parent.name for path in lessons_dir().glob("*/lesson.toml"))
assert lessons, "no lesson in the wheel"
for lesson in lessons:
    for name in ("article.md", "key.json"):
        assert (lessons_dir() / lesson / name).stat().st_size, (lesson, name)
icons = list((resources_dir() / "icons").glob("*.svg"))
assert icons, "no icon in the wheel"

from PySide6.QtGui import QFontDatabase, QGuiApplication, QImage
app = QGuiApplication([])
assert not QImage(str(icons[0])).isNull(), icons[0]
import font_source_serif_pro
faces = list(Path(font_source_serif_pro.font_directory).glob("*"))
assert any(QFontDatabase.addApplicationFont(str(face)) >= 0 for face in faces), faces
print(",".join(lessons))
"""


def run(command: Sequence[str | Path], cwd: Path, **variables: str) -> str:
    """Run to the end in a folder; its standard output."""
    drop = ("PYTHONPATH", "DISPLAY", "WAYLAND_DISPLAY")
    environ = {key: value for key, value in os.environ.items() if key not in drop}
    result = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environ | {"QT_QPA_PLATFORM": "offscreen"} | variables,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the back end that pyproject.toml names, with what is installed: no network."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], CHECKOUT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel alone in a folder; what it depends on comes from the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    run([*command, "--no-compile", "--target", folder, wheel], folder)
    return folder


def test_the_wheel_holds_the_folders_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"annotator"}
    assert "annotator/py.typed" in names
    for folder in ("resources", "lessons"):
        inside = {n.removeprefix(f"annotator/_{folder}/") for n in names if f"/_{folder}/" in n}
        files = (path for path in (CHECKOUT / folder).rglob("*") if path.is_file())
        there = {path.relative_to(CHECKOUT / folder).as_posix() for path in files}
        assert there
        assert there <= inside
    assert not [name for name in names if "__pycache__" in name]


def test_lessons_resources_and_a_font_are_found(installed: Path, tmp_path: Path) -> None:
    lessons = run(
        [sys.executable, "-P", "-c", LOOK, installed], tmp_path, PYTHONPATH=str(installed)
    )
    assert {"01-new-crossing", "08-tech-chief"} <= set(lessons.strip().split(","))


@pytest.mark.parametrize("script", ["annotator", "module"])
def test_help_is_given_from_any_folder(script: str, installed: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "annotator"]
    if script == "annotator":
        command = [str(installed / "bin" / "annotator")]
    out = run([*command, "--help"], tmp_path, PYTHONPATH=str(installed))
    assert "import" in out
    assert "demo" in out


def test_the_window_opens_and_plays_the_main_job(installed: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    command = [sys.executable, "-P", "-m", "annotator", "demo", "--out", str(pictures)]
    run(command, tmp_path, PYTHONPATH=str(installed))
    assert len(list(pictures.glob("*.png"))) >= 3
    assert (pictures / "comparison.json").stat().st_size > 100
