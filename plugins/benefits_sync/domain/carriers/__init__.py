"""Carrier files: what a carrier's profile means for the files that are made for it."""
