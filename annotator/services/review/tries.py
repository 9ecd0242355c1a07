"""How the tries of practice came out, kept so that a list of lessons need not compare anew.

What a teacher gave back is not kept here: it may be sealed to a class card, and stays so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.services.marking.studying import Studying
    from annotator.services.review.practice import Results, Try


def keep_tries(studying: Studying, results: Results) -> None:
    """Keep how the try came out whose reasons are shown; work that a teacher gave back is not."""
    if not results.is_practice:
        return
    attempt = results.submission.attempt
    for each in results.tries:
        if each.number == attempt.number:
            studying.set_setting(_key(attempt.id), [each.number, each.named, each.required])


def kept_try(studying: Studying, attempt_id: str) -> Try | None:
    """How a try came out when its reasons were read last; None where that was never."""
    match studying.setting(_key(attempt_id)) if attempt_id else None:
        case [int(number), int(named), int(required)]:
            # Asked for by the start page too, which loads as little as it can.
            from annotator.services.review.practice import Try

            return Try(number=number, named=named, required=required)
    return None


def _key(attempt_id: str) -> str:
    return f"try-{attempt_id}"
