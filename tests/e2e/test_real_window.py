"""A real window on a real X server: the demo once through, and keys that the server sends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator import assets
from annotator.services.lessons.shelf import LessonShelf
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from tests.e2e.processes import CHECKOUT, environment, program

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="there is no Xvfb: not tried"),
]

LESSON = "01-new-crossing"


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server of our own; its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as said:
        number = said.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(10)


def test_the_demo_plays_in_a_real_window(display: str, tmp_path: Path) -> None:
    result = program("demo", "--out", str(tmp_path), DISPLAY=display, QT_QPA_PLATFORM="xcb")
    assert result.returncode == 0, result.stderr
    assert len(list(tmp_path.glob("*.png"))) >= 15
    assert (tmp_path / "comparison.json").stat().st_size > 1000


class Keys:
    """A window of the program on the X server, and the server's keys."""

    def __init__(self, display: str, data: Path) -> None:
        self.data = data
        self.environ = environment(DISPLAY=display, QT_QPA_PLATFORM="xcb")
        self.process: subprocess.Popen[str] | None = None

    def start(self, *words: str) -> None:
        command = [sys.executable, "-P", "-m", "annotator", "--data", str(self.data), *words]
        self.process = subprocess.Popen(
            command, env=self.environ, cwd=CHECKOUT.parent, stderr=subprocess.PIPE, text=True
        )
        window = self.tool("search", "--sync", "--onlyvisible", "--name", "Annotator")
        self.tool("windowfocus", "--sync", window.split()[0])

    def tool(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout

    def press(self, *keys: str) -> None:
        for key in keys:
            self.tool("key", "--delay", "30", key)


def until(what: str, ready: Callable[[], Any], seconds: float = 20) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := ready():
            return found
        time.sleep(0.1)
    pytest.fail(f"in vain: {what}")


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="there is no xdotool: not tried")
def test_the_servers_own_keys_mark_a_sentence(display: str, tmp_path: Path) -> None:
    keys = Keys(display, tmp_path)
    keys.start()
    try:
        # The field for the name has the keyboard on a first start.
        keys.tool("type", "--delay", "30", "Noor Haddad")
        keys.press("Return")
        until("the name is saved", lambda: names(tmp_path) == ["Noor Haddad"])
    finally:
        end(keys)
    keys.start(LESSON)
    try:
        # The article has the keyboard: to the second sentence of the text, and mark it.
        keys.press("ctrl+Down", "ctrl+Down", "ctrl+Down", "ctrl+Down", "ctrl+Down", "alt+Up")
        keys.press("alt+shift+Down", "1")
        until("a mark is saved", lambda: marks(tmp_path))
        # A mark that was only made is changed by no key: it is chosen first.
        keys.press("space", "2")
        until("it is a denial now", lambda: marks(tmp_path)[0].label == "denial")
        keys.press("ctrl+z")
        until("it is a claim again", lambda: marks(tmp_path)[0].label == "claim")
        (mark,) = marks(tmp_path)
        assert len(mark.quote.split()) > 3
    finally:
        end(keys)


def end(keys: Keys) -> None:
    process = keys.process
    assert process is not None
    process.terminate()
    _, said = process.communicate(timeout=30)
    assert "Traceback" not in said


def names(data: Path) -> list[str]:
    """Who is in the file; read beside the running program, as a backup would."""
    with database(data) as opened:
        return [student.name for student in Students(opened).students()]


def marks(data: Path) -> tuple[Any, ...]:
    shelf = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
    article = shelf.load(LESSON, with_key=False).article
    with database(data) as opened:
        (student,) = Students(opened).students()
        attempt = Drafts(opened).latest(student.id, LESSON, article.sha256)
        if attempt is None:
            return ()
        return Drafts(opened).load(attempt.id, article.text).annotations


def database(data: Path) -> Database:
    return Database.open(data / "student.db", kind=DatabaseKind.STUDENT)
