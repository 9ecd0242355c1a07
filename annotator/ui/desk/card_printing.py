"""Class cards on their way to paper: issued in a thread, as each takes a while to make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.services.classes.desk import TeacherDesk
from annotator.services.data.data_file import DataFile
from annotator.ui.article.vocabulary import plural
from annotator.ui.desk.page import DeskPage
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.file_dialogs import ask_save
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.worker import Cancelled, Progress, ShownWork

if TYPE_CHECKING:
    from annotator.model.work import ClassCard


class CardPrinting(QObject):
    """Shows how far it is in the panel of ``shown``. Stopping it issues no card at all."""

    def __init__(
        self,
        page: DeskPage,
        desk: TeacherDesk,
        data: DataFile,
        shown: ShownWork,
        error_reporter: ErrorReporter,
    ) -> None:
        super().__init__(page)
        self._page, self._desk, self._data = page, desk, data
        self._shown, self._error_reporter = shown, error_reporter
        page.cards_requested.connect(self.print_cards)

    def print_cards(self, class_id: str) -> None:
        """Ask where to put the PDF, issue cards to those who have none, and write it."""
        if self._shown.is_busy:
            return
        mine = self._desk.school_class(class_id)
        name = ask_save(
            self._page, "Save the class cards", f"Class cards {mine.name}.pdf", "PDF (*.pdf)"
        )
        if name:
            self.write_cards(class_id, Path(name))

    def write_cards(self, class_id: str, path: Path) -> bool:
        """Issue what is missing and write the cards of a class as a PDF, in the background; False
        where something else is still going on."""
        from annotator.services.classes.cards import ClassCards

        mine, data = self._desk.school_class(class_id), self._data
        wanted = [each.id for each in mine.students if not each.card_issue]

        def issue(progress: Progress, cancelled: Cancelled) -> tuple[tuple[ClassCard, ...], str]:
            with data.in_this_thread() as own:
                service = ClassCards(own, own.keys())
                service.issue(wanted, progress=progress, cancelled=cancelled)
                cards = () if cancelled() else service.of_class(class_id)
                return cards, service.teacher_words

        def issued(found: tuple[tuple[ClassCard, ...], str]) -> None:
            cards, teacher_words = found
            if cards:
                self._error_reporter(lambda: self._write(path, mine.name, cards, teacher_words))

        self._page.banner.hide()
        return self._shown.start(
            "Making the class cards", issue, issued, self._page.banner.show_error
        )

    def _write(
        self, path: Path, class_name: str, cards: tuple[ClassCard, ...], teacher_words: str
    ) -> None:
        from annotator.ui.printing.cards import write_cards

        write_cards(path, class_name, cards, teacher_words)
        self._page.banner.show_message(
            f"{plural(len(cards), 'class card is', 'class cards are')} in “{path.name}”.",
            kept="Students who had a card keep it: the same words are printed again.",
            todo="Print the file, cut the cards apart, and give each student their own.",
            tone=Tone.GOOD,
        )
