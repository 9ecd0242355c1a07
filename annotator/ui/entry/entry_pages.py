"""Entering sheets one after the other: whose, the sheet, filed, whose is next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.data.writer import WriterState
from annotator.services.marking.sheet_entry import OpenSheet, SheetEntry
from annotator.ui.article.settings import ReadingSettings
from annotator.ui.article.vocabulary import plural
from annotator.ui.entry.choice import StudentChoice
from annotator.ui.entry.page import SheetPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.save_state import show_state
from annotator.ui.widgets.sheets import ConfirmSheet


class EntryPages(QStackedWidget):
    """Begins with the class. What is typed of a sheet is on disk, and there when it is opened."""

    back_requested = Signal()
    """Back to where this was opened from."""

    def __init__(
        self,
        appearance: Appearance,
        entry: SheetEntry,
        *,
        settings: ReadingSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._entry, self._settings = appearance, entry, settings
        self.page: SheetPage | None = None
        self.choice = StudentChoice(appearance, entry.lesson.title)
        self.choice.back_requested.connect(self.back_requested)
        self.choice.student_chosen.connect(self.ask_for)
        self.addWidget(self.choice)
        self.setFocusProxy(self.choice)
        self.choice.show_students(entry.students())

    @property
    def banner(self) -> Banner:
        """Where things are said now."""
        return self.page.banner if self.page is not None else self.choice.banner

    def ask_for(self, student_id: str) -> None:
        """Open a student's sheet; where work of theirs is in, ask whether it is one more."""
        try:
            sheet = self._entry.open(student_id)
        except AnnotatorError as error:
            self._tell(error)
            return
        if not sheet.tries:
            self.open_sheet(sheet)
            return
        name, number = sheet.student.name, sheet.attempt.number
        ask = ConfirmSheet(
            self._appearance,
            f"Another sheet of {name}?",
            f"{plural(sheet.tries, 'hand-in')} of {name} came in before. Nothing of that is "
            f"lost. This sheet would be try number {number}, and would count.",
            yes=f"Enter it as try {number}",
            parent=self,
        )
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.confirmed.connect(lambda: self.open_sheet(sheet))
        ask.open()

    def open_sheet(self, sheet: OpenSheet) -> None:
        """Show a sheet to be typed in."""
        page = SheetPage(self._appearance, self._entry.lesson, sheet, settings=self._settings)
        page.back_requested.connect(self.show_choice)
        page.file_requested.connect(self.file)
        self.page = page
        self.addWidget(page)
        self.setCurrentWidget(page)
        self.setFocusProxy(page)
        page.line.setFocus()

    def file(self) -> None:
        """File the sheet that is shown, and ask whose is next."""
        if self.page is None:
            return
        sheet = self.page.sheet
        try:
            self._entry.file(sheet)
        except AnnotatorError as error:
            self._tell(error)
            return
        self.show_choice()
        marks = plural(len(sheet.marking), "mark")
        self.choice.banner.say(
            f"The sheet of {sheet.student.name} is filed with {marks}.",
            todo="Type whose sheet is next.",
            tone=Tone.GOOD,
        )

    def show_choice(self) -> None:
        """Back to the class; what was typed of a sheet that is not filed stays for later."""
        old, self.page = self.page, None
        if old is not None:
            old.flush()
        self.choice.banner.hide()
        self.choice.show_students(self._entry.students())
        self.setCurrentWidget(self.choice)
        self.setFocusProxy(self.choice)
        if old is not None:
            self.removeWidget(old)
            old.deleteLater()

    def flush(self) -> None:
        """Take over what is being typed about a mark."""
        if self.page is not None:
            self.page.flush()

    def show_saving(self, state: WriterState, error: AnnotatorError | None) -> None:
        """Say on the sheet whether what is typed is on the disk."""
        if self.page is not None:
            show_state(self.page.student.save_status, state, error)

    def _tell(self, error: AnnotatorError) -> None:
        self.banner.say_error(error)
