"""A student's way back to work of before: the backups of this computer, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.attempt import Student
from annotator.model.moments import moment_text
from annotator.services.exchange.my_backups import BroughtBack, Held, MyBackups
from annotator.ui.article.vocabulary import plural
from annotator.ui.transfer.host import TransferHost
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import ScrollColumn
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.sheets import ConfirmSheet, Sheet, fit_height
from annotator.ui.widgets.worker import DataWorker

#: So many lessons of a backup are named; the others are counted.
_NAMED = 3


class MyBackupsSheet(Sheet):
    """``titles`` name the lessons by their id on the shelf."""

    wanted = Signal(object)
    """A :class:`Held`."""

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        held: Sequence[Held],
        titles: Mapping[str, str],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Bring my work back", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self.setMaximumWidth(680)
        self.add_text(
            f"The program makes a backup every day or so and keeps the last five. Here is what "
            f"they hold of {name}. Only your own work is brought back; nobody else’s is shown or "
            "changed.",
            ink="soft_ink",
        )
        self.rows: list[Button] = []
        column = ScrollColumn(spacing=8)
        column.setMinimumHeight(200 if held else 0)
        for each in held:
            column.column.addWidget(self._row(each, titles))
        if not held:
            text = "There is no backup yet. The first is made when you have worked a little."
            column.column.addWidget(TextLabel(appearance, text, wrap=True))
        column.column.addStretch(1)
        self.body.addWidget(column, 1)
        self.add_button("Close").clicked.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)

    def _row(self, held: Held, titles: Mapping[str, str]) -> Card:
        card = Card(self._appearance)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 8, 10, 8)
        words = QVBoxLayout()
        words.setSpacing(0)
        made = moment_text(held.backup.made)
        words.addWidget(TextLabel(self._appearance, made, Role.STRONG))
        words.addWidget(
            TextLabel(self._appearance, holds_text(held, titles), Role.SMALL, wrap=True)
        )
        row.addLayout(words, 1)
        button = Button(self._appearance, "Bring back…")
        button.setAutoDefault(False)
        button.setAccessibleName(f"Bring back my work of {made}")
        button.setEnabled(bool(held.work))
        button.clicked.connect(lambda: self._choose(held))
        self.rows.append(button)
        row.addWidget(button)
        return card

    def _choose(self, held: Held) -> None:
        self.accept()
        self.wanted.emit(held)


def holds_text(held: Held, titles: Mapping[str, str]) -> str:
    """What a backup holds, in words: "New Crossing (12 marks), Lunch Vote (3 marks)"."""
    if held.fault:
        return f"It can’t be used: {held.fault}"
    if not held.work:
        return "Nothing of yours is in it."
    named = [
        f"{titles.get(each.assignment_id or each.lesson_id, 'a lesson')} "
        f"({plural(each.marks, 'mark')})"
        for each in held.work[:_NAMED]
    ]
    more = len(held.work) - len(named)
    return ", ".join(named) + (f" and {plural(more, 'more lesson')}" if more else "")


class BringingBack(QObject):
    """Shows the sheet and does what is chosen on it, in the background."""

    def __init__(
        self, host: TransferHost, worker: DataWorker, backups: MyBackups, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._host, self._worker, self._backups = host, worker, backups
        self._report = host.error_reporter.show

    def show(self, student: Student) -> None:
        """Look into the backups, then show what they hold of this student."""

        def shown(held: tuple[Held, ...]) -> None:
            if self._host.student != student:
                return
            titles = {card.lesson_id: card.title for card in self._host.shelf.cards()}
            sheet = MyBackupsSheet(
                self._host.window.appearance, student.name, held, titles, parent=self._host.window
            )
            sheet.wanted.connect(lambda each: self.ask(student, each))
            sheet.open()

        self._worker.run(lambda _data: self._backups.held(student.id), shown, self._report)

    def ask(self, student: Student, held: Held) -> ConfirmSheet:
        """Ask once more, then bring it back."""
        made = moment_text(held.backup.made)
        sheet = ConfirmSheet(
            self._host.window.appearance,
            "Bring this back?",
            f"What you have not handed in will have the marks of {made} again. What you handed in "
            "stays handed in. What you have now goes into a backup first, so you can come back to "
            "it in the same way.",
            yes="Bring it back",
            parent=self._host.window,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.confirmed.connect(lambda: self._bring(student, held, made))
        sheet.open()
        return sheet

    def _bring(self, student: Student, held: Held, made: str) -> None:
        # The draft that is open must not change under its page.
        self._host.show_start()

        def done(result: BroughtBack) -> None:
            if self._host.student != student:
                return
            self._host.show_start()
            parts = []
            if result.back:
                parts.append(
                    f"{plural(result.back, 'piece of work is', 'pieces of work are')} back."
                )
            if result.changed:
                parts.append(
                    f"{plural(result.changed, 'lesson has', 'lessons have')} the marks of {made} "
                    "again."
                )
            if result.left_out:
                parts.append(f"{plural(len(result.left_out), 'piece')} could not be brought back.")
            self._host.window.banner.show_message(
                " ".join(parts) or f"Nothing was different on {made}.",
                kept="What you had before is in a backup of its own.",
                tone=Tone.CAREFUL if result.left_out else Tone.GOOD,
            )

        self._worker.run(
            lambda _data: self._backups.bring_back(held.backup, student.id),
            done,
            self._report,
        )
