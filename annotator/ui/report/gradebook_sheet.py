"""The sheet that asks how a platform's gradebook is filled: which column, how, and who is who."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QWidget

from annotator.services.classes.gradebooks import GradebookFilling, GradebookOptions
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.picker import PeoplePicker
from annotator.ui.widgets.sheets import Sheet

#: Rows of strangers that fit without scrolling.
_ROWS_SHOWN = 5


class GradebookSheet(Sheet):
    """One column, a few choices, and a line for each row that is no one in the class."""

    filled = Signal(object)
    """A GradebookResult, once the teacher has said yes."""

    def __init__(
        self,
        appearance: Appearance,
        filling: GradebookFilling,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Into a gradebook", parent)
        self.filling = filling
        self.setMinimumWidth(560)
        known = sum(bool(each.student_id) for each in filling.matches)
        rows = plural(len(filling.matches), "student")
        self.about = self.add_text(
            f"“{name}”, {filling.book.platform}: {rows} in it, {known} of them of this class.",
            ink="soft_ink",
        )
        self._add_column()
        self._add_choices()
        self.pickers: dict[int, PeoplePicker] = {}
        self._add_strangers()
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Save the filled copy…", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._take)
        self._show_choices()

    def _add_column(self) -> None:
        self.add_text("Which column is this lesson’s?", role=Role.STRONG)
        self.column = QComboBox()
        self.column.setAccessibleName("The column of this lesson")
        for each in self.filling.columns:
            most = f" · at most {each.most:f} points" if each.most is not None else ""
            self.column.addItem(f"{each.title}{most}", each)
        likely = self.filling.likely_column()
        self.column.setCurrentIndex(self.filling.columns.index(likely) if likely else -1)
        self.column.setPlaceholderText("Choose the column")
        self.column.currentIndexChanged.connect(lambda: self._show_choices())
        self.body.addWidget(self.column)

    def _add_choices(self) -> None:
        appearance = self._appearance
        self.scaled = Check(appearance, "As a share of the column’s most points")
        self.scaled.setChecked(True)
        self.zero = Check(appearance, "0 points for those who handed in nothing")
        self.zero.setToolTip("Without the tick their cells stay as they are.")
        self.remarks = Check(appearance, "With a remark: how many items were found")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        self.decimals = QComboBox()
        for text in ("whole points", "one decimal place", "two decimal places"):
            self.decimals.addItem(text)
        self.decimals.setCurrentIndex(2)
        self.decimals.setAccessibleName("How points are rounded")
        grid.addWidget(TextLabel(appearance, "Rounded to"), 0, 0)
        grid.addWidget(self.decimals, 0, 1)
        grid.setColumnStretch(2, 1)
        for check in (self.scaled, self.zero, self.remarks):
            self.body.addWidget(check)
        self.body.addLayout(grid)

    def _add_strangers(self) -> None:
        unknown = [each for each in self.filling.matches if not each.student_id]
        if not unknown:
            return
        taken = {each.student_id for each in self.filling.matches}
        people = [(who.id, who.name) for who in self.filling.students if who.id not in taken]
        self.add_text("Who are these?", role=Role.STRONG)
        self.add_text(
            "No one in the class has their number, address or name. Rows without an answer stay as "
            "they are.",
            ink="soft_ink",
        )
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for place, each in enumerate(unknown):
            picker = PeoplePicker(f"Who {each.name} is", people)
            grid.addWidget(ElidedLabel(self._appearance, each.name, Role.STRONG), place, 0)
            grid.addWidget(picker, place, 1)
            self.pickers[each.row] = picker
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumHeight(min(len(unknown), _ROWS_SHOWN) * 48)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(holder)
        holder.setAutoFillBackground(False)
        self.body.addWidget(scroll, 1)

    def _show_choices(self) -> None:
        column = self.column.currentData()
        self.yes_button.setEnabled(column is not None)
        self.scaled.setVisible(column is not None and column.most is not None)
        self.remarks.setVisible(column is not None and column.remarks is not None)

    def _take(self) -> None:
        for row, picker in self.pickers.items():
            if picker.chosen:
                self.filling.choose(row, picker.chosen)
        options = GradebookOptions(
            scaled=self.scaled.isChecked(),
            decimals=self.decimals.currentIndex(),
            zero=self.zero.isChecked(),
            remarks=self.remarks.isChecked() and not self.remarks.isHidden(),
        )
        result = self.filling.fill(self.column.currentData(), options)
        self.accept()
        self.filled.emit(result)
