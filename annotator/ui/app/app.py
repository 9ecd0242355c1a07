"""The composition root: makes the objects, hands them down, runs the window."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from annotator import __version__, assets
from annotator.model.errors import AnnotatorError, DatabaseDamaged
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import AlreadyOpen, DatabaseKind, Workspace
from annotator.services.data.writer import Unsaved, Writer, WriterState
from annotator.services.lessons.shelf import LessonShelf, describe_kept
from annotator.services.marking.studying import Studying, read_all_of_a_start
from annotator.ui.app.exception_hook import ExceptionHook, show_fatal
from annotator.ui.app.shell import Shell
from annotator.ui.app.teacher_side import TeacherSide
from annotator.ui.widgets import fonts
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.icons import IconSet
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.save_status import SaveNews
from annotator.ui.widgets.style import apply_style
from annotator.ui.widgets.theme import ThemeChoice

if TYPE_CHECKING:
    from annotator.ui.transfer.student_transfer import StudentTransfer
    from annotator.ui.widgets.worker import DataWorker

_log = logging.getLogger(__name__)

#: Milliseconds after which the parts are loaded that a first page does without.
_LATER_MS = 300

#: Milliseconds after that until Qt's accessibility is loaded, which takes a while.
_ROLES_MS = 2_000

#: Milliseconds after which a backup is thought of; the first minute needs the computer itself.
_CALM_MS = 45_000

#: Platforms of Qt without a screen that a person sees.
_UNSEEN = ("offscreen", "minimal")

#: Seconds that closing waits for what is still on its way to the disk.
_LAST_WAIT = 10.0


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said. ``open`` is a lesson's name or a file, or empty."""

    data: Path | None = None
    open: str = ""


def run(options: Options, begin: Callable[[Shell], None] | None = None) -> int:
    """Open the window and run until it closes; the exit code: 2 where only a sentence was said.

    ``begin`` shows the first page in place of what the options name.
    """
    app = QApplication.instance() or QApplication(_arguments())
    assert isinstance(app, QApplication)
    app.setApplicationName("Annotator")
    app.setApplicationDisplayName("Annotator")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("annotator")
    try:
        with Workspace.open(options.data) as workspace:
            recovered = _make_usable(app, workspace)
            if recovered is None:
                return 2
            program = _Program(app, workspace)
            first_page = begin or partial(_first_page, wanted=options.open)
            return program.run(first_page, recovered)
    except AlreadyOpen as error:
        from annotator.ui.app.single_instance import ask_first_window

        wanted = str(Path(options.open).absolute()) if Path(options.open).exists() else options.open
        if ask_first_window(error.server_name, wanted if options.open else ""):
            print("Annotator is open already; its window was asked to come forward.")
            return 0
        return _refuse(app, error)
    except AnnotatorError as error:
        return _refuse(app, error)


def _make_usable(app: QApplication, workspace: Workspace) -> str | None:
    """See to it that the students' file opens and what the start reads of it can be read.

    Where it is damaged, a person is asked what to do. What was done then, for people; empty where
    it is sound; None where nothing was chosen. DatabaseDamaged where there is no screen to ask on.
    """
    try:
        with workspace.database(DatabaseKind.STUDENT) as database:
            read_all_of_a_start(database)
    except DatabaseDamaged as error:
        if app.platformName() in _UNSEEN:
            raise
        from annotator.ui.app.recovery import offer

        _log.warning("the students' file is damaged: %s", error)
        fonts.register_fonts()
        gc.enable()
        print(str(error), file=sys.stderr)
        return offer(app, workspace, error) or None
    return ""


def _arguments() -> list[str]:
    # The style is named here, so that no other one is made first. Asking for it afterwards would
    # also bring every enumeration of QStyle into the start.
    return [*sys.argv[:1], "-style", "Fusion"]


def _refuse(app: QApplication, error: AnnotatorError) -> int:
    """Say on the command line, and in a window where there is a screen, why nothing opens."""
    print(str(error), file=sys.stderr)
    if app.platformName() not in _UNSEEN:
        show_fatal(error.happened, " ".join(part for part in (error.kept, error.todo) if part))
    return 2


