"""The desk's files on their way: class folders, new cards, the desk in a file, backups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from annotator.model.errors import AnnotatorError
from annotator.model.moments import moment_text
from annotator.model.work import Assignment
from annotator.services.classes.cards import ClassCards
from annotator.services.classes.desk import TeacherDesk
from annotator.services.data.backups import Backup, Backups
from annotator.services.data.data_file import DataFile
from annotator.services.data.desk_in_file import (
    DeskContents,
    open_desk,
    save_desk,
    unlock_desk,
)
from annotator.services.data.workspace import DatabaseKind, Workspace
from annotator.services.exchange.teacher_folders import KnownFolder
from annotator.services.lessons.publishing import Published
from annotator.ui.article.vocabulary import plural
from annotator.ui.desk.hand_ins import HandIns
from annotator.ui.desk.new_card import NewCard
from annotator.ui.desk.old_work import OldWork
from annotator.ui.desk.page import DeskPage
from annotator.ui.desk.transfer_sheets import (
    BackupsSheet,
    OpenDeskSheet,
    SaveDeskSheet,
)
from annotator.ui.transfer.class_folders import ClassFolders
from annotator.ui.transfer.folder_sheet import TeacherFolderSheet
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.file_dialogs import ask_folder, ask_open, ask_save
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.sheets import ConfirmSheet
from annotator.ui.widgets.worker import DataWorker

#: How long the desk is shown before a backup is made, in milliseconds.
_CALM_MS = 45_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTools:
    """What it works with; ``workspace`` has the teacher's file open."""

    workspace: Workspace
    data: DataFile
    cards: Callable[[], ClassCards]


