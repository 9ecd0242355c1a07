"""What tests of the window share: the faces registered once, a look, and a way to take pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from annotator import assets
from annotator.model.lesson import Lesson
from annotator.services.lessons.shelf import LessonShelf
from annotator.ui.widgets import fonts
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.icons import IconSet
from annotator.ui.widgets.style import apply_style
from annotator.ui.widgets.theme import ThemeChoice


@pytest.fixture(scope="session")
def _faces(qapp: QApplication) -> None:
    assert fonts.register_fonts() == ()


@pytest.fixture
def appearance(_faces: None) -> Iterator[Appearance]:
    """The theme and the icons of the program, in light colours."""
    appearance = Appearance(ThemeChoice.LIGHT, IconSet(assets.resources_dir() / "icons"))
    yield appearance
    appearance.deleteLater()


def dress(appearance: Appearance, app: QApplication) -> Appearance:
    """Give Qt's widgets the program's own style, now and whenever the theme changes."""
    apply_style(app, appearance.theme)
    appearance.changed.connect(lambda: apply_style(app, appearance.theme))
    return appearance


@pytest.fixture
def dressed(appearance: Appearance, qapp: QApplication) -> Appearance:
    """The look, with the program's own style on Qt's widgets."""
    return dress(appearance, qapp)


@pytest.fixture
def picture() -> Callable[[QWidget, str], None]:
    """Saves how a widget looks into the folder that ANNOTATOR_PICTURES names, if it is set."""
    folder = os.environ.get("ANNOTATOR_PICTURES", "")

    def take(widget: QWidget, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            assert widget.grab().save(str(Path(folder) / f"{name}.png"))

    return take


@pytest.fixture(scope="session")
def lesson() -> Lesson:
    """Lesson 3, with its key."""
    guide = assets.resources_dir() / "label_guide.toml"
    return LessonShelf(assets.lessons_dir(), guide).load("03-reservoir-leak")
