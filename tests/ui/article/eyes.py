"""How colours look to eyes that lack a kind of cone, for tests that read pixels."""

from __future__ import annotations

from PySide6.QtGui import QColor

#: On linear red, green and blue: one plane each, by the method of Viénot, Brettel and Mollon
#: (1999). "as most" changes nothing.
CONES = {
    "as most": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.112, 0.888, 0.0), (0.112, 0.888, 0.0), (0.004, -0.004, 1.0)),
    "deuteranopia": ((0.293, 0.707, 0.0), (0.293, 0.707, 0.0), (-0.021, 0.021, 1.0)),
    "tritanopia": ((1.013, 0.135, -0.148), (-0.012, 0.868, 0.144), (0.076, 0.805, 0.119)),
    "no colour": ((0.213, 0.715, 0.072),) * 3,
}


def seen_with(cones: str, colour: QColor) -> QColor:
    """A colour as somebody with these cones sees it."""
    linear = [channel**2.2 for channel in (colour.redF(), colour.greenF(), colour.blueF())]
    mixed = [sum(w * c for w, c in zip(row, linear, strict=True)) for row in CONES[cones]]
    return QColor.fromRgbF(*(min(1.0, max(0.0, value)) ** (1 / 2.2) for value in mixed))
