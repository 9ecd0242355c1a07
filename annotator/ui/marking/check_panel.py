"""The step "Check": what is there and what is still open, before it is handed in."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.model.annotation import RelationKind
from annotator.services.marking.checking import LookOver, look_over
from annotator.ui.article.vocabulary import ATTRIBUTES, RELATION_LABELS, lacking, plural
from annotator.ui.marking.session import LessonStep, MarkingSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import LabelBadge
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import ScrollColumn, heading, paragraph, section
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import ConfirmSheet

_SIGN = 20
SOON_MS = 150
"""Looking all marks over waits until the marking pauses: a stroke never pays for it."""


class CheckPanel(QWidget):
    """Looks the work over whenever it is in sight. Says nothing of what is right or wrong."""

    hand_in_requested = Signal()
    mark_chosen = Signal(str)
    step_requested = Signal(object)
    """A Step: where what is open can be done."""
    article_requested = Signal()
    """The person wants to go on marking."""

    def __init__(
        self, appearance: Appearance, session: MarkingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._session = session
        guide = session.lesson.guide
        self._counts = {label.id: TextLabel(appearance, "0", Role.STRONG) for label in guide.labels}
        self.points: dict[str, OpenPoint] = {}
        self._first_unanswered = ""
        self._open = section(appearance, "")
        self._points = QVBoxLayout()
        self._points.setSpacing(8)
        self.hand_in = Button(appearance, "Hand in", kind=ButtonKind.PRIMARY, icon="hand-in")
        self.hand_in.clicked.connect(self.ask_to_hand_in)
        self._scroll = ScrollColumn(spacing=12)
        self._lay_out()
        # A walk over all marks: once for a burst of changes, and only when it is seen.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(self._follow)
        self.refresh()

    def ask_to_hand_in(self) -> None:
        """Ask for the work to be handed in; where nothing is marked, ask first whether to."""
        if len(self._session.marking):
            self.hand_in_requested.emit()
            return
        sheet = ConfirmSheet(
            self._appearance,
            "Nothing is marked. Hand in all the same?",
            "You can mark something first: select words in the article and say what they are.",
            yes="Hand in all the same",
            no="Mark first",
            parent=self.window(),
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Enter takes the safer way here.
        sheet.no_button.setFocus(Qt.FocusReason.OtherFocusReason)
        sheet.confirmed.connect(self.hand_in_requested)
        sheet.rejected.connect(lambda: self.step_requested.emit(LessonStep.MARK))
        sheet.rejected.connect(self.article_requested)
        sheet.open()

    def refresh(self) -> None:
        """Look the work over now."""
        found = look_over(self._session.lesson, self._session.marking, RELATION_LABELS)
        for label_id, count in found.counts:
            self._counts[label_id].setText(str(count))
        self._show_points(found)

    # -- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        appearance = self._appearance
        column = self._scroll.column
        column.addWidget(heading(appearance, "A last look"))
        column.addWidget(
            paragraph(appearance, "You can hand in now, or go back and change whatever you like.")
        )
        column.addWidget(section(appearance, "What you marked"))
        column.addLayout(self._counts_grid())
        column.addWidget(self._open)
        column.addLayout(self._points)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self.hand_in)

    def _counts_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, label in enumerate(self._session.lesson.guide.labels):
            grid.addWidget(LabelBadge(self._appearance, label), row, 0)
            grid.addWidget(paragraph(self._appearance, label.plural), row, 1)
            grid.addWidget(self._counts[label.id], row, 2, Qt.AlignmentFlag.AlignRight)
        return grid

    # -- what is open -------------------------------------------------------------------------

    def _show_points(self, found: LookOver) -> None:
        """One card a point; a point that stays keeps its card, and with it the keyboard."""
        wanted = self._open_points(found)
        self._open.setText("Before you hand in" if "done" in wanted else "Still open")
        for key in [key for key in self.points if key not in wanted]:
            point = self.points.pop(key)
            self._points.removeWidget(point)
            point.hide()
            point.deleteLater()
        for place, (key, (icon, ink, text, action)) in enumerate(wanted.items()):
            if key not in self.points:
                point = self.points[key] = OpenPoint(self._appearance, icon, ink, action)
                point.action_requested.connect(lambda which=key: self._go(which))
                self._points.insertWidget(place, point)
            self.points[key].set_text(text)

    def _open_points(self, found: LookOver) -> dict[str, tuple[str, str, str, str]]:
        """Key → icon, colour role, sentence, what the button says."""
        if not found.total:
            text = "Nothing is marked yet. Select words in the article and say what they are."
            return {"empty": ("info", "accent_ink", text, "Go to marking")}
        points: dict[str, tuple[str, str, str, str]] = {}
        for kind in (RelationKind.SAID_BY, RelationKind.DENIES):
            count = len(found.missing_of(kind))
            if count:
                text = f"{lacking(count, kind)}."
                points[kind.value] = ("link", "accent_ink", text, "Tie them")
        if found.unsure:
            has = "does" if len(found.unsure) == 1 else "do"
            text = f"{plural(len(found.unsure), 'mark')} {has} not say how sure you are."
            points["unsure"] = ("help", "accent_ink", text, "Show the first")
        if found.unanswered:
            leaves = "leaves" if len(found.unanswered) == 1 else "leave"
            asked = " and ".join(f"“{ATTRIBUTES[name][0]}”" for name in found.questions)
            text = f"{plural(len(found.unanswered), 'mark')} {leaves} open: {asked}"
            points["asked"] = ("help", "accent_ink", text, "Show the first")
            self._first_unanswered = found.unanswered[0]
        guide = self._session.lesson.guide
        for each in found.painted:
            label = guide.label(each.label)
            # Rounded down, so that the sentence never says more than is there.
            share = 100 * each.words // each.of
            text = (
                f"{share}% of the words are marked as {label.plural.lower()}. "
                "Marking most of an article shows little. Is each of these marks really needed?"
            )
            points[f"painted {label.id}"] = ("warning", "other", text, "Look at them")
        if found.cut_small:
            text = (
                f"You made {found.total} marks. That is very many: pieces of a sentence say less "
                "than the whole thought. Could some of them be one mark?"
            )
            points["cut small"] = ("warning", "other", text, "Look at them")
        if not points:
            # Only what is known: how much there was to find was not counted here.
            return {"done": ("check", "found", self._done_text(found), "")}
        return points

    def _done_text(self, found: LookOver) -> str:
        guide = self._session.lesson.guide
        one = found.total == 1
        subject = "Your mark says" if one else f"Your {found.total} marks say"
        text = f"{subject} all that this lesson asks of {'it' if one else 'them'}."
        none = [f"no {guide.label(name).plural.lower()}" for name, n in found.counts if not n]
        if none:
            listed = " and ".join(part for part in (", ".join(none[:-1]), none[-1]) if part)
            return f"{text} You marked {listed}. If there are none, hand in; if unsure, look again."
        return f"{text} Whether you found everything, only you can check."

    def _go(self, key: str) -> None:
        if key in (RelationKind.SAID_BY.value, RelationKind.DENIES.value):
            self.step_requested.emit(LessonStep.CONNECT)
            return
        self.step_requested.emit(LessonStep.MARK)
        marks = self._session.marking.marks
        if key == "unsure":
            self._choose(next((m.id for m in marks if m.certainty is None), ""))
        elif key == "asked":
            self._choose(self._first_unanswered)
        elif key == "cut small":
            self._choose(marks[0].id if marks else "")
        elif key.startswith("painted "):
            label = key.removeprefix("painted ")
            self._choose(next((m.id for m in marks if m.label == label), ""))

    def _choose(self, mark_id: str) -> None:
        if mark_id:
            self.mark_chosen.emit(mark_id)

    def _follow(self) -> None:
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()


class OpenPoint(Card):
    """One thing that is open (or that all is done): sign, sentence, and the way there."""

    action_requested = Signal()

    def __init__(self, appearance: Appearance, icon: str, ink: str, action: str) -> None:
        super().__init__(appearance)
        self._icon, self._ink = icon, ink
        self._sign = QLabel()
        self._sign.setFixedSize(_SIGN, _SIGN)
        self._words = paragraph(appearance)
        self.action = Button(appearance, action) if action else None
        texts = QVBoxLayout()
        texts.setSpacing(8)
        texts.addWidget(self._words)
        if self.action is not None:
            self.action.clicked.connect(self.action_requested)
            texts.addWidget(self.action, alignment=Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(self._sign, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        appearance.changed.connect(self._recolour)
        self._recolour()

    def text(self) -> str:
        """The sentence."""
        return self._words.text()

    def set_text(self, text: str) -> None:
        """Say it with other figures."""
        self._words.setText(text)
        self.setAccessibleName(text)
        if self.action is not None:
            self.action.setAccessibleDescription(text)

    def _recolour(self) -> None:
        colour = getattr(self._appearance.theme, self._ink)
        self._sign.setPixmap(self._appearance.pixmap(self._icon, colour, _SIGN))
