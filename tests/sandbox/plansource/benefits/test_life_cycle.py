"""From hire to rehire: what payroll is told, event by event."""

from tests.sandbox.plansource.benefits.employer import Employer, days, members


async def test_a_new_hire_who_has_not_enrolled_has_no_rows(maya: Employer) -> None:
    assert await maya.rows() == []


async def test_a_new_hires_coverage_begins_on_the_first_of_the_next_month(maya: Employer) -> None:
    await maya.elect("medical", plan="silver_ppo")
    assert days(await maya.row("medical")) == ("2026-04-01", "2026-04-01", None)


async def test_a_premium_is_per_pay_period(maya: Employer) -> None:
    await maya.elect("medical", plan="silver_ppo")
    row = await maya.row("medical")
    assert members(row, "subscriber_premium", "org_premium", "subscriber_pay_frequency") == (
        "48.1",
        "190.0",
        "Biweekly (26 per year)",
    )


async def test_a_declined_benefit_ends_the_day_before_it_would_begin(maya: Employer) -> None:
    await maya.decline("dental")
    row = await maya.row("dental")
    assert (*days(row), *members(row, "plan_name", "coverage_level", "current", "termination_reason")) == (
        "2026-04-01",
        "2026-04-01",
        "2026/03/31",
        "Decline",
        "Decline",
        "CA",
        "Subscriber voluntarily waived coverage",
    )


async def test_a_declined_benefit_costs_nothing(maya: Employer) -> None:
    await maya.decline("dental")
    row = await maya.row("dental")
    assert members(row, "subscriber_premium", "org_premium", "volume") == ("0.0", "0.0", "0.0")


async def test_a_marriage_makes_a_new_row_and_leaves_the_old_one_open(maya: Employer) -> None:
    await maya.elect("medical", plan="silver_ppo")
    await maya.at("2026-07-20")
    await maya.ask("change", event="marriage", effective_date="2026-07-18")
    before, after = await maya.rows("medical")
    assert (*days(before), before["current"], *days(after), after["current"]) == (
        "2026-04-01",
        "2026-04-01",
        None,
        "PA",
        "2026-04-01",
        "2026-07-18",
        None,
        "CA",
    )


async def test_a_marriage_changes_level_and_premium(maya: Employer) -> None:
    await maya.elect("medical", plan="silver_ppo")
    await maya.at("2026-07-20")
    await maya.ask("change", event="marriage", effective_date="2026-07-18")
    row = (await maya.rows("medical"))[-1]
    assert members(row, "coverage_level", "subscriber_premium", "org_premium") == (
        "Employee + Spouse",
        "101.75",
        "233.4",
    )


async def test_a_birth_covers_the_child_too(maya: Employer) -> None:
    await maya.elect("medical", level="employee_spouse", dependents=["spouse"])
    await maya.at("2026-08-01")
    (version,) = await maya.ask("change", event="birth", benefits=["medical"])
    assert (version["level"], len(version["dependents"])) == ("family", 2)


async def test_a_child_born_after_coverage_began_is_covered_from_birth(maya: Employer) -> None:
    child = {"first_name": "Theo", "last_name": "Ruiz", "relationship_code": "child", "gender": "M"}
    await maya.api.by_code("POST", "/subscriber/E00001/dependent", child | {"birthdate": "2026-05-20"})
    await maya.at("2026-06-02")
    version = await maya.elect("medical", level="employee_children", effective_date="2026-04-01")
    (covered,) = version["dependents"]
    assert (version["original_effective_date"], covered["original_effective_date"]) == (
        "2026-04-01",
        "2026-05-20",
    )


async def test_a_divorce_takes_the_spouse_out_and_ends_the_spouses_life_insurance(maya: Employer) -> None:
    await maya.elect("medical", level="employee_spouse", dependents=["spouse"])
    await maya.elect("spouse_life", level="spouse", volume=20000)
    await maya.at("2026-08-01")
    changed = await maya.ask("change", event="divorce")
    assert [(one["benefit"], one["level"]) for one in changed] == [
        ("medical", "employee"),
        ("spouse_life", "decline"),
    ]


