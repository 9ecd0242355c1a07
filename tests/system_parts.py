"""What the tests look at the program with, beyond Python: found, or brought where that may be.

On Debian and its like, as root, what is missing is installed; elsewhere the one command is printed,
and the tests that need it are skipped and listed at the end.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import start

#: A program or a file that shows a part to be there → Debian's package with it.
PARTS: Mapping[str, str] = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "pdftotext": "poppler-utils",
    "strace": "strace",
    "gdbus": "libglib2.0-bin",
    "dbus-run-session": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/lib/python3/dist-packages/gi": "python3-gi",
    "girepository-1.0/Atspi-2.0.typelib": "gir1.2-atspi-2.0",
}


def missing_packages() -> list[str]:
    """Debian's names of the packages that are not here, those of Qt's xcb platform included."""
    libraries = start.missing_libraries(start.LIBRARIES["x11"], start.loader_list())
    return [package for part, package in PARTS.items() if not _is_here(part)] + [
        *libraries.values()
    ]


def _is_here(part: str) -> bool:
    if "/" not in part:
        return shutil.which(part) is not None
    if part.startswith("/"):
        return Path(part).exists()
    return any(Path("/usr/lib").glob(f"*/{part}")) or Path("/usr/lib", part).exists()


def bring() -> None:
    """Install what is missing where that is possible; else say what would bring it."""
    if not sys.platform.startswith("linux") or not start.is_debian():
        return
    packages = missing_packages()
    if not packages:
        return
    if os.geteuid() != 0 or not start.may_install(packages):
        start.say(f"Some tests will be skipped. All run after:  {start.apt_command(packages)}")
        return
    try:
        start.apt_install(packages)
    except start.Stop as stop:
        start.say(f"{stop}\nThe tests that need them are skipped.")
