"""The desk with real events: rows and figures, lists, assigning, cards."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from annotator.files.hand_in import write_hand_in
from annotator.model.annotation import new_id
from annotator.model.key import POINT
from annotator.model.moments import clock_text
from annotator.model.review import DecisionKind, Disagreement
from annotator.model.work import ClassCard, Student
from annotator.services.classes.sample_class import PaperMaker
from annotator.store.desk import Disagreements
from annotator.store.preferences import Preferences
from annotator.ui.desk.assign_sheet import AssignSheet
from annotator.ui.desk.list_sheet import ClassListSheet
from annotator.ui.desk.model import Tab
from annotator.ui.desk.rows import AssignmentRow, DeskCard, HardCard
from annotator.ui.desk.steps import DeskStep
from annotator.ui.help.teacher_cards import TeacherWelcome
from annotator.ui.printing.cards import cards_document, cards_pdf
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.labels import ElidedLabel
from annotator.ui.widgets.sheets import ConfirmSheet
from tests.seeded import LESSON, NOW, SeededDesk
from tests.ui.desk.conftest import Opened

LEFT = Qt.MouseButton.LeftButton
OpenDesk = Callable[..., Opened]


def said(widget: QWidget) -> str:
    """Everything that stands on a part of the page."""
    words = [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]
    words += [each.text() for each in widget.findChildren(ElidedLabel) if each.isVisibleTo(widget)]
    return " | ".join(words)


def press(qtbot: QtBot, page: QWidget, words: str) -> None:
    for button in page.findChildren(Button):
        if button.label == words and button.isVisible():
            qtbot.mouseClick(button, LEFT)
            return
    raise AssertionError(f"there is no button “{words}”")


def card(page: QWidget, name: str) -> DeskCard:
    return next(c for c in page.findChildren(DeskCard) if c.accessibleName().startswith(name))


# --- what stands there ---------------------------------------------------------------------------


def test_a_new_grading_rule_is_told_once(open_desk: OpenDesk, seeded: SeededDesk) -> None:
    seeded.add_class(students=6)
    seeded.data.call(lambda db: Preferences(db).drop("grading-rule"))
    opened = open_desk()
    opened.settle()
    assert opened.page.banner.isVisible()
    assert "The grading rule has changed" in said(opened.page.banner)
    opened.page.banner.hide()
    opened.controller.show()
    assert not opened.page.banner.isVisible()
    opened.settle()


def test_an_empty_desk_says_what_to_do_and_makes_a_class(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk(1093, 614)
    assert "Welcome to your desk" in said(opened.page)
    welcome = opened.page.findChild(TeacherWelcome)
    assert isinstance(welcome, TeacherWelcome)
    for way, signal in zip(
        welcome.cards, (opened.page.try_requested, opened.page.article_requested), strict=False
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(way, LEFT)
    qtbot.mouseClick(welcome.cards[2], LEFT)
    sheet = opened.page.findChild(ClassListSheet)
    assert isinstance(sheet, ClassListSheet)
    assert not sheet.keep_button.isEnabled()
    qtbot.keyClicks(sheet.name_field, "7B")
    qtbot.keyClicks(sheet.field, "Ada Okoro")
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    sheet.field.insertPlainText("Ben Lind\nada okoro")
    assert "2 students in the list" in sheet.report.text()
    assert "1 row left out; the table says why." in sheet.report.text()
    assert sheet.table.rows.rows[2].words.startswith("left out: the same name as row 1")
    qtbot.mouseClick(sheet.keep_button, LEFT)
    opened.settle()
    mine = opened.seeded.desk.classes()
    assert [(c.name, [s.name for s in c.students]) for c in mine] == [
        ("7B", ["Ada Okoro", "Ben Lind"])
    ]
    assert opened.page.data.class_name == "7B"
    assert "This class has no lesson yet" in said(opened.page)


def test_rows_say_what_is_so(open_desk: OpenDesk, seeded: SeededDesk) -> None:
    mine = seeded.add_class(lessons=("02-lunch-vote", LESSON))
    first, second = seeded.desk.assignments()[1], seeded.desk.assignments()[0]
    done = seeded.desk.review([first])
    done.keep_rest(done.papers.grouping().run())
    done.give_back([row.sha256 for row in done.papers.rows])
    seeded.data.call(
        lambda db: Disagreements(db).add(
            Disagreement(
                id=new_id(),
                submission_sha256=done.papers.rows[0].sha256,
                reason="It may be so.",
                raised=NOW,
                received=NOW,
            )
        )
    )
    running = seeded.desk.review([second])
    for row in running.papers.rows[:4]:
        marks = running.papers.reviewed(row.sha256).open
        running.decide(DecisionKind.KEEP, [(row.sha256, mark.mark_id) for mark in marks])
    seeded.data.writer.flush()
    opened = open_desk()
    rows = {row.data.id: row for row in opened.page.findChildren(AssignmentRow)}
    now, then = rows[second.id].data, rows[first.id].data
    decisions = sum(1 for group in running.papers.grouping().run() if group.open)
    assert now.strong == f"{decisions} decisions"
    assert now.came_in == f"{len(running.papers.rows)} of 28 in"
    states = Counter(running.papers.line(row.sha256).state_words for row in running.papers.rows)
    parts = [f"{states[words]} {words}" for words in ("decided", "undecided", "not looked at")]
    assert now.bar == " · ".join(part for part in parts if not part.startswith("0 "))
    assert now.step is DeskStep.GO_ON
    assert now.detail.startswith(f"due today {clock_text(NOW)} · ")
    assert (then.bar, then.step) == ("all returned", DeskStep.ANSWER)
    assert then.strong + then.state == "1 student disagrees with a reason"
    hard = [card.accessibleName() for card in opened.page.findChildren(HardCard)]
    assert len(hard) == 5
    assert any(name.startswith("What is denied: ") and "first time" in name for name in hard)
    assert any(name.startswith("Claims: ") and "was" in name for name in hard)
    assert opened.page.data.class_id == mine.id


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_row_is_opened_from_the_keyboard(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot, key: Qt.Key
) -> None:
    seeded.add_class(students=4)
    opened = open_desk()
    row = opened.page.findChildren(AssignmentRow)[0]
    row.button.setFocus(Qt.FocusReason.TabFocusReason)
    assert row.button.accessibleName() == f"Review: {row.data.title}"
    with qtbot.waitSignal(opened.page.review_requested) as told:
        qtbot.keyClick(row.button, key)
    assert told.args == [seeded.desk.assignments()[0].id]


def test_another_class_is_chosen_and_remembered(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot
) -> None:
    seeded.add_class("7A", students=4)
    other = seeded.desk.add_class("8C", ["Ada"])
    opened = open_desk()
    assert opened.page.data.class_name == "7A"
    qtbot.mouseClick(card(opened.page, "8C"), LEFT)
    opened.settle()
    assert opened.page.data.class_name == "8C"
    seeded.data.writer.flush()
    assert seeded.desk.last_class() == other.id


def test_another_class_is_read_from_its_top(open_desk: OpenDesk, seeded: SeededDesk) -> None:
    first = seeded.add_class("7A", students=4)
    other = seeded.add_class("8C", students=4)
    opened = open_desk(683, 384)
    bar = opened.page.findChildren(QScrollArea)[0].verticalScrollBar()
    QTest.qWait(1)
    bar.setValue(40)
    opened.controller.show(first.id)
    opened.settle()
    assert bar.value() == 40, "the same class stays where it is"
    opened.controller.show(other.id)
    assert bar.value() == 0


def test_long_names_have_a_second_line(open_desk: OpenDesk, seeded: SeededDesk) -> None:
    name = "The afternoon class that meets on Tuesdays and on Thursdays"
    mine = seeded.desk.add_class(name, ["Ada"])
    seeded.desk.assign("05-pier-crack", [mine.id], graded=False)
    opened = open_desk(1093, 614)
    shown = {w.text(): w.shown_lines() for w in opened.page.findChildren(ElidedLabel)}
    for words in (name, "no due date · practice · headline quotes and unnamed sources"):
        assert len(shown[words]) == 2
        assert "…" not in "".join(shown[words])


def test_the_sample_class_is_clearly_one(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk()
    press(qtbot, opened.page, "Make a sample class")
    opened.settle()
    data = opened.page.data
    assert data.is_sample
    assert "all made up" in data.class_detail
    assert "Nothing counts" in said(opened.page)
    assert not data.offers_sample
    assert len(data.rows) == 3
    assert all(row.in_count > 20 for row in data.rows)


def test_the_pages_of_the_desk(open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot) -> None:
    seeded.add_class("7A", students=4)
    opened = open_desk()
    qtbot.mouseClick(opened.page.header.tabs[Tab.LESSONS], LEFT)
    assert [each.foot for each in opened.page.data.lessons][1:3] == [
        "not assigned",
        "given to 7A",
    ]
    with qtbot.waitSignal(opened.page.lesson_requested) as told:
        qtbot.mouseClick(card(opened.page, "3 · "), LEFT)
    assert told.args == [LESSON]
    qtbot.mouseClick(opened.page.header.tabs[Tab.CLASSES], LEFT)
    assert opened.page.findChildren(AssignmentRow)


@pytest.mark.parametrize("size", [(1280, 832), (1093, 614), (960, 510), (700, 480)])
def test_nothing_is_cut_at_any_size(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot, size: tuple[int, int]
) -> None:
    long = "The reading group of the seventh and eighth years, Tuesdays and Thursdays after lunch"
    seeded.add_class(long, students=4)
    opened = open_desk(*size)
    page = opened.page
    assert page.width() == size[0], "the page asks for no more room than there is"
    for button in page.findChildren(Button):
        if button.isVisible():
            place = QRect(button.mapTo(page, button.rect().topLeft()), button.size())
            assert QRect(page.rect()).contains(place), button.label
            assert button.width() >= button.sizeHint().width()


def test_names_are_shown_as_they_are(open_desk: OpenDesk, seeded: SeededDesk) -> None:
    seeded.desk.add_class("<b>7</b> & co", ["<img src=x>"])
    opened = open_desk()
    assert "<b>7</b> & co" in said(opened.page)


# --- the class list ------------------------------------------------------------------------------


def test_a_list_from_a_file_is_shown_before_it_is_kept(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    mine = seeded.desk.add_class("7B", ["Ada Okoro", "Ben Lind"])
    file = tmp_path / "list.csv"
    file.write_bytes("Last name;First name\nOkoro;Ada\nÖzil;Cem\n".encode("cp1252"))
    opened = open_desk()
    sheet = opened.controller.lists.edit(mine.id)
    assert sheet is not None
    sheet.take_file(str(file))
    assert [row.words for row in sheet.table.rows.rows] == [
        "left out: headings",
        "in the class",
        "new",
    ]
    assert "1 new: Cem Özil" in sheet.report.text()
    assert "Out of the class" not in sheet.report.text(), "a file takes nobody out unasked"
    sheet.take_out.click()
    assert "Out of the class: Ben Lind. Their work is kept." in sheet.report.text()
    sheet.take_file(str(tmp_path / "missing.csv"))
    assert "missing.csv" in sheet.report.text()
    sheet.name_field.setText("7C")
    qtbot.mouseClick(sheet.keep_button, LEFT)
    now = seeded.desk.school_class(mine.id)
    assert (now.name, [s.name for s in now.students]) == ("7C", ["Ada Okoro", "Cem Özil"])


def test_not_now_changes_nothing(open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot) -> None:
    mine = seeded.desk.add_class("7B", ["Ada"])
    opened = open_desk()
    sheet = opened.controller.lists.edit(mine.id)
    assert sheet is not None
    assert not sheet.keep_button.isEnabled(), "nothing was changed yet"
    qtbot.keyClicks(sheet.field, "Zoe")
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert seeded.desk.school_class(mine.id) == mine


# --- assigning -----------------------------------------------------------------------------------


def test_a_lesson_is_assigned_with_everything_that_was_chosen(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot
) -> None:
    one, two = seeded.desk.add_class("7A", ["Ada"]), seeded.desk.add_class("7B", ["Ben"])
    opened = open_desk()
    sheet = opened.controller.assigning.assign(one.id, LESSON)
    assert sheet is not None
    assert sheet.lesson is not None
    assert sheet.lesson.id == LESSON
    assert [id for id, c in sheet.class_checks.items() if c.isChecked()] == [one.id]
    qtbot.mouseClick(sheet.class_checks[one.id], LEFT)
    assert not sheet.yes_button.isEnabled(), "for nobody there is nothing to assign"
    for id in (one.id, two.id):
        qtbot.mouseClick(sheet.class_checks[id], LEFT)
    sheet.graded.choice(False).click()
    assert sheet.cost.value == 0
    sheet.cost.choice(POINT // 4).click()
    sheet.stop_box.setCurrentIndex(sheet.stop_box.findData(3))
    with qtbot.waitSignal(opened.controller.assigning.assigned) as told:
        qtbot.mouseClick(sheet.yes_button, LEFT)
    opened.settle()
    made = told.args[0]
    assert {each.class_id for each in made} == {one.id, two.id}
    given = made[0]
    assert (given.graded, given.extra_cost, given.stop_after_paragraph, given.more_attempts) == (
        False,
        POINT // 4,
        3,
        True,
    )
    assert given.due == datetime.datetime(2026, 3, 17, 14, 0, tzinfo=datetime.UTC)
    assert opened.page.data.rows[0].detail.startswith(
        f"due tomorrow {clock_text(given.due)} · practice"
    )


def test_a_due_time_in_the_past_is_asked_about(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot
) -> None:
    mine = seeded.desk.add_class("7A", ["Ada"])
    opened = open_desk()
    sheet = opened.controller.assigning.assign(mine.id, LESSON)
    assert sheet is not None
    sheet.due_field.set_moment(NOW - datetime.timedelta(days=1))
    qtbot.mouseClick(sheet.yes_button, LEFT)
    (ask,) = sheet.findChildren(ConfirmSheet)
    assert "every hand-in would be late" in " ".join(
        label.text() for label in ask.findChildren(QLabel)
    )
    qtbot.mouseClick(ask.no_button, LEFT)
    assert sheet.isVisible()
    assert seeded.desk.assignments() == ()
    qtbot.mouseClick(sheet.yes_button, LEFT)
    ask = sheet.findChildren(ConfirmSheet)[-1]
    with qtbot.waitSignal(opened.controller.assigning.assigned):
        qtbot.mouseClick(ask.yes_button, LEFT)
    opened.settle()
    assert len(seeded.desk.assignments()) == 1


def test_giving_a_lesson_again_is_asked_about_and_taken_back(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot
) -> None:
    mine = seeded.desk.add_class("7A", ["Ada"])
    (first,) = seeded.desk.assign(LESSON, [mine.id])
    opened = open_desk()
    assigning = opened.controller.assigning
    sheet = assigning.assign(mine.id, LESSON)
    assert sheet is not None
    assert sheet.graded.value is False, "students can read the key of this lesson"
    assert sheet.cost.value == 0
    qtbot.mouseClick(sheet.yes_button, LEFT)
    (ask,) = sheet.findChildren(ConfirmSheet)
    assert "already assigned to 7A" in said(ask)
    with qtbot.waitSignal(sheet.change_requested) as told:
        press(qtbot, ask, "Change the first one…")
    assert told.args == [first.id]
    changing = [each for each in opened.page.findChildren(AssignSheet) if each.isVisible()]
    assert [each.windowTitle() for each in changing] == ["Change the assignment"]
    changing[0].reject()
    assert seeded.desk.assignments() == (first,)
    sheet = assigning.assign(mine.id, LESSON)
    assert sheet is not None
    qtbot.mouseClick(sheet.yes_button, LEFT)
    with qtbot.waitSignal(assigning.assigned):
        qtbot.mouseClick(sheet.findChildren(ConfirmSheet)[-1].yes_button, LEFT)
    opened.settle()
    assert len(seeded.desk.assignments()) == 2
    press(qtbot, opened.page, "Take it back")
    opened.settle()
    assert seeded.desk.assignments() == (first,)


def test_the_assign_sheet_fits_a_small_window(open_desk: OpenDesk, seeded: SeededDesk) -> None:
    mine = seeded.desk.add_class("7A", ["Ada"])
    for number in range(12):
        seeded.desk.add_class(f"A class with a longer name {number}", ["Ada"])
    opened = open_desk(1093, 614)
    sheet = opened.controller.assigning.assign(mine.id, LESSON)
    assert sheet is not None
    assert sheet.height() <= 600
    buttons = [each for each in sheet.findChildren(Button) if each.label in ("Not now", "Assign")]
    assert len(buttons) == 2
    for button in buttons:
        place = QRect(button.mapTo(sheet, button.rect().topLeft()), button.size())
        assert button.isVisible()
        assert sheet.rect().contains(place)
    sheet.reject()


def test_an_assignment_is_changed_and_taken_back(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot
) -> None:
    mine = seeded.desk.add_class("7A", ["Ada"])
    old = seeded.desk.assign(LESSON, [mine.id], due=NOW, stop_after_paragraph=2)[0]
    opened = open_desk()
    row = opened.page.findChildren(AssignmentRow)[0]
    menu = row.menu()
    words = {action.text(): action for action in menu.actions()}
    assert words["Take it back…"].isEnabled()
    menu.close()
    sheet = opened.controller.assigning.change(old.id)
    assert sheet is not None
    assert sheet.stop_box.currentData() == 2
    qtbot.mouseClick(sheet.due_check, LEFT)
    qtbot.mouseClick(sheet.yes_button, LEFT)
    opened.settle()
    now = seeded.desk.assignments()[0]
    assert (now.id, now.due, now.stop_after_paragraph) == (old.id, None, 2)
    opened.controller.assigning.remove(old.id)
    ask = opened.page.findChild(ConfirmSheet)
    assert isinstance(ask, ConfirmSheet)
    qtbot.mouseClick(ask.yes_button, LEFT)
    opened.settle()
    assert seeded.desk.assignments() == ()
    assert "This class has no lesson yet" in said(opened.page)


# --- class cards ---------------------------------------------------------------------------------


def test_cards_are_issued_once_and_printed_again(
    open_desk: OpenDesk, seeded: SeededDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    mine = seeded.desk.add_class("7B", ["Ada Okoro", "Ben <b>Lind</b>"])
    opened = open_desk()
    path = tmp_path / "cards.pdf"

    def write(path: Path) -> None:
        assert opened.controller.cards.write_cards(mine.id, path)
        assert not opened.controller.cards.write_cards(mine.id, path), "one at a time"
        qtbot.waitUntil(lambda: not opened.controller.hand_ins.shown.is_busy, timeout=15_000)

    write(path)
    first = path.read_bytes()
    assert first.startswith(b"%PDF-")
    assert b"/FontFile" in first, "the faces are in the file"
    assert [s.card_issue for s in seeded.desk.school_class(mine.id).students] == [1, 1]
    assert "2 class cards are in “cards.pdf”." in opened.page.banner.text()
    write(path)
    assert [s.card_issue for s in seeded.desk.school_class(mine.id).students] == [1, 1]
    write(tmp_path / "no" / "folder" / "x.pdf")
    assert "could not be written" in opened.page.banner.text()


def test_stopping_issues_no_card_at_all(
    open_desk: OpenDesk, seeded: SeededDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    mine = seeded.desk.add_class("7B", [f"Ada {letter}" for letter in "abcdefgh"])
    opened = open_desk()
    assert opened.controller.cards.write_cards(mine.id, tmp_path / "cards.pdf")
    opened.page.progress.stop_requested.emit()
    qtbot.waitUntil(lambda: not opened.controller.hand_ins.shown.is_busy, timeout=15_000)
    assert not any(s.card_issue for s in seeded.desk.school_class(mine.id).students)
    assert not (tmp_path / "cards.pdf").exists()


def cards(count: int, name: str = "Ada") -> list[ClassCard]:
    words = ("maple", "river", "quiet", "seven")
    return [ClassCard(Student(id=str(n), name=f"{name} {n}"), words) for n in range(count)]


@pytest.mark.parametrize(("count", "wanted"), [(1, 1), (8, 1), (9, 2), (30, 4)])
def test_eight_cards_stand_on_a_page(appearance: Appearance, count: int, wanted: int) -> None:
    longest_name = "Maximiliane Wilhelmine Henriette von und zu Hohen " * 4
    pdf = cards_pdf("7B", cards(count, longest_name), "alphabet " * 6)
    longest = cards_document("7B", cards(count, "x" * 190)).toPlainText()
    assert "x" * 190 in longest, "whoever types less of the name opens nothing"
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == wanted


def test_a_card_shows_its_words_and_no_markup(appearance: Appearance) -> None:
    text = cards_document("<i>7B</i>", cards(1, "Ben <b>Lind</b>")).toPlainText()
    assert "Ben <b>Lind</b> 0" in text
    assert "<i>7B</i>" in text
    assert "maple river quiet seven" in text
    assert "six words" not in text
    text = cards_document("7B", cards(1), "nurse print lyrics idle index broken").toPlainText()
    assert "Your teacher’s six words: nurse print lyrics idle index broken" in text


# --- hand-ins ----------------------------------------------------------------------------------


def test_hand_ins_are_taken_in_and_told(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    mine = seeded.desk.add_class("7B", ["Ada Okoro", "Ben Lind"])
    given = seeded.desk.assign(LESSON, [mine.id], due=NOW)[0]
    lesson = seeded.lesson()
    maker = PaperMaker(lesson, seed=1)
    paths = []
    for number, name in enumerate(("Ada Okoro", "Somebody Else")):
        student = Student(id=new_id(), name=name)
        paper = maker.paper(student, started=NOW, assignment_id=given.id, is_late=not number)
        path = tmp_path / f"{number}.handin"
        path.write_bytes(write_hand_in(paper, lesson.article, program_version="1"))
        paths.append(path)
    broken = tmp_path / "broken.handin"
    broken.write_bytes(paths[0].read_bytes()[:-40])
    opened = open_desk()
    assert opened.controller.hand_ins.take_in([*paths, broken])
    qtbot.waitUntil(lambda: opened.page.banner.isVisible(), timeout=10_000)
    opened.settle()
    told = opened.page.banner.text()
    assert told.startswith("2 new hand-ins.")
    assert "1 of the new ones are late" in told or "2 of the new ones are late" in told
    assert "1 from somebody who is on no list." in told
    assert "“broken.handin” was left alone" in told
    assert opened.page.data.rows[0].in_count == 1, "the other one is not placed"
    assert opened.page.data.waiting.unknown == 1
    assert "1 hand-in is from somebody who is on no list" in said(opened.page)
    sheet = opened.controller.hand_ins.place_hands()
    assert sheet is not None
    (box,) = sheet.boxes.values()
    assert box.currentData() == "", "nobody is placed by guessing"
    box.setCurrentIndex(box.findText("Ben Lind · 7B"))
    qtbot.mouseClick(sheet.yes_button, LEFT)
    opened.settle()
    assert opened.page.data.waiting.unknown == 0
    assert "on no list" not in opened.page.banner.text()
    ben = seeded.desk.school_class(mine.id).students[1]
    assert ben.id in {row.student_id for row in seeded.desk.review([given]).papers.rows}
    assert opened.controller.hand_ins.take_in(paths)
    qtbot.waitUntil(lambda: opened.page.banner.isVisible(), timeout=10_000)
    assert opened.page.banner.text() == "0 new hand-ins. 2 came in before."
