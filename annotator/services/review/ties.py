"""A tie put into words: what came of it, and the key's chain next to the student's.

One tie is one row. Nothing is called a line where none was drawn: a tie of the key that the student
left open says so. Which facts there are: LABELS, "How a comparison is told".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Relation, RelationEnd, RelationKind
from annotator.model.labels import Sign
from annotator.model.outcome import RelationOutcome, RelationState, TieMistake
from annotator.services.marking.wording import SPANLESS, plural, shortened, tie_end_text
from annotator.services.review.points import points_text
from annotator.services.review.wordings import NO_COST, NOTHING, Phrase, Reader, title, wording

#: What each kind of tie answers: "Who says so" is never said of a denial.
KIND_TITLES = {
    RelationKind.SAID_BY: "Who says so",
    RelationKind.DENIES: "What is denied",
    RelationKind.SAME_AS: "Same source",
}

#: What is said where the student drew nothing.
_LEFT_OPEN = {
    RelationKind.SAID_BY: Phrase("You left open who says so", "Left open: who says so"),
    RelationKind.DENIES: Phrase("You left open what it denies", "Left open: what it denies"),
    RelationKind.SAME_AS: Phrase(
        "You left open that these are one source", "Left open: one source under two names"
    ),
}

#: What is likely to have gone wrong with a tie; ``{given}`` and ``{expected}`` are ends.
_MISTAKES = {
    TieMistake.MISSING: Phrase(
        "You left out {expected}. The rest is right.", "Left out: {expected}. The rest is right."
    ),
    TieMistake.TOO_MANY: Phrase("This doesn’t belong there: {given}."),
    TieMistake.ORDER: Phrase("The right people, in another order."),
    TieMistake.TO_SOURCE: Phrase(
        "You tied it to who says something. A denial is tied to the claim that it denies.",
        "It is tied to a source. A denial is tied to the claim that it denies.",
    ),
    TieMistake.TO_DENIAL: Phrase(
        "You tied it to another denial. A denial is tied to the claim that it denies.",
        "It is tied to another denial. A denial is tied to the claim that it denies.",
    ),
    TieMistake.OTHER: Phrase("It goes to {given}. It should go to {expected}."),
}
_ENDS = {f"@{kind.value}": words for kind, words in SPANLESS.items()}
_ENDS["@implied"] = "something not said outright"
_LONG = 40
#: Names in a title, which has several of them, are shorter.
_SHORT = 28


@dataclass(frozen=True, slots=True)
class ChainPlace:
    """One place of a chain, outermost first, or one end of a denial; without a sign where nothing
    of the student's is held against it."""

    words: str
    sign: Sign | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieExplanation:
    """What is said of one tie. ``own`` are the student's places, ``key`` the key's; empty where
    that side has none. ``is_ordered``: the places are a chain, one had it from the next."""

    title: str
    mistake: str = ""
    own: tuple[ChainPlace, ...] = ()
    key: tuple[ChainPlace, ...] = ()
    is_ordered: bool = False
    own_title: str = "You drew"
    key_title: str = "The key has"

    @property
    def sides(self) -> tuple[tuple[str, tuple[ChainPlace, ...]], ...]:
        """What each side has, under its title.

        The student's places are left out where those of the key say all there is to say of them.
        """
        is_own_right = self.key and all(place.sign is Sign.FOUND for place in self.own)
        sides = ((self.own_title, () if is_own_right else self.own), (self.key_title, self.key))
        return tuple((name, places) for name, places in sides if places)

    def lines(self) -> list[str]:
        """ "You drew: …" and "The key has: …", each with all of its places as one line."""
        between = ", who had it from " if self.is_ordered else " or "
        sides = ((self.own_title, self.own), (self.key_title, self.key))
        return [
            f"{who}: {between.join(p.words for p in places)}" for who, places in sides if places
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class TieExplainer:
    """Explains ties. ``own`` and ``key`` are the relations of both sides by id, ``marks`` and
    ``items`` the quotes of their ends: a student's file chooses its own ids. ``student`` is the
    name that a teacher reads."""

    own: Mapping[str, Relation]
    key: Mapping[str, Relation]
    marks: Mapping[str, str]
    items: Mapping[str, str]
    reader: Reader = Reader.TEACHER
    student: str = ""

    def explain(self, tie: RelationOutcome) -> TieExplanation:
        """All that is said of a tie."""
        mistake = tie_mistake_text(tie, self.marks, self.items, self.reader)
        key = self._key_places(tie)
        if tie.mistake is TieMistake.MISSING and any(place.sign for place in key):
            # The places say who is left out.
            mistake = ""
        return TieExplanation(
            title=self.title(tie),
            mistake=mistake,
            own=self._own_places(tie),
            key=key,
            is_ordered=tie.kind is RelationKind.SAID_BY,
            own_title=Phrase("You drew", f"{self.student} drew".strip()).to(self.reader),
        )

    def title(self, tie: RelationOutcome) -> str:
        """ "You had 2 of 3: “the page”, “a friend”; who told “a friend” is missing"."""
        if tie.state is RelationState.MISSED:
            return _LEFT_OPEN[tie.kind].to(self.reader)
        if tie.state is RelationState.FOUND:
            return f"Right: {KIND_TITLES[tie.kind].lower()}"
        if tie.state in (RelationState.PARTLY, RelationState.WRONG_END):
            phrase = NOTHING
            if tie.had:
                had = self._had(tie)
                phrase = Phrase(f"You had {had}", had[:1].upper() + had[1:])
            elif tie.kind is RelationKind.DENIES and tie.right_places:
                had = f"{tie.right_places} of the {tie.places} lines"
                phrase = Phrase(f"Only {had} is right")
            elif tie.kind is RelationKind.DENIES:
                phrase = Phrase("It denies something else")
            if phrase is not NOTHING:
                return phrase.to(self.reader)
        return title(tie.state, self.reader)

    def _had(self, tie: RelationOutcome) -> str:
        """How much of a chain is there, by name, and what isn't or shouldn't be."""
        right = sum(tie.had)
        if not right:
            return f"none of the {len(tie.had)}"
        had = f"{right} of {len(tie.had)}"
        spare = tie.own_right.count(False)
        if tie.mistake is TieMistake.ORDER:
            return f"{had} in the right order"
        if tie.mistake is TieMistake.TOO_MANY:
            return f"{had}, and {spare} that {'doesn’t' if spare == 1 else 'don’t'} belong there"
        places = self._places(self.key.get(tie.key_relation_id), self.items, _SHORT)
        if len(places) != len(tie.had):
            return had
        named = ", ".join(words for words, is_had in zip(places, tie.had, strict=True) if is_had)
        lacking = _lacking(tie, places) if tie.mistake is TieMistake.MISSING else ""
        return f"{had}: {named}{lacking}"

    # -- place by place ------------------------------------------------------------------------

    def _key_places(self, tie: RelationOutcome) -> tuple[ChainPlace, ...]:
        places = self._places(self.key.get(tie.key_relation_id), self.items)
        if len(tie.had) != len(places):
            # Nothing was drawn, it is no chain, or an older rule made the comparison.
            return tuple(ChainPlace(words) for words in places)
        # The student's place for each of the key's that is there: both stand in the same order.
        own = iter(n for n, is_right in enumerate(tie.own_right, 1) if is_right)
        here = [self._place_note(n, next(own, n)) for n, had in enumerate(tie.had, 1) if had]
        # What is drawn and wrong may be this one at another place.
        gone = {
            TieMistake.MISSING: Phrase("you left this out", "left out"),
            TieMistake.ORDER: Phrase("you had it in another place", "named in another place"),
        }.get(tie.mistake or TieMistake.OTHER, Phrase("not in its place")).to(self.reader)
        notes = iter(here)
        return tuple(
            ChainPlace(words, Sign.FOUND, next(notes))
            if had
            else ChainPlace(words, Sign.MISSED, gone)
            for words, had in zip(places, tie.had, strict=True)
        )

    def _place_note(self, in_key: int, own: int) -> str:
        """ "you had it as 1": the number only where it is another than the key's."""
        as_number = "" if in_key == own else f" as {own}"
        return Phrase(f"you had it{as_number}", f"named{as_number}").to(self.reader)

    def _own_places(self, tie: RelationOutcome) -> tuple[ChainPlace, ...]:
        if tie.drawn:
            places = [self._end(name, self.marks) for name in tie.drawn]
        else:
            places = self._places(self.own.get(tie.relation_id), self.marks)
        if len(tie.own_right) != len(places):
            return tuple(ChainPlace(words) for words in places)
        wrong = "another place" if tie.mistake is TieMistake.ORDER else "not here"
        sign = Sign.OTHER if tie.mistake is TieMistake.ORDER else Sign.EXTRA
        return tuple(
            ChainPlace(words, Sign.FOUND) if right else ChainPlace(words, sign, wrong)
            for words, right in zip(places, tie.own_right, strict=True)
        )

    def _places(
        self, relation: Relation | None, quotes: Mapping[str, str], most: int = 0
    ) -> list[str]:
        """The words of each place; each name cut to ``most`` characters where that is not 0."""
        if relation is None:
            return []
        if most:
            quotes = {id: shortened(words, most) for id, words in quotes.items()}
        joint = " and " if relation.kind is RelationKind.SAID_BY else " or "
        return [joint.join(tie_end_text(end, quotes) for end in place) for place in relation.chain]

    def _end(self, name: str, quotes: Mapping[str, str]) -> str:
        if name in _ENDS:
            return _ENDS[name]
        return tie_end_text(RelationEnd.mark(name), quotes)


def _lacking(tie: RelationOutcome, places: Sequence[str]) -> str:
    """Which teller of a chain is missing, the rest being right."""
    lacking = [n for n, had in enumerate(tie.had) if not had]
    if len(lacking) > 1:
        return f"; {len(lacking)} are missing"
    if not lacking[0]:
        return "; the first teller is missing"
    return f"; who told {places[lacking[0] - 1]} is missing"


def ties_right(ties: Sequence[RelationOutcome]) -> tuple[int, int]:
    """How many of the ties that the key asks for are all right, and how many it asks for."""
    asked = [tie for tie in ties if tie.key_relation_id and tie.required]
    return sum(tie.state is RelationState.FOUND for tie in asked), len(asked)


def tie_mistake_text(
    tie: RelationOutcome,
    marks: Mapping[str, str],
    items: Mapping[str, str],
    reader: Reader = Reader.TEACHER,
) -> str:
    """The likely mistake in a tie; ``marks`` and ``items`` are quotes by id. Empty for none."""
    if tie.mistake is None:
        return ""
    text = _MISTAKES[tie.mistake].to(reader)
    given, expected = _names(tie.given, marks), _names(tie.expected, items)
    if ("{given}" in text and not given) or ("{expected}" in text and not expected):
        return ""
    text = text.format(given=given, expected=expected)
    return text[:1].upper() + text[1:]


def _names(ids: Sequence[str], quotes: Mapping[str, str]) -> str:
    words = [
        _ENDS[id] if id in _ENDS else f"“{shortened(quotes[id], _LONG)}”"
        for id in ids
        if id in _ENDS or id in quotes
    ]
    return " and ".join(words)


def end_text(words: str) -> str:
    """An end as a class report names it: quoted, or "nobody is named"."""
    return _ENDS.get(words) or f"“{shortened(words, _LONG)}”"


def places_text(tie: RelationOutcome) -> str:
    """How much of a chain, or of the ends of a denial, is right."""
    return f"{tie.right_places} of {tie.places} are right"


def tie_note(tie: RelationOutcome) -> str:
    """What a row of a list says of a tie: "2 of 3", "left open"; empty where it is right."""
    if tie.state is RelationState.MISSED:
        return "left open"
    if tie.state in (RelationState.PARTLY, RelationState.WRONG_END) and tie.places:
        return f"{tie.right_places} of {tie.places}"
    return wording(tie.state).note.to(Reader.TEACHER)


def tie_points_text(tie: RelationOutcome, shown: int | None) -> str:
    """What a tie earned and why; ``shown`` are micro-points, None where it gives none."""
    if shown is None:
        return NO_COST
    of = f"{points_text(shown)} of {points_text(tie.possible)}"
    if tie.state is RelationState.PARTLY:
        return f"{of}: {places_text(tie)}."
    return f"{of}, counted apart from the marks."


def ties_summary(ties: Sequence[RelationOutcome]) -> str:
    """ "7 of 14 ties right"; empty where the key asks for none."""
    right, asked = ties_right(ties)
    return f"{right} of {plural(asked, 'tie')} right" if asked else ""
