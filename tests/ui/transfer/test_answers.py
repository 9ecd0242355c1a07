"""The whole of a disagreement in windows: said, carried, listed, answered, returned again, read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.sealing import key_ring
from annotator.model.review import Verdict
from annotator.services.classes.cards import ClassCards
from annotator.services.review.disagreements import Effect
from annotator.ui.outcomes.reasons import Reason
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.review.bar import View
from annotator.ui.review.disagreement_panel import AnswerChoice
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.return_ways import ReturnWay
from annotator.ui.review.sheets import CommentSheet, EveryoneSheet
from annotator.ui.start.cards import WaitingCard
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.sheets import Sheet
from tests.services.desk import LESSON
from tests.ui.desk.test_transfer import ATeacher, a_class
from tests.ui.desk.test_transfer import teacher as teacher
from tests.ui.transfer.conftest import AMachine

_WAIT = 10_000


def picture(widget: QWidget, name: str) -> None:
    """Save what is shown, where somebody wants to look at it."""
    folder = os.environ.get("ANNOTATOR_PICTURES")
    if folder:
        for width, height in ((1093, 614), (1366, 768)):
            if not isinstance(widget, Sheet):
                widget.window().resize(width, height)
            QApplication.processEvents()
            widget.window().grab().save(str(Path(folder) / f"{name}-{width}.png"))


def sheet_of(kind: type, page: QWidget, qtbot: QtBot) -> QWidget:
    qtbot.waitUntil(lambda: bool(page.findChildren(kind)), timeout=_WAIT)
    return page.findChildren(kind)[-1]


def return_all(teacher: ATeacher, review: ReviewPage, papers: list[str], qtbot: QtBot) -> None:
    sheet = teacher.pages.reviews.pages.give_back(papers)
    assert sheet is not None
    sheet.ways.buttons[ReturnWay.CLASS_FOLDER].click()
    qtbot.waitUntil(lambda: "in the class folder" in review.banner.text(), timeout=_WAIT)


def read_it(here: AMachine, qtbot: QtBot) -> ReturnedPage:
    here.shell.show_start()
    here.transfer.life.hurry()

    def reasons() -> list[Button]:
        waiting = here.start.findChildren(WaitingCard)
        found = [b for card in waiting for b in card.findChildren(Button)]
        return [b for b in found if b.label == "Read the reasons"]

    qtbot.waitUntil(lambda: bool(reasons()), timeout=_WAIT)
    reasons()[0].click()
    qtbot.waitUntil(lambda: isinstance(here.window.page, ReturnedPage), timeout=_WAIT)
    page = here.window.page
    assert isinstance(page, ReturnedPage)
    return page


def say(page: ReturnedPage, reason: Reason, words: str) -> None:
    """As a student does: choose the card, press D, type, keep."""
    page.choose(reason.id)
    page.disagree()
    foot = page.panel.cards[reason.id].foot
    assert foot is not None
    foot.field.setPlainText(words)
    foot.keep.click()


def test_a_disagreement_there_and_back(
    teacher: ATeacher, machine: Callable[[str], AMachine], tmp_path: Path, qtbot: QtBot
) -> None:
    class_id = a_class(teacher)
    controller = teacher.pages.controller
    assert controller is not None
    assert controller.cards.write_cards(class_id, tmp_path / "cards.pdf")
    teacher.settle()
    with teacher.pages._tools.data.in_this_thread() as data:
        service = ClassCards(data, key_ring(teacher.folder))
        words = {card.student.name: " ".join(card.words) for card in service.of_class(class_id)}
    place = tmp_path / "shared"
    teacher.transfer.use_folder(class_id, "7B", place)
    teacher.settle()
    folder = ClassFolder.open(place)
    (given,) = teacher.pages.desk.assign(LESSON, [class_id])
    teacher.page.give_out_requested.emit(given.id)
    teacher.settle()
    here = machine("one")
    here.start.card_requested.emit()
    here.type_card("Amara Okoro", words["Amara Okoro"])
    here.transfer.join(place)
    qtbot.waitUntil(
        lambda: given.id in [card.slug for card in here.start._data.assigned], timeout=_WAIT
    )
    here.start.lesson_requested.emit(given.id)
    qtbot.waitUntil(lambda: here.shell.student_page is not None, timeout=_WAIT)
    here.mark(1, 2, 3, 4, 9)
    here.shell.attempt_controller.hand_in()
    here.settle()
    qtbot.waitUntil(lambda: len(folder.entries(FolderPart.HAND_INS)) == 1, timeout=_WAIT)
    teacher.transfer.folders.start()
    qtbot.waitUntil(lambda: "new hand-in" in teacher.page.banner.text(), timeout=_WAIT)
    teacher.page.review_requested.emit(given.id)
    review = teacher.pages.page
    assert isinstance(review, ReviewPage)
    qtbot.waitUntil(lambda: review.session.is_ready, timeout=_WAIT)
    review.show_view(View.DISAGREEMENTS)
    assert review.centre.currentWidget() is review.centre.nobody
    picture(review, "said-empty")
    return_all(teacher, review, [row.sha256 for row in review.session.rows], qtbot)
    teacher.pages._stack.back_to_first()

    # -- the student disagrees twice, and it goes into the class folder
    page = read_it(here, qtbot)
    assert page.results.revision == 1
    lone = next(r for r in page.reasons.stops if r.mark_id)
    missed = next(r for r in page.reasons.stops if r.item_id and not r.mark_id)
    say(page, lone, "It can be checked: somebody counted.")
    say(page, missed, "Nobody could know <b>that</b>.")
    assert "Your teacher has not got" in page.banner.text()
    picture(page, "student-says")
    pages = here.shell.attempt_controller._returned_pages()
    assert pages.sending is not None
    pages.sending.send()
    arrived = "has been in the class folder since"
    qtbot.waitUntil(lambda: arrived in page.banner.text(), timeout=_WAIT)
    assert "can’t know" in page.banner.text()
    picture(page, "student-sent")
    assert len(folder.entries(FolderPart.REPLIES)) == 1

    # -- the desk takes it in by itself and lists it
    teacher.transfer.folders.look_again()
    teacher.transfer.folders.start()
    qtbot.waitUntil(lambda: "2 disagreements" in teacher.page.banner.text(), timeout=_WAIT)
    line = teacher.pages.desk.overviews()[0].lines[0]
    assert (line.disagree, line.answers) == (1, 0)
    picture(teacher.page, "desk-disagrees")
    teacher.page.disagreements_requested.emit(given.id)
    again = teacher.pages.page
    assert isinstance(again, ReviewPage)
    assert again.view is View.DISAGREEMENTS
    qtbot.waitUntil(lambda: again.session.is_ready, timeout=_WAIT)
    view = again.disagreements
    assert [each.disagreement.reason for each in view.rows] == [
        "It can be checked: somebody counted.",
        "Nobody could know <b>that</b>.",
    ]
    first, second = view.rows
    assert first.effect is Effect.COUNTS
    assert {each.disagreement.revision for each in view.rows} == {1}
    assert again.bar.views[View.DISAGREEMENTS].label == "Disagreements (2)"
    view.choose(first.disagreement.id)
    picture(again, "said-open")

    # -- one is right for everyone, by key; one stands, with a reason
    assert again.disagreement_panel.buttons[AnswerChoice.EVERYONE].isVisible()
    again.disagreement_panel.buttons[AnswerChoice.EVERYONE].click()
    sheet = sheet_of(EveryoneSheet, again, qtbot)
    assert isinstance(sheet, EveryoneSheet)
    qtbot.waitUntil(lambda: sheet.is_counted, timeout=_WAIT)
    picture(sheet, "said-everyone")
    sheet.yes_button.click()
    qtbot.waitUntil(lambda: again.session.is_ready, timeout=_WAIT)
    assert view.chosen is not None
    assert view.chosen.disagreement.id == second.disagreement.id
    again.disagreement_panel.buttons[AnswerChoice.STANDS].click()
    asked = sheet_of(CommentSheet, again, qtbot)
    assert isinstance(asked, CommentSheet)
    assert not asked.yes_button.isEnabled()
    asked.field.setPlainText("The second paragraph says so.")
    asked.yes_button.click()
    assert [each.disagreement.verdict for each in view.rows] == [Verdict.EVERYONE, Verdict.STANDS]
    assert again.disagreement_panel.unreturned.text() == "2 answers not yet returned."
    picture(again, "said-answered")
    again._undo()
    assert [each.disagreement.verdict for each in view.rows] == [Verdict.EVERYONE, None]
    again._redo()
    assert again.disagreement_panel.again.isVisible()

    # -- returned again
    assert view.to_return() == [first.paper.sha256]
    teacher.pages._stack.back_to_first()
    line = teacher.pages.desk.overviews()[0].lines[0]
    assert (line.disagree, line.answers) == (0, 2)
    picture(teacher.page, "desk-unreturned")
    teacher.page.disagreements_requested.emit(given.id)
    last = teacher.pages.page
    assert isinstance(last, ReviewPage)
    return_all(teacher, last, last.disagreements.to_return(), qtbot)
    assert teacher.pages.desk.overviews()[0].lines[0].answers == 0
    qtbot.waitUntil(lambda: len(folder.entries(FolderPart.RETURNS)) == 2, timeout=_WAIT)

    # -- and the student reads the answers
    back = read_it(here, qtbot)
    qtbot.waitUntil(lambda: len(folder.entries(FolderPart.RETURNS)) == 2, timeout=_WAIT)
    assert back.results.revision == 2
    answered = back.reasons.answered
    told = {each.answers[0].reason: each for each in answered}
    right = told["It can be checked: somebody counted."]
    assert right.answers[0].verdict is Verdict.EVERYONE
    assert right.change.startswith("It counts")
    stands = told["Nobody could know <b>that</b>."]
    assert stands.answers[0].words == "The second paragraph says so."
    assert stands.change == ""
    assert back.chosen is not None
    assert back.chosen.answers
    assert "waits" not in back.banner.text()
    picture(back, "student-answers")
    back.choose(stands.id)
    picture(back, "student-stands")
    foot = back.panel.cards[stands.id].foot
    assert foot is not None
    assert foot.disagree.label == "I still disagree because…"
    back.disagree()
    assert foot.field.isVisible()
    here.shell.show_start()
