"""Parts that show a mark in detail, for a student's mark and for an item of a key."""

from __future__ import annotations

from collections.abc import Callable

from annotator.model.labels import LabelGuide
from annotator.model.lesson import LessonUses
from annotator.ui.article.vocabulary import ATTRIBUTES
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import badge_picture
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.painting import TOUCH


def label_buttons(
    appearance: Appearance, guide: LabelGuide, relabel: Callable[[str], None]
) -> dict[str, Button]:
    """A badge to press for each label, by the label's id; ``relabel`` is told which."""
    buttons: dict[str, Button] = {}
    for label in guide.labels:
        button = Button(
            appearance,
            label.name,
            picture=badge_picture(appearance, label),
            tip=f"{label.name}: {label.short}" if label.short else label.name,
            checkable=True,
        )
        button.set_label_shown(False)
        button.setFixedSize(TOUCH, TOUCH)
        button.clicked.connect(lambda _on, wanted=label.id: relabel(wanted))
        buttons[label.id] = button
    return buttons


def attribute_rows(
    appearance: Appearance, uses: LessonUses, choose: Callable[[str, object], None]
) -> dict[str, ChoiceRow]:
    """A question for each attribute that the lesson asks for; ``choose`` gets name and answer."""
    rows: dict[str, ChoiceRow] = {}
    for name, (question, answers) in ATTRIBUTES.items():
        if name in uses.attributes:
            rows[name] = ChoiceRow(appearance, question, list(answers.items()))
            rows[name].chosen.connect(lambda value, which=name: choose(which, value))
    return rows
