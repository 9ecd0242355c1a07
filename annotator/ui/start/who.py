"""Who works on this computer: a card for each person, and one for those who are new here."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.names import folded
from annotator.ui.start.model import Person
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.cards import CardButton
from annotator.ui.widgets.flow import CardGrid
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.keycap import KeyCap
from annotator.ui.widgets.labels import ElidedLabel, Role

_FACE = 48
#: From so many people on a name is searched for.
_MANY = 9
#: The shapes and colours of faces; both differ, so that no face depends on colour alone.
_CORNERS = (0, 4, -4, 6, 3)
_COLOURS = ("claim", "denial", "source", "opinion")


def initials(name: str) -> str:
    """The first letters of the first and the last name, marks included."""
    parts = name.split()
    chosen = parts[:1] + parts[-1:] if len(parts) > 1 else parts
    return "".join(part[0] for part in chosen).upper()


class Face(QWidget):
    """A person's initials in a shape: ``number`` counts the people of this computer from 0, in
    the order in which they came, so that a face stays the same when others come."""

    def __init__(
        self, appearance: Appearance, name: str, number: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._letters, self._number = appearance, initials(name), number
        self.setFixedSize(_FACE, _FACE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        # The ink of a label is dark on a light card, and light on a dark one.
        painter.setBrush(theme.label(_COLOURS[self._number % len(_COLOURS)]).ink)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        corners = _CORNERS[self._number % len(_CORNERS)]
        if corners == 0:
            painter.drawEllipse(box)
        elif corners == -4:
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 8, 8)
        else:
            painter.drawPolygon(_polygon(box, corners))
        painter.setPen(theme.card)
        painter.setFont(ui_font(14, strong=True))
        if corners == 3:
            box.adjust(0, 14, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._letters)
        painter.end()


def _polygon(box: QRectF, corners: int) -> QPolygonF:
    """An even shape that fills ``box``: a triangle and a square stand on an edge or a corner."""
    first = 0.0 if corners == 6 else -math.pi / 2
    middle, points = box.center(), []
    for corner in range(corners):
        turn = first + corner * 2 * math.pi / corners
        points.append(QPointF(math.cos(turn), math.sin(turn)))
    top, low = min(p.y() for p in points), max(p.y() for p in points)
    wide = max(p.x() for p in points)
    return QPolygonF(
        [
            QPointF(
                middle.x() + p.x() / wide * box.width() / 2,
                box.top() + (p.y() - top) / (low - top) * box.height(),
            )
            for p in points
        ]
    )


class PersonCard(CardButton):
    """One person: face, name, whether a class card is needed, and when work was saved last.

    ``key`` is the digit that chooses it; none from the tenth card on.
    """

    def __init__(
        self,
        appearance: Appearance,
        person: Person,
        place: str,
        key: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent=parent)
        self.person = person
        lock = "opens with a class card" if person.has_card else ""
        small = " · ".join(
            part for part in (person.last, "with a class card" if lock else "") if part
        )
        _fill(
            self, appearance, Face(appearance, person.name, person.number), person.name, small, key
        )
        self.setAccessibleName(
            ", ".join(part for part in (person.name, lock, person.last) if part) + f". {place}"
        )


class NewPersonCard(CardButton):
    """For a person whose name isn't here."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, dashed=True, parent=parent)
        _fill(self, appearance, Plus(appearance), "I am new here", "type your name", "N")
        self.setAccessibleName("I am new here: type your name")


class Plus(QWidget):
    """Stands where the others have their face."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setFixedSize(_FACE, _FACE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle, colour = self.rect().center(), self._appearance.theme.accent
        painter.fillRect(middle.x() - 8, middle.y() - 1, 17, 2, colour)
        painter.fillRect(middle.x() - 1, middle.y() - 8, 2, 17, colour)
        painter.end()


def _fill(
    card: CardButton, appearance: Appearance, face: QWidget, name: str, small: str, key: str
) -> None:
    row = QHBoxLayout(card)
    row.setContentsMargins(18, 16, 14, 16)
    row.setSpacing(14)
    row.addWidget(face)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addStretch(1)
    texts = [ElidedLabel(appearance, name, Role.STRONG, lines=2, by_width=True)]
    if small:
        texts.append(ElidedLabel(appearance, small, Role.SMALL, lines=2, by_width=True))
    for text in texts:
        text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(text)
    column.addStretch(1)
    row.addLayout(column, 1)
    if key:
        cap = KeyCap(appearance, key)
        cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(cap, 0, Qt.AlignmentFlag.AlignTop)


class WhoIsHere(QWidget):
    """The cards, in alphabetical order. Arrows walk, Enter and a digit choose, a letter goes to
    the next name that begins with it; where there are many, names are searched."""

    chosen = Signal(str)
    """The id of a person."""
    new_requested = Signal()

    def __init__(
        self, appearance: Appearance, people: Sequence[Person], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search for your name")
        self.search.setAccessibleName("Search for your name")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumHeight(42)
        self.search.setMaximumWidth(420)
        self.search.setVisible(len(people) >= _MANY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.search)
        grid = CardGrid(least=240, most=3, gap=14)
        people = sorted(people, key=lambda who: (folded(who.name), who.name))
        self.cards = []
        for number, who in enumerate(people, 1):
            place, key = f"{number} of {len(people)}", str(number) if number <= 9 else ""
            card = PersonCard(appearance, who, place, key)
            card.clicked.connect(lambda _on=False, i=who.id: self.chosen.emit(i))
            self.cards.append(card)
            grid.addWidget(card)
        self.new = NewPersonCard(appearance)
        self.new.clicked.connect(self.new_requested)
        grid.addWidget(self.new)
        column.addLayout(grid)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._choose_found)

    def ask(self) -> None:
        """Put the keyboard where one begins."""
        first = self.search if len(self.cards) >= _MANY else self.cards[0]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        shown = [card for card in self.cards if not card.isHidden()]
        if text.isdigit() and 1 <= int(text) <= min(9, len(self.cards)):
            self.cards[int(text) - 1].click()
        elif event.key() in _STEPS:
            self._step(_STEPS[event.key()])
        elif text.strip() and text.isprintable():
            names = [card for card in shown if folded(card.person.name).startswith(folded(text))]
            after = [card for card in names if self._is_after_focus(card)]
            if names:
                (after or names)[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
            elif text.upper() == "N":
                self.new.click()
        else:
            super().keyPressEvent(event)

    def _is_after_focus(self, card: PersonCard) -> bool:
        focus = self.focusWidget()
        return isinstance(focus, PersonCard) and self.cards.index(card) > self.cards.index(focus)

    def _step(self, step: int) -> None:
        shown: list[CardButton] = [card for card in (*self.cards, self.new) if not card.isHidden()]
        at = next((n for n, card in enumerate(shown) if card.hasFocus()), -step)
        shown[max(0, min(len(shown) - 1, at + step))].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _filter(self, text: str) -> None:
        wanted = folded(text)
        for card in self.cards:
            card.setVisible(wanted in folded(card.person.name))

    def _choose_found(self) -> None:
        shown = [card for card in self.cards if not card.isHidden()]
        if len(shown) == 1:
            shown[0].click()


_STEPS = {
    Qt.Key.Key_Right.value: 1,
    Qt.Key.Key_Down.value: 1,
    Qt.Key.Key_Left.value: -1,
    Qt.Key.Key_Up.value: -1,
}
