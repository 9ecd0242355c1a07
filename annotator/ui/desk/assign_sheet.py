"""The sheet on which a lesson is given to classes, or what was given is changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.model.key import POINT
from annotator.model.moments import is_after, moment_text, same_hour_tomorrow
from annotator.model.work import Assignment
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.scroll_pane import ScrollPane
from annotator.ui.widgets.sheets import ConfirmSheet, Sheet
from annotator.ui.widgets.when_field import WhenField

_COSTS = ((POINT // 2, "half a point"), (POINT // 4, "a quarter"), (0, "nothing"))

#: Sizes in logical pixels: what the sheet wants, the least height it can be used with, what the
#: screen needs for a title bar and a dock, and what stays free of the window below it.
_WIDTH, _HEIGHT, _LOWEST, _TITLE_BAR, _MARGIN = 640, 700, 320, 48, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignable:
    """A lesson as the sheet offers it. ``stop`` is where its author would stop the first period.

    ``is_open``: its key comes with the program and can be read by anybody.
    """

    id: str
    title: str
    paragraphs: int = 0
    stop: int | None = None
    is_open: bool = True
    has_key: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for; ``due`` is UTC."""

    lesson_id: str
    class_ids: tuple[str, ...]
    due: datetime.datetime | None
    stop_after_paragraph: int | None
    extra_cost: int
    graded: bool
    more_attempts: bool


