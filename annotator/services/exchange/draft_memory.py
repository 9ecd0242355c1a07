"""What this machine remembers of a draft that moves: what it has seen, and what it saved last."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Self

from annotator.files.draft_file import Draft, DraftVersion
from annotator.model.annotation import new_id
from annotator.model.work import Submission
from annotator.store.database import Database
from annotator.store.preferences import Preferences


def digest(work: Submission) -> str:
    """What the marks say, without order or time."""
    parts = sorted(map(repr, work.annotations)) + sorted(map(repr, work.relations))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


_EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class DraftMemory:
    """Kept with each draft. ``machine`` is an id for this draft on this machine, not for the
    machine: schools copy whole disks. ``digest`` is of the marks as they were saved last."""

    machine: str = ""
    seen: Mapping[str, int] = field(default_factory=dict)
    version: str = ""
    digest: str = _EMPTY

    @classmethod
    def of(cls, database: Database, attempt_id: str, student_id: str) -> Self:
        """What is remembered of an attempt; an empty one where nothing is."""
        found = Preferences(database).get(_key(attempt_id), {}, student_id=student_id)
        return cls(**found)

    def keep(self, database: Database, attempt_id: str, student_id: str) -> None:
        """Remember it from now on."""
        Preferences(database).set(_key(attempt_id), asdict(self), student_id=student_id)

    def __bool__(self) -> bool:
        """Whether this draft was ever saved to move, or came from elsewhere."""
        return bool(self.version)

    def has_seen(self, draft: Draft) -> bool:
        """Whether the draft here includes all of ``draft``."""
        version = self._as_version()
        return version is not None and version.includes(draft.version)

    def is_seen_by(self, draft: Draft) -> bool:
        """Whether the one who made ``draft`` had this computer's version."""
        version = self._as_version()
        return version is not None and draft.version.includes(version)

    def differs_from(self, work: Submission) -> bool:
        """Whether the marks have changed since."""
        return self.digest != digest(work)

    def following(self, work: Submission, now: datetime.datetime) -> tuple[DraftVersion, Self]:
        """The version that this machine would save now, and what to remember then."""
        machine = self.machine or new_id()
        seen = {**self.seen, machine: self.seen.get(machine, 0) + 1}
        version = DraftVersion(new_id(), now, tuple(sorted(seen.items())))
        return version, type(self)(machine, seen, version.id, digest(work))

    def _as_version(self) -> DraftVersion | None:
        if not self:
            return None
        # When it was made is not asked here.
        never = datetime.datetime.min.replace(tzinfo=datetime.UTC)
        return DraftVersion(self.version, never, tuple(sorted(self.seen.items())))


def _key(attempt_id: str) -> str:
    return f"moving-draft:{attempt_id}"
