"""The warm-up as a file: sentences, questions and reasons."""

from __future__ import annotations

from pathlib import Path

from annotator.files import limits
from annotator.files.fields import Fields
from annotator.files.label_guide import check_format
from annotator.files.reading import read_utf8
from annotator.files.source import parse_toml
from annotator.model.labels import LabelGuide
from annotator.model.warm_up import WarmUp, WarmUpAnswer, WarmUpQuestion

FORMAT = 1
_MOST = 20
"""Questions at the most: it is a warm-up."""


def load_warm_up(path: Path, guide: LabelGuide) -> WarmUp:
    """The warm-up in this TOML file; BadInput with file, line and reason.

    Answers may only stand for labels of ``guide``.
    """
    fields = Fields(parse_toml(read_utf8(path), path.name))
    check_format(fields, FORMAT, "warm-up")
    questions = tuple(
        _question(each, guide) for each in fields.tables("question", _MOST, optional=False)
    )
    if not questions:
        raise fields.fault("a warm-up needs a question.", "question")
    learned = fields.texts("learned")
    fields.done()
    return WarmUp(questions, learned)


def _question(fields: Fields, guide: LabelGuide) -> WarmUpQuestion:
    sentence, quote = _note(fields, "sentence"), _note(fields, "quote")
    question, right = _note(fields, "question"), fields.text("right", limit=40)
    answers = []
    for each in fields.tables("answer", 9, optional=False):
        label = each.text("label", limit=40)
        if label not in guide:
            raise each.fault(f"the label guide has no label “{label}”.", "label")
        answers.append(WarmUpAnswer(label, _note(each, "why")))
        each.done()
    # The tools are those of a lesson, so each of its labels can be chosen.
    answered = {answer.label for answer in answers}
    for each_label in guide.labels:
        if each_label.id not in answered:
            raise fields.fault(f"there is no answer for “{each_label.id}”.", "answer")
    find = fields.text("find", "", limit=limits.NOTE_CHARS)
    fields.done()
    return fields.checked(
        lambda: WarmUpQuestion(sentence, quote, question, right, tuple(answers), find)
    )


def _note(fields: Fields, name: str) -> str:
    return fields.text(name, limit=limits.NOTE_CHARS)
