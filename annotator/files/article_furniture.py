"""Lines of a scraped news page that are no body text: bylines, credits, navigation."""

from __future__ import annotations

import re

_NAME = r"[^\W\d_][\w.'’\-]*"
_BYLINE = re.compile(
    rf"(?:(?i:by|words by|written by|story by|reported by|text by|text:|von|par|por|door)\s+)"
    rf"(?P<names>{_NAME}(?:[\s,&|/]+{_NAME}){{0,11}})\s*"
)
_LOWER_IN_NAMES = frozenset(
    "and de del della der den di da dos du el la le van von bin al y e für in at".split()
)

_CREDIT_WORD = (
    r"(?:photo(?:graph)?s?|pictures?|images?|pics?|video|illustrations?|graphics?|artwork)"
)
#: A credit: "Credit: AFP", "Photo: A. Name / Paper", "Picture by A. Name", "Image source, X",
#: "AP Photo/A. Name", "© AFP", "Courtesy of X".
_CREDIT = (
    rf"(?:(?i:{_CREDIT_WORD}\s*(?:credits?|source|courtesy)\s*[:,]?|{_CREDIT_WORD}\s*:|credits?\s*:)"
    r"|(?:Photo(?:graph)?s?|Pictures?|Images?|Pics?|Video|Illustrations?|Graphics?)\s+by\b"
    r"|AP\s+Photo\s*/|Courtesy\s+(?:of|:)|©)"
)
_CREDIT_LINE = re.compile(rf"[(\[]?\s*{_CREDIT}\s*\S.{{0,79}}")
_CREDIT_TAIL = re.compile(
    rf"(?P<caption>\S.*?(?:\s*[|–—-])?)\s+"
    # A credit is no sentence: its only full stops are those of initials.
    rf"(?P<credit>[(\[]?{_CREDIT}\s*\S(?:[^.!?]|(?<=[ /(][A-Z])\.){{0,79}}?[)\]]?\.?)"
)
_CAPTION_LINE = re.compile(r"(?i:image caption|caption|pictured|photo caption)\s*[:,]\s+\S.*")

#: No caption is longer than this (characters); keeps a hostile line from costing seconds.
_LONGEST_CAPTION = 800

_RUN_TOGETHER = re.compile(r"(?:[A-Z][a-z]+){3,}")
_NAV_WORDS = frozenset(
    "about account advertise advertisement advertisers advertising business careers close comment "
    "comments contact contributors cookies copy culture economy edition email entertainment "
    "environment facebook fashion finance follow health home instagram jobs latest life lifestyle "
    "like link linkedin live local log login menu money more most my news newsletter newsletters "
    "opinion pinterest podcasts politics popular print privacy publishers reddit register related "
    "save science search sections share shop show showbiz sign sport sports style subscribe tech "
    "technology telegram top topics travel trending tv tweet twitter uk up us video videos "
    "watch weather whatsapp world x in on us".split()
)
_NAV_LINE = re.compile(
    r"(?i:read (?:more|next|also)\b|see also\b|related(?: articles?| stories)?:?$|"
    r"most (?:read|viewed)\b|"
    r"sign up (?:for|to)\b|subscribe (?:to|now)\b|follow us\b|click here\b|share this\b|"
    r"recommended\b(?:.{0,20})$|advertisement$|sponsored\b.{0,20}$|skip to\b|jump to\b|"
    r".*\ball rights reserved|copyright\b|\d+ ?min(?:ute)?s? read$|\d+ comments?$|"
    r"comments? ?\(?\d+\)?$|"
    r"listen to (?:this )?article\b|this article (?:is|was) (?:more than|first published)\b|"
    r"(?:got a story|do you have a story)\b|exclusive$|breaking(?: news)?$|opinion$|analysis$)"
)


def is_byline(line: str) -> bool:
    """True for "By Ann Writer", "By ANN WRITER and Bo Scribe, Politics Editor"."""
    match = _BYLINE.fullmatch(line)
    if match is None:
        return False
    words = re.findall(r"[\w.'’\-]+", match["names"])
    lower = [word for word in words if word[0].islower()]
    return all(word in _LOWER_IN_NAMES for word in lower) and len(lower) * 2 < len(words)


def is_credit(line: str) -> bool:
    """True for a line that is nothing but a photo credit."""
    return _CREDIT_LINE.fullmatch(line) is not None and len(line.split()) <= 12


def is_caption(line: str) -> bool:
    """True for a line that calls itself a caption."""
    return _CAPTION_LINE.fullmatch(line) is not None


def split_caption(line: str) -> tuple[str, str] | None:
    """A caption with a credit at its end, as (caption, credit); None for any other line."""
    match = _CREDIT_TAIL.fullmatch(line) if len(line) <= _LONGEST_CAPTION else None
    if match is None or len(match["caption"].split()) < 2 or len(match["credit"].split()) > 12:
        return None
    return match["caption"].rstrip(), match["credit"]


def is_run_together(text: str) -> bool:
    """True where menu words were glued into one: "ContributorsPublishersAdvertisers"."""
    return any(_RUN_TOGETHER.fullmatch(word) for word in text.split())


def is_navigation(line: str) -> bool:
    """True for menus, share buttons, "Read more", notices: the page's words, not the article's."""
    words = re.findall(r"[\w’']+", line.lower())
    if not words:
        return True
    if _NAV_LINE.match(line) and len(words) <= 25:
        return True
    if is_run_together(line) and len(words) <= 6 and line[-1] not in ".?!":
        return True
    known = sum(word in _NAV_WORDS for word in words)
    return len(words) <= 15 and line[-1] not in '.?!”"' and known / len(words) > 0.74
