"""What came in while a review is open: said quietly, and shown when the teacher wants it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.model.errors import AnnotatorError
from annotator.ui.article.vocabulary import plural
from annotator.ui.review.inbox_table import InboxTable
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.messages import Banner, Tone


class NewHandIns(QObject):
    """Speaks on ``button``, which nothing else has to make room for; pressing it takes them in.

    The decision, the paper and what is chosen in the table stay as they are.
    """

    def __init__(
        self, session: ReviewSession, button: Button, table: InboxTable, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._button, self._table = session, button, table
        self._chosen: list[str] = []
        self._scrolled = 0
        button.clicked.connect(self.show)
        session.ready.connect(self._choose_again)
        button.hide()

    def notice(self) -> None:
        """Look whether something came in for the papers of this review."""
        try:
            papers, disagreements = self._session.review.came_in()
        except AnnotatorError as error:
            self._session.failed.emit(error)
            return
        parts = [
            plural(papers, "new hand-in") if papers else "",
            plural(disagreements, "new disagreement") if disagreements else "",
        ]
        text = ", ".join(part for part in parts if part)
        self._button.setVisible(bool(text))
        if text:
            self._button.set_label(f"{text}: show")
            self._button.set_tip(f"{text}. Show them; you stay where you are")
            announce(self._button, f"{text}.")

    def show(self) -> None:
        """Take them in."""
        self._chosen = self._table.selected()
        self._scrolled = self._table.table.verticalScrollBar().value()
        self._button.hide()
        self._session.take_in()

    def enter(self, banner: Banner) -> None:
        """The review is shown again: take in what came while another page lay over it."""
        self._button.hide()
        if new := self._session.take_in():
            banner.show_message(f"{plural(new, 'more paper')} came in.", tone=Tone.NOTE)

    def _choose_again(self) -> None:
        """The table was filled again: what was chosen in it stays chosen."""
        if self._chosen:
            self._table.choose(*self._chosen)
            self._table.table.verticalScrollBar().setValue(self._scrolled)
            self._chosen = []
