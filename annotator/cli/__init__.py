"""The commands that need no window; the exit codes are the same for all of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.check_lesson import add_check_lesson
from annotator.cli.common import EXIT_CODES, REFUSED, WELL, find_lesson, print_json
from annotator.cli.desk import add_desk_commands
from annotator.cli.gradebook import add_gradebook
from annotator.cli.importing import add_import
from annotator.cli.mark import add_mark
from annotator.cli.students import add_students
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.key import POINT

if TYPE_CHECKING:
    from annotator.model.outcome import Comparison


def main(argv: Sequence[str]) -> int:
    """Run the command that ``argv`` begins with; what goes wrong is said in a sentence."""
    options = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except AnnotatorError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough.
        sys.stderr.close()
        return WELL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="annotator")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("compare", help="compare hand-ins with a lesson's answer key")
    command.add_argument("lesson", metavar="LESSON", help="a lesson's name or number, or a folder")
    command.add_argument("hand_ins", type=Path, nargs="+", metavar="HANDIN")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument(
        "--extra-cost",
        type=float,
        choices=(0.0, 0.25, 0.5),
        default=0.5,
        help="what a mark that answers nothing costs, in points (default 0.5)",
    )
    command.set_defaults(run=_compare)

    add_import(commands)
    add_mark(commands)
    add_check_lesson(commands)
    add_students(commands)
    add_desk_commands(commands)
    add_gradebook(commands)
    for command in commands.choices.values():
        command.epilog = EXIT_CODES
        command.formatter_class = argparse.RawDescriptionHelpFormatter
    return parser


def _compare(options: argparse.Namespace) -> int:
    from annotator.services.review.compare import LessonComparer, compared_to_json

    comparer = LessonComparer(
        find_lesson(options.lesson), extra_cost=round(options.extra_cost * POINT)
    )
    compared, faults = [], []
    for path in options.hand_ins:
        try:
            compared.append(comparer.compare_file(path))
        except BadInput as error:
            faults.append(error)
    if options.json:
        print_json([compared_to_json(one) for one in compared])
    else:
        for one in compared:
            _print_comparison(one.submission.student.name, one.comparison)
    for fault in faults:
        print(fault, file=sys.stderr)
    return REFUSED if faults else WELL


def _print_comparison(name: str, comparison: Comparison) -> None:
    from annotator.services.marking.wording import found_text
    from annotator.services.review.ties import ties_summary
    from annotator.services.review.wordings import title, verdict_of

    score = "no score" if comparison.score is None else f"{comparison.score}%"
    other, missed = comparison.found - comparison.named, comparison.required - comparison.found
    found = found_text(comparison.named, comparison.required, len(comparison.marks))
    print(f"{name}: {found}, {other} other label, {missed} passed over")
    points = f"{comparison.points / POINT:g} of {comparison.possible / POINT:g} points, {score}"
    print(f"  {points}; grading rule, version {comparison.rule}")
    if ties := ties_summary(comparison.relations):
        of = f"{comparison.relation_points / POINT:g} of {comparison.relation_possible / POINT:g}"
        print(f"  {ties}: {of} points, counted apart")
    for item in comparison.items:
        mark = comparison.mark(item.mark_id) if item.mark_id else None
        verdict = title(item.state if mark is None else verdict_of(item, mark))
        if item.mark_label and item.mark_label != item.label:
            verdict += f": {item.mark_label}"
        print(f"  {item.points / POINT:>6g}  {item.label:<8} {verdict:<40} {item.quote}")
    for mark in comparison.marks:
        if mark.is_lone:
            verdict = title(mark.state)
            print(f"  {mark.points / POINT:>6g}  {mark.label:<8} {verdict:<40} {mark.quote}")
