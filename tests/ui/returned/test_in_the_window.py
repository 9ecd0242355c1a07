"""From hand-in to the reasons and on to the next try, in the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.files.return_file import Return, write_return
from annotator.model.attempt import AttemptState
from annotator.model.moments import utc_now
from annotator.model.review import DecisionKind, Remark
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.review.compare import LessonComparer
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.start.cards import WaitingCard
from annotator.ui.widgets.buttons import Button
from tests.ui.app.test_shell import LESSON, Opened, give_name, mark_first_words
from tests.ui.app.test_shell import opened as opened

LEFT = Qt.MouseButton.LeftButton


def returned_page(opened: Opened) -> ReturnedPage:
    assert isinstance(opened.window.page, ReturnedPage)
    return opened.window.page


def button(opened: Opened, words: str) -> Button:
    """A button that can be seen, by its words."""
    found = opened.window.findChildren(Button)
    return next(b for b in found if b.label == words and b.isVisible())


def test_an_open_lesson_is_answered_at_hand_in(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    marking = opened.shell.student_page
    assert marking is not None
    assert marking.session.lesson.key is None
    mark_first_words(opened, 2)
    opened.shell.attempt_controller.hand_in()
    page = returned_page(opened)
    assert opened.shell.student_page is None
    assert page.results.is_practice
    assert page.found.text().endswith("found")
    assert "Handed in." in page.banner.text()
    assert list((opened.folder / "hand-ins").glob("*.handin"))
    qtbot.mouseClick(button(opened, "Receipt…"), LEFT)
    qtbot.waitUntil(lambda: bool([d for d in opened.window.findChildren(QDialog) if d.isVisible()]))
    (sheet,) = [d for d in opened.window.findChildren(QDialog) if d.isVisible()]
    assert any("Amara O" in label.accessibleName() for label in sheet.findChildren(QLabel))
    sheet.close()


def test_an_empty_hand_in_does_not_lay_the_key_open(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    opened.shell.attempt_controller.hand_in()
    marking = opened.shell.student_page
    assert marking is not None
    assert opened.window.page is marking
    assert marking.receipt is not None
    assert marking.receipt.see_reasons.isVisibleTo(marking)
    assert list((opened.folder / "hand-ins").glob("*.handin"))
    # Nor when it is opened again.
    marking.back_requested.emit()
    opened.shell.open_lesson(LESSON)
    marking = opened.shell.student_page
    assert marking is not None
    qtbot.mouseClick(button(opened, "Show me the answers"), LEFT)
    page = returned_page(opened)
    assert opened.shell.student_page is None
    assert page.results.comparison.found == 0
    assert page.reasons.stops


def test_after_an_empty_hand_in_the_student_can_mark_first(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    opened.shell.attempt_controller.hand_in()
    qtbot.mouseClick(button(opened, "Mark first"), LEFT)
    mark_first_words(opened, 1)
    opened.shell.attempt_controller.hand_in()
    assert returned_page(opened).results.submission.annotations


def test_the_reasons_are_there_again_and_lead_to_the_next_try(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    mark_first_words(opened, 2)
    opened.shell.attempt_controller.hand_in()
    returned_page(opened).back_requested.emit()
    (waiting,) = opened.start.findChildren(WaitingCard)
    go = next(b for b in waiting.findChildren(Button) if b.label == "Read the reasons")
    qtbot.mouseClick(go, LEFT)
    page = returned_page(opened)
    qtbot.mouseClick(page.again, LEFT)
    marking = opened.shell.student_page
    assert marking is not None
    assert opened.window.page is marking
    assert len(marking.session.marking) == 2
    opened.shell.attempt_controller.hand_in()
    assert [each.number for each in returned_page(opened).results.tries] == [1, 2]


def test_work_that_a_teacher_gave_back_is_read(
    opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    mark_first_words(opened, 2)
    opened.shell.attempt_controller.hand_in()
    handed = returned_page(opened).results.submission
    shelf = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
    keyed = shelf.load(LESSON)
    comparison = LessonComparer(keyed).compare(handed)
    missed = comparison.to_look_at[0]
    file, sha256 = hand_in_of(opened, handed.attempt.id)
    content = Return(
        student_id=handed.student.id,
        student_name=handed.student.name,
        lesson_id=LESSON,
        attempt_id=handed.attempt.id,
        attempt_number=1,
        hand_in_sha256=sha256,
        returned=utc_now(),
        teacher="Ms Varga",
        comparison=comparison,
        remarks=(
            Remark(kind=DecisionKind.COMMENT, item_id=missed.item_id, comment="Who says so?"),
            Remark(kind=DecisionKind.COMMENT, comment="A careful reader."),
        ),
    )
    assert file
    path = tmp_path / "back.return"
    path.write_bytes(write_return(content))
    assert opened.shell.open_wanted(str(path))
    qtbot.waitUntil(lambda: "Ms Varga" in opened.window.banner.text(), timeout=10_000)
    opened.shell.open_lesson(LESSON)
    page = returned_page(opened)
    assert page.whose.text() == "returned by Ms Varga"
    assert page.results.submission.attempt.state is AttemptState.RETURNED
    assert page.reasons.general == ("A careful reader.",)
    reason = next(r for r in page.reasons.rows if r.item_id == missed.item_id)
    assert reason.comments == ("Who says so?",)
    assert page.results.comparison == comparison


def hand_in_of(opened: Opened, attempt_id: str) -> tuple[bytes, str]:
    from annotator.store.drafts import Drafts

    return Drafts(opened.data.db).hand_in_file(attempt_id)
