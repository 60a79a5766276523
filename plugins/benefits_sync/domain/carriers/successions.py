"""One plan of a benefit after another: told so that no day has both."""

from benefits_sync.domain.carriers.days import day_before
from benefits_sync.domain.carriers.selection import Held, Holdings


def end_before_successors(held: Holdings) -> None:
    """Let a plan whose last day is the first of the next plan end the day before.

    PlanSource's dates are whole days, and who ends a plan there by hand may enter the day of the change for
    both. Plans that overlap by more are left as they are: which of both days is wrong, only a person knows.
    """
    for key, ended in list(held.ended.items()):
        if any(ended.begin <= next_one.begin == ended.end for next_one in _others(held, ended)):
            held.ended[key] = ended._replace(end=day_before(ended.end or ""))


def hold_back_successors(held: Holdings, met: Held) -> None:
    """Leave out plans that follow one which the carrier meets as going on; the next file tells the change.

    Args:
        held: What the person holds, the plan among what is open.
        met: The plan, with the end that the carrier is not told yet.
    """
    for next_one in _others(held, met):
        if met.end is not None and next_one.begin > met.end:
            held.open.pop((next_one.benefit, next_one.plan), None)


def _others(held: Holdings, one: Held) -> list[Held]:
    """Return the other plans of a benefit that a person has or had."""
    return [
        other
        for other in (*held.open.values(), *held.ended.values())
        if other.benefit == one.benefit and other.plan != one.plan
    ]
