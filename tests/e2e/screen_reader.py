"""What a screen reader is told: run by the system's own Python, inside a D-Bus session of its own.

python3 screen_reader.py INTERPRETER DATA LESSON: opens the lesson in the program, presses keys, and
prints as JSON what came through AT-SPI. Nothing of the program is imported here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version has to be named first

_PATIENCE = 40.0


class Reader:
    """Listens as a screen reader does, and looks around in the window."""

    def __init__(self, interpreter, data, lesson):
        Atspi.init()
        self.news = []
        self._listener = Atspi.EventListener.new(self._hear)
        self._listener.register("object:")
        subprocess.run(
            [
                *"gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus --method "
                "org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled".split(),
                "<true>",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        command = [interpreter, "-P", "-m", "annotator", "--data", data]
        command += [lesson] if lesson else []
        self.program = subprocess.Popen(command)

    def _hear(self, event):
        said = event.any_data if isinstance(event.any_data, str) else ""
        try:
            name = event.source.get_name()
        except GLib.Error:
            name = ""
        self.news.append((event.type, event.detail1, said, name))

    def rest(self, seconds):
        end = time.monotonic() + seconds
        context = GLib.MainContext.default()
        while time.monotonic() < end:
            while context.iteration(False):
                pass
            time.sleep(0.01)

    def until(self, ready):
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            try:
                found = ready()
            except (GLib.Error, StopIteration, subprocess.CalledProcessError):
                found = None  # not there yet
            if found:
                return found
            self.rest(0.1)
        raise SystemExit(f"in vain: {ready.__name__}")

    def tool(self, *words):
        return subprocess.run(
            ["xdotool", *words], check=True, capture_output=True, text=True, timeout=60
        ).stdout

    def press(self, *keys, rest=0.5):
        """Press keys; what is said because of them."""
        before = len(self.news)
        for key in keys:
            self.tool("key", "--delay", "30", key)
            self.rest(rest)
        return [news[2] for news in self.news[before:] if news[0].startswith("object:announcement")]

    def everything(self, node=None, depth=0):
        """All that stands below a node, as far as it is shown, the node included."""
        node = node or self.root()
        yield node
        if depth < 40:
            for number in range(min(node.get_child_count(), 200)):
                child = node.get_child_at_index(number)
                if child is not None:
                    yield from self.everything(child, depth + 1)

    def root(self):
        desktop = Atspi.get_desktop(0)
        children = [desktop.get_child_at_index(n) for n in range(desktop.get_child_count())]
        return next(c for c in children if c is not None and c.get_process_id() == self.program.pid)

    def article(self):
        for node in self.everything():
            if node.get_name().startswith("Article:"):
                return node
        return None


def facts(node):
    """A control as it is told of."""
    states = node.get_state_set()
    named = ("FOCUSABLE", "FOCUSED", "CHECKABLE", "CHECKED", "ENABLED", "SHOWING", "READ_ONLY")
    return {
        "role": node.get_role_name(),
        "name": node.get_name(),
        "description": node.get_description(),
        "states": [name for name in named if states.contains(getattr(Atspi.StateType, name))],
    }


def text_facts(article):
    """Text, caret and selection through the text interface."""
    text = article
    chosen = [Atspi.Text.get_selection(text, n) for n in range(Atspi.Text.get_n_selections(text))]
    return {
        "length": Atspi.Text.get_character_count(text),
        "start": Atspi.Text.get_text(text, 0, 60),
        "caret": Atspi.Text.get_caret_offset(text),
        "selections": [
            Atspi.Text.get_text(text, one.start_offset, one.end_offset) for one in chosen
        ],
    }


def look(reader):
    """Open, select, mark, change, remove, undo; what was told at each step."""

    def window():
        return reader.tool("search", "--onlyvisible", "--name", "Annotator").split()

    reader.tool("windowfocus", "--sync", reader.until(window)[0])
    article = reader.until(reader.article)
    reader.rest(1.5)
    told = {"article": facts(article), "text": text_facts(article)}
    reader.press(
        "ctrl+Down", "ctrl+Down", "ctrl+Down", "ctrl+Down", "ctrl+Down", "alt+Up", rest=0.2
    )
    told["moved"] = text_facts(article)
    told["selecting"] = reader.press("alt+shift+Down", rest=1.5)
    told["selected"] = text_facts(article)
    told["marked"] = reader.press("1", rest=1.5)
    told["controls"] = [
        facts(node)
        for node in reader.everything()
        if node.get_state_set().contains(Atspi.StateType.SHOWING)
    ]
    reader.press("space", rest=1.5)
    told["changed"] = reader.press("2", rest=1.5)
    told["removed"] = reader.press("Delete", rest=1.5)
    told["undone"] = reader.press("ctrl+z", rest=1.5)
    told["chosen"] = reader.press("j", rest=1.5)
    told["here"] = reader.press("i", rest=1.5)
    told["left"] = reader.press("alt+Down", rest=1.5)
    told["back in"] = reader.press("Left", "Left", rest=1.0)
    told["edge"] = reader.press("alt+Left", rest=1.5)
    told["tool"] = reader.press("Escape", "1", "Escape", rest=1.0)
    told["kinds"] = sorted({news[0] for news in reader.news})
    return told


def main():
    reader = Reader(*sys.argv[1:4])
    try:
        told = look(reader)
    finally:
        reader.program.terminate()
        reader.program.wait(20)
    print(json.dumps(told))


if __name__ == "__main__":
    os.environ.pop("QT_ACCESSIBILITY", None)
    main()
