"""Class cards: a name and four words, and the keys that they stand for.

Nothing of a card is kept on a machine: typing name and words gives the keys again. The words
are from the English list of BIP-39 (package ``mnemonic``): 2,048 words that differ in their first
four letters, so that four words are 44 bits and a word is known from its beginning.

The words are stretched with argon2id, salted with the name; how far is set by the card's format
(:data:`COSTS`). Format 1 reads a name without any marks and prints no number; format 2 keeps marks
that are part of a letter, as in मीना, and prints its number before the words. A card gets the
lowest format that tells its name whole.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.model.errors import AnnotatorError, BadInput, InvalidModel
from annotator.model.names import bare_key, typed_key

Words = tuple[str, str, str, str]

#: Passes and bytes of memory of argon2id, by format of the card. Format 1 takes about 0.2 s on a
#: machine of 2024 and twice that on an old school laptop.
COSTS = {1: (3, 128 * 1024 * 1024), 2: (3, 128 * 1024 * 1024)}
NEWEST = 2

_WORD_COUNT = 4
_LEAST_LETTERS = 4
#: Not on a card for children.
_NOT_DRAWN = frozenset(
    "abandon abuse alcohol anger assault attack blind blood bomb bullet cannon casino cigar crime "
    "cruel danger destroy dumb enemy evil fat fatal ghost grief gun hurt insane knife monkey nasty "
    "panic pig pistol poverty prison punch rifle riot sad shoot sick slim smoke suffer tragic "
    "trash ugly weapon whip wine".split()
)
_STUDENT = uuid.uuid5(uuid.NAMESPACE_URL, "urn:x-annotator:card")
_SIGNED = b"annotator signature 1\n"
_NAME = b"annotator card name\n"


@dataclass(frozen=True, slots=True)
class PublicCard:
    """What a teacher keeps to know a student's work: both public keys, 64 hexadecimal digits."""

    verify_key: str
    box_key: str

    @property
    def student_id(self) -> str:
        """The id that work made with this card carries, the same on every machine (a UUID)."""
        return student_id_of(self.verify_key)


