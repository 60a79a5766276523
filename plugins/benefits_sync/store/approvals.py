"""The ledger's approvals: which plan waited for a person, and who answered what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, Engine, RowMapping, desc, insert, select, update

from benefits_sync.errors import ParameterError
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.tables import approvals

_ASKED: Final = ("reference_id", "plan_id", "guards", "counts", "requested_at")


class Decision(StrEnum):
    """How a request for approval was answered."""

    APPROVED = "approved"
    REFUSED = "refused"
    OWN_IGNORED = "own approval ignored"


@dataclass(frozen=True, slots=True)
class Approval:
    """One request for approval and its answer, if there is one."""

    reference_id: str
    plan_id: str
    guards: tuple[str, ...]
    counts: dict[str, int]
    requested_at: datetime
    decision: Decision | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


class Approvals:
    """Reads and writes approvals; an answer is never overwritten."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def request(
        self, reference_id: str, plan_id: str, guards: Sequence[str], counts: Mapping[str, int], at: datetime
    ) -> None:
        """Note that a plan waits for a person; one that waits already is not noted twice."""
        with writing(self._engine) as connection:
            newest = _newest(connection, reference_id, plan_id)
            if newest is None or newest[approvals.c.decision] is not None:
                connection.execute(
                    insert(approvals).values(
                        reference_id=reference_id,
                        plan_id=plan_id,
                        guards=list(guards),
                        counts=dict(counts),
                        requested_at=at,
                    )
                )

    def answer(self, reference_id: str, plan_id: str, by: str, decision: str, at: datetime) -> None:
        """Keep an answer, a `Decision`; another one to the same request is kept beside the first.

        The same answer told again changes nothing.

        Raises:
            ParameterError: If nobody asked.
            ValueError: If the decision is none of `Decision`.
        """
        answered = {"decision": Decision(decision).value, "answered_by": by, "answered_at": at}
        with writing(self._engine) as connection:
            newest = _newest(connection, reference_id, plan_id)
            if newest is None:
                raise ParameterError(f"run {reference_id} has no request for approval of plan {plan_id}")
            if newest[approvals.c.decision] is None:
                connection.execute(
                    update(approvals).where(approvals.c.id == newest[approvals.c.id]).values(answered)
                )
            elif (newest[approvals.c.decision], newest[approvals.c.answered_by]) != (
                answered["decision"],
                by,
            ):
                asked = {name: newest[approvals.c[name]] for name in _ASKED}
                connection.execute(insert(approvals).values({**asked, **answered}))

    def approver(self, reference_id: str) -> str | None:
        """Return who approved the run's plan, or None when nobody did."""
        approved = [asked for asked in self.of_run(reference_id) if asked.decision is Decision.APPROVED]
        return approved[-1].answered_by if approved else None

    def of_run(self, reference_id: str) -> list[Approval]:
        """Return a run's approvals, oldest first."""
        query = select(approvals).where(approvals.c.reference_id == reference_id).order_by(approvals.c.id)
        with reading(self._engine) as connection:
            return [_approval_of(row) for row in connection.execute(query).mappings()]


def _newest(connection: Connection, reference_id: str, plan_id: str) -> RowMapping | None:
    query = (
        select(approvals)
        .where(approvals.c.reference_id == reference_id, approvals.c.plan_id == plan_id)
        .order_by(desc(approvals.c.id))
        .limit(1)
    )
    return connection.execute(query).mappings().one_or_none()


def _approval_of(row: RowMapping) -> Approval:
    return Approval(
        reference_id=row[approvals.c.reference_id],
        plan_id=row[approvals.c.plan_id],
        guards=tuple(row[approvals.c.guards]),
        counts=dict(row[approvals.c.counts]),
        requested_at=row[approvals.c.requested_at],
        decision=Decision(row[approvals.c.decision]) if row[approvals.c.decision] else None,
        answered_by=row[approvals.c.answered_by],
        answered_at=row[approvals.c.answered_at],
    )
