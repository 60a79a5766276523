"""What a carrier's profile says about people, as the checker takes it."""

from collections.abc import Iterable, Mapping
from typing import Final

from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.identifiers import DateSource, MemberTime, Structure, StructureAt
from benefits_sync.mapping.carriers.members import Event, EventCodes
from benefits_sync.x12.checking.expected import (
    ExpectedCodes,
    ExpectedDate,
    ExpectedReference,
    Presence,
)
from benefits_sync.x12.codes.member import MaintenanceReason, MaintenanceType, MemberReference
from benefits_sync.x12.elements import N102, REF02

_OF_STAYING: Final = frozenset(
    {
        Event.OPEN_ENROLLMENT,
        Event.PRODUCT_ADDED,
        Event.PLAN_CHANGE,
        Event.LEVEL_CHANGE,
        Event.PRODUCT_WAIVED,
        Event.PAID_LEAVE,
        Event.UNPAID_LEAVE,
        Event.IDENTITY_CORRECTED,
        Event.ADDRESS_CHANGED,
        Event.PERSONNEL_CHANGED,
    }
)
"""Events of people whom the carrier knows and goes on to insure."""

OF_MANY: Final = frozenset({DateSource.ORIGINAL_HIRE, DateSource.SENIORITY})
"""Dates that some employees of any company have."""


def expected_references(profile: CarrierProfile, spell: Speller) -> Mapping[str, ExpectedReference]:
    """Return the references of people, other than identifier and policy, by qualifier."""
    expected = _by_qualifier(_at(profile, StructureAt.MEMBER), spell)
    if profile.identifiers.prior:
        expected[MemberReference.PRIOR_IDENTIFIER] = ExpectedReference(on_dependents=True, of_few=True)
    return expected


def expected_coverage_references(profile: CarrierProfile, spell: Speller) -> Mapping[str, ExpectedReference]:
    """Return the references of all coverages, other than the policy, by qualifier."""
    return _by_qualifier(_at(profile, StructureAt.COVERAGE), spell)


def expected_categories(
    profile: CarrierProfile, spell: Speller
) -> Mapping[tuple[str, str], ExpectedReference]:
    """Return the references of reporting categories, by the category's name and qualifier."""
    return {
        (
            spell.if_possible(rule.category, N102, "structure") or "",
            rule.reference,
        ): _reference(rule, spell)
        for rule in _at(profile, StructureAt.CATEGORY)
    }


def expected_policies(profile: CarrierProfile, spell: Speller) -> frozenset[str]:
    """Return every policy number that a person can have: the profile's own, and those of plans."""
    of_plans = [number for line in profile.coverages.lines.values() for number in line.policies.values()]
    return spell.all_possible([*policies_of_anything(profile), *of_plans], REF02)


def policies_of_anything(profile: CarrierProfile) -> list[str]:
    """Return the policy numbers that do not hang on a plan."""
    policy = profile.identifiers.policy
    return [*(rule.value for rule in policy.rules), *([policy.value] if policy.value else [])]


def expected_dates(profile: CarrierProfile) -> tuple[ExpectedDate, ...]:
    """Return the dates of people."""
    return tuple(
        ExpectedDate(
            qualifier=str(rule.qualifier),
            on_subscribers=rule.of != "dependents",
            on_dependents=rule.of != "subscriber",
            when=rule.when,
            presence=_presence_of_date(rule, profile),
            of_many=rule.when == "always" and rule.of != "dependents" and rule.source in OF_MANY,
        )
        for rule in profile.dates
    )


def expected_codes(profile: CarrierProfile) -> ExpectedCodes:
    """Return the codes of people."""
    codes = profile.codes
    reasons = {each.reason for each in codes.events.values()}
    reasons |= {rule.reason for rule in profile.file.kinds.values()}
    return ExpectedCodes(
        relationships=frozenset(codes.relationships.values()),
        reasons=frozenset({reason for reason in reasons if reason} | {MaintenanceReason.NOTIFICATION_ONLY}),
        benefit_status=frozenset(codes.benefit_status.values()),
        employment_status=frozenset(codes.employment_status.values()),
    )


def _at(profile: CarrierProfile, place: StructureAt) -> list[Structure]:
    return [rule for rule in profile.structure if rule.at is place]


def _by_qualifier(rules: Iterable[Structure], spell: Speller) -> dict[str, ExpectedReference]:
    return {rule.reference: _reference(rule, spell) for rule in rules}


def _reference(rule: Structure, spell: Speller) -> ExpectedReference:
    """Return what is expected of a reference; everybody has a code of a list, but not every other text."""
    listed = [rule.constant] if rule.constant is not None else list(rule.values.values())
    usual = Presence.USUAL if listed else Presence.OPTIONAL
    always = rule.required or rule.constant is not None
    return ExpectedReference(
        presence=Presence.REQUIRED if always else usual,
        values=spell.all_possible(listed, REF02) if listed else None,
        longest=rule.max_length,
        on_dependents=rule.on_dependents,
    )


def _presence_of_date(rule: MemberTime, profile: CarrierProfile) -> Presence:
    usual = {
        ("always", DateSource.HIRE),
        ("addition", DateSource.HIRE),
        ("termination", DateSource.HIRE),
        ("termination", DateSource.ELIGIBILITY_END),
    }
    if _only_joining_is_addition(profile.codes.events):
        usual.add(("addition", DateSource.ELIGIBILITY_BEGIN))
    return Presence.USUAL if (rule.when, rule.source) in usual else Presence.OPTIONAL


def _only_joining_is_addition(codes: Mapping[Event, EventCodes]) -> bool:
    """Tell whether INS03 021 stands on nobody whom the carrier knew before."""
    return all(codes[event].type != MaintenanceType.ADDITION for event in _OF_STAYING)
