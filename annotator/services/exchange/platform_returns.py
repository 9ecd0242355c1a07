"""Returns on their way back through a learning platform, under the names that it gave.

A platform knows its students by the names in the archive that the teacher downloaded. They are
kept with the hand-ins that came in from it, so that the archive need not be at hand any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from annotator.files import limits
from annotator.files.atomic import reason_of
from annotator.files.lms_zip import Platform as Platform
from annotator.files.lms_zip import (
    entries,
    moodle_name,
    platform_of,
    unpacked_name,
    write_zip,
)
from annotator.files.reading import read_bytes
from annotator.files.return_file import SUFFIX
from annotator.model.errors import BadInput
from annotator.model.received import Arrival
from annotator.services.data.data_file import DataFile
from annotator.services.data.file_names import file_name
from annotator.services.exchange.returning import MadeReturn, Packed, is_newer, packed
from annotator.store.arrivals import Arrivals

#: A hand-in's hash, and the name that it had in the platform's archive.
_Place = tuple[str, str]


def papers_of(data: DataFile, lesson_id: str) -> tuple[Arrival, ...]:
    """All that came in for a lesson, with the names under which it came."""
    return Arrivals(data.db).of_lesson(lesson_id)


def to_platform(made: Sequence[MadeReturn], original: Path, platform: Platform) -> Packed:
    """The archive that Moodle takes as feedback, or Canvas as submissions uploaded again.

    ``original`` is the archive that was downloaded there, or the folder into which it was unpacked:
    each return goes to the participant whose hand-in is in it, under the names that the platform
    gave. BadInput where it can't be read or is of another kind.
    """
    if original.is_dir():
        places = _unpacked(original, platform)
        is_of_platform = bool(places)
    else:
        found = [entry for entry in entries(original) if entry.platform is platform]
        places = [(hashlib.sha256(each.data).hexdigest(), each.path) for each in found if each.data]
        is_of_platform = bool(found)
    if not is_of_platform:
        raise BadInput(
            f"“{original.name}” does not have the names that {platform.value.title()} gives.",
            kept="Nothing was written.",
            todo="Choose the archive as it was downloaded there.",
        )
    return _place(made, places, platform)


def _unpacked(folder: Path, platform: Platform) -> list[_Place]:
    """The hand-ins in an unpacked archive, under the names that they had in it."""
    places: list[_Place] = []
    try:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
    except OSError as error:
        raise BadInput(
            f"“{folder.name}” could not be read: {reason_of(error)}.",
            kept="Nothing was written.",
            todo="Choose the archive or the folder again.",
        ) from error
    for path in files[: limits.ZIP_ENTRIES]:
        name = unpacked_name(path)
        if platform_of(name)[0] is platform and path.stat().st_size <= limits.PACKED_BYTES:
            data = read_bytes(path, limits.PACKED_BYTES)
            places.append((hashlib.sha256(data).hexdigest(), name))
    return places


def came_from(papers: Iterable[Arrival], platform: Platform) -> tuple[Arrival, ...]:
    """Those hand-ins that were taken out of an archive of this platform."""
    return tuple(each for each in papers if platform_of(each.file_name)[0] is platform)


def to_platform_by_name(
    made: Sequence[MadeReturn], papers: Iterable[Arrival], platform: Platform
) -> Packed:
    """As :func:`to_platform`, by the names that are kept with the hand-ins ``papers``.

    Students whose work came in another way are left out.
    """
    places = [(each.sha256, each.file_name) for each in came_from(papers, platform)]
    return _place(made, places, platform)


def _has_newer(each: MadeReturn, made: Iterable[MadeReturn]) -> bool:
    return bool(each.earlier) and any(
        each.sha256 in other.hand_ins and is_newer(other, each) for other in made
    )


def _place(made: Sequence[MadeReturn], places: Iterable[_Place], platform: Platform) -> Packed:
    by_hash = {sha256: each for each in made for sha256 in each.hand_ins}
    files: dict[str, bytes] = {}
    placed: dict[str, MadeReturn] = {}
    for sha256, path in places:
        each = by_hash.get(sha256)
        # Canvas answers one upload of a student: beside a newer try an earlier one stays out.
        if each is None or (platform is Platform.CANVAS and _has_newer(each, made)):
            continue
        if platform is Platform.CANVAS:
            # An earlier attempt lies next to the last one: only one upload is answered.
            name = path.split("/")[0]
            if each.sha256 in placed and each.sha256 != sha256:
                continue
            files = {known: data for known, data in files.items() if data is not each.file}
        else:
            name = moodle_name(path, file_name(each.called, suffix=SUFFIX))
        files[name] = each.file
        placed[each.sha256] = each
    return packed(write_zip(files), made, placed.keys())