async def test_another_salary_prices_disability_anew_from_its_day(maya: Employer) -> None:
    await maya.elect("std")
    await maya.at("2026-06-15")
    await maya.put(current_salary="78000.00", current_salary_effective_on="2026-07-01")
    before, after = await maya.rows("std")
    assert (before["volume"], after["volume"], days(after), before["current"]) == (
        "756.0",
        "900.0",
        ("2026-04-01", "2026-07-01", None),
        "PA",
    )


async def test_another_salary_leaves_medical_alone(maya: Employer) -> None:
    await maya.elect("medical")
    await maya.put(current_salary="78000.00")
    assert len(await maya.rows("medical")) == 1


async def test_a_salary_that_changes_no_price_makes_no_row(maya: Employer) -> None:
    await maya.elect("basic_subscriber_life")
    await maya.put(current_salary="65520.01")
    assert len(await maya.rows("basic_subscriber_life")) == 1


async def test_without_a_salary_the_price_stays_as_it_was(maya: Employer) -> None:
    await maya.elect("std")
    await maya.put(current_salary=None)
    assert (await maya.row("std"))["volume"] == "756.0"


async def test_a_raise_dated_before_the_coverage_counts_from_its_beginning(maya: Employer) -> None:
    await maya.elect("std")
    await maya.put(current_salary="78000.00", current_salary_effective_on="2026-03-16")
    assert [days(one)[1] for one in await maya.rows("std")] == ["2026-04-01", "2026-04-01"]


async def test_another_payroll_schedule_prices_everything_anew_from_today(maya: Employer) -> None:
    await maya.elect("medical", plan="silver_ppo")
    await maya.at("2026-06-15")
    await maya.put(org_payroll_id="7714")
    row = (await maya.rows("medical"))[-1]
    assert (days(row), *members(row, "subscriber_premium", "subscriber_total_paydays")) == (
        ("2026-04-01", "2026-06-15", None),
        "24.05",
        52,
    )


async def test_open_enrollment_adds_a_row_of_the_next_year_at_its_rate(maya: Employer) -> None:
    await maya.elect("medical", level="employee_spouse", dependents=["spouse"])
    await maya.at("2026-11-10")
    await maya.elect("medical", level="employee_spouse", plan_year=2027, effective_date="2027-01-01")
    now, then = await maya.rows("medical")
    assert (now["current"], then["current"], days(then), *members(then, "org_plan_year_starts")) == (
        "CA",
        "CA",
        ("2026-04-01", "2027-01-01", None),
        "2027/01/01",
    )


async def test_the_next_years_rate_is_another_one(maya: Employer) -> None:
    await maya.elect("medical", level="employee_spouse", dependents=["spouse"], effective_date="2027-01-01")
    assert (await maya.row("medical"))["subscriber_premium"] == "106.2"


async def test_a_benefit_dropped_for_the_next_year_stays_as_it_is_in_this_one(maya: Employer) -> None:
    await maya.elect("vision")
    await maya.decline("vision", effective_date="2027-01-01")
    kept, dropped = await maya.rows("vision")
    assert (days(kept)[2], kept["current"], dropped["plan_name"], days(dropped)[2]) == (
        None,
        "CA",
        "Decline",
        "2026/12/31",
    )


async def test_an_account_begins_anew_with_every_plan_year(maya: Employer) -> None:
    await maya.elect("hcra", amount="1200")
    await maya.elect("hcra", amount="900.50", effective_date="2027-01-01")
    row = (await maya.rows("hcra"))[-1]
    assert (days(row)[0], *members(row, "subscriber_fsa_amount", "subscriber_premium")) == (
        "2027-01-01",
        "900.5",
        "0.0",
    )


