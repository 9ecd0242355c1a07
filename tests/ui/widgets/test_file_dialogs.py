"""File dialogs begin in Documents, or where the same thing was chosen last."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.file_dialogs import (
    LastFolders,
    ask_folder,
    ask_open,
    ask_open_many,
    ask_save,
    documents,
)
from annotator.ui.widgets.main_window import MainWindow

_KINDS = "Hand-ins (*.handin)"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Where each dialog began; each answers with something in ``tmp_path``."""
    seen: list[str] = []
    chosen = str(tmp_path / "a.handin")

    def answer(value: object) -> object:
        def act(_parent: object, _title: str, begin: str, *_kinds: str) -> object:
            seen.append(begin)
            return value

        return act

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer((chosen, "")))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", answer(([chosen], "")))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer((chosen, "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", answer(str(tmp_path)))
    return seen


def test_each_kind_begins_where_it_ended_last(
    appearance: Appearance, qtbot: QtBot, begun: list[str], tmp_path: Path
) -> None:
    window, kept = MainWindow(appearance), list[dict[str, str]]()
    qtbot.addWidget(window)
    window.last_folders = LastFolders({"gone": "/nowhere"}, kept.append)
    page = QWidget(window)
    assert ask_open(page, "Open", _KINDS).endswith("a.handin")
    assert ask_save(page, "Save", "b/c.handin", _KINDS).endswith("a.handin")
    assert ask_open_many(page, "Add", "PDF (*.pdf)")
    assert ask_folder(page, "Where to") == ask_folder(page, "Where to") == str(tmp_path)
    here = str(tmp_path)
    assert begun == [documents(), str(tmp_path / "b-c.handin"), documents(), documents(), here]
    # It is kept for the next start, once for each change.
    assert len(kept) == 3
    assert kept[-1][_KINDS] == here
    again = LastFolders(kept[-1])
    assert again.of(_KINDS) == here
    assert again.of("gone") == documents()


def test_documents_are_a_folder_of_the_person() -> None:
    assert Path(documents()).is_dir()
    assert Path(documents()) != Path.cwd()


def test_a_page_without_a_window_begins_in_documents(qtbot: QtBot, begun: list[str]) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    for _ in range(2):
        ask_open(page, "Open", _KINDS)
    assert begun == [documents()] * 2
