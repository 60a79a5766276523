"""Names as people say them."""

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from benefits_sync.errors import BenefitsSyncError
from benefits_sync.integrations.declarations import declaration_of


def integration_title(name: str) -> str:
    """Return an integration's title; that of one that is no longer declared is made of its name."""
    try:
        return declaration_of(name).title
    except BenefitsSyncError:
        return name.replace("_", " ").capitalize()


def part_of(name: str, options: Iterable[Mapping[str, JsonValue]]) -> str:
    """Return which part of the source runs with these options are about; nothing where there is only one."""
    option = declaration_of(name).watermark_option
    if option is None:
        return ""
    values = sorted({str(one[option]) for one in options if one.get(option)})
    return f"{option.replace('_', ' ').capitalize()} {' and '.join(values)}" if values else ""
