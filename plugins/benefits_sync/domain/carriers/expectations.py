"""What a carrier's profile says about its files, as the checker takes it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final

from benefits_sync.domain.carriers.expected_coverages import expected_lines
from benefits_sync.domain.carriers.expected_people import (
    expected_categories,
    expected_codes,
    expected_dates,
    expected_policies,
    expected_references,
)
from benefits_sync.domain.carriers.expected_sources import sources_of
from benefits_sync.domain.carriers.settings import FileSettings, file_settings
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.mapping.carriers.envelope import Party
from benefits_sync.mapping.carriers.file import FileRules, MasterPolicy
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.identifiers import SsnRule
from benefits_sync.mapping.carriers.terminations import Terminations
from benefits_sync.x12.checking.expected import (
    Expected,
    ExpectedBroker,
    ExpectedEnvelope,
    ExpectedSpelling,
    Presence,
)
from benefits_sync.x12.codes.envelope import Usage
from benefits_sync.x12.elements import ACT01, N104, REF02

_ERROR: Final = "error"
_A_YEAR: Final = 366
_SSN: Final = {
    SsnRule.REQUIRED: Presence.REQUIRED,
    SsnRule.PSEUDO: Presence.OPTIONAL,
    SsnRule.IF_VALID: Presence.OPTIONAL,
    SsnRule.NEVER: Presence.FORBIDDEN,
}
_POLICY: Final = {
    "member": (Presence.REQUIRED, Presence.FORBIDDEN),
    "coverage": (Presence.FORBIDDEN, Presence.REQUIRED),
    "both": (Presence.REQUIRED, Presence.REQUIRED),
}
"""Where REF*1L stands: on people, and on coverages."""


def expected_of(profile: CarrierProfile, usage: Usage, *, as_of: date | None = None) -> Expected:
    """Return what a carrier's files are held against.

    Args:
        profile: The carrier's profile.
        usage: Whether the file is for test or production.
        as_of: Day that the file is true for; left out where that is the day of its making.
    """
    member, coverage = _POLICY[profile.identifiers.policy.at]
    policy = profile.file.master_policy
    settings = file_settings(profile, usage)
    spell = Speller(settings.writer)
    income = profile.coverages.income
    return Expected(
        envelope=_envelope(settings),
        spelling=_spelling(profile, settings),
        actions=frozenset(rule.action for rule in profile.file.kinds.values()),
        members=_members(profile),
        sponsor=_organization(profile.envelope.sponsor, spell),
        payer=_organization(profile.envelope.payer, spell),
        brokers={
            broker.role: ExpectedBroker(
                id=_organization(broker, spell),
                account=spell.if_possible(broker.account, ACT01, "envelope.brokers") or "",
            )
            for broker in profile.envelope.brokers
        },
        master_policy=Presence.FORBIDDEN if policy.send == "never" else Presence.REQUIRED,
        master_policies=_master_policies(policy, spell),
        header_dates=frozenset(str(time.qualifier) for time in profile.file.dates),
        totals=frozenset(map(str, profile.file.totals)),
        most_members=profile.file.grouping.most_members,
        references=expected_references(profile, spell),
        categories=expected_categories(profile, spell),
        dates=expected_dates(profile),
        codes=expected_codes(profile),
        income="" if income is None else income.frequency,
        policy_at_member=member,
        policy_at_coverage=coverage,
        policies=expected_policies(profile, spell),
        ssn_of_subscribers=_SSN[profile.identifiers.ssn.subscriber],
        ssn_of_dependents=_SSN[profile.identifiers.ssn.dependents],
        employment_of_dependents=profile.codes.employment_status_on_dependents,
        lines=expected_lines(profile, spell),
        end_is_covered=profile.terminations.end_date == "last_day_covered",
        as_of=f"{as_of:%Y%m%d}" if as_of else "",
        days_back=_days_back(profile.terminations),
        days_ahead=_days_ahead(profile.file),
        dates_are_errors=profile.strictness.dates == _ERROR,
        maintenance_is_error=profile.strictness.maintenance == _ERROR,
        itin=profile.identifiers.ssn.itin,
        pseudo_ssn=profile.identifiers.ssn.pseudo,
        sources=sources_of(profile),
    )


def _envelope(settings: FileSettings) -> ExpectedEnvelope:
    envelope = settings.envelope
    return ExpectedEnvelope(
        sender_qualifier=envelope.sender_qualifier,
        sender=envelope.sender_id,
        receiver_qualifier=envelope.receiver_qualifier,
        receiver=envelope.receiver_id,
        application_sender=envelope.application_sender,
        application_receiver=envelope.application_receiver,
        usage=envelope.usage,
        acknowledgment_requested=str(int(envelope.acknowledgment_requested)),
        delimiters=settings.writer.delimiters.characters,
    )


def _spelling(profile: CarrierProfile, settings: FileSettings) -> ExpectedSpelling:
    naming, rules = profile.delivery.naming, profile.file.open_enrollment
    namings = [naming]
    if rules is not None and rules.file_name is not None:
        namings.append(naming.model_copy(update={"template": rules.file_name}))
    known = {
        "carrier": [profile.name],
        "kind": [kind.value for kind in profile.file.kinds],
        "line": list(profile.coverages.lines),
        "environment": [usage.value for usage in Usage],
    }
    return ExpectedSpelling(
        line_ending=settings.writer.line_ending.value,
        characters=settings.writer.characters,
        names=tuple(one.pattern(known) for one in namings),
        longest_name=naming.max_length,
    )


def _members(profile: CarrierProfile) -> Mapping[str, frozenset[str]]:
    """Return the maintenance types of people for each kind of file (BGN08)."""
    types: dict[str, set[str]] = defaultdict(set)
    for rule in profile.file.kinds.values():
        types[rule.action] |= {rule.member} if rule.member else set()
        if rule.by_event:
            types[rule.action] |= {codes.type for codes in profile.codes.events.values()}
    return {action: frozenset(of_action) for action, of_action in types.items()}


def _organization(party: Party, spell: Speller) -> tuple[str, str]:
    return str(party.qualifier), spell.if_possible(party.id, N104, "envelope") or ""


def _master_policies(policy: MasterPolicy, spell: Speller) -> frozenset[str]:
    return spell.all_possible([policy.value] if policy.value else policy.groups.values(), REF02)


def _days_back(rules: Terminations) -> int | None:
    """Return how far back an end may lie; None where it is repeated until the carrier confirms it."""
    return None if rules.repeat == "until_confirmed" else max(rules.retro_days, rules.repeat_days or 0)


def _days_ahead(rules: FileRules) -> int:
    """Return how far ahead coverage may begin or end, as far as the first day without it."""
    enrollment = rules.open_enrollment
    return max(rules.future_days, enrollment.ahead_days if enrollment else _A_YEAR) + 1
