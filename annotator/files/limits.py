"""How much of anything is read from a file: measured before it is believed."""

from __future__ import annotations

from typing import Final

#: Bytes of a text, a web page or a lesson's article.
TEXT_BYTES: Final = 5_000_000
#: Bytes of a web page or a document that an article is taken from.
PAGE_BYTES: Final = 10_000_000
#: Bytes of a document as it lies on the disk (pictures included), and its parts unpacked.
DOCUMENT_BYTES: Final = 50_000_000
DOCUMENT_UNPACKED_BYTES: Final = 200_000_000
DOCUMENT_PARTS: Final = 5_000
#: Pages of a PDF.
PDF_PAGES: Final = 100
#: Bytes of a lesson.toml, a label guide or a key.
SETTINGS_BYTES: Final = 2_000_000
#: Bytes of a lesson file or hand-in as it lies on the disk, and unpacked.
PACKED_BYTES: Final = 8_000_000
UNPACKED_BYTES: Final = 16_000_000
#: How many times larger the unpacked form may be, once it is larger than ``RATIO_FROM``.
UNPACKED_RATIO: Final = 200
RATIO_FROM: Final = 1_000_000

#: Depth of nested lists and objects in JSON, and the number of values in all.
JSON_DEPTH: Final = 32
JSON_VALUES: Final = 500_000

#: Marks, and ties between them, in one hand-in.
MARKS: Final = 5_000
RELATIONS: Final = 5_000
#: Items, traps and relations of one key.
KEY_ENTRIES: Final = 2_000
#: Accepted spans of an item; places of a chain, and ends in one place.
ACCEPTED_SPANS: Final = 50
CHAIN_PLACES: Final = 20
PLACE_ENDS: Final = 50
#: Blocks of an article.
BLOCKS: Final = 50_000
#: Entries of any other list (standards, questions, usual mistakes…).
LIST_ENTRIES: Final = 200

#: Code points of a name or title, of a note or a why, and of an instruction or plan.
NAME_CHARS: Final = 300
NOTE_CHARS: Final = 20_000
PROSE_CHARS: Final = 50_000
#: A year of seconds: no attempt takes longer.
SECONDS_SPENT: Final = 366 * 24 * 3600
#: The largest position in a text, and the largest weight in micro-points.
POSITION: Final = TEXT_BYTES
WEIGHT: Final = 1_000_000_000
#: Attempts are counted from 1.
ATTEMPTS: Final = 100_000
#: Code points of context kept on each side of a quote.
CONTEXT_CHARS: Final = 32
#: Entries of an archive from a platform, their bytes unpacked in all, and archives in archives.
ZIP_ENTRIES: Final = 10_000
ZIP_UNPACKED_BYTES: Final = 400_000_000
ZIP_NESTED: Final = 1
#: Bytes of an archive that lies inside another one.
ZIP_INNER_BYTES: Final = 64_000_000
#: Bytes of a class list's file as it lies on the disk, and of a workbook's or archive's parts.
LIST_BYTES: Final = 8_000_000
SHEET_BYTES: Final = 40_000_000
#: Rows of a class list, and code points of one that is typed or pasted.
LIST_ROWS: Final = 2_500
LIST_CHARS: Final = 400_000
