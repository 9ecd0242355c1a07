"""The help pages as text: read from ``resources/help``, two made from the program's own data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.model.annotation import RelationKind
from annotator.model.labels import LabelGuide
from annotator.model.lesson import LessonUses
from annotator.ui.marking.shortcuts import groups
from annotator.ui.widgets.keycap import key_text

#: The pages in their order: the file's name and the title in the list.
TOPICS = (
    ("student", "For students"),
    ("teacher", "For teachers"),
    ("keys", "Answer keys"),
    ("review", "Review"),
    ("report", "The class report"),
    ("labels", "The labels"),
    ("keyboard", "The keyboard"),
    ("privacy", "Privacy"),
    ("files", "Files"),
)
_KEYS, _LABELS, _REVIEW = "{{keys}}", "{{labels}}", "{{review}}"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, in Markdown without the heading itself."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One page: Markdown with one title and sections under it."""

    name: str
    title: str
    markdown: str

    def sections(self) -> tuple[Section, ...]:
        """The page cut at its headings of the first and second level."""
        found: list[tuple[str, list[str]]] = []
        for line in self.markdown.splitlines():
            if line.startswith(("# ", "## ")):
                found.append((line.lstrip("#").strip(), []))
            elif found:
                found[-1][1].append(line)
        return tuple(Section(title, "\n".join(lines)) for title, lines in found)


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that holds all words that were looked for."""

    topic: str
    section: str
    words: str
    """The beginning of a line with one of the words, without Markdown's signs."""


def load_help(resources: Path, guide: LabelGuide) -> tuple[Topic, ...]:
    """All pages; BadInput where one can't be read."""
    made = {
        _KEYS: keys_markdown(guide),
        _LABELS: labels_markdown(guide),
        _REVIEW: review_markdown(),
    }
    topics = []
    for name, title in TOPICS:
        text = (resources / "help" / f"{name}.md").read_text("utf-8")
        for sign, markdown in made.items():
            text = text.replace(sign, markdown)
        topics.append(Topic(name, title, text))
    return tuple(topics)


def search(topics: Sequence[Topic], typed: str) -> tuple[Hit, ...]:
    """Sections with all of the typed words, in any order and case; those that have most of them in
    their heading come first."""
    words = typed.casefold().split()
    if not words:
        return ()
    ranked: list[tuple[int, Hit]] = []
    for topic in topics:
        for section in topic.sections():
            title = section.title.casefold()
            text = f"{title} {plain(section.text).casefold()}"
            if all(word in text for word in words):
                in_title = sum(word in title for word in words)
                ranked.append((-in_title, Hit(topic.name, section.title, _line(section, words))))
    return tuple(hit for _, hit in sorted(ranked, key=lambda each: each[0]))


def _line(section: Section, words: Sequence[str]) -> str:
    lines = [plain(line) for line in section.text.splitlines() if line.strip()]
    fitting = [line for line in lines if any(word in line.casefold() for word in words)]
    return (fitting or lines or [""])[0][:90]


def plain(markdown: str) -> str:
    """Markdown's text without its signs, near enough to be searched and listed."""
    text = markdown
    for sign in ("**", "`", "|", "![", "> "):
        text = text.replace(sign, " ")
    return " ".join(text.replace("](", " (").replace("[", "").lstrip("-# ").split())


def keys_markdown(guide: LabelGuide) -> str:
    """Every key of the student's page, from the list that the page binds from."""
    uses = LessonUses(relations=tuple(RelationKind), certainty=True)
    parts = []
    for group in groups(guide, uses):
        parts.append(f"## {group.title}\n\n| Key | What it does |\n| --- | --- |")
        for each in group.bindings:
            keys = " or ".join(key_text(key) for key in each.keys)
            parts.append(f"| **{_cell(keys)}** | {_cell(each.words)} |")
        parts.append("")
    return "\n".join(parts)


def review_markdown() -> str:
    """The keys with which papers are decided, as rows of a table."""
    from annotator.ui.review.verdicts import DecisionChoice

    rows = [verdict.value for verdict in DecisionChoice]
    return "\n".join(f"| **{key}** | {_cell(words)}: {_cell(tip)} |" for words, key, tip in rows)


def labels_markdown(guide: LabelGuide) -> str:
    """The label guide: what each label is, what to tell it from, examples, mistakes."""
    parts: list[str] = []
    for label in guide.labels:
        parts += [f"## {label.name}: {label.short}", "", label.definition, ""]
        for title, text in (("Inside the mark", label.inside), ("Tell apart", label.contrast)):
            if text:
                parts += [f"**{title}.** {text}", ""]
        for example in label.examples:
            marked = example.sentence.replace(example.quote, f"**{example.quote}**", 1)
            parts += [f"- {marked} *{example.why}*"]
        parts += ["", "**Easy to get wrong**", ""]
        parts += [f"- {mistake}" for mistake in label.usual_mistakes]
        parts.append("")
    if guide.edge_rules:
        parts += ["## Where a mark begins and ends", ""]
        parts += [f"- {rule}" for rule in guide.edge_rules]
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")
