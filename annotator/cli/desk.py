"""The commands that work on a teacher's data folder."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.common import FOUND, WELL, find_lesson, print_json, shelf
from annotator.cli.passphrase import add_passphrase, unlock
from annotator.model.errors import BadInput

if TYPE_CHECKING:
    from annotator.model.work import SchoolClass
    from annotator.services.data.data_file import DataFile


def add_desk_commands(commands: Any) -> None:
    """The commands that work on a teacher's data folder."""
    for add in (_add_cards, _add_publish, _add_collect, _add_return, _add_ledger, _add_bring_in):
        add(commands)


def _add(commands: Any, name: str, words: str, run: Callable[[argparse.Namespace], int]) -> Any:
    command = commands.add_parser(name, help=words)
    command.add_argument(
        "--data", type=Path, metavar="FOLDER", help="the data folder, if not the usual one"
    )
    command.set_defaults(run=run)
    return command


def _add_cards(commands: Any) -> None:
    command = _add(commands, "cards", "issue and print the class cards of a class", _cards)
    add_passphrase(command)
    command.add_argument("name", metavar="CLASS")
    command.add_argument(
        "--list", type=Path, metavar="FILE", help="add the names in this file to the class"
    )
    command.add_argument(
        "--new", action="append", default=[], metavar="NAME", help="replace this student’s card"
    )


def _add_publish(commands: Any) -> None:
    command = _add(commands, "publish", "write a lesson file for students", _publish)
    add_passphrase(command)
    command.add_argument("lesson", metavar="LESSON", help="a lesson's name or number, or a folder")
    command.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FILE_OR_FOLDER",
        help="where the lesson file is written; in a folder it gets a name of its own",
    )
    command.add_argument(
        "--class",
        dest="school_class",
        default="",
        metavar="CLASS",
        help="a class on the desk; without one, nobody in particular is given the lesson",
    )
    command.add_argument("--assignment", default="", metavar="ID", help="one that was given before")
    command.add_argument(
        "--due", type=_local_time, metavar="TIME", help="local time, like 2026-03-20T16:00"
    )
    command.add_argument(
        "--yes", action="store_true", help="use a due time that is over, without being asked"
    )
    command.add_argument("--teacher", default="", metavar="NAME", help="shown to the students")


def _add_collect(commands: Any) -> None:
    command = _add(commands, "collect", "take in hand-ins; known files change nothing", _collect)
    add_passphrase(command)
    command.add_argument(
        "paths",
        type=Path,
        nargs="+",
        metavar="FOLDER_OR_FILE_OR_ZIP",
        help="where hand-ins are: also a class folder, or what Moodle or Canvas gives out",
    )
    command.add_argument("--lesson", metavar="LESSON", help="only hand-ins of this lesson")
    command.add_argument("--json", action="store_true", help="print JSON")


def _add_return(commands: Any) -> None:
    command = _add(commands, "return", "write what goes back to the students", _return)
    add_passphrase(command)
    command.add_argument(
        "--lesson", required=True, metavar="LESSON", help="whose hand-ins are given back"
    )
    command.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FOLDER_OR_ZIP",
        help="where the returns go: a folder, a class folder, or a .zip",
    )
    command.add_argument("--teacher", default="", metavar="NAME", help="shown to the students")
    command.add_argument(
        "--differences",
        action="store_true",
        help="only what a student does not hold yet: never returned, or changed since",
    )
    shape = command.add_mutually_exclusive_group()
    shape.add_argument(
        "--moodle",
        type=Path,
        metavar="ORIGINAL.zip",
        help="make Moodle's archive of feedback, by the one that the hand-ins came in",
    )
    shape.add_argument(
        "--canvas",
        type=Path,
        metavar="ORIGINAL.zip",
        help="make Canvas's archive to upload, by the one that the hand-ins came in",
    )
    shape.add_argument(
        "--class-file", action="store_true", help="one file; each part opens with its card"
    )


def _add_ledger(commands: Any) -> None:
    command = _add(commands, "ledger", "what students hold, and what counts now", _ledger)
    command.add_argument("--lesson", required=True, metavar="LESSON", help="whose returns")
    command.add_argument(
        "--class", dest="school_class", default="", metavar="CLASS", help="only of this class"
    )
    command.add_argument("--json", action="store_true", help="print JSON")


def _add_bring_in(commands: Any) -> None:
    command = _add(commands, "bring-in", "take over another Annotator’s database", _bring_in)
    command.add_argument("file", type=Path, metavar="FILE", help="teacher.db, student.db, a backup")


