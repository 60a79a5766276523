"""Families, and what happens to them between two files; each scenario changes one family of a company."""

from tests.domain.carriers.company import NEXT_YEAR

MEDICAL, DENTAL, VISION = "medical", "dental", "vision"
PLANS = {MEDICAL: "Silver PPO", DENTAL: "Dental Base", VISION: "Vision Choice"}
LATELY = "2026-02-15"
"""When coverage began that `never_effective` takes back."""
BEGINS = ("original_effective_date", "change_effective_date", "election_effective_date")
OTHER_PLANS = {MEDICAL: "Gold PPO", DENTAL: "Dental Plus", VISION: "Vision Choice"}
FAMILY_LINES = (MEDICAL, DENTAL, VISION)
OWN_LINES = {
    "basic_subscriber_life": ("Basic Life 1x Salary", {"volume": "65520"}),
    "basic_add": ("Basic AD&D 1x Salary", {"volume": "65520.00"}),
    "std": ("STD 60% of Weekly Pay", {"volume": "756.00"}),
    "ltd": ("LTD 60% of Monthly Pay", {"org_premium": "21.84"}),
}
FIRST, LAST, MID = "2026-03-01", "2026-02-28", "2026-03-08"
FAMILY, SPOUSE, SELF = "Employee + Family", "Employee + Spouse", "Employee Only"
CHILDREN = "Employee + Child(ren)"
GAINING = {SELF: CHILDREN, SPOUSE: FAMILY, CHILDREN: CHILDREN, FAMILY: FAMILY}
"""The level that a family has after a child has come."""
MARRYING = {SELF: SPOUSE, CHILDREN: FAMILY}
LIVING = {(False, False): SELF, (True, False): SPOUSE, (False, True): CHILDREN, (True, True): FAMILY}
"""The level of a family with a spouse, and with children."""


DECLINED = {
    "org_plan_name": "Decline",
    "coverage_level_name": "Decline",
    "waived": "true",
    "termination_date": LAST,
    "termination_reason": "voluntary_waive",
}
"""What PlanSource has of a benefit that is declined from `FIRST` on: it ends the day before."""


def single(company, code, begin="2026-01-01", **changes):
    """An employee alone, with every benefit."""
    company.employee(code, **changes)
    for benefit, plan in PLANS.items():
        company.elect(code, benefit, plan, begin=begin, billing_premium="612.40")
    for benefit, (plan, amounts) in OWN_LINES.items():
        company.elect(code, benefit, plan, begin=begin, **amounts)


def household(company, code, level, *, spouse, children, begin="2026-01-01", **changes):
    """An employee with dependents, all with every benefit there is for them."""
    single(company, code, begin, **{"marital_status": "M" if spouse else "S"} | changes)
    people = [company.dependent(code, 1, "spouse", ssn="523-77-1234")] if spouse else []
    people += [company.dependent(code, number, "child") for number in (2, 3)[:children]]
    for benefit, plan in PLANS.items():
        company.change_election(code, benefit, coverage_level_name=level)
        for person in people:
            company.elect(person, benefit, plan, level, begin)
    if spouse:
        life = {"volume": "25000", "subscriber_premium": "4.50"}
        company.elect(code, "spouse_life", "Voluntary Spouse Life", "Spouse Only", begin, **life)
        company.elect(people[0], "spouse_life", "Voluntary Spouse Life", "Spouse Only", begin)


def family(company, code, **changes):
    household(company, code, FAMILY, spouse=True, children=2, **changes)


def couple(company, code, **changes):
    household(company, code, SPOUSE, spouse=True, children=0, **changes)


def parent(company, code, **changes):
    household(company, code, CHILDREN, spouse=False, children=2, **changes)


def relevel(company, code, level, begin):
    for row in company.rows[code]:
        if (
            row["benefit_lookup_code"] in FAMILY_LINES
            and not row.get("termination_date")
            and row["coverage_level_name"] != level
        ):
            row.update(coverage_level_name=level, change_effective_date=begin)


def level_of(company, code):
    return company.of(code, MEDICAL)[0]["coverage_level_name"]


def new_hire(company, code):
    family(company, f"{code}N", hire_date=FIRST, original_hire_date=FIRST, seniority_date=FIRST)
    for row in company.rows[f"{code}N"]:
        row.update(change_effective_date=MID, original_effective_date=MID)


def _join(company, code, number, relationship, begin, **changes):
    person = company.dependent(code, number, relationship, **changes)
    for benefit in FAMILY_LINES:
        [held] = company.of(code, benefit)
        company.elect(person, benefit, held["org_plan_name"], held["coverage_level_name"], begin)
    return person


def birth(company, code):
    relevel(company, code, GAINING[level_of(company, code)], "2026-03-04")
    _join(company, code, 5, "child", "2026-03-04", birthdate="2026-03-04")


def twins(company, code):
    relevel(company, code, GAINING[level_of(company, code)], "2026-03-04")
    for number in (5, 6):
        _join(company, code, number, "child", "2026-03-04", birthdate="2026-03-04")


def adoption(company, code):
    relevel(company, code, GAINING[level_of(company, code)], FIRST)
    _join(company, code, 5, "adopted_child", FIRST, birthdate="2020-01-31")


