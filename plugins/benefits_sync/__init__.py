"""Keeps a company's HR system and its benefits system in agreement."""
