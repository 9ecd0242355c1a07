"""What a student disagrees with, on its way to the teacher: by the class folder, or as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.errors import AnnotatorError
from annotator.services.exchange.class_folder import Carried, HandInState
from annotator.services.marking.studying import OpenWork
from annotator.services.review.practice import Practice
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.transfer.on_demand import TransferOnDemand
from annotator.ui.transfer.on_its_way import reply_text
from annotator.ui.widgets.file_dialogs import ask_save
from annotator.ui.widgets.messages import Tone

if TYPE_CHECKING:
    from annotator.services.classes.cards import CardKeys
    from annotator.ui.transfer.student_transfer import StudentTransfer


class ReplySending:
    """For one page. ``set_action`` is told what the button of the page's banner does."""

    def __init__(
        self,
        page: ReturnedPage,
        work: OpenWork,
        card: CardKeys | None,
        practice: Practice,
        transfer: TransferOnDemand | None,
        set_action: Callable[[Callable[[], None]], None],
    ) -> None:
        self._page, self._work, self._card = page, work, card
        self._objections = practice.objections
        self._transfer, self._set_action = transfer, set_action
        self._is_gone = False
        self._shown_text = ""

    def close(self) -> None:
        """The page goes; what is on its way goes on."""
        self._is_gone = True

    def offer(self) -> None:
        """Say how what the student disagrees with stands, where a teacher gave the work back."""
        page, folder = self._page, self._folder()
        if page.results.is_practice:
            return
        if self._objections.waiting(self._work):
            self._set_action(self.send if folder is not None else self.save)
            page.banner.show_message(
                "Your teacher does not know yet that you took something back."
                if self._objections.waits_to_be_taken_back(self._work)
                else "Your teacher has not got what you disagree with yet.",
                kept="It is kept here, with your work.",
                todo="When you are through, put it into the class folder."
                if folder is not None
                else "When you are through, save it and hand in the file.",
                tone=Tone.NOTE,
                action="Put it there" if folder is not None else "Save it…",
            )
            return
        self.show_again()

    def show_again(self) -> None:
        """Say how far it is on its way, where that has changed since it was said last."""
        folder = self._folder()
        state = folder.life.reply_of(self._work.attempt.id) if folder is not None else None
        if state is None or self._objections.waiting(self._work) or not self._waits_for_an_answer():
            return
        if reply_text(state) != self._shown_text:
            self._show_state(state, tone=Tone.NOTE)

    def _waits_for_an_answer(self) -> bool:
        answered = {each.id for each in self._page.results.answers}
        objections = self._objections.of(self._work.attempt)
        return any(each.id not in answered for each in objections)

    def _folder(self) -> StudentTransfer | None:
        """What carries to the class folder; None where this student has none."""
        if self._transfer is None:
            return None
        transfer = self._transfer.for_work(self._work.student, self._work.lesson)
        return transfer if transfer is not None and transfer.has_folder(self._work) else None

    # -- by the class folder -------------------------------------------------------------------

    def send(self) -> None:
        """Put all of it into the class folder, or let it wait for the folder."""
        folder = self._folder()
        if folder is None:
            self.save()
            return
        self._page.flush()
        try:
            made = self._objections.file(self._work, card=self._card)
        except AnnotatorError as error:
            self._page.banner.show_error(error)
            return

        def sent(state: HandInState) -> None:
            # It is on this computer's disk now, at least: it will go.
            self._objections.note_given(self._work, made)
            if not self._is_gone:
                self._show_state(state, tone=Tone.GOOD)

        folder.send_reply(self._work, made.file, sent)

    def _show_state(self, state: HandInState, *, tone: Tone) -> None:
        self._shown_text = reply_text(state)
        gone = state.carried is Carried.GONE
        if gone:
            self._set_action(self.send)
        self._page.banner.show_message(
            reply_text(state),
            kept="It stays here, too.",
            todo="Your teacher may have taken it out. Ask, or put it there again."
            if gone
            else "Whether your teacher has read it, this computer can’t know. The answer comes "
            "with your work when it is given back again.",
            tone=tone if state.carried is Carried.IN_FOLDER else Tone.NOTE,
            action="Put it there again" if gone else "",
        )

    # -- as a file -----------------------------------------------------------------------------

    def save(self) -> None:
        """Let the student say where the file with all disagreements goes, and write it."""
        self._page.flush()
        words = f"{self._work.student.name} - {self._work.lesson.title}"
        name = ask_save(
            self._page, "Save what you disagree with", f"{words}.reply", "Replies (*.reply)"
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> bool:
        """Write the file with all disagreements; whether it could be done."""
        from annotator.services.data.file_names import save_file

        try:
            made = self._objections.file(self._work, card=self._card)
            save_file(path, made.file)
            self._objections.note_given(self._work, made)
        except AnnotatorError as error:
            self._page.banner.show_error(error)
            return False
        self._page.banner.show_message(
            f"What you disagree with is in “{path.name}”.",
            kept="It stays here, too.",
            todo="Hand in this file in the place where you hand in your work.",
            tone=Tone.GOOD,
        )
        return True
