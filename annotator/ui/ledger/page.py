"""The page of returns: what students hold, what counts now, and one button for the differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.model.work import Student
from annotator.services.review.ledger import HoldingState, Ledger, make_ledger
from annotator.ui.article.vocabulary import plural
from annotator.ui.ledger.model import LedgerModel
from annotator.ui.ledger.table import LedgerTable
from annotator.ui.review.inbox_model import InboxModel
from annotator.ui.review.returns_page import ReturnsPage
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.fonts import article_font
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.messages import Banner
from annotator.ui.widgets.progress import ProgressPanel

_CHIPS = {
    None: "All",
    HoldingState.CHANGED: "Changed since",
    HoldingState.WORDS: "Words not sent",
    HoldingState.NEW: "Not returned",
    HoldingState.CURRENT: "Up to date",
    HoldingState.NOTHING: "Nothing received",
}
#: Below this width (logical pixels) the button stands under the heading, and buttons lose words.
_NARROW = 900


class LedgerPage(ReturnsPage):
    """Shows a review's ledger. What lies outside is asked for with signals."""

    review_requested = Signal()
    report_requested = Signal()
    paper_requested = Signal(str)
    """One paper (SHA-256) is to be looked at."""
    return_requested = Signal(list)
    """The papers (SHA-256) of which a return is a difference to their students."""

    help_topic = "teacher"

    def __init__(
        self,
        appearance: Appearance,
        session: ReviewSession,
        students: Callable[[], Sequence[Student]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self.session, self._students = appearance, session, students
        self.papers = InboxModel(session, self)
        self.banner = Banner(appearance)
        self.progress = ProgressPanel(appearance)
        self.lines = LedgerModel()
        self.lines.setParent(self)
        self.table = LedgerTable(appearance, self.lines)
        self.header = PageHeader(
            appearance, f"Returns · {session.review.lesson.title}", back_name="Back"
        )
        self.about = ElidedLabel(appearance, "", Role.SMALL)
        self.about.setMaximumWidth(300)
        self.about.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.review = Button(appearance, "Review", icon="check")
        self.report = Button(appearance, "Class report", icon="map")
        for widget in (self.about, self.review, self.report):
            self.header.add_right(widget)
        self.title = TextLabel(appearance, "", Role.TITLE, wrap=True)
        self.title.setFont(article_font(25, bold=True))
        self.detail = TextLabel(appearance, "", ink="soft_ink", wrap=True)
        self.give_back = Button(
            appearance, "", kind=ButtonKind.PRIMARY, icon="hand-in", key="Ctrl+Return"
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a student")
        self.search.setAccessibleName("Find a student")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(240)
        self.chips = {state: Chip(appearance, words) for state, words in _CHIPS.items()}
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._wire()
        self._show_only(None)
        if session.rows:
            self.progress.start("Looking through the papers", can_stop=False)
            session.start()
        else:
            self._fill()

    def _lay_out(self) -> None:
        self.setMinimumWidth(520)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self.title)
        titles.addWidget(self.detail)
        self._head.setSpacing(16)
        self._head.addLayout(titles, 1)
        self._head.addWidget(self.give_back, 0, Qt.AlignmentFlag.AlignTop)
        chips = FlowLayout(gap=8, line_gap=6)
        for chip in self.chips.values():
            chips.addWidget(chip)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addLayout(chips, 1)
        tools.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        card = Card(self._appearance)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2, 6, 2, 6)
        inside.addWidget(self.table)
        body = QVBoxLayout()
        body.setContentsMargins(24, 18, 24, 18)
        body.setSpacing(12)
        body.addLayout(self._head)
        body.addLayout(tools)
        body.addWidget(card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.banner, self.progress):
            column.addWidget(part)
        column.addLayout(body, 1)

    def _wire(self) -> None:
        session = self.session
        self.header.back_requested.connect(self.back_requested)
        self.review.clicked.connect(self.review_requested)
        self.report.clicked.connect(self.report_requested)
        self.give_back.clicked.connect(self._return)
        self.search.textChanged.connect(self.lines.show_words)
        for state, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, s=state: self._show_only(s))
        self.lines.ticked_changed.connect(self._show_button)
        self.table.paper_requested.connect(self.paper_requested)
        session.progressed.connect(self.progress.set_done)
        session.ready.connect(self._fill)
        session.changed.connect(self._fill)
        session.failed.connect(self.banner.show_error)

    # -- showing -----------------------------------------------------------------------------------

    @property
    def ledger(self) -> Ledger:
        """What is shown."""
        return self.lines.ledger

    def page_entered(self) -> None:
        """Show how things stand now: work may have come in, or been decided, meanwhile."""
        if self.session.is_ready or not self.session.rows:
            self.session.take_in()
            self.session.review.refresh()
            if self.session.is_ready or not self.session.rows:
                self._fill()

    def page_closed(self) -> None:
        """Look through no more papers."""
        self.session.stop()

    def _fill(self) -> None:
        self.progress.finish()
        ledger = make_ledger(self.session.review, self._students())
        self.lines.show_ledger(ledger)
        counts = ledger.counts
        for state, chip in self.chips.items():
            count = len(ledger.rows) if state is None else counts[state]
            chip.set_label(f"{_CHIPS[state]}  {count}")
            chip.setVisible(state is None or count > 0)
        key = self.session.key
        parts = [", ".join(name for name in self.session.class_names if name)]
        parts.append(f"key version {key.version}" if key is not None else "no key yet")
        self.about.setText(" · ".join(part for part in parts if part))
        self.title.setText(title_text(ledger))
        self.detail.setText(detail_text(ledger))
        announce(self, f"{self.title.text()} {self.detail.text()}")

    def _show_only(self, state: HoldingState | None) -> None:
        for each, chip in self.chips.items():
            chip.setChecked(each is state)
        self.lines.show_only(state)

    def _show_button(self) -> None:
        count = len(self.lines.ticked())
        self.give_back.setEnabled(count > 0)
        self.give_back.set_label(
            f"Return {plural(count, 'difference')}…" if count else "Nothing to return"
        )

    def _return(self) -> None:
        papers = [sha256 for row in self.lines.ticked() for sha256 in row.to_return]
        if papers:
            self.return_requested.emit(papers)

    # -- room --------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW
        self._head.setDirection(
            QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        )
        for button in (self.review, self.report):
            button.set_label_shown(not is_narrow)
        self.about.setVisible(not is_narrow)


