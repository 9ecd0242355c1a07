"""A new class card for a student who lost theirs, and what they had begun in the class folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from annotator.model.errors import AnnotatorError
from annotator.model.work import ClassCard, Student
from annotator.services.classes.desk import TeacherDesk
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.teacher_folders import KnownFolder
from annotator.ui.article.vocabulary import plural
from annotator.ui.desk.page import DeskPage
from annotator.ui.desk.transfer_sheets import NewCardSheet
from annotator.ui.transfer.class_folders import ClassFolders
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.file_dialogs import ask_save
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.worker import DataWorker


class NewCard(QObject):
    """Issues it in the thread of ``worker``; ``show_error`` says what could not be done."""

    def __init__(
        self,
        appearance: Appearance,
        page: DeskPage,
        desk: TeacherDesk,
        folders: ClassFolders,
        worker: DataWorker,
        show_error: Callable[[AnnotatorError], None],
    ) -> None:
        super().__init__(page)
        self._appearance, self._page, self._desk = appearance, page, desk
        self._folders, self._worker = folders, worker
        self._show_error = show_error

    def ask(self) -> NewCardSheet:
        """Open the sheet that asks for whom a new card is."""
        data = self._page.data
        mine = self._desk.school_class(data.class_id)
        listed = [(each.id, each.name) for each in mine.students]
        sheet = NewCardSheet(self._appearance, listed, parent=self._page)
        sheet.wanted.connect(lambda id: self._ask_for_place(data.class_id, id))
        sheet.open()
        return sheet

    def _ask_for_place(self, class_id: str, student_id: str) -> None:
        mine = self._desk.school_class(class_id)
        name = next((each.name for each in mine.students if each.id == student_id), "")
        place = ask_save(
            self._page, "Save the new class card", f"Class card {name}.pdf", "PDF (*.pdf)"
        )
        if place:
            self.write(class_id, student_id, Path(place))

    def write(self, class_id: str, student_id: str, path: Path) -> None:
        """Issue a new card in the background, write it as a PDF, and seal the drafts in the class
        folder to it."""
        from annotator.services.classes.cards import ClassCards

        def job(data: DataFile) -> tuple[ClassCard, str]:
            service = ClassCards(data, data.keys())
            (card,) = service.issue([student_id])
            return card, service.teacher_words

        def done(issued: tuple[ClassCard, str]) -> None:
            card, teacher_words = issued
            try:
                self._write(class_id, card, teacher_words, path)
            except AnnotatorError as error:
                self._show_error(error)

        self._worker.run(job, done, self._show_error)

    def _write(self, class_id: str, card: ClassCard, teacher_words: str, path: Path) -> None:
        from annotator.ui.printing.cards import write_cards

        mine = self._desk.school_class(class_id)
        write_cards(path, mine.name, (card,), teacher_words)
        self._page.banner.show_message(
            f"The new card of {card.student.name} is in “{path.name}”.",
            kept="What was handed in with the old card stays theirs.",
            todo="Print it. “Print class cards” prints it again if the file is lost.",
            tone=Tone.GOOD,
        )
        if (known := self._folders.of(class_id)) is not None:
            self._reseal(known, card.student)

    def _reseal(self, known: KnownFolder, student: Student) -> None:
        """What the student has begun in the class folder goes over from the old card to the new."""
        from annotator.services.classes.new_card import reseal_for

        def job(data: DataFile) -> tuple[int, int]:
            return reseal_for(data, data.keys(), known.open(), student.id)

        def done(found: tuple[int, int]) -> None:
            moved, left = found
            if moved or left:
                self._page.banner.show_message(
                    f"{plural(moved, 'draft')} of {student.name} in the class folder "
                    "opens with the new card now."
                    if moved == 1
                    else f"{plural(moved, 'draft')} of {student.name} in the class folder "
                    "open with the new card now.",
                    kept=f"{plural(left, 'draft')} stayed with the old card." if left else "",
                    todo="Give the student the new card.",
                    tone=Tone.CAREFUL if left else Tone.GOOD,
                )

        self._worker.run(job, done, self._show_error)