@dataclass(frozen=True, slots=True)
class CardKeys:
    """A student's keys, as they come from a card. The secret halves are never shown."""

    seed: bytes = field(repr=False)
    box_secret: bytes = field(repr=False)
    verify_key: str
    box_key: str

    @classmethod
    def from_card(cls, name: str, words: Words, card_format: int = 1) -> CardKeys:
        """The keys of a card; takes :data:`COSTS` of time and memory.

        InvalidModel for no name; AnnotatorError where the memory isn't there.
        """
        from nacl.public import PrivateKey
        from nacl.pwhash import argon2id
        from nacl.signing import SigningKey

        salt = hashlib.blake2b(
            _NAME + _salt_name(name, card_format).encode(), digest_size=16
        ).digest()
        passes, memory = COSTS[card_format]
        try:
            stretched = argon2id.kdf(
                64, " ".join(words).encode("ascii"), salt, opslimit=passes, memlimit=memory
            )
        except (MemoryError, RuntimeError) as error:
            raise AnnotatorError(
                "There is not enough memory left on this computer to open a class card.",
                kept="Nothing was changed.",
                todo="Close other programs and try again.",
            ) from error
        seed, box_secret = stretched[:32], stretched[32:]
        return cls(
            seed,
            box_secret,
            bytes(SigningKey(seed).verify_key).hex(),
            bytes(PrivateKey(box_secret).public_key).hex(),
        )

    @property
    def public(self) -> PublicCard:
        """What the teacher may keep."""
        return PublicCard(self.verify_key, self.box_key)

    @property
    def student_id(self) -> str:
        """The id that this student's work carries (a UUID)."""
        return student_id_of(self.verify_key)

    def sign(self, data: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes."""
        from nacl.signing import SigningKey

        return bytes(SigningKey(self.seed).sign(_SIGNED + data).signature)

    def seal(self, data: bytes) -> bytes:
        """``data`` so that only this card opens it, as a draft is kept in a class folder."""
        from nacl.public import Box, PrivateKey, PublicKey

        own = PrivateKey(self.box_secret)
        return bytes(Box(own, PublicKey(bytes.fromhex(self.box_key))).encrypt(data))

    def open(self, sealed: bytes, name: str = "the draft") -> bytes:
        """The reverse of :meth:`seal`; BadInput where it isn't this card's or was changed."""
        return self.open_from(self.box_key, sealed, name)

    def open_from(self, sender: str, sealed: bytes, name: str) -> bytes:
        """What the owner of the public key ``sender`` sealed to this card with :func:`seal_card`.

        BadInput where sender or receiver is another, or it was changed.
        """
        from nacl.exceptions import CryptoError
        from nacl.public import Box, PrivateKey, PublicKey

        try:
            box = Box(PrivateKey(self.box_secret), PublicKey(bytes.fromhex(sender)))
            return bytes(box.decrypt(sealed))
        except (CryptoError, ValueError, TypeError, RuntimeError) as error:
            raise BadInput(
                f"“{name}” does not open with this class card.",
                kept="It was left as it is.",
                todo="Check the name and the four words, and whether your teacher gave you a newer "
                "card.",
            ) from error


def seal_card(sender_secret: bytes, box_key: str, data: bytes) -> bytes:
    """``data`` so that only one card opens it and knows that this sender sealed it."""
    from nacl.exceptions import CryptoError
    from nacl.public import Box, PrivateKey, PublicKey

    try:
        return bytes(
            Box(PrivateKey(sender_secret), PublicKey(bytes.fromhex(box_key))).encrypt(data)
        )
    except (CryptoError, ValueError, RuntimeError) as error:
        raise InvalidModel("This card’s key can’t be used.") from error


def is_signed(verify_key: str, signature: bytes, data: bytes) -> bool:
    """Whether the owner of ``verify_key`` signed ``data``."""
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(bytes.fromhex(verify_key)).verify(_SIGNED + data, signature)
    except (CryptoError, ValueError):
        return False
    return True


def student_id_of(verify_key: str) -> str:
    """The student id (a UUID) that belongs to a card's public key."""
    return str(uuid.uuid5(_STUDENT, verify_key))


def card_tag(assignment_id: str, student_id: str) -> str:
    """What a lesson file says of a card for which it was given out: four hexadecimal digits.

    Enough to notice a card that isn't one of these, and too little to find one by trying words:
    one of some two thousand wrong cards passes in a class of 30.
    """
    named = f"annotator card tag {assignment_id} {student_id}"
    return hashlib.sha256(named.encode()).hexdigest()[:4]


def card_format_for(name: str) -> int:
    """The format in which a card for this name is issued.

    Where a name has no marks but accents that may be left out in typing, both formats give the same
    keys, and the card is as it always was.
    """
    return 1 if bare_key(name) == typed_key(name) else NEWEST


def _salt_name(name: str, card_format: int) -> str:
    kept = bare_key(name) if card_format == 1 else typed_key(name)
    if not kept:
        raise InvalidModel("A name needs at least one letter.", todo="Type the name on the card.")
    return kept


def new_words() -> Words:
    """Four words for a new card, drawn by the system's own generator."""
    fit = drawn_words()
    first, second, third, fourth = (secrets.choice(fit) for _ in range(_WORD_COUNT))
    return first, second, third, fourth


def drawn_words() -> tuple[str, ...]:
    """The words that may stand on a card, in the order of the list."""
    return tuple(word for word in _word_list() if word not in _NOT_DRAWN)


def read_words(typed: str) -> Words:
    """Four words as they were typed; the first four letters of each are enough.

    BadInput names the word that is on no card.
    """
    found = _typed(typed)
    if found and found[0].isdecimal():
        if int(found[0][:9]) > NEWEST:
            raise BadInput(
                "This class card is from a newer version of Annotator.",
                todo="Install the newer version to use it.",
            )
        found = found[1:]
    if len(found) != _WORD_COUNT:
        raise BadInput(
            f"A class card has four words; there are {len(found)} here.",
            todo="Type the four words that are printed under your name.",
        )
    first, second, third, fourth = known_words(found, "a class card")
    return first, second, third, fourth


def known_words(typed: Iterable[str], paper: str) -> tuple[str, ...]:
    """Words of the list, each known from its first four letters; BadInput names the one that is
    none, and the ``paper`` on which no such word stands."""
    words = _word_list()
    return tuple(_known(word, words, paper) for word in typed)


def format_of(typed: str) -> int:
    """The format of a card that :func:`read_words` can read: the number before its words, or 1."""
    found = _typed(typed)
    return int(found[0][:9]) or 1 if found and found[0].isdecimal() else 1


def _typed(typed: str) -> list[str]:
    return re.findall(r"[^\W_]+", typed[:1000].casefold())


def _known(typed: str, words: tuple[str, ...], paper: str) -> str:
    if typed in words:
        return typed
    for word in words:
        if len(typed) >= _LEAST_LETTERS and word[:_LEAST_LETTERS] == typed[:_LEAST_LETTERS]:
            return word
    raise BadInput(
        f"“{typed[:40]}” is not a word of {paper}.",
        todo=f"Look at {paper.replace('a ', 'the ', 1)} again: is every letter right?",
    )


def _word_list() -> tuple[str, ...]:
    from mnemonic import Mnemonic

    return tuple(Mnemonic("english").wordlist)
