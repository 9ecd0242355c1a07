"""The attacker's process: what it does beside the others at each point of the story.

Like :mod:`attacker` it knows the folder and the formats, and nothing of the program.
"""

from __future__ import annotations

import json
import uuid
import zlib
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.soak import floods
from tests.soak.attacker import Attacker, Heard, body_of


class Beside:
    """One classmate's program. Everything is asked by name, as of the other sides; each answer is
    how many files were written, or which."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self._open = ExitStack()
        self._kept: dict[str, dict[str, bytes]] = {}

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def begin(self, place: Path, name: str, words: str) -> None:
        """The class folder, and the attacker's own card."""
        self._it = Attacker(place, name, words)
        self._marker = self._it.marker.read_bytes()
        self._lesson_file = self._it.lessons()[0]
        content = json.loads(zlib.decompress(self._it.unsigned(body_of(self._lesson_file))))
        self._lesson: dict[str, Any] = content
        self._teacher_key: str = content["task"]["teacherKey"]

    def hear(self, told: dict[str, str]) -> None:
        """Learn more of a classmate's work than a classmate can."""
        self._it.heard.append(Heard(**told))

    def key(self) -> str:
        """The attacker's public key, as it would stand in a lesson."""
        return self._it.public

    # -- a man in the middle ---------------------------------------------------------------

    def swap_marker(self, form: str) -> None:
        """Put a forged marker in the place of the teacher's."""
        self._it.marker.write_bytes(self._it.forged_markers(self._marker)[form])

    def marker_forms(self) -> list[str]:
        """Every form of a forged marker."""
        return list(self._it.forged_markers(self._marker))

    def restore_marker(self) -> None:
        """Put the teacher's back."""
        self._it.marker.write_bytes(self._marker)

    def is_marker_the_teachers(self) -> bool:
        """Whether the marker that lies there names the teacher as before."""
        return body_of(self._it.marker.read_bytes())[:32] == body_of(self._marker)[:32]

    def swap_lessons(self, *, only_own: bool = False) -> list[Path]:
        """Put forged lessons next to the teacher's, or one signed by the attacker alone."""
        made = self._it.forged_lessons(self._lesson_file)
        if only_own:
            made = dict([next(iter(made.items()))])
        return [
            self._it.put("lessons", f"A {number} {form[:20]}.lesson", file)
            for number, (form, file) in enumerate(made.items())
        ]

    # -- what students write ---------------------------------------------------------------

    def keep(self, part: str) -> int:
        """Keep a copy of what lies in a part now, to play it again later."""
        place = self._it.folder / part
        self._kept[part] = {p.name: p.read_bytes() for p in place.iterdir() if p.is_file()}
        return len(self._kept[part])

    def replay(self, part: str) -> int:
        """Put everything back that was kept, under its own name and under another one."""
        for name, file in self._kept[part].items():
            self._it.put(part, name, file)
            self._it.put(part, f"B {uuid.uuid4()}{Path(name).suffix}", file)
        return 2 * len(self._kept[part])

    def forge_drafts(self) -> int:
        """Drafts for each classmate, named as theirs are and by nothing."""
        count = 0
        for victim in self._it.heard:
            tag = self._it.tag(
                victim.student_id,
                self._lesson["lesson"]["id"],
                self._lesson["task"]["assignment"],
                self._lesson["article"]["sha256"],
            )
            for file in self._it.forged_drafts(self._lesson, victim).values():
                self._it.put_hashed("drafts", file, ".draft", tag)
                self._it.put("drafts", f"C {uuid.uuid4()}.draft", file)
                count += 2
        return count

    def hand_in(self) -> None:
        """The attacker's own work, as honest as any."""
        self._it.put_hashed(
            "hand-ins", self._it.own_work(self._lesson, self._teacher_key), ".handin"
        )

    def forge_work(self) -> int:
        """Work in the name of each classmate."""
        count = 0
        for victim in self._it.heard:
            for file in self._it.forged_work(self._lesson, self._teacher_key, victim).values():
                self._it.put_hashed("hand-ins", file, ".handin")
                count += 1
        return count

    def forge_replies(self, item: str, name: str, *, is_id_known: bool) -> int:
        """Disagreements in a classmate's name."""
        victim = next(each for each in self._it.heard if each.name == name)
        if not is_id_known:
            victim = replace(victim, student_id=str(uuid.uuid4()))
        made = self._it.forged_replies(self._teacher_key, victim, item)
        for file in made.values():
            self._it.put_hashed("replies", file, ".reply")
        return len(made)

    # -- what the teacher gives back -------------------------------------------------------

    def forge_returns(self) -> list[tuple[str, Path]]:
        """Insults for each classmate, named as theirs are; for whom, and where."""
        own, made = self._it.own_return(), []
        for victim in self._it.heard:
            for whose in {victim.student_id, victim.hand_in}:
                tag = self._it.tag(whose, "return")
                for file in self._it.forged_returns(own, victim).values():
                    path = self._it.put_hashed("returns", file, ".return", tag)
                    made.append((victim.name, path))
        return made

    def mix_returns(self) -> int:
        """Each return that lies there under the name of everybody else's."""
        place = self._it.folder / "returns"
        files = {p.name: p.read_bytes() for p in place.iterdir() if p.is_file()}
        tags = {name[:20] for name in files}
        for name, file in files.items():
            for tag in tags - {name[:20]}:
                self._it.put_hashed("returns", file, ".return", tag)
        return len(files) * (len(tags) - 1)

    # -- floods ----------------------------------------------------------------------------

    def flood(self, kind: str, count: int = 0) -> int:
        """Too much of something; how many files."""
        match kind:
            case "count":
                return floods.by_count(self._it, self._lesson_file, count)
            case "size":
                return floods.by_size(self._it, self._lesson_file)
            case "depth":
                return floods.by_depth(self._it)
            case "archives":
                victim = self._it.heard[0]
                forged = self._it.forged_work(self._lesson, self._teacher_key, victim)
                return floods.archives(self._it, forged["under the name"])
            case _:
                return self._open.enter_context(floods.no_files(self._it))
