"""Papers that are unlike the ones which the maker of sample classes makes."""

from __future__ import annotations

from annotator.model.annotation import Annotation, new_id
from annotator.model.article import Article, BlockKind
from annotator.model.text import Span
from annotator.model.work import Attempt, AttemptState, Student, Submission
from annotator.store.arrivals import Arrivals
from annotator.store.articles import Articles
from annotator.store.database import Database
from annotator.store.submissions import Submissions
from tests.seeded import LESSON, NOW, SeededDesk


def add_paper(seeded: SeededDesk, paper: Submission, hand: str, student_id: str = "") -> str:
    """A hand-in as the importer keeps it."""
    sha256 = (new_id() + new_id()).replace("-", "")

    def write(db: Database) -> None:
        Submissions(db).add_received(paper, sha256, "x.handin")
        Arrivals(db).meet(hand, student_id, "teacher" if student_id else "")
        Arrivals(db).add(sha256, hand)

    seeded.data.call(write)
    return sha256


def on_old_text(
    seeded: SeededDesk, *, keep_article: bool = True, read: tuple[str, str] = ("", "")
) -> tuple[str, Article]:
    """A paper on a text with a sentence more, a block less, and other words at the end.

    ``read`` is (words of today's text, what the old text had in their place).
    """
    lesson = seeded.lesson()
    text = lesson.article.text
    blocks = [
        (b.kind, b.span.of(text).replace(*read) if read[0] else b.span.of(text))
        for b in lesson.article.blocks
    ]
    changed = [
        (kind, "Rain fell all week. " + words if n == 5 else words)
        for n, (kind, words) in enumerate(blocks)
        if n != 7
    ]
    old = Article.from_blocks([*changed, (BlockKind.PARAGRAPH, "Only the old page said this.")])
    text = old.text
    marks = []
    assert lesson.key is not None
    for item in lesson.key.items:
        quote = item.quote.replace(*read) if read[0] else item.quote
        at = text.find(quote)
        if at >= 0:
            marks.append(Annotation.on(text, Span(at, at + len(quote)), item.label))
    last = old.blocks[-1].span
    marks.append(Annotation.on(text, last, "opinion"))
    given = seeded.desk.assignments(LESSON)[0]
    paper = Submission(
        student=Student(id="s-old", name="Old Version"),
        lesson_id=LESSON,
        article_sha256=old.sha256,
        assignment_id=given.id,
        attempt=Attempt(id=new_id(), state=AttemptState.HANDED_IN, started=NOW, handed_in=NOW),
        annotations=tuple({mark.identity: mark for mark in marks}.values()),
    )
    if keep_article:
        seeded.data.call(lambda db: Articles(db).add(old))
    return add_paper(seeded, paper, "name:old"), old
