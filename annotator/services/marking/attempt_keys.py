"""Keys that this computer made for attempts without a class card, and what they open.

The public half goes out in the hand-in; the secret half stays in the student's data. What a
teacher gives back through a class folder is sealed to it, so that no classmate reads it there.
"""

from __future__ import annotations

from typing import Any

from annotator.files.fields import is_key
from annotator.files.return_file import ReturnKey, attempt_key_of
from annotator.files.sealing import AttemptKey
from annotator.store.database import Database
from annotator.store.preferences import Preferences

#: The setting that holds an attempt and its secret; the public half follows.
_KEY = "return-key/"


def new_key(db: Database, attempt_id: str) -> str:
    """The public half of a new key for an attempt, whose secret half is kept from now on."""
    key = AttemptKey.new()
    keep_keys(db, attempt_id, {key.box_key: key.secret.hex()})
    return key.box_key


def key_for(db: Database, file: bytes, card: ReturnKey | None) -> ReturnKey | None:
    """What may open a returned file: the key of its attempt where it is sealed to one, else the
    student's ``card``. None where neither is here."""
    public = attempt_key_of(file)
    if not public:
        return card
    secret = _secret(Preferences(db).get(_KEY + public))
    return AttemptKey(bytes.fromhex(secret[1])) if secret else None


def keys_of(db: Database, attempt_id: str) -> dict[str, str]:
    """The keys that were made for an attempt: secret halves by public ones."""
    found: dict[str, str] = {}
    for name, value in Preferences(db).all().items():
        if not name.startswith(_KEY):
            continue
        kept = _secret(value)
        if kept is not None and kept[0] == attempt_id:
            found[name.removeprefix(_KEY)] = kept[1]
    return found


def keep_keys(db: Database, attempt_id: str, keys: dict[str, str]) -> None:
    """Keep keys of an attempt, as :func:`keys_of` gives them."""
    for public, secret in keys.items():
        Preferences(db).set(_KEY + public, [attempt_id, secret])


def _secret(kept: Any) -> tuple[str, str] | None:
    """Attempt and secret as they were kept; None for anything else, as in a file of elsewhere."""
    match kept:
        case [str(attempt_id), str(secret)] if is_key(secret):
            return attempt_id, secret
    return None