class AssignSheet(Sheet):
    """Which lesson, to whom, until when, how far, and how extras count.

    With ``old`` it changes an assignment: then lesson and class stand as they are. ``given`` is
    what classes have already, the latest first: the same again is asked about.
    """

    assign_requested = Signal(object)
    """A :class:`Wish`."""
    change_requested = Signal(str)
    """The assignment to change instead of giving the same lesson to its class again."""

    def __init__(
        self,
        appearance: Appearance,
        lessons: Sequence[Assignable],
        classes: Sequence[tuple[str, str]],
        *,
        lesson_id: str = "",
        class_id: str = "",
        now: datetime.datetime,
        old: Assignment | None = None,
        given: Sequence[Assignment] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Change the assignment" if old else "Assign a lesson", parent)
        self._lessons = {each.id: each for each in lessons}
        self._old, self._now = old, now
        self._given, self._class_names = given, dict(classes)
        self._is_purpose_chosen = old is not None
        self.resize(_WIDTH, self._height_that_fits())
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(10)
        scroll = ScrollPane("How the lesson is given")
        scroll.setWidget(holder)
        holder.setAutoFillBackground(False)
        self.body.addWidget(scroll, 1)
        self._make_what(appearance, lessons, classes, old.class_id if old else class_id)
        self._make_when(appearance, now)
        self._make_how(appearance)
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Keep" if old else "Assign", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._ask_to_give)
        wanted = old.lesson_id if old else lesson_id
        if wanted in self._lessons:
            self.lesson_box.setCurrentIndex(self.lesson_box.findData(wanted))
        self._lesson_changed()
        if old is not None:
            self._take(old)
        self._check()

    def _height_that_fits(self) -> int:
        """Height in logical pixels with which the foot stays inside the window and the screen."""
        room = [_HEIGHT, self.screen().availableGeometry().height() - _TITLE_BAR]
        over = self.parentWidget()
        if over is not None:
            room.append(over.window().height() - _MARGIN)
        return max(_LOWEST, min(room))

    # -- building ------------------------------------------------------------------------------

    def _make_what(
        self,
        appearance: Appearance,
        lessons: Sequence[Assignable],
        classes: Sequence[tuple[str, str]],
        class_id: str,
    ) -> None:
        self.lesson_box = QComboBox()
        self.lesson_box.setAccessibleName("Lesson")
        self.lesson_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.lesson_box.setMinimumContentsLength(20)
        for lesson in lessons:
            self.lesson_box.addItem(lesson.title, lesson.id)
        self.lesson_box.currentIndexChanged.connect(self._lesson_changed)
        self._column.addWidget(TextLabel(appearance, "Lesson", Role.SMALL))
        self._column.addWidget(self.lesson_box)
        self._note = TextLabel(appearance, "", Role.SMALL, wrap=True)
        self._column.addWidget(self._note)
        self._column.addWidget(TextLabel(appearance, "To which classes", Role.SMALL))
        row = FlowLayout(gap=6, line_gap=0)
        self.class_checks: dict[str, Check] = {}
        for id, name in classes:
            check = Check(appearance, name if len(name) <= 40 else name[:39] + "…", tip=name)
            check.setChecked(id == class_id)
            check.toggled.connect(self._check)
            self.class_checks[id] = check
            row.addWidget(check)
        self._column.addLayout(row)
        if self._old is not None:
            self.lesson_box.setEnabled(False)
            for check in self.class_checks.values():
                check.setEnabled(False)

    def _make_when(self, appearance: Appearance, now: datetime.datetime) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.due_check = Check(appearance, "Due")
        self.due_check.setChecked(True)
        # Tomorrow at the same full hour is a guess that is seldom far off.
        self.due_field = WhenField(appearance, same_hour_tomorrow(now))
        self.due_field.setAccessibleName("Due on, at (local time)")
        self.due_check.toggled.connect(self.due_field.setEnabled)
        row.addWidget(self.due_check)
        row.addWidget(self.due_field)
        row.addWidget(TextLabel(appearance, "local time", Role.SMALL))
        row.addStretch(1)
        self._column.addLayout(row)
        self.stop_box = QComboBox()
        self.stop_box.setAccessibleName("Where reading stops today")
        self._column.addWidget(TextLabel(appearance, "Where reading stops today", Role.SMALL))
        self._column.addWidget(self.stop_box)

    def _make_how(self, appearance: Appearance) -> None:
        self.graded = ChoiceRow(
            appearance,
            "What is it for?",
            ((True, "graded work: outcomes when you give it back"), (False, "practice")),
            optional=False,
        )
        self.graded.set_value(True)
        self.graded.chosen.connect(self._graded_chosen)
        self.cost = ChoiceRow(appearance, "What an extra mark costs", _COSTS, optional=False)
        self.cost.set_value(_COSTS[0][0])
        self.cost.chosen.connect(lambda _value: self._check())
        self._cost_note = TextLabel(appearance, "", Role.SMALL, wrap=True)
        self.again = Check(appearance, "Students may try again after they get it back")
        for part in (self.graded, self.cost, self._cost_note, self.again):
            self._column.addWidget(part)
        self._column.addStretch(1)

    # -- what happens ----------------------------------------------------------------------------

    @property
    def lesson(self) -> Assignable | None:
        """The lesson that is chosen."""
        return self._lessons.get(self.lesson_box.currentData() or "")

    def _lesson_changed(self) -> None:
        lesson = self.lesson
        self.stop_box.clear()
        self.stop_box.addItem("at the end: read all of it", None)
        if lesson is not None:
            for number in range(1, lesson.paragraphs):
                usual = ", as the lesson plans it" if number == lesson.stop else ""
                self.stop_box.addItem(f"after paragraph {number}{usual}", number)
        if lesson is not None and not self._is_purpose_chosen:
            # A key that students can read is good for practice, less so for grades.
            self.graded.set_value(not lesson.is_open)
            self._set_usual(is_graded=not lesson.is_open)
            self.again.setChecked(lesson.is_open)
        self._check()

    def _graded_chosen(self, is_graded: object) -> None:
        self._is_purpose_chosen = True
        self._set_usual(is_graded=bool(is_graded))
        self._check()

    def _set_usual(self, *, is_graded: bool) -> None:
        # Practice begins without a cost; a cost can be chosen afterwards.
        self.cost.set_value(_COSTS[0][0] if is_graded else 0)
        self.again.setChecked(not is_graded or self.again.isChecked())

    def _take(self, old: Assignment) -> None:
        self.due_check.setChecked(old.due is not None)
        if old.due is not None:
            self.due_field.set_moment(old.due)
        self.stop_box.setCurrentIndex(max(0, self.stop_box.findData(old.stop_after_paragraph)))
        self.graded.set_value(old.graded)
        self.cost.set_value(old.extra_cost)
        self.again.setChecked(old.more_attempts)

    def _check(self) -> None:
        lesson = self.lesson
        notes = []
        if lesson is not None and lesson.is_open and self.graded.value:
            notes.append(
                "The key of this lesson comes with the program, so students can read it: good for "
                "practice, less so for grades."
            )
        if lesson is not None and not lesson.has_key:
            notes.append("There is no key yet. You can write it later, or build it from the marks.")
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))
        free = "With no cost, marking everything pays." if self.cost.value == 0 else ""
        self._cost_note.setText(free)
        self._cost_note.setVisible(bool(free))
        chosen = any(check.isChecked() for check in self.class_checks.values())
        self.yes_button.setEnabled(lesson is not None and chosen)

    def _ask_to_give(self) -> None:
        """Give it, after asking where a class has it already, and where all would be late."""
        chosen = [id for id, check in self.class_checks.items() if check.isChecked()]
        lesson = self.lesson
        same = {
            each.class_id: each
            for each in self._given
            if lesson and each.lesson_id == lesson.id and each.class_id in chosen
        }
        if self._old is not None or lesson is None or not same:
            self._ask_about_due()
            return
        names = ", ".join(self._class_names[id] for id in same)
        sheet = self._ask(
            "Give it a second time?",
            f"“{lesson.title}” is already assigned to {names}. Giving it again "
            "makes a second assignment. What came in stays with the first one.",
            "Give it again",
            "Not now",
            self._ask_about_due,
        )
        if len(same) == 1:
            (first,) = same.values()
            change = sheet.add_button("Change the first one…")
            change.clicked.connect(sheet.reject)
            change.clicked.connect(self.reject)
            change.clicked.connect(lambda: self.change_requested.emit(first.id))
        sheet.open()

    def _ask_about_due(self) -> None:
        due = self.due_field.moment if self.due_check.isChecked() else None
        known = self._old.due if self._old is not None else None
        if due is None or not is_after(self._now, due) or due == known:
            self._give()
            return
        self._ask(
            "Due in the past?",
            f"You chose {moment_text(due, self._now)}. That is over: every hand-in would be late.",
            "Use this time",
            "Choose another time",
            self._give,
        ).open()

    def _ask(
        self, title: str, text: str, yes: str, no: str, then: Callable[[], None]
    ) -> ConfirmSheet:
        sheet = ConfirmSheet(
            self._appearance, title, text, yes=yes, no=no, dangerous=True, parent=self
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.confirmed.connect(then)
        return sheet

    def _give(self) -> None:
        cost, stop = self.cost.value, self.stop_box.currentData()
        assert isinstance(cost, int)
        wish = Wish(
            lesson_id=str(self.lesson_box.currentData()),
            class_ids=tuple(id for id, c in self.class_checks.items() if c.isChecked()),
            due=self.due_field.moment if self.due_check.isChecked() else None,
            stop_after_paragraph=stop if isinstance(stop, int) else None,
            extra_cost=cost,
            graded=bool(self.graded.value),
            more_attempts=self.again.isChecked(),
        )
        self.assign_requested.emit(wish)
        self.accept()
