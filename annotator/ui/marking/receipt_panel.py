"""After hand-in: what is known of the file, and no more."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.moments import moment_text
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.columns import ScrollColumn, heading, paragraph, section
from annotator.ui.widgets.file_card import FileCard
from annotator.ui.widgets.labels import Role, TextLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInReceipt:
    """What this computer knows of a hand-in.

    ``handed_in`` is UTC. ``put_there`` is what the student says; it is not checked.
    ``file_path`` is where the file lies here. ``late`` says that it came after the due time,
    ``on_its_way`` how far it is in the class folder, ``signature`` whose lesson it is,
    ``comes_back`` where a return can be read; all are empty where there is nothing to say.
    ``may_see_reasons``: nothing was marked, so the reasons of this practice are shown only when
    they are asked for.
    """

    file_name: str
    handed_in: datetime.datetime
    marks: int
    attempt: int = 1
    put_there: bool = False
    file_path: str = ""
    late: str = ""
    on_its_way: str = ""
    signature: str = ""
    comes_back: str = ""
    may_send: bool = False
    may_go_on: bool = False
    may_see_reasons: bool = False


class ReceiptPanel(QWidget):
    """Where the file is, and what to do with it. Who received it, the program can't know."""

    show_file_requested = Signal()
    save_copy_requested = Signal()
    go_on_requested = Signal()
    put_there_changed = Signal(bool)
    send_requested = Signal()
    reasons_requested = Signal()

    def __init__(
        self, appearance: Appearance, receipt: HandInReceipt, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._file = TextLabel(appearance, "", Role.STRONG, wrap=True)
        self._facts = TextLabel(appearance, "", Role.SMALL, wrap=True)
        self._late = TextLabel(appearance, "", Role.SMALL, ink="other", wrap=True)
        self._signature = TextLabel(appearance, "", Role.SMALL, wrap=True)
        self._way = paragraph(appearance)
        self._comes_back = paragraph(appearance)
        self._next = paragraph(appearance)
        self.card = FileCard(appearance, edge="found")
        self.send = Button(appearance, "Put it into the class folder", icon="hand-in")
        self.show_file = Button(appearance, "Show the file", kind=ButtonKind.PRIMARY, icon="folder")
        self.save_copy = Button(appearance, "Save a copy…", icon="copy")
        self.go_on = Button(appearance, "Go on marking", icon="retry")
        self._unmarked = paragraph(
            appearance, "You marked nothing, so the answers are not shown yet. What do you want?"
        )
        self.mark_first = Button(appearance, "Mark first", kind=ButtonKind.PRIMARY, icon="retry")
        self.see_reasons = Button(appearance, "Show me the answers")
        self.put_there = Check(appearance, "I have put it there")
        self._lay_out()
        self.show_file.clicked.connect(self.show_file_requested)
        self.save_copy.clicked.connect(self.save_copy_requested)
        self.go_on.clicked.connect(self.go_on_requested)
        self.mark_first.clicked.connect(self.go_on_requested)
        self.see_reasons.clicked.connect(self.reasons_requested)
        self.send.clicked.connect(self.send_requested)
        self.put_there.toggled.connect(self._put_there_changed)
        self.show_receipt(receipt)

    def show_receipt(self, receipt: HandInReceipt) -> None:
        """Show another receipt, for instance of a later attempt."""
        self._receipt = receipt
        self._file.setText(breakable(receipt.file_name))
        self._file.setAccessibleName(receipt.file_name)
        made = moment_text(receipt.handed_in, with_year=True)
        facts = [plural(receipt.marks, "mark"), f"made {made}"]
        if receipt.attempt > 1:
            facts.append(f"try number {receipt.attempt}")
        self._facts.setText(" · ".join(facts))
        self.card.set_path(receipt.file_path)
        self._late.setText(receipt.late)
        self._late.setVisible(bool(receipt.late))
        self._signature.setText(receipt.signature)
        self._signature.setVisible(bool(receipt.signature))
        is_changed = receipt.on_its_way != self._way.text()
        self._way.setText(receipt.on_its_way)
        self._way.setVisible(bool(receipt.on_its_way))
        if is_changed and receipt.on_its_way and self.isVisible():
            announce(self, receipt.on_its_way)
        self._comes_back.setText(receipt.comes_back)
        self._comes_back.setVisible(bool(receipt.comes_back))
        self.send.setVisible(receipt.may_send)
        by_hand = not receipt.on_its_way
        self._next.setVisible(by_hand)
        self.put_there.setVisible(by_hand)
        unmarked = receipt.may_see_reasons
        is_next = by_hand and not unmarked
        self.show_file.set_kind(ButtonKind.PRIMARY if is_next else ButtonKind.PLAIN)
        self.go_on.setVisible(receipt.may_go_on and not unmarked)
        for widget in (self._unmarked, self.mark_first, self.see_reasons):
            widget.setVisible(unmarked)
        blocked = self.put_there.blockSignals(True)
        self.put_there.setChecked(receipt.put_there)
        self.put_there.blockSignals(blocked)
        self._show_next(receipt.put_there)

    def _put_there_changed(self, put_there: bool) -> None:
        self._show_next(put_there)
        announce(self, self._next.text())
        self.put_there_changed.emit(put_there)

    def _show_next(self, put_there: bool) -> None:
        self._next.setText(
            "You say that it is there. Whether it has arrived, only your teacher can tell."
            if put_there
            else "Put it where your class collects work."
        )

    def _lay_out(self) -> None:
        appearance = self._appearance
        scroll = ScrollColumn(spacing=12)
        column = scroll.column
        column.addWidget(heading(appearance, "Your hand-in is a file"))
        card = self.card
        inside = QVBoxLayout(card)
        inside.setContentsMargins(18, 12, 14, 12)
        inside.setSpacing(4)
        inside.addWidget(self._file)
        inside.addWidget(self._facts)
        inside.addWidget(self._late)
        inside.addWidget(self._signature)
        column.addWidget(card)
        column.addWidget(self._unmarked)
        column.addWidget(self.mark_first)
        column.addWidget(self.see_reasons)
        column.addWidget(self._way)
        column.addWidget(self._comes_back)
        column.addWidget(self.send)
        column.addWidget(section(appearance, "What to do now"))
        column.addWidget(self._next)
        column.addWidget(self.show_file)
        column.addWidget(self.save_copy)
        column.addWidget(self.put_there)
        column.addWidget(self.go_on)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)


def breakable(name: str) -> str:
    """A file name that a narrow column can break: after each joining sign it may end a line.

    For the screen only; zero-width spaces never go anywhere else.
    """
    return "".join(f"{letter}\u200b" if letter in "-_." else letter for letter in name)
