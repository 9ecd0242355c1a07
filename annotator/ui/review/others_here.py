"""The other answers at the place of a decision, and one press that lets the key stand for all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.labels import LabelGuide
from annotator.services.marking.wording import label_of
from annotator.services.review.groups import DecisionGroup
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel

#: So many other answers are read out; of the rest it is said how many.
_MOST = 4


class OthersHere(QWidget):
    """Shown where several answers wait at one place.

    ``keep`` stands where the panel puts it: where that is low the lines may go out of sight, the
    button may not.
    """

    keep_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = TextLabel(appearance, "Other answers here", Role.STRONG, wrap=True)
        self.lines = [ElidedLabel(appearance, "", Role.SMALL, lines=2) for _ in range(_MOST + 1)]
        self.keep = Button(
            appearance,
            "",
            key="Alt+S",
            show_key=True,
            kind=ButtonKind.QUIET,
            tip="It was looked at, and what the key says holds for all of these; one step to undo",
        )
        self.keep.clicked.connect(self.keep_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 14, 6)
        column.setSpacing(4)
        column.addWidget(self._title)
        for line in self.lines:
            column.addWidget(line)
        self.hide()
        self.keep.hide()

    def show_others(
        self, others: Sequence[DecisionGroup], guide: LabelGuide, *, is_open: bool
    ) -> None:
        """Show what else waits at this place; nothing where nothing does.

        ``is_open``: the decision that is shown waits as well, and counts with them.
        """
        lines = [_group_text(group, guide) for group in others[:_MOST]]
        if len(others) > _MOST:
            left = len(others) - _MOST
            lines.append(f"and {plural(left, 'other answer')}")
        for number, line in enumerate(self.lines):
            line.setText(lines[number] if number < len(lines) else "")
            line.setVisible(number < len(lines))
        count = len(others) + is_open
        self.keep.set_label(f"Key stands for all {count} here" if count > 1 else "Key stands here")
        self.setVisible(bool(others))
        self.keep.setVisible(bool(others))


def _group_text(group: DecisionGroup, guide: LabelGuide) -> str:
    label = label_of(guide, group.answer.label).name
    count = plural(len(group.open), "paper")
    return f"{label} · {count} · “{shortened(group.quote, 90)}”"
