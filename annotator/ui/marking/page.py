"""The student's page: the article, the tools above it, the panel next to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.changes import MarksChange
from annotator.model.text import Span
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.view import ArticleView
from annotator.ui.article.vocabulary import CERTAINTY, shortened
from annotator.ui.marking.bars import Bars
from annotator.ui.marking.header import StudentHeader
from annotator.ui.marking.mark_news import painted, tip_of
from annotator.ui.marking.page_keys import bind_keys, switch_reading
from annotator.ui.marking.page_speech import PageSpeech
from annotator.ui.marking.page_ties import PageTies
from annotator.ui.marking.session import LessonStep, MarkingSession
from annotator.ui.marking.shortcuts import bindings, groups
from annotator.ui.marking.side_panel import SidePanel
from annotator.ui.marking.tool_row import KeyUse, ToolRow
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.sidebars import ResponsiveSidebar, SidebarWidths
from annotator.ui.widgets.undo import show_history

if TYPE_CHECKING:
    from annotator.ui.marking.receipt_panel import HandInReceipt, ReceiptPanel
    from annotator.ui.marking.sentence_sheet import SentenceSheet

_ROOM = SidebarWidths(narrow=300, roomy=352, roomy_from=1150)


class StudentPage(Page):
    """One student at one lesson. Wishes go to the session; its facts come back here."""

    hand_in_requested = Signal()
    reading_requested = Signal()
    settings_changed = Signal(object)
    """A ReadingSettings that a key has changed, to be kept."""
    show_file_requested = Signal()
    save_copy_requested = Signal()
    next_try_requested = Signal()
    put_there_changed = Signal(bool)
    send_requested = Signal()
    reasons_requested = Signal()

    def __init__(
        self,
        appearance: Appearance,
        session: MarkingSession,
        *,
        student_name: str,
        settings: ReadingSettings | None = None,
        view: ArticleView | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.session = session
        self._tool = ""
        #: The chosen mark was asked for or worked on, not only made just now.
        self._is_edited = False
        self._is_handed_in = False
        self.receipt: ReceiptPanel | None = None
        lesson = session.lesson
        steps = [step.value for step in self._steps()]
        self.header = StudentHeader(appearance, lesson.title, steps, student_name)
        self.save_status, self.hand_in = self.header.save_status, self.header.hand_in
        self.tools = ToolRow(appearance, lesson.guide)
        self.banner: Banner = Banner(appearance)
        self.view = view or ArticleView()
        self.view.set_theme(appearance.theme)
        if settings is not None:
            self.view.set_settings(settings)
        self.view.set_article(lesson.article, lesson.guide)
        self.view.picked.set_ties_enabled(bool(lesson.uses.relations))
        self.view.set_tips(lambda mark_id: tip_of(session, mark_id))
        self.speech = PageSpeech(self, session, self.view, self._steps())
        self.view.set_marks([painted(mark) for mark in session.marking.marks])
        self.bars = Bars(appearance, session, self.view, self._is_quiet, self)
        self.bar, self.mark_bar = self.bars.selection, self.bars.mark
        self.setFocusProxy(self.view)
        self.panel = SidePanel(appearance, session)
        self._panel_follows = QTimer(self, singleShot=True, interval=0)
        self.ties = PageTies(appearance, session, self.view, self.tools, lambda: self.chosen, self)
        self._lay_out()
        self._wire()
        self.panel.begin_with(LessonStep.MARK if len(session.marking) else LessonStep.READ)
        self._show_undo()
        self._show_use()

    # -- building -----------------------------------------------------------------------------

    def _steps(self) -> Sequence[LessonStep]:
        has_relations = bool(self.session.lesson.uses.relations)
        return [step for step in LessonStep if step is not LessonStep.CONNECT or has_relations]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.tools)
        column.addWidget(self.banner)
        self._sidebar = ResponsiveSidebar(self, self.view, self.panel, self.tools.list, _ROOM)
        column.addLayout(self._sidebar.row, 1)
        self.banner.hide()

    def _wire(self) -> None:
        session, view, tools, panel = self.session, self.view, self.tools, self.panel
        self.header.back_requested.connect(self.back_requested)
        self.header.step_requested.connect(lambda number: panel.show_step(self._steps()[number]))
        self.hand_in.clicked.connect(panel.begin_hand_in)
        panel.step_shown.connect(self._step_shown)
        panel.mark_chosen.connect(self._choose_in_panel)
        self._panel_follows.timeout.connect(lambda: panel.choose(self.chosen))
        panel.hand_in_requested.connect(self.hand_in_requested)
        panel.article_requested.connect(view.setFocus)
        tools.label_requested.connect(self.use_label)
        tools.remove_requested.connect(self.remove_chosen)
        tools.undo_requested.connect(self.undo)
        tools.redo_requested.connect(self.redo)
        tools.reading_requested.connect(self.reading_requested)
        tools.guide_requested.connect(self._toggle_guide)
        tools.keys_requested.connect(self.show_keys)
        tools.sentences_requested.connect(lambda: open_sentences(self))
        tools.list_requested.connect(lambda: self._sidebar.toggle())
        session.history_changed.connect(self._show_undo)
        session.typing_changed.connect(self.save_status.set_typing)
        session.changed.connect(self._follow)
        session.refused.connect(lambda error: self.banner.show_error(error, Tone.CAREFUL))
        session.already_marked.connect(self._already_marked)
        self.bar.label_requested.connect(self.use_label)
        self.bar.note_requested.connect(self._note_on_selection)
        self.mark_bar.label_requested.connect(self._relabel_chosen)
        self.mark_bar.note_requested.connect(lambda: panel.edit_mark(self.chosen))
        self.mark_bar.remove_requested.connect(self.remove_chosen)
        view.selection_changed.connect(self._selection_changed)
        view.verticalScrollBar().valueChanged.connect(self._show_use)
        view.mark_requested.connect(self._mark_spans)
        view.mark_clicked.connect(self._pick)
        view.mark_activated.connect(panel.edit_mark)
        view.resize_requested.connect(session.resize)
        view.tie_requested.connect(self.ties.tie_two)
        panel.tie_wanted.connect(self.ties.tie)
        panel.kind_wanted.connect(self.ties.work_on)
        self.ties.step_wanted.connect(lambda: panel.show_step(LessonStep.CONNECT))
        self.ties.mark_wanted.connect(self.choose)
        self.ties.in_hand_changed.connect(panel.show_in_hand)
        self._appearance.theme_changed.connect(view.set_theme)
        lesson = self.session.lesson
        lines = bindings(lesson.guide, lesson.uses)
        bind_keys(self._appearance, lines, _key_actions(self), self, self.view)

    # -- wishes -------------------------------------------------------------------------------

    @property
    def chosen(self) -> str:
        """The id of the chosen mark, or an empty string."""
        return self.view.selected_mark() or ""

    def use_label(self, label: str) -> None:
        """Label the selection, else the mark that is edited and in sight; else take the tool."""
        spans = self.bars.spans()
        if self._is_handed_in:
            return
        if spans:
            self._mark_spans(spans, label)
        elif _key_use(self) is KeyUse.CHANGE:
            self.session.relabel(self.chosen, label)
        else:
            self.keep_tool("" if self._tool == label else label)

    def _show_use(self) -> None:
        self.tools.show_use(_key_use(self))

    def keep_tool(self, label: str) -> None:
        """Keep a tool in hand, so that every swipe marks; an empty label puts it away."""
        before, self._tool = self._tool, label
        self._show_use()
        self.tools.set_tool(label)
        self.view.set_tool(label or None)
        self.speech.show_tool(before, label)

    def undo(self) -> None:
        """Take the last step back, what is being typed included."""
        self.panel.flush()
        self.speech.walk("Undone. ", self.session.undo)

    def redo(self) -> None:
        """Take the step again that was taken back."""
        self.speech.walk("Done again. ", self.session.redo)

    def remove_chosen(self) -> None:
        """Take the chosen mark away."""
        if self.chosen and not self._is_handed_in:
            self.session.remove([self.chosen])

    def show_how_sure(self) -> None:
        """Say the next of sure, think so, guess, nothing about the chosen mark."""
        if self.chosen and not self._is_handed_in:
            value = self.session.next_certainty(self.chosen)
            announce(self, CERTAINTY[value] if value is not None else "Not said how sure")

    def tie_chosen(self) -> None:
        """Go on to the step Connect with the chosen mark in hand."""
        if not self._is_handed_in:
            self.ties.tie_chosen()

    def show_keys(self) -> None:
        """The sheet of all keys."""
        from annotator.ui.marking.shortcut_sheet import ShortcutSheet

        lesson = self.session.lesson
        ShortcutSheet(self._appearance, groups(lesson.guide, lesson.uses), self.window()).open()

    def escape(self) -> None:
        """Step back: the label guide, the selection, the chosen mark, the tool."""
        if self.panel.close_guide():
            return
        if not self.view.step_back() and self._tool:
            self.keep_tool("")

    def choose(self, mark_id: str, *, to_edit: bool = True) -> None:
        """Choose a mark in the article, the list and the details; an empty id chooses none.

        ``to_edit``: a label's key gives it that label from now on.
        """
        self.view.select_mark(mark_id or None)
        self._is_edited = to_edit and bool(mark_id)
        self.mark_bar.hide()
        if mark_id:
            self.view.ensure_mark_visible(mark_id)
        self.tools.remove.setEnabled(bool(mark_id))
        self.ties.choose(self.chosen)
        self._show_use()
        # What people look at is the article: the panel follows when that is painted.
        self._panel_follows.start()

    def _choose_in_panel(self, mark_id: str) -> None:
        """As :meth:`choose`, with the panel in step at once: the wish came from there."""
        self.choose(mark_id)
        self._panel_follows.stop()
        self.panel.choose(self.chosen)

    def _pick(self, mark_id: str) -> None:
        if self.ties.take_click(mark_id):
            return
        self.choose(mark_id)
        if (
            mark_id
            and not self.ties.is_on
            and (self.view.picked_by_finger() or self._sidebar.is_drawer)
        ):
            self.bars.show_mark(mark_id)

    def _relabel_chosen(self, label: str) -> None:
        if self.chosen and not self._is_handed_in:
            self.session.relabel(self.chosen, label)
            self.bars.show_mark(self.chosen)

    def choose_next(self, step: int) -> None:
        """Choose the next (1) or the previous (-1) mark in reading order."""
        marking = self.session.marking
        first = 0 if step > 0 else len(marking) - 1
        row = marking.position_of(self.chosen) + step if self.chosen else first
        mark_id = marking.at(row).id if 0 <= row < len(marking) else ""
        if mark_id:
            self.choose(mark_id)
        self.speech.show_next(mark_id, step)

    def _note_on_selection(self) -> None:
        self._mark_spans(self.bars.spans(), self.bars.last_label)
        self.panel.edit_mark(self.chosen)

    def _mark_spans(self, spans: Sequence[Span], label: str | None) -> None:
        wanted = label or self._tool
        if not wanted:
            # Enter on a selection: the bar asks which label, and takes the keyboard meanwhile.
            self.bars.show_selection()
            self.bar.take_keyboard()
            return
        made = self.session.add(list(spans), wanted)
        self.bars.label_used(wanted)
        self.view.words.clear()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if made and not self.ties.take_new(made, wanted):
            self.choose(made[-1], to_edit=False)
            if self.panel.step is LessonStep.READ:
                self.panel.show_step(LessonStep.MARK)

    # -- handed in ----------------------------------------------------------------------------

    def show_receipt(self, receipt: HandInReceipt) -> None:
        """The attempt is handed in: its marks can be looked at, not changed any more."""
        self._is_handed_in = True
        self._turn_to_ties(False)
        self.keep_tool("")
        self.choose("")
        self.view.set_editable(False)
        self.bar.hide()
        self.tools.set_editable(False)
        self.header.show_handed_in()
        panel = self.panel.show_receipt(receipt)
        panel.show_file_requested.connect(self.show_file_requested)
        panel.save_copy_requested.connect(self.save_copy_requested)
        panel.go_on_requested.connect(self.next_try_requested)
        panel.put_there_changed.connect(self.put_there_changed)
        panel.send_requested.connect(self.send_requested)
        panel.reasons_requested.connect(self.reasons_requested)
        self.receipt = panel
        self._sidebar.open()

    def page_left(self) -> None:
        """Take over what is being typed."""
        self.flush()

    def flush(self) -> None:
        """Take over what is being typed, before the page goes or the work is handed in."""
        self.panel.flush()

    # -- facts --------------------------------------------------------------------------------

    def _follow(self, change: MarksChange) -> None:
        before = {mark.id for mark in change.before}
        for mark_id in change.removed_ids:
            if mark_id == self.chosen:
                self.choose("")
            self.view.remove_mark(mark_id)
        for mark in change.after:
            self.view.add_mark(painted(mark))
            self._is_edited |= mark.id in before and mark.id == self.chosen
            self._show_use()
        if change.relations_after and not change.removed_ids:
            # Lines are shown of the chosen mark: who ties one wants to see that it is tied.
            self.choose(change.relations_after[-1].source_id)
        self.save_status.expect()

    def _already_marked(self, mark_id: str) -> None:
        self.view.words.clear()
        self.choose(mark_id)
        announce(self, "These words carry this label already.")

    def _show_undo(self) -> None:
        history, tools = self.session.history, self.tools
        show_history(history, tools.undo, tools.redo, may=not self._is_handed_in)

    def _toggle_guide(self) -> None:
        self.panel.toggle_guide()
        self._sidebar.open()

    def _step_shown(self, step: LessonStep) -> None:
        if not self._is_handed_in:
            self.header.steps.set_current(list(self._steps()).index(step))
            self._turn_to_ties(step is LessonStep.CONNECT)
            self._sidebar.open()
            self.speech.show_step(step)

    def _turn_to_ties(self, is_on: bool) -> None:
        if is_on:
            self.keep_tool("")
        self.ties.turn(is_on)

    def _is_quiet(self) -> bool:
        return bool(self._tool) or self._is_handed_in

    def _selection_changed(self, span: Span | None) -> None:
        self._show_use()
        if span is not None and self._sidebar.is_drawer and not self._is_quiet():
            self._sidebar.show(False)

    # -- room ---------------------------------------------------------------------------------

    def expect(self, size: QSize) -> None:
        """Make ready for the size that it will be shown in: the article is laid out once then."""
        self.resize(size)
        self._sidebar.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sidebar.fit()


def _key_use(page: StudentPage) -> KeyUse:
    """What a label's key would do now; the row of tools says it before it is pressed."""
    if page.view.words.is_made:
        return KeyUse.MARK
    is_edited = page._is_edited and not page.view.tool() and page.view.picked.is_in_sight()
    return KeyUse.CHANGE if is_edited else KeyUse.TAKE


