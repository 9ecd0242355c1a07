"""The preferences of the student who works now, in use: colours and reading settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.model.attempt import Student
from annotator.services.data.preferences import ReadingSettings, StudentPreferences
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice


class PreferencesInUse(QObject):
    """Uses what a student has set, and keeps what is set now. Before there is a name nothing is
    kept."""

    reading_changed = Signal(object)
    """A ReadingSettings that is to be used from now on."""

    def __init__(
        self, appearance: Appearance, kept: StudentPreferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._kept = kept
        self._student_id = ""

    def take(self, student: Student | None) -> None:
        """Another student works from now on: their colours are used."""
        self._student_id = student.id if student is not None else ""
        if self._student_id:
            name = self._kept.theme(self._student_id)
            known = [choice.value for choice in ThemeChoice]
            self._appearance.choose(ThemeChoice(name) if name in known else ThemeChoice.SYSTEM)
        self._appearance.set_single_keys(self.reading().single_keys)

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Use other colours, and keep the choice."""
        self._appearance.choose(choice)
        if self._student_id:
            self._kept.keep_theme(self._student_id, choice.value)

    def reading(self) -> ReadingSettings:
        """The reading settings."""
        return self._kept.reading(self._student_id) if self._student_id else ReadingSettings()

    def use_reading(self, settings: ReadingSettings) -> None:
        """Use these from now on, and keep them."""
        if self._student_id:
            self._kept.keep_reading(self._student_id, settings)
        self._appearance.set_single_keys(settings.single_keys)
        self.reading_changed.emit(settings)

    def is_warm(self) -> bool:
        """Whether the student has done the warm-up or put it away."""
        return bool(self._student_id) and self._kept.is_warm(self._student_id)

    def warm_up_done(self) -> int:
        """How many sentences of the warm-up the student has answered."""
        return self._kept.warm_up_done(self._student_id) if self._student_id else 0

    def keep_warm_up_done(self, done: int) -> None:
        """So many sentences are answered, in their order."""
        if self._student_id:
            self._kept.keep_warm_up_done(self._student_id, done)

    def keep_warm(self) -> None:
        """The warm-up is not offered again."""
        if self._student_id:
            self._kept.keep_warm(self._student_id)

    def open_settings(self, anchor: QWidget) -> None:
        """The small window of reading settings below ``anchor``; it goes when it closes."""
        from annotator.ui.article.reading_settings import ReadingSettingsPopover

        popover = ReadingSettingsPopover(self._appearance, self.reading(), parent=anchor.window())
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popover.settings_changed.connect(self.use_reading)
        popover.theme_chosen.connect(self.choose_theme)
        popover.open_at(anchor)
