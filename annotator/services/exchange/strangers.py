"""Files in a class folder that only look as if the teacher had put them there; put away.

Students' programs leave them alone; they are named at the teacher's desk, so that a flood ends.
"""

from __future__ import annotations

from collections.abc import Callable

from annotator.files.class_folder import Beginning, ClassFolder, FolderFile, FolderPart, peek
from annotator.files.lesson_file import SIGNED_FORMAT as SIGNED_LESSON
from annotator.files.return_file import SEALED_FORMATS
from annotator.files.return_file import SIGNED_FORMAT as SIGNED_RETURN
from annotator.files.sealing import KeyRing
from annotator.files.signing import signing_key
from annotator.services.exchange.strange_drafts import strange_drafts


class Strangers:
    """Looks into one folder again and again; a file that lies there is looked at once."""

    def __init__(self, folder: ClassFolder, keys: KeyRing) -> None:
        self._folder = folder
        self._signers = {signing_key(key) for key in keys.keys}
        self._sealers = {key.public for key in keys.keys}
        self._known: dict[FolderFile, bool] = {}
        self._drafts: dict[FolderFile, Beginning] = {}

    def look(self, known_drafts: Callable[[], frozenset[str]]) -> tuple[FolderFile, ...]:
        """Lessons and returns that no key of the teacher's signed or sealed, by what their first
        bytes say, and drafts that are none or a flood.

        ``known_drafts`` are the tags of work that was given out; asked for in a flood alone.
        FolderUnreachable where the folder has gone.
        """
        known: dict[FolderFile, bool] = {}
        for part in (FolderPart.LESSONS, FolderPart.RETURNS):
            for each in self._folder.entries(part):
                was = self._known.get(each)
                known[each] = self._is_strange(each, part) if was is None else was
        self._known = known
        found = [each for each, strange in known.items() if strange]
        entries = self._folder.entries(FolderPart.DRAFTS)
        self._drafts = {each: self._drafts.get(each) or peek(each.path) for each in entries}
        found += strange_drafts(entries, self._drafts.__getitem__, known_drafts)
        return tuple(found)

    def _is_strange(self, each: FolderFile, part: FolderPart) -> bool:
        first = peek(each.path)
        if first.kind != part.kind:
            return True
        if part is FolderPart.RETURNS and first.format in SEALED_FORMATS:
            # The teacher's own public key stands in front of what is sealed.
            return first.signer not in self._sealers
        signed = SIGNED_LESSON if part is FolderPart.LESSONS else SIGNED_RETURN
        return first.format != signed or first.signer not in self._signers


def put_away(folder: ClassFolder, keys: KeyRing, known_drafts: Callable[[], frozenset[str]]) -> int:
    """Move them into a part of the folder where no program looks; how many. Nothing is deleted.

    FolderUnreachable or CannotWrite where that can't be done; what went until then has gone.
    """
    found = Strangers(folder, keys).look(known_drafts)
    for each in found:
        folder.ignore(each.path)
    return len(found)
