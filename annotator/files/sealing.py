"""Sealing: who can read a file on its way, and from whom it is.

A hand-in is sealed to the teacher's public key, which the lesson file carries. The secret key lies
beside the teacher's data, in one file that only its owner may read. X25519 and XSalsa20-Poly1305
from libsodium, through PyNaCl, which is imported when something is sealed or opened.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from annotator.files.atomic import CannotWrite, reason_of
from annotator.files.container import pack, unpack
from annotator.files.fields import Fields, is_key
from annotator.files.reading import read_bytes
from annotator.files.source import parse_json
from annotator.model.errors import BadInput, InvalidModel

FILE_NAME = "teacher.key"
KIND = "teacher-key"
FORMAT = 1
#: Bytes of a key, and of the mark in front of a sealed body that tells whose it is.
KEY_BYTES = 32
MARK_BYTES = 8
#: Keys that a teacher may have had before.
MAX_KEYS = 50
_MAX_FILE = 100_000


class SealedForOthers(BadInput):
    """The file is sound, but sealed to a key that isn't here."""


@dataclass(frozen=True, slots=True)
class SecretKey:
    """One X25519 key pair. The secret half is never shown."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise InvalidModel("A secret key has 32 bytes.")

    @property
    def public(self) -> str:
        """The public half as 64 hexadecimal digits."""
        from nacl.public import PrivateKey

        return bytes(PrivateKey(self.secret).public_key).hex()


@dataclass(frozen=True, slots=True)
class AttemptKey:
    """The key that a student's computer makes for one attempt and keeps: what the teacher gives
    back through a class folder is sealed to it where there is no class card."""

    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> AttemptKey:
        """One that nobody has."""
        return cls(os.urandom(KEY_BYTES))

    @property
    def box_key(self) -> str:
        """The public half, which travels in the hand-in: 64 hexadecimal digits."""
        return SecretKey(self.secret).public

    def open_from(self, sender: str, sealed: bytes, name: str) -> bytes:
        """What the owner of the public key ``sender`` sealed to this attempt; BadInput where it is
        from somebody else, for another attempt, or was changed."""
        from nacl.exceptions import CryptoError
        from nacl.public import Box, PrivateKey, PublicKey

        try:
            box = Box(PrivateKey(self.secret), PublicKey(bytes.fromhex(sender)))
            return bytes(box.decrypt(sealed))
        except (CryptoError, ValueError, TypeError, RuntimeError) as error:
            raise BadInput(
                f"“{name}” can’t be opened: its seal is broken.",
                kept="It was left as it is.",
                todo="Ask your teacher to give your work back again.",
            ) from error


@dataclass(frozen=True, slots=True)
class KeyRing:
    """A teacher's keys: the one in use at the front, then those of before.

    Hand-ins that were sealed to an older key can still be read.
    """

    keys: tuple[SecretKey, ...]

    @property
    def current(self) -> SecretKey:
        """The key whose public half goes into lesson files."""
        return self.keys[0]

    def unseal(self, sealed: bytes, name: str) -> tuple[bytes, str]:
        """What :func:`seal_to` sealed, and to which public key.

        SealedForOthers where that key isn't here, BadInput where the content was changed.
        """
        from nacl.exceptions import CryptoError
        from nacl.public import PrivateKey, SealedBox

        for key in self.keys:
            public = key.public
            if sealed[:MARK_BYTES] == _mark(public):
                try:
                    data = SealedBox(PrivateKey(key.secret)).decrypt(sealed[MARK_BYTES:])
                except (CryptoError, ValueError) as error:
                    raise BadInput(
                        f"“{name}” can’t be opened: its seal is broken.",
                        kept="Nothing was taken from it.",
                        todo="Ask for the file again.",
                    ) from error
                return data, public
        raise sealed_for_others(name)


def sealed_for_others(name: str) -> SealedForOthers:
    """The error for a hand-in whose key isn't here."""
    return SealedForOthers(
        f"“{name}” is sealed for a teacher whose key is not here.",
        kept="The file is fine and was left as it is.",
        todo="Open it where the lesson was given out. If that key is lost, give the lesson out "
        "again and let the students hand in once more: their work is still with them.",
    )


def seal_to(public: str, data: bytes) -> bytes:
    """``data`` so that only the owner of a public key (64 hexadecimal digits) can read it.

    Says nothing of who sealed it. The first eight bytes tell which key is needed. InvalidModel for
    a key that can't be one.
    """
    from nacl.exceptions import CryptoError
    from nacl.public import PublicKey, SealedBox

    try:
        return _mark(public) + SealedBox(PublicKey(bytes.fromhex(public))).encrypt(data)
    except (CryptoError, ValueError, TypeError, RuntimeError) as error:
        raise InvalidModel(
            "The teacher’s key in this lesson can’t be used, so the work can’t be sealed.",
            kept="Your marks are safe.",
            todo="Ask your teacher for the lesson file again.",
        ) from error


def key_ring(folder: Path) -> KeyRing:
    """The keys beside a teacher's data; a new one is made where there is none.

    BadInput where the file is damaged: it is left alone and never replaced. CannotWrite where a
    new one can't be kept.
    """
    path = folder / FILE_NAME
    if not path.exists():
        from nacl.public import PrivateKey

        ring = KeyRing((SecretKey(bytes(PrivateKey.generate())),))
        write_key_file(path, ring)
    return read_key_file(path)


def read_key_file(path: Path) -> KeyRing:
    """A key file as :func:`write_key_file` wrote it; BadInput for anything else."""
    contents = unpack(read_bytes(path, _MAX_FILE), KIND, FORMAT, name=path.name)
    try:
        source = parse_json(contents.data.decode("utf-8"), path.name, is_strict=False)
    except UnicodeDecodeError as error:
        raise BadInput(f"“{path.name}” is damaged: its text can’t be read.") from error
    secrets = Fields(source).texts("keys", MAX_KEYS, 2 * KEY_BYTES)
    if not secrets or not all(map(is_key, secrets)):
        raise BadInput(f"“{path.name}” holds no key.", kept="It was left as it is.")
    return KeyRing(tuple(SecretKey(bytes.fromhex(secret)) for secret in secrets))


def key_file(ring: KeyRing) -> bytes:
    """The bytes of a key file."""
    keys = [key.secret.hex() for key in ring.keys]
    return pack(KIND, FORMAT, json.dumps({"format": FORMAT, "keys": keys}).encode("ascii"))


def write_key_file(path: Path, ring: KeyRing) -> None:
    """Write a key file that only its owner may read, whole or not at all.

    An older file of that name is never replaced: CannotWrite.
    """
    # Not write_atomic: nobody else may read the file for a moment either, and none is replaced.
    beside = path.with_name(f".{path.name}.{os.urandom(6).hex()}.annotator-part")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(key_file(ring))
                file.flush()
                os.fsync(file.fileno())
            _rename_to_free_name(beside, path)
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(
            f"The key file “{path.name}” could not be written in “{path.parent}”: "
            f"{reason_of(error)}.",
            kept="Nothing there was changed.",
            todo="Make room, or allow writing there, and try again.",
        ) from error


def _rename_to_free_name(beside: Path, path: Path) -> None:
    if os.name == "nt":
        beside.rename(path)  # refuses a name that is taken
        return
    try:
        path.hardlink_to(beside)  # as well: a plain rename would replace
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no second names for a file.
        if path.exists():
            raise
        beside.rename(path)


def _mark(public: str) -> bytes:
    return hashlib.blake2b(
        bytes.fromhex(public), digest_size=MARK_BYTES, person=b"annotator-key"
    ).digest()
