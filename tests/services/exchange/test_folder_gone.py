"""The data folder goes away while somebody marks: nothing is made in its place, nothing is lost."""

from __future__ import annotations

from pathlib import Path

from annotator.model.annotation import Annotation
from annotator.model.changes import MarksChange
from annotator.model.text import Span
from annotator.services.data.workspace import Workspace
from annotator.services.data.writer import Writer, WriterState
from annotator.store.articles import Articles
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from tests.files.make import an_article

ARTICLE = an_article()
STUDENT = DatabaseKind.STUDENT


def test_an_unplugged_drive_leaves_its_empty_place(tmp_path: Path) -> None:
    data, away = tmp_path / "data", tmp_path / "away"
    with Workspace.open(data) as workspace:
        with workspace.database(STUDENT) as database:
            Articles(database).add(ARTICLE)
            student = Students(database).add_student("Ada")
            attempt = Drafts(database).open_draft(student.id, "l", ARTICLE.sha256)
        data.rename(away)
        data.mkdir()  # as a mount point is left
        writer = Writer(workspace.opener(STUDENT), back_off=(0.02,))
        mark = Annotation.on(ARTICLE.text, Span(0, 5), "claim")
        change = MarksChange("mark", after=(mark,))

        def stroke(db: Database) -> None:
            Drafts(db).apply(attempt.id, change)

        writer.submit(stroke)
        assert not writer.flush(0.3)
        assert writer.state is WriterState.FAILED
        assert writer.refused == (), "the stroke is kept"
        assert list(data.iterdir()) == [], "no empty file was made in its place"
        data.rmdir()
        away.rename(data)
        assert writer.flush(10)
        assert writer.close() is None
        with workspace.database(STUDENT) as database:
            assert Drafts(database).load(attempt.id, ARTICLE.text).annotations == (mark,)
