"""The student's whole job by keys and by what a screen reader is told; the transcript is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.marking.studying import Studying
from annotator.store.schema import DatabaseKind
from tests.e2e.processes import CHECKOUT, environment
from tests.e2e.test_real_window import display as display
from tests.e2e.test_screen_reader import LACKING, SYSTEM_PYTHON

HERE = Path(__file__).parent

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(bool(LACKING), reason=f"{LACKING}: nothing of AT-SPI was tried"),
]


def heard_at_work(transcript: str) -> list[str]:
    """The lines of keys that do something: how many Tabs lie between may change with a page."""
    lines = [line.strip() for line in transcript.splitlines()]
    return [line for line in lines if line and not line.startswith(("Tab", "shift+Tab"))]


def test_the_whole_job_is_done_by_ear(display: str, tmp_path: Path) -> None:
    with (
        Workspace.open(tmp_path / "data") as workspace,
        DataFile.open(workspace.opener(DatabaseKind.STUDENT)) as file,
    ):
        studying = Studying(file)
        studying.choose(studying.add_person("Noor Haddad").id)
        studying.settle()
    script = HERE / "spoken_job.py"
    command: list[str | Path] = ["dbus-run-session", "--", SYSTEM_PYTHON, script]
    command += [sys.executable, tmp_path / "data"]
    result = subprocess.run(
        command,
        env=environment(DISPLAY=display, QT_QPA_PLATFORM="xcb"),
        cwd=CHECKOUT.parent,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    kept = (HERE / "spoken_job.txt").read_text("utf-8")
    heard = heard_at_work(result.stdout)
    assert [line for line in heard_at_work(kept) if line not in heard] == []
