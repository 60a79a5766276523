"""All named transforms, in one table."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from benefits_sync.mapping.transforms.identity import IDENTITY_TRANSFORMS
from benefits_sync.mapping.transforms.pay import PAY_TRANSFORMS
from benefits_sync.mapping.transforms.places import PLACE_TRANSFORMS
from benefits_sync.mapping.transforms.registry import Arguments, BrokenRuleError, Facts, Transform
from benefits_sync.mapping.transforms.text import TEXT_TRANSFORMS

TRANSFORMS: Final[Mapping[str, Transform]] = MappingProxyType(
    {
        transform.name: transform
        for transform in (*TEXT_TRANSFORMS, *IDENTITY_TRANSFORMS, *PLACE_TRANSFORMS, *PAY_TRANSFORMS)
    }
)
"""Name in a mapping file -> transform."""

__all__ = ["TRANSFORMS", "Arguments", "BrokenRuleError", "Facts", "Transform"]
