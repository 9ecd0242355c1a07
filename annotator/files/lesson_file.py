"""The lesson file: a lesson on its way from the teacher to the students.

It is built from a list of what students may see, field by field; there is no step that takes
the key out, because it never goes in. Format 2 is signed by the teacher; format 1, which older
versions wrote and which a lesson of one's own has, is not.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.files import limits
from annotator.files.container import deflate, inflate, open_container, pack_body
from annotator.files.fields import Fields, clean_text, format_time, is_key
from annotator.files.label_guide import read_label
from annotator.files.reading import read_bytes
from annotator.files.sealing import KeyRing
from annotator.files.signing import kept_content, open_signed, sign_body
from annotator.files.source import parse_json
from annotator.files.web_annotation import HASH_PREFIX, Json
from annotator.model.annotation import ATTRIBUTE_VALUES, RelationKind
from annotator.model.article import Article, ArticleMetadata, BlockKind
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.labels import Label, LabelGuide
from annotator.model.lesson import Lesson, LessonTask, LessonUses

FORMAT = 1
SIGNED_FORMAT = 2
KIND = "lesson"
SUFFIX = ".lesson"


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFile:
    """A lesson file as it was read: the lesson (without a key), its task, the file's SHA-256."""

    lesson: Lesson
    task: LessonTask
    sha256: str


def write_lesson_file(
    lesson: Lesson, task: LessonTask | None = None, *, keys: KeyRing | None = None
) -> bytes:
    """The lesson file for students, signed with ``keys`` where there are any; the same lesson,
    task and keys give the same bytes.

    Without ``task`` the lesson's own is written. What was written is read back before it is
    returned; InvalidModel where that fails.
    """
    number = FORMAT if keys is None else SIGNED_FORMAT
    web: Json = {
        "format": number,
        "kind": KIND,
        "lesson": _lesson_to_json(lesson),
        "guide": [_label_to_json(label) for label in lesson.guide.labels],
        "edgeRules": list(lesson.guide.edge_rules),
        "article": _article_to_json(lesson.article),
        "task": _task_to_json(task or lesson.task),
    }
    data = json.dumps(web, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    body = deflate(clean_text(data).encode("utf-8"))
    if keys is not None:
        body = sign_body(keys, KIND, number, body)
    file = pack_body(KIND, number, body)
    try:
        read_lesson_file(file)
    except BadInput as error:
        raise InvalidModel(f"This lesson can’t be written as it is: {error.happened}") from error
    return file


def read_lesson_file(
    file: bytes | Path, *, name: str = "the lesson file", is_kept: bool = False
) -> LessonFile:
    """A lesson file, checked; BadInput with a sentence for everything else.

    ``task.signed_by`` tells whose signature was found right. ``is_kept`` is for files out of this
    computer's own data: their signature was checked when they were taken in, and is not again.
    Names that this version doesn't know are left out.
    """
    if isinstance(file, Path):
        name = file.name
        file = read_bytes(file, limits.PACKED_BYTES)
    opened = open_container(file, KIND, SIGNED_FORMAT, name=name)
    body, signature = opened.body, None
    if opened.format == SIGNED_FORMAT and is_kept:
        body, signature = kept_content(body, name)
    elif opened.format == SIGNED_FORMAT:
        body, signature = open_signed(body, KIND, SIGNED_FORMAT, name=name)
    try:
        text = inflate(body, name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"“{name}” is damaged: its text can’t be read.") from error
    fields = Fields(parse_json(text, name, is_strict=False))
    guide = fields.checked(
        lambda: LabelGuide(
            tuple(read_label(table) for table in fields.tables("guide", 9, optional=False)),
            fields.texts("edgeRules"),
        )
    )
    article = _article(fields.table("article"))
    task = _task(fields.table("task"))
    if signature is not None:
        task = replace(task, signed_by=signature.key, older_keys=signature.older)
    lesson = _lesson(fields.table("lesson"), article, guide, task)
    return LessonFile(lesson=lesson, task=task, sha256=opened.sha256)


def _lesson_to_json(lesson: Lesson) -> Json:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "number": lesson.number,
        "skill": lesson.skill,
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "instructions": lesson.instructions,
        "new": lesson.new,
        "attributes": list(lesson.uses.attributes),
        "relations": [str(kind) for kind in lesson.uses.relations],
        "certainty": lesson.uses.certainty,
        "edgesCount": lesson.uses.edges_count,
        "stopAfterParagraph": lesson.stop_after_paragraph or 0,
    }


