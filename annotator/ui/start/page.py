"""The start page. Shows a ``StartData`` and says what people wish; it asks no service."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from annotator.ui.start.cards import LessonCard, NameCard, OpenArticleCard, WaitingCard, WarmUpCard
from annotator.ui.start.model import LessonCardData, StartData, counted, greeting
from annotator.ui.start.who import WhoIsHere
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.flow import CardGrid
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.scroll_pane import ScrollPane

_WIDEST = 1400
#: Windows smaller than this (logical pixels) have less air, and show more lessons for it.
_ROOMY = (1000, 680)


class StartPage(Page):
    """Greeting, what waits, the lessons, the user's own article; name, teacher's side, Aa."""

    lesson_requested = Signal(str)
    try_before_requested = Signal(str)
    """The lesson whose last try is to be shown again."""
    article_open_requested = Signal()
    teacher_requested = Signal()
    settings_requested = Signal(QWidget)
    """The button next to which a small window may open."""
    student_chosen = Signal(str)
    student_added = Signal(str)
    not_me = Signal()
    """Another person sits here now: the page asks who."""
    warm_up_requested = Signal()
    warm_up_put_away = Signal()
    card_requested = Signal()
    folder_requested = Signal()
    backups_requested = Signal()

    is_kept = True
    offers_warm_up = True

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._data = StartData()
        self._adding = False
        self._offers_transfer = False
        self._question: NameCard | WhoIsHere | None = None
        self._column: QVBoxLayout | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        self._scroll = ScrollPane("Lessons")
        column.addWidget(self._scroll, 1)

    def _make_header(self) -> PageHeader:
        appearance = self._appearance
        header = PageHeader(appearance, "Annotator", has_back=False)
        self._name = Button(appearance, "", kind=ButtonKind.QUIET, icon="person", opens_menu=True)
        self._name.clicked.connect(self._show_people)
        self._teacher = Button(
            appearance, "Teacher’s side", kind=ButtonKind.QUIET, icon="teacher", key="Ctrl+T"
        )
        self._teacher.clicked.connect(self.teacher_requested)
        self._settings = icon_button(appearance, "text", "Reading settings")
        self._settings.clicked.connect(lambda: self.settings_requested.emit(self._settings))
        self._help = icon_button(appearance, "help", "Help", key="F1")
        self._help.clicked.connect(lambda: self.help_requested.emit(self._help))
        for button in (self._name, self._teacher, self._settings, self._help):
            header.add_right(button)
        return header

    def set_teacher_shown(self, shown: bool) -> None:
        """Offer the teacher's side, or not where there is none."""
        self._teacher.setVisible(shown)

    def set_transfer_shown(self, shown: bool) -> None:
        """Offer class cards and the class folder, or not where there are none."""
        self._offers_transfer = shown

    def show_data(self, data: StartData) -> None:
        """Show this and nothing else; the page keeps its place while the same student looks at it.

        A student who comes to the page, or back to it, begins at the top: there is the news.
        """
        if not self.isVisible() or data.student_id != self._data.student_id:
            self._scroll.verticalScrollBar().setValue(0)
        self._data = data
        self._adding = False
        self._rebuild()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._question is not None:
            self._question.ask()

    def add_person(self) -> None:
        """Ask for another name."""
        self._adding = True
        self._rebuild()

    def _rebuild(self) -> None:
        student = self._data.student
        self._name.setVisible(student is not None)
        if student is not None:
            self._name.set_label(student.name)
            self._name.set_tip(f"{student.name} works now. Choose who works on this computer")
        at = self._scroll.verticalScrollBar().value()
        body = QWidget()
        outer = QVBoxLayout(body)
        outer.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setSpacing(0)
        outer.addWidget(inner)
        self._column = column
        self._fit_air()
        if student is None or self._adding:
            self._fill_question(column)
        else:
            self._fill_lessons(column, greeting(self._data.hour, student.name))
        column.addStretch(1)
        # Not setWidget alone: it would delete at once what may be sending the signal that led here.
        old = self._scroll.takeWidget()
        if self._question is None:
            # Else Qt would take the first button of the header, and ring it.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if old is not None:
            old.hide()
            old.deleteLater()
        self._scroll.setWidget(body)
        self._scroll.verticalScrollBar().setValue(at)
        if self._question is not None:
            self._question.ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_air()

    def _fit_air(self) -> None:
        if self._column is not None:
            side = 56 if self.width() >= _ROOMY[0] else 20
            is_high = self.height() >= _ROOMY[1]
            self._column.setContentsMargins(side, 28 if is_high else 14, side, 40)

    def _fill_question(self, column: QVBoxLayout) -> None:
        """Ask who works: one of those who are known here, or someone new."""
        people = self._data.people
        column.addSpacing(24)
        if people and not self._adding:
            self._fill_who(column)
        else:
            self._fill_name(column)
        if self._offers_transfer:
            column.addSpacing(12)
            text = "I have a class card…"
            if people and not self._adding:
                text = "I have a class card, but my name is not here…"
            card = Button(self._appearance, text, kind=ButtonKind.QUIET, icon="lock")
            card.clicked.connect(self.card_requested)
            column.addWidget(card, 0, Qt.AlignmentFlag.AlignLeft)

    def _fill_who(self, column: QVBoxLayout) -> None:
        appearance, people = self._appearance, self._data.people
        column.addWidget(TextLabel(appearance, "Who is working?", Role.TITLE, wrap=True))
        column.addSpacing(6)
        who = "One person works" if len(people) == 1 else f"{counted(len(people))} people work"
        each = "Each one has marks and articles of their own."
        text = f"{who} on this computer. {each}"
        column.addWidget(TextLabel(appearance, text, ink="soft_ink", wrap=True))
        column.addSpacing(20)
        self._question = WhoIsHere(appearance, people)
        self._question.chosen.connect(self.student_chosen)
        self._question.new_requested.connect(self.add_person)
        column.addWidget(self._question)

    def _fill_name(self, column: QVBoxLayout) -> None:
        appearance = self._appearance
        column.addWidget(
            TextLabel(appearance, "Read closely. Mark what you find.", Role.TITLE, wrap=True)
        )
        column.addSpacing(6)
        column.addWidget(
            TextLabel(
                appearance,
                "You read a news story and mark who says what: claims, denials, sources and "
                "opinions. All you mark is saved on this computer.",
                ink="soft_ink",
                wrap=True,
            )
        )
        column.addSpacing(24)
        self._question = NameCard(
            appearance,
            taken=tuple(who.name for who in self._data.people),
            can_cancel=self._adding,
        )
        self._question.setMaximumWidth(640)
        self._question.name_given.connect(self.student_added)
        self._question.cancelled.connect(lambda: self.show_data(self._data))
        column.addWidget(self._question)

    def _fill_lessons(self, column: QVBoxLayout, hello: str) -> None:
        appearance, data = self._appearance, self._data
        self._question = None
        column.addWidget(TextLabel(appearance, hello, Role.TITLE, wrap=True))
        if data.summary:
            column.addSpacing(4)
            summary = TextLabel(appearance, data.summary, ink="soft_ink", wrap=True)
            column.addWidget(summary)
        column.addSpacing(14)
        if data.assigned:
            self._add_heading(column, "From your teacher")
            column.addLayout(self._lesson_grid(data.assigned))
            column.addSpacing(20)
        if data.offers_warm_up:
            warm_up = WarmUpCard(appearance, data.warm_up_done)
            warm_up.go_requested.connect(self.warm_up_requested)
            warm_up.put_away_requested.connect(self.warm_up_put_away)
            column.addWidget(warm_up)
            column.addSpacing(20)
        if data.waiting:
            waiting = CardGrid(least=292, most=3)
            for item in data.waiting:
                wait = WaitingCard(appearance, item)
                wait.go_requested.connect(self.lesson_requested)
                wait.before_requested.connect(self.try_before_requested)
                waiting.addWidget(wait)
            column.addLayout(waiting)
            column.addSpacing(20)
        self._add_heading(column, "Practice", "for yourself")
        if not data.lessons:
            hint = "No lesson was found next to the program. You can still open an article."
            column.addWidget(TextLabel(appearance, hint, ink="soft_ink", wrap=True))
            column.addSpacing(10)
        column.addLayout(self._lesson_grid(data.lessons))
        column.addSpacing(20)
        self._add_heading(column, "Your own articles", "only you see them here")
        grid = self._lesson_grid(data.own)
        own = OpenArticleCard(appearance)
        own.clicked.connect(self.article_open_requested)
        grid.addWidget(own)
        column.addLayout(grid)

    def _add_heading(self, column: QVBoxLayout, text: str, more: str = "") -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(TextLabel(self._appearance, text, Role.HEADING))
        if more:
            line.addWidget(TextLabel(self._appearance, f"· {more}", ink="soft_ink"))
        line.addStretch(1)
        column.addLayout(line)
        column.addSpacing(10)

    def _lesson_grid(self, lessons: Sequence[LessonCardData]) -> CardGrid:
        grid = CardGrid(least=200, most=5)
        for lesson in lessons:
            card = LessonCard(self._appearance, lesson)
            card.clicked.connect(lambda _on=False, s=lesson.slug: self.lesson_requested.emit(s))
            grid.addWidget(card)
        return grid

    def _show_people(self) -> None:
        menu = self.people_menu()
        menu.popup(self._name.mapToGlobal(QPoint(0, self._name.height() + 2)))

    def people_menu(self) -> QMenu:
        """Who works on this machine, the one who works now checked, and "Someone new…"."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for who in self._data.people:
            # An ampersand in a name is a letter, not a mnemonic.
            action = QAction(who.name.replace("&", "&&"), menu, checkable=True)
            action.setChecked(who.id == self._data.student_id)
            action.triggered.connect(lambda _on=False, i=who.id: self.student_chosen.emit(i))
            group.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        if len(self._data.people) > 1:
            not_me = QAction("Not me…", menu)
            not_me.triggered.connect(self.not_me)
            menu.addAction(not_me)
        other = QAction("Someone new…", menu)
        other.triggered.connect(self.add_person)
        menu.addAction(other)
        if self._offers_transfer:
            for words, wish in (
                ("Sign in with a class card…", self.card_requested),
                ("Class folder…", self.folder_requested),
                ("Bring my work back…", self.backups_requested),
            ):
                action = QAction(words, menu)
                action.triggered.connect(wish)
                menu.addAction(action)
        return menu
