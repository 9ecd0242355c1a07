"""The teacher's page: a lesson's papers, one of them over the key, its differences explained."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.services.review.compare import Compared
from annotator.services.review.papers import Added, LessonPapers, Papers
from annotator.ui.article.marks import Sign
from annotator.ui.article.settings import ReadingSettings
from annotator.ui.article.vocabulary import found_words, plural
from annotator.ui.compare.adding import Adding, DropPage, added_words
from annotator.ui.compare.bar import CompareBar
from annotator.ui.compare.centre import Centre
from annotator.ui.compare.lesson_menu import lesson_menu
from annotator.ui.compare.papers_header import PapersHeader
from annotator.ui.compare.papers_panel import PapersPanel
from annotator.ui.outcomes.article_pane import ReviewArticle, entry_of
from annotator.ui.outcomes.compare_panel import ComparePanel
from annotator.ui.outcomes.explain_whole import tell_paper, tell_whole_key
from annotator.ui.outcomes.explanation import short_name, tell
from annotator.ui.outcomes.layers import Layers
from annotator.ui.outcomes.outcome_rows import OutcomeRow, entries_of, key_entries
from annotator.ui.outcomes.points import sum_of
from annotator.ui.outcomes.row_navigation import next_stop, place_of, stops_of
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.drawers import Sides
from annotator.ui.widgets.file_dialogs import ask_open_many
from annotator.ui.widgets.messages import Banner
from annotator.ui.widgets.progress import ProgressPanel

_LEAST = 520


class TeacherPage(DropPage):
    """Shows one lesson's key and papers: ``first``, or else the one that was looked at last."""

    back_requested = Signal()
    key_requested = Signal(str)
    """The lesson whose key is to be written on."""
    assign_requested = Signal(str)
    """The lesson that is to be given to a class."""

    def __init__(
        self,
        appearance: Appearance,
        papers: Papers,
        *,
        first: str = "",
        settings: ReadingSettings | None = None,
        can_add: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._appearance = appearance
        self._adding: Adding | None = None
        self._papers = papers
        self._open: LessonPapers | None = None
        self._compared: Compared | None = None
        self._sha = ""
        self._chosen = ""
        self._layers = Layers.BOTH
        self._sign: Sign | None = None
        self.header = PapersHeader(appearance)
        self.bar = CompareBar(appearance)
        self.banner = Banner(appearance)
        self.progress = ProgressPanel(appearance)
        self.side = PapersPanel(appearance)
        self.view = ReviewArticle()
        self.view.set_theme(appearance.theme)
        if settings is not None:
            self.view.set_settings(settings)
        self._centre = Centre(appearance, self.view)
        self.panel = ComparePanel(appearance)
        self._lay_out()
        self._wire()
        if can_add:
            self._adding = Adding(papers, self.progress, self)
            self._adding.added.connect(self.show_added)
            self._adding.failed.connect(self.tell_error)
        first = first or self._papers.first_lesson()
        if not first or not self.open_lesson(first):
            self._show_no_lesson()

    # -- building ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        # Less than both sides ask for now: they become drawers once the page is that narrow.
        self.setMinimumWidth(_LEAST)
        row = QHBoxLayout()
        row.setSpacing(0)
        self._sides = Sides(row, self.side, self._centre, self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.bar, self.banner, self.progress):
            column.addWidget(part)
        column.addLayout(row, 1)

    def _wire(self) -> None:
        self.header.back_requested.connect(self.back_requested)
        header = self.header
        header.lessons.clicked.connect(self._show_lessons)
        header.add.clicked.connect(self.ask_for_files)
        header.key.clicked.connect(lambda: self.key_requested.emit(self.lesson_id))
        header.assign.clicked.connect(lambda: self.assign_requested.emit(self.lesson_id))
        self.files_dropped.connect(self.add_files)
        self.bar.step_requested.connect(self.step)
        self.bar.layers_requested.connect(self.show_layers)
        self.bar.papers_requested.connect(lambda: self._toggle(self.side))
        self.bar.details_requested.connect(lambda: self._toggle(self.panel))
        self.side.paper_chosen.connect(self.show_paper)
        self.side.extra_cost_requested.connect(self.set_extra_cost)
        self.panel.entry_chosen.connect(self.choose)
        self.panel.sign_chosen.connect(self._show_sign)
        self.view.mark_clicked.connect(self._mark_clicked)
        self._appearance.changed.connect(lambda: self.view.set_theme(self._appearance.theme))
        for key, by in (("Shift+J", 1), ("Shift+K", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda step=by: self.side.step(step))
        escape = QShortcut(QKeySequence("Esc"), self.panel)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(lambda: self.choose(""))

    # -- lessons and papers -------------------------------------------------------------------

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is shown, with its key."""
        return self._open.lesson if self._open is not None else None

    @property
    def lesson_id(self) -> str:
        """The lesson that is shown, or an empty string."""
        return self._open.lesson.id if self._open is not None else ""

    @property
    def paper(self) -> str:
        """The SHA-256 of the paper that is shown; empty where it is the key by itself."""
        return self._sha

    @property
    def compared(self) -> Compared | None:
        """The paper that is shown, with what the key says of it."""
        return self._compared

    @property
    def chosen(self) -> str:
        """The id of the row that is explained, or an empty string."""
        return self._chosen

    def open_lesson(self, lesson_id: str) -> bool:
        """Show a lesson's key and list its papers; whether it could be opened."""
        try:
            papers = self._papers.open(lesson_id)
            self.side.show_papers(papers)
        except AnnotatorError as error:
            self.tell_error(error)
            return False
        self._open = papers
        lesson = papers.lesson
        assert lesson.key is not None
        self.header.show_lesson(lesson.title, lesson.key.version)
        self.view.set_article(lesson.article, lesson.guide)
        self.show_paper("")
        return True

    def refresh(self) -> None:
        """Show the lesson with the key that it has now, and the papers that have come since."""
        if self._open is None:
            return
        if self._papers.is_current(self._open):
            self.side.show_papers(self._open)
            self.side.choose(self._sha)
            return
        sha256 = self._sha
        if self.open_lesson(self.lesson_id):
            self.show_paper(sha256)

    def show_paper(self, sha256: str) -> None:
        """Show a paper over the key; for an empty name, the key by itself."""
        if self._open is None:
            return
        self._sha, self._compared, self._sign = sha256, None, None
        fault: AnnotatorError | None = None
        if sha256:
            try:
                self._compared = self._open.compared(sha256)
            except AnnotatorError as error:
                fault = error
        self.side.choose(sha256)
        if sha256 and self._layers is Layers.KEY and self._compared is not None:
            self._layers = Layers.BOTH
        self._show_compared()
        self.choose("")
        if fault is not None:
            hint = " ".join(part for part in (fault.kept, fault.todo) if part)
            self._centre.show_empty("warning", fault.happened, hint)

    def set_extra_cost(self, cost: int) -> None:
        """Let extra marks cost this much (micro-points) in this lesson; the sum follows."""
        if self._open is None:
            return
        self._open.set_extra_cost(cost)
        self.side.show_cost(cost)
        if self._compared is not None:
            chosen = self._chosen
            self._compared = self._open.compared(self._sha)
            sign = self._sign
            self._show_compared()
            self.panel.show_sign(sign)
            self.choose(chosen)

    def _show_compared(self) -> None:
        """The paper (or the key) in the article, the list and the sum; no row is chosen yet."""
        assert self._open is not None
        lesson, compared = self._open.lesson, self._compared
        assert lesson.key is not None
        self._centre.show_view()
        if compared is not None:
            marks, ties = compared.submission.annotations, compared.submission.relations
            entries = entries_of(compared.comparison, lesson.key, lesson.guide, marks, ties)
            found = found_words(compared.comparison.named, compared.comparison.required)
            name = short_name(compared.submission)
            self.bar.sum.show_sum(name, found, sum_of(compared.comparison))
        else:
            entries = () if self._sha else key_entries(lesson.key)
            self.bar.sum.clear()
        self.bar.show_paper(compared is not None)
        self.panel.show_entries(entries, lesson.guide)
        self.bar.show_differences(sum(entry.is_difference for entry in entries))
        self.bar.fit()
        self._paint()

    # -- what is painted ----------------------------------------------------------------------

    @property
    def layers(self) -> Layers:
        """What is painted; without a paper always the key."""
        return self._layers if self._compared is not None else Layers.KEY

    def show_layers(self, layers: Layers) -> None:
        """Paint the marks, the key, or both."""
        self._layers = layers
        self._paint()
        self.view.pick(self._entry(self._chosen))
        announce(self, f"{layers.value} shown")

    def _paint(self) -> None:
        assert self._open is not None
        self.bar.show_layers(self.layers)
        lesson = self._open.lesson
        if self._compared is not None:
            self.view.show_compared(lesson, self._compared, self.layers, self._sign)
        else:
            self.view.show_key(lesson)

    def _show_sign(self, sign: Sign | None) -> None:
        """Only what came out this way is painted, listed and walked through."""
        self._sign = sign
        shown = self.panel.shown_entries()
        self.bar.show_differences(len(self._stops()))
        if self._open is not None:
            self._paint()
        if not any(entry.id == self._chosen for entry in shown):
            self.choose("")
        else:
            self.panel.choose(self._chosen)
            self.view.pick(self._entry(self._chosen))

    # -- rows ---------------------------------------------------------------------------------

    def choose(self, entry_id: str) -> None:
        """Explain a row and show it in the article; an empty id shows the paper as a whole."""
        if self._open is None:
            return
        entry = self._entry(entry_id)
        self._chosen = entry.id if entry is not None else ""
        self.panel.choose(self._chosen)
        lesson, compared = self._open.lesson, self._compared
        comparison = compared.comparison if compared else None
        submission = compared.submission if compared else None
        if entry is not None:
            told = tell(entry, lesson, comparison, submission)
            self.panel.tell(told, place_of(self._stops(), entry))
            announce(self, told.spoken())
        elif comparison is not None and submission is not None:
            self.panel.tell(tell_paper(lesson, comparison, submission))
        else:
            self.panel.tell(tell_whole_key(lesson))
        self.view.pick(self._entry(self._chosen))

    def step(self, by: int) -> None:
        """Choose the next (1) or the previous (-1) difference; after the last comes the first."""
        chosen = next_stop(self.panel.shown_entries(), self._stops(), self._chosen, by)
        if chosen:
            self.choose(chosen)

    def _stops(self) -> list[OutcomeRow]:
        if self._compared is None:
            return []
        return stops_of(self.panel.shown_entries(), filtered=self._sign is not None)

    def _entry(self, entry_id: str) -> OutcomeRow | None:
        row = self.panel.model.row_of(entry_id)
        return self.panel.model.entries[row] if entry_id and row >= 0 else None

    def _mark_clicked(self, painted: str) -> None:
        self.choose(entry_of(painted, self.panel.model.entries))

    def close_down(self, timeout: float) -> None:
        """Stop for good: files that are being added get ``timeout`` seconds."""
        if self._adding is not None:
            self._adding.shown.close(timeout)

    # -- files --------------------------------------------------------------------------------

    def ask_for_files(self) -> None:
        """Let the teacher choose hand-in files to add."""
        names = ask_open_many(self, "Add hand-ins", "Hand-ins (*.handin);;All files (*)")
        if names:
            self.add_files([Path(name) for name in names])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Add hand-in files, beside the window where there is a way to, and say what became of
        each."""
        if self._adding is not None:
            self._adding.start(paths)
            return
        try:
            added = self._papers.add_files(paths)
        except AnnotatorError as error:
            self.tell_error(error)
            return
        self.show_added(added)

    def show_added(self, added: Added) -> None:
        """Say what became of files that were added, and show the first paper."""
        happened, kept, todo, tone = added_words(added)
        wanted = next(iter((*added.new, *added.known)), None)
        if wanted is not None:
            if self.open_lesson(wanted.lesson_id):
                self.show_paper(wanted.sha256)
            elsewhere = sum(row.lesson_id != wanted.lesson_id for row in added.new)
            if elsewhere:
                many = plural(elsewhere, "hand-in")
                todo = f"{todo} {many} of other lessons: choose “Lessons” to see them.".strip()
        self.banner.say(happened, kept=kept, todo=todo, tone=tone)

    # -- lessons, news, room --------------------------------------------------------------------

    def _show_lessons(self) -> None:
        try:
            lessons = self._papers.lessons()
        except AnnotatorError as error:
            self.tell_error(error)
            return
        menu = lesson_menu(lessons, self.lesson_id, self.open_lesson, self)
        button = self.header.lessons
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def tell_error(self, error: AnnotatorError) -> None:
        """Say in the banner what could not be done."""
        self.banner.say_error(error)

    def _show_no_lesson(self) -> None:
        self.side.show_papers(None)
        self.bar.show_paper(False)
        self.bar.show_differences(0)
        self.panel.hide()
        self._centre.show_empty("book", "There is no lesson with an answer key here.", "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.fit(self.width())
        papers, details = self._sides.fit(self.width())
        self.bar.set_drawers(papers=papers, details=details)
        self._tell_drawers()
        # The bar may have become two lines high: in this frame, not in the next.
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def _toggle(self, part: QWidget) -> None:
        self._sides.toggle(part)
        self._tell_drawers()

    def _tell_drawers(self) -> None:
        self.bar.papers.setChecked(self.side.isVisible())
        self.bar.details.setChecked(self.panel.isVisible())
