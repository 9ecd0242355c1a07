"""What is left of an evening over five classes, and the student who reads it and disagrees."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QWidget

from annotator.demo.hand import Hand
from annotator.model.review import DecisionKind
from annotator.model.work import AttemptState
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.review.practice import Practice
from annotator.services.review.reviewing import Review
from annotator.store.classes import Assignments
from annotator.store.desk import Desk
from annotator.store.keys import Keys
from annotator.store.reviews import Reviews
from annotator.store.schema import DatabaseKind
from annotator.ui.desk.page import DeskPage
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.start.page import StartPage
from tests.e2e.evening import NAMES, READER, WORDS, Evening, play_evening
from tests.e2e.playing import play
from tests.e2e.transfer import machine

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard")


@pytest.fixture(scope="module")
def evening(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Evening:
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    return play_evening(tmp_path_factory.mktemp("evening"))


# --- what is left --------------------------------------------------------------------------------


def test_everybody_of_five_classes_came_in_once(evening: Evening) -> None:
    count = sum(len(names) for names in NAMES.values())
    first, again = evening.banners[:2]
    assert first.startswith(f"{count} new hand-ins.")
    assert again.startswith(f"0 new hand-ins. {count} came in before.")


def test_the_key_was_built_from_what_the_class_marked(evening: Evening) -> None:
    assert evening.versions[0] == 1
    assert 10 <= evening.taken - evening.optional < evening.taken
    with (
        Workspace.open(evening.desk) as workspace,
        workspace.database(DatabaseKind.TEACHER) as database,
    ):
        key = Keys(database).load(evening.lesson_id, 1)
    assert len(key.items) == evening.taken
    assert sum(item.required for item in key.items) == evening.taken - evening.optional
    # It was built from marks, not copied: the key that made the papers has other ids.
    assert evening.keyed.key is not None
    assert not {item.id for item in key.items} & {item.id for item in evening.keyed.key.items}


def test_one_answer_was_promoted_and_taken_back(evening: Evening) -> None:
    before, promoted, undone = evening.versions
    assert promoted == before + 1
    assert undone == promoted + 1, "no version is ever changed: a further one is without it"
    assert evening.points[0] != evening.points[1]
    assert evening.points[0] == evening.points[2]
    with (
        Workspace.open(evening.desk) as workspace,
        workspace.database(DatabaseKind.TEACHER) as database,
    ):
        assert Keys(database).versions(evening.lesson_id)[-1] == undone
        log = [each for each in Reviews(database).log_entries() if "version" in each.detail]
        assert {each.who for each in log} == {"Ms Bell"}


def test_all_was_decided_with_few_keys_and_signed(evening: Evening) -> None:
    assert evening.open_before >= 20
    assert evening.open_after == 0
    assert evening.presses <= 25
    assert evening.looked_at >= 0.2 * evening.differences, "before the press for all the rest"
    with (
        Workspace.open(evening.desk) as workspace,
        workspace.database(DatabaseKind.TEACHER) as database,
    ):
        rows = Desk(database).inbox(evening.lesson_id)
        decided = [each for row in rows for each in Reviews(database).of_submission(row.sha256)]
    assert {each.kind for each in decided} == {
        DecisionKind.ACCEPT,
        DecisionKind.KEEP,
        DecisionKind.WAIVE,
    }
    assert {each.who for each in decided} == {"Ms Bell"}


def test_everybody_got_it_back(evening: Evening) -> None:
    count = sum(len(names) for names in NAMES.values())
    assert len(list((evening.folder / "back").glob("*.return"))) == count
    with Workspace.open(evening.desk) as workspace:
        data = DataFile.open(workspace.opener(DatabaseKind.TEACHER))
        given = Assignments(data.db).all()
        assert len(given) == len(NAMES)
        review = Review(evening.keyed, given, data)
        assert len(review.papers.rows) == count
        assert all(row.returned is not None and row.revision == 1 for row in review.papers.rows)
        assert data.close() is None


def test_the_student_opens_the_return_and_disagrees(evening: Evening) -> None:
    (file,) = (evening.folder / "back").glob(f"{READER}*.return")
    reply = evening.folder / "amara.reply"

    def act(hand: Hand) -> None:
        start = hand.one(StartPage, inside=hand.window)
        hand.until("the return is taken", lambda: "given back" in _banner(hand.window))
        read = [b for b in hand.all(QWidget, inside=start) if _reads(b)]
        hand.click(read[0])
        page = hand.one(ReturnedPage, inside=hand.window)
        assert page.results.teacher == "Ms Bell"
        found = page.results.comparison
        assert 0 < found.named < found.required
        assert page.found.text().startswith(f"{found.named} of {found.required}")
        hand.key("J")
        hand.key("D")
        hand.type(WORDS)
        hand.press("Keep it", inside=page)
        hand.until("the page offers the file", lambda: "not got" in page.banner.text())
        hand.in_file_dialog(lambda: hand.press("Save it…", inside=page), str(reply))
        hand.until("the file is there", reply.exists)

    assert play(evening.student, act, open_at_start=str(file)) == 0
    with machine(evening.student) as here:
        (student,) = here.studying.people()
        work = here.begin(student, evening.lesson_file)
        assert work.attempt.state is AttemptState.RETURNED
        practice = Practice(here.studying, here.shelf.load, here.shelf.has)
        (said,) = practice.objections.of(work.attempt)
        assert said.reason == WORDS
        assert said.item_id or said.mark_id
        assert not practice.objections.waiting(work)

    def read(hand: Hand) -> None:
        hand.key("Ctrl+T")
        desk = hand.one(DeskPage, inside=hand.window)
        hand.in_file_dialog(lambda: hand.press("Look for hand-ins", inside=desk), str(reply))
        hand.until("it is taken in", desk.banner.isVisible, seconds=30)
        assert "1 disagreement with work that you gave back." in desk.banner.text()
        assert any(row.strong == "1 student disagrees" for row in desk.data.rows)

    assert play(evening.desk, read) == 0


def _banner(window: QWidget) -> str:
    return str(window.banner.text())  # type: ignore[attr-defined]


def _reads(widget: QWidget) -> bool:
    return widget.accessibleName().startswith("Read the reasons")
