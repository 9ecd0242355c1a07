"""Marks and relations in the standard's own words, held against the standard's own assertions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from annotator.files.fields import Fields
from annotator.files.hand_in import write_hand_in
from annotator.files.key_file import write_key
from annotator.files.source import parse_json
from annotator.files.web_annotation import (
    annotation_from_web,
    annotation_to_web,
    collection,
    relation_from_web,
    relation_to_web,
)
from annotator.model.article import Article
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.text import Span
from annotator.model.work import Submission
from tests.files.make import a_key, a_submission, an_article, an_id, submissions

SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas" / "w3c-annotation"
ARTICLE = an_article()


def fields(value: Any) -> Fields:
    return Fields(parse_json(json.dumps(value), "test"))


def musts(listing: str) -> list[tuple[Path, dict[str, Any]]]:
    """The assertions that a listing of the standard's test-suite names and that are MUSTs."""
    if not SCHEMAS.is_dir():
        pytest.skip(f"the assertions of the standard are not at {SCHEMAS}")
    named = json.loads((SCHEMAS / listing).read_text(encoding="utf-8"))["assertions"]
    found = []
    for name in named:
        path = SCHEMAS / name
        schema = json.loads(path.read_text(encoding="utf-8"))
        if schema["assertionType"] == "must":
            found.append((path, schema))
    assert found
    return found


def broken(listing: str, value: Any) -> list[str]:
    """Names of the MUSTs that ``value`` breaks."""
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    from referencing.jsonschema import DRAFT4

    definitions = [
        (path.name, DRAFT4.create_resource(json.loads(path.read_text(encoding="utf-8"))))
        for path in (SCHEMAS / "definitions").glob("*.json")
    ]
    registry = referencing.Registry().with_resources(definitions)
    checker = jsonschema.Draft4Validator.FORMAT_CHECKER
    names = []
    for path, schema in musts(listing):
        validator = jsonschema.Draft4Validator(schema, registry=registry, format_checker=checker)
        if validator.is_valid(value) != (schema["expectedResult"] == "valid"):
            names.append(path.name)
    return names


def every_annotation() -> list[dict[str, Any]]:
    submission = a_submission(ARTICLE)
    key = json.loads(write_key(a_key(ARTICLE), ARTICLE))
    return [
        *(annotation_to_web(mark, ARTICLE) for mark in submission.annotations),
        *(relation_to_web(relation) for relation in submission.relations),
        *key["first"]["items"],
    ]


def test_every_annotation_passes_the_musts() -> None:
    listing = "annotations/annotationMusts.test"
    assert len(musts(listing)) == 54
    for web in every_annotation():
        assert broken(listing, web) == []


def test_collections_and_pages_pass_the_musts() -> None:
    web = json.loads(write_key(a_key(ARTICLE), ARTICLE))
    assert broken("collections/collectionMusts.test", web) == []
    assert broken("collections/pages/pageMusts.test", web["first"]) == []
    assert broken("collections/collectionMusts.test", collection(an_id(1), [])) == []


def test_the_assertions_can_fail() -> None:
    listing = "annotations/annotationMusts.test"
    web = every_annotation()[0]
    for name in ("@context", "id", "type", "target"):
        assert broken(listing, {k: v for k, v in web.items() if k != name})
    for selector in ({"type": "TextPositionSelector", "start": -1, "end": 2}, {"type": "X"}):
        target = web["target"] | {"selector": [selector]}
        assert broken(listing, web | {"target": target})


def test_what_is_in_a_hand_in_passes_too() -> None:
    import zlib

    file = write_hand_in(a_submission(ARTICLE), ARTICLE, program_version="1")
    web = json.loads(zlib.decompress(file.split(b"\n", 2)[2]))["annotations"]
    assert broken("collections/collectionMusts.test", web) == []
    for entry in web["first"]["items"]:
        assert broken("annotations/annotationMusts.test", entry) == []


def test_a_mark_says_its_words_in_the_standards_fields() -> None:
    mark = a_submission(ARTICLE).annotations[0]
    web = annotation_to_web(mark, ARTICLE)
    quote, position = web["target"]["selector"]
    assert quote["exact"] == "lake lost a fifth of its water"
    assert quote["prefix"].endswith("Jonah Pell\nThe ")
    assert quote["suffix"].startswith(", a clerk")
    assert ARTICLE.text[position["start"] : position["end"]] == quote["exact"]
    assert web["body"][0] == {"type": "TextualBody", "purpose": "classifying", "value": "claim"}
    assert web["target"]["source"] == f"urn:sha256:{ARTICLE.sha256}"


@given(submissions())
def test_round_trip(made: tuple[Article, Submission]) -> None:
    article, submission = made
    for mark in submission.annotations:
        web = fields(annotation_to_web(mark, article))
        assert annotation_from_web(web, article.text, article.sha256) == mark
    for relation in submission.relations:
        assert relation_from_web(fields(relation_to_web(relation))) == relation


def test_a_mark_that_does_not_quote_the_article_is_neither_written_nor_read() -> None:
    mark = a_submission(ARTICLE).annotations[0]
    other = Article.from_blocks([(ARTICLE.blocks[0].kind, "x" * len(ARTICLE.text))])
    with pytest.raises(InvalidModel):
        annotation_to_web(mark, other)
    web = annotation_to_web(mark, ARTICLE)
    with pytest.raises(BadInput, match="but the article has"):
        annotation_from_web(fields(web), other.text, ARTICLE.sha256)
    with pytest.raises(BadInput, match="another text"):
        annotation_from_web(fields(web), other.text, other.sha256)


def test_a_position_past_the_end_is_refused() -> None:
    mark = a_submission(ARTICLE).annotations[0]
    web = annotation_to_web(mark, ARTICLE)
    length = len(ARTICLE.text)
    span = Span(length, length + len(mark.quote))
    web["target"]["selector"][1] |= {"start": span.start, "end": span.end}
    with pytest.raises(BadInput, match="the text has"):
        annotation_from_web(fields(web), ARTICLE.text, ARTICLE.sha256)
