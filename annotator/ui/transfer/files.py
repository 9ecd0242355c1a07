"""Opening files in the student's window, each kind in its way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annotator.model.errors import BadInput
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.file_kinds import FileKind, needs_card
from annotator.services.marking.returned_work import take_return
from annotator.ui.transfer.drafts import DraftMoves
from annotator.ui.transfer.host import TransferHost
from annotator.ui.transfer.signing_in import SigningIn
from annotator.ui.widgets.worker import DataWorker


class FileOpening:
    """What is no lesson and no article; those the window opens itself. ``join`` uses a class
    folder for the student who works. What came back is read in the worker's thread."""

    def __init__(
        self,
        host: TransferHost,
        cards: SigningIn,
        drafts: DraftMoves,
        worker: DataWorker,
        join: Callable[[Path], None],
    ) -> None:
        self._host, self._cards, self._drafts = host, cards, drafts
        self._worker, self._join = worker, join

    def open(self, path: Path, kind: FileKind, file: bytes) -> None:
        """Open a file that was read; an AnnotatorError says why it can't be opened.

        ``file`` are the bytes of a draft or a return; of other kinds they aren't needed.
        """
        if kind in (FileKind.RETURN, FileKind.CLASS_RETURN):
            self._open_return(path, kind, file)
        elif kind is FileKind.DRAFT:
            self._open_draft(path, file)
        elif kind is FileKind.CLASS_FOLDER:
            self._join(path if path.is_dir() else path.parent)
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

    def _open_return(self, path: Path, kind: FileKind, file: bytes) -> None:
        card = self._cards.card_of(self._host.student)

        def take(data: DataFile) -> tuple[str, str] | None:
            """Teacher and student of what came back; None where a card is wanted."""
            if card is None and needs_card(file, kind, name=path.name):
                return None
            content = take_return(data, file, card=card, name=path.name).read.content
            return content.teacher, content.student_name

        def taken(whose: tuple[str, str] | None) -> None:
            if whose is None:
                self._cards.sign_in(
                    lambda: self._again(path, kind, file),
                    "What your teacher gave back is sealed. It opens with your class card.",
                )
                return
            teacher, student_name = whose
            self._host.show_start()
            self._host.window.banner.show_message(
                f"{teacher or 'Your teacher'} has given back work of {student_name}.",
                kept="It is kept with the work.",
                todo="Choose “Read the reasons”.",
            )

        self._worker.run(take, taken, self._host.error_reporter.show)

    def _open_draft(self, path: Path, file: bytes) -> None:
        student = self._host.student
        if student is None:
            raise BadInput("Nobody has said yet who works here.", todo="Type your name first.")
        is_sealed = needs_card(file, FileKind.DRAFT, name=path.name)
        if is_sealed and self._cards.card_of(student) is None:
            self._cards.sign_in(
                lambda: self._again(path, FileKind.DRAFT, file),
                "These marks are sealed with a class card.",
            )
            return
        self._drafts.open_file(path, student)

    def _again(self, path: Path, kind: FileKind, file: bytes) -> None:
        """With the card this time."""
        self._host.error_reporter(lambda: self.open(path, kind, file))
