"""The label guide: every label with its examples, search, Escape."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.labels import Label, LabelExample, Pattern
from annotator.ui.marking.example_view import ExampleView
from annotator.ui.marking.guide_panel import GuidePanel
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice, contrast
from tests.ui.marking.conftest import a_guide


@pytest.fixture
def panel(qtbot: QtBot, appearance: Appearance) -> Iterator[GuidePanel]:
    page = GuidePanel(appearance, a_guide())
    qtbot.addWidget(page)
    page.resize(300, 640)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    yield page
    page.close()


def shown(panel: GuidePanel) -> list[str]:
    return [
        entry.accessibleName()
        for entry, _ in panel.entries
        if entry.isVisibleTo(panel) and entry.accessibleName()
    ]


def test_every_label_and_every_rule(panel: GuidePanel) -> None:
    assert shown(panel) == ["Claim", "Denial", "Source", "Opinion"]
    said = [label.text() for label in panel.findChildren(QLabel)]
    claim = a_guide().labels[0]
    for text in (claim.definition, claim.inside, claim.contrast, *claim.usual_mistakes):
        assert text in said
    for rule in a_guide().edge_rules:
        assert rule in said
    assert all(lab.textFormat() is Qt.TextFormat.PlainText for lab in panel.findChildren(QLabel))


def test_search_by_keys_and_escape(qtbot: QtBot, panel: GuidePanel) -> None:
    panel.search.setFocus()
    QTest.keyClicks(panel.search, "plaque MILL")
    assert shown(panel) == ["Claim"]
    QTest.keyClicks(panel.search, " zebra")
    assert shown(panel) == []
    assert panel._nothing.isVisible()
    with qtbot.assertNotEmitted(panel.closed):
        QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.search.text() == ""
    assert len(shown(panel)) == 4
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel.search, Qt.Key.Key_Escape)


def test_the_close_button(qtbot: QtBot, panel: GuidePanel) -> None:
    with qtbot.waitSignal(panel.closed):
        QTest.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)


def test_a_label_is_brought_into_view(panel: GuidePanel) -> None:
    QTest.qWait(20)
    panel.show_label("opinion")
    assert panel._scroll.verticalScrollBar().value() > 0


def test_the_marked_words_and_no_others_are_tinted(qtbot: QtBot, appearance: Appearance) -> None:
    label = Label("claim", "Claim", "Claims", "C", Pattern.SOLID, "claim")
    # Two smileys before the quote: positions in code points and in UTF-16 differ by two.
    sentence = "😀😀 Well, the mill burned down in 1902, they say."
    view = ExampleView(appearance, label, LabelExample(sentence, "mill burned down in 1902", ""))
    qtbot.addWidget(view)
    view.resize(600, view.heightForWidth(600))
    view.show()
    qtbot.waitExposed(view)
    rects = view.marked_rects()
    assert rects
    before = view._layout.lineAt(0).cursorToX(view._start)
    x = before[0] if isinstance(before, tuple) else before
    assert min(rect.left() for rect in rects) == pytest.approx(x, abs=2)
    image = view.grab().toImage()
    tint, line = appearance.theme.label("claim").tint, appearance.theme.label("claim").line
    colours = {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in (2, 3)}
    assert tint.name() in colours
    assert contrast(line, appearance.theme.card) >= 3
    everywhere = [
        x
        for x in range(image.width())
        for y in range(image.height())
        if QColor(image.pixel(x, y)) == line
    ]
    assert min(everywhere) >= min(rect.left() for rect in rects) - 2
    assert max(everywhere) <= max(rect.right() for rect in rects) + 2
    assert "mill burned down in 1902" in view.accessibleName()
    view.close()


def test_a_narrow_example_wraps(qtbot: QtBot, appearance: Appearance) -> None:
    label = a_guide().labels[0]
    view = ExampleView(appearance, label, label.examples[0])
    qtbot.addWidget(view)
    assert view.heightForWidth(120) > view.heightForWidth(400)


@pytest.mark.parametrize("theme", list(ThemeChoice)[1:])
def test_pictures(
    panel: GuidePanel,
    appearance: Appearance,
    theme: ThemeChoice,
    picture: Callable[[QWidget, str], None],
) -> None:
    appearance.choose(theme)
    QTest.qWait(30)
    picture(panel, f"guide-{theme}")
    assert panel._scroll.inside.width() <= panel._scroll.viewport().width()
