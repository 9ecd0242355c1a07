"""Short versions of the long runs; and that the runs notice what they are there to notice."""

from __future__ import annotations

import ast
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from annotator.store.articles import Articles
from tests.files.make import a_submission, an_article
from tests.scoring.chance import a_case
from tests.soak import attack, crowd, disk, fsync, jobs, kill, mutations, notes, scoring
from tests.soak.__main__ import main, runs
from tests.soak.kill import Mouth
from tests.soak.report import Report

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the runs need fork and signals")


def passed(report: Report) -> None:
    for reason in report.skipped:
        print(f"NOT TESTED: {reason}")
    if report.skipped and not report.figures:
        pytest.skip("; ".join(report.skipped))
    assert report.faults == [], str(report)


@pytest.mark.parametrize("name", list(jobs.JOBS))
def test_killed_at_work_loses_nothing(name: str) -> None:
    report = kill.run(jobs.JOBS[name], 8, seed=5)
    passed(report)
    assert report.figures["acknowledged writes"] > 0  # type: ignore[operator]


def test_killed_while_typing_loses_no_more_than_the_last_moment() -> None:
    report = notes.run(3, seed=4)
    passed(report)
    assert report.figures["keys pressed"] > 20  # type: ignore[operator]


def _liar(folder: Path, seed: int, mouth: Mouth) -> None:
    """Acknowledges before it writes."""
    import time

    with jobs._teacher(folder) as database:
        known = jobs._collected(database)
        while True:
            _, sha256 = jobs._new_file(folder)
            known = sorted([*known, sha256])
            mouth.going(jobs._digest(known))
            mouth.saved(jobs._digest(known))
            time.sleep(0.01)
            from annotator.store.submissions import Submissions

            Submissions(database).add_received(a_submission(an_article()), sha256, "x")


def _names_only(folder: Path) -> str:
    with jobs._teacher(folder) as database:
        return jobs._digest(jobs._collected(database))


def test_a_word_that_comes_too_early_is_noticed() -> None:
    job = replace(jobs.JOBS["collecting"], work=_liar, digest=_names_only, late=0.0)
    assert kill.run(job, 10).faults


def _damages(folder: Path, seed: int, mouth: Mouth) -> None:
    """Writes something else than it said."""
    with jobs._teacher(folder) as database:
        Articles(database).add(an_article())
        mouth.going("0")
        mouth.saved("0")


def test_another_state_is_noticed() -> None:
    job = replace(jobs.JOBS["collecting"], work=_damages)
    assert "was acknowledged" in kill.run(job, 1).faults[0]


def test_faulty_files_change_nothing() -> None:
    report = mutations.run(600, seed=200_000)
    passed(report)
    assert report.figures["files"] == 600


def test_a_class_hands_in_at_once() -> None:
    report = crowd.run(1, students=8)
    passed(report)
    assert report.figures["hand-ins in the teacher's data"] == 8


def test_an_attacker_beside_a_class_gets_nothing() -> None:
    report = attack.run(1, flood=8)
    passed(report)
    assert report.figures["attacks that succeeded"] == 0
    assert len(report.rows) == report.figures["kinds of attack"] > 15  # type: ignore[operator]


def test_the_attacker_knows_the_formats_and_nothing_of_the_program() -> None:
    for name in ("attacker", "beside", "floods"):
        source = Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            imported = [each.name for each in getattr(node, "names", ())]
            where = getattr(node, "module", None) or ""
            assert not any(
                each.startswith("annotator") for each in (*imported, where) if each is not None
            ), f"{name}: {where} {imported}"


def test_on_disk_before_it_is_said() -> None:
    passed(fsync.run(5))


def test_a_write_without_its_fsync_is_noticed() -> None:
    early = (
        '1 pwrite64(5</d/student.db-wal>, "x", 8, 0) = 8\n'
        '1 write(1</dev/null>, "saved", 6) = 6\n'
        "1 fdatasync(5</d/student.db-wal>) = 0\n"
    )
    assert fsync.story(early, "/d")[2] == ["at word 1, not on disk: student.db-wal"]
    first, word, sync = early.splitlines()
    assert fsync.story("\n".join((first, sync, word)), "/d") == (1, 1, [])


def test_disks_that_fail() -> None:
    passed(disk.run(1))


def test_names_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in runs())
    assert main(["no-such-run"]) == 2


def test_the_promises_of_the_grading_rule() -> None:
    report = scoring.run(100, seed=30_000)
    passed(report)
    assert report.figures["promises that held"] == "11 of 11"


def test_a_broken_promise_is_noticed_with_its_number() -> None:
    def nothing_is_marked(random: Random) -> None:
        assert not a_case(random).marks

    report = scoring.run(20, seed=7, tried=(nothing_is_marked,))
    assert len(report.faults) == scoring.ENOUGH
    assert "nothing_is_marked, --count 1 --seed " in report.faults[0]
