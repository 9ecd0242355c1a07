"""Colours by role. A theme is a value: what paints is handed one and asks it for a role.

The light theme is the house's; dark, sepia and the two high-contrast themes fill the same roles
with colours of their own, chosen so that the WCAG 2.2 AA contrasts hold in each of them (the
tests measure every pair). Colour is never the only sign: patterns and letters come from the labels.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication


@dataclass(frozen=True, slots=True)
class LabelColours:
    """A label's colours: its underline, the tint behind the words, letters on that tint."""

    line: QColor
    tint: QColor
    ink: QColor


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One colour for every role. Paper lies under the article, panel next to it, cards on both."""

    name: str
    dark: bool
    paper: QColor
    panel: QColor
    card: QColor
    line: QColor
    strong_line: QColor
    ink: QColor
    soft_ink: QColor
    accent: QColor
    accent_ink: QColor
    on_accent: QColor
    accent_tint: QColor
    selection: QColor
    hover: QColor
    found: QColor
    other: QColor
    missed: QColor
    extra: QColor
    found_tint: QColor
    other_tint: QColor
    missed_tint: QColor
    extra_tint: QColor
    labels: Mapping[str, LabelColours]
    further: tuple[LabelColours, ...]

    def label(self, role: str) -> LabelColours:
        """The colours for a label's ``colour`` role (the label's id for the four built in).

        A role that the theme does not know gets one of the further colours, always the same one.
        """
        known = self.labels.get(role)
        if known is not None:
            return known
        return self.further[zlib.crc32(role.encode("utf-8")) % len(self.further)]


class ThemeChoice(StrEnum):
    """What a person picks in the reading settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    SEPIA = "sepia"
    CONTRAST = "contrast"


def contrast(one: QColor, two: QColor) -> float:
    """The contrast ratio of two opaque colours, 1 to 21, as WCAG 2.2 defines it."""
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = linear(colour.red()), linear(colour.green()), linear(colour.blue())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _theme(name: str, roles: str, labels: str, further: str, *, dark: bool = False) -> Theme:
    """A theme from its table: ``role #colour`` pairs, and ``id line tint ink`` rows."""
    words = roles.split()
    colours = {role: QColor(code) for role, code in zip(words[::2], words[1::2], strict=True)}
    rows = [row.split() for row in labels.strip().splitlines()]
    more = [row.split() for row in further.strip().splitlines()]
    return Theme(
        name=name,
        dark=dark,
        labels=MappingProxyType({row[0]: LabelColours(*map(QColor, row[1:])) for row in rows}),
        further=tuple(LabelColours(*map(QColor, row)) for row in more),
        **colours,
    )


def light() -> Theme:
    """Dark ink on warm white: the house's own colours."""
    return _theme(
        "light",
        """paper #fcfbf8 panel #f3f1ec card #ffffff line #dedad2 strong_line #827c71
        ink #20242a soft_ink #5c636d accent #234e70 accent_ink #234e70 on_accent #ffffff
        accent_tint #e6edf3 selection #cddff0 hover #efece5
        found #1c7a4b other #8f5f00 missed #b3261e extra #5c636d
        found_tint #dff1e6 other_tint #fef7e8 missed_tint #fae1de extra_tint #e9eaec""",
        """claim #0072b2 #d8eaf5 #00517f
        denial #c2510a #fbe3d2 #8f3a04
        source #00805e #d5efe6 #005c43
        opinion #a8477f #f6e1ee #84305f""",
        """#6a4fb0 #e6e0f5 #4d3690
        #766500 #f1ebc8 #564a00
        #00768a #d3edf1 #005563
        #8a4b32 #f2e2da #6a3520
        #56616e #e4e7ea #3d4753""",
    )


def dark() -> Theme:
    """Light ink on near-black, without glare: inks are softened, tints are deep."""
    return _theme(
        "dark",
        """paper #16191d panel #1e2227 card #23282e line #383e46 strong_line #7d8590
        ink #e6e4df soft_ink #a7adb6 accent #8fc1ea accent_ink #9ccaf0 on_accent #0d1a26
        accent_tint #223443 selection #2f4a63 hover #2b3138
        found #5cc48c other #e0ac3c missed #f28b82 extra #a7adb6
        found_tint #1c3a2a other_tint #3d3115 missed_tint #472523 extra_tint #30353b""",
        """claim #5cb3ea #1b3a50 #b5dcf7
        denial #f0904f #4a2c17 #fbcba6
        source #3fbf97 #133d31 #a0e6cf
        opinion #e088ba #47233a #f6c3e0""",
        """#a993ec #342a55 #d5c9fb
        #cdb93c #3a3410 #ebdf94
        #4bbdd0 #12393f #a5e4ef
        #d9977a #432a1f #f3ccb9
        #a3afbc #2e353d #d3dae1""",
        dark=True,
    )


