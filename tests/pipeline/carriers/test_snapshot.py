"""A snapshot holds everyone and all they elected, or there is none."""

from datetime import date
from pathlib import Path

import pytest

from benefits_sync.errors import ParameterError, RunError, VendorUnavailableError
from benefits_sync.models.elections import ELECTION_FIELDS, PERSON_FIELDS
from benefits_sync.models.frames import records_of
from benefits_sync.pipeline.carriers.snapshot import Snapshot
from tests.pipeline.carriers.carrier_site import INTEGRATION, CarrierSite, only, rows
from tests.pipeline.site import Sandbox

FAMILY = "E10013"
"""Has a child who is 26, and whoever else the seed gave."""


def parent(carriers: CarrierSite) -> str:
    """Return the code of somebody who covers a spouse and children in medical."""
    _, elections = carriers.frames(["current"])
    return str(
        rows(elections, benefit_lookup_code="medical", coverage_level_name="Employee + Family")[0][
            "subscriber_code"
        ]
    )


def dependent(carriers: CarrierSite, code: str, relationship: str) -> int:
    people, _ = carriers.frames(["current"])
    person = rows(people, subscriber_code=code, relationship_code=relationship)[0]["person"]
    return int(str(person).partition("/")[2])


# What is kept


def test_the_frames_have_the_published_fields(carriers: CarrierSite):
    people, elections = carriers.frames()
    assert (list(people), list(elections)) == (list(PERSON_FIELDS), list(ELECTION_FIELDS))


def test_what_is_told_between_tasks_is_a_reference_and_counts(carriers: CarrierSite):
    taken = carriers.take()
    people, elections = taken.people(carriers.artifacts), taken.held(carriers.artifacts)
    assert (taken.subscribers + taken.dependents, taken.elections) == (len(people), len(elections))


def test_a_later_task_reads_it_back_by_the_run(carriers: CarrierSite):
    taken = carriers.take()
    assert Snapshot.of(carriers.artifacts, INTEGRATION, taken.reference_id) == taken


def test_no_personal_value_is_told_between_tasks(carriers: CarrierSite):
    told = carriers.take().model_dump_json()
    people, _ = carriers.frames()
    values = {one[name] for one in records_of(people) for name in ("ssn", "birthdate", "last_name")} - {None}
    assert [value for value in values if str(value) in told] == []


def test_the_artifacts_cannot_be_read_without_the_key(carriers: CarrierSite):
    carriers.take()
    people, _ = carriers.frames()
    names = {str(one["last_name"]).encode() for one in records_of(people)}
    content = b"".join(path.read_bytes() for path in Path(carriers.folder / "artifacts").rglob("*.*"))
    assert [name for name in names if name in content] == []


def test_progress_is_told_as_it_is_made(carriers: CarrierSite):
    taken = carriers.take(["current"])
    assert [what for what, _ in carriers.progress] == [
        "coverages of the current plan year",
        "dependents",
        "subscribers",
    ]
    assert carriers.progress[-1] == ("subscribers", taken.subscribers)


def test_elections_of_the_next_plan_year_stand_beside_the_current_ones(carriers: CarrierSite):
    carriers.control("open_enrollment")
    _, elections = carriers.frames()
    assert set(elections["plan_year_starts_on"]) == {"2026-01-01", "2027-01-01"}


# What happens to people


def test_who_leaves_is_covered_to_the_end_of_the_month(carriers: CarrierSite):
    code = parent(carriers)
    carriers.terminate(code, date(2026, 4, 10))
    people, elections = carriers.frames(["current"])
    assert only(people, person=code)["termination_reason"] == "employment_termination"
    held = rows(elections, subscriber_code=code, waived="false")
    assert {(one["termination_date"], one["termination_reason"]) for one in held} == {
        ("2026-04-30", "employment_termination")
    }


def test_a_spouse_who_leaves_ends_and_stays_in_the_frame_with_the_reason(carriers: CarrierSite):
    code = parent(carriers)
    number = dependent(carriers, code, "spouse")
    carriers.deactivate(code, number, "divorce")
    people, elections = carriers.frames(["current"])
    assert only(people, person=f"{code}/{number}")["termination_date"] == "2026-03-04"
    medical = only(elections, person=f"{code}/{number}", benefit_lookup_code="medical")
    assert (medical["termination_date"], medical["termination_reason"]) == ("2026-03-31", "divorce")


def test_a_child_who_ages_out_ends_with_the_month(carriers: CarrierSite):
    carriers.control("elect", FAMILY, benefit="dental", level="employee_children")
    carriers.control(
        "change", FAMILY, event="overage_child", effective_date="2026-06-15", benefits=["dental"]
    )
    people, elections = carriers.frames(["current"])
    (grown,) = rows(people, subscriber_code=FAMILY, termination_reason="overage_child")
    dental = only(elections, person=grown["person"], benefit_lookup_code="dental")
    assert (dental["termination_date"], dental["termination_reason"]) == ("2026-06-30", "overage_child")


def test_a_newborn_is_covered_from_birth_without_an_ssn(carriers: CarrierSite):
    code = parent(carriers)
    carriers.on("2026-05-20")
    carriers.control("change", code, event="birth", effective_date="2026-05-12")
    people, elections = carriers.frames(["current"])
    child = only(people, subscriber_code=code, birthdate="2026-05-12")
    medical = only(elections, person=child["person"], benefit_lookup_code="medical")
    assert (child["ssn"], medical["original_effective_date"]) == (None, "2026-05-12")


