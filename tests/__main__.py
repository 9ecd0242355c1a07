"""All checks and tests: ``python3 start.py test [WORDS]``; the words go to pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import system_parts

CHECKOUT = Path(__file__).resolve().parents[1]

CHECKS = (
    ("ruff check", ("ruff", "check", ".")),
    ("ruff format", ("ruff", "format", "--check", ".")),
    ("mypy", ("mypy",)),
    ("import-linter", ("lint-imports",)),
    ("pytest", ("pytest", "-n", "2", "--dist", "loadfile")),
)


def run_checks(scripts: Path, words: Sequence[str]) -> int:
    """Run every check of the folder ``scripts`` in turn; stop at the first that fails, name it,
    and return its exit code."""
    for name, command in CHECKS:
        print(f"== {name}", file=sys.stderr, flush=True)
        script = scripts / (command[0] + (".exe" if os.name == "nt" else ""))
        more = words if name == "pytest" else ()
        code = subprocess.call([str(script), *command[1:], *more], cwd=CHECKOUT)
        if code:
            print(f"The step “{name}” failed (exit code {code}).", file=sys.stderr)
            return code
    return 0


if __name__ == "__main__":
    system_parts.bring()
    sys.exit(run_checks(Path(sys.executable).parent, sys.argv[1:]))
