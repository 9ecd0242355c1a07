"""The grading rule against its own words: every promise of it, in very many random cases.

The promises are those of the tests, each tried as often as asked for. A case is drawn from a number
alone, so one that breaks a promise comes back with ``--count 1 --seed`` and that number.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from random import Random

from tests.scoring import promises, tie_promises
from tests.scoring.promises import Promise
from tests.soak.report import Report

PROMISES: tuple[Promise, ...] = (*promises.PROMISES, *tie_promises.PROMISES)
#: A promise that is broken this often is not tried any more.
ENOUGH = 5


def run(count: int, seed: int, tried: tuple[Promise, ...] = PROMISES) -> Report:
    """``count`` random cases for each promise of the rule and of ties, from number ``seed`` on."""
    report = Report("scoring")
    began = time.perf_counter()
    broken: Counter[str] = Counter()
    for number in range(seed, seed + count):
        for promise in tried:
            name = promise.__name__
            if broken[name] < ENOUGH and (fault := _fault(promise, number)):
                broken[name] += 1
                report.faults.append(f"{name}, --count 1 --seed {number}: {fault}")
        _show_progress(number - seed + 1, count, len(report.faults))
    report.figures["random cases of each promise"] = f"{count:,}"
    report.figures["promises that held"] = f"{len(tried) - len(broken)} of {len(tried)}"
    report.figures["seconds"] = round(time.perf_counter() - began)
    return report


def _fault(promise: Promise, number: int) -> str:
    """What breaks the promise; empty where it holds."""
    try:
        promise(Random(number))
    except Exception as error:  # noqa: BLE001 - a crash is a fault like any other
        return f"{type(error).__name__}: {error}"
    return ""


def _show_progress(done: int, count: int, faults: int) -> None:
    if done % max(1, count // 20) == 0:
        print(f"scoring: {done:,} of {count:,}, faults: {faults}", file=sys.stderr, flush=True)
