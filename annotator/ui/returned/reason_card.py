"""A card for one reason: what came of it, the words, why; and a place to disagree."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.labels import LabelGuide
from annotator.model.review import MAX_REASON
from annotator.services.marking.wording import label_of
from annotator.ui.outcomes.reasons import Reason
from annotator.ui.outcomes.signs import SignMark
from annotator.ui.outcomes.tie_places import TiePlaces
from annotator.ui.returned.exchange import Exchange
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import LabelBadge
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.painting import CARD_RADIUS, came_by_keyboard, focus_ring

_TOP = Qt.AlignmentFlag.AlignTop
_LINES = 3


class ReasonCard(Card):
    """Chosen by a click, by Enter, or from outside. A ``compact`` one opens when it is chosen."""

    chosen = Signal(str)
    """The id of the reason."""
    next_requested = Signal()
    objected = Signal(str, str)
    """(id, what the student has to say); an empty text takes the objection back."""
    field_opened = Signal()
    """The card has grown by the field for an objection."""

    def __init__(
        self,
        appearance: Appearance,
        reason: Reason,
        guide: LabelGuide,
        *,
        objection: str = "",
        teacher: str = "",
        may_object: bool = True,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent=parent)
        self.reason = reason
        self._guide, self._objection, self._teacher = guide, objection, teacher
        self._may_object, self._compact = may_object, compact
        self._ring = self._is_chosen = False
        self._foot: _Foot | None = None
        self._details: QWidget | None = None
        self._short: ElidedLabel | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._lay_out()
        self._describe()

    # -- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        reason, appearance = self.reason, self._appearance
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 7 if self._compact else 12, 14, 7 if self._compact else 12)
        row.setSpacing(10)
        row.addWidget(SignMark(appearance, reason.sign, 18), 0, _TOP)
        self._column = QVBoxLayout()
        self._column.setSpacing(5)
        row.addLayout(self._column, 1)
        if self._compact:
            line = QHBoxLayout()
            line.setSpacing(8)
            if reason.label:
                line.addWidget(LabelBadge(appearance, label_of(self._guide, reason.label)), 0, _TOP)
            self._short = ElidedLabel(appearance, reason.words, Role.QUOTE)
            line.addWidget(self._short, 100)
            # The badge stays at the left when the words beside it are hidden.
            line.addStretch(1)
            self._column.addLayout(line)
        else:
            self._add_details()

    def _add_details(self) -> None:
        """The whole reason; of a compact card only when it is first opened."""
        reason, appearance = self.reason, self._appearance
        self._details = QWidget()
        column = QVBoxLayout(self._details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(TextLabel(appearance, reason.title, Role.STRONG, wrap=True))
        if reason.words:
            column.addWidget(TextLabel(appearance, reason.words, Role.QUOTE, wrap=True))
        if reason.sides:
            column.addLayout(self._sides())
        if reason.tie is not None:
            column.addWidget(TiePlaces(appearance, reason.tie))
        for words, role in (
            (reason.fact, Role.SMALL),
            (reason.mistake, Role.SMALL),
            (reason.why, Role.SMALL),
        ):
            if words:
                column.addWidget(TextLabel(appearance, words, role, ink="ink", wrap=True))
        if reason.question:
            column.addWidget(TextLabel(appearance, "Think about it:", Role.SMALL_STRONG))
            column.addWidget(TextLabel(appearance, reason.question, Role.SMALL, wrap=True))
        for words in reason.comments:
            column.addWidget(TeacherQuote(appearance, words))
        for answer in reason.answers:
            column.addWidget(Exchange(appearance, answer, self._teacher))
        if reason.change:
            column.addWidget(TextLabel(appearance, reason.change, Role.SMALL, ink="ink", wrap=True))
        self._column.addWidget(self._details)

    def _sides(self) -> FlowLayout:
        flow = FlowLayout(gap=14, line_gap=4)
        for side in self.reason.sides:
            label = label_of(self._guide, side.label)
            part = QWidget()
            part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row = QHBoxLayout(part)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(TextLabel(self._appearance, side.who, Role.SMALL))
            row.addWidget(LabelBadge(self._appearance, label))
            row.addWidget(
                TextLabel(
                    self._appearance, side.noun(label.name.lower()), Role.SMALL_STRONG, ink="ink"
                )
            )
            flow.addWidget(part)
        return flow

    # -- what is said ----------------------------------------------------------------------------

    @property
    def objection(self) -> str:
        """What the student has to say to it, as it is kept."""
        return self._objection

    @property
    def foot(self) -> _Foot | None:
        """Buttons and the place to disagree; there once the card was chosen."""
        return self._foot

    def show_chosen(self, chosen: bool, *, has_next: bool = False) -> None:
        """Frame the card, and give it its foot; without telling."""
        self._is_chosen = chosen
        self.set_selected(chosen)
        if self._compact:
            if chosen and self._details is None:
                self._add_details()
            if self._details is not None:
                self._details.setVisible(chosen)
            assert self._short is not None
            self._short.setVisible(not chosen)
        if chosen and self._foot is None:
            self._foot = _Foot(
                self._appearance,
                self._objection,
                may_object=self._may_object,
                was_answered=bool(self.reason.answers),
            )
            self._foot.next_requested.connect(self.next_requested)
            self._foot.objected.connect(self._object)
            self._foot.field_opened.connect(self.field_opened)
            self._column.addWidget(self._foot)
        if self._foot is not None:
            self._foot.next.setVisible(has_next)
            self._foot.setVisible(chosen or bool(self._objection))
            self._foot.show_open(chosen)
        self._describe()
        self.updateGeometry()

    def _object(self, reason: str) -> None:
        self._objection = reason
        self._describe()
        self.objected.emit(self.reason.id, reason)

    def _describe(self) -> None:
        reason = self.reason
        self.setAccessibleName(f"{reason.title}: {reason.words}")
        objection = f" You disagree: {self._objection}" if self._objection else ""
        self.setAccessibleDescription(reason.spoken(self._guide) + objection)

    # -- events ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self.reason.id)
            event.accept()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.reason.id)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = came_by_keyboard(event)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._ring and self.hasFocus():
            painter = QPainter(self)
            focus_ring(painter, self.rect(), CARD_RADIUS, self._appearance.theme.accent)
            painter.end()


class TeacherQuote(QFrame):
    """The teacher's own words, next to a bar."""

    def __init__(self, appearance: Appearance, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 1, 0, 1)
        column.addWidget(TextLabel(appearance, words, Role.SMALL, ink="ink", wrap=True))
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, 3, self.height(), self._appearance.theme.strong_line)
        painter.end()


