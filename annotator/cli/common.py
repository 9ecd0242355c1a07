"""What the commands share: exit codes, lessons by name, and JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import assets
from annotator.model.lesson import Lesson

if TYPE_CHECKING:
    from annotator.services.lessons.shelf import LessonShelf

#: Exit codes, the same for every command.
WELL, FOUND, REFUSED = 0, 1, 2

EXIT_CODES = """exit codes:
  0  all is well
  1  it was done, and something was found that wants a look
  2  something could not be done or read; a sentence says what"""


def shelf() -> LessonShelf:
    """The lessons that come with the program."""
    from annotator.services.lessons.shelf import LessonShelf

    return LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")


def find_lesson(name: str) -> Lesson:
    """A lesson by its name, its number or its folder; BadInput where there is none."""
    known = shelf()
    if Path(name).exists() and not known.has(name):
        return known.load_path(Path(name))
    if name.isdecimal():
        for card in known.cards():
            if card.number == int(name):
                return known.load(card.lesson_id)
    return known.load(name)


def print_json(value: object) -> None:
    """Print it, with letters as they are."""
    print(json.dumps(value, ensure_ascii=False, indent=1))
