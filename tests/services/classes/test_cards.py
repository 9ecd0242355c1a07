"""Class cards at the desk: issued, printed again, replaced; nothing secret lies open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.files.sealing import FILE_NAME, KeyRing, SealedForOthers, SecretKey
from annotator.model.errors import AnnotatorError, InvalidModel
from annotator.services.classes.cards import ClassCards, keep_student, open_card, same_card
from annotator.store.cards import Cards
from annotator.store.classes import Classes
from annotator.store.errors import RecordDamaged
from tests.e2e.transfer import machine
from tests.services.desk import ADesk, a_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ADesk]:
    with a_desk(tmp_path / "desk") as made:
        yield made


def test_issued_and_printed_again(desk: ADesk) -> None:
    school_class = desk.add_class("7B", "Amara Okoro", "Ben Li", "Cy Doe")
    cards = ClassCards(desk.data, desk.keys)
    told: list[tuple[int, int]] = []
    ids = [who.id for who in school_class.students[:2]]
    made = cards.issue([*ids, ids[0]], progress=lambda *step: told.append(step))
    assert told == [(1, 2), (2, 2)]
    assert [card.issue for card in made] == [1, 1]
    printed = cards.of_class(school_class.id)
    assert [(c.student.name, c.words) for c in printed] == [(c.student.name, c.words) for c in made]
    assert [who.card_issue for who in Classes(desk.data.db).classes()[0].students] == [1, 1, 0]


def test_what_is_kept_opens_with_the_teachers_key_alone(desk: ADesk) -> None:
    student = desk.add_class("7B", "Amara Okoro").students[0]
    cards = ClassCards(desk.data, desk.keys)
    (made,) = cards.issue([student.id])
    (kept,) = Cards(desk.data.db).of_student(student.id)
    assert cards.words_of(kept) == made.words
    assert cards.keys_of(kept) == open_card("amara okoro", " ".join(made.words)).keys
    strange = ClassCards(desk.data, KeyRing((SecretKey(b"x" * 32),)))
    with pytest.raises(SealedForOthers):
        strange.of_class(student.class_id)
    files = [path for path in desk.folder.iterdir() if path.is_file() and path.name != FILE_NAME]
    for path in files:
        # The lock file is held; it has nothing in it.
        data = b"" if path.suffix == ".lock" else path.read_bytes()
        assert " ".join(made.words).encode() not in data
        assert desk.keys.current.secret not in data


def test_a_new_card_replaces_the_old_one_and_both_are_known(desk: ADesk) -> None:
    student = desk.add_class("7B", "Amara Okoro").students[0]
    cards = ClassCards(desk.data, desk.keys)
    (first,) = cards.issue([student.id])
    (second,) = cards.issue([student.id])
    assert (first.issue, second.issue) == (1, 2)
    assert [card.issue for card in Cards(desk.data.db).of_student(student.id)] == [2, 1]
    assert [card.words for card in cards.of_class(student.class_id)] == [second.words]


def test_nobody_elses_card_is_issued(desk: ADesk) -> None:
    before = desk.everything()
    with pytest.raises(InvalidModel, match="not on a list here"):
        ClassCards(desk.data, desk.keys).issue(["nobody"])
    assert desk.everything() == before


def test_a_changed_record_is_named(desk: ADesk) -> None:
    student = desk.add_class("7B", "Amara Okoro").students[0]
    ClassCards(desk.data, desk.keys).issue([student.id])
    desk.data.call(lambda db: db.execute("UPDATE cards SET card_name = 'Someone'"))
    with pytest.raises(RecordDamaged, match="cards"):
        Cards(desk.data.db).all()


def test_nothing_secret_is_kept_on_the_students_machine(tmp_path: Path) -> None:
    signed_in = open_card("Amara Okoro", "able about above absent")
    with machine(tmp_path / "laptop") as here:
        student = keep_student(here.data, signed_in)
        assert here.studying.people() == (student,)
        keep_student(here.data, signed_in)
        assert here.studying.people() == (student,)
    keys = signed_in.keys
    for path in (tmp_path / "laptop").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for secret in (keys.seed, keys.box_secret, b"absent"):
                assert secret not in data
                assert secret.hex().encode() not in data


def test_two_students_on_one_machine_are_told_apart() -> None:
    amara = open_card("Amara Okoro", "able about above absent")
    same_card(amara.student, amara)
    with pytest.raises(AnnotatorError, match="not the class card of Amara Okoro"):
        same_card(amara.student, open_card("Ben Li", "able about above absent"))
