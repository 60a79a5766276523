"""Names, addresses, contacts and demographics of people, as the guide has them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from benefits_sync.domain.carriers.days import as_date
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.models.frames import TextRecord
from benefits_sync.x12 import elements as e
from benefits_sync.x12.checking.places import country_code
from benefits_sync.x12.codes.member import MedicarePlan, MedicareReason
from benefits_sync.x12.codes.person import ContactKind, Gender, MaritalStatus
from benefits_sync.x12.model.parties import Address, Contact, ContactPoint, Name
from benefits_sync.x12.model.person import Demographics, Medicare

ADDRESS_MEMBERS: Final = ("address_1", "address_2", "city", "state", "zip_code", "country")
CONTACT_MEMBERS: Final = ("home_phone", "cell_phone", "work_phone", "email")
NAME_MEMBERS: Final = ("first_name", "middle_name", "last_name", "name_suffix", "gender")
MEDICARE_MEMBERS: Final = (
    "medicare_plan", "medicare_reason", "medicare_effective_date", "medicare_termination_date",
)  # fmt: skip

_HOME: Final = "US"
_CANADA: Final = "CA"
_PHONES: Final = (
    ("home_phone", ContactKind.HOME_PHONE),
    ("cell_phone", ContactKind.MOBILE),
    ("work_phone", ContactKind.WORK_PHONE),
)
_MOST_POINTS: Final = 3
_GENDERS: Final = {"M": Gender.MALE, "F": Gender.FEMALE}
_MARITAL: Final = {
    "S": MaritalStatus.SINGLE,
    "M": MaritalStatus.MARRIED,
    "D": MaritalStatus.DIVORCED,
    "W": MaritalStatus.WIDOWED,
}
_MEDICARE_PLANS: Final = {
    "A": MedicarePlan.PART_A,
    "B": MedicarePlan.PART_B,
    "AB": MedicarePlan.PARTS_A_AND_B,
}
_MEDICARE_REASONS: Final = {
    "AGE": MedicareReason.AGE,
    "DISABILITY": MedicareReason.DISABILITY,
    "ESRD": MedicareReason.END_STAGE_RENAL_DISEASE,
}
Found = TypeVar("Found", bound=StrEnum)


def name_of(record: TextRecord, spell: Speller) -> Name:
    """Return a person's name."""
    return Name(
        last=spell.needed(record.get("last_name"), e.NM103, "last_name"),
        first=spell.if_any(record.get("first_name"), e.NM104, "first_name"),
        middle=spell.if_possible(record.get("middle_name"), e.NM105, "middle_name"),
        suffix=spell.if_possible(record.get("name_suffix"), e.NM107, "name_suffix"),
    )


def address_of(record: TextRecord, spell: Speller) -> Address | None:
    """Return where a person lives; None where PlanSource has no whole address.

    Half an address would be refused by the carrier, and nobody loses coverage for the lack of one.
    """
    street, city = record.get("address_1"), record.get("city")
    if not street and not city:
        return None
    country = country_code(record.get("country") or _HOME)
    state, postal = _place(record, country)
    located = country is not None and (country not in (_HOME, _CANADA) or (state and postal))
    if not (street and city and len(city) > 1 and located):
        spell.left_out["address"] += 1
        return None
    second = record.get("address_2")
    lines = [spell.street(street, e.N301, "address_1")]
    lines += [spell.street(second, e.N302, "address_2")] if second else []
    return Address(
        streets=tuple(lines),
        city=spell.needed(city, e.N401, "city"),
        state=spell.if_possible(state, e.N402, "state"),
        postal_code=spell.if_possible(postal, e.N403, "zip_code"),
        country=None if country == _HOME else country,
    )


def _place(record: TextRecord, country: str | None) -> tuple[str | None, str | None]:
    state, postal = record.get("state"), record.get("zip_code")
    if country == _HOME:
        postal = (postal or "").replace("-", "").replace(" ", "")
        return state if state and len(state) == 2 else None, postal if len(postal) in (5, 9) else None
    if country == _CANADA:
        return state if state and len(state) == 2 else None, (postal or "").replace(" ", "") or None
    return None, postal


def contact_of(record: TextRecord, spell: Speller) -> Contact | None:
    """Return how a person is reached: at most three ways, an e-mail address among them."""
    points = []
    for member, kind in _PHONES:
        if value := record.get(member):
            digits = value if value.isdecimal() else "".join(filter(str.isdecimal, value))
            digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
            if len(digits) == 10 and digits.isascii():
                points.append(ContactPoint(kind, digits))
            else:
                spell.left_out[member] += 1
    email = spell.if_possible(record.get("email"), e.PER04, "email")
    if email is not None:
        points = [*points[: _MOST_POINTS - 1], ContactPoint(ContactKind.EMAIL, email)]
    return Contact(tuple(points[:_MOST_POINTS])) if points else None


def demographics_of(record: TextRecord, spell: Speller, *, subscriber: bool) -> Demographics:
    """Return birth date, gender, and of subscribers the marital status.

    Raises:
        CannotTellError: If there is no birth date.
    """
    born = record.get("birthdate")
    if not born:
        raise CannotTellError("birthdate", "missing", "`birthdate` is empty; enter it in PlanSource")
    marital = _code(record, "marital_status", _MARITAL, spell) if subscriber else None
    return Demographics(as_date(born), _gender(record), marital)


def _gender(record: TextRecord) -> Gender:
    return _GENDERS.get((record.get("gender") or "").upper(), Gender.UNKNOWN)


def medicare_of(record: TextRecord, spell: Speller) -> Medicare | None:
    """Return a person's Medicare plan and reason, None where there is none or it is of another name."""
    plan = _code(record, "medicare_plan", _MEDICARE_PLANS, spell)
    return Medicare(plan, _code(record, "medicare_reason", _MEDICARE_REASONS, spell)) if plan else None


def _code(record: TextRecord, member: str, codes: Mapping[str, Found], spell: Speller) -> Found | None:
    value = record.get(member)
    if not value:
        return None
    code = codes.get(value.upper())
    if code is None:
        spell.left_out[member] += 1
    return code
