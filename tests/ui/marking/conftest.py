"""A small made-up lesson and a student's work on it, for the pages of the side panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtWidgets import QApplication

from annotator.model.annotation import Annotation, RelationKind
from annotator.model.article import Article, BlockKind
from annotator.model.changes import MarksChange
from annotator.model.labels import Label, LabelExample, LabelGuide, Pattern
from annotator.model.lesson import Lesson, LessonUses
from annotator.model.text import Span
from annotator.services.marking.marking import Marking
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.appearance import Appearance
from tests.ui.conftest import dress

PARAGRAPHS = (
    "The old ferry will stop running in June, the Harbour Post reports.",
    "According to the Post, a deckhand and a clerk heard from the owner that the engine is broken.",
    "“The engine runs well,” said Mira Holt, who owns the ferry. "
    "She called the report careless nonsense.",
    "Holt told a meeting that 40 people use the ferry each day.",
)


def a_guide() -> LabelGuide:
    """The four labels, in words of the tests' own."""
    return LabelGuide(
        (
            Label(
                "claim", "Claim", "Claims", "C", Pattern.SOLID, "claim",
                short="could be checked",
                definition="Something is stated as so. Evidence could show it right or wrong.",
                inside="Mark what is said to be so, with its figures.",
                contrast="“The shop closed in May” against “the shop closed too late”.",
                usual_mistakes=("“It is wrong, so it is an opinion.”",),
                examples=(
                    LabelExample(
                        "The mill burned down in 1902, the plaque says.",
                        "mill burned down in 1902",
                        "An old newspaper could show it.",
                    ),
                ),
            ),
            Label(
                "denial", "Denial", "Denials", "D", Pattern.DASH, "denial",
                short="says that a claim is not true",
                definition="Somebody says that one claim in the story is untrue.",
            ),
            Label(
                "source", "Source", "Sources", "S", Pattern.DOT, "source",
                short="who or what told us this",
                definition="Whoever the story got it from.",
            ),
            Label(
                "opinion", "Opinion", "Opinions", "O", Pattern.WAVE, "opinion",
                short="evidence alone can’t settle it",
                definition="A judgement, a feeling, a wish or a guess about the future.",
            ),
        ),
        edge_rules=("Leave out “said” and “told us”.", "Quotation marks make no difference."),
    )  # fmt: skip


def a_lesson(**uses: object) -> Lesson:
    """A lesson on four short paragraphs; ``uses`` are what it asks for."""
    article = Article.from_blocks(
        [
            (BlockKind.HEADLINE, "Ferry to Stop, Paper Says"),
            *((BlockKind.PARAGRAPH, text) for text in PARAGRAPHS),
        ]
    )
    wanted = LessonUses(
        attributes=("attribution", "checkable", "figure", "denial_kind", "source_type"),
        relations=(RelationKind.DENIES, RelationKind.SAID_BY, RelationKind.SAME_AS),
        certainty=True,
    )
    return Lesson(
        id="ferry",
        title="Ferry to Stop, Paper Says",
        article=article,
        guide=a_guide(),
        number=3,
        skill="denials and what they deny",
        instructions="Read the whole article first.\nThen mark who says what.",
        new="New in this lesson: tie each denial to the claim that it answers.",
        stop_after_paragraph=2,
        uses=replace(wanted, **uses),  # type: ignore[arg-type]
    )


@dataclass
class Desk:
    """A session with a memory of what was written, and a way to find marks by their words."""

    session: MarkingSession
    written: list[MarksChange] = field(default_factory=list)

    @property
    def marking(self) -> Marking:
        """What is marked now."""
        return self.session.marking

    def span(self, words: str) -> Span:
        """Where these words first stand in the article."""
        start = self.session.lesson.article.text.index(words)
        return Span(start, start + len(words))

    def mark(self, words: str, label: str) -> str:
        """Mark these words; the id of the mark."""
        return self.session.add([self.span(words)], label)[0]

    def get(self, mark_id: str) -> Annotation:
        """A mark as it is now."""
        return self.marking.mark(mark_id)

    def undo(self) -> None:
        """Take one step back, and let the windows follow."""
        self.session.undo()
        QApplication.processEvents()


@pytest.fixture
def make_desk(qapp: QApplication) -> Callable[..., Desk]:
    """Desks for lessons that ask for this and that."""

    def make(**uses: object) -> Desk:
        lesson = a_lesson(**uses)
        written: list[MarksChange] = []
        marking = Marking(lesson.article, write=written.append)
        return Desk(MarkingSession(lesson, marking), written)

    return make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A lesson that asks for everything, nothing marked yet."""
    return make_desk()


@pytest.fixture
def appearance(appearance: Appearance, qapp: QApplication) -> Appearance:
    """These pages are looked at with the program's own style throughout."""
    return dress(appearance, qapp)
