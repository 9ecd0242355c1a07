"""The page of work that came back: the article with the outcome in it, the reasons next to it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from annotator.services.data.preferences import ReadingSettings
from annotator.services.marking.wording import found_text
from annotator.services.review.practice import Results
from annotator.ui.article.view import ArticleView
from annotator.ui.outcomes.reasons import Reason, reasons_of
from annotator.ui.outcomes.returned_marks import painted_links, painted_results
from annotator.ui.returned.panel import ReasonsPanel
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.messages import Banner
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.sidebars import ResponsiveSidebar, SidebarWidths
from annotator.ui.widgets.single_keys import bind_key

#: Below these widths (logical pixels) buttons lose their words, and it is not said whose it is.
_WORDS_BELOW, _WHOSE_BELOW = 1000, 1180
_ROOM = SidebarWidths(narrow=360, roomy=430, roomy_from=1200, drawer_below=860, drawer=380)
_LEAST = 520


class ReturnedPage(Page):
    """Shows results. What the student wants is asked for with signals; nothing is changed here."""

    try_again_requested = Signal()
    receipt_requested = Signal()
    save_copy_requested = Signal()
    objected = Signal(str, object)
    """(reason, the Subject that it is about); an empty reason takes the objection back."""

    def __init__(
        self,
        appearance: Appearance,
        results: Results,
        *,
        settings: ReadingSettings | None = None,
        titles: Mapping[str, str] = MappingProxyType({}),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.results = results
        self.reasons = reasons_of(results)
        self._chosen = ""
        lesson = results.lesson
        self.header = PageHeader(appearance, lesson.title)
        self.whose = ElidedLabel(appearance, self._whose_words(), ink="soft_ink")
        self.found = TextLabel(appearance, "", Role.STRONG, ink="found")
        self.left = TextLabel(appearance, "", Role.STRONG)
        self.counted = Button(appearance, "How it was counted", icon="info", checkable=True)
        self.again = Button(appearance, "Try again", kind=ButtonKind.PRIMARY, icon="retry")
        self.list = Button(appearance, "Reasons", icon="list", checkable=True)
        self.banner: Banner = Banner(appearance)
        self.view = ArticleView()
        self.view.set_editable(False)
        self.view.set_theme(appearance.theme)
        if settings is not None:
            self.view.set_settings(settings)
        self.view.set_article(lesson.article, lesson.guide)
        self.view.set_marks(painted_results(results, self.reasons))
        self.view.set_links(painted_links(results))
        self.panel = ReasonsPanel(appearance, results, self.reasons, titles)
        self.setFocusProxy(self.view)
        self._lay_out()
        # After the layout: shown before they have a parent, words would flash up as windows.
        self._show_found()
        self._wire()
        # What was answered is what the student comes back for.
        first = [*self.reasons.answered, *self.reasons.stops]
        if first:
            self.choose(first[0].id)
        self.panel.show_top()

    # -- building ------------------------------------------------------------------------------

    def _whose_words(self) -> str:
        if self.results.is_practice:
            return "for practice"
        teacher = self.results.teacher
        return f"returned by {teacher}" if teacher else "returned by your teacher"

    def _show_found(self) -> None:
        comparison = self.results.comparison
        look_at = len(comparison.to_look_at)
        self.found.setText(found_text(comparison.named, comparison.required, len(comparison.marks)))
        self.left.setText(f"· {look_at} to look at" if look_at else "")
        self.left.setVisible(bool(look_at))

    def _lay_out(self) -> None:
        # Less than the buttons ask for now: they drop their words once the page is that narrow.
        self.setMinimumWidth(_LEAST)
        self.whose.setMaximumWidth(220)
        self.whose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for widget in (self.whose, self.found, self.left, self.list, self.counted, self.again):
            self.header.add_right(widget)
        self.again.setVisible(self.results.may_try_again)
        self._sidebar = ResponsiveSidebar(self, self.view, self.panel, self.list, _ROOM)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addLayout(self._sidebar.row, 1)

    def _wire(self) -> None:
        self.header.back_requested.connect(self.back_requested)
        self.again.clicked.connect(self._try_again)
        self.counted.clicked.connect(self.show_counted)
        self.list.clicked.connect(lambda shown: self._sidebar.show(shown))
        self.view.mark_clicked.connect(self._mark_clicked)
        panel = self.panel
        panel.reason_chosen.connect(self.choose)
        panel.next_requested.connect(lambda: self.step(1))
        panel.objected.connect(self._object)
        panel.counted_closed.connect(lambda: self.show_counted(False))
        panel.receipt_requested.connect(self.receipt_requested)
        panel.save_copy_requested.connect(self.save_copy_requested)
        self._appearance.changed.connect(self._recolour)
        for key, action in (
            ("J", lambda: self.step(1)),
            ("K", lambda: self.step(-1)),
            ("D", self.disagree),
            ("Esc", self._step_back),
        ):
            bind_key(self._appearance, key, self, action, within=True)

    def _recolour(self) -> None:
        self.view.set_theme(self._appearance.theme)

    # -- choosing ------------------------------------------------------------------------------

    @property
    def chosen(self) -> Reason | None:
        """The reason that is read now."""
        return self.reasons.get(self._chosen) if self._chosen else None

    def choose(self, reason_id: str) -> None:
        """Show a reason in the article and next to it; an empty id shows none."""
        reason = self.reasons.get(reason_id) if reason_id else None
        self._chosen = reason.id if reason else ""
        self.panel.choose(self._chosen)
        painted = reason.painted if reason and self.view.mark(reason.painted) else None
        self.view.select_mark(painted)
        if painted is not None:
            self.view.ensure_mark_visible(painted)
        self._speak(reason)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) thing to look at; round at the ends."""
        stops = self.reasons.stops
        if not stops:
            return
        if self.panel.is_counting:
            self.show_counted(False)
        ids = [each.id for each in stops]
        if self._chosen in ids:
            self.choose(ids[(ids.index(self._chosen) + by) % len(ids)])
        else:
            self.choose(ids[0 if by > 0 else -1])

    def disagree(self) -> None:
        """Open the place for a reason on the card that is chosen."""
        card = self.panel.cards.get(self._chosen)
        if card is not None and card.foot is not None:
            self._sidebar.open()
            card.foot.open_field()

    def show_counted(self, shown: bool) -> None:
        """Show the rows of the sum, or the reasons again."""
        self.counted.setChecked(shown)
        self.panel.show_counted(shown)
        if shown:
            self._sidebar.open()

    def _step_back(self) -> None:
        """Esc: put the rows of the sum away, or choose no reason."""
        if self.panel.is_counting:
            self.show_counted(False)
        else:
            self.choose("")

    def _mark_clicked(self, painted: str) -> None:
        reason = self.reasons.for_painted(painted)
        if reason is None:
            self.choose("")
            return
        if self.panel.is_counting:
            self.show_counted(False)
        self.choose(reason.id)
        self._sidebar.open()

    def _object(self, reason_id: str, text: str) -> None:
        reason = self.reasons.get(reason_id)
        if reason is not None:
            self.objected.emit(text, reason.subject)

    def _try_again(self) -> None:
        self.flush()
        self.try_again_requested.emit()

    def page_entered(self) -> None:
        """Say how it came out, and the reason that is open."""
        # After what brought the page here is said: that the work is handed in.
        QTimer.singleShot(0, self, self._speak_result)

    def _speak_result(self) -> None:
        sum_text = ", ".join(filter(None, (self.found.text(), self.left.text().strip("· "))))
        announce(self, f"{self.results.lesson.title}, {self._whose_words()}: {sum_text}")
        self._speak(self.chosen)

    def _speak(self, reason: Reason | None) -> None:
        if reason is not None and self.isVisible():
            announce(self, reason.spoken(self.results.lesson.guide))

    def page_left(self) -> None:
        """Take over what is being typed."""
        self.flush()

    def flush(self) -> None:
        """Keep what is being typed, before the page goes."""
        self.panel.flush()

    # -- room ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button in (self.counted, self.again, self.list):
            button.set_label_shown(self.width() >= _WORDS_BELOW)
        self.whose.setVisible(self.width() >= _WHOSE_BELOW)
        self._sidebar.fit()
