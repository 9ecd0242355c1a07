"""The rows and cards of the desk."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.desk.model import ClassData, HardData, LessonData, RowData
from annotator.ui.desk.steps import DeskStep
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.cards import Card, CardButton
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.painting import rounded_box

#: Below this width, in logical pixels, a row stands on two lines.
_NARROW = 860


class StateBar(QWidget):
    """How much came in and how much of that is decided, of a whole class."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._done = self._in = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    def set_counts(self, decided: int, came_in: int, students: int) -> None:
        """Show these; more papers than students (some have left the class) fill the whole bar."""
        whole = max(students, came_in, 1)
        self._done, self._in = min(decided, came_in) / whole, came_in / whole
        self.setAccessibleName(f"{came_in} of {students} in, {decided} decided")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, 7)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        # An empty bar needs a frame where lines are strong.
        frame = theme.line if theme.name.startswith("contrast") else None
        rounded_box(painter, self.rect(), 3, theme.hover, frame)
        for share, ink in ((self._in, theme.other), (self._done, theme.found)):
            if share > 0:
                wide = max(6, round(self.width() * share))
                rounded_box(painter, QRect(0, 0, wide, self.height()), 3, ink)
        painter.end()


class AssignmentRow(Card):
    """One assignment, or the user's own lesson that no class has yet."""

    step_requested = Signal(str, object)
    """The assignment, and the :class:`DeskStep` that its button offers."""
    review_requested = Signal(str)
    change_requested = Signal(str)
    terms_requested = Signal(str)
    give_out_requested = Signal(str)
    sheet_requested = Signal(str)
    entry_requested = Signal(str)
    disagreements_requested = Signal(str)
    returns_requested = Signal(str)
    report_requested = Signal(str)
    remove_requested = Signal(str)

    def __init__(
        self, appearance: Appearance, data: RowData, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent=parent)
        self.data = data
        self._is_narrow: bool | None = None
        self._title = ElidedLabel(appearance, data.title, Role.CARD_TITLE, lines=2)
        self._detail = ElidedLabel(appearance, data.detail, Role.SMALL, lines=2)
        self._came_in = ElidedLabel(appearance, data.came_in)
        self._bar = StateBar(appearance)
        self._bar_text = ElidedLabel(appearance, data.bar, Role.SMALL)
        self._strong = TextLabel(appearance, "", Role.STRONG)
        self._state = ElidedLabel(appearance, "", lines=2, ink="soft_ink")
        self.button = Button(appearance, data.step.words)
        # One width for all rows, so that their columns stand below one another.
        self.button.setMinimumWidth(_widest_step(appearance))
        self.button.clicked.connect(lambda: self.step_requested.emit(data.id, self.data.step))
        self.more = icon_button(
            appearance, "more", f"More about {data.title}", kind=ButtonKind.QUIET
        )
        self.more.clicked.connect(self._show_menu)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(18, 14, 12, 14)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._titles = _column(self._title, self._detail)
        self._bars = _column(self._bar, self._bar_text, gap=5)
        self._states = _column(self._strong, self._state)
        # First their place, then whether they are seen: without a parent they would flash up as
        # windows of their own and take the keyboard away.
        self._arrange(is_narrow=False)
        self.show_data(data)

    def show_data(self, data: RowData) -> None:
        """Show other figures of the same assignment."""
        self.data = data
        self._title.setText(data.title)
        self._detail.setText(data.detail)
        self._came_in.setText(data.came_in)
        self._bar.set_counts(data.decided, data.in_count, data.students)
        self._bars.setVisible(not data.is_draft)
        self._bar_text.setText(data.bar)
        self._strong.setText(data.strong)
        self._strong.setVisible(bool(data.strong))
        self._state.setText(data.state.strip())
        self._state.setVisible(bool(data.state.strip()))
        self.button.set_label(data.step.words)
        self.button.set_kind(ButtonKind.PRIMARY if data.step.waits else ButtonKind.PLAIN)
        parts = (data.detail, data.came_in, data.bar, data.strong + data.state)
        self.button.setAccessibleName(f"{data.step.words}: {data.title}")
        self.button.setAccessibleDescription(", ".join(part for part in parts if part))
        self.more.setVisible(not data.is_draft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(is_narrow=self.width() < _NARROW)

    def _arrange(self, *, is_narrow: bool) -> None:
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        parts = (self._titles, self._came_in, self._bars, self._states, self.button, self.more)
        for part in parts:
            self._grid.removeWidget(part)
        middle = Qt.AlignmentFlag.AlignVCenter
        if is_narrow:
            stretches: tuple[int, ...] = (14, 20, 26, 0, 0)
            self._grid.setVerticalSpacing(8)
            self._grid.addWidget(self._titles, 0, 0, 1, 3, middle)
            for column, part in enumerate((self._came_in, self._bars, self._states)):
                self._grid.addWidget(part, 1, column, middle)
            self._grid.addWidget(self.button, 0, 3, 2, 1, middle)
            self._grid.addWidget(self.more, 0, 4, 2, 1, middle)
        else:
            stretches = (38, 13, 18, 26, 0, 0)
            for column, part in enumerate(parts):
                self._grid.addWidget(part, 0, column, middle)
        for column in range(6):
            stretch = stretches[column] if column < len(stretches) else 0
            self._grid.setColumnStretch(column, stretch)

    def menu(self) -> QMenu:
        """What else can be done with the assignment."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        again = " again…" if self.data.given else "…"
        # A made-up student needs no file.
        is_real = not self.data.is_sample
        entries = (
            ("Look at the papers", self.review_requested, not self.data.may_remove),
            ("Disagreements and answers", self.disagreements_requested, self.data.in_count > 0),
            ("What students hold…", self.returns_requested, self.data.in_count > 0),
            ("Class report", self.report_requested, True),
            (f"Give out the lesson file{again}", self.give_out_requested, is_real),
            ("Save a sheet to mark on paper…", self.sheet_requested, True),
            ("Enter marked sheets…", self.entry_requested, True),
            ("One student: extension, excused, absent…", self.terms_requested, True),
            ("Change…", self.change_requested, True),
            ("Take it back…", self.remove_requested, self.data.may_remove),
        )
        for words, signal, is_on in entries:
            action = QAction(words, menu)
            action.setEnabled(is_on)
            action.triggered.connect(lambda _on=False, s=signal: s.emit(self.data.id))
            menu.addAction(action)
        return menu

    def _show_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.data.is_draft:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        rounded_box(
            painter, self.rect(), 12, None, self._appearance.theme.strong_line, 1.0, dashed=True
        )
        painter.end()


def _widest_step(appearance: Appearance) -> int:
    """How wide the button with the longest words is, in logical pixels."""
    longest = max((step.words for step in DeskStep), key=len)
    return Button(appearance, longest).sizeHint().width()


def _column(*widgets: QWidget, gap: int = 1) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for widget in widgets:
        column.addWidget(widget)
    return holder


class HardCard(Card):
    """One label (or the ties), and how much of it the class has right."""

    def __init__(
        self, appearance: Appearance, data: HardData, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent=parent)
        self.setAccessibleName(f"{data.name}: {data.detail}")
        column = QVBoxLayout(self)
        column.setContentsMargins(15, 12, 15, 13)
        column.setSpacing(2)
        column.addWidget(ElidedLabel(appearance, data.name, Role.STRONG))
        column.addWidget(ElidedLabel(appearance, data.detail, ink="soft_ink"))


class DeskCard(CardButton):
    """A card that is pressed as a whole: another class, a lesson, or something to add."""

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        detail: str,
        *,
        top: str = "",
        is_title: bool = False,
        dashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, dashed=dashed, parent=parent)
        self.setAccessibleName(", ".join(part for part in (top, name, detail) if part))
        column = QVBoxLayout(self)
        column.setContentsMargins(15, 12, 15, 13)
        column.setSpacing(2)
        texts = [ElidedLabel(appearance, top, Role.SMALL, lines=2, by_width=True)] if top else []
        role = Role.CARD_TITLE if is_title else Role.STRONG
        lines = 3 if is_title else 1
        texts.append(ElidedLabel(appearance, name, role, lines=lines, by_width=is_title))
        texts.append(
            ElidedLabel(appearance, detail, Role.SMALL if is_title else Role.BODY, ink="soft_ink")
        )
        for text in texts:
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(text)
            if text is texts[-2]:
                column.addStretch(1)


def class_card(appearance: Appearance, data: ClassData) -> DeskCard:
    """Another class."""
    return DeskCard(appearance, data.name, data.detail)


def lesson_card(appearance: Appearance, data: LessonData) -> DeskCard:
    """A lesson of the shelf."""
    card = DeskCard(appearance, data.title, data.foot, top=data.top or "lesson", is_title=True)
    card.setMinimumHeight(140)
    card.setEnabled(not data.fault)
    return card
