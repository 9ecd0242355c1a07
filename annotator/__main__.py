"""The front door: reads the command line, and opens the window only when one is wanted."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from annotator import __version__

#: First words that mean a command; everything else is for the window.
COMMANDS = (
    "import",
    "compare",
    "mark",
    "check-lesson",
    "students",
    "cards",
    "publish",
    "collect",
    "return",
    "ledger",
    "gradebook",
    "bring-in",
)

_COMMANDS_HELP = """commands that need no window:
  import FILE [--json]              what an article's file holds, part by part
  compare LESSON HANDIN… [--json]   hand-ins against a lesson's answer key
  mark LESSON --marks FILE …        a hand-in from a file of quoted marks
  check-lesson FOLDER…              look through lesson folders
  students FILE [--json]            what a class list holds, row by row
  cards CLASS [--list FILE]         issue and print the class cards of a class
  publish LESSON --to PLACE         a lesson file for students
  collect PLACE… [--lesson L]       take in hand-ins from files, folders and ZIPs
  return --lesson L --to PLACE      what goes back to the students
  ledger --lesson L                 what students hold, and what counts now
  gradebook FILE --lesson L …       points into a platform's own gradebook
  bring-in FILE                     work out of another Annotator's database
  demo --out FOLDER                 the whole job by itself, with pictures of it

Each command explains itself: annotator import --help
Exit codes: 0 all is well, 1 done but something was found, 2 something could not be done"""


def parser() -> argparse.ArgumentParser:
    """The command line of the window."""
    made = argparse.ArgumentParser(
        prog="annotator",
        description="Learn to read the news critically: mark an article, compare with a key.",
        epilog=_COMMANDS_HELP,
        # With a width of its own it does not ask for the terminal's, which costs each start.
        formatter_class=partial(argparse.RawDescriptionHelpFormatter, width=88),
    )
    made.add_argument("--version", action="version", version=f"Annotator {__version__}")
    made.add_argument(
        "--data", type=Path, metavar="FOLDER", help="keep all work here, not in the usual folder"
    )
    made.add_argument(
        "open", nargs="?", default="", metavar="LESSON", help="a lesson's name, or a file to open"
    )
    # For measuring: opens the lesson with marks in it, takes key 1, says so, and leaves.
    made.add_argument("--bench-start", metavar="LESSON", default="", help=argparse.SUPPRESS)
    return made


def _prepare_output() -> None:
    """Make sure that printing never stops the program.

    A program without a console (pythonw, a bundle) has no output at all, and a console with an
    old code page lacks most of the characters that articles hold.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.StringIO())
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code: 0 well, 2 something a sentence was printed about."""
    words = list(sys.argv[1:] if argv is None else argv)
    _prepare_output()
    if words and words[0] in COMMANDS:
        from annotator import cli

        return cli.main(words)
    if words and words[0] == "demo":
        from annotator.demo.command import main as demo

        return demo(words[1:])
    options = parser().parse_args(words)
    if options.open and not _can_be_opened(options.open):
        print(
            f"There is no command, no lesson and no file called “{options.open}”. Nothing was "
            "opened. “annotator --help” tells what there is.",
            file=sys.stderr,
        )
        return 2
    from annotator.ui.app.display import missing_display

    if sentence := missing_display():
        print(sentence, file=sys.stderr)
        return 2
    # Thousands of classes come into being now, none of which are garbage: looking through them
    # again and again costs a fifth of the start. The window switches it on once it is there.
    gc.disable()
    # Before Qt: once PySide6 is there, it reads the source of each module that imports another.
    import annotator.services.data.workspace
    import annotator.services.lessons.shelf
    import annotator.services.marking.studying  # noqa: F401
    from annotator.ui.app.app import Options, run

    begin = None
    if options.bench_start:
        from annotator.ui.app.bench_start import bench_start

        begin = partial(bench_start, options.bench_start)
    return run(Options(data=options.data, open=options.open), begin)


def _can_be_opened(word: str) -> bool:
    """Whether a word is a file or folder that is there, or a lesson that comes along."""
    if os.path.exists(word):  # noqa: PTH110 -- a word that can't be a path at all is no error here
        return True
    from annotator import assets

    shipped = (folder.name for folder in assets.lessons_dir().iterdir() if folder.is_dir())
    return word in shipped


if __name__ == "__main__":
    sys.exit(main())
