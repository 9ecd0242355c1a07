"""Writing a key with pointer and keys: every part of an item, undo, the disk, the class, a try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import RelationEnd, RelationKind
from annotator.model.article import BlockKind
from annotator.model.errors import StoreError
from annotator.model.key import POINT, AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.classes.sample_class import make_sample_class
from annotator.services.data.data_file import DataFile
from annotator.services.lessons.key_building import proposed_traps
from annotator.services.lessons.key_checkup import check_up
from annotator.services.lessons.key_desk import KeyDesk
from annotator.services.lessons.key_steps import Edge, same_content
from annotator.services.review.key_versions import KeyVersions
from annotator.store.database import Database
from annotator.store.key_drafts import KeyDrafts
from annotator.store.schema import DatabaseKind
from annotator.ui.key.key_pages import KeyPages
from annotator.ui.key.painting import part_id, part_of, trap_part
from annotator.ui.key.panel import KeyStepName
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import TextLabel
from annotator.ui.widgets.page_stack import PageStack
from tests.seeded import NOW
from tests.ui.key.conftest import Study

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

Make = Callable[..., Study]


@pytest.fixture
def bare(lesson: Lesson) -> Lesson:
    """The lesson with no key at all."""
    return replace(lesson, key=None)


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def mark(study: Study, words: str, key: Qt.Key = Qt.Key.Key_1) -> str:
    """Select words, press a label's key; the id of the new item."""
    study.select(words)
    study.press(key)
    assert study.page.chosen
    return study.page.chosen


def test_an_item_by_selection_and_key(make_study: Make, bare: Lesson, qtbot: QtBot) -> None:
    study = make_study(bare)
    item_id = mark(study, "leak is in the old north wall")
    item = study.item()
    assert (item.label, item.quote, item.required) == (
        "claim",
        "leak is in the old north wall",
        True,
    )
    assert study.page.view.selected_mark() == item_id
    assert study.page.panel.current is study.page.panel.item
    # On the disk, and only then said to be.
    assert study.page.save_status.text() in ("Saving…", "✓ Saved")
    qtbot.waitUntil(lambda: study.page.save_status.text() == "✓ Saved")
    assert same_content(study.on_disk(), study.key)
    study.press(Qt.Key.Key_Z, CTRL)
    assert not study.key.items
    study.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert study.key.items == (item,)
    qtbot.waitUntil(lambda: study.pages.saver.waiting == 0)
    assert same_content(study.on_disk(), study.key)


def test_core_and_extent_by_keys_on_a_selection(make_study: Make, bare: Lesson) -> None:
    study = make_study(bare)
    item_id = mark(study, "leak is in the old north wall")
    study.select("old north wall")
    study.press(Qt.Key.Key_C)
    study.select("the leak is in the old north wall")
    study.press(Qt.Key.Key_X)
    accepted = study.item().accepted[0]
    assert accepted.core == study.span("old north wall")
    assert accepted.extent == study.span("the leak is in the old north wall")
    view = study.page.view
    core, extent = (view.mark(part_id(item_id, 0, e)) for e in (Edge.CORE, Edge.EXTENT))
    assert core is not None
    assert core.span == accepted.core
    assert extent is not None
    assert extent.span == accepted.extent
    study.press(Qt.Key.Key_Z, CTRL)
    study.press(Qt.Key.Key_Z, CTRL)
    assert (study.item().accepted[0].core, study.item().accepted[0].extent) == (None, None)
    assert view.mark(part_id(item_id, 0, Edge.CORE)) is None


def test_edges_moved_by_keys_one_part_after_the_other(make_study: Make, bare: Lesson) -> None:
    study = make_study(bare)
    mark(study, "leak is in the old north wall")
    study.press(Qt.Key.Key_Right, ALT | SHIFT)  # the start, a word in
    assert study.item().quote == "is in the old north wall"
    study.press(Qt.Key.Key_E)  # must include: begins as all of it
    assert study.item().accepted[0].core == study.item().span
    study.press(Qt.Key.Key_Left, ALT)
    assert study.item().accepted[0].core == study.span("is in the old north")
    assert study.item().quote == "is in the old north wall", "the words stay"
    study.press(Qt.Key.Key_E)  # may include: begins as the sentence
    extent = study.item().accepted[0].extent
    assert extent is not None
    assert extent.of(study.lesson.article.text).startswith("Its author, the engineer")
    study.press(Qt.Key.Key_Delete)  # of the chosen part only
    assert study.item().accepted[0].extent is None
    assert study.item().accepted[0].core is not None


