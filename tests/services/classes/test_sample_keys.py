"""What is accepted for everyone in a made-up class stays there, and nothing that came in does."""

from __future__ import annotations

import uuid

import pytest

from annotator.model.review import Answer
from annotator.model.work import Student
from annotator.services.classes.sample_class import PaperMaker, make_sample_class
from annotator.services.lessons.key_desk import KeyDesk
from annotator.services.review.key_versions import KEY_ACCEPTED, KEY_TAKEN_BACK, KeyVersions
from annotator.services.review.reviewing import Promotion, Review
from annotator.store.arrivals import Arrivals
from annotator.store.classes import Assignments
from annotator.store.database import Database
from annotator.store.keys import Keys
from annotator.store.reviews import Reviews
from annotator.store.submissions import Submissions
from tests.seeded import LESSON, NOW, SeededDesk


def sample_review(seeded: SeededDesk) -> Review:
    made = make_sample_class(seeded.data, [seeded.lesson()], now=NOW, students=6)
    return seeded.review(made)


def new_answer(review: Review) -> Answer:
    """What the key lacks and somebody marked."""
    groups = review.papers.grouping().run()
    return next(group.answer for group in groups if not group.answer.item_id)


def latest(seeded: SeededDesk, sample: str = "") -> int:
    key = KeyVersions(seeded.data, sample=sample).key(seeded.lesson())
    assert key is not None
    return key.version


def test_an_answer_for_everyone_in_the_sample_class_reaches_no_real_class(
    seeded: SeededDesk,
) -> None:
    real = seeded.review(seeded.add_class(students=4))
    before = [real.papers.reviewed(row.sha256).points for row in real.papers.rows]
    assignments = list(Assignments(seeded.data.db).all())
    review = sample_review(seeded)
    assert review.papers.still_working() == ()
    step = review.accept_for_everyone(new_answer(review), why="to try it")
    sample = review.papers.assignments[0].class_id
    assert step.change is not None
    assert step.change.after.version == latest(seeded, sample) > latest(seeded)
    assert review.papers.key(review.papers.assignments[0].id) == step.change.after
    assert Keys(seeded.data.db).lessons() == frozenset()
    real.refresh()
    assert [real.papers.reviewed(row.sha256).points for row in real.papers.rows] == before
    assert [a for a in Assignments(seeded.data.db).all() if a.class_id != sample] == assignments
    later = seeded.desk.assign(LESSON, [assignments[0].class_id])
    assert seeded.desk.review(later).papers.key(later[0].id) == seeded.lesson().key
    told = [version.what for version in review.papers.keys.versions(seeded.lesson())]
    assert told == ["", KEY_ACCEPTED]


def test_undo_and_redo_in_the_sample_class_stay_in_it(seeded: SeededDesk) -> None:
    review = sample_review(seeded)
    base = review.papers.key(review.papers.assignments[0].id)
    review.accept_for_everyone(new_answer(review))
    with_it = review.papers.key(review.papers.assignments[0].id)
    assert isinstance(review.undo(), Promotion)
    without = review.papers.key(review.papers.assignments[0].id)
    assert base is not None
    assert without is not None
    assert with_it is not None
    assert without.items == base.items != with_it.items
    review.redo()
    again = review.papers.key(review.papers.assignments[0].id)
    assert again is not None
    assert again.items[:-1] == base.items
    assert Keys(seeded.data.db).lessons() == frozenset()
    told = [version.what for version in review.papers.keys.versions(seeded.lesson())]
    assert told == ["", KEY_ACCEPTED, KEY_TAKEN_BACK, KEY_ACCEPTED]


def test_both_sides_count_their_versions_for_themselves(seeded: SeededDesk) -> None:
    """A real answer after the sample's has the same number; each still counts with its own."""
    review = sample_review(seeded)
    answer = new_answer(review)
    in_sample = review.accept_for_everyone(answer, why="in the sample").change
    real = seeded.review(seeded.add_class(students=4))
    for_real = real.accept_for_everyone(answer, why="for real", required=True).change
    assert in_sample is not None
    assert for_real is not None
    mine, theirs = in_sample.after, for_real.after
    assert mine.version == theirs.version
    assert mine != theirs
    given = review.papers.assignments[0]
    assert seeded.desk.review([given]).papers.key(given.id) == mine
    assert real.papers.key(real.papers.assignments[0].id) == theirs
    assert [v.why for v in review.papers.keys.versions(seeded.lesson())][-1] == "in the sample"
    assert [v.why for v in real.papers.keys.versions(seeded.lesson())][-1] == "for real"


def test_a_removed_sample_class_takes_its_keys_along(seeded: SeededDesk) -> None:
    real = seeded.review(seeded.add_class(students=4))
    review = sample_review(seeded)
    review.accept_for_everyone(new_answer(review), why="in the sample")
    real.accept_for_everyone(new_answer(real), why="for real")
    seeded.desk.remove_sample(review.papers.assignments[0].class_id)
    assert seeded.data.db.rows("SELECT * FROM sample_keys") == []
    whys = [entry.detail.get("why") for entry in Reviews(seeded.data.db).log_entries()]
    assert "for real" in whys
    assert "in the sample" not in whys
    assert latest(seeded) == real.papers.key(real.papers.assignments[0].id).version  # type: ignore[union-attr]


def test_a_key_is_neither_built_from_nor_held_for_made_up_papers(seeded: SeededDesk) -> None:
    sample_review(seeded)
    desk = KeyDesk(seeded.data)
    assert desk.papers(seeded.lesson()) == ()
    assert desk.in_use(seeded.lesson()) == ()
    seeded.add_class(students=4)
    assert 0 < len(desk.papers(seeded.lesson())) <= 4
    assert len(desk.in_use(seeded.lesson())) == 1


@pytest.mark.parametrize("is_named", [True, False])
def test_a_stranger_who_names_what_the_sample_class_was_given_counts_nowhere(
    seeded: SeededDesk, is_named: bool
) -> None:
    review = sample_review(seeded)
    mine = seeded.add_class(students=2)
    before = len(review.papers.rows)
    given = review.papers.assignments[0] if is_named else seeded.assignments(mine)[0]
    stranger = Student(id=str(uuid.uuid4()), name="Nobody Known")
    paper = PaperMaker(seeded.lesson(), seed=3).paper(stranger, started=NOW, assignment_id=given.id)

    def write(db: Database) -> None:
        Submissions(db).add_received(paper, "ab" * 32, "x.handin")
        Arrivals(db).meet("name:x:nobodyknown", "", "")
        Arrivals(db).add("ab" * 32, "name:x:nobodyknown")

    seeded.data.call(write)
    review.refresh()
    assert len(review.papers.rows) == before
    assert ("ab" * 32 in {row.sha256 for row in seeded.review(mine).papers.rows}) is not is_named
    lines = {line.assignment.id: line for o in seeded.desk.overviews() for line in o.lines}
    assert lines[review.papers.assignments[0].id].came_in == before
    assert [each.sha256 for each in Arrivals(seeded.data.db).waiting()] == ["ab" * 32]