class _Program:
    """The objects of one run of the window, how they are tied together, and how they end."""

    def __init__(self, app: QApplication, workspace: Workspace) -> None:
        fonts.register_fonts()
        self._app, self._workspace = app, workspace
        news = SaveNews()
        self._data = DataFile.open(workspace.opener(DatabaseKind.STUDENT), on_state=news.report)
        self._studying = Studying(self._data)
        resources = assets.resources_dir()
        self._appearance = Appearance(ThemeChoice.SYSTEM, IconSet(resources / "icons"))
        shelf = LessonShelf(assets.lessons_dir(), resources / "label_guide.toml", self._data)
        self._window = MainWindow(self._appearance)
        self._teacher = TeacherSide(
            self._window, workspace, shelf, lambda: self.shell.preferences.reading()
        )
        self.shell = Shell(
            self._window,
            self._appearance,
            self._studying,
            shelf,
            news,
            workspace.folder / "hand-ins",
            teacher=self._teacher,
            make_transfer=self._make_transfer,
        )
        self.shell.begin_with(self._studying.current())
        self._backing_up: DataWorker | None = None

    def _make_transfer(self, shell: Shell) -> StudentTransfer:
        from annotator.services.data.backups import Backups
        from annotator.ui.transfer.student_transfer import StudentTransfer

        workspace = self._workspace
        return StudentTransfer(shell, self._data, workspace.folder, Backups(workspace))

    def run(self, begin: Callable[[Shell], None], recovered: str) -> int:
        """Show the window until it closes; ``recovered`` says what was done before, if anything."""
        window, appearance = self._window, self._appearance
        preferences = self._studying.preferences
        apply_style(self._app, appearance.theme)
        appearance.changed.connect(lambda: apply_style(self._app, appearance.theme))
        exception_hook = ExceptionHook()
        exception_hook.happened.connect(self.shell.show_unexpected_error)
        exception_hook.install()
        window.place(preferences.window_place())
        window.may_close = partial(_may_close_both, window, self._data.writer, self._teacher)
        window.closing.connect(lambda: preferences.keep_window_place(window.placement()))
        try:
            begin(self.shell)
            if recovered:
                window.banner.show_message(recovered, tone=Tone.NOTE)
            window.show()
            after = partial(_after_first_paint, self._workspace, window, self.shell)
            QTimer.singleShot(_LATER_MS, window, after)
            QTimer.singleShot(_CALM_MS, window, self._back_up)
            return QCoreApplication.exec()
        finally:
            exception_hook.remove()
            self._close()

    def _back_up(self) -> None:
        self._backing_up = _back_up_if_due(self._workspace, self._data, self._window)

    def _close(self) -> None:
        # The data folder is let go after this: a copy that is being made is finished before.
        if self._backing_up is not None:
            self._backing_up.close(_LAST_WAIT)
        self.shell.transfer.close(_LAST_WAIT)
        _report_unsaved(self._teacher.close(_LAST_WAIT))
        _report_unsaved(self._data.close(_LAST_WAIT))
        # What their signals hold would keep them alive, and all that the window shows.
        for gone in (self._window, self._appearance):
            gone.deleteLater()
            QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete.value)


def _first_page(shell: Shell, wanted: str) -> None:
    if not wanted or not shell.open_wanted(wanted):
        shell.show_start()


def _after_first_paint(workspace: Workspace, window: MainWindow, shell: Shell) -> None:
    """What a first page does without: hearing of a second start needs Qt's network module."""
    from annotator.ui.app.single_instance import SingleInstance
    from annotator.ui.widgets.file_dialogs import DropFiles, LastFolders

    gc.enable()
    QTimer.singleShot(_ROLES_MS, window, _install_roles)

    def answer(wanted: str) -> None:
        window.come_forward()
        if wanted:
            shell.open_wanted(wanted)

    DropFiles(window, shell.open_dropped)
    preferences = shell.studying.preferences
    window.last_folders = LastFolders(preferences.last_folders(), preferences.keep_last_folders)
    shell.transfer.start(shell.student)
    single = SingleInstance(workspace.server_name, window)
    single.asked_to_open.connect(answer)
    if not single.listens:
        _log.warning("a second start can't reach this window")


def _install_roles() -> None:
    from annotator.ui.widgets.spoken_roles import install_roles

    install_roles()


def _back_up_if_due(workspace: Workspace, data: DataFile, window: MainWindow) -> DataWorker:
    """What can wait, in a thread of its own: cards for lessons of older versions, a backup of the
    students' file where one is due."""
    from annotator.services.data.backups import Backups
    from annotator.ui.widgets.worker import DataWorker

    backups = Backups(workspace)

    def make(data: DataFile) -> None:
        describe_kept(data)
        if backups.is_due(DatabaseKind.STUDENT):
            data.writer.flush()
            backups.make(DatabaseKind.STUDENT)

    def failed(error: AnnotatorError) -> None:
        _log.error("no backup of the students' file was made: %s", error)

    worker = DataWorker(data, window)
    worker.run(make, lambda _none: None, failed)
    return worker


def _may_close_both(window: MainWindow, writer: Writer, teacher: TeacherSide) -> bool:
    window.pages.leave()
    return _may_close(window, writer, *filter(None, [teacher.writer]))


def _may_close(window: MainWindow, *writers: Writer) -> bool:
    """Whether everything is on disk, or the person closes in spite of what is not."""
    for writer in writers:
        # What failed a while ago may work now: then there is nothing to ask.
        writer.retry_now()
    late = [
        writer for writer in writers if not writer.flush(1.0) or writer.state is WriterState.FAILED
    ]
    if not late:
        return True
    from annotator.ui.widgets.sheets import ConfirmSheet

    failure = next((writer.failure for writer in late if writer.failure), None)
    waiting = sum(writer.unsaved for writer in late)
    parts = (
        failure.happened if failure else "The disk is slow to answer.",
        f"Changes waiting: {waiting}." if waiting else "",
        "Your work is kept while this window is open, and the program goes on trying to save it.",
        failure.todo if failure else "",
    )
    sheet = ConfirmSheet(
        window.appearance,
        "Some of your work is not saved yet",
        " ".join(filter(None, parts)),
        yes="Close and lose it",
        no="Keep the window open",
        dangerous=True,
        parent=window,
    )
    return bool(sheet.exec())


def _report_unsaved(unsaved: Unsaved | None) -> None:
    if unsaved is not None:
        _log.error("%d changes were not saved: %s", unsaved.jobs, unsaved.error)
        count = f" Changes that were not saved: {unsaved.jobs}." if unsaved.jobs else ""
        print(f"{unsaved.error.happened}{count}", file=sys.stderr)
