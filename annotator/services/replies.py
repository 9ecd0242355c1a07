"""Disagreements on their way: out of a student's work, into the teacher's file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from annotator.files.card_keys import CardKeys
from annotator.files.reply_file import Reply, Said, write_reply
from annotator.model.annotation import utc_now
from annotator.model.errors import BadInput
from annotator.model.review import Disagreement
from annotator.services.practice import Practice
from annotator.services.studying import OpenWork, Studying
from annotator.store.arrivals import Arrivals
from annotator.store.cards import Cards
from annotator.store.database import Database
from annotator.store.desk import Disagreements

_SENT = "disagree-sent-"


@dataclass(frozen=True, slots=True)
class MadeReply:
    """A reply file, and the ids of the disagreements that are in it."""

    file: bytes
    ids: tuple[str, ...]


class Replies:
    """A student's side: what of their disagreements has not been given on yet, and as a file."""

    def __init__(self, studying: Studying, practice: Practice) -> None:
        self._studying = studying
        self._practice = practice

    def waiting(self, work: OpenWork) -> int:
        """How many disagreements with a teacher's return are in no file yet."""
        # What was said just now may still be on its way to the disk.
        self._studying.settle()
        sent = self._studying.setting(_SENT + work.attempt.id, [])
        known = set(map(str, sent)) if isinstance(sent, list) else set()
        return sum(each.id not in known for each in self._practice.objections(work.attempt))

    def file(self, work: OpenWork, *, card: CardKeys | None = None) -> MadeReply:
        """All of them as a file for the teacher; AnnotatorError where it can't be made."""
        self._studying.settle()
        objections = self._practice.objections(work.attempt)
        student, handed = work.student, self._studying.handed_in(work)
        reply = Reply(
            student_id=student.id,
            student_name=student.name,
            hand_in_sha256=hashlib.sha256(handed.file).hexdigest(),
            said=tuple(
                Said(
                    id=each.id,
                    reason=each.reason,
                    item_id=each.item_id,
                    mark_id=each.mark_id,
                    revision=each.revision,
                    said=each.said,
                )
                for each in objections
            ),
        )
        file = write_reply(reply, teacher_key=work.lesson.task.teacher_key, card=card)
        return MadeReply(file, tuple(each.id for each in objections))

    def note_given(self, work: OpenWork, made: MadeReply) -> None:
        """Note that what is in ``made`` was given on; what was said since still waits."""
        self._studying.set_setting(_SENT + work.attempt.id, list(made.ids))


def take_reply(db: Database, reply: Reply) -> int:
    """Keep what is new of a reply, inside the writer's transaction; how many disagreements.

    BadInput where the hand-in isn't here, or came from somebody else: work that a class card signed
    is answered with a card of the same student alone.
    """
    paper = Arrivals(db).find(reply.hand_in_sha256)
    if paper is None:
        raise BadInput(f"It speaks of work of {reply.student_name} that has not come in here.")
    if paper.card:
        owners = {card.verify_key: card.student_id for card in Cards(db).all()}
        fits = bool(paper.student_id) and owners.get(reply.card) == paper.student_id
    else:
        fits = paper.hand.startswith((f"name:{reply.student_id}:", f"file:{reply.student_id}"))
    if not fits:
        raise BadInput(f"It does not come from {paper.student_name}, whose work it speaks of.")
    now = utc_now()
    return Disagreements(db).take(
        Disagreement(
            id=each.id,
            submission_sha256=paper.sha256,
            reason=each.reason,
            item_id=each.item_id,
            mark_id=each.mark_id,
            revision=each.revision,
            said=each.said,
            received=now,
        )
        for each in reply.said
    )
