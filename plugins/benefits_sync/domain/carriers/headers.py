"""The header of a transaction, as the profile wants it."""

from datetime import date

from benefits_sync.domain.carriers.days import as_date
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.mapping.carriers.envelope import Broker, Party
from benefits_sync.mapping.carriers.file import HeaderDateSource
from benefits_sync.x12.codes.transaction import (
    FileAction,
    HeaderDate,
    IntermediaryRole,
    OrganizationIdKind,
)
from benefits_sync.x12.elements import ACT01, BGN02, N102, N104, REF02
from benefits_sync.x12.model.transaction import Intermediary, Organization, TransactionHeader
from benefits_sync.x12.model.values import Event


def header_of(scope: Scope, spell: Speller, number: int, group: str) -> TransactionHeader:
    """Return the header of a transaction, without control totals.

    Args:
        scope: What the file is about.
        spell: Spells texts.
        number: Which transaction of the file it is, from 1; from the second on it is part of the reference.
        group: The carrier's group of its people, where it is for one.
    """
    profile, request = scope.profile, scope.request
    reference = request.reference if number == 1 else f"{request.reference}-{number}"
    return TransactionHeader(
        reference=spell.needed(reference, BGN02, "reference"),
        created=request.created.replace(microsecond=0, tzinfo=None),
        action=FileAction(scope.rule.action),
        sponsor=_organization(profile.envelope.sponsor, spell),
        payer=_organization(profile.envelope.payer, spell),
        time_zone=profile.file.time_zone,
        master_policy=spell.if_any(_master_policy(scope, group or scope.file), REF02, "file.master_policy"),
        dates=tuple(_dates(scope)),
        intermediaries=tuple(_intermediary(broker, spell) for broker in profile.envelope.brokers),
    )


def _organization(party: Party, spell: Speller) -> Organization:
    return Organization(
        OrganizationIdKind(party.qualifier),
        spell.needed(party.id, N104, "envelope"),
        spell.if_any(party.name, N102, "envelope"),
    )


def _intermediary(broker: Broker, spell: Speller) -> Intermediary:
    account = spell.if_any(broker.account, ACT01, "envelope.brokers")
    return Intermediary(IntermediaryRole(broker.role), _organization(broker, spell), account)


def _master_policy(scope: Scope, group: str) -> str | None:
    rules = scope.profile.file.master_policy
    return rules.groups.get(group) if rules.send == "by_group" else rules.value


def _dates(scope: Scope) -> list[Event[HeaderDate]]:
    starts, ends = scope.years or (None, None)
    days: dict[HeaderDateSource, date | None] = {
        HeaderDateSource.AS_OF: scope.request.as_of,
        HeaderDateSource.LAST_FILE: scope.request.last_file or scope.request.as_of,
        HeaderDateSource.PLAN_YEAR_STARTS: as_date(starts) if starts else None,
        HeaderDateSource.PLAN_YEAR_ENDS: as_date(ends) if ends else None,
    }
    return [
        Event(HeaderDate(rule.qualifier), day)
        for rule in scope.profile.file.dates
        if (day := days[rule.source]) is not None
    ]
