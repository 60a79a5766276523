"""The target is read in the cheapest way, and shown in one spelling."""

import pytest

from benefits_sync.clients.plansource.snapshot import TargetReader
from benefits_sync.models.plans import TARGET_COLUMNS

from .conftest import Office, code, hire, terminate, update

FIELDS = ("subscriber_code", "first_name", "hire_date", "current_salary", "ssn", "cell_phone")


async def test_a_snapshot_has_the_target_columns_and_the_members_asked_for(office: Office):
    frame = await office.writer.snapshot(["E1"], FIELDS)
    assert list(frame.columns) == [*TARGET_COLUMNS, *FIELDS]


async def test_a_person_is_shown_in_canonical_text(office: Office):
    await office.staff(1)
    row = (await office.writer.snapshot([code(1)], FIELDS)).iloc[0].to_dict()
    assert {
        name: row[name] for name in ("record_key", "hire_date", "current_salary", "ssn", "test_employee")
    } == {
        "record_key": "E10001",
        "hire_date": "2026-03-09",
        "current_salary": "65520",
        "ssn": "900000001",
        "test_employee": "false",
    }


async def test_an_empty_member_is_none(office: Office):
    await office.staff(1)
    assert (await office.writer.snapshot([code(1)], FIELDS))["cell_phone"].tolist() == [None]


async def test_a_dashed_ssn_is_shown_without_dashes(office: Office):
    await office.staff(1)
    office.record(1)["ssn"] = "900-00-0001"
    assert (await office.writer.snapshot(None, FIELDS))["ssn"].tolist() == ["900000001"]


async def test_a_termination_is_shown(office: Office):
    await office.staff(1)
    await office.write(terminate(1, "2026-10-30"))
    frame = await office.writer.snapshot([code(1)], ())
    assert frame[["termination_date", "termination_reason_id"]].to_numpy().tolist() == [["2026-10-30", "6"]]


async def test_who_is_missing_in_plansource_is_absent(office: Office):
    await office.staff(1)
    assert (await office.writer.snapshot([code(1), code(2)], ()))["record_key"].tolist() == [code(1)]


async def test_everyone_includes_test_employees(office: Office):
    await office.staff(1)
    await office.write(hire(2, test_employee=True))
    assert (await office.writer.snapshot(None, ()))["record_key"].tolist() == [code(1), code(2)]


async def test_a_few_people_are_read_one_by_one(office: Office):
    await office.staff(*range(1, 41))
    await office.writer.snapshot([code(number) for number in range(1, 6)], ())
    assert office.calls() == ["GET /subscriber/{id}"] * 5


async def test_many_people_of_a_small_company_are_read_by_page(office: Office):
    await office.staff(*range(1, 41))
    await office.writer.snapshot([code(number) for number in range(1, 31)], ())
    assert office.calls() == ["GET /subscribers"] * 2  # one tiny page to learn the size, and all of them


async def test_a_known_size_saves_the_call_that_asks_for_it(office: Office):
    await office.staff(*range(1, 41))
    await TargetReader(office.client, roster_size=40).snapshot([code(number) for number in range(1, 31)], ())
    assert office.calls() == ["GET /subscribers"]


async def test_some_people_of_a_large_company_are_read_one_by_one(office: Office):
    await office.staff(1)
    await TargetReader(office.client, roster_size=100_000).snapshot([code(n) for n in range(1, 31)], ())
    assert office.calls() == ["GET /subscriber/{id}"] * 30


async def test_people_read_by_page_are_only_those_asked_for(office: Office):
    await office.staff(*range(1, 41))
    frame = await office.writer.snapshot([code(number) for number in range(1, 31)], ())
    assert frame["record_key"].tolist() == [code(number) for number in range(1, 31)]


async def test_a_shifted_page_is_noticed_and_read_again(office: Office):
    await office.staff(*range(1, 1103))
    office.faults({"kind": "shifted_page", "times": 1})
    frame = await office.writer.snapshot(None, ())
    assert frame["record_key"].tolist() == [code(number) for number in range(1, 1103)]


@pytest.mark.parametrize("empty", [[], None])
async def test_nobody_is_a_frame_without_rows(office: Office, empty: list[str] | None):
    assert (await office.writer.snapshot(empty, FIELDS)).empty


async def test_an_update_shows_in_the_next_snapshot(office: Office):
    await office.staff(1)
    await office.write(update(1, city="Denver"))
    assert (await office.writer.snapshot([code(1)], ["city"]))["city"].tolist() == ["Denver"]
