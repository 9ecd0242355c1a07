"""The folder of a demo: what lies in it, clearing it for the next one, the screen it draws on."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from annotator.ui.app.display import missing_display

HAND_IN = "amara.handin"
COMPARISON = "comparison.json"
DATA = "data"
_LIST = "demo-files.json"
"""Names what a demo made in a folder, so that the next one clears away that and nothing else."""
_SCREEN = "demo-screen.json"


def clear(folder: Path) -> None:
    """Take away what an earlier demo left here, and nothing that it did not make."""
    listed = folder / _LIST
    if not listed.exists():
        return
    try:
        names = [str(name) for name in json.loads(listed.read_text("utf-8"))]
    except (ValueError, TypeError):
        return
    for name in names:
        # One name in this very folder; a list that was edited leads nowhere else.
        if Path(name).name != name or name in ("", ".", ".."):
            continue
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    listed.unlink()


def keep_list(folder: Path, names: Sequence[str]) -> None:
    """Written before the first thing is made: a demo that is killed can be cleared away, too."""
    names = [DATA, HAND_IN, COMPARISON, _SCREEN, *names]
    (folder / _LIST).write_text(json.dumps(sorted(set(names))), "utf-8")


def use_own_screen(folder: Path, size: tuple[int, int]) -> Path | None:
    """Without a display: draw into memory, on a screen that is as large as the window.

    Qt's own one is 800 × 800, and menus would be pushed together at its edge. The file that
    describes the screen is returned, to be taken away at the end.
    """
    if missing_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        return None
    with contextlib.suppress(ValueError):
        factor = float(os.environ.get("QT_SCALE_FACTOR", "1"))
        size = (round(size[0] * factor), round(size[1] * factor))
    screen = {"name": "demo", "x": 0, "y": 0, "width": size[0], "height": size[1]}
    path = folder / _SCREEN
    path.write_text(json.dumps({"screens": [screen | {"logicalDpi": 96, "dpr": 1}]}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"
    return path
