"""What arrived late and says that it was in time: one question, one answer for all alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.services.review.late_claims import claim_text
from annotator.ui.article.vocabulary import plural
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.labels import Role
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.sheets import Sheet, fit_height

#: So many hand-ins are named in the question; the rest are counted.
_NAMED = 6


class ClaimSheet(Sheet):
    """Which hand-ins these are, and whether they count as late. Escape leaves it open."""

    answered = Signal(bool)
    """Whether all of them count as late."""

    def __init__(
        self, appearance: Appearance, claims: list[tuple[str, str]], parent: QWidget | None
    ) -> None:
        many = len(claims) > 1
        title = "Were they in time?" if many else "Was it in time?"
        super().__init__(appearance, title, parent)
        self.setMinimumWidth(440)
        self.setMaximumWidth(560)
        self.add_text(
            f"{plural(len(claims), 'hand-in')} arrived after the due time, and "
            f"{'say' if many else 'says'} that {'they were' if many else 'it was'} handed in "
            "before. A folder that was offline does that, and so does a clock that is wrong."
        )
        for name, words in claims[:_NAMED]:
            self.add_text(f"{name}: {words}", role=Role.SMALL)
        if len(claims) > _NAMED:
            self.add_text(f"and {len(claims) - _NAMED} more", role=Role.SMALL)
        self.later = self.add_button("Not now")
        self.late = self.add_button("Late")
        self.in_time = self.add_button("In time", ButtonKind.PRIMARY)
        self.later.clicked.connect(self.reject)
        self.late.clicked.connect(lambda: self._answer(True))
        self.in_time.clicked.connect(lambda: self._answer(False))
        fit_height(self)

    def _answer(self, late: bool) -> None:
        self.accept()
        self.answered.emit(late)


class LateClaimsQuestion(QObject):
    """Says in the review's banner that there are such hand-ins, and asks when that is wanted."""

    def __init__(
        self, appearance: Appearance, session: ReviewSession, banner: Banner, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._appearance, self._session, self._banner = appearance, session, banner
        self._page = parent
        self._act: Callable[[], object] = self.ask
        banner.action_requested.connect(lambda: self._act())
        session.ready.connect(self.show)

    def show(self) -> None:
        """Say that some wait for an answer, if some do."""
        claims = self._session.review.papers.open_claims()
        if not claims:
            return
        count = plural(len(claims), "hand-in")
        verb = "claim" if len(claims) > 1 else "claims"
        self._banner.show_message(
            f"{count} arrived after the due time and {verb} to have been in time.",
            kept="They do not count as late unless you say so."
            if len(claims) > 1
            else "It does not count as late unless you say so.",
            tone=Tone.NOTE,
            action="Say how they count…" if len(claims) > 1 else "Say how it counts…",
        )
        self._act = self.ask

    def ask(self) -> ClaimSheet:
        """Ask about all that wait."""
        session = self._session
        claims = session.review.papers.open_claims()
        sha256s = [row.sha256 for row in claims]
        named = [(session.name(row.sha256), claim_text(row)) for row in claims]
        sheet = ClaimSheet(self._appearance, named, self._page)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.answered.connect(lambda late: self._answer(sha256s, late))
        sheet.open()
        return sheet

    def _answer(self, sha256s: list[str], late: bool | None) -> None:
        if not self._session.answer_claims(sha256s, late):
            return
        if late is None:
            self.show()
            return
        how = "late" if late else "in time"
        count = plural(len(sha256s), "hand-in")
        self._banner.show_message(
            f"{count} {'count' if len(sha256s) > 1 else 'counts'} as {how}.",
            tone=Tone.GOOD,
            action="Take back",
        )
        self._act = partial(self._answer, sha256s, None)
