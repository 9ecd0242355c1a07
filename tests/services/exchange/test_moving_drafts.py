"""Drafts on several machines: the newest is taken, two that moved on are never mixed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.files.card_keys import CardKeys
from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.container import pack_body
from annotator.files.draft_file import Draft, Seal, read_draft
from annotator.files.label_guide import load_label_guide
from annotator.model.article import Article
from annotator.model.errors import BadInput
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.text import Span
from annotator.model.work import Attempt, Student
from annotator.services.data.data_file import DataFile
from annotator.services.exchange import folder_drafts
from annotator.services.exchange.moving_drafts import DraftsFound, DraftStanding, MovingDrafts
from annotator.services.marking.studying import OpenWork, Studying
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.preferences import Preferences
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from tests.files.make import GUIDE, an_article

LESSON = Lesson(
    id="03-reservoir-leak",
    title="Mayor: “Leak”?",
    article=an_article(),
    guide=load_label_guide(GUIDE),
)


@pytest.fixture(scope="module")
def card() -> CardKeys:
    return CardKeys.from_card("Ada", ("apple", "river", "stone", "cloud"))


class Machine:
    """A laptop with a data folder of its own; what a student does there."""

    def __init__(self, path: Path, folder: ClassFolder, card: CardKeys) -> None:
        path.mkdir()
        self.path, self.class_folder, self.card = path, folder, card
        self.data = DataFile.open(self.open)
        self.aside = path / "set-aside"
        self.drafts = MovingDrafts(self.data, self.aside, now=self.now)
        self.student = Student(id=card.student_id, name="Ada")
        self.clock = utc_now()
        self.data.call(lambda db: Students(db).keep(self.student))
        self.studying = Studying(self.data)

    def open(self) -> Database:
        return Database.open(self.path / "student.db", kind=DatabaseKind.STUDENT)

    def now(self) -> datetime.datetime:
        return self.clock

    def work(self) -> OpenWork:
        return self.studying.open_work(self.student, LESSON)

    def mark(self, start: int) -> None:
        self.work().marking.add([Span(start, start + 4)], "claim")
        self.data.writer.flush()

    def marks(self) -> list[int]:
        return [mark.span.start for mark in self.work().marking.marks]

    def look(self) -> DraftsFound:
        return self.drafts.look(self.class_folder, self.card, self.student, LESSON)

    def keep(self) -> DraftsFound:
        return self.drafts.keep(self.class_folder, self.card, self.student, LESSON)

    def go_on(self) -> Attempt:
        look = self.look()
        assert look.standing is DraftStanding.NEWER_THERE
        return self.drafts.take(look, self.student, LESSON, look.there[0], self.card)


@pytest.fixture
def machine(tmp_path: Path, card: CardKeys) -> Iterator[Callable[[str], Machine]]:
    folder = ClassFolder.create(tmp_path / "class", "7b")
    machines: list[Machine] = []

    def make(name: str, card: CardKeys = card) -> Machine:
        machines.append(Machine(tmp_path / name, folder, card))
        return machines[-1]

    yield make
    for each in machines:
        each.data.close()


def files(machine: Machine) -> int:
    return len(machine.class_folder.entries(FolderPart.DRAFTS))


def test_to_another_machine_and_back(machine: Callable[[str], Machine]) -> None:
    one, two = machine("one"), machine("two")
    assert one.look().standing is DraftStanding.NOTHING
    one.mark(0)
    assert one.keep().standing is DraftStanding.SAME
    assert one.look().standing is DraftStanding.SAME
    attempt = two.go_on()
    assert two.marks() == [0]
    assert attempt.id == one.work().attempt.id
    two.mark(10)
    two.clock -= datetime.timedelta(days=3)  # this machine's clock was set back
    assert two.keep().standing is DraftStanding.SAME
    assert files(one) == 1, "the older version was taken away"
    one.go_on()
    assert one.marks() == [0, 10]
    one.mark(20)
    one.keep()
    two.go_on()
    assert two.marks() == [0, 10, 20]
    assert not one.aside.exists()
    assert not two.aside.exists()


def test_both_moved_on_and_the_student_chooses(
    machine: Callable[[str], Machine], card: CardKeys
) -> None:
    one, two = machine("one"), machine("two")
    one.mark(0)
    one.keep()
    two.go_on()
    two.mark(10)
    two.keep()
    one.mark(30)
    look = one.keep()
    assert look.standing is DraftStanding.BOTH
    assert look.here is not None
    assert [mark.span.start for mark in look.here.annotations] == [0, 30]
    assert one.marks() == [0, 30], "nothing was mixed"
    assert files(one) == 1, "nothing was written over"
    one.drafts.take(look, one.student, LESSON, look.there[0], card)
    assert one.marks() == [0, 10]
    [aside] = one.aside.iterdir()
    kept = read_draft(aside, LESSON.article, card=card)
    assert [mark.span.start for mark in kept.submission.annotations] == [0, 30]
    assert one.look().standing is DraftStanding.SAME


def test_what_is_here_may_be_chosen(machine: Callable[[str], Machine], card: CardKeys) -> None:
    one, two = machine("one"), machine("two")
    for each, start in ((one, 0), (two, 10)):
        each.mark(start)
    one.keep()
    look = two.keep()
    assert look.standing is DraftStanding.BOTH, "both began without knowing of each other"
    two.drafts.take(look, two.student, LESSON, None, card)
    assert two.marks() == [10]
    [aside] = two.aside.iterdir()
    assert read_draft(aside, card=card).submission.annotations[0].span.start == 0
    assert two.keep().standing is DraftStanding.SAME
    assert one.look().standing is DraftStanding.NEWER_THERE
    one.go_on()
    assert one.marks() == [10]


def test_two_at_once_put_in_while_a_third_looks(
    machine: Callable[[str], Machine], card: CardKeys, tmp_path: Path
) -> None:
    """Two synced copies of the folder, put together again: both versions are there."""
    one, two, three = machine("one"), machine("two"), machine("three")
    one.mark(0)
    one.keep()
    two.class_folder = ClassFolder.create(
        tmp_path / "other copy", "", folder_id=one.class_folder.id
    )
    two.mark(10)
    two.keep()
    [entry] = two.class_folder.entries(FolderPart.DRAFTS)
    renamed = one.class_folder.path / "drafts" / f"{entry.path.stem} (1).draft"
    renamed.write_bytes(entry.path.read_bytes())
    look = three.look()
    assert look.standing is DraftStanding.BOTH
    assert len(look.there) == 2
    chosen = look.there[0]
    three.drafts.take(look, three.student, LESSON, chosen, card)
    assert three.marks() == [chosen.submission.annotations[0].span.start]
    assert len(list(three.aside.iterdir())) == 1
    assert three.keep().standing is DraftStanding.SAME
    assert files(three) == 1


def test_a_damaged_draft_is_named_and_left(machine: Callable[[str], Machine]) -> None:
    one, two = machine("one"), machine("two")
    one.mark(0)
    one.keep()
    [entry] = one.class_folder.entries(FolderPart.DRAFTS)
    entry.path.write_bytes(entry.path.read_bytes()[:-5])
    look = two.look()
    assert look.standing is DraftStanding.NOTHING
    assert entry.path.name in str(look.faults[0])
    one.mark(10)
    one.keep()
    assert entry.path.exists()
    two.go_on()
    assert two.marks() == [0, 10]


def test_another_card_opens_nothing(machine: Callable[..., Machine]) -> None:
    one = machine("one")
    two = machine("two", CardKeys.from_card("Bo", ("apple", "river", "stone", "cloud")))
    one.mark(0)
    one.keep()
    assert two.look() == DraftsFound(standing=DraftStanding.NOTHING)


def test_handed_in_work_does_not_come_back(machine: Callable[[str], Machine]) -> None:
    one = machine("one")
    one.mark(0)
    one.keep()
    one.studying.hand_in(one.work())
    assert one.look().standing is DraftStanding.NOTHING
    assert one.drafts.clear(one.class_folder, one.card, one.student, LESSON) == 1
    assert files(one) == 0


def test_as_a_file(machine: Callable[[str], Machine], tmp_path: Path) -> None:
    one, two = machine("one"), machine("two")
    one.mark(0)
    path = tmp_path / "my.draft"
    one.drafts.save_file(one.work().attempt.id, LESSON, path)
    look = two.drafts.open_file(path, two.student, LESSON)
    assert look.standing is DraftStanding.NEWER_THERE
    two.drafts.take(look, two.student, LESSON, look.there[0])
    two.mark(10)
    two.drafts.save_file(two.work().attempt.id, LESSON, path)
    assert one.drafts.open_file(path, one.student, LESSON).standing is DraftStanding.NEWER_THERE
    assert two.drafts.open_file(path, two.student, LESSON).standing is DraftStanding.NEWER_HERE
    one.mark(30)
    assert one.drafts.open_file(path, one.student, LESSON).standing is DraftStanding.BOTH
    path.write_bytes(b"nothing")
    with pytest.raises(BadInput):
        two.drafts.open_file(path, two.student, LESSON)


def test_a_copied_disk_is_not_mistaken(machine: Callable[[str], Machine], tmp_path: Path) -> None:
    """Two laptops from one image go on from the same state: both versions are kept."""
    one = machine("one")
    one.mark(0)
    one.keep()
    attempt_id = one.work().attempt.id
    key = f"moving-draft:{attempt_id}"
    before = Preferences(one.data.db).get(key, student_id=one.student.id)
    one.mark(10)
    one.keep()
    one.data.call(lambda db: Preferences(db).set(key, before, student_id=one.student.id))
    work = Drafts(one.data.db).load(attempt_id, LESSON.article.text)
    assert len(work.annotations) == 2
    one.mark(20)
    assert one.look().standing is DraftStanding.BOTH


def test_a_version_that_was_not_noted_asks_nobody(machine: Callable[[str], Machine]) -> None:
    """Power cut between the file and the note of it: the same marks are no conflict."""
    one = machine("one")
    one.mark(0)
    one.keep()
    key = f"moving-draft:{one.work().attempt.id}"
    before = Preferences(one.data.db).get(key, student_id=one.student.id)
    one.mark(10)
    one.keep()
    one.data.call(lambda db: Preferences(db).set(key, before, student_id=one.student.id))
    assert one.look().standing is DraftStanding.NEWER_THERE
    assert one.keep().standing is DraftStanding.SAME
    assert not one.aside.exists()


# -- a flood of drafts --------------------------------------------------------------------------


def flooded(machine: Machine, count: int) -> None:
    """Files that a classmate puts there: with the tag of this work, renamed, open, copied."""
    place = machine.class_folder.path / "drafts"
    (own,) = machine.class_folder.entries(FolderPart.DRAFTS)
    tag, mine = own.path.name[:20], own.path.read_bytes()
    other = CardKeys.from_card("Mallory", ("able", "about", "above", "absent"))
    for number in range(count):
        sealed = pack_body("draft", 2, other.seal(b"%d" % number))
        (place / f"{tag}-{number:032x}.draft").write_bytes(sealed)
        (place / f"a{number}.draft").write_bytes(sealed)
    (place / f"{tag}-{'e' * 32}.draft").write_bytes(mine)
    (place / "huge.draft").write_bytes(b"annotator draft 2\n" + bytes(9_000_000))


def test_a_flood_is_read_once_and_hides_no_draft(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = machine("one"), machine("two")
    one.mark(0)
    one.keep()
    flooded(one, 150)
    opened: list[str] = []
    read = vars(folder_drafts)["read_draft"]

    def counted(file: Path, article: Article, *, card: Seal) -> Draft:
        opened.append(file.name)
        return read(file, article, card=card)

    monkeypatch.setattr(folder_drafts, "read_draft", counted)
    assert one.look().standing is DraftStanding.SAME
    assert len(opened) <= folder_drafts.LOOK_FILES
    while True:
        before = len(opened)
        assert one.look().standing is DraftStanding.SAME
        if len(opened) == before + 1:
            break
        assert len(opened) < 1_000
    assert len(set(opened)) >= 301, "each was looked at, and after that our own alone"
    # Another machine, which knows nothing yet, finds it within some looks.
    for _ in range(3):
        look = two.look()
        if look.standing is DraftStanding.NEWER_THERE:
            break
    two.drafts.take(look, two.student, LESSON, look.there[0], two.card)
    two.mark(20)
    assert two.keep().standing is DraftStanding.SAME
    assert one.look().standing is DraftStanding.NEWER_THERE
    one.go_on()
    assert one.marks() == [0, 20]


def test_a_copy_is_enough_when_the_original_goes(machine: Callable[[str], Machine]) -> None:
    one, two = machine("one"), machine("two")
    one.mark(0)
    one.keep()
    (own,) = one.class_folder.entries(FolderPart.DRAFTS)
    own.path.with_name("copy of it.draft").write_bytes(own.path.read_bytes())
    assert two.look().standing is DraftStanding.NEWER_THERE
    own.path.unlink()
    assert two.look().standing is DraftStanding.NEWER_THERE
    two.go_on()
    assert two.marks() == [0]


def test_an_open_draft_in_the_folder_is_nobodys(machine: Callable[[str], Machine]) -> None:
    """Only the card seals a draft there; an open one can be written by anyone with the id."""
    one, two = machine("one"), machine("two")
    one.mark(0)
    path = one.path / "open.draft"
    one.drafts.save_file(one.work().attempt.id, LESSON, path)
    tag = folder_drafts.draft_tag(one.student, LESSON)
    place = one.class_folder.path / "drafts" / f"{tag}-{'0' * 32}.draft"
    place.write_bytes(path.read_bytes())
    look = two.look()
    assert (look.standing, len(look.faults)) == (DraftStanding.NOTHING, 1)
    assert two.drafts.open_file(path, two.student, LESSON).standing is DraftStanding.NEWER_THERE
