"""The command "import": an article out of any file, shown part by part or kept as a lesson."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.common import WELL, print_json

if TYPE_CHECKING:
    from annotator.model.found_article import FoundArticle


def add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "import", help="show what an article's file holds, part by part, or keep it as a lesson"
    )
    command.add_argument("source", metavar="SOURCE", help="a file, or the address of a web page")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--json", action="store_true", help="print JSON")
    what.add_argument("--to", type=Path, metavar="FOLDER", help="make a lesson's folder of it")
    command.add_argument(
        "--code-page", default="", metavar="NAME", help="how the letters of a text file are written"
    )
    command.add_argument(
        "--chapter", type=int, default=0, metavar="N", help="which chapter of a book, from 1"
    )
    command.add_argument(
        "--private", action="store_true", help="read an address in your own network, too"
    )
    command.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    # Imported here: a command that reads no article pays nothing for it.
    from annotator.services.lessons.importing import (
        found_at,
        found_in_file,
        found_to_json,
        keep_as_folder,
    )

    if options.source.lower().startswith(("http://", "https://")):
        found = found_at(options.source, allow_private=options.private)
    else:
        path = Path(options.source)
        found = found_in_file(path, code_page=options.code_page, chapter=options.chapter)
    if options.json:
        print_json(found_to_json(found))
        return WELL
    if options.to is not None:
        keep_as_folder(found, options.to)
        print(f"The lesson is in {options.to}.")
    else:
        _show(found)
    for doubt in found.doubts:
        print(f"Check: {doubt}")
    return WELL


def _show(found: FoundArticle) -> None:
    article = found.article()
    for block in article.blocks:
        print(f"{block.kind.value:>10}  {block.span.of(article.text)}")
    left_out = [part for part in found.parts if part.left_out is not None]
    if left_out:
        print(f"\nLeft out ({len(left_out)} lines):")
    for part in left_out:
        print(f"{part.left_out:>10}  {part.text}")
