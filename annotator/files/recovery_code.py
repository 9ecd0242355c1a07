"""The eight words of a recovery sheet, which open a desk when its passphrase is lost.

From the list of the class cards: 88 bits, so that they can't be guessed, and few enough to type.
"""

from __future__ import annotations

import re
import secrets

from annotator.files.card_keys import drawn_words, known_words
from annotator.model.errors import BadInput

WORDS = 8


def new_code() -> str:
    """Eight words, drawn by the system's own generator, with one space between them."""
    fit = drawn_words()
    return " ".join(secrets.choice(fit) for _ in range(WORDS))


def read_code(typed: str) -> str:
    """The words as they stand on the sheet; four letters of each are enough.

    BadInput for another number of words, and for a word that is on no sheet.
    """
    found = _typed(typed)
    if len(found) != WORDS:
        raise BadInput(
            f"A recovery sheet has eight words; there are {len(found)} here.",
            todo="Type the eight words from the sheet, in their order.",
        )
    return " ".join(known_words(found, "a recovery sheet"))


def might_be_code(typed: str) -> bool:
    """Whether a sheet's words may have been typed where a passphrase would do as well."""
    return len(_typed(typed)) == WORDS


def _typed(typed: str) -> list[str]:
    # The numbers in front of the words on the sheet may be typed along.
    return re.findall(r"[^\W\d_]+", typed[:1000].casefold())
