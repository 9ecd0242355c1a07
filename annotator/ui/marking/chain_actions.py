"""What can be done with the tie in hand, in the row of tools: joint, without a name, finish."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.model.annotation import EndKind, RelationEnd, RelationKind
from annotator.ui.article.vocabulary import SPANLESS
from annotator.ui.marking.chain import is_open_ended
from annotator.ui.marking.chain_maker import ChainMaker
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind

_IMPLIED_CHARS = 300
_CHANGE = {
    RelationKind.SAID_BY: "Change who says so",
    RelationKind.DENIES: "Change what it denies",
    RelationKind.SAME_AS: "Change the same source",
}
_ADD = {
    RelationKind.SAID_BY: "Add who says so",
    RelationKind.DENIES: "Add what it denies",
    RelationKind.SAME_AS: "Add the same source",
}


class ChainActions(QWidget):
    """Buttons for the mouse and for touch; all but the words of a denial have a key as well."""

    article_requested = Signal()
    """The keyboard goes back to the article."""

    def __init__(
        self, appearance: Appearance, maker: ChainMaker, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._maker = maker
        self.together = Button(
            appearance,
            "Together",
            icon="people",
            key="+",
            show_key=True,
            binds_key=False,
            tip="The next one says it together with the last one",
            checkable=True,
        )
        self.spanless = {
            kind: Button(appearance, text[:1].upper() + text[1:], checkable=True)
            for kind, text in SPANLESS.items()
        }
        self.hinted = Button(
            appearance,
            "Something it only hints at",
            icon="note",
            tip="Say in your own words what it says no to",
        )
        self.implied = QLineEdit()
        self.implied.setPlaceholderText("What does it say no to? Write it in your own words")
        self.implied.setAccessibleName("What it says no to, in your own words")
        self.implied.setMaxLength(_IMPLIED_CHARS)
        self.leave = Button(
            appearance,
            "Leave",
            kind=ButtonKind.QUIET,
            icon="close",
            key="Esc",
            show_key=True,
            binds_key=False,
            tip="Leave it as it was before",
        )
        self.finish = Button(
            appearance,
            "Finish",
            kind=ButtonKind.PRIMARY,
            icon="check",
            key="Enter",
            show_key=True,
            binds_key=False,
        )
        self.change = {kind: Button(appearance, "") for kind in _CHANGE}
        self.remove = Button(
            appearance, "Remove this tie", icon="delete", key="Del", binds_key=False
        )
        self._appearance = appearance
        self._lay_out()
        self._wire()
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.together, *self.spanless.values(), self.hinted):
            row.addWidget(widget)
        row.addWidget(self.implied, 1)
        for button in (*self.change.values(), self.remove):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.finish)

    def _wire(self) -> None:
        maker = self._maker
        maker.changed.connect(self.refresh)
        self.together.clicked.connect(maker.toggle_together)
        for end, button in self.spanless.items():
            button.clicked.connect(lambda _on, which=end: self.take(RelationEnd(which)))
        self.hinted.clicked.connect(self._write)
        self.implied.editingFinished.connect(self._keep_words)
        self.leave.clicked.connect(maker.leave)
        self.finish.clicked.connect(maker.finish)
        for kind, button in self.change.items():
            button.clicked.connect(lambda _on, which=kind: maker.begin(which))
        self.remove.clicked.connect(maker.remove)
        for pressed in (self.together, self.leave, self.finish, self.remove, *self.all_changes()):
            pressed.clicked.connect(self.article_requested)

    def all_changes(self) -> tuple[Button, ...]:
        """The buttons that begin a tie."""
        return tuple(self.change.values())

    def take(self, end: RelationEnd) -> None:
        """Nobody is named, or the article itself says so: that ends a chain."""
        self._maker.take(end)
        if end in (e for place in self._maker.chain for e in place):
            self._maker.finish()
        self.article_requested.emit()

    def refresh(self) -> None:
        """Offer what can be done now."""
        maker, making, kind = self._maker, self._maker.is_making, self._maker.kind
        chain = maker.chain
        says = making and kind is RelationKind.SAID_BY
        self.together.setVisible(says)
        self.together.setEnabled(bool(chain) and kind is not None and is_open_ended(kind, chain))
        self.together.setChecked(maker.is_together)
        for spanless, button in self.spanless.items():
            button.setVisible(says)
            button.setChecked(maker.pointed == RelationEnd(spanless))
        self.hinted.setVisible(making and kind is RelationKind.DENIES and not self.is_writing)
        if not (making and kind is RelationKind.DENIES):
            self.implied.hide()
        self.leave.setVisible(making)
        self.finish.setVisible(making)
        self.finish.setEnabled(bool(chain))
        many = len(chain) if kind is RelationKind.SAID_BY else 0
        self.finish.set_label(f"Finish with {many}" if many > 1 else "Finish")
        for each, button in self.change.items():
            button.setVisible(not making and each in maker.kinds)
            button.set_label((_CHANGE if maker.chain_of(each) else _ADD)[each])
        self.remove.setVisible(not making and bool(chain))

    @property
    def is_writing(self) -> bool:
        """Whether the field for what is only hinted at is open."""
        return not self.implied.isHidden()

    def buttons(self) -> list[Button]:
        """All of them, those first that can do without words."""
        return [self.hinted, self.remove, self.together, self.leave, self.finish]

    def _write(self) -> None:
        ends = [end for place in self._maker.chain for end in place]
        text = next((end.text for end in ends if end.kind is EndKind.IMPLIED), "")
        self.implied.setText(text)
        self.hinted.hide()
        self.implied.show()
        self.implied.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_words(self) -> None:
        if self.is_writing:
            text = self.implied.text()
            self.implied.hide()
            self._maker.take_implied(text)
            self.refresh()
            self.article_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.implied.hide()
            self._maker.leave()
            self.article_requested.emit()
            return
        super().keyPressEvent(event)
