"""The sheet that makes a tie: who says so (a chain), what is denied, who is the same source."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.annotation import EndKind, Relation, RelationEnd, RelationKind
from annotator.ui.article.vocabulary import SPANLESS, relation_text
from annotator.ui.marking.candidates import CandidateList, nearest_first
from annotator.ui.marking.chain_draft import ChainDraft
from annotator.ui.marking.chain_places import ChainPlaces
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import LabelBadge
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.sheets import Sheet

TITLES = {
    RelationKind.SAID_BY: "Who says so?",
    RelationKind.DENIES: "What does it deny?",
    RelationKind.SAME_AS: "Which other marks are the same source?",
}
#: The labels of the marks that a kind of tie can lead to.
TARGETS: dict[RelationKind, tuple[str, ...]] = {
    RelationKind.SAID_BY: ("source",),
    RelationKind.DENIES: ("claim", "denial"),
    RelationKind.SAME_AS: ("source",),
}
_HELP = {
    RelationKind.SAID_BY: "Begin with the one who tells it to the reader. Then: who told them?",
    RelationKind.DENIES: "Pick the claim that these words say no to.",
    RelationKind.SAME_AS: "Pick the other names that this source has in the article.",
}
_NONE_YET = {
    RelationKind.SAID_BY: "Nobody yet.",
    RelationKind.DENIES: "Nothing yet.",
    RelationKind.SAME_AS: "No other name yet.",
}
_NO_MARKS = {
    RelationKind.SAID_BY: "No source is marked yet. Mark them in the article first.",
    RelationKind.DENIES: "No claim is marked yet. Mark it in the article, or write it below.",
    RelationKind.SAME_AS: "No other source is marked yet.",
}
_IMPLIED_CHARS = 300
_WIDE, _NARROW, _HIGH = 760, 480, 580
_EDGE = 32


class ChainEditor(Sheet):
    """One tie of one mark. OK takes one step; Escape leaves everything as it was."""

    def __init__(
        self,
        appearance: Appearance,
        session: MarkingSession,
        mark_id: str,
        kind: RelationKind,
        parent: QWidget | None = None,
        *,
        alternatives: bool = False,
    ) -> None:
        super().__init__(appearance, TITLES[kind], parent)
        #: A denial answers one claim: one click decides. In a key any of several may be right.
        self._one_click = kind is RelationKind.DENIES and not alternatives
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._mark_id = mark_id
        self._kind = kind
        self._old = session.marking.relation_from(mark_id, kind)
        old_chain = self._old.chain if self._old else ()
        self.draft = ChainDraft(kind, old_chain, alternatives=alternatives)
        self.candidates = CandidateList(
            appearance,
            session,
            "Marks to choose from",
            # Where one click decides, nothing looks decided before it.
            point_first=not self._one_click,
        )
        self.places = ChainPlaces(appearance, session.marking, self.draft)
        self.implied = QLineEdit()
        self.sentence = TextLabel(appearance, "", Role.BODY, wrap=True)
        self._empty = TextLabel(appearance, _NO_MARKS[kind], Role.BODY, ink="soft_ink", wrap=True)
        self.cancel = self.add_button("Leave as it was")
        self.ok = self.add_button("OK", ButtonKind.PRIMARY)
        self._lay_out()
        self._wire()
        self._show_marks()
        self._show()
        self.resize(self.sizeHint())

    def add_mark(self, mark_id: str) -> None:
        """Put a mark into the tie, as if it had been picked; others than it can hold are left."""
        marking = self._session.marking
        if mark_id not in marking or mark_id == self._mark_id:
            return
        if marking.mark(mark_id).label in TARGETS[self._kind]:
            self._add(RelationEnd.mark(mark_id))

    # -- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        appearance, marking = self._appearance, self._session.marking
        mark = marking.mark(self._mark_id)
        top = QHBoxLayout()
        top.setSpacing(10)
        badge = LabelBadge(appearance, self._session.lesson.guide.label(mark.label))
        top.addWidget(badge, alignment=Qt.AlignmentFlag.AlignTop)
        top.addWidget(ElidedLabel(appearance, mark.quote, Role.QUOTE, lines=2), 1)
        self.body.addLayout(top)
        self.add_text(_HELP[self._kind], ink="soft_ink", role=Role.SMALL)
        sides = QHBoxLayout()
        sides.setSpacing(20)
        sides.addLayout(self._pick_side(), 1)
        if not self._one_click:
            sides.addLayout(self._chain_side(), 1)
        else:
            self.places.hide()
        self.body.addLayout(sides, 1)
        card = Card(appearance, fill="accent_tint")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.addWidget(self.sentence)
        if self._one_click:
            self.body.addWidget(card)
        else:
            # Next to the buttons: on low screens each line less is one more mark to choose from.
            self.buttons.takeAt(0)
            self.buttons.insertWidget(0, card, 1)

    def _pick_side(self) -> QVBoxLayout:
        appearance = self._appearance
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(TextLabel(appearance, "Your marks, the nearest first", Role.SMALL_STRONG))
        side.addWidget(self.candidates, 1)
        side.addWidget(self._empty)
        self.add = Button(appearance, "Add", icon="plus", tip="Add this one as the next (Enter)")
        self.join = Button(
            appearance,
            "Together",
            tip="Add it together with the one chosen in the list (Shift+Enter)",
        )
        self.spanless: dict[EndKind, Button] = {}
        row = FlowLayout(gap=6, line_gap=6)
        if not self._one_click:
            row.addWidget(self.add)
        if self._kind is RelationKind.SAID_BY:
            row.addWidget(self.join)
            for kind, words in SPANLESS.items():
                button = Button(appearance, words[:1].upper() + words[1:])
                button.clicked.connect(lambda _on, which=kind: self._add(RelationEnd(which)))
                self.spanless[kind] = button
                row.addWidget(button)
        side.addLayout(row)
        if self._kind is RelationKind.DENIES:
            self._add_implied(side)
        return side

    def _add_implied(self, side: QVBoxLayout) -> None:
        words = "Or something that nobody says outright:"
        side.addWidget(TextLabel(self._appearance, words, Role.SMALL_STRONG, wrap=True))
        self.implied.setPlaceholderText("Say in your own words what is denied")
        self.implied.setAccessibleName("What is denied, in your own words")
        self.implied.setMaxLength(_IMPLIED_CHARS)
        for end in (end for place in self.draft.places for end in place):
            if end.kind is EndKind.IMPLIED:
                self.implied.setText(end.text)
        side.addWidget(self.implied)

    def _chain_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(6)
        ordered = self._kind is RelationKind.SAID_BY
        words = "The chain, from the reader inwards" if ordered else "The same source"
        if self._kind is RelationKind.DENIES:
            words = "Any of these is right"
        side.addWidget(TextLabel(self._appearance, words, Role.SMALL_STRONG))
        side.addWidget(self.places, 1)
        return side

    def _wire(self) -> None:
        self.candidates.picked.connect(self._pick)
        self.candidates.picked_together.connect(self._pick_together)
        self.candidates.hide_taken(self._is_taken)
        self.add.clicked.connect(lambda: self._pick(self.candidates.current_id))
        self.join.clicked.connect(lambda: self._pick_together(self.candidates.current_id))
        self.places.changed.connect(self._show)
        if self._kind is RelationKind.DENIES:
            if self._one_click:
                self.candidates.pointed.connect(self._point_at)
            self.implied.textEdited.connect(self._write_implied)
        self.cancel.clicked.connect(self.reject)
        self.ok.clicked.connect(self._finish)
        done = QShortcut(QKeySequence("Ctrl+Return"), self)
        done.activated.connect(self._finish)
        self.ok.set_tip("OK (Ctrl+Enter)")
        self._session.changed.connect(self._follow)
        self._appearance.changed.connect(self._show_marks)

    # -- picking ------------------------------------------------------------------------------

    def _pick(self, mark_id: str) -> None:
        if not mark_id:
            return
        self._add(RelationEnd.mark(mark_id))
        if self._one_click:
            # There is nothing more to say: one claim is denied.
            self._finish()

    def _pick_together(self, mark_id: str) -> None:
        if mark_id and self._kind is RelationKind.SAID_BY:
            self.places.add(RelationEnd.mark(mark_id), together=True)
        else:
            self._pick(mark_id)

    def _add(self, end: RelationEnd) -> None:
        self.places.add(end)
        if self._one_click:
            self.implied.clear()
            self.candidates.choose(end.id)

    def _point_at(self, mark_id: str) -> None:
        """Where one thing is denied, what is pointed at is it."""
        self.implied.clear()
        self.places.add(RelationEnd.mark(mark_id))

    def _write_implied(self, text: str) -> None:
        words = text.strip()
        implied = [RelationEnd(EndKind.IMPLIED, text=words)] if words else []
        others = [e for place in self.draft.places for e in place if e.kind is not EndKind.IMPLIED]
        ends = implied if self._one_click else [*others, *implied]
        self.draft.places = [ends] if ends else []
        self.places.refresh()
        self._show()

    def _is_taken(self, mark_id: str) -> bool:
        return not self._one_click and RelationEnd.mark(mark_id) in self.draft

    # -- showing ------------------------------------------------------------------------------

    def _show_marks(self) -> None:
        marks = nearest_first(self._session.marking, self._mark_id, TARGETS[self._kind])
        self.candidates.show_marks(marks)
        self.candidates.setVisible(bool(marks))
        self._empty.setVisible(not marks)
        for place in self.draft.places if self._one_click else []:
            self.candidates.choose(place[0].id)

    def _show(self) -> None:
        """The sentence that reads the tie back, and what can be done now."""
        chain = self.draft.chain
        text = _NONE_YET[self._kind]
        if chain:
            relation = Relation(id="draft", kind=self._kind, source_id=self._mark_id, chain=chain)
            words = relation_text(self._session.marking, relation)
            text = f"{words[:1].upper()}{words[1:]}."
        self.sentence.setText(text)
        self.candidates.hide_taken(self._is_taken)
        able = bool(self.candidates.shown_ids())
        self.add.setEnabled(able)
        self.join.setEnabled(able and bool(chain))
        for kind, button in self.spanless.items():
            button.setEnabled(RelationEnd(kind) not in self.draft)
        self.ok.setEnabled(bool(chain) or self._old is not None)
        self.ok.set_words("OK" if chain or self._old is None else "Remove the tie")

    def _follow(self) -> None:
        marking = self._session.marking
        if self._mark_id not in marking:
            self.reject()
            return
        self.draft.drop_marks_but({mark.id for mark in marking.marks})
        self._show_marks()
        self.places.refresh()
        self._show()

    # -- ending -------------------------------------------------------------------------------

    def _finish(self) -> None:
        if not self.ok.isEnabled():
            return
        self._session.changed.disconnect(self._follow)
        note = self._old.note if self._old else ""
        self._session.relate(self._mark_id, self._kind, self.draft.chain, note)
        self.accept()

    def sizeHint(self) -> QSize:
        wide = _NARROW if self._one_click else _WIDE
        window = self.parentWidget()
        room = window.size() if window is not None else QSize(_WIDE, _HIGH) + QSize(_EDGE, _EDGE)
        return QSize(min(wide, room.width() - _EDGE), min(_HIGH, room.height() - _EDGE))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.implied.text():
            self.implied.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.candidates.isVisibleTo(self):
            self.candidates.start()
