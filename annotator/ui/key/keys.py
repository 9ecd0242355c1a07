"""The keys of the key page in one list: the page binds from it, the sheet of keys shows it.

What the article itself does with a key is bound in ``article/keys.py``; here it is only named.
"""

from __future__ import annotations

from annotator.model.labels import LabelGuide
from annotator.ui.marking.shortcuts import Binding, ShortcutGroup, Where

_ITEM = (
    Binding(("W", "N"), "Write why", Where.ARTICLE, "why"),
    Binding(("O",), "Required, or optional", Where.ARTICLE, "required"),
    Binding(("A",), "Accept the selected words, too", Where.ARTICLE, "accept"),
    Binding(("C",), "The selected words must be included", Where.ARTICLE, "core"),
    Binding(("X",), "The selected words may be included", Where.ARTICLE, "extent"),
    Binding(("M",), "The selected words name the source, too", Where.ARTICLE, "mention"),
    Binding(("E",), "Move other edges: the words, must, may", Where.ARTICLE, "edges"),
    Binding(("Alt+Left", "Alt+Right"), "Move the end by a word", Where.TEXT),
    Binding(("Alt+Shift+Left", "Alt+Shift+Right"), "Move the start by a word", Where.TEXT),
    Binding(("Del", "Backspace"), "Remove it, or the part", Where.ARTICLE, "remove"),
    Binding(("Esc",), "Step back", Where.ARTICLE, "escape"),
)
_FIND = (
    Binding(("J",), "Next item", Where.ARTICLE, "next"),
    Binding(("K",), "Item before", Where.ARTICLE, "before"),
    Binding(("Ctrl+J",), "Next item", Where.PAGE, "next"),
    Binding(("Ctrl+K",), "Item before", Where.PAGE, "before"),
    Binding(("Space",), "The next of several at the caret", Where.ARTICLE, "cycle"),
    Binding(("Ctrl+F",), "Search in the items", Where.PAGE, "search"),
)
_CLASS = (
    Binding(("Return",), "Take what is pointed at as required", Where.BUTTON),
    Binding(("Shift+Return",), "Take it as optional", Where.BUTTON),
)


def key_groups(guide: LabelGuide) -> tuple[ShortcutGroup, ...]:
    """All keys, in groups; the numbers are those of the guide's labels."""
    labels = tuple(
        Binding((str(guide.key_of(label.id)),), label.name, Where.BUTTON) for label in guide.labels
    )
    make = (
        *labels,
        Binding(("T",), "Trap", Where.ARTICLE, "trap"),
        Binding(("Ctrl+Z",), "Undo", Where.BUTTON),
        Binding(("Ctrl+Shift+Z",), "Redo", Where.BUTTON),
        Binding(("Ctrl+Y",), "Redo", Where.PAGE, "redo"),
    )
    return (
        ShortcutGroup("With words selected", make),
        ShortcutGroup("The chosen item", _ITEM),
        ShortcutGroup("Find", _FIND),
        ShortcutGroup("In the class’s marks", _CLASS),
    )
