"""The draft file: work that isn't finished, on its way from one machine to another.

Inside is an ordinary hand-in of what is there so far, and in front of it which version this is.
Versions are told apart by what each machine had seen, never by clocks, which may be wrong.
Format 1 is open, for a draft that is saved as a file; format 2 is sealed to a class card.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from annotator.files import limits
from annotator.files.container import open_container, pack_body
from annotator.files.fields import Fields, format_time, is_id
from annotator.files.hand_in import read_hand_in, write_hand_in
from annotator.files.reading import read_bytes
from annotator.files.source import parse_json
from annotator.model.article import Article
from annotator.model.errors import BadInput
from annotator.model.work import AttemptState, Submission

KIND = "draft"
FORMAT = 1
SEALED_FORMAT = 2
SUFFIX = ".draft"

#: Machines that one draft may have been on; a laptop that forgets itself counts again each day.
MAX_MACHINES = 2_000
_MAX_COUNT = 10**9
_MAX_HEADER = 200_000


class Seal(Protocol):
    """What a draft needs of a class card."""

    def seal(self, data: bytes) -> bytes:
        """``data`` so that this card alone opens it."""
        ...

    def open(self, sealed: bytes, name: str = "") -> bytes:
        """The reverse; BadInput for another's."""
        ...


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """Which version: its own id, when it was saved (UTC, for people), and what it has seen.

    ``seen`` counts the versions that each machine made, as (machine's id, number) pairs.
    """

    id: str
    saved: datetime.datetime
    seen: tuple[tuple[str, int], ...]

    def includes(self, other: DraftVersion) -> bool:
        """Whether ``other`` was at hand when this one was made."""
        return self.id == other.id or (
            self.seen != other.seen and covers(dict(self.seen), dict(other.seen))
        )


def covers(mine: Mapping[str, int], theirs: Mapping[str, int]) -> bool:
    """Whether nothing was seen there that wasn't seen here."""
    return all(mine.get(machine, 0) >= number for machine, number in theirs.items())


def merged(versions: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """All that was seen by any of them."""
    together: dict[str, int] = {}
    for seen in versions:
        for machine, number in seen.items():
            together[machine] = max(number, together.get(machine, 0))
    return together


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it was read. ``file`` are its bytes as they came; ``path`` where it was."""

    version: DraftVersion
    submission: Submission
    sealed: bool
    file: bytes
    path: Path | None = None


def newest(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Those that no other one includes, the one saved last at the front (clocks may lie)."""
    every = list(drafts)
    heads = [
        draft
        for draft in every
        if not any(other.version.includes(draft.version) for other in every if other is not draft)
    ]
    return tuple(sorted(heads, key=lambda draft: draft.version.saved, reverse=True))


def write_draft(
    submission: Submission,
    article: Article,
    version: DraftVersion,
    *,
    program_version: str,
    card: Seal | None = None,
) -> bytes:
    """The draft file; sealed where there is a card. InvalidModel as :func:`write_hand_in`."""
    inside = write_hand_in(submission, article, program_version=program_version)
    header = {
        "format": FORMAT,
        "kind": KIND,
        "version": version.id,
        "saved": format_time(version.saved),
        "seen": [[machine, number] for machine, number in version.seen],
    }
    body = json.dumps(header, separators=(",", ":")).encode("ascii") + b"\n" + inside
    if card is None:
        return pack_body(KIND, FORMAT, body)
    return pack_body(KIND, SEALED_FORMAT, card.seal(body))


def read_draft(
    file: bytes | Path,
    article: Article | None = None,
    *,
    name: str = "the draft",
    card: Seal | None = None,
) -> Draft:
    """A draft file, checked; BadInput with a sentence for everything else.

    Its marks are held against ``article`` where it is given.
    """
    path = file if isinstance(file, Path) else None
    if isinstance(file, Path):
        name = file.name
        file = read_bytes(file, limits.PACKED_BYTES)
    opened = open_container(file, KIND, SEALED_FORMAT, name=name)
    body, sealed = opened.body, opened.format == SEALED_FORMAT
    if sealed:
        if card is None:
            raise BadInput(
                f"“{name}” is sealed with a class card.",
                kept="The file is fine and was left as it is.",
                todo="Sign in with the card, then open it again.",
            )
        body = card.open(body, name)
    header, line_end, inside = body.partition(b"\n")
    if not line_end or len(header) > _MAX_HEADER:
        raise BadInput(f"“{name}” is damaged: its beginning can’t be read.")
    version = _version(header, name)
    submission = read_hand_in(inside, article, name=name).submission
    attempt = replace(submission.attempt, state=AttemptState.DRAFT, handed_in=None)
    submission = replace(submission, attempt=attempt)
    return Draft(version=version, submission=submission, sealed=sealed, file=file, path=path)


def _version(header: bytes, name: str) -> DraftVersion:
    try:
        fields = Fields(parse_json(header.decode("utf-8"), name, is_strict=False))
    except UnicodeDecodeError as error:
        raise BadInput(f"“{name}” is damaged: its text can’t be read.") from error
    seen = []
    for number in range(fields.entries("seen", MAX_MACHINES)):
        pair = fields.any("seen")[number]
        if not (
            isinstance(pair, list)
            and len(pair) == 2
            and isinstance(pair[0], str)
            and is_id(pair[0])
            and type(pair[1]) is int
            and 1 <= pair[1] <= _MAX_COUNT
        ):
            raise fields.fault("a machine should be an id and how often it saved.", "seen", number)
        seen.append((pair[0], pair[1]))
    if len(dict(seen)) < len(seen):
        raise fields.fault("a machine is named twice.", "seen")
    return DraftVersion(fields.id("version"), fields.time("saved"), tuple(sorted(seen)))
