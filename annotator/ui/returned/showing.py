"""Puts what came back on the screen, and the receipt over it; keeps what a student objects to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from annotator.model.errors import AnnotatorError
from annotator.model.review import Subject
from annotator.services.marking.studying import OpenWork
from annotator.services.review.practice import Practice
from annotator.ui.article.preferences import PreferencesInUse
from annotator.ui.marking.receipt_panel import HandInReceipt, ReceiptPanel
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.returned.sending import ReplySending
from annotator.ui.transfer.on_demand import TransferOnDemand
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.sheets import Sheet

if TYPE_CHECKING:
    from annotator.services.classes.cards import CardKeys


class ReturnedPages(QObject):
    """One page at a time. ``receipt`` tells what is known of the hand-in that is open, ``titles``
    what the lessons are called that can be practised, by id."""

    try_again_requested = Signal()
    show_file_requested = Signal()
    save_copy_requested = Signal()
    put_there_changed = Signal(bool)

    def __init__(
        self,
        window: MainWindow,
        appearance: Appearance,
        preferences: PreferencesInUse,
        practice: Practice,
        receipt: Callable[[], HandInReceipt],
        titles: Callable[[], Mapping[str, str]],
        transfer: TransferOnDemand | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._appearance, self._preferences = window, appearance, preferences
        self.practice, self._receipt, self._transfer = practice, receipt, transfer
        self._titles = titles
        self._work: OpenWork | None = None
        self._card: CardKeys | None = None
        self._act: Callable[[], None] = self.show_receipt
        self.page: ReturnedPage | None = None
        self.sending: ReplySending | None = None

    def show(
        self, work: OpenWork, *, just_handed_in: bool = False, card: CardKeys | None = None
    ) -> bool:
        """Show what may be shown of an attempt; False where nothing may. What came back sealed
        opens with the student's ``card``.

        AnnotatorError where what came back can't be opened.
        """
        results = self.practice.results(work, card=card)
        if results is None:
            return False
        page = ReturnedPage(
            self._appearance,
            results,
            settings=self._preferences.reading(),
            titles=self._titles(),
        )
        page.try_again_requested.connect(self.try_again_requested)
        page.save_copy_requested.connect(self.save_copy_requested)
        page.receipt_requested.connect(self.show_receipt)
        page.banner.action_requested.connect(lambda: self._act())
        page.objected.connect(self._object)
        self._preferences.reading_changed.connect(page.view.set_settings)
        self._work, self.page, self._card = work, page, card
        self._window.banner.hide()
        self._window.pages.show_first(page, work.lesson.title)
        self._act = self.show_receipt
        self.sending = ReplySending(
            page, work, card, self.practice, self._transfer, self._set_action
        )
        self.sending.offer()
        if just_handed_in:
            page.banner.show_message(
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
        if self.sending is not None:
            self.sending.close()
        self.page = self._work = self.sending = None
        self._window.pages.drop(page)

    def show_receipt(self) -> None:
        """What is known of the hand-in, over the page."""
        if self.page is None:
            return
        sheet = Sheet(self._appearance, "Handed in", self.page)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.setMinimumWidth(440)
        panel = ReceiptPanel(self._appearance, self._receipt())
        panel.setMinimumHeight(300)
        panel.show_file_requested.connect(self.show_file_requested)
        panel.save_copy_requested.connect(self.save_copy_requested)
        panel.put_there_changed.connect(self.put_there_changed)
        sheet.body.addWidget(panel)
        sheet.add_button("Close").clicked.connect(sheet.accept)
        sheet.open()

    def show_state_again(self) -> None:
        """Something is known now that was not: how far a reply is on its way."""
        if self.sending is not None:
            self.sending.show_again()

    def _set_action(self, act: Callable[[], None]) -> None:
        self._act = act

    def _object(self, reason: str, subject: Subject) -> None:
        if self._work is None or self.page is None:
            return
        try:
            self.practice.objections.keep(
                self._work.attempt,
                reason,
                subject,
                revision=self.page.results.revision,
            )
            if self.sending is not None:
                self.sending.offer()
        except AnnotatorError as error:
            self._show_error(error)

    def _show_error(self, error: AnnotatorError) -> None:
        if self.page is not None:
            self.page.banner.show_error(error)
