"""Collecting: everything once, nothing twice, every attempt kept, and what counts said plainly."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.files.sealing import KeyRing, SecretKey
from annotator.model.annotation import new_id
from annotator.model.article import Article, BlockKind
from annotator.model.received import Arrival
from annotator.model.work import Assignment
from annotator.services.classes.cards import ClassCards, open_card
from annotator.services.exchange.collect_report import (
    came_in_text,
    report_lines,
    report_table,
    report_to_json,
)
from annotator.services.exchange.collecting import BATCH
from annotator.services.marking.attempts import counting
from annotator.services.review.late_claims import claim_text
from annotator.store.arrivals import Arrivals
from annotator.store.articles import Articles
from annotator.store.classes import Assignments
from annotator.store.schema import STEPS, DatabaseKind
from tests.e2e.transfer import zipped
from tests.files.mutation import Mutations
from tests.services.desk import WHEN, ADesk, a_desk, a_hand_in


def put(inbox: Path, name: str, file: bytes) -> Path:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file)
    return path


def test_again_changes_nothing(desk: ADesk, inbox: Path) -> None:
    for number in range(5):
        put(inbox, f"{number}.handin", a_hand_in(desk.lesson, f"Student {number}", keys=desk.keys))
    put(inbox, "copy/of 3.handin", (inbox / "3.handin").read_bytes())
    report = desk.collecting.collect([inbox])
    assert (len(report.new), report.known, len(report.damaged)) == (5, 1, 0)
    before = desk.everything()
    again = desk.collecting.collect([inbox, inbox / "3.handin"])
    assert (len(again.new), again.known) == (0, 7)
    assert desk.everything() == before


def test_faulty_files_change_nothing_and_are_named(desk: ADesk, inbox: Path) -> None:
    mutations = Mutations()
    ring = KeyRing((*desk.keys.keys, *mutations.keys.keys))
    desk = replace(desk, keys=ring)
    for seed in range(220):
        # None of them is of a lesson that is here: whatever is sound is another lesson's.
        put(inbox, f"{seed:03}.handin", mutations.file(seed))
    before = desk.everything()
    report = desk.collecting.collect([inbox])
    assert report.new == ()
    assert desk.everything() == before
    assert len(report.damaged) > 100
    for fault in report.damaged:
        assert fault.reason.endswith((".", ")."))
    desk.data.db.check_integrity()


def test_what_is_not_taken_in_is_told_apart(desk: ADesk, inbox: Path, tmp_path: Path) -> None:
    other = desk.shelf.load("02-lunch-vote")
    put(inbox, "other.handin", a_hand_in(other, "Ann", keys=desk.keys))
    put(inbox, "mine.handin", a_hand_in(desk.lesson, "Ann", keys=desk.keys))
    put(inbox, "photo.jpg", b"\xff\xd8")
    put(inbox, ".hidden.handin", b"half")
    strange = KeyRing((SecretKey(b"x" * 32),))
    put(inbox, "sealed.handin", a_hand_in(desk.lesson, "Bo", keys=strange))
    edited = replace(desk.lesson, key=None, article=edited_article(desk.lesson.article))
    put(inbox, "old.handin", a_hand_in(edited, "Cy", keys=desk.keys))
    put(inbox, "a.zip", zipped({"x/y.handin": b"annotator hand-in 1\nsha256 no"}))
    put(inbox, "b.zip", b"PK\x03\x04 half")
    report = desk.collecting.collect([inbox, tmp_path / "gone"], lesson=desk.lesson)
    assert [each.student_name for each in report.new] == ["Ann"]
    assert [each.file for each in report.other_lessons] == ["other.handin"]
    assert [each.file for each in report.other_text] == ["old.handin"]
    assert [each.file for each in report.damaged] == [
        "sealed.handin",
        "gone",
        "x/y.handin",
        "b.zip",
    ], "archives come last"
    assert "whose key is not here" in report.damaged[0].reason
    assert report.passed_over == 1
    assert report_lines(report)[-1] == "1 other file was left alone."
    assert report_lines(replace(report, passed_over=2))[-1] == "2 other files were left alone."
    # Without a lesson named, the other one is known here too.
    assert len(desk.collecting.collect([inbox]).new) == 1
    # A text that was once given out is known, whatever became of the lesson.
    desk.data.call(lambda db: Articles(db).add(edited.article))
    assert [each.student_name for each in desk.collecting.collect([inbox]).new] == ["Cy"]


def edited_article(article: Article) -> Article:
    blocks = [(block.kind, block.span.of(article.text)) for block in article.blocks]
    return Article.from_blocks([*blocks, (BlockKind.PARAGRAPH, "One more.")], article.metadata)


def test_stopping_keeps_what_was_taken_in(desk: ADesk, inbox: Path) -> None:
    for number in range(BATCH + 10):
        put(inbox, f"{number:03}.handin", a_hand_in(desk.lesson, f"S {number}", keys=desk.keys))
    seen: list[tuple[int, int]] = []
    report = desk.collecting.collect(
        [inbox],
        progress=lambda done, of: seen.append((done, of)),
        cancelled=lambda: len(seen) > BATCH + 5,
    )
    assert report.stopped
    assert len(report.new) == BATCH + 5
    assert seen[0] == (0, BATCH + 10)
    rest = desk.collecting.collect([inbox], progress=lambda done, of: seen.append((done, of)))
    assert (len(rest.new), rest.known, rest.stopped) == (5, BATCH + 5, False)
    assert seen[-1] == (BATCH + 10, BATCH + 10)


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_links_that_go_round_are_not_followed(desk: ADesk, inbox: Path) -> None:
    put(inbox, "a.handin", a_hand_in(desk.lesson, "Ann", keys=desk.keys))
    (inbox / "round").symlink_to(inbox, target_is_directory=True)
    (inbox / "nowhere.handin").symlink_to(inbox / "gone")
    report = desk.collecting.collect([inbox])
    assert len(report.new) == 1
    assert [each.file for each in report.damaged] == ["nowhere.handin"]


# -- who it is ---------------------------------------------------------------------------------


def test_names_are_placed_and_the_rest_waits(desk: ADesk, inbox: Path) -> None:
    school_class = desk.add_class("7B", "Zoë O’Hara", "Sam Lee", "Sam Lee")
    put(inbox, "1.handin", a_hand_in(desk.lesson, "zoë  ohara", keys=desk.keys))
    hand = new_id()
    put(inbox, "2.handin", a_hand_in(desk.lesson, "Sam Lee", student_id=hand, keys=desk.keys))
    put(inbox, "3.handin", a_hand_in(desk.lesson, "🙂", keys=desk.keys))
    report = desk.collecting.collect([inbox])
    assert {each.student_name for each in report.unknown} == {"Sam Lee", "🙂"}
    (zoe,) = (each for each in report.new if each.student_id)
    assert (zoe.student_name, zoe.how, zoe.card) == ("Zoë O’Hara", "name", "")
    # Two students share the name: the teacher says which, once for all that comes from that hand.
    waiting = {each.student_name: each for each in desk.filing.waiting()}
    sams = desk.filing.suggestions(waiting["Sam Lee"])
    assert [who.name for who in sams] == ["Sam Lee", "Sam Lee"]
    assert desk.filing.suggestions(waiting["🙂"]) == ()
    desk.filing.place(waiting["Sam Lee"].hand, sams[1].id)
    put(
        inbox,
        "4.handin",
        a_hand_in(desk.lesson, "Sam Lee", student_id=hand, keys=desk.keys, number=2),
    )
    report = desk.collecting.collect([inbox])
    assert report.unknown == ()
    (work,) = (each for each in report.work if each.student_id == sams[1].id)
    assert [each.attempt_number for each in work.all] == [1, 2]
    assert work.counts.attempt_number == 2
    assert work.note == ""
    desk.filing.place(waiting["Sam Lee"].hand, "")
    assert len(desk.filing.waiting()) == 3
    assert school_class.students[0].id == zoe.student_id


def test_a_name_is_looked_for_in_the_class_that_was_given_the_lesson(
    desk: ADesk, inbox: Path
) -> None:
    desk.add_class("7A", "Ann Lee")
    own = desk.add_class("7B", "Ann Lee")
    given = Assignment(id=new_id(), lesson_id=desk.lesson.id, class_id=own.id, due=WHEN)
    desk.data.call(lambda db: Assignments(db).keep(given))
    for number, minutes in enumerate((-1, 1)):
        file = a_hand_in(
            desk.lesson, "Ann Lee", keys=desk.keys, assignment_id=given.id, minutes=minutes
        )
        put(inbox, f"{number}.handin", file)
    report = desk.collecting.collect([inbox])
    assert {each.student_id for each in report.new} == {own.students[0].id}
    # Late is a flag: the one of a minute after the time is there like the other.
    assert [each.handed_in for each in report.late if each.handed_in] == [
        max(each.handed_in for each in report.new if each.handed_in)
    ]
    # The other arrived late and says that it was in time: that is named, and nothing decided.
    (claim,) = report.claims
    assert claim.sha256 not in {each.sha256 for each in report.late}
    (line,) = (line for line in report_lines(report) if "claims to be in time" in line)
    assert line.startswith("Arrived late, claims to be in time: Ann Lee, attempt 1 (claims ")
    assert report_to_json(report)["claims"] == [claim.sha256]
    assert "1 of the new ones arrived late and claims" in came_in_text(report).happened
    assert claim_text(claim) in report_table(report).decode("utf-8-sig")


def test_nobody_gets_into_anothers_work_by_writing_an_id(desk: ADesk, inbox: Path) -> None:
    """An unsigned file may say any id and any name: it is a hand of its own."""
    school_class = desk.add_class("7B", "Amara Okoro")
    student = school_class.students[0]
    (card,) = ClassCards(desk.data, desk.keys).issue([student.id])
    keys = open_card("Amara Okoro", " ".join(card.words)).keys
    real = a_hand_in(desk.lesson, "Amara Okoro", card=keys, keys=desk.keys, minutes=1)
    put(inbox, "real.handin", real)
    for name, said in (("Amara Okoro", keys.student_id), ("X", keys.student_id), ("Y", student.id)):
        file = a_hand_in(
            desk.lesson, name, student_id=said, keys=desk.keys, number=99_999, minutes=60
        )
        put(inbox, f"forged {name}.handin", file)
    report = desk.collecting.collect([inbox])
    (work,) = (each for each in report.work if each.student_id == student.id)
    assert work.counts.card == "checked"
    assert work.counts.attempt_number == 1
    assert len(work.hands) == 2
    assert "2 sets of work came in under the name Amara Okoro" in work.note
    assert {each.student_name for each in report.unknown} == {"X", "Y"}


def test_a_card_of_nobody_waits_even_with_a_known_name(desk: ADesk, inbox: Path) -> None:
    desk.add_class("7B", "Ann Lee")
    keys = open_card("Ann Lee", "able about above absent").keys
    put(inbox, "a.handin", a_hand_in(desk.lesson, "Ann Lee", card=keys, keys=desk.keys))
    (new,) = desk.collecting.collect([inbox]).unknown
    assert new.card == "unknown"


# -- which one counts --------------------------------------------------------------------------


def arrival(number: int, attempt: str, supersedes: str = "", minutes: int | None = 0) -> Arrival:
    import datetime

    when = None if minutes is None else WHEN + datetime.timedelta(minutes=minutes)
    return Arrival(
        sha256=new_id(),
        hand="h",
        card="",
        student_id="s",
        how="name",
        student_name="S",
        file_name="",
        lesson_id="l",
        assignment_id="",
        attempt_id=attempt,
        attempt_number=number,
        supersedes=supersedes,
        handed_in=when,
        received=WHEN,
    )


@pytest.mark.parametrize(
    ("several", "wanted"),
    [
        ([arrival(1, "a"), arrival(2, "b", "a")], "b"),
        ([arrival(2, "b", "a"), arrival(1, "a", minutes=90)], "b"),
        ([arrival(1, "a"), arrival(1, "b", minutes=5)], "b"),
        ([arrival(1, "a", minutes=5), arrival(1, "b", minutes=None)], "a"),
        ([arrival(3, "a"), arrival(1, "b", "a")], "b"),
        ([arrival(1, "a", "b"), arrival(2, "b", "a")], "b"),
        ([arrival(1, "a", "a")], "a"),
    ],
)
def test_which_attempt_counts(several: list[Arrival], wanted: str) -> None:
    assert counting(several).attempt_id == wanted
    assert counting(reversed(several)).attempt_id == wanted


def test_files_that_were_added_one_by_one_have_the_hand_that_they_name(
    desk: ADesk, inbox: Path
) -> None:
    path = put(inbox, "a.handin", a_hand_in(desk.lesson, "Ann"))
    desk.collecting.collect([path])
    (work,) = desk.work(desk.lesson.id)
    assert work.student_name == "Ann"
    assert work.counts.hand.startswith("name:")
    assert Arrivals(desk.data.db).known() == {work.counts.sha256}


@pytest.mark.parametrize(
    ("listed", "other"),
    [
        ("मीना राव", "मोना राव"),
        ("นิดา ใจดี", "นดา ใจดี"),
        ("राम कुमार", "रमा कुमारी"),
        ("José Ruiz", "Jose Ruiz"),
        ("Tom Becker", "Tim Becker"),
    ],
)
def test_a_name_that_is_only_alike_waits_for_the_teacher(
    desk: ADesk, inbox: Path, listed: str, other: str
) -> None:
    school_class = desk.add_class("7B", listed, "Tom Ahn")
    put(inbox, "1.handin", a_hand_in(desk.lesson, other, keys=desk.keys))
    put(inbox, "2.handin", a_hand_in(desk.lesson, listed, keys=desk.keys))
    report = desk.collecting.collect([inbox])
    assert [each.student_name for each in report.unknown] == [other]
    assert [each.student_id for each in report.new if each.student_id] == [
        school_class.students[0].id
    ]
    (asked,) = desk.filing.waiting()
    assert [who.name for who in desk.filing.suggestions(asked)] == [listed]


def test_a_hand_that_was_known_without_marks_goes_on(desk: ADesk, inbox: Path) -> None:
    """Desks of before told hands apart by names without marks; one student stays one hand."""
    desk.add_class("7B", "Zoë Ott")
    hand = new_id()
    put(inbox, "1.handin", a_hand_in(desk.lesson, "Zoë Ott", student_id=hand, keys=desk.keys))
    desk.collecting.collect([inbox])
    with desk.data.db.transaction():
        desk.data.db.execute("PRAGMA defer_foreign_keys = ON")
        for table in ("arrivals", "hands"):
            desk.data.db.execute(f"UPDATE {table} SET hand = ?", [f"name:{hand}:zoeott"])
    again = a_hand_in(desk.lesson, "Zoë Ott", student_id=hand, keys=desk.keys, number=2)
    put(inbox, "2.handin", again)
    other = a_hand_in(desk.lesson, "Zoe Ott", student_id=hand, keys=desk.keys, number=3)
    put(inbox, "3.handin", other)
    report = desk.collecting.collect([inbox])
    (work,) = [each for each in report.work if each.student_id]
    assert len(work.all) == 2
    assert not work.note
    assert [each.student_name for each in desk.filing.waiting()] == ["Zoe Ott"]


def test_work_that_an_older_desk_counted_for_another_name_is_asked_about_again(
    tmp_path: Path, inbox: Path
) -> None:
    """Names were compared without vowel signs; accents that a keyboard lacks stay as they were."""
    with a_desk(tmp_path / "desk") as desk:
        desk.add_class("7B", "मीना राव", "Zoë Ott")
        for number, name in enumerate(("मीना राव", "मोना राव", "Zoe Ott")):
            put(inbox, f"{number}.handin", a_hand_in(desk.lesson, name, keys=desk.keys))
        desk.collecting.collect([inbox])
        path = desk.folder / DatabaseKind.TEACHER.file_name
    with sqlite3.connect(path) as connection:
        ids = dict(connection.execute("SELECT name, id FROM students"))
        for name, whose in (("मोना राव", "मीना राव"), ("Zoe Ott", "Zoë Ott")):
            connection.execute(
                "UPDATE hands SET student_id = ?, how = 'name' WHERE hand = (SELECT a.hand FROM "
                "arrivals a JOIN submissions s ON s.sha256 = a.sha256 WHERE s.student_name = ?)",
                [ids[whose], name],
            )
        step = "t0013_names_with_marks"
        number = STEPS[DatabaseKind.TEACHER].index(step)
        # Of later steps.
        for table, column in (
            ("arrivals", "return_key"),
            ("disagreements", "tie_id"),
            ("settings", "checksum"),
            ("preferences", "checksum"),
            ("students", "checksum"),
            ("lesson_cards", "given"),
        ):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        for table in ("returned_outcomes", "returned_contents", "return_ways", "own_terms"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name >= ?", [step])
        connection.execute(f"PRAGMA user_version = {number}")
    connection.close()
    with a_desk(tmp_path / "desk") as desk:
        assert [each.student_name for each in desk.filing.waiting()] == ["मोना राव"]
