"""The desk: its page, what works behind it, what moves files from it, and giving lessons out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.received import GivenOutBy
from annotator.model.work import Assignment
from annotator.services.classes.desk import TeacherDesk
from annotator.services.data.desk_lock import DeskLock
from annotator.services.exchange.taking_in import TakingIn
from annotator.services.lessons.publishing import note_given
from annotator.ui.app.teacher_tools import TeacherTools
from annotator.ui.desk.controller import DeskController
from annotator.ui.desk.page import DeskPage
from annotator.ui.desk.transfer import DeskTools, DeskTransfer
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.file_dialogs import ask_save
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.page_stack import PageStack

if TYPE_CHECKING:
    from annotator.services.data.workspace import Workspace


class DeskPages:
    """Made once the passphrase was given, where there is one; kept from then on."""

    def __init__(
        self,
        appearance: Appearance,
        tools: TeacherTools,
        desk: TeacherDesk,
        lock: DeskLock,
    ) -> None:
        self._appearance, self._tools, self._desk = appearance, tools, desk
        self._lock = lock
        self.page = DeskPage(appearance)
        self.controller = DeskController(
            appearance,
            self.page,
            desk,
            tools.shelf,
            tools.data,
            taking_in=TakingIn(tools.data, tools.shelf),
            lock=lock,
        )
        self.transfer: DeskTransfer | None = None
        if tools.workspace is not None:
            self.transfer = self._make_transfer(tools.workspace)

    def _make_transfer(self, workspace: Workspace) -> DeskTransfer:
        """Class folders, new cards, the desk in a file, backups."""
        tools = self._tools
        desk_tools = DeskTools(
            workspace=workspace,
            data=tools.data,
            cards=tools.cards,
        )
        hand_ins = self.controller.hand_ins
        return DeskTransfer(self._appearance, self.page, self._desk, hand_ins, desk_tools)

    def page_entered(self) -> None:
        """Show how things stand now, and look into the class folders from now on."""
        self.controller.show()
        if self.transfer is not None:
            self.transfer.start()

    def page_left(self) -> None:
        """Compare no more papers; class folders are looked into all the same: a review that lies
        over the desk wants to know what comes in."""
        self.controller.stop()

    def page_closed(self) -> None:
        """Look no more. The page is kept, and all behind it; the keys are locked, if there is a
        passphrase."""
        if self.transfer is not None:
            self.transfer.stop()
        self._lock.close()

    def show_message(self, happened: str, *, kept: str = "", todo: str = "") -> None:
        """Good news, on the desk."""
        self.page.banner.show_message(happened, kept=kept, todo=todo, tone=Tone.GOOD)

    def close(self, timeout: float) -> None:
        """Stop for good: work in the background ends within ``timeout`` seconds."""
        self.controller.hand_ins.shown.close(timeout)
        if self.transfer is not None:
            self.transfer.close(timeout)


class GivingOut:
    """Asks where a lesson goes, writes it there, and says so on the desk."""

    def __init__(
        self, tools: TeacherTools, desk: TeacherDesk, desk_pages: DeskPages, stack: PageStack
    ) -> None:
        self._tools, self._desk = tools, desk
        self._desk_pages, self._stack = desk_pages, stack

    def lesson_file(self, assignment_id: str) -> None:
        """Ask where to put the lesson file of an assignment, and write it."""
        given = self._desk.assignment(assignment_id)
        if given is not None:
            self._stack.error_reporter(lambda: self._lesson_file(given))

    def _lesson_file(self, given: Assignment) -> None:
        names = {each.id: each.name for each in self._desk.classes()}
        made = self._tools.publishing().publish(
            self._desk.lesson(given.lesson_id),
            given,
            teacher=self._desk.teacher_name,
            class_name=names.get(given.class_id, ""),
        )
        transfer = self._desk_pages.transfer
        if transfer is not None and transfer.give_out(
            given, made, lambda path: self._in_folder(given, path)
        ):
            return
        name = ask_save(
            self._stack, "Give out the lesson file", made.file_name, "Lessons (*.lesson)"
        )
        if name:
            path = made.write(Path(name))
            self._note(given, GivenOutBy.FILE, path)
            self._desk_pages.show_message(
                f"The lesson file is “{path.name}”.",
                kept="It holds the article and the task, and nothing of the key.",
                todo="Put it where your class finds it: a shared folder, the learning platform, a "
                "mail, a stick. They open it in Annotator.",
            )

    def _in_folder(self, given: Assignment, path: Path) -> None:
        self._note(given, GivenOutBy.FOLDER, path)
        self._desk_pages.show_message(
            f"“{path.stem}” is in the class folder.",
            kept="It holds the article and the task, and nothing of the key.",
            todo="Your students find it on their start page.",
        )

    def _note(self, given: Assignment, way: GivenOutBy, path: Path) -> None:
        note_given(self._tools.data, given.id, way, path.name)
        self._desk_pages.controller.show()

    def marking_sheet(self, assignment_id: str) -> None:
        """Ask where to put the lesson as a sheet to mark with a pencil, and write it."""
        given = self._desk.assignment(assignment_id)
        if given is not None:
            self._stack.error_reporter(lambda: self._marking_sheet(given))

    def _marking_sheet(self, given: Assignment) -> None:
        from annotator.ui.printing.marking_sheet import write_marking_sheet

        lesson = self._desk.lesson(given.lesson_id)
        name = ask_save(
            self._stack, "Save a sheet to mark on paper", f"{lesson.title}.pdf", "PDF (*.pdf)"
        )
        if name:
            write_marking_sheet(Path(name), lesson)
            self._desk_pages.show_message(
                f"The sheet is “{Path(name).name}”.",
                kept="It holds the article and room for notes, and nothing of the key.",
                todo="Print it for students without a computer.",
            )
