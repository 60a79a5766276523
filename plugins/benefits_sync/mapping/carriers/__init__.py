"""Carrier profiles: what each carrier wants of its X12 834 files, how they reach it and what it answers."""

from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.loading import load_profile, profile_files

__all__ = ["CarrierProfile", "load_profile", "profile_files"]
