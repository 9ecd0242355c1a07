"""The teacher's signature: right, changed, for another reader, with an older key's word for it."""

from __future__ import annotations

import random

import pytest

from annotator.files.card_keys import drawn_words
from annotator.files.sealing import KeyRing, SecretKey
from annotator.files.signing import (
    Signature,
    fingerprint,
    is_fingerprint,
    kept_content,
    open_signed,
    sign_body,
    signer_of,
    signing_key,
)
from annotator.model.errors import BadInput

OLD, NEW, OTHER = (SecretKey(bytes([number]) * 32) for number in (1, 2, 3))
BODY = b"what the teacher says"


def test_what_was_signed_comes_back_with_whose_it_is() -> None:
    signed = sign_body(KeyRing((NEW,)), "lesson", 2, BODY)
    assert open_signed(signed, "lesson", 2, name="x") == (BODY, Signature(signing_key(NEW)))
    assert signer_of(signed) == signing_key(NEW) != NEW.public
    assert sign_body(KeyRing((NEW,)), "lesson", 2, BODY) == signed


def test_a_new_key_carries_the_word_of_the_old_one() -> None:
    signed = sign_body(KeyRing((NEW, OLD)), "lesson", 2, BODY)
    content, signature = open_signed(signed, "lesson", 2, name="x")
    assert content == BODY
    assert signature.is_of(signing_key(OLD))
    assert signature.is_of(signing_key(NEW))
    assert not signature.is_of(signing_key(OTHER))
    assert kept_content(signed, "x") == (BODY, signature)


def test_nobody_else_can_name_an_older_key() -> None:
    """The word of the old key for the new one does not fit under a third."""
    true = sign_body(KeyRing((NEW, OLD)), "lesson", 2, BODY)
    forged = sign_body(KeyRing((OTHER, OLD)), "lesson", 2, BODY)
    link = slice(33, 33 + 96)
    stolen = forged[:33] + true[link] + forged[link.stop :]
    with pytest.raises(BadInput):
        open_signed(stolen, "lesson", 2, name="x")


@pytest.mark.parametrize(
    ("kind", "number", "to"),
    [("return", 2, "ab"), ("lesson", 3, "ab"), ("lesson", 2, ""), ("lesson", 2, "cd")],
)
def test_a_signature_stands_for_one_kind_one_format_and_one_reader(
    kind: str, number: int, to: str
) -> None:
    signed = sign_body(KeyRing((NEW,)), "lesson", 2, BODY, to="ab")
    with pytest.raises(BadInput):
        open_signed(signed, kind, number, name="x", to=to)


def test_no_bit_and_no_length_can_change() -> None:
    signed, chance = sign_body(KeyRing((NEW, OLD)), "lesson", 2, BODY), random.Random(4)
    for at in range(len(signed)):
        changed = bytearray(signed)
        changed[at] ^= 1 << chance.randrange(8)
        with pytest.raises(BadInput):
            open_signed(bytes(changed), "lesson", 2, name="x")
        with pytest.raises(BadInput):
            open_signed(signed[:at], "lesson", 2, name="x")
    with pytest.raises(BadInput):
        open_signed(signed + b"!", "lesson", 2, name="x")


def test_six_words_stand_for_a_key_and_can_be_typed_short() -> None:
    words = fingerprint(signing_key(NEW)).split()
    assert len(words) == 6
    assert set(words) <= set(drawn_words())
    assert words != fingerprint(signing_key(OLD)).split()
    assert is_fingerprint(", ".join(word[:4].upper() for word in words), signing_key(NEW))
    assert not is_fingerprint(" ".join(words[:5]), signing_key(NEW))
    assert not is_fingerprint(" ".join(words), signing_key(OLD))
    # Printed on cards: it must never change.
    assert fingerprint("00" * 32) == "nurse print lyrics idle index broken"