def test_a_core_is_dragged_by_its_handle(make_study: Make, bare: Lesson) -> None:
    study = make_study(bare)
    mark(study, "leak is in the old north wall")
    click(study.page.panel.item.spans.edges.choice(Edge.CORE))
    view = study.page.view
    (box,) = view.rects_of(study.item().span)
    (north,) = view.rects_of(study.span("old north wall"))
    grip = QPoint(box.left(), box.center().y())
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(port, QPoint(north.left() - 30, north.center().y()))
    QTest.mouseMove(port, QPoint(north.left() + 3, north.center().y()))
    QTest.mouseRelease(
        port, Qt.MouseButton.LeftButton, pos=QPoint(north.left() + 3, north.center().y())
    )
    accepted = study.item().accepted[0]
    assert accepted.core == study.span("old north wall")
    assert accepted.quote == "leak is in the old north wall"


def test_other_words_are_accepted_shown_first_and_dropped(make_study: Make, bare: Lesson) -> None:
    study = make_study(bare)
    item_id = mark(study, "engineer Tomas Reyne", Qt.Key.Key_3)
    study.select("Mayor Edith Crane")
    study.press(Qt.Key.Key_A)
    assert [each.quote for each in study.item().accepted] == [
        "engineer Tomas Reyne",
        "Mayor Edith Crane",
    ]
    assert study.page.view.mark(part_id(item_id, 1, Edge.SHOWN)) is not None
    rows = study.page.panel.item.spans.rows
    click(rows[1].first)
    assert study.item().quote == "Mayor Edith Crane"
    click(study.page.panel.item.spans.rows[1].remove)
    assert [each.quote for each in study.item().accepted] == ["Mayor Edith Crane"]
    for _ in range(3):
        study.page.undo()
    assert len(study.item().accepted) == 1
    assert study.item().quote == "engineer Tomas Reyne"


