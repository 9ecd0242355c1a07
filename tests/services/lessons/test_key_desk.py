"""Drafts on the disk, versions out of them, what a class offers, what is thin, own lessons."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.annotation import RelationKind
from annotator.model.article import BlockKind
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem
from annotator.model.lesson import Lesson
from annotator.model.review import Answer
from annotator.model.text import Span
from annotator.services.classes.desk import TeacherDesk
from annotator.services.lessons.importing import found_in_file, found_in_text
from annotator.services.lessons.key_building import copy_of, item_from, most_marked
from annotator.services.lessons.key_checkup import check_up
from annotator.services.lessons.key_desk import KeyDesk, merged
from annotator.services.lessons.key_editing import KeyEditing
from annotator.services.lessons.key_steps import item_on, same_content
from annotator.services.lessons.lesson_making import (
    found_again,
    keep_own_lesson,
    own_lesson,
    renewed,
)
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.marking import Marking
from annotator.services.review.compare import blind_edition, compare_trial
from annotator.services.review.key_versions import KeyVersions
from annotator.store.classes import Assignments
from annotator.store.errors import RecordDamaged
from annotator.store.key_drafts import KeyDrafts
from annotator.store.lesson_files import LessonFiles
from tests.seeded import SeededDesk
from tests.seeded import shelf as shipped_shelf

WORDS = {kind: str(kind).replace("_", " ") for kind in RelationKind}


def key_desk(seeded: SeededDesk) -> KeyDesk:
    return KeyDesk(seeded.data, who="Ms Bell")


def keep(desk: KeyDesk, lesson: Lesson, key: AnswerKey, based_on: int = 0) -> None:
    """Keep a draft and wait for the disk."""
    there = threading.Event()
    desk.keep(lesson.id, key, based_on, on_saved=there.set)
    assert there.wait(10)


def changed(key: AnswerKey, why: str = "Another why.") -> AnswerKey:
    return replace(key, items=(replace(key.items[0], why=why), *key.items[1:]))


def own_key(lesson: Lesson) -> AnswerKey:
    assert lesson.key is not None
    return lesson.key


# -- drafts ------------------------------------------------------------------------------


def test_a_shipped_key_is_opened_as_it_is_and_never_written(seeded: SeededDesk) -> None:
    lesson, desk = seeded.lesson(), key_desk(seeded)
    opened = desk.open(lesson)
    assert opened.is_shipped
    assert not opened.is_draft
    assert opened.key == lesson.key
    assert KeyDrafts(seeded.data.db).lessons() == frozenset()
    assert KeyVersions(seeded.data).versions(lesson)[0].number == 1


def test_a_draft_comes_back_whole(seeded: SeededDesk, tmp_path: Path) -> None:
    lesson, desk = seeded.lesson(), key_desk(seeded)
    wanted = changed(own_key(lesson))
    keep(desk, lesson, wanted, 1)
    seeded.close()
    again = SeededDesk.make(tmp_path)
    try:
        opened = key_desk(again).open(again.lesson())
        assert opened.is_draft
        assert same_content(opened.key, wanted)
        key_desk(again).discard(lesson.id)
        assert key_desk(again).open(again.lesson()).key == lesson.key
    finally:
        again.close()
    # The fixture closes what was opened first.
    again = SeededDesk.make(tmp_path)
    seeded.data = again.data


def test_a_damaged_draft_is_named_and_left_alone(seeded: SeededDesk) -> None:
    lesson, desk = seeded.lesson(), key_desk(seeded)
    keep(desk, lesson, changed(own_key(lesson)), 1)
    seeded.data.call(
        lambda db: db.execute("UPDATE key_drafts SET content = replace(content, 'Another', 'No')")
    )
    with pytest.raises(RecordDamaged):
        desk.open(lesson)
    rows = seeded.data.db.rows("SELECT content FROM key_drafts")
    assert "No why." in rows[0][0]


def test_a_draft_that_does_not_fit_the_text_is_refused(seeded: SeededDesk) -> None:
    lesson, desk = seeded.lesson(), key_desk(seeded)
    keep(desk, lesson, replace(changed(own_key(lesson)), article_sha256="0" * 64), 1)
    with pytest.raises(InvalidModel, match="another text"):
        desk.open(lesson)


# -- publishing --------------------------------------------------------------------------


def test_publishing_makes_a_version_and_forgets_the_draft(seeded: SeededDesk) -> None:
    lesson, desk = seeded.lesson(), key_desk(seeded)
    wanted = changed(own_key(lesson))
    keep(desk, lesson, wanted, 1)
    made = desk.publish(lesson, wanted, why="a better reason")
    assert made.version == 2
    assert KeyDrafts(seeded.data.db).load(lesson.id) is None
    versions = KeyVersions(seeded.data).versions(lesson)
    told = [(version.number, version.who, version.why) for version in versions]
    assert told == [(1, "", ""), (2, "Ms Bell", "a better reason")]
    opened = desk.open(lesson)
    assert (opened.based_on, opened.is_draft, opened.is_shipped) == (2, False, False)


def test_a_bad_key_is_no_version_and_the_draft_stays(seeded: SeededDesk) -> None:
    lesson, desk = seeded.lesson(), key_desk(seeded)
    keep(desk, lesson, changed(own_key(lesson)), 1)
    bad = replace(own_key(lesson), article_sha256="0" * 64)
    with pytest.raises(InvalidModel):
        desk.publish(lesson, bad)
    assert KeyDrafts(seeded.data.db).load(lesson.id) is not None
    assert KeyVersions(seeded.data).key(lesson) == lesson.key


def test_who_counts_with_a_version_and_who_stays(seeded: SeededDesk) -> None:
    one, other = seeded.add_class("7B"), seeded.add_class("8A", students=5, seed=9)
    lesson, desk = seeded.lesson(), key_desk(seeded)
    uses = desk.in_use(lesson)
    assert [use.class_name for use in uses] == ["7B", "8A"]
    assert all(0 < use.papers <= use.students for use in uses)
    stay = next(use for use in uses if use.class_name == "8A").assignment
    made = desk.publish(lesson, changed(own_key(lesson)), hold=[stay.id])
    given = {each.class_id: each for each in Assignments(seeded.data.db).all()}
    assert given[other.id].key_version == 1
    assert given[one.id].key_version is None, "follows the latest"
    assert made.version == 2
    held = next(use for use in desk.in_use(lesson) if use.class_name == "8A")
    assert held.is_held


def test_the_preview_counts_every_paper_and_writes_nothing(seeded: SeededDesk) -> None:
    seeded.add_class("7B")
    lesson, desk = seeded.lesson(), key_desk(seeded)
    uses = desk.in_use(lesson)
    key = own_key(lesson)
    required = next(item for item in key.items if item.required)
    heavy = tuple(
        replace(item, weight=item.weight * 3) if item.id == required.id else item
        for item in key.items
    )
    rescore = desk.preview(lesson, replace(key, items=heavy), uses)
    assert rescore is not None
    preview = rescore.run()
    papers = sum(use.papers for use in uses)
    assert len(preview.gains) + len(preview.losses) + preview.same == papers
    assert preview.gains
    assert preview.losses
    assert all(each.by > 0 and each.gain > 0 for each in preview.gains)
    assert all(each.by >= 0 for each in preview.losses), "they missed it: few points of more"
    assert all(each.of_after > each.of_before for each in preview.losses)
    assert KeyVersions(seeded.data).key(lesson) == key


# -- a version that was published meanwhile ----------------------------------------------


def test_what_was_accepted_meanwhile_comes_into_the_draft(seeded: SeededDesk) -> None:
    lesson, desk = seeded.lesson(), key_desk(seeded)
    key = own_key(lesson)
    mine = changed(key, "My own words.")
    keep(desk, lesson, mine, 1)
    text = lesson.article.text
    start = text.index("driest winter")
    answer = Answer(label="opinion", span=Span(start, start + 13))
    versions = KeyVersions(seeded.data)
    versions.accept_for_everyone(lesson, answer, who="Ms Bell")
    also = Answer(label="opinion", item_id=key.items[0].id)
    versions.accept_for_everyone(lesson, also, who="Ms Bell")
    opened = desk.open(lesson)
    assert opened.based_on == 3
    assert opened.taken_over == 2
    assert opened.key is not None
    first = opened.key.item(key.items[0].id)
    assert first.why == "My own words."
    assert "opinion" in first.also_labels
    assert any(item.quote == "driest winter" for item in opened.key.items)


def test_merging_item_by_item() -> None:
    text = "One two three four five six seven."

    def item(name: str, start: int, end: int, why: str = "") -> KeyItem:
        return item_on(text, Span(start, end), "claim", id=name, why=why)

    def key(*items: KeyItem, version: int = 1) -> AnswerKey:
        return AnswerKey(article_sha256="a" * 64, items=items, version=version)

    a, b, c, d = (item(n, s, s + 3) for n, s in (("a", 0), ("b", 4), ("c", 19), ("d", 24)))
    base = key(a, b, c)
    theirs = key(replace(a, why="theirs"), b, d, version=2)
    mine = key(a, replace(b, why="mine"), c)
    both, taken = merged(base, theirs, mine)
    assert {each.id: each.why for each in both.items} == {"a": "theirs", "b": "mine", "d": ""}
    assert (taken, both.version) == (3, 2)
    # What I removed stays removed, though they changed it.
    assert {each.id for each in merged(base, theirs, key(b, c))[0].items} == {"b", "d"}
    wider = replace(a, accepted=(*a.accepted, AcceptedSpan(Span(4, 7), text[4:7])))
    both, _ = merged(key(a), key(wider, version=2), key(replace(a, why="mine")))
    assert (both.items[0].why, len(both.items[0].accepted)) == ("mine", 2)


# -- built from the class ----------------------------------------------------------------


def test_the_class_offers_what_most_of_them_marked(seeded: SeededDesk) -> None:
    seeded.add_class("7B")
    lesson, desk = seeded.lesson(), key_desk(seeded)
    papers = desk.papers(lesson)
    assert len({paper.student.name for paper in papers}) == len(papers) > 15
    offers = most_marked(lesson.article, papers)
    assert [o.count for o in offers] == sorted((o.count for o in offers), reverse=True)
    assert offers[0].count > len(papers) / 2
    found = {(item.span, item.label) for item in own_key(lesson).items}
    assert sum((o.span, o.label) in found for o in offers[:10]) >= 7, "most people are mostly right"
    for offer in offers:
        holders = sum(
            any(
                lesson.article.words.snap(m.span) == offer.span and m.label == offer.label
                for m in paper.annotations
            )
            for paper in papers
        )
        assert holders == offer.exactly <= offer.count <= len(papers)


def test_what_is_taken_is_offered_no_more(seeded: SeededDesk) -> None:
    seeded.add_class("7B")
    lesson, desk = seeded.lesson(), key_desk(seeded)
    papers = desk.papers(lesson)
    editing = KeyEditing(lesson, None, write=lambda _key: None)
    offer = most_marked(lesson.article, papers, editing.key)[0]
    editing.add_items("take", [item_from(lesson.article, offer, required=False)])
    (item,) = editing.items
    assert (item.span, item.label, item.required) == (offer.span, offer.label, False)
    left = most_marked(lesson.article, papers, editing.key)
    assert (offer.span, offer.label) not in {(o.span, o.label) for o in left}


def test_a_copy_of_a_paper_is_a_key(seeded: SeededDesk) -> None:
    seeded.add_class("7B")
    lesson, desk = seeded.lesson(), key_desk(seeded)
    paper = max(desk.papers(lesson), key=lambda each: len(each.relations))
    assert paper.relations
    key = copy_of(paper, lesson.article)
    replace(lesson, key=key)  # it fits the lesson
    assert [i.span for i in key.items] == [m.span for m in paper.annotations]
    assert {i.id for i in key.items}.isdisjoint(m.id for m in paper.annotations)
    assert [len(t.chain) for t in key.relations] == [len(t.chain) for t in paper.relations]


# -- the check-up ------------------------------------------------------------------------


def words_of(lesson: Lesson, key: AnswerKey) -> str:
    return "\n".join(thin.words for thin in check_up(lesson, key, WORDS))


def test_a_shipped_key_has_nothing_that_matters(seeded: SeededDesk) -> None:
    lesson = seeded.lesson()
    assert not [thin for thin in check_up(lesson, own_key(lesson), WORDS) if thin.needs_fixing]


def test_each_thin_thing_is_listed_with_its_place(seeded: SeededDesk) -> None:
    lesson = seeded.lesson()
    key = own_key(lesson)
    claims = tuple(i for i in key.items if i.required and i.label == "claim")
    one = claims[0]
    words = lesson.article.words
    inside = words.numbers(one.span)
    over = Span(words.word(inside[1]).start, words.word(inside[-1] + 1).end)
    denial = next(i for i in key.items if i.required and i.label == "denial")
    thin = AnswerKey(
        article_sha256=key.article_sha256,
        items=(*(replace(c, why="") for c in claims), item_on(lesson.article.text, over, "claim")),
    )
    found = check_up(lesson, thin, WORDS)
    text = "\n".join(each.words for each in found)
    assert "no optional item" in text
    assert "no trap" in text
    assert "required items are claims" in text
    assert any(each.item_id == one.id and "has no why" in each.words for each in found)
    assert any("overlap under one label" in each.words for each in found)
    alone = replace(key, relations=tuple(r for r in key.relations if r.source_id != denial.id))
    (nothing,) = [t for t in check_up(lesson, alone, WORDS) if "denies nothing" in t.words]
    assert (nothing.item_id, nothing.needs_fixing) == (denial.id, True)
    assert "Nothing has to be found" in words_of(lesson, AnswerKey(
        article_sha256=key.article_sha256, items=()))  # fmt: skip


# -- trying ------------------------------------------------------------------------------


def test_a_try_is_compared_and_kept_nowhere(seeded: SeededDesk) -> None:
    lesson = seeded.lesson()
    blind = blind_edition(lesson)
    assert blind.key is None
    marking = Marking(blind.article, write=lambda _change: None)
    required = [item for item in own_key(lesson).items if item.required]
    for item in required[:3]:
        marking.add([item.span], item.label)
    compared = compare_trial(blind, own_key(lesson), marking, name="Me")
    assert compared.comparison.found == 3
    assert key_desk(seeded).papers(lesson) == ()


# -- lessons of one's own ----------------------------------------------------------------

STORY = """Clock Tower Stops at Noon

