"""Is there something to draw on? Asked before Qt starts, which would abort the process instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

#: Platforms of Qt that bring their own screen or need none.
_OWN_SCREEN = frozenset(
    {"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay"}
)


def missing_display(
    environ: Mapping[str, str] | None = None,
    platform: str | None = None,
    answers: Callable[[str], bool] | None = None,
) -> str:
    """A sentence that says what is missing and what to do; empty where a window can open.

    ``answers`` tells whether a socket's path is listened to; it is for tests.
    """
    environ = os.environ if environ is None else environ
    platform = sys.platform if platform is None else platform
    answers = _answers if answers is None else answers
    if platform in ("win32", "darwin"):
        return ""
    asked = environ.get("QT_QPA_PLATFORM", "").strip()
    # Qt tries the platforms of the list in turn; "offscreen:size=…" carries its settings along.
    names = (
        [name.split(":")[0].strip() for name in asked.split(";")] if asked else ["xcb", "wayland"]
    )
    if any(_has_screen(name, environ, answers) for name in names):
        return ""
    what = (
        f"QT_QPA_PLATFORM asks for “{asked}”, but no such screen answers."
        if asked
        else "There is no screen to open a window on."
    )
    return (
        f"{what} Nothing was opened or changed. Start the program on a desktop, "
        "or set QT_QPA_PLATFORM=offscreen to run it without a screen. "
        "“annotator --help” lists the commands that need no window."
    )


def _has_screen(name: str, environ: Mapping[str, str], answers: Callable[[str], bool]) -> bool:
    if name in _OWN_SCREEN:
        return True
    if name == "xcb":
        return _has_x(environ.get("DISPLAY", "").strip(), answers)
    if name.startswith("wayland"):
        return _has_wayland(environ, answers)
    # A platform this page knows nothing of: Qt will say.
    return True


def _has_x(display: str, answers: Callable[[str], bool]) -> bool:
    host, colon, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not colon or not number.isdigit():
        return False
    # Another machine's screen is not asked: that may take long.
    if host not in ("", "unix"):
        return True
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 -- where every X server listens
    return answers(path) or answers(f"\0{path}")


def _has_wayland(environ: Mapping[str, str], answers: Callable[[str], bool]) -> bool:
    # A compositor hands its socket over by number to programs that it starts itself.
    if environ.get("WAYLAND_SOCKET", "").strip():
        return True
    name = environ.get("WAYLAND_DISPLAY", "").strip()
    return bool(name) and answers(str(Path(environ.get("XDG_RUNTIME_DIR", "")) / name))


def _answers(path: str) -> bool:
    """Whether a local socket is listened to; a leading NUL names an abstract one."""
    import socket

    family = getattr(socket, "AF_UNIX", None)
    if family is None:
        return True
    with socket.socket(family, socket.SOCK_STREAM) as caller:
        caller.settimeout(2)
        try:
            caller.connect(path)
        except OSError:
            return False
    return True
