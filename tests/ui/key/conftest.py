"""A teacher with a real file, a lesson from the shelf, and a key that is being written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.key import AnswerKey, KeyItem
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.data.data_file import DataFile
from annotator.services.lessons.key_desk import KeyDesk
from annotator.store.database import Database
from annotator.store.key_drafts import KeyDrafts
from annotator.store.schema import DatabaseKind
from annotator.ui.key.key_pages import KeyPages
from annotator.ui.key.page import KeyPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.page_stack import PageStack


@dataclass
class Study:
    """The pages of one key with its file behind it."""

    stack: PageStack
    pages: KeyPages
    desk: KeyDesk
    data: DataFile
    lesson: Lesson

    @property
    def page(self) -> KeyPage:
        return self.pages.page

    @property
    def key(self) -> AnswerKey:
        """What is written now."""
        return self.pages.session.editing.key

    def item(self, item_id: str = "") -> KeyItem:
        """An item as it is now; the chosen one unless another is named."""
        return self.pages.session.editing.item(item_id or self.page.chosen)

    def span(self, words: str) -> Span:
        """Where these words first stand in the article."""
        start = self.lesson.article.text.index(words)
        return Span(start, start + len(words))

    def on_disk(self) -> AnswerKey | None:
        """The draft as the file has it."""
        assert self.data.writer.flush()
        draft = KeyDrafts(self.data.db).load(self.lesson.id)
        return draft.key if draft else None

    def select(self, words: str) -> None:
        """Drag over words with the pointer."""
        view, span = self.page.view, self.span(words)
        view.ensure_span_visible(span)
        rects = view.rects_of(span)
        start = QPoint(rects[0].left() + 1, rects[0].center().y())
        end = QPoint(rects[-1].right(), rects[-1].center().y())
        port = view.viewport()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(port, (start + end) / 2)
        QTest.mouseMove(port, end)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """A key for the article."""
        self.page.view.setFocus()
        QTest.keyClick(self.page.view, key, modifier or Qt.KeyboardModifier.NoModifier)

    def write(self, field: QWidget, words: str) -> None:
        """Type into a field and leave it."""
        field.setFocus()
        QTest.keyClicks(field, words)
        self.page.view.setFocus()


@pytest.fixture
def teacher(tmp_path: Path) -> Iterator[DataFile]:
    """A teacher's file."""
    path = tmp_path / "teacher.db"
    data = DataFile.open(lambda: Database.open(path, kind=DatabaseKind.TEACHER))
    yield data
    assert data.close() is None


@pytest.fixture
def make_study(
    teacher: DataFile, dressed: Appearance, qtbot: QtBot
) -> Iterator[Callable[..., Study]]:
    """Opens the key of a lesson in a window that is shown."""
    made: list[PageStack] = []

    def make(lesson: Lesson, size: tuple[int, int] = (1280, 832)) -> Study:
        desk = KeyDesk(teacher, who="Ms Bell")
        stack = PageStack()
        stack.resize(*size)
        qtbot.addWidget(stack)
        pages = KeyPages(dressed, desk, lesson, stack)
        pages.show()
        with qtbot.waitActive(stack):
            stack.show()
            stack.activateWindow()
        made.append(stack)
        return Study(stack, pages, desk, teacher, lesson)

    yield make
    for stack in made:
        stack.hide()
