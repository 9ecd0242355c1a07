"""The desk file: all that a teacher's side needs, locked with a passphrase, for another machine.

Opened with argon2id and SecretBox (PyNaCl, imported when one is written or opened). The line in
front of what is locked goes into the key, so that nothing in the file can be exchanged.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
import zlib
from collections.abc import Mapping

from annotator.files.container import open_container, pack_body
from annotator.files.fields import Fields
from annotator.files.source import parse_json
from annotator.model.errors import BadInput, InvalidModel

KIND = "desk"
FORMAT = 1
SUFFIX = ".desk"

#: Passes and bytes of memory of argon2id, and the most that a file may ask for.
PASSES, MEMORY = 3, 256 * 1024 * 1024
MAX_PASSES, MAX_MEMORY = 10, 1024 * 1024 * 1024

#: Bytes of a desk file, and of one that was unpacked.
MAX_FILE = 500_000_000
MAX_UNPACKED = 2_000_000_000

#: Fewest characters of a passphrase.
SHORTEST = 10

_HEADER = 2_000
_SALT = 16
_KEY = 32
_PERSON = b"annotator-desk"


class WrongPassphrase(BadInput):
    """The file is sound, but this passphrase doesn't open it."""


def check_passphrase(passphrase: str) -> None:
    """InvalidModel where a passphrase is too short to keep a class's work."""
    if len(_plain(passphrase)) < SHORTEST:
        raise InvalidModel(
            f"A passphrase needs at least {SHORTEST} characters.",
            todo="Four or five words that nobody would guess are good, and easy to remember.",
        )


def write_desk(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """The desk file that holds ``files`` by name; InvalidModel for a passphrase too short."""
    from nacl.secret import SecretBox
    from nacl.utils import random

    check_passphrase(passphrase)
    salt = random(_SALT)
    header = json.dumps(
        {"format": FORMAT, "kind": KIND, "salt": salt.hex(), "passes": PASSES, "memory": MEMORY},
        separators=(",", ":"),
    ).encode("ascii")
    index = json.dumps([[name, len(data)] for name, data in files.items()]).encode("utf-8")
    inside = zlib.compress(index + b"\n" + b"".join(files.values()), 6)
    locked = SecretBox(_key(passphrase, header, salt, PASSES, MEMORY)).encrypt(inside)
    return pack_body(KIND, FORMAT, header + b"\n" + bytes(locked))


def read_desk(file: bytes, passphrase: str, *, name: str = "the desk file") -> dict[str, bytes]:
    """The files that are in it; WrongPassphrase, or BadInput where it is damaged or no desk."""
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    body = open_container(file, KIND, FORMAT, name=name, limit=MAX_FILE).body
    header, line_end, locked = body.partition(b"\n")
    if not line_end or len(header) > _HEADER:
        raise _damaged(name)
    fields = Fields(parse_json(header.decode("utf-8", "replace"), name, is_strict=False))
    try:
        salt = bytes.fromhex(fields.text("salt", limit=2 * _SALT))
    except ValueError:
        raise _damaged(name) from None
    if len(salt) != _SALT:
        raise _damaged(name)
    passes = fields.integer("passes", 1, MAX_PASSES)
    memory = fields.integer("memory", 8 * 1024, MAX_MEMORY)
    try:
        inside = SecretBox(_key(passphrase, header, salt, passes, memory)).decrypt(locked)
    except (CryptoError, ValueError, TypeError) as error:
        raise WrongPassphrase(
            f"This passphrase does not open “{name}”.",
            kept="The file was left as it is.",
            todo="Type it again; mind capital letters and the language of the keyboard.",
        ) from error
    return _unpacked(inside, name)


def _unpacked(inside: bytes, name: str) -> dict[str, bytes]:
    inflater = zlib.decompressobj()
    try:
        data = inflater.decompress(inside, MAX_UNPACKED + 1)
    except zlib.error as error:
        raise _damaged(name) from error
    if len(data) > MAX_UNPACKED or not inflater.eof:
        raise _damaged(name)
    index, _, rest = data.partition(b"\n")
    files: dict[str, bytes] = {}
    try:
        for entry, size in json.loads(index):
            files[str(entry)], rest = rest[: int(size)], rest[int(size) :]
            if len(files[str(entry)]) != size:
                raise _damaged(name)
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged(name) from error
    return files


def _key(passphrase: str, header: bytes, salt: bytes, passes: int, memory: int) -> bytes:
    from nacl.pwhash import argon2id

    words = _plain(passphrase).encode("utf-8", "surrogatepass")
    stretched = argon2id.kdf(_KEY, words, salt, opslimit=passes, memlimit=memory)
    return hashlib.blake2b(header, key=stretched, digest_size=_KEY, person=_PERSON).digest()


def _plain(passphrase: str) -> str:
    """As it would be typed on any keyboard: one form of each letter, no space at the ends."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def _damaged(name: str) -> BadInput:
    return BadInput(
        f"“{name}” is damaged: what is in it can’t be read.",
        kept="The file was left as it is.",
        todo="Copy it again from where it came.",
    )
