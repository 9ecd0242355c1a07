"""People's preferences, kept between sessions: how they read, how they review, where things are.

Each preference has a type and a name in the data file, where it is kept for one student or for all
who use the file. A value that can’t be understood counts as not set: it may come from another
version or from another hand.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.services.data.data_file import DataFile
from annotator.store.preferences import Preferences

#: The size that every other measure of the page is a multiple of, in logical pixels.
BASE_SIZE = 19.0
MIN_SIZE, MAX_SIZE = 12.0, 48.0
#: Phrases that a teacher writes often: one for each of the keys 1 to 9.
MOST_PHRASES = 9


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Reading settings of one person; values outside sensible limits are pulled in when used.

    ``size`` is in logical pixels, ``line_height`` a multiple of it, ``column_width`` in logical
    pixels at the base size (the column grows with the type), ``letter_spacing`` and
    ``word_spacing`` in em (WCAG 1.4.12 asks for 0.12 and 0.16). An empty family is the serif.
    """

    size: float = BASE_SIZE
    line_height: float = 1.7
    column_width: int = 640
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    font_family: str = ""
    ruler: bool = False
    dim_unmarked: bool = False
    hide_marks: bool = False
    #: Keys that are one letter, figure or sign work.
    single_keys: bool = True

    @property
    def pixels(self) -> float:
        """The size of body type, within limits."""
        return min(MAX_SIZE, max(MIN_SIZE, self.size))

    @property
    def scale(self) -> float:
        """How much larger than the base size everything is."""
        return self.pixels / BASE_SIZE

    @property
    def leading(self) -> float:
        """Line height as a multiple of the size, with room for the lines under marked words."""
        return min(3.0, max(1.4, self.line_height))

    @property
    def column(self) -> int:
        """Width of the column of text in logical pixels."""
        return round(min(1200, max(280, self.column_width)) * self.scale)


class _Kept:
    """Values by name, written in the background; the window waits for nothing."""

    def __init__(self, data: DataFile) -> None:
        self._data = data

    def _get(self, name: str, student_id: str = "") -> Any:
        return Preferences(self._data.db).get(name, student_id=student_id)

    def _keep(self, name: str, value: Any, student_id: str = "") -> None:
        self._data.submit(lambda db: Preferences(db).set(name, value, student_id=student_id))


class StudentPreferences(_Kept):
    """The students' file: each student’s colours and reading settings, and those of the window."""

    def theme(self, student_id: str) -> str:
        """The name of the colours that a student chose; empty where none were chosen."""
        name = self._get("theme", student_id)
        return name if isinstance(name, str) else ""

    def keep_theme(self, student_id: str, name: str) -> None:
        """These colours from now on."""
        self._keep("theme", name, student_id)

    def reading(self, student_id: str) -> ReadingSettings:
        """How a student likes to read; what can't be understood is as the program came."""
        kept, standard = self._get("reading", student_id), ReadingSettings()
        if not isinstance(kept, dict):
            return standard
        good = {
            field.name: kept[field.name]
            for field in dataclasses.fields(ReadingSettings)
            if _fits(getattr(standard, field.name), kept.get(field.name))
        }
        return ReadingSettings(**good)

    def keep_reading(self, student_id: str, settings: ReadingSettings) -> None:
        """Read like this from now on."""
        self._keep("reading", dataclasses.asdict(settings), student_id)

    def is_warm(self, student_id: str) -> bool:
        """Whether a student has done the warm-up or put it away."""
        return self._get("warm-up", student_id) is True

    def keep_warm(self, student_id: str) -> None:
        """The warm-up is not offered again."""
        self._keep("warm-up", True, student_id)

    def warm_up_done(self, student_id: str) -> int:
        """How many sentences of the warm-up a student has answered; 0 where that isn't known."""
        done = self._get("warm-up-done", student_id)
        return done if isinstance(done, int) and not isinstance(done, bool) and done > 0 else 0

    def keep_warm_up_done(self, student_id: str, done: int) -> None:
        """The warm-up goes on after so many sentences."""
        self._keep("warm-up-done", done, student_id)

    def window_place(self) -> str:
        """Where the window was, as it writes that down itself; empty at first."""
        place = self._get("window")
        return place if isinstance(place, str) else ""

    def keep_window_place(self, place: str) -> None:
        """Open the window there next time."""
        self._keep("window", place)

    def last_folders(self) -> dict[str, str]:
        """The folders that were used last, by what was asked for."""
        kept = self._get("folders")
        kept = kept if isinstance(kept, dict) else {}
        return {what: folder for what, folder in kept.items() if isinstance(folder, str)}

    def keep_last_folders(self, folders: Mapping[str, str]) -> None:
        """Begin there next time."""
        self._keep("folders", dict(folders))


class TeacherPreferences(_Kept):
    """The teacher's file: switches of the review, off until they are turned on, and phrases."""

    def is_side_by_side(self) -> bool:
        """Whether a paper's marks stand next to the key, and not under it."""
        return self._get("review side by side") is True

    def keep_side_by_side(self, on: bool) -> None:
        """Show papers like this from now on."""
        self._keep("review side by side", on)

    def knows_verdicts(self) -> bool:
        """Whether something was decided once, so that what the verdicts do is known."""
        return self._get("review knows verdicts") is True

    def keep_knows_verdicts(self) -> None:
        """What the verdicts do is explained no more."""
        self._keep("review knows verdicts", True)

    def phrases(self) -> tuple[str, ...]:
        """What the teacher writes often; the first is on key 1."""
        kept = self._get("phrases")
        kept = kept if isinstance(kept, list) else []
        return tuple(each for each in kept if isinstance(each, str))[:MOST_PHRASES]

    def keep_phrases(self, phrases: Sequence[str]) -> None:
        """Keep these, without empty and double ones."""
        clean = [" ".join(each.split()) for each in phrases]
        self._keep("phrases", list(dict.fromkeys(filter(None, clean)))[:MOST_PHRASES])


def _fits(standard: object, value: object) -> bool:
    """Whether a kept value is of the kind that is wanted; a whole number does for a figure."""
    if isinstance(standard, bool):
        return isinstance(value, bool)
    if isinstance(standard, (int, float)):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, type(standard))
