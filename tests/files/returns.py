"""A return with everything in it, made by the real grading rule, and the card that it goes to."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache

from annotator.files.card_keys import CardKeys
from annotator.files.reply_file import Reply, ReplyEntry
from annotator.files.return_file import Return
from annotator.model.outcome import Comparison
from annotator.model.review import Answered, DecisionKind, Remark, Verdict
from annotator.scoring.grading import compare, prepare
from tests.files.make import WHEN, a_key, a_submission, an_article, an_id

NAME = "Zoë O’Hara"
WORDS = ("able", "about", "above", "absent")


@cache
def card_of(name: str = NAME) -> CardKeys:
    """A student's keys; the same for the same name."""
    return CardKeys.from_card(name, WORDS)


def a_comparison() -> Comparison:
    """The submission of these tests against their key, with ties, traps and an extra."""
    article = an_article()
    made = a_submission(article)
    trap = replace(
        made.annotations[3],
        id=an_id(77),
        span=type(made.annotations[3].span)(
            article.text.index("By Jonah Pell"), article.text.index("By Jonah Pell") + 13
        ),
        quote="By Jonah Pell",
    )
    prepared = prepare(a_key(article), article)
    marks = (*made.annotations, trap)
    return compare(prepared, marks, article, relations=made.relations)


def a_return(student_id: str = "") -> Return:
    """A return to the student of :func:`make.a_submission`, or to another one."""
    article = an_article()
    key = a_key(article)
    return Return(
        student_id=student_id or card_of().student_id,
        student_name=NAME,
        lesson_id="03-reservoir-leak",
        assignment_id=an_id(93),
        attempt_id=an_id(91),
        attempt_number=2,
        hand_in_sha256="a" * 64,
        revision=3,
        returned=WHEN + datetime.timedelta(days=2),
        teacher="Ms =Bell",
        comparison=a_comparison(),
        remarks=(
            Remark(kind=DecisionKind.COMMENT, comment="Well\npeeled 🙂"),
            Remark(kind=DecisionKind.OVERRIDE, item_id=an_id(1), points=-5, why="half"),
            Remark(kind=DecisionKind.WAIVE, mark_id=an_id(77), why="a good idea"),
        ),
        answers=(
            Answered(
                id=an_id(50),
                reason="It says “may” 🙂",
                item_id=an_id(1),
                raised=WHEN,
                verdict=Verdict.STANDS,
                words="=A guess\nis no claim.",
            ),
            Answered(
                id=an_id(51), reason="So?", mark_id=an_id(77), raised=WHEN, verdict=Verdict.RIGHT
            ),
            Answered(
                id=an_id(52), reason="He did.", tie_id=an_id(70), raised=WHEN, verdict=Verdict.RIGHT
            ),
        ),
        key_ties=key.relations,
    )


def a_reply(student_id: str = "") -> Reply:
    """What that student has to say to it."""
    return Reply(
        student_id=student_id or card_of().student_id,
        student_name=NAME,
        hand_in_sha256="a" * 64,
        entries=(
            ReplyEntry(
                id=an_id(50), reason="It says “may” 🙂", item_id=an_id(1), revision=3, raised=WHEN
            ),
            ReplyEntry(id=an_id(51), reason="So?", mark_id=an_id(77), raised=WHEN),
            ReplyEntry(id=an_id(52), reason="He did.", tie_id=an_id(70), raised=WHEN),
        ),
    )
