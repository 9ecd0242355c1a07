"""Below a class list: what the chosen row asks, with the two names side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.services.classes.class_lists import ListedStudent
from annotator.services.classes.list_plan import ListAgreement, ListQuestion, SameOrNew
from annotator.ui.desk.list_rows import ListRow, RowState
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.painting import plain_tip

_AGREES = {
    ListAgreement.SCHOOL_ID: "Both have the same ID.",
    ListAgreement.MAIL: "Both have the same mail address, as brothers and sisters may.",
}


class RowPanel(QWidget):
    """Shows one row. A question is answered with 1, 2 or 3, too."""

    answered = Signal(int, object)
    """A row by its number, and the :class:`SameOrNew` for it."""
    toggled = Signal(int)
    """A row by its number was taken in, or left out."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._number = 0
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        self.words = ElidedLabel(appearance, "", Role.BODY)
        self.toggle = Button(appearance, "")
        self.toggle.setAutoDefault(False)
        self.toggle.clicked.connect(lambda: self.toggled.emit(self._number))
        self._pair = QWidget()
        row = QHBoxLayout(self._pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._one, self._two = _Person(appearance), _Person(appearance)
        row.addWidget(self._one, 1)
        row.addWidget(TextLabel(appearance, "↔", Role.STRONG))
        row.addWidget(self._two, 1)
        self.answer = ChoiceRow(
            appearance,
            "Who is it?",
            (
                (SameOrNew.NEW, "A new student"),
                (SameOrNew.SAME, "The same, named as here"),
                (SameOrNew.SAME_NEW_NAME, "The same, named as in the list"),
            ),
            optional=False,
        )
        self.answer.chosen.connect(lambda value: self.answered.emit(self._number, value))
        row.addWidget(self.answer, 2)
        line.addWidget(self.words, 1)
        line.addWidget(self._pair, 1)
        line.addWidget(self.toggle)

    def show_row(self, row: ListRow | None, class_name: str, about: str) -> None:
        """Show what a row asks; nothing for None. ``about`` tells of the student in the class."""
        self.setVisible(row is not None)
        if row is None:
            return
        self._number = row.number
        self.words.setText(f"Row {row.number}: {row.words}")
        self.words.setVisible(row.question is None)
        self.toggle.set_label("Take it in" if row.state is RowState.LEFT_OUT else "Leave it out")
        self._pair.setVisible(row.question is not None)
        if row.question is not None:
            self._show(row.question, class_name, about)

    def _show(self, question: ListQuestion, class_name: str, about: str) -> None:
        self._one.show_person("in the list", question.listed.name, _about(question.listed))
        agreement = f" {_AGREES[question.agreement]}" if question.agreement else ""
        self._two.show_person(
            f"in {class_name or 'the class'}", question.student.name, f"{about}{agreement}"
        )
        self.answer.set_value(question.answer)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Answers that wrap need their height said: a column of widgets asks for the least."""
        inside = self._pair.layout()
        if inside is not None and self._pair.isVisibleTo(self):
            inside.activate()
            least = self.answer.heightForWidth(self.answer.width())
            people = max(self._one.sizeHint().height(), self._two.sizeHint().height())
            self._pair.setMinimumHeight(max(least, people))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if self._pair.isVisible() and 0 <= number < len(SameOrNew):
            self.answered.emit(self._number, list(SameOrNew)[number])
            return
        super().keyPressEvent(event)


class _Person(Card):
    """One of two names, with what is known."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        self._where = TextLabel(appearance, "", Role.SMALL)
        self._name = ElidedLabel(appearance, "", Role.STRONG)
        self._about = ElidedLabel(appearance, "", Role.SMALL, lines=2)
        for label in (self._where, self._name, self._about):
            column.addWidget(label)

    def show_person(self, where: str, name: str, about: str) -> None:
        """Show where the name stands, the name, and what is known."""
        self._where.setText(where)
        self._name.setText(name)
        self._about.setText(about)
        self.setToolTip(plain_tip(f"{name} · {about}"))
        self.setAccessibleDescription(about)


def _about(listed: ListedStudent) -> str:
    parts = [listed.mail, f"ID {listed.id}" if listed.id else "", listed.section]
    return " · ".join(part for part in parts if part) or "no more than the name"
