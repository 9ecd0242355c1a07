"""The commands that need no window. Exit codes: 0 well, 1 something was found, 2 bad input."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from annotator import assets
from annotator.cli.common import find_lesson, print_json
from annotator.cli.desk import add_desk_commands
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.key import POINT


def main(argv: Sequence[str]) -> int:
    """Run the command that ``argv`` begins with; what goes wrong is said in a sentence."""
    # Articles hold any character; a terminal with an old code page must not stop a command.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    options = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except AnnotatorError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read our output (head, less) has seen enough.
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="annotator")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("import", help="show what an article's file holds, part by part")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_import)

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

    command = commands.add_parser("check-lesson", help="look through a lesson folder")
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument(
        "--repair", action="store_true", help="find the key's quotes again in an edited article"
    )
    command.add_argument(
        "--draft", type=Path, metavar="FILE", help="make the key anew from a draft with quotes"
    )
    command.set_defaults(run=_check_lesson)
    add_desk_commands(commands)
    return parser


def _import(options: argparse.Namespace) -> int:
    from annotator.services.importing import article_to_json, import_article

    article = import_article(options.file)
    if options.json:
        print_json(article_to_json(article))
        return 0
    for block in article.blocks:
        print(f"{block.kind.value:>10}  {block.span.of(article.text)}")
    return 0


def _compare(options: argparse.Namespace) -> int:
    from annotator.services.compare import LessonComparer, compared_to_json

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
    return 2 if faults else 0


def _print_comparison(name: str, told: Any) -> None:
    score = "no score" if told.score is None else f"{told.score}%"
    other, missed = told.found - told.named, told.required - told.found
    print(f"{name}: {told.named} of {told.required} found, {other} other label, {missed} missed")
    points = f"{told.points / POINT:g} of {told.possible / POINT:g} points, {score}"
    print(
        f"  {points}; ties {told.relation_points / POINT:g} of {told.relation_possible / POINT:g}"
    )
    for item in told.items:
        called = f" (called {item.mark_label})" if item.mark_label != item.label else ""
        state = item.state.value + (called if item.mark_label else "")
        print(f"  {item.points / POINT:>6g}  {item.label:<8} {state:<28} {item.quote}")
    for mark in told.marks:
        if not mark.is_paired:
            print(
                f"  {mark.points / POINT:>6g}  {mark.label:<8} {mark.state.value:<28} {mark.quote}"
            )


def _check_lesson(options: argparse.Namespace) -> int:
    from annotator.files.label_guide import load_label_guide
    from annotator.files.lesson_lint import Severity, check_lesson

    if options.draft:
        _key_from_draft(options.folder, options.draft)
    if options.repair:
        _repair_key(options.folder)
    guide = load_label_guide(assets.resources_dir() / "label_guide.toml")
    findings = check_lesson(options.folder, guide)
    if options.json:
        print_json(
            [
                {
                    "severity": finding.severity.value,
                    "file": finding.file,
                    "line": finding.line,
                    "message": finding.message,
                }
                for finding in findings
            ]
        )
    else:
        for finding in findings:
            print(finding)
        if not findings:
            print("Nothing to mend.")
    return 1 if any(finding.severity is Severity.ERROR for finding in findings) else 0


def _key_from_draft(folder: Path, draft: Path) -> None:
    from annotator.files.atomic import write_atomic
    from annotator.files.key_draft import key_from_draft
    from annotator.files.key_file import write_key
    from annotator.files.lesson_folder import KEY, load_article
    from annotator.files.reading import read_utf8

    article = load_article(folder)
    key = key_from_draft(read_utf8(draft), article, folder.resolve().name, draft.name)
    write_atomic(folder / KEY, write_key(key, article))


def _repair_key(folder: Path) -> None:
    from annotator.files.atomic import write_atomic
    from annotator.files.key_file import write_key
    from annotator.files.key_repair import repair_key
    from annotator.files.lesson_folder import KEY, load_article

    article = load_article(folder)
    repair = repair_key(folder / KEY, article)
    if repair.key is None:
        quotes = "; ".join(f"“{quote[:80]}”" for quote in repair.lost)
        raise BadInput(
            f"The key could not be repaired. These words are no longer there: {quotes}.",
            kept="The key is as it was.",
            todo="Change the quotes in key.json to what the article says now, and try again.",
        )
    write_atomic(folder / KEY, write_key(repair.key, article))
    for quote in repair.unsure:
        print(f"Look at this one, it stands in several places: “{quote[:80]}”", file=sys.stderr)
