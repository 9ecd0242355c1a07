"""Faulty files of the kinds that :mod:`tests.files.mutation` doesn't make: drafts, markers, key
files, returns for one computer, answer keys, and class lists as schools have them."""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from pathlib import Path

from annotator.files.card_keys import CardKeys
from annotator.files.class_folder import MARKER, ClassFolder
from annotator.files.container import kind_of, pack, pack_body
from annotator.files.draft_file import DraftVersion, read_draft, write_draft
from annotator.files.key_file import read_key, write_key
from annotator.files.return_file import ATTEMPT_FORMAT, read_return, seal_return, write_return
from annotator.files.sealing import AttemptKey, KeyRing, SecretKey, read_keys
from annotator.files.signing import sign_body
from annotator.services.classes.class_lists import read_list
from tests.files.make import WHEN, a_key, a_submission, an_article, an_id, mutated
from tests.files.mutation import scratched
from tests.files.returns import a_return

ARTICLE = an_article()
SAMPLES = Path(__file__).parents[1] / "cases" / "lists" / "samples"
#: How a class list begins here, so that its reader is asked: real ones begin with anything.
_LIST = b"list:"
_KEY = b"key:"
_PARTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "users.csv")


class OtherFiles:
    """Sound files once, and any number of faulty ones. The same ``chance``, the same faults.

    The keys of ``card`` come ready made: to make them of its words takes 128 MB for a moment.
    """

    def __init__(self, card: CardKeys) -> None:
        self._card, self._keys = card, KeyRing((SecretKey(b"t" * 32),))
        self._attempt = AttemptKey(b"a" * 32)
        version = DraftVersion(an_id(1), WHEN, ((an_id(2), 3), (an_id(3), 1)))
        self._draft = write_draft(a_submission(ARTICLE), ARTICLE, version, program_version="1")
        header, self._inside = self._draft.split(b"\n", 2)[2].split(b"\n", 1)
        self._header = json.loads(header)
        self._marker = {"format": 1, "kind": "class-folder", "id": an_id(4), "name": "7b"}
        self._secrets = {"format": 1, "keys": ["11" * 32, "22" * 32]}
        self._return = json.loads(
            zlib.decompress(write_return(a_return(card.student_id)).split(b"\n", 2)[2])
        )
        self._key = json.loads(write_key(a_key(ARTICLE), ARTICLE))
        self._lists = [path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.is_file()]
        self._makers = (
            self._a_draft,
            self._a_sealed_draft,
            self._a_marker,
            self._a_signed_marker,
            self._a_key_file,
            self._for_one_computer,
            self._an_answer_key,
            self._a_list,
            self._a_list,
        )

    def file(self, chance: random.Random) -> bytes:
        """One faulty file."""
        return chance.choice(self._makers)(chance)

    def read(self, file: bytes, folder: Path) -> bool:
        """Read a file of these kinds, which may write into ``folder``; False for others.

        BadInput, or FolderUnreachable for a marker, is the only way out.
        """
        match kind_of(file):
            case "draft":
                read_draft(file, ARTICLE, card=self._card)
            case "class-folder":
                place = folder / "class"
                place.mkdir(exist_ok=True)
                (place / MARKER).write_bytes(file)
                ClassFolder.open(place)
                ClassFolder.open_own(
                    place, expected=an_id(4), name="7b", class_id="", keys=self._keys
                )
            case "teacher-key":
                read_keys(file, "teacher.key")
            case "return" if file.startswith(b"annotator return 5\n"):
                read_return(file, card=self._attempt).content.check(ARTICLE)
            case _ if file.startswith(_KEY):
                read_key(file.removeprefix(_KEY), ARTICLE)
            case _ if file.startswith(_LIST):
                read_list(file.removeprefix(_LIST), "list")
            case _:
                return False
        return True

    @staticmethod
    def kind(file: bytes) -> str:
        """What a file of these kinds is called; empty for others."""
        if file.startswith(_LIST):
            return "class list"
        return "answer key" if file.startswith(_KEY) else ""

    # -- faults ----------------------------------------------------------------------------

    def _a_draft(self, chance: random.Random) -> bytes:
        if chance.random() < 0.3:
            return scratched(self._draft, chance)
        return pack_body("draft", 1, self._body(chance))

    def _a_sealed_draft(self, chance: random.Random) -> bytes:
        return pack_body("draft", 2, self._card.seal(self._body(chance)))

    def _body(self, chance: random.Random) -> bytes:
        header = _json(mutated(self._header, chance))
        inside = scratched(self._inside, chance) if chance.random() < 0.5 else self._inside
        return header + b"\n" + inside

    def _a_marker(self, chance: random.Random) -> bytes:
        return pack("class-folder", 1, _json(mutated(self._marker, chance)))

    def _a_signed_marker(self, chance: random.Random) -> bytes:
        body = zlib.compress(_json(mutated(self._marker, chance)), 1)
        signed = sign_body(self._keys, "class-folder", 2, body)
        return pack_body(
            "class-folder", 2, scratched(signed, chance) if chance.random() < 0.4 else signed
        )

    def _a_key_file(self, chance: random.Random) -> bytes:
        made = pack("teacher-key", 1, _json(mutated(self._secrets, chance)))
        return scratched(made, chance) if chance.random() < 0.3 else made

    def _for_one_computer(self, chance: random.Random) -> bytes:
        body = zlib.compress(_json(mutated(self._return, chance)), 1)
        made = seal_return(body, self._keys, self._attempt.box_key, ATTEMPT_FORMAT)
        if chance.random() < 0.3:
            return pack_body("return", 5, scratched(made.split(b"\n", 2)[2], chance))
        return made

    def _an_answer_key(self, chance: random.Random) -> bytes:
        return _KEY + _json(mutated(self._key, chance))

    def _a_list(self, chance: random.Random) -> bytes:
        sound = chance.choice(self._lists)
        if sound[:2] != b"PK" or chance.random() < 0.3:
            return _LIST + scratched(sound, chance)
        return _LIST + _part_changed(sound, chance)


def _part_changed(archive: bytes, chance: random.Random) -> bytes:
    """A workbook or archive that is whole, with accidents in one of its parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        names = old.namelist()
        hit = chance.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(name, scratched(part, chance) if name == hit else part)
        if (more := chance.choice(_PARTS)) not in names:
            new.writestr(more, chance.randbytes(50))
    return made.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")
