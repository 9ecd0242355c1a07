"""List, article and panel next to each other, and the four ways to review that share them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from annotator.services.data.preferences import ReadingSettings, TeacherPreferences
from annotator.ui.outcomes.article_pane import ReviewArticle
from annotator.ui.outcomes.two_panes import TwoPanes
from annotator.ui.review.bar import ReviewBar, View
from annotator.ui.review.centre import ReviewCentre
from annotator.ui.review.decision_panel import DecisionPanel
from annotator.ui.review.decisions_view import DecisionsView
from annotator.ui.review.disagreement_panel import DisagreementPanel
from annotator.ui.review.disagreements_view import DisagreementsView
from annotator.ui.review.inbox_filter import InboxFilter
from annotator.ui.review.items_view import ItemsView
from annotator.ui.review.left import ReviewLists
from annotator.ui.review.paper_panel import PaperPanel
from annotator.ui.review.papers_view import PapersView
from annotator.ui.review.session import ReviewSession
from annotator.ui.review.verdicts import PLACE_OF_KEYS
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.sidebars import Sides


class ReviewColumns(QWidget):
    """Shows one view at a time; each drives the same article with a list and a panel of its own.

    ``bar`` holds what views tell of their place, ``window`` is where their sheets open.
    """

    def __init__(
        self,
        appearance: Appearance,
        session: ReviewSession,
        papers: InboxFilter,
        bar: ReviewBar,
        window: QWidget,
        *,
        preferences: TeacherPreferences | None = None,
        settings: ReadingSettings | None = None,
    ) -> None:
        super().__init__()
        self._bar = bar
        self.lists = ReviewLists(appearance, papers)
        self.article = _article(appearance, session, settings)
        self.panes = TwoPanes(appearance, self.article, session.review.lesson)
        self.centre = ReviewCentre(appearance, self.panes)
        self.decision_panel, self.paper_panel = DecisionPanel(appearance), PaperPanel(appearance)
        self.item_panel = PaperPanel(appearance, share=0.42)
        self.disagreement_panel = DisagreementPanel(appearance)
        judging = (self.decision_panel, self.paper_panel, self.item_panel)
        shared = (appearance, session)
        lists, article = self.lists, self.article
        self.decisions = DecisionsView(*shared, lists.todos, article, self.decision_panel, window)
        self.paper_view = PapersView(
            *shared, lists.papers, self.panes, self.paper_panel, bar.sum, window
        )
        self.items = ItemsView(*shared, lists.items, article, self.item_panel, window)
        self.disagreements = DisagreementsView(
            *shared, lists.disagreements, article, self.disagreement_panel, window
        )
        self.views: dict[View, DecisionsView | PapersView | ItemsView | DisagreementsView] = {
            View.DECISIONS: self.decisions,
            View.PAPERS: self.paper_view,
            View.ITEMS: self.items,
            View.DISAGREEMENTS: self.disagreements,
        }
        for view in self.views.values():
            view.set_preferences(preferences)
        session.decided.connect(lambda text: announce(self, text))
        self._preferences = preferences
        self._verdicts = tuple(panel.verdicts for panel in judging)
        self._bind_keys_here(window)
        for verdicts in self._verdicts:
            verdicts.verdict_given.connect(self._know_verdicts)
        self._knows_verdicts = preferences is not None and preferences.knows_verdicts()
        if self._knows_verdicts:
            self._show_as_known()
        self._panels = QStackedWidget()
        # In the order of the views.
        for panel in (*judging, self.disagreement_panel):
            self._panels.addWidget(panel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._sides = Sides(row, lists, self.centre, self._panels)
        bar.list_requested.connect(lambda: self._toggle(lists))
        bar.details_requested.connect(lambda: self._toggle(self._panels))

    def _bind_keys_here(self, page: QWidget) -> None:
        """Let letters decide only while the keyboard is in the columns."""
        # Else Qt gives the keyboard to the page's first button, where these keys don't work.
        page.setFocus()
        panel = self.decision_panel
        answers = self.disagreement_panel.buttons.values()
        for button in (*answers, panel.rest, panel.explained):
            button.set_key_scope(self, PLACE_OF_KEYS)
        for verdicts in self._verdicts:
            verdicts.set_key_scope(self)

    def prepare(self, view: View) -> None:
        """Show the list and the panel of a view; nothing is painted yet."""
        self.lists.show_view(view)
        if view in self.views:
            self._panels.setCurrentIndex(list(self.views).index(view))

    def activate(self, view: View) -> None:
        """Let this view alone paint into the article."""
        for each, shown in self.views.items():
            shown.set_active(each is view)

    def reload(self) -> None:
        """Show everything as it counts now that all papers were looked through."""
        self.decisions.reload()
        self.paper_view.reload()
        self.items.reload()

    def refresh(self) -> None:
        """Show what was decided."""
        for view in (self.decisions, self.paper_view, self.items, self.disagreements):
            view.refresh()

    def show_names(self) -> None:
        """Names are hidden now, or shown again."""
        self.decisions.refresh()
        self.disagreements.refresh()
        self.paper_view.reload()
        self.items.refresh()

    def _know_verdicts(self) -> None:
        """A teacher who decided once, in any view, knows what the buttons do."""
        if not self._knows_verdicts and self._preferences is not None:
            self._preferences.keep_knows_verdicts()
        self._knows_verdicts = True
        self._show_as_known()

    def _show_as_known(self) -> None:
        for verdicts in self._verdicts:
            verdicts.set_known()

    # -- room ------------------------------------------------------------------------------------

    def has_room_for_two(self, width: int) -> bool:
        """Whether two columns fit, with the list of papers put away if need be."""
        return self._sides.widest(width) >= self.panes.least_width()

    def fit(self, width: int, view: View, *, wants_two: bool) -> None:
        """Place list and panel on a page this wide (logical pixels), as drawers where need be."""
        left, right = self._sides.fit(
            width,
            centre=self.panes.least_width() if wants_two else 0,
            alone=self.centre.is_empty,
        )
        in_columns = view is not View.TABLE
        self._bar.list.setVisible(left and in_columns)
        self._bar.details.setVisible(right and in_columns)
        self._show_drawers()

    def _toggle(self, part: QWidget) -> None:
        self._sides.toggle(part)
        self._show_drawers()

    def _show_drawers(self) -> None:
        self._bar.list.setChecked(self.lists.isVisible())
        self._bar.details.setChecked(self._panels.isVisible())


def _article(
    appearance: Appearance, session: ReviewSession, settings: ReadingSettings | None
) -> ReviewArticle:
    article = ReviewArticle()
    article.set_theme(appearance.theme)
    if settings is not None:
        article.set_settings(settings)
    lesson = session.review.lesson
    article.set_article(lesson.article, lesson.guide)
    appearance.theme_changed.connect(article.set_theme)
    return article
