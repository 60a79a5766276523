"""References that tell a carrier's own structure: class, division, location or sub-group."""

from collections.abc import Iterator
from typing import NamedTuple

from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.identifiers import Structure, StructureAt
from benefits_sync.models.frames import TextRecord
from benefits_sync.x12.elements import REF02


class Told(NamedTuple):
    """One reference: its qualifier, value, and for a reporting category the name."""

    kind: str
    value: str
    category: str | None


def references_at(
    at: StructureAt, profile: CarrierProfile, subscriber: TextRecord, spell: Speller, *, dependent: bool
) -> Iterator[Told]:
    """Yield the references that stand at one place of a person.

    Raises:
        CannotTellError: If one is required and missing, not in the profile's list, or too long.
    """
    for rule in profile.structure:
        if rule.at is at and (rule.on_dependents or not dependent):
            value = rule.constant or _value(rule, subscriber)
            if value is not None:
                field = rule.source or "structure"
                yield Told(rule.reference, spell.needed(value, REF02, field), rule.category)


def _value(rule: Structure, subscriber: TextRecord) -> str | None:
    field = rule.source or ""
    text = subscriber.get(field)
    if not text:
        if rule.required:
            raise CannotTellError(
                field,
                "structure_missing",
                f"the carrier needs `{field}` as reference {rule.reference}, and it is empty; enter it in "
                "PlanSource",
            )
        return None
    if rule.values and text not in rule.values:
        raise CannotTellError(
            field,
            "structure_unknown",
            f"the profile's `values` of reference {rule.reference} do not list what `{field}` holds; add it "
            "to the profile",
        )
    value = rule.values.get(text, text)
    if len(value) > rule.max_length:
        raise CannotTellError(
            field,
            "structure_too_long",
            f"`{field}` has {len(value)} characters, reference {rule.reference} takes {rule.max_length}; "
            "give it a short code under `values` in the profile",
        )
    return value
