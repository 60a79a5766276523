"""The shipped carrier profiles, and profiles with some of their rules changed."""

from typing import Any, TypeVar

from pydantic import BaseModel

from benefits_sync.mapping.carriers import load_profile
from tests.mapping.carriers.conftest import PROFILES

Part = TypeVar("Part", bound=BaseModel)

PROFILE_OF = {carrier: load_profile(path) for carrier, path in PROFILES.items()}
MEDICAL, DENTAL, VISION, LIFE, WELLNESS = (
    PROFILE_OF[carrier]
    for carrier in (
        "cedarline_health",
        "brightleaf_dental",
        "clearwater_vision",
        "harborstone_life",
        "summit_wellness",
    )
)


def changed(model: Part, **parts: Any) -> Part:
    """Return a profile, or part of one, with some parts replaced; a part may be a dict of its own parts."""
    update = {name: _changed_part(getattr(model, name), value) for name, value in parts.items()}
    return model.model_copy(update=update)


def _changed_part(part: Any, value: Any) -> Any:
    return changed(part, **value) if isinstance(value, dict) and isinstance(part, BaseModel) else value
