"""Names as people say them."""

from benefits_sync.errors import BenefitsSyncError
from benefits_sync.integrations.declarations import declaration_of


def integration_title(name: str) -> str:
    """Return an integration's title; that of one that is no longer declared is made of its name."""
    try:
        return declaration_of(name).title
    except BenefitsSyncError:
        return name.replace("_", " ").capitalize()
