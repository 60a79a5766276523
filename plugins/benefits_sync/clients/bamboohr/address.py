"""Where a company's BambooHR is."""

import re
from typing import Final

from benefits_sync.errors import ConnectionSettingsError

COMPANY: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def service_url(company: str, base_url: str | None = None) -> str:
    """Return the URL below which the API's versions lie.

    Without a base URL this is the company's own host; with one it is the gateway form, which
    ``https://api.bamboohr.com`` and the sandbox serve.

    Raises:
        ConnectionSettingsError: If the company is not a sub-domain's name.
    """
    name = company.strip().lower()
    if not COMPANY.fullmatch(name):
        raise ConnectionSettingsError(
            "BambooHR company domain: give only the first part of https://<company>.bamboohr.com, "
            "made of letters, digits and hyphens"
        )
    if base_url is None:
        return f"https://{name}.bamboohr.com/api"
    return f"{base_url.rstrip('/')}/api/gateway.php/{name}"
