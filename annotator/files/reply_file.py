"""The reply: what a student disagrees with in a return, on its way back to the teacher.

Sealed and signed just as the hand-in was that it speaks of. What is read here is hostile until it
has been measured and checked.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path

from annotator.files import limits
from annotator.files.card_keys import CardKeys, student_id_of
from annotator.files.container import deflate, inflate, open_container, pack_body
from annotator.files.fields import Fields, clean_text, format_time, is_key
from annotator.files.hand_in import SEALED_FORMAT, seal_hand_in, unseal
from annotator.files.outcome_json import entry_id
from annotator.files.reading import read_bytes
from annotator.files.return_file import REVISIONS
from annotator.files.sealing import KeyRing
from annotator.files.source import parse_json
from annotator.files.web_annotation import HASH_PREFIX
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.names import shown_name

FORMAT = 1
KIND = "reply"
SUFFIX = ".reply"
#: Disagreements of one reply; a reason has the length of a note.
MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyEntry:
    """One "I disagree because …" about a key item, a mark or a tie. ``raised`` is UTC.

    ``revision`` is that of the return which the student had read, 0 where that isn't known.
    ``withdrawn`` (UTC) is there where the student had sent it before and has taken it back since.
    """

    id: str
    reason: str
    item_id: str = ""
    mark_id: str = ""
    tie_id: str = ""
    revision: int = 0
    raised: datetime.datetime
    withdrawn: datetime.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """All that a student disagrees with in one attempt; ``hand_in_sha256`` names its file.

    ``card`` is the public key of the class card that signed it, or empty.
    """

    student_id: str
    student_name: str
    hand_in_sha256: str
    entries: tuple[ReplyEntry, ...]
    card: str = ""


def write_reply(reply: Reply, *, teacher_key: str = "", card: CardKeys | None = None) -> bytes:
    """The reply file: sealed to ``teacher_key``, signed by ``card``, where there are those.

    What was written is read back before it is sealed; InvalidModel where that fails.
    """
    web = {
        "format": FORMAT,
        "kind": KIND,
        "student": {"id": reply.student_id, "name": reply.student_name},
        "handIn": HASH_PREFIX + reply.hand_in_sha256,
        "said": [
            {
                name: value
                for name, value in (
                    ("id", each.id),
                    ("item", each.item_id),
                    ("mark", each.mark_id),
                    ("tie", each.tie_id),
                    ("reason", each.reason),
                    ("revision", each.revision),
                    ("said", format_time(each.raised)),
                    ("withdrawn", format_time(each.withdrawn) if each.withdrawn else ""),
                )
                if value
            }
            for each in reply.entries
        ],
    }
    data = json.dumps(web, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    body = deflate(clean_text(data).encode("utf-8"))
    file = pack_body(KIND, FORMAT, body)
    try:
        read_reply(file)
    except BadInput as error:
        raise InvalidModel(f"This can’t be sent as it is: {error.happened}") from error
    return seal_hand_in(body, teacher_key, card, kind=KIND) if teacher_key else file


def sealed_reply(file: bytes, teacher_key: str) -> bytes:
    """An open reply, sealed so that it can cross a class folder.

    BadInput where ``file`` is damaged or sealed already, InvalidModel for a key that can't be one.
    """
    opened = open_container(file, KIND, FORMAT, name="the reply")
    return seal_hand_in(opened.body, teacher_key, kind=KIND)


def read_reply(
    file: bytes | Path, *, name: str = "the reply", keys: KeyRing | None = None
) -> Reply:
    """A reply file, checked; BadInput with a sentence for everything else.

    ``keys`` opens what is sealed; without the right one SealedForOthers is raised.
    """
    if isinstance(file, Path):
        name = file.name
        file = read_bytes(file, limits.PACKED_BYTES)
    opened = open_container(file, KIND, SEALED_FORMAT, name=name)
    body, card = opened.body, ""
    if opened.format == SEALED_FORMAT:
        body, card = unseal(body, keys, name, kind=KIND)
    try:
        text = inflate(body, name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"“{name}” is damaged: its text can’t be read.") from error
    fields = Fields(parse_json(text, name, is_strict=False))
    student = fields.table("student")
    sha256 = fields.text("handIn", limit=100, exact=True).removeprefix(HASH_PREFIX)
    if not is_key(sha256):
        raise fields.fault("“handIn” should be a hash.", "handIn")
    entries = tuple(_entry(table) for table in fields.tables("said", MOST))
    if len({each.id for each in entries}) < len(entries):
        raise fields.fault("two disagreements share an id.", "said")
    reply = Reply(
        student_id=student.id("id"),
        student_name=shown_name(student.text("name")),
        hand_in_sha256=sha256,
        entries=entries,
        card=card,
    )
    if card and reply.student_id != student_id_of(card):
        raise fields.fault("the reply is not that of the class card that signed it.", "student")
    return reply


def _entry(fields: Fields) -> ReplyEntry:
    reason = fields.text("reason", limit=limits.NOTE_CHARS).strip()
    if not reason:
        raise fields.fault("a disagreement needs a reason.", "reason")
    return ReplyEntry(
        id=fields.id("id"),
        reason=reason,
        item_id=entry_id(fields, "item", ""),
        mark_id=entry_id(fields, "mark", ""),
        tie_id=entry_id(fields, "tie", ""),
        revision=fields.integer("revision", 0, REVISIONS) if fields.has("revision") else 0,
        raised=fields.time("said"),
        withdrawn=fields.time("withdrawn", None),
    )
