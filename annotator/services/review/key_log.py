"""What became of a lesson's key: each version with who, when and why, and what is new in it."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.key import AnswerKey, KeyItem
from annotator.model.lesson import Lesson
from annotator.services.review.key_versions import KeyVersion, KeyVersions


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that is not what it was: its name, and in a few words what is new."""

    name: str
    what: str


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One version, and its items that the version before has otherwise; none for the first."""

    version: KeyVersion
    changes: tuple[ItemChange, ...] = ()


def key_log(keys: KeyVersions, lesson: Lesson) -> tuple[KeyEntry, ...]:
    """All versions of a lesson's key, the latest at the front; a StoreError for a damaged one."""
    entries: list[KeyEntry] = []
    before: AnswerKey | None = None
    for version in keys.versions(lesson):
        now = keys.key(lesson, version.number)
        changes = _changes(before, now) if before is not None and now is not None else ()
        entries.append(KeyEntry(version, changes))
        before = now
    return tuple(reversed(entries))


def _changes(before: AnswerKey, now: AnswerKey) -> tuple[ItemChange, ...]:
    old = {item.id: item for item in before.items}
    new = {item.id: item for item in now.items}
    changed = [
        ItemChange(item.name or item.quote, _what(old.get(item.id), item))
        for item in now.items
        if old.get(item.id) != item
    ]
    gone = [ItemChange(i.name or i.quote, "taken out") for i in before.items if i.id not in new]
    return (*changed, *gone)


def _what(was: KeyItem | None, item: KeyItem) -> str:
    if was is None:
        return "new" if item.required else "new, optional"
    changes = []
    if was.required != item.required:
        changes.append("has to be found" if item.required else "optional")
    if set(was.labels) != set(item.labels):
        changes.append("other labels")
    if {each.span for each in was.accepted} != {each.span for each in item.accepted}:
        changes.append("other words")
    if was.weight != item.weight:
        changes.append("other weight")
    return ", ".join(changes) or "explained in other words"
