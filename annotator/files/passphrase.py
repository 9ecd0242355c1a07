"""What a passphrase is, and how it becomes a key: argon2id, by PyNaCl, which is imported when used.

How much work a guess costs stands next to what is locked, so that it can grow.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from annotator.files.fields import Fields
from annotator.model.errors import AnnotatorError, BadInput, InvalidModel

#: Fewest characters of a passphrase.
SHORTEST = 10
SALT_BYTES = 16
KEY_BYTES = 32

_MAX_PASSES = 10
_LEAST_MEMORY, _MAX_MEMORY = 8 * 1024, 1024 * 1024 * 1024


class WrongPassphrase(BadInput):
    """The file is sound, but this passphrase doesn't open it."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: passes of argon2id over so many bytes of memory."""

    passes: int
    memory: int

    @classmethod
    def read(cls, fields: Fields) -> Cost:
        """As a file asks for it; BadInput where that is more than any computer here should do."""
        return cls(
            fields.integer("passes", 1, _MAX_PASSES),
            fields.integer("memory", _LEAST_MEMORY, _MAX_MEMORY),
        )


#: About 0.7 s of a processor of 2024.
COST = Cost(3, 256 * 1024 * 1024)


def check_passphrase(passphrase: str) -> None:
    """InvalidModel where a passphrase is too short to keep a class's work."""
    if len(plain(passphrase)) < SHORTEST:
        raise InvalidModel(
            f"A passphrase needs at least {SHORTEST} characters.",
            kept="Nothing was changed.",
            todo="Four or five words that no one would guess are good, and easy to remember.",
        )


def plain(passphrase: str) -> str:
    """As it would be typed on any keyboard: one form of each letter, no space at the ends."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes that only this passphrase gives; takes the time and the memory of ``cost``.

    AnnotatorError where the memory isn't there.
    """
    from nacl.pwhash import argon2id

    words = plain(passphrase).encode("utf-8", "surrogatepass")
    try:
        return argon2id.kdf(KEY_BYTES, words, salt, opslimit=cost.passes, memlimit=cost.memory)
    except (MemoryError, RuntimeError) as error:
        raise AnnotatorError(
            "There is not enough memory left on this computer to try a passphrase.",
            kept="Nothing was changed.",
            todo="Close other programs and try again.",
        ) from error
