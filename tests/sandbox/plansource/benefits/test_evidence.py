"""Life insurance above the guaranteed issue waits for evidence of insurability."""

import pytest

from tests.sandbox.plansource.benefits.employer import Employer, days, members


@pytest.fixture
async def pending(maya: Employer) -> Employer:
    await maya.elect("subscriber_life", volume=300000)
    await maya.at("2026-05-20")
    return maya


async def decide(pending: Employer, decision: str, **body: str) -> None:
    sent = {"effective_date": "2026-06-01", **body}
    await pending.ask("decide_eoi", benefit="subscriber_life", decision=decision, **sent)


async def state(pending: Employer) -> dict[str, object]:
    return (await pending.ask("coverages", "GET"))[-1]


async def test_what_is_guaranteed_is_in_force_at_once(pending: Employer) -> None:
    assert members(await pending.row("subscriber_life"), "volume", "current") == ("150000.0", "CA")


async def test_what_was_asked_for_is_kept_beside_it(pending: Employer) -> None:
    assert (await state(pending))["request"]["amounts"]["volume"] == 300_000_00


async def test_an_approval_in_part_makes_a_new_row_of_the_volume_approved(pending: Employer) -> None:
    await decide(pending, "approve_part", approved_volume="200000.00")
    before, after = await pending.rows("subscriber_life")
    assert (*members(before, "volume", "current"), *members(after, "volume", "current"), days(after)) == (
        "150000.0",
        "PA",
        "200000.0",
        "CA",
        ("2026-04-01", "2026-06-01", None),
    )


async def test_nothing_is_pending_after_an_approval_in_part(pending: Employer) -> None:
    await decide(pending, "approve_part", approved_volume="200000")
    assert (await state(pending))["request"] is None


async def test_the_rest_may_go_on_pending(pending: Employer) -> None:
    await decide(pending, "pend_remaining", approved_volume="200000")
    assert (await state(pending))["request"]["amounts"]["volume"] == 300_000_00


async def test_an_approval_of_everything_grants_what_was_asked_for(pending: Employer) -> None:
    await decide(pending, "approve_all")
    assert (await pending.rows("subscriber_life"))[-1]["volume"] == "300000.0"


@pytest.mark.parametrize("decision", ["deny_all", "expire_all"])
async def test_a_denial_makes_no_row(pending: Employer, decision: str) -> None:
    await decide(pending, decision)
    assert (len(await pending.rows("subscriber_life")), (await state(pending))["request"]) == (1, None)


async def test_the_lines_are_the_guaranteed_volume_and_what_was_approved_on_top(pending: Employer) -> None:
    await decide(pending, "approve_part", approved_volume="200000")
    version = await state(pending)
    assert [one["volume"] for one in version["lines"]] == [150_000_00, 50_000_00]


async def test_the_lines_premiums_are_the_coverages(pending: Employer) -> None:
    await decide(pending, "approve_part", approved_volume="200000")
    version = await state(pending)
    assert sum(one["premium"] for one in version["lines"]) == version["amounts"]["posttax"]


async def test_more_than_was_asked_for_cannot_be_approved(pending: Employer) -> None:
    refused = await pending.refusal(
        "decide_eoi", benefit="subscriber_life", decision="approve_part", approved_volume="400000"
    )
    assert "must lie between" in refused


async def test_what_does_not_wait_cannot_be_decided(maya: Employer) -> None:
    await maya.elect("subscriber_life", volume=100000)
    refused = await maya.refusal("decide_eoi", benefit="subscriber_life", decision="approve_all")
    assert refused == "Coverage not waiting for EOI decision"


async def test_what_was_approved_needs_no_evidence_in_the_next_year(pending: Employer) -> None:
    await decide(pending, "approve_all")
    await pending.elect("subscriber_life", volume=300000, effective_date="2027-01-01")
    assert (await pending.rows("subscriber_life"))[-1]["volume"] == "300000.0"