def open_sentences(page: StudentPage) -> SentenceSheet:
    """The sheet on which one marks by the sentences' numbers."""
    from annotator.ui.marking.sentence_sheet import SentenceSheet

    session = page.session

    def marks_in(span: Span) -> str:
        guide, marks = session.lesson.guide, session.marking.marks
        found = [mark for mark in marks if mark.span.overlaps(span)]
        parts = (f"{guide.label(mark.label).name} “{shortened(mark.quote, 60)}”" for mark in found)
        return "; ".join(parts)

    sheet = SentenceSheet(
        page._appearance, session.lesson.article, session.lesson.guide, marks_in, page.window()
    )
    sheet.mark_requested.connect(lambda span, label: session.add([span], label))
    sheet.finished.connect(lambda: page.view.setFocus(Qt.FocusReason.OtherFocusReason))
    sheet.open()
    return sheet


def _key_actions(page: StudentPage) -> Mapping[str, Callable[[], object]]:
    """What each action of the keys does on the page."""

    def switch(field: str, key: str) -> None:
        page.settings_changed.emit(switch_reading(page.view, page.banner, field, key))

    return {
        "across": lambda: page.bars.take_across(not page.view.words.across),
        "redo": page.redo,
        "escape": page.escape,
        "note": lambda: page.panel.edit_mark(page.chosen),
        "sure": page.show_how_sure,
        "tie": page.tie_chosen,
        "remove": page.remove_chosen,
        "next": lambda: page.choose_next(1),
        "previous": lambda: page.choose_next(-1),
        "cycle": page.view.requests.cycle,
        "here": page.speech.show_here,
        "search": page.panel.search,
        "hide": lambda: switch("hide_marks", "H"),
        "dim": lambda: switch("dim_unmarked", "D"),
        "ruler": lambda: switch("ruler", "R"),
    }
