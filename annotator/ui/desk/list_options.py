"""How a class list is read: its letters, what parts its columns, its first row; all changeable."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from annotator.services.classes.class_lists import ClassList
from annotator.services.classes.list_columns import CODE_PAGES, DELIMITERS, ListOptions
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel

_SIGNS = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars", "": "nothing: a name a line"}
_FIRST_ROW = {True: "headings", False: "a student"}
_ALL_CLASSES = "all classes"


class ListOptionsRow(QWidget):
    """Shows how the list was read; what a person chooses goes before what was found out."""

    changed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: dict[str, object] = {}
        self._boxes: list[QComboBox] = []
        row = FlowLayout(self, gap=14, line_gap=8)
        self.letters = self._box(appearance, row, "Letters (code page)", "code_page")
        for code_page, words in CODE_PAGES.items():
            self.letters.addItem(words, code_page)
        self.delimiter = self._box(appearance, row, "Columns are split by", "delimiter")
        for sign in (*DELIMITERS, ""):
            self.delimiter.addItem(_SIGNS[sign], sign)
        self.first = self._box(appearance, row, "First row", "has_headings")
        for is_heading, words in _FIRST_ROW.items():
            self.first.addItem(words, is_heading)
        self.sheet = self._box(appearance, row, "Sheet or class", "sheet")
        self.turn = Check(appearance, "Turn first and last name round")
        self.turn.toggled.connect(self.changed)
        row.addWidget(self.turn)

    def options(self) -> ListOptions:
        """What a person said."""
        first = self._chosen.get("has_headings")
        delimiter = self._chosen.get("delimiter")
        return ListOptions(
            code_page=str(self._chosen.get("code_page", "")),
            delimiter=delimiter if isinstance(delimiter, str) else None,
            sheet=str(self._chosen.get("sheet", "")),
            has_headings=first if isinstance(first, bool) else None,
            is_turned=self.turn.isChecked(),
        )

    def forget(self) -> None:
        """Another list: nothing is said of it yet."""
        self._chosen.clear()
        self.unturn()

    def unturn(self) -> None:
        """Names stand as the columns say."""
        self.turn.blockSignals(True)
        self.turn.setChecked(False)
        self.turn.blockSignals(False)

    def show_list(self, listed: ClassList, *, is_file: bool) -> None:
        """Show how this list was read."""
        table, letters = listed.table, listed.table.letters
        is_text = letters is not None
        self._show(self.letters, is_text and is_file)
        self._show(
            self.delimiter, is_text and (bool(table.delimiter) or "delimiter" in self._chosen)
        )
        has_columns = (
            len(listed.columns) > 1 or listed.heading > 0 or "has_headings" in self._chosen
        )
        self._show(self.first, has_columns)
        self._show(self.sheet, len(table.sheets) > 1)
        self.turn.setVisible(listed.can_turn or self.turn.isChecked())
        if letters is not None:
            self._choose(self.letters, letters.code_page)
            self._choose(self.delimiter, table.delimiter)
        self._choose(self.first, listed.heading > 0)
        if self.sheet.count() != len(table.sheets) + table.is_roster:
            self.sheet.clear()
            if table.is_roster:
                self.sheet.addItem(_ALL_CLASSES, "")
            for each in table.sheets:
                self.sheet.addItem(each, each)
        self._choose(self.sheet, table.sheet)
        self.setVisible(any(box.isVisibleTo(self) for box in self._boxes))

    def _box(self, appearance: Appearance, row: FlowLayout, text: str, called: str) -> QComboBox:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        label = TextLabel(appearance, text, Role.SMALL)
        box = QComboBox()
        box.setAccessibleName(text)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        label.setBuddy(box)
        column.addWidget(label)
        column.addWidget(box)
        row.addWidget(holder)
        self._boxes.append(box)

        def choose(_at: int) -> None:
            self._chosen[called] = box.currentData()
            self.changed.emit()

        box.activated.connect(choose)
        return box

    def _show(self, box: QComboBox, shown: bool) -> None:
        holder = box.parentWidget()
        assert holder is not None
        holder.setVisible(shown)

    def _choose(self, box: QComboBox, value: object) -> None:
        place = box.findData(value)
        if place < 0 and isinstance(value, str) and value:
            box.addItem(value, value)
            place = box.count() - 1
        box.setCurrentIndex(place)


def proof_text(listed: ClassList) -> str:
    """A word that shows whether the letters are right, and how it would be otherwise."""
    letters = listed.table.letters
    if letters is None or not letters.proof:
        return ""
    if not letters.is_guess:
        return f"Reads: “{letters.proof}”."
    other = CODE_PAGES.get(letters.other_code_page, letters.other_code_page)
    also = f" In {other} it would be “{letters.other}”." if letters.other else ""
    return f"The letters are a guess: “{letters.proof}”.{also} Change them where this is wrong."
