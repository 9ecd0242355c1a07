"""The students' file is backed up by itself, and not more often than it is due."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.model.errors import AnnotatorError
from annotator.services.data.backups import Backups
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.store.schema import DatabaseKind
from annotator.ui.app.app import _back_up_if_due
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.main_window import MainWindow

STUDENT = DatabaseKind.STUDENT


def back_up(qtbot: QtBot, workspace: Workspace, data: DataFile, window: MainWindow) -> None:
    worker = _back_up_if_due(workspace, data, window)
    qtbot.waitUntil(lambda: not worker.is_busy, timeout=10_000)
    assert worker.close()


def test_it_is_made_once_while_the_file_is_open(
    qtbot: QtBot, appearance: Appearance, tmp_path: Path
) -> None:
    window = MainWindow(appearance)
    qtbot.addWidget(window)
    with Workspace.open(tmp_path) as workspace, DataFile.open(workspace.opener(STUDENT)) as data:
        backups = Backups(workspace)
        for _ in range(2):
            back_up(qtbot, workspace, data, window)
            (made,) = backups.all(STUDENT)
            assert not backups.check(made)


def test_what_goes_wrong_is_in_the_log(
    qtbot: QtBot,
    appearance: Appearance,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(_backups: Backups, _kind: DatabaseKind) -> Path:
        raise AnnotatorError("The disk is full.")

    monkeypatch.setattr(Backups, "make", refuse)
    window = MainWindow(appearance)
    qtbot.addWidget(window)
    with Workspace.open(tmp_path) as workspace, DataFile.open(workspace.opener(STUDENT)) as data:
        back_up(qtbot, workspace, data, window)
    assert "The disk is full." in caplog.text
