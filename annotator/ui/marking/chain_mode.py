"""Ties made in the text: clicks and keys in the article go to the tie in hand while this is on.

One way for mouse, touch, keyboard and screen reader. Off, it only draws the tie of the chosen mark.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from annotator.model.annotation import EndKind, RelationEnd, RelationKind
from annotator.ui.article.chain_layer import ChainEnd, ChainLayer, DrawnChain
from annotator.ui.article.view import ArticleView
from annotator.ui.marking.chain import TARGETS, Chain, is_open_ended, number_of
from annotator.ui.marking.chain_actions import ChainActions
from annotator.ui.marking.chain_maker import ChainMaker
from annotator.ui.marking.chain_sentence import HINTS, QUESTIONS, SentenceMaker, spoken
from annotator.ui.marking.chain_strip import ChainStrip
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance

#: Letters typed within so many milliseconds are one beginning.
_LETTERS_MS = 900
_WALK = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
}
_NOTHING = "Choose a mark in the text or in the list, then click who says so."
_NONE_OPEN = "This mark has no tie here."
_KEYS = "By keys: first letters or ↓ ↑, then Space."


class ChainMode(QObject):
    """Joins the tie in hand, the article, the strip and the buttons; on while ties are made."""

    next_wanted = Signal(str)
    """A tie was finished; the next open one is of this mark."""

    def __init__(
        self,
        appearance: Appearance,
        session: MarkingSession,
        view: ArticleView,
        *,
        alternatives: bool = False,
        mark_of: Callable[[str], str] = str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._mark_of = session, view, mark_of
        self._is_on = False
        self._chosen = ""
        self._typed = ""
        self._last_announced = ""
        self.maker = ChainMaker(session, alternatives=alternatives, parent=self)
        self.strip = ChainStrip(appearance, session.lesson.guide)
        self.actions = ChainActions(appearance, self.maker)
        self.strip.hide()
        self._layer = ChainLayer(view.page, view.marks)
        view.add_layer(self._layer)
        view.installEventFilter(self)
        self._letters_pause = QTimer(self, singleShot=True, interval=_LETTERS_MS)
        self._letters_pause.timeout.connect(self.forget_letters)
        self.maker.changed.connect(self._show)
        self.maker.finished.connect(self._go_on)
        self.actions.article_requested.connect(view.setFocus)
        session.changed.connect(self._show_chosen_again)

    # -- turning on and off ---------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """Whether ties are made in the text now."""
        return self._is_on

    def set_on(self, is_on: bool) -> None:
        """Take the article's clicks and keys for ties, or leave them to the page."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        self._view.requests.prefers = self._can_take if is_on else None
        self._layer.ends_of = self._ends_of if is_on else None
        self.strip.setVisible(is_on)
        if is_on:
            self.maker.hold(self._chosen)
            self._show()
        else:
            self.maker.hold("")
            self._show_chosen_again()

    def choose(self, mark_id: str) -> None:
        """Another mark is chosen, or none: it is the one whose tie is in hand."""
        self._chosen = mark_id
        if self._is_on:
            self.maker.hold(mark_id)
        else:
            self._show_chosen_again()

    def begin(self, mark_id: str, kind: RelationKind) -> None:
        """Make or change one tie of the chosen mark; the mode must be on."""
        self.maker.hold(mark_id)
        self.maker.begin(kind)

    def take_click(self, mark_id: str) -> bool:
        """Whether a clicked mark was meant for the tie in hand, and was taken into it."""
        if not self._is_on or not self.maker.can_take(mark_id):
            return False
        is_other_denial = self._session.marking.mark(mark_id).label == "denial"
        if is_other_denial and self.maker.chain:
            return False
        self.maker.take(RelationEnd.mark(mark_id))
        return True

    def target_label(self) -> str:
        """The label whose marks can be added now, where it is one alone; else an empty string."""
        maker = self.maker
        if not (self._is_on and maker.is_making and maker.kind is not None):
            return ""
        labels = TARGETS[maker.kind]
        return labels[0] if len(labels) == 1 else ""

    def next_number(self) -> int:
        """The number that the next source will have."""
        chain = self.maker.chain
        return len(chain) if self.maker.is_together else len(chain) + 1

    # -- keys -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._is_on or watched is not self._view:
            return False
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._key_action(event) is not None:
                event.accept()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            action = self._key_action(event)
            if action is not None:
                action()
                return True
        return False

    def _key_action(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does in the article now; None where it is not for ties."""
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if held or not self._chosen or self._view.words.is_made:
            return None
        key, maker = Qt.Key(event.key()), self.maker
        if not maker.is_making:
            return self._shown_action(key)
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _WALK and not is_shifted:
            return lambda: self._point(lambda: maker.point(_WALK[key]))
        actions: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Space: self._take_pointed,
            Qt.Key.Key_Return: maker.finish,
            Qt.Key.Key_Enter: maker.finish,
            Qt.Key.Key_Escape: maker.leave,
            Qt.Key.Key_Backspace: maker.take_back,
            Qt.Key.Key_Delete: maker.take_back,
            Qt.Key.Key_Plus: maker.toggle_together,
        }
        if key in actions:
            return actions[key]
        text = event.text()
        if len(text) == 1 and (text.isalpha() or (self._typed and text.isprintable())):
            return lambda: self._type(text)
        return None

    def _shown_action(self, key: Qt.Key) -> Callable[[], object] | None:
        maker = self.maker
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and maker.kind is not None:
            kind = maker.kind
            return lambda: maker.begin(kind)
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            # Here it is ties that are removed, never the mark itself.
            return maker.remove
        return None

    def _type(self, letter: str) -> None:
        letters = self._typed + letter
        # The same letter again goes on to the next one that begins with it.
        if len(set(letters.casefold())) == 1:
            letters = letter
        self._letters_pause.start()
        self._typed = letters
        self._point(lambda: self.maker.point_at(letters))

    def forget_letters(self) -> None:
        """The next letter begins another name."""
        self._typed = ""

    def _point(self, move: Callable[[], object]) -> None:
        move()
        end = self.maker.pointed
        if end is None:
            return
        if end.kind is EndKind.MARK:
            self._view.ensure_span_visible(self._session.marking.mark(end.id).span)
        announce(self._view, self._pointed_text(end))

    def _take_pointed(self) -> None:
        self.forget_letters()
        end = self.maker.pointed
        if end is None:
            return
        if end.kind is EndKind.MARK:
            self.maker.take_pointed()
        else:
            self.actions.take(end)

    # -- what is shown --------------------------------------------------------------------------

    def _show(self) -> None:
        """Strip and article as the tie in hand is now; what is new is read out."""
        if not self._is_on:
            return
        maker = self.maker
        if not maker.mark_id or maker.kind is None:
            text = _NONE_OPEN if maker.mark_id else _NOTHING
            self.strip.sentence.show_pieces((), "", text)
            self._layer.show_chain(None)
            self._last_announced = ""
            return
        kind, chain = maker.kind, maker.chain
        sentences = SentenceMaker(self._session.lesson, self._session.marking)
        pieces = sentences.pieces(
            maker.mark_id,
            kind,
            chain,
            is_open=maker.is_making,
            is_together=maker.is_together,
        )
        hint = f"{HINTS[kind]} {_KEYS}" if maker.is_making else "You can change it at any time."
        if not chain and not maker.is_making:
            hint, pieces = "Nothing is tied here yet.", []
        self.strip.sentence.show_pieces(pieces, QUESTIONS[kind], hint)
        self._layer.show_chain(self._drawn(maker.mark_id, kind, chain))
        self._announce(sentences)

    def _announce(self, sentences: SentenceMaker) -> None:
        maker = self.maker
        assert maker.kind is not None
        ask = sentences.question(maker.kind, maker.chain, is_together=maker.is_together)
        if maker.chain:
            pieces = sentences.pieces(maker.mark_id, maker.kind, maker.chain)
            text = f"{spoken(pieces)} {ask if maker.is_making else ''}".strip()
        else:
            count = sentences.count_text(maker.kind)
            text = f"{QUESTIONS[maker.kind]} {count}, none chosen." if maker.is_making else ""
        if text and text != self._last_announced:
            announce(self._view, text)
        self._last_announced = text

    def _show_chosen_again(self) -> None:
        """Off, the finished tie of the chosen mark is drawn, and nothing else."""
        if self._is_on:
            return
        marking = self._session.marking
        relations = []
        if self._chosen and self._chosen in marking:
            relations = [
                relation
                for relation in marking.relations_of(self._chosen)
                if relation.source_id == self._chosen
            ]
        # Who says so comes before what is denied: one line is drawn, not a heap.
        relations.sort(key=lambda relation: relation.kind is not RelationKind.SAID_BY)
        drawn = None
        for relation in relations[:1]:
            drawn = self._drawn(self._chosen, relation.kind, relation.chain)
        self._layer.show_chain(drawn)

    def _drawn(self, mark_id: str, kind: RelationKind, chain: Chain) -> DrawnChain:
        marking, maker = self._session.marking, self.maker
        mark = marking.mark(mark_id)
        signs = {RelationKind.DENIES: "no", RelationKind.SAME_AS: "="}

        def drawn_end(end: RelationEnd, number: int) -> ChainEnd:
            span = marking.mark(end.id).span if end.kind is EndKind.MARK else None
            return ChainEnd(span, signs.get(kind, str(number)))

        ends = [drawn_end(end, n) for n, place in enumerate(chain, 1) for end in place]
        pointed = maker.pointed if maker.is_making else None
        ring = None
        if pointed is not None:
            ring = drawn_end(pointed, number_of(chain, pointed) or self.next_number())
        lit = (*TARGETS[kind], mark.label) if maker.is_making else ()
        return DrawnChain(
            mark.span,
            mark.label,
            tuple(ends),
            is_denial=kind is RelationKind.DENIES,
            is_open=maker.is_making and is_open_ended(kind, chain),
            pointed=ring,
            lit=frozenset(lit[: len(TARGETS[kind])] if lit else ()),
        )

    def _ends_of(self, painted_id: str) -> int:
        mark_id = self._mark_of(painted_id)
        if mark_id not in self._session.marking:
            return 0
        return sum(
            len(place)
            for relation in self._session.marking.relations_of(mark_id)
            if relation.source_id == mark_id
            for place in relation.chain
        )

    def _pointed_text(self, end: RelationEnd) -> str:
        maker, marking = self.maker, self._session.marking
        name = marking.mark(end.id).quote if end.kind is EndKind.MARK else ""
        if not name:
            return self.actions.spanless[end.kind].label
        number = number_of(maker.chain, end)
        if maker.kind is RelationKind.SAID_BY:
            state = f"is number {number}" if number else f"would be number {self.next_number()}"
            return f"{name}, {state}"
        return f"{name}, chosen" if number else name

    def _can_take(self, painted_id: str) -> bool:
        return self.maker.can_take(self._mark_of(painted_id))

    # -- after a tie ----------------------------------------------------------------------------

    def _go_on(self) -> None:
        tie = self.maker.next_open()
        if tie is None:
            announce(self._view, "Finished. Nothing else is open.")
            return
        quote = self._session.marking.mark(tie.mark_id).quote
        announce(self._view, f"Finished. Next: {quote}")
        if tie.mark_id == self.maker.mark_id:
            self.maker.begin(tie.kind)
        else:
            self.next_wanted.emit(tie.mark_id)
