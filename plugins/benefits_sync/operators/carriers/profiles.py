"""Where carriers' profiles are: beside the DAGs, for tasks and pages alike."""

from pathlib import Path

from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.loading import load_profile, profile_files
from benefits_sync.operators.integration_operator import include_folder


def carrier_profiles() -> dict[str, Path]:
    """Return carrier -> file of its profile."""
    return profile_files(include_folder() / "mappings")


def carrier_profile(carrier: str) -> CarrierProfile:
    """Return the profile of a carrier.

    Raises:
        MappingError: If there is none, or it is wrong.
    """
    return load_profile(include_folder() / "mappings" / "carriers" / f"{carrier}.yaml")
