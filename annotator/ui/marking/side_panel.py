"""The panel next to the article: one page a step, and the label guide over all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.ui.marking.session import LessonStep, MarkingSession
from annotator.ui.widgets.appearance import Appearance

if TYPE_CHECKING:
    from annotator.ui.marking.check_panel import CheckPanel
    from annotator.ui.marking.connect_panel import ConnectPanel
    from annotator.ui.marking.mark_page import MarkPage
    from annotator.ui.marking.next_line import NextLine
    from annotator.ui.marking.receipt_panel import HandInReceipt, ReceiptPanel
    from annotator.ui.marking.task_line import TaskCard, TaskLine


#: Milliseconds between the panel's first paint and the building of its first page.
_AFTER_PAINT = 80


class SidePanel(QWidget):
    """Holds the page of the step; each page is built when it is first shown."""

    step_shown = Signal(object)
    mark_chosen = Signal(str)
    tie_wanted = Signal(str, object)
    """Mark id and RelationKind: the person wants to make or change this tie."""
    kind_wanted = Signal(object)
    """The only RelationKind that is worked on, or None for all."""
    article_requested = Signal()
    """The keyboard goes back to the article."""
    hand_in_requested = Signal()

    def __init__(
        self, appearance: Appearance, session: MarkingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._session = session
        self._pages: dict[object, QWidget] = {}
        self._chosen = ""
        self._in_hand = ""
        self._is_handed_in = False
        self._is_waiting = False
        self._mark_page: MarkPage | None = None
        self._connect_page: ConnectPanel | None = None
        self.step = LessonStep.READ
        self._check_page: CheckPanel | None = None
        self._stack = QStackedWidget()
        self.task: TaskLine | None = None
        self.next: NextLine | None = None
        self._task_card: TaskCard | None = None
        #: Whether the panel shows what to do and what comes next, or only the marks.
        self.is_guiding = True
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._stack, 1)
        appearance.changed.connect(self.update)

    def begin_with(self, step: LessonStep) -> None:
        """The step to start with.

        Its page is built a moment after the first paint: what people wait for is the article.
        """
        self.step = step
        self._is_waiting = True
        self.step_shown.emit(step)

    def show_step(self, step: LessonStep) -> None:
        """Turn to a step's page."""
        self.step = step
        self._show(step)
        self.step_shown.emit(step)

    def begin_hand_in(self) -> None:
        """Show what is checked before handing in; where that is shown, hand in."""
        if self.step is LessonStep.CHECK and self._check_page is not None:
            self._check_page.ask_to_hand_in()
        else:
            self.show_step(LessonStep.CHECK)

    def choose(self, mark_id: str) -> None:
        """Show which mark is chosen, wherever it stands here."""
        self._chosen = mark_id
        if self._mark_page is not None:
            self._mark_page.choose(mark_id)
        if self._connect_page is not None:
            self._connect_page.choose(mark_id)

    def edit_mark(self, mark_id: str) -> None:
        """Let the person write on a mark."""
        if not mark_id:
            return
        self.show_step(LessonStep.MARK)
        self.mark_chosen.emit(mark_id)
        assert self._mark_page is not None
        self._mark_page.inspector.focus_note()

    def search(self) -> None:
        """Search in the marks."""
        self.show_step(LessonStep.MARK)
        assert self._mark_page is not None
        self._mark_page.marks.focus_search()

    def show_in_hand(self, mark_id: str) -> None:
        """The tie of this mark is being made, or of none."""
        self._in_hand = mark_id
        if self._connect_page is not None:
            self._connect_page.show_in_hand(mark_id)

    def toggle_guide(self) -> None:
        """Open the label guide, or close it."""
        if not self.close_guide():
            self._show("guide")

    def close_guide(self) -> bool:
        """Close the label guide; False where it is not open."""
        if "guide" not in self._pages or self._stack.currentWidget() is not self._pages["guide"]:
            return False
        self._close_guide()
        return True

    def show_receipt(self, receipt: HandInReceipt) -> ReceiptPanel:
        """The attempt is handed in: what is known of its file stands here from now on."""
        from annotator.ui.marking.receipt_panel import ReceiptPanel

        panel = ReceiptPanel(self._appearance, receipt)
        self._pages["receipt"] = panel
        self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)
        self._show_lines("receipt")
        self._is_handed_in = True
        return panel

    def flush(self) -> None:
        """Take over what is being typed, before the page goes."""
        if self._mark_page is not None:
            self._mark_page.inspector.flush()

    # -- inside -------------------------------------------------------------------------------

    def _show(self, name: object) -> None:
        if name not in self._pages:
            self._pages[name] = self._build(name)
            self._stack.addWidget(self._pages[name])
        self._stack.setCurrentWidget(self._pages[name])
        self._show_lines(name)

    def _show_lines(self, name: object) -> None:
        """Above and below the page of a step: the task, and what comes next."""
        if self._task_card is not None:
            self._close_task()
        steps = (LessonStep.MARK, LessonStep.CONNECT, LessonStep.CHECK)
        has_lines = self.is_guiding and name in steps
        if has_lines and self.task is None:
            self._make_lines()
        if self.task is not None and self.next is not None:
            self.task.setVisible(has_lines and bool(self._session.lesson.instructions))
            self.next.ties_only = name is LessonStep.CONNECT
            self.next.refresh()
            self.next.setVisible(has_lines and name is not LessonStep.CHECK)

    def _make_lines(self) -> None:
        from annotator.ui.marking.next_line import NextLine
        from annotator.ui.marking.task_line import TaskLine

        self.task = TaskLine(self._appearance, self._session.lesson)
        self.next = NextLine(self._appearance, self._session)
        self._column.insertWidget(0, self.task)
        self._column.addWidget(self.next)
        self.task.clicked.connect(self._turn_task)
        self.next.mark_wanted.connect(self.mark_chosen)
        self.next.check_wanted.connect(lambda: self.show_step(LessonStep.CHECK))

    def _turn_task(self, is_open: bool) -> None:
        from annotator.ui.marking.task_line import TaskCard

        assert self.task is not None
        if not is_open:
            self._close_task()
            return
        if self._task_card is None:
            self._task_card = TaskCard(self._appearance, self._session.lesson, self)
            self._task_card.closed.connect(self._close_task)
        self._task_card.open_below(self.task, self.rect())

    def _close_task(self) -> None:
        assert self._task_card is not None
        if self.task is not None and self._task_card.isVisible():
            self._task_card.hide()
            self.task.setChecked(False)
            self.task.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_waiting(self) -> None:
        if self._stack.count() == 0:
            self._show(self.step)

    def _close_guide(self) -> None:
        self._show("receipt" if self._is_handed_in else self.step)

    def _build(self, name: object) -> QWidget:
        builders: dict[object, Callable[[], QWidget]] = {
            LessonStep.READ: self._build_read,
            LessonStep.MARK: self._build_mark,
            LessonStep.CONNECT: self._build_connect,
            LessonStep.CHECK: self._build_check,
            "guide": self._build_guide,
        }
        return builders[name]()

    def _build_read(self) -> QWidget:
        from annotator.ui.marking.read_panel import ReadPanel

        page = ReadPanel(self._appearance, self._session.lesson)
        page.start_requested.connect(lambda: self.show_step(LessonStep.MARK))
        # The button that was pressed is gone: the keyboard goes where one marks.
        page.start_requested.connect(self.article_requested)
        return page

    def _build_mark(self) -> QWidget:
        from annotator.ui.marking.mark_page import MarkPage

        page = self._mark_page = MarkPage(self._appearance, self._session)
        page.marks.mark_chosen.connect(self.mark_chosen)
        page.marks.mark_activated.connect(self.edit_mark)
        page.marks.article_requested.connect(self.article_requested)
        page.inspector.escaped.connect(self.article_requested)
        page.inspector.tie_wanted.connect(self.tie_wanted)
        page.choose(self._chosen)
        return page

    def _build_connect(self) -> QWidget:
        from annotator.ui.marking.connect_panel import ConnectPanel

        page = ConnectPanel(self._appearance, self._session)
        page.mark_chosen.connect(self.mark_chosen)
        page.tie_wanted.connect(self.tie_wanted)
        page.kind_wanted.connect(self.kind_wanted)
        page.article_requested.connect(self.article_requested)
        page.choose(self._chosen)
        page.show_in_hand(self._in_hand)
        self._connect_page = page
        return page

    def _build_check(self) -> QWidget:
        from annotator.ui.marking.check_panel import CheckPanel

        page = self._check_page = CheckPanel(self._appearance, self._session)
        page.hand_in_requested.connect(self.hand_in_requested)
        page.article_requested.connect(self.article_requested)
        page.mark_chosen.connect(self.mark_chosen)
        page.step_requested.connect(self.show_step)
        return page

    def _build_guide(self) -> QWidget:
        from annotator.ui.marking.guide_panel import GuidePanel

        page = GuidePanel(self._appearance, self._session.lesson.guide)
        page.closed.connect(self._close_guide)
        return page

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.panel)
        painter.fillRect(QRect(0, 0, 1, self.height()), theme.line)
        painter.end()
        if self._is_waiting:
            self._is_waiting = False
            QTimer.singleShot(_AFTER_PAINT, self, self._end_waiting)
