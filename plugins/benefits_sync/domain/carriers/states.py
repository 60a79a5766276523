"""The life of a carrier file: which state may follow which, and what an answer makes of it.

The table is the whole rule; ``docs/reference/carrier-file-states.md`` shows it. Answers come late, twice and
in any order, so an answer that says nothing new leaves the state as it is. Bad news always counts, even after
a file was closed.
"""

from collections.abc import Mapping
from typing import Final

from benefits_sync.errors import FileStateError
from benefits_sync.models.carriers import AnswerKind, FileState

_S = FileState

ANSWERS: Final[Mapping[AnswerKind, frozenset[FileState]]] = {
    AnswerKind.TA1: frozenset({_S.TA1_ACCEPTED, _S.TA1_ERRORS, _S.TA1_REJECTED}),
    AnswerKind.FUNCTIONAL: frozenset(
        {_S.FUNCTIONAL_ACCEPTED, _S.FUNCTIONAL_ERRORS, _S.FUNCTIONAL_PARTIAL, _S.FUNCTIONAL_REJECTED}
    ),
    AnswerKind.REPORT: frozenset({_S.REPORT_CLEAN, _S.REPORT_DISCREPANCIES}),
}
"""The states that each kind of answer gives; kinds stand in the order in which carriers send them."""

_FUNCTIONAL: Final = ANSWERS[AnswerKind.FUNCTIONAL]
_REPORT: Final = ANSWERS[AnswerKind.REPORT]
ANSWERED: Final = frozenset[FileState]().union(*ANSWERS.values())
OVERDUE: Final[Mapping[AnswerKind, FileState]] = {
    AnswerKind.TA1: _S.OVERDUE_TA1,
    AnswerKind.FUNCTIONAL: _S.OVERDUE_FUNCTIONAL,
    AnswerKind.REPORT: _S.OVERDUE_REPORT,
}
REJECTED: Final = frozenset({_S.TA1_REJECTED, _S.FUNCTIONAL_PARTIAL, _S.FUNCTIONAL_REJECTED})
"""States of a file that the carrier did not load, or not all of it."""

BAD_NEWS: Final = REJECTED | {_S.REPORT_DISCREPANCIES}
"""Answers after which a person has to do something."""

_WHOLLY_REJECTED: Final = REJECTED - {_S.FUNCTIONAL_PARTIAL}

ACCEPTED: Final = frozenset({_S.FUNCTIONAL_ACCEPTED, _S.FUNCTIONAL_ERRORS, _S.REPORT_CLEAN})
"""Answers by which the carrier takes all of a file: what it objected to before is settled."""

LEFT: Final = ANSWERED.union(OVERDUE.values(), {_S.SENDING, _S.DELIVERED, _S.RESENT, _S.CLOSED})
"""States of a file that is at the carrier, or may be."""

BELIEVED: Final = LEFT - REJECTED - {_S.SENDING}
"""States of a file that the carrier goes by, as far as it has said: the next file builds on it."""

OPEN: Final = LEFT - BAD_NEWS - {_S.SENDING, _S.CLOSED}
"""States in which the carrier still has something to say."""

SET_ASIDE: Final = frozenset({_S.SUPERSEDED, _S.QUARANTINED})

_FINISHED: Final = SET_ASIDE | {_S.CLOSED}
_AT_THE_CARRIER: Final = ANSWERED.union(OVERDUE.values(), {_S.SENDING}, _FINISHED)
_AFTER_TA1: Final = (
    _FUNCTIONAL | _REPORT | {_S.OVERDUE_FUNCTIONAL, _S.OVERDUE_REPORT, _S.TA1_REJECTED} | _FINISHED
)
_AFTER_FUNCTIONAL: Final = _REPORT | REJECTED | {_S.OVERDUE_REPORT} | _FINISHED

