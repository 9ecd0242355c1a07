"""The benchmarks' runner: what holds is computed, failures are told, memory is the child's."""

from __future__ import annotations

import json
import sys

import pytest

from tests.benchmarks import __main__ as runner
from tests.benchmarks.process import cost
from tests.benchmarks.table import Row, as_json, as_table


def test_what_holds_is_computed_on_the_ratio_where_there_is_a_floor() -> None:
    assert Row("a", "1", 15, "ms", floor=10, goal=1.5).holds is True
    assert Row("a", "1", 15.1, "ms", floor=10, goal=1.5).holds is False
    assert Row("a", "1", 15, "ms", floor=10).holds is None


def test_a_goal_on_the_value() -> None:
    assert Row("a", "1", 15, "ms", goal=15).holds is True
    assert Row("a", "1", 15, "ms", floor=1, goal=16, goal_on="value").holds is True
    assert Row("a", "1", 17, "ms", floor=100, goal=16, goal_on="value").holds is False


def test_floors_and_goals_that_mean_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        Row("a", "1", 1, "ms", floor=0)
    with pytest.raises(ValueError, match="needs a floor"):
        Row("a", "1", 1, "ms", goal=1, goal_on="ratio")


def test_the_file_has_these_keys_and_the_table_says_the_same() -> None:
    rows = [Row("paint", "100 words", 3.5, "ms", floor=2, goal=1.6), Row("size", "all", 7, "MB")]
    read = json.loads(as_json(rows))
    assert list(read[0]) == [
        "name", "size", "value", "unit", "floor", "ratio", "goal", "holds"
    ]  # fmt: skip
    assert read[0]["ratio"] == 1.75
    assert read[0]["holds"] is False
    assert (read[1]["goal"], read[1]["holds"]) == (None, None)
    lines = as_table(rows).splitlines()
    assert lines[1].split() == "paint 100 words 3.50 ms 2.00 ms 1.75× ≤ 1.60× MISSED".split()
    assert lines[2].split() == "size all 7.00 MB".split()


def test_a_failing_benchmark_is_told_and_the_others_are_kept(tmp_path, monkeypatch, capsys) -> None:
    class Good:
        @staticmethod
        def rows() -> list[Row]:
            return [Row("good", "1", 1, "ms")]

    monkeypatch.setattr(runner, "module_names", lambda: ["bad", "good"])
    monkeypatch.setitem(sys.modules, "tests.benchmarks.bench_good", Good)
    file = tmp_path / "rows.json"
    assert runner.main(["--json", str(file)]) == 1
    assert [row["name"] for row in json.loads(file.read_text())] == ["good"]
    assert "Failed: bad" in capsys.readouterr().err
    assert runner.main(["--only", "good"]) == 0
    assert runner.main(["--only", "nothing"]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no wait4 there")
def test_the_peak_is_the_childs_own_and_the_clock_stops_at_its_line() -> None:
    ballast = bytearray(400_000_000)  # in this process: must not be counted for the child
    quick = "import time; print('ready', flush=True); time.sleep(0.5)"
    got = cost([sys.executable, "-S", "-c", quick])
    assert len(ballast) > 0
    assert 1 < got.peak_mb < 100
    assert got.ms < 450
    big = "x = bytearray(200_000_000); print('ready')"
    assert cost([sys.executable, "-S", "-c", big]).peak_mb > 200
    with pytest.raises(RuntimeError, match="exit code 3"):
        cost([sys.executable, "-c", "raise SystemExit(3)"])
