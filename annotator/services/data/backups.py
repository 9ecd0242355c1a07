"""Rolling backups: made now and then, few, each one opened and looked through; and the way back.

They lie in the data folder's own "backups". Files that carry another name are never touched.
"""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from annotator.files.atomic import writing
from annotator.files.reading import read_bytes
from annotator.model.errors import DatabaseDamaged, StoreError
from annotator.model.moments import utc_now
from annotator.services.data.file_set import arrive
from annotator.services.data.workspace import Workspace
from annotator.store.damage import Damage, find_damage
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind

#: A new one is due when the newest is older than this, or its date is in the future.
EVERY = datetime.timedelta(hours=20)

#: Bytes of a backup that is put back.
MAX_BYTES = 2_000_000_000

_NAME = re.compile(r"(student|teacher)-(\d{8}T\d{6})\d{6}Z(?:\.\d+)?\.backup")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup as it lies there: when it was made (UTC), its size in bytes."""

    path: Path
    kind: DatabaseKind
    made: datetime.datetime
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A backup that was put back, and where what it replaced is kept (None: nothing was there)."""

    backup: Backup
    kept: Path | None


class Backups:
    """The backups of one data folder."""

    def __init__(
        self, workspace: Workspace, *, now: Callable[[], datetime.datetime] = utc_now
    ) -> None:
        self._workspace = workspace
        self._now = now

    def all(self, kind: DatabaseKind) -> tuple[Backup, ...]:
        """What is there, the newest at the front; not opened."""
        folder = self._workspace.backups
        if not folder.is_dir():
            return ()
        found = []
        for path in folder.iterdir():
            match = _NAME.fullmatch(path.name)
            if match and match.group(1) == kind.name.lower():
                made = datetime.datetime.strptime(match.group(2), "%Y%m%dT%H%M%S")
                found.append(
                    Backup(
                        path=path,
                        kind=kind,
                        made=made.replace(tzinfo=datetime.UTC),
                        size=path.stat().st_size,
                    )
                )
        return tuple(sorted(found, key=lambda each: each.path.name, reverse=True))

    def is_due(self, kind: DatabaseKind) -> bool:
        """Whether it is time for a new one; never for a file that isn't there."""
        if not self._workspace.has(kind):
            return False
        every = self.all(kind)
        # A date in the future is from a clock that was wrong: it must not keep new ones away.
        return not every or not (datetime.timedelta() <= self._now() - every[0].made < EVERY)

    def make(self, kind: DatabaseKind) -> Path:
        """A new backup, opened and looked through record by record; old ones go, few stay.

        Where the file itself is damaged nothing is made, so that no sound backup is pushed out by
        a damaged one: DatabaseDamaged names the first record. The file may be in use meanwhile.
        """
        with self._workspace.database(kind) as database:
            _refuse_damage(database)
        return self._workspace.back_up(kind)

    def check(self, backup: Backup) -> tuple[Damage, ...]:
        """What is damaged in a backup; empty for one that can be relied on."""
        try:
            with Database.open(
                backup.path, kind=backup.kind, create=False, read_only=True
            ) as database:
                return find_damage(database)
        except StoreError as error:
            return (Damage("", "", error.happened),)

    def newest_sound(self, kind: DatabaseKind) -> Backup | None:
        """The newest backup in which nothing is damaged."""
        return next((each for each in self.all(kind) if not self.check(each)), None)

    def damage(self, kind: DatabaseKind) -> tuple[Damage, ...]:
        """What is damaged in the file of now, record by record; it is only read."""
        try:
            with Database.open(
                self._workspace.path(kind), kind=kind, create=False, read_only=True
            ) as database:
                return find_damage(database)
        except StoreError as error:
            return (Damage("", "", error.happened),)

    def restore(self, backup: Backup) -> Restored:
        """Put a backup in the place of the file, which is moved aside whole, damaged or not.

        The file must not be open anywhere. DatabaseDamaged, and nothing changed, where the backup
        isn't sound; a copy of it is tried first, also whether it comes up to today's tables.
        """
        data = read_bytes(backup.path, MAX_BYTES)
        room = Path(tempfile.gettempdir())
        with writing(room), tempfile.TemporaryDirectory(prefix="annotator-restore-") as place:
            copy = Path(place) / backup.kind.file_name
            copy.write_bytes(data)
            with Database.open(copy, kind=backup.kind, create=False) as database:
                _refuse_damage(database)
        kept = arrive(self._workspace.folder, {backup.kind.file_name: data}, self._now())
        return Restored(backup=backup, kept=kept)


def damage_text(damage: tuple[Damage, ...]) -> str:
    """Damage as lines for a report: which table, which record, what is wrong."""
    lines = []
    for each in damage:
        where = " ".join(part for part in (each.table, each.record) if part) or "the file"
        lines.append(f"{where}: {each.reason}")
    return "\n".join(lines)


def _refuse_damage(database: Database) -> None:
    damage = find_damage(database)
    if damage:
        more = f" (and {len(damage) - 1} more)" if len(damage) > 1 else ""
        raise DatabaseDamaged(
            f"“{database.path.name}” is damaged: {damage_text(damage[:1])}{more}",
            kept="The file was left exactly as it is, and so were the backups.",
            todo="Put a backup in its place that is sound.",
        )
