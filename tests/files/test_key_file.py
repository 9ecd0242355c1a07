"""Answer keys as files: exact, readable, and found again when the text was edited."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given

from annotator.files.key_file import read_key, write_key
from annotator.files.key_repair import repair_key
from annotator.model.article import Article, BlockKind
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.key import AnswerKey
from tests.files.make import a_key, an_article, keys, mutated

ARTICLE = an_article()


def edited(old: str, new: str) -> Article:
    text = ARTICLE.text.replace(old, new)
    blocks = zip(ARTICLE.blocks, text.split("\n"), strict=True)
    return Article.from_blocks((block.kind, line) for block, line in blocks)


def test_what_was_written_is_what_is_read(tmp_path: Path) -> None:
    key = a_key(ARTICLE)
    place = tmp_path / "key.json"
    place.write_bytes(write_key(key, ARTICLE))
    assert read_key(place, ARTICLE) == key
    assert read_key(place.read_bytes(), ARTICLE) == key


@given(keys())
def test_round_trip(made: tuple[Article, AnswerKey]) -> None:
    article, key = made
    data = write_key(key, article)
    assert read_key(data, article) == key
    assert write_key(read_key(data, article), article) == data
    repaired = repair_key(data, article)
    assert repaired.lost == ()
    assert repaired.key is not None
    assert len(repaired.key.items) == len(key.items)


def test_it_can_be_read_by_people() -> None:
    data = write_key(a_key(ARTICLE), ARTICLE)
    assert data.endswith(b"}\n")
    assert "Zoë".encode() not in data
    lines = data.decode("utf-8").split("\n")
    assert '  "items": [' in lines
    why = {"type": "TextualBody", "purpose": "commenting", "an:role": "why"}
    assert any(json.dumps(why)[:-1] in line and "measure it" in line for line in lines)


def test_a_changed_why_is_one_changed_line() -> None:
    one = write_key(a_key(ARTICLE), ARTICLE).decode("utf-8")
    two = one.replace("Somebody can measure it.", "A ruler can tell.")
    other = write_key(read_key(two.encode("utf-8"), ARTICLE), ARTICLE).decode("utf-8")
    pairs = zip(one.split("\n"), other.split("\n"), strict=True)
    assert sum(a != b for a, b in pairs) == 1


def test_a_key_for_another_text_is_refused_and_says_what_to_do() -> None:
    other = edited("fifth", "third")
    with pytest.raises(BadInput, match=r"another version of the text.*--repair"):
        read_key(write_key(a_key(ARTICLE), ARTICLE), other)
    with pytest.raises(InvalidModel):
        write_key(a_key(ARTICLE), other)


def test_a_wrong_quote_names_file_line_and_reason() -> None:
    text = write_key(a_key(ARTICLE), ARTICLE).decode("utf-8")
    wrong = text.replace('"exact": "Not one drop is gone"', '"exact": "Not one drop is GONE"')
    line = next(n for n, row in enumerate(text.split("\n"), 1) if "Not one drop is gone" in row)
    with pytest.raises(BadInput) as caught:
        read_key(wrong.encode("utf-8"), ARTICLE)
    message = caught.value.happened
    assert message.startswith("key.json, line ")
    named = int(message.split("line ")[1].split(":")[0])
    assert abs(named - line) <= 4, (message, line)
    assert "the article has “Not one drop is gone” there" in message


def test_unknown_fields_are_faults_in_a_key() -> None:
    text = write_key(a_key(ARTICLE), ARTICLE).decode("utf-8")
    with pytest.raises(BadInput, match="no field “an:requird” here"):
        read_key(
            text.replace('"an:required": true', '"an:required": true, "an:requird": 1').encode(),
            ARTICLE,
        )


def test_a_newer_key_is_refused() -> None:
    text = write_key(a_key(ARTICLE), ARTICLE).decode("utf-8")
    with pytest.raises(BadInput, match="newer version of Annotator"):
        read_key(text.replace('"an:format": 1', '"an:format": 2').encode(), ARTICLE)


def test_mutations_never_raise_anything_but_bad_input() -> None:
    value = json.loads(write_key(a_key(ARTICLE), ARTICLE))
    refused = 0
    for seed in range(600):
        data = json.dumps(mutated(value, random.Random(seed))).encode("utf-8", "surrogatepass")
        try:
            read_key(data, ARTICLE).check(ARTICLE.text)
        except BadInput:
            refused += 1
    assert refused > 300


def test_bytes_at_random_never_raise_anything_but_bad_input() -> None:
    data = write_key(a_key(ARTICLE), ARTICLE)
    chance = random.Random(8)
    for _ in range(400):
        at = chance.randrange(len(data))
        changed = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        try:
            read_key(changed, ARTICLE).check(ARTICLE.text)
        except BadInput as error:
            assert error.happened.startswith("key.json")  # noqa: PT017 - a mutation may be harmless


def test_repair_moves_what_the_edit_moved() -> None:
    key = a_key(ARTICLE)
    longer = edited("said on Monday", "said at the town hall late on Monday")
    repair = repair_key(write_key(key, ARTICLE), longer)
    assert repair.lost == ()
    assert repair.key is not None
    assert repair.moved >= 1
    assert [item.quote for item in repair.key.items] == [item.quote for item in key.items]
    assert read_key(write_key(repair.key, longer), longer) == repair.key


def test_repair_tells_twins_apart_by_what_stands_around_them() -> None:
    text = "One said no. Two said yes. Three said no."
    article = Article.from_blocks([(BlockKind.PARAGRAPH, text)])
    key = _one_item(article, text.rindex("said"))
    before = Article.from_blocks([(BlockKind.PARAGRAPH, "Zero said maybe. " + text)])
    repair = repair_key(write_key(key, article), before)
    assert repair.key is not None
    assert repair.unsure == ()
    assert repair.key.items[0].span.start == before.text.rindex("said")


def test_repair_names_what_is_lost_and_gives_no_key() -> None:
    repair = repair_key(write_key(a_key(ARTICLE), ARTICLE), edited("Not one drop", "Nothing"))
    assert repair.key is None
    assert repair.lost == ("Not one drop is gone",)


def _one_item(article: Article, start: int) -> AnswerKey:
    from annotator.model.key import AcceptedSpan, KeyItem
    from annotator.model.text import Span
    from tests.files.make import an_id

    accepted = AcceptedSpan(Span(start, start + 4), "said")
    item = KeyItem(id=an_id(1), name="said", label="claim", accepted=(accepted,), why="w")
    return AnswerKey(article_sha256=article.sha256, items=(item,))
