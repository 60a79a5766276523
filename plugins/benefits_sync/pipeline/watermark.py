"""When the moment up to which changes are included may advance."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import JsonValue

from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.integration import Integration

WATERMARK = "watermark"
"""Key in the asset's state store; the value is an ISO 8601 moment."""


def watermark_key(integration: Integration, options: Mapping[str, JsonValue]) -> str:
    """Return the key under which the watermark of a run with these resolved options is kept.

    A source that is read in parts has one for each: what one run read says nothing about the other parts.
    """
    part = options.get(integration.watermark_option) if integration.watermark_option else None
    return WATERMARK if part is None else f"{WATERMARK}.{part}"


def advanced(extracted: Extract, current: datetime | None) -> datetime | None:
    """Return the new watermark, or None when the run leaves it where it is.

    A run for named people or a dry run says nothing about the others; a look-back that starts after the
    current watermark would leave a gap.
    """
    if extracted.dry_run or extracted.named:
        return None
    gap = extracted.since is not None and (current is None or extracted.since > current)
    if gap or (current is not None and extracted.watermark <= current):
        return None
    return extracted.watermark
