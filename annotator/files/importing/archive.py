"""Documents that are archives (.docx, .odt, .epub): measured before anything in them is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from annotator.files import limits
from annotator.model.errors import BadInput

_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED: Final = 0x1
_TEXTS: Final = (".xml", ".rels", ".opf", ".ncx", ".rdf")
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
)


class DocumentArchive:
    """The parts of a document by their paths; BadInput for what is broken, locked or a bomb.

    A part is never unpacked further than its entry says, and what all entries say is added up.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except BROKEN as error:
            raise damaged(name) from error
        if len(entries) > limits.DOCUMENT_PARTS:
            raise self._too_much()
        if sum(entry.file_size for entry in entries) > limits.DOCUMENT_UNPACKED_BYTES:
            raise self._too_much()
        for entry in entries:
            if entry.flag_bits & _ENCRYPTED:
                raise locked(name)
            if entry.compress_type not in _METHODS:
                raise damaged(name)
            is_bomb = entry.file_size > entry.compress_size * limits.UNPACKED_RATIO
            if is_bomb and entry.file_size > limits.RATIO_FROM:
                raise self._too_much()
        self._sizes = {entry.filename: entry.file_size for entry in entries}

    def __contains__(self, path: str) -> bool:
        return path in self._sizes

    @property
    def paths(self) -> list[str]:
        """The paths of all parts."""
        return list(self._sizes)

    def read(self, path: str) -> bytes:
        """A part's bytes; BadInput where it is missing or broken."""
        if self._sizes.get(path, 0) > limits.PAGE_BYTES:
            raise self._too_much()
        try:
            return self._zip.read(path)
        except BROKEN as error:
            raise damaged(self.name) from error

    def refuse_entities(self) -> None:
        """BadInput where a part of XML defines words of its own, with which it could grow."""
        for path in self.paths:
            if path.lower().endswith(_TEXTS) and b"<!ENTITY" in self.read(path):
                raise damaged(self.name)

    def _too_much(self) -> BadInput:
        return BadInput(
            f"“{self.name}” unpacks to more than this program reads.",
            kept="The file is as it was.",
            todo="Open it in the program it was made with, copy the article, and paste it.",
        )


def damaged(name: str) -> BadInput:
    """The error for a document that can't be read."""
    return BadInput(
        f"“{name}” is damaged, or is not the kind of file that its name says.",
        kept="The file is as it was.",
        todo="Open it in the program it was made with, save it again, or copy the article’s text.",
    )


def locked(name: str) -> BadInput:
    """The error for a document that asks for a password."""
    return BadInput(
        f"“{name}” is locked with a password.",
        kept="The file is as it was.",
        todo="Save a copy without the password, or copy the article’s text and paste it.",
    )
