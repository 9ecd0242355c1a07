"""One student's sheet, typed in: the student's own page, with a line for numbers and letters."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from annotator.model.lesson import Lesson
from annotator.services.marking.sheet_entry import OpenSheet
from annotator.services.marking.sheet_marks import SheetMark, read_mark
from annotator.ui.article.settings import ReadingSettings
from annotator.ui.entry.article import NumberedArticle
from annotator.ui.entry.line import MarkLine
from annotator.ui.marking.marks_panel import MarksPanel
from annotator.ui.marking.page import StudentPage
from annotator.ui.marking.session import LessonStep, MarkingSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.sheets import ConfirmSheet


class SheetPage(QWidget):
    """Marks come from the line or from the tools; undo takes back both."""

    back_requested = Signal()
    file_requested = Signal()

    def __init__(
        self,
        appearance: Appearance,
        lesson: Lesson,
        sheet: OpenSheet,
        *,
        settings: ReadingSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self.sheet = appearance, sheet
        session = MarkingSession(lesson, sheet.marking)
        self.article = NumberedArticle()
        self.student = StudentPage(
            appearance,
            session,
            student_name=lesson.title,
            settings=settings,
            view=self.article,
        )
        session.setParent(self.student)
        self.banner = self.student.banner
        page = self.student
        page.header.set_title(f"Sheet of {sheet.student.name}")
        page.header.steps.hide()
        page.tools.reading.hide()
        page.panel.show_step(LessonStep.MARK)
        for marks in page.panel.findChildren(MarksPanel):
            marks.set_title("Marks on the sheet")
        page.hand_in.set_words("File it, next sheet")
        page.hand_in.set_icon("check")
        page.hand_in.set_tip("File this sheet as the student’s hand-in (Ctrl+Return)")
        page.hand_in.clicked.disconnect()
        page.hand_in.clicked.connect(self.ask_to_file)
        page.back_requested.connect(self.back_requested)
        article = lesson.article
        self.line = MarkLine(
            appearance,
            lesson.guide,
            article.text,
            lambda typed: read_mark(typed, self.article.sentences, article, lesson.guide),
        )
        self.line.meant.connect(self._frame)
        self.line.mark_entered.connect(self._mark)
        column = page.layout()
        assert isinstance(column, QBoxLayout)
        column.insertWidget(column.indexOf(page.banner), self.line)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)
        self.setFocusProxy(self.line)
        for keys, act in (("Ctrl+Return", self.ask_to_file), ("Ctrl+L", self.line.setFocus)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def ask_to_file(self) -> None:
        """Ask for the sheet to be filed; where nothing is marked, ask first whether that is so."""
        self.student.flush()
        if len(self.sheet.marking):
            self.file_requested.emit()
            return
        sheet = ConfirmSheet(
            self._appearance,
            "File an empty sheet?",
            f"No mark of {self.sheet.student.name} is typed in.",
            yes="File it empty",
            parent=self,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.confirmed.connect(self.file_requested)
        sheet.open()

    def flush(self) -> None:
        """Take over what is being typed about a mark."""
        self.student.flush()

    def _frame(self, mark: SheetMark | None) -> None:
        self.article.frame(mark.span if mark else None, mark.label if mark else "")

    def _mark(self, mark: SheetMark) -> None:
        made = self.student.session.add([mark.span], mark.label, mark.certainty)
        if made:
            self.student.choose(made[-1])
        self.line.setFocus()
