"""Where a company is looked for."""

import pytest

from benefits_sync.clients.bamboohr.address import service_url
from benefits_sync.errors import ConnectionSettingsError


def test_a_company_has_its_own_host() -> None:
    assert service_url(" Acme ") == "https://acme.bamboohr.com/api"


def test_a_base_url_is_a_gateway() -> None:
    assert service_url("acme", "https://api.bamboohr.com/") == "https://api.bamboohr.com/api/gateway.php/acme"


@pytest.mark.parametrize(
    "company", ["", "acme.bamboohr.com", "https://acme", "acme/../other", "-acme", "ac me"]
)
def test_a_company_is_one_label(company: str) -> None:
    with pytest.raises(ConnectionSettingsError, match="only the first part"):
        service_url(company)
