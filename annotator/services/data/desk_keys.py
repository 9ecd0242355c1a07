"""A teacher's keys as the program has them: in the clear, or held once the desk was unlocked.

One object for all threads of an open data file. Nothing of it is kept on the disk.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.files.sealing import KeyRing


class DeskKeys:
    """Reads the keys next to the teacher's data, and remembers those that were unlocked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: KeyRing | None = None

    @property
    def path(self) -> Path:
        """The key file, whether it is there yet or not."""
        from annotator.files.sealing import FILE_NAME

        return self._folder / FILE_NAME

    def ring(self) -> KeyRing:
        """The keys, made where there are none yet.

        KeysLocked where they are under a passphrase and the desk was not unlocked. BadInput where
        the file is damaged: it is left alone. CannotWrite where a new one can't be kept.
        """
        from annotator.files.sealing import key_ring

        held = self._held
        return held if held is not None else key_ring(self._folder)

    def known(self) -> KeyRing | None:
        """The keys; None where nothing was ever given out with one. Raises as :meth:`ring`."""
        return self.ring() if self.path.exists() else None

    @property
    def is_held(self) -> bool:
        """Whether the desk was unlocked and not locked again."""
        return self._held is not None

    def hold(self, ring: KeyRing) -> None:
        """The desk was unlocked."""
        self._held = ring

    def forget(self) -> None:
        """The desk is locked again, where there is a passphrase."""
        self._held = None
