"""Create, terminate, rehire or neither: what a person's employment asks of the target."""

from dataclasses import dataclass, field

from benefits_sync.domain import rules
from benefits_sync.domain.columns import Mask, later, present
from benefits_sync.domain.employment import Employment
from benefits_sync.domain.findings import Findings
from benefits_sync.domain.matching import Roster


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Masks by record position; a record that asks for nothing here is updated or left alone.

    ``gone`` are people whose termination in the target is of today or before. ``back`` are those of them who
    work again by the source; the ones with a fitting hire date are in ``rehire`` from that day on. ``dated``
    are people whose termination both sides have, so that the dates can be compared.
    """

    create: Mask = field(repr=False)
    terminate: Mask = field(repr=False)
    rehire: Mask = field(repr=False)
    gone: Mask = field(repr=False)
    back: Mask = field(repr=False)
    returning: Mask = field(repr=False)
    dated: Mask = field(repr=False)


def lifecycle(roster: Roster, work: Employment, today: str) -> Lifecycle:
    """Compare employment in the source with employment in the target.

    A termination that somebody keyed ahead in PlanSource leaves the person employed until its day.
    """
    ended_there = roster.held("termination_date")
    terminated_there = present(ended_there) | present(roster.held("termination_reason_id"))
    gone = terminated_there & ~later(ended_there, today)
    agreed = work.terminated & present(work.ended_on) & (work.ended_on == ended_there)
    back = ~work.left & gone & ~agreed
    returning = back & later(work.hired_on, ended_there)
    return Lifecycle(
        create=~work.left & ~roster.in_target,
        terminate=work.left & roster.in_target & ~terminated_there,
        rehire=returning & ~work.starts_later,
        gone=gone,
        back=back,
        returning=returning,
        dated=terminated_there & work.terminated & ~back & present(work.ended_on),
    )


def check_lifecycle(
    findings: Findings, roster: Roster, work: Employment, moves: Lifecycle, today: str
) -> None:
    """Refuse records whose status and dates do not fit together, or do not fit the target's."""
    findings.add(rules.STATUS_MISSING, work.statusless)
    findings.add(rules.STATUS_INACTIVE, work.inactive)
    findings.add(rules.TERMINATION_NO_DATE, work.left & ~present(work.ended_on))
    rehired_since = later(work.hired_on, work.ended_on) & ~later(work.hired_on, today)
    findings.add(rules.TERMINATION_BEFORE_HIRE, moves.terminate & rehired_since)
    differs = moves.dated & (work.ended_on != roster.held("termination_date"))
    findings.add(rules.TERMINATION_DATE_DIFFERS, differs)
    findings.add(rules.REHIRE_DATE, moves.back & ~moves.returning)