TRANSITIONS: Final[Mapping[FileState, frozenset[FileState]]] = {
    _S.BUILT: frozenset({_S.VALIDATED, _S.REFUSED}) | SET_ASIDE,
    _S.VALIDATED: frozenset({_S.HELD, _S.APPROVED, _S.REFUSED, _S.SKIPPED}) | SET_ASIDE,
    _S.HELD: frozenset({_S.APPROVED, _S.REFUSED}) | SET_ASIDE,
    _S.APPROVED: frozenset({_S.SENDING}) | SET_ASIDE,
    # An answer to a file whose upload was never recorded is proof that it arrived.
    _S.SENDING: frozenset({_S.DELIVERED, _S.RESENT, _S.QUARANTINED}) | ANSWERED,
    _S.DELIVERED: _AT_THE_CARRIER,
    _S.RESENT: _AT_THE_CARRIER,
    _S.OVERDUE_TA1: _AT_THE_CARRIER - {_S.OVERDUE_TA1},
    _S.OVERDUE_FUNCTIONAL: (_AFTER_TA1 - {_S.OVERDUE_FUNCTIONAL}) | {_S.SENDING},
    _S.OVERDUE_REPORT: (_AFTER_FUNCTIONAL - {_S.OVERDUE_REPORT}) | {_S.SENDING},
    _S.TA1_ACCEPTED: _AFTER_TA1,
    _S.TA1_ERRORS: _AFTER_TA1,
    _S.TA1_REJECTED: _FINISHED,
    _S.FUNCTIONAL_ACCEPTED: _AFTER_FUNCTIONAL,
    _S.FUNCTIONAL_ERRORS: _AFTER_FUNCTIONAL,
    # A carrier may take in by hand what it rejected at first, and answer again.
    _S.FUNCTIONAL_PARTIAL: (_FUNCTIONAL - {_S.FUNCTIONAL_PARTIAL}) | _FINISHED,
    _S.FUNCTIONAL_REJECTED: (_FUNCTIONAL - {_S.FUNCTIONAL_REJECTED}) | _FINISHED,
    _S.REPORT_CLEAN: BAD_NEWS | _FINISHED,
    _S.REPORT_DISCREPANCIES: REJECTED | {_S.REPORT_CLEAN} | _FINISHED,
    _S.CLOSED: BAD_NEWS | SET_ASIDE,
    _S.REFUSED: frozenset({_S.SUPERSEDED}),
    _S.SKIPPED: frozenset(),
    _S.QUARANTINED: frozenset({_S.SUPERSEDED}),
    _S.SUPERSEDED: frozenset(),
}
"""Each state with those that may follow it."""


def moved(state: FileState, to: FileState) -> FileState:
    """Return the next state, or the same one where the file stands there already.

    Raises:
        FileStateError: If the one cannot follow the other; the message names both.
    """
    if to is not state and to not in TRANSITIONS[state]:
        allowed = ", ".join(sorted(TRANSITIONS[state])) or "nothing"
        raise FileStateError(
            f"a carrier file that is {state} cannot become {to}; what can follow is {allowed}"
        )
    return to


def after_answer(state: FileState, told: FileState) -> FileState:
    """Return what an answer makes of a file: the state it tells, or the same where it says nothing new.

    Args:
        state: Where the file that the answer names stands. No other file is ever changed by it.
        told: The state that the answer would give, one of `ANSWERED`.

    Raises:
        FileStateError: If the file never left, or the answer contradicts a rejection of the whole file.
    """
    if told in TRANSITIONS[state]:
        return told
    nothing_new = told in BAD_NEWS if state in _WHOLLY_REJECTED else state in LEFT | SET_ASIDE
    if nothing_new or _is_of_an_earlier_kind(told, state):
        return state
    return moved(state, told)


def _is_of_an_earlier_kind(told: FileState, state: FileState) -> bool:
    """Tell whether an answer is of a kind that comes before the one that gave the state."""
    place = {one: at for at, states in enumerate(ANSWERS.values()) for one in states}
    return place[told] < place.get(state, 0)
