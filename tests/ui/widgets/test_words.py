"""Words on screen are never mark-up, follow the theme, and are cut where room ends."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPalette
from pytestqt.qtbot import QtBot

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.chips import Tag
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.keycap import KeyCap
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel, elided_lines
from annotator.ui.widgets.painting import plain_tip
from annotator.ui.widgets.save_status import SaveStatus
from annotator.ui.widgets.theme import ThemeChoice

HOSTILE = "<img src='http://x.invalid/a.png'><b>Li</b> &amp; R&D"


def test_words_are_plain_text(appearance: Appearance, qtbot: QtBot) -> None:
    words = TextLabel(appearance, HOSTILE)
    qtbot.addWidget(words)
    assert words.textFormat() is Qt.TextFormat.PlainText
    assert words.text() == HOSTILE
    plain = QFontMetrics(words.font()).horizontalAdvance(HOSTILE)
    assert words.sizeHint().width() >= plain


def test_words_follow_the_theme(appearance: Appearance, qtbot: QtBot) -> None:
    words = TextLabel(appearance, "Lessons", Role.HEADING)
    qtbot.addWidget(words)
    role = QPalette.ColorRole.WindowText
    assert words.palette().color(role) == appearance.theme.ink
    appearance.choose(ThemeChoice.DARK)
    assert words.palette().color(role) == appearance.theme.ink
    words.set_ink("found")
    assert words.palette().color(role) == appearance.theme.found


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_a_face(role: Role, appearance: Appearance, qtbot: QtBot) -> None:
    words = TextLabel(appearance, "Ag", role)
    qtbot.addWidget(words)
    assert words.font().family().startswith("Source")


def test_long_words_are_cut_and_whole_in_the_tip(appearance: Appearance, qtbot: QtBot) -> None:
    words = ElidedLabel(appearance, "Mayor Rejects Report of Reservoir Leak <b>", lines=2)
    qtbot.addWidget(words)
    words.resize(120, 60)
    with qtbot.waitExposed(words):
        words.show()
    assert len(words.shown_lines()) == 2
    assert words.shown_lines()[-1].endswith("…")
    assert "&lt;b&gt;" in words.toolTip()
    words.resize(600, 60)
    assert words.shown_lines() == ["Mayor Rejects Report of Reservoir Leak <b>"]
    assert words.toolTip() == ""
    assert words.accessibleName() == words.text()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=80
    ),
    width=st.integers(20, 400),
    most=st.integers(1, 4),
)
def test_lines_hold_the_text_in_order(text: str, width: int, most: int, qtbot: QtBot) -> None:
    lines = elided_lines(text, ui_font(), width, most)
    assert len(lines) <= most
    flat = " ".join(text.split())
    together = "".join("".join(line.split()) for line in lines)
    if "…" not in together:
        assert together == "".join(flat.split())


def test_a_tip_shows_what_it_is_given() -> None:
    assert plain_tip("a<b>\nc", "1") == "<p>a&lt;b&gt;<br>c (1)</p>"


def test_small_things_have_names(appearance: Appearance, qtbot: QtBot) -> None:
    tag, cap = Tag(appearance, "Student"), KeyCap(appearance, "F1")
    qtbot.addWidget(tag)
    qtbot.addWidget(cap)
    assert (tag.accessibleName(), cap.accessibleName()) == ("Student", "F1")
    tag.set_label("Teacher")
    assert tag.accessibleName() == "Teacher"


def test_saving_is_told_as_it_is(appearance: Appearance, qtbot: QtBot) -> None:
    status = SaveStatus(appearance)
    qtbot.addWidget(status)
    status.show_saving()
    assert status.text() == "Saving…"
    status.show_failed("The disk is full.")
    assert status.text() == "Not saved yet"
    assert status.accessibleDescription() == "The disk is full."
    status.show_saved()
    assert status.text() == "✓ Saved"


def test_one_word_of_saving_is_seen_at_a_time(appearance: Appearance, qtbot: QtBot) -> None:
    status = SaveStatus(appearance)
    qtbot.addWidget(status)
    status.show()
    for show in (status.show_saved, status.show_saving, lambda: status.show_failed("It is full.")):
        show()
        seen = [words for words in status.findChildren(TextLabel) if words.isVisibleTo(status)]
        assert [words.text() for words in seen] == [status.text()]
        assert status.sizeHint().width() == seen[0].sizeHint().width() > 0
    status.show_failed("It is gone.")
    assert seen[0].accessibleDescription() == "It is gone."
    assert "It is gone." in seen[0].toolTip()
