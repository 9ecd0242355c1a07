"""The class report on one screen: the heat map at the left, the cards at the right."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.model.names import sort_key
from annotator.services.data.preferences import ReadingSettings
from annotator.services.review.class_reports import (
    ReportMaker,
    TeachersReport,
)
from annotator.services.review.reviewing import Review
from annotator.ui.article.vocabulary import plural
from annotator.ui.outcomes.report_texts import (
    came_text,
    confusion_table,
    detail_rows,
    help_rows,
    item_lines,
    key_rows,
    missing_rows,
    sure_rows,
    tie_rows,
)
from annotator.ui.report.cards import ChartCard, Ground, QuestionsCard, RowsCard
from annotator.ui.report.heat import HeatArticle, marked_as, most_missed
from annotator.ui.report.item_card import ItemCard, Legend
from annotator.ui.report.tables import ReportTables
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.confusion import ConfusionChart
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import ElidedLabel, Role
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.progress import ProgressPanel
from annotator.ui.widgets.scroll_pane import ScrollPane
from annotator.ui.widgets.single_keys import bind_key

_PIECE = 10.0
_NOBODY_SURE = "Nobody said they were sure of a mark."
_MOST_MISSED = ""
#: On a projector everything is read from the last row.
_SCALE = {False: 1.0, True: 1.35}


class ReportPage(Page):
    """Makes the report a piece at a time, then shows it."""

    paper_requested = Signal(str)
    """The SHA-256 of a paper that is to be looked at."""
    answers_requested = Signal(str)
    """The id of a key item: how every student answered it is to be seen."""
    print_requested = Signal()

    help_topic = "report"

    def __init__(
        self,
        appearance: Appearance,
        maker: ReportMaker,
        class_names: dict[str, str] | None = None,
        *,
        settings: ReadingSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._maker = appearance, maker
        self._class_names = class_names or {}
        self._settings = settings or ReadingSettings()
        self.shown: TeachersReport | None = None
        self._item = ""
        self._label = _MOST_MISSED
        lesson = maker.review.lesson
        self.header = PageHeader(appearance, f"Class report · {lesson.title}", back_name="Back")
        self._make_buttons()
        self.banner: Banner = Banner(appearance)
        self.tables = ReportTables(appearance, maker, self._class_names, self.banner, self)
        self.progress = ProgressPanel(appearance)
        self.article = HeatArticle()
        # On a low window what is said of an item needs the room more.
        self.article.setMinimumHeight(48)
        self.article.set_theme(appearance.theme)
        self.article.set_settings(self._settings)
        self.article.set_article(lesson.article, lesson.guide)
        self.legend = Legend(appearance, self.article)
        self.item_card = ItemCard(appearance)
        self.chips: dict[str, Chip] = {}
        self.chart = ConfusionChart(appearance)
        self.help = RowsCard(appearance, "Who needs help", "Nobody stands out.")
        self.sure = RowsCard(appearance, "Sure, but wrong", "Nobody who was sure was wrong.")
        self.key = RowsCard(
            appearance,
            "Check the key",
            "No wrong answer was given by so many that the key should be doubted.",
        )
        self.missing = RowsCard(appearance, "Nothing received yet", "Everybody’s work is in.")
        self.ties = RowsCard(appearance, "Ties", "Every tie is right.")
        self.details = RowsCard(appearance, "Details", "Every detail is right.")
        self.questions = QuestionsCard(appearance)
        self._lay_out()
        self._wire()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._look_on)
        self.progress.start("Looking through the papers", can_stop=False)
        self._timer.start()

    # -- building ------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        appearance = self._appearance
        self.about = ElidedLabel(appearance, "", Role.SMALL)
        self.gradebook = Button(
            appearance,
            "Gradebook…",
            icon="list",
            tip="A table for spreadsheets, or points in a platform’s own",
        )
        self.items = Button(
            appearance, "Items…", icon="file", tip="Each item with who has it right"
        )
        self.print = Button(appearance, "Print", icon="print", tip="A PDF of this report")
        self.names = Button(appearance, "Hide names", icon="hide", checkable=True)
        self.projector = Button(
            appearance,
            "Projector",
            kind=ButtonKind.PRIMARY,
            icon="show",
            checkable=True,
            key="F5",
            tip="Large, and without any name",
        )

    def _lay_out(self) -> None:
        self.setMinimumWidth(520)
        self.about.setMaximumWidth(320)
        self.about.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        right = (self.about, self.gradebook, self.items, self.print, self.names, self.projector)
        for part in right:
            self.header.add_right(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self.header, self.banner, self.progress):
            column.addWidget(bar)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addWidget(self._left(), 1)
        self._right = self._cards()
        self._row.addWidget(self._right)
        column.addLayout(self._row, 1)

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        flow = FlowLayout(gap=6, line_gap=6)
        flow.setContentsMargins(20, 12, 20, 8)
        guide = self._maker.review.lesson.guide
        wanted = [(_MOST_MISSED, "Most missed"), *((each.id, each.plural) for each in guide.labels)]
        for label, words in wanted:
            chip = Chip(self._appearance, words)
            chip.clicked.connect(lambda _on=False, wish=label: self.show_heat(wish))
            flow.addWidget(chip)
            self.chips[label] = chip
        flow.addWidget(self.legend)
        column.addLayout(flow)
        column.addWidget(self.article, 1)
        column.addWidget(self.item_card)
        self.item_card.hide()
        return left

    def _cards(self) -> ScrollPane:
        appearance = self._appearance
        inside = Ground(appearance)
        grid = self._grid = QGridLayout(inside)
        grid.setContentsMargins(18, 16, 18, 18)
        grid.setSpacing(12)
        self.chart_card = ChartCard(appearance, self.chart)
        grid.addWidget(self.chart_card, 0, 0, 1, 2)
        self._place_cards(named=True)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(6, 1)
        area = ScrollPane("Report")
        area.setWidget(inside)
        return area

    def _place_cards(self, *, named: bool) -> None:
        """Two and two; without names the two that are left side by side, questions below."""
        cards = [self.help, self.sure, self.key, self.missing] if named else [self.sure, self.key]
        wide = (self.questions, self.ties, self.details)
        for card in (self.help, self.sure, self.key, self.missing, *wide):
            self._grid.removeWidget(card)
        for number, card in enumerate(cards):
            self._grid.addWidget(card, 1 + number // 2, number % 2)
        for row, each in enumerate(wide, 3):
            self._grid.addWidget(each, row, 0, 1, 2)

    def _wire(self) -> None:
        self.header.back_requested.connect(self._leave)
        self.gradebook.clicked.connect(lambda: self.tables.show_menu(self.gradebook))
        self.items.clicked.connect(
            lambda: self.tables.ask_for_items(self.shown, with_names=self.shows_names)
        )
        self.print.clicked.connect(self.print_requested)
        self.names.clicked.connect(lambda: self._show())
        self.projector.clicked.connect(self.project)
        self.article.item_clicked.connect(self.choose_item)
        self.item_card.closed.connect(lambda: self.choose_item(""))
        self.item_card.answers_requested.connect(lambda: self.answers_requested.emit(self._item))
        self._appearance.theme_changed.connect(self.article.set_theme)
        for card in (self.help, self.sure, self.key, self.missing, self.ties):
            card.paper_requested.connect(self.paper_requested)
            card.item_requested.connect(self.choose_item)
        steps = {"J": lambda: self.step(1), "K": lambda: self.step(-1), "Esc": self._escape}
        for key, act in steps.items():
            bind_key(self._appearance, key, self, act)

    # -- making --------------------------------------------------------------------------------

    def _look_on(self) -> None:
        done = self._maker.step(_PIECE)
        self.progress.set_done(self._maker.done, self._maker.of)
        if not done:
            return
        self._timer.stop()
        self.progress.finish()
        self.shown = self._maker.report()
        self._show()

    @property
    def review(self) -> Review:
        """The papers that it tells of."""
        return self._maker.review

    @property
    def is_made(self) -> bool:
        """Whether all papers were looked through."""
        return self.shown is not None

    @property
    def shows_names(self) -> bool:
        """Whether names of students may stand on the screen."""
        return not (self.names.isChecked() or self.projector.isChecked())

    def _show(self) -> None:
        report = self.shown
        if report is None:
            return
        guide = self._maker.review.lesson.guide
        named = self.shows_names
        classes = ", ".join(
            self._class_names.get(each.class_id, "")
            for each in self._maker.review.papers.assignments
        )
        self.about.setText(" · ".join(part for part in (classes, came_text(report)) if part))
        self.chart_card.show_table(confusion_table(report, guide))
        # Of no papers nothing can be said, least of all that all is well.
        none = "" if report.figures.papers else "No work is in yet."
        self.help.show_rows(help_rows(report, guide) if named else [], none)
        self.sure.show_rows(sure_rows(report, guide), none or ("" if report.sure else _NOBODY_SURE))
        self.sure.setVisible(report.certainty)
        self.key.show_rows(key_rows(report, guide), none)
        self.ties.show_rows(tie_rows(report))
        self.ties.setVisible(bool(report.figures.ties))
        self.details.show_rows(detail_rows(report))
        self.details.setVisible(bool(report.figures.details))
        self.missing.show_rows(missing_rows(report) if named else [])
        self._place_cards(named=named)
        self.help.setVisible(named)
        self.missing.setVisible(named)
        self.names.set_label("Show names" if self.names.isChecked() else "Hide names")
        large = self.projector.isChecked()
        questions = [each.question for each in report.figures.discussions]
        nothing = none or "Everybody has everything right, so there is nothing to ask."
        self.questions.show_questions(questions, nothing, Role.HEADING if large else Role.BODY)
        if report.faults:
            self.banner.show_message(
                f"{plural(report.faults, 'paper')} can’t be counted.",
                kept="They are kept as they came in.",
                todo="Look at them in the review.",
                tone=Tone.CAREFUL,
            )
        self.show_heat(self._label)

    # -- the heat map --------------------------------------------------------------------------

    def show_heat(self, label: str) -> None:
        """What was most missed (an empty id), or what was marked as one label."""
        self._label = label
        for each, chip in self.chips.items():
            chip.setChecked(each == label)
        report = self.shown
        if report is None:
            return
        lesson = self._maker.review.lesson
        if label:
            colour = lesson.guide.label(label).colour
            self.article.show_heat(marked_as(report.figures, label, lesson.article.words), colour)
        else:
            self.article.show_heat(most_missed(report.figures))
        self.legend.show_what(_legend_text(label, report.figures.papers))
        self.choose_item(self._item if not label else "")

    def choose_item(self, item_id: str) -> None:
        """Say how the class did with an item; an empty id says nothing."""
        report = self.shown
        known = report is not None and any(i.item_id == item_id for i in report.figures.items)
        self._item = item_id if known else ""
        if item_id and known and self._label:
            self._label = _MOST_MISSED
            self.show_heat(_MOST_MISSED)
            return
        self.article.choose(self._item)
        self.item_card.setVisible(bool(self._item))
        if report is None or not self._item:
            return
        names = self._named if self.shows_names else None
        guide = self._maker.review.lesson.guide
        title, lines = item_lines(report.figures.item(self._item), guide, names)
        self.item_card.show_item(title, lines)
        # In front of the class no one's answer is shown.
        self.item_card.answers.setVisible(self.shows_names)

    def step(self, by: int) -> None:
        """The next (1) or the previous (-1) of what was most missed, the worst first."""
        if self.shown is None or not self.shown.figures.most_missed:
            return
        order = self.shown.figures.most_missed
        if self._item in order:
            self.choose_item(order[(order.index(self._item) + by) % len(order)])
        else:
            self.choose_item(order[0 if by > 0 else -1])

    def _named(self, students: tuple[str, ...]) -> str:
        assert self.shown is not None
        names = sorted((self.shown.names.get(each, "") for each in students), key=sort_key)
        more = f" and {len(names) - 12} more" if len(names) > 12 else ""
        return ", ".join(names[:12]) + more

    # -- projector, files ------------------------------------------------------------------------

    def project(self, on: bool) -> None:
        """Large and without names; Esc ends it."""
        self.projector.setChecked(on)
        self.projector.set_kind(ButtonKind.PLAIN if on else ButtonKind.PRIMARY)
        self.projector.set_label("End projector" if on else "Projector")
        self.article.set_settings(replace(self._settings, size=self._settings.size * _SCALE[on]))
        self.chart.set_scale(_SCALE[on])
        for button in (self.gradebook, self.items, self.print, self.names):
            button.setVisible(not on)
        self._show()

    def _escape(self) -> None:
        if self._item:
            self.choose_item("")
        elif self.projector.isChecked():
            self.project(False)

    def _leave(self) -> None:
        self._timer.stop()
        self.back_requested.emit()

    # -- room ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width()
        self.about.setVisible(width >= 1240)
        for button in (self.gradebook, self.items, self.print, self.names, self.projector):
            button.set_label_shown(width >= 1160)
        self.projector.set_label_shown(width >= 800)
        self._right.setFixedWidth(
            max(320, min(560, round(width * 0.44))) if width >= 760 else max(240, width // 2)
        )


def _legend_text(label: str, papers: int) -> str:
    """ "Students who didn’t get it, of 28:", or those who marked something as ``label``."""
    return f"Students who {'marked it' if label else 'didn’t get it'}, of {papers}:"
