"""The list of key items: what a key says of each, on one line under its words."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from annotator.model.key import POINT, KeyItem
from annotator.model.labels import LabelGuide
from annotator.services.review.points import points_text
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.key.session import KeySession
from annotator.ui.marking.marks_model import DETAILS_ROLE, MarksModel
from annotator.ui.marking.marks_panel import MarksPanel
from annotator.ui.widgets.appearance import Appearance

_Index = QModelIndex | QPersistentModelIndex


def item_details(item: KeyItem, guide: LabelGuide) -> str:
    """ "optional · also opinion · 2 spans · no why yet"."""
    parts = [] if item.required else ["optional"]
    if item.required and item.weight != POINT:
        parts.append(f"{points_text(item.weight)} points")
    if item.also_labels:
        parts.append("or " + ", ".join(guide.label(each).name.lower() for each in item.also_labels))
    if len(item.accepted) > 1:
        parts.append(plural(len(item.accepted), "place"))
    parts.append(shortened(item.why, 60) if item.why else "no why yet")
    return " · ".join(parts)


class _ItemsModel(MarksModel):
    """The items as marks, with what a key says of them."""

    def __init__(self, session: KeySession) -> None:
        super().__init__(session)
        self._key = session

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        details = (DETAILS_ROLE, Qt.ItemDataRole.AccessibleTextRole)
        if role not in details or not index.isValid() or index.row() >= self.rowCount():
            return super().data(index, role)
        mark, guide = self.mark(index.row()), self._key.lesson.guide
        words = item_details(self._key.editing.item(mark.id), guide)
        if role == DETAILS_ROLE:
            return words
        return f"{guide.label(mark.label).name}: {mark.quote}. {words}"


class ItemsPanel(MarksPanel):
    """All key items in reading order, to filter, to search and to choose."""

    def __init__(self, appearance: Appearance, session: KeySession) -> None:
        model = _ItemsModel(session)
        super().__init__(
            appearance,
            session,
            title="Key items",
            noun="key item",
            empty=(
                "The key is empty.",
                "Select words in the article and choose what they are, or begin with what the "
                "class marked.",
            ),
            model=model,
        )
        model.setParent(self)