async def test_a_leavers_coverage_ends_with_the_month_and_keeps_its_premium(maya: Employer) -> None:
    await maya.elect("medical", plan="silver_ppo")
    await maya.api.leave(termination_date="2026-09-12")
    row = await maya.row("medical")
    assert (days(row)[2], *members(row, "termination_reason", "subscriber_premium", "current")) == (
        "2026/09/30",
        "Employment ended",
        "48.1",
        "CA",
    )


async def test_what_a_leaver_elected_for_the_next_year_ends_the_day_before_it_begins(maya: Employer) -> None:
    await maya.elect("medical", effective_date="2027-01-01")
    await maya.api.leave(termination_date="2026-11-12")
    assert days(await maya.row("medical"))[2] == "2026/12/31"


async def test_a_leaver_between_two_changes_ends_the_version_in_force_then(maya: Employer) -> None:
    await maya.elect("medical")
    await maya.elect("medical", plan="gold_ppo", effective_date="2026-10-01")
    await maya.api.leave(termination_date="2026-08-12")
    assert [days(one)[2] for one in await maya.rows("medical")] == ["2026/08/31", "2026/09/30"]


async def test_what_is_elected_after_a_termination_was_entered_ends_with_it(maya: Employer) -> None:
    await maya.elect("medical")
    await maya.api.leave(termination_date="2026-09-12")
    await maya.elect("medical", plan="gold_ppo", effective_date="2026-08-01")
    assert [days(one)[2] for one in await maya.rows("medical")] == ["2026/09/30", "2026/09/30"]


async def test_another_salary_before_the_end_keeps_the_end(maya: Employer) -> None:
    await maya.elect("std")
    await maya.api.leave(termination_date="2026-09-12")
    await maya.put(current_salary="78000.00", current_salary_effective_on="2026-07-01")
    assert [days(one)[2] for one in await maya.rows("std")] == ["2026/09/30", "2026/09/30"]


async def test_another_salary_after_the_end_makes_no_row(maya: Employer) -> None:
    await maya.elect("std")
    await maya.api.leave(termination_date="2026-04-12")
    await maya.put(current_salary="78000.00", current_salary_effective_on="2026-07-01")
    assert len(await maya.rows("std")) == 1


async def test_a_year_that_was_over_before_the_termination_is_left_alone(maya: Employer) -> None:
    await maya.elect("medical")
    await maya.at("2027-02-01")
    await maya.api.leave(termination_date="2027-02-12")
    assert days(await maya.row("medical"))[2] is None


async def test_a_rehire_brings_nothing_back(maya: Employer) -> None:
    await maya.elect("medical")
    await maya.api.leave(termination_date="2026-06-12")
    await maya.api.by_code("PUT", "/subscriber/E00001/rehire", {"rehire_date": "2026-09-15"})
    assert days(await maya.row("medical"))[2] == "2026/06/30"


async def test_what_a_rehire_elects_is_a_new_coverage(maya: Employer) -> None:
    await maya.elect("medical")
    await maya.api.leave(termination_date="2026-06-12")
    await maya.at("2026-09-16")
    await maya.api.by_code("PUT", "/subscriber/E00001/rehire", {"rehire_date": "2026-09-15"})
    await maya.elect("medical")
    before, after = await maya.rows("medical")
    assert (before["current"], after["current"], days(after)) == (
        "PA",
        "CA",
        ("2026-10-01", "2026-10-01", None),
    )


async def test_who_has_left_elects_nothing_for_later(maya: Employer) -> None:
    await maya.api.leave(termination_date="2026-03-25")
    assert "rehire first" in await maya.refusal("elect", benefit="medical")


async def test_the_third_version_back_has_no_mark(maya: Employer) -> None:
    for plan in ("silver_ppo", "gold_ppo", "bronze_hdhp"):
        await maya.elect("medical", plan=plan)
    assert [one["current"] for one in await maya.rows("medical")] == [None, "PA", "CA"]
