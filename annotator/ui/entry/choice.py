"""Whose sheet is next: the class as a list, those with nothing in first, found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.model.names import folded
from annotator.services.marking.sheet_entry import SheetStudent
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.columns import ListBox, heading, paragraph
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import Banner
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.wrapping_rows import SentenceRows

_STUDENT = Qt.ItemDataRole.UserRole
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class StudentChoice(Page):
    """Type a part of the name, press Enter. The arrow keys go through the list meanwhile."""

    student_chosen = Signal(str)

    help_topic = "teacher"

    def __init__(self, appearance: Appearance, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._students: tuple[SheetStudent, ...] = ()
        self.header = PageHeader(
            appearance, f"Sheets marked on paper: {title}", back_name="Back to the desk"
        )
        self.header.back_requested.connect(self.back_requested)
        self.banner: Banner = Banner(appearance)
        self.name = QLineEdit()
        self.name.setAccessibleName("Whose sheet is it?")
        self.name.setPlaceholderText("Type a part of the name")
        self.name.setClearButtonEnabled(True)
        self.name.textChanged.connect(self._show_fitting)
        self.name.returnPressed.connect(self.take)
        self.name.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Students of the class")
        self.list.setItemDelegate(SentenceRows(appearance, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self.take())
        self.list.itemSelectionChanged.connect(self._enable)
        self.count = TextLabel(appearance, "", Role.SMALL)
        self.enter = Button(appearance, "Enter this sheet", kind=ButtonKind.PRIMARY, key="Return")
        self.enter.clicked.connect(self.take)
        inside = QWidget()
        inside.setMaximumWidth(680)
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(10)
        column.addWidget(heading(appearance, "Whose sheet is it?"))
        hint = "It is filed like a hand-in, and says that it came from paper."
        column.addWidget(paragraph(appearance, hint, soft=True))
        column.addWidget(self.name)
        column.addWidget(ListBox(appearance, self.list), 1)
        column.addWidget(self.count)
        column.addWidget(self.enter, 0, Qt.AlignmentFlag.AlignRight)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.header)
        outer.addWidget(self.banner)
        row = QVBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inside)
        row.setAlignment(inside, Qt.AlignmentFlag.AlignHCenter)
        inside.setMinimumWidth(420)
        outer.addLayout(row, 1)
        self.setFocusProxy(self.name)

    def show_students(self, students: Sequence[SheetStudent]) -> None:
        """Show the class as it is now; whatever was typed is taken away."""
        self._students = tuple(students)
        left = sum(1 for each in students if not each.tries)
        self.count.setText(f"{left} of {plural(len(students), 'student')} with nothing in yet")
        self.name.clear()
        self._show_fitting()
        self.name.setFocus()

    @property
    def chosen(self) -> str:
        """The id of the student who is pointed at, or an empty string."""
        index = self.list.currentIndex()
        return str(index.data(_STUDENT)) if index.isValid() else ""

    def take(self) -> None:
        """Enter the sheet of the student who is pointed at."""
        if self.chosen:
            self.student_chosen.emit(self.chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that go up and down a list do so while one types."""
        if isinstance(event, QKeyEvent) and self._is_step(event):
            self.list.event(event)
            return True
        return False

    @staticmethod
    def _is_step(event: QKeyEvent) -> bool:
        return event.type() == QEvent.Type.KeyPress and event.key() in _STEPS

    def _show_fitting(self) -> None:
        wanted = folded(self.name.text()).split()
        self.list.clear()
        for each in self._students:
            words = folded(each.student.name).split()
            if all(any(word.startswith(part) for word in words) for part in wanted):
                item = QListWidgetItem(f"{each.student.name}\n{_state(each)}")
                item.setData(_STUDENT, each.student.id)
                text = f"{each.student.name}, {_state(each)}"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._enable()

    def _enable(self) -> None:
        self.enter.setEnabled(bool(self.chosen))


def _state(each: SheetStudent) -> str:
    came = f"{plural(each.tries, 'hand-in')} already in" if each.tries else "nothing in yet"
    return f"{came} · a sheet is begun and not filed" if each.is_begun else came
