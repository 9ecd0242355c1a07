"""What the pages of an import call things: kinds of parts, reasons, how sure a detail is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from annotator.model.article import BlockKind
from annotator.model.found_article import Certainty, FoundPart, LeftOut
from annotator.ui.article.vocabulary import plural

KINDS: Final = {
    BlockKind.HEADLINE: "Headline",
    BlockKind.STANDFIRST: "Standfirst",
    BlockKind.PARAGRAPH: "Paragraph",
    BlockKind.SUBHEADING: "Subheading",
    BlockKind.QUOTE: "Quote",
    BlockKind.LIST_ITEM: "List entry",
    BlockKind.CAPTION: "Caption",
    BlockKind.BYLINE: "Byline",
    BlockKind.DATELINE: "Date",
    BlockKind.CREDIT: "Photo credit",
    BlockKind.PUBLISHER: "Publisher",
    BlockKind.TABLE_ROW: "Table row",
    BlockKind.OTHER: "Other",
}
#: The number keys, in the order of the kinds; the last three kinds have none.
KIND_KEYS: Final = dict(zip("1234567890", KINDS, strict=False))
KEY_OF_KIND: Final = {kind: key for key, kind in KIND_KEYS.items()}

REASONS: Final = {
    LeftOut.MENU: "the page’s menu",
    LeftOut.ADVERT: "an advert",
    LeftOut.LINK: "a link to another story",
    LeftOut.SHARE: "buttons for sharing",
    LeftOut.COMMENT: "readers’ comments",
    LeftOut.COOKIES: "a note about cookies",
    LeftOut.FRAME: "words of the page’s frame",
    LeftOut.PAGE_LINE: "a line on every printed page",
    LeftOut.BY_HAND: "left out by you",
}
#: The same of many lines: "34 lines of the page’s menu".
_OF_MANY: Final = {
    LeftOut.MENU: "the page’s menu",
    LeftOut.ADVERT: "adverts",
    LeftOut.LINK: "links to other stories",
    LeftOut.SHARE: "buttons for sharing",
    LeftOut.COMMENT: "readers’ comments",
    LeftOut.COOKIES: "notes about cookies",
    LeftOut.FRAME: "the page’s frame",
    LeftOut.PAGE_LINE: "headers and footers",
    LeftOut.BY_HAND: "what you left out",
}

DETAILS: Final = {
    "title": "Title",
    "byline": "Byline",
    "publisher": "Publisher",
    "date": "Date",
    "language": "Language",
    "licence": "Licence, or who allowed you to use it",
}
#: How sure a detail is: a sign, a sentence, the theme's ink for both.
CERTAINTY: Final = {
    Certainty.PRINTED: ("✓", "as printed in the article", "found"),
    Certainty.STATED: ("✓", "the page says so where readers don’t see it", "found"),
    Certainty.GUESSED: ("?", "a guess: is this right?", "other"),
    Certainty.NONE: ("–", "not found", "soft_ink"),
}
BY_YOU: Final = ("✓", "written by you", "found")


def run_text(parts: Sequence[FoundPart]) -> str:
    """ "34 lines of the page’s menu" for parts that were left out one after the other."""
    counted = Counter(part.left_out for part in parts if part.left_out is not None)
    names = [_OF_MANY[reason] for reason, _ in counted.most_common(3)]
    named = names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
    return f"{plural(len(parts), 'line')} of {named}"


def counts_text(parts: Sequence[FoundPart]) -> str:
    """ "14 parts taken in, 6 lines left out"."""
    out = sum(part.left_out is not None for part in parts)
    taken = plural(len(parts) - out, "part")
    return f"{taken} taken in, {plural(out, 'line')} left out" if out else f"{taken} taken in"


def part_text(part: FoundPart) -> str:
    """A part as a screen reader has it: what it is, its words, and the way back where it is out."""
    if part.left_out is None:
        return f"{KINDS[part.kind]}: {part.text}"
    return f"Left out: {part.text}, {REASONS[part.left_out]}. Enter puts it back."
