"""What the tests need is brought where it may be, said elsewhere; a skip with CI=true fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import start
from tests import system_parts

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Debian's packages")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian that lacks xdotool; what apt was asked for."""
    calls: list[list[str]] = []
    monkeypatch.setattr(start, "is_debian", lambda: True)
    monkeypatch.setattr(start, "apt_install", lambda packages: calls.append(list(packages)))
    monkeypatch.setattr(system_parts, "missing_packages", lambda: ["xdotool"])
    return calls


def test_root_gets_it_installed(asked: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system_parts.bring()
    assert asked == [["xdotool"]]


def test_others_get_the_one_command(
    asked: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    system_parts.bring()
    assert asked == []
    assert "sudo apt-get install -y xdotool" in capsys.readouterr().err


def test_a_part_is_found_by_its_program_or_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xdotool").write_text("#!/bin/sh\n")
    (tmp_path / "xdotool").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system_parts, "PARTS", {"xdotool": "a", "Xvfb": "b", "/no/such": "c"})
    monkeypatch.setattr(start, "loader_list", lambda: None)
    assert system_parts.missing_packages() == ["b", "c"]


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_skip_fails_where_nothing_may_be_missing(tmp_path: Path, ci: str, code: int) -> None:
    (tmp_path / "conftest.py").write_text(
        (Path(__file__).parent / "conftest.py").read_text("utf-8"), "utf-8"
    )
    (tmp_path / "test_it.py").write_text(
        "import pytest\n@pytest.mark.skip(reason='x')\ndef test_a(): pass\ndef test_b(): pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        env={**os.environ, "CI": ci},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stdout
