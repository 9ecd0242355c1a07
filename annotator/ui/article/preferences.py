"""How whoever works now likes the page: colours and reading settings, kept for each person."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.model.attempt import Student
from annotator.services.marking.studying import Studying
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice

if TYPE_CHECKING:
    from annotator.ui.article.settings import ReadingSettings

_THEME, _READING, _WARM = "theme", "reading", "warm-up"


class Likings(QObject):
    """Reads and keeps what a student likes. Before anybody has given a name nothing is kept."""

    reading_changed = Signal(object)
    """A ReadingSettings that is to be used from now on."""

    def __init__(
        self, appearance: Appearance, studying: Studying, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._studying = studying
        self._student: Student | None = None

    def take(self, student: Student | None) -> None:
        """Somebody works from now on: their colours are used."""
        self._student = student
        if student is None:
            return
        name = self._studying.setting(_THEME, "system", student_id=student.id)
        known = [choice.value for choice in ThemeChoice]
        self._appearance.themes.choose(ThemeChoice(name if name in known else "system"))

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Use other colours, and keep the choice."""
        self._appearance.themes.choose(choice)
        self._keep(_THEME, choice.value)

    def reading(self) -> ReadingSettings:
        """The reading settings; what can't be understood is as the program came."""
        from annotator.ui.article.settings import ReadingSettings

        kept: Any = None
        if self._student is not None:
            kept = self._studying.setting(_READING, student_id=self._student.id)
        if not isinstance(kept, dict):
            return ReadingSettings()
        standard = ReadingSettings()
        good = {
            field.name: kept[field.name]
            for field in dataclasses.fields(ReadingSettings)
            if _fits(getattr(standard, field.name), kept.get(field.name))
        }
        return ReadingSettings(**good)

    def use_reading(self, settings: ReadingSettings) -> None:
        """Use these from now on, and keep them."""
        self._keep(_READING, dataclasses.asdict(settings))
        self.reading_changed.emit(settings)

    def is_warm(self) -> bool:
        """Whether whoever works now has done the warm-up or put it away."""
        return self._student is not None and bool(
            self._studying.setting(_WARM, False, student_id=self._student.id)
        )

    def keep_warm(self) -> None:
        """The warm-up is not offered again."""
        self._keep(_WARM, True)
        # The start page, which may come next, asks for it.
        self._studying.settle()

    def open_settings(self, anchor: QWidget) -> None:
        """The small window of reading settings below ``anchor``; it goes when it closes."""
        from annotator.ui.article.reading_settings import ReadingSettingsPopover

        popover = ReadingSettingsPopover(self._appearance, self.reading(), parent=anchor.window())
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popover.settings_changed.connect(self.use_reading)
        popover.theme_chosen.connect(self.choose_theme)
        popover.open_at(anchor)

    def _keep(self, key: str, value: Any) -> None:
        if self._student is not None:
            self._studying.set_setting(key, value, student_id=self._student.id)


def _fits(standard: object, value: object) -> bool:
    """Whether a kept value is of the kind that is wanted; a whole number does for a figure."""
    if isinstance(standard, bool):
        return isinstance(value, bool)
    if isinstance(standard, (int, float)):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, type(standard))
