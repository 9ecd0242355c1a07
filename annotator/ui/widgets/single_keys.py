"""Keys that are a single character: they can be switched off, and act only as themselves.

People who dictate, or whose hands slip, set such keys off without meaning to (WCAG 2.1.4). Every
key of a page is bound here, so that one switch holds for all of them.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from annotator.ui.widgets.appearance import Appearance

#: From here on Qt's keys stand for no character.
_NAMED_KEYS = 0x0100_0000
_HELD = (
    Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.MetaModifier
)


def is_single(key: QKeySequence) -> bool:
    """Whether a key is one letter, figure or sign, with Shift or alone."""
    if key.count() != 1:
        return False
    pressed = key[0]  # type: ignore[index]
    return not pressed.keyboardModifiers() & _HELD and pressed.key() < _NAMED_KEYS


def bind_key(
    appearance: Appearance,
    key: str,
    owner: QWidget,
    act: Callable[[], object],
    *,
    within: bool = False,
) -> QShortcut:
    """Do ``act`` when a key is pressed in the owner's window, or ``within`` the owner alone.

    A single character does nothing while such keys are switched off, and nothing while Alt, Ctrl
    or the system's key is held: some keyboards send the character of a combination by itself.
    """
    sequence = QKeySequence(key)
    shortcut = QShortcut(sequence, owner)
    if within:
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    if not is_single(sequence):
        shortcut.activated.connect(act)
        return shortcut

    def act_alone() -> None:
        if not QGuiApplication.keyboardModifiers() & _HELD:
            act()

    shortcut.activated.connect(act_alone)
    if not appearance.has_single_keys:
        shortcut.setEnabled(False)
    appearance.single_keys_changed.connect(shortcut.setEnabled)
    return shortcut
