"""The file of a hand-in: its receipt, where it lies, a copy of it somewhere else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from annotator.services.data.file_names import save_file
from annotator.services.marking.studying import PUT_THERE, HandedIn, OpenWork, Studying, keep_file
from annotator.ui.marking.receipt_panel import HandInReceipt
from annotator.ui.transfer.on_demand import TransferOnDemand
from annotator.ui.transfer.on_its_way import late_text
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.file_dialogs import ask_save
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.messages import Tone


class HandInFiles:
    """Of work that was handed in. ``folder`` is where the files of this computer lie; one that
    was taken away is written there again."""

    def __init__(
        self,
        window: MainWindow,
        studying: Studying,
        folder: Path,
        transfer: TransferOnDemand,
        error_reporter: ErrorReporter,
    ) -> None:
        self._window, self._studying, self._folder = window, studying, folder
        self._transfer, self._error_reporter = transfer, error_reporter

    def keep(self, handed: HandedIn) -> Path:
        """See to it that the file is there; where it is. AnnotatorError where it can't be."""
        return keep_file(self._folder, handed)

    def receipt(self, work: OpenWork, *, may_go_on: bool) -> HandInReceipt:
        """What is known of the hand-in."""
        assert work.attempt.handed_in is not None
        handed, transfer = self._studying.handed_in(work), self._transfer.made
        return HandInReceipt(
            file_name=handed.file_name,
            file_path=str(self.keep(handed)),
            late=late_text(work.attempt.handed_in, work.lesson.task.due),
            signature=_signature(work),
            comes_back=self._comes_back(work),
            on_its_way=transfer.on_its_way(work) if transfer is not None else "",
            may_send=transfer is not None and transfer.may_send(work),
            handed_in=work.attempt.handed_in,
            marks=len(work.marking),
            attempt=work.attempt.number,
            put_there=bool(self._studying.setting(_put_there(work), False)),
            may_go_on=may_go_on,
        )

    def _comes_back(self, work: OpenWork) -> str:
        """Where a return through the class folder can be read, if not everywhere."""
        student = work.student
        is_given = bool(work.lesson.task.assignment_id)
        if not is_given or student.card_issue or self._studying.class_folder(student) is None:
            return ""
        return (
            "What your teacher gives back through the class folder can be read on this computer "
            "only. With a class card you could read it on any computer."
        )

    def keep_put_there(self, work: OpenWork, done: bool) -> None:
        """Keep whether the student has ticked that the file is where the class collects work."""
        self._studying.set_setting(_put_there(work), done)

    def show_folder(self, work: OpenWork) -> None:
        """Show the folder with the file in the system's file manager."""

        def show() -> None:
            path = self.keep(self._studying.handed_in(work))
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
                self._window.banner.show_message(
                    "The folder could not be shown by the system.",
                    kept=f"Your hand-in is the file “{path.name}” in the folder “{path.parent}”.",
                )

        self._error_reporter(show)

    def save_copy(self, work: OpenWork) -> None:
        """Let the student put a copy of the file where the class collects work."""
        handed = self._studying.handed_in(work)
        name = ask_save(
            self._window, "Save a copy of your hand-in", handed.file_name, "Hand-ins (*.handin)"
        )
        if not name:
            return

        def save() -> None:
            save_file(Path(name), handed.file)
            self._window.banner.show_message(
                f"A copy is saved as “{Path(name).name}”.",
                kept="Your own one stays here, too.",
                tone=Tone.GOOD,
            )

        self._error_reporter(save)


def _signature(work: OpenWork) -> str:
    """Whose lesson it is, where a teacher gave it out."""
    if not work.lesson.task.assignment_id:
        return ""
    # The list of words is only loaded for lessons that a teacher gave out.
    from annotator.services.marking.teachers import signature_text

    return signature_text(work.lesson)


def _put_there(work: OpenWork) -> str:
    return PUT_THERE + work.attempt.id
