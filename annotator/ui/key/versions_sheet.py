"""The versions of a key: who made each one, when and why, and what is new in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.moments import moment_text
from annotator.services.review.key_log import KeyEntry
from annotator.services.review.key_versions import KEY_ACCEPTED, KEY_TAKEN_BACK, KeyVersion
from annotator.ui.article.vocabulary import shortened
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.scroll_pane import ScrollPane
from annotator.ui.widgets.sheets import Sheet

#: So many changed items of a version are named.
_NAMED = 5


def who_text(version: KeyVersion) -> str:
    """ "Ms Varga accepted an answer for everyone in 7A: “they are right”"."""
    if version.at is None:
        return "It came with the lesson."
    who = version.who or "A teacher without a name"
    if version.what == KEY_ACCEPTED:
        where = " and ".join(filter(None, [", ".join(version.classes[:-1]), *version.classes[-1:]]))
        done = "accepted an answer for everyone" + (f" in {where}" if where else "")
    elif version.what == KEY_TAKEN_BACK:
        done = "took back what was accepted for everyone"
    else:
        done = "published it"
    return f"{who} {done}: “{version.why}”" if version.why else f"{who} {done}."


def change_text(entry: KeyEntry) -> str:
    """ "New in it: “rejected” (optional); “he” (new)"; empty where nothing is known to be new."""
    changes = [f"“{shortened(each.name, 50)}” ({each.what})" for each in entry.changes[:_NAMED]]
    if len(entry.changes) > _NAMED:
        changes.append(f"and {len(entry.changes) - _NAMED} more")
    return f"New in it: {'; '.join(changes)}" if changes else ""


class VersionsSheet(Sheet):
    """Only to be read; the latest version stands at the top."""

    def __init__(
        self, appearance: Appearance, entries: Sequence[KeyEntry], parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "Versions of the key", parent)
        self.setMinimumSize(520, 320)
        self.setMaximumWidth(700)
        if not entries:
            self.add_text("There is no version yet. “Publish” makes the first.")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(2)
        for entry in entries:
            at = entry.version.at
            when = f" · {moment_text(at)}" if at is not None else ""
            head = f"Version {entry.version.number}{when}"
            column.addWidget(TextLabel(appearance, head, Role.STRONG, wrap=True))
            column.addWidget(
                TextLabel(appearance, who_text(entry.version), Role.SMALL, ink="ink", wrap=True)
            )
            changed = change_text(entry)
            if changed:
                column.addWidget(TextLabel(appearance, changed, Role.SMALL, wrap=True))
            column.addSpacing(10)
        column.addStretch(1)
        area = ScrollPane("Versions of the key, the latest first")
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.body.addWidget(area, 1)
        close = self.add_button("Close", ButtonKind.PRIMARY)
        close.clicked.connect(self.accept)
        close.setFocus()


def open_versions(appearance: Appearance, entries: Sequence[KeyEntry], window: QWidget) -> None:
    """Show them over a window; the sheet goes when it is closed."""
    sheet = VersionsSheet(appearance, entries, window)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.open()
