"""The guided demo: the whole job in the real window, by itself, with pictures of it.

It opens the program as it is, in a data folder of its own, and works in it with mouse and key
events alone; no service is called behind the window's back. What it leaves in the folder: numbered
pictures, the data folder, the hand-in, and how the key sees it (``comparison.json``).
"""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Sequence
from pathlib import Path

from annotator.demo.folder import (
    COMPARISON,
    DATA,
    HAND_IN,
    clear,
    keep_list,
    use_own_screen,
)


def main(argv: Sequence[str]) -> int:
    """Play the demo; 0 where it played to its end, 1 where it got stuck, 2 for a bad folder."""
    options = parser().parse_args(argv)
    folder: Path = options.out.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear(folder)
        if (folder / DATA).exists():
            raise FileExistsError(errno.EEXIST, f"it holds “{DATA}”, which no demo made")
        keep_list(folder, [])
        screen = use_own_screen(folder, options.size)
    except OSError as error:
        print(
            f"The folder “{folder}” can't be used: {error.strerror or error}. "
            "Nothing was played. Name another folder with “--out”.",
            file=sys.stderr,
        )
        return 2
    # Only now: which platform Qt uses is settled when it is imported and started.
    from annotator.demo.player import Player

    player = Player(folder, options.size, options.colours)
    try:
        fault = player.run()
    finally:
        keep_list(folder, player.made)
        if screen is not None:
            screen.unlink(missing_ok=True)
    if fault:
        print(fault, file=sys.stderr)
        return 1
    _print_made(folder, player.made)
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


def _print_made(folder: Path, made: Sequence[str]) -> None:
    pictures = sorted(name for name in made if name.endswith(".png"))
    databases = ", ".join(sorted(path.name for path in (folder / DATA).glob("*.db")))
    print(f"The demo played to its end. In {folder}:")
    print(f"  {pictures[0]} to {pictures[-1]}: {len(pictures)} pictures of the window")
    print(f"  {DATA}: all that was saved ({databases})")
    print(f"  {HAND_IN}: what the student handed in")
    print(f"  {COMPARISON}: how the answer key sees it")
