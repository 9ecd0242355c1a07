"""The whole window with real stores behind it, as a new person meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import Studying
from annotator.store.schema import DatabaseKind
from annotator.ui.app.shell import Shell
from annotator.ui.app.teacher_side import TeacherSide
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.save_status import SaveNews


@dataclass
class New:
    """A first start in an empty data folder."""

    window: MainWindow
    shell: Shell
    studying: Studying


@pytest.fixture
def new(tmp_path: Path, appearance: Appearance, qtbot: QtBot) -> Iterator[New]:
    with Workspace.open(tmp_path) as workspace:
        news = SaveNews()
        data = DataFile.open(workspace.opener(DatabaseKind.STUDENT), on_state=news.report)
        studying = Studying(data)
        shelf = LessonShelf(
            assets.lessons_dir(),
            assets.resources_dir() / "label_guide.toml",
            data,
        )
        window = MainWindow(appearance)
        qtbot.addWidget(window)
        teacher = TeacherSide(window, workspace, shelf)
        shell = Shell(
            window,
            appearance,
            studying,
            shelf,
            news,
            tmp_path / "hand-ins",
            teacher=teacher,
        )
        shell.show_start()
        window.resize(1093, 614)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        yield New(window, shell, studying)
        shell.leave_work()
        assert teacher.close() is None
        assert data.close() is None
