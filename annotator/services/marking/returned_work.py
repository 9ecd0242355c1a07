"""What a teacher gave back, taken in where the work was handed in."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.files.card_keys import CardKeys
from annotator.files.container import kind_of
from annotator.files.return_file import (
    CLASS_KIND,
    ReturnFile,
    read_class_return,
    read_return,
)
from annotator.model.attempt import Attempt
from annotator.model.errors import BadInput
from annotator.services.data.data_file import DataFile
from annotator.services.marking.attempt_keys import key_for
from annotator.services.marking.teachers import admit_return, at_the_door
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.errors import NoSuchRecord


@dataclass(frozen=True, slots=True)
class TakenReturn:
    """A return that was opened; ``attempt`` is the work here that it belongs to, as it is now."""

    read: ReturnFile
    attempt: Attempt


def open_return(
    db: Database, file: bytes, *, card: CardKeys | None = None, name: str
) -> tuple[bytes, ReturnFile]:
    """A student's return out of a returned file or a class file: its own bytes, and what it says.

    The file is known by its content: platforms rename what they carry. BadInput otherwise.
    """
    if kind_of(file) == CLASS_KIND:
        parts = read_class_return(file, name=name)
        if card is None:
            raise BadInput(
                f"“{name}” holds the returns of a whole class. Yours opens with your class card.",
                kept="It was left as it is.",
                todo="Type the name and the four words of your card.",
            )
        if card.student_id not in parts:
            raise BadInput(
                f"“{name}” holds nothing for this class card.",
                kept="It was left as it is.",
                todo="Check the card, or ask your teacher.",
            )
        file = parts[card.student_id]
    return file, read_return(file, card=key_for(db, file, card), name=name)


def take_return(
    data: DataFile,
    file: bytes,
    *,
    card: CardKeys | None = None,
    name: str = "the return",
    folder_id: str = "",
) -> TakenReturn:
    """Keep a return with the attempt that it belongs to; on disk when this returns.

    It is kept as it came: what is sealed stays sealed. Twice the same is kept once; of several
    revisions the highest is shown, and one that is signed before any that is not. ``folder_id`` is
    that of the class folder where it lay. NotTheTeacher where it isn't from the teacher who is
    known here; BadInput where it doesn't belong to work on this machine.
    """
    own, read = open_return(data.db, file, card=card, name=name)
    attempt = at_the_door(data, lambda db: _take(db, own, read, name, folder_id))
    return TakenReturn(read, attempt)


def _take(db: Database, file: bytes, read: ReturnFile, name: str, folder_id: str) -> Attempt:
    drafts, content = Drafts(db), read.content
    try:
        _file, sha256 = drafts.hand_in_file(content.attempt_id)
    except NoSuchRecord:
        raise BadInput(
            f"“{name}” belongs to work of {content.student_name} that is not on this computer.",
            kept="It was left as it is.",
            todo="Open it where the work was handed in.",
        ) from None
    if sha256 != content.hand_in_sha256:
        raise BadInput(
            f"“{name}” belongs to another hand-in than the one that was made here.",
            kept="Nothing was changed.",
            todo="Ask your teacher which hand-in was looked at.",
        )
    admit_return(db, read, name, folder_id=folder_id)
    return drafts.take_return(
        content.attempt_id,
        content.revision,
        content.returned,
        file,
        signed=read.signature is not None,
    )
