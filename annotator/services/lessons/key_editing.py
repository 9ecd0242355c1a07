"""The verb "write a key": items, traps and ties of an answer key, every step of it a value.

Works like :mod:`annotator.services.marking.marking`: each verb checks, changes what is held here,
hands the whole key to ``write`` and returns the step; undo is
``apply(step.inverse())``. The items also stand in :attr:`KeyEditing.marks` as annotations (their
*why* as the note), so that whatever shows or ties a student's marks can show and tie key items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.files.limits import ACCEPTED_SPANS, NAME_CHARS
from annotator.model.annotation import Attributes, RelationEnd, RelationKind, new_id
from annotator.model.errors import InvalidModel
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.labels import SOURCE
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.lessons.key_steps import Edge, KeyStep, as_mark, item_on, name_of, with_edge
from annotator.services.marking.marking import Marking

#: Longest sentence to students (why, likely mistake, question), in code points.
MAX_SENTENCE = 1_000
#: Other names of one source, and the code points of one.
MOST_NAMES, MAX_NAME = 20, NAME_CHARS


class KeyEditing:
    """A key while it is being written. ``write`` gets the whole key after every step."""

    def __init__(
        self, lesson: Lesson, key: AnswerKey | None, *, write: Callable[[AnswerKey], None]
    ) -> None:
        key = key or AnswerKey(article_sha256=lesson.article.sha256, items=())
        if key.article_sha256 != lesson.article.sha256:
            raise InvalidModel(f"The answer key of “{lesson.title}” belongs to another text.")
        self.lesson = lesson
        self.article = lesson.article
        self._version = key.version
        self._write = write
        self._items = {item.id: item for item in key.check(lesson.article.text).items}
        self._traps = {trap.id: trap for trap in key.traps}
        #: The items as marks, with the ties between them. Read it; change it only through here.
        self.marks = Marking(
            lesson.article,
            (as_mark(item) for item in key.items),
            key.relations,
            write=lambda _change: None,
        )

    # -- reading ------------------------------------------------------------------------------

    @property
    def key(self) -> AnswerKey:
        """All of it, in reading order."""
        return AnswerKey(
            article_sha256=self.article.sha256,
            items=self.items,
            traps=self.traps,
            relations=self.marks.relations,
            version=self._version,
        )

    @property
    def items(self) -> tuple[KeyItem, ...]:
        """All items in reading order."""
        return tuple(self._items[mark.id] for mark in self.marks.marks)

    @property
    def traps(self) -> tuple[Trap, ...]:
        """All traps in reading order."""
        return tuple(sorted(self._traps.values(), key=lambda trap: (trap.span, trap.id)))

    def has_item(self, item_id: str) -> bool:
        """Whether this item is in the key."""
        return item_id in self._items

    def item(self, item_id: str) -> KeyItem:
        """The item with this id; KeyError where there is none."""
        return self._items[item_id]

    def has_trap(self, trap_id: str) -> bool:
        """Whether this trap is in the key."""
        return trap_id in self._traps

    def trap(self, trap_id: str) -> Trap:
        """The trap with this id; KeyError where there is none."""
        return self._traps[trap_id]

    # -- items --------------------------------------------------------------------------------

    def add(self, spans: Sequence[Span], label: str) -> KeyStep:
        """A required item on each span that has none of this label. AlreadyMarked if all have."""
        made = self.marks.add(spans, label)
        items = tuple(
            item_on(self.article.text, mark.span, label, id=mark.id) for mark in made.after
        )
        # The mirror has other times than :func:`as_mark`; it takes the step as everybody does.
        self.marks.apply(made.inverse())
        return self.apply(KeyStep("key item", after=items))

    def remove(self, item_ids: Iterable[str]) -> KeyStep:
        """Take items away, and them out of every tie that names them."""
        ids = set(item_ids)
        change = self.marks.remove(ids)
        self.marks.apply(change.inverse())
        return self.apply(
            KeyStep(
                "remove",
                before=tuple(self._items[mark.id] for mark in change.before),
                relations_before=change.relations_before,
                relations_after=change.relations_after,
            )
        )

    def relabel(self, item_id: str, label: str) -> KeyStep:
        """Give an item another label of its own; AlreadyMarked where its words have that one."""
        item = self._items[item_id]
        other = self.marks.find(item.span, label)
        if other is not None and other.id != item_id:
            self.marks.relabel(item_id, label)  # says so
        also = tuple(each for each in item.also_labels if each != label)
        return self._change(
            "relabel",
            item,
            label=label,
            also_labels=also,
            likely_mistakes=tuple(pair for pair in item.likely_mistakes if pair[0] != label),
            # Attributes are asked label by label: a denial's kind says nothing of a source.
            attributes=item.attributes if label == item.label else Attributes(),
            **({} if SOURCE in (label, *also) else {"other_names": (), "mentions": ()}),
        )

    def set_also_labels(self, item_id: str, labels: Iterable[str]) -> KeyStep:
        """Which other labels are right, too; their "why not" sentences go."""
        item = self._items[item_id]
        wanted = set(labels) - {item.label}
        order = [label.id for label in self.lesson.guide.labels]
        return self._change(
            "also right",
            item,
            also_labels=tuple(label for label in order if label in wanted),
            likely_mistakes=tuple(pair for pair in item.likely_mistakes if pair[0] not in wanted),
        )

    def set_required(self, item_id: str, required: bool) -> KeyStep:
        """Whether it has to be found."""
        verb = "required" if required else "optional"
        return self._change(verb, self._items[item_id], required=required)

    def set_weight(self, item_id: str, weight: int) -> KeyStep:
        """What it is worth, in micro-points; InvalidModel below zero."""
        return self._change("weight", self._items[item_id], weight=weight)

    def set_why(self, item_id: str, text: str) -> KeyStep:
        """Why it is what it is, in a sentence."""
        return self._change("why", self._items[item_id], why=_sentence(text))

    def set_question(self, item_id: str, text: str) -> KeyStep:
        """A question to ask the class about it."""
        return self._change("question", self._items[item_id], question=_sentence(text))

    def set_mistake(self, item_id: str, label: str, text: str) -> KeyStep:
        """Why ``label``, which students are likely to choose, is wrong; empty takes it away."""
        item = self._items[item_id]
        mistakes = dict(item.likely_mistakes)
        mistakes.pop(label, None)
        if sentence := _sentence(text):
            mistakes[label] = sentence
        order = [each.id for each in self.lesson.guide.labels]
        pairs = tuple((each, mistakes[each]) for each in order if each in mistakes)
        return self._change("why not", item, likely_mistakes=pairs)

    def set_attributes(self, item_id: str, attributes: Attributes) -> KeyStep:
        """Say more of an item."""
        return self._change("detail", self._items[item_id], attributes=attributes)

    def relate(
        self,
        item_id: str,
        kind: RelationKind,
        chain: Sequence[Sequence[RelationEnd]],
        note: str = "",
    ) -> KeyStep:
        """Set the one tie of this kind that starts here; an empty chain takes it away."""
        change = self.marks.relate(item_id, kind, chain, note)
        self.marks.apply(change.inverse())
        return self.apply(
            KeyStep(
                change.verb,
                relations_before=change.relations_before,
                relations_after=change.relations_after,
            )
        )

    # -- spans --------------------------------------------------------------------------------

    def accept(self, item_id: str, span: Span) -> KeyStep:
        """Accept other words for an item, too; InvalidModel where they are accepted already."""
        item = self._items[item_id]
        if any(each.span == span for each in item.accepted):
            raise InvalidModel("These words are accepted for this item already.")
        made = AcceptedSpan(span, span.of(self.article.text))
        return self._change("accept other words", item, accepted=(*item.accepted, made))

    def stop_accepting(self, item_id: str, number: int) -> KeyStep:
        """Accept one of several spans no longer; InvalidModel for the last one."""
        item = self._items[item_id]
        if len(item.accepted) < 2:
            raise InvalidModel(
                "An item needs words.", todo="Remove the whole item if it should go."
            )
        rest = item.accepted[:number] + item.accepted[number + 1 :]
        return self._spans("stop accepting words", item, rest)

    def show_first(self, item_id: str, number: int) -> KeyStep:
        """Let another of the accepted spans be the one that is shown."""
        item = self._items[item_id]
        chosen = item.accepted[number]
        rest = tuple(each for each in item.accepted if each is not chosen)
        return self._spans("show other words", item, (chosen, *rest))

    def set_edge(self, item_id: str, number: int, edge: Edge, span: Span | None) -> KeyStep:
        """Move edges of an accepted span; None takes a core or an extent away.

        The core stays inside the span and the extent around it: both give way to a span that moves,
        and a core or extent is cut or widened to fit. InvalidModel where nothing would be left.
        """
        item = self._items[item_id]
        old = item.accepted[number]
        changed = with_edge(old, edge, span, self.article.text)
        accepted = (*item.accepted[:number], changed, *item.accepted[number + 1 :])
        if len({each.span for each in accepted}) < len(accepted):
            raise InvalidModel("These words are accepted for this item already.")
        verb = {Edge.CORE: "must include", Edge.EXTENT: "may include"}.get(edge, "move the edge")
        return self._spans(verb, item, accepted)

    # -- other names of a source --------------------------------------------------------------

    def set_other_names(self, item_id: str, names: Iterable[str]) -> KeyStep:
        """What else a source is called, each name once; InvalidModel for more than MOST_NAMES."""
        clean = (" ".join(name.split())[:MAX_NAME] for name in names)
        wanted = tuple(dict.fromkeys(name for name in clean if name))
        if len(wanted) > MOST_NAMES:
            raise InvalidModel(f"A source has no more than {MOST_NAMES} other names.")
        return self._change("other names", self._items[item_id], other_names=wanted)

    def add_mention(self, item_id: str, span: Span) -> KeyStep:
        """A place that counts as this source, too; InvalidModel where it does already."""
        item = self._items[item_id]
        if SOURCE not in item.labels:
            raise InvalidModel("Only a source can be mentioned elsewhere.")
        if any(each.span == span for each in (*item.mentions, *item.accepted)):
            raise InvalidModel("These words count for this source already.")
        if len(item.mentions) >= ACCEPTED_SPANS:
            raise InvalidModel(f"A source has no more than {ACCEPTED_SPANS} listed places.")
        made = AcceptedSpan(span, span.of(self.article.text))
        mentions = tuple(sorted((*item.mentions, made), key=lambda each: each.span))
        return self._change("later mention", item, mentions=mentions)

    def remove_mention(self, item_id: str, number: int) -> KeyStep:
        """Let a place count as this source no longer."""
        item = self._items[item_id]
        rest = item.mentions[:number] + item.mentions[number + 1 :]
        return self._change("remove the later mention", item, mentions=rest)

    # -- traps --------------------------------------------------------------------------------

    def add_traps(self, spans: Sequence[Span], whys: Mapping[Span, str] | None = None) -> KeyStep:
        """A trap on each span that is none, with its reason; an empty step where all are."""
        known = {trap.span for trap in self._traps.values()}
        text = self.article.text
        made = tuple(
            Trap(id=new_id(), span=span, quote=span.of(text), why=(whys or {}).get(span, ""))
            for span in dict.fromkeys(spans)
            if span not in known
        )
        return self.apply(KeyStep("trap", traps_after=made))

    def remove_trap(self, trap_id: str) -> KeyStep:
        """Take a trap away."""
        return self.apply(KeyStep("remove the trap", traps_before=(self._traps[trap_id],)))

    def set_trap_why(self, trap_id: str, text: str) -> KeyStep:
        """Why nothing is right there."""
        return self._change_trap("why", trap_id, why=_sentence(text))

    def move_trap(self, trap_id: str, span: Span) -> KeyStep:
        """Move a trap's edges."""
        quote = span.of(self.article.text)
        return self._change_trap("move the edge", trap_id, span=span, quote=quote)

    # -- many at once ---------------------------------------------------------------------------

    def add_items(self, verb: str, items: Iterable[KeyItem]) -> KeyStep:
        """Take over items that were made elsewhere; those that are here already are left out."""
        fresh: dict[tuple[Span, str], KeyItem] = {}
        for item in items:
            if self.marks.find(item.span, item.label) is None:
                fresh.setdefault((item.span, item.label), item)
        return self.apply(KeyStep(verb, after=tuple(fresh.values())))

    def replace_all(self, verb: str, key: AnswerKey) -> KeyStep:
        """Another key in place of this one, as one step; InvalidModel where it doesn't fit."""
        replace(self.lesson, key=key)  # text, quotes and labels are checked by the lesson
        return self.apply(
            KeyStep(
                verb,
                before=self.items,
                after=key.items,
                traps_before=self.traps,
                traps_after=key.traps,
                relations_before=self.marks.relations,
                relations_after=key.relations,
            )
        )

    def apply(self, step: KeyStep) -> KeyStep:
        """Take a step, forwards or back, as it is: the way of undo and redo."""
        if not step:
            return step
        self.marks.apply(step.marks())
        for item in step.before:
            del self._items[item.id]
        for item in step.after:
            self._items[item.id] = item
        for trap in step.traps_before:
            del self._traps[trap.id]
        for trap in step.traps_after:
            self._traps[trap.id] = trap
        self._write(self.key)
        return step

    # -- inside ---------------------------------------------------------------------------------

    def _change(self, verb: str, item: KeyItem, **values: object) -> KeyStep:
        changed = replace(item, **values)  # type: ignore[arg-type]
        return self.apply(KeyStep(verb, before=(item,), after=(changed,)))

    def _spans(self, verb: str, item: KeyItem, accepted: tuple[AcceptedSpan, ...]) -> KeyStep:
        shown = accepted[0]
        if shown.span != item.span and self.marks.find(shown.span, item.label) is not None:
            self.marks.resize(item.id, shown.span)  # says so
        renamed = item.name == name_of(item.quote)
        name = name_of(shown.quote) if renamed else item.name
        return self._change(verb, item, accepted=accepted, name=name)

    def _change_trap(self, verb: str, trap_id: str, **values: object) -> KeyStep:
        trap = self._traps[trap_id]
        changed = replace(trap, **values)  # type: ignore[arg-type]
        return self.apply(KeyStep(verb, traps_before=(trap,), traps_after=(changed,)))


def _sentence(text: str) -> str:
    return " ".join(text.split())[:MAX_SENTENCE]
