"""Lists that are taken over and taken back, and names that a teacher said are one student."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.annotation import new_id
from annotator.model.errors import InvalidModel
from annotator.model.work import SchoolClass, StudentDetails
from annotator.services.classes.class_lists import read_class_list, read_list_file
from annotator.services.classes.list_plan import ListAgreement, ListPlan, SameOrNew
from annotator.services.classes.rosters import Rosters
from annotator.store.classes import Classes
from annotator.store.student_details import Details
from tests.services.desk import ADesk, a_hand_in

REPORTS = Path(__file__).parents[2] / "cases" / "lists" / "reports"


def class_of(desk: ADesk, class_id: str) -> SchoolClass:
    return next(each for each in Classes(desk.data.db).classes() if each.id == class_id)


def names(desk: ADesk, class_id: str) -> list[str]:
    return [each.name for each in class_of(desk, class_id).students]


def planned(
    desk: ADesk, class_id: str, text: str, answers: dict[int, SameOrNew] | None = None
) -> ListPlan:
    return Rosters(desk.data).plan(class_id, read_class_list(text).students, answers=answers)


def test_next_years_list_makes_nobody_old_of_somebody_new(desk: ADesk) -> None:
    rosters = Rosters(desk.data)
    old = read_list_file(REPORTS / "list-old-year.txt").students
    made = rosters.take_over("", "7B", rosters.plan("", old))
    before = class_of(desk, made.class_id)
    new = read_list_file(REPORTS / "list-new-year.txt").students
    wanted = rosters.plan(made.class_id, new)
    assert {q.listed.name: q.student.name for q in wanted.asked} == {
        "Hanna Müller": "Anna Müller",
        "Tim Becker": "Tom Becker",
        "Luca Meier": "Lukas Meyer",
        "Emily Wagner": "Emma Wagner",
        "Mario Garcia": "Maria Garcia",
        "Ahmad Alawi": "Ahmed Ali",
        "Sana Khan": "Sara Khan",
    }
    assert all(each.answer is SameOrNew.NEW for each in wanted.asked)
    assert class_of(desk, made.class_id) == before, "nothing is kept by looking"
    rosters.take_over(made.class_id, "7B", wanted)
    now = class_of(desk, made.class_id)
    assert [each.name for each in now.students] == [each.name for each in new]
    assert not {each.id for each in now.students} & {each.id for each in before.students}


def test_a_list_that_was_taken_over_can_be_taken_back(desk: ADesk) -> None:
    rosters = Rosters(desk.data)
    mine = desk.add_class("7B", "Ada Okoro", "Ben Lind", "José Ruiz", "Zoe Obrien")
    desk.data.call(lambda db: Details(db).keep(mine.students[0].id, StudentDetails("17", "")))
    before = desk.everything()
    text = (
        "Name;Mail;ID\nAda OKORO;ada@x.example;17\nJose Ruiz;;\nZoë O’Brien;;\nCem New;c@x.example;"
    )
    answers = {3: SameOrNew.SAME, 4: SameOrNew.SAME_NEW_NAME}
    taken = rosters.take_over(mine.id, "8B", planned(desk, mine.id, text, answers))
    assert class_of(desk, mine.id).name == "8B"
    assert names(desk, mine.id) == ["Ada OKORO", "José Ruiz", "Zoë O’Brien", "Cem New"]
    ids = {each.name: each.id for each in class_of(desk, mine.id).students}
    assert ids["Zoë O’Brien"] == mine.students[3].id
    known = Details(desk.data.db).all()
    assert known[mine.students[0].id] == StudentDetails("17", "ada@x.example")
    assert known[ids["Cem New"]] == StudentDetails("", "c@x.example")
    rosters.take_back(taken)
    assert desk.everything() == before


def test_a_class_that_was_made_goes_again_unless_something_came(desk: ADesk, inbox: Path) -> None:
    rosters = Rosters(desk.data)
    before = desk.everything()
    made = rosters.take_over("", "7B", planned(desk, "", "Ada Okoro\nBen Lind"))
    rosters.take_back(made)
    assert desk.everything() == before
    made = rosters.take_over("", "7B", planned(desk, "", "Ada Okoro\nBen Lind"))
    (inbox / "1.handin").write_bytes(a_hand_in(desk.lesson, "Ada Okoro", keys=desk.keys))
    desk.collecting.collect([inbox])
    rosters.take_back(made)
    ada = Classes(desk.data.db).student(made.made[0])
    assert ada is not None
    assert ada.class_id == ""
    assert Classes(desk.data.db).student(made.made[1]) is None


def test_a_class_needs_a_name(desk: ADesk) -> None:
    before = desk.everything()
    with pytest.raises(InvalidModel):
        Rosters(desk.data).take_over("", " ", planned(desk, "", "Ada"))
    assert desk.everything() == before


def test_a_number_of_the_school_speaks_for_one_student_and_a_shared_mail_does_not(
    desk: ADesk,
) -> None:
    rosters = Rosters(desk.data)
    first = "Name;Mail;ID\nLena Hansen;hansen@x.example;17\nLea Hansen;hansen@x.example;18\n"
    made = rosters.take_over("", "7B", planned(desk, "", first))
    later = "Name;Mail;ID\nLena Petrov;petrov@x.example;17\nLia Hansen;hansen@x.example;21\n"
    lena, lia = planned(desk, made.class_id, later).asked
    assert (lena.agreement, lena.answer) == (ListAgreement.SCHOOL_ID, SameOrNew.SAME)
    assert (lia.agreement, lia.answer, lia.student.name) == (
        ListAgreement.MAIL,
        SameOrNew.NEW,
        "Lea Hansen",
    )
    # Two of one name with numbers of their own stay two, in whatever order they come.
    twins = "Name;ID\nMin Kim;101\nMin Kim;102\n"
    both = rosters.take_over("", "9A", planned(desk, "", twins))
    kims = {Details(desk.data.db).all()[id].school_id: id for id in both.made}
    turned = planned(desk, both.class_id, "Name;ID\nMin Kim;102\nMin Kim;101\n")
    assert {match.listed.id: match.student.id for match in turned.kept} == kims
    assert not turned.changes


def test_those_who_are_not_on_a_list_may_stay(desk: ADesk) -> None:
    mine = desk.add_class("7B", "Ada Okoro", "Ben Lind")
    rosters = Rosters(desk.data)
    listed = read_class_list("Ada Okoro\nCem New").students
    wanted = rosters.plan(mine.id, listed, take_out=False)
    assert [each.name for each in wanted.absent] == ["Ben Lind"]
    rosters.take_over(mine.id, "7B", wanted)
    assert names(desk, mine.id) == ["Ada Okoro", "Ben Lind", "Cem New"]


def test_what_a_teacher_answers_is_remembered_for_the_class_and_can_be_taken_back(
    desk: ADesk, inbox: Path
) -> None:
    rosters = Rosters(desk.data)
    mine = desk.add_class("7B", "José Ruiz", "Ben Lind")
    other = desk.add_class("8A", "Jose Ruis")
    jose = mine.students[0]
    (inbox / "1.handin").write_bytes(a_hand_in(desk.lesson, "Jose Ruiz", keys=desk.keys))
    desk.collecting.collect([inbox])
    (asked,) = desk.filing.waiting()
    assert {who.id for who in desk.filing.suggestions(asked)} >= {jose.id}
    desk.filing.place(asked.hand, jose.id)
    # The same name from another computer is not asked about any more.
    second = a_hand_in(desk.lesson, "Jose Ruiz", student_id=new_id(), keys=desk.keys)
    (inbox / "2.handin").write_bytes(second)
    report = desk.collecting.collect([inbox])
    assert [each.student_id for each in report.new] == [jose.id]
    # Nor by a list of the class; another class knows nothing of it.
    assert not planned(desk, mine.id, "Jose Ruiz\nBen Lind").asked
    assert [q.listed.name for q in planned(desk, other.id, "Jose Ruiz").asked] == ["Jose Ruiz"]
    ((known, who),) = rosters.known_names()
    assert (known.name, who) == ("Jose Ruiz", jose)
    rosters.forget_name(known)
    assert rosters.known_names() == ()
    assert {each.student_name for each in desk.filing.waiting()} == {"Jose Ruiz"}
    assert [q.student for q in planned(desk, mine.id, "Jose Ruiz\nBen Lind").asked] == [jose]


def test_a_name_that_is_another_altogether_is_of_one_hand_alone(desk: ADesk, inbox: Path) -> None:
    mine = desk.add_class("7B", "José Ruiz")
    (inbox / "1.handin").write_bytes(a_hand_in(desk.lesson, "Dragon 7", keys=desk.keys))
    desk.collecting.collect([inbox])
    (asked,) = desk.filing.waiting()
    assert desk.filing.suggestions(asked) == ()
    desk.filing.place(asked.hand, mine.students[0].id)
    assert Rosters(desk.data).known_names() == ()
