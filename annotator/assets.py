"""Where the resources and the lessons are: in a checkout or inside an installed wheel.

In a checkout both folders lie next to the package, in a wheel inside it (the build
puts them there, see ``pyproject.toml``). Standard library only, and cheap: a look
at two paths.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources_dir() -> Path:
    """The folder with icons, themes, translations and help texts.

    Raises FileNotFoundError, naming both places, when the installation lacks it.
    """
    return _find("resources")


def lessons_dir() -> Path:
    """The folder with the lessons that come with the program, one folder a lesson.

    Raises FileNotFoundError, naming both places, when the installation lacks it.
    """
    return _find("lessons")


def _find(name: str, package: Path = _PACKAGE) -> Path:
    in_wheel = package / f"_{name}"
    in_checkout = package.parent / name
    # The wheel's place first: next to an installed package lie other people's packages,
    # and one of those may well be called "resources".
    for place in (in_wheel, in_checkout):
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"The folder “{name}” that belongs to the program was not found. "
        f"It should be at {in_wheel} or at {in_checkout}. Install the program again."
    )
