"""Killed in the middle, started twice, on a disk that may not be written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.demo.student import TALKED, WITH_KEYS
from tests.e2e.processes import CHECKOUT, environment, player, program


@pytest.mark.parametrize("after", [1, 6, 11])
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of other systems")
def test_what_was_called_saved_is_there_after_a_kill(after: int, tmp_path: Path) -> None:
    process = player("mark", tmp_path)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            # The next stroke is under way already when the axe falls.
            if line == f"saved {after}\n":
                process.send_signal(signal.SIGKILL)
                break
        assert process.wait(30) == -signal.SIGKILL
    finally:
        process.kill()
        process.stdout.close()
    again = player("look", tmp_path)
    out, _ = again.communicate(timeout=60)
    assert again.returncode == 0
    strokes = (TALKED, *WITH_KEYS)
    wanted = [f"{stroke.label} {stroke.quote[:20]}" for stroke in strokes[:after]]
    found = out.splitlines()
    for start in wanted:
        assert any(line.startswith(start) for line in found), (start, found)
    assert after <= len(found) <= after + 1


def test_a_second_start_brings_the_first_window_forward(tmp_path: Path) -> None:
    first = player("wait", tmp_path)
    assert first.stdout is not None
    try:
        assert first.stdout.readline() == "away\n"
        # The first window listens from a moment after its first paint.
        second = program("--data", str(tmp_path))
        for _ in range(20):
            if second.returncode == 0:
                break
            second = program("--data", str(tmp_path))
        assert second.returncode == 0, second.stderr
        assert "open already" in second.stdout
        assert first.stdout.readline() == "forward\n"
        assert first.wait(30) == 0
    finally:
        first.kill()
        first.stdout.close()


def bound_by_permissions() -> list[str]:
    """What to put before a command so that permissions count, for the system's keeper, too."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("run as root, and there is no setpriv to lay root's powers down")
    return [setpriv, "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of other systems")
@pytest.mark.parametrize("bound", ["folder", "file"])
def test_what_may_not_be_written_is_told(bound: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert program("--data", str(data), "--bench-start", "01-new-crossing").returncode == 0
    database = data / "student.db"
    before = database.read_bytes()
    database.chmod(0o444)
    if bound == "folder":
        data.chmod(0o555)
    try:
        result = subprocess.run(
            [*bound_by_permissions(), sys.executable, "-P", "-m", "annotator", "--data", str(data)],
            env=environment(),
            cwd=CHECKOUT.parent,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        data.chmod(0o755)
    assert result.returncode == 2, (result.stdout, result.stderr)
    assert "Traceback" not in result.stderr
    assert str(data) in result.stderr
    assert database.read_bytes() == before


def test_the_checkout_is_the_one_that_is_tested() -> None:
    import annotator

    assert Path(annotator.__file__).is_relative_to(CHECKOUT)
