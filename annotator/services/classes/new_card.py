"""Drafts in a class folder go over to a new card; the old one opens them no more.

The desk that issues cards can: their words lie sealed next to the desk. Drafts that lie on one
computer alone can't be reached from here; they stay with the old card.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from annotator import __version__
from annotator.files import limits
from annotator.files.card_keys import CardKeys
from annotator.files.class_folder import ClassFolder, FolderPart, student_tag
from annotator.files.draft_file import Draft, read_draft, write_draft
from annotator.files.reading import read_bytes
from annotator.files.sealing import KeyRing
from annotator.model.annotation import new_id
from annotator.model.article import Article
from annotator.model.errors import BadInput
from annotator.model.work import Student
from annotator.services.classes.cards import ClassCards
from annotator.services.data.data_file import DataFile
from annotator.store.articles import Articles
from annotator.store.cards import Cards

_log = logging.getLogger(__name__)


def reseal_for(
    data: DataFile, keys: KeyRing, folder: ClassFolder, student_id: str
) -> tuple[int, int]:
    """Seal what a student's earlier cards kept in ``folder`` to the one in use now.

    How many drafts, and how many could not be. About 0.2 s for each card.
    """
    cards, articles = ClassCards(data, keys), Articles(data.db)
    now, *before = Cards(data.db).of_student(student_id)
    new = cards.keys_of(now)
    student = Student(id=student_id, name=now.card_name)

    def article(sha256: str) -> Article | None:
        return articles.load(sha256) if articles.has(sha256) else None

    moved = left = 0
    for card in before:
        came, stayed = reseal_drafts(folder, cards.keys_of(card), new, student, article)
        moved, left = moved + came, left + stayed
    return moved, left


def reseal_drafts(
    folder: ClassFolder,
    old: CardKeys,
    new: CardKeys,
    student: Student,
    article: Callable[[str], Article | None],
) -> tuple[int, int]:
    """Seal what the old card kept in ``folder`` to the new one; how many, and how many were left.

    ``article`` gives a text by its hash: a draft of a text that isn't known stays as it is. Each
    new file is in the folder before the old one goes. FolderUnreachable, or CannotWrite.
    """
    moved = left = 0
    for entry in folder.entries(FolderPart.DRAFTS):
        try:
            draft = read_draft(read_bytes(entry.path, limits.PACKED_BYTES), card=old)
        except BadInput:
            # Another student's: only its own card opens it.
            continue
        if not draft.sealed or draft.submission.student.id != old.student_id:
            continue
        text = article(draft.submission.article_sha256)
        if text is None:
            left += 1
            continue
        try:
            file = _resealed(draft, text, new, student)
        except BadInput as error:
            _log.warning("a draft was not sealed to the new card: %s", error)
            left += 1
            continue
        work = draft.submission
        tag = student_tag(new.student_id, work.lesson_id, work.assignment_id, work.article_sha256)
        folder.put(FolderPart.DRAFTS, file, tag=tag)
        folder.remove(entry.path)
        moved += 1
    return moved, left


def _resealed(draft: Draft, article: Article, new: CardKeys, student: Student) -> bytes:
    work = draft.submission.check(article.text)
    # An id of its own: on the computer of before this attempt belongs to the old card's student.
    attempt = replace(work.attempt, id=new_id(), supersedes="")
    own = Student(id=new.student_id, name=student.name, card_issue=1)
    work = replace(work, attempt=attempt, student=own)
    return write_draft(work, article, draft.version, program_version=__version__, card=new)
