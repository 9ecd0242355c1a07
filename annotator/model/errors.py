"""The errors that reach people. Each one says what happened, what was kept, what to do next."""

from __future__ import annotations


class AnnotatorError(Exception):
    """Something went wrong that a person can be told about in a sentence or three.

    ``happened`` is required; ``kept`` and ``todo`` may be empty where nothing was at stake.
    ``str(error)`` is the whole text, ready for a window or a terminal.
    """

    def __init__(self, happened: str, *, kept: str = "", todo: str = "") -> None:
        self.happened = happened
        self.kept = kept
        self.todo = todo
        super().__init__(" ".join(part for part in (happened, kept, todo) if part))


class InvalidModel(AnnotatorError, ValueError):
    """A value that the model does not allow: a span outside its text, a quote that differs…"""


class BadInput(AnnotatorError):
    """A file or a piece of it that cannot be used. Nothing was changed by looking at it."""


class StoreError(AnnotatorError):
    """The database can't be read or written; subclasses in the store say why."""


class DatabaseDamaged(StoreError):
    """The file, or a record in it, is not what was written. It is named and left alone."""


class FolderUnreachable(AnnotatorError):
    """The class folder isn't there now, or isn't the one that it was."""
