"""The passphrase of the teacher's side: asked for before the desk opens.

It keeps people who use this program on this computer from the desk. It does not scramble the files:
a person who can read the data folder can read them with another program. Kept as an argon2id hash
with its own salt, by PyNaCl (imported late: most teachers never use it).
"""

from __future__ import annotations

from annotator.model.errors import InvalidModel
from annotator.services.data.data_file import DataFile
from annotator.store.preferences import Preferences

#: Shortest passphrase, in characters.
LEAST = 8
_SETTING = "desk-passphrase"

WHAT_IT_DOES = (
    "It keeps other people at this computer from opening your desk in this program. It does not "
    "lock the files themselves: somebody who can open your data folder could still read them."
)
IF_LOST = "Nobody can tell you a passphrase that is lost. Write it down and keep it somewhere safe."


class DeskPassphrase:
    """Sets and checks the passphrase. ``data`` is the teacher's, of the calling thread."""

    def __init__(self, data: DataFile) -> None:
        self._data = data

    @property
    def is_set(self) -> bool:
        """Whether the desk asks for one."""
        return bool(Preferences(self._data.db).get(_SETTING, ""))

    def check(self, words: str) -> bool:
        """Whether these are the words; takes about a tenth of a second."""
        from nacl import pwhash
        from nacl.exceptions import InvalidkeyError

        kept = str(Preferences(self._data.db).get(_SETTING, ""))
        if not kept:
            return True
        try:
            return bool(pwhash.verify(kept.encode("ascii"), _bytes(words)))
        except (InvalidkeyError, ValueError):
            return False

    def set(self, words: str) -> None:
        """Ask for these words from now on; InvalidModel where they are too short."""
        if len(words.strip()) < LEAST:
            raise InvalidModel(
                f"A passphrase needs at least {LEAST} characters.",
                kept="Nothing was changed.",
                todo="Take three or four words that you will remember.",
            )
        from nacl import pwhash

        kept = pwhash.argon2id.str(
            _bytes(words),
            opslimit=pwhash.argon2id.OPSLIMIT_INTERACTIVE,
            memlimit=pwhash.argon2id.MEMLIMIT_INTERACTIVE,
        ).decode("ascii")
        self._data.call(lambda db: Preferences(db).set(_SETTING, kept))

    def remove(self) -> None:
        """Ask no more."""
        self._data.call(lambda db: Preferences(db).set(_SETTING, ""))


def _bytes(words: str) -> bytes:
    return " ".join(words.split()).encode("utf-8", "replace")