def sepia() -> Theme:
    """Brown ink on cream, for eyes that find white too bright."""
    return _theme(
        "sepia",
        """paper #f6ecd9 panel #ecdfc7 card #fbf4e6 line #d5c4a3 strong_line #85714d
        ink #3a2d1c soft_ink #635338 accent #6b4420 accent_ink #6b4420 on_accent #fff8ea
        accent_tint #eddcc0 selection #e0cb9d hover #e8dabe
        found #2b6a3a other #825400 missed #a32a1c extra #635338
        found_tint #dce6c4 other_tint #f0dcae missed_tint #f3d3c0 extra_tint #e2d5bc""",
        """claim #1d669b #d3e0e0 #0f4870
        denial #b0480a #f5d3b3 #823305
        source #1c7352 #d0e3ca #0f5339
        opinion #974172 #edd2d6 #752c56""",
        """#6146a0 #ded2e0 #483182
        #6c5c00 #e9deae #4e4300
        #0f6a7a #cfe0d9 #064c58
        #824428 #ecd0ba #63301a
        #55585c #dcd6c9 #3e4044""",
    )


def high_contrast() -> Theme:
    """Black on white with strong lines: at least 7 to 1 for all text."""
    return _theme(
        "contrast",
        """paper #ffffff panel #ffffff card #ffffff line #000000 strong_line #000000
        ink #000000 soft_ink #2b2b2b accent #00306b accent_ink #00306b on_accent #ffffff
        accent_tint #dbe8ff selection #ffe680 hover #e6e6e6
        found #00512a other #5c3d00 missed #8c0009 extra #2b2b2b
        found_tint #d9f2e3 other_tint #fbeac2 missed_tint #fcdcda extra_tint #e6e6e6""",
        """claim #004a80 #d6eaff #00305a
        denial #8a3200 #ffe0c7 #5e2000
        source #00573d #cff2e4 #003b29
        opinion #7d1f58 #fadcee #570f3b""",
        """#43258c #e5dcff #2d1569
        #4d4200 #f5ecbb #352d00
        #00505e #cdf1f7 #003640
        #65300f #f5dfd0 #471f08
        #343b42 #e3e6e9 #20262b""",
    )


def high_contrast_dark() -> Theme:
    """White on black with strong lines, for a dark system that asks for more contrast."""
    return _theme(
        "contrast-dark",
        """paper #000000 panel #000000 card #000000 line #ffffff strong_line #ffffff
        ink #ffffff soft_ink #dcdcdc accent #ffe14d accent_ink #ffe14d on_accent #000000
        accent_tint #332d0a selection #5a4a00 hover #262626
        found #6bf2a4 other #ffcf5c missed #ffaba3 extra #dcdcdc
        found_tint #08331c other_tint #3a2a00 missed_tint #450d08 extra_tint #262626""",
        """claim #7accff #05304d #c7e9ff
        denial #ffab70 #482205 #ffd9bd
        source #5ae6ba #043527 #b5f8e2
        opinion #ff9fd5 #430e2e #ffd3ec""",
        """#c3b0ff #2a1c57 #e2d9ff
        #f0dd55 #383000 #fbf2ad
        #6be0f2 #04343c #bff4fc
        #ffb596 #43210f #ffdccd
        #ccd5de #262c32 #e9eef2""",
        dark=True,
    )


def all_themes() -> tuple[Theme, ...]:
    """Every theme, for tests and pictures."""
    return (light(), dark(), sepia(), high_contrast(), high_contrast_dark())


def resolve(choice: ThemeChoice) -> Theme:
    """The theme for a choice; ``SYSTEM`` asks Qt for the colour scheme and the contrast wish."""
    if choice is ThemeChoice.LIGHT:
        return light()
    if choice is ThemeChoice.DARK:
        return dark()
    if choice is ThemeChoice.SEPIA:
        return sepia()
    is_dark = _system_is_dark()
    if choice is ThemeChoice.CONTRAST or _system_wants_contrast():
        return high_contrast_dark() if is_dark else high_contrast()
    return dark() if is_dark else light()


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _system_wants_contrast() -> bool:
    # QAccessibilityHints came with Qt 6.10; before that Qt does not tell.
    hints = getattr(QGuiApplication.styleHints(), "accessibility", None)
    preference = getattr(Qt, "ContrastPreference", None)
    if hints is None or preference is None:
        return False
    return bool(hints().contrastPreference() == preference.HighContrast)
