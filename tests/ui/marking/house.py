"""The student's page over a real store: one data folder, pages that come and go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from annotator import assets
from annotator.model.attempt import Submission
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import OpenWork, Studying
from annotator.store.drafts import Drafts
from annotator.store.schema import DatabaseKind
from annotator.ui.marking.page import StudentPage
from annotator.ui.marking.session import LessonStep, MarkingSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import register_fonts
from annotator.ui.widgets.icons import IconSet
from annotator.ui.widgets.theme import ThemeChoice


@dataclass
class House:
    """A data folder with its file open, and the look of the windows."""

    workspace: Workspace
    data: DataFile
    studying: Studying
    shelf: LessonShelf
    appearance: Appearance

    def page(self, work: OpenWork) -> StudentPage:
        """A page in front, with its list of marks and the keyboard in the article."""
        session = MarkingSession(work.lesson, work.marking)
        page = StudentPage(self.appearance, session, student_name="Amara")
        session.setParent(page)
        page.resize(900, 560)
        page.view.setCursorWidth(0)
        page.show()
        page.activateWindow()
        page.panel.show_step(LessonStep.MARK)
        page.view.setFocus()
        QApplication.processEvents()
        return page

    def read(self, work: OpenWork) -> Submission:
        """What is on the disk, through a connection that has seen nothing else."""
        assert self.data.writer.flush(30)
        with self.workspace.database(DatabaseKind.STUDENT) as fresh:
            return Drafts(fresh).load(work.attempt.id, work.lesson.article.text)


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """Everything from an empty folder; nothing may be left unwritten at the end."""
    register_fonts()
    with Workspace.open(folder) as workspace:
        data = DataFile.open(workspace.opener(DatabaseKind.STUDENT))
        studying = Studying(data)
        resources = assets.resources_dir()
        appearance = Appearance(ThemeChoice.LIGHT, IconSet(resources / "icons"))
        guide = resources / "label_guide.toml"
        shelf = LessonShelf(assets.lessons_dir(), guide, data)
        yield House(workspace, data, studying, shelf, appearance)
        assert data.close() is None
        assert data.writer.refused == ()


def close(page: StudentPage) -> None:
    """Let go of a page, now."""
    page.hide()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def still(page: StudentPage) -> None:
    """Nothing chosen, selected or scrolled; no pointer, no caret, no bar."""
    page.choose("")
    page.view.words.clear()
    page.view.words.place_caret(0)
    page.view.verticalScrollBar().setValue(0)
    page.mark_bar.hide()
    page.bar.hide()
    page.view.clearFocus()
    QApplication.processEvents()
