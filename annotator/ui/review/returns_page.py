"""What a page has from which papers are given back: the review, and the ledger of returns."""

from __future__ import annotations

from annotator.ui.review.inbox_model import InboxModel
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.messages import Banner
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.progress import ProgressPanel


class ReturnsPage(Page):
    """Shows in its banner what went out, in ``progress`` what is on its way."""

    session: ReviewSession
    papers: InboxModel
    banner: Banner
    progress: ProgressPanel
