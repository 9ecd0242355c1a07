"""What holds for one student alone, in words: an extension, or that nothing is expected."""

from __future__ import annotations

from annotator.model.moments import moment_text
from annotator.model.work import OwnTerms


def terms_text(terms: OwnTerms | None) -> str:
    """ "own due time 14 March, 09:30", "excused", "absent"; empty where nothing is their own."""
    if terms is None:
        return ""
    if terms.away is not None:
        return str(terms.away)
    assert terms.due is not None
    return f"own due time {moment_text(terms.due)}"
