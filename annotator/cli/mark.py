"""The command that makes a hand-in from a file of quoted marks."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from annotator import __version__
from annotator.cli.common import WELL, find_lesson
from annotator.model.errors import BadInput


def add_mark(commands: Any) -> None:
    """Put the command with the others."""
    command = commands.add_parser("mark", help="make a hand-in from a file of quoted marks")
    command.add_argument("lesson", metavar="LESSON", help="a lesson's name or number, or a folder")
    command.add_argument(
        "--marks", type=Path, required=True, metavar="FILE", help="the marks, as JSON with quotes"
    )
    command.add_argument("--name", required=True, metavar="NAME", help="whose work it is")
    command.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help="where the hand-in is written"
    )
    command.set_defaults(run=_mark)


def _mark(options: argparse.Namespace) -> int:
    from annotator.files import limits
    from annotator.files.atomic import write_atomic
    from annotator.files.hand_in import write_hand_in
    from annotator.files.quoted_marks import read_quoted_marks
    from annotator.files.reading import read_utf8
    from annotator.model.annotation import new_id
    from annotator.model.attempt import Attempt, AttemptState, Student, Submission
    from annotator.model.moments import utc_now

    if not options.name.strip():
        raise BadInput(
            "A hand-in needs a name.",
            kept="Nothing was written.",
            todo="Say with “--name” whose work it is.",
        )
    lesson = find_lesson(options.lesson)
    text = read_utf8(options.marks, limits.SETTINGS_BYTES)
    marks, relations = read_quoted_marks(text, lesson, options.marks.name)
    now = utc_now()
    submission = Submission(
        student=Student(id=new_id(), name=options.name.strip()),
        lesson_id=lesson.id,
        article_sha256=lesson.article.sha256,
        attempt=Attempt(id=new_id(), state=AttemptState.HANDED_IN, started=now, handed_in=now),
        annotations=marks,
        relations=relations,
        assignment_id=lesson.task.assignment_id,
    )
    file = write_hand_in(
        submission,
        lesson.article,
        program_version=__version__,
        teacher_key=lesson.task.teacher_key,
    )
    write_atomic(options.to, file)
    print(f"{len(marks)} marks, {len(relations)} ties: {options.to}")
    return WELL
