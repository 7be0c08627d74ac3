"""A solved round that stays: one newcomer or volunteer more or less, without solving again.

Who is matched, and the sum of the scores, are at every moment what solving again would give. Of several equally good
assignments one is chosen by the rule on ids only when ``pairs`` or ``certificate`` is asked for. Where numba is
installed a change costs a search near by; elsewhere the round is solved again when something is asked after a change.
"""

from collections import defaultdict
from collections.abc import Collection
from importlib.util import find_spec
from typing import Any, Protocol

from matching import certificate, problem, solution
from matching.assignment import Assignment
from matching.certificate import Certificate
from matching.options import Options
from matching.problem import Problem
from matching.queue import NOBODY, Kept
from matching.routes import PLAIN
from matching.rows import Newcomer, Volunteer
from matching.solution import Solved
from matching.stopwatch import Stopwatch

Settled = tuple[tuple[str, ...], tuple[str, ...], Kept, Assignment]


class _Book(Protocol):
    """Everybody who takes part, seated."""

    @property
    def score(self) -> int: ...
    def add(self, newcomer: Newcomer, blocked: Collection[str]) -> None: ...
    def remove(self, newcomer: Newcomer) -> None: ...
    def add_volunteer(self, volunteer: Volunteer, blocked: Collection[str]) -> None: ...
    def remove_volunteer(self, volunteer: Volunteer) -> None: ...
    def is_matched(self, one: str) -> bool: ...
    def settled(self) -> Settled: ...


class _Full(Exception):
    """A book that cannot be changed, or has no room left."""


class _Closed:
    """The book of the plain route: whatever changes, it is thrown away."""

    def __init__(self, whole: Problem) -> None:
        self._solved: Solved = solution.optimum(whole, Stopwatch(), route=PLAIN)
        self._row = {one: row for row, one in enumerate(whole.newcomers.ids)}

    def _refuse(self, *_change: object) -> None:
        raise _Full

    add = remove = add_volunteer = remove_volunteer = _refuse

    @property
    def score(self) -> int:
        chosen = self._solved.chosen
        return int(chosen.gain.sum() + (chosen.price * self._solved.problem.volunteers.capacity).sum())

    def is_matched(self, one: str) -> bool:
        return bool(self._solved.kept.seat[self._row[one]] != NOBODY)

    def settled(self) -> Settled:
        whole = self._solved.problem
        return whole.newcomers.ids, whole.volunteers.ids, self._solved.kept, self._solved.chosen


def _book(whole: Problem) -> tuple[_Book, type[Exception]]:
    """The fastest book that there is, and what it says when it is full."""
    if find_spec("numba") is None:
        return _Closed(whole), _Full
    from matching.compiled import facts, standing  # noqa: PLC0415 - only where numba is installed

    return standing.Book(whole), facts.NoRoom


class Standing:
    """A round in which people come and go.

    Args:
        blocked: (newcomer id, volunteer id) of pairs that must never be proposed, also of people who come later.
        options: the choices of the round; pinned pairs, venues and language tables are not among them.

    Raises:
        problem.BadProblem: an id stands twice.
        ValueError: the options name pinned pairs, venues or language tables.
    """

    def __init__(
        self,
        newcomers: Collection[Newcomer],
        volunteers: Collection[Volunteer],
        blocked: Collection[tuple[str, str]] = (),
        options: Options | None = None,
    ) -> None:
        self._options = options or Options()
        if self._options.pinned:
            raise ValueError("pinned pairs are set aside before a round stands: leave those two out")
        if self._options.venues is not None or self._options.groups is not None:
            raise ValueError("a round that stays knows no venues and no language tables: solve such a round anew")
        self._blocked = list(blocked)
        self._apart: tuple[defaultdict[str, set[str]], ...] = defaultdict(set), defaultdict(set)
        for newcomer, volunteer in self._blocked:
            self._apart[0][newcomer].add(volunteer)
            self._apart[1][volunteer].add(newcomer)
        first = problem.make(list(newcomers), list(volunteers), self._blocked, self._options)
        self._newcomers = {person.id: person for person in newcomers}
        self._volunteers = {person.id: person for person in volunteers}
        self._now: _Book | None
        self._now, self._full = _book(first)
        self._settled: Settled | None = None

    def add(self, newcomer: Newcomer) -> None:
        """A newcomer more, anywhere in the queue.

        Raises:
            problem.BadProblem: there is a newcomer with this id.
        """
        _refuse_double(newcomer.id, self._newcomers, "newcomers")
        self._newcomers[newcomer.id] = newcomer
        if not newcomer.missing:
            self._change("add", newcomer, self._apart[0].get(newcomer.id, ()))

    def remove(self, newcomer: str) -> None:
        """A newcomer less.

        Raises:
            KeyError: there is no newcomer with this id.
        """
        person = self._newcomers.pop(newcomer)
        if not person.missing:
            self._change("remove", person)

    def add_volunteer(self, volunteer: Volunteer) -> None:
        """A volunteer more.

        Raises:
            problem.BadProblem: there is a volunteer with this id.
        """
        _refuse_double(volunteer.id, self._volunteers, "volunteers")
        self._volunteers[volunteer.id] = volunteer
        if not volunteer.missing:
            self._change("add_volunteer", volunteer, self._apart[1].get(volunteer.id, ()))

    def remove_volunteer(self, volunteer: str) -> None:
        """A volunteer less; whoever sat there is seated elsewhere where that can be.

        Raises:
            KeyError: there is no volunteer with this id.
        """
        person = self._volunteers.pop(volunteer)
        if not person.missing:
            self._change("remove_volunteer", person)

    def is_matched(self, newcomer: str) -> bool:
        """Whether a newcomer has a match.

        Raises:
            KeyError: there is no newcomer with this id.
        """
        return not self._newcomers[newcomer].missing and self._book.is_matched(newcomer)

    @property
    def score(self) -> int:
        """The sum of the scores of all pairs."""
        return self._book.score

    def pairs(self) -> dict[str, str]:
        """The volunteer of each matched newcomer, by the rule on ids among equals."""
        newcomers, volunteers, _closed, chosen = self._answer()
        rows = zip(newcomers, chosen.seat.tolist(), strict=True)
        return {newcomer: volunteers[row] for newcomer, row in rows if row != NOBODY}

    def certificate(self) -> Certificate:
        """What proves it; see ``certificate.of``."""
        return certificate.of_ids(*self._answer())

    @property
    def _book(self) -> _Book:
        if self._now is None:
            people = list(self._newcomers.values()), list(self._volunteers.values())
            self._now, self._full = _book(problem.make(*people, self._blocked, self._options))
        return self._now

    def _answer(self) -> Settled:
        if self._settled is None:
            self._settled = self._book.settled()
        return self._settled

    def _change(self, what: str, *about: Any) -> None:
        self._settled = None
        try:
            if self._now is not None:
                getattr(self._now, what)(*about)
        except self._full:
            self._now = None


def _refuse_double(one: str, known: Collection[str], what: str) -> None:
    if one in known:
        raise problem.BadProblem(f"The id {one!r} stands twice among the {what}; every id is unique.")
