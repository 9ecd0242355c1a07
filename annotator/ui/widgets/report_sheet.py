"""A report that can be read whole, copied and saved: what came in, what not, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.data.file_names import save_file
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.file_dialogs import ask_save
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import Sheet

#: Room on the screen for what stands around the lines, and the least and most for them.
_AROUND, _LEAST, _MOST = 420, 90, 300


class ReportSheet(Sheet):
    """``counts`` stand at the top, ``lines`` below; ``table`` gives the CSV, where there is one.

    All of it is shown as plain text: names and files come from others.
    """

    def __init__(
        self,
        appearance: Appearance,
        title: str,
        counts: Sequence[tuple[str, int]],
        lines: Sequence[str],
        *,
        table: Callable[[], bytes] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, title, parent)
        self.setMinimumWidth(560)
        self._title, self._counts, self._table = title, counts, table
        if counts:
            self.body.addLayout(self._grid(counts))
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setPlainText("\n".join(lines))
        self.lines.setAccessibleName("The report line by line")
        room = self.screen().availableGeometry().height() - _AROUND
        self.lines.setMinimumHeight(max(_LEAST, min(_MOST, room)))
        self.body.addWidget(self.lines, 1)
        self.hint = self.add_text("", ink="soft_ink", role=Role.SMALL)
        self.hint.hide()
        self.text_button = self.add_button("Save as text…")
        self.text_button.clicked.connect(self._ask_text)
        self.table_button = self.add_button("Save as a table…")
        self.table_button.setVisible(table is not None)
        self.table_button.clicked.connect(self._ask_table)
        self.close_button = self.add_button("Close", ButtonKind.PRIMARY)
        self.close_button.clicked.connect(self.accept)

    def _grid(self, counts: Sequence[tuple[str, int]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (what, number) in enumerate(counts):
            ink = "ink" if number else "soft_ink"
            grid.addWidget(TextLabel(self._appearance, what, ink=ink), row, 0)
            grid.addWidget(TextLabel(self._appearance, str(number), Role.STRONG, ink=ink), row, 1)
        return grid

    def text(self) -> str:
        """All of it as plain text."""
        counts = [f"{what}: {number}" for what, number in self._counts]
        return "\n".join([self._title, "", *counts, "", self.lines.toPlainText(), ""])

    def _ask_text(self) -> None:
        place = ask_save(self, "Save the report", f"{self._title}.txt", "Text (*.txt)")
        if place:
            self._save(Path(place), self.text().encode("utf-8"))

    def _ask_table(self) -> None:
        place = ask_save(self, "Save the report as a table", f"{self._title}.csv", "Tables (*.csv)")
        if place and self._table is not None:
            self._save(Path(place), self._table())

    def _save(self, path: Path, data: bytes) -> None:
        try:
            save_file(path, data)
        except AnnotatorError as error:
            text = " ".join(part for part in (error.happened, error.todo) if part)
        else:
            text = f"It is saved as “{path.name}”."
        self.hint.setText(text)
        self.hint.show()
        announce(self.hint, text)
