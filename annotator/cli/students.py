"""The command that shows what a class list holds, without keeping anything."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from annotator.cli.common import FOUND, WELL, print_json


def add_students(commands: Any) -> None:
    """The command ``students``."""
    command = commands.add_parser("students", help="show what a class list holds, row by row")
    command.add_argument(
        "file", type=Path, metavar="FILE", help="CSV, text, XLSX, or a OneRoster archive"
    )
    command.add_argument(
        "--encoding", default="", metavar="CODE_PAGE", help="if it is guessed wrong"
    )
    command.add_argument("--sheet", default="", metavar="NAME", help="a sheet or class in the file")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_students)


def _students(options: argparse.Namespace) -> int:
    from annotator.services.classes.class_lists import read_list_file
    from annotator.services.classes.list_columns import ListOptions
    from annotator.services.classes.list_explanation import doubt_text, left_text, list_to_json

    chosen = ListOptions(code_page=_code_page(options.encoding), sheet=options.sheet)
    listed = read_list_file(options.file, chosen)
    if options.json:
        print_json(list_to_json(listed))
        return WELL
    for student in listed.students:
        print("\t".join((student.name, student.id, student.mail, student.section)).rstrip())
    for student in listed.students:
        if student.doubt is not None:
            print(f"Row {student.row}, {student.name}: {doubt_text(student)}", file=sys.stderr)
    for left in listed.left_out:
        text = f": {left.text}" if left.text else ""
        print(f"Left out, row {left.row}, {left_text(left)}{text}", file=sys.stderr)
    letters = listed.table.letters
    if letters is not None and letters.is_guess:
        notice = f"Read as {letters.code_page}, which is a guess: “{letters.proof}”."
        if letters.other:
            notice += f" In {letters.other_code_page} it would be “{letters.other}”."
        print(notice, file=sys.stderr)
    doubtful = any(each.doubt is not None for each in listed.students)
    return FOUND if doubtful or listed.left_out else WELL


def _code_page(name: str) -> str:
    """A code page by any name that Python knows; BadInput for another."""
    import codecs

    from annotator.model.errors import BadInput

    try:
        return codecs.lookup(name).name if name else ""
    except LookupError as error:
        raise BadInput(
            f"“{name}” is no code page.", todo="Try utf-8, cp1252, cp1250 or utf-16-le."
        ) from error
