"""A teacher's verbs around class folders: which one a class has, lessons into it, work out of it.

What can't be reached now is said and tried again. Everything that opens a folder may wait for a
network and belongs in a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from annotator.files import limits
from annotator.files.atomic import CannotWrite
from annotator.files.class_folder import (
    ClassFolder,
    FolderFile,
    FolderPart,
    class_tag,
    is_whole,
)
from annotator.files.class_folder import is_class_folder as is_class_folder
from annotator.files.container import open_container
from annotator.files.return_file import SEALED_FORMATS
from annotator.model.errors import AnnotatorError, BadInput, FolderUnreachable
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import return_tag
from annotator.services.exchange.strange_drafts import known_tags
from annotator.services.exchange.strangers import Strangers, put_away
from annotator.store.classes import Classes
from annotator.store.preferences import Preferences

#: The setting that says which folder a class has; the class's id follows.
_OF_CLASS = "class-folder/"

#: Seconds for which a file may stay half-written before it counts as damaged.
SETTLE_SECONDS = 600.0

#: What one look reads: whole files, and bytes of them.
LOOK_FILES = 300
LOOK_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class KnownFolder:
    """Which folder a class has: where, and the id that tells it from another in its place."""

    class_id: str
    path: Path
    folder_id: str

    def open(self) -> ClassFolder:
        """The folder itself; FolderUnreachable where it is not there now, or another is."""
        return ClassFolder.open(self.path, expected=self.folder_id)


def known_folders(data: DataFile) -> tuple[KnownFolder, ...]:
    """All folders that a teacher chose for classes, whether they can be reached now or not."""
    return tuple(
        KnownFolder(key.removeprefix(_OF_CLASS), Path(value["path"]), value["id"])
        for key, value in Preferences(data.db).all().items()
        if key.startswith(_OF_CLASS) and value
    )


def choose_folder(data: DataFile, class_id: str, class_name: str, path: Path) -> Path:
    """Let a class have the folder at ``path``, which is made a class folder if it is none.

    Where it is. On disk when this returns; FolderUnreachable where it can't be used.
    """
    keys, tag = data.keys(), class_tag(class_id)
    folder = ClassFolder.create(path, class_name, class_id=tag, keys=keys).sign(tag, keys)
    value = {"path": str(folder.path), "id": folder.id}
    data.call(lambda db: Preferences(db).set(_OF_CLASS + class_id, value))
    return folder.path


def ignore_strangers(data: DataFile, known: KnownFolder) -> int:
    """Put away what is not from this teacher; how many files. FolderUnreachable, or CannotWrite."""
    return put_away(known.open(), data.keys(), lambda: known_tags(data.db))


def leave_folder(data: DataFile, class_id: str) -> None:
    """Let a class have none; what lies in the folder stays there."""
    data.call(lambda db: Preferences(db).set(_OF_CLASS + class_id, None))


@dataclass(frozen=True, slots=True)
class NewArrivals:
    """What a look found: files that are whole and new since the last look, and those damaged.

    ``arriving`` counts files that are not whole yet, since a sync program may still be at work, and
    those that are left for the next look.
    """

    new: tuple[Path, ...] = ()
    damaged: tuple[Path, ...] = ()
    arriving: int = 0


class TeacherFolder:
    """A teacher's side: give lessons and returns out, see what came in since the last look.

    What was seen is remembered here, not on disk: the importer knows what it has by its hash.
    """

    def __init__(
        self,
        folder: ClassFolder,
        clock: Callable[[], float],
        *,
        part: FolderPart = FolderPart.HAND_INS,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._part = part
        self._seen: dict[str, tuple[int, int]] = {}
        self._half: dict[str, tuple[tuple[int, int], float]] = {}

    @property
    def folder(self) -> ClassFolder:
        """The folder itself."""
        return self._folder

    def give_lesson(self, file: bytes, title: str) -> Path:
        """Put a lesson file where students find it; the same file twice is there once."""
        return self._folder.put(FolderPart.LESSONS, file, name=title)

    def give_return(
        self, file: bytes, *, card_id: str = "", hand_in_sha256: str = "", open_too: bool = False
    ) -> Path:
        """Put a returned file where its student finds it: by the card's id, or by the hand-in.

        One that is not sealed can be read by everybody who sees the folder: BadInput, unless
        ``open_too``.
        """
        name = "the return"
        opened = open_container(file, FolderPart.RETURNS.kind, 10**6, name=name)
        if opened.format not in SEALED_FORMATS and not open_too:
            raise BadInput(
                "This return is not sealed, because its student has no class card: everybody who "
                "sees the class folder could read it.",
                kept="It was not put there.",
                todo="Give it to the student in another way, or give the student a card.",
            )
        return self._folder.put(FolderPart.RETURNS, file, tag=return_tag(card_id or hand_in_sha256))

    def look(self) -> NewArrivals:
        """What has come since the last look. A file that changes is new again."""
        new, damaged, arriving = [], [], 0
        entries = self._folder.entries(self._part)
        files, room = LOOK_FILES, LOOK_BYTES
        for entry in sorted(entries, key=lambda each: (each.stamp[0], each.path)):
            name = entry.path.name
            if self._seen.get(name) == entry.stamp:
                continue
            if files < 1 or room < entry.stamp[0] <= limits.PACKED_BYTES:
                # The rest comes with the next look: the smallest first, so that none waits long.
                arriving += 1
                continue
            files, room = files - 1, room - min(entry.stamp[0], limits.PACKED_BYTES)
            if is_whole(entry.path, self._part):
                new.append(entry.path)
            elif self._is_settled(name, entry):
                damaged.append(entry.path)
            else:
                arriving += 1
                continue
            self._seen[name] = entry.stamp
            self._half.pop(name, None)
        names = {entry.path.name for entry in entries}
        self._half = {name: half for name, half in self._half.items() if name in names}
        return NewArrivals(tuple(new), tuple(damaged), arriving)

    def _is_settled(self, name: str, entry: FolderFile) -> bool:
        """Whether a file has been the same half of a file for too long."""
        known = self._half.get(name)
        if known is None or known[0] != entry.stamp:
            self._half[name] = (entry.stamp, self._clock())
            return False
        return self._clock() - known[1] >= SETTLE_SECONDS


class FolderLooks:
    """Looks into all class folders again and again, for hand-ins and replies."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sides: dict[str, tuple[TeacherFolder, ...]] = {}
        self._strangers: dict[str, Strangers] = {}
        self.strange: dict[str, int] = {}
        """How many files lie in the folder of a class that look as if they were the teacher's."""

    def forget(self, class_id: str = "") -> None:
        """What was found is found once more with the next look: of one class, or of all."""
        if class_id:
            self._sides.pop(class_id, None)
        else:
            self._sides.clear()

    def look(
        self, data: DataFile, known: Iterable[KnownFolder]
    ) -> tuple[list[Path], dict[str, AnnotatorError]]:
        """Files that came since the last look, and why folders can't be reached, by class."""
        new: list[Path] = []
        faults: dict[str, AnnotatorError] = {}
        for each in known:
            try:
                for side in self._sides_of(data, each):
                    found = side.look()
                    # Damaged ones are handed on, too: the report names them, and leaves them alone.
                    new += [*found.new, *found.damaged]
                self.strange[each.class_id] = len(
                    self._strangers[each.class_id].look(lambda: known_tags(data.db))
                )
            except FolderUnreachable as error:
                faults[each.class_id] = error
        return new, faults

    def _sides_of(self, data: DataFile, known: KnownFolder) -> tuple[TeacherFolder, ...]:
        folder = _own_folder(data, known)
        sides = self._sides.get(known.class_id)
        if sides is None or sides[0].folder.id != known.folder_id:
            folder.clear_leftovers()
            sides = self._sides[known.class_id] = tuple(
                TeacherFolder(folder, self._clock, part=part)
                for part in (FolderPart.HAND_INS, FolderPart.REPLIES)
            )
            self._strangers[known.class_id] = Strangers(folder, data.keys())
        return sides


def _own_folder(data: DataFile, known: KnownFolder) -> ClassFolder:
    """The folder with the teacher's marker in it, which may be an older version's, or one that
    another program put in its place since the last look."""
    keys, tag = data.keys(), class_tag(known.class_id)
    name = next((c.name for c in Classes(data.db).classes() if c.id == known.class_id), "")
    try:
        return ClassFolder.open_own(
            known.path, expected=known.folder_id, name=name, class_id=tag, keys=keys
        )
    except CannotWrite:
        # Where only reading is allowed, what lies there can be taken in all the same.
        return known.open()
