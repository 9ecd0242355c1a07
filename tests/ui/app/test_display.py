"""Whether there is a screen is known before Qt could abort over it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from annotator.ui.app.display import missing_display

X0, WAYLAND = "/tmp/.X11-unix/X0", "/run/user/7/wayland-0"
RUN = {"XDG_RUNTIME_DIR": "/run/user/7"}


@pytest.mark.parametrize(
    ("environ", "platform", "listening", "is_missing"),
    [
        ({}, "linux", [X0, WAYLAND], True),
        ({"DISPLAY": ":0"}, "linux", [X0], False),
        ({"DISPLAY": ":0.1"}, "linux", ["\0" + X0], False),
        ({"DISPLAY": ":0"}, "linux", [], True),
        ({"DISPLAY": ":1"}, "linux", [X0], True),
        ({"DISPLAY": "far.example:10.0"}, "linux", [], False),
        ({"DISPLAY": "nonsense"}, "linux", [X0], True),
        (RUN | {"WAYLAND_DISPLAY": "wayland-0"}, "linux", [WAYLAND], False),
        (RUN | {"WAYLAND_DISPLAY": "wayland-0"}, "linux", [], True),
        ({"WAYLAND_DISPLAY": WAYLAND}, "linux", [WAYLAND], False),
        ({"WAYLAND_SOCKET": "7"}, "linux", [], False),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", [], False),
        ({"QT_QPA_PLATFORM": "offscreen:size=800x600"}, "linux", [], False),
        (
            {"QT_QPA_PLATFORM": "xcb"} | RUN | {"WAYLAND_DISPLAY": "wayland-0"},
            "linux",
            [WAYLAND],
            True,
        ),
        ({"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":0"}, "linux", [X0], True),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":0"}, "linux", [X0], False),
        ({"QT_QPA_PLATFORM": "of-tomorrow"}, "linux", [], False),
        ({}, "win32", [], False),
        ({}, "darwin", [], False),
        ({}, "freebsd14", [], True),
    ],
)
def test_a_screen_is_looked_for(
    environ: dict[str, str], platform: str, listening: list[str], is_missing: bool
) -> None:
    sentence = missing_display(environ, platform, listening.__contains__)
    assert bool(sentence) is is_missing
    if is_missing:
        assert "annotator --help" in sentence


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no local sockets here")
def test_a_socket_that_nobody_listens_at_is_no_screen(tmp_path: Path) -> None:
    path = tmp_path / "wayland-9"
    environ = {"WAYLAND_DISPLAY": str(path)}
    assert missing_display(environ, "linux")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        assert not missing_display(environ, "linux")
    # The file is still there, as after a crash.
    assert path.exists()
    assert missing_display(environ, "linux")
