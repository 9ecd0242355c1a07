"""The keys that the page knows, besides the ones that move the caret in any text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from annotator.ui.article.mark_requests import MarkRequests

_SIDE = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}
_UP_DOWN = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def press_key(requests: MarkRequests, event: QKeyEvent) -> bool:
    """Do what a key asks for; False leaves it to the text widget.

    - Alt+Left/Right moves the end of the selected mark by a word, with Shift its start, with Ctrl
      by a character. Without a selected mark Alt+Shift+Left/Right selects exact characters.
    - Alt+Up/Down goes to the sentence before or after, Ctrl+Up/Down to the paragraph; with Shift
      the selection goes along.
    - Enter opens the selected mark, asks for a label for a selection, or picks the mark at the
      caret. 1 to 9 give a selection a label.
    """
    key = Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    if key in _SIDE and alt:
        return _side(requests, forward=_SIDE[key], shift=shift, control=control)
    if key in _UP_DOWN and alt != control:
        requests.words.go_to_edge(forward=_UP_DOWN[key], sentence=alt, keep=shift)
        return True
    if key in _ENTER and not (alt or control or shift):
        return requests.enter()
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not (alt or control or shift):
        return requests.label_selection(key - Qt.Key.Key_1)
    return False


def _side(requests: MarkRequests, *, forward: bool, shift: bool, control: bool) -> bool:
    if requests.picked.id is not None and requests.words.span() is None:
        # Left and right are places on the screen: in right-to-left text the order turns over.
        ahead = forward != requests.picked.reads_backwards()
        requests.move_edge(at_start=shift, forward=ahead, by_char=control)
        return True
    if shift:
        move = QTextCursor.MoveOperation.Right if forward else QTextCursor.MoveOperation.Left
        requests.words.go_on(move)
    return shift
