"""Giving work back: how many papers, what is still open, and where the files go."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.article.vocabulary import plural
from annotator.ui.review.return_ways import Known, ReturnWay, ReturnWays
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import Sheet, fit_height

_MARGINS = 56


class ReturnSheet(Sheet):
    """Asks where the returns go; nothing is written before a place was chosen.

    ``still_open`` says in a line what of these papers waits, ``changes`` what comes out otherwise
    than it was returned; empty where nothing does. ``is_made_up``: these students don't exist.
    """

    way_chosen = Signal(object)
    """A :class:`ReturnWay`."""

    def __init__(
        self,
        appearance: Appearance,
        *,
        papers: int,
        still_open: str,
        again: int,
        known: Known,
        changes: str = "",
        is_made_up: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Give work back", parent)
        self.setMinimumWidth(560)
        self.setMaximumWidth(700)
        self.ways = ReturnWays(appearance, known)
        self.ways.chosen.connect(self._choose)
        self._add(_made_up(papers) if is_made_up else _who_gets_what(papers))
        if still_open:
            self._add(
                f"Still open: {still_open}. What you decide later can be returned again.",
                ink="other",
                role=Role.SMALL,
            )
        if again:
            self._add(
                f"{plural(again, 'paper was', 'papers were')} returned before: the new one takes "
                "the place of the old one where it is opened.",
                ink="soft_ink",
                role=Role.SMALL,
            )
        if changes:
            self._add(changes, role=Role.SMALL)
        self.body.addWidget(self.ways, 1)
        self.add_button("Not now").clicked.connect(self.reject)
        first = next((each for each in self.ways.buttons.values() if each.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, text: str, *, ink: str = "ink", role: Role = Role.BODY) -> None:
        """A paragraph above the ways, which scrolls with them where the screen is low."""
        words = TextLabel(self._appearance, text, role, ink=ink, wrap=True)
        self.ways.add_before_rows(words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ways.fit(self.width() - _MARGINS)
        fit_height(self)

    def _choose(self, way: ReturnWay) -> None:
        self.accept()
        self.way_chosen.emit(way)


def _who_gets_what(papers: int) -> str:
    return (
        f"{plural(papers, 'student gets', 'students get')} the reasons, your comments and the "
        "points. Each file holds one student’s work; with a class card it opens for that student "
        "alone."
    )


def _made_up(papers: int) -> str:
    return (
        f"{plural(papers, 'paper')} of made-up students: the files are real, but nobody gets them. "
        "Real students get the reasons, your comments and the points."
    )
