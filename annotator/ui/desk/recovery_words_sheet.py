"""The recovery sheet on its way to paper, and the one try that it gets before the lock closes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.model.moments import date_text, utc_now
from annotator.services.data.desk_lock import DeskLock, NewLock
from annotator.ui.desk.asking_sheet import AskingSheet, error_text
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.file_dialogs import ask_save
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.worker import Cancelled, Progress


class RecoveryWordsSheet(AskingSheet):
    """First shows the words, to be printed or written down; then they are typed from the paper.

    Until they were, nothing is changed.
    """

    locked = Signal(bool)
    """The sheet was tried, and the lock is in place; whether older copies are locked, too."""

    def __init__(
        self,
        appearance: Appearance,
        lock: DeskLock,
        new: NewLock,
        *,
        teacher: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "The recovery sheet", parent, width=560)
        self._lock, self._new, self._teacher = lock, new, teacher
        self.body.addWidget(self._make_first())
        self.body.addWidget(self._make_second())
        self.add_hint()
        self.add_button("Not now").clicked.connect(self.reject)
        self.back_button = self.add_button("Show the words again")
        self.back_button.clicked.connect(lambda: self._show_step(is_try=False))
        self.next_button = self.add_button("I have them on paper", ButtonKind.PRIMARY)
        self.next_button.clicked.connect(lambda: self._show_step(is_try=True))
        yes = "Try it, and lock the desk" if new.passphrase else "Try it, and use this sheet"
        self.yes_button = self.add_button(yes, ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._try)
        self.field.returnPressed.connect(self.yes_button.click)
        self._show_step(is_try=False)

    def _make_first(self) -> QWidget:
        self.first, column = _column()
        column.addWidget(
            TextLabel(
                self._appearance,
                "These eight words open the desk if the passphrase is lost. Save the sheet and "
                "print it, or write the words down. Nothing is changed yet.",
                wrap=True,
            )
        )
        card = Card(self._appearance)
        grid = QGridLayout(card)
        grid.setContentsMargins(20, 12, 20, 12)
        grid.setHorizontalSpacing(24)
        words = self._new.code.split()
        rows = len(words) // 2
        for number, word in enumerate(words):
            label = TextLabel(self._appearance, f"{number + 1}   {word}", Role.STRONG)
            grid.addWidget(label, number % rows, number // rows)
        column.addWidget(card)
        self.save_button = Button(self._appearance, "Save the sheet…")
        self.save_button.setAutoDefault(False)
        self.save_button.clicked.connect(self._ask_for_place)
        column.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.saved = TextLabel(self._appearance, "", Role.SMALL, wrap=True)
        self.saved.hide()
        column.addWidget(self.saved)
        return self.first

    def _make_second(self) -> QWidget:
        self.second, column = _column()
        follows = (
            "it is put in place and the keys without a lock are deleted"
            if self._new.passphrase
            else "this sheet takes the place of the one from before"
        )
        column.addWidget(
            TextLabel(
                self._appearance,
                f"Type the eight words from the paper. When they open the lock, {follows}. If they "
                "don’t, nothing is changed.",
                wrap=True,
            )
        )
        self.field = QLineEdit()
        self.field.setMinimumHeight(42)
        self.field.setMaxLength(1000)
        self.field.setAccessibleName("The eight words of the sheet")
        self.field.setPlaceholderText("The eight words of the sheet")
        column.addWidget(self.field)
        return self.second

    def _show_step(self, *, is_try: bool) -> None:
        self.first.setVisible(not is_try)
        self.second.setVisible(is_try)
        self.hint.hide()
        for button in (self.back_button, self.yes_button):
            button.setVisible(is_try)
        self.next_button.setVisible(not is_try)
        self.fit()
        focus = self.field if is_try else self.save_button
        focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_for_place(self) -> None:
        name = ask_save(self, "Save the recovery sheet", "Recovery sheet.pdf", "PDF (*.pdf)")
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the sheet as a PDF; why it could not be is said below."""
        from annotator.ui.printing.recovery_sheet import write_recovery_sheet

        try:
            write_recovery_sheet(
                path,
                self._new.code,
                teacher=self._teacher,
                signed_by=self._new.signed_by,
                made=date_text(utc_now(), with_year=True),
            )
        except AnnotatorError as error:
            self.show_hint(error_text(error))
            return
        self.hint.hide()
        self.saved.setText(
            f"The sheet is “{path.name}”. Print it and delete the file: anyone who finds it can "
            "open your desk."
        )
        self.saved.show()
        self.fit()

    def _try(self) -> None:
        typed, lock, new = self.field.text(), self._lock, self._new

        def job(progress: Progress, _cancelled: Cancelled) -> bool:
            with lock.in_this_thread() as mine:
                return mine.finish(new, typed, progress)

        self.work("Trying the sheet…", job, self._end)

    def _end(self, is_tidy: bool) -> None:
        self.accept()
        self.locked.emit(is_tidy)


def _column() -> tuple[QWidget, QVBoxLayout]:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    return widget, column
