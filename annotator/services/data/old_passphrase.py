"""The passphrase of versions that guarded the window alone, kept as a hash among the settings.

It is still asked for where it was set, and goes when a passphrase locks the keys: a guess at the
hash is cheaper than one at the lock, and people keep their passphrases.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.services.data.data_file import DataFile
from annotator.store.preferences import Preferences
from annotator.store.schema import DatabaseKind
from annotator.store.scrub import holds_setting, scrub_copy, scrub_setting

SETTING = "desk-passphrase"


class OldPassphrase:
    """Checks it and forgets it. ``data`` is the teacher's, of the calling thread."""

    def __init__(self, data: DataFile) -> None:
        self._data = data

    @property
    def is_set(self) -> bool:
        """Whether there is one."""
        return bool(self._kept())

    def check(self, typed: str) -> bool:
        """Whether these are the words; takes about a tenth of a second."""
        from nacl import pwhash
        from nacl.exceptions import InvalidkeyError

        words = " ".join(typed.split()).encode("utf-8", "replace")
        try:
            return bool(pwhash.verify(self._kept().encode("ascii"), words))
        except (InvalidkeyError, ValueError):
            return False

    def forget(self, *folders: Path) -> None:
        """Leave nothing of it in the file, in its backups, and in desks that were moved aside to
        ``folders``. A StoreError or an OSError where the disk refuses: call it again."""
        database = self._data.db
        if Preferences(database).get(SETTING) is not None:
            scrub_setting(database, SETTING)
        for path in self._copies(folders):
            if holds_setting(path, SETTING):
                scrub_copy(path, SETTING)

    def _kept(self) -> str:
        return str(Preferences(self._data.db).get(SETTING, ""))

    def _copies(self, folders: tuple[Path, ...]) -> Iterator[Path]:
        name = DatabaseKind.TEACHER.file_name
        yield from sorted((self._data.folder / "backups").glob("teacher-*.backup"))
        yield from sorted(self._data.folder.glob(f"{name}.before-*.backup"))
        for folder in folders:
            # What SQLite keeps next to a file would be lost with the file's name.
            if not any(folder.glob(f"{name}-*")) and (folder / name).is_file():
                yield folder / name
