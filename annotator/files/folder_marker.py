"""The marker of a class folder: the file that says that it is one, which, and whose."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from annotator.files import limits
from annotator.files.atomic import reason_of
from annotator.files.container import deflate, inflate, open_container, pack_body
from annotator.files.fields import Fields, clean_text, is_key
from annotator.files.reading import read_plain_file
from annotator.files.sealing import KEY_BYTES, KeyRing
from annotator.files.signing import Signature, kept_content, open_signed, sign_body
from annotator.files.source import parse_json
from annotator.model.errors import BadInput, FolderUnreachable

#: The file that says "this is a class folder": an unplugged drive's empty folder has none.
MARKER = "class.annotator"
KIND = "class-folder"
FORMAT = 1
SIGNED_FORMAT = 2

_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class FolderMarker:
    """What a marker says. ``teacher_key`` is empty unless a signature vouches for it: where nothing
    is signed, a classmate may have written it."""

    id: str
    name: str
    class_id: str
    signature: Signature | None
    teacher_key: str


def write_marker(folder_id: str, name: str, class_id: str, keys: KeyRing | None) -> bytes:
    """The bytes of a marker, signed where there are ``keys``."""
    number = FORMAT if keys is None else SIGNED_FORMAT
    content = {
        "format": number,
        "kind": KIND,
        "id": folder_id,
        "name": clean_text(name).strip()[: limits.NAME_CHARS],
        "class": class_id,
    }
    if keys is not None:
        content["teacherKey"] = keys.current.public
    body = deflate(json.dumps(content, ensure_ascii=False).encode("utf-8"))
    if keys is not None:
        body = sign_body(keys, KIND, number, body)
    return pack_body(KIND, number, body)


def read_marker(folder: Path) -> FolderMarker:
    """The marker in ``folder``; FolderUnreachable where there is none that can be trusted."""
    file = _file(folder)
    try:
        opened = open_container(file, KIND, SIGNED_FORMAT, name=MARKER)
        body, signature = opened.body, None
        if opened.format == SIGNED_FORMAT:
            body, signature = open_signed(body, KIND, SIGNED_FORMAT, name=MARKER)
        fields = _fields(body)
        teacher_key = fields.text("teacherKey", "", limit=2 * KEY_BYTES, exact=True)
        if teacher_key and not is_key(teacher_key):
            raise fields.fault("“teacherKey” is no key.", "teacherKey")
        return FolderMarker(
            fields.id("id"),
            fields.text("name", ""),
            fields.id("class", "") if fields.any("class", "") else "",
            signature,
            teacher_key if signature else "",
        )
    except BadInput as error:
        raise unreachable(folder, error.happened.rstrip(".")) from error


def claimed_id(folder: Path) -> str:
    """Which folder the marker says this is, although nothing vouches for it; empty where it can't
    be read. FolderUnreachable where there is none."""
    file = _file(folder)
    try:
        opened = open_container(file, KIND, SIGNED_FORMAT, name=MARKER)
        body = opened.body
        if opened.format == SIGNED_FORMAT:
            body, _signature = kept_content(body, MARKER)
        return _fields(body).id("id")
    except BadInput:
        return ""


def _file(folder: Path) -> bytes:
    marker = folder / MARKER
    try:
        there = marker.is_file()
    except OSError as error:
        raise unreachable(folder, reason_of(error)) from error
    if not there:
        raise unreachable(folder, "it is not there, or it is not a class folder")
    try:
        return read_plain_file(marker, _BYTES)
    except BadInput as error:
        raise unreachable(folder, error.happened.rstrip(".")) from error


def _fields(body: bytes) -> Fields:
    try:
        text = inflate(body, MARKER).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("its marker can’t be read.") from error
    return Fields(parse_json(text, MARKER, is_strict=False))


def unreachable(path: Path, why: str) -> FolderUnreachable:
    """The error for a class folder that can't be used now, and why."""
    return FolderUnreachable(
        f"The class folder “{path.name}” can’t be used now: {why}.",
        kept="Your work is safe on this computer.",
        todo="Look that the network or the drive is there; the program tries again by itself.",
    )
