"""Checks carrier files against the standard, the guide and the carrier's own rules, in one pass."""
