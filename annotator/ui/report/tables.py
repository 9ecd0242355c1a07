"""What leaves the class report as a table: all papers, all items, a platform's own gradebook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.classes.gradebooks import (
    GradebookFilling,
    GradebookResult,
    read_gradebook_file,
)
from annotator.services.data.file_names import save_file
from annotator.services.review.class_reports import (
    ReportMaker,
    TeachersReport,
    gradebook,
    items_table,
)
from annotator.ui.article.vocabulary import plural
from annotator.ui.report.gradebook_sheet import GradebookSheet
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.file_dialogs import ask_open, ask_save
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.worker import Worker

_TABLES = "Tables (*.csv)"
_GRADEBOOKS = "Gradebooks (*.csv *.txt);;All files (*)"


class ReportTables(QWidget):
    """Asks for places and writes the tables; what came of it is said in the page's banner."""

    saved = Signal(str)
    """The path of a table that was written."""

    def __init__(
        self,
        appearance: Appearance,
        maker: ReportMaker,
        class_names: Mapping[str, str],
        banner: Banner,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.hide()
        self._appearance, self._maker, self._banner = appearance, maker, banner
        self._class_names = dict(class_names)
        self.worker = Worker(self)
        self.sheet: GradebookSheet | None = None

    def show_menu(self, button: QWidget) -> None:
        """Under a button: a table of our own, or one that a platform exported."""
        menu = QMenu(button)
        own = QAction("As a table for spreadsheets…", menu)
        own.triggered.connect(self.ask_for_gradebook)
        platform = QAction("Into a gradebook that Canvas, Moodle or another exported…", menu)
        platform.triggered.connect(self.ask_for_platform)
        menu.addActions([own, platform])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def ask_for_gradebook(self) -> None:
        """Save all papers as a table."""
        if path := self._ask("Gradebook"):
            self.save_gradebook(path)

    def ask_for_items(self, report: TeachersReport | None, *, with_names: bool) -> None:
        """Save the items as a table."""
        if report is not None and (path := self._ask("Items")):
            self.save_items(path, report, with_names=with_names)

    def save_gradebook(self, path: Path) -> None:
        """Write all papers as CSV."""
        self._save(path, gradebook(self._maker.review, self._class_names, self._maker.data))

    def save_items(self, path: Path, report: TeachersReport, *, with_names: bool) -> None:
        """Write the items, ties and details as CSV."""
        self._save(path, items_table(report, with_names=with_names))

    def ask_for_platform(self) -> None:
        """Choose a platform's gradebook; then a sheet asks how it is filled."""
        name = ask_open(self._page, "The gradebook as the platform exported it", _GRADEBOOKS)
        if name:
            self.open_platform(Path(name))

    def open_platform(self, path: Path) -> None:
        """Read a platform's gradebook, and ask how it is filled."""
        self.worker.run(
            lambda _progress, _cancelled: read_gradebook_file(path),
            lambda data: self._show_sheet(path, data),
            self._banner.show_error,
        )

    def _show_sheet(self, path: Path, data: bytes) -> None:
        try:
            filling = GradebookFilling(self._maker.data, self._maker.review, data, path.name)
        except AnnotatorError as error:
            self._banner.show_error(error)
            return
        sheet = GradebookSheet(self._appearance, filling, path.name, self._page)
        sheet.filled.connect(lambda result: self._ask_for_copy(path, filling, result))
        self.sheet = sheet
        sheet.open()

    def _ask_for_copy(self, path: Path, filling: GradebookFilling, result: GradebookResult) -> None:
        wanted = f"{path.stem} (filled){path.suffix}"
        name = ask_save(self._page, "Save the filled copy", wanted, _GRADEBOOKS)
        if not name:
            return
        if Path(name) == path:
            self._banner.show_message(
                "The filled copy would replace the platform’s own file.",
                kept="Nothing was written.",
                todo="Choose another name for the copy.",
                tone=Tone.CAREFUL,
            )
            return
        self.save_platform(Path(name), filling, result)

    def save_platform(self, path: Path, filling: GradebookFilling, result: GradebookResult) -> None:
        """Write the filled copy, and say what was filled and what was not."""
        if not self._write(path, result.file.data):
            return
        rows = plural(len(result.file.written), "row")
        platform = filling.book.platform
        self._banner.show_message(
            f"{rows} filled in “{path.name}”{_not_filled(filling, result)}.",
            kept="Everything else in it is as it was exported.",
            todo=f"Upload it where you got it: {platform}.",
            tone=Tone.CAREFUL if result.file.left or result.unknown else Tone.GOOD,
        )

    @property
    def _page(self) -> QWidget:
        page = self.parentWidget()
        assert page is not None
        return page

    def _ask(self, what: str) -> Path | None:
        title = self._maker.review.lesson.title
        name = ask_save(self._page, f"Save: {what}", f"{what} {title}.csv", _TABLES)
        return Path(name) if name else None

    def _save(self, path: Path, data: bytes) -> None:
        if self._write(path, data):
            self._banner.show_message(f"The table is saved as “{path.name}”.", tone=Tone.GOOD)

    def _write(self, path: Path, data: bytes) -> bool:
        try:
            save_file(path, data)
        except AnnotatorError as error:
            self._banner.show_error(error)
            return False
        self.saved.emit(str(path))
        return True


def _not_filled(filling: GradebookFilling, result: GradebookResult) -> str:
    """ "; left as they were: Ann (excused there…); no row for: Bo", or nothing."""
    names = {match.row: match.name for match in filling.matches}
    parts = []
    if result.file.left:
        left = (f"{names.get(row, f'row {row}')} ({why})" for row, why in result.file.left)
        parts.append(f"left as they were: {', '.join(left)}")
    if result.unknown:
        parts.append(f"not of the class: {', '.join(each.name for each in result.unknown)}")
    if result.missing:
        parts.append(f"no row for: {', '.join(each.name for each in result.missing)}")
    return "".join(f"; {part}" for part in parts)