class DeskTransfer(QObject):
    """Adds a menu to the desk's page. Where the desk itself is to be replaced, it is closed first:
    that is asked for by ``swap_requested``."""

    swap_requested = Signal(object)
    """Something to do while the teacher's data are closed; it returns a sentence to say."""

    def __init__(
        self,
        appearance: Appearance,
        page: DeskPage,
        desk: TeacherDesk,
        hand_ins: HandIns,
        tools: DeskTools,
    ) -> None:
        super().__init__(page)
        self._appearance, self._page, self._desk = appearance, page, desk
        self._hand_ins, self._tools = hand_ins, tools
        self._backups = Backups(tools.workspace)
        self.worker = DataWorker(tools.data, self)
        self.folders = ClassFolders(tools.data, self.worker, parent=self)
        self.folders.came_in.connect(self._take_in)
        self.new_card = NewCard(appearance, page, desk, self.folders, self.worker, self._show_error)
        # Not at once: looking through every record takes what the first minute needs itself.
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._back_up_if_due)
        page.more_requested.connect(self.show_menu)
        page.save_desk_requested.connect(self.ask_to_save_desk)
        self.old_work = OldWork(appearance, page, tools.data, parent=self)
        self.old_work.changed.connect(hand_ins.refresh)

    def start(self) -> None:
        """The desk is shown: look into the class folders, and see to a backup in a while."""
        self.folders.start()
        self._calm.start()

    def stop(self) -> None:
        """Another page is shown."""
        self.folders.stop()
        self._calm.stop()

    def _back_up_if_due(self) -> None:
        if self._backups.is_due(DatabaseKind.TEACHER):
            self.worker.run(lambda _data: self._make_backup(), lambda _path: None, self._show_error)

    def close(self, timeout: float = 5.0) -> bool:
        """Stop for good; whether what waited was done in time."""
        self.stop()
        self.old_work.shown.close(timeout)
        return self.worker.close(timeout)

    # -- the menu --------------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """Everything that the desk does now and then, for the class that is shown."""
        data = self._page.data
        menu = QMenu(self._page)
        has_class = bool(data.class_id) and not data.is_sample
        names = (("One student, two names…", self._hand_ins.place_hands, True),)
        for words, act, enabled in (
            ("Look for hand-ins in a folder…", self.look_in_folder, True),
            ("Hand-ins kept aside…", self._hand_ins.place_hands, data.waiting.aside > 0),
            *(names if data.waiting.names else ()),
            ("Class folder…", self.show_folder, has_class),
            ("A new card for a student…", self.new_card.ask, has_class and data.has_students),
            ("", None, True),
            ("Use my desk on another computer…", self.ask_to_save_desk, True),
            ("Open a desk from a file…", self.ask_for_desk, True),
            ("Backups…", self.show_backups, True),
            ("Bring in work from another computer…", self.ask_for_old_work, True),
        ):
            if act is None:
                menu.addSeparator()
                continue
            action = QAction(words, menu)
            action.setEnabled(enabled)
            action.triggered.connect(act)
            menu.addAction(action)
        return menu

    def show_menu(self, below: QWidget) -> None:
        """Open the menu below a button."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    # -- hand-ins and class folders ------------------------------------------------------------

    def look_in_folder(self) -> None:
        """Ask for a folder and take in what is new in it and below it."""
        name = ask_folder(self._page, "Look for hand-ins in a folder")
        if name:
            self._hand_ins.take_in([Path(name)])

    def _take_in(self, paths: list[Path]) -> None:
        if not self._hand_ins.take_in(paths):
            self.folders.look_again()

    def show_folder(self) -> TeacherFolderSheet:
        """Open the sheet that tells of the class's folder."""
        data = self._page.data
        known = self.folders.of(data.class_id)
        sheet = TeacherFolderSheet(
            self._appearance,
            data.class_name,
            known.path if known else None,
            fault=self.folders.faults.get(data.class_id),
            strange=self.folders.strange(data.class_id),
            words=self._tools.cards().teacher_words if known else "",
            parent=self._page,
        )
        class_id, name = data.class_id, data.class_name
        sheet.folder_chosen.connect(lambda path: self.use_folder(class_id, name, path))
        sheet.leave_requested.connect(lambda: self.folders.leave(class_id))
        if known is not None:
            sheet.ignore_requested.connect(lambda: self._ignore_strangers(known))
        sheet.open()
        return sheet

    def _ignore_strangers(self, known: KnownFolder) -> None:
        """Put away what only looks as if it were the teacher's."""

        def done(count: int) -> None:
            self._page.banner.show_message(
                f"{plural(count, 'file is', 'files are')} in the folder “ignored” now.",
                kept="Nothing was deleted; your own lessons and returns are where they were.",
                todo="If that comes again, ask who looks after the folder who may write there.",
                tone=Tone.GOOD,
            )

        self.folders.ignore_strangers(known, done, self._show_error)

    def use_folder(self, class_id: str, name: str, path: Path) -> None:
        """Let a class have this folder."""

        def done(folder: Path) -> None:
            self.folders.start()
            self._page.banner.show_message(
                f"“{folder.name}” is the class folder of {name} now.",
                kept="Lessons that you give out go into it, and hand-ins come from it by "
                "themselves.",
                todo="Tell your students to choose this folder, too.",
                tone=Tone.GOOD,
            )

        self.folders.use(class_id, name, path, done, self._show_error)

    def give_out(self, given: Assignment, made: Published, done: Callable[[Path], None]) -> bool:
        """Put a lesson file into the folder of its class, then call ``done``; False where the
        class has no folder."""
        known = self.folders.of(given.class_id)
        if known is None:
            return False
        title = Path(made.file_name).stem
        self.folders.give_lesson(known, made.file, title, done, self._show_error)
        return True

    # -- the desk in a file ----------------------------------------------------------------------

    def ask_to_save_desk(self) -> SaveDeskSheet:
        """Open the sheet that asks for the passphrase of the file."""
        sheet = SaveDeskSheet(self._appearance, self._page)
        sheet.wanted.connect(self._ask_for_place)
        sheet.open()
        return sheet

    def _ask_for_place(self, passphrase: str) -> None:
        name = ask_save(
            self._page, "Save my desk for another computer", "My desk.desk", "Desks (*.desk)"
        )
        if name:
            self.write_desk(Path(name), passphrase)

    def write_desk(self, path: Path, passphrase: str) -> None:
        """Write the desk into one file, in the background."""

        def done(_none: None) -> None:
            self._page.banner.show_message(
                f"Your desk is in “{path.name}”.",
                kept="The desk here stays as it is.",
                todo="On the other computer: teacher’s side, “More”, “Open a desk from a file…”.",
                tone=Tone.GOOD,
            )

        def job(_data: DataFile) -> None:
            # The file is made of what is on the disk.
            self._tools.data.writer.flush()
            save_desk(self._tools.workspace, passphrase, path)

        self.worker.run(job, done, self._show_error)

    def ask_for_desk(self) -> None:
        """Ask for a desk file and open it."""
        name = ask_open(self._page, "Open a desk", "Desks (*.desk);;All files (*)")
        if name:
            self.open_desk(Path(name))

    def open_desk(self, path: Path) -> OpenDeskSheet:
        """Ask for the passphrase of a desk file; where it opens, put the desk in place."""

        def put(contents: DeskContents) -> None:
            workspace = self._tools.workspace

            def act() -> str:
                arrived = open_desk(workspace, contents, replace=True)
                return f"This is the desk from “{path.name}”.{_kept(arrived.kept)}"

            self.swap_requested.emit(act)

        def unlock(passphrase: str) -> DeskContents:
            return unlock_desk(path, passphrase)

        sheet = OpenDeskSheet(self._appearance, path, unlock, parent=self._page)
        sheet.opened.connect(put)
        sheet.open()
        return sheet

    def ask_for_old_work(self) -> None:
        """Ask for another Annotator's database, and take over what is sound in it."""
        name = ask_open(
            self._page,
            "Bring in work from another computer",
            "A teacher’s file or a backup of it (*.db *.backup);;All files (*)",
        )
        if name:
            self.old_work.bring_in(Path(name))

    # -- backups -------------------------------------------------------------------------------

    def show_backups(self) -> BackupsSheet:
        """Open the list of backups."""
        every = self._backups.all(DatabaseKind.TEACHER)
        sheet = BackupsSheet(self._appearance, every, parent=self._page)
        sheet.make_requested.connect(self.make_backup)
        sheet.restore_requested.connect(self.ask_to_restore)
        sheet.open()
        return sheet

    def make_backup(self) -> None:
        """Make a backup now, in the background."""

        def done(path: Path) -> None:
            self._page.banner.show_message(
                "A backup is made and was looked through.", kept=path.name, tone=Tone.GOOD
            )

        self.worker.run(lambda _data: self._make_backup(), done, self._show_error)

    def _make_backup(self) -> Path:
        self._tools.data.writer.flush()
        return self._backups.make(DatabaseKind.TEACHER)

    def ask_to_restore(self, backup: Backup) -> ConfirmSheet:
        """Put a backup back after asking; the desk of now is kept."""
        made = moment_text(backup.made)
        sheet = ConfirmSheet(
            self._appearance,
            "Put this backup back?",
            f"Your desk will be as it was on {made}. What came after that is then not on the desk, "
            "but it is not lost: the present desk is kept whole in a folder next to it.",
            yes="Put it back",
            dangerous=True,
            parent=self._page,
        )

        def act() -> str:
            restored = self._backups.restore(backup)
            return f"The desk is as it was on {made}.{_kept(restored.kept)}"

        sheet.confirmed.connect(lambda: self.swap_requested.emit(act))
        sheet.open()
        return sheet

    def _show_error(self, error: AnnotatorError) -> None:
        self._page.banner.show_error(error)


def _kept(folder: Path | None) -> str:
    return f" The desk from before is kept in “{folder.name}”." if folder is not None else ""
