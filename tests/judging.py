"""A teacher's judgement as a policy, for tests that decide on made-up papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from annotator.model.key import AnswerKey
from annotator.model.review import DecisionKind
from annotator.model.words import WordIndex
from annotator.services.review.groups import DecisionGroup

#: The key of each verdict in the review.
KEYS = {DecisionKind.ACCEPT: "A", DecisionKind.KEEP: "S", DecisionKind.WAIVE: "W"}


@dataclass
class Teacher:
    """Judges answers as somebody would who knows the key; each verdict has a reason."""

    key: AnswerKey
    words: WordIndex
    reasons: Counter[str] = field(default_factory=Counter)

    def judge(self, group: DecisionGroup) -> tuple[DecisionKind, str]:
        answer = group.answer
        if answer.trap_id:
            return DecisionKind.KEEP, "a trap never counts"
        if not answer.item_id:
            if len(group.places) >= 3:
                return DecisionKind.WAIVE, "several had this idea: it costs nobody anything"
            return DecisionKind.KEEP, "an idea of one or two alone"
        item = next(each for each in self.key.items if each.id == answer.item_id)
        if answer.span is None:
            if item.mistake_sentence(answer.label):
                return DecisionKind.KEEP, "the key says why not"
            return DecisionKind.ACCEPT, "nothing speaks against this label here"
        given, wanted = self.words.numbers(answer.span), self.words.numbers(item.span)
        if max(abs(given[0] - wanted[0]), abs(given[-1] - wanted[-1])) <= 2:
            return DecisionKind.ACCEPT, "it reads the same"
        return DecisionKind.KEEP, "too much or too little to be the same"
