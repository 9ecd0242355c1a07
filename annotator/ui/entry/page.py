"""One student's sheet, typed in: their page with numbered sentences and a line to type in."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.data.preferences import ReadingSettings
from annotator.services.marking.sheet_entry import OpenSheet
from annotator.services.marking.sheet_marks import SheetMark, read_mark
from annotator.ui.article.layers import STRIPE_GAP, STRIPE_WIDTH
from annotator.ui.article.marks import MarkRole, PaintedMark
from annotator.ui.article.numbering import MarginNotes, numbered_sentences
from annotator.ui.article.page_layout import Layer, PageLayout, Seen
from annotator.ui.article.view import ArticleView
from annotator.ui.entry.line import MarkLine
from annotator.ui.marking.marks_panel import MarksPanel
from annotator.ui.marking.page import StudentPage
from annotator.ui.marking.session import LessonStep, MarkingSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Banner
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.sheets import ConfirmSheet

_TYPED = "typed"
#: So many stripes of marks stand between the words and the numbers, where there is room.
_STRIPES = 3
_LEAST = 38


class _SentenceNumbers(Layer):
    """The numbers of sentences, next to the column and its marks."""

    def __init__(self, page: PageLayout) -> None:
        self._page = page
        self.notes: MarginNotes | None = None

    def veil(self, painter: QPainter, seen: Seen) -> None:
        if self.notes is not None:
            column = self._page.column
            left = max(_LEAST, column.left() - _STRIPES * (STRIPE_WIDTH + STRIPE_GAP))
            beside = QRect(left, 0, column.right() - left, 0)
            page = self._page
            self.notes.paint(painter, page.geometry, seen.blocks, page.theme, beside)


class NumberedArticle(ArticleView):
    """Sentences are numbered as on paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentences: tuple[Span, ...] = ()
        self._numbers = _SentenceNumbers(self.page)
        self.add_layer(self._numbers)

    def set_article(self, article: Article, guide: LabelGuide) -> None:
        """Show another article, with its numbers."""
        self.sentences = numbered_sentences(article)
        self._numbers.notes = MarginNotes.numbers(article, self.sentences)
        super().set_article(article, guide)

    def frame(self, span: Span | None, label: str) -> None:
        """Frame the words that are typed, in a label's colour; None takes the frame away."""
        self.remove_mark(_TYPED)
        if span is not None:
            self.add_mark(PaintedMark(_TYPED, span, label, MarkRole.OUTLINE, dashed=True))
            self.ensure_span_visible(span)


class SheetPage(Page):
    """Marks come from the line or from the tools; undo takes back both."""

    file_requested = Signal()

    help_topic = "teacher"

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
        self.banner: Banner = self.student.banner
        page = self.student
        page.header.set_title(f"Sheet of {sheet.student.name}")
        page.header.steps.hide()
        page.tools.reading.hide()
        page.panel.is_guiding = False
        page.panel.show_step(LessonStep.MARK)
        for marks in page.panel.findChildren(MarksPanel):
            marks.set_title("Marks on the sheet")
        page.hand_in.set_label("File it, next sheet")
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

    def page_left(self) -> None:
        """Take over what is being typed."""
        self.flush()

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
