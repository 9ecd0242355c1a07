"""Sheets of the review: accept for everyone, other points, a comment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.model.key import POINT
from annotator.services.review.points import points_text
from annotator.services.review.rescoring import Changed, KeyPreview, Rescore
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.progress import ProgressBar
from annotator.ui.widgets.sheets import Sheet
from annotator.ui.widgets.stepper import Stepper

#: Milliseconds of counting between two looks at what the teacher does.
_PIECE = 10.0
#: So many students are named in the preview.
_NAMED = 6
_QUARTER = POINT // 4


class EveryoneSheet(Sheet):
    """Says who would gain and who lose, before anything happens. ``name`` is whose a paper is.

    ``drops`` is the key's sentence on why this label is wrong, which goes with the acceptance.
    """

    accepted_for = Signal(str, bool)
    """(why, whether everybody has to find it)"""

    def __init__(
        self,
        appearance: Appearance,
        *,
        what: str,
        classes: Sequence[str],
        rescore: Rescore,
        name: Callable[[str], str],
        can_require: bool,
        drops: str = "",
        others: int = 0,
        title: str = "Accept for everyone",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, title, parent)
        self._rescore, self._name = rescore, name
        self.setMinimumWidth(520)
        self.add_text(what)
        self._add_scope(classes, others, drops)
        self._bar = ProgressBar(appearance)
        self.body.addWidget(self._bar)
        self.summary = self.add_text("Counting every paper…", role=Role.STRONG)
        self._people = QVBoxLayout()
        self._people.setSpacing(2)
        self.body.addLayout(self._people)
        self.require = Check(appearance, "Everybody has to find it from now on")
        self.require.setVisible(can_require)
        self.body.addWidget(self.require)
        self.why = QLineEdit()
        self.why.setMinimumHeight(42)
        self.why.setMaxLength(500)
        self.why.setPlaceholderText("Why (if you like); it stands in the log")
        self.why.setAccessibleName("Why")
        self.body.addWidget(self.why)
        self.no_button = self.add_button("Not now")
        self.no_button.clicked.connect(self.reject)
        self.yes_button = self.add_button(title, ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self.accept)
        self.accepted.connect(
            lambda: self.accepted_for.emit(self.why.text().strip(), self.require.isChecked())
        )
        self.why.returnPressed.connect(self.yes_button.click)
        self.yes_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._count_on)
        self._timer.start()
        self.finished.connect(self._timer.stop)

    def _add_scope(self, classes: Sequence[str], others: int, drops: str) -> None:
        """For whom it is, what stays as it is elsewhere, and what goes from the key."""
        where = " and ".join(filter(None, [", ".join(classes[:-1]), *classes[-1:]]))
        if where:
            self.add_text(
                f"It becomes part of the key for {where}.", ink="soft_ink", role=Role.SMALL
            )
        if others:
            many = plural(others, "assignment of another class keeps", "assignments keep")
            self.add_text(
                f"{many} the key as it is. If they are still working on it, nothing changes there.",
                ink="soft_ink",
                role=Role.SMALL,
            )
        if drops:
            self.add_text(
                f"The key then no longer says “{drops}” Undo brings that sentence back.",
                ink="soft_ink",
                role=Role.SMALL,
            )

    @property
    def is_counted(self) -> bool:
        """Whether every paper was counted with the new key."""
        return not self._timer.isActive()

    def _count_on(self) -> None:
        done = self._rescore.step(_PIECE)
        self._bar.set_share(self._rescore.done / self._rescore.of if self._rescore.of else 1.0)
        if done:
            self._timer.stop()
            self._bar.hide()
            self._show(self._rescore.preview)

    def _show(self, preview: KeyPreview) -> None:
        parts = []
        if preview.gains:
            parts.append(f"{plural(len(preview.gains), 'paper gains', 'papers gain')}")
        if preview.losses:
            parts.append(f"{plural(len(preview.losses), 'loses', 'lose')}")
        parts.append(f"{preview.same} as before")
        if preview.faults:
            parts.append(f"{len(preview.faults)} can’t be counted")
        self.summary.setText(", ".join(parts) + ".")
        half = _NAMED // 2
        shown = [*preview.gains[:_NAMED], *preview.losses[:half]]
        for each in shown:
            line = TextLabel(self._appearance, self._line(each), Role.SMALL, ink="ink")
            self._people.addWidget(line)
            # Now and not with the next event, so that the sheet can grow with it.
            line.show()
        rest = len(preview.gains) + len(preview.losses) - len(shown)
        if rest > 0:
            self._people.addWidget(TextLabel(self._appearance, f"and {rest} more", Role.SMALL))
        announce(self, self.summary.text())
        self.adjustSize()

    def _line(self, each: Changed) -> str:
        if each.of_before != each.of_after:
            # Fewer points of fewer may be more: the share is what counts.
            was, now = (f"{score}%" if score is not None else "–" for score in each.scores)
            return (
                f"{self._name(each.sha256)}   {was} → {now}   "
                f"({points_text(each.before)} of {points_text(each.of_before)} → "
                f"{points_text(each.after)} of {points_text(each.of_after)})"
            )
        sign = "+" if each.by > 0 else ""
        return (
            f"{self._name(each.sha256)}   {sign}{points_text(each.by)}   "
            f"({points_text(each.before)} → {points_text(each.after)})"
        )


class PointsSheet(Sheet):
    """Other points for a row, with a reason, which it needs."""

    points_given = Signal(int, str)
    """(micro-points, why)"""

    def __init__(
        self,
        appearance: Appearance,
        *,
        what: str,
        now: int,
        most: int,
        least: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Other points", parent)
        self.setMinimumWidth(440)
        self.add_text(what)
        self.stepper = Stepper(
            appearance,
            "Points",
            least=least / POINT,
            most=most / POINT,
            step=0.25,
            show=lambda value: points_text(round(value * 4) * _QUARTER),
        )
        self.stepper.set_value(now / POINT)
        self.body.addWidget(self.stepper)
        self.why = QLineEdit()
        self.why.setMinimumHeight(42)
        self.why.setMaxLength(500)
        self.why.setPlaceholderText("Why? The student reads this.")
        self.why.setAccessibleName("Why; the student reads this")
        self.body.addWidget(self.why)
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Give these points", ButtonKind.PRIMARY)
        self.yes_button.setEnabled(False)
        self.why.textChanged.connect(lambda text: self.yes_button.setEnabled(bool(text.strip())))
        self.why.returnPressed.connect(self.yes_button.click)
        self.yes_button.clicked.connect(self.accept)
        self.accepted.connect(self._give)
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        points = round(self.stepper.value * 4) * _QUARTER
        self.points_given.emit(points, self.why.text().strip())


class CommentSheet(Sheet):
    """Words for the student; what is written often stands on the keys Alt+1 to Alt+9."""

    commented = Signal(str)
    phrases_kept = Signal(list)

    def __init__(
        self,
        appearance: Appearance,
        *,
        whom: str,
        phrases: Sequence[str],
        title: str = "Comment",
        words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, title, parent)
        self._phrases = list(phrases)
        self.setMinimumWidth(520)
        self.add_text(whom, ink="soft_ink", role=Role.SMALL)
        self.field = QPlainTextEdit()
        self.field.setProperty("field", True)
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(title)
        self.field.setPlainText(words)
        self.field.setMinimumHeight(96)
        self.field.setMaximumHeight(150)
        self.body.addWidget(self.field)
        self._bank = QVBoxLayout()
        self._bank.setSpacing(4)
        self.body.addLayout(self._bank)
        self.buttons_for: list[Button] = []
        self._fill()
        self.keep = Check(appearance, "Keep these words for the next time")
        self.body.addWidget(self.keep)
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Say it", ButtonKind.PRIMARY)
        self.yes_button.setEnabled(bool(words))
        self.field.textChanged.connect(
            lambda: self.yes_button.setEnabled(bool(self.field.toPlainText().strip()))
        )
        self.yes_button.clicked.connect(self.accept)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.yes_button.click)
        self.accepted.connect(self._give_comment)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        for number, phrase in enumerate(self._phrases, 1):
            row = QHBoxLayout()
            button = Button(
                self._appearance, phrase, kind=ButtonKind.QUIET, key=f"Alt+{number}", show_key=True
            )
            button.clicked.connect(lambda _on=False, words=phrase: self._insert(words))
            row.addWidget(button)
            row.addStretch(1)
            self._bank.addLayout(row)
            self.buttons_for.append(button)

    def _insert(self, phrase: str) -> None:
        before = self.field.toPlainText().strip()
        self.field.setPlainText(f"{before} {phrase}".strip())
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_comment(self) -> None:
        comment = self.field.toPlainText().strip()
        if not comment:
            return
        if self.keep.isChecked():
            self.phrases_kept.emit([comment, *self._phrases])
        self.commented.emit(comment)
