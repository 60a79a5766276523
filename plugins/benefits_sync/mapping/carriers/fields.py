"""The subscriber members that a carrier's groups and classes can be made of."""

from typing import Annotated, Final

from pydantic import AfterValidator

from benefits_sync.mapping.grammar import unknown_name
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, FieldKind
from benefits_sync.redaction import is_sensitive

GROUPING_FIELDS: Final = frozenset(
    name for name, kind in SUBSCRIBER_FIELDS.items() if kind is FieldKind.TEXT and not is_sensitive(name)
)
"""Subscriber members that a carrier's structure can be made of: none is personal."""


def _grouping_field(name: str) -> str:
    if name not in GROUPING_FIELDS:
        raise unknown_name("subscriber member for groups", name, GROUPING_FIELDS)
    return name


GroupingField = Annotated[str, AfterValidator(_grouping_field)]
