"""The hand-in: the file in which one attempt travels from the student to the teacher.

Format 1 is open, for practice; format 2 holds the same, signed by the student's class card where
there is one, and sealed to the teacher. Format 3 is a whole file of format 1 in a sealed envelope,
in which it crosses a class folder: it is known by the hash of what is inside. Whatever is read here
is hostile until it has been measured and checked.
"""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.files import limits
from annotator.files.card_keys import CardKeys, is_signed, student_id_of
from annotator.files.container import Opened, deflate, inflate, open_container, pack_body
from annotator.files.fields import Fields, clean_text, format_time, is_key
from annotator.files.reading import read_bytes
from annotator.files.sealing import KeyRing, seal_to, sealed_for_others
from annotator.files.source import parse_json
from annotator.files.web_annotation import (
    HASH_PREFIX,
    Json,
    annotation_from_web,
    annotation_to_web,
    collection,
    read_collection,
    relation_from_web,
    relation_to_web,
)
from annotator.model.annotation import Annotation, Relation
from annotator.model.article import Article
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.names import shown_name
from annotator.model.work import Attempt, AttemptState, Student, Submission

FORMAT = 1
SEALED_FORMAT = 2
ENVELOPE_FORMAT = 3
KIND = "hand-in"
SUFFIX = ".handin"
_SIGNED, _UNSIGNED = b"\1", b"\0"
_KEY_BYTES, _SIGNATURE_BYTES = 32, 64
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:x-annotator:hand-in")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """A hand-in as it was read. ``sha256`` is of the whole file, without the envelope in which it
    crossed a class folder; ``text_checked`` tells whether
    the marks were held against the article. ``card`` is the public key of the class card that
    signed it, in hexadecimal digits; empty if it is unsigned, and then the name is not checked.
    ``return_key`` is the public key to which a return is sealed that crosses a class folder; empty
    where the student's computer made none."""

    submission: Submission
    sha256: str
    program_version: str
    format: int
    text_checked: bool
    card: str = ""
    return_key: str = ""

    def check(self, article: Article) -> HandIn:
        """Itself, with its marks held against ``article``; BadInput where they don't fit."""
        if self.submission.article_sha256 != article.sha256:
            raise BadInput(
                f"The hand-in of {self.submission.student.name} was made on another version of "
                "the text.",
                kept="Nothing was taken from it.",
                todo="Open it with the lesson that it was made for.",
            )
        try:
            checked = self.submission.check(article.text)
        except InvalidModel as error:
            raise BadInput(
                f"The hand-in of {self.submission.student.name} does not fit the article: "
                f"{error.happened}",
                kept="Nothing was taken from it.",
            ) from error
        return replace(self, submission=checked, text_checked=True)


