"""The sheet on which a class card is typed: a name and four words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.classes.cards import SignedIn, open_card
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import Sheet, fit_height

_WORDS_HINT = "The four words are printed under your name. Capital letters don’t matter."


class CardSheet(Sheet):
    """Asks for a card until it is the right one. ``check`` raises an AnnotatorError where it is
    not; its sentence stands under the fields then, and what was typed stays."""

    signed_in = Signal(object)
    """A :class:`SignedIn`; the sheet is closed then."""
    went_on = Signal()
    """The student works without a card."""

    def __init__(
        self,
        appearance: Appearance,
        *,
        why: str,
        name: str = "",
        check: Callable[[SignedIn], None] = lambda _signed_in: None,
        may_go_without: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Your class card", parent)
        self._check = check
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self.setMaximumWidth(600)
        self.add_text(why)
        self.name_field = self._field("Name on the card", name)
        self.words_field = self._field("The four words", "")
        self.words_field.setPlaceholderText("four words")
        # What is typed here opens a student's work: no keyboard should learn it.
        self.words_field.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData
        )
        self.hint = self.add_text(_WORDS_HINT, ink="soft_ink", role=Role.SMALL)
        self.hint.setMinimumHeight(40)
        self.no_button = self.add_button("Not now")
        self.no_button.clicked.connect(self.reject)
        self.without_button = self.add_button("Go on without a card")
        self.without_button.setVisible(may_go_without)
        self.without_button.clicked.connect(self._go_without)
        self.open_button = self.add_button("Open my work", ButtonKind.PRIMARY)
        self.open_button.clicked.connect(self.open_it)
        for field in (self.name_field, self.words_field):
            field.returnPressed.connect(self._entered)
        first = self.words_field if name else self.name_field
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)

    def _field(self, name: str, text: str) -> QLineEdit:
        asked = TextLabel(self._appearance, name, Role.SMALL)
        field = QLineEdit(text)
        field.setMaxLength(200)
        field.setMinimumHeight(42)
        field.setAccessibleName(name)
        asked.setBuddy(field)
        self.body.addWidget(asked)
        self.body.addWidget(field)
        return field

    def _entered(self) -> None:
        if self.name_field.text().strip() and not self.words_field.text().strip():
            self.words_field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.open_it()

    def open_it(self) -> None:
        """Try what was typed; a fifth of a second, or longer on an old machine."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            signed_in = open_card(self.name_field.text(), self.words_field.text())
            self._check(signed_in)
        except AnnotatorError as error:
            self._show_hint(" ".join(part for part in (error.happened, error.todo) if part))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.accept()
        self.signed_in.emit(signed_in)

    def _go_without(self) -> None:
        self.accept()
        self.went_on.emit()

    def _show_hint(self, text: str) -> None:
        self.hint.set_ink("missed")
        self.hint.setText(text)
        fit_height(self)
        announce(self.hint, text, urgent=True)
        no_name = not self.name_field.text().strip()
        field = self.name_field if no_name else self.words_field
        field.setFocus(Qt.FocusReason.OtherFocusReason)
