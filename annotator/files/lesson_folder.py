"""A lesson as a folder: lesson.toml, article.md and, in the teacher's edition, key.json."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotator.files import limits
from annotator.files.atomic import make_folder, write_atomic
from annotator.files.fields import Fields
from annotator.files.label_guide import check_format, load_label_guide
from annotator.files.lesson_article import parse_lesson_article, write_lesson_article
from annotator.files.reading import read_bytes, read_utf8
from annotator.files.source import parse_toml
from annotator.model.annotation import ATTRIBUTE_VALUES, RelationKind
from annotator.model.article import Article, BlockKind
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.labels import LabelGuide
from annotator.model.lesson import Lesson, LessonTask, LessonUses, TeacherCard

if TYPE_CHECKING:
    from annotator.model.key import AnswerKey

FORMAT = 1
SETTINGS, ARTICLE, KEY = "lesson.toml", "article.md", "key.json"
GUIDE = "guide.toml"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_SLUG = re.compile(r"[^a-z0-9]+")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LessonListing:
    """What the start page shows of a lesson. ``fault`` is a sentence where it can't be opened."""

    slug: str
    folder: Path
    title: str
    number: int = 0
    skill: str = ""
    summary: str = ""
    minutes: int = 0
    words: int = 0
    has_key: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonSettings:
    """What lesson.toml says; ``labels`` are ids of the guide in the order of their keys."""

    slug: str
    number: int
    title: str
    skill: str
    summary: str
    grade: str
    minutes: int
    words: int
    instructions: str
    new: str
    labels: tuple[str, ...]
    uses: LessonUses
    stop_after_paragraph: int | None
    teacher: TeacherCard


def load_lesson(folder: Path, guide: LabelGuide, *, with_key: bool = True) -> Lesson:
    """The lesson in ``folder``, with its key where there is one (and ``with_key``).

    ``guide`` is the program's own; a lesson whose folder holds a ``guide.toml`` goes by that one.
    BadInput names the file, the line and the reason. Never looks outside the folder.
    """
    if (folder / GUIDE).exists():
        guide = _within(folder, lambda: load_label_guide(folder / GUIDE))
    settings = load_settings(folder, guide)
    article = load_article(folder)
    _check_stop(folder, settings, article)
    key: AnswerKey | None = None
    key_path = folder / KEY
    if with_key and key_path.exists():
        # Only a lesson that is opened needs this; the start page's listing doesn't.
        from annotator.files.key_file import read_key

        key = _within(folder, lambda: read_key(key_path, article))
    lesson = _within(folder, lambda: _lesson(settings, guide, article, key))
    return replace(lesson, task=LessonTask(to_find=_to_find(key_path)))


def _to_find(key_path: Path) -> int:
    """How many items of a key are required, counted in its bytes: the key itself is not read."""
    try:
        return read_bytes(key_path, limits.SETTINGS_BYTES).count(b'"an:required": true')
    except BadInput:
        return 0


def load_settings(folder: Path, guide: LabelGuide | None = None) -> LessonSettings:
    """lesson.toml alone; with ``guide``, labels that it doesn't have are refused."""
    return _within(folder, lambda: _settings(folder, guide))


def load_article(folder: Path) -> Article:
    """article.md alone."""
    path = folder / ARTICLE
    return _within(
        folder, lambda: parse_lesson_article(read_utf8(path, limits.TEXT_BYTES), path.name)
    )


def write_lesson_folder(article: Article, folder: Path) -> None:
    """Keep an article as a lesson's folder without a key, which :func:`load_lesson` reads.

    BadInput where the folder holds something already or can't be written, or where the article
    lacks what a lesson needs (a paragraph). The folder's name becomes the lesson's.
    """
    text = write_lesson_article(article)
    parse_lesson_article(text)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(
            f"“{folder.name}” is there already and is not empty.",
            kept="Nothing was written.",
            todo="Choose a folder that does not exist yet.",
        )
    make_folder(folder)
    slug = _NO_SLUG.sub("-", folder.name.lower()).strip("-") or "lesson"
    settings = {
        "format": FORMAT,
        "slug": slug[:80].strip("-"),
        "title": article.metadata.title or folder.name,
        "words": article.body_word_count,
    }
    # JSON's strings and numbers are TOML's, too.
    lines = [f"{name} = {json.dumps(each, ensure_ascii=False)}" for name, each in settings.items()]
    write_atomic(folder / ARTICLE, text.encode())
    write_atomic(folder / SETTINGS, "\n".join([*lines, ""]).encode())


def lesson_cards(folder: Path) -> list[LessonListing]:
    """A card for each lesson under ``folder``, by number; keys are not read.

    A folder without lesson.toml is no lesson. A lesson with a fault has a card that says so.
    """
    try:
        places = [p for p in folder.iterdir() if p.is_dir() and (p / SETTINGS).exists()]
    except OSError as error:
        raise BadInput(
            f"The lessons in “{folder}” can’t be listed: {error.strerror}.",
            todo="Check that the folder is there and that you may open it.",
        ) from error
    cards = [_card(place) for place in places]
    return sorted(cards, key=lambda card: (bool(card.fault), card.number, card.slug))


