"""Five classes in one evening: how many presses until everything is decided, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.review import DecisionKind
from annotator.services.review.states import PaperState
from annotator.store.desk import Desk
from annotator.ui.widgets.sheets import ConfirmSheet
from tests.judging import KEYS, Teacher
from tests.ui.review.conftest import Table

Begin = Callable[..., Table]

#: So many presses are allowed for all of it; the last one may be the one for all that is left.
MOST = 60
#: This share of the differences is decided before that last press: with one press for all that the
#: key explains itself, else by looking at an answer, or at all answers at one place.
DECIDED_BEFORE = 0.8


@dataclass
class Presses:
    """Every press, and how many differences it decided."""

    one_answer: list[int] = field(default_factory=list)
    one_place: list[int] = field(default_factory=list)
    explained: list[int] = field(default_factory=list)
    the_rest: list[int] = field(default_factory=list)
    agreed: int = 0
    """Presses that say yes to a question."""

    @property
    def count(self) -> int:
        made = (self.one_answer, self.one_place, self.explained, self.the_rest)
        return sum(map(len, made)) + self.agreed

    @property
    def looked_at(self) -> int:
        return sum(self.one_answer) + sum(self.one_place)


def waiting(table: Table) -> int:
    """How many differences nobody has decided on yet."""
    return sum(len(todo.group.open) for todo in table.session.todos)


def agree(page: QWidget, qtbot: QtBot) -> bool:
    """Say yes to the question that stands on the page, with the keyboard."""
    qtbot.keyClick(page.findChildren(ConfirmSheet)[-1].yes_button, Qt.Key.Key_Return)
    return True


def test_five_classes_are_decided_with_at_most_sixty_presses(begin: Begin, qtbot: QtBot) -> None:
    table = begin(classes=5, students=28)
    session, page = table.session, table.page
    assert len(session.rows) > 120
    whole = waiting(table)
    assert session.key is not None
    teacher = Teacher(session.key, session.lesson.article.words)
    presses = Presses()
    page.article.setFocus()
    while session.open_count and presses.count < MOST:
        number, before = page.decisions.chosen, waiting(table)
        here = session.open_here(number)
        kinds = {teacher.judge(session.todos[n].group)[0] for n in here}
        kind, reason = teacher.judge(session.todos[number].group)
        if not presses.explained:
            judged = {teacher.judge(session.todos[n].group)[0] for n in session.explained}
            assert judged == {DecisionKind.KEEP}
            teacher.reasons["the key says why not"] += len(session.explained)
            qtbot.keyClick(page.article, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
            presses.agreed += agree(page, qtbot)
            presses.explained.append(before - waiting(table))
            assert not session.explained
        elif presses.count == MOST - 2:
            qtbot.keyClick(page.article, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
            presses.agreed += session.open_count > 1 and agree(page, qtbot)
            presses.the_rest.append(before - waiting(table))
        elif len(here) > 1 and kinds == {DecisionKind.KEEP}:
            qtbot.keyClick(page.article, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
            presses.one_place.append(before - waiting(table))
        else:
            teacher.reasons[reason] += 1
            qtbot.keyClick(page.article, KEYS[kind].lower())
            presses.one_answer.append(before - waiting(table))
    assert session.open_count == 0
    assert presses.count <= MOST
    assert all(presses.one_answer), "no press is for nothing"
    assert all(presses.one_place)
    assert (presses.looked_at + sum(presses.explained)) / whole >= DECIDED_BEFORE
    assert min(teacher.reasons.values()) >= 1
    states = {page.papers.line(row.sha256).state for row in session.rows}
    assert states - {PaperState.NOT_LOOKED_AT} == {PaperState.DECIDED}
    table.seeded.data.writer.flush()
    found = Desk(table.seeded.data.db).decisions(session.review.lesson.id)
    kept = Counter(each.kind for decisions in found.values() for each in decisions)
    assert set(kept) == set(KEYS), "accepted, let through and left as they are"
    assert kept.total() == whole
    print(
        f"{len(session.rows)} papers, {whole} differences: {presses.count} presses, "
        f"{len(presses.one_answer)} for one answer, {len(presses.one_place)} for one place, "
        f"{sum(presses.explained) / whole:.0%} decided by the key's own sentences in one press, "
        f"{presses.looked_at / whole:.0%} looked at, {sum(presses.the_rest) / whole:.0%} by the "
        f"last press; {dict(teacher.reasons)}"
    )


def test_the_key_stands_for_all_answers_at_one_place(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin(classes=2, students=28)
    session, page = table.session, table.page
    at_items = [n for n, todo in enumerate(session.todos) if todo.group.answer.item_id]
    number = max(at_items, key=lambda n: len(session.open_here(n)))
    here = session.open_here(number)
    assert len(here) > 2
    page.decisions.choose(number)
    others = page.decision_panel.others
    assert others.isVisible()
    assert others.keep._label == f"Key stands for all {len(here)} here"
    shown = [line.text() for line in others.lines if line.isVisible()]
    assert len(shown) == min(len(here) - 1, 5)
    qtbot.wait(20)
    picture(page, "review-here")
    page.article.setFocus()
    qtbot.keyClick(page.article, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert {session.todos[n].decided_as for n in here} == {"the key stands"}
    item_id = session.todos[number].group.answer.item_id
    same = [t for t in session.todos if t.group.answer.item_id == item_id]
    assert item_id
    assert not any(todo.is_open for todo in same)
    assert page.decisions.chosen not in here
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.open_here(number) == here, "one step takes all of them back"


def test_what_the_key_explains_is_one_step(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin(classes=2, students=28)
    session, page = table.session, table.page
    here = session.explained
    assert len(here) > 2
    assert session.key is not None
    items = {item.id: item for item in session.key.items}
    for number, todo in enumerate(session.todos):
        answer = todo.group.answer
        item = items.get(answer.item_id)
        has_sentence = item is not None and bool(item.mistake_sentence(answer.label))
        assert (number in here) == (has_sentence and answer.span is None)
    papers = sum(len(session.todos[n].group.open) for n in here)
    button = page.decision_panel.explained
    assert button.label == f"Key stands for {len(here)} it explains"
    assert f"{len(here)} answers, {papers} times in all" in button.toolTip()
    qtbot.wait(20)
    picture(page, "review-explained")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.explained == here, "it asks first"
    sheet = page.findChild(ConfirmSheet)
    assert sheet is not None
    asked = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert f"{len(here)} answers, given {papers} times" in asked
    qtbot.mouseClick(sheet.yes_button, Qt.MouseButton.LeftButton)
    done = f"he key stands for {len(here)} answers"
    assert page.banner.text().startswith(f"T{done}.")
    assert {session.todos[n].decided_as for n in here} == {"the key stands"}
    assert not button.isVisible()
    assert page.decisions.chosen not in here
    others = [todo for n, todo in enumerate(session.todos) if n not in here]
    assert all(todo.is_open for todo in others), "nothing else was decided"
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.explained == here
    assert page.banner.text().startswith(f"Taken back: t{done}.")


def test_all_that_is_left_is_decided_after_a_question(begin: Begin, qtbot: QtBot) -> None:
    table = begin(students=4)
    session, page = table.session, table.page
    left = session.open_count
    assert left > 1
    qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    sheet = page.findChild(ConfirmSheet)
    assert sheet is not None
    sheet.reject()
    assert session.open_count == left, "no is no"
    page.decisions.ask_keep_rest()
    page.findChildren(ConfirmSheet)[-1].accept()
    assert session.open_count == 0
    assert page.banner.text().startswith(f"The key stands for {left} answers.")


@pytest.mark.parametrize("classes", [1])
def test_where_nothing_else_waits_nothing_is_offered(begin: Begin, classes: int) -> None:
    table = begin(classes=classes)
    session, page = table.session, table.page
    alone = next(n for n in range(len(session.todos)) if len(session.open_here(n)) == 1)
    page.decisions.choose(alone)
    assert not page.decision_panel.others.isVisible()
