"""Writes the query of an address of ours."""

from collections.abc import Mapping
from urllib.parse import urlencode


def query_of(fields: Mapping[str, str | int | None]) -> str:
    """Return the query that asks for these fields; those without a value are left out."""
    return "?" + urlencode({name: value for name, value in fields.items() if value})
