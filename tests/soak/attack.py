"""The story of a class folder with an attacker's process beside it, from assign to return.

A teacher, three students on two machines and a classmate who writes to the folder, each in a
process and a data folder of its own. What each side saw stands in a table; a fault is an attack
that succeeded, a side that failed, or something honest that did not arrive.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.soak.attacker import INSULT
from tests.soak.beside import Beside
from tests.soak.report import Report
from tests.soak.sides import Look, Machine, Side, SideFailed, Teacher

NAMES = ("Ada", "Ben", "Cem", "Mal")
#: Files of a flood in each part of the folder.
FLOOD = 1_500
#: Seconds of the processor that one look may take, whatever lies there (a side that doesn't answer
#: is found in any case), and looks until the teacher's file is in.
LOOK_SECONDS = 20.0
LOOKS = 200
MEMORY = 400_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of attack: how many files were tried, what students and teacher saw."""

    attack: str
    tried: int
    student: str
    teacher: str
    succeeded: bool


def run(rounds: int, seed: int = 1, *, flood: int = FLOOD) -> Report:
    """Play the story so many times. ``seed`` has no part in it: the attacker is all the same."""
    report, began, rows = Report("attack"), time.monotonic(), list[Row]()
    for number in range(rounds):
        folder = Path(tempfile.mkdtemp(prefix="annotator-soak-"))
        story = Story(folder, flood)
        try:
            story.play()
        except SideFailed as error:
            report.faults.append(f"round {number}: {error}")
        finally:
            story.close()
            shutil.rmtree(folder, ignore_errors=True)
        report.faults += [f"round {number}: {each}" for each in story.faults]
        rows = story.rows
    report.figures = {
        "rounds": rounds,
        "kinds of attack": len(rows),
        "files of the attacker’s in a round": sum(each.tried for each in rows),
        "attacks that succeeded": sum(each.succeeded for each in rows),
        "seconds": round(time.monotonic() - began),
    }
    report.rows = [
        (
            each.attack,
            f"{each.tried:,}",
            each.student,
            each.teacher,
            "SUCCEEDED" if each.succeeded else "failed",
        )
        for each in rows
    ]
    return report


