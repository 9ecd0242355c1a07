"""The commands that need no window. Exit codes: 0 well, 1 something was found, 2 bad input."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator import assets
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.key import POINT
from annotator.model.lesson import Lesson

if TYPE_CHECKING:
    from annotator.files.sealing import KeyRing
    from annotator.model.work import SchoolClass
    from annotator.services.lessons import LessonShelf
    from annotator.services.writer import Writer
    from annotator.store.database import Database


@dataclass(frozen=True, slots=True)
class _Desk:
    """A teacher's data folder, open for one command."""

    database: Database
    writer: Writer
    keys: KeyRing


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
    _add_desk_commands(commands)
    return parser


def _add_desk_commands(commands: Any) -> None:
    """The commands that work on a teacher's data folder."""

    def add(name: str, words: str, run: Callable[[argparse.Namespace], int]) -> Any:
        command = commands.add_parser(name, help=words)
        command.add_argument(
            "--data", type=Path, metavar="FOLDER", help="the data folder, if not the usual one"
        )
        command.set_defaults(run=run)
        return command

    command = add("cards", "issue and print the class cards of a class", _cards)
    command.add_argument("name", metavar="CLASS")
    command.add_argument(
        "--list", type=Path, metavar="FILE", help="add the names in this file to the class"
    )
    command.add_argument(
        "--new", action="append", default=[], metavar="NAME", help="replace this student’s card"
    )

    command = add("publish", "write a lesson file for students", _publish)
    command.add_argument("lesson", metavar="LESSON", help="a lesson's name or number, or a folder")
    command.add_argument("--to", type=Path, required=True, metavar="FILE_OR_FOLDER")
    command.add_argument("--class", dest="school_class", default="", metavar="CLASS")
    command.add_argument("--assignment", default="", metavar="ID", help="one that was given before")
    command.add_argument(
        "--due", type=_local_time, metavar="TIME", help="local time, like 2026-03-20T16:00"
    )
    command.add_argument("--teacher", default="", metavar="NAME", help="shown to the students")

    command = add("collect", "take in hand-ins; files that are known change nothing", _collect)
    command.add_argument("paths", type=Path, nargs="+", metavar="FOLDER_OR_FILE_OR_ZIP")
    command.add_argument("--lesson", metavar="LESSON", help="only hand-ins of this lesson")
    command.add_argument("--json", action="store_true", help="print JSON")

    command = add("return", "write what goes back to the students", _return)
    command.add_argument("--lesson", required=True, metavar="LESSON")
    command.add_argument("--to", type=Path, required=True, metavar="FOLDER_OR_ZIP")
    command.add_argument("--teacher", default="", metavar="NAME", help="shown to the students")
    shape = command.add_mutually_exclusive_group()
    shape.add_argument("--moodle", type=Path, metavar="ORIGINAL.zip")
    shape.add_argument("--canvas", type=Path, metavar="ORIGINAL.zip")
    shape.add_argument(
        "--class-file", action="store_true", help="one file; each part opens with its card"
    )


def _import(options: argparse.Namespace) -> int:
    from annotator.services.importing import article_to_json, import_article

    article = import_article(options.file)
    if options.json:
        _print_json(article_to_json(article))
        return 0
    for block in article.blocks:
        print(f"{block.kind.value:>10}  {block.span.of(article.text)}")
    return 0


