"""The bar of the review: next and previous, which view, who is who, undo, the sum."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from annotator.ui.outcomes.layers import Layers
from annotator.ui.outcomes.sum_line import SumLine
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import PAGE_MARGIN

SIDE_BY_SIDE = "Marks and key side by side"
#: Between the buttons, in logical pixels; on a page narrower than this, less, also around them.
_GAP, _NARROW, _TIGHT = 8, 760, (2, 8)
_PAINTED = "What is painted on the article: the student’s marks, the key, or both"


class View(Enum):
    """The ways to review: (words, key, icon, tip)."""

    DECISIONS = ("Decisions", "1", "check", "Each answer once, for every paper that has it")
    PAPERS = ("Papers", "2", "article", "One paper after the other")
    ITEMS = ("Items", "4", "flag", "One item of the key, and how every student answered it")
    TABLE = ("Table", "3", "list", "All papers with their figures")
    DISAGREEMENTS = ("Disagreements", "5", "note", "What students disagree with, and your answers")


class ReviewBar(QWidget):
    """Only asks."""

    step_requested = Signal(int)
    paper_step_requested = Signal(int)
    view_requested = Signal(object)
    layers_requested = Signal(object)
    """What is to be painted in one column: :class:`Layers`."""
    panes_requested = Signal(bool)
    """Marks and key are wanted side by side (or one over the other)."""
    blind_requested = Signal(bool)
    undo_requested = Signal()
    redo_requested = Signal()
    list_requested = Signal()
    details_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.list = Button(appearance, "List", icon="list", checkable=True)
        self.previous = Button(appearance, "Previous", icon="back", key="K", show_key=True)
        self.next = Button(appearance, "Next", icon="next", key="J", show_key=True)
        self.previous_paper = self._paper_button("The paper before", "up", "Shift+K", -1)
        self.next_paper = self._paper_button("The next paper", "down", "Shift+J", 1)
        self.views = {view: self._view_button(view) for view in View}
        self.views[View.DECISIONS].setChecked(True)
        trees = "Names of trees in place of names, in random order"
        self.blind = Button(appearance, "Hide names", icon="hide", checkable=True, tip=trees)
        self.panes = Button(appearance, SIDE_BY_SIDE, icon="panes", key="T", checkable=True)
        self.panes.set_label_shown(False)
        self.panes.hide()
        keys = ((self.previous_paper, "Shift+K"), (self.next_paper, "Shift+J"))
        self._paper_keys = [self._key_of(button, key) for button, key in keys]
        self.layers = Button(
            appearance, "What is painted", icon="show", opens_menu=True, tip=_PAINTED
        )
        self.layers.set_label_shown(False)
        self.layers.clicked.connect(self._choose_layers)
        self._layers = Layers.BOTH
        self.undo = Button(appearance, "Undo", icon="undo", key="Ctrl+Z")
        self.redo = Button(appearance, "Redo", icon="redo", key="Ctrl+Shift+Z")
        self.details = Button(appearance, "Details", icon="info", checkable=True)
        self.where = TextLabel(appearance, "", Role.STRONG)
        self.sum = SumLine(appearance)
        self._column, self._row = QVBoxLayout(self), QHBoxLayout()
        self._column.setSpacing(4)
        self._column.addLayout(self._row)
        self._is_below = False
        self._gap, self._margin = _GAP, PAGE_MARGIN
        row = self._row
        papers = (self.previous_paper, self.next_paper)
        for part in (self.list, self.previous, self.next, *papers, *self.views.values()):
            row.addWidget(part)
        row.addStretch(1)
        self._facts_at = row.count()
        row.addWidget(self.where)
        row.addWidget(self.sum, 100)
        for part in (self.layers, self.panes, self.blind, self.undo, self.redo, self.details):
            row.addWidget(part)
        self._keep_keyboard()
        self.undo.set_label_shown(False)
        self.redo.set_label_shown(False)
        self.sum.hide()
        self.setMinimumWidth(520)
        self.list.clicked.connect(self.list_requested)
        self.details.clicked.connect(self.details_requested)
        self.previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self.next.clicked.connect(lambda: self.step_requested.emit(1))
        self.panes.clicked.connect(self.panes_requested)
        self.blind.clicked.connect(self.blind_requested)
        self.undo.clicked.connect(self.undo_requested)
        self.redo.clicked.connect(self.redo_requested)
        appearance.changed.connect(self.update)

    def _paper_button(self, name: str, icon: str, key: str, by: int) -> Button:
        button = Button(self._appearance, "Paper", icon=icon, key=key, show_key=True, tip=name)
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self.paper_step_requested.emit(by))
        return button

    def _key_of(self, button: Button, key: str) -> QShortcut:
        """A button's key while it is out of sight: then its own is dead."""
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setEnabled(False)
        shortcut.activated.connect(button.click)
        return shortcut

    def allow_steps(self, *, differences: bool, papers: bool) -> None:
        """Let the steppers be used; where they have nothing to do they keep their places."""
        for buttons, allowed in (
            ((self.previous, self.next), differences),
            ((self.previous_paper, self.next_paper), papers),
        ):
            for button in buttons:
                button.setEnabled(allowed)

    def _view_button(self, view: View) -> Button:
        words, key, icon, tip = view.value
        button = Button(self._appearance, words, icon=icon, key=key, checkable=True, tip=tip)
        group = self.findChild(QButtonGroup) or QButtonGroup(self)
        group.setExclusive(True)
        group.addButton(button)
        button.clicked.connect(lambda: self.view_requested.emit(view))
        return button

    def _choose_layers(self) -> None:
        """A menu of what can be painted on the article."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_PAINTED)
        for layers in Layers:
            action = menu.addAction(layers.value)
            action.setCheckable(True)
            action.setChecked(layers is self._layers)
            action.triggered.connect(lambda _on=False, w=layers: self.layers_requested.emit(w))
        menu.popup(self.layers.mapToGlobal(QPoint(0, self.layers.height() + 4)))

    def _keep_keyboard(self) -> None:
        """A click leaves the keyboard on what is decided on: its letters go on working there."""
        for button in self.findChildren(Button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_view(self, view: View) -> None:
        """Which view is shown: the Tab key stops there, arrow keys go to the other four."""
        self.views[view].setChecked(True)
        for each, button in self.views.items():
            is_stop = each is view
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_stop else Qt.FocusPolicy.NoFocus)

    def show_layers(self, layers: Layers) -> None:
        """What is painted now."""
        self._layers = layers

    def show_open_disagreements(self, still_open: int) -> None:
        """How many disagreements wait for an answer."""
        words = View.DISAGREEMENTS.value[0]
        self.views[View.DISAGREEMENTS].set_label(f"{words} ({still_open})" if still_open else words)
        self.fit()

    def show_panes(self, *, has_room: bool) -> None:
        """Say on the button why two columns that are wanted don't stand."""
        why = "" if has_room else ", once the window is wide enough for two columns"
        self.panes.set_tip(f"{SIDE_BY_SIDE}{why}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Tools lose their words where room is short: first hiding names, then the way, the views
        last. What is told next to them goes on a line of its own where that is not enough."""
        is_narrow = self.width() < _NARROW
        self._gap, self._margin = _TIGHT if is_narrow else (_GAP, PAGE_MARGIN)
        room = self.width() - 2 * self._margin
        self._row.setSpacing(self._gap)
        self._column.setContentsMargins(self._margin, 8, self._margin, 8)
        papers = (self.previous_paper, self.next_paper)
        wordy = (self.previous, self.next, *papers, *self.views.values(), self.blind)
        for button in (*wordy, self.list, self.details):
            button.set_label_shown(True)
        where = self.where.sizeHint().width() if not self.where.isHidden() else 0
        figures = self.sum.least_width() if not self.sum.isHidden() else 0
        # Also of what this view does not show: the views keep their place from one to the next.
        facts = max(self.where.sizeHint().width(), figures)
        steppers = (*papers, self.previous, self.next)
        for group, keep_key in (
            ((self.blind,), False),
            (steppers, True),
            (steppers, False),
            ((self.list, self.details), False),
            (tuple(self.views.values()), False),
        ):
            if self._buttons_width() + facts + 12 <= room:
                break
            for button in group:
                button.set_label_shown(False, keep_key=keep_key)
        self._show_papers(room)
        self._place_facts(below=self._buttons_width() + max(where, figures) + 12 > room)

    def _show_papers(self, room: int) -> None:
        """The steps from paper to paper go where not even pictures fit; their keys work on."""
        papers = (self.previous_paper, self.next_paper)
        gone = sum(b.sizeHint().width() + self._gap for b in papers if b.isHidden())
        is_room = self._buttons_width() + gone <= room
        for button, key in zip(papers, self._paper_keys, strict=True):
            if button.isHidden() == is_room:
                button.setVisible(is_room)
                key.setEnabled(not is_room)

    def _place_facts(self, *, below: bool) -> None:
        """Put the place and the sum among the buttons, or on a line below them."""
        if below == self._is_below:
            return
        self._is_below = below
        for part in (self.where, self.sum):
            (self._row if below else self._column).removeWidget(part)
        if below:
            self._column.addWidget(self.where)
            self._column.addWidget(self.sum)
        else:
            self._row.insertWidget(self._facts_at, self.where)
            self._row.insertWidget(self._facts_at + 1, self.sum, 100)
        self.updateGeometry()

    def _buttons_width(self) -> int:
        buttons = (
            *(self.list, self.previous, self.next, self.previous_paper, self.next_paper),
            *self.views.values(),
            *(self.layers, self.panes, self.blind, self.undo, self.redo, self.details),
        )
        return sum(b.sizeHint().width() + self._gap for b in buttons if not b.isHidden())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.panel)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line)
        painter.end()
