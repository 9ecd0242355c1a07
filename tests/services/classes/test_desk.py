"""Classes and lists, assignments and how they stand; on a real file."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import RelationKind
from annotator.model.errors import AnnotatorError, BadInput, InvalidModel
from annotator.model.key import POINT
from annotator.model.names import MAX_NAME
from annotator.model.received import GivenOutBy
from annotator.model.review import DecisionKind
from annotator.model.work import Student
from annotator.services.classes.class_lists import Left, read_class_list
from annotator.services.classes.list_columns import ListOptions
from annotator.services.classes.list_plan import KnownClass, ListPlan, SameOrNew, plan
from annotator.services.lessons.publishing import note_given
from annotator.services.review.states import PaperState
from annotator.store.errors import BrokenRule
from tests.seeded import LESSON, SeededDesk

# --- lists of names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Okoro\nBen Lind\n", ("Ada Okoro", "Ben Lind")),
        ("1. Ada\r\n2) Ben\r\n- Cem\r\n• Dee", ("Ada", "Ben", "Cem", "Dee")),
        ("Okoro, Ada\nLind, Ben", ("Ada Okoro", "Ben Lind")),
        ("Ada\tOkoro\nBen\tLind", ("Ada Okoro", "Ben Lind")),
        ("\ufeffLast name;First name;Mail\nOkoro;Ada;a@b.c\n", ("Ada Okoro",)),
        ('"Name","Mail"\n"Okoro, Ada","a@b.c"\n', ("Ada Okoro",)),
        ("id,student\n7,Ada\n8,Ben\n", ("Ada", "Ben")),
        ("  Ada \u00a0 Okoro  ", ("Ada Okoro",)),
        ("=1+1\n+Ben", ("=1+1", "+Ben")),
        ("", ()),
        ("\n\n  \n", ()),
        ("张伟\nŻofia Nowak-Łęcka\nعلي", ("张伟", "Żofia Nowak-Łęcka", "علي")),
    ],
)
def test_names_are_read_from_what_people_paste(text: str, names: tuple[str, ...]) -> None:
    assert read_class_list(text).names == names


def test_columns_can_be_turned_round() -> None:
    assert read_class_list("Ada, Okoro\nBen, Lind", ListOptions(is_turned=True)).names == (
        "Ada Okoro",
        "Ben Lind",
    )
    assert read_class_list("Ada\nBen", ListOptions(is_turned=True)).names == ("Ada", "Ben")


def test_doubles_empty_and_very_long_names_are_told_by_line() -> None:
    told = read_class_list(f"Ada\nADA  \n{'x' * (MAX_NAME + 1)}\n{'y' * MAX_NAME}\n\u200b\n;;\nBen")
    assert told.names == ("Ada", "y" * MAX_NAME, ";;", "Ben")
    assert [(each.row, each.why) for each in told.left_out] == [
        (2, Left.DOUBLE),
        (3, Left.TOO_LONG),
        (5, Left.NO_NAME),
    ]
    assert all(len(each.text) <= 60 for each in told.left_out)


def test_something_far_too_long_is_no_list() -> None:
    with pytest.raises(BadInput, match="too long"):
        read_class_list("x\n" * 3_000)
    with pytest.raises(BadInput, match="too long"):
        read_class_list("x" * 500_000)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    told = read_class_list(text)
    assert all(1 <= len(name) <= MAX_NAME and "\n" not in name for name in told.names)
    # A name that stands there twice is left out or asked about.
    keys = [each.name.casefold() for each in told.students if each.doubt is None]
    assert len(set(keys)) == len(keys)


def students(*names: str) -> list[Student]:
    return [Student(id=f"id-{n}", name=name) for n, name in enumerate(names)]


def wanted(old: list[Student], names: list[str], answers: dict[int, SameOrNew]) -> ListPlan:
    listed = read_class_list("\n".join(names)).students
    return plan(KnownClass(students=tuple(old)), listed, answers=answers)


def test_a_changed_list_keeps_those_who_are_the_same() -> None:
    old = students("Ada Okoro", "Ben Lind", "Cem Demir", "Dee Silva")
    names = ["ada okoro", "Ben Lind", "Cem Demir-Lind", "Zoe New"]
    told = wanted(old, names, {})
    assert [each.name for each in told.new] == ["Zoe New"]
    assert [each.student for each in told.kept] == old[:2]
    # A name that is only alike is a question, and somebody new until it is answered.
    assert [(q.listed.name, q.student, q.answer) for q in told.asked] == [
        ("Cem Demir-Lind", old[2], SameOrNew.NEW)
    ]
    assert told.gone == (old[2], old[3])
    assert wanted(old, names, {3: SameOrNew.SAME}).gone == (old[3],)
    assert not wanted(old, [each.name for each in old], {}).changes


def test_two_students_of_one_name_both_stay() -> None:
    old = students("Ada Okoro", "Ada Okoro")
    assert not wanted(old, ["Ada Okoro"], {}).changes


# --- classes -------------------------------------------------------------------------------------


def test_a_class_is_made_renamed_and_changed_and_nobodys_work_goes(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=6)
    row = seeded.review(mine).papers.rows[0]
    leaver = next(each for each in mine.students if each.id == row.student_id)
    names = [each.name for each in mine.students if each is not leaver]
    seeded.set_list(mine.id, [*names, "Zoe New"], called="8B")
    now = seeded.desk.school_class(mine.id)
    assert now.name == "8B"
    assert [each.name for each in now.students] == [*names, "Zoe New"]
    ids = {each.id for each in mine.students}
    assert sum(each.id in ids for each in now.students) == 5
    kept = {each.sha256 for each in seeded.review(mine).papers.rows}
    assert row.sha256 in kept, "the work of who left is kept"


def test_an_empty_name_makes_no_class(seeded: SeededDesk) -> None:
    with pytest.raises(InvalidModel):
        seeded.desk.add_class("  ", ["Ada"])
    assert seeded.desk.classes() == ()


def test_a_class_with_a_bad_name_in_it_is_not_half_made(seeded: SeededDesk) -> None:
    with pytest.raises(InvalidModel):
        seeded.desk.add_class("7B", ["Ada", "x" * (MAX_NAME + 1)])
    assert seeded.desk.classes() == ()


# --- assignments ---------------------------------------------------------------------------------


def test_a_lesson_goes_to_several_classes_at_once(seeded: SeededDesk) -> None:
    one, two = seeded.desk.add_class("7A", ["Ada"]), seeded.desk.add_class("7B", ["Ben", "Cem"])
    due = datetime.datetime(
        2026, 4, 1, 14, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2))
    )
    made = seeded.desk.assign(LESSON, [one.id, two.id, one.id], due=due, stop_after_paragraph=4)
    assert [each.class_id for each in made] == [one.id, two.id]
    assert {each.due for each in made} == {due}
    assert made[0].extra_cost == POINT // 2
    assert made[0].created is not None
    lines = [overview.lines[0] for overview in seeded.desk.overviews()]
    assert [(line.came_in, line.students) for line in lines] == [(0, 1), (0, 2)]
    practice = seeded.desk.assign(LESSON, [one.id], graded=False)
    assert practice[0].extra_cost == 0


def test_nothing_is_assigned_to_nobody_or_of_no_lesson(seeded: SeededDesk) -> None:
    mine = seeded.desk.add_class("7A", ["Ada"])
    with pytest.raises(BadInput, match="class"):
        seeded.desk.assign(LESSON, [])
    with pytest.raises(AnnotatorError):
        seeded.desk.assign("no-such-lesson", [mine.id])
    assert seeded.desk.assignments() == ()


def test_an_assignment_with_work_stays(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=3)
    with pytest.raises(BrokenRule, match="Work has come in"):
        seeded.desk.remove(seeded.assignments(mine)[0].id)
    empty = seeded.desk.assign(LESSON, [mine.id])[0]
    seeded.desk.remove(empty.id)
    assert len(seeded.desk.assignments()) == 1


def test_a_lesson_given_again_takes_no_papers_from_the_first_time(
    seeded: SeededDesk,
) -> None:
    mine = seeded.add_class(students=6)
    # These name no assignment, as those of a lesson that students have from the program.
    seeded.data.call(lambda db: db.execute("UPDATE submissions SET assignment_id = ''"))
    first = seeded.assignments(mine)[0]
    papers = {row.sha256 for row in seeded.desk.review([first]).papers.rows}
    assert papers
    (again,) = seeded.desk.assign(LESSON, [mine.id])
    lines = {each.assignment.id: each for each in seeded.desk.overviews()[0].lines}
    assert (lines[first.id].came_in, lines[again.id].came_in) == (len(papers), 0)
    assert {row.sha256 for row in seeded.desk.review([first]).papers.rows} == papers
    assert seeded.desk.review([again]).papers.rows == ()
    assert seeded.desk.review([again]).papers.came_in() == 0
    seeded.desk.take_back([again.id])
    assert seeded.desk.assignments() == (first,)


def test_what_was_given_out_is_not_undone(seeded: SeededDesk) -> None:
    mine = seeded.desk.add_class("7A", ["Ada"])
    one, two = (seeded.desk.assign(LESSON, [mine.id])[0] for _ in range(2))
    note_given(seeded.data, one.id, GivenOutBy.FILE, "7A.lesson")
    with pytest.raises(BadInput, match="given out"):
        seeded.desk.take_back([two.id, one.id])
    assert len(seeded.desk.assignments()) == 2


def test_how_an_assignment_stands(seeded: SeededDesk) -> None:
    mine = seeded.add_class(students=10)
    review = seeded.review(mine)
    seeded.desk.set_teacher_name("  Ms   Varga ")
    line = seeded.desk.overviews()[0].lines[0]
    assert (line.came_in, line.students, line.returned) == (len(review.papers.rows), 10, 0)
    first = review.papers.rows[0].sha256
    places = [(first, mark.mark_id) for mark in review.papers.reviewed(first).open]
    review.decide(DecisionKind.KEEP, places)
    figures = seeded.desk.figures(mine.id)
    seeded.data.writer.flush()
    figures.run()
    told = figures.of(line.assignment.id)
    assert told is not None
    groups = [group for group in review.papers.grouping().run() if group.open]
    assert (told.standing.papers, told.decisions) == (len(review.papers.rows), len(groups))
    states = Counter(review.papers.line(row.sha256).state for row in review.papers.rows)
    assert told.standing.decided == states[PaperState.DECIDED] >= 1
    assert told.standing.to_decide == states[PaperState.TO_DECIDE]
    review.give_back([first])
    review.give_back([first])
    row = next(row for row in review.papers.rows if row.sha256 == first)
    assert row.returned is not None
    assert row.revision == 2
    assert seeded.desk.overviews()[0].lines[0].returned == 1
    assert seeded.desk.review(seeded.assignments(mine)).who == "Ms Varga"


def test_what_a_class_finds_hard_has_a_before(seeded: SeededDesk) -> None:
    mine = seeded.add_class(lessons=("02-lunch-vote", LESSON))
    figures = seeded.desk.figures(mine.id)
    assert figures.hard(seeded.lesson().guide) == ()
    while not figures.step(1.0):
        pass
    hard = {each.label: each for each in figures.hard(seeded.lesson().guide)}
    review = seeded.review(mine)
    wanted = right = 0
    for row in review.papers.rows:
        for item in review.papers.reviewed(row.sha256).comparison.items:
            if item.required and item.label == "claim":
                wanted += 1
                right += bool(item.label_right)
    assert hard["claim"].now == right / wanted
    assert hard["claim"].before is not None
    # What is denied is not who says so, which this lesson doesn't ask for.
    assert RelationKind.SAID_BY not in hard
    assert hard[RelationKind.DENIES].before is None
    assert hard[RelationKind.DENIES].first_title == seeded.lesson().title
    order = [each.now for each in figures.hard(seeded.lesson().guide)]
    assert order == sorted(order)


def test_papers_of_two_lessons_are_not_reviewed_together(seeded: SeededDesk) -> None:
    seeded.add_class(lessons=("02-lunch-vote", LESSON), students=3)
    with pytest.raises(BadInput, match="one lesson at a time"):
        seeded.desk.review(seeded.desk.assignments())


def test_a_class_that_was_looked_at_is_remembered(seeded: SeededDesk) -> None:
    assert seeded.desk.last_class() == ""
    one, two = seeded.desk.add_class("7A"), seeded.desk.add_class("7B")
    assert seeded.desk.last_class() == one.id
    seeded.desk.choose_class(two.id)
    seeded.data.writer.flush()
    assert seeded.desk.last_class() == two.id
