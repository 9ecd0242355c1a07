"""The side panel: items (as a list or one in detail), ties, traps, check-up, the class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.model.work import Submission
from annotator.services.lessons.key_steps import Edge
from annotator.ui.key.check_panel import KeyCheckPanel
from annotator.ui.key.class_panel import ClassPanel
from annotator.ui.key.item_panel import ItemPanel
from annotator.ui.key.items_panel import ItemsPanel
from annotator.ui.key.session import KeySession
from annotator.ui.key.traps_panel import TrapsPanel
from annotator.ui.marking.connect_panel import ConnectPanel
from annotator.ui.marking.guide_panel import GuidePanel
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button


class KeyStepName(Enum):
    """The pages of the panel, as the header names them."""

    ITEMS = "Items"
    TIES = "Ties"
    TRAPS = "Traps"
    CHECK = "Check-up"


class KeyPanel(QWidget):
    """Holds one page a step, and over them the label guide and the class's marks."""

    step_shown = Signal(object)
    item_chosen = Signal(str)
    trap_chosen = Signal(str)
    try_requested = Signal()
    tie_wanted = Signal(str, object)
    """Item id and RelationKind."""
    kind_wanted = Signal(object)
    """The only RelationKind that is worked on, or None for all."""

    def __init__(
        self,
        appearance: Appearance,
        session: KeySession,
        papers: Callable[[], Sequence[Submission]] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._session = appearance, session
        self.step = KeyStepName.ITEMS
        self.items = ItemsPanel(appearance, session)
        self.item = ItemPanel(appearance, session)
        self.traps = TrapsPanel(appearance, session)
        self.ties = ConnectPanel(appearance, session)
        self.check = KeyCheckPanel(appearance, session)
        self.from_class = ClassPanel(appearance, session, papers) if papers else None
        self.guide: GuidePanel | None = None
        self._stack = QStackedWidget()
        # The tallest page must not decide how low the window can get.
        self._stack.setMinimumSize(1, 1)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        self._list_page = QWidget()
        inside = QVBoxLayout(self._list_page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addWidget(self.items, 1)
        self.class_button = Button(self._appearance, "Take from the class’s marks…", icon="people")
        self.class_button.clicked.connect(self.show_class)
        inside.addWidget(self.class_button)
        self.class_button.setVisible(self.from_class is not None)
        for page in (self._list_page, self.item, self.ties, self.traps, self.check):
            self._stack.addWidget(page)
        if self.from_class is not None:
            self._stack.addWidget(self.from_class)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 14, 14)
        column.addWidget(self._stack)
        self._appearance.changed.connect(self.update)

    def _wire(self) -> None:
        self.items.mark_chosen.connect(self.item_chosen)
        self.items.mark_activated.connect(self.item_chosen)
        self.item.back_requested.connect(lambda: self.item_chosen.emit(""))
        self.item.tie_wanted.connect(self.tie_wanted)
        self.ties.mark_chosen.connect(self.item_chosen)
        self.ties.kind_wanted.connect(self.kind_wanted)
        self.traps.trap_chosen.connect(self.trap_chosen)
        self.check.item_chosen.connect(self.write_on)
        self.check.trap_chosen.connect(self.trap_chosen)
        self.check.try_requested.connect(self.try_requested)
        if self.from_class is not None:
            self.from_class.back_requested.connect(lambda: self.show_step(KeyStepName.ITEMS))

    # -- pages ----------------------------------------------------------------------------------

    def show_step(self, step: KeyStepName) -> None:
        """Turn to a step's page; what is typed is taken over."""
        self.flush()
        self.step = step
        self._show_current()
        self.step_shown.emit(step)

    def _show_current(self) -> None:
        pages: dict[KeyStepName, QWidget] = {
            KeyStepName.ITEMS: self.item if self.item.item_id else self._list_page,
            KeyStepName.TIES: self.ties,
            KeyStepName.TRAPS: self.traps,
            KeyStepName.CHECK: self.check,
        }
        self._stack.setCurrentWidget(pages[self.step])

    @property
    def current(self) -> QWidget | None:
        """The page that is shown."""
        return self._stack.currentWidget()

    def show_class(self) -> None:
        """What the class marked, to take from."""
        if self.from_class is not None:
            self.flush()
            self.step = KeyStepName.ITEMS
            self._stack.setCurrentWidget(self.from_class)
            self.step_shown.emit(self.step)
            self.from_class.start()

    def toggle_guide(self) -> None:
        """Open the label guide, or close it."""
        if self.guide is not None and self._stack.currentWidget() is self.guide:
            self._show_current()
            return
        if self.guide is None:
            self.guide = GuidePanel(self._appearance, self._session.lesson.guide)
            self.guide.closed.connect(self._show_current)
            self._stack.addWidget(self.guide)
        self._stack.setCurrentWidget(self.guide)

    def choose(self, item_id: str, number: int = 0, edge: Edge = Edge.SHOWN) -> None:
        """Show an item in the list and in detail; an empty id shows the list."""
        self.items.choose(item_id)
        self.ties.choose(item_id)
        self.item.show_item(item_id, number, edge)
        if self.step is KeyStepName.ITEMS and self._stack.currentWidget() in (
            self._list_page,
            self.item,
        ):
            self._show_current()

    def choose_trap(self, trap_id: str) -> None:
        """Show a trap on its page."""
        self.traps.choose(trap_id)
        if trap_id and self._stack.currentWidget() is not self.traps:
            self.show_step(KeyStepName.TRAPS)

    def write_on(self, item_id: str) -> None:
        """Show an item with the keyboard in its why."""
        if item_id:
            self.item_chosen.emit(item_id)
            self.show_step(KeyStepName.ITEMS)
            self.item.focus_why()

    def search(self) -> None:
        """Search in the items."""
        self.item_chosen.emit("")
        self.show_step(KeyStepName.ITEMS)
        self.items.focus_search()

    def flush(self) -> None:
        """Take over what is being typed, now."""
        self.item.flush()
        self.traps.flush()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.panel)
        painter.fillRect(QRect(0, 0, 1, self.height()), theme.line)
        painter.end()
