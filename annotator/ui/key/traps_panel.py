"""Traps: places where nothing is right, each with its reason."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.services.lessons.key_building import TrapOffer, proposed_traps
from annotator.services.lessons.key_editing import MAX_SENTENCE
from annotator.services.lessons.key_steps import KeyStep
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.key.session import KeySession
from annotator.ui.marking.note_field import NoteField
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.columns import ListBox, heading, paragraph
from annotator.ui.widgets.labels import ElidedLabel, Role
from annotator.ui.widgets.wrapping_rows import SentenceRows

_ID = Qt.ItemDataRole.UserRole + 1


class TrapsPanel(QWidget):
    """The list of traps; under it the one that is chosen."""

    trap_chosen = Signal(str)
    trap_requested = Signal()
    """Make a trap of the words that are selected."""

    def __init__(
        self, appearance: Appearance, session: KeySession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._session = appearance, session
        self._trap_id = ""
        self.list = QListWidget()
        self.list.setAccessibleName("Traps, in reading order")
        self.list.setItemDelegate(SentenceRows(appearance, self.list))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._row_chosen)
        self.add = Button(appearance, "Make the selected words a trap", icon="flag")
        self.add.clicked.connect(self.trap_requested)
        self.propose = Button(appearance, "", icon="plus")
        self.propose.clicked.connect(self._add_proposed)
        self._quote = ElidedLabel(appearance, "", Role.QUOTE, lines=2)
        self.remove = icon_button(appearance, "delete", "Remove this trap", kind=ButtonKind.QUIET)
        self.remove.clicked.connect(self._take_away)
        self.why = NoteField(
            appearance,
            session,
            title="Why nothing is right here (students read this)",
            name="Why nothing is right here",
            hint="For example: a photo credit says who took it",
            read=lambda trap_id: session.editing.trap(trap_id).why,
            write=session.set_trap_why,
            exists=session.editing.has_trap,
            limit=MAX_SENTENCE,
        )
        self._details = QWidget()
        self._lay_out()
        session.key_changed.connect(self._follow)
        self.refresh()

    @property
    def trap_id(self) -> str:
        """The chosen trap, or an empty string."""
        return self._trap_id

    def choose(self, trap_id: str) -> None:
        """Show a trap as chosen, without telling; an empty id chooses none."""
        if trap_id and not self._session.editing.has_trap(trap_id):
            trap_id = ""
        self._trap_id = trap_id
        blocked = self.list.blockSignals(True)
        ids = [trap.id for trap in self._session.editing.traps]
        self.list.setCurrentRow(ids.index(trap_id) if trap_id else -1)
        self.list.blockSignals(blocked)
        self.why.show_mark(trap_id)
        self._show_details()

    def focus_why(self) -> None:
        """Put the keyboard into the why."""
        self.why.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Take over what is being typed, now."""
        self.why.flush()

    def _lay_out(self) -> None:
        appearance = self._appearance
        hint = (
            "A trap is wrong under every label: a byline, a date, a photo credit, a lone “said”. "
            "Whoever marks it reads why."
        )
        row = QHBoxLayout()
        row.addWidget(self._quote, 1)
        row.addWidget(self.remove, alignment=Qt.AlignmentFlag.AlignTop)
        details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.addLayout(row)
        details.addWidget(self.why)
        self._box = ListBox(appearance, self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(heading(appearance, "Traps"))
        column.addWidget(paragraph(appearance, hint, soft=True))
        column.addWidget(self._box, 1)
        column.addWidget(self._details)
        column.addWidget(self.propose)
        column.addWidget(self.add)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

    def refresh(self) -> None:
        """List the traps as they are now; the chosen one stays chosen."""
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for trap in self._session.editing.traps:
            why = shortened(trap.why, 70) if trap.why else "no why yet"
            item = QListWidgetItem(f"{shortened(trap.quote, 60)}\n{why}")
            item.setData(_ID, trap.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"Trap: {trap.quote}. {why}")
            self.list.addItem(item)
        self.list.blockSignals(blocked)
        has_any = self.list.count() > 0
        self._box.setVisible(has_any)
        self._rest.setVisible(not has_any)
        self._show_proposed()
        self.choose(self._trap_id)

    def _show_proposed(self) -> None:
        offers = self._proposed()
        self.propose.setVisible(bool(offers))
        if offers:
            names = ", ".join(dict.fromkeys(offer.name for offer in offers))
            self.propose.set_label(f"Add {plural(len(offers), 'likely trap')}")
            self.propose.set_tip(f"{names}: each with a reason, and all can be changed")

    def _proposed(self) -> tuple[TrapOffer, ...]:
        session = self._session
        return proposed_traps(session.lesson.article, session.editing.key)

    def _add_proposed(self) -> None:
        offers = self._proposed()
        spans = [offer.span for offer in offers]
        made = self._session.add_traps(spans, {offer.span: offer.why for offer in offers})
        if made:
            self.trap_chosen.emit(made[0])

    def _show_details(self) -> None:
        self._details.setVisible(bool(self._trap_id))
        QTimer.singleShot(0, self.why.field, self.why.field.updateGeometry)
        if self._trap_id:
            self._quote.setText(self._session.editing.trap(self._trap_id).quote)
            self.why.refresh()

    def _row_chosen(self, row: int) -> None:
        if row >= 0:
            self.trap_chosen.emit(self.list.item(row).data(_ID))

    def _take_away(self) -> None:
        self.flush()
        if self._trap_id:
            self._session.remove_trap(self._trap_id)

    def _follow(self, step: KeyStep) -> None:
        if step.traps_before or step.traps_after:
            self.refresh()
        else:
            # An item may have taken the place of what was proposed as a trap.
            self._show_proposed()
