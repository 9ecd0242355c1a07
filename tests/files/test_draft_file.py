"""The draft file: back as it went in, sealed where there is a card, versions by what they saw."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.files.card_keys import CardKeys
from annotator.files.container import pack_body
from annotator.files.draft_file import DraftVersion, merged, read_draft, write_draft
from annotator.model.errors import BadInput
from annotator.model.work import AttemptState, Submission

from .make import WHEN, a_submission, an_article, an_id

ARTICLE = an_article()
VERSION = DraftVersion(an_id(1), WHEN, ((an_id(2), 3), (an_id(3), 1)))


def a_draft() -> Submission:
    work = a_submission(ARTICLE)
    attempt = replace(work.attempt, state=AttemptState.DRAFT, handed_in=None)
    return replace(work, attempt=attempt)


@pytest.fixture(scope="module")
def card() -> CardKeys:
    return CardKeys.from_card("Zoë O’Hara", ("apple", "river", "stone", "cloud"))


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    file = write_draft(a_draft(), ARTICLE, VERSION, program_version="1")
    path = tmp_path / "a.draft"
    path.write_bytes(file)
    draft = read_draft(path, ARTICLE)
    assert (draft.submission, draft.version, draft.sealed) == (a_draft(), VERSION, False)
    assert (draft.file, draft.path) == (file, path)


def test_only_its_card_opens_it(card: CardKeys) -> None:
    file = write_draft(a_draft(), ARTICLE, VERSION, program_version="1", card=card)
    assert read_draft(file, ARTICLE, card=card).submission == a_draft()
    assert b"lake lost" not in file
    with pytest.raises(BadInput, match="sealed with a class card"):
        read_draft(file)
    other = CardKeys.from_card("Bo", ("apple", "river", "stone", "cloud"))
    with pytest.raises(BadInput, match="does not open with this class card"):
        read_draft(file, card=other)


def test_every_damaged_byte_is_noticed(card: CardKeys) -> None:
    file = write_draft(a_draft(), ARTICLE, VERSION, program_version="1")
    for place in range(0, len(file), 7):
        bad = bytearray(file)
        bad[place] ^= 16
        with pytest.raises(BadInput):
            read_draft(bytes(bad))
    with pytest.raises(BadInput):
        read_draft(file[:-1])


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"[]",
        b'{"version":"x","saved":"2026-03-14T09:30:00Z","seen":[]}',
        b'{"version":"%s","saved":"now","seen":[]}' % an_id(1).encode(),
        b'{"version":"%s","saved":"2026-03-14T09:30:00Z","seen":[["a",1]]}' % an_id(1).encode(),
        b'{"version":"%s","saved":"2026-03-14T09:30:00Z","seen":[["%s",true]]}'
        % (an_id(1).encode(), an_id(2).encode()),
        b'{"version":"%s","saved":"2026-03-14T09:30:00Z","seen":[["%s",1],["%s",2]]}'
        % (an_id(1).encode(), an_id(2).encode(), an_id(2).encode()),
    ],
)
def test_a_bad_header_is_refused(header: bytes) -> None:
    with pytest.raises(BadInput):
        read_draft(pack_body("draft", 1, header + b"\nannotator hand-in 1\n"))


def version(id: int, **seen: int) -> DraftVersion:
    pairs = tuple((an_id(ord(machine)), number) for machine, number in seen.items())
    return DraftVersion(an_id(id), WHEN, pairs)


def test_versions_include_what_they_saw_whatever_the_clock_says() -> None:
    first, second = version(1, a=1), version(2, a=2)
    assert second.includes(first)
    assert not first.includes(second)
    earlier = replace(second, saved=WHEN - datetime.timedelta(days=400))
    assert earlier.includes(first)
    other = version(3, a=1, b=1)
    assert not other.includes(second)
    assert not second.includes(other)
    both = version(4, a=2, b=2)
    assert both.includes(other)
    assert both.includes(second)


def test_two_that_counted_the_same_are_not_the_same() -> None:
    """A copied disk makes a machine count twice."""
    one, two = version(1, a=2), version(2, a=2)
    assert not one.includes(two)
    assert not two.includes(one)
    assert merged([{"a": 1, "b": 3}, {"a": 2}]) == {"a": 2, "b": 3}
