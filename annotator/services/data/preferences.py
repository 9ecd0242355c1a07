"""How a teacher likes to review: switches as they were left, and phrases that are written often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.services.data.data_file import DataFile
from annotator.store.preferences import Preferences

#: A paper's marks stand beside the key, and not under it.
SIDE_BY_SIDE = "review side by side"
#: Something was decided once, so what the verdicts do need not be told any more.
KNOWS_VERDICTS = "review knows verdicts"


class Habits:
    """Switches of the teacher's file, off until they are first turned on."""

    def __init__(self, data: DataFile) -> None:
        self._data = data
        #: What was turned here counts at once, even while the disk refuses it.
        self._turned: dict[str, bool] = {}

    def has(self, switch: str) -> bool:
        """Whether a switch is on."""
        if switch not in self._turned:
            self._turned[switch] = bool(Preferences(self._data.db).get(switch, False))
        return self._turned[switch]

    def turn(self, switch: str, on: bool = True) -> None:
        """Turn a switch; it is written beside the window, which waits for nothing."""
        if self.has(switch) != on:
            self._turned[switch] = on
            self._data.submit(lambda db: Preferences(db).set(switch, on))


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
