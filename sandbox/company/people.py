"""The ordinary people of a company: everything about them that is valid and unremarkable."""

from random import Random
from typing import NamedTuple

from sandbox.company import vocabulary as words
from sandbox.company.model import iso
from sandbox.company.names import FEMALE, LAST, MALE, STREET_KINDS, STREETS

FIRST_ID = 101
_NUMBER_OFFSET = 10_001 - FIRST_ID
_SSN_PERIOD = 100 * 99 * 9999
_SSN_STRIDE = 7_654_321
_PAY_FREQUENCIES = {"Biweekly": "Every other week", "Semi-monthly": "Twice a month", "Weekly": "Weekly"}


class Draft(NamedTuple):
    """What was drawn for one person, before any field is written."""

    id: int
    employment: words.Employment
    place: words.Place
    department: str
    hired: int
    left: int | None
    fields: dict[str, str]


def social_security_number(seed: int, serial: int) -> str:
    """Return the invented number of one person; the area 900-999 is never given out in real life.

    Args:
        seed: The company's seed.
        serial: The person's place in the company; numbers below 98 million never meet.

    Returns:
        The number as ``9xx-xx-xxxx``.
    """
    number = (seed * 104_729 + serial * _SSN_STRIDE) % _SSN_PERIOD
    rest, last = divmod(number, 9999)
    area, group = divmod(rest, 99)
    return f"{900 + area}-{group + 1:02d}-{last + 1:04d}"


def draw_people(rng: Random, seed: int, size: int, today: int) -> list[Draft]:
    """Draw the ordinary people of a company.

    Args:
        rng: Where chance comes from.
        seed: The company's seed.
        size: How many people.
        today: The ordinal of the company's present day.

    Returns:
        One draft per person, in order of id.
    """
    employments = rng.choices(words.EMPLOYMENTS, [kind.share for kind in words.EMPLOYMENTS], k=size)
    places = rng.choices(words.PLACES, (20, 10, 20, 8, 20, 8, 12, 6, 4, 4, 4), k=size)
    departments = rng.choices(words.DEPARTMENTS[:-1], (30, 22, 8, 6, 16, 14, 4), k=size)
    mailboxes: dict[str, int] = {}
    drafts = []
    drawn = zip(employments, places, departments, strict=True)
    for number, (employment, place, department) in enumerate(drawn):
        left = today - rng.randrange(2, 720) if rng.random() < 0.15 else None
        hired = (left or today) - rng.randrange(30, 5_500)
        ssn = social_security_number(seed, number)
        draft = Draft(FIRST_ID + number, employment, place, department, hired, left, {"ssn": ssn})
        drafts.append(_fill(rng, draft, mailboxes))
    return drafts


def _fill(rng: Random, draft: Draft, mailboxes: dict[str, int]) -> Draft:
    fields, employment = draft.fields, draft.employment
    fields["employeeNumber"] = f"E{draft.id + _NUMBER_OFFSET}"
    _add_identity(rng, fields, draft.hired, employment)
    _add_contact(rng, fields, draft.place, draft.id, mailboxes)
    _add_employment(fields, employment, draft.department, draft.hired)
    _add_custom(rng, fields, employment, draft.department, draft.place)
    return draft._replace(department="Executive") if employment.level == "Executive" else draft


def _add_identity(rng: Random, fields: dict[str, str], hired: int, employment: words.Employment) -> None:
    gender = rng.choices(words.GENDERS, (49, 49, 2))[0]
    names = FEMALE if gender == "Female" or (gender == "Non-Binary" and rng.random() < 0.5) else MALE
    years = (19, 24) if employment.status == "Intern" else (19, 54)
    fields["firstName"] = rng.choice(names)
    if rng.random() < 0.4:
        fields["middleName"] = rng.choice(names)
    fields["lastName"] = rng.choice(LAST)
    if rng.random() < 0.08:
        fields["preferredName"] = fields["firstName"][:3]
    fields["dateOfBirth"] = iso(hired - rng.randrange(years[0] * 366, years[1] * 365))
    fields["gender"] = gender
    fields["maritalStatus"] = rng.choices(words.MARITAL_STATUSES, (45, 48, 2, 5))[0]
    fields["ethnicity"] = rng.choice(words.ETHNICITIES)


def _add_contact(
    rng: Random, fields: dict[str, str], place: words.Place, number: int, mailboxes: dict[str, int]
) -> None:
    mailbox = f"{fields['firstName']}.{fields['lastName']}".lower().replace("'", "")
    taken = mailboxes.get(mailbox, 0)
    mailboxes[mailbox] = taken + 1
    if taken:
        mailbox = f"{mailbox}{taken + 1}"
    fields["address1"] = f"{rng.randrange(100, 9_900)} {rng.choice(STREETS)} {rng.choice(STREET_KINDS)}"
    if rng.random() < 0.15:
        fields["address2"] = f"Apt {rng.randrange(1, 60)}"
    fields["city"] = place.city
    fields["state"] = place.state
    fields["zipcode"] = place.zipcode
    fields["country"] = "United States"
    fields["workEmail"] = f"{mailbox}@example.test"
    fields["homeEmail"] = f"{mailbox}.home@example.test"
    fields["homePhone"] = f"{place.area_code}-555-{number % 10_000:04d}"
    fields["mobilePhone"] = f"{place.area_code}-556-{number % 10_000:04d}"
    fields["workPhone"] = "208-555-0100"
    fields["workPhoneExtension"] = str(1_000 + number % 9_000)
    fields["customCounty"] = place.county


def _add_employment(
    fields: dict[str, str], employment: words.Employment, department: str, hired: int
) -> None:
    fields["hireDate"] = iso(hired)
    fields["customSeniorityDate"] = fields["hireDate"]
    fields.update(employment_fields(employment))
    fields["customCostCenter"] = words.COST_CENTERS[
        "Executive" if employment.level == "Executive" else department
    ]
    fields["customBadge"] = f"B{fields['employeeNumber'][1:]}"


def employment_fields(employment: words.Employment) -> dict[str, str]:
    """Return the plain fields that follow from the way somebody is employed."""
    return {
        "standardHoursPerWeek": employment.hours,
        "payFrequency": _PAY_FREQUENCIES[employment.schedule],
        "acaStatusCategory": employment.aca,
        "customJobLevel": employment.level,
        "customHighlyCompensated": "yes" if employment.level == "Executive" else "no",
        "customShareholder": "no",
    }


def _add_custom(
    rng: Random, fields: dict[str, str], employment: words.Employment, department: str, place: words.Place
) -> None:
    fields["customEin"] = words.PRIMARY_EIN
    fields["customTobaccoUser"] = "Yes" if rng.random() < 0.12 else "No"
    fields["customTestEmployee"] = "no"
    fields["customPreferredLanguage"] = "Spanish" if rng.random() < 0.1 else "English"
    if employment.level == "Executive" and rng.random() < 0.3:
        fields["customShareholder"] = "yes"
    if department == "Operations" and employment.pay_type == "Hourly" and employment.status == "Full-Time":
        fields["customUnion"] = words.UNIONS[0] if place.division == "West" else words.UNIONS[1]
