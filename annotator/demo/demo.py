"""The guided demo: the whole job in the real window, by itself, with pictures of it.

It opens the program as it is, in a data folder of its own, and works in it with mouse and key
events alone; no service is called behind the window's back. What it leaves in the folder: numbered
pictures, the data folder, the hand-in, and how the key sees it (``comparison.json``).
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from annotator.ui.app.display import missing_display

HAND_IN = "amara.handin"
COMPARISON = "comparison.json"
DATA = "data"
_LIST = "demo-files.json"
"""Names what a demo made in a folder, so that the next one clears away that and nothing else."""
_SCREEN = "demo-screen.json"


def main(argv: Sequence[str]) -> int:
    """Play the demo; 0 where it played to its end, 1 where it got stuck, 2 for a bad folder."""
    options = parser().parse_args(argv)
    folder: Path = options.out.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder)
        if (folder / DATA).exists():
            raise FileExistsError(errno.EEXIST, f"it holds “{DATA}”, which no demo made")
        _keep_list(folder, [])
        screen = _use_a_screen_of_our_own(folder, options.size)
    except OSError as error:
        print(
            f"The folder “{folder}” can't be used: {error.strerror or error}. "
            "Nothing was played. Name another folder with “--out”.",
            file=sys.stderr,
        )
        return 2
    # Only now: which platform Qt uses is settled when it is imported and started.
    from annotator.demo.demo_play import Player

    player = Player(folder, options.size, options.colours)
    try:
        fault = player.run()
    finally:
        _keep_list(folder, player.made)
        if screen is not None:
            screen.unlink(missing_ok=True)
    if fault:
        print(fault, file=sys.stderr)
        return 1
    _tell(folder, player.made)
    return 0


def parser() -> argparse.ArgumentParser:
    """The demo's command line."""
    made = argparse.ArgumentParser(
        prog="annotator demo", description="Play the whole job in the window and take pictures."
    )
    made.add_argument(
        "--out", type=Path, required=True, metavar="FOLDER", help="where the pictures go"
    )
    made.add_argument(
        "--size", type=_size, default=(1280, 832), metavar="WxH", help="the window's size"
    )
    made.add_argument(
        "--colours",
        choices=("light", "dark", "sepia", "contrast"),
        default="light",
        help="which colours the student chooses",
    )
    return made


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError("write it like 1280x832") from None
    if not (320 <= width <= 8000 and 240 <= height <= 8000):
        raise argparse.ArgumentTypeError("between 320x240 and 8000x8000")
    return width, height


# -- the folder ----------------------------------------------------------------------------------


def _clear(folder: Path) -> None:
    """Take away what an earlier demo left here, and nothing that it did not make."""
    listed = folder / _LIST
    if not listed.exists():
        return
    try:
        names = [str(name) for name in json.loads(listed.read_text("utf-8"))]
    except (ValueError, TypeError):
        return
    for name in names:
        # One name in this very folder; a list that somebody has edited leads nowhere else.
        if Path(name).name != name or name in ("", ".", ".."):
            continue
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    listed.unlink()


def _keep_list(folder: Path, names: Sequence[str]) -> None:
    """Written before the first thing is made: a demo that is killed can be cleared away, too."""
    names = [DATA, HAND_IN, COMPARISON, _SCREEN, *names]
    (folder / _LIST).write_text(json.dumps(sorted(set(names))), "utf-8")


def _use_a_screen_of_our_own(folder: Path, size: tuple[int, int]) -> Path | None:
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


def _tell(folder: Path, made: Sequence[str]) -> None:
    pictures = sorted(name for name in made if name.endswith(".png"))
    databases = ", ".join(sorted(path.name for path in (folder / DATA).glob("*.db")))
    print(f"The demo played to its end. In {folder}:")
    print(f"  {pictures[0]} to {pictures[-1]}: {len(pictures)} pictures of the window")
    print(f"  {DATA}: all that was saved ({databases})")
    print(f"  {HAND_IN}: what the student handed in")
    print(f"  {COMPARISON}: how the answer key sees it")
