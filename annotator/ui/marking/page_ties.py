"""Ties on a page with an article: made with the first one that is looked at, not at the start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.annotation import RelationKind
from annotator.ui.article.view import ArticleView
from annotator.ui.marking.session import MarkingSession, kind_for
from annotator.ui.marking.tool_row import ToolRow
from annotator.ui.widgets.appearance import Appearance

if TYPE_CHECKING:
    from annotator.ui.marking.chain_mode import ChainMode

#: The strip stands below the header.
_STRIP_AT = 1


class PageTies(QObject):
    """What a page's clicks, keys and wishes mean for ties. ``chosen()`` is the page's chosen mark.

    ``mark_of`` gives the mark that a painted one belongs to.
    """

    step_wanted = Signal()
    """The page goes on to the step in which ties are made."""
    in_hand_changed = Signal(str)
    """The tie of this mark is being made now, or of none."""
    mark_wanted = Signal(str)
    """The page chooses this mark: its tie comes next."""

    def __init__(
        self,
        appearance: Appearance,
        session: MarkingSession,
        view: ArticleView,
        tools: ToolRow,
        chosen: Callable[[], str],
        parent: QWidget,
        *,
        mark_of: Callable[[str], str] = str,
        alternatives: bool = False,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._session, self._view = appearance, session, view
        self._tools, self._chosen, self._page = tools, chosen, parent
        self._mark_of, self._alternatives = mark_of, alternatives
        self._mode: ChainMode | None = None

    @property
    def mode(self) -> ChainMode:
        """Strip, buttons and layer; made when first asked for."""
        if self._mode is None:
            from annotator.ui.marking.chain_mode import ChainMode

            self._mode = ChainMode(
                self._appearance,
                self._session,
                self._view,
                alternatives=self._alternatives,
                mark_of=self._mark_of,
                parent=self,
            )
            column = self._page.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(_STRIP_AT, self._mode.strip)
            self._tools.add_actions(self._mode.actions)
            self._mode.next_wanted.connect(self.mark_wanted)
            self._mode.maker.changed.connect(self._show_in_hand)
        return self._mode

    @property
    def is_on(self) -> bool:
        """Whether the article's clicks and keys are for ties now."""
        return self._mode is not None and self._mode.is_on

    @property
    def is_making(self) -> bool:
        """Whether a tie is being made."""
        return self._mode is not None and self._mode.maker.is_making

    def turn(self, is_on: bool) -> None:
        """Let the article's clicks and keys be for ties, or for marks."""
        if not is_on and self._mode is None:
            return
        self.mode.choose(self._chosen())
        self.mode.set_on(is_on)
        self._tools.show_actions(is_on)
        if is_on and not self._chosen() and (tie := self.mode.maker.next_open()):
            self.mark_wanted.emit(tie.mark_id)

    def _show_in_hand(self) -> None:
        maker = self.mode.maker
        self.in_hand_changed.emit(maker.mark_id if maker.is_making else "")

    def choose(self, mark_id: str) -> None:
        """The page has chosen another mark, or none."""
        if self._mode is not None or (mark_id and self._session.marking.relations_of(mark_id)):
            self.mode.choose(mark_id)

    def work_on(self, kind: RelationKind | None) -> None:
        """Only ties of this kind are gone through; None for all."""
        self.mode.maker.wanted = kind

    def take_click(self, mark_id: str) -> bool:
        """Whether a click on a mark was meant for the tie in hand, and was taken into it."""
        if self._mode is None or not self._mode.take_click(mark_id):
            return False
        self.mark_wanted.emit(self._mode.maker.mark_id)
        return True

    def take_new(self, mark_ids: Sequence[str], label: str) -> bool:
        """Whether marks made just now leave the tie in hand; what it lacked is taken into it."""
        if not self.is_making:
            return False
        for mark_id in mark_ids if label == self.mode.target_label() else ():
            self.mode.take_click(mark_id)
        return True

    def tie(self, mark_id: str, kind: RelationKind) -> None:
        """Make or change one tie of a mark in the text."""
        self.mark_wanted.emit(mark_id)
        self.step_wanted.emit()
        self.mode.begin(mark_id, kind)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def tie_chosen(self) -> None:
        """Go on to the ties with the chosen mark in hand."""
        if self._chosen():
            self.step_wanted.emit()
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def tie_two(self, source_id: str, target_id: str) -> None:
        """One mark was dragged onto another: the labels say what that means."""
        marking = self._session.marking
        source, target = self._mark_of(source_id), self._mark_of(target_id)
        if source not in marking or target not in marking:
            return
        kind = kind_for(self._session, marking.mark(source).label, marking.mark(target).label)
        if kind is not None:
            self.tie(source, kind)
            self.take_click(target)
