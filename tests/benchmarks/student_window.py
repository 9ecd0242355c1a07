"""The student's page in the program's own window, with a store on disk behind it, for measuring."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator import assets
from annotator.model.annotation import Annotation, Relation, RelationEnd, RelationKind, new_id
from annotator.model.article import Article
from annotator.model.changes import MarksChange
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import Studying
from annotator.store.schema import DatabaseKind
from annotator.ui.app.shell import Shell
from annotator.ui.marking.page import StudentPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import register_fonts
from annotator.ui.widgets.icons import IconSet
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.save_status import SaveNews
from annotator.ui.widgets.style import apply_style
from annotator.ui.widgets.theme import ThemeChoice
from tests.benchmarks.bench_page import make_marks

#: Every so many-th claim is tied to the source before it.
_TIED = 10
_PATIENCE = 30.0


def application() -> QApplication:
    """The one application, in the program's style, with its faces."""
    known = QApplication.instance()
    app = (
        known
        if isinstance(known, QApplication)
        else QApplication([*sys.argv[:1], "-style", "Fusion"])
    )
    register_fonts()
    return app


class PaintWatch(QObject):
    """Counts the paint events of a widget; the filter runs just before each."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        self._widget = widget
        widget.installEventFilter(self)

    def stop(self) -> None:
        """Count no more, and cost nothing from now on."""
        self._widget.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


class StudentWindow:
    """Window, shell, writer and store as the program builds them, in a folder of their own."""

    def __init__(self, folder: Path, size: tuple[int, int] = (1280, 832)) -> None:
        self.app = application()
        self._workspace = Workspace.open(folder)
        self._workspace.__enter__()
        self.news = SaveNews()
        opener = self._workspace.opener(DatabaseKind.STUDENT)
        self.data = DataFile.open(opener, on_state=self.news.report)
        self.studying = Studying(self.data)
        resources = assets.resources_dir()
        self.appearance = Appearance(ThemeChoice.LIGHT, IconSet(resources / "icons"))
        shelf = LessonShelf(assets.lessons_dir(), resources / "label_guide.toml", self.data)
        self.window = MainWindow(self.appearance)
        self.shell = Shell(
            self.window, self.appearance, self.studying, shelf, self.news, folder / "hand-ins"
        )
        self.shelf = shelf
        apply_style(self.app, self.appearance.theme)
        self.appearance.changed.connect(lambda: apply_style(self.app, self.appearance.theme))
        self.window.resize(*size)
        self.student = self.studying.current() or self._somebody()
        self.shell.take_student(self.student)
        #: One tick keeps a wait from sleeping for ever when nothing more is going to happen.
        self._tick = QTimer(self.window, interval=50)
        self._tick.timeout.connect(lambda: None)
        self._tick.start()

    def _somebody(self) -> Any:
        student = self.studying.add_person("Somebody")
        self.studying.choose(student.id)
        return student

    def lesson_of(self, article: Article) -> Lesson:
        """A lesson around an article, with all labels and ties."""
        return self.shelf.own_lesson(article)

    def save_marks(self, lesson: Lesson, count: int) -> None:
        """Put so many marks, some of them tied, on the disk."""
        work = self.studying.open_work(self.student, lesson)
        change = made_up(lesson.article, count)
        if change:
            work.marking.apply(change)
        self.studying.settle(60)

    def open(self, lesson: Lesson) -> StudentPage:
        """Open a lesson as a start card does; its page is on the screen when this returns."""
        self.shell.open(lesson)
        page = self.page
        watch = PaintWatch(page.view.viewport())
        self.window.show()
        self.until(lambda: watch.count > 0)
        return page

    @property
    def page(self) -> StudentPage:
        """The open lesson's page."""
        page = self.shell.student_page
        assert page is not None
        return page

    def leave(self) -> None:
        """Close the lesson and forget its page."""
        self.shell.leave_work()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.app.processEvents()

    def until(self, ready: Callable[[], bool]) -> None:
        """Let things happen until it is so; RuntimeError after half a minute."""
        end = time.monotonic() + _PATIENCE
        while not ready():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.monotonic() > end:
                raise RuntimeError("this never came about")

    def until_painted(self, painted: Callable[[], bool]) -> None:
        """Let things happen, without sleeping, until it is so; RuntimeError after half a minute."""
        end = time.monotonic() + _PATIENCE
        while not painted():
            self.app.processEvents()
            if time.monotonic() > end:
                raise RuntimeError("nothing was painted")

    def rest(self, seconds: float) -> None:
        """Let things happen for a while."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)

    def come_forward(self) -> None:
        """Be the window that keys go to: shortcuts are those of the active window."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.until(self.window.isActiveWindow)
            self.page.view.setFocus()
            self.rest(0.02)

    def select(self, span: Span) -> None:
        """Select words, with the small bar standing by them as after a moment's thought."""
        page = self.page
        page.view.words.select(span)
        page.bar.show_at(page.view.words.rect())
        self.app.processEvents()

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """A key of the article."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(self.page.view, key, held)

    def close(self) -> None:
        """Leave, write what is left, and let go of the folder."""
        self.leave()
        self.window.hide()
        self.window.deleteLater()
        self.data.close()
        self._workspace.__exit__(None, None, None)
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def made_up(article: Article, count: int) -> MarksChange:
    """So many marks, always the same, every tenth claim tied to a source."""
    chance = random.Random(count)
    seen: set[tuple[int, int, str]] = set()
    marks: list[Annotation] = []
    for painted in make_marks(article, count):
        mark = Annotation.on(article.text, painted.span, painted.label)
        if mark.identity not in seen:
            seen.add(mark.identity)
            marks.append(mark)
    sources = [mark for mark in marks if mark.label == "source"]
    claims = [mark for mark in marks if mark.label == "claim"][::_TIED]
    ties = [
        Relation(
            id=new_id(),
            kind=RelationKind.SAID_BY,
            source_id=claim.id,
            chain=((RelationEnd.mark(chance.choice(sources).id),),),
        )
        for claim in claims
        if sources
    ]
    return MarksChange("mark", after=tuple(marks), relations_after=tuple(ties))
