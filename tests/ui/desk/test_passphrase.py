"""The desk's passphrase with real events: set with a sheet that is tried, changed, taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from nacl import pwhash
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from annotator.files.passphrase import WrongPassphrase
from annotator.files.sealing import FILE_NAME, is_locked
from annotator.services.data.desk_lock import DeskLock, Guard
from annotator.services.data.old_passphrase import SETTING
from annotator.store.preferences import Preferences
from annotator.ui.desk.passphrase_gate import PassphraseGate
from annotator.ui.desk.passphrase_sheets import ChangePassphraseSheet, PassphraseSheet
from annotator.ui.desk.passphrase_steps import PassphraseSteps
from annotator.ui.desk.recovery_words_sheet import RecoveryWordsSheet
from annotator.ui.widgets.appearance import Appearance
from tests.quick_lock import QUICK, WORDS, lock_desk
from tests.seeded import SeededDesk
from tests.ui.desk.conftest import Opened
from tests.ui.printing.test_pdf import pages, words_of

LEFT = Qt.MouseButton.LeftButton
OTHER = "four green frogs"


@pytest.fixture
def lock(seeded: SeededDesk) -> DeskLock:
    return DeskLock(seeded.data, cost=QUICK)


@pytest.fixture
def steps(open_desk: Callable[..., Opened]) -> PassphraseSteps:
    passphrase = open_desk().controller.passphrase
    assert passphrase is not None
    return passphrase


def fill(sheet: PassphraseSheet | ChangePassphraseSheet, old: str, new: str, again: str) -> None:
    for field, text in ((sheet.old, old), (sheet.new, new), (sheet.again, again)):
        field.setText(text)


def set_old(seeded: SeededDesk) -> None:
    """A passphrase as older versions kept it."""
    kept = pwhash.argon2id.str(WORDS.encode(), opslimit=1, memlimit=8 * 1024).decode("ascii")
    seeded.data.call(lambda db: Preferences(db).set(SETTING, kept))


def tried(
    steps: PassphraseSteps, sheet: PassphraseSheet | ChangePassphraseSheet, qtbot: QtBot
) -> RecoveryWordsSheet:
    """The sheet with the words, which comes when those of ``sheet`` were taken."""
    page = sheet.parent()
    assert page is not None
    qtbot.waitUntil(lambda: page.findChild(RecoveryWordsSheet) is not None)
    words = page.findChild(RecoveryWordsSheet)
    assert isinstance(words, RecoveryWordsSheet)
    return words


def shown_words(sheet: RecoveryWordsSheet) -> str:
    """The eight words as they can be read on the sheet."""
    return sheet._new.code


def test_it_is_set_with_a_sheet_that_was_tried(
    steps: PassphraseSteps, lock: DeskLock, seeded: SeededDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    ring = seeded.data.keys()
    asking = steps.ask()
    assert isinstance(asking, PassphraseSheet)
    assert not asking.old.isVisible()
    for new, again, told in (
        (WORDS, "three blue heron", "not the same"),
        ("too short", "too short", "at least 10"),
    ):
        fill(asking, "", new, again)
        qtbot.mouseClick(asking.yes_button, LEFT)
        assert told in asking.hint.text()
        assert not asking.is_busy
    fill(asking, "", WORDS, WORDS)
    qtbot.mouseClick(asking.yes_button, LEFT)
    words = tried(steps, asking, qtbot)
    assert lock.guard is Guard.NONE
    assert words.first.isVisible()
    qtbot.mouseClick(words.next_button, LEFT)
    assert not words.first.isVisible(), "it is typed from the paper"
    assert words.field.hasFocus() or not words.isActiveWindow()
    qtbot.keyClicks(words.field, "adapt basic cactus dance eagle fabric garden hamster")
    qtbot.mouseClick(words.yes_button, LEFT)
    qtbot.waitUntil(words.hint.isVisible)
    assert "not the eight words" in words.hint.text()
    assert lock.guard is Guard.NONE
    code = shown_words(words)
    words.field.setText(" ".join(word[:4] for word in code.split()))
    qtbot.keyClick(words.field, Qt.Key.Key_Return)
    assert not words.yes_button.isEnabled()
    words.reject()
    with qtbot.waitSignal(words.locked):
        assert words.isVisible(), "what was begun ends in one state or the other"
    assert is_locked(tmp_path / FILE_NAME)
    assert "was tried" in steps._page.banner.text()
    assert "does not lock names" in steps._page.banner.text()
    assert seeded.data.keys() == ring
    assert lock.open(code)


def test_leaving_the_sheet_leaves_all_as_it_was(
    steps: PassphraseSteps, lock: DeskLock, qtbot: QtBot
) -> None:
    asking = steps.ask()
    assert isinstance(asking, PassphraseSheet)
    fill(asking, "", WORDS, WORDS)
    qtbot.keyClick(asking.again, Qt.Key.Key_Return)
    words = tried(steps, asking, qtbot)
    qtbot.keyClick(words, Qt.Key.Key_Escape)
    assert not words.isVisible()
    assert lock.guard is Guard.NONE


def test_the_sheet_on_paper_holds_the_words(
    appearance: Appearance,
    lock: DeskLock,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # With letters that a face may join.
    new = replace(lock.begin(WORDS), code="drift fitness left gift office shaft affair swift")
    sheet = RecoveryWordsSheet(appearance, lock, new, teacher="Ms Bell <b>")
    qtbot.addWidget(sheet)
    sheet.show()
    path = tmp_path / "sheet.pdf"
    answer: list[str] = [str(tmp_path / "no folder" / "sheet.pdf"), str(path)]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (answer.pop(0), ""))
    qtbot.mouseClick(sheet.save_button, LEFT)
    assert "could not be written" in sheet.hint.text()
    qtbot.mouseClick(sheet.save_button, LEFT)
    assert "delete the file" in sheet.saved.text()
    plain = words_of(path.read_bytes())
    assert "Recovery sheet of Ms Bell <b>" in plain
    for number, word in enumerate(new.code.split(), start=1):
        assert f"{number} {word}" in plain
    assert new.signed_by in plain
    assert WORDS not in plain
    assert pages(path.read_bytes()) == 1


def test_it_is_changed_renewed_and_taken_away(
    steps: PassphraseSteps, lock: DeskLock, seeded: SeededDesk, qtbot: QtBot
) -> None:
    ring = seeded.data.keys()
    code = lock_desk(seeded.data)
    sheet = steps.ask()
    assert isinstance(sheet, ChangePassphraseSheet)
    fill(sheet, "wrong", OTHER, OTHER)
    qtbot.mouseClick(sheet.yes_button, LEFT)
    qtbot.waitUntil(sheet.hint.isVisible)
    assert "neither the passphrase" in sheet.hint.text()
    sheet.old.setText(code)
    with qtbot.waitSignal(sheet.changed):
        qtbot.mouseClick(sheet.yes_button, LEFT)
    assert "The passphrase is changed." in steps._page.banner.text()
    with pytest.raises(WrongPassphrase):
        lock.open(WORDS)
    sheet = steps.ask()
    assert isinstance(sheet, ChangePassphraseSheet)
    fill(sheet, OTHER, "", "")
    qtbot.mouseClick(sheet.sheet_button, LEFT)
    words = tried(steps, sheet, qtbot)
    words.field.setText(shown_words(words))
    with qtbot.waitSignal(words.locked):
        words.yes_button.click()
    assert "Tear the old one up." in steps._page.banner.text()
    with pytest.raises(WrongPassphrase):
        lock.open(code)
    sheet = steps.ask()
    assert isinstance(sheet, ChangePassphraseSheet)
    fill(sheet, OTHER, "", "")
    with qtbot.waitSignal(sheet.taken_away):
        qtbot.mouseClick(sheet.remove_button, LEFT)
    assert "without a lock" in steps._page.banner.text()
    assert lock.guard is Guard.NONE
    assert seeded.data.keys() == ring


# -- the gate ----------------------------------------------------------------------------------


def shown_gate(appearance: Appearance, lock: DeskLock, qtbot: QtBot) -> PassphraseGate:
    gate = PassphraseGate(appearance, lock)
    qtbot.addWidget(gate)
    with qtbot.waitExposed(gate):
        gate.show()
    return gate


def test_the_gate_opens_to_the_passphrase_and_to_the_sheet(
    appearance: Appearance, qtbot: QtBot, seeded: SeededDesk, lock: DeskLock
) -> None:
    code = lock_desk(seeded.data)
    lock.close()
    gate = shown_gate(appearance, lock, qtbot)
    for typed in ("wrong words here", "adapt basic cactus dance eagle fabric garden hamster"):
        gate.field.clear()
        with qtbot.assertNotEmitted(gate.opened):
            qtbot.keyClicks(gate.field, typed)
            qtbot.keyClick(gate.field, Qt.Key.Key_Return)
            assert not gate.field.isEnabled()
            qtbot.waitUntil(gate.field.isEnabled)
        assert "neither the passphrase" in gate.hint.text()
        assert gate.field.selectedText(), "it can be looked at, or typed over"
    assert gate.field.echoMode() is QLineEdit.EchoMode.Password
    qtbot.mouseClick(gate.shown, LEFT)
    assert gate.field.echoMode() is QLineEdit.EchoMode.Normal
    for typed, with_sheet in ((WORDS, False), (code, True)):
        gate.field.setText(typed)
        with qtbot.waitSignal(gate.opened) as opened:
            qtbot.mouseClick(gate.button, LEFT)
        assert opened.args == [with_sheet]
        assert gate.field.text() == ""


def test_a_passphrase_that_guards_the_window_alone_says_so_and_can_lock(
    appearance: Appearance,
    qtbot: QtBot,
    seeded: SeededDesk,
    lock: DeskLock,
    steps: PassphraseSteps,
) -> None:
    set_old(seeded)
    gate = shown_gate(appearance, lock, qtbot)
    assert "without a lock" in gate.hint.text()
    gate.field.setText("three blue heron")
    qtbot.mouseClick(gate.button, LEFT)
    qtbot.waitUntil(gate.field.isEnabled)
    assert "not the passphrase" in gate.hint.text()
    gate.field.setText(WORDS)
    with qtbot.waitSignal(gate.opened):
        qtbot.mouseClick(gate.button, LEFT)
    steps.show_opened(False)
    assert "guards this window alone" in steps._page.banner.text()
    asking = steps.ask()
    assert isinstance(asking, PassphraseSheet)
    fill(asking, "three blue heron", WORDS, WORDS)
    qtbot.mouseClick(asking.yes_button, LEFT)
    qtbot.waitUntil(asking.hint.isVisible)
    asking.old.setText(WORDS)
    qtbot.mouseClick(asking.yes_button, LEFT)
    words = tried(steps, asking, qtbot)
    words.field.setText(shown_words(words))
    with qtbot.waitSignal(words.locked):
        words.yes_button.click()
    assert lock.guard is Guard.KEYS
    assert Preferences(seeded.data.db).get(SETTING) is None
