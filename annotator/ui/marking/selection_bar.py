"""Small bars that float next to words: which label for these words, and what to do with a mark?

Both work by touch, and neither takes the keyboard away from the article.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from annotator.model.labels import Label, LabelGuide
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import badge_picture
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.painting import rounded_box

_GAP = 10
_EDGE = 8


class FloatingBar(QFrame):
    """Stands below (or above) something on the page, inside its parent."""

    label_requested = Signal(str)

    def __init__(self, appearance: Appearance, guide: LabelGuide, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self._row.setSpacing(6)
        self._keys = {label.id: str(guide.key_of(label.id)) for label in guide.labels}
        self.buttons = {label.id: self._label_button(label) for label in guide.labels}
        self.hide()

    def add(self, button: Button) -> Button:
        """Put a button at the end. A click must not take the keyboard away from the article."""
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row.addWidget(button)
        return button

    def _label_button(self, label: Label) -> Button:
        picture = badge_picture(self._appearance, label)
        button = self.add(
            Button(
                self._appearance,
                label.name,
                picture=picture,
                tip=label.short,
                key=self._keys[label.id],
                show_key=True,
                binds_key=False,
            )
        )
        button.clicked.connect(lambda: self.label_requested.emit(label.id))
        return button

    def show_at(self, place: QRect) -> None:
        """Stand above ``place`` (in the parent's coordinates): what comes next is read on.

        Where there is no room above, it stands at the other end of the page.

        Stays inside the parent; where that is narrow the words of the buttons go.
        """
        parent = self.parentWidget()
        assert parent is not None
        room = parent.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        for words_shown in (True, False):
            for button in self.findChildren(Button):
                button.set_label_shown(words_shown)
            self._row.invalidate()
            self.adjustSize()
            if self.width() <= room.width():
                break
        y = place.top() - _GAP - self.height()
        if y < room.top():
            y = room.bottom() - self.height()
        y = min(max(y, room.top()), room.bottom() - self.height())
        x = place.center().x() - self.width() // 2
        x = min(max(x, room.left()), room.right() - self.width())
        self.move(QPoint(x, y))
        self.show()
        self.raise_()

    def take_keyboard(self) -> None:
        """Put the keyboard on the first label; Tab goes on, Enter presses."""
        next(iter(self.buttons.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        rounded_box(painter, self.rect(), 12, theme.card, theme.strong_line)
        painter.end()


class SelectionBar(FloatingBar):
    """Next to a selection: its label, and whether all paragraphs of it are meant."""

    across_requested = Signal(bool)
    note_requested = Signal()
    """Mark these words with the label used last, and write why."""

    def __init__(self, appearance: Appearance, guide: LabelGuide, parent: QWidget) -> None:
        super().__init__(appearance, guide, parent)
        self.setAccessibleName("What are these words?")
        self.across = self.add(Button(appearance, "", icon="list", checkable=True))
        self.across.clicked.connect(self.across_requested)
        self.across.hide()
        self.note = self.add(Button(appearance, "Note", icon="note"))
        self.note.clicked.connect(self.note_requested)

    def show_note_label(self, name: str) -> None:
        """Which label the words get that a note is written on."""
        self.note.set_tip(f"Mark as {name} and write a note")

    def set_reach(self, paragraphs: int, *, across: bool) -> None:
        """Offer to mark in each of so many paragraphs; with one or none nothing is offered."""
        self.across.setVisible(paragraphs > 1)
        if paragraphs > 1:
            self.across.set_label(f"All {plural(paragraphs, 'paragraph')}")
            self.across.set_tip("One mark in each paragraph, instead of the first only (B)")
            self.across.setChecked(across)


class MarkBar(FloatingBar):
    """Next to a mark that a finger picked, or whose details have no room: what to do with it."""

    note_requested = Signal()
    remove_requested = Signal()

    def __init__(self, appearance: Appearance, guide: LabelGuide, parent: QWidget) -> None:
        super().__init__(appearance, guide, parent)
        self.setAccessibleName("This mark")
        for button in self.buttons.values():
            button.setCheckable(True)
        self.note = self.add(Button(appearance, "Note", icon="note", tip="Write a note (N)"))
        self.remove = self.add(
            Button(appearance, "Remove", icon="delete", tip="Remove this mark (Del)")
        )
        self.note.clicked.connect(self.note_requested)
        self.remove.clicked.connect(self.remove_requested)

    def show_label(self, label_id: str) -> None:
        """Show which label the mark carries."""
        for name, button in self.buttons.items():
            button.setChecked(name == label_id)

    def show_at(self, place: QRect) -> None:
        """As of every bar; the labels need no words, for the mark shows what it is."""
        super().show_at(place)
        for button in self.buttons.values():
            button.set_label_shown(False)
        self._row.invalidate()
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        x = place.center().x() - self.width() // 2
        self.move(min(max(x, _EDGE), max(_EDGE, parent.width() - _EDGE - self.width())), self.y())
