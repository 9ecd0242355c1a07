"""What a student puts into the class folder is sealed to the teacher, practice as well.

Work on an assignment is sealed when it is handed in. A practice lesson has no teacher, so its
files stay open on the student's own computer, and are sealed to the teacher whose signature the
class folder carries when they go there.
"""

from __future__ import annotations

from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.container import open_container
from annotator.files.hand_in import FORMAT, in_envelope
from annotator.files.reply_file import sealed_reply
from annotator.model.errors import BadInput
from annotator.services.data.data_file import DataFile
from annotator.services.marking.teachers import at_the_door, folder_key, pin_folder


def sealed_for_folder(data: DataFile, folder: ClassFolder, part: FolderPart, file: bytes) -> bytes:
    """A hand-in or reply in the form in which it may lie in ``folder``.

    What is sealed already goes as it is. A file stays open only in a folder that an older version
    made and in which no teacher's key was ever known. BadInput where the folder doesn't carry the
    teacher's signature any more, or says no key; NotTheTeacher where it carries another's.
    """
    if open_container(file, part.kind, 10**6, name="the file").format != FORMAT:
        return file
    seal = in_envelope if part is FolderPart.HAND_INS else sealed_reply
    if (signed := folder.signature) is not None:
        scopes = (folder.id, folder.class_id)
        at_the_door(data, lambda db: pin_folder(db, scopes, signed))
        if folder.teacher_key:
            return seal(file, folder.teacher_key)
    elif not folder_key(data.db, folder.id):
        return file
    raise BadInput(
        "The class folder does not say for whom work is sealed, so what you hand in could be read "
        "by everybody there.",
        kept="Your work is safe on this computer and was not put there.",
        todo="Ask your teacher to open the class folder once in Annotator, or save your work as a "
        "file.",
    )
