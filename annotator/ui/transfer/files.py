"""Opening files in the student's window, each kind in its way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.files import limits
from annotator.files.container import open_container
from annotator.files.reading import read_bytes
from annotator.files.return_file import FORMAT as OPEN_RETURN
from annotator.model.errors import BadInput
from annotator.services.data.writer import Writer
from annotator.services.exchange.returning import take_return
from annotator.ui.transfer.kinds import FileKind, kind_of_path

if TYPE_CHECKING:
    from annotator.ui.app.shell import Shell
    from annotator.ui.transfer.student_transfer import StudentTransfer


class FileOpening(QObject):
    """What is no lesson and no article; those the shell opens itself."""

    def __init__(self, shell: Shell, transfer: StudentTransfer, writer: Writer) -> None:
        super().__init__(transfer)
        self._shell, self._transfer, self._writer = shell, transfer, writer

    def open(self, path: Path) -> bool:
        """Open a file of our own kinds; False for what the shell should open itself. An
        AnnotatorError says why it can't be opened."""
        kind = kind_of_path(path)
        if kind in (FileKind.RETURN, FileKind.CLASS_RETURN):
            self._open_return(path)
        elif kind is FileKind.DRAFT:
            self._open_draft(path)
        elif kind is FileKind.CLASS_FOLDER:
            self._transfer.join(path if path.is_dir() else path.parent)
        elif kind is FileKind.HAND_IN:
            raise BadInput(
                f"“{path.name}” is work that was handed in.",
                kept="It was left as it is.",
                todo="Give it to your teacher. A teacher takes it in on the teacher’s side.",
            )
        elif kind is FileKind.DESK:
            raise BadInput(
                f"“{path.name}” is a teacher’s desk.",
                kept="It was left as it is.",
                todo="Open it on the teacher’s side.",
            )
        else:
            return False
        return True

    def _open_return(self, path: Path) -> None:
        file = read_bytes(path, limits.PACKED_BYTES)
        card = self._transfer.card_of(self._shell.student)
        if card is None and _is_sealed(file, path):
            self._transfer.sign_in(
                lambda: self._again(path),
                "What your teacher gave back is sealed. It opens with your class card.",
            )
            return
        content = take_return(self._writer, file, card=card, name=path.name).read.content
        self._shell.show_start()
        self._shell.say_given_back(content.teacher, content.student_name)

    def _open_draft(self, path: Path) -> None:
        student = self._shell.student
        if student is None:
            raise BadInput("Nobody has said yet who works here.", todo="Type your name first.")
        sealed = open_container(
            read_bytes(path, limits.PACKED_BYTES), "draft", 10**6, name=path.name
        )
        if sealed.format > 1 and self._transfer.card_of(student) is None:
            self._transfer.sign_in(
                lambda: self._again(path), "These marks are sealed with a class card."
            )
            return
        self._transfer.drafts.open_file(path, student)

    def _again(self, path: Path) -> None:
        """With the card this time."""
        self._shell.error_reporter(lambda: self._open_now(path))

    def _open_now(self, path: Path) -> None:
        self.open(path)


def _is_sealed(file: bytes, path: Path) -> bool:
    kind = kind_of_path(path)
    if kind is FileKind.CLASS_RETURN:
        return True
    return open_container(file, kind.value, 10**6, name=path.name).format != OPEN_RETURN
