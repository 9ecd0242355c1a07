"""Disagreements on their way: out of a student's work, into the teacher's file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from annotator.files.card_keys import CardKeys
from annotator.files.reply_file import Reply, ReplyEntry, write_reply
from annotator.model.errors import BadInput
from annotator.model.moments import utc_now
from annotator.model.review import Disagreement
from annotator.services.marking.studying import OpenWork, Studying
from annotator.services.review.practice import Objection, Practice, sent_key
from annotator.store.arrivals import Arrivals
from annotator.store.cards import Cards
from annotator.store.database import Database
from annotator.store.desk import Disagreements


@dataclass(frozen=True, slots=True)
class MadeReply:
    """A reply file, and what of the disagreements in it need not be given on again."""

    file: bytes
    ids: tuple[str, ...]


class Replies:
    """A student's side: what of their disagreements has not been given on yet, and as a file."""

    def __init__(self, studying: Studying, practice: Practice) -> None:
        self._studying = studying
        self._practice = practice

    def waiting(self, work: OpenWork) -> int:
        """How many disagreements, made or taken back, are in no file for the teacher yet."""
        # What was said just now may still be on its way to the disk.
        self._studying.settle()
        known = self._practice.sent(work.attempt)
        return sum(_sent_as(each) not in known for each in self._practice.said(work.attempt))

    def waits_to_be_taken_back(self, work: OpenWork) -> bool:
        """Whether all that waits is to say that something was taken back."""
        self._studying.settle()
        known = self._practice.sent(work.attempt)
        waiting = [e for e in self._practice.said(work.attempt) if _sent_as(e) not in known]
        return bool(waiting) and all(each.withdrawn is not None for each in waiting)

    def file(self, work: OpenWork, *, card: CardKeys | None = None) -> MadeReply:
        """All of them as a file for the teacher; AnnotatorError where it can't be made."""
        self._studying.settle()
        objections = self._practice.said(work.attempt)
        student, handed = work.student, self._studying.handed_in(work)
        reply = Reply(
            student_id=student.id,
            student_name=student.name,
            hand_in_sha256=hashlib.sha256(handed.file).hexdigest(),
            said=tuple(
                ReplyEntry(
                    id=each.id,
                    reason=each.reason,
                    item_id=each.item_id,
                    mark_id=each.mark_id,
                    revision=each.revision,
                    said=each.said,
                    withdrawn=each.withdrawn,
                )
                for each in objections
            ),
        )
        file = write_reply(reply, teacher_key=work.lesson.task.teacher_key, card=card)
        return MadeReply(file, tuple(_sent_as(each) for each in objections))

    def note_given(self, work: OpenWork, made: MadeReply) -> None:
        """Note that what is in ``made`` was given on; what was said since still waits."""
        self._studying.set_setting(sent_key(work.attempt), list(made.ids))


def _sent_as(said: Objection) -> str:
    """What is noted once this was given on; taking it back is to be given on as well."""
    return f"{said.id}/withdrawn" if said.withdrawn is not None else said.id


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
            withdrawn=each.withdrawn,
        )
        for each in reply.said
    )
