"""A lock that costs next to nothing to try, and a passphrase set in one step."""

from __future__ import annotations

from annotator.files.passphrase import Cost
from annotator.services.data.data_file import DataFile
from annotator.services.data.desk_lock import DeskLock

#: The least that argon2id does.
QUICK = Cost(1, 8 * 1024)
WORDS = "three blue herons"


def lock_desk(data: DataFile, passphrase: str = WORDS) -> str:
    """Set a passphrase; the words of its recovery sheet, which was tried. The desk is open."""
    lock = DeskLock(data, cost=QUICK)
    new = lock.begin(passphrase)
    lock.finish(new, new.code)
    return new.code
