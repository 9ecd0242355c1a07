"""The warm-up: a few sentences, a question about each, and a reason for every answer."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.errors import InvalidModel


@dataclass(frozen=True, slots=True)
class WarmUpAnswer:
    """What is said to one label, and why it is right or not."""

    label: str
    why: str


@dataclass(frozen=True, slots=True)
class WarmUpQuestion:
    """A sentence, the ``quote`` in it that is asked about, and an answer to each label.

    ``find`` says which words to look for, where students are to select them themselves; it is empty
    where they are selected already. ``right`` is the label of the right answer; InvalidModel where
    none has it, where two answers have one label, or where the quote is not in the sentence.
    """

    sentence: str
    quote: str
    question: str
    right: str
    answers: tuple[WarmUpAnswer, ...]
    find: str = ""

    def __post_init__(self) -> None:
        labels = [answer.label for answer in self.answers]
        if len(labels) < 2 or len(set(labels)) < len(labels) or self.right not in labels:
            raise InvalidModel(
                "A question of the warm-up needs two answers or more, each with a label of its "
                "own, and one of them right."
            )
        if not self.quote or self.quote not in self.sentence:
            raise InvalidModel(f"“{self.quote[:60]}” is not in the sentence.")

    def answer(self, label: str) -> WarmUpAnswer:
        """The answer with this label; InvalidModel where there is none."""
        for answer in self.answers:
            if answer.label == label:
                return answer
        raise InvalidModel(f"No answer stands for “{label}”.")


@dataclass(frozen=True, slots=True)
class WarmUp:
    """The questions in their order, and a few words for the end."""

    questions: tuple[WarmUpQuestion, ...]
    learned: tuple[str, ...] = ()