class Story:
    """The sides, and what they saw."""

    def __init__(self, folder: Path, flood: int) -> None:
        self.rows: list[Row] = []
        self.faults: list[str] = []
        self._place, self._flood = folder / "class", flood
        self._teacher = Side("the teacher", Teacher, folder / "desk")
        self._a = Side("machine A", Machine, folder / "a")
        self._b = Side("machine B", Machine, folder / "b")
        self._mal = Side("the attacker", Beside, folder / "attacker")
        self._words: dict[str, str] = {}

    def close(self) -> None:
        """End all processes."""
        for side in (self._teacher, self._a, self._b, self._mal):
            side.close()

    def play(self) -> None:
        """All of it, in order."""
        self._assign()
        self._at_join()
        self._swapped_later()
        self._drafts()
        self._hand_ins()
        self._returns()
        self._replies()
        self._floods()
        self._archives()
        self._put_away()

    # -- steps -----------------------------------------------------------------------------

    def _assign(self) -> None:
        self._words = self._teacher.ask("begin", self._place, NAMES)
        self._mal.ask("begin", self._place, "Mal", self._words["Mal"])
        self._b.ask("sign_in", "Ben", self._words["Ben"])
        shown = self._b.ask("join", "Ben", self._place)
        self._expect(shown == [self._words[""]], f"Ben was shown {shown}")
        self._expect(len(self._look(self._b, "Ben").lessons) == 1, "Ben got no lesson")

    def _at_join(self) -> None:
        """Ada joins while the marker is the attacker's; she has the six words on paper."""
        self._a.ask("sign_in", "Ada")
        self._mal.ask("swap_marker", "signed by the attacker")
        tried = 1 + len(self._mal.ask("swap_lessons", only_own=True))
        shown = self._a.ask("join", "Ada", self._place)
        differs = self._words[""] not in shown
        self._look(self._a, "Ada")
        self._heals("the marker swapped at join")
        refused = self._look(self._a, "Ada").refused
        typed = self._a.ask("type_words", self._words[""])
        self._look(self._a, "Ada")
        keys = self._a.ask("lesson_keys")
        own = self._mal.ask("key")
        self._row(
            "man in the middle at join",
            tried,
            f"six words that are not on the card; {_short(refused)}; hers typed: {typed[:5]}",
            "",
            succeeded=not differs or not keys or keys[0] == own,
        )

    def _heals(self, what: str) -> None:
        """The teacher's next look puts her marker back."""
        self._teacher.ask("look")
        self._expect(self._mal.ask("is_marker_the_teachers"), f"{what} stayed")

    def _swapped_later(self) -> None:
        forms = self._mal.ask("marker_forms")
        said: list[str] = []
        for form in forms:
            self._mal.ask("swap_marker", form)
            said += self._b.ask("join", "Ben", self._place)
            self._heals(f"a marker ({form})")
        joined = [each for each in said if each == self._words[""]]
        self._row(
            "marker swapped later",
            len(forms),
            _short(said, self._words[""]),
            "puts hers back",
            succeeded=any(len(each.split()) == 6 for each in said if each not in joined),
        )
        files = self._mal.ask("swap_lessons")
        looks = [self._look(self._b, "Ben"), self._look(self._a, "Ada")]
        strange = self._teacher.ask("look").strangers
        self._row(
            "lessons swapped later",
            len(files),
            _seen(looks),
            f"{strange} files named as not hers",
            succeeded=self._is_swapped(),
        )
        by_hand = [self._b.ask("open_by_hand", "Ben", path) for path in files]
        self._row(
            "swapped lessons by file", len(files), _short(by_hand), "", succeeded=self._is_swapped()
        )

    def _is_swapped(self) -> bool:
        """Whether work on any lesson would be sealed to the attacker. Ada's machine has one that
        came before she compared; what her task opens is the first."""
        own = self._mal.ask("key")
        return own in self._b.ask("lesson_keys") or self._a.ask("lesson_keys")[0] == own

    def _drafts(self) -> None:
        for side in (self._a, self._b):
            side.ask("sign_in", "Cem", self._words["Cem"])
            side.ask("join", "Cem", self._place)
        self._a.ask("mark", "Cem", [0, 20, 40])
        self._look(self._a, "Cem", with_draft=True)
        kept = self._mal.ask("keep", "drafts")
        self._expect(kept > 0, "Cem’s draft is not in the folder")
        # All that can be known of Cem before anything is handed in.
        self._mal.ask("hear", self._draft_heard())
        tried = self._mal.ask("forge_drafts")
        first = self._b.ask("go_on", "Cem"), self._b.ask("marks", "Cem")
        self._b.ask("mark", "Cem", [60, 80])
        looks = [self._look(self._b, "Cem", with_draft=True)]
        tried += self._mal.ask("replay", "drafts")
        looks.append(self._look(self._b, "Cem", with_draft=True))
        second = self._b.ask("marks", "Cem")
        third = self._a.ask("go_on", "Cem"), self._a.ask("marks", "Cem")
        self._row(
            "drafts forged and replayed",
            tried,
            f"{first[1]}, {second} and {third[1]} of 3, 5 and 5 marks; {_seen(looks)}",
            f"{self._teacher.ask('look').strangers} files named as not hers",
            succeeded=(first, second, third) != (("newer there", 3), 5, ("newer there", 5)),
        )

    def _draft_heard(self) -> dict[str, str]:
        return self._a.ask("known_of_draft", "Cem")

    def _hand_ins(self) -> None:
        self._a.ask("mark", "Ada", [0, 30])
        self._b.ask("mark", "Ben", [0])
        honest = {
            "Ada": self._a.ask("hand_in", "Ada"),
            "Ben": self._b.ask("hand_in", "Ben"),
            "Cem": self._b.ask("hand_in", "Cem"),
        }
        self._mal.ask("hand_in")
        self._mal.ask("keep", "hand-ins")
        for side, name in ((self._a, "Ada"), (self._b, "Ben"), (self._b, "Cem")):
            self._mal.ask("hear", side.ask("heard", name))
        tried = self._mal.ask("forge_work")
        tried += self._mal.ask("replay", "hand-ins")
        found = self._teacher.ask("look")
        counts = self._teacher.ask("counting")
        for name, sha256 in honest.items():
            here = counts.get(name, {"all": ()})
            self._expect(sha256 in here["all"], f"{name}’s work did not come in")
        with_card = all(
            counts[name]["sha256"] == honest[name] and counts[name]["card"] == "checked"
            for name in ("Ben", "Cem")
        )
        # Without a card any name can be said; then the desk says that there are several, and the
        # teacher asks.
        ada = counts["Ada"]
        is_said = ada["sha256"] == honest["Ada"] or bool(ada["note"])
        self._row(
            "work forged and replayed",
            tried,
            "",
            f"{found.new} taken in, {_short(found.refused)}; cards count first: {with_card}; "
            f"several hands of Ada’s name are noted: {bool(ada['note'])}",
            succeeded=not with_card or not is_said,
        )
        self._teacher.ask("settle", "Ada", honest["Ada"])
        ada = self._teacher.ask("counting")["Ada"]
        self._expect(ada["sha256"] == honest["Ada"], "Ada’s work doesn’t count once it was asked")

    def _returns(self) -> None:
        self._teacher.ask("give_back")
        self._mal.ask("keep", "returns")
        forged = self._mal.ask("forge_returns")
        tried = len(forged) + self._mal.ask("mix_returns")
        students = ((self._a, "Ada"), (self._b, "Ben"), (self._b, "Cem"))
        looks = [self._look(side, name) for side, name in students]
        shown = {name: side.ask("shown", name) for side, name in students}
        by_hand = []
        for name, path in forged:
            side = self._a if name == "Ada" else self._b
            by_hand.append(side.ask("open_by_hand", name, path))
        self._row(
            "returns forged, by folder",
            tried,
            f"revisions shown: {_revisions(shown)}; {_seen(looks)}",
            f"{self._teacher.ask('look').strangers} files named as not hers",
            succeeded=self._is_wrong(shown, 1),
        )
        shown = {name: side.ask("shown", name) for side, name in students}
        self._row(
            "returns forged, by file",
            len(forged),
            _short(by_hand),
            "",
            succeeded=self._is_wrong(shown, 1),
        )
        self._teacher.ask("give_back")
        for side, name in students:
            self._look(side, name)
        tried = self._mal.ask("replay", "returns")
        for side, name in students:
            side.ask("look_again")
            self._look(side, name)
        shown = {name: side.ask("shown", name) for side, name in students}
        self._row(
            "returns replayed",
            tried,
            f"revisions shown: {_revisions(shown)}",
            "",
            succeeded=self._is_wrong(shown, 2),
        )

    def _is_wrong(self, shown: dict[str, dict[str, Any] | None], revision: int) -> bool:
        """Whether a student sees anything but what the teacher gave back last."""
        said = [f"Read {number + 1} times." for number in range(revision)]
        wanted = {"teacher": "Ms Bell", "revision": revision, "comments": said, "signed": True}
        return any(each != wanted for each in shown.values())

    def _replies(self) -> None:
        item = self._teacher.ask("item")
        self._b.ask("disagree", "Ben", item, "It is a guess.")
        self._mal.ask("keep", "replies")
        self._look_teacher()
        self._expect(self._teacher.ask("disagreements") == ["It is a guess."], "Ben was not heard")
        self._b.ask("disagree", "Ben", item, "")
        self._look_teacher()
        tried = self._mal.ask("replay", "replies")
        found = [self._look_teacher()]
        after = self._teacher.ask("disagreements")
        self._row(
            "reply replayed", tried, "", f"still taken back: {not after}", succeeded=bool(after)
        )
        tried = self._mal.ask("forge_replies", item, "Ben", is_id_known=True)
        tried += self._mal.ask("forge_replies", item, "Ada", is_id_known=False)
        found.append(self._look_teacher())
        after = self._teacher.ask("disagreements")
        self._row("replies forged", tried, "", _short(found[-1].refused), succeeded=INSULT in after)

    def _floods(self) -> None:
        for kind in ("count", "size", "depth", "no files"):
            tried = self._mal.ask("flood", kind, self._flood)
            for side in (self._a, self._b):
                side.ask("look_again")
            revisions = self._teacher.ask("give_back")
            looks, seen = 0, dict[str, Any]()
            slowest = 0.0
            for side, name in ((self._a, "Ada"), (self._b, "Ben")):
                for number in range(1, LOOKS + 1):
                    found: Look = side.ask("look", name, with_draft=name == "Ben")
                    slowest = max(slowest, found.seconds)
                    looks = max(looks, number)
                    seen[name] = side.ask("shown", name)
                    if (seen[name] or {}).get("revision") == revisions.get(name):
                        break
            desk = self._look_teacher()
            wanted = {"Ada": seen["Ada"], "Ben": seen["Ben"]}
            self._row(
                f"flood by {kind}" if kind != "no files" else "pipes, links, sockets",
                tried,
                f"the return came with look {looks}; the slowest took {slowest:.1f} s",
                f"a look of {desk.seconds:.1f} s; {desk.strangers} named as not hers",
                succeeded=self._is_wrong(wanted, revisions.get("Ada", 0))
                or max(slowest, desk.seconds) > LOOK_SECONDS,
            )

    def _archives(self) -> None:
        before = self._teacher.ask("counting")
        tried = self._mal.ask("flood", "archives")
        found = self._teacher.ask("collect", self._place / "hand-ins")
        after = self._teacher.ask("counting")
        memory = max(side.ask("memory") for side in (self._teacher, self._a, self._b))
        is_changed = {name: each["sha256"] for name, each in before.items()} != {
            name: each["sha256"] for name, each in after.items()
        }
        self._row(
            "archives, packed in every way",
            tried,
            "",
            f"{found.new} taken in within {found.seconds:.1f} s; {memory / 1e6:.0f} MB at most",
            succeeded=is_changed or found.seconds > 3 * LOOK_SECONDS or memory > MEMORY,
        )

    def _put_away(self) -> None:
        put = self._teacher.ask("ignore")
        left = self._look_teacher().strangers
        for side in (self._a, self._b):
            side.ask("look_again")
        looks = [self._look(self._a, "Ada"), self._look(self._b, "Ben")]
        shown = {"Ada": self._a.ask("shown", "Ada"), "Ben": self._b.ask("shown", "Ben")}
        self._expect(left == 0, f"{left} strange files are left after “Ignore these”")
        self._expect(all(shown.values()), "a return went away with “Ignore these”")
        self._row(
            "what is left after “Ignore these”",
            put,
            _seen(looks),
            f"{put} put away, {left} left",
            succeeded=left > 0,
        )

    # -- inside ----------------------------------------------------------------------------

    def _look(self, side: Side, name: str, *, with_draft: bool = False) -> Look:
        found: Look = side.ask("look", name, with_draft=with_draft)
        for _ in range(LOOKS):
            if not found.waiting:
                break
            found = side.ask("look", name, with_draft=with_draft)
        return found

    def _look_teacher(self) -> Look:
        """Looks until nothing waits for the next one."""
        found: Look = self._teacher.ask("look")
        for _ in range(LOOKS):
            if not found.waiting:
                break
            found = self._teacher.ask("look")
        return found

    def _row(self, attack: str, tried: int, student: str, teacher: str, *, succeeded: bool) -> None:
        self.rows.append(Row(attack, tried, student, teacher, succeeded))
        if succeeded:
            self.faults.append(f"{attack} succeeded: {student} {teacher}".rstrip())

    def _expect(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(fault)


def _seen(looks: list[Look]) -> str:
    """What students were told of strange files."""
    strangers = sum(each.strangers for each in looks)
    refused = _short([each for look in looks for each in look.refused])
    return f"{strangers} left alone" + (f"; {refused}" if refused else "")


def _short(said: Any, *but: str) -> str:
    """The different sentences, the first of them in full."""
    different = [each for each in dict.fromkeys(said) if each not in but]
    if not different:
        return "nothing" if not but else "the teacher’s own six words"
    more = f" (and {len(different) - 1} others)" if len(different) > 1 else ""
    return f"“{different[0]}”{more}"


def _revisions(shown: dict[str, dict[str, Any] | None]) -> str:
    return ", ".join(f"{name} {each['revision'] if each else '-'}" for name, each in shown.items())
