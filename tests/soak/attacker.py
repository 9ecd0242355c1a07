"""A classmate who writes to the class folder: files made by the pages in resources/formats alone.

Nothing of the program is imported here (a test holds that), so that what the program takes for
granted of its own files isn't taken for granted here too. The attacker reads and writes everything
in the folder, knows all formats and the names in the class, has a class card of their own and, as
:class:`Heard`, even ids that a classmate can't know. No key of the teacher's, and no other card.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl.bindings import crypto_scalarmult_base
from nacl.public import Box, PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.signing import SigningKey

Json = dict[str, Any]
_CARD = uuid.uuid5(uuid.NAMESPACE_URL, "urn:x-annotator:card")
WHEN = "2026-03-14T09:30:00.000000Z"
#: A time at which no one can have handed in: a clock that was set.
LATEST = "2099-12-31T23:59:59.000000Z"
INSULT = "You are a disgrace."


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """More than a classmate can know of one piece of work, as if it had been overheard."""

    name: str
    student_id: str
    attempt_id: str
    hand_in: str
    box_key: str = ""
    return_key: str = ""
    verify_key: str = ""


def container(kind: str, number: int, body: bytes) -> bytes:
    """The two lines with the right hash, and the body."""
    first = f"annotator {kind} {number}\n".encode()
    digest = hashlib.sha256(first + body).hexdigest()
    return first + f"sha256 {digest}\n".encode() + body


def body_of(file: bytes) -> bytes:
    """What comes after the two lines."""
    return file.split(b"\n", 2)[2]


def packed(content: Any) -> bytes:
    """Compressed JSON."""
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode())


@dataclass
class Attacker:
    """What one classmate can make. ``name`` and ``words`` are on their own class card."""

    folder: Path
    name: str
    words: str
    heard: list[Heard] = field(default_factory=list)
    seed: bytes = b"m" * 32

    def __post_init__(self) -> None:
        salt = hashlib.blake2b(
            b"annotator card name\n" + self.name.casefold().encode(), digest_size=16
        ).digest()
        keys = argon2id.kdf(64, self.words.encode(), salt, opslimit=3, memlimit=128 * 1024 * 1024)
        self.card_sign, self.card_box = SigningKey(keys[:32]), PrivateKey(keys[32:])
        self.signer, self.box = SigningKey(self.seed), PrivateKey(self.seed)

    # -- who everyone is -------------------------------------------------------------------

    @property
    def public(self) -> str:
        """The attacker's key as it would stand in a lesson."""
        return bytes(self.box.public_key).hex()

    @property
    def student_id(self) -> str:
        """The id of the attacker's own card."""
        return str(uuid.uuid5(_CARD, bytes(self.card_sign.verify_key).hex()))

    @property
    def marker(self) -> Path:
        """The marker of the class folder."""
        return self.folder / "class.annotator"

    def lessons(self) -> list[bytes]:
        """The lesson files that lie in the folder."""
        return [path.read_bytes() for path in sorted((self.folder / "lessons").glob("*.lesson"))]

    def put(self, part: str, name: str, file: bytes) -> Path:
        """Write a file as any program can."""
        path = self.folder / part / name
        path.write_bytes(file)
        return path

    def put_hashed(self, part: str, file: bytes, suffix: str, tag: str = "") -> Path:
        """Write it under the name that the program would give it."""
        digest = hashlib.sha256(file).hexdigest()[:32]
        return self.put(part, f"{f'{tag}-' if tag else ''}{digest}{suffix}", file)

    @staticmethod
    def tag(*parts: str) -> str:
        """The digits by which the program finds a file among thousands."""
        return hashlib.sha256("\n".join(("annotator folder tag", *parts)).encode()).hexdigest()[:20]

    # -- signatures ------------------------------------------------------------------------

    def signed(
        self, kind: str, number: int, content: bytes, reader: str = "", older: Iterable[bytes] = ()
    ) -> bytes:
        """A signed body. ``older`` are public keys that are said to vouch for this one."""
        chain = [key + self.signer.sign(b"x").signature for key in older]
        head = bytes(self.signer.verify_key) + bytes([len(chain)]) + b"".join(chain)
        said = f"annotator teacher signature 1\n{kind} {number} {reader}\n".encode()
        return head + self.signer.sign(said + head + content).signature + content

    @staticmethod
    def unsigned(body: bytes) -> bytes:
        """The content of a signed body, whoever signed it."""
        return body[33 + 96 * body[32] + 64 :]

    # -- what the teacher's side writes ----------------------------------------------------

    def lesson(self, file: bytes, **task: Any) -> Json:
        """A lesson of the teacher's with the attacker's key in it."""
        content: Json = json.loads(zlib.decompress(self.unsigned(body_of(file))))
        content["task"] |= {"teacherKey": self.public} | task
        return content

    def forged_lessons(self, file: bytes) -> dict[str, bytes]:
        """The teacher's lesson with the attacker's key, in every form there is."""
        swapped = packed(self.lesson(file))
        other = packed(self.lesson(file, assignment=str(uuid.uuid4()), title="A new task"))
        bare = packed(self.lesson(file, assignment="", **{"class": ""}))
        teacher = body_of(file)[:32]
        relabelled = body_of(file)[:97] + zlib.compress(zlib.decompress(body_of(file)[97:]), 1)
        return {
            "signed by the attacker": container("lesson", 2, self.signed("lesson", 2, swapped)),
            "not signed": container("lesson", 1, swapped),
            "another assignment": container("lesson", 2, self.signed("lesson", 2, other)),
            "no assignment": container("lesson", 2, self.signed("lesson", 2, bare)),
            "a chain that the teacher never signed": container(
                "lesson", 2, self.signed("lesson", 2, swapped, older=[teacher])
            ),
            "the teacher’s signature, other content": container(
                "lesson", 2, body_of(file)[:97] + swapped
            ),
            "the teacher’s key, the attacker’s signature": container(
                "lesson", 2, teacher + self.signed("lesson", 2, swapped)[32:]
            ),
            "the same content packed otherwise": container("lesson", 2, relabelled),
            "a signature for another kind": container(
                "lesson", 2, self.signed("return", 2, swapped)
            ),
        }

    def forged_markers(self, marker: bytes) -> dict[str, bytes]:
        """The marker of the class folder with the attacker's key in it."""
        content: Json = json.loads(zlib.decompress(self.unsigned(body_of(marker))))
        mine = packed(content | {"teacherKey": self.public})
        return {
            "signed by the attacker": container(
                "class-folder", 2, self.signed("class-folder", 2, mine)
            ),
            "not signed": container("class-folder", 1, mine),
            "the teacher’s signature, other content": container(
                "class-folder", 2, body_of(marker)[:97] + mine
            ),
        }

    def own_return(self) -> Json:
        """What the attacker got back: the shape of every return."""
        tag = self.tag(self.student_id, "return")
        [path] = (self.folder / "returns").glob(f"{tag}-*")
        body = body_of(path.read_bytes())
        opened = Box(self.card_box, PublicKey(body[:32])).decrypt(body[32:])
        found: Json = json.loads(zlib.decompress(self.unsigned(opened)))
        return found

    def forged_returns(self, own: Json, victim: Heard) -> dict[str, bytes]:
        """An insult in every form, for work of which more is known than a classmate knows."""
        told = own | {
            "student": {"id": victim.student_id, "name": victim.name},
            "attempt": {"id": victim.attempt_id, "number": 1},
            "handIn": "urn:sha256:" + victim.hand_in,
            "revision": 99_999,
            "remarks": [{"kind": "comment", "comment": INSULT}],
        }
        body = packed(told)
        made = {
            "open, not signed": container("return", 1, body),
            "open, signed by the attacker": container("return", 3, self.signed("return", 3, body)),
        }
        for name, reader, number in (
            ("sealed to the card", victim.box_key, 4),
            ("sealed to the computer", victim.return_key, 5),
        ):
            if not reader:
                continue
            box = Box(self.box, PublicKey(bytes.fromhex(reader)))
            front = bytes(self.box.public_key) + (bytes.fromhex(reader) if number == 5 else b"")
            made[name] = container(
                "return", number, front + box.encrypt(self.signed("return", number, body, reader))
            )
            made[f"{name}, without a signature"] = container(
                "return", 2, bytes(self.box.public_key) + box.encrypt(body)
            )
        return made

    # -- what students write ---------------------------------------------------------------

    def to_teacher(self, kind: str, teacher_key: str, inside: bytes) -> bytes:
        """A body sealed to the teacher, as work and replies are (format 2)."""
        mark = hashlib.blake2b(
            bytes.fromhex(teacher_key), digest_size=8, person=b"annotator-key"
        ).digest()
        box = SealedBox(PublicKey(bytes.fromhex(teacher_key)))
        return container(kind, 2, mark + box.encrypt(inside))

    def with_card(self, kind: str, teacher_key: str, body: bytes, said: bytes = b"") -> bytes:
        """Signed with the attacker's card; ``said`` is the card that is named instead."""
        line = b"annotator signature 1\n" + f"{kind} 2 {teacher_key}\n".encode()
        signature = self.card_sign.sign(line + body).signature
        return b"\x01" + (said or bytes(self.card_sign.verify_key)) + signature + body

    def work(self, lesson: Json, name: str, student_id: str, **attempt: Any) -> Json:
        """A hand-in without marks."""
        return {
            "format": 1,
            "kind": "hand-in",
            "program": {"name": "Annotator", "version": "1"},
            "lesson": {
                "id": lesson["lesson"]["id"],
                "assignment": lesson["task"]["assignment"],
            },
            "article": lesson["article"]["sha256"],
            "student": {"id": student_id, "name": name},
            "attempt": {
                "id": str(uuid.uuid4()),
                "number": 1,
                "started": WHEN,
                "handedIn": WHEN,
                "secondsSpent": 1,
            }
            | attempt,
            "annotations": self.collection(),
        }

    @staticmethod
    def collection() -> Json:
        """No annotations, in the form in which they are written."""
        return {
            "id": f"urn:uuid:{uuid.uuid4()}",
            "type": "AnnotationCollection",
            "total": 0,
            "first": {"type": "AnnotationPage", "items": []},
        }

    def own_work(self, lesson: Json, teacher_key: str) -> bytes:
        """The attacker's own hand-in, as honest as any."""
        body = packed(self.work(lesson, self.name, self.student_id))
        return self.to_teacher("hand-in", teacher_key, self.with_card("hand-in", teacher_key, body))

    def forged_work(self, lesson: Json, teacher_key: str, victim: Heard) -> dict[str, bytes]:
        """Work under another student's name, with all that was overheard in it."""
        more = {"number": 99, "handedIn": LATEST, "supersedes": victim.attempt_id}
        body = packed(self.work(lesson, victim.name, victim.student_id, **more))
        stranger = packed(self.work(lesson, victim.name, str(uuid.uuid4()), **more))
        sealed = self.to_teacher
        made = {
            "under the name": sealed("hand-in", teacher_key, b"\x00" + stranger),
            "open": container("hand-in", 1, stranger),
        }
        if victim.verify_key:
            # Without a card the id is one that a computer drew: a classmate never sees it.
            verify, mine = bytes.fromhex(victim.verify_key), self.with_card
            made |= {
                "under name and id": sealed("hand-in", teacher_key, b"\x00" + body),
                "signed with the attacker’s card": sealed(
                    "hand-in", teacher_key, mine("hand-in", teacher_key, body)
                ),
                "naming the victim’s card": sealed(
                    "hand-in", teacher_key, mine("hand-in", teacher_key, body, verify)
                ),
            }
        return made

    def forged_replies(self, teacher_key: str, victim: Heard, item: str) -> dict[str, bytes]:
        """Disagreements in another student's name."""
        body = packed(
            {
                "format": 1,
                "kind": "reply",
                "student": {"id": victim.student_id, "name": victim.name},
                "handIn": "urn:sha256:" + victim.hand_in,
                "said": [{"id": str(uuid.uuid4()), "item": item, "reason": INSULT, "said": LATEST}],
            }
        )
        mine = self.with_card("reply", teacher_key, body)
        made = {
            "not signed": self.to_teacher("reply", teacher_key, b"\x00" + body),
            "signed with the attacker’s card": self.to_teacher("reply", teacher_key, mine),
            "open": container("reply", 1, body),
        }
        if victim.verify_key:
            verify = bytes.fromhex(victim.verify_key)
            made["naming the victim’s card"] = self.to_teacher(
                "reply", teacher_key, self.with_card("reply", teacher_key, body, verify)
            )
        return made

    def forged_drafts(self, lesson: Json, victim: Heard) -> dict[str, bytes]:
        """Drafts without a mark that say that they are newer than all others."""
        work = self.work(lesson, victim.name, victim.student_id)
        inside = container("hand-in", 1, packed(work))
        head = {
            "format": 1,
            "kind": "draft",
            "version": str(uuid.uuid4()),
            "saved": LATEST,
            "seen": [[str(uuid.uuid4()), 1_000_000]],
        }
        body = json.dumps(head).encode() + b"\n" + inside
        own = Box(self.card_box, self.card_box.public_key)
        made = {
            "open": container("draft", 1, body),
            "sealed to the attacker’s card": container("draft", 2, bytes(own.encrypt(body))),
            "no seal at all": container("draft", 2, body),
        }
        if victim.box_key:
            theirs = Box(self.card_box, PublicKey(bytes.fromhex(victim.box_key)))
            made["sealed from card to card"] = container("draft", 2, bytes(theirs.encrypt(body)))
        return made

    def class_return(self, parts: dict[str, bytes]) -> bytes:
        """A file with a class's returns."""
        entries = [
            {"for": who, "file": base64.b64encode(file).decode()} for who, file in parts.items()
        ]
        content = {"format": 1, "kind": "class-return", "parts": entries}
        return container("class-return", 1, packed(content))


def public_of(secret: bytes) -> str:
    """The public half of an X25519 key."""
    return crypto_scalarmult_base(secret).hex()
