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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.files.atomic import CannotWrite, reason_of, sync_folder
from annotator.files.container import beginning_of, pack, unpack
from annotator.files.fields import Fields, is_key
from annotator.files.reading import read_bytes
from annotator.files.source import parse_json
from annotator.model.errors import AnnotatorError, BadInput, InvalidModel

FILE_NAME = "teacher.key"
KIND = "teacher-key"
FORMAT = 1
#: The number of a key file that is under a passphrase; see :mod:`locked_keys`.
LOCKED_FORMAT = 2
#: Bytes of a key, and of the mark in front of a sealed body that tells whose it is.
KEY_BYTES = 32
MARK_BYTES = 8
#: Keys that a teacher may have had before.
MAX_KEYS = 50
#: Bytes of a key file.
MAX_FILE = 100_000


class SealedForOthers(BadInput):
    """The file is sound, but sealed to a key that isn't here."""


class KeysLocked(AnnotatorError):
    """The keys are under a passphrase that was not given."""


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
        """A fresh random key."""
        return cls(os.urandom(KEY_BYTES))

    @property
    def box_key(self) -> str:
        """The public half, which travels in the hand-in: 64 hexadecimal digits."""
        return SecretKey(self.secret).public

    def open_from(self, sender: str, sealed: bytes, name: str) -> bytes:
        """What the owner of the public key ``sender`` sealed to this attempt; BadInput where it is
        from another sender, for another attempt, or was changed."""
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

    KeysLocked where they are under a passphrase. BadInput where the file is damaged: it is left
    alone and never replaced. CannotWrite where a new one can't be kept.
    """
    path = folder / FILE_NAME
    if not path.exists():
        from nacl.public import PrivateKey

        ring = KeyRing((SecretKey(bytes(PrivateKey.generate())),))
        write_key_file(path, ring)
    return read_key_file(path)


def is_locked(path: Path) -> bool:
    """Whether a key file is there and under a passphrase; only its beginning is read."""
    try:
        with path.open("rb") as file:
            kind, number, _body = beginning_of(file.read(100))
    except OSError:
        return False
    return (kind, number) == (KIND, LOCKED_FORMAT)


def read_key_file(path: Path) -> KeyRing:
    """A key file as :func:`write_key_file` wrote it; KeysLocked where it is under a passphrase,
    BadInput for anything else."""
    return read_keys(read_bytes(path, MAX_FILE), path.name)


def read_keys(file: bytes, name: str) -> KeyRing:
    """The keys in the bytes of a key file; raises as :func:`read_key_file` does."""
    kind, number, _body = beginning_of(file)
    if (kind, number) == (KIND, LOCKED_FORMAT):
        raise KeysLocked(
            "Your desk is locked with a passphrase. Until it is unlocked, hand-ins can’t be "
            "opened, lessons can’t be given out, work can’t be given back, and cards can’t be "
            "printed.",
            kept="All files are where they were.",
            todo="Unlock the desk with its passphrase, or with the words of its recovery sheet.",
        )
    contents = unpack(file, KIND, FORMAT, name=name)
    try:
        source = parse_json(contents.data.decode("utf-8"), name, is_strict=False)
    except UnicodeDecodeError as error:
        raise BadInput(f"“{name}” is damaged: its text can’t be read.") from error
    secrets = Fields(source).texts("keys", MAX_KEYS, 2 * KEY_BYTES)
    if not secrets or not all(map(is_key, secrets)):
        raise BadInput(f"“{name}” holds no key.", kept="It was left as it is.")
    return KeyRing(tuple(SecretKey(bytes.fromhex(secret)) for secret in secrets))


def key_file(ring: KeyRing) -> bytes:
    """The bytes of a key file."""
    keys = [key.secret.hex() for key in ring.keys]
    return pack(KIND, FORMAT, json.dumps({"format": FORMAT, "keys": keys}).encode("ascii"))


def write_key_file(path: Path, ring: KeyRing) -> None:
    """Write a key file that only its owner may read, whole or not at all.

    An older file of that name is never replaced: CannotWrite.
    """
    # Not write_atomic: no one else may read the file even for a moment, and none is replaced.
    with _written_beside(path, key_file(ring), "Nothing there was changed.") as beside:
        _rename_to_free_name(beside, path)


def replace_key_file(path: Path, file: bytes, check: Callable[[bytes], None]) -> None:
    """Put other bytes in the place of a key file, once they were read back from the disk.

    ``check`` gets what was read and raises an AnnotatorError where it isn't right: then, as with a
    CannotWrite, the old file is as it was. The old one's bytes are overwritten at the end, as far
    as the system lets them be.
    """
    with _written_beside(path, file, "The one that was there is as it was.") as beside:
        check(beside.read_bytes())
        with _overwritten(path):
            beside.replace(path)
            sync_folder(path.parent)


@contextlib.contextmanager
def _written_beside(path: Path, file: bytes, kept: str) -> Iterator[Path]:
    """A new file next to ``path`` that only its owner may read, on the disk; it goes at the end."""
    beside = path.with_name(f".{path.name}.{os.urandom(6).hex()}.annotator-part")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as written:
                written.write(file)
                written.flush()
                os.fsync(written.fileno())
            yield beside
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(
            f"The key file “{path.name}” could not be written in “{path.parent}”: "
            f"{reason_of(error)}.",
            kept=kept,
            todo="Make room, or allow writing there, and try again.",
        ) from error


@contextlib.contextmanager
def _overwritten(path: Path) -> Iterator[None]:
    """Overwrite what ``path`` was, after something else has taken its name inside.

    Windows can't give the name of an open file to another one, so there it is left out; elsewhere
    a disk may keep old blocks all the same. Where the old file has a second name it is a copy that
    a person made, and is left alone.
    """
    if os.name == "nt":
        yield
        return
    with path.open("r+b") as old:
        yield
        state = os.fstat(old.fileno())
        if state.st_nlink == 0:
            with contextlib.suppress(OSError):
                old.write(bytes(state.st_size))
                old.flush()
                os.fsync(old.fileno())


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
