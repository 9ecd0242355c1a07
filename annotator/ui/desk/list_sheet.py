"""The sheet on which a class list is typed, pasted or read from a file, and looked over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from annotator.model.errors import AnnotatorError
from annotator.model.work import Student
from annotator.services.classes.class_lists import (
    ClassList,
    Left,
    ListedStudent,
    ListSource,
    read_class_list,
)
from annotator.services.classes.list_columns import ColumnMeaning, ListOptions
from annotator.services.classes.list_plan import ListPlan, SameOrNew
from annotator.ui.article.vocabulary import plural
from annotator.ui.desk.list_options import ListOptionsRow, proof_text
from annotator.ui.desk.list_question import RowPanel
from annotator.ui.desk.list_rows import ListRow, RowState, list_report, list_rows
from annotator.ui.desk.list_table import ListTable
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.file_dialogs import ask_open
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import ConfirmSheet, Sheet

#: What the chips show: their words, and the state; None stands for what a person should look at.
_FILTERS: tuple[tuple[str, RowState | None], ...] = (
    ("In the class", RowState.IN_CLASS),
    ("New", RowState.NEW),
    ("To look at", None),
    ("Left out", RowState.LEFT_OUT),
)
_ALL = "All"


#: Pixels that a window's title bar and frame take.
_TITLE_BAR = 60


class ClassListSheet(Sheet):
    """A list as a table: what each column is, what becomes of each row. Nothing is kept before the
    button is pressed.

    ``plan`` tells what the list would do to the class, by the answers given so far and by whether
    those who are not on it leave; ``about`` what is known of a student. A name that is among
    ``other_classes`` is asked about.
    """

    list_given = Signal(str, object)
    """The name of the class and the :class:`ListPlan`."""

    def __init__(
        self,
        appearance: Appearance,
        *,
        class_name: str,
        names: Sequence[str],
        plan: Callable[[Sequence[ListedStudent], Mapping[int, SameOrNew], bool], ListPlan],
        about: Callable[[Student], str],
        other_classes: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Class list" if class_name else "A new class", parent)
        self._plan_of, self._about = plan, about
        self._old = (class_name, tuple(names))
        self._other_classes = {each.casefold(): each for each in other_classes}
        self._source: ListSource | None = None
        self._plan = ListPlan()
        self._rows: tuple[ListRow, ...] = ()
        self._answers: dict[tuple[int, str], SameOrNew] = {}
        self._taken_in: set[int] = set()
        self._kept_out: set[int] = set()
        self._columns: tuple[ColumnMeaning, ...] | None = None
        # Its buttons have to be on the screen, the title bar above it too.
        room = self.screen().availableGeometry()
        self.resize(min(980, room.width()), min(720, room.height() - _TITLE_BAR))
        self._build_top(class_name, names)
        self._build_table()
        self.no_button = self.add_button("Not now")
        self.no_button.clicked.connect(self.reject)
        self.keep_button = self.add_button("", ButtonKind.PRIMARY)
        self.keep_button.clicked.connect(self._keep)
        self.field.textChanged.connect(self._typed)
        self.name_field.textChanged.connect(self._look_over)
        self._look_over()
        first = self.field if class_name else self.name_field
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- building ------------------------------------------------------------------------------

    def _build_top(self, class_name: str, names: Sequence[str]) -> None:
        asked = TextLabel(self._appearance, "Name of the class", Role.SMALL)
        row = QHBoxLayout()
        row.addWidget(asked)
        row.setSpacing(10)
        self.name_field = QLineEdit(class_name)
        self.name_field.setPlaceholderText("7B")
        self.name_field.setMaxLength(200)
        self.name_field.setAccessibleName("Name of the class")
        asked.setBuddy(self.name_field)
        self.file_button = Button(self._appearance, "From a file…", icon="file")
        self.file_button.setAutoDefault(False)
        self.file_button.clicked.connect(self._ask_for_file)
        self.type_button = Button(self._appearance, "Type or paste instead")
        self.type_button.setAutoDefault(False)
        self.type_button.clicked.connect(self.type_instead)
        row.addWidget(self.name_field, 1)
        row.addWidget(self.file_button)
        row.addWidget(self.type_button)
        self.body.addLayout(row)
        self.hint = self.add_text("", ink="soft_ink", role=Role.SMALL)
        self.field = QPlainTextEdit("\n".join(names))
        self.field.setProperty("field", True)
        self.field.setAccessibleName("Names of the students, one a line")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(120)
        self.body.addWidget(self.field)
        self.options = ListOptionsRow(self._appearance)
        self.options.changed.connect(self._look_over)
        self.body.addWidget(self.options)

    def _build_table(self) -> None:
        chips = FlowLayout(gap=6, line_gap=6)
        self.chips: dict[str, Chip] = {}
        for words, _state in ((_ALL, None), *_FILTERS):
            chip = Chip(self._appearance, words)
            chip.clicked.connect(lambda _on, chosen=words: self._filter(chosen))
            self.chips[words] = chip
            chips.addWidget(chip)
        self._chosen = _ALL
        self.next_button = Button(
            self._appearance,
            "Next to look at",
            kind=ButtonKind.QUIET,
            tip="The next row that asks something: Alt+Down",
        )
        self.next_button.setAutoDefault(False)
        self.next_button.clicked.connect(self.next_asked)
        QShortcut(QKeySequence("Alt+Down"), self, self.next_asked)
        chips.addWidget(self.next_button)
        self.body.addLayout(chips)
        self.table = ListTable(self._appearance)
        self.table.setMinimumHeight(160)
        self.table.head.meaning_chosen.connect(self._show_column)
        self.table.row_requested.connect(self.toggle_row)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_panel())
        self.body.addWidget(self.table, 1)
        self.panel = RowPanel(self._appearance)
        self.panel.answered.connect(self.answer)
        self.panel.toggled.connect(self.toggle_row)
        self.body.addWidget(self.panel)
        self.take_out = Check(self._appearance, "")
        self.take_out.toggled.connect(self._look_over)
        self.body.addWidget(self.take_out)
        self.report = self.add_text("", ink="soft_ink", role=Role.SMALL)

    # -- where the list is from ------------------------------------------------------------------

    def take_file(self, path: str) -> None:
        """Show the list in a file; what is wrong with it is said below."""
        try:
            source = ListSource.open(Path(path))
            listed = source.read(ListOptions())
        except AnnotatorError as error:
            self._show_report(str(error), "missed")
            return
        self._begin(source)
        self._look_at(listed)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def type_instead(self) -> None:
        """Go back to the field in which names are typed."""
        self._begin(None)
        self._look_over()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, source: ListSource | None) -> None:
        self._source = source
        # A list is seldom the whole class: it is never taken for all of it unasked.
        self.take_out.blockSignals(True)
        self.take_out.setChecked(False)
        self.take_out.blockSignals(False)
        self._forget()
        self.options.forget()

    def _forget(self) -> None:
        """What was said of rows and columns is about another list."""
        self._taken_in.clear()
        self._kept_out.clear()
        self._columns = None

    def _ask_for_file(self) -> None:
        kinds = "Lists (*.csv *.tsv *.txt *.xlsx *.zip);;All files (*)"
        if name := ask_open(self, "A class list", kinds):
            self.take_file(name)

    def _typed(self) -> None:
        self._forget()
        self._look_over()

    # -- what a person says of it ------------------------------------------------------------------

    def answer(self, number: int, answer: SameOrNew) -> None:
        """Who the student in a row is."""
        row = next((each for each in self._rows if each.number == number), None)
        if row is not None and row.student is not None:
            self._answers[number, row.student.name] = answer
            self._look_over()
            announce(self.panel, f"Row {number}: {self._texts_of(number)}")

    def toggle_row(self, number: int) -> None:
        """Take a row in that was left out, or leave one out."""
        row = next((each for each in self._rows if each.number == number), None)
        if row is None:
            return
        is_out = row.state is RowState.LEFT_OUT
        (self._taken_in if is_out else self._kept_out).add(number)
        (self._kept_out if is_out else self._taken_in).discard(number)
        self._look_over()
        announce(self.panel, f"Row {number}: {self._texts_of(number)}")

    def next_asked(self) -> None:
        """Choose the next row that a person should look at; from the last on to the first."""
        asked = [row.number for row in self.table.rows.rows if row.looked_at]
        if not asked:
            return
        now = self.table.current.number if self.table.current else 0
        self.table.choose(next((number for number in asked if number > now), asked[0]))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_column(self, place: int, meaning: ColumnMeaning) -> None:
        columns = list(self._listed.columns)
        self.options.unturn()
        columns = [
            ColumnMeaning.OTHER if each is meaning and at != place else each
            for at, each in enumerate(columns)
        ]
        columns[place] = meaning
        self._columns = tuple(columns)
        self._look_over()

    def _texts_of(self, number: int) -> str:
        return next((row.words for row in self._rows if row.number == number), "")

    # -- showing -----------------------------------------------------------------------------------

    def _read(self) -> ClassList:
        listed = self._read_with(self._taken_in)
        shared = self._shared_names(listed)
        return self._read_with(self._taken_in | shared) if shared else listed

    def _shared_names(self, listed: ClassList) -> set[int]:
        """Rows that repeat a name which as many students of the class share."""
        names = Counter(each.casefold() for each in self._old[1])
        names.subtract(each.name.casefold() for each in listed.students)
        shared = set()
        for each in listed.left_out:
            if each.why is Left.DOUBLE and names[each.text.casefold()] > 0:
                names[each.text.casefold()] -= 1
                shared.add(each.row)
        return shared

    def _read_with(self, taken_in: set[int]) -> ClassList:
        options = replace(
            self.options.options(),
            columns=self._columns,
            taken_in=frozenset(taken_in),
            kept_out=frozenset(self._kept_out),
        )
        if self._source is not None:
            return self._source.read(options)
        return read_class_list(self.field.toPlainText(), options)

    def _look_over(self) -> None:
        try:
            listed = self._read()
        except AnnotatorError as error:
            self.keep_button.setEnabled(False)
            self._show_report(str(error), "missed")
            return
        self._look_at(listed)

    def _look_at(self, listed: ClassList) -> None:
        """Show a list as it was read, and what it would do."""
        self._listed = listed
        name = " ".join(self.name_field.text().split())
        is_file = self._source is not None
        self.field.setVisible(not is_file)
        self.type_button.setVisible(is_file)
        students = self._listed.students
        answers = {
            each.row: self._answers[each.row, each.name]
            for each in students
            if (each.row, each.name) in self._answers
        }
        self._plan = self._plan_of(students, answers, self.take_out.isChecked())
        self._rows = list_rows(self._listed, self._plan)
        self.options.show_list(self._listed, is_file=is_file)
        self.hint.setText(
            f"From “{self._source.name}”. {proof_text(self._listed)}"
            if self._source is not None
            else "One student a line. You can paste a list, or columns from a table."
        )
        self._show_rows()
        self._show_absent()
        is_new = not self._old[0]
        self.keep_button.setEnabled(
            bool(name) and (self._plan.changes or is_new or name != self._old[0])
        )
        count = plural(len(students), "name")
        self.keep_button.set_label("Make the class" if is_new else f"Take over {count}")
        doubtful = any(row.looked_at for row in self._rows) or self._listed.left_out
        same = self._same_name
        report = list_report(self._listed, self._plan, self._rows)
        if same:
            report = f"There is a class called “{same}” already. {report}"
        self._show_report(report, "other" if doubtful or same else "soft_ink")

    @property
    def _same_name(self) -> str:
        """The name of another class that is called the same; empty where none is."""
        return self._other_classes.get(" ".join(self.name_field.text().split()).casefold(), "")

    def _show_rows(self) -> None:
        counts = {words: sum(_fits(row, state) for row in self._rows) for words, state in _FILTERS}
        counts[_ALL] = len(self._rows)
        if not counts[self._chosen]:
            self._chosen = _ALL
        for words, chip in self.chips.items():
            chip.set_label(f"{words} {counts[words]}")
            chip.setChecked(words == self._chosen)
            chip.setVisible(words == _ALL or counts[words] > 0)
        self.next_button.setVisible(counts["To look at"] > 0)
        states = dict(_FILTERS)
        shown = [
            row for row in self._rows if self._chosen == _ALL or _fits(row, states[self._chosen])
        ]
        now = self.table.current.number if self.table.current else 0
        width = len(self._listed.columns)
        headings = [self._listed.heading_of(at) or f"Column {at + 1}" for at in range(width)]
        before = self.table.rows.columnCount()
        self.table.rows.show_rows(self._rows, shown, headings)
        self.table.head.show_columns(headings, self._listed.columns)
        if before != self.table.rows.columnCount() or self._source is not None:
            self.table.set_widths()
        self.table.choose(now)
        self._show_panel()

    def _show_panel(self) -> None:
        row = self.table.current
        about = self._about(row.question.student) if row and row.question else ""
        self.panel.show_row(row, self._old[0], about)

    def _show_absent(self) -> None:
        absent = self._plan.absent
        self.take_out.setVisible(bool(absent))
        who = "the student" if len(absent) == 1 else f"the {len(absent)} students"
        self.take_out.set_label(f"Take {who} not on this list out of the class")

    def _filter(self, text: str) -> None:
        self._chosen = text
        self._show_rows()

    def _show_report(self, text: str, ink: str) -> None:
        self.report.set_ink(ink)
        self.report.setText(text)

    def _keep(self) -> None:
        if not self._same_name:
            self._give()
            return
        sheet = ConfirmSheet(
            self._appearance,
            "A second class with this name?",
            f"There is a class called “{self._same_name}” already. Two with one name are hard to "
            "tell apart on the desk and in the names of files.",
            yes="Use the name twice",
            no="Choose another name",
            dangerous=True,
            parent=self,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.confirmed.connect(self._give)
        sheet.open()

    def _give(self) -> None:
        self.list_given.emit(" ".join(self.name_field.text().split()), self._plan)
        self.accept()


def _fits(row: ListRow, state: RowState | None) -> bool:
    if state is None:
        return row.looked_at
    return row.state is state and (row.left is None or row.is_struck)
