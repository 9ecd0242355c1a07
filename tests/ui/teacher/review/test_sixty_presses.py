"""Five classes in one evening: how many presses until everything is decided, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.review import DecisionKind
from annotator.services.states import PaperState
from annotator.store.desk import Desk
from tests.judging import KEYS, Teacher
from tests.ui.teacher.review.conftest import Table

Begin = Callable[..., Table]

#: So many presses are allowed for all of it; the last one may be the one for all that is left.
MOST = 60
#: This share of the differences is decided by looking at them before that last press.
LOOKED_AT = 0.65


@dataclass
class Presses:
    """Every press, and how many differences it decided."""

    one_answer: list[int] = field(default_factory=list)
    one_place: list[int] = field(default_factory=list)
    the_rest: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.one_answer) + len(self.one_place) + len(self.the_rest)

    @property
    def looked_at(self) -> int:
        return sum(self.one_answer) + sum(self.one_place)


def waiting(table: Table) -> int:
    """How many differences nobody has decided on yet."""
    return sum(len(todo.group.open) for todo in table.session.todos)


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
        if presses.count == MOST - 1:
            qtbot.keyClick(page.article, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
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
    assert presses.looked_at / whole >= LOOKED_AT
    assert min(teacher.reasons.values()) >= 1
    states = {page.papers.line(row.sha256).state for row in session.rows}
    assert states - {PaperState.NOT_LOOKED_AT} == {PaperState.DECIDED}
    table.seeded.writer.flush()
    found = Desk(table.seeded.database).decisions(session.review.lesson.id)
    kept = Counter(each.kind for decisions in found.values() for each in decisions)
    assert set(kept) == set(KEYS), "accepted, let through and left as they are"
    assert kept.total() == whole
    print(
        f"{len(session.rows)} papers, {whole} differences: {presses.count} presses, "
        f"{len(presses.one_answer)} for one answer, {len(presses.one_place)} for one place, "
        f"{presses.looked_at / whole:.0%} decided before the last press; {dict(teacher.reasons)}"
    )


def test_the_key_stands_for_all_answers_at_one_place(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin(classes=2, students=28)
    session, page = table.session, table.page
    number = max(range(len(session.todos)), key=lambda n: len(session.open_here(n)))
    here = session.open_here(number)
    assert len(here) > 2
    page.decisions.choose(number)
    others = page.decision_panel.others
    assert others.isVisible()
    assert others.keep._words == f"Key stands for all {len(here)} here"
    shown = [line.text() for line in others.lines if line.isVisible()]
    assert len(shown) == min(len(here) - 1, 5)
    qtbot.wait(20)
    picture(page, "review-here")
    page.article.setFocus()
    qtbot.keyClick(page.article, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert {session.todos[n].said for n in here} == {"the key stands"}
    item_id = session.todos[number].group.answer.item_id
    same = [t for t in session.todos if t.group.answer.item_id == item_id]
    assert item_id
    assert not any(todo.is_open for todo in same)
    assert page.decisions.chosen not in here
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.open_here(number) == here, "one step takes all of them back"


@pytest.mark.parametrize("classes", [1])
def test_where_nothing_else_waits_nothing_is_offered(begin: Begin, classes: int) -> None:
    table = begin(classes=classes)
    session, page = table.session, table.page
    alone = next(n for n in range(len(session.todos)) if len(session.open_here(n)) == 1)
    page.decisions.choose(alone)
    assert not page.decision_panel.others.isVisible()
