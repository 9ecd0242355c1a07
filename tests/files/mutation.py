"""Files with faults, sealed and hashed again so that they reach the parser: nothing may break.

:func:`run` is called with a few thousand in the tests and with any number by a long run. Every
file of a kind that comes from students, and of those that come to them, is mutated from outside
(flips, cuts, things put in) and from inside (types, numbers, depth, bombs), then read.
"""

from __future__ import annotations

import base64
import json
import random
import time
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from annotator.files.container import kind_of, pack, pack_body
from annotator.files.hand_in import (
    ENVELOPE_FORMAT,
    SEALED_FORMAT,
    in_envelope,
    read_hand_in,
    seal_hand_in,
    write_hand_in,
)
from annotator.files.hand_in import KIND as HAND_IN
from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_file import KIND as LESSON
from annotator.files.lesson_file import read_lesson_file, write_lesson_file
from annotator.files.lms_zip import entries, write_zip
from annotator.files.reply_file import KIND as REPLY
from annotator.files.reply_file import read_reply, write_reply
from annotator.files.return_file import (
    CLASS_KIND,
    read_class_return,
    read_return,
    seal_return,
    write_return,
)
from annotator.files.return_file import KIND as RETURN
from annotator.files.sealing import KeyRing, SecretKey, seal_to
from annotator.files.signing import sign_body
from annotator.model.errors import BadInput
from annotator.model.lesson import Lesson
from tests.files.make import GUIDE, a_submission, an_article, mutated
from tests.files.returns import a_reply, a_return, card_of

#: A reader that takes longer than this hangs (seconds).
HANG = 1.0


