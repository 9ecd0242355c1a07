"""A teacher's key file under a passphrase.

The keys are sealed with one random key, and that key once for each of two locks: the passphrase,
and the words of the recovery sheet. So the passphrase can change while the sheet stays good.
SecretBox and argon2id from libsodium, through PyNaCl, which is imported when something is locked or
opened. Byte for byte: ``resources/formats/desk-and-backups.md``.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from enum import StrEnum

from annotator.files.container import pack, unpack
from annotator.files.fields import Fields, is_key
from annotator.files.passphrase import (
    COST,
    KEY_BYTES,
    SALT_BYTES,
    Cost,
    WrongPassphrase,
    check_passphrase,
    stretched,
)
from annotator.files.recovery_code import might_be_code, read_code
from annotator.files.sealing import (
    KIND,
    LOCKED_FORMAT,
    MAX_KEYS,
    KeyRing,
    KeysLocked,
    SecretKey,
    read_keys,
)
from annotator.files.source import parse_json
from annotator.model.errors import BadInput

_PERSON = b"annotator-lock"
_LOCKED_KEY_HEX = 2 * (KEY_BYTES + 24 + 16)
_MAX_KEYS_HEX = 2 * (MAX_KEYS * (2 * KEY_BYTES + 4) + 100)


class LockedBy(StrEnum):
    """What opens a lock."""

    PASSPHRASE = "passphrase"  # noqa: S105 -- a name, not a secret
    SHEET = "recovery-sheet"


@dataclass(frozen=True, slots=True)
class Lock:
    """The key of the file, sealed under what a person knows."""

    by: LockedBy
    salt: bytes
    cost: Cost
    sealed: bytes

    @classmethod
    def new(cls, by: LockedBy, opens: str, file_key: bytes, cost: Cost) -> Lock:
        """A lock that ``opens`` opens; takes the time of ``cost``."""
        from nacl.secret import SecretBox

        lock = cls(by, os.urandom(SALT_BYTES), cost, b"")
        return replace(lock, sealed=bytes(SecretBox(lock._key(opens)).encrypt(file_key)))

    def open(self, typed: str) -> bytes | None:
        """The key of the file; None where something else was typed. Takes the time of ``cost``."""
        from nacl.exceptions import CryptoError
        from nacl.secret import SecretBox

        try:
            return bytes(SecretBox(self._key(typed)).decrypt(self.sealed))
        except (CryptoError, ValueError, TypeError):
            return None

    def _key(self, typed: str) -> bytes:
        # What the lock says of itself goes into its key, so that it can't be exchanged.
        head = f"{self.by} {self.salt.hex()} {self.cost.passes} {self.cost.memory}".encode("ascii")
        key = stretched(" ".join(typed.split()), self.salt, self.cost)
        return hashlib.blake2b(head, key=key, digest_size=KEY_BYTES, person=_PERSON).digest()


@dataclass(frozen=True, slots=True)
class Opened:
    """Keys that were unlocked, with what seals them in their file."""

    ring: KeyRing
    file_key: bytes = field(repr=False)
    by: LockedBy


@dataclass(frozen=True, slots=True)
class LockedKeys:
    """A key file of :data:`~annotator.files.sealing.LOCKED_FORMAT`."""

    passphrase: Lock
    sheet: Lock
    sealed: bytes

    @classmethod
    def new(cls, ring: KeyRing, passphrase: str, code: str, cost: Cost = COST) -> LockedKeys:
        """Locked for the first time; takes twice the time of ``cost``. InvalidModel where the
        passphrase is too short."""
        check_passphrase(passphrase)
        file_key = os.urandom(KEY_BYTES)
        return cls(
            Lock.new(LockedBy.PASSPHRASE, passphrase, file_key, cost),
            Lock.new(LockedBy.SHEET, code, file_key, cost),
            _sealed(ring, file_key),
        )

    def open(self, typed: str) -> Opened:
        """The keys, where a passphrase or the words of the sheet were typed.

        WrongPassphrase for anything else; nothing is counted, and it can be tried for ever.
        """
        if might_be_code(typed):
            with contextlib.suppress(BadInput):
                return self.open_with_sheet(typed)
        return self._opened(
            self.passphrase.open(typed),
            LockedBy.PASSPHRASE,
            "This is neither the passphrase of this desk nor the eight words of its recovery "
            "sheet.",
            "Type it again; mind capital letters and the language of the keyboard.",
        )

    def open_with_sheet(self, typed: str) -> Opened:
        """The keys, where the words of the sheet were typed; BadInput for anything else."""
        return self._opened(
            self.sheet.open(read_code(typed)),
            LockedBy.SHEET,
            "These are not the eight words of this sheet.",
            "Compare them with the sheet word by word, and try again.",
        )

    def _opened(self, file_key: bytes | None, by: LockedBy, wrong: str, todo: str) -> Opened:
        if file_key is None:
            raise WrongPassphrase(
                wrong, kept="Nothing was changed, and you can try as often as you like.", todo=todo
            )
        ring = self.ring(file_key)
        if ring is None:
            raise _damaged()
        return Opened(ring, file_key, by)

    def ring(self, file_key: bytes) -> KeyRing | None:
        """The keys that are sealed with ``file_key``; None where another one sealed them."""
        from nacl.exceptions import CryptoError
        from nacl.secret import SecretBox

        try:
            data = SecretBox(file_key).decrypt(self.sealed)
            secrets = Fields(parse_json(data.decode("ascii"), "the keys", is_strict=False)).texts(
                "keys", MAX_KEYS, 2 * KEY_BYTES
            )
        except (CryptoError, ValueError, TypeError, BadInput):
            return None
        if not secrets or not all(map(is_key, secrets)):
            return None
        return KeyRing(tuple(SecretKey(bytes.fromhex(secret)) for secret in secrets))

    def with_passphrase(self, opened: Opened, passphrase: str, cost: Cost = COST) -> LockedKeys:
        """Another passphrase; the sheet stays good. InvalidModel where it is too short."""
        check_passphrase(passphrase)
        lock = Lock.new(LockedBy.PASSPHRASE, passphrase, opened.file_key, cost)
        return replace(self, passphrase=lock)

    def with_code(self, opened: Opened, code: str, cost: Cost = COST) -> LockedKeys:
        """Another sheet; the passphrase stays as it is."""
        return replace(self, sheet=Lock.new(LockedBy.SHEET, code, opened.file_key, cost))

    def with_ring(self, ring: KeyRing, file_key: bytes) -> LockedKeys:
        """Other keys under the same locks."""
        return replace(self, sealed=_sealed(ring, file_key))

    def has_locks_of(self, other: LockedKeys) -> bool:
        """Whether the same passphrase and the same sheet open both."""
        return (self.passphrase, self.sheet) == (other.passphrase, other.sheet)

    def to_file(self) -> bytes:
        """The bytes of the file."""
        content = {
            "format": LOCKED_FORMAT,
            "locks": [_lock_to_json(lock) for lock in (self.passphrase, self.sheet)],
            "keys": self.sealed.hex(),
        }
        return pack(KIND, LOCKED_FORMAT, json.dumps(content).encode("ascii"))


def read_locked_keys(file: bytes, name: str) -> LockedKeys:
    """A file as :meth:`LockedKeys.to_file` wrote it; BadInput for anything else."""
    contents = unpack(file, KIND, LOCKED_FORMAT, name=name)
    if contents.format != LOCKED_FORMAT:
        raise BadInput(f"“{name}” is not locked.")
    try:
        source = parse_json(contents.data.decode("utf-8"), name, is_strict=False)
    except UnicodeDecodeError as error:
        raise BadInput(f"“{name}” is damaged: its text can’t be read.") from error
    fields = Fields(source)
    locks = {lock.by: lock for lock in map(_read_lock, fields.tables("locks", len(LockedBy)))}
    if set(locks) != set(LockedBy):
        raise BadInput(f"“{name}” lacks one of its locks.", kept="It was left as it is.")
    return LockedKeys(
        locks[LockedBy.PASSPHRASE], locks[LockedBy.SHEET], _hex(fields, "keys", _MAX_KEYS_HEX)
    )


def check_key_file(file: bytes, name: str) -> None:
    """BadInput where these are not the bytes of a key file, under a passphrase or not."""
    try:
        read_keys(file, name)
    except KeysLocked:
        read_locked_keys(file, name)


def _sealed(ring: KeyRing, file_key: bytes) -> bytes:
    from nacl.secret import SecretBox

    keys = {"keys": [key.secret.hex() for key in ring.keys]}
    return bytes(SecretBox(file_key).encrypt(json.dumps(keys).encode("ascii")))


def _lock_to_json(lock: Lock) -> dict[str, object]:
    return {
        "by": lock.by.value,
        "salt": lock.salt.hex(),
        "passes": lock.cost.passes,
        "memory": lock.cost.memory,
        "sealed": lock.sealed.hex(),
    }


def _read_lock(fields: Fields) -> Lock:
    salt = _hex(fields, "salt", 2 * SALT_BYTES)
    if len(salt) != SALT_BYTES:
        raise fields.fault("“salt” should have 16 bytes.", "salt")
    return Lock(
        fields.choice("by", LockedBy),
        salt,
        Cost.read(fields),
        _hex(fields, "sealed", _LOCKED_KEY_HEX),
    )


def _hex(fields: Fields, name: str, limit: int) -> bytes:
    try:
        return bytes.fromhex(fields.text(name, limit=limit))
    except ValueError:
        raise fields.fault(f"“{name}” should be hexadecimal digits.", name) from None


def _damaged() -> BadInput:
    return BadInput(
        "The teacher’s key file is damaged: it opens, but the keys in it can’t be read.",
        kept="It was left as it is.",
        todo="Put back a desk file or a copy of the key file, if you have one.",
    )
