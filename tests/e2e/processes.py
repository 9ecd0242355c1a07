"""Starting the program, and somebody at its keys, as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def environment(**more: str) -> dict[str, str]:
    """No screen unless one is named, and the code of this checkout."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return kept | {"PYTHONPATH": str(CHECKOUT), "QT_QPA_PLATFORM": "offscreen"} | more


def program(*words: str, timeout: float = 120, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end, from another folder."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "annotator", *words],
        env=environment(**more),
        cwd=CHECKOUT.parent,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def player(act: str, data: Path) -> subprocess.Popen[str]:
    """Somebody at the program's keys; see ``playing``. Its lines come through ``stdout``."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "tests.e2e.playing", act, str(data)],
        env=environment(),
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