def write_hand_in(
    submission: Submission,
    article: Article,
    *,
    program_version: str,
    teacher_key: str = "",
    card: CardKeys | None = None,
    return_key: str = "",
) -> bytes:
    """The hand-in file of a submission; ``return_key`` as in :class:`HandIn`.

    With ``teacher_key`` (public, 64 hexadecimal digits) it is sealed so that the teacher alone
    can read it, signed by ``card`` where there is one; then no two writings are the same bytes.
    Without it the file is open, and the same submission gives the same bytes.

    What was written is read back before it is sealed. InvalidModel where the submission doesn't
    fit the article or is beyond the limits that a teacher's program reads (:mod:`limits`).
    """
    if card and submission.student.id != card.student_id:
        raise InvalidModel("This work was not made with this class card.")
    if submission.article_sha256 != article.sha256:
        raise InvalidModel("These marks belong to another text.")
    attempt = submission.attempt
    marks = [annotation_to_web(mark, article) for mark in submission.annotations]
    ties = [relation_to_web(relation) for relation in submission.relations]
    web: Json = {
        "format": FORMAT,
        "kind": KIND,
        "program": {"name": "Annotator", "version": program_version},
        "lesson": {"id": submission.lesson_id, "assignment": submission.assignment_id},
        "article": HASH_PREFIX + article.sha256,
        "student": {"id": submission.student.id, "name": submission.student.name},
        "attempt": _attempt_to_json(attempt),
        "annotations": collection(str(uuid.uuid5(_IDS, attempt.id)), marks + ties),
    }
    if return_key:
        web["returnKey"] = return_key
    data = json.dumps(web, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    body = deflate(clean_text(data).encode("utf-8"))
    file = pack_body(KIND, FORMAT, body)
    try:
        read_hand_in(file, article)
    except BadInput as error:
        raise InvalidModel(
            f"These marks can’t be handed in as they are: {error.happened}"
        ) from error
    if not teacher_key:
        return file
    return seal_hand_in(body, teacher_key, card)


def seal_hand_in(
    body: bytes, teacher_key: str, card: CardKeys | None = None, *, kind: str = KIND
) -> bytes:
    """The sealed form around a compressed body, signed by ``card`` where there is one.

    ``kind`` is that of another file that goes from a student to the teacher.
    """
    if card is None:
        inside = _UNSIGNED + body
    else:
        signature = card.sign(_signed(teacher_key, body, kind))
        inside = _SIGNED + bytes.fromhex(card.verify_key) + signature + body
    return pack_body(kind, SEALED_FORMAT, seal_to(teacher_key, inside))


def read_hand_in(
    file: bytes | Path,
    article: Article | None = None,
    *,
    name: str = "the hand-in",
    keys: KeyRing | None = None,
) -> HandIn:
    """A hand-in file, checked; BadInput with a sentence for everything else.

    ``keys`` opens what is sealed; without the right one SealedForOthers is raised.

    Without ``article`` the marks are only held against their own positions, as is needed to find
    out which lesson they belong to: call :meth:`HandIn.check` before they are used. Names that
    this version doesn't know are left out.
    """
    if isinstance(file, Path):
        name = file.name
        file = read_bytes(file, limits.PACKED_BYTES)
    opened = open_container(file, KIND, ENVELOPE_FORMAT, name=name)
    if opened.format == ENVELOPE_FORMAT:
        opened = _out_of_envelope(opened.body, keys, name)
    body, card = opened.body, ""
    if opened.format == SEALED_FORMAT:
        body, card = unseal(body, keys, name)
    try:
        text = inflate(body, name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"“{name}” is damaged: its text can’t be read.") from error
    fields = Fields(parse_json(text, name, is_strict=False))
    submission = _submission(fields)
    if card and submission.student.id != student_id_of(card):
        raise fields.fault("the work is not that of the class card that signed it.", "student")
    return_key = fields.text("returnKey", "", limit=2 * _KEY_BYTES, exact=True)
    if return_key and not is_key(return_key):
        raise fields.fault("“returnKey” is no key.", "returnKey")
    program = fields.table("program")
    read = HandIn(
        submission=submission,
        sha256=opened.sha256,
        program_version=program.text("version", "", limit=80),
        format=opened.format,
        text_checked=False,
        card=card,
        return_key=return_key,
    )
    return read.check(article) if article is not None else read


def in_envelope(file: bytes, teacher_key: str) -> bytes:
    """An open hand-in so that it can cross a class folder: the teacher alone can read it.

    BadInput where ``file`` is damaged or sealed already, InvalidModel for a key that can't be one.
    No two envelopes are the same bytes.
    """
    open_container(file, KIND, FORMAT, name="the hand-in")
    return pack_body(KIND, ENVELOPE_FORMAT, seal_to(teacher_key, file))


def _out_of_envelope(sealed: bytes, keys: KeyRing | None, name: str) -> Opened:
    if keys is None:
        raise sealed_for_others(name)
    inside, _teacher_key = keys.unseal(sealed, name)
    # What is sealed or signed on its own needs no envelope: there is one form of each.
    return open_container(inside, KIND, FORMAT, name=name)


def unseal(
    sealed: bytes, keys: KeyRing | None, name: str, *, kind: str = KIND
) -> tuple[bytes, str]:
    """The compressed body, and the public key of the card that signed it (or nothing).

    SealedForOthers without the right key, BadInput where seal or signature is wrong.
    """
    if keys is None:
        raise sealed_for_others(name)
    inside, teacher_key = keys.unseal(sealed, name)
    if inside[:1] == _UNSIGNED:
        return inside[1:], ""
    end = 1 + _KEY_BYTES + _SIGNATURE_BYTES
    if inside[:1] != _SIGNED or len(inside) < end:
        raise BadInput(f"“{name}” is damaged: what was sealed can’t be read.")
    card, signature = inside[1 : 1 + _KEY_BYTES].hex(), inside[1 + _KEY_BYTES : end]
    if not is_signed(card, signature, _signed(teacher_key, inside[end:], kind)):
        raise BadInput(
            f"“{name}” is not signed by the class card that it names.",
            kept="Nothing was taken from it.",
            todo="Ask the student to hand in again.",
        )
    return inside[end:], card


def _signed(teacher_key: str, body: bytes, kind: str) -> bytes:
    """What a signature covers: the kind of file, for whom it is, and the content."""
    return f"{kind} {SEALED_FORMAT} {teacher_key}\n".encode("ascii") + body


def _submission(fields: Fields) -> Submission:
    lesson = fields.table("lesson")
    student = fields.table("student")
    sha256 = fields.text("article", limit=100, exact=True).removeprefix(HASH_PREFIX)
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise fields.fault("“article” should be the hash of a text.", "article")
    marks, ties = _marks_and_ties(fields.table("annotations"), sha256)
    name = shown_name(student.text("name"))
    return fields.checked(
        lambda: Submission(
            student=Student(id=student.id("id"), name=name),
            lesson_id=_key(lesson, "id"),
            article_sha256=sha256,
            attempt=_attempt(fields.table("attempt")),
            annotations=marks,
            relations=ties,
            assignment_id=_key(lesson, "assignment", ""),
        )
    )


def _key(fields: Fields, name: str, *default: str) -> str:
    """A lesson's or assignment's id: a slug or a UUID."""
    value = fields.text(name, *default, limit=100, exact=True)
    if value != clean_text(value).strip() or (not value and not default):
        raise fields.fault(f"“{name}” is not an id.", name)
    return value


def _marks_and_ties(
    fields: Fields, sha256: str
) -> tuple[tuple[Annotation, ...], tuple[Relation, ...]]:
    marks: list[Annotation] = []
    ties: list[Relation] = []
    _, entries = read_collection(fields, limits.MARKS + limits.RELATIONS)
    for entry in entries:
        kind = entry.text("an:kind", limit=40)
        if kind == "mark":
            marks.append(annotation_from_web(entry, None, sha256))
        elif kind == "relation":
            ties.append(relation_from_web(entry))
        else:
            raise entry.fault(f"a hand-in has no entries of kind “{kind}”.", "an:kind")
    if len(marks) > limits.MARKS or len(ties) > limits.RELATIONS:
        raise fields.fault(f"there are more than {limits.MARKS} marks.")
    if len({tie.id for tie in ties}) < len(ties):
        raise fields.fault("two relations share an id.")
    return tuple(marks), tuple(ties)


def _attempt_to_json(attempt: Attempt) -> Json:
    web: Json = {
        "id": attempt.id,
        "number": attempt.number,
        "supersedes": attempt.supersedes,
        "started": format_time(attempt.started),
        "handedIn": format_time(attempt.handed_in) if attempt.handed_in else None,
        "secondsSpent": attempt.seconds_spent,
    }
    return {name: value for name, value in web.items() if value not in (None, "")}


def _attempt(fields: Fields) -> Attempt:
    handed_in: datetime.datetime | None = fields.time("handedIn", None)
    started: datetime.datetime = fields.time("started")
    return Attempt(
        id=fields.id("id"),
        number=fields.integer("number", 1, limits.ATTEMPTS),
        supersedes=fields.id("supersedes", ""),
        state=AttemptState.HANDED_IN,
        started=started,
        handed_in=handed_in,
        seconds_spent=fields.integer("secondsSpent", 0, limits.SECONDS_SPENT, 0),
    )
