"""The command that fills a platform's own gradebook with a class's points."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.common import FOUND, WELL, find_lesson
from annotator.model.errors import BadInput

if TYPE_CHECKING:
    from annotator.files.gradebook import GradeColumn
    from annotator.services.classes.gradebooks import GradebookFilling, GradebookResult


def add_gradebook(commands: Any) -> None:
    """The command ``gradebook``."""
    command = commands.add_parser(
        "gradebook", help="fill a gradebook that Canvas, Moodle or another platform exported"
    )
    command.add_argument("file", type=Path, metavar="FILE", help="as the platform exported it")
    command.add_argument("--lesson", required=True, metavar="LESSON")
    command.add_argument("--to", type=Path, required=True, metavar="FILE", help="the filled copy")
    command.add_argument("--column", default="", metavar="TITLE", help="which assignment it is")
    command.add_argument(
        "--as-points", action="store_true", help="don’t scale to the platform’s most points"
    )
    command.add_argument("--decimals", type=int, choices=range(4), default=2)
    command.add_argument(
        "--zero", action="store_true", help="0 for those who handed in nothing; else left blank"
    )
    command.add_argument("--remarks", action="store_true", help="say how many items were found")
    command.add_argument("--data", type=Path, metavar="FOLDER", help="the program’s data folder")
    command.set_defaults(run=_gradebook)


def _gradebook(options: argparse.Namespace) -> int:
    from annotator.cli.desk import open_desk
    from annotator.files.atomic import write_atomic
    from annotator.services.classes.gradebooks import (
        GradebookFilling,
        GradebookOptions,
        read_gradebook_file,
    )
    from annotator.services.review.reviewing import Review
    from annotator.store.classes import Assignments

    if options.to.exists() and options.to.samefile(options.file):
        raise BadInput(
            "The filled copy would replace the platform’s own file.",
            kept="Nothing was written.",
            todo="Give the copy another name.",
        )
    lesson = find_lesson(options.lesson)
    with open_desk(options.data) as data:
        given = [each for each in Assignments(data.db).all() if each.lesson_id == lesson.id]
        review = Review(lesson, given, data)
        filling = GradebookFilling(
            data, review, read_gradebook_file(options.file), options.file.name
        )
        wanted = GradebookOptions(
            scaled=not options.as_points,
            decimals=options.decimals,
            zero=options.zero,
            remarks=options.remarks,
        )
        result = filling.fill(_column(filling, options.column), wanted)
    write_atomic(options.to, result.file.data)
    return _report(filling, result, options.to)


def _column(filling: GradebookFilling, title: str) -> GradeColumn:
    same = [each for each in filling.columns if each.title == title]
    column = same[0] if same else None if title else filling.likely_column()
    if column is None:
        titles = ", ".join(f"“{each.title}”" for each in filling.columns)
        raise BadInput(
            "It is not clear which column is this lesson’s.",
            kept="Nothing was written.",
            todo=f"Choose one with --column: {titles}.",
        )
    return column


def _report(filling: GradebookFilling, result: GradebookResult, to: Path) -> int:
    from annotator.services.marking.wording import plural

    names = {match.row: match.name for match in filling.matches}
    print(f"{to}: {plural(len(result.file.written), 'row')} written for {filling.book.platform}")
    for row, why in result.file.left:
        print(f"Left as it was, row {row}, {names.get(row, '')}: {why}", file=sys.stderr)
    for match in result.unknown:
        print(f"Row {match.row}, {match.name}: no one in the class", file=sys.stderr)
    for student in result.missing:
        print(f"{student.name}: no row in the gradebook", file=sys.stderr)
    return FOUND if result.file.left or result.unknown or result.missing else WELL
