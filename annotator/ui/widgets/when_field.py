"""A field for a day and a time, with a calendar to choose the day from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateTimeEdit, QWidget

from annotator.ui.widgets.appearance import Appearance


class WhenField(QDateTimeEdit):
    """A day and a time, local. The calendar follows the theme."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setCalendarPopup(True)
        calendar = self.calendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._recolour()
        appearance.changed.connect(self._recolour)

    def _recolour(self) -> None:
        # Qt's own red for the weekend can't be read on a dark ground.
        weekend = QTextCharFormat()
        weekend.setForeground(self._appearance.theme.soft_ink)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendarWidget().setWeekdayTextFormat(day, weekend)
