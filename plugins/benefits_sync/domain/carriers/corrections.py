"""Whether somebody is another one by now than the carrier knows: SSN, birth date, name, identifier."""

from collections.abc import Mapping

from benefits_sync.domain.carriers.families import Person
from benefits_sync.domain.carriers.family_changes import PersonChange
from benefits_sync.domain.carriers.identity import subscriber_id
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.mapping.carriers.identifiers import IdSource
from benefits_sync.models.frames import TextRecord


def note_corrections(
    change: PersonChange, scope: Scope, previous: Mapping[str, TextRecord], *, subscriber: bool
) -> None:
    """Note what of a person whom the carrier knows differs from what it knows.

    An SSN that no system shows any more is no correction: the carrier keeps it, and so does the picture.

    Raises:
        CannotTellError: If the carrier knows the family by an SSN that is shown no more.
    """
    if not change.person.present:
        return
    now, before = change.person.digests, change.person.known[0]
    change.identity_changed = before.identity not in (None, now.identity)
    if change.identity_changed and _has_lost_ssn(change.person, previous.get(change.person.person)):
        if subscriber and IdSource.SSN in scope.profile.identifiers.subscriber:
            raise CannotTellError(
                "ssn",
                "ssn_lost",
                "the carrier knows the family by an SSN that no system shows any more; enter it again, or "
                "let PlanSource or the HR system show it again",
                change.person.person,
            )
        change.identity_changed = False
        change.person.digests = now._replace(identity=before.identity)
    change.regrouped = before.personnel not in (None, now.personnel)
    change.corrected = change.identity_changed or before.name not in (None, now.name)


def _has_lost_ssn(person: Person, before: TextRecord | None) -> bool:
    """Tell whether an SSN is all that differs, and is missing by now."""
    if person.record.get("ssn") or before is None:
        return False
    return before.get("birthdate") == person.record.get("birthdate")


def former_identifier(subscriber: Person, scope: Scope, previous: Mapping[str, TextRecord]) -> str | None:
    """Return the identifier that the carrier knows, where the subscriber has another one by now."""
    rules, before = scope.profile.identifiers, previous.get(subscriber.person)
    former = subscriber_id(before, rules) if before is not None else None
    return former if former != subscriber_id(subscriber.record, rules) else None