def _compare(options: argparse.Namespace) -> int:
    from annotator.services.compare import LessonComparer, compared_to_json

    comparer = LessonComparer(
        _find_lesson(options.lesson), extra_cost=round(options.extra_cost * POINT)
    )
    compared, faults = [], []
    for path in options.hand_ins:
        try:
            compared.append(comparer.compare_file(path))
        except BadInput as error:
            faults.append(error)
    if options.json:
        _print_json([compared_to_json(one) for one in compared])
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
        _print_json(
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


def _local_time(words: str) -> datetime.datetime:
    """A local time as UTC; ArgumentTypeError, as a sentence, for anything else."""
    try:
        return datetime.datetime.fromisoformat(words).astimezone(datetime.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise argparse.ArgumentTypeError(
            f"“{words}” is not a time. Write it like 2026-03-20T16:00."
        ) from error


@contextlib.contextmanager
def _desk(data: Path | None) -> Iterator[_Desk]:
    """The teacher's data folder with its keys, for one command."""
    from annotator.files.sealing import key_ring
    from annotator.services.workspace import Workspace
    from annotator.services.writer import Writer
    from annotator.store.schema import DatabaseKind

    with Workspace.open(data) as workspace:
        keys = key_ring(workspace.folder)
        writer = Writer(workspace.opener(DatabaseKind.TEACHER))
        try:
            with workspace.database(DatabaseKind.TEACHER) as database:
                yield _Desk(database, writer, keys)
        finally:
            writer.close()


def _cards(options: argparse.Namespace) -> int:
    from annotator.services.cards import ClassCards

    with _desk(options.data) as desk:
        if options.list:
            _add_list(desk, options.name, options.list)
        school_class = _class(desk, options.name)
        wanted = [who.id for who in school_class.students if not who.card_issue]
        for name in options.new:
            found = [who.id for who in school_class.students if who.name == name]
            if not found:
                raise BadInput(f"“{name}” is not in the class.", kept="No card was changed.")
            wanted += found
        cards = ClassCards(desk.database, desk.writer, desk.keys)
        if wanted:
            cards.issue(wanted)
        for card in cards.of_class(school_class.id):
            print(f"{card.student.name}: {' '.join(card.words)}")
    return 0


def _add_list(desk: _Desk, name: str, path: Path) -> None:
    """Put the names of a file into a class, made where there is none; nobody is taken out."""
    from annotator.files.reading import read_text
    from annotator.services.class_lists import ListPlan, read_class_list, same_name
    from annotator.services.desk import TeacherDesk

    listed = read_class_list(read_text(path))
    for left in listed.left_out:
        print(f"Left out, line {left.line} ({left.why}): {left.text}", file=sys.stderr)
    table = TeacherDesk(desk.database, desk.writer, _shelf())
    known = next((each for each in table.classes() if each.name == name), None)
    if known is None:
        table.add_class(name, listed.names)
    else:
        there = {same_name(who.name) for who in known.students}
        new = tuple(each for each in listed.names if same_name(each) not in there)
        table.apply_list(known.id, ListPlan(new=new))


def _class(desk: _Desk, name: str) -> SchoolClass:
    from annotator.store.classes import Classes

    for school_class in Classes(desk.database).classes():
        if name in (school_class.name, school_class.id):
            return school_class
    raise BadInput(f"There is no class “{name}” here.", todo="Make it first, with its list.")


def _publish(options: argparse.Namespace) -> int:
    from annotator.services.publishing import Publishing
    from annotator.store.classes import Assignments

    lesson = _find_lesson(options.lesson)
    with _desk(options.data) as desk:
        publishing = Publishing(desk.database, desk.writer, desk.keys)
        given, class_name = None, ""
        if options.assignment:
            given = Assignments(desk.database).load(options.assignment)
        elif options.school_class:
            school_class = _class(desk, options.school_class)
            class_name = school_class.name
            given = publishing.assignment(lesson, school_class, due=options.due)
        published = publishing.publish(
            lesson, given, teacher=options.teacher, class_name=class_name, due=options.due
        )
        print(published.write(options.to))
    return 0


def _collect(options: argparse.Namespace) -> int:
    from annotator.services.collect_report import report_lines, report_to_json
    from annotator.services.collecting import Collecting

    lesson = _find_lesson(options.lesson) if options.lesson else None
    with _desk(options.data) as desk:
        collecting = Collecting(desk.database, desk.writer, _shelf().load, desk.keys)
        report = collecting.collect(options.paths, lesson=lesson)
    if options.json:
        _print_json(report_to_json(report))
    else:
        print("\n".join(report_lines(report)))
    return 1 if report.damaged else 0


def _return(options: argparse.Namespace) -> int:
    from annotator.files.atomic import write_atomic
    from annotator.files.lms_zip import Platform
    from annotator.services.giving_back import GivingBack
    from annotator.services.platform_returns import to_platform
    from annotator.services.returning import to_class_file, to_folder, to_zip

    lesson = _find_lesson(options.lesson)
    with _desk(options.data) as desk:
        giving = GivingBack(desk.database, desk.writer, desk.keys, teacher=options.teacher)
        made = giving.make(lesson)
        if options.moodle or options.canvas:
            platform = Platform.MOODLE if options.moodle else Platform.CANVAS
            packed = to_platform(made.files, options.moodle or options.canvas, platform)
        elif options.class_file:
            packed = to_class_file(made.files)
        elif options.to.suffix.lower() == ".zip":
            packed = to_zip(made.files)
        else:
            packed = None
            for path in to_folder(made.files, options.to):
                print(path)
        if packed is not None:
            write_atomic(options.to, packed.file)
            print(f"{options.to}: {len(packed.students)} returns")
            for name in packed.left_out:
                print(f"Not in it: {name}", file=sys.stderr)
        giving.note(made)
    for name, reason in made.faults:
        print(f"Not returned: {name}. {reason}", file=sys.stderr)
    return 1 if made.faults else 0


def _shelf() -> LessonShelf:
    from annotator.services.lessons import LessonShelf

    return LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")


def _find_lesson(name: str) -> Lesson:
    shelf = _shelf()
    if Path(name).exists() and not shelf.has(name):
        return shelf.load_path(Path(name))
    if name.isdecimal():
        for card in shelf.cards():
            if card.number == int(name):
                return shelf.load(card.lesson_id)
    return shelf.load(name)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
