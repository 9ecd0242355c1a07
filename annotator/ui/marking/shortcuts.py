"""Every key of the student's page in one list: the page binds from it, the sheet shows it.

What the article itself does with a key (moving the caret, selecting, moving edges) is bound in
``article/keys.py`` and in Qt; here it is only named. Tests hold each line against what happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from annotator.model.labels import LabelGuide
from annotator.model.lesson import LessonUses


class Where(Enum):
    """Where a key works."""

    PAGE = "anywhere on the page"
    ARTICLE = "in the article"
    TEXT = "in the article, as in any text"
    BUTTON = "anywhere, as the button that shows it"


@dataclass(frozen=True, slots=True)
class Binding:
    """One line of the sheet. Any of ``keys`` (Qt's portable names) does it.

    ``action`` is what the page's own binding is called; empty where a button or the text binds it.
    """

    keys: tuple[str, ...]
    words: str
    where: Where
    action: str = ""


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """Lines that belong together."""

    title: str
    bindings: tuple[Binding, ...]


def groups(guide: LabelGuide, uses: LessonUses) -> tuple[ShortcutGroup, ...]:
    """All keys of a lesson with this guide; what the lesson does not use is left out."""
    return (
        ShortcutGroup("Mark", _mark(guide)),
        ShortcutGroup("Select words", _SELECT),
        ShortcutGroup("The chosen mark", _chosen(uses)),
        ShortcutGroup("Find", _FIND),
        ShortcutGroup("The page", _PAGE),
    )


def bindings(guide: LabelGuide, uses: LessonUses) -> tuple[Binding, ...]:
    """The same without groups."""
    return tuple(one for group in groups(guide, uses) for one in group.bindings)


def _mark(guide: LabelGuide) -> tuple[Binding, ...]:
    labels = tuple(
        Binding((str(guide.key_of(label.id)),), label.name, Where.BUTTON) for label in guide.labels
    )
    return (
        *labels,
        Binding(("Return",), "Choose a label for the selected words", Where.TEXT),
        Binding(
            ("B",), "Mark in all selected paragraphs, or in the first only", Where.ARTICLE, "across"
        ),
        Binding(("Ctrl+Z",), "Undo", Where.BUTTON),
        Binding(("Ctrl+Shift+Z",), "Redo", Where.BUTTON),
        Binding(("Ctrl+Y",), "Redo", Where.PAGE, "redo"),
        Binding(("Esc",), "Step back: selection, tool, chosen mark", Where.ARTICLE, "escape"),
    )


_SELECT = (
    Binding(("Left", "Right", "Up", "Down"), "Move the caret", Where.TEXT),
    Binding(("Shift+Left", "Shift+Right"), "Select, in whole words", Where.TEXT),
    Binding(("Ctrl+Shift+Left", "Ctrl+Shift+Right"), "Select word by word", Where.TEXT),
    Binding(("Alt+Up", "Alt+Down"), "Go to another sentence", Where.TEXT),
    Binding(("Alt+Shift+Up", "Alt+Shift+Down"), "Select by sentence", Where.TEXT),
    Binding(("Ctrl+Up", "Ctrl+Down"), "Go to another paragraph", Where.TEXT),
    Binding(("Ctrl+Shift+Up", "Ctrl+Shift+Down"), "Select by paragraph", Where.TEXT),
    Binding(("Alt+Shift+Left", "Alt+Shift+Right"), "Select exact letters", Where.TEXT),
    Binding(("Ctrl+E",), "Mark by sentences: number, words, label", Where.BUTTON),
    Binding(("Ctrl+C",), "Copy the words", Where.TEXT),
)


def _chosen(uses: LessonUses) -> tuple[Binding, ...]:
    lines = [
        Binding(("Alt+Left", "Alt+Right"), "Move its end by a word", Where.TEXT),
        Binding(("Alt+Shift+Left", "Alt+Shift+Right"), "Move its start by a word", Where.TEXT),
        Binding(("Ctrl+Alt+Left", "Ctrl+Alt+Right"), "Move its end by a letter", Where.TEXT),
        Binding(
            ("Ctrl+Alt+Shift+Left", "Ctrl+Alt+Shift+Right"),
            "Move its start by a letter",
            Where.TEXT,
        ),
        Binding(("N",), "Write a note", Where.ARTICLE, "note"),
    ]
    if uses.certainty:
        lines.append(Binding(("S",), "Say how sure you are", Where.ARTICLE, "sure"))
    if uses.relations:
        lines.append(Binding(("W",), "Who says so, or what it denies", Where.ARTICLE, "tie"))
    lines.append(Binding(("Del", "Backspace"), "Remove it", Where.ARTICLE, "remove"))
    return tuple(lines)


_FIND = (
    Binding(("J",), "Next mark", Where.ARTICLE, "next"),
    Binding(("K",), "Mark before", Where.ARTICLE, "previous"),
    Binding(("Ctrl+J",), "Next mark", Where.PAGE, "next"),
    Binding(("Ctrl+K",), "Mark before", Where.PAGE, "previous"),
    Binding(("Space",), "Go through marks that lie over each other", Where.ARTICLE, "cycle"),
    Binding(("I",), "What is here? Say and show the marks at the caret", Where.ARTICLE, "here"),
    Binding(("Ctrl+F",), "Search in your marks", Where.PAGE, "search"),
)

_PAGE = (
    Binding(("Alt+Home",), "Back to the lessons", Where.BUTTON),
    Binding(("F1",), "Label guide", Where.BUTTON),
    Binding(("?",), "This sheet", Where.BUTTON),
    Binding(("H",), "Hide the marks, or show them", Where.ARTICLE, "hide"),
    Binding(("D",), "Dim what is not marked", Where.ARTICLE, "dim"),
    Binding(("R",), "Reading ruler", Where.ARTICLE, "ruler"),
    Binding(("Tab",), "From the article to the panel and on", Where.TEXT),
)
