"""The student's whole job by keys and what is spoken alone: run by the system's own Python.

python3 spoken_job.py INTERPRETER DATA: starts the program in a D-Bus session of its own, goes about
by what comes through AT-SPI, and prints a transcript, a line for each key and what was heard of it.
Nothing is looked at but focus, announcements and the caret, as a screen reader has them.
"""

from __future__ import annotations

import os
import sys

from screen_reader import Reader  # type: ignore[import-not-found]  # isort: skip
from gi.repository import GLib  # isort: skip

_MOST_TABS = 60


class Listener:
    """Presses keys and writes down what is heard."""

    def __init__(self, reader):
        self.reader = reader
        self.lines = []

    def press(self, *keys, rest=0.35):
        """Press keys one by one; everything that was heard of the last one."""
        heard = []
        for key in keys:
            before = len(self.reader.news)
            self.reader.tool("key", "--delay", "20", key)
            self.reader.rest(rest)
            heard = self._heard(before)
            self.lines.append(f"{key:>16}  {' | '.join(heard)}")
        return heard

    def type(self, text):
        """Type words into what has the keyboard."""
        self.reader.tool("type", "--delay", "20", text)
        self.reader.rest(0.5)
        self.lines.append(f"{'(typed)':>16}  {text}")

    def _heard(self, before):
        found = []
        for kind, detail, said, name, role in self.reader.news[before:]:
            if kind.startswith("object:announcement"):
                found.append(said)
            elif kind == "object:state-changed:focused" and detail:
                found.append(f"[{role}] {name}")
        return list(dict.fromkeys(each for each in found if each.strip("[] ")))

    def close_sheet(self):
        """Escape, and hear where the keyboard goes.

        This display has no window manager, which would activate the window below a sheet.
        """
        self.press("Escape", rest=0.8)
        before = len(self.reader.news)
        window = self.reader.tool("search", "--onlyvisible", "--name", "Annotator").split()[0]
        self.reader.tool("windowfocus", "--sync", window)
        self.reader.rest(0.8)
        heard = self._heard(before)
        self.lines.append(f"{'':>16}  {' | '.join(heard)}")
        return heard

    def tab_to(self, wanted, key="Tab"):
        """Press Tab until something with this in its name is heard."""
        for _ in range(_MOST_TABS):
            heard = self.press(key)
            if any(wanted in each for each in heard if each.startswith("[")):
                return
        raise SystemExit("\n".join([*self.lines, f"never heard: {wanted}"]))

    def expect(self, wanted, heard):
        """Go on only where this was heard."""
        if not any(wanted in each for each in heard):
            raise SystemExit("\n".join([*self.lines, f"not heard: {wanted}, but {heard}"]))


class JobReader(Reader):  # type: ignore[misc]
    """Notes the role of what has the focus as well."""

    def _hear(self, event):
        said = event.any_data if isinstance(event.any_data, str) else ""
        try:
            name, role = event.source.get_name(), event.source.get_role_name()
        except GLib.Error:
            name = role = ""
        self.news.append((event.type, event.detail1, said, name, role))


def do_job(listener):
    """From the start page to the reasons, and a word on one of them."""
    press, tab_to, expect = listener.press, listener.tab_to, listener.expect
    tab_to("Lesson 1, ")
    expect("Article: ", press("Return", rest=3))
    tab_to("Start marking")
    expect("Article: ", press("Return", rest=1))
    press("ctrl+Home")
    # The first sentence of the story, to be a claim.
    press("ctrl+Down", "ctrl+Down", "ctrl+Down", "ctrl+Down", "Right")
    expect("words selected", press("alt+shift+Down", rest=1.2))
    expect("marked", press("1", rest=1.2))
    expect("Claim, 1 of 1", press("Escape", "j", rest=0.8))
    expect("Paragraph 1. Claim", press("i", rest=0.8))
    expect("Claim now ends at", press("alt+Left", rest=0.8))
    expect("note", [each.lower() for each in press("n", rest=1)])
    listener.type("I could ask the council.")
    tab_to("Article: ", key="shift+Tab")
    # By sentences: the third one, without its last word, as an opinion.
    expect("Sentences of the article", press("ctrl+e", rest=1.2))
    press("Down", "Down")
    expect("Ends at", press("Left"))
    press("2", rest=1)
    expect("Article: ", listener.close_sheet())
    expect("Undone", press("ctrl+z", rest=1))
    expect("Done again", press("ctrl+y", rest=1))
    tab_to("Hand in", key="shift+Tab")
    expect("Check", press("Return", rest=1.2))
    tab_to("Hand in")
    return listener


def hand_in(listener):
    """Hand in what is checked, hear how it came out, and disagree with one reason."""
    press, tab_to, expect = listener.press, listener.tab_to, listener.expect
    heard = press("Return", rest=3)
    expect("found", heard)
    expect("Handed in", heard)
    press("j", "k", rest=1)
    tab_to("disagree because")
    press("Return", rest=0.8)
    listener.type("The council said so itself.")
    tab_to("Keep it")
    expect("Kept", press("Return", rest=1))


def main():
    reader = JobReader(*sys.argv[1:3], "")
    listener = Listener(reader)
    try:

        def window():
            return reader.tool("search", "--onlyvisible", "--name", "Annotator").split()

        reader.tool("windowfocus", "--sync", reader.until(window)[0])
        reader.rest(3)
        hand_in(do_job(listener))
    finally:
        reader.program.terminate()
        reader.program.wait(20)
    print("\n".join(listener.lines))


if __name__ == "__main__":
    os.environ.pop("QT_ACCESSIBILITY", None)
    main()
