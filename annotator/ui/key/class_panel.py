"""Building a key from what the class marked: the commonest first, taken with a key press."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import AnnotatorError
from annotator.model.work import Submission
from annotator.services.lessons.key_building import Offer, copy_of, item_from, most_marked
from annotator.services.lessons.key_steps import KeyStep
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.key.session import KeySession
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import BADGE_SIZE, badge_icon
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.columns import ListBox, heading, paragraph
from annotator.ui.widgets.messages import EmptyState
from annotator.ui.widgets.wrapping_rows import SentenceRows

_OFFER = Qt.ItemDataRole.UserRole + 1
_QUOTE = 90


def offer_text(offer: Offer, names: Callable[[str], str]) -> str:
    """ "14 of 27 · “words” · 3 say opinion"."""
    parts = [f"{offer.count} of {offer.papers}   “{shortened(offer.quote, _QUOTE)}”"]
    more = []
    if offer.exactly < offer.count:
        more.append(f"{offer.exactly} to the word")
    more += [
        f"{count} {'says' if count == 1 else 'say'} {names(label)}"
        for label, count in offer.others[:2]
    ]
    return "\n".join([*parts, " · ".join(more)]) if more else parts[0]


class ClassPanel(QWidget):
    """The class's own marks as offers. Enter takes one as required, Shift+Enter as optional."""

    offer_pointed = Signal(object)
    """The Offer that is pointed at, or None."""
    back_requested = Signal()

    def __init__(
        self,
        appearance: Appearance,
        session: KeySession,
        papers: Callable[[], Sequence[Submission]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._session = appearance, session
        self._ask = papers
        self._papers: Sequence[Submission] = ()
        self.offers: tuple[Offer, ...] = ()
        self.back = Button(appearance, "All items", icon="back", kind=ButtonKind.QUIET)
        self.back.clicked.connect(self.back_requested)
        self._words = paragraph(appearance, soft=True)
        self.list = QListWidget()
        self.list.setAccessibleName("What the class marked, the commonest first")
        self.list.setIconSize(BADGE_SIZE)
        self.list.setItemDelegate(SentenceRows(appearance, self.list))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.installEventFilter(self)
        self.list.currentRowChanged.connect(self._pointed)
        self._box = ListBox(appearance, self.list)
        self.take = Button(appearance, "Take it", kind=ButtonKind.PRIMARY, tip="Required (Enter)")
        self.take_optional = Button(appearance, "As optional", tip="Optional (Shift+Enter)")
        self.copy = Button(
            appearance, "Begin with a copy of a paper…", icon="copy", opens_menu=True
        )
        self._empty = EmptyState(
            appearance,
            "people",
            "Nothing more to take.",
            "What the class marks stands here once papers are in and the key lacks it.",
        )
        self.take.clicked.connect(lambda: self.accept(required=True))
        self.take_optional.clicked.connect(lambda: self.accept(required=False))
        self.copy.clicked.connect(self._show_papers)
        self._lay_out()
        session.key_changed.connect(self._follow)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.take)
        buttons.addWidget(self.take_optional)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.back, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(heading(self._appearance, "From the class’s marks"))
        column.addWidget(self._words)
        column.addWidget(self._box, 1)
        column.addWidget(self._empty, 1)
        column.addLayout(buttons)
        column.addWidget(self.copy)

    # -- showing --------------------------------------------------------------------------------

    def load(self) -> None:
        """Read what came in, now."""
        try:
            self._papers = self._ask()
        except AnnotatorError as error:
            self._papers = ()
            self._session.refused.emit(error)
        self.refresh()

    def refresh(self) -> None:
        """Offer what the key still lacks; the pointer stays at its place in the list."""
        editing = self._session.editing
        self.offers = most_marked(editing.article, self._papers, editing.key)
        row = max(0, self.list.currentRow())
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for offer in self.offers:
            self.list.addItem(self._row(offer))
        self.list.setCurrentRow(min(row, len(self.offers) - 1))
        self.list.blockSignals(blocked)
        has_any = bool(self.offers)
        self._box.setVisible(has_any)
        self._empty.setVisible(not has_any)
        for button in (self.take, self.take_optional):
            button.setEnabled(has_any)
        self.copy.setEnabled(bool(self._papers))
        self._words.setText(
            f"{plural(len(self._papers), 'paper')} so far. What most of them marked comes first; "
            "common is not the same as right."
        )
        self._pointed()

    @property
    def current(self) -> Offer | None:
        """The offer that is pointed at."""
        row = self.list.currentRow()
        return self.offers[row] if 0 <= row < len(self.offers) else None

    def start(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, offer: Offer) -> QListWidgetItem:
        guide = self._session.lesson.guide
        label = guide.label(offer.label)
        words = offer_text(offer, lambda each: guide.label(each).name.lower())
        item = QListWidgetItem(badge_icon(self._appearance.theme, label), words)
        item.setData(_OFFER, offer)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{label.name}: {words}")
        return item

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.offer_pointed.emit(None)

    # -- wishes ---------------------------------------------------------------------------------

    def accept(self, *, required: bool) -> None:
        """Take the offer that is pointed at into the key."""
        offer = self.current
        if offer is None:
            return
        editing = self._session.editing
        item = item_from(editing.article, offer, required=required)
        if self._session.add_items("take from the class", [item]):
            announce(self, f"Taken as {'required' if required else 'optional'}")

    def _show_papers(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for paper in self._papers:
            count = plural(len(paper.annotations), "mark")
            words = f"{paper.student.name}   ({count})".replace("&", "&&")
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, which=paper: self.begin_with(which))
        menu.popup(self.copy.mapToGlobal(QPoint(0, self.copy.height() + 4)))

    def begin_with(self, paper: Submission) -> None:
        """Put a copy of a paper's marks and ties in the place of the key; one step to undo."""
        try:
            key = copy_of(paper, self._session.editing.article)
        except AnnotatorError as error:
            self._session.refused.emit(error)
            return
        self._session.replace_all("begin with a copy", key)

    def _pointed(self) -> None:
        self.offer_pointed.emit(self.current if self.isVisible() else None)

    def _follow(self, _step: KeyStep) -> None:
        if self.isVisible():
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.accept(required=not shift)
                return True
        return False