def title_text(ledger: Ledger) -> str:
    """ "9 of 30 students hold something else than what counts now."."""
    students, counts = len(ledger.rows), ledger.counts
    differ = counts[HoldingState.CHANGED] + counts[HoldingState.WORDS]
    new, current = counts[HoldingState.NEW], counts[HoldingState.CURRENT]
    if not differ and not new:
        if not current:
            return "Nothing has come in yet."
        return f"{plural(current, 'student holds', 'students hold')} exactly what counts."
    if not differ and not current and not any(row.held for row in ledger.rows):
        return f"{plural(new, 'paper is', 'papers are')} in, and nothing is returned yet."
    differ += new
    verb = "holds" if differ == 1 else "hold"
    return f"{differ} of {plural(students, 'student')} {verb} something else than what counts now."


def detail_text(ledger: Ledger) -> str:
    """How these differ, and that the others get nothing."""
    counts = ledger.counts
    parts = [
        f"{counts[HoldingState.CHANGED]} with other figures",
        f"{counts[HoldingState.WORDS]} with new words and the same points",
        f"{counts[HoldingState.NEW]} not returned yet",
    ]
    shown = [part for part in parts if not part.startswith("0 ")]
    if not shown:
        return "There is nothing to return."
    return f"{' · '.join(shown)}. The others get nothing, and no number goes up for them."
