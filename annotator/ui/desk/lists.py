"""What the desk does with class lists: shows one before it is kept, and can take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.services.classes.desk import TeacherDesk
from annotator.ui.article.vocabulary import plural
from annotator.ui.desk.page import DeskPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.messages import Tone

if TYPE_CHECKING:
    from annotator.services.classes.list_plan import ListPlan
    from annotator.services.classes.rosters import TakenOver
    from annotator.ui.desk.list_sheet import ClassListSheet


class ClassLists(QObject):
    """``show`` shows the desk with a class."""

    def __init__(
        self,
        appearance: Appearance,
        page: DeskPage,
        desk: TeacherDesk,
        show: Callable[[str], None],
        error_reporter: ErrorReporter,
    ) -> None:
        super().__init__(page)
        self._appearance, self._page, self._desk = appearance, page, desk
        self._show, self._error_reporter = show, error_reporter
        self._taken: TakenOver | None = None
        page.class_add_requested.connect(lambda: self.edit(""))
        page.class_list_requested.connect(self.edit)
        page.banner.action_requested.connect(self.take_back)
        page.banner.message_shown.connect(self._forget)

    def edit(self, class_id: str) -> ClassListSheet | None:
        """Open the class list; of a new class where the id is empty."""
        from annotator.services.classes.list_plan import plan
        from annotator.ui.desk.list_sheet import ClassListSheet

        opened: list[ClassListSheet] = []

        def act() -> None:
            mine = self._desk.school_class(class_id) if class_id else None
            rosters = self._desk.rosters
            known = rosters.known(class_id)
            sheet = ClassListSheet(
                self._appearance,
                class_name=mine.name if mine else "",
                names=[each.name for each in known.students],
                plan=lambda listed, answers, take_out: plan(
                    known, listed, answers=answers, take_out=take_out
                ),
                about=rosters.about,
                other_classes=[e.name for e in self._desk.classes() if e.id != class_id],
                parent=self._page,
            )
            sheet.list_given.connect(lambda name, wish: self._take_over(class_id, name, wish))
            sheet.open()
            opened.append(sheet)

        self._error_reporter(act)
        return opened[0] if opened else None

    def _take_over(self, class_id: str, name: str, wanted: ListPlan) -> None:
        def act() -> None:
            taken = self._desk.rosters.take_over(class_id, name, wanted)
            self._desk.choose_class(taken.class_id)
            self._show(taken.class_id)
            mine = self._desk.school_class(taken.class_id)
            self._page.banner.show_message(
                f"{mine.name} has {plural(len(mine.students), 'student')} now.",
                kept=f"{len(wanted.gone)} left it; their work is kept." if wanted.gone else "",
                tone=Tone.GOOD,
                action="Take it back",
            )
            self._taken = taken

        self._error_reporter(act)

    def take_back(self) -> None:
        """Put the class back as it was before the list, if the banner tells of one."""
        taken = self._taken
        if taken is None:
            return

        def act() -> None:
            self._desk.rosters.take_back(taken)
            left = taken.class_id if taken.before is not None else self._desk.last_class()
            self._show(left)
            self._page.banner.show_message("The list was taken back.", tone=Tone.GOOD)

        self._error_reporter(act)

    def _forget(self) -> None:
        """Something else stands in the banner now, and its button may mean something else."""
        self._taken = None
