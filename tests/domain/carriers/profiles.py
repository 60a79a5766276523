"""Carrier profiles with some of their rules changed."""

from typing import Any

from benefits_sync.mapping.carriers import CarrierProfile, load_profile
from tests.mapping.carriers.conftest import PROFILES


def profile(carrier: str = "brightleaf_dental", **changed: Any) -> CarrierProfile:
    """Return a shipped profile with parts of it replaced; ``answers={"ta1": ...}`` changes within a part."""
    found = load_profile(PROFILES[carrier])
    for name, value in changed.items():
        part = getattr(found, name)
        new = part.model_copy(update=value) if isinstance(value, dict) else value
        found = found.model_copy(update={name: new})
    return found
