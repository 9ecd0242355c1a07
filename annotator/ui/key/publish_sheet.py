"""Before a key becomes a version: who counts with it, who gains and who loses, who still works."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.services.lessons.key_desk import InUse
from annotator.services.review.rescoring import KeyPreview, Rescore
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import Sheet

_WHY_CHARS = 300


def preview_text(preview: KeyPreview) -> str:
    """ "3 papers gain, 1 loses, 23 stay as they are."."""
    gains, losses, same = len(preview.gains), len(preview.losses), preview.same
    parts = []
    if gains:
        parts.append(f"{plural(gains, 'paper gains', 'papers gain')}")
    if losses:
        parts.append(f"{plural(losses, 'paper loses', 'papers lose')}")
    if same:
        parts.append(
            f"{plural(same, 'paper stays', 'papers stay')} as it is"
            if same == 1
            else f"{same} papers stay as they are"
        )
    if preview.faults:
        parts.append(f"{plural(len(preview.faults), 'paper', 'papers')} can’t be counted")
    words = ", ".join(parts)
    return f"{words[:1].upper()}{words[1:]}." if words else "No paper is in yet."


class PublishSheet(Sheet):
    """Counts the papers with the new key while it stands open; nothing is written before "yes"."""

    publish_requested = Signal(str, list)
    """The reason (may be empty), and ids of assignments that stay with the version they have."""

    def __init__(
        self,
        appearance: Appearance,
        number: int,
        uses: Sequence[InUse],
        rescore: Rescore | None,
        thin: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, f"Publish the key as version {number}?", parent)
        self.setMinimumWidth(480)
        self.setMaximumWidth(620)
        self._rescore = rescore
        self.add_text(
            "A version that is published never changes. You can go on writing and publish the next."
        )
        if thin:
            self.add_text(
                f"The check-up lists {thin}. The key can be used all the same.", ink="soft_ink"
            )
        self.checks: dict[str, Check] = {}
        self._add_uses(appearance, uses)
        self.effect = self.add_text("", role=Role.STRONG)
        self.effect.setVisible(rescore is not None)
        self.body.addWidget(TextLabel(appearance, "What is new in it (for your log)", Role.SMALL))
        self.why = QLineEdit()
        self.why.setAccessibleName("What is new in it")
        self.why.setMaxLength(_WHY_CHARS)
        self.body.addWidget(self.why)
        self.body.addStretch(1)
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes = self.add_button("Publish", ButtonKind.PRIMARY)
        self.yes.clicked.connect(self._publish)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._count_on)
        if rescore is not None:
            self.effect.setText("Counting the papers…")
            self._timer.start()

    def _add_uses(self, appearance: Appearance, uses: Sequence[InUse]) -> None:
        following = [use for use in uses if not use.is_held]
        held = [use for use in uses if use.is_held]
        if following:
            self.body.addWidget(
                TextLabel(appearance, "From now on these count with it:", Role.SMALL_STRONG)
            )
        for use in following:
            state = f"{use.papers} of {use.students} in"
            name = use.class_name or use.assignment.title
            check = Check(appearance, f"{name}   {state}")
            check.setChecked(True)
            self.checks[use.assignment.id] = check
            self.body.addWidget(check)
        working = [use.class_name for use in following if use.is_working and use.students]
        if working:
            names = ", ".join(dict.fromkeys(working))
            self.add_text(
                f"{names}: some are still working on it. What they hand in is counted with the new "
                "version where the class is ticked.",
                ink="other",
                role=Role.SMALL,
            )
        for use in held:
            version = use.assignment.key_version
            self.add_text(
                f"{use.class_name} stays with version {version}.", ink="soft_ink", role=Role.SMALL
            )

    def _count_on(self) -> None:
        assert self._rescore is not None
        if self._rescore.step():
            self._timer.stop()
            self.effect.setText(preview_text(self._rescore.preview))
        else:
            self.effect.setText(f"Counting the papers: {self._rescore.done} of {self._rescore.of}…")

    def _publish(self) -> None:
        self._timer.stop()
        hold = [id for id, check in self.checks.items() if not check.isChecked()]
        self.publish_requested.emit(" ".join(self.why.text().split()), hold)
        self.accept()
