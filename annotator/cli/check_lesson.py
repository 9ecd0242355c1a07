"""The command for authors of lessons: check folders, make or repair a key."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator import assets
from annotator.cli.common import FOUND, REFUSED, WELL, print_json
from annotator.model.errors import BadInput

if TYPE_CHECKING:
    from annotator.files.lesson_lint import Finding
    from annotator.model.labels import LabelGuide
    from annotator.model.lesson import Lesson


def add_check_lesson(commands: Any) -> None:
    """Put the command next to the others."""
    command = commands.add_parser("check-lesson", help="look through lesson folders")
    command.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument(
        "--repair", action="store_true", help="find the key's quotes again in an edited article"
    )
    command.add_argument(
        "--draft",
        type=Path,
        metavar="FILE",
        help="make the key again from a draft with quotes (of one lesson)",
    )
    command.set_defaults(run=_check_lesson)


def _check_lesson(options: argparse.Namespace) -> int:
    from annotator.files.label_guide import load_label_guide
    from annotator.files.lesson_lint import check_lesson, in_order

    if options.draft and len(options.folders) > 1:
        raise BadInput(
            "A draft belongs to one lesson.",
            kept="No key was changed.",
            todo="Name one folder with “--draft”.",
        )
    guide = load_label_guide(assets.resources_dir() / "label_guide.toml")
    others = _shipped(guide)
    checked: list[tuple[str, list[Finding]]] = []
    code = WELL
    for folder in options.folders:
        try:
            _renew_key(folder, options)
        except BadInput as error:
            print(error, file=sys.stderr)
            code = REFUSED
            continue
        findings = check_lesson(folder, guide)
        if not any(finding.stops for finding in findings):
            findings = in_order([*findings, *_weak_places(folder, guide, others)])
        checked.append((folder.resolve().name, findings))
        code = max(code, _exit_code(findings))
    if options.json:
        _print_as_json(checked)
    else:
        _print_for_people(checked, with_names=len(options.folders) > 1)
    return code


def _shipped(guide: LabelGuide) -> list[Lesson]:
    """The lessons that come along: a construction is judged alike in all of them.

    One that can't be read is left out; where it is looked through itself, that is told there.
    """
    from annotator.files.lesson_folder import load_lesson

    found = []
    for path in sorted(assets.lessons_dir().glob("*/key.json")):
        with contextlib.suppress(BadInput):
            found.append(load_lesson(path.parent, guide))
    return found


def _weak_places(folder: Path, guide: LabelGuide, others: Iterable[Lesson]) -> Iterator[Finding]:
    """What a comparison with silly and with careful hand-ins shows of the folder's key."""
    from annotator.files.lesson_folder import load_lesson
    from annotator.files.lesson_lint import key_finding
    from annotator.services.lessons.key_checkup import weak_places

    lesson = load_lesson(folder, guide)
    if lesson.key is not None:
        for weak in weak_places(lesson, lesson.key, others):
            yield key_finding(folder, weak.item_id, weak.words)


def _exit_code(findings: Iterable[Finding]) -> int:
    from annotator.files.lesson_lint import Severity

    findings = list(findings)
    if any(finding.stops for finding in findings):
        return REFUSED
    return FOUND if any(finding.severity is Severity.ERROR for finding in findings) else WELL


def _print_as_json(checked: list[tuple[str, list[Finding]]]) -> None:
    print_json(
        [
            {
                "lesson": name,
                "severity": finding.severity.value,
                "file": finding.file,
                "line": finding.line,
                "message": finding.message,
            }
            for name, findings in checked
            for finding in findings
        ]
    )


def _print_for_people(checked: list[tuple[str, list[Finding]]], *, with_names: bool) -> None:
    for name, findings in checked:
        before = f"{name}: " if with_names else ""
        for finding in findings:
            print(f"{before}{finding}")
        if not findings:
            print(f"{before}Nothing to mend.")


def _renew_key(folder: Path, options: argparse.Namespace) -> None:
    """Make the key again or repair it, where that is asked for."""
    if options.draft:
        _key_from_draft(folder, options.draft)
    if options.repair:
        _repair_key(folder)


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
