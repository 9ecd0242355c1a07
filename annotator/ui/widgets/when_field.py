"""A field for a day and a time, with a calendar to choose the day from."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateTimeEdit, QWidget

from annotator.ui.widgets.appearance import Appearance


class WhenField(QDateTimeEdit):
    """A local day and time, to the minute. The calendar follows the theme.

    Its names are English; the day that a week begins with is that of the system's country.
    """

    def __init__(
        self, appearance: Appearance, moment: datetime.datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        country = QLocale.system().territory()
        self.setLocale(QLocale(QLocale.Language.English, country))
        self.setCalendarPopup(True)
        self.setDisplayFormat("d MMMM yyyy, HH:mm")
        calendar = self.calendarWidget()
        calendar.setLocale(self.locale())
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._recolour()
        appearance.changed.connect(self._recolour)
        self.set_moment(moment)

    @property
    def moment(self) -> datetime.datetime:
        """What is chosen, as UTC."""
        return datetime.datetime.fromtimestamp(self.dateTime().toSecsSinceEpoch(), datetime.UTC)

    def set_moment(self, moment: datetime.datetime) -> None:
        """Show ``moment``, in local time."""
        self.setDateTime(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())))

    def _recolour(self) -> None:
        # Qt's own red for the weekend can't be read on a dark ground.
        weekend = QTextCharFormat()
        weekend.setForeground(self._appearance.theme.soft_ink)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendarWidget().setWeekdayTextFormat(day, weekend)
