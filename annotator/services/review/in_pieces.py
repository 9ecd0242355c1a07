"""Going through many papers without keeping a window waiting."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable

#: Seconds that a look waits where all papers that are left are being got ready.
_PAUSE = 0.004


class InPieces:
    """Looks through papers a piece at a time; those that aren't at hand come when they are.

    ``is_at_hand`` says whether ``look`` would have to wait for a paper, and has it got ready.
    """

    def __init__(
        self,
        papers: Iterable[str],
        look: Callable[[str], None],
        is_at_hand: Callable[[str], bool],
    ) -> None:
        self._left = deque(papers)
        self._look, self._is_at_hand = look, is_at_hand
        self.of = len(self._left)
        """How many papers there are."""

    @property
    def done(self) -> int:
        """How many papers were looked at."""
        return self.of - len(self._left)

    def step(self, milliseconds: float) -> bool:
        """Look at papers for about this long; True when all were looked at."""
        until = time.perf_counter() + milliseconds / 1000
        passed_by = 0
        while self._left:
            if self._is_at_hand(self._left[0]):
                self._look(self._left.popleft())
                passed_by = 0
            else:
                self._left.rotate(-1)
                passed_by += 1
                if passed_by >= len(self._left):
                    time.sleep(_PAUSE)
                    break
            if time.perf_counter() >= until:
                break
        return not self._left
