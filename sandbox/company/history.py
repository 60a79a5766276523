"""The tables of the ordinary people: job, status and pay history, family, contacts, equipment."""

from datetime import date, timedelta
from random import Random

from sandbox.company import vocabulary as words
from sandbox.company.model import HISTORY_DATES, Company, Person, Row, iso
from sandbox.company.names import FEMALE, MALE
from sandbox.company.people import Draft, social_security_number

_DEPENDENT_SERIALS = 40_000_000
"""Where the numbers of dependents begin, far above those of any company's employees."""

EQUIPMENT = ("Laptop", "Monitor", "Phone", "Headset", "Badge reader")


def enter_person(rng: Random, company: Company, draft: Draft, supervisor: int | None) -> Person:
    """Write one drafted person and all their tables into the company.

    Args:
        rng: Where chance comes from.
        company: The company they join.
        draft: What was drawn for them.
        supervisor: The employee id of the one they report to, if any.

    Returns:
        The person as entered.
    """
    person = Person(draft.id, draft.fields, {})
    company.people[draft.id] = person
    last_day = (draft.left or company.today.toordinal()) - 1
    _enter_jobs(rng, company, person, draft, supervisor, last_day)
    _enter_status(rng, company, person, draft)
    _enter_pay(rng, company, person, draft, last_day)
    _enter_family(rng, company, person)
    _enter_belongings(rng, company, person, draft)
    touch(rng, company, person)
    return person


def touch(rng: Random, company: Company, person: Person) -> None:
    """Date the person's last change between their newest past row and yesterday."""
    today = company.today.isoformat()
    past = [
        row[column]
        for table, column in HISTORY_DATES.items()
        for row in person.rows(table)
        if row[column] < today
    ]
    newest = date.fromisoformat(max(past, default=iso(company.today.toordinal() - 30)))
    age = max((company.today - newest).days, 1)
    day = company.today - timedelta(days=rng.randrange(1, min(age, 400) + 1))
    person.last_changed = f"{day}T{rng.randrange(8, 18):02d}:{rng.randrange(60):02d}:00+00:00"


def _enter_jobs(
    rng: Random, company: Company, person: Person, draft: Draft, supervisor: int | None, last_day: int
) -> None:
    title = rng.choice(words.JOB_TITLES[draft.department])
    if draft.employment.level == "Manager":
        title = f"{draft.department} Manager"
    job: Row = {
        "date": iso(draft.hired),
        "location": draft.place.location,
        "department": draft.department,
        "division": draft.place.division,
        "jobTitle": title,
    }
    if supervisor is not None:
        job["reportsTo"] = str(supervisor)
    if rng.random() < 0.3 and last_day - draft.hired > 30:
        company.add_row(person, "jobInfo", {**job, "location": rng.choice(words.LOCATIONS)})
        job["date"] = iso(rng.randrange(draft.hired + 20, last_day))
    company.add_row(person, "jobInfo", job)


def _enter_status(rng: Random, company: Company, person: Person, draft: Draft) -> None:
    status: Row = {"date": iso(draft.hired), "employmentStatus": draft.employment.status}
    today = company.today.toordinal()
    if draft.employment.status == "Furloughed" and draft.left is None and draft.hired < today - 1:
        company.add_row(person, "employmentStatus", {**status, "employmentStatus": "Full-Time"})
        status["date"] = iso(rng.randrange(draft.hired + 1, today))
    company.add_row(person, "employmentStatus", status)
    if draft.left is not None:
        choices = words.DEPARTURES[-2:-1] if draft.employment.status == "Contractor" else words.DEPARTURES
        kind, reason = rng.choice(choices)
        company.add_row(person, "employmentStatus", departure(iso(draft.left), kind, reason))


def departure(day: str, kind: str, reason: str) -> Row:
    """Return the status row that ends an employment."""
    rehire = "No" if reason in {"Gross Misconduct", "Death"} else "Yes"
    return {
        "date": day,
        "employmentStatus": "Terminated",
        "terminationTypeId": kind,
        "terminationReasonId": reason,
        "terminationRehireId": rehire,
    }


def _enter_pay(rng: Random, company: Company, person: Person, draft: Draft, last_day: int) -> None:
    kind = draft.employment
    rate = rng.randrange(kind.lowest, kind.highest + 1)
    if kind.paid_per == "Year":
        rate -= rate % 500
    pay: Row = {
        "startDate": iso(draft.hired),
        "rate": f"{rate}.00",
        "currency": "USD",
        "type": kind.pay_type,
        "exempt": kind.exempt,
        "reason": "New Hire",
        "paidPer": kind.paid_per,
        "paySchedule": kind.schedule,
    }
    company.add_row(person, "compensation", pay)
    if rng.random() < 0.5 and last_day - draft.hired > 200:
        raised = {
            **pay,
            "rate": f"{rate * 103 // 100}.50",
            "reason": rng.choice(words.PAY_CHANGE_REASONS[1:]),
        }
        raised["startDate"] = iso(rng.randrange(draft.hired + 180, last_day))
        company.add_row(person, "compensation", raised)


def _enter_family(rng: Random, company: Company, person: Person) -> None:
    today = company.today.toordinal()
    if person.fields["maritalStatus"] != "Single" and rng.random() < 0.7:
        add_dependent(rng, company, person, "spouse", today - rng.randrange(24 * 366, 60 * 365))
    if rng.random() < 0.35:
        for _ in range(rng.choices((1, 2, 3), (5, 4, 1))[0]):
            add_dependent(rng, company, person, "child", today - rng.randrange(30, 25 * 365))


def add_dependent(rng: Random, company: Company, person: Person, relationship: str, born: int) -> Row:
    """Enter a dependent who lives with the person.

    Args:
        rng: Where chance comes from.
        company: The company the person works for.
        person: Whose dependent it is.
        relationship: ``spouse``, ``child`` or another of the vendor's words.
        born: The ordinal of the date of birth.

    Returns:
        The row as entered.
    """
    gender = rng.choice(("Male", "Female"))
    row: Row = {
        "firstName": rng.choice(FEMALE if gender == "Female" else MALE),
        "lastName": person.fields["lastName"],
        "relationship": relationship,
        "gender": gender,
        "dateOfBirth": iso(born),
        "isUsCitizen": "yes",
        "isStudent": "no",
    }
    stored = company.add_row(person, "dependents", row)
    stored["ssn"] = social_security_number(company.seed, _DEPENDENT_SERIALS + int(stored["id"]))
    return stored


def _enter_belongings(rng: Random, company: Company, person: Person, draft: Draft) -> None:
    if rng.random() < 0.4:
        contact: Row = {
            "name": f"{rng.choice(FEMALE)} {person.fields['lastName']}",
            "relationship": "Sibling",
            "mobilePhone": f"{draft.place.area_code}-557-0{rng.randrange(100, 1_000)}",
            "primaryContact": "yes",
        }
        company.add_row(person, "emergencyContacts", contact)
    if rng.random() < 0.2:
        item: Row = {
            "date": iso(draft.hired),
            "item": rng.choice(EQUIPMENT),
            "serialNumber": f"SN-{rng.randrange(10**6, 10**7)}",
        }
        company.add_row(person, "customEquipment", item)
