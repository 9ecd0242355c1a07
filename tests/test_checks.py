"""All checks run in turn, and the one that fails is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.__main__ import run_checks

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the checks here are shell scripts")


def fake_command(folder: Path, name: str, body: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


def test_the_failing_check_is_named_and_the_rest_is_not_run(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("ruff", "mypy", "lint-imports", "pytest"):
        fake_command(tmp_path, name, f"echo ran {name} $1; [ $1 != format ] || exit 3")
    assert run_checks(tmp_path, []) == 3
    out, err = capfd.readouterr()
    assert out.splitlines() == ["ran ruff check", "ran ruff format"]
    assert "“ruff format” failed" in err


def test_all_checks_run_and_pytest_has_the_last_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("ruff", "mypy", "lint-imports", "pytest"):
        fake_command(tmp_path, name, f"echo {name} $*")
    assert run_checks(tmp_path, ["-k", "word"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["ruff", "ruff", "mypy", "lint-imports", "pytest"]
    assert lines[-1].endswith("-k word")
