"""Entering sheets one after the other: whose, the sheet, filed, whose is next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from annotator.model.errors import AnnotatorError
from annotator.services.data.preferences import ReadingSettings
from annotator.services.data.writer import WriterState
from annotator.services.marking.sheet_entry import OpenSheet, SheetEntry
from annotator.ui.article.vocabulary import plural
from annotator.ui.entry.choice import StudentChoice
from annotator.ui.entry.page import SheetPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.page_stack import PageStack
from annotator.ui.widgets.sheets import ConfirmSheet


class EntryPages(QObject):
    """Begins with the class. What is typed of a sheet is on disk, and there when it is opened."""

    def __init__(
        self,
        appearance: Appearance,
        entry: SheetEntry,
        stack: PageStack,
        *,
        settings: ReadingSettings | None = None,
    ) -> None:
        self.choice = StudentChoice(appearance, entry.lesson.title)
        super().__init__(self.choice)
        self._appearance, self._entry, self._settings = appearance, entry, settings
        self._stack = stack
        self.page: SheetPage | None = None
        """The sheet that is typed in, if one is."""
        self.choice.student_chosen.connect(self.ask_for)

    def show(self) -> None:
        """Show the class over what is shown."""
        self._stack.push(self.choice, f"Marked sheets: {self._entry.lesson.title}", self)

    def page_entered(self) -> None:
        """Show the class as it is now; what was typed of a sheet that is not filed is kept."""
        self.page = None
        self.choice.banner.hide()
        self.choice.show_students(self._entry.students())

    def page_left(self) -> None:
        """Nothing is typed here that would be lost."""

    def page_closed(self) -> None:
        """All is kept as it is typed."""

    def ask_for(self, student_id: str) -> None:
        """Open a student's sheet; where work of theirs is in, ask whether it is one more."""
        self._stack.error_reporter(lambda: self._ask_for(student_id))

    def _ask_for(self, student_id: str) -> None:
        sheet = self._entry.open(student_id)
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
            parent=self.choice,
        )
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.confirmed.connect(lambda: self.open_sheet(sheet))
        ask.open()

    def open_sheet(self, sheet: OpenSheet) -> None:
        """Show a sheet to be typed in."""
        page = SheetPage(self._appearance, self._entry.lesson, sheet, settings=self._settings)
        page.file_requested.connect(self.file)
        self.page = page
        self._stack.push(page, f"Sheet of {sheet.student.name}")
        page.line.setFocus()

    def file(self) -> None:
        """File the sheet that is shown, and ask whose is next."""
        if self.page is None:
            return
        sheet = self.page.sheet
        if not self._stack.error_reporter(lambda: self._entry.file(sheet)):
            return
        self._stack.back_to(self.choice)
        marks = plural(len(sheet.marking), "mark")
        self.choice.banner.show_message(
            f"The sheet of {sheet.student.name} is filed with {marks}.",
            todo="Type whose sheet is next.",
            tone=Tone.GOOD,
        )

    def show_saving(self, state: WriterState, error: AnnotatorError | None) -> None:
        """Say on the sheet whether what is typed is on the disk."""
        if self.page is not None:
            self.page.student.save_status.show_state(state, error)
