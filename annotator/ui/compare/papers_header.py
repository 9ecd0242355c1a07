"""The header of the teacher's page: the lesson, its key, and what can be done with it."""

from __future__ import annotations

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, TextLabel

#: From these widths (logical pixels) the buttons have words, and the version is told.
_WORDY = 1000
_ROOMY = 760


class PapersHeader(PageHeader):
    """Title, version of the key, and buttons; how much of them is said depends on the width."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, "Teacher’s page", back_name="Back to the desk")
        self.version = TextLabel(appearance, "", Role.SMALL)
        self.lessons = Button(
            appearance, "Lessons", icon="book", tip="Choose another lesson", opens_menu=True
        )
        self.key = Button(appearance, "Answer key…", icon="note", tip="Write on this lesson’s key")
        self.assign = Button(
            appearance, "Assign…", icon="people", tip="Give this lesson to a class"
        )
        self.add = Button(appearance, "Add hand-ins…", kind=ButtonKind.PRIMARY, icon="receive")
        for widget in (self.version, self.lessons, self.key, self.assign, self.add):
            self.add_right(widget)

    def show_lesson(self, title: str, key_version: int) -> None:
        """Name the lesson and the version of its key."""
        self.set_title(title)
        self.version.setText(f"key version {key_version}")

    def fit(self, width: int) -> None:
        """Say as much as there is room for in ``width`` logical pixels."""
        for button in (self.lessons, self.key, self.assign):
            button.set_words_shown(width >= _WORDY)
        self.version.setVisible(width >= _ROOMY)