def _lesson(fields: Fields, article: Article, guide: LabelGuide, task: LessonTask) -> Lesson:
    attributes = fields.texts("attributes", 50, 40)
    if any(name not in ATTRIBUTE_VALUES for name in attributes):
        raise fields.fault("the lesson uses an attribute that there isn’t.", "attributes")
    lesson_id = fields.text("id", limit=100, exact=True)
    if not lesson_id or lesson_id != clean_text(lesson_id).strip():
        raise fields.fault("“id” is not an id.", "id")
    return fields.checked(
        lambda: Lesson(
            id=lesson_id,
            title=fields.text("title"),
            article=article,
            guide=guide,
            number=fields.integer("number", 0, 10_000, 0),
            skill=fields.text("skill", ""),
            summary=fields.text("summary", "", limit=limits.NOTE_CHARS),
            minutes=fields.integer("minutes", 0, 10_000, 0),
            instructions=fields.text("instructions", "", limit=limits.PROSE_CHARS),
            new=fields.text("new", "", limit=limits.PROSE_CHARS),
            uses=LessonUses(
                attributes=attributes,
                relations=fields.choices("relations", RelationKind),
                certainty=fields.flag("certainty", False),
                edges_count=fields.flag("edgesCount", True),
            ),
            stop_after_paragraph=fields.integer("stopAfterParagraph", 0, limits.BLOCKS, 0) or None,
            is_open=False,
            task=task,
        )
    )


def _label_to_json(label: Label) -> Json:
    return {
        "id": label.id,
        "name": label.name,
        "plural": label.plural,
        "letter": label.letter,
        "pattern": str(label.pattern),
        "colour": label.colour,
        "short": label.short,
        "definition": label.definition,
        "inside": label.inside,
        "contrast": label.contrast,
        "usual_mistakes": list(label.usual_mistakes),
        "example": [
            {"sentence": example.sentence, "quote": example.quote, "why": example.why}
            for example in label.examples
        ],
    }


def _article_to_json(article: Article) -> Json:
    known = article.metadata
    return {
        "sha256": HASH_PREFIX + article.sha256,
        "title": known.title,
        "byline": known.byline,
        "publisher": known.publisher,
        "date": known.date.isoformat() if known.date else "",
        "language": known.language,
        **({"licence": known.licence} if known.licence else {}),
        "version": known.version,
        "blocks": [
            {"kind": str(block.kind), "text": block.span.of(article.text)}
            for block in article.blocks
        ],
    }


def _article(fields: Fields) -> Article:
    day = fields.text("date", "", limit=20)
    try:
        date = datetime.date.fromisoformat(day) if day else None
    except ValueError:
        raise fields.fault("“date” should be a date like 2026-03-14.", "date") from None
    metadata = ArticleMetadata(
        title=fields.text("title", "", limit=limits.NOTE_CHARS),
        byline=fields.text("byline", "", limit=limits.NOTE_CHARS),
        publisher=fields.text("publisher", "", limit=limits.NOTE_CHARS),
        date=date,
        language=fields.text("language", "", limit=40),
        licence=fields.text("licence", "", limit=limits.NOTE_CHARS),
        version=fields.integer("version", 1, 1_000_000_000, 1),
    )
    blocks = [
        (table.choice("kind", BlockKind), table.text("text", limit=limits.TEXT_BYTES, exact=True))
        for table in fields.tables("blocks", limits.BLOCKS, optional=False)
    ]
    article = fields.checked(lambda: Article.from_blocks(blocks, metadata))
    if fields.text("sha256", limit=100) != HASH_PREFIX + article.sha256:
        raise fields.fault("the text is not the one that the file names.", "sha256")
    if not article.blocks:
        raise fields.fault("the article is empty.", "blocks")
    return article


def _task_to_json(task: LessonTask) -> Json:
    return {
        "assignment": task.assignment_id,
        "class": task.class_id,
        "title": task.title,
        "teacher": task.teacher,
        "due": format_time(task.due) if task.due else None,
        "stopAfterParagraph": task.stop_after_paragraph or 0,
        "graded": task.graded,
        "moreAttempts": task.more_attempts,
        "teacherKey": task.teacher_key,
        "cards": task.cards,
        "toFind": task.to_find,
        "cardTags": list(task.card_tags),
        "givenOut": format_time(task.given) if task.given else None,
    }


def _task(fields: Fields) -> LessonTask:
    has_due = fields.any("due", None) is not None
    has_given = fields.any("givenOut", None) is not None
    teacher_key = fields.text("teacherKey", "", limit=100, exact=True)
    if teacher_key and not is_key(teacher_key):
        raise fields.fault("“teacherKey” is not a key.", "teacherKey")
    return LessonTask(
        assignment_id=fields.id("assignment", "") if fields.any("assignment", "") else "",
        class_id=fields.id("class", "") if fields.any("class", "") else "",
        title=fields.text("title", ""),
        teacher=fields.text("teacher", ""),
        due=fields.time("due") if has_due else None,
        stop_after_paragraph=fields.integer("stopAfterParagraph", 0, limits.BLOCKS, 0) or None,
        graded=fields.flag("graded", False),
        more_attempts=fields.flag("moreAttempts", False),
        teacher_key=teacher_key,
        cards=fields.flag("cards", False),
        to_find=fields.integer("toFind", 0, limits.KEY_ENTRIES, 0),
        given=fields.time("givenOut") if has_given else None,
        card_tags=fields.texts("cardTags", limits.LIST_ENTRIES),
    )
