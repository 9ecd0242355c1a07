"""The desk's page. Shows a ``DeskData`` and says what the teacher wishes; it asks no service."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.desk.header import DeskHeader
from annotator.ui.desk.model import DeskData, Tab
from annotator.ui.desk.name import TeacherName
from annotator.ui.desk.notices import nothing_given, waiting_card
from annotator.ui.desk.rows import (
    AssignmentRow,
    DeskCard,
    HardCard,
    class_card,
    lesson_card,
)
from annotator.ui.desk.steps import DeskStep
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.chips import Tag
from annotator.ui.widgets.flow import CardGrid
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.messages import Banner
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.progress import ProgressPanel
from annotator.ui.widgets.scroll_pane import ScrollPane

_WIDEST = 1400
#: What a row asks for, and the page in its turn.
_ROW_SIGNALS = (
    "review_requested",
    "disagreements_requested",
    "returns_requested",
    "report_requested",
    "change_requested",
    "terms_requested",
    "give_out_requested",
    "sheet_requested",
    "entry_requested",
    "remove_requested",
)


class DeskPage(Page):
    """Lessons, classes, hand-ins; one class with its assignments; the other classes."""

    hand_ins_requested = Signal()
    waiting_requested = Signal()
    """The hand-ins that count nowhere yet, or were kept aside."""
    save_desk_requested = Signal()
    passphrase_requested = Signal()
    class_chosen = Signal(str)
    class_add_requested = Signal()
    sample_requested = Signal()
    sample_removal_requested = Signal(str)
    class_list_requested = Signal(str)
    cards_requested = Signal(str)
    assign_requested = Signal(str, str)
    """Class and lesson to begin with; either may be empty."""
    review_requested = Signal(str)
    """The assignment whose papers are to be looked at."""
    disagreements_requested = Signal(str)
    """The assignment whose students' disagreements are to be answered."""
    give_back_requested = Signal(str)
    """The assignment whose papers, all decided, are to go back to the students."""
    returns_requested = Signal(str)
    """The assignment of which it is wanted what its students hold, to return what differs."""
    report_requested = Signal(str)
    change_requested = Signal(str)
    terms_requested = Signal(str)
    """The assignment of which something is to hold for one student alone."""
    give_out_requested = Signal(str)
    sheet_requested = Signal(str)
    entry_requested = Signal(str)
    remove_requested = Signal(str)
    name_given = Signal(str)
    """How the teacher wants to be called."""
    lesson_requested = Signal(str)
    """A lesson to look at: its article and its key."""
    try_requested = Signal()
    """The first lesson, marked as a student would, kept nowhere."""
    article_requested = Signal()
    """A new lesson from the user's own article."""
    more_requested = Signal(QWidget)
    """The button below which a menu may open."""

    help_topic = "teacher"
    is_kept = True

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._data = DeskData()
        self._rows: dict[str, AssignmentRow] = {}
        self._head: QBoxLayout | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # The header's buttons drop their words when the page gets narrow; a least width that counts
        # those words would keep it from ever getting there.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.header = self._make_header()
        column.addWidget(self.header)
        self.banner: Banner = Banner(appearance)
        column.addWidget(self.banner)
        self.progress = ProgressPanel(appearance)
        column.addWidget(self.progress)
        self.name = TeacherName(appearance)
        self.name.name_given.connect(self.name_given)
        self.name.put_away.connect(lambda: self.ask_name(False))
        self.name.hide()
        around = QVBoxLayout()
        around.setContentsMargins(20, 12, 20, 0)
        around.addWidget(self.name)
        column.addLayout(around)
        self._scroll = ScrollPane("Classes and lessons")
        holder, self._body = QWidget(), QWidget()
        self._holder = QVBoxLayout(holder)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._holder.addWidget(self._body)
        self._scroll.setWidget(holder)
        column.addWidget(self._scroll, 1)

    def _make_header(self) -> DeskHeader:
        header = DeskHeader(self._appearance)
        header.back_requested.connect(self.back_requested)
        header.tab_chosen.connect(self._show_tab)
        header.hand_ins_requested.connect(self.hand_ins_requested)
        header.name_requested.connect(lambda: self.ask_name(not self.name.isVisible()))
        header.passphrase_requested.connect(self.passphrase_requested)
        header.save_desk_requested.connect(self.save_desk_requested)
        header.more_requested.connect(self.more_requested)
        header.help_requested.connect(self.help_requested)
        return header

    def minimumSizeHint(self) -> QSize:
        return QSize(540, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Stand below one another what has no room side by side."""
        if self._head is not None:
            self._head.setDirection(
                QBoxLayout.Direction.TopToBottom
                if self.width() < 820
                else QBoxLayout.Direction.LeftToRight
            )
        self.header.fit(self.width())

    def ask_name(self, asked: bool) -> None:
        """Ask how the teacher wants to be called, or put the question away."""
        self.name.setVisible(asked)
        if asked:
            self.name.ask(self._data.teacher)

    @property
    def data(self) -> DeskData:
        """What is shown."""
        return self._data

    def _show_tab(self, tab: Tab) -> None:
        self.show_data(replace(self._data, tab=tab))

    @property
    def tab(self) -> Tab:
        """Which of the two pages is open."""
        return self._data.tab

    def show_data(self, data: DeskData) -> None:
        """Show this and nothing else; while it is the same page its place is kept."""
        is_other = (data.class_id, data.tab) != (self._data.class_id, self._data.tab)
        self._data = data
        self.header.show_state(data.tab, data.teacher)
        self._fit()
        at = 0 if is_other else self._scroll.verticalScrollBar().value()
        body, inner = QWidget(), QWidget()
        outer = QVBoxLayout(body)
        outer.setContentsMargins(0, 0, 0, 0)
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(48, 24, 48, 40)
        column.setSpacing(0)
        outer.addWidget(inner)
        self._rows.clear()
        self._head = None
        if (waiting := waiting_card(self._appearance, data.waiting)) is not None:
            waiting.clicked.connect(self.waiting_requested)
            column.addWidget(waiting)
            column.addSpacing(16)
        if data.tab is Tab.LESSONS:
            self._fill_lessons(column)
        elif data.class_id:
            self._fill_class(column)
        else:
            self._fill_nothing(column)
        column.addStretch(1)
        # The old one may be sending the signal that led here: it goes later. It stays inside the
        # window until then, since a widget that is let go of takes the keyboard away with it.
        old, self._body = self._body, body
        self._holder.replaceWidget(old, body)
        body.show()
        old.hide()
        old.deleteLater()
        self._scroll.verticalScrollBar().setValue(at)

    def update_figures(self, data: DeskData) -> None:
        """Show what was found out since, in place: nothing jumps, the keyboard stays."""
        same = [row.id for row in data.rows] == [row.id for row in self._data.rows]
        if not same or data.hard != self._data.hard or data.tab != self._data.tab:
            had: QWidget | None = self.focusWidget()
            named = had.accessibleName() if had is not None else ""
            self.show_data(data)
            again = [w for w in self.findChildren(Button) if named and w.accessibleName() == named]
            if again:
                again[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._data = data
        for row in data.rows:
            self._rows[row.id].show_data(row)

    # -- the parts -----------------------------------------------------------------------------

    def _fill_class(self, column: QVBoxLayout) -> None:
        appearance, data = self._appearance, self._data
        column.addLayout(self._class_head())
        column.addSpacing(14)
        if data.is_sample:
            note = (
                "These students and their papers are made up. Nothing counts, and nobody gets it "
                "back: even an answer that you accept for everyone stays in this class."
            )
            column.addWidget(TextLabel(appearance, note, ink="soft_ink", wrap=True))
            column.addSpacing(12)
        for row in data.rows:
            widget = self._row(row.id)
            column.addWidget(widget)
            column.addSpacing(10)
        if not data.rows:
            column.addWidget(self._nothing_given())
        if data.hard is None or data.hard:
            column.addSpacing(18)
            name = data.class_name if len(data.class_name) <= 24 else "this class"
            name = "the sample class" if data.is_sample else name
            column.addWidget(
                TextLabel(appearance, f"What {name} finds hard", Role.HEADING, wrap=True)
            )
            column.addSpacing(10)
            column.addWidget(self._hard_cards())
        column.addSpacing(26)
        column.addWidget(TextLabel(appearance, "Other classes", Role.HEADING))
        column.addSpacing(10)
        column.addLayout(self._other_classes())

    def _class_head(self) -> QBoxLayout:
        appearance, data = self._appearance, self._data
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(12)
        name = ElidedLabel(appearance, _class_title(data.class_name), Role.TITLE, lines=2)
        detail = ElidedLabel(appearance, data.class_detail, ink="soft_ink")
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(name)
        names = QHBoxLayout()
        names.setSpacing(8)
        if data.is_sample:
            names.addWidget(Tag(appearance, "sample", ink="other", fill="other_tint"))
        names.addWidget(detail, 1)
        titles.addLayout(names)
        row.addLayout(titles, 1)
        listed = Button(appearance, "Class list", icon="people")
        listed.clicked.connect(lambda: self.class_list_requested.emit(data.class_id))
        cards = Button(appearance, "Print class cards", icon="print")
        cards.setEnabled(data.has_students)
        cards.clicked.connect(lambda: self.cards_requested.emit(data.class_id))
        assign = Button(appearance, "Assign a lesson…", kind=ButtonKind.PRIMARY, key="Ctrl+N")
        assign.clicked.connect(lambda: self.assign_requested.emit(data.class_id, ""))
        remove = Button(appearance, "Remove the sample class…", icon="delete")
        remove.clicked.connect(lambda: self.sample_removal_requested.emit(data.class_id))
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for button in (listed, remove) if data.is_sample else (listed, cards, assign):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(buttons)
        self._head = row
        self._fit()
        return row

    def _row(self, id: str) -> AssignmentRow:
        data = next(row for row in self._data.rows if row.id == id)
        row = AssignmentRow(self._appearance, data)
        row.step_requested.connect(self._take_step)
        for asked in _ROW_SIGNALS:
            getattr(row, asked).connect(getattr(self, asked))
        self._rows[id] = row
        return row

    def _take_step(self, id: str, step: DeskStep) -> None:
        """Ask for what a row's button offers."""
        if step is DeskStep.LOOK_FOR:
            self.hand_ins_requested.emit()
            return
        row = next(row for row in self._data.rows if row.id == id)
        if row.is_draft:
            self.lesson_requested.emit(id)
            return
        ways = {
            DeskStep.GIVE_OUT: self.give_out_requested,
            DeskStep.GIVE_BACK: self.give_back_requested,
            DeskStep.REPORT: self.report_requested,
            DeskStep.ANSWER: self.disagreements_requested,
            DeskStep.RETURN_AGAIN: self.returns_requested,
        }
        ways.get(step, self.review_requested).emit(id)

    def _nothing_given(self) -> QWidget:
        data = self._data
        empty = nothing_given(self._appearance, data)
        if data.has_students:
            empty.action_requested.connect(lambda: self.assign_requested.emit(data.class_id, ""))
        else:
            empty.action_requested.connect(lambda: self.class_list_requested.emit(data.class_id))
        return empty

    def _hard_cards(self) -> QWidget:
        holder = QWidget()
        if self._data.hard is None:
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(
                TextLabel(self._appearance, "Looking through the papers…", ink="soft_ink")
            )
            return holder
        grid = CardGrid(holder, least=176, most=5)
        for each in self._data.hard:
            grid.addWidget(HardCard(self._appearance, each))
        return holder

    def _other_classes(self) -> CardGrid:
        grid = CardGrid(least=220, most=4)
        for each in self._data.others:
            card = class_card(self._appearance, each)
            card.clicked.connect(lambda _on=False, i=each.id: self.class_chosen.emit(i))
            grid.addWidget(card)
        add = DeskCard(self._appearance, "New class…", "type or paste a list of names", dashed=True)
        add.clicked.connect(self.class_add_requested)
        grid.addWidget(add)
        if self._data.offers_sample:
            grid.addWidget(self._sample_card())
        return grid

    def _sample_card(self) -> DeskCard:
        card = DeskCard(
            self._appearance, "Make a sample class", "made-up papers to look around in", dashed=True
        )
        card.clicked.connect(self.sample_requested)
        return card

    def _fill_nothing(self, column: QVBoxLayout) -> None:
        from annotator.ui.help.teacher_cards import TeacherWelcome

        welcome = TeacherWelcome(self._appearance, offers_sample=self._data.offers_sample)
        welcome.try_requested.connect(self.try_requested)
        welcome.article_requested.connect(self.article_requested)
        welcome.class_requested.connect(self.class_add_requested)
        welcome.sample_requested.connect(self.sample_requested)
        column.addWidget(welcome)

    def _fill_lessons(self, column: QVBoxLayout) -> None:
        appearance = self._appearance
        column.addWidget(TextLabel(appearance, "Lessons", Role.TITLE))
        column.addSpacing(4)
        hint = "Open a lesson to read it with its answer key, or to give it to a class."
        column.addWidget(TextLabel(appearance, hint, ink="soft_ink", wrap=True))
        column.addSpacing(16)
        grid = CardGrid(least=210, most=5)
        for each in self._data.lessons:
            card = lesson_card(appearance, each)
            card.clicked.connect(lambda _on=False, i=each.id: self.lesson_requested.emit(i))
            grid.addWidget(card)
        own = DeskCard(appearance, "Make a lesson…", "from an article of your own", dashed=True)
        own.clicked.connect(self.article_requested)
        grid.addWidget(own)
        column.addLayout(grid)


def _class_title(name: str) -> str:
    """ "Class 7B" for a short name such as 7B; a longer name stands for itself."""
    return name if len(name) > 4 or not any(c.isdigit() for c in name) else f"Class {name}"
