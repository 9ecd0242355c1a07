"""Other labels that are right, and why those that students may well choose are not."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.key import KeyItem
from annotator.model.labels import Label
from annotator.services.lessons.key_editing import MAX_SENTENCE
from annotator.ui.key.session import KeySession
from annotator.ui.marking.note_field import NoteField
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel


class LabelsPart(QWidget):
    """A chip for every other label; a sentence for each that is not accepted."""

    def __init__(
        self, appearance: Appearance, session: KeySession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._item: KeyItem | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(TextLabel(appearance, "Also right as", Role.SMALL))
        chips = FlowLayout(gap=6, line_gap=6)
        column.addLayout(chips)
        self.chips: dict[str, Chip] = {}
        self.fields: dict[str, NoteField] = {}
        for label in session.lesson.guide.labels:
            chip = Chip(appearance, label.name, tip=f"Give full points for {label.name} here, too")
            chip.setAccessibleDescription("Also right for this item")
            chip.clicked.connect(lambda _on=False: self._choose())
            chips.addWidget(chip)
            self.chips[label.id] = chip
        for label in session.lesson.guide.labels:
            self.fields[label.id] = field = self._field(appearance, label)
            column.addWidget(field)

    def _field(self, appearance: Appearance, label: Label) -> NoteField:
        session, wrong = self._session, label.id
        title = f"Why not {label.name.lower()}?"

        def read(item_id: str) -> str:
            return session.editing.item(item_id).mistake_sentence(wrong)

        def write(item_id: str, text: str) -> None:
            session.set_mistake(item_id, wrong, text)

        return NoteField(
            appearance,
            session,
            title=title,
            name=title,
            hint="What students read who chose it",
            read=read,
            write=write,
            limit=MAX_SENTENCE,
        )

    def show_item(self, item: KeyItem) -> None:
        """Show an item; what was typed about the one before is kept."""
        self._item = item
        for label, chip in self.chips.items():
            chip.setVisible(label != item.label)
            chip.setChecked(label in item.also_labels)
        for label, field in self.fields.items():
            field.show_mark(item.id)
            field.setVisible(label not in item.labels)

    def flush(self) -> None:
        """Take over what is being typed, now."""
        for field in self.fields.values():
            field.flush()

    def leave(self) -> None:
        """Take over what is typed; no item is shown any more."""
        for field in self.fields.values():
            field.show_mark("")
        self._item = None

    def _choose(self) -> None:
        if self._item is not None:
            self.flush()
            wanted = [label for label, chip in self.chips.items() if chip.isChecked()]
            self._session.set_also_labels(self._item.id, wanted)