def test_a_dependents_own_physician_is_the_dependents(carriers: CarrierSite):
    code = parent(carriers)
    number = dependent(carriers, code, "child")
    _, elections = carriers.frames(["current"])
    part = only(elections, person=f"{code}/{number}", benefit_lookup_code="medical")
    path = f"/coverage/dependent/{part['dependent_coverage_id']}"
    carriers.plansource("PUT", path, {"pcp_code1": "1740283779", "pcp_existing_patient1": "YES"})
    _, elections = carriers.frames(["current"])
    medical = only(elections, person=f"{code}/{number}", benefit_lookup_code="medical")
    own = only(elections, person=code, benefit_lookup_code="medical")
    assert (medical["pcp_code"], own["pcp_code"]) == ("1740283779", None)


def test_test_employees_are_people_without_elections(carriers: CarrierSite):
    code = parent(carriers)
    carriers.update(code, test_employee=True)
    people, elections = carriers.frames()
    assert (only(people, person=code)["test_employee"], rows(elections, subscriber_code=code)) == ("true", [])


# SSNs


def test_dependents_have_the_ssns_that_hr_shows(carriers: CarrierSite, sandbox: Sandbox):
    people, _ = carriers.frames()
    known = {
        row["ssn"].replace("-", "")
        for person in sandbox.call("GET", "bamboohr/employees")
        for row in person["tables"].get("dependents", [])
    }
    found = set(people.loc[people["relationship_code"] != "self", "ssn"].dropna())
    assert (len(found) > 20, found <= known) == (True, True)


@pytest.mark.parametrize("form", ["masked", "absent"])
def test_where_plansource_shows_no_ssns_they_are_those_of_hr(
    carriers: CarrierSite, sandbox: Sandbox, form: str
):
    shown, _ = carriers.frames()
    sandbox.call("PUT", "plansource/configuration", {"subscriber_ssn": form})
    people, _ = carriers.frames()
    assert people["ssn"].tolist() == shown["ssn"].tolist()


def test_without_hr_dependents_have_none(carriers: CarrierSite):
    carriers.ask_hr = False
    taken = carriers.take()
    assert taken.without_ssn == {"subscribers": 0, "dependents": taken.dependents}


def test_people_without_an_ssn_are_counted(carriers: CarrierSite):
    taken = carriers.take()
    people = taken.people(carriers.artifacts)
    own = people["relationship_code"] == "self"
    assert taken.without_ssn["dependents"] == people.loc[~own, "ssn"].isna().sum() > 0


# What stops it


def test_an_ssn_that_does_not_come_back_stops_the_run(carriers: CarrierSite, sandbox: Sandbox):
    sandbox.call("PUT", "plansource/configuration", {"subscriber_ssn": "absent"})
    carriers.ask_hr = False
    with pytest.raises(RunError, match="subscribers: ssn"):
        carriers.take()


@pytest.mark.parametrize("field", ["ssn", "dependents.ssn"])
def test_a_right_lost_in_hr_stops_the_run(carriers: CarrierSite, sandbox: Sandbox, field: str):
    sandbox.call("PUT", "bamboohr/permissions", {"hidden_fields": [field]})
    with pytest.raises(RunError, match=f"HR system: {field}"):
        carriers.take()


def test_nobody_at_all_stops_the_run(sandbox: Sandbox, tmp_path: Path):
    sandbox.reset()
    with pytest.raises(RunError, match="empty: subscribers; coverages"):
        CarrierSite(sandbox, tmp_path).take()


def test_a_plan_year_in_which_nobody_elected_stops_the_run(carriers: CarrierSite):
    with pytest.raises(RunError, match="empty: coverages"):
        carriers.take(["next"])


def test_a_field_filled_much_less_than_before_stops_the_run(carriers: CarrierSite):
    rates = carriers.take().fill_rates
    carriers.ask_hr = False
    with pytest.raises(RunError, match=r"dependents\.ssn for 0\.0%, before for 87\.2%"):
        carriers.take(rates=rates)


def test_a_field_filled_a_little_less_does_not(carriers: CarrierSite):
    rates = {name: min(1.0, rate + 0.04) for name, rate in carriers.take().fill_rates.items()}
    assert carriers.take(rates=rates).elections > 0


def test_a_plan_year_that_plansource_does_not_know_is_refused(carriers: CarrierSite):
    with pytest.raises(ParameterError, match="plan years: 2026; give some of previous, current, next"):
        carriers.take(["2026"])


def test_what_was_kept_before_stays_when_a_second_try_fails(carriers: CarrierSite, sandbox: Sandbox):
    before = carriers.take()
    sandbox.faults({"kind": "status", "status": 500, "route": "/dependents"})
    carriers._taken -= 1
    with pytest.raises(VendorUnavailableError):
        carriers.take()
    sandbox.faults()
    assert len(before.people(carriers.artifacts)) == before.subscribers + before.dependents


# What it costs


def test_calls_are_counted_by_vendor(carriers: CarrierSite, sandbox: Sandbox):
    sandbox.forget_journal()
    calls = carriers.take().calls
    seen = [entry["vendor"] for entry in sandbox.journal()]
    assert calls == {"PlanSource": seen.count("plansource"), "BambooHR": 2}
