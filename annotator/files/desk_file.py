"""The desk file: all that a teacher's side needs, locked with a passphrase, for another machine.

Opened with argon2id and SecretBox (PyNaCl, imported when one is written or opened). The line in
front of what is locked goes into the key, so that nothing in the file can be exchanged.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping

from annotator.files.container import open_container, pack_body
from annotator.files.fields import Fields
from annotator.files.passphrase import COST, KEY_BYTES, SALT_BYTES, Cost, stretched
from annotator.files.passphrase import WrongPassphrase as WrongPassphrase
from annotator.files.passphrase import check_passphrase as check_passphrase
from annotator.files.source import parse_json
from annotator.model.errors import BadInput

KIND = "desk"
FORMAT = 1
SUFFIX = ".desk"

#: Bytes of a desk file, and of one that was unpacked.
MAX_FILE = 500_000_000
MAX_UNPACKED = 2_000_000_000

_HEADER = 2_000
_PERSON = b"annotator-desk"


def write_desk(files: Mapping[str, bytes], passphrase: str, cost: Cost = COST) -> bytes:
    """The desk file that holds ``files`` by name; InvalidModel for a passphrase too short."""
    from nacl.secret import SecretBox
    from nacl.utils import random

    check_passphrase(passphrase)
    salt = random(SALT_BYTES)
    header = json.dumps(
        {
            "format": FORMAT,
            "kind": KIND,
            "salt": salt.hex(),
            "passes": cost.passes,
            "memory": cost.memory,
        },
        separators=(",", ":"),
    ).encode("ascii")
    index = json.dumps([[name, len(data)] for name, data in files.items()]).encode("utf-8")
    inside = zlib.compress(index + b"\n" + b"".join(files.values()), 6)
    locked = SecretBox(_key(passphrase, header, salt, cost)).encrypt(inside)
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
        salt = bytes.fromhex(fields.text("salt", limit=2 * SALT_BYTES))
    except ValueError:
        raise _damaged(name) from None
    if len(salt) != SALT_BYTES:
        raise _damaged(name)
    key = _key(passphrase, header, salt, Cost.read(fields))
    try:
        inside = SecretBox(key).decrypt(locked)
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


def _key(passphrase: str, header: bytes, salt: bytes, cost: Cost) -> bytes:
    key = stretched(passphrase, salt, cost)
    return hashlib.blake2b(header, key=key, digest_size=KEY_BYTES, person=_PERSON).digest()


def _damaged(name: str) -> BadInput:
    return BadInput(
        f"“{name}” is damaged: what is in it can’t be read.",
        kept="The file was left as it is.",
        todo="Copy it again from where it came.",
    )
