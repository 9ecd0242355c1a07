"""What a student disagrees with: kept with the attempt, and as a file for the teacher."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from annotator.files.card_keys import CardKeys
from annotator.files.reply_file import Reply, ReplyEntry, write_reply
from annotator.model.annotation import new_id
from annotator.model.attempt import Attempt
from annotator.model.moments import utc_now
from annotator.model.review import MAX_REASON, Objection, Subject, is_about
from annotator.services.marking.studying import OpenWork, Studying


@dataclass(frozen=True, slots=True)
class MadeReply:
    """A reply file, and what of the disagreements in it need not be given on again."""

    file: bytes
    ids: tuple[str, ...]


class Objections:
    """A student's "I disagree because …", and what of it the teacher has been given."""

    def __init__(self, studying: Studying) -> None:
        self._studying = studying

    def of(self, attempt: Attempt) -> tuple[Objection, ...]:
        """What the student disagrees with in this attempt, without what was taken back."""
        return tuple(each for each in self.all_of(attempt) if each.withdrawn is None)

    def all_of(self, attempt: Attempt) -> tuple[Objection, ...]:
        """All that the teacher has to know of: disagreements, and those that were taken back.

        What can't be understood is left out.
        """
        kept = self._studying.setting(_key(attempt), [])
        found = []
        for each in kept if isinstance(kept, list) else []:
            try:
                found.append(_objection(each))
            except (KeyError, TypeError, ValueError):
                continue
        return tuple(found)

    def keep(
        self,
        attempt: Attempt,
        reason: str,
        subject: Subject,
        *,
        revision: int = 0,
    ) -> tuple[Objection, ...]:
        """Keep a reason (at most MAX_REASON characters) with the attempt; all there are then.

        One for each item, mark or tie: another reason takes the place of the first, an empty one
        takes it away. What was given on before it was taken away is kept as taken back, so that the
        teacher can be told. ``revision`` is that of the return which the student reads.
        """
        reason = reason.strip()[:MAX_REASON]
        # All of them are written again, so the one before this must be on the disk.
        self._studying.settle()
        before = self.all_of(attempt)
        left = [each for each in before if not is_about(each, subject)]
        if not reason:
            left += _taken_back(before, self._given(attempt), subject)
        if reason:
            left.append(
                Objection(
                    id=new_id(),
                    reason=reason,
                    item_id=subject.item_id,
                    mark_id=subject.mark_id,
                    tie_id=subject.tie_id,
                    revision=revision,
                    raised=utc_now(),
                )
            )
        self._studying.set_setting(_key(attempt), [_to_json(each) for each in left])
        return tuple(each for each in left if each.withdrawn is None)

    # -- for the teacher -----------------------------------------------------------------------

    def waiting(self, work: OpenWork) -> int:
        """How many disagreements, made or taken back, are in no file for the teacher yet."""
        return len(self._waiting(work.attempt))

    def waits_to_be_taken_back(self, work: OpenWork) -> bool:
        """Whether all that waits is to say that something was taken back."""
        waiting = self._waiting(work.attempt)
        return bool(waiting) and all(each.withdrawn is not None for each in waiting)

    def file(self, work: OpenWork, *, card: CardKeys | None = None) -> MadeReply:
        """All of them as a file for the teacher; AnnotatorError where it can't be made."""
        self._studying.settle()
        objections = self.all_of(work.attempt)
        student, handed = work.student, self._studying.handed_in(work)
        reply = Reply(
            student_id=student.id,
            student_name=student.name,
            hand_in_sha256=hashlib.sha256(handed.file).hexdigest(),
            entries=tuple(
                ReplyEntry(
                    id=each.id,
                    reason=each.reason,
                    item_id=each.item_id,
                    mark_id=each.mark_id,
                    tie_id=each.tie_id,
                    revision=each.revision,
                    raised=each.raised,
                    withdrawn=each.withdrawn,
                )
                for each in objections
            ),
        )
        file = write_reply(reply, teacher_key=work.lesson.task.teacher_key, card=card)
        return MadeReply(file, tuple(_given_as(each) for each in objections))

    def note_given(self, work: OpenWork, made: MadeReply) -> None:
        """Note that what is in ``made`` was given on; what was said since still waits."""
        self._studying.set_setting(_given_key(work.attempt), list(made.ids))

    def _given(self, attempt: Attempt) -> frozenset[str]:
        noted = self._studying.setting(_given_key(attempt), [])
        return frozenset(map(str, noted)) if isinstance(noted, list) else frozenset()

    def _waiting(self, attempt: Attempt) -> list[Objection]:
        known = self._given(attempt)
        return [each for each in self.all_of(attempt) if _given_as(each) not in known]


def _taken_back(
    all_of: tuple[Objection, ...], given: frozenset[str], subject: Subject
) -> list[Objection]:
    """What was said about this and the teacher may have, as taken back now."""
    now = utc_now()
    return [
        replace(each, withdrawn=each.withdrawn or now)
        for each in all_of
        if is_about(each, subject) and (each.withdrawn is not None or each.id in given)
    ]


def _given_as(all_of: Objection) -> str:
    """What is noted once this was given on; taking it back is to be given on as well."""
    return f"{all_of.id}/withdrawn" if all_of.withdrawn is not None else all_of.id


def _given_key(attempt: Attempt) -> str:
    return f"disagree-sent-{attempt.id}"


def _key(attempt: Attempt) -> str:
    return f"disagree-{attempt.id}"


def _to_json(each: Objection) -> dict[str, Any]:
    return {
        "id": each.id,
        "reason": each.reason,
        "item": each.item_id,
        "mark": each.mark_id,
        "tie": each.tie_id,
        "revision": each.revision,
        "said": each.raised.isoformat(),
        "withdrawn": each.withdrawn.isoformat() if each.withdrawn is not None else "",
    }


def _objection(kept: dict[str, Any]) -> Objection:
    back = str(kept.get("withdrawn", ""))
    return Objection(
        id=str(kept["id"]),
        reason=str(kept["reason"])[:MAX_REASON],
        item_id=str(kept["item"]),
        mark_id=str(kept["mark"]),
        tie_id=str(kept.get("tie", "")),
        revision=int(kept.get("revision", 0)),
        raised=datetime.datetime.fromisoformat(str(kept["said"])),
        withdrawn=datetime.datetime.fromisoformat(back) if back else None,
    )