@dataclass(slots=True)
class Tally:
    """What became of mutated files: counts by kind, and the slowest in seconds.

    ``crashes`` has the seed, the kind and the error of whatever was not refused with a sentence.
    """

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    hangs: list[int] = field(default_factory=list)
    crashes: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many files were looked at."""
        return self.read.total() + self.refused.total() + len(self.crashes)


class Mutations:
    """Sound files once, and any number of faulty ones.

    The same seed gives the same faults; what is sealed differs each time in its bytes.
    """

    def __init__(self) -> None:
        self.article = an_article()
        self.keys = KeyRing((SecretKey(b"t" * 32),))
        self.card = card_of()
        submission = a_submission(self.article)
        plain = write_hand_in(submission, self.article, program_version="1")
        guide = load_label_guide(GUIDE)
        lesson = Lesson(id="03-leak", title="Leak", article=self.article, guide=guide)
        self._hand_in = _inside(plain)
        self._hand_in["student"]["id"] = self.card.student_id
        self._return = json.loads(zlib.decompress(_body(_plain_return())))
        self._lesson = _inside(write_lesson_file(lesson))
        reply = write_reply(a_reply(self.card.student_id))
        self._reply = _inside(reply)
        part = seal_return(_body(_plain_return()), self.keys, self.card.box_key)
        packed = base64.b64encode(part).decode()
        self._class = {"format": 1, "parts": [{"for": self.card.student_id, "file": packed}]}
        teacher = self.keys.current.public
        body = zlib.compress(json.dumps(self._hand_in).encode(), 9)
        self._whole = (
            plain,
            seal_hand_in(body, teacher, self.card),
            seal_hand_in(body, teacher),
            in_envelope(plain, teacher),
            part,
            _plain_return(),
            write_lesson_file(lesson),
            write_lesson_file(lesson, keys=self.keys),
            write_return(a_return(), keys=self.keys),
            reply,
            seal_hand_in(_body(reply), teacher, self.card, kind=REPLY),
            pack(CLASS_KIND, 1, json.dumps(self._class).encode()),
        )
        folder = "Zoe_1_assignsubmission_file/a.handin"
        self._zip = write_zip({folder: plain, "zoe_1_2_b-1.handin": self._whole[1]})
        self._bombs = tuple(
            zlib.compress(data, 9)
            for data in (
                bytes(60_000_000),
                b"[" * 3_000_000,
                b'{"a":' * 1_000_000,
                b'{"format":' + b"9" * 5_000_000 + b"}",
                b'["' + b"\\ud800" * 800_000 + b'"]',
                b"[" + b"[]," * 600_000 + b"[]]",
                b"null",
                b"",
            )
        )
        self._makers: tuple[Callable[[random.Random], bytes], ...] = (
            self._outside,
            self._plain_hand_in,
            self._signed_hand_in,
            self._unsigned_hand_in,
            self._in_envelope,
            self._seal_broken_inside,
            self._plain_return,
            self._sealed_return,
            self._lesson_file,
            self._signed_lesson,
            self._signed_return,
            self._class_file,
            self._plain_reply,
            self._sealed_reply,
            self.bomb,
            self._archive,
        )

    def file(self, seed: int) -> bytes:
        """One faulty file."""
        chance = random.Random(seed)
        return self._makers[seed % len(self._makers)](chance)

    def read(self, file: bytes) -> None:
        """Read a file as the program would, by its content; BadInput is the only way out."""
        match kind_of(file):
            case "lesson":
                read_lesson_file(file)
            case "reply":
                read_reply(file, keys=self.keys)
            case "return":
                read_return(file, card=self.card).content.check(self.article)
            case "class-return":
                for part in read_class_return(file).values():
                    read_return(part, card=self.card).content.check(self.article)
            case _ if file[:2] == b"PK":
                for entry in entries(file):
                    if entry.kind == HAND_IN:
                        read_hand_in(entry.data, self.article, keys=self.keys)
            case _:
                read_hand_in(file, self.article, keys=self.keys)

    # -- faults -------------------------------------------------------------------------------

    def _outside(self, chance: random.Random) -> bytes:
        return scratched(chance.choice(self._whole), chance)

    def _plain_hand_in(self, chance: random.Random) -> bytes:
        return pack(HAND_IN, 1, _json(mutated(self._hand_in, chance)))

    def _in_envelope(self, chance: random.Random) -> bytes:
        inside = self._plain_hand_in(chance)
        if chance.random() < 0.5:
            inside = scratched(chance.choice(self._whole), chance)
        return pack_body(HAND_IN, ENVELOPE_FORMAT, seal_to(self.keys.current.public, inside))

    def _signed_hand_in(self, chance: random.Random) -> bytes:
        body = zlib.compress(_json(mutated(self._hand_in, chance)), 1)
        return seal_hand_in(body, self.keys.current.public, self.card)

    def _unsigned_hand_in(self, chance: random.Random) -> bytes:
        body = zlib.compress(_json(mutated(self._hand_in, chance)), 1)
        return seal_hand_in(body, self.keys.current.public)

    def _seal_broken_inside(self, chance: random.Random) -> bytes:
        """Sealed rightly, around something that is no hand-in."""
        if chance.random() < 0.3:
            return pack_body(RETURN, 2, chance.randbytes(chance.choice([0, 1, 31, 32, 33, 56, 90])))
        inside = bytes([chance.randint(0, 3)]) + chance.randbytes(
            chance.choice([0, 1, 96, 97, 400])
        )
        return pack_body(HAND_IN, SEALED_FORMAT, seal_to(self.keys.current.public, inside))

    def _plain_return(self, chance: random.Random) -> bytes:
        return pack(RETURN, 1, _json(mutated(self._return, chance)))

    def _sealed_return(self, chance: random.Random) -> bytes:
        body = zlib.compress(_json(mutated(self._return, chance)), 1)
        return seal_return(body, self.keys, self.card.box_key)

    def _lesson_file(self, chance: random.Random) -> bytes:
        return pack(LESSON, 1, _json(mutated(self._lesson, chance)))

    def _signed_lesson(self, chance: random.Random) -> bytes:
        return self._signed(LESSON, 2, self._lesson, chance)

    def _signed_return(self, chance: random.Random) -> bytes:
        return self._signed(RETURN, 3, self._return, chance)

    def _signed(self, kind: str, number: int, web: Any, chance: random.Random) -> bytes:
        """Faulty inside and rightly signed, or sound inside with a faulty signature."""
        if chance.random() < 0.3:
            body = sign_body(self.keys, kind, number, zlib.compress(_json(web), 1))
            return pack_body(kind, number, scratched(body, chance))
        body = zlib.compress(_json(mutated(web, chance)), 1)
        return pack_body(kind, number, sign_body(self.keys, kind, number, body))

    def _class_file(self, chance: random.Random) -> bytes:
        return pack(CLASS_KIND, 1, _json(mutated(self._class, chance)))

    def _plain_reply(self, chance: random.Random) -> bytes:
        return pack(REPLY, 1, _json(mutated(self._reply, chance)))

    def _sealed_reply(self, chance: random.Random) -> bytes:
        """Signed, unsigned, or sealed rightly around something that is no reply."""
        teacher = self.keys.current.public
        if chance.random() < 0.2:
            inside = bytes([chance.randint(0, 3)]) + chance.randbytes(chance.choice([0, 97, 400]))
            return pack_body(REPLY, SEALED_FORMAT, seal_to(teacher, inside))
        body = zlib.compress(_json(mutated(self._reply, chance)), 1)
        return seal_hand_in(body, teacher, chance.choice([self.card, None]), kind=REPLY)

    def bomb(self, chance: random.Random) -> bytes:
        """Small to carry, and very large or very deep once it is opened."""
        body = chance.choice(self._bombs)
        kind = chance.choice([HAND_IN, RETURN, LESSON, CLASS_KIND, REPLY])
        if kind in (HAND_IN, REPLY) and chance.random() < 0.5:
            return seal_hand_in(body, self.keys.current.public, self.card, kind=kind)
        if kind == RETURN and chance.random() < 0.5:
            return seal_return(body, self.keys, self.card.box_key)
        return pack_body(kind, 1, body)

    def _archive(self, chance: random.Random) -> bytes:
        return scratched(self._zip, chance)


def run(count: int, *, first: int = 0, stop: Callable[[], bool] | None = None) -> Tally:
    """Read ``count`` faulty files, seeds from ``first`` on; ``stop`` is asked before each."""
    mutations, tally = Mutations(), Tally()
    for seed in range(first, first + count):
        if stop and stop():
            break
        file = mutations.file(seed)
        kind = kind_of(file) or ("zip" if file[:2] == b"PK" else "nothing")
        started = time.perf_counter()
        try:
            mutations.read(file)
        except BadInput:
            tally.refused[kind] += 1
        except Exception as error:  # noqa: BLE001 -- that is what is looked for
            tally.crashes.append((seed, kind, repr(error)[:300]))
        else:
            tally.read[kind] += 1
        took = time.perf_counter() - started
        tally.slowest = max(tally.slowest, took)
        if took > HANG:
            tally.hangs.append(seed)
    return tally


def scratched(file: bytes, chance: random.Random) -> bytes:
    """A file with one to four accidents: flipped bits, a cut, a piece doubled or put in."""
    made = bytearray(file)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(made) + 1)
        match chance.randint(0, 4):
            case 0:
                del made[at:]
            case 1:
                made[at:at] = chance.randbytes(chance.randint(1, 40))
            case 2:
                made[at:at] = made[max(0, at - 50) : at]
            case 3:
                del made[at : at + chance.randint(1, 200)]
            case _ if made:
                made[at % len(made)] ^= 1 << chance.randrange(8)
    return bytes(made)


def _inside(file: bytes) -> dict:
    return json.loads(zlib.decompress(_body(file)))


def _body(file: bytes) -> bytes:
    return file.split(b"\n", 2)[2]


def _json(value: object) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


def _plain_return() -> bytes:
    return write_return(a_return())