def test_a_source_gets_other_names_and_later_mentions(
    make_study: Make, bare: Lesson, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    study = make_study(bare)
    claim_id = mark(study, "leak is in the old north wall")
    assert not study.page.panel.item.names.isVisible(), "only sources have other names"
    source_id = mark(study, "Mayor Edith Crane", Qt.Key.Key_3)
    names = study.page.panel.item.names
    assert names.isVisible()
    names.names.field.setFocus()
    QTest.keyClicks(names.names.field, "Crane")
    QTest.keyClick(names.names.field, Qt.Key.Key_Return)
    study.write(names.names.field, "the bishop")
    assert study.item().other_names == ("Crane", "the bishop")
    study.select("engineer Tomas Reyne")
    study.press(Qt.Key.Key_M)
    (mention,) = study.item().mentions
    assert (mention.quote, len(names.rows)) == ("engineer Tomas Reyne", 1)
    painted = study.page.view.mark(f"mention 0 {source_id}")
    assert painted is not None
    assert part_of(painted.id).item_id == source_id
    qtbot.wait(20)
    picture(study.stack, "key-names")
    study.page.choose(claim_id)
    assert study.page.view.mark(f"mention 0 {source_id}") is None
    # In the check-up, on the disk, and a step to take back each.
    assert any("“the bishop”" in thin.words for thin in check_up(study.lesson, study.key, {}))
    assert study.on_disk() is not None
    study.page.choose(source_id)
    click(names.rows[0].remove)
    assert study.item(source_id).mentions == ()
    study.page.undo()
    assert [each.quote for each in study.item(source_id).mentions] == ["engineer Tomas Reyne"]
    study.page.undo()
    study.page.undo()
    assert (study.item(source_id).mentions, study.item(source_id).other_names) == ((), ())
    study.page.redo()
    assert study.item(source_id).other_names == ("Crane", "the bishop")


def test_reasons_labels_weight_and_question(make_study: Make, bare: Lesson) -> None:
    study = make_study(bare)
    mark(study, "leak is in the old north wall")
    panel = study.page.panel.item
    study.press(Qt.Key.Key_W)
    assert panel.why.field.hasFocus()
    study.write(panel.why.field, "It can be checked.")
    assert study.item().why == "It can be checked."
    assert not panel.other.fields["claim"].isVisibleTo(panel), "its own label is not wrong"
    study.write(panel.other.fields["opinion"].field, "Nobody judges anything.")
    assert study.item().mistake_sentence("opinion") == "Nobody judges anything."
    click(panel.other.chips["denial"])
    assert study.item().also_labels == ("denial",)
    assert not panel.other.fields["denial"].isVisibleTo(panel)
    study.press(Qt.Key.Key_O)
    assert not study.item().required
    click(panel.required.choice(True))
    assert study.item().required
    click(panel.weight.more)
    assert study.item().weight == POINT * 3 // 2
    study.write(panel.question.field, "Who could look?")
    assert study.item().question == "Who could look?"
    click(panel.labels["opinion"])
    assert study.item().label == "opinion"
    assert not study.item().mistake_sentence("opinion")
    before = study.item()
    study.page.undo()
    assert study.item().mistake_sentence("opinion") == "Nobody judges anything."
    study.page.redo()
    assert study.item() == before


def test_attributes_are_answered(make_study: Make, bare: Lesson) -> None:
    asked = replace(bare, uses=replace(bare.uses, attributes=("checkable", "source_type")))
    study = make_study(asked)
    mark(study, "leak is in the old north wall")
    panel = study.page.panel.item
    assert not panel.attributes["source_type"].isVisibleTo(panel)
    value = panel.attributes["checkable"]._choices[0][0]
    click(panel.attributes["checkable"].choice(value))
    assert study.item().attributes.checkable == value


def test_traps_have_reasons_too(make_study: Make, bare: Lesson) -> None:
    study = make_study(bare)
    study.select("Jonah Pell")
    study.press(Qt.Key.Key_T)
    (trap,) = study.key.traps
    assert study.page.chosen_trap == trap.id
    assert study.page.view.selected_mark() == trap_part(trap.id)
    assert study.page.panel.current is study.page.panel.traps
    study.write(study.page.panel.traps.why.field, "A byline.")
    assert study.key.traps[0].why == "A byline."
    study.press(Qt.Key.Key_Left, ALT)
    assert study.key.traps[0].quote == "Jonah"
    study.press(Qt.Key.Key_Delete)
    assert not study.key.traps
    study.page.undo()
    assert study.key.traps[0].quote == "Jonah"


def test_byline_date_and_credits_are_proposed_as_traps(
    make_study: Make, bare: Lesson, picture: Callable[[QWidget, str], None], qtbot: QtBot
) -> None:
    study = make_study(bare)
    article = bare.article
    kinds = {BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.PUBLISHER, BlockKind.CREDIT}
    lines = [block.span.of(article.text) for block in article.blocks if block.kind in kinds]
    assert lines
    study.page.panel.show_step(KeyStepName.TRAPS)
    propose = study.page.panel.traps.propose
    assert propose.isVisible()
    qtbot.wait(20)
    picture(study.stack, "key-proposed-traps")
    click(propose)
    assert [trap.quote for trap in study.key.traps] == lines
    assert all(trap.why for trap in study.key.traps)
    assert not propose.isVisibleTo(study.page.panel)
    study.page.undo()
    assert not study.key.traps
    assert propose.isVisibleTo(study.page.panel)
    study.select(lines[0])
    study.press(Qt.Key.Key_1)
    assert lines[0] not in {
        offer.span.of(article.text) for offer in proposed_traps(article, study.key)
    }


def test_a_denial_may_answer_one_of_several_claims(make_study: Make, bare: Lesson) -> None:
    study = make_study(bare)
    first = mark(study, "Brackwater’s water supply is leaking away underground")
    second = mark(study, "leak is in the old north wall")
    denial = mark(study, "north wall is dry from top to bottom", Qt.Key.Key_2)
    click(study.page.panel.item.ties[RelationKind.DENIES].add)
    page = study.page
    assert page.panel.step is KeyStepName.TIES
    for item in (first, second):
        page.view.mark_clicked.emit(item)
    click(page.ties.mode.actions.finish)
    page.panel.show_step(KeyStepName.ITEMS)
    page.choose(denial)
    (tie,) = study.key.relations
    assert (tie.kind, tie.source_id) == (RelationKind.DENIES, denial)
    assert set(tie.chain[0]) == {RelationEnd.mark(first), RelationEnd.mark(second)}
    assert " or " in study.page.panel.item.ties[RelationKind.DENIES].text()
    for _ in range(2):
        study.page.undo()
    assert study.key.relations == ()


def test_an_escape_at_a_time(make_study: Make, bare: Lesson) -> None:
    study = make_study(bare)
    mark(study, "leak is in the old north wall")
    study.press(Qt.Key.Key_E)
    study.select("Mayor Edith Crane")
    study.press(Qt.Key.Key_Escape)
    assert study.page.view.words.span() is None
    assert study.page.chosen
    study.press(Qt.Key.Key_Escape)
    assert study.page.view.selected_mark() == study.page.chosen, "back to the words"
    study.press(Qt.Key.Key_Escape)
    assert not study.page.chosen
    assert study.page.panel.current is not study.page.panel.item


# -- the whole of it ---------------------------------------------------------------------


def test_the_check_up_leads_to_the_place(make_study: Make, bare: Lesson, qtbot: QtBot) -> None:
    study = make_study(bare)
    item_id = mark(study, "leak is in the old north wall")
    study.page.panel.show_step(KeyStepName.CHECK)
    check = study.page.panel.check
    said = [thin.words for thin in check.found if thin.needs_fixing]
    assert any("no optional item" in words for words in said)
    assert any("no trap" in words for words in said)
    row = next(
        n for n, thin in enumerate(check.found) if thin.item_id == item_id and thin.needs_fixing
    )
    rect = check.list.visualItemRect(check.list.item(row))
    QTest.mouseClick(check.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert study.page.chosen == item_id
    assert study.page.panel.item.why.field.hasFocus()


def test_a_shipped_key_becomes_the_teachers_own_version(
    make_study: Make, lesson: Lesson, qtbot: QtBot
) -> None:
    study = make_study(lesson)
    assert "came with the program" in study.page.banner.text()
    assert not study.page.publish.isEnabled(), "nothing is new yet"
    study.page.choose(study.key.items[3].id)
    study.press(Qt.Key.Key_O)
    assert study.page.version.text() == "draft after version 1"
    click(study.page.publish)
    sheet = study.pages.sheet
    assert sheet is not None
    QTest.keyClicks(sheet.why, "one item more is optional")
    with qtbot.waitSignal(study.pages.published) as told:
        click(sheet.yes)
    key: AnswerKey = told.args[0]
    assert key.version == 2
    assert study.page.version.text() == "version 2"
    assert study.on_disk() is None
    versions = KeyVersions(study.data)
    assert same_content(versions.key(lesson), study.key)
    assert same_content(versions.key(lesson, 1), lesson.key)
    # Undo goes on after publishing, as a draft of the next version.
    study.page.undo()
    assert study.page.version.text() == "draft after version 2"
    assert same_content(study.on_disk(), lesson.key)


def test_before_publishing_who_gains_and_who_still_works(
    make_study: Make, lesson: Lesson, teacher: DataFile, qtbot: QtBot
) -> None:
    make_sample_class(teacher, [lesson], now=NOW, name="7B", is_sample=False)
    study = make_study(lesson)
    required = next(item for item in study.key.items if item.required)
    study.page.choose(required.id)
    study.press(Qt.Key.Key_O)
    study.pages.ask_to_publish()
    sheet = study.pages.sheet
    assert sheet is not None
    (check,) = sheet.checks.values()
    assert check.label.startswith("7B")
    qtbot.waitUntil(lambda: "Counting" not in sheet.effect.text())
    assert "paper" in sheet.effect.text()
    said = "\n".join(each.text() for each in sheet.findChildren(TextLabel))
    assert "7B: some are still working on it." in said
    sheet.reject()
    assert KeyVersions(study.data).key(lesson) == lesson.key


def test_built_from_the_class_with_the_enter_key(
    make_study: Make, lesson: Lesson, bare: Lesson, teacher: DataFile, qtbot: QtBot
) -> None:
    make_sample_class(teacher, [lesson], now=NOW, name="7B", is_sample=False)
    study = make_study(bare)
    click(study.page.panel.class_button)
    panel = study.page.panel.from_class
    assert panel is not None
    assert panel.offers
    offers = panel.offers[:3]
    assert panel.list.hasFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    QTest.keyClick(panel.list, Qt.Key.Key_Return, SHIFT)
    assert {(i.span, i.label) for i in study.key.items} == {(o.span, o.label) for o in offers}
    assert [i.required for i in study.key.items].count(False) == 1
    study.page.undo()
    assert len(study.key.items) == 2
    assert panel.offers[0] == offers[2], "it is offered again"
    paper = panel._papers[0]
    panel.begin_with(paper)
    assert len(study.key.items) == len(paper.annotations)
    study.page.undo()
    assert len(study.key.items) == 2


def test_tried_as_a_student_and_back_to_the_item(
    make_study: Make, lesson: Lesson, qtbot: QtBot
) -> None:
    study = make_study(lesson)
    click(study.page.attempt)
    attempt = study.pages.attempt
    assert attempt is not None
    assert attempt.student.session.lesson.key is None, "it is blind"
    item = next(i for i in study.key.items if i.required and i.label == "claim")
    attempt.student.session.add([item.span], "claim")
    click(attempt.student.hand_in)
    outcome = attempt.outcome
    assert outcome is not None
    compared = outcome._compared.comparison
    assert compared.found == 1
    entry = next(e for e in outcome.entries if e.key_item is not None and e.key_item.id == item.id)
    outcome.choose(entry.id)
    click(outcome.edit)
    assert study.pages.attempt is None
    assert study.page.chosen == item.id
    assert study.page.panel.item.why.field.hasFocus()
    assert study.desk.papers(lesson) == (), "nobody handed anything in"


def test_the_version_before_is_taken_again_in_one_step(make_study: Make, lesson: Lesson) -> None:
    study = make_study(lesson)
    study.pages.begin_empty()
    assert study.key.items == ()
    assert study.page.panel.current is not study.page.panel.item
    study.pages.take_published()
    assert same_content(study.key, lesson.key)
    study.page.undo()
    assert study.key.items == ()
    study.page.undo()
    assert same_content(study.key, lesson.key)


def test_a_refusal_is_told_and_changes_nothing(make_study: Make, bare: Lesson) -> None:
    study = make_study(bare)
    mark(study, "leak is in the old north wall")
    before = study.key
    study.select("Mayor Edith Crane")
    study.press(Qt.Key.Key_C)
    assert "inside the words" in study.page.banner.text()
    assert study.key == before


def test_saved_is_not_said_while_the_disk_refuses(
    tmp_path: Path, dressed: Appearance, bare: Lesson, qtbot: QtBot
) -> None:
    path = tmp_path / "teacher.db"
    broken = [False]

    def connect() -> Database:
        if broken[0]:
            raise StoreError("The disk is full.", todo="Make room.")
        return Database.open(path, kind=DatabaseKind.TEACHER)

    data = DataFile.open(connect, back_off=(0.05,))
    broken[0] = True
    pages = KeyPages(dressed, KeyDesk(data), bare, PageStack())
    qtbot.addWidget(pages.page)
    start = bare.article.text.index("leak is in the old north wall")
    pages.session.add([Span(start, start + 29)], "claim")
    status = pages.page.save_status
    qtbot.waitUntil(lambda: status.text() == "Not saved yet")
    assert "disk is full" in status.accessibleDescription()
    assert KeyDrafts(data.db).load(bare.id) is None
    broken[0] = False
    qtbot.waitUntil(lambda: status.text() == "✓ Saved")
    draft = KeyDrafts(data.db).load(bare.id)
    assert draft is not None
    assert same_content(draft.key, pages.session.editing.key)
    assert data.close() is None


@pytest.mark.parametrize("size", [(1280, 832), (1093, 614), (820, 600)])
def test_the_page_fits(
    make_study: Make,
    lesson: Lesson,
    size: tuple[int, int],
    picture: Callable[[QWidget, str], None],
    qtbot: QtBot,
) -> None:
    study = make_study(lesson, size)
    study.page.choose(study.key.items[3].id)
    qtbot.wait(20)
    assert (study.stack.width(), study.stack.height()) == size
    panel = study.page.panel
    inside = panel.item._scroll
    assert inside.inside.width() <= inside.viewport().width()
    picture(study.stack, f"key-{size[0]}")
