"""The phrase bank: what a teacher writes often, by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.services.data.data_file import DataFile
from annotator.store.preferences import Preferences


class PhraseBank:
    """What a teacher writes often, in the order of the keys 1 to 9."""

    MOST = 9
    _SETTING = "phrases"

    def __init__(self, data: DataFile) -> None:
        self._data = data

    def phrases(self) -> tuple[str, ...]:
        """The phrases; the first is on key 1."""
        kept: Any = Preferences(self._data.db).get(self._SETTING, [])
        return tuple(str(each) for each in kept)[: self.MOST]

    def keep(self, phrases: Sequence[str]) -> tuple[str, ...]:
        """Keep these, without empty and double ones; what was kept."""
        clean = [" ".join(each.split()) for each in phrases]
        kept = list(dict.fromkeys(each for each in clean if each))[: self.MOST]
        self._data.call(lambda db: Preferences(db).set(self._SETTING, kept))
        return tuple(kept)
