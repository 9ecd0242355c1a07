"""A class list of 2,000 rows, read as it is for the preview; the floor parses the same CSV."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator

from annotator.services.classes.class_lists import read_list
from tests.benchmarks.table import Row

ROWS = 2_000
ROUNDS = 7
_HEAD = "Nachname;Vorname;ID;E-Mail;Klasse\n"


def rows() -> Iterator[Row]:
    """Reading the list, next to decoding it and parsing it as CSV, by turns."""
    text = _HEAD + "".join(f"Müller-{n};Anna {n};s{n};m{n}@x.example;7b\n" for n in range(ROWS))
    data = text.encode("cp1252")
    values, floors = [], []
    for _ in range(ROUNDS):
        floors.append(_milliseconds(lambda: list(csv.reader(io.StringIO(data.decode("cp1252"))))))
        values.append(_milliseconds(lambda: read_list(data, "list.csv")))
    size = f"{ROWS:,} rows of 5 columns"
    yield Row(
        "class list: read for the preview", size, min(values), "ms", min(floors), 300, "value"
    )


def _milliseconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begin)
