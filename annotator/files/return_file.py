"""The return: what came of one attempt, on its way from the teacher back to the student.

Each is signed by the teacher. Format 3 is open, for students without a class card; format 4 is
sealed to the card, so that it opens with name and words alone. Format 5 crosses a class folder to
a student without a card: it opens on the computer that made the attempt. Formats 1 and 2 are the
same as 3 and 4 without a signature, as older versions wrote them. A class file holds many sealed
returns in one: each part opens only with its own card.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from annotator.files import limits
from annotator.files.card_keys import seal_card
from annotator.files.container import (
    beginning_of,
    deflate,
    inflate,
    kind_of,
    open_container,
    pack,
    pack_body,
    unpack,
)
from annotator.files.fields import Fields, clean_text, format_time, is_key
from annotator.files.outcome_json import comparison_from_return, comparison_to_return, entry_id
from annotator.files.reading import read_bytes
from annotator.files.sealing import KEY_BYTES, KeyRing
from annotator.files.signing import Signature, open_signed, sign_body
from annotator.files.source import parse_json
from annotator.files.web_annotation import (
    HASH_PREFIX,
    collection,
    read_collection,
    relation_from_web,
    relation_to_web,
)
from annotator.model.annotation import Relation
from annotator.model.article import Article
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.names import shown_name
from annotator.model.outcome import Comparison
from annotator.model.review import Answered, DecisionKind, Remark, Verdict

FORMAT = 1
SEALED_FORMAT = 2
SIGNED_FORMAT = 3
SIGNED_SEALED_FORMAT = 4
ATTEMPT_FORMAT = 5
SIGNED_FORMATS = frozenset({SIGNED_FORMAT, SIGNED_SEALED_FORMAT, ATTEMPT_FORMAT})
#: Formats that open with a class card alone, and all that are sealed.
CARD_FORMATS = frozenset({SEALED_FORMAT, SIGNED_SEALED_FORMAT})
SEALED_FORMATS = CARD_FORMATS | {ATTEMPT_FORMAT}
KIND = "return"
SUFFIX = ".return"
CLASS_FORMAT = 1
CLASS_KIND = "class-return"
#: Remarks of one return, answers to what a student said; parts of one class file.
REMARKS = 10_000
ANSWERS = 10_000
PARTS = 2_000
REVISIONS = 100_000
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:x-annotator:return")


class ReturnKey(Protocol):
    """What opens a sealed return: a class card, or the key of the attempt."""

    @property
    def box_key(self) -> str:
        """Its public half, in hexadecimal digits."""

    def open_from(self, sender: str, sealed: bytes, name: str) -> bytes:
        """What ``sender`` sealed to it; BadInput where that is another student's or was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Everything that a student's page of results needs, for one attempt.

    ``key_ties`` are the key's relations; their ends are item ids, and a note is the why.
    ``revision`` counts from 1; ``returned`` is UTC. ``hand_in_sha256`` names the file that was
    handed in.
    """

    student_id: str
    student_name: str
    lesson_id: str
    assignment_id: str = ""
    attempt_id: str
    attempt_number: int
    hand_in_sha256: str
    revision: int = 1
    returned: datetime.datetime
    teacher: str = ""
    comparison: Comparison
    remarks: tuple[Remark, ...] = ()
    answers: tuple[Answered, ...] = ()
    key_ties: tuple[Relation, ...] = ()

    def check(self, article: Article) -> Return:
        """Itself, if every quote stands in ``article`` where it says; BadInput otherwise."""
        comparison = self.comparison
        if comparison.article_sha256 != article.sha256:
            raise BadInput(
                "This return was made for another version of the text.",
                kept="Nothing was taken from it.",
                todo="Open it with the lesson that it was made for.",
            )
        quotes = [(mark.span, mark.quote) for mark in comparison.marks]
        for span, quote in [*quotes, *((item.span, item.quote) for item in comparison.items)]:
            if span.end > len(article.text) or span.of(article.text) != quote:
                raise BadInput(
                    f"This return quotes “{quote[:60]}”, which is not what the article says there.",
                    kept="Nothing was taken from it.",
                )
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFile:
    """A return as it was read.

    ``teacher_key`` is the public key of the teacher who sealed it (empty where it is open),
    ``signature`` the one that was found right (None where it is not signed).
    """

    content: Return
    sha256: str
    teacher_key: str = ""
    signature: Signature | None = None


def write_return(
    content: Return, *, keys: KeyRing | None = None, box_key: str = "", attempt_key: str = ""
) -> bytes:
    """The return file, signed with ``keys``; with a card's ``box_key`` it opens with that alone,
    with ``attempt_key``, which came in the hand-in, on the computer that made it.

    Without ``keys`` it is neither signed nor sealed. What was written is read back before it is
    sealed; InvalidModel where that fails.
    """
    web: dict[str, Any] = {
        "format": FORMAT,
        "kind": KIND,
        "student": {"id": content.student_id, "name": content.student_name},
        "lesson": {"id": content.lesson_id, "assignment": content.assignment_id},
        "attempt": {"id": content.attempt_id, "number": content.attempt_number},
        "handIn": HASH_PREFIX + content.hand_in_sha256,
        "revision": content.revision,
        "returned": format_time(content.returned),
        "teacher": content.teacher,
        "outcome": comparison_to_return(content.comparison),
        "remarks": [_remark_to_json(remark) for remark in content.remarks],
        "answers": [_answer_to_json(answer) for answer in content.answers],
        "keyTies": collection(
            str(uuid.uuid5(_IDS, content.attempt_id)),
            [relation_to_web(tie) for tie in content.key_ties],
        ),
    }
    data = json.dumps(web, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    body = deflate(clean_text(data).encode("utf-8"))
    file = pack_body(KIND, FORMAT, body)
    try:
        read_return(file)
    except BadInput as error:
        raise InvalidModel(f"This can’t be returned as it is: {error.happened}") from error
    if keys is None:
        return file
    if box_key:
        return seal_return(body, keys, box_key)
    if attempt_key:
        return seal_return(body, keys, attempt_key, ATTEMPT_FORMAT)
    return pack_body(KIND, SIGNED_FORMAT, sign_body(keys, KIND, SIGNED_FORMAT, body))


def seal_return(
    body: bytes, keys: KeyRing, box_key: str, number: int = SIGNED_SEALED_FORMAT
) -> bytes:
    """The signed and sealed form around a compressed body; InvalidModel for a key that can't be
    one."""
    signed = sign_body(keys, KIND, number, body, to=box_key)
    sealed = seal_card(keys.current.secret, box_key, signed)
    reader = bytes.fromhex(box_key) if number == ATTEMPT_FORMAT else b""
    return pack_body(KIND, number, bytes.fromhex(keys.current.public) + reader + sealed)


def attempt_key_of(file: bytes) -> str:
    """The public key of the attempt to which a return is sealed; empty for all other files."""
    kind, number, body = beginning_of(file)
    if (kind, number) != (KIND, ATTEMPT_FORMAT):
        return ""
    return body[KEY_BYTES : 2 * KEY_BYTES].hex()


def read_return(
    file: bytes | Path, *, card: ReturnKey | None = None, name: str = "the return"
) -> ReturnFile:
    """A return file, checked; BadInput with a sentence for everything else.

    A sealed one needs the ``card``, or the key of its attempt in place of that. Call
    :meth:`Return.check` with the article before its spans are used. Names that this version doesn't
    know are left out.
    """
    if isinstance(file, Path):
        name = file.name
        file = read_bytes(file, limits.PACKED_BYTES)
    opened = open_container(file, KIND, ATTEMPT_FORMAT, name=name)
    body, teacher_key, to = opened.body, "", ""
    signature: Signature | None = None
    if opened.format in SEALED_FORMATS:
        if card is None:
            raise _locked(opened.format, name)
        teacher_key, to = body[:KEY_BYTES].hex(), card.box_key
        start = KEY_BYTES * (2 if opened.format == ATTEMPT_FORMAT else 1)
        body = card.open_from(teacher_key, body[start:], name)
    if opened.format in SIGNED_FORMATS:
        body, signature = open_signed(body, KIND, opened.format, name=name, to=to)
    content = _content(_fields(inflate(body, name), name))
    return ReturnFile(
        content=content, sha256=opened.sha256, teacher_key=teacher_key, signature=signature
    )


def _locked(number: int, name: str) -> BadInput:
    if number == ATTEMPT_FORMAT:
        return BadInput(
            f"“{name}” opens only on the computer where this work was handed in.",
            kept="It was left as it is.",
            todo="Open it there, or ask your teacher for it as a file of your own. With a class "
            "card, work opens on every computer.",
        )
    return BadInput(
        f"“{name}” opens with a class card.",
        kept="It was left as it is.",
        todo="Type the name and the four words of the card.",
    )


def write_class_return(parts: Mapping[str, bytes]) -> bytes:
    """One file with the sealed returns of a class, by the id that each card stands for.

    InvalidModel for a part that isn't sealed, or where all together are too large.
    """
    for file in parts.values():
        opened = open_container(file, KIND, ATTEMPT_FORMAT, name="a part")
        if opened.format not in CARD_FORMATS:
            raise InvalidModel(
                "A return without a class card can’t go into a file that everybody gets."
            )
    web = {
        "format": CLASS_FORMAT,
        "kind": CLASS_KIND,
        "parts": [
            {"for": student_id, "file": base64.b64encode(file).decode("ascii")}
            for student_id, file in sorted(parts.items())
        ],
    }
    made = pack(CLASS_KIND, CLASS_FORMAT, json.dumps(web).encode("ascii"))
    try:
        read_class_return(made)
    except BadInput as error:
        raise InvalidModel(f"These returns don’t fit into one file: {error.happened}") from error
    return made


def read_class_return(file: bytes | Path, *, name: str = "the class’s returns") -> dict[str, bytes]:
    """The parts of a class file: return files, still sealed, by student id. BadInput otherwise."""
    if isinstance(file, Path):
        name = file.name
        file = read_bytes(file, limits.PACKED_BYTES)
    contents = unpack(file, CLASS_KIND, CLASS_FORMAT, name=name)
    parts: dict[str, bytes] = {}
    for table in _fields(contents.data, name).tables("parts", PARTS, optional=False):
        raw = table.text("file", limit=limits.UNPACKED_BYTES, exact=True)
        try:
            part = base64.b64decode(raw, validate=True)
        except (binascii.Error, ValueError):
            raise table.fault("this part can’t be read.", "file") from None
        student_id = table.id("for")
        if student_id in parts:
            raise table.fault("two parts are for the same student.", "for")
        if kind_of(part) != KIND:
            raise table.fault("this part is not a return.", "file")
        parts[student_id] = part
    return parts


def _fields(data: bytes, name: str) -> Fields:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"“{name}” is damaged: its text can’t be read.") from error
    return Fields(parse_json(text, name, is_strict=False))


def _remark_to_json(remark: Remark) -> dict[str, Any]:
    values = {
        "kind": str(remark.kind),
        "item": remark.item_id,
        "mark": remark.mark_id,
        "points": remark.points,
        "comment": remark.comment,
        "why": remark.why,
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _remark(fields: Fields) -> Remark:
    most = limits.WEIGHT * limits.KEY_ENTRIES
    return Remark(
        kind=fields.choice("kind", DecisionKind),
        item_id=entry_id(fields, "item", ""),
        mark_id=entry_id(fields, "mark", ""),
        points=fields.integer("points", -most, most) if fields.has("points") else None,
        comment=fields.text("comment", "", limit=limits.NOTE_CHARS),
        why=fields.text("why", "", limit=limits.NOTE_CHARS),
    )


def _answer_to_json(answer: Answered) -> dict[str, Any]:
    values = {
        "id": answer.id,
        "item": answer.item_id,
        "mark": answer.mark_id,
        "tie": answer.tie_id,
        "reason": answer.reason,
        "said": format_time(answer.raised),
        "verdict": str(answer.verdict),
        "answer": answer.words,
    }
    return {name: value for name, value in values.items() if value}


def _answer(fields: Fields) -> Answered:
    return Answered(
        id=fields.id("id"),
        item_id=entry_id(fields, "item", ""),
        mark_id=entry_id(fields, "mark", ""),
        tie_id=entry_id(fields, "tie", ""),
        reason=fields.text("reason", limit=limits.NOTE_CHARS),
        raised=fields.time("said"),
        verdict=fields.choice("verdict", Verdict),
        words=fields.text("answer", "", limit=limits.NOTE_CHARS),
    )


def _content(fields: Fields) -> Return:
    student, lesson = fields.table("student"), fields.table("lesson")
    attempt = fields.table("attempt")
    hand_in = fields.text("handIn", limit=100, exact=True).removeprefix(HASH_PREFIX)
    comparison = comparison_from_return(fields.table("outcome"))
    if not is_key(hand_in) or not is_key(comparison.article_sha256):
        raise fields.fault("“handIn” and the article should be hashes.", "handIn")
    _, ties = read_collection(fields.table("keyTies"), limits.KEY_ENTRIES)
    content = Return(
        student_id=student.id("id"),
        student_name=shown_name(student.text("name")),
        lesson_id=lesson.text("id", limit=100),
        assignment_id=lesson.text("assignment", "", limit=100),
        attempt_id=attempt.id("id"),
        attempt_number=attempt.integer("number", 1, limits.ATTEMPTS),
        hand_in_sha256=hand_in,
        revision=fields.integer("revision", 1, REVISIONS),
        returned=fields.time("returned"),
        teacher=fields.text("teacher", ""),
        comparison=comparison,
        remarks=tuple(_remark(table) for table in fields.tables("remarks", REMARKS)),
        # Programs of before wrote none: there were no answers then.
        answers=tuple(_answer(table) for table in fields.tables("answers", ANSWERS)),
        key_ties=tuple(relation_from_web(tie) for tie in ties),
    )
    _check_names(fields, content)
    return content


def _check_names(fields: Fields, content: Return) -> None:
    """Ids of marks and items occur once, and whatever is pointed to is there."""
    comparison = content.comparison
    marks, items = [m.mark_id for m in comparison.marks], [i.item_id for i in comparison.items]
    if len(set(marks)) < len(marks) or len(set(items)) < len(items):
        raise fields.fault("two marks or two items share an id.", "outcome")
    _known(fields, marks, [i.mark_id for i in comparison.items])
    _known(fields, marks, [i.merged_into for i in comparison.items])
    _known(fields, marks, [i.paired_id for i in comparison.items])
    _known(fields, marks, [other for i in comparison.items for other in i.other_marks])
    _known(fields, marks, [row.mark_id for row in comparison.rows])
    _known(fields, items, [m.item_id for m in comparison.marks])
    _known(fields, items, [m.piece_of for m in comparison.marks])
    _known(fields, items, [each for m in comparison.marks for each in m.belongs_to])
    _known(fields, items, [row.item_id for row in comparison.rows])
    if sum(row.points for row in comparison.rows) != comparison.points:
        raise fields.fault("the points don’t add up.", "outcome")


def _known(fields: Fields, there: Iterable[str], named: Iterable[str]) -> None:
    if missing := set(named) - set(there) - {""}:
        raise fields.fault(f"“{min(missing)}” is named, but not there.", "outcome")
