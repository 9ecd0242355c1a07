"""Which letters the bytes of a short list stand for; guessed well, and said to be a guess.

A detector that counts letters has too little to go by in thirty names. Names are built alike in
every language, though: a word has capitals only at its start (or throughout), is of one script, and
its accented letters are those of one language. The code page under which this is most true is
taken; the next best is kept to be shown.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

#: Tried in this order; of two that read equally well the first is taken.
CODE_PAGES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16 (big-endian)",
    "cp1252": "Windows-1252 (Western)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1257": "Windows-1257 (Baltic)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp874": "Windows-874 (Thai)",
    "cp850": "DOS 850 (Western)",
    "mac_roman": "Mac Roman",
    "cp852": "DOS 852 (Central European)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp932": "Shift-JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp949": "EUC-KR (Korean)",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Letters beyond ASCII of German, French, Spanish and Catalan, Portuguese, Italian, Danish and
#: Norwegian, Swedish and Finnish, Albanian, Irish; with how likely a list in them is in the pages
#: for Western Europe. Those of Icelandic and Estonian are met there, too, but seldom.
_WESTERN = (
    ("äöüß", 1.0),
    ("éèêëçàâîïôûùœÿ", 1.0),
    ("áéíóúñüçàèò", 1.0),
    ("ãõçáéíóúâêôà", 1.0),
    ("àèéìòù", 1.0),
    ("æøåéöä", 1.0),
    ("åäöéü", 1.0),
    ("ëç", 1.0),
    ("áéíóú", 1.0),
    ("ðþæöáéíóúý", 0.9),
    ("õäöüšž", 0.9),
)
#: Czech and Slovak, Polish, Hungarian, Croatian and Slovene, Romanian, German.
_CENTRAL = (
    ("ěščřžýáíéůúďťňľĺŕôäó", 1.0),
    ("ąćęłńóśźż", 1.0),
    ("áéíóöőúüű", 1.0),
    ("čćžšđ", 1.0),
    ("ăâîșțşţ", 1.0),
    ("äöüß", 0.95),
)
#: Lithuanian, Latvian, Estonian.
_BALTIC = (("ąčęėįšųūž", 1.0), ("āčēģīķļņšūž", 1.0), ("õäöüšž", 1.0))
_TURKISH = (("ğışİ", 1.02), ("çğıöşüâîİ", 1.0), ("äöüß", 0.95))
_Letters = tuple[tuple[frozenset[str], float], ...]


def _sets(languages: tuple[tuple[str, float], ...]) -> _Letters:
    return tuple((frozenset(letters), weight) for letters, weight in languages)


_LANGUAGES: dict[str, _Letters] = {
    **dict.fromkeys(("cp1252", "mac_roman", "cp850"), _sets(_WESTERN)),
    **dict.fromkeys(("cp1250", "cp852"), _sets(_CENTRAL)),
    "cp1257": _sets(_BALTIC),
    "cp1254": _sets(_TURKISH),
}
#: Where scripts begin; letters of two of them stand in no word.
_SCRIPTS = (0x250, 0x370, 0x400, 0x530, 0x590, 0x600, 0x900, 0xE00, 0xE80, 0x3040, 0xAC00)
_WORD = re.compile(r"[^\s;,\t|\"<>()@./\d:_-]+")
#: This much of a file is looked at.
_LOOKED_AT = 4_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the code page that it was read in.

    ``is_guess`` where neither a mark nor the bytes themselves say so. ``proof`` is a word whose
    letters show whether it was right, and ``other`` how the next best code page would read it.
    """

    text: str
    code_page: str
    is_guess: bool = False
    proof: str = ""
    other: str = ""
    other_code_page: str = ""


def decode_list(data: bytes, code_page: str = "") -> Decoded:
    """A list's bytes as text; in ``code_page`` where one is given, with U+FFFD for what it lacks.

    A byte-order mark decides; without one UTF-8 where all of it is, else the likeliest.
    """
    for mark, its in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(code_page or its, "replace")
            return Decoded(text, code_page or its)
    found = code_page or _certain(data)
    if found:
        text = data.decode(found, "replace").removeprefix("\ufeff")
        return Decoded(text, found, proof=_proof(text))
    best, *rest = _ranked(data)
    text = data.decode(best, "replace")
    for second in rest:
        # Related pages read most letters alike; the next that differs is of use.
        proof, other = _apart(text, data.decode(second, "replace"))
        if other:
            return Decoded(text, best, True, proof, other, second)
    return Decoded(text, best, True, _proof(text))


