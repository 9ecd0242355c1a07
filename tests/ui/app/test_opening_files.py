"""Files that are opened by hand are read in a thread: said after a while, and given up at will."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.services.lessons.shelf import LessonShelf, ReadLesson
from annotator.ui.start.page import StartPage
from annotator.ui.widgets import patience, progress
from annotator.ui.widgets.buttons import Button
from tests.ui.app.test_shell import Opened, give_name
from tests.ui.app.test_shell import opened as opened


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Reading waits for this, as on a drive that doesn't answer; a person waits less than that."""
    answers, read_file = threading.Event(), LessonShelf.read_file

    def read_when_it_answers(shelf: LessonShelf, path: Path) -> ReadLesson:
        if path.name.startswith("slow"):
            answers.wait(20)
        return read_file(shelf, path)

    monkeypatch.setattr(LessonShelf, "read_file", read_when_it_answers)
    monkeypatch.setattr(progress, "PATIENCE_MS", 30)
    monkeypatch.setattr(patience, "GIVE_UP_MS", 90)
    yield answers
    answers.set()


def an_article(folder: Path, name: str, headline: str) -> Path:
    path = folder / name
    path.write_text(f"{headline}\n\nThe mayor said so on Monday.\n", encoding="utf-8")
    return path


def test_what_takes_long_is_said_and_can_be_given_up(
    opened: Opened, slow: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    give_name(opened, qtbot)
    shell, panel = opened.shell, opened.shell.patience.panel
    shell.open_path(an_article(tmp_path, "slow.txt", "Late News"))
    assert not panel.isVisible()
    qtbot.waitUntil(panel.isVisible)
    (stop,) = panel.findChildren(Button)
    qtbot.waitUntil(stop.isVisible)
    assert isinstance(opened.window.page, StartPage), "the window lives on"
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert not panel.isVisible()
    assert not shell.patience.is_waiting
    # The thread still hangs; what is opened next is read in another one.
    shell.open_path(an_article(tmp_path, "quick.txt", "Quick News"))
    qtbot.waitUntil(lambda: shell.work is not None)
    assert shell.work is not None
    assert shell.work.lesson.title == "Quick News"
    slow.set()
    qtbot.wait(50)
    assert shell.work.lesson.title == "Quick News"


def test_what_is_there_in_the_end_is_opened(
    opened: Opened, slow: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    give_name(opened, qtbot)
    opened.shell.open_path(an_article(tmp_path, "slow.txt", "Late News"))
    qtbot.waitUntil(opened.shell.patience.panel.isVisible)
    slow.set()
    qtbot.waitUntil(lambda: opened.shell.student_page is not None)
    assert not opened.shell.patience.panel.isVisible()


def test_several_that_were_dropped_are_opened_in_turn(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    give_name(opened, qtbot)
    first = an_article(tmp_path, "a.txt", "First News")
    opened.shell.open_dropped([first, an_article(tmp_path, "b.txt", "Last News")])
    qtbot.waitUntil(lambda: not opened.shell.patience.is_waiting)
    assert opened.shell.work is not None
    assert opened.shell.work.lesson.title == "Last News"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes with a place in a folder")
def test_a_pipe_is_not_waited_for(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    give_name(opened, qtbot)
    for name in ("a.lesson", "b.draft", "c.return", "d.txt"):
        os.mkfifo(tmp_path / name)
        opened.shell.open_path(tmp_path / name)
        qtbot.waitUntil(lambda: not opened.shell.patience.is_waiting)
        assert f"“{name}” is not a file" in opened.window.banner.text()