def marriage(company, code):
    company.change(code, marital_status="M")
    relevel(company, code, MARRYING[level_of(company, code)], FIRST)
    _join(company, code, 5, "spouse", FIRST, birthdate="1984-08-09")


def dependent_added(company, code):
    relevel(company, code, GAINING[level_of(company, code)], FIRST)
    _join(company, code, 5, "dp_child", FIRST, birthdate="2012-08-09")


def plan_change(company, code):
    for row in company.rows[code]:
        if row["benefit_lookup_code"] in FAMILY_LINES:
            plan = OTHER_PLANS[row["benefit_lookup_code"]]
            row.update(org_plan_name=plan, change_effective_date=FIRST, billing_premium="700.10")


def spouse_waives(company, code):
    for benefit in FAMILY_LINES:
        company.end(f"{code}/1", LAST, "other_coverage", benefit)
    relevel(company, code, CHILDREN if level_of(company, code) == FAMILY else SELF, FIRST)


def waive(company, code):
    for benefit in FAMILY_LINES:
        company.change_election(code, benefit, change_effective_date=FIRST, **DECLINED)
    company.rows[code] = [
        row
        for row in company.rows[code]
        if row["person"] == code or row["benefit_lookup_code"] not in FAMILY_LINES
    ]


def termination(company, code):
    company.leave(code, "2026-02-20", LAST, "employment_termination")


def resignation(company, code):
    company.leave(code, "2026-02-20", LAST, "employment_termination", is_voluntary_termination="true")


def dismissal(company, code):
    company.leave(code, "2026-02-20", LAST, "employment_termination_for_cause")


def layoff(company, code):
    company.leave(code, "2026-02-20", LAST, "layoff")


def retirement(company, code):
    company.leave(code, "2026-02-20", LAST, "retirement")


def death(company, code):
    company.leave(code, "2026-02-20", LAST, "death")


def divorce(company, code):
    spouse = f"{code}/1"
    company.change(code, marital_status="D")
    company.change(spouse, termination_date=LAST, termination_reason="divorce")
    company.end(spouse, LAST, "divorce")
    company.end(code, LAST, "divorce", "spouse_life")
    relevel(company, code, CHILDREN if level_of(company, code) == FAMILY else SELF, FIRST)


def aged_out(company, code):
    company.end(f"{code}/2", LAST, "overage_child")


def never_effective(company, code):
    company.end_family(code, "2026-02-14", "entered_in_error")


def leave(company, code):
    company.change(code, employment_status="Leave of absence (unpaid)", employment_status_starts_on=FIRST)


def cobra(company, code):
    company.change(code, termination_date=LAST, termination_reason="employment_termination")
    for row in company.rows[code]:
        if row["benefit_lookup_code"] in FAMILY_LINES:
            row.update(change_effective_date=FIRST)
        else:
            row.update(termination_date=LAST, termination_reason="employment_termination")


def identity_corrected(company, code):
    company.change(code, last_name="Núñez", birthdate="1979-12-31")


def address_changed(company, code):
    company.change(code, address_1="77 Tamarack Way", city="Denver", state="CO", zip_code="80202-1234")


def personnel_changed(company, code):
    company.change(code, org_class="EXEC", location="DEN", division="EAST", business_title="Director")


def passed_to_next_year(company, code):
    for row in list(company.rows[code]):
        benefit = row["benefit_lookup_code"]
        company.rows[code].append(
            row
            | {
                "org_plan_name": OTHER_PLANS.get(benefit, row["org_plan_name"]),
                "plan_year_starts_on": NEXT_YEAR[0],
                "plan_year_ends_on": NEXT_YEAR[1],
                "change_effective_date": NEXT_YEAR[0],
            }
        )


def nothing(company, code):
    pass


def begun_lately(company, code):
    for row in company.rows[code]:
        row.update(dict.fromkeys(BEGINS, LATELY))


def life_only(company, code):
    company.rows[code] = company.of(code, "basic_subscriber_life")


def products_added(company, code):
    """Let a family that has but basic life elect everything else that there is for it."""
    people = [person for person in company.people if person.partition("/")[0] == code]
    relationships = {company.people[person]["relationship_code"] for person in people}
    level = LIVING["spouse" in relationships, "child" in relationships]
    for benefit, plan in PLANS.items():
        for person in people:
            company.elect(person, benefit, plan, level, FIRST, billing_premium="612.40")
    for benefit, (plan, amounts) in OWN_LINES.items():
        if not company.of(code, benefit):
            company.elect(code, benefit, plan, begin=FIRST, **amounts)


def coverages_ended(company, code):
    for row in company.rows[code]:
        if row["benefit_lookup_code"] in {*FAMILY_LINES, "std"}:
            row.update(termination_date=LAST, termination_reason="other_coverage")


def reinstated(company, code):
    """Let what has ended go on as if it never had."""
    company.change(code, termination_date=None, termination_reason=None)
    company.end_family(code, None, None)


def elected_again(company, code):
    """Let what has ended begin anew after a week without."""
    for row in company.rows[code]:
        if row.get("termination_date"):
            row.update({"termination_date": None, "termination_reason": None} | dict.fromkeys(BEGINS, MID))


def rehired(company, code):
    """Let somebody who left come back after a week, with the family."""
    company.change(code, termination_date=None, termination_reason=None, hire_date=MID)
    elected_again(company, code)
