"""Which language a text is in, by script and by its commonest little words.

A detector library was weighed (langdetect, lingua, py3langid): each adds from one to two hundred
megabytes or needs numpy, for a field that only chooses sentence rules and reading direction.
"""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = {
    "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "ru": "\u0400-\u04ff",
    "el": "\u0370-\u03ff",
    "hi": "\u0900-\u097f",
    "ja": "\u3041-\u30ff",
    "ko": "\uac00-\ud7af",
    "zh": "\u4e00-\u9fff",
}
_WORDS = {
    "en": "the of and to in that is was for on with he said his it by from at as has not",
    "de": "der die das und ist nicht den von zu mit ein eine dem auf für sich im des auch",
    "fr": "le la les des et est une un dans que qui pour pas sur du au par avec ne il",
    "es": "el la los las de que y en un una por con para del se su al lo como no",
    "it": "il la di che e un una per non sono del della con si le gli da nel alla è",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook door",
    "pt": "o a os as de que e em um uma para com não do da no na por se ao",
}
_LATIN = re.compile(r"[^\W\d_]+")


def guess_language(text: str) -> str:
    """A two-letter code, or an empty string where the text gives no clear sign."""
    sample = text[:20_000]
    letters = sum(char.isalpha() for char in sample)
    if not letters:
        return ""
    for code, script in _SCRIPTS.items():
        share = len(re.findall(f"[{script}]", sample)) / letters
        # Japanese is known by a little kana among many Chinese characters.
        if share > (0.1 if code == "ja" else 0.5):
            return code
    words = Counter(word.lower() for word in _LATIN.findall(sample))
    votes = {code: sum(words[word] for word in common.split()) for code, common in _WORDS.items()}
    best, second = sorted(votes.items(), key=lambda vote: -vote[1])[:2]
    total = sum(words.values())
    return best[0] if best[1] > second[1] and best[1] / total > 0.08 else ""
