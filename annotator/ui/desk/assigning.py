"""Giving lessons to classes from the desk, changing what was given, taking it back."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model.article import BlockKind
from annotator.model.errors import AnnotatorError
from annotator.model.work import Assignment
from annotator.services.classes.desk import TeacherDesk
from annotator.ui.desk.page import DeskPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Tone

if TYPE_CHECKING:
    from annotator.ui.desk.assign_sheet import Assignable, AssignSheet, Wish


class Assigning(QObject):
    """``refresh`` shows the desk again; ``guarded`` does something and tells what went wrong."""

    assigned = Signal(list)
    """Assignments that were just made; their lesson files can be given out."""

    def __init__(
        self,
        appearance: Appearance,
        page: DeskPage,
        desk: TeacherDesk,
        now: Callable[[], datetime.datetime],
        refresh: Callable[[], None],
        error_reporter: Callable[[Callable[[], None]], bool],
    ) -> None:
        super().__init__(page)
        self._appearance, self._page, self._desk, self._now = appearance, page, desk, now
        self._refresh, self._error_reporter = refresh, error_reporter
        self._made: tuple[Assignment, ...] = ()
        page.assign_requested.connect(self.assign)
        page.change_requested.connect(self.change)
        page.remove_requested.connect(self.remove)
        page.banner.action_requested.connect(self.take_back)
        page.banner.message_shown.connect(self._forget)

    def assign(self, class_id: str = "", lesson_id: str = "") -> AssignSheet | None:
        """Open the sheet that gives a lesson to classes."""
        return self._assign_sheet(class_id, lesson_id, None)

    def change(self, assignment_id: str) -> AssignSheet | None:
        """Open the sheet for what was given already."""
        old = self._desk.assignment(assignment_id)
        return self._assign_sheet("", "", old) if old is not None else None

    def _assign_sheet(
        self, class_id: str, lesson_id: str, old: Assignment | None
    ) -> AssignSheet | None:
        from annotator.ui.desk.assign_sheet import AssignSheet

        opened: list[AssignSheet] = []

        def act() -> None:
            classes = [
                (each.id, each.name)
                for each in self._desk.classes()
                if not each.is_sample or (old is not None and each.id == old.class_id)
            ]
            sheet = AssignSheet(
                self._appearance,
                self._assignable(),
                classes,
                lesson_id=lesson_id,
                class_id=class_id,
                now=self._now(),
                old=old,
                given=self._desk.assignments(),
                parent=self._page,
            )
            sheet.change_requested.connect(self.change)
            sheet.assign_requested.connect(lambda wish: self._give(wish, old))
            sheet.open()
            opened.append(sheet)

        self._error_reporter(act)
        return opened[0] if opened else None

    def _assignable(self) -> list[Assignable]:
        from annotator.ui.desk.assign_sheet import Assignable

        found = []
        for card in self._desk.lessons():
            try:
                lesson = self._desk.lesson(card.lesson_id)
            except AnnotatorError:
                # The lessons' page says what is wrong with it.
                continue
            kinds = [block.kind for block in lesson.article.blocks]
            found.append(
                Assignable(
                    id=card.lesson_id,
                    title=card.title,
                    paragraphs=kinds.count(BlockKind.PARAGRAPH),
                    stop=lesson.stop_after_paragraph,
                    is_open=lesson.is_open and card.shipped,
                    has_key=card.has_key,
                )
            )
        return found

    def _give(self, wish: Wish, old: Assignment | None) -> None:
        def act() -> None:
            if old is not None:
                self._desk.change(
                    replace(
                        old,
                        due=wish.due,
                        stop_after_paragraph=wish.stop_after_paragraph,
                        extra_cost=wish.extra_cost,
                        graded=wish.graded,
                        more_attempts=wish.more_attempts,
                    )
                )
                self._refresh()
                return
            made = self._desk.assign(
                wish.lesson_id,
                wish.class_ids,
                due=wish.due,
                stop_after_paragraph=wish.stop_after_paragraph,
                extra_cost=wish.extra_cost,
                graded=wish.graded,
                more_attempts=wish.more_attempts,
            )
            self._refresh()
            names = {each.id: each.name for each in self._desk.classes()}
            self._page.banner.show_message(
                f"“{made[0].title}” is assigned to {', '.join(names[a.class_id] for a in made)}.",
                tone=Tone.GOOD,
                action="Take it back",
            )
            self._made = made
            self.assigned.emit(list(made))

        self._error_reporter(act)

    def take_back(self) -> None:
        """Undo the assigning that the banner tells of, if nothing of it was given out."""
        made = self._made
        if not made:
            return

        def act() -> None:
            self._desk.take_back(each.id for each in made)
            self._refresh()
            self._page.banner.show_message("It is not assigned any more.", tone=Tone.GOOD)

        self._error_reporter(act)

    def _forget(self) -> None:
        """Something else stands in the banner now, and its button may mean something else."""
        self._made = ()

    def remove(self, assignment_id: str) -> None:
        """Take an assignment back, after asking."""
        from annotator.ui.widgets.sheets import ConfirmSheet

        old = self._desk.assignment(assignment_id)
        if old is None:
            return
        sheet = ConfirmSheet(
            self._appearance,
            "Take this assignment back?",
            f"“{old.title}” is then not on this class’s list any more. Lesson files that you gave "
            "out stay where they are.",
            yes="Take it back",
            dangerous=True,
            parent=self._page,
        )

        def act() -> None:
            self._desk.remove(assignment_id)
            self._refresh()

        sheet.confirmed.connect(lambda: self._error_reporter(act))
        sheet.open()
