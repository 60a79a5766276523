"""Compares two 834 files by person and coverage, whatever control numbers and times they carry."""