def _local_time(words: str) -> datetime.datetime:
    """A local time as UTC; ArgumentTypeError, as a sentence, for anything else."""
    try:
        return datetime.datetime.fromisoformat(words).astimezone(datetime.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise argparse.ArgumentTypeError(
            f"“{words}” is not a time. Write it like 2026-03-20T16:00."
        ) from error


@contextlib.contextmanager
def open_desk(folder: Path | None) -> Iterator[DataFile]:
    """The teacher's data, for one command."""
    from annotator.services.data.data_file import DataFile
    from annotator.services.data.workspace import DatabaseKind, Workspace

    with (
        Workspace.open(folder) as workspace,
        DataFile.open(workspace.opener(DatabaseKind.TEACHER)) as data,
    ):
        yield data


def _cards(options: argparse.Namespace) -> int:
    from annotator.services.classes.cards import ClassCards

    with open_desk(options.data) as data:
        unlock(data, options)
        if options.list:
            _add_list(data, options.name, options.list)
        school_class = _class(data, options.name)
        wanted = [who.id for who in school_class.students if not who.card_issue]
        for name in options.new:
            found = [who.id for who in school_class.students if who.name == name]
            if not found:
                raise BadInput(f"“{name}” is not in the class.", kept="No card was changed.")
            wanted += found
        cards = ClassCards(data, data.keys())
        if wanted:
            cards.issue(wanted)
        for card in cards.of_class(school_class.id):
            print(f"{card.student.name}: {card.text}")
    return 0


def _add_list(data: DataFile, name: str, path: Path) -> None:
    """Put the names of a file into a class, made where there is none; nobody is taken out."""
    from annotator.services.classes.class_lists import read_list_file
    from annotator.services.classes.list_explanation import left_text
    from annotator.services.classes.rosters import Rosters
    from annotator.store.classes import Classes

    listed = read_list_file(path)
    for left in listed.left_out:
        print(f"Left out, row {left.row}, {left_text(left)}: {left.text}", file=sys.stderr)
    rosters = Rosters(data)
    known = next((each for each in Classes(data.db).classes() if each.name == name), None)
    class_id = known.id if known else ""
    wanted = rosters.plan(class_id, listed.students, take_out=False)
    for each in wanted.asked:
        print(
            f"{each.listed.name} is new; {each.student.name} in {name} has a name like it.",
            file=sys.stderr,
        )
    rosters.take_over(class_id, name, wanted)


def _class(data: DataFile, name: str) -> SchoolClass:
    from annotator.store.classes import Classes

    for school_class in Classes(data.db).classes():
        if name in (school_class.name, school_class.id):
            return school_class
    raise BadInput(f"There is no class “{name}” here.", todo="Make it first, with its list.")


def _check_due(options: argparse.Namespace, known: datetime.datetime | None) -> None:
    """Ask about a due time that is over, where a person can answer; BadInput where it is not
    wanted. One that was ``known`` before is no question."""
    from annotator.model.moments import is_after, moment_text, utc_now

    due: datetime.datetime | None = options.due
    if due is None or due == known or options.yes or not is_after(utc_now(), due):
        return
    over = f"{moment_text(due, with_year=True)} is over: every hand-in would be late."
    if sys.stdin is not None and sys.stdin.isatty():
        print(f"{over} Use this time? (y/n) ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() in ("y", "yes"):
            return
    raise BadInput(
        over,
        kept="Nothing was written or changed.",
        todo="Give another time with --due, or use this one with --yes.",
    )


def _publish(options: argparse.Namespace) -> int:
    from annotator.model.received import GivenOutBy
    from annotator.services.lessons.publishing import Publishing, note_given
    from annotator.store.classes import Assignments

    lesson = find_lesson(options.lesson)
    with open_desk(options.data) as data:
        unlock(data, options)
        publishing = Publishing(data, data.keys())
        given, class_name = None, ""
        if options.assignment:
            known = Assignments(data.db).load(options.assignment)
            _check_due(options, known.due)
            given = publishing.with_due(known, options.due)
        elif options.school_class:
            school_class = _class(data, options.school_class)
            class_name = school_class.name
            old = publishing.known(lesson, school_class)
            _check_due(options, old.due if old is not None else None)
            given = publishing.assignment(lesson, school_class, due=options.due)
        else:
            _check_due(options, None)
        published = publishing.publish(
            lesson, given, teacher=options.teacher, class_name=class_name, due=options.due
        )
        path = published.write(options.to)
        if given is not None:
            note_given(data, given.id, GivenOutBy.FILE, path.name)
        print(path)
    return 0


def _collect(options: argparse.Namespace) -> int:
    from annotator.services.exchange.collect_report import report_lines, report_to_json
    from annotator.services.exchange.collecting import Collecting

    lesson = find_lesson(options.lesson) if options.lesson else None
    with open_desk(options.data) as data:
        unlock(data, options)
        collecting = Collecting(data, shelf().load, data.known_keys())
        report = collecting.collect(options.paths, lesson=lesson)
    if options.json:
        print_json(report_to_json(report))
    else:
        print("\n".join(report_lines(report)))
    return FOUND if report.damaged else WELL


def _return(options: argparse.Namespace) -> int:
    from annotator.files.atomic import write_atomic
    from annotator.files.class_folder import is_class_folder
    from annotator.files.lms_zip import Platform
    from annotator.model.received import ReturnedBy
    from annotator.services.exchange.giving_back import GivenBack, GivingBack
    from annotator.services.exchange.platform_returns import to_platform
    from annotator.services.exchange.returning import (
        Packed,
        to_class_file,
        to_class_folder,
        to_folder,
        to_zip,
    )

    lesson = find_lesson(options.lesson)
    with open_desk(options.data) as data:
        unlock(data, options)
        giving = GivingBack(data, data.keys(), teacher=options.teacher)
        made = giving.make(lesson, differences_alone=options.differences)
        if changes := giving.changes(lesson, made).text:
            print(f"Returned before: {changes}")
        packed: Packed | None = None
        left_out: tuple[str, ...] = ()
        way = ReturnedBy.FILE
        inside = {each.sha256 for each in made.files}
        if options.moodle or options.canvas:
            platform = Platform.MOODLE if options.moodle else Platform.CANVAS
            packed = to_platform(made.files, options.moodle or options.canvas, platform)
            way = ReturnedBy.MOODLE if options.moodle else ReturnedBy.CANVAS
        elif options.class_file:
            packed, way = to_class_file(made.files), ReturnedBy.CLASS_FILE
        elif options.to.suffix.lower() == ".zip":
            packed = to_zip(made.files)
        elif is_class_folder(options.to):
            given, left_out = to_class_folder(made.files, options.to)
            inside, way = {each.sha256 for each in given}, ReturnedBy.CLASS_FOLDER
            print(f"{options.to}: {len(given)} returns")
        else:
            for path in to_folder(made.files, options.to):
                print(path)
        if packed is not None:
            write_atomic(options.to, packed.file)
            print(f"{options.to}: {len(packed.students)} returns")
            inside, left_out = set(packed.sha256s), packed.left_out
        for name in left_out:
            print(f"Not in it: {name}", file=sys.stderr)
        # Who is left out has nothing yet.
        went = tuple(each for each in made.files if each.sha256 in inside)
        giving.note(GivenBack(went, made.faults), way)
    for name, reason in made.faults:
        print(f"Not returned: {name}. {reason}", file=sys.stderr)
    return FOUND if made.faults else WELL


def _ledger(options: argparse.Namespace) -> int:
    from annotator.services.review.ledger import ledgers_of_lesson
    from annotator.services.review.ledger_text import ledger_lines, ledger_to_json

    lesson = find_lesson(options.lesson)
    with open_desk(options.data) as data:
        class_id = _class(data, options.school_class).id if options.school_class else ""
        found = ledgers_of_lesson(data, lesson, class_id=class_id)
    if options.json:
        print_json([ledger_to_json(name, each) for name, each in found])
        return WELL
    for name, each in found:
        print("\n".join(ledger_lines(name, each)))
    return WELL


def _bring_in(options: argparse.Namespace) -> int:
    from annotator.services.data.data_file import DataFile
    from annotator.services.data.workspace import Workspace
    from annotator.services.exchange.old_database import (
        bring_in,
        brought_in_lines,
        kind_of_database,
    )

    kind = kind_of_database(options.file)
    with Workspace.open(options.data) as workspace, DataFile.open(workspace.opener(kind)) as data:
        report = bring_in(options.file, data)
    print("\n".join(brought_in_lines(report)))
    for left in report.left_out:
        print(f"Left out: {left}", file=sys.stderr)
    return FOUND if report.left_out else WELL
