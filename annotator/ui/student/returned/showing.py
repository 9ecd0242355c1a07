"""Puts what came back on the screen, and the receipt over it; keeps what a student objects to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from annotator.model.errors import AnnotatorError
from annotator.services.practice import Practice
from annotator.services.studying import OpenWork
from annotator.ui.choosing import ask_save
from annotator.ui.likings import Likings
from annotator.ui.look import Look
from annotator.ui.main_window import MainWindow
from annotator.ui.student.receipt_panel import HandInReceipt, ReceiptPanel
from annotator.ui.student.returned.page import ReturnedPage
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.sheets import Sheet

if TYPE_CHECKING:
    from annotator.files.card_keys import CardKeys


class ReturnedPages(QObject):
    """One page at a time. ``receipt`` tells what is known of the hand-in that is open."""

    back_requested = Signal()
    try_again_requested = Signal()
    show_file_requested = Signal()
    save_copy_requested = Signal()
    put_there_changed = Signal(bool)

    def __init__(
        self,
        window: MainWindow,
        look: Look,
        likings: Likings,
        practice: Practice,
        receipt: Callable[[], HandInReceipt],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._look, self._likings = window, look, likings
        self._practice, self._receipt = practice, receipt
        self._work: OpenWork | None = None
        self._card: CardKeys | None = None
        self._act: Callable[[], None] = self.show_receipt
        self.page: ReturnedPage | None = None

    def show(
        self, work: OpenWork, *, just_handed_in: bool = False, card: CardKeys | None = None
    ) -> bool:
        """Show what may be shown of an attempt; False where nothing may. What came back sealed
        opens with the student's ``card``.

        AnnotatorError where what came back can't be opened.
        """
        results = self._practice.results(work, card=card)
        if results is None:
            return False
        page = ReturnedPage(self._look, results, settings=self._likings.reading())
        page.back_requested.connect(self.back_requested)
        page.try_again_requested.connect(self.try_again_requested)
        page.save_copy_requested.connect(self.save_copy_requested)
        page.receipt_requested.connect(self.show_receipt)
        page.banner.action_requested.connect(lambda: self._act())
        page.objected.connect(self._object)
        self._likings.reading_changed.connect(page.view.set_settings)
        self._work, self.page, self._card = work, page, card
        self._window.banner.hide()
        self._window.show_page(page, work.lesson.title)
        self._act = self.show_receipt
        self._offer_reply()
        if just_handed_in:
            page.banner.say(
                "Handed in.",
                kept="Your marks are kept as they are.",
                todo="This lesson is for practice, so here are the reasons at once.",
                tone=Tone.GOOD,
                action="Receipt…",
            )
        return True

    def leave(self) -> None:
        """Close the page; what is being typed is kept."""
        if self.page is None:
            return
        page = self.page
        page.flush()
        self.page = self._work = None
        self._window.drop_page(page)

    def show_receipt(self) -> None:
        """What is known of the hand-in, over the page."""
        if self.page is None:
            return
        sheet = Sheet(self._look, "Handed in", self.page)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.setMinimumWidth(440)
        panel = ReceiptPanel(self._look, self._receipt())
        panel.setMinimumHeight(300)
        panel.show_file_requested.connect(self.show_file_requested)
        panel.save_copy_requested.connect(self.save_copy_requested)
        panel.put_there_changed.connect(self.put_there_changed)
        sheet.body.addWidget(panel)
        sheet.add_button("Close").clicked.connect(sheet.accept)
        sheet.open()

    def _object(self, reason: str, item_id: str, mark_id: str) -> None:
        if self._work is None or self.page is None:
            return
        try:
            self._practice.object(self._work.attempt, reason, item_id=item_id, mark_id=mark_id)
            self._offer_reply()
        except AnnotatorError as error:
            self._tell(error)

    # -- to the teacher ------------------------------------------------------------------------

    def _offer_reply(self) -> None:
        """Where a teacher gave the work back and does not know yet what is said to that."""
        work, page = self._work, self.page
        if work is None or page is None or page.results.is_practice:
            return
        if not self._practice.replies.waiting(work):
            return
        self._act = self.save_reply
        page.banner.say(
            "Your teacher has not got what you disagree with yet.",
            kept="It is kept here, with your work.",
            todo="When you are through, save it and hand in the file.",
            tone=Tone.NOTE,
            action="Save it…",
        )

    def save_reply(self) -> None:
        """Let the student say where the file with all disagreements goes, and write it."""
        work = self._work
        if work is None or self.page is None:
            return
        self.page.flush()
        words = f"{work.student.name} - {work.lesson.title}"
        name = ask_save(
            self.page, "Save what you disagree with", f"{words}.reply", "Replies (*.reply)"
        )
        if name:
            self.write_reply(Path(name))

    def write_reply(self, path: Path) -> bool:
        """Write the file with all disagreements; whether it could be done."""
        from annotator.files.atomic import write_atomic

        work, page, replies = self._work, self.page, self._practice.replies
        if work is None or page is None:
            return False
        try:
            write_atomic(path, replies.file(work, card=self._card))
            replies.note_given(work)
        except AnnotatorError as error:
            self._tell(error)
            return False
        page.banner.say(
            f"What you disagree with is in “{path.name}”.",
            kept="It stays here, too.",
            todo="Hand in this file in the place where you hand in your work.",
            tone=Tone.GOOD,
        )
        return True

    def _tell(self, error: AnnotatorError) -> None:
        if self.page is not None:
            self.page.banner.say_error(error)
