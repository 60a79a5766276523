"""Who a person is in a file: the subscriber identifier (REF*0F), the SSN (NM109), and a reference to show."""

from typing import Final

from benefits_sync.mapping.carriers.identifiers import Identifiers, IdSource, SsnRule, SsnRules
from benefits_sync.models.frames import TextRecord
from benefits_sync.redaction import keyed_digest
from benefits_sync.x12.checking.code_sets import is_ssn
from benefits_sync.x12.codes.person import PersonIdKind
from benefits_sync.x12.model.values import Identifier

REFERENCE_LENGTH: Final = 12

_MEMBERS: Final = {
    IdSource.SSN: ("ssn",),
    IdSource.EMPLOYEE_NUMBER: ("employee_number",),
    IdSource.SUBSCRIBER_CODE: ("subscriber_code",),
    IdSource.CARRIER_ID: ("anthem_sub_id", "anthem_hcid", "anthem_member_code"),
}


def person_reference(person: str, key: bytes) -> str:
    """Return the reference under which a person may be shown."""
    return keyed_digest(key, person.encode())[:REFERENCE_LENGTH]


def id_members(identifiers: Identifiers) -> tuple[str, ...]:
    """Return the subscriber members that identifiers come from, first choice first."""
    return tuple(name for source in identifiers.subscriber for name in _MEMBERS[source])


def valid_ssn(text: str | None, *, itin: bool) -> str | None:
    """Return an SSN's nine digits, None where it is missing or of a shape that is never issued.

    Args:
        text: The SSN as PlanSource has it, with or without hyphens.
        itin: Whether taxpayer numbers (area 900 to 999) pass.
    """
    digits = (text or "").replace("-", "").strip()
    return digits if is_ssn(digits, itin=itin) else None


def subscriber_id(subscriber: TextRecord, identifiers: Identifiers) -> str | None:
    """Return the first identifier that a subscriber has, None where there is none."""
    for name in id_members(identifiers):
        value = subscriber.get(name)
        if name == "ssn":
            value = valid_ssn(value, itin=identifiers.ssn.itin)
        if value:
            return value
    return None


def name_identifier(person: TextRecord, rules: SsnRules, *, subscriber: bool) -> Identifier | None:
    """Return what goes beside a person's name (NM108, NM109), None where nothing does.

    Raises:
        LookupError: If the carrier requires an SSN and the person has no valid one.
    """
    rule = rules.subscriber if subscriber else rules.dependents
    if rule is SsnRule.NEVER:
        return None
    ssn = valid_ssn(person.get("ssn"), itin=rules.itin)
    if ssn is None and rule is SsnRule.PSEUDO:
        ssn = rules.pseudo
    if ssn is None and rule is SsnRule.REQUIRED:
        raise LookupError("SSN")
    return Identifier(PersonIdKind.SOCIAL_SECURITY_NUMBER, ssn) if ssn else None