class _Foot(QWidget):
    """ "I disagree because…", "Next ›", and the field for the reason."""

    next_requested = Signal()
    objected = Signal(str)
    field_opened = Signal()

    def __init__(
        self,
        appearance: Appearance,
        objection: str,
        *,
        may_object: bool,
        was_answered: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._kept, self._may_object = appearance, objection, may_object
        self._ask = "I still disagree because…" if was_answered else "I disagree because…"
        self._objection_text = TextLabel(appearance, "", Role.SMALL, ink="ink", wrap=True)
        self.field = _ReasonField()
        self.field.hide()
        self.keep = Button(appearance, "Keep it", kind=ButtonKind.PRIMARY)
        self.keep.hide()
        self.disagree = Button(appearance, "", tip="Say why you see it another way (D)")
        self.next = Button(
            appearance, "Next ›", kind=ButtonKind.QUIET, tip="The next one to look at (J)"
        )
        self.disagree.clicked.connect(self.open_field)
        self.keep.clicked.connect(self._take)
        self.field.left.connect(self._close_if_empty)
        self.next.clicked.connect(self.next_requested)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 3, 0, 0)
        row.setSpacing(6)
        for button in (self.disagree, self.keep, self.next):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for widget in (self._objection_text, self.field, self._buttons):
            column.addWidget(widget)
        self._refresh()

    def show_open(self, chosen: bool) -> None:
        """With its buttons, or with what was said alone."""
        self._buttons.setVisible(chosen)
        if not chosen:
            self._close()

    def open_field(self) -> None:
        """Ask for the reason; the keyboard goes there."""
        if not self._may_object:
            return
        self.field.setPlainText(self._kept)
        self.field.show()
        self.keep.show()
        self.disagree.hide()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self.field_opened.emit()

    def _take(self) -> None:
        words = self.field.toPlainText().strip()[:MAX_REASON]
        changed = words != self._kept
        self._kept = words
        self._close()
        # The button that was pressed is gone: the keyboard stays on the card.
        self.disagree.setFocus(Qt.FocusReason.OtherFocusReason)
        if changed:
            announce(self, "Kept. Your teacher can read it." if words else "Taken back.")
            self.objected.emit(words)

    def _close_if_empty(self) -> None:
        if not self.field.toPlainText().strip() and not self._kept:
            self._close()

    def _close(self) -> None:
        # What is typed is kept when the card is left: nothing that was written is thrown away.
        words = self.field.toPlainText().strip()[:MAX_REASON]
        if self.field.isVisibleTo(self) and words and words != self._kept:
            self._kept = words
            self.objected.emit(words)
        self.field.hide()
        self.keep.hide()
        self._refresh()

    def flush(self) -> None:
        """Keep what is being typed, now."""
        self._close()

    def _refresh(self) -> None:
        self._objection_text.setVisible(bool(self._kept))
        self._objection_text.setText(f"You disagree: {self._kept}")
        self.disagree.set_label("Change what you said…" if self._kept else self._ask)
        self.disagree.setVisible(self._may_object)


class _ReasonField(QPlainTextEdit):
    """Three lines for a reason; Tab goes on."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("field", True)
        self.setTabChangesFocus(True)
        self.setAccessibleName("I disagree because")
        self.setPlaceholderText("I disagree because…")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def sizeHint(self) -> QSize:
        return QSize(200, _LINES * QFontMetrics(self.font()).lineSpacing() + 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())
