"""Every text of a profile that is written into files as it stands, with its place."""

from collections.abc import Iterator

from benefits_sync.mapping.carriers.envelope import Envelope, Party
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.document import Place

WrittenText = tuple[Place, str]


def written_texts(profile: CarrierProfile) -> Iterator[WrittenText]:
    """Yield every text that is written into files as it stands."""
    yield from _of_envelope(profile.envelope)
    yield from _of_policies(profile)
    for key, line in profile.coverages.lines.items():
        for plan, code in line.plans.items():
            yield ("coverages", "lines", key, "plans", plan), code
    for at, one in enumerate(profile.structure):
        yield ("structure", at, "constant"), one.constant or ""
        yield ("structure", at, "category"), one.category or ""
        yield from ((("structure", at, "values", name), value) for name, value in one.values.items())


def _of_envelope(envelope: Envelope) -> Iterator[WrittenText]:
    ends = {"sender": envelope.sender, "receiver": envelope.receiver, "test_receiver": envelope.test_receiver}
    for name, end in ends.items():
        if end is not None:
            yield ("envelope", name, "id"), end.id
            yield ("envelope", name, "application"), end.application or ""
    yield from _of_party(("envelope", "sponsor"), envelope.sponsor)
    yield from _of_party(("envelope", "payer"), envelope.payer)
    for at, broker in enumerate(envelope.brokers):
        yield from _of_party(("envelope", "brokers", at), broker)
        yield ("envelope", "brokers", at, "account"), broker.account or ""


def _of_party(place: Place, party: Party) -> Iterator[WrittenText]:
    yield (*place, "name"), party.name or ""
    yield (*place, "id"), party.id


def _of_policies(profile: CarrierProfile) -> Iterator[WrittenText]:
    master, policy = profile.file.master_policy, profile.identifiers.policy
    yield ("file", "master_policy", "value"), master.value or ""
    for group, number in master.groups.items():
        yield ("file", "master_policy", "groups", group), number
    yield ("identifiers", "policy", "value"), policy.value or ""
    for at, rule in enumerate(policy.rules):
        yield ("identifiers", "policy", "rules", at, "value"), rule.value
    for key, line in profile.coverages.lines.items():
        for plan, number in line.policies.items():
            yield ("coverages", "lines", key, "policies", plan), number
