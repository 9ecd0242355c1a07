"""What painted widgets are to a screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.chips import Tag
from annotator.ui.widgets.columns import section
from annotator.ui.widgets.keycap import KeyCap
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.page_stack import Page, PageStack
from annotator.ui.widgets.progress import ProgressBar
from annotator.ui.widgets.spoken_roles import install_roles


def spoken(widget: QWidget) -> tuple[QAccessible.Role, str, str]:
    interface = QAccessible.queryAccessibleInterface(widget)
    texts = (interface.text(what) for what in (QAccessible.Text.Name, QAccessible.Text.Description))
    return (interface.role(), *texts)  # type: ignore[return-value]


@pytest.fixture(scope="module", autouse=True)
def _roles(qapp: object) -> None:
    install_roles()


def test_texts_have_their_roles(appearance: Appearance) -> None:
    role = QAccessible.Role
    made = {
        TextLabel(appearance, "Lessons", Role.TITLE): (role.Heading, "Lessons", ""),
        TextLabel(appearance, "Words"): (role.StaticText, "Words", ""),
        section(appearance, "What to do"): (role.Heading, "What to do", ""),
        ProgressBar(appearance, 0.4): (role.ProgressBar, "40 percent done", ""),
        Tag(appearance, "late"): (role.StaticText, "late", ""),
        KeyCap(appearance, "Ctrl+Z"): (role.StaticText, "Ctrl+Z", ""),
    }
    for widget, expected in made.items():
        assert spoken(widget) == expected
        widget.deleteLater()


def test_a_label_that_says_something_else_is_called_that(appearance: Appearance) -> None:
    label = TextLabel(appearance, "One", Role.HEADING)
    assert spoken(label)[1] == "One"
    label.setText("Two")
    assert spoken(label)[1] == "Two"
    label.deleteLater()


def test_what_is_cut_short_is_read_whole_and_without_mark_up(appearance: Appearance) -> None:
    label = ElidedLabel(appearance, "A very long name of <b>a lesson</b> that is cut")
    label.resize(60, 20)
    label._refresh()
    assert "…" in label.shown_lines()[-1]
    role, name, description = spoken(label)
    assert role is QAccessible.Role.StaticText
    assert name == description == label.text()
    label.deleteLater()


def test_a_page_is_called_by_its_title(appearance: Appearance) -> None:
    stack = PageStack()
    page = Page()
    stack.push(page, "Lessons")
    assert spoken(page)[:2] == (QAccessible.Role.Pane, "Lessons")
    stack.close_all()
    stack.deleteLater()
