"""One lesson's papers over the chosen assignments, each as it stands after all decisions on it.

Everything is read lazily and kept: a paper is loaded when it is first asked for. Who decides on
them is :class:`annotator.services.review.reviewing.Review`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.model.annotation import new_id
from annotator.model.errors import AnnotatorError
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.outcome import Comparison
from annotator.model.received import InboxRow
from annotator.model.review import Decision, DecisionKind
from annotator.model.work import EXTRA_COSTS, Assignment, OwnTerms, Submission, due_for
from annotator.services.data.data_file import DataFile
from annotator.services.marking.attempts import work_of
from annotator.services.review.decisions import Decider, Reviewed, stop_position
from annotator.services.review.groups import Grouping
from annotator.services.review.inbox import (
    BlindNames,
    Flag,
    InboxLine,
    assignment_of,
    inbox_line,
    waits_for_answer,
)
from annotator.services.review.key_log import KeyEntry, key_log
from annotator.services.review.key_versions import KeyVersions
from annotator.services.review.large_papers import (
    MANY_MARKS,
    LargePapers,
    PaperRead,
    read_paper,
)
from annotator.services.review.late_claims import LateClaims
from annotator.services.review.re_anchor import ReAnchored
from annotator.services.review.rescoring import Rescore
from annotator.store.arrivals import Arrivals
from annotator.store.cards import Cards
from annotator.store.classes import Assignments, Classes
from annotator.store.desk import Desk
from annotator.store.own_terms import TermsOfStudents
from annotator.store.preferences import Preferences

_BLIND = "blind-seed"


class ReviewedPapers:
    """Reads the papers of one lesson. ``data`` belongs to the thread that calls.

    With ``the_rest``, and where there are no ``assignments``, it takes the hand-ins that belong to
    none of them as well (but for those of made-up classes): they count with the latest key, and
    what an extra costs in them is kept for the lesson.
    """

    def __init__(
        self,
        lesson: Lesson,
        assignments: Sequence[Assignment],
        data: DataFile,
        *,
        the_rest: bool = False,
    ) -> None:
        self.lesson = lesson
        self.takes_the_rest = the_rest or not assignments
        self._made_up = {each.id for each in Classes(data.db).classes() if each.is_sample}
        self._data = data
        classes = (each.class_id for each in assignments)
        self._sample = next((id for id in classes if id in self._made_up), "")
        self._keys = KeyVersions(data, sample=self._sample)
        self._assignments = {each.id: each for each in assignments}
        self._submissions: dict[str, Submission] = {}
        self._mapped: dict[str, ReAnchored] = {}
        self._bases: dict[str, Comparison] = {}
        self._reviewed: dict[str, Reviewed] = {}
        self._deciders: dict[str, Decider] = {}
        self._large = LargePapers(data, lesson.article)
        self._late_claims = LateClaims(data, lesson.id)
        self.refresh()

    def refresh(self) -> None:
        """Read what came in and what was decided; what was compared and is as it was stays."""
        rows = Desk(self._data.db).inbox(self.lesson.id)
        chosen = self._chosen(rows)
        rows = tuple(row for row in rows if self._takes(row, chosen[row.sha256]))
        self._assignment_of = chosen
        self._all = {row.sha256: row for row in rows}
        counted = self._counted()
        self.rows: tuple[InboxRow, ...] = tuple(r for r in rows if r.sha256 in counted)
        self._decisions = Desk(self._data.db).decisions(self.lesson.id)
        self._counts_as_late = self._late_claims.answers()
        self._terms = TermsOfStudents(self._data.db).all()
        self._reviewed.clear()
        with_card = {card.student_id for card in Cards(self._data.db).all()}
        self.has_cards = any(row.card or row.student_id in with_card for row in self.rows)
        """Whether students of these classes have class cards."""

    @property
    def unchecked(self) -> int:
        """How many papers there are for whose name no class card vouches; made-up ones have none
        to check."""
        return 0 if self.is_made_up else sum(not row.is_name_checked for row in self.rows)

    def terms(self, student_id: str, assignment_id: str) -> OwnTerms | None:
        """What holds for this student alone; None where nothing does."""
        return self._terms.get((assignment_id, student_id))

    def _due(self, row: InboxRow) -> datetime.datetime | None:
        """When (UTC) this hand-in was due."""
        given = self._assignment_of[row.sha256]
        return due_for(given, self.terms(row.student_id, given.id) if given else None)

    def open_claims(self) -> tuple[InboxRow, ...]:
        """What arrived after the due time, says that it was in time, and has no answer yet."""
        return tuple(
            row
            for row in self.rows
            if waits_for_answer(row, self._due(row), self._counts_as_late.get(row.sha256))
        )

    def answer_claims(self, sha256s: Iterable[str], late: bool | None) -> None:
        """Let these count as late or in time; None takes the answer back. On disk at the end."""
        self._late_claims.answer(sha256s, late)
        self._counts_as_late = self._late_claims.answers()

    def came_in(self) -> int:
        """How many papers came in since everything was read; :meth:`refresh` reads them."""
        rows = Desk(self._data.db).inbox(self.lesson.id)
        return sum(
            row.sha256 not in self._all and self._takes(row, given)
            for row, given in zip(rows, self._chosen(rows).values(), strict=True)
        )

    def _chosen(self, rows: Sequence[InboxRow]) -> dict[str, Assignment | None]:
        """By hash, which of the chosen assignments each hand-in is for.

        Where a class was given the lesson twice, only all assignments together can tell.
        """
        mine = self._assignments
        others = [each for each in Assignments(self._data.db).all() if each.id not in mine]
        found = {row.sha256: assignment_of(row, [*mine.values(), *others]) for row in rows}
        return {sha256: mine.get(a.id) if a else None for sha256, a in found.items()}

    def _takes(self, row: InboxRow, given: Assignment | None) -> bool:
        """Whether a hand-in is among these papers; ``given`` is the assignment that it is for."""
        if given is not None or not self.takes_the_rest:
            return given is not None
        return row.class_id not in self._made_up

    def _counted(self) -> set[str]:
        """The hashes of what counts: one of each student for each assignment."""
        mine = []
        for each in Arrivals(self._data.db).of_lesson(self.lesson.id):
            if each.sha256 in self._all:
                given = self._assignment_of[each.sha256]
                mine.append(replace(each, assignment_id=given.id if given else ""))
        return {work.counts.sha256 for work in work_of(mine)}

    @property
    def is_made_up(self) -> bool:
        """Whether these are the papers of a sample class, which reach no student."""
        return bool(self._sample)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """The chosen assignments as they are now."""
        return tuple(self._assignments.values())

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._all

    def row(self, sha256: str) -> InboxRow:
        """One hand-in's row, also of one that does not count; KeyError where it is not here."""
        return self._all[sha256]

    def assignment(self, sha256: str) -> Assignment | None:
        """The assignment that a hand-in is for, as it is now; None where it is for none."""
        given = self._assignment_of[sha256]
        return self._assignments.get(given.id, given) if given else None

    def attempts(self, sha256: str) -> tuple[InboxRow, ...]:
        """All hand-ins of the same student for the same assignment, the first at the front."""
        row, given = self._all[sha256], self._assignment_of[sha256]
        if not row.student_id:
            return (row,)
        return tuple(
            each
            for each in self._all.values()
            if each.student_id == row.student_id and self._assignment_of[each.sha256] == given
        )

    def key(self, assignment_id: str = "") -> AnswerKey | None:
        """The key that an assignment counts with now; the latest where none is named."""
        given = self._assignments.get(assignment_id)
        return self._keys.key(self.lesson, given.key_version if given else None)

    def keys_now(self) -> tuple[AnswerKey | None, ...]:
        """The latest key and that of each assignment, as they are on disk."""
        given = (Assignments(self._data.db).load(id) for id in self._assignments)
        versions = [None, *(each.key_version for each in given)]
        return tuple(self._keys.key(self.lesson, version) for version in versions)

    @property
    def keys(self) -> KeyVersions:
        """All versions of the key."""
        return self._keys

    def key_log(self) -> tuple[KeyEntry, ...]:
        """All versions of the key, the latest first: who, when, why, and what is new in them."""
        return key_log(self._keys, self.lesson)

    def submission(self, sha256: str) -> Submission:
        """A paper with its marks where they stand in the lesson's article now.

        One that was made on another version of the text is mapped (see :meth:`mapped`). StoreError
        or InvalidModel where it can't be read.
        """
        if sha256 not in self._submissions:
            self._hold(sha256, read_paper(self._data.db, sha256, self.lesson.article))
        return self._submissions[sha256]

    def _hold(self, sha256: str, read: PaperRead) -> None:
        self._submissions[sha256] = read.submission
        if read.mapped is not None:
            self._mapped[sha256] = read.mapped

    def mapped(self, sha256: str) -> ReAnchored | None:
        """Where the marks of a paper on another version of the text came to stand; else None."""
        self.submission(sha256)
        return self._mapped.get(sha256)

    def base(self, sha256: str) -> Comparison:
        """What the key alone says of a paper."""
        known = self._bases.get(sha256)
        if known is None:
            known = self._bases[sha256] = self._decider(sha256).base(self.submission(sha256))
        return known

    def is_at_hand(self, sha256: str) -> bool:
        """Whether a paper is compared, or soon done; one with very many marks is compared in a
        thread of its own from now on, and at hand when it was."""
        if sha256 in self._bases or self._all[sha256].marks < MANY_MARKS:
            return True
        if not self._large.begin(sha256, self._decider(sha256)):
            return False
        if (found := self._large.take(sha256)) is not None:
            read, self._bases[sha256] = found
            self._hold(sha256, read)
        return True

    def reviewed(self, sha256: str) -> Reviewed:
        """A paper after all decisions on it; an AnnotatorError says why it can't be compared."""
        known = self._reviewed.get(sha256)
        if known is None:
            known = self._decider(sha256).decided(
                self.submission(sha256), self.decisions(sha256), self.base(sha256)
            )
            self._reviewed[sha256] = known
        return known

    def decisions(self, sha256: str) -> tuple[Decision, ...]:
        """All decisions on a paper, oldest first."""
        return self._decisions.get(sha256, ())

    def decision_on(self, sha256: str, mark_id: str, item_id: str = "") -> Decision | None:
        """The latest decision on a mark, or on its item where that names no mark; no comment."""
        found = None
        for each in self.decisions(sha256):
            if each.kind is DecisionKind.COMMENT:
                continue
            about_item = not each.mark_id and item_id and each.item_id == item_id
            if (mark_id and each.mark_id == mark_id) or about_item:
                found = each
        return found

    def line(self, sha256: str) -> InboxLine:
        """What the inbox says of a paper; never raises for what is wrong with the paper."""
        try:
            reviewed, submission = self.reviewed(sha256), self.submission(sha256)
        except AnnotatorError as error:
            return InboxLine(fault=error.happened)
        row, given = self._all[sha256], self._assignment_of[sha256]
        line = inbox_line(
            row,
            reviewed,
            submission,
            self.lesson.article,
            given,
            due=self._due(row),
            terms=self.terms(row.student_id, given.id) if given else None,
            counts_as_late=self._counts_as_late.get(sha256),
            has_cards=self.has_cards,
        )
        if sha256 in self._mapped:
            line = replace(line, flags=(*line.flags, Flag.OTHER_TEXT))
        return line

    def blind(self, *, again: bool = False) -> BlindNames:
        """Pseudonyms and a random order for these papers; the same ones until ``again``."""
        name = f"{_BLIND}/{self.lesson.id}"
        seed = Preferences(self._data.db).get(name, "")
        if again or not seed:
            seed = new_id()
            self._data.call(lambda db: Preferences(db).set(name, seed))
        return BlindNames(str(seed), self._all)

    def _decider(self, sha256: str) -> Decider:
        given = self._assignment_of[sha256]
        id = given.id if given else ""
        if id not in self._deciders:
            self._deciders[id] = self._new_decider(given, self.key(id))
        return self._deciders[id]

    def _new_decider(self, given: Assignment | None, key: AnswerKey | None) -> Decider:
        # With no key yet there is nothing to find; every mark is an extra to build a key from.
        article = self.lesson.article
        return Decider(
            key or AnswerKey(article_sha256=article.sha256, items=()),
            article,
            given.extra_cost if given else self.extra_cost,
            stop_position(article, given.stop_after_paragraph) if given else None,
            self.lesson.uses,
        )

    def grouping(self) -> Grouping:
        """A look through all papers for the decisions that there are to make."""
        return Grouping(
            (row.sha256 for row in self.rows),
            self.lesson.article,
            self.reviewed,
            self.is_at_hand,
        )

    def preview(self, key: AnswerKey) -> Rescore:
        """What another key would change for these papers; a piece at a time, nothing is written."""
        olds = {row.sha256: self._decider(row.sha256) for row in self.rows}
        news: dict[str, Decider] = {}
        for given in self._assignment_of.values():
            news.setdefault(given.id if given else "", self._new_decider(given, key))

        def pair(sha256: str) -> tuple[Decider, Decider]:
            given = self._assignment_of[sha256]
            return olds[sha256], news[given.id if given else ""]

        return Rescore(
            [row.sha256 for row in self.rows],
            pair,
            lambda sha256: (self.submission(sha256), self.decisions(sha256)),
            lambda sha256: r.points if (r := self._reviewed.get(sha256)) else None,
        )

    def still_working(self) -> tuple[Assignment, ...]:
        """Assignments of this lesson in other classes, which a change of the key would concern."""
        return tuple(
            each for each in self._keys.sharing(self.lesson.id) if each.id not in self._assignments
        )

    # -- what changes it ---------------------------------------------------------------------

    @property
    def extra_cost(self) -> int:
        """What an extra mark costs in the papers of no assignment, in micro-points."""
        cost = Preferences(self._data.db).get(self._cost_name, EXTRA_COSTS[0])
        return cost if cost in EXTRA_COSTS else EXTRA_COSTS[0]

    def set_extra_cost(self, cost: int) -> None:
        """Let extra marks cost this much from now on in the papers of no assignment."""
        self._data.call(lambda db: Preferences(db).set(self._cost_name, cost))
        self.key_changed()

    @property
    def _cost_name(self) -> str:
        return f"extra-cost/{self.lesson.id}"

    def hold_decisions(self, sha256: str, decisions: Iterable[Decision]) -> None:
        """These are all decisions on a paper now; it counts again when it is asked for."""
        self._decisions[sha256] = tuple(sorted(decisions, key=lambda each: each.decided))
        self._reviewed.pop(sha256, None)

    def hold_look(self, sha256: str, at: datetime.datetime) -> None:
        """A paper was opened whole for the first time."""
        new = self._all[sha256] = replace(self._all[sha256], looked=at)
        self.rows = tuple(new if row.sha256 == sha256 else row for row in self.rows)

    def key_changed(self) -> None:
        """Every paper counts again when it is asked for: the key or a cost is another one now."""
        for id in self._assignments:
            self._assignments[id] = Assignments(self._data.db).load(id)
        self._deciders.clear()
        self._bases.clear()
        self._large.forget()
        # What came in and what was decided is as it was: nothing has to be read again.
        self._reviewed.clear()
