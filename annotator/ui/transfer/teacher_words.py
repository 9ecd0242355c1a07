"""The teacher's six words: told when they become known, shown, compared, and new ones typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.folder_intake import FLOOD, TakenIn
from annotator.services.marking.teachers import (
    KnownTeacher,
    NotTheTeacher,
    confirm,
    known_teachers,
    new_teachers,
    note_shown,
    take_words,
)
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.sheets import Sheet, fit_height

if TYPE_CHECKING:
    from annotator.ui.widgets.main_window import MainWindow

_WHAT = (
    "Your teacher’s files are signed, and these six words stand for the signature. Compare them "
    "with the words on your class card, or ask your teacher to read them out."
)
_NEW = "If your teacher has new words, type them here:"


class TeacherWordsSheet(Sheet):
    """Shows the six words of each teacher that is known here, and takes new ones."""

    typed = Signal(str)
    compared = Signal(str)
    """A key whose words are on the student's card."""

    def __init__(
        self,
        appearance: Appearance,
        teachers: tuple[KnownTeacher, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Your teacher’s six words", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.setMaximumWidth(640)
        self.add_text(_WHAT if teachers else "No teacher’s signed file has come here yet.")
        for each in teachers:
            self.add_text(each.words, role=Role.STRONG)
            self.add_text(f"{each.teacher or 'Your teacher'}: {each.how}.", ink="soft_ink")
        asked = TextLabel(appearance, _NEW, Role.SMALL)
        self.field = QLineEdit()
        self.field.setMaxLength(200)
        self.field.setMinimumHeight(42)
        self.field.setPlaceholderText("six words")
        self.field.setAccessibleName("Your teacher’s new six words")
        asked.setBuddy(self.field)
        self.body.addWidget(asked)
        self.body.addWidget(self.field)
        self.hint = self.add_text("", ink="missed", role=Role.SMALL)
        self.hint.hide()
        self.close_button = self.add_button("Close")
        self.close_button.clicked.connect(self.reject)
        self.take_button = self.add_button("Use the new words")
        self.take_button.clicked.connect(lambda: self.typed.emit(self.field.text()))
        self.field.returnPressed.connect(self.take_button.click)
        unsure = [each for each in teachers if not each.compared]
        self.same_button = self.add_button("They are on my card", ButtonKind.PRIMARY)
        self.same_button.setVisible(len(unsure) == 1)
        if len(unsure) == 1:
            self.same_button.clicked.connect(lambda: self._same(unsure[0].key))

    def _same(self, key: str) -> None:
        self.accept()
        self.compared.emit(key)

    def refuse(self, words: str) -> None:
        """Say why what was typed was not taken; it stays."""
        self.hint.setText(words)
        self.hint.show()
        fit_height(self)
        announce(self.hint, words, urgent=True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)


class TeacherWords(QObject):
    """Tells of teachers in the window's banner, and opens the sheet; ``changed`` is called when
    another key is taken."""

    def __init__(
        self, window: MainWindow, data: DataFile, changed: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._data, self._changed = window, data, changed
        self._shown_faults: set[str] = set()

    def show(self) -> TeacherWordsSheet:
        """Open the sheet."""
        teachers = known_teachers(self._data.db)
        sheet = TeacherWordsSheet(self._window.appearance, teachers, self._window)
        sheet.typed.connect(lambda words: self._take(words, sheet))
        sheet.compared.connect(lambda key: confirm(self._data, key))
        sheet.open()
        return sheet

    def _take(self, words: str, sheet: TeacherWordsSheet) -> None:
        try:
            self._data.call(lambda db: take_words(db, words))
        except AnnotatorError as error:
            sheet.refuse(" ".join(part for part in (error.happened, error.todo) if part))
            return
        sheet.accept()
        self._window.banner.show_message(
            "Your teacher’s new six words are in use now.",
            kept="Your work is as it was.",
            todo="Files that were refused before are looked at once more; open them again if they "
            "did not come from your class folder.",
            tone=Tone.GOOD,
        )
        self._changed()

    def show_new(self, news: str = "") -> bool:
        """Say whose key became known, after other news, and once; whether there was anybody."""
        teachers = new_teachers(self._data.db)
        if not teachers:
            return False
        one = teachers[0]
        new = "has a new key" if one.follows else "signs the files that come here"
        words = f"{one.teacher or 'Your teacher'} {new}. The six words are: {one.words}."
        self._window.banner.show_message(
            f"{news} {words}".strip(),
            todo="Compare them with your class card. If they differ, tell your teacher.",
            tone=Tone.NOTE,
        )
        note_shown(self._data, teachers)
        return True

    def show_refused(self, taken: TakenIn) -> None:
        """Say what lay in the class folder and is not the teacher's; the same once."""
        if taken.refused is not None:
            self._show_once(taken.refused)
        elif taken.strangers >= FLOOD:
            self._show_once(
                AnnotatorError(
                    "Many files in your class folder are not from your teacher.",
                    kept="They were left alone. Your lessons and your marks are as they were.",
                    todo="Tell your teacher, who can put them away.",
                )
            )

    def _show_once(self, error: NotTheTeacher | AnnotatorError) -> None:
        if error.happened not in self._shown_faults:
            self._shown_faults.add(error.happened)
            self._window.banner.show_error(error, tone=Tone.CAREFUL)
