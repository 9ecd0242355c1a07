"""Drafts in a class folder that are a flood: the teacher can't open them, only count them.

A draft is sealed to a student's card, and named by digits that stand for the student and the piece
of work. So what is certain is little: what is no sealed draft, and what is far more than a class
can have. A student's program puts its own draft back with the next mark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from annotator.files import limits
from annotator.files.card_keys import student_id_of
from annotator.files.class_folder import Beginning, FolderFile, FolderPart, student_tag
from annotator.files.draft_file import SEALED_FORMAT
from annotator.store.articles import Articles
from annotator.store.cards import Cards
from annotator.store.classes import Assignments
from annotator.store.database import Database

#: Versions of one piece of work: a program takes away those that its own includes.
MANY_VERSIONS = 60
#: Pieces of work of which nothing is known here (a student's own articles); past it, it is a flood.
MANY_UNKNOWN = 300

_TAG = 20


def strange_drafts(
    entries: Iterable[FolderFile],
    peek: Callable[[FolderFile], Beginning],
    known: Callable[[], frozenset[str]],
) -> list[FolderFile]:
    """The drafts that belong to no one here, or are too many of one kind.

    ``known`` are the tags of work that was given out (see :func:`known_tags`); it is asked for in a
    flood alone.
    """
    sealed: list[FolderFile] = []
    strange: list[FolderFile] = []
    for each in entries:
        first = peek(each)
        is_draft = first.kind == FolderPart.DRAFTS.kind and first.format >= SEALED_FORMAT
        fits = is_draft and each.stamp[0] <= limits.PACKED_BYTES
        (sealed if fits else strange).append(each)
    tags = Counter(_tag(each) for each in sealed)
    many = {tag for tag, count in tags.items() if count > MANY_VERSIONS}
    if len(tags) > MANY_UNKNOWN:
        many |= set(tags) - known()
    return strange + [each for each in sealed if _tag(each) in many]


def known_tags(db: Database) -> frozenset[str]:
    """The tags of the drafts of everything that was given out, for every student with a card."""
    students = {student_id_of(card.verify_key) for card in Cards(db).all()}
    articles = Articles(db).hashes()
    return frozenset(
        student_tag(student, given.lesson_id, given.id, article)
        for given in Assignments(db).all()
        for article in articles
        for student in students
    )


def _tag(file: FolderFile) -> str:
    return file.path.name[:_TAG]
