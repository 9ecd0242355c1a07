"""Thousands of faulty files, sealed again: refused with a sentence, and nothing breaks."""

from __future__ import annotations

import contextlib
import random
import tracemalloc

from annotator.model.errors import BadInput
from tests.files.mutation import Mutations, run


def test_sound_files_are_read() -> None:
    mutations = Mutations()
    for file in mutations._whole:
        mutations.read(file)
    mutations.read(mutations._zip)


def test_thousands_of_faulty_files() -> None:
    tally = run(3_900)
    assert tally.crashes == []
    assert tally.hangs == []
    assert tally.count == 3_900
    # Faults that reach the parser must be among both: some fields may be anything.
    for kind in ("hand-in", "return", "lesson", "class-return", "reply"):
        assert tally.refused[kind] > 50, kind
    for kind in ("hand-in", "return", "lesson", "reply"):
        assert tally.read[kind] > 10, kind


def test_memory_stays_small() -> None:
    mutations = Mutations()
    files = [mutations.bomb(random.Random(seed)) for seed in range(36)]
    tracemalloc.start()
    try:
        for file in files:
            with contextlib.suppress(BadInput):
                mutations.read(file)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 200_000_000
