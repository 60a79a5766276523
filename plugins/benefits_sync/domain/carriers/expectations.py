"""What a carrier's profile says about its files, as the checker takes it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from benefits_sync.domain.carriers.settings import file_settings
from benefits_sync.mapping.carriers.coverages import Line
from benefits_sync.mapping.carriers.envelope import Party
from benefits_sync.mapping.carriers.file import MasterPolicy
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.identifiers import SsnRule, Structure, StructureAt
from benefits_sync.x12.checking.expected import Expected, ExpectedEnvelope, ExpectedLine, Presence
from benefits_sync.x12.codes.envelope import Usage

_ERROR: Final = "error"
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


def expected_of(profile: CarrierProfile, usage: Usage) -> Expected:
    """Return what a carrier's files are held against.

    Args:
        profile: The carrier's profile.
        usage: Whether the file is for test or production.
    """
    member, coverage = _POLICY[profile.identifiers.policy.at]
    structure = [rule for rule in profile.structure if rule.at is StructureAt.MEMBER]
    policy = profile.file.master_policy
    return Expected(
        envelope=_envelope(profile, usage),
        actions=frozenset(rule.action for rule in profile.file.kinds.values()),
        members=_members(profile),
        sponsor=_organization(profile.envelope.sponsor),
        payer=_organization(profile.envelope.payer),
        master_policy=Presence.FORBIDDEN if policy.send == "never" else Presence.REQUIRED,
        master_policies=_master_policies(policy),
        header_dates=frozenset(str(time.qualifier) for time in profile.file.dates),
        totals=frozenset(map(str, profile.file.totals)),
        most_members=profile.file.grouping.most_members,
        references={rule.reference: _presence(rule) for rule in structure},
        on_dependents=frozenset(rule.reference for rule in structure if rule.on_dependents),
        policy_at_member=member,
        policy_at_coverage=coverage,
        ssn_of_subscribers=_SSN[profile.identifiers.ssn.subscriber],
        ssn_of_dependents=_SSN[profile.identifiers.ssn.dependents],
        employment_of_dependents=profile.codes.employment_status_on_dependents,
        lines=_lines(profile.coverages.lines),
        end_is_covered=profile.terminations.end_date == "last_day_covered",
        dates_are_errors=profile.strictness.dates == _ERROR,
        maintenance_is_error=profile.strictness.maintenance == _ERROR,
        itin=profile.identifiers.ssn.itin,
        pseudo_ssn=profile.identifiers.ssn.pseudo,
    )


def _envelope(profile: CarrierProfile, usage: Usage) -> ExpectedEnvelope:
    settings = file_settings(profile, usage)
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


def _members(profile: CarrierProfile) -> Mapping[str, frozenset[str]]:
    """Return the maintenance types of people for each kind of file (BGN08)."""
    types: dict[str, set[str]] = defaultdict(set)
    for rule in profile.file.kinds.values():
        types[rule.action] |= {rule.member} if rule.member else set()
        if rule.by_event:
            types[rule.action] |= {codes.type for codes in profile.codes.events.values()}
    return {action: frozenset(of_action) for action, of_action in types.items()}


def _organization(party: Party) -> tuple[str, str]:
    return str(party.qualifier), party.id


def _master_policies(policy: MasterPolicy) -> frozenset[str]:
    return frozenset({policy.value} if policy.value else policy.groups.values())


def _presence(rule: Structure) -> Presence:
    always = rule.required or rule.constant is not None
    return Presence.REQUIRED if always else Presence.OPTIONAL


def _lines(lines: Mapping[str, Line]) -> Mapping[str, ExpectedLine]:
    """Return what is expected of each HD03; several benefits may share one."""
    of_code: dict[str, list[Line]] = defaultdict(list)
    for line in lines.values():
        of_code[line.code].append(line)
    return {code: _line(shared) for code, shared in of_code.items()}


def _line(lines: list[Line]) -> ExpectedLine:
    limits = [line.child_age_limit for line in lines if line.child_age_limit]
    return ExpectedLine(
        plans=frozenset(plan for line in lines for plan in line.plans.values()),
        levels=frozenset(str(level) for line in lines for level in line.levels.values()),
        levels_on_dependents=any(line.levels_on_dependents for line in lines),
        child_age_limit=max(limits, default=None),
    )
