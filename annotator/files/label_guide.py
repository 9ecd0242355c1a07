"""The label guide as a file: what each label means, in words and with examples."""

from __future__ import annotations

from pathlib import Path

from annotator.files import limits
from annotator.files.fields import Fields
from annotator.files.reading import read_utf8
from annotator.files.source import parse_toml
from annotator.model.labels import Label, LabelExample, LabelGuide, Pattern

FORMAT = 1


def load_label_guide(path: Path) -> LabelGuide:
    """The label guide in this TOML file; BadInput with file, line and reason."""
    fields = Fields(parse_toml(read_utf8(path), path.name))
    check_format(fields, FORMAT, "label guide")
    labels = tuple(read_label(table) for table in fields.tables("label", 9, optional=False))
    edge_rules = fields.texts("edge_rules")
    fields.done()
    return fields.checked(lambda: LabelGuide(labels, edge_rules))


def check_format(fields: Fields, newest: int, what: str, name: str = "format") -> int:
    """The format number of a file; BadInput with a sentence where it is newer than ``newest``."""
    number = fields.integer(name, 1, 1_000_000)
    if number > newest:
        raise fields.fault(
            f"this {what} was made with a newer version of Annotator (format {number}; "
            f"this version reads up to {newest}). Install the newer version to open it.",
            name,
        )
    return number


def read_label(fields: Fields) -> Label:
    """One label of a guide; BadInput names what is wrong with it."""
    label_id = fields.text("id", limit=40)
    if not label_id.strip():
        raise fields.fault("a label needs an id.", "id")
    letter = fields.text("letter", limit=2)
    if not letter.strip():
        raise fields.fault("a label needs a letter.", "letter")
    label = Label(
        id=label_id,
        name=fields.text("name"),
        plural=fields.text("plural"),
        letter=letter,
        pattern=fields.choice("pattern", Pattern),
        colour=fields.text("colour", label_id, limit=40),
        short=fields.text("short", "", limit=limits.NOTE_CHARS),
        definition=fields.text("definition", "", limit=limits.NOTE_CHARS),
        inside=fields.text("inside", "", limit=limits.NOTE_CHARS),
        contrast=fields.text("contrast", "", limit=limits.NOTE_CHARS),
        usual_mistakes=fields.texts("usual_mistakes"),
        examples=tuple(_example(table) for table in fields.tables("example")),
    )
    fields.done()
    return label


def _example(fields: Fields) -> LabelExample:
    example = LabelExample(
        sentence=fields.text("sentence", limit=limits.NOTE_CHARS),
        quote=fields.text("quote", limit=limits.NOTE_CHARS),
        why=fields.text("why", limit=limits.NOTE_CHARS),
    )
    if example.quote not in example.sentence or not example.quote:
        raise fields.fault(f"“{example.quote[:60]}” is not in the sentence.", "quote")
    fields.done()
    return example
