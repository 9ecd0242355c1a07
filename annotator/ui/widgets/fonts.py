"""The two families that come with the program, and the fonts made of them.

Four files are registered, the weights that the pages use; each costs about a millisecond.
A system's own Source fonts would do as well, but a bare machine has none and shows boxes.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

SERIF = "Source Serif Pro"
SANS = "Source Sans Pro"

# Sizes in logical pixels, as the sketches have them.
UI_SIZE = 15
SMALL_SIZE = 13.5
ARTICLE_SIZE = 19

_FILES = (
    ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    ("font_source_serif_pro", "SourceSerifPro-Bold.ttf"),
    ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
)

# Families that make reading easier for some; offered where the system has them.
_READING_FAMILIES = ("Atkinson Hyperlegible", "OpenDyslexic", "Lexend")


def register_fonts() -> tuple[str, ...]:
    """Make the bundled families known to Qt; returns the files that could not be registered.

    Needs a QGuiApplication. A missing file is no reason to stop: Qt falls back on a system font.
    """
    return tuple(name for package, name in _FILES if not _register(package, name))


def _register(package: str, name: str) -> bool:
    # Found by path: the packages' own way in asks for entry points and costs far more.
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return False
    path = Path(spec.origin).parent / "files" / name
    return QFontDatabase.addApplicationFont(str(path)) >= 0 if path.is_file() else False


def ui_font(size: float = UI_SIZE, *, strong: bool = False) -> QFont:
    """The face of everything that is not the article; ``size`` in logical pixels."""
    return _font(SANS, size, QFont.Weight.DemiBold if strong else QFont.Weight.Normal)


def small_font(*, strong: bool = False) -> QFont:
    """Small print."""
    return ui_font(SMALL_SIZE, strong=strong)


def article_font(size: float = ARTICLE_SIZE, *, bold: bool = False) -> QFont:
    """The face of articles and of titles; ``size`` in logical pixels."""
    return _font(SERIF, size, QFont.Weight.Bold if bold else QFont.Weight.Normal)


def reading_families() -> tuple[str, ...]:
    """The special reading fonts that this machine has. Asks the font database: not for start-up."""
    known = set(QFontDatabase.families())
    return tuple(family for family in _READING_FAMILIES if family in known)


def _font(family: str, size: float, weight: QFont.Weight) -> QFont:
    font = QFont(family)
    # QFont takes whole pixels only, so the size goes in as points of the screen's logical inch.
    dots = QGuiApplication.primaryScreen().logicalDotsPerInchY()
    font.setPointSizeF(size * 72 / dots)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font
