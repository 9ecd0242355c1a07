"""Is everything here? The article part by part beside what was left out and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from annotator.model.article import Article, BlockKind
from annotator.model.errors import AnnotatorError
from annotator.model.found_article import FoundArticle
from annotator.ui.importing.details_panel import DetailsPanel
from annotator.ui.importing.parts_bar import PartsBar
from annotator.ui.importing.parts_view import PartsView
from annotator.ui.importing.reading import Reading, Source
from annotator.ui.importing.session import ImportSession
from annotator.ui.importing.texts import KEY_OF_KIND, KINDS
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.header import PageHeader, add_help
from annotator.ui.widgets.labels import ElidedLabel, Role
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.progress import ProgressPanel
from annotator.ui.widgets.sheets import ConfirmSheet
from annotator.ui.widgets.undo import show_history

#: Widths of the details, and how wide a page gives them the larger one (logical pixels).
_NARROW, _WIDE, _ROOMY = 236, 316, 1000


class ConfirmPage(Page):
    """What was found, to be corrected. ``fixed`` is a lesson's article: its text stays."""

    article_confirmed = Signal(object)
    """The Article as it is now."""

    help_topic = "teacher"

    def __init__(
        self,
        appearance: Appearance,
        found: FoundArticle,
        source: Source | None = None,
        *,
        fixed: Article | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._source = appearance, source
        self.session = ImportSession(found, fixed=fixed, parent=self)
        self.banner: Banner = Banner(appearance)
        self.progress = ProgressPanel(appearance)
        self.reading = Reading(appearance, self.progress, self)
        self.reading.found.connect(self._read_again)
        self.reading.failed.connect(self.show_error)
        self.header = self._make_header(source)
        self.details = DetailsPanel(appearance, self.session)
        self.view = PartsView(appearance)
        self.view.delegate.is_fixed = fixed is not None
        self.bar = PartsBar(appearance)
        self._make_column()
        self._connect_view()
        self._connect_bar()
        self.details.left_out_shown.connect(self._show_left_out)
        self.details.code_page_chosen.connect(self._read_with)
        self.session.changed.connect(self._show)
        self.view.rows.show_parts(found.parts)
        self._choose_first()
        self._show()

    # -- built once -------------------------------------------------------------------------------

    def _make_header(self, source: Source | None) -> PageHeader:
        appearance = self._appearance
        back = "Back to the lesson" if self.session.is_fixed else "Back, for another article"
        title = "The article" if self.session.is_fixed else "Is everything here?"
        header = PageHeader(appearance, title, back_name=back)
        header.back_requested.connect(self._leave)
        name = self.session.found.source or (source.name if source is not None else "")
        self.origin = ElidedLabel(appearance, name, Role.SMALL)
        self.origin.setMinimumWidth(min(300, self.origin.sizeHint().width()))
        header.add_left(self.origin)
        self.undo_button = icon_button(appearance, "undo", "Undo", key="Ctrl+Z")
        self.redo_button = icon_button(appearance, "redo", "Redo", key="Ctrl+Shift+Z")
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        self.use = Button(
            appearance,
            "Use it so" if self.session.is_fixed else "Use this article",
            kind=ButtonKind.PRIMARY,
            icon="check",
            key="Ctrl+Return",
        )
        self.use.clicked.connect(self.use_article)
        for button in (self.undo_button, self.redo_button, self.use):
            header.add_right(button)
        add_help(appearance, header, self.help_requested.emit)
        return header

    def _make_column(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.bar)
        inset = QHBoxLayout()
        inset.setContentsMargins(12, 0, 4, 8)
        inset.addWidget(self.view)
        right.addLayout(inset, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.details)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.banner, self.progress):
            column.addWidget(widget)
        column.addLayout(row, 1)

    def _connect_view(self) -> None:
        view = self.view
        view.kind_chosen.connect(self.retype)
        view.kinds_requested.connect(self._show_kinds)
        view.leave_out_requested.connect(self.leave_out)
        view.put_back_requested.connect(self.put_back)
        view.merge_requested.connect(self.merge)
        view.move_requested.connect(self.move_part)
        view.split_requested.connect(self._split)
        view.splitting_changed.connect(self.bar.show_splitting)
        view.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        view.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())

    def _connect_bar(self) -> None:
        bar = self.bar
        bar.kind.clicked.connect(
            lambda: self._show_kinds(bar.kind.mapToGlobal(QPoint(0, bar.kind.height() + 2)))
        )
        bar.leave_out.clicked.connect(self.leave_out)
        bar.put_back.clicked.connect(self.put_back)
        bar.merge.clicked.connect(self.merge)
        bar.split.clicked.connect(lambda: self.view.begin_split())
        bar.up.clicked.connect(lambda: self.move_part(-1))
        bar.down.clicked.connect(lambda: self.move_part(1))
        bar.split_here.clicked.connect(self._split_here)
        bar.cancel.clicked.connect(self.view.end_split)

    # -- what is done to the chosen parts ---------------------------------------------------------

    def retype(self, kind: BlockKind) -> None:
        """The chosen parts are of this kind."""
        rows = [row for row in self.view.chosen() if not row.is_run]
        if rows:
            first, last = rows[0].first, rows[-1].first
            self._change(lambda: self.session.retype(first, last - first + 1, kind), first)

    def leave_out(self) -> None:
        """The chosen parts are no part of the article."""
        self._change_chosen(self.session.leave_out)

    def put_back(self) -> None:
        """The chosen parts, whole runs included, belong to the article."""
        self._change_chosen(self.session.put_back)

    def merge(self) -> None:
        """The current part and the next one are one part."""
        if (row := self.view.current) is not None:
            self._change(lambda: self.session.merge(row.first), row.first)

    def move_part(self, way: int) -> None:
        """The current part changes places with the one before (-1) or after it (1)."""
        row = self.view.current
        if row is not None and not row.is_run:
            self.details.settle()
            self.view.choose(self.session.move(row.first, way))
            self._announce()

    def _split(self, number: int, position: int) -> None:
        self._change(lambda: self.session.split(number, position), number)

    def _split_here(self) -> None:
        if self.view.split_field is not None:
            self.view.split_field.split()
        # At an end there is nothing to split, and a place is still being chosen.
        where = self.view.split_field or self.view
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_chosen(self, change: Callable[[int, int], None]) -> None:
        rows = self.view.chosen()
        if rows:
            first, last = rows[0].numbers[0], max(row.numbers[-1] for row in rows)
            self._change(lambda: change(first, last - first + 1), first)

    def _change(self, change: Callable[[], None], number: int) -> None:
        """Make a change, and go to the part that it began with."""
        self.details.settle()
        change()
        self.view.choose(number)
        self._announce()

    def _announce(self) -> None:
        row = self.view.current
        if row is not None:
            announce(self.view, row.spoken())

    def _show_kinds(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("What the chosen part is")
        chosen = {row.part.kind for row in self.view.chosen() if not row.is_out}
        for kind, text in KINDS.items():
            key = KEY_OF_KIND.get(kind, "")
            action = menu.addAction(f"{text}\t{key}" if key else text)
            action.setCheckable(True)
            action.setChecked(chosen == {kind})
            action.triggered.connect(partial(self.retype, kind))
            if chosen == {kind}:
                menu.setActiveAction(action)
        menu.popup(at)

    # -- undo -------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back, what is being typed included."""
        self.view.end_split()
        self.details.settle()
        self.session.undo()

    def redo(self) -> None:
        """Take the step again that was taken back."""
        self.view.end_split()
        self.session.redo()

    # -- what is shown ----------------------------------------------------------------------------

    def _show(self) -> None:
        self.details.show_state()
        before = self.view.current
        changed = self.view.rows.show_parts(self.session.found.parts)
        if changed:
            rows = self.view.rows.rows
            same = (n for n in changed if n < len(rows) and before and rows[n].part is before.part)
            self.view.choose_row(next(same, changed.start))
        self._show_chosen()
        show_history(self.session.history, self.undo_button, self.redo_button)

    def _show_chosen(self) -> None:
        rows, current = self.view.chosen(), self.view.current
        session, bar = self.session, self.bar
        is_fixed = session.is_fixed
        bar.show_chosen(is_out=bool(rows) and all(row.is_out for row in rows))
        may_type = any(not row.is_run for row in rows)
        bar.kind.setEnabled(may_type)
        bar.leave_out.setEnabled(bool(rows) and not is_fixed)
        bar.put_back.setEnabled(bool(rows) and not is_fixed)
        at = current.first if current is not None else -1
        is_one = len(rows) == 1 and current is not None and not current.is_run
        bar.merge.setEnabled(is_one and session.can_merge(at))
        is_in = is_one and current is not None and not current.is_out
        bar.split.setEnabled(is_in and not is_fixed)
        bar.up.setEnabled(is_one and session.can_move(at, -1))
        bar.down.setEnabled(is_one and session.can_move(at, 1))

    def _choose_first(self) -> None:
        """Begin where the article does, and not in the page's menu."""
        parts = self.session.found.parts
        first = next((n for n, part in enumerate(parts) if part.left_out is None), 0)
        self.view.choose(first)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_left_out(self, shown: bool) -> None:
        current = self.view.current
        self.view.rows.show_left_out(shown)
        if current is not None:
            self.view.choose(current.first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = _WIDE if self.width() >= _ROOMY else _NARROW
        self.details.setFixedWidth(width)
        self.bar.fit(self.width() - width)

    # -- letters ----------------------------------------------------------------------------------

    def _read_with(self, code_page: str) -> None:
        if self._source is not None and self._source.path is not None:
            self.details.settle()
            source = self._source
            self.reading.start(
                Source(path=source.path, code_page=code_page, chapter=source.chapter)
            )

    def _read_again(self, _source: Source, found: FoundArticle) -> None:
        self.session.read_again(found)
        self._choose_first()

    # -- at the end -------------------------------------------------------------------------------

    def use_article(self) -> None:
        """Hand over the article as it is now; what is wrong with it is shown."""
        self.view.end_split()
        self.details.settle()
        try:
            article = self.session.article()
        except AnnotatorError as error:
            self.show_error(error)
            return
        self.banner.hide()
        self.article_confirmed.emit(article)

    def _leave(self) -> None:
        """Go back; asked first where that would lose what was changed."""
        self.details.settle()
        if not self.session.history.can_undo:
            self.back_requested.emit()
            return
        sheet = ConfirmSheet(
            self._appearance,
            "Go back without it?",
            "What you changed in this article is not kept then.",
            yes="Go back",
            no="Stay here",
            parent=self,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.confirmed.connect(self.back_requested)
        sheet.open()

    def show_error(self, error: AnnotatorError) -> None:
        """Show in the banner what could not be done; everything stays as it is."""
        self.banner.show_error(error, Tone.CAREFUL)
        self.details.show_state()

    def page_left(self) -> None:
        self.reading.stop()
        self.details.settle()