By Ana Reyes
12 May 2026

The clock of the old town hall stopped at noon on Monday, the council said.

Photo: J. Silva

“It will run again by Friday,” said the clockmaker, Ivo Marsh.
"""


def test_naming_blocks_otherwise_moves_no_span() -> None:
    article = found_in_text(STORY).article()
    number = next(n for n, b in enumerate(article.blocks) if "Silva" in b.span.of(article.text))
    for kind in BlockKind:
        made = renewed(article, found_again(article).retyped(number, kind))
        assert made.blocks[number].kind is kind
        assert (made.text, made.sha256) == (article.text, article.sha256)
        assert [b.span for b in made.blocks] == [b.span for b in article.blocks]
        is_new = kind is not article.blocks[number].kind
        assert made.metadata.version == article.metadata.version + is_new
    with pytest.raises(ValueError, match="argument"):
        renewed(article, found_again(article).merged(0))


def test_an_own_lesson_is_kept_once_and_opened_without_a_key(
    seeded: SeededDesk, tmp_path: Path
) -> None:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    article = found_in_file(path).article()
    plain = shipped_shelf()
    lesson = own_lesson(plain, article, title="The Clock", instructions=" Read it. ")
    keep_own_lesson(seeded.data, lesson)
    known = replace(article.metadata, title="The Clock That Stopped", byline="Ana Reyes")
    renamed = renewed(article, replace(found_again(article), metadata=known))
    keep_own_lesson(seeded.data, own_lesson(plain, renamed, title="The Clock That Stopped"))
    assert [kept.title for kept in LessonFiles(seeded.data.db).all()] == ["The Clock That Stopped"]
    shelf = LessonShelf(Path(plain._shipped), Path(plain._guide_file), seeded.data)
    again = shelf.load(lesson.id)
    assert again.key is None
    assert again.article.text == article.text
    desk = key_desk(seeded)
    opened = desk.open(again)
    assert (opened.key, opened.based_on) == (None, 0)
    editing = KeyEditing(again, None, write=lambda key: keep(desk, again, key))
    start = article.text.index("stopped at noon on Monday")
    editing.add([Span(start, start + 25)], "claim")
    assert desk.publish(again, editing.key).version == 1
    reread = KeyVersions(seeded.data).key(again)
    assert reread is not None
    assert reread.items[0].quote == "stopped at noon on Monday"


def test_the_desk_knows_that_the_key_of_an_own_lesson_was_published(seeded: SeededDesk) -> None:
    plain = shipped_shelf()
    lesson = own_lesson(plain, found_in_text(STORY).article(), title="The Clock")
    keep_own_lesson(seeded.data, lesson)
    shelf = plain.beside(seeded.data)
    teacher = TeacherDesk(seeded.data, shelf)
    teacher.assign(lesson.id, [teacher.add_class("7A", ["Ada"]).id])

    def said() -> list[bool]:
        on_shelf = [card for card in (*teacher.cards(), *teacher.lessons()) if not card.shipped]
        lines = [line for each in teacher.overviews() for line in each.lines]
        assert (len(on_shelf), len(lines)) == (2, 1)
        return [card.has_key for card in on_shelf] + [line.has_key for line in lines]

    assert said() == [False, False, False]
    desk = key_desk(seeded)
    again = shelf.load(lesson.id)
    editing = KeyEditing(again, None, write=lambda key: keep(desk, again, key))
    start = again.article.text.index("stopped at noon on Monday")
    editing.add([Span(start, start + 25)], "claim")
    assert said() == [False, False, False], "a draft is no key yet"
    desk.publish(again, editing.key)
    assert said() == [True, True, True]


def test_an_article_without_words_or_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        found_in_text("  \n — \n")
    with pytest.raises(BadInput):
        found_in_file(tmp_path / "nothing.txt")
