"""Work that was made on another version of the article, in words: nothing is moved silently."""

from __future__ import annotations

from annotator.model.annotation import Annotation
from annotator.model.labels import LabelGuide
from annotator.services.review.re_anchor import ReAnchored
from annotator.ui.article.vocabulary import plural, shortened

#: Marks without a place that are told in full; how many there are besides is told, too.
MOST_TOLD = 12


def older_text_sentence(mapped: ReAnchored, guide: LabelGuide) -> tuple[str, ...]:
    """What became of all the marks of such a paper, in sentences."""
    other = sum(not each.same_words for each in mapped.moved)
    words = [
        "This was made on another version of the text. "
        f"{plural(len(mapped.moved), 'mark stands', 'marks stand')} where the same words are now."
    ]
    if other:
        words.append(
            f"Of these, {plural(other, 'mark has', 'marks have')} other words than before. "
            "Each one says so."
        )
    if mapped.doubles:
        count = plural(len(mapped.doubles), "mark is", "marks are")
        words.append(f"{count} left out: another mark with that label has the same words now.")
    if mapped.orphans:
        count = plural(len(mapped.orphans), "mark has", "marks have")
        words.append(
            f"{count} no place in this version. What was handed in still has it all; nothing is "
            f"counted for or against: {_list(mapped.orphans, guide)}"
        )
    return tuple(words)


def moved_text(mapped: ReAnchored, mark_id: str) -> tuple[str, ...]:
    """What the student had marked, where the mark stands on other words now."""
    return tuple(
        f"The student read another version of the text and marked: “{each.before.quote}”"
        for each in mapped.moved
        if each.after.id == mark_id and not each.same_words
    )


def _list(marks: tuple[Annotation, ...], guide: LabelGuide) -> str:
    listed = [
        f"{_name(guide, mark.label)} “{shortened(mark.quote, 80)}”" for mark in marks[:MOST_TOLD]
    ]
    if len(marks) > MOST_TOLD:
        listed.append(f"and {len(marks) - MOST_TOLD} more")
    return "; ".join(listed)


def _name(guide: LabelGuide, label: str) -> str:
    return guide.label(label).name.lower() if label in guide else label
