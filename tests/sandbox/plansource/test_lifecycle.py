"""Terminate and rehire."""

import pytest

from tests.sandbox.plansource.caller import Caller


@pytest.mark.parametrize("spelling", ["volunatary", "voluntary"])
async def test_a_termination_sets_date_reason_and_voluntariness(api: Caller, spelling: str) -> None:
    await api.hire()
    data = (await api.leave(**{spelling: True})).data
    assert (data["termination_date"], data["termination_reason_id"], data["is_voluntary_termination"]) == (
        "2026/06/30",
        1,
        True,
    )


async def test_a_future_termination_counts_at_once(api: Caller) -> None:
    await api.hire()
    await api.leave(termination_date="2099-01-31")
    assert (await api.leave()).message == "Cannot perform action as the employee is terminated"


async def test_a_second_termination_is_refused(api: Caller) -> None:
    await api.hire()
    await api.leave()
    answer = await api.leave()
    assert (answer.status, answer.message) == (400, "Cannot perform action as the employee is terminated")


@pytest.mark.parametrize("date", [None, "", "06/30/2026"])
async def test_a_termination_needs_a_date(api: Caller, date: str | None) -> None:
    await api.hire()
    answer = await api.leave(termination_date=date)
    assert (answer.message, answer.body["errors"]["error_code"]) == (
        "Termination date is empty or not valid format.",
        "missing.required.attribute",
    )


async def test_a_termination_needs_a_reason_of_the_list(api: Caller) -> None:
    await api.hire()
    answer = await api.leave(termination_reason="quit")
    assert answer.message.startswith(
        "Invalid value for termination_reason.  The valid values are employment_termination,"
        "employment_termination_for_cause,death,voluntary_waive,retirement,layoff,divorce"
    )


async def test_a_termination_without_reason_is_refused(api: Caller) -> None:
    await api.hire()
    answer = await api.leave(termination_reason=None)
    assert answer.message == "Invalid Attributes: termination_reason is/are required."


async def test_a_rehire_keeps_code_and_original_hire_date(api: Caller) -> None:
    hired = await api.hire()
    await api.leave(volunatary=True)
    data = (await api.by_code("PUT", "/subscriber/E00001/rehire", {"rehire_date": "2026-09-01"})).data
    assert (data["id"], data["subscriber_code"], data["original_hire_date"]) == (
        hired["id"],
        "E00001",
        "2026/03/09",
    )


async def test_a_rehire_starts_employment_and_benefits_anew(api: Caller) -> None:
    await api.hire()
    await api.leave(volunatary=True)
    data = (await api.by_code("PUT", "/subscriber/E00001/rehire", {"rehire_date": "2026-09-01"})).data
    names = ("hire_date", "status_starts_on", "benefits_start_date")
    cleared = (data["termination_date"], data["termination_reason_id"], data["is_voluntary_termination"])
    assert ({data[name] for name in names}, cleared) == ({"2026/09/01"}, (None, None, False))


async def test_who_is_not_terminated_cannot_be_rehired(api: Caller) -> None:
    await api.hire()
    answer = await api.by_code("PUT", "/subscriber/E00001/rehire", {"rehire_date": "2026-09-01"})
    assert (answer.status, answer.message) == (
        400,
        "Cannot perform action as the employee is not terminated",
    )


async def test_a_rehire_needs_a_date(api: Caller) -> None:
    await api.hire()
    await api.leave()
    answer = await api.by_code("PUT", "/subscriber/E00001/rehire", {})
    assert answer.message == "Invalid Attributes: rehire_date is/are required."


async def test_a_terminated_employee_can_still_be_updated(api: Caller) -> None:
    await api.hire()
    await api.leave()
    assert (await api.by_code("PUT", "/subscriber/E00001", {"city": "Austin"})).data["city"] == "Austin"
