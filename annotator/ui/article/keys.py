"""The keys that the page knows, besides the ones that move the caret in any text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from annotator.ui.article.editing import EditableArticle

_SIDE = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}
_UP_DOWN = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def press_key(view: EditableArticle, event: QKeyEvent) -> bool:
    """Do what a key asks for; False leaves it to the text widget.

    - Alt+Left/Right moves the end of the selected mark by a word, with Shift its start, with Ctrl
      by a character. Without a selected mark Alt+Shift+Left/Right selects exact characters.
    - Alt+Up/Down goes to the sentence before or after, Ctrl+Up/Down to the paragraph; with Shift
      the selection goes along.
    - Enter opens the selected mark, asks for a label for a selection, or picks the mark at the
      caret. 1 to 9 give a selection a label. Esc steps back.
    """
    key = Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    if key in _SIDE and alt:
        return _side(view, forward=_SIDE[key], shift=shift, control=control)
    if key in _UP_DOWN and alt != control:
        return _up_down(view, forward=_UP_DOWN[key], shift=shift, sentence=alt)
    if key in _ENTER and not (alt or control or shift):
        return _enter(view)
    if key == Qt.Key.Key_Escape:
        return view.step_back()
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not (alt or control or shift):
        return view.label_selection(key - Qt.Key.Key_1)
    return False


def _side(view: EditableArticle, *, forward: bool, shift: bool, control: bool) -> bool:
    if view.selected_mark() is not None and view.selection() is None:
        # Left and right are places on the screen: in right-to-left text the order turns over.
        view.move_edge(at_start=shift, forward=forward != view.reads_backwards(), by_char=control)
        return True
    if not shift:
        return False
    cursor = view.textCursor()
    move = QTextCursor.MoveOperation.Right if forward else QTextCursor.MoveOperation.Left
    cursor.movePosition(move, QTextCursor.MoveMode.KeepAnchor)
    view.set_exact(True)
    view.setTextCursor(cursor)
    view.ensureCursorVisible()
    return True


def _up_down(view: EditableArticle, *, forward: bool, shift: bool, sentence: bool) -> bool:
    target = view.sentence_edge(forward) if sentence else view.block_edge(forward)
    cursor = view.textCursor()
    mode = QTextCursor.MoveMode.KeepAnchor if shift else QTextCursor.MoveMode.MoveAnchor
    cursor.setPosition(target, mode)
    view.set_exact(False)
    view.setTextCursor(cursor)
    view.ensureCursorVisible()
    return True


def _enter(view: EditableArticle) -> bool:
    spans = view.selection_spans(view.across_blocks())
    chosen = view.selected_mark()
    if spans:
        view.mark_requested.emit(spans, view.tool())
    elif chosen is not None:
        view.mark_activated.emit(chosen)
    else:
        return view.cycle_marks() is not None
    return True