def _certain(data: bytes) -> str:
    """UTF-8, or UTF-16 without its mark, which shows by the empty halves of plain letters."""
    head = data[:_LOOKED_AT]
    low, high = head[::2].count(0), head[1::2].count(0)
    if (low == 0) != (high == 0) and len(data) % 2 == 0:
        return "utf-16-le" if high else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "utf-8"


def _ranked(data: bytes) -> Sequence[str]:
    """Code pages that can be meant, the likeliest first."""
    lines = [line for line in data[:_LOOKED_AT].split(b"\n") if not line.isascii()]
    sample = b"\n".join(lines)[:_LOOKED_AT] or data[:_LOOKED_AT]
    found: list[tuple[float, int, str]] = []
    for place, code_page in enumerate(CODE_PAGES):
        if code_page.startswith("utf"):
            continue
        try:
            text = sample.decode(code_page)
        except UnicodeDecodeError:
            # The last letter may be cut in half; a page with holes reads most of it.
            text = sample.decode(code_page, "replace")
        found.append((-_likelihood(text, _LANGUAGES.get(code_page, ())), place, code_page))
    return [code_page for _, _, code_page in sorted(found)]


def _likelihood(text: str, languages: _Letters) -> float:
    """From 0 to a little over 1, how much the words that are not plain ASCII look like words."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if not words:
        return 0.0
    # Lists of one language are commoner than lists of many.
    own = {_lower(char) for word in words for char in word if char > "\x7f" and char.isalpha()}
    one = _of_one_language(own, languages) if own else 0.0
    return sum(_word(word, languages) for word in words) / len(words) + 0.1 * one


def _of_one_language(letters: set[str], languages: _Letters) -> float:
    shares = (len(letters & known) / len(letters) * weight for known, weight in languages)
    return max(shares, default=0.0)


def _word(word: str, languages: _Letters) -> float:
    letters = [char for char in word if char not in "'’‘´`."]
    strange = [char for char in letters if ord(char) > 127]
    if not strange:
        return 0.8
    if any(not _is_letter(char) for char in strange):
        return 0.0
    scripts = {_script(char) for char in letters}
    if len(scripts) > 1:
        return 0.1
    cased = [char for char in letters if char.lower() != char.upper()]
    if any(char.isupper() for char in cased[1:]) and any(char.islower() for char in cased):
        return 0.2
    # A name begins with a capital where its letters have any.
    capital = 1.0 if not cased or cased[0].isupper() else 0.9
    if scripts != {0}:
        return capital * _common(strange)
    return capital * _of_one_language({_lower(char) for char in strange}, languages)


def _lower(char: str) -> str:
    return char if char == "İ" else char.lower()


def _common(strange: Sequence[str]) -> float:
    """Of other scripts: whether the letters are everyday ones, where that can be told by order."""
    ideographs = [char for char in strange if "\u3400" <= char <= "\u9fff"]
    if not ideographs:
        # Half-width kana are what Latin letters look like when they are read as Japanese.
        if any("\uff61" <= char <= "\uff9f" for char in strange):
            return 0.05
        # What is Korean reads as everyday Chinese, too; what is Chinese is no Korean.
        hangul = [char for char in strange if "\uac00" <= char <= "\ud7a3"]
        if hangul:
            return 1.1 if len(hangul) == len(strange) and all(map(_is_everyday, hangul)) else 0.1
        return 0.95
    return sum(_is_everyday(char) for char in ideographs) / len(ideographs)


def _is_everyday(char: str) -> bool:
    """Whether a character is in the first level of the Chinese or the Korean standard."""
    for code_page, first, last in (
        ("gb2312", 0xB0, 0xD7),
        ("big5", 0xA4, 0xC6),
        ("euc_kr", 0xB0, 0xC8),
    ):
        try:
            if first <= char.encode(code_page)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _script(char: str) -> int:
    return sum(ord(char) >= start for start in _SCRIPTS) if ord(char) >= 0x250 else 0


def _proof(text: str) -> str:
    """A word with letters beyond ASCII, the cell around it where that is short."""
    for line in text.splitlines():
        if not line.isascii():
            for cell in re.split(r"[;,\t|\"]", line):
                if not cell.isascii() and len(cell) <= 40:
                    return cell.strip()
    return ""


def _apart(text: str, other: str) -> tuple[str, str]:
    """The first words that the two read differently."""
    for one, two in zip(text.splitlines(), other.splitlines(), strict=False):
        if one == two:
            continue
        cells = zip(re.split(r"[;,\t|\"]", one), re.split(r"[;,\t|\"]", two), strict=False)
        for first, second in cells:
            if first != second and len(first) <= 40:
                return first.strip(), second.strip()
    return _proof(text), ""
