"""The key page: the article with its key, the tools above it, the panel next to it.

Knows no store. Its opener hands it a :class:`KeySession` and hears its signals; the session's
editing hands the key on to be written, and :class:`SaveStatus` is told from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.labels import SOURCE
from annotator.model.text import Span
from annotator.model.work import Submission
from annotator.services.data.preferences import ReadingSettings
from annotator.services.lessons.key_steps import Edge, KeyStep
from annotator.ui.article.beside import BesideSelection
from annotator.ui.key.article import KeyArticle
from annotator.ui.key.keys import key_groups
from annotator.ui.key.painting import part_of
from annotator.ui.key.panel import KeyPanel, KeyStepName
from annotator.ui.key.session import KeySession
from annotator.ui.key.tools import ACCEPT, CORE, EXTENT, MENTION, TRAP, KeySelectionBar, KeyTools
from annotator.ui.marking.page_keys import bind_keys
from annotator.ui.marking.page_ties import PageTies
from annotator.ui.marking.shortcut_sheet import ShortcutSheet
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.save_status import SaveStatus
from annotator.ui.widgets.sidebars import ResponsiveSidebar, SidebarWidths
from annotator.ui.widgets.undo import show_history

#: From these widths (logical pixels) the header has room for a button's words, for the version.
_WORDS_FROM, _VERSION_FROM = 1240, 1040
_ROOM = SidebarWidths(narrow=320, roomy=372, roomy_from=1150)


class KeyPage(Page):
    """One lesson's key. Wishes go to the session; its facts come back here."""

    publish_requested = Signal()
    try_requested = Signal()
    more_requested = Signal()
    """Versions, the draft: what concerns the key as a whole."""

    help_topic = "keys"

    def __init__(
        self,
        appearance: Appearance,
        session: KeySession,
        *,
        papers: Callable[[], Sequence[Submission]] | None = None,
        settings: ReadingSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.session = session
        self._tool = ""
        self._number, self._edge = 0, Edge.SHOWN
        lesson = session.lesson
        self.save_status = SaveStatus(appearance)
        self.version = TextLabel(appearance, "", Role.SMALL)
        self.attempt = Button(appearance, "Try as a student", icon="person")
        self.publish = Button(appearance, "Publish…", kind=ButtonKind.PRIMARY)
        self.more = Button(appearance, "More", icon="more", tip="Versions and the draft")
        self.header = _key_header(self, appearance)
        self.tools = KeyTools(appearance, lesson.guide)
        self.banner: Banner = Banner(appearance)
        self.view = KeyArticle(session)
        self.view.set_theme(appearance.theme)
        if settings is not None:
            self.view.set_settings(settings)
        self.bar = KeySelectionBar(appearance, lesson.guide, self.view.viewport())
        self.panel = KeyPanel(appearance, session, papers)
        self.ties = _page_ties(self, appearance)
        self.setFocusProxy(self.view)
        BesideSelection(self.view, self.bar, self._show_bar, lambda: bool(self._tool), self)
        self._lay_out()
        self._wire()
        keys = [each for group in key_groups(lesson.guide) for each in group.bindings]
        bind_keys(appearance, keys, key_actions(self), self, self.view)
        self.panel.show_step(KeyStepName.ITEMS)
        self._show_undo()

    # -- building -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.tools, self.banner):
            column.addWidget(part)
        self._sidebar = ResponsiveSidebar(self, self.view, self.panel, self.tools.list, _ROOM)
        column.addLayout(self._sidebar.row, 1)

    def _wire(self) -> None:
        session, view, tools, panel = self.session, self.view, self.tools, self.panel
        self.header.back_requested.connect(self.back_requested)
        self.header.step_requested.connect(lambda n: panel.show_step(list(KeyStepName)[n]))
        self.attempt.clicked.connect(self.try_requested)
        self.publish.clicked.connect(self.publish_requested)
        self.more.clicked.connect(self.more_requested)
        tools.label_requested.connect(self.use_label)
        tools.trap_requested.connect(self.make_trap)
        tools.remove_requested.connect(self.remove_chosen)
        tools.undo_requested.connect(self.undo)
        tools.redo_requested.connect(self.redo)
        tools.keys_requested.connect(lambda: _show_shortcuts(self, self._appearance))
        tools.guide_requested.connect(self._toggle_guide)
        tools.list_requested.connect(lambda: self._sidebar.toggle())
        panel.step_shown.connect(self._step_shown)
        panel.item_chosen.connect(self.choose)
        panel.trap_chosen.connect(self.choose_trap)
        panel.try_requested.connect(self.try_requested)
        panel.item.part_chosen.connect(self.move_edges_of)
        panel.item.step_requested.connect(self.choose_next)
        panel.traps.trap_requested.connect(self.make_trap)
        if panel.from_class is not None:
            panel.from_class.offer_pointed.connect(view.show_offer)
        session.history_changed.connect(self._show_undo)
        session.typing_changed.connect(self.save_status.set_typing)
        session.key_changed.connect(self._follow)
        session.refused.connect(lambda error: self.banner.show_error(error, Tone.CAREFUL))
        session.already_marked.connect(self._already_there)
        self.bar.label_requested.connect(self.use_label)
        view.selection_changed.connect(self._selection_changed)
        view.mark_requested.connect(self._mark_spans)
        view.mark_clicked.connect(self._mark_clicked)
        view.mark_activated.connect(lambda painted: panel.write_on(part_of(painted).item_id))
        view.resize_requested.connect(self._resize)
        view.tie_requested.connect(self.ties.tie_two)
        self._appearance.theme_changed.connect(view.set_theme)

    # -- what is chosen -------------------------------------------------------------------------

    @property
    def chosen(self) -> str:
        """The id of the chosen item, or an empty string."""
        return self.panel.item.item_id

    @property
    def chosen_trap(self) -> str:
        """The id of the chosen trap, or an empty string."""
        return self.panel.traps.trap_id

    def choose(self, item_id: str, number: int = 0, edge: Edge = Edge.SHOWN) -> None:
        """Choose an item in the article and the panel; an empty id chooses none."""
        self._number, self._edge = number, edge
        if self.chosen_trap:
            self.panel.choose_trap("")
        self.panel.choose(item_id, number, edge)
        self.view.show_parts(item_id, number, edge)
        self.tools.remove.setEnabled(bool(item_id))
        self.ties.choose(item_id)

    def choose_trap(self, trap_id: str) -> None:
        """Choose a trap in the article and the panel."""
        self.panel.choose("")
        self.panel.choose_trap(trap_id)
        self.view.show_trap(trap_id)
        self.tools.remove.setEnabled(bool(trap_id))

    def choose_next(self, step: int) -> None:
        """Choose the next (1) or the previous (-1) item in reading order."""
        marks = self.session.marking.marks
        if not marks:
            return
        if self.chosen:
            row = self.session.marking.position_of(self.chosen) + step
        else:
            row = 0 if step > 0 else len(marks) - 1
        if 0 <= row < len(marks):
            self.choose(marks[row].id)

    def move_edges_of(self, number: int, edge: Edge) -> None:
        """Let the handles and keys move these edges; a core or extent that is missing is made."""
        item_id = self.chosen
        if not item_id:
            return
        accepted = self.session.editing.item(item_id).accepted[number]
        if edge is Edge.CORE and accepted.core is None:
            self.session.set_edge(item_id, number, edge, accepted.span)
        elif edge is Edge.EXTENT and accepted.extent is None:
            self.session.set_edge(item_id, number, edge, self.view.sentences_of(accepted.span))
        self._number, self._edge = number, edge
        self.panel.item.show_part(number, edge)
        self.view.show_parts(item_id, number, edge)
        announce(self, f"The handles move what is shown as {edge.value}")

    def next_edges(self) -> None:
        """Go on to the next edges: the words, what must, what may be included."""
        order = list(Edge)
        self.move_edges_of(self._number, order[(order.index(self._edge) + 1) % len(order)])

    # -- wishes ---------------------------------------------------------------------------------

    def use_label(self, name: str) -> None:
        """Do with the selection what ``name`` says: a label, a trap, or a part of the item.

        A label without a selection relabels the chosen item, or else is kept as a tool.
        """
        spans = self.view.words.spans()
        if name == TRAP:
            self.make_trap()
        elif name in (ACCEPT, CORE, EXTENT, MENTION):
            self._use_part(name, spans)
        elif spans:
            self._mark_spans(spans, name)
        elif self.chosen and not self._tool:
            self.session.relabel(self.chosen, name)
        else:
            self.keep_tool("" if self._tool == name else name)

    def _use_part(self, name: str, spans: Sequence[Span]) -> None:
        if not spans or not self.chosen:
            announce(self, "Choose an item, then select words for it")
            return
        if name == ACCEPT:
            self.session.accept(self.chosen, spans[0])
        elif name == MENTION:
            self.session.add_mention(self.chosen, spans[0])
        else:
            edge = Edge.CORE if name == CORE else Edge.EXTENT
            self.session.set_edge(self.chosen, self._number, edge, spans[0])
        self.view.words.clear()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_tool(self, label: str) -> None:
        """Keep a tool in hand, so that every swipe makes an item; an empty label puts it away."""
        self._tool = label
        self.tools.set_tool(label)
        self.view.set_tool(label or None)

    def make_trap(self) -> None:
        """Make a trap of the words that are selected."""
        spans = self.view.words.spans()
        if not spans:
            announce(self, "Select the words first")
            return
        made = self.session.add_traps(spans)
        self.view.words.clear()
        if made:
            self.choose_trap(made[-1])

    def toggle_required(self) -> None:
        """Let the chosen item be optional, or required again."""
        if self.chosen:
            item = self.session.editing.item(self.chosen)
            self.session.set_required(item.id, not item.required)

    def write_why(self) -> None:
        """Put the keyboard into the why of the chosen item or trap."""
        if self.chosen:
            self._sidebar.open()
            self.panel.write_on(self.chosen)
        elif self.chosen_trap:
            self._sidebar.open()
            self.panel.traps.focus_why()

    def undo(self) -> None:
        """Take the last step back, what is being typed included."""
        self.panel.flush()
        self.session.undo()

    def redo(self) -> None:
        """Take the step again that was taken back."""
        self.session.redo()

    def remove_chosen(self) -> None:
        """Take the chosen item or trap away; of another accepted span only that."""
        if self.chosen and self._number and self._edge is Edge.SHOWN:
            self.session.stop_accepting(self.chosen, self._number)
        elif self.chosen and self._edge is not Edge.SHOWN:
            self.session.set_edge(self.chosen, self._number, self._edge, None)
            self.move_edges_of(self._number, Edge.SHOWN)
        elif self.chosen:
            self.session.remove([self.chosen])
        elif self.chosen_trap:
            self.session.remove_trap(self.chosen_trap)

    def escape(self) -> None:
        """Step back: the selection, then the tool, then the chosen item or trap."""
        if self._edge is not Edge.SHOWN and self.chosen and self.view.words.span() is None:
            self.move_edges_of(self._number, Edge.SHOWN)
        elif not self.view.step_back():
            if self._tool:
                self.keep_tool("")
            else:
                self.choose("")

    def page_left(self) -> None:
        """Take over what is being typed."""
        self.flush()

    def flush(self) -> None:
        """Take over what is being typed, before the page goes or the key is published."""
        self.panel.flush()

    def _mark_spans(self, spans: Sequence[Span], label: str | None) -> None:
        wanted = label or self._tool
        if not wanted:
            self._show_bar()
            self.bar.take_keyboard()
            return
        made = self.session.add(list(spans), wanted)
        self.view.words.clear()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if made and not self.ties.take_new(made, wanted):
            self.panel.show_step(KeyStepName.ITEMS)
            self.choose(made[-1])

    def _mark_clicked(self, painted: str) -> None:
        part = part_of(painted)
        if part.item_id and self.ties.take_click(part.item_id):
            return
        if part.trap_id:
            self.choose_trap(part.trap_id)
        else:
            self.choose(part.item_id, part.number, part.edge)

    def _resize(self, painted: str, span: Span) -> None:
        part = part_of(painted)
        if part.trap_id:
            self.session.move_trap(part.trap_id, span)
        else:
            self.session.set_edge(part.item_id, part.number, part.edge, span)

    # -- facts ----------------------------------------------------------------------------------

    def _follow(self, step: KeyStep) -> None:
        chosen = self.chosen
        self.view.follow(step)
        if chosen and self.session.editing.has_item(chosen):
            most = len(self.session.editing.item(chosen).accepted) - 1
            self._number = min(self._number, most)
            self.view.show_parts(chosen, self._number, self._edge, scroll=False)
        elif not self.chosen_trap:
            self.view.show_parts("", 0, Edge.SHOWN)
            self.panel.choose("")
        announce(self, f"{step.verb[:1].upper()}{step.verb[1:]}: done")

    def _already_there(self, item_id: str) -> None:
        self.view.words.clear()
        self.choose(item_id)
        announce(self, "These words are a key item with this label already.")

    def _show_undo(self) -> None:
        show_history(self.session.history, self.tools.undo, self.tools.redo)

    def _toggle_guide(self) -> None:
        self.panel.toggle_guide()
        self._sidebar.open()

    def _step_shown(self, step: KeyStepName) -> None:
        self.header.steps.set_current(list(KeyStepName).index(step))
        if step is KeyStepName.TIES:
            self.keep_tool("")
        self.ties.turn(step is KeyStepName.TIES)
        self._sidebar.open()

    # -- room -----------------------------------------------------------------------------------

    def _show_bar(self) -> None:
        item = self.session.editing.item(self.chosen) if self.chosen else None
        is_source = item is not None and SOURCE in item.labels
        self.bar.show_for(self.view.words.rect(), for_item=item is not None, for_source=is_source)

    def _selection_changed(self, span: Span | None) -> None:
        if span is not None and not self._tool and self._sidebar.is_drawer:
            # Who selects words wants to see them.
            self._sidebar.show(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.attempt.set_label_shown(self.width() >= _WORDS_FROM)
        self.version.setVisible(self.width() >= _VERSION_FROM)
        self._sidebar.fit()


def _key_header(page: KeyPage, appearance: Appearance) -> PageHeader:
    """The header with what the page puts at its right."""
    header = PageHeader(
        appearance,
        page.session.lesson.title,
        steps=[step.value for step in KeyStepName],
        back_name="Back to the desk",
    )
    page.more.set_label_shown(False)
    # Short until it is known how much room there is: a window never gets smaller by itself.
    page.attempt.set_label_shown(False)
    page.version.hide()
    for widget in (page.version, page.save_status, page.more, page.attempt, page.publish):
        header.add_right(widget)
    return header


def _page_ties(page: KeyPage, appearance: Appearance) -> PageTies:
    """The ties of the key, wired to the page."""
    ties = PageTies(
        appearance,
        page.session,
        page.view,
        page.tools,
        lambda: page.chosen,
        page,
        mark_of=lambda painted: part_of(painted).item_id,
        # In a key any of several claims may be what a denial answers.
        alternatives=True,
    )
    panel = page.panel
    panel.tie_wanted.connect(ties.tie)
    panel.kind_wanted.connect(ties.work_on)
    ties.step_wanted.connect(lambda: panel.show_step(KeyStepName.TIES))
    ties.mark_wanted.connect(page.choose)
    ties.in_hand_changed.connect(panel.ties.show_in_hand)
    return ties


def _show_shortcuts(page: KeyPage, appearance: Appearance) -> None:
    """Open the sheet of all keys."""
    groups = key_groups(page.session.lesson.guide)
    ShortcutSheet(appearance, groups, page.window()).open()


def key_actions(page: KeyPage) -> Mapping[str, Callable[[], object]]:
    """What each action of the keys does on the page."""
    return {
        "why": page.write_why,
        "required": page.toggle_required,
        "accept": lambda: page.use_label(ACCEPT),
        "core": lambda: page.use_label(CORE),
        "extent": lambda: page.use_label(EXTENT),
        "mention": lambda: page.use_label(MENTION),
        "edges": page.next_edges,
        "remove": page.remove_chosen,
        "escape": page.escape,
        "next": lambda: page.choose_next(1),
        "before": lambda: page.choose_next(-1),
        "cycle": page.view.requests.cycle,
        "search": page.panel.search,
        "trap": page.make_trap,
        "redo": page.redo,
    }
