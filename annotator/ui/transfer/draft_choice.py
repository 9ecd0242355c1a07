"""The sheet on which a student chooses between two versions of one piece of work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.moments import moment_text
from annotator.services.exchange.moving_drafts import Draft, DraftsFound
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import Sheet, fit_height


class DraftChoice(Sheet):
    """Says what each version has; none is chosen by itself and none is lost."""

    chosen = Signal(object)
    """A :class:`Draft` of those there, or None for the one that is here."""

    def __init__(
        self,
        appearance: Appearance,
        found: DraftsFound,
        title: str,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Which marks do you want to go on with?", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self.setMaximumWidth(640)
        self.add_text(
            f"You have marked “{title}” in two places, and each has marks that the other has not. "
            "Choose one. The other is kept as a file on this computer."
        )
        self.buttons_of: list[Button] = []
        if found.here is not None:
            marks = plural(len(found.here.annotations), "mark")
            self._add("On this computer", marks, None)
        for draft in found.there:
            marks = plural(len(draft.submission.annotations), "mark")
            saved = f"{marks} · saved {moment_text(draft.version.saved)}"
            self._add("From elsewhere", saved, draft)
        self.no_button = self.add_button("Not now")
        self.no_button.clicked.connect(self.reject)

    def _add(self, place: str, detail: str, draft: Draft | None) -> None:
        card = Card(self._appearance, edge="accent")
        row = QHBoxLayout(card)
        row.setContentsMargins(18, 12, 14, 12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(TextLabel(self._appearance, place, Role.STRONG))
        words.addWidget(TextLabel(self._appearance, detail, Role.SMALL, wrap=True))
        row.addLayout(words, 1)
        button = Button(self._appearance, "Go on with this")
        button.setAutoDefault(False)
        button.setAccessibleName(f"Go on with this: {place}, {detail}")
        button.clicked.connect(lambda: self._choose(draft))
        row.addWidget(button)
        self.buttons_of.append(button)
        self.body.addWidget(card)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)

    def _choose(self, draft: Draft | None) -> None:
        self.accept()
        self.chosen.emit(draft)
