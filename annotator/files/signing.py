"""Who the teacher is: a signature under what the teacher's side writes for students.

The signing key (Ed25519) comes from the secret that opens hand-ins, so that one key file, one desk
file and one backup hold both. People know it by six words, its fingerprint. A key that took the
place of an older one carries the older one's word for it. PyNaCl is imported when something is
signed or checked.

What is signed, and where the signature stands, byte for byte: ``resources/formats/signatures.md``.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from annotator.files.card_keys import drawn_words
from annotator.files.sealing import KEY_BYTES, MAX_KEYS, KeyRing, SecretKey
from annotator.model.errors import BadInput

SIGNATURE_BYTES = 64
#: Words of a fingerprint; with some 2,000 words in the list they are 65 bits.
FINGERPRINT_WORDS = 6

_SEED = b"annotator-signer"
_SIGNED = b"annotator teacher signature 1\n"
_FOLLOWS = b"annotator teacher key 1\n"
_FINGERPRINT = b"annotator-finger"
_LINK_BYTES = KEY_BYTES + SIGNATURE_BYTES
#: Letters by which a word of the list is told from every other.
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose signature was found right: the public key, and the older ones that vouch for it."""

    key: str
    older: tuple[str, ...] = ()

    def is_of(self, key: str) -> bool:
        """Whether it is the signature of this key, or of one that this key names as the next."""
        return key == self.key or key in self.older


def signing_key(secret: SecretKey) -> str:
    """The public half of the signing key that belongs to a teacher's secret, in 64 digits."""
    from nacl.signing import SigningKey

    return bytes(SigningKey(_seed(secret)).verify_key).hex()


def sign_body(keys: KeyRing, kind: str, number: int, content: bytes, *, to: str = "") -> bytes:
    """``content`` with the teacher's signature in front, for a file of this kind and format.

    ``to`` is the public box key of the one reader that it is for, where there is one: what was
    signed for one student is then of no use with another.
    """
    from nacl.signing import SigningKey

    public = bytes.fromhex(signing_key(keys.current))
    older = keys.keys[1:MAX_KEYS]
    links = b"".join(
        bytes.fromhex(signing_key(key))
        + bytes(SigningKey(_seed(key)).sign(_FOLLOWS + public).signature)
        for key in older
    )
    head = public + bytes([len(older)]) + links
    signed = _label(kind, number, to) + head + content
    return head + bytes(SigningKey(_seed(keys.current)).sign(signed).signature) + content


def signer_of(body: bytes) -> str:
    """The key that a signed body names, unchecked; cheap. Empty where the body is too short."""
    return body[:KEY_BYTES].hex() if len(body) > KEY_BYTES + SIGNATURE_BYTES else ""


def open_signed(
    body: bytes, kind: str, number: int, *, name: str, to: str = ""
) -> tuple[bytes, Signature]:
    """The content of a signed body and whose it is; BadInput where the signature is not right.

    Nothing of the content is looked at before the signature has been checked.
    """
    head, signature, content = _parts(body, name)
    key = head[:KEY_BYTES]
    if not _verified(key, _label(kind, number, to) + head + content, signature):
        raise BadInput(
            f"“{name}” is not as the teacher signed it, or it was signed for another student.",
            kept="Nothing was taken from it, and your work is as it was.",
            todo="Tell your teacher, and ask for the file again.",
        )
    older = []
    for at in range(KEY_BYTES + 1, len(head), _LINK_BYTES):
        link = head[at : at + _LINK_BYTES]
        if not _verified(link[:KEY_BYTES], _FOLLOWS + key, link[KEY_BYTES:]):
            raise BadInput(
                f"“{name}” names an older key of the teacher that does not vouch for it.",
                kept="Nothing was taken from it.",
                todo="Tell your teacher, and ask for the file again.",
            )
        older.append(link[:KEY_BYTES].hex())
    return content, Signature(key.hex(), tuple(older))


def kept_content(body: bytes, name: str) -> tuple[bytes, Signature]:
    """The content of a signed body that was checked when it was taken in: no second check.

    Only for files out of this computer's own data, where a hash guards them, or to see what a file
    says of itself without believing it.
    """
    head, _signature, content = _parts(body, name)
    older = tuple(
        head[at : at + KEY_BYTES].hex() for at in range(KEY_BYTES + 1, len(head), _LINK_BYTES)
    )
    return content, Signature(head[:KEY_BYTES].hex(), older)


def fingerprint(key: str) -> str:
    """Six words that stand for a public signing key, as cards and pages show them."""
    words = drawn_words()
    digest = hashlib.blake2b(bytes.fromhex(key), digest_size=32, person=_FINGERPRINT).digest()
    rest, spelled = int.from_bytes(digest, "big"), []
    for _ in range(FINGERPRINT_WORDS):
        rest, word = divmod(rest, len(words))
        spelled.append(words[word])
    return " ".join(spelled)


def is_fingerprint(typed: str, key: str) -> bool:
    """Whether the six words of this key were typed; four letters of each are enough."""
    found = re.findall(r"[^\W_]+", typed[:1000].casefold())
    wanted = fingerprint(key).split()
    return [word[:_ENOUGH] for word in found] == [word[:_ENOUGH] for word in wanted]


def _seed(secret: SecretKey) -> bytes:
    return hashlib.blake2b(secret.secret, digest_size=32, person=_SEED).digest()


def _label(kind: str, number: int, to: str) -> bytes:
    return _SIGNED + f"{kind} {number} {to}\n".encode("ascii")


def _parts(body: bytes, name: str) -> tuple[bytes, bytes, bytes]:
    """Keys, signature and content; BadInput where they are not all there."""
    links = body[KEY_BYTES] if len(body) > KEY_BYTES else 0
    end = KEY_BYTES + 1 + links * _LINK_BYTES
    if links > MAX_KEYS or len(body) <= end + SIGNATURE_BYTES:
        raise BadInput(
            f"“{name}” is damaged: its signature is missing.",
            kept="Nothing was taken from it.",
            todo="Ask for the file again.",
        )
    return body[:end], body[end : end + SIGNATURE_BYTES], body[end + SIGNATURE_BYTES :]


def _verified(key: bytes, signed: bytes, signature: bytes) -> bool:
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(key).verify(signed, signature)
    except (CryptoError, ValueError):
        return False
    return True
