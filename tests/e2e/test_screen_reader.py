"""The page through AT-SPI, as a screen reader meets it: the real window, the server's own keys."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator import assets
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import Studying
from annotator.store.schema import DatabaseKind
from tests.e2e.processes import CHECKOUT, environment
from tests.e2e.test_real_window import display as display

LESSON = "01-new-crossing"
SYSTEM_PYTHON = "/usr/bin/python3"


def _lacking() -> str:
    """What is missing on this machine, in words; empty where all is there."""
    for tool in ("Xvfb", "xdotool", "dbus-run-session", "gdbus"):
        if shutil.which(tool) is None:
            return f"there is no {tool}"
    registry = "/usr/libexec/at-spi-bus-launcher"
    if not Path(registry).exists() or not Path(SYSTEM_PYTHON).exists():
        return "there is no at-spi2-core"
    ask = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    if subprocess.run(ask, capture_output=True, check=False).returncode:
        return "the system’s Python has no AT-SPI (gir1.2-atspi-2.0, python3-gi)"
    return ""


LACKING = _lacking()
pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(bool(LACKING), reason=f"{LACKING}: nothing of AT-SPI was tried"),
]


@pytest.fixture(scope="module")
def told(display: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """All that came through AT-SPI while a sentence was marked, changed, removed and undone."""
    data = tmp_path_factory.mktemp("data") / "annotator"
    with (
        Workspace.open(data) as workspace,
        DataFile.open(workspace.opener(DatabaseKind.STUDENT)) as file,
    ):
        studying = Studying(file)
        studying.choose(studying.add_person("Noor Haddad").id)
        studying.settle()
    script = Path(__file__).with_name("screen_reader.py")
    result = subprocess.run(
        ["dbus-run-session", "--", SYSTEM_PYTHON, script, sys.executable, data, LESSON],
        env=environment(DISPLAY=display, QT_QPA_PLATFORM="xcb"),
        cwd=CHECKOUT.parent,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    # The registry shares our output and says that it runs.
    return json.loads(result.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def text() -> str:
    """The article's text."""
    shelf = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
    return shelf.load(LESSON, with_key=False).article.text


def test_the_article_is_a_text_and_has_the_keyboard(told: Any, text: str) -> None:
    article = told["article"]
    assert article["role"] == "text"
    assert article["name"] == f"Article: {text.splitlines()[0]}"
    assert {"FOCUSABLE", "FOCUSED", "READ_ONLY", "SHOWING"} <= set(article["states"])
    assert told["text"]["length"] == len(text)
    assert told["text"]["start"] == text[:60]
    assert told["text"]["caret"] == 0


def test_caret_and_selection_are_told(told: Any, text: str) -> None:
    sentence = told["selected"]["selections"]
    start = told["moved"]["caret"]
    assert told["moved"]["selections"] == []
    assert sentence == [text[start : told["selected"]["caret"]]]
    assert sentence[0].endswith(".")


def test_what_would_be_marked_is_said_once(told: Any) -> None:
    # The selection as Qt has it ends with the full stop; what would be marked does not.
    words = told["selected"]["selections"][0].rstrip(".").split()
    assert told["selecting"] == [f"{words[0]} to {words[-1]}, {len(words)} words selected"]


def test_a_mark_made_changed_and_removed_is_said_once(told: Any) -> None:
    count = len(told["selected"]["selections"][0].split())
    assert told["marked"] == [f"Claim, {count} words, marked", "Step 2 of 3: Mark"]
    assert told["changed"] == [f"Denial, {count} words, changed"]
    assert told["removed"] == ["Denial, removed"]
    assert told["undone"] == [f"Undone. Denial, {count} words, marked"]


def test_marks_are_heard_in_the_text(told: Any) -> None:
    words = told["selected"]["selections"][0].rstrip(".")
    count = len(words.split())
    chosen, here = told["chosen"], told["here"]
    assert len(chosen) == len(here) == 1
    assert chosen[0].startswith(f"Denial, 1 of 1: “{words[:60]}")
    assert here[0].startswith(f"Paragraph 1. Denial: “{words[:60]}")
    assert told["left"] == ["Denial ends"]
    assert told["back in"] == ["Denial entered from its end"]
    assert told["edge"] == [f"Denial now ends at “{words.split()[-2]}”, {count - 1} words"]
    assert told["tool"] == [
        "Claim tool in hand. Swipe over words to mark them.",
        "Claim tool put away",
    ]


def test_every_control_has_a_role_and_a_name(told: Any) -> None:
    for control in told["controls"]:
        if "FOCUSABLE" in control["states"]:
            assert control["name"], control
            assert control["role"] not in ("unknown", "filler", "panel"), control
        assert "<p>" not in control["description"], control


def test_states_are_told(told: Any) -> None:
    def find(role: str, name: str) -> list[set[str]]:
        return [
            set(control["states"])
            for control in told["controls"]
            if control["role"] == role and control["name"].startswith(name)
        ]

    # The tool in the row is not in hand; above the list all marks are shown, not one label's.
    (tool, label), (chosen,) = find("check box", "Claim"), find("check box", "All 1")
    assert "CHECKED" not in label
    assert "CHECKED" not in tool
    assert "CHECKED" in chosen
    (redo,) = find("push button", "Redo")
    (undo,) = find("push button", "Undo")
    assert "ENABLED" not in redo
    assert "ENABLED" in undo
    assert find("list", "Your marks")
    assert len(find("list item", "Claim: ")) == 1
