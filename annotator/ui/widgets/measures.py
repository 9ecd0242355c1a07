"""Figures that the whole kit shares, in logical pixels on a 4-pixel grid."""

from __future__ import annotations

from typing import Final

GRID: Final = 4
PAGE_MARGIN: Final = 20
TOUCH: Final = 42
"""The least height of a control that is touched."""
CONTROL_RADIUS: Final = 8
CARD_RADIUS: Final = 12
RING: Final = 2
"""Thickness of the focus ring."""
