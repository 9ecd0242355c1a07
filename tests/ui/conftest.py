"""What tests of the window share: the faces registered once, and a look in the light theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from annotator import assets
from annotator.ui import fonts
from annotator.ui.icons import IconSet
from annotator.ui.look import Look
from annotator.ui.theme import ThemeChoice, ThemeSource


@pytest.fixture(scope="session")
def _faces(qapp: QApplication) -> None:
    assert fonts.register_fonts() == ()


@pytest.fixture
def look(_faces: None) -> Iterator[Look]:
    """The theme and the icons of the program, in light colours."""
    themes = ThemeSource(ThemeChoice.LIGHT)
    look = Look(themes, IconSet(assets.resources_dir() / "icons"))
    yield look
    look.deleteLater()
    themes.deleteLater()
