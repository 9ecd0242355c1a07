"""The sheet on which a class list is typed, pasted or read from a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.classes.class_lists import ClassList, ListedStudent, read_class_list
from annotator.services.classes.list_columns import ListOptions
from annotator.services.classes.list_explanation import left_text
from annotator.services.classes.list_plan import ListPlan
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.file_dialogs import ask_open
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import Sheet

_MOST_TOLD = 4


class ClassListSheet(Sheet):
    """One name a line. Says before anything is kept what it will change.

    ``plan`` tells what a list of names does to the class. ``read_file`` gives the list in a file.
    """

    list_given = Signal(str, object)
    """The name of the class and the :class:`ListPlan`."""

    def __init__(
        self,
        appearance: Appearance,
        *,
        class_name: str,
        names: Sequence[str],
        plan: Callable[[Sequence[ListedStudent]], ListPlan],
        read_file: Callable[[str], ClassList],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Class list" if class_name else "A new class", parent)
        self._plan_of, self._read_file = plan, read_file
        self._plan = ListPlan()
        self.resize(620, 560)
        asked = TextLabel(appearance, "Name of the class", Role.SMALL)
        self.name_field = QLineEdit(class_name)
        self.name_field.setPlaceholderText("7B")
        self.name_field.setMaxLength(200)
        self.name_field.setAccessibleName("Name of the class")
        asked.setBuddy(self.name_field)
        self.body.addWidget(asked)
        self.body.addWidget(self.name_field)
        self.add_text(
            "One student a line. You can paste a list, or columns from a table.",
            ink="soft_ink",
            role=Role.SMALL,
        )
        self.field = QPlainTextEdit("\n".join(names))
        self.field.setProperty("field", True)
        self.field.setAccessibleName("Names of the students, one a line")
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(120)
        self.body.addWidget(self.field, 1)
        row = QHBoxLayout()
        self.file_button = Button(appearance, "From a file…", icon="file")
        self.file_button.clicked.connect(self._ask_for_file)
        self.swap = Check(appearance, "Turn first and last name round")
        self.swap.toggled.connect(self._look_over)
        row.addWidget(self.file_button)
        row.addWidget(self.swap)
        row.addStretch(1)
        self.body.addLayout(row)
        self.report = self.add_text("", ink="soft_ink")
        self.report.setMinimumHeight(44)
        self.no_button = self.add_button("Not now")
        self.no_button.clicked.connect(self.reject)
        self.keep_button = self.add_button(
            "Keep the list" if class_name else "Make the class", ButtonKind.PRIMARY
        )
        self.keep_button.clicked.connect(self._keep)
        self.field.textChanged.connect(self._look_over)
        self.name_field.textChanged.connect(self._look_over)
        self._old = (class_name, tuple(names))
        self._look_over()
        first = self.field if class_name else self.name_field
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_file(self, path: str) -> None:
        """Put the names of a file into the field; what is wrong with it is said below."""
        try:
            found = self._read_file(path)
        except AnnotatorError as error:
            self._say(str(error), "missed")
            return
        typed = self.field.toPlainText().strip()
        self.field.setPlainText("\n".join(part for part in (typed, *found.names) if part))

    def _ask_for_file(self) -> None:
        name = ask_open(self, "A class list", "Lists (*.csv *.tsv *.txt);;All files (*)")
        if name:
            self.take_file(name)

    def _look_over(self) -> None:
        name = " ".join(self.name_field.text().split())
        try:
            found = read_class_list(
                self.field.toPlainText(), ListOptions(is_turned=self.swap.isChecked())
            )
        except AnnotatorError as error:
            self.keep_button.setEnabled(False)
            self._say(str(error), "missed")
            return
        self.swap.setVisible(found.can_turn)
        self._plan = self._plan_of(found.students)
        self.keep_button.setEnabled(bool(name) and (self._plan.changes or name != self._old[0]))
        self._say(_report(found, self._plan), "other" if found.left_out else "soft_ink")

    def _say(self, words: str, ink: str) -> None:
        self.report.set_ink(ink)
        self.report.setText(words)

    def _keep(self) -> None:
        self.list_given.emit(" ".join(self.name_field.text().split()), self._plan)
        self.accept()


def _report(found: ClassList, plan: ListPlan) -> str:
    """What is in the list, what it changes, what was left out."""
    told = [f"{plural(len(found.names), 'student')} in the list."]
    if plan.new and (plan.kept or plan.asked):
        told.append(f"{len(plan.new)} new: {_some([each.name for each in plan.new])}.")
    if plan.asked:
        pairs = [f"{each.listed.name} (like {each.student.name})" for each in plan.asked]
        told.append(f"New, with a name like one that is here: {_some(pairs)}.")
    if plan.gone:
        told.append(
            f"Out of the class: {_some([each.name for each in plan.gone])}. Their work is kept."
        )
    for left in found.left_out[:_MOST_TOLD]:
        told.append(f"Row {left.row} is left out, {left_text(left)}: “{left.text[:40]}”.")
    if len(found.left_out) > _MOST_TOLD:
        told.append(f"{len(found.left_out) - _MOST_TOLD} more rows are left out.")
    return " ".join(told)


def _some(names: Sequence[str]) -> str:
    shown = [name if len(name) <= 40 else name[:39] + "…" for name in names[:3]]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(shown) + more
