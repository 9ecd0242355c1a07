"""Work out of another Annotator's database: taken in without blocking the window, and reported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from annotator.model.errors import AnnotatorError
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.old_database import bring_in, brought_in_lines
from annotator.services.exchange.old_work import BroughtIn
from annotator.ui.desk.page import DeskPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.report_sheet import ReportSheet
from annotator.ui.widgets.worker import ShownWork


class OldWork(QObject):
    """Brings a file in and tells what came of it."""

    changed = Signal()
    """There may be something new on the desk."""

    def __init__(
        self,
        appearance: Appearance,
        page: DeskPage,
        data: DataFile,
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._page, self._data = appearance, page, data
        self.shown = ShownWork(page.progress, self)

    def bring_in(self, path: Path) -> bool:
        """Take over what is sound in the database at ``path``; False where one is being read."""
        return self.shown.start(
            f"Bringing in work from “{path.name}”",
            lambda progress, cancelled: bring_in(
                path, self._data, progress=progress, cancelled=cancelled
            ),
            self._finish,
            self._failed,
        )

    def _finish(self, report: BroughtIn) -> None:
        self.changed.emit()
        counts = [(f"New {what}", number) for what, number in report.new.items()]
        counts += [("Here already", report.known), ("Left out", len(report.left_out))]
        lines = [*brought_in_lines(report), *(f"Left out: {each}" for each in report.left_out)]
        sheet = ReportSheet(
            self._appearance, "Work from another computer", counts, lines, parent=self._page
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _failed(self, error: AnnotatorError) -> None:
        self.changed.emit()
        self._page.banner.show_error(error)
