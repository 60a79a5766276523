"""Whatever is asked and whatever goes wrong, PlanSource ends up as if nothing had gone wrong."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits_sync.clients.patience import Patience
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.models.writes import WriteKind, WriteOp, WriteStatus
from sandbox.core.journal import Effect
from sandbox.server import running

from .conftest import Office, code, hire, rehire, terminate, update

PEOPLE = range(1, 41)
PATIENCE = Patience(attempts=30, base=0.0, cap=0.0)  # more than all faults of one play
OWN = ("id", "public_id", "user_name")
"""Members that PlanSource numbers by order of arrival."""

KINDS = (
    "status",
    "cut_before",
    "cut_after",
    "timeout_after",
    "html",
    "truncated",
    "expired_token",
    "bad_rows",
    "error_in_200",
)

faults = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "status": st.sampled_from([429, 500, 503]),
            "retry_after": st.sampled_from([None, 0]),
            "seconds": st.just(0.01),
            "skip": st.integers(0, 6),
            "times": st.integers(1, 3),
        }
    ),
    max_size=6,
    unique_by=lambda rule: rule["kind"],
).map(lambda rules: [rule | ({"times": 1} if rule["kind"] == "expired_token" else {}) for rule in rules])

leavers = {number: [[terminate(number)], [update(number), terminate(number)]] for number in PEOPLE}
stayers = {number: [[], [update(number)]] for number in PEOPLE}
returners = {number: [[rehire(number)], [rehire(number), update(number)]] for number in PEOPLE}


@st.composite
def histories(draw: st.DrawFn) -> list[list[WriteOp]]:
    """Two rounds of writes: some are hired, then they change, leave or return, and others join."""
    first = draw(st.integers(0, 40))
    gone = draw(st.sets(st.integers(1, max(first, 1)), max_size=first))
    second: list[WriteOp] = [hire(number) for number in range(first + 1, 41) if draw(st.booleans())]
    third: list[WriteOp] = []
    for number in range(1, first + 1):
        second += draw(st.sampled_from(leavers[number] if number in gone else stayers[number]))
        third += draw(st.sampled_from([[], *returners[number]] if number in gone else [[]]))
    return [[hire(number) for number in range(1, first + 1)], second, third]


async def play(history: list[list[WriteOp]], rules: list[dict[str, Any]]) -> tuple[Office, dict[str, Any]]:
    async with running(employees=1, seed=1) as box:
        connected = PlanSourceClient.connect(
            box.url, **box.credentials["plansource"], patience=PATIENCE, total_timeout=2.0
        )
        async with connected as client:
            office = Office(box, client)
            for ops in history:
                office.faults(*rules)
                await office.write(*ops)
        people = {
            key: {name: value for name, value in record.items() if name not in OWN}
            for key, record in office.roster().items()
        }
        return office, people


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(history=histories(), rules=faults)
def test_faults_change_neither_the_outcome_nor_create_anyone_twice(
    history: list[list[WriteOp]], rules: list[dict[str, Any]]
):
    _, undisturbed = asyncio.run(play(history, []))
    office, disturbed = asyncio.run(play(history, rules))
    assert disturbed == undisturbed
    created = office.effects(Effect.CREATED)
    assert len(created) == len(set(created))
    asked = sorted((op.record_key, op.kind) for ops in history for op in ops)
    assert sorted((one.record_key, one.kind) for one in office.outcomes) == asked
    assert {one.status for one in office.outcomes} <= {WriteStatus.CONFIRMED, WriteStatus.ACCEPTED}


async def test_the_histories_are_played_for_real():
    office, people = await play([[hire(1)], [update(1), terminate(1)], [rehire(1)]], [])
    assert people[code(1)]["hire_date"] == "2026/11/16"
    kinds = [WriteKind.CREATE, WriteKind.UPDATE, WriteKind.TERMINATE, WriteKind.REHIRE]
    assert [one.kind for one in office.outcomes] == kinds
