"""How a teacher likes to review: switches that are found again as they were left."""

from __future__ import annotations

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
        #: What was turned here and may still be on its way to the disk.
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
