"""A byte that changed on the disk is noticed, or changes no mark."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from annotator.model.annotation import Annotation, Relation, RelationEnd, RelationKind, new_id
from annotator.model.changes import MarksChange
from annotator.model.errors import InvalidModel, StoreError
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students

from .conftest import ARTICLE, TEXT, mark_on

FLIPS = 250


def written(path: Path) -> tuple[str, set[Annotation], set[Relation]]:
    """A file with a good many marks; the attempt's id and what was written."""
    marks = [
        replace(mark_on(start, start + 5, label), note=f"note {start} é🚦")
        for start in range(0, len(TEXT) - 5, 3)
        for label in ("claim", "opinion")
    ]
    ties = [
        Relation(
            id=new_id(),
            kind=RelationKind.SAID_BY,
            source_id=one.id,
            chain=((RelationEnd.mark(two.id),),),
        )
        for one, two in pairwise(marks)
    ]
    with Database.open(path, kind=DatabaseKind.STUDENT) as database:
        student = Students(database).add_student("Ada")
        attempt = Drafts(database).open_draft(student.id, "l", ARTICLE.sha256)
        change = MarksChange("mark", after=tuple(marks), relations_after=tuple(ties))
        Drafts(database).apply(attempt.id, change)
    return attempt.id, set(marks), set(ties)


def test_flipped_bytes_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "student.db"
    attempt_id, marks, ties = written(path)
    whole = path.read_bytes()
    chance = random.Random(20260901)
    noticed = 0
    for _ in range(FLIPS):
        place = chance.randrange(len(whole))
        bad = bytearray(whole)
        bad[place] ^= 1 << chance.randrange(8)
        path.write_bytes(bad)
        try:
            with Database.open(path, kind=DatabaseKind.STUDENT, read_only=True) as database:
                work = Drafts(database).load(attempt_id, TEXT)
        except (StoreError, InvalidModel):  # the latter where the article's hash was hit
            noticed += 1
            continue
        # Fewer marks can be read only where a page lost a cell, which the check finds.
        if (set(work.annotations), set(work.relations)) != (marks, ties):
            assert set(work.annotations) <= marks, place
            assert set(work.relations) <= ties, place
            with Database.open(path, kind=DatabaseKind.STUDENT, read_only=True) as database:
                missing = integrity_check_fails(database)
            assert missing, place
        assert path.read_bytes() == bytes(bad), "reading changed nothing"
    assert noticed > FLIPS // 10


def integrity_check_fails(database: Database) -> bool:
    """Whether SQLite's own check finds something wrong."""
    try:
        database.check_integrity()
    except StoreError:
        return True
    return False
