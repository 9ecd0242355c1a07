"""Is there something to draw on? Asked before Qt starts, which would abort the process instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_OWN_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs", "vkkhrdisplay")


def missing_display(environ: Mapping[str, str] | None = None, platform: str | None = None) -> str:
    """A sentence that says what is missing and what to do; empty where a window can open."""
    environ = os.environ if environ is None else environ
    platform = sys.platform if platform is None else platform
    if platform in ("win32", "darwin"):
        return ""
    wanted = environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0].strip()
    if wanted in _OWN_SCREEN:
        return ""
    has_x = bool(environ.get("DISPLAY", "").strip())
    has_wayland = bool(environ.get("WAYLAND_DISPLAY", "").strip()) or _has_wayland_socket(environ)
    if wanted == "xcb" and not has_x:
        return _sentence("QT_QPA_PLATFORM asks for X11, but DISPLAY names no screen.")
    if wanted.startswith("wayland") and not has_wayland:
        return _sentence("QT_QPA_PLATFORM asks for Wayland, but WAYLAND_DISPLAY names no screen.")
    if has_x or has_wayland:
        return ""
    return _sentence("There is no screen to open a window on.")


def _has_wayland_socket(environ: Mapping[str, str]) -> bool:
    # A compositor hands its socket over by number to programs that it starts itself.
    return bool(environ.get("WAYLAND_SOCKET", "").strip())


def _sentence(what: str) -> str:
    return (
        f"{what} Nothing was opened or changed. Start the program on a desktop, "
        "or set QT_QPA_PLATFORM=offscreen to run it without a screen. "
        "“annotator --help” lists the commands that need no window."
    )