def _card(folder: Path) -> LessonListing:
    try:
        settings = load_settings(folder)
        words = load_article(folder).body_word_count
    except BadInput as error:
        return LessonListing(folder.name, folder, folder.name, fault=str(error))
    return LessonListing(
        slug=settings.slug,
        folder=folder,
        title=settings.title,
        number=settings.number,
        skill=settings.skill,
        summary=settings.summary,
        minutes=settings.minutes,
        words=words,
        has_key=(folder / KEY).exists(),
    )


def _lesson(
    settings: LessonSettings, guide: LabelGuide, article: Article, key: AnswerKey | None
) -> Lesson:
    chosen = replace(guide, labels=tuple(guide.label(label) for label in settings.labels))
    return Lesson(
        id=settings.slug,
        title=settings.title,
        article=article,
        guide=chosen,
        number=settings.number,
        skill=settings.skill,
        summary=settings.summary,
        grade=settings.grade,
        minutes=settings.minutes,
        instructions=settings.instructions,
        new=settings.new,
        uses=settings.uses,
        stop_after_paragraph=settings.stop_after_paragraph,
        teacher=settings.teacher,
        key=key,
    )


def _settings(folder: Path, guide: LabelGuide | None) -> LessonSettings:
    fields = Fields(parse_toml(read_utf8(folder / SETTINGS), SETTINGS))
    check_format(fields, FORMAT, "lesson")
    slug = fields.text("slug", limit=80)
    if not _SLUG.fullmatch(slug):
        raise fields.fault("“slug” should be small letters, digits and single hyphens.", "slug")
    labels = fields.texts("labels", 9, 40) or _all_labels(guide)
    for label in labels:
        if guide is not None and label not in guide:
            raise fields.fault(f"the label guide has no label “{label}”.", "labels")
    if len(set(labels)) < len(labels):
        raise fields.fault("“labels” names a label twice.", "labels")
    title = fields.text("title")
    if not title.strip():
        raise fields.fault("a lesson needs a title.", "title")
    settings = LessonSettings(
        slug=slug,
        number=fields.integer("number", 0, 10_000, 0),
        title=title,
        skill=fields.text("skill", ""),
        summary=fields.text("summary", "", limit=limits.NOTE_CHARS),
        grade=fields.text("grade", "", limit=40),
        minutes=fields.integer("minutes", 0, 10_000, 0),
        words=fields.integer("words", 0, 1_000_000, 0),
        instructions=fields.text("instructions", "", limit=limits.PROSE_CHARS),
        new=fields.text("new", "", limit=limits.PROSE_CHARS),
        labels=labels,
        uses=_uses(fields),
        stop_after_paragraph=fields.integer("stop_after_paragraph", 1, limits.BLOCKS, 0) or None,
        teacher=_teacher(fields.table("teacher")) if fields.has("teacher") else TeacherCard(),
    )
    fields.done()
    return settings


def _all_labels(guide: LabelGuide | None) -> tuple[str, ...]:
    return tuple(label.id for label in guide.labels) if guide else ()


def _uses(fields: Fields) -> LessonUses:
    attributes = fields.texts("attributes", 50, 40)
    for name in attributes:
        if name not in ATTRIBUTE_VALUES:
            raise fields.fault(
                f"there is no attribute “{name}”; there are {', '.join(ATTRIBUTE_VALUES)}.",
                "attributes",
            )
    return LessonUses(
        attributes=attributes,
        relations=fields.choices("relations", RelationKind),
        certainty=fields.flag("certainty", False),
        edges_count=fields.flag("edges_count", True),
    )


def _teacher(fields: Fields) -> TeacherCard:
    card = TeacherCard(
        goal=fields.text("goal", "", limit=limits.NOTE_CHARS),
        standards=fields.texts("standards"),
        watch_for=fields.texts("watch_for"),
        plan=fields.text("plan", "", limit=limits.PROSE_CHARS),
        note=fields.text("note", "", limit=limits.PROSE_CHARS),
        debrief=fields.texts("debrief"),
    )
    fields.done()
    return card


def _check_stop(folder: Path, settings: LessonSettings, article: Article) -> None:
    paragraphs = sum(block.kind is BlockKind.PARAGRAPH for block in article.blocks)
    if (settings.stop_after_paragraph or 0) > paragraphs:
        raise BadInput(
            f"{folder.name}/{SETTINGS}: the lesson stops after paragraph "
            f"{settings.stop_after_paragraph}, but the article has {paragraphs}."
        )


def _within(folder: Path, read: Callable[[], T]) -> T:
    """What ``read`` gives; a fault gets the folder's name before the file's."""
    try:
        return read()
    except InvalidModel as error:
        raise BadInput(f"{folder.name}: {error.happened}", kept=error.kept) from error
    except BadInput as error:
        happened = error.happened
        for file in (SETTINGS, ARTICLE, KEY):
            if happened.startswith((file, f"“{file}”")):
                happened = happened.replace(file, f"{folder.name}/{file}", 1)
        raise BadInput(happened, kept=error.kept, todo=error.todo) from error
